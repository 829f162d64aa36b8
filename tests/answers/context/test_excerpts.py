"""What the model reads: sentences and rows with what they need, under a budget."""

from collections.abc import Sequence

from app.answers.context import excerpts as context
from app.types import Chunk, Passage, Span


def _chunk(
    ordinal: int, text: str, *, section: int = 0, header: str = "Report › Section › p. 1", page: int = 0
) -> Chunk:
    return Chunk(ordinal, section, header, text, (Span(page or ordinal + 1, 100, 100 + len(text)),), 3)


def _passage(chunk: Chunk, document: str = "d") -> Passage:
    return Passage(document, f"{document}.pdf", chunk.ordinal, chunk.header, "s", chunk.text, chunk.spans, 1.0)


def _words(text: str) -> int:
    return len(text.split())


def excerpts(question: str, passages: Sequence[Passage], chunks: dict[str, list[Chunk]], budget: int) -> list[Passage]:
    stages = context.excerpts(question, passages, chunks, budgets=[budget], count_tokens=_words)
    return stages[-1] if stages else []


PROSE = [
    _chunk(0, "The harbour was dredged in May. Gulls are common there.\n\nThe lighthouse is painted white."),
    _chunk(1, "The keeper of the lighthouse is Odile Marsh. She lives in the village."),
    _chunk(2, "The school has two rooms.", section=1),
    _chunk(3, "The lighthouse burns oil.", section=1),
]
TABLE = [
    _chunk(
        0,
        "Landings by port\n\n | 2021 | 2022\nAlby | 12 | 14\nBrix | 31 | 30\nCorm | 7 | 8\n\nFigures are in thousands of tonnes.\n\n"
        "The survey was late this year, and the office moved to another building in the town of Brix.",
    )
]


def test_the_sentences_that_say_what_was_asked_come_without_the_rest() -> None:
    found = excerpts("Who is the keeper of the lighthouse?", [_passage(PROSE[1]), _passage(PROSE[2])], {"d": PROSE}, 28)
    assert [p.text for p in found] == ["The keeper of the lighthouse is Odile Marsh."]


def test_a_row_comes_with_the_names_of_its_columns_and_the_line_that_tells_the_unit() -> None:
    found = excerpts("What was landed at Brix in 2022?", [_passage(TABLE[0])], {"d": TABLE}, 40)
    lines = found[0].text.split("\n")
    assert "Landings by port" in lines
    assert lines.index("Brix | 31 | 30") == lines.index(" | 2021 | 2022") + 1
    assert "Figures are in thousands of tonnes." in lines
    assert found[0].table


def test_rows_of_a_table_that_goes_on_come_with_names_from_where_it_began() -> None:
    names = "Port | Boats | Crew"
    chunks = [
        _chunk(0, f"{names}\nAlby | 4 | 17\nBrix | 9 | 41"),
        _chunk(1, "Corm | 2 | 6\nDarl | 3 | 9", header=f"Report › Section › p. 2 › {names}"),
    ]
    found = excerpts("How many boats are in Darl?", [_passage(chunks[1])], {"d": chunks}, 26)
    assert found[0].text.split("\n")[0] == names
    assert "Darl | 3 | 9" in found[0].text.split("\n")
    assert found[0].spans[0].page == 1


def test_a_row_of_a_bill_comes_with_the_head_of_its_bill() -> None:
    def bill(ordinal: int, number: str, month: str, price: str) -> Chunk:
        rows = [
            "Bill | Month | Due",
            f"{number} | {month} | 9 May",
            "Work | Hours | Price",
            f"painting | 2 | {price}",
            "glazing | 3 | 70",
        ]
        return _chunk(ordinal, "\n".join(rows))

    chunks = [bill(0, "B-1", "March", "41"), bill(1, "B-2", "April", "52")]
    found = excerpts("What did painting cost in April?", [_passage(one) for one in chunks], {"d": chunks}, 40)
    assert found[0].text.split("\n")[:4] == [
        "Bill | Month | Due", "B-2 | April | 9 May", "Work | Hours | Price", "painting | 2 | 52"
    ]  # fmt: skip


def test_a_list_is_not_taken_apart() -> None:
    text = "The kit holds:\n- a rope of ten metres\n- a lamp\n- two flares\n\nIt weighs four kilograms."
    chunks = [_chunk(0, text)]
    found = excerpts("Is a lamp in the kit?", [_passage(chunks[0])], {"d": chunks}, 60)
    assert "The kit holds:\n- a rope of ten metres\n- a lamp\n- two flares" in found[0].text


def test_what_a_passage_says_stands_on_its_pages_to_the_letter() -> None:
    pages = {n + 1: " " * 100 + chunk.text for n, chunk in enumerate(PROSE)}
    found = excerpts(
        "Where does the keeper of the lighthouse live, and what about gulls?", [_passage(PROSE[1])], {"d": PROSE}, 90
    )
    assert len(found) == 1
    assert "\n".join(pages[span.page][span.start : span.end] for span in found[0].spans) == found[0].text


def test_sentences_with_something_left_out_between_them_stay_apart() -> None:
    chunks = [_chunk(0, "The mast is of oak. It rains often in spring. The sail is red and the mast has two stays.")]
    found = excerpts("mast oak sail stays", [_passage(chunks[0])], {"d": chunks}, 40)
    assert found[0].text == "The mast is of oak.\n\nThe sail is red and the mast has two stays."


def test_the_same_sentence_is_read_once() -> None:
    chunks = [_chunk(n, "The gate is closed at dusk.", section=n) for n in range(3)]
    found = excerpts("When is the gate closed?", [_passage(chunk) for chunk in chunks], {"d": chunks}, 200)
    assert [p.text for p in found] == ["The gate is closed at dusk."]


def test_the_budget_is_kept_and_something_is_always_read() -> None:
    ranked = [_passage(chunk) for chunk in PROSE]
    for budget in (30, 50, 80):
        found = excerpts("What is said of the lighthouse and the school?", ranked, {"d": PROSE}, budget)
        assert sum(_words(p.text) for p in found) <= budget
    assert len(excerpts("lighthouse", ranked, {"d": PROSE}, 1)) == 1


def test_chunks_of_two_sections_are_two_excerpts() -> None:
    found = excerpts("lighthouse", [_passage(PROSE[1]), _passage(PROSE[3])], {"d": PROSE}, 200)
    assert {p.pages for p in found} == {(1, 2), (3, 4)}


def test_a_question_that_names_nothing_is_read_from_the_beginning() -> None:
    found = excerpts("", [_passage(PROSE[0])], {"d": PROSE}, 30)
    assert found[0].text.startswith("The harbour was dredged in May.")


def test_no_passages_no_excerpts() -> None:
    assert excerpts("anything", [], {}, 100) == []


def test_a_larger_stage_begins_with_the_smaller_one_and_repeats_no_sentence() -> None:
    ranked = [_passage(chunk) for chunk in PROSE]
    stages = context.excerpts("lighthouse keeper school", ranked, {"d": PROSE}, budgets=[40, 400], count_tokens=_words)
    first, second = stages
    assert second[: len(first)] == first
    lines = [line for p in second for line in p.text.split("\n") if line]
    assert len(lines) == len(set(lines))


def test_a_stage_that_adds_nothing_is_left_out() -> None:
    chunks = [_chunk(0, "One sentence only.")]
    stages = context.excerpts("sentence", [_passage(chunks[0])], {"d": chunks}, budgets=[50, 100], count_tokens=_words)
    assert len(stages) == 1


def test_a_word_near_in_meaning_finds_its_sentence() -> None:
    ranked = [_passage(chunk) for chunk in WASTE]
    said = [
        context.excerpts(
            "How much rubbish was there?", ranked, {"d": WASTE}, budgets=[21], count_tokens=_words, near=near
        )[0][0].text
        for near in (None, {"rubbish": {"waste": 0.6}})
    ]
    assert said == ["Paper was bought for the office.", "Waste came to nine tonnes."]


WASTE = [_chunk(0, "Paper was bought for the office."), _chunk(1, "Waste came to nine tonnes.", section=1)]


def test_budgets_grow_with_the_device_and_never_fill_the_context() -> None:
    slow, quick = context.budgets("cpu", 8192), context.budgets("gpu: some card", 8192)
    assert list(slow) == sorted(slow)
    assert all(one < other for one, other in zip(slow, quick, strict=True))
    assert all(tokens < 2048 for tokens in context.budgets("gpu: some card", 2048))
