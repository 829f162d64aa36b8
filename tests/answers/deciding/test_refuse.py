"""What a refusal says: what was searched, what nothing mentions, and the nearest, which is quoted and is no answer."""

import pytest

from app.answers.deciding import refuse
from app.types import Citation, Passage, Scope
from tests.answers.material import Pages, boxes, passage

RENT = passage("The garden is shared by all. The rent in 2021 was 900 euros. Dogs are welcome.", number=3)
HEATING = passage("The heating is serviced each autumn.", number=5, chunk=1)


def _near(question: str, *read: Passage) -> Citation | None:
    return refuse.nearest(question, read, Pages(read), boxes)


def test_the_nearest_is_the_sentence_that_shares_most_with_the_question() -> None:
    near = _near("What was the rent in 2019?", HEATING, RENT)
    assert near is not None
    assert (near.mark, near.page, near.quote) == (0, 3, "The rent in 2021 was 900 euros.")
    assert len(near.boxes) == 7


def test_rare_words_count_more_than_frequent_ones() -> None:
    often = passage(
        "The rent is due. The rent is low. The rent is fair. The rent is old. The deposit is held.", number=2
    )
    near = _near("Is the deposit part of the rent?", often)
    assert near is not None and near.quote == "The deposit is held."


def test_what_was_searched_and_what_nothing_mentions_is_said() -> None:
    near = _near("What was the rent in 2019?", RENT)
    assert refuse.refusal(Scope(1, 12, 1, 12), near, ("2019",)) == (
        "The document does not say. 12 pages were searched, by words and by meaning. The nearest, which is not an answer, is on "
        "page 3 of d.pdf: “The rent in 2021 was 900 euros.” Nothing near it mentions 2019; it is about 2021."
    )


@pytest.mark.parametrize(
    ("language", "begins", "ends"),
    [
        ("de", "Das Dokument sagt es nicht. Durchsucht wurden 12 Seiten,", "nennt 2019; es geht dort um 2021."),
        (
            "fr",
            "Le document ne le dit pas. 12 pages ont été parcourues,",
            "ne mentionne 2019 ; il y est question de 2021.",
        ),
        ("es", "El documento no lo dice. Se buscó en 12 páginas,", "menciona 2019; trata de 2021."),
        ("it", "Il documento non lo dice. Sono state cercate 12 pagine,", "menziona 2019; si parla di 2021."),
        ("pt", "O documento não o diz. Foram pesquisadas 12 páginas,", "menciona 2019; trata de 2021."),
        ("ja", "The document does not say. 12 pages were searched,", "mentions 2019; it is about 2021."),
    ],
)
def test_a_refusal_is_in_the_language_of_the_question_and_the_quote_as_it_stands(
    language: str, begins: str, ends: str
) -> None:
    near = _near("What was the rent in 2019?", RENT)
    said = refuse.refusal(Scope(1, 12, 1, 12), near, ("2019",), language)
    assert said.startswith(begins) and said.endswith(ends)
    assert "The rent in 2021 was 900 euros." in said and "{" not in said


def test_several_documents_searched_by_words() -> None:
    near = _near("Who is the chair of Elm Row?", HEATING)
    said = refuse.refusal(Scope(3, 40, 1, 0), near, ("Elm Row", "chair"))
    assert said.startswith("The documents do not say. 40 pages were searched of 3 documents, by words only.")
    assert said.endswith("Nothing near it mentions Elm Row or chair.")
    partly = refuse.refusal(Scope(3, 40, 1, 25), near)
    assert "by words, and 25 of them by meaning." in partly and "mentions" not in partly


def test_where_nothing_was_found_nothing_is_quoted() -> None:
    assert _near("Anything?") is None
    assert refuse.refusal(Scope(1, 1, 0, 1), None) == (
        "The document does not say. 1 page was searched, by words and by meaning. Nothing on them is close to the question."
    )


def test_a_long_sentence_is_shown_in_part_and_cited_whole() -> None:
    long = passage("The tenant keeps " + "the stairs and " * 30 + "the yard clean.", number=1)
    near = _near("Who keeps the yard?", long)
    assert near is not None and near.quote.endswith("the yard clean.")
    assert refuse.refusal(Scope(1, 1, 1, 1), near).endswith("the stairs and …”")


def test_what_stands_near_the_nearest_is_not_said_to_be_missing() -> None:
    near = _near("What was the rent in 2019?", RENT)
    assert refuse.unmentioned(("2019", "2021", "garden"), near, [HEATING, RENT]) == ("2019",)
    assert refuse.unmentioned(("2019",), None, []) == ("2019",)
