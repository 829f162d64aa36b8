import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.answers.text.sentences import sentences


def _texts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_a_line_break_joins_and_a_stop_ends() -> None:
    assert _texts("It rained\non the plain. It stopped.") == ["It rained\non the plain.", "It stopped."]


def test_abbreviations_initials_and_decimals_do_not_end_a_sentence() -> None:
    text = "Dr. Smith paid approx. 5.2 per cent to J. Doe, cf. Fig. 3 of the report."
    assert _texts(text) == [text]


def test_chinese_and_japanese_sentences_end_without_a_space() -> None:
    assert _texts("茶园有四千亩。产量减少了！为什么？") == ["茶园有四千亩。", "产量减少了！", "为什么？"]
    assert _texts("彼は「はい。」と言った。終わり。") == ["彼は「はい。」", "と言った。", "終わり。"]


def test_arabic_and_hindi_marks_end_a_sentence() -> None:
    assert _texts("متى يبدأ؟ يبدأ غدا.") == ["متى يبدأ؟", "يبدأ غدا."]
    assert _texts("यह घर है। वह नहीं।") == ["यह घर है।", "वह नहीं।"]


def test_bullets_and_blank_lines_separate() -> None:
    assert _texts("Duties\n\n- pay the rent\n- keep it clean") == ["Duties", "- pay the rent", "- keep it clean"]


def test_each_row_of_a_table_stands_alone() -> None:
    assert _texts("Year | Loss\n2020 | 4\n2021 | 5") == ["Year | Loss", "2020 | 4", "2021 | 5"]


def test_long_text_without_stops_falls_into_its_lines() -> None:
    text = "\n".join(f"label {n} with some words behind it" for n in range(30))
    assert len(_texts(text)) == 30


@given(st.text(alphabet="aB1 .!?\n-|•", max_size=200))
def test_nothing_but_white_space_is_left_out(text: str) -> None:
    ranges = sentences(text)
    kept = "".join(text[start:end] for start, end in ranges)
    assert kept.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(ranges))
