"""What code finds by going through all text."""

import pytest

from app.answers.everything.bycode import abbreviation, lines_for
from app.answers.everything.compare import compared
from app.answers.everything.lines import Whole, written
from app.answers.everything.spotted import topic_of
from app.types import Chunk, Section, Span
from tests.answers.everything.wholes import PagesOf, whole
from tests.answers.material import boxes

_RULES = whole(
    ("1 Leave", "The director signs. Heads of group agree."),
    ("2 Nights", "Breakfast is part of the price. The director's leave is needed for suites."),
    ("3 Options", "Option | Cost | Risk\nA Stop | £2.9m | high\nB Wait | £0.7m | low\nC Go on | – | high"),
)


def _text(question: str) -> str:
    return written(lines_for(question, [_RULES]), PagesOf([_RULES]), boxes)[0]


def test_sections_are_listed_where_they_stand() -> None:
    assert _text("Which sections does this document have?").splitlines() == [
        "3 sections:",
        "- 1 Leave (p. 1) [1]",
        "- 2 Nights (p. 2) [2]",
        "- 3 Options (p. 3) [3]",
    ]


def test_sections_that_mention_something_are_quoted() -> None:
    assert _text("Which sections mention breakfast?").splitlines() == [
        "“breakfast” stands in 1 section:",
        "- 2 Nights (p. 2): “Breakfast is part of the price.” [1]",
    ]
    assert _text("Which sections mention dinner?") == ""


def test_occurrences_are_counted_by_code() -> None:
    said = _text("How often is the director mentioned?")
    assert said.splitlines()[0] == "“the director” stands in the text 2 times:" and "[2]" in said
    assert _text("How many times does the word suites appear in the document?").startswith(
        "“suites” stands in the text once"
    )


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How often is the heat pump mentioned in this report?", "the heat pump"),
        ("Which chapters deal with noise?", "noise"),
        ("Wie oft wird der Vorstand erwähnt?", "der Vorstand"),
        ("On which pages is Ada Quayle mentioned?", "Ada Quayle"),
    ],
)
def test_what_is_looked_for_is_taken_from_the_question(question: str, topic: str) -> None:
    assert topic_of(question) == topic


def test_two_rows_of_a_table_stand_side_by_side_with_a_mark_in_each_cell() -> None:
    assert _text("Compare option A and option B.").splitlines() == [
        "| | option A | option B |",
        "| --- | --- | --- |",
        "| Cost | £2.9m [1] | £0.7m [2] |",
        "| Risk | high [1] | low [2] |",
    ]
    assert _text("Compare option A and option D.") == ""


def test_two_columns_of_a_table_stand_side_by_side() -> None:
    offers = whole(("Offers", "What | Oak Bakery | Elm\nPrice | 12 | 14\nWeeks | 3 | 5"))
    text, citations = written(lines_for("Compare Oak Bakery with Elm.", [offers]), PagesOf([offers]), boxes)
    assert text.splitlines()[2:] == ["| Price | 12 [1] | 14 [1] |", "| Weeks | 3 [2] | 5 [2] |"]
    assert [one.quote for one in citations] == ["Price | 12 | 14", "Weeks | 3 | 5"]


def test_brackets_of_the_text_are_no_places_of_marks() -> None:
    manual = whole(("Log", "The line is {0} and {1}."), ("Other", "Nothing here."))
    text, _ = written(lines_for("How often is line mentioned?", [manual]), PagesOf([manual]), boxes)
    assert text.endswith("The line is {0} and {1}.” [1]")


def test_two_columns_of_a_table_of_words_stand_side_by_side() -> None:
    words = whole(("Cover", "Risk | Basic | Plus\nTheft abroad | no | yes\nFire | yes | yes"))
    assert [line.text for line in lines_for("Compare Basic and Plus.", [words])[2:]] == [
        "| Theft abroad | no{0} | yes{1} |",
        "| Fire | yes{0} | yes{1} |",
    ]


def test_two_rows_of_a_table_that_goes_on_in_the_next_chunk_stand_side_by_side() -> None:
    texts = ("Marsh", "Ward | 2023 | 2024\nMill Hill | 12 | 14", "Gasworks | 3 | 5")
    headers = ("Marsh", "Marsh › p. 1", "Marsh › p. 1 › Ward | 2023 | 2024")
    chunks = [Chunk(n, 0, headers[n], text, (Span(1, 9 * n, 9 * n + 9),), 5) for n, text in enumerate(texts)]
    one = Whole("d", "d.pdf", "d", chunks, (Section("Marsh", 1, 1, 0, 1),))
    assert [line.text for line in lines_for("Compare Mill Hill and Gasworks.", [one])[2:]] == [
        "| 2023 | 12{0} | 3{1} |",
        "| 2024 | 14{0} | 5{1} |",
    ]


def test_the_two_things_are_taken_from_the_question() -> None:
    assert compared("Compare the offers of Oak Bakery and Elm.") == ("Oak Bakery", "Elm")
    assert compared("Please compare option B and option D for Lot 4") == ("option B", "option D")
    assert compared("What is compared?") is None


def test_an_abbreviation_is_read_where_it_is_explained() -> None:
    words = whole(("Words", "SPF: seasonal performance factor\n\nThe Mill Owners' Union (MOU) met in May."))
    chunks = [(words.document, words.file, chunk) for chunk in words.chunks]
    text, citations = written(abbreviation("What does MOU stand for?", "MOU", chunks), PagesOf([words]), boxes)
    assert text == "MOU stands for Mill Owners' Union. [1]"
    assert citations[0].quote == "Mill Owners' Union (MOU)"
    assert (
        written(abbreviation("What does SPF mean?", "SPF", chunks), PagesOf([words]), boxes)[0]
        == "SPF stands for seasonal performance factor. [1]"
    )
    assert abbreviation("What does MET mean?", "MET", chunks) == []
