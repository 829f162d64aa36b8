"""Which language a text is in, and how its words are spelled for searching."""

import pytest

from app.tongues import (
    NAMES,
    folded,
    function_words,
    is_unspaced,
    language_of,
    languages_in,
    same_spelling,
    spelled,
    stem,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie hoch ist die Miete?", "de"),
        ("How much is the rent?", "en"),
        ("Combien coûte la location de la salle ?", "fr"),
        ("¿Cuánto cuesta el alquiler?", "es"),
        ("Quanto costa l'affitto della sala?", "it"),
        ("Quanto custa o aluguer da sala para os sócios?", "pt"),
        ("Hoeveel kost de huur van het zaaltje?", "nl"),
        ("Vad kostar det att hyra och vilka får göra det?", "sv"),
        ("Kuinka paljon vuokra on ja mitä se sisältää?", "fi"),
        ("会议什么时候开始？", "zh"),
        ("会議はいつ始まりますか。", "ja"),
        ("회의는 언제 시작합니까?", "ko"),
        ("מתי מתחילה הישיבה?", "he"),
        ("متى يبدأ الاجتماع؟", "ar"),
        ("Когда начинается заседание?", "ru"),
        ("ประชุมเริ่มเมื่อไร", "th"),
        ("IBM: 2023 年の売上高は 12 億ドルです", "ja"),
        ("Umsatz 2023", ""),
        ("4711-B", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_question(text: str, language: str) -> None:
    assert language_of(text) == language


def test_every_language_that_can_be_told_has_a_name() -> None:
    assert {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi"} <= NAMES.keys()
    assert all(
        function_words(language) for language in ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi")
    )


GERMAN = "Der Verein hat sich im Mai eine neue Satzung gegeben, die für alle gilt und von der Stadt geprüft wurde."
ENGLISH = (
    "The society has given itself new rules in May, which are for all of its members and were looked at by the city."
)


def test_a_piece_in_another_language_than_its_document_is_told_apart() -> None:
    assert languages_in([GERMAN, ENGLISH, GERMAN]) == ["de", "en", "de"]


def test_a_piece_that_says_little_is_in_its_document_s_language() -> None:
    assert languages_in([GERMAN, "Haushalt 2023 | 4.711", GERMAN]) == ["de"] * 3
    assert languages_in(["4711 | 12", ""]) == ["", ""]
    assert languages_in([]) == []


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("de", "Satzungen Satzung"),
        ("de", "Brüche Bruch"),
        ("fr", "inscriptions inscription"),
        ("es", "vacaciones vacación"),
        ("it", "proprietari proprietario"),
        ("pt", "descontos desconto"),
        ("nl", "vergaderingen vergadering"),
        ("sv", "medlemmarna medlemmar"),
        ("ru", "заседания заседание"),
    ],
)
def test_forms_of_a_word_are_spelled_alike(language: str, forms: str) -> None:
    one, other = (folded(stem(word, language)) for word in forms.split())
    assert one == other


def test_english_is_left_to_the_index() -> None:
    text = "The members’ Règlement of 2,400.50 — naïve"
    assert same_spelling(text, "en")
    assert spelled(text, "en") == text


def test_runs_without_spaces_become_overlapping_pairs() -> None:
    assert spelled("茶叶产量12吨", "zh").split() == ["茶叶", "叶产", "产量", "12", "吨"]
    assert spelled("the 茶叶 trade", "en").split() == ["the", "茶叶", "trade"]
    assert is_unspaced("the 茶叶 trade")
    assert not is_unspaced("the tea trade")


def test_thai_becomes_threes_without_the_signs_that_would_break_it() -> None:
    one, other = (set(spelled(text, "th").split()) for text in ("ค่าเช่าห้องประชุม", "ห้องประชุม"))
    assert len(other) >= 3
    assert other <= one


def test_vowel_signs_of_hebrew_and_arabic_make_no_difference() -> None:
    assert spelled("שָׁלוֹם", "he") == "שלום"
    assert spelled("كِتَاب", "ar") == spelled("كتاب", "ar")


def test_numbers_and_codes_stay_as_they_are() -> None:
    assert spelled("A-12/b kostet 1.480,50 €", "de").startswith("a-12/b kost 1.480,50 €")
