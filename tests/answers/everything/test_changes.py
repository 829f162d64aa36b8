"""What changed between two documents."""

from app.answers.everything.bycode import lines_for
from app.answers.everything.changes import about, changes, told
from app.answers.everything.lines import written
from app.answers.everything.phrases import phrases_for
from tests.answers.everything.wholes import PagesOf, whole
from tests.answers.material import boxes

_OLD = whole(
    (
        "1 Trains",
        "Journeys of less than 700 km are made by train. Second class is the rule. Bicycles are carried free.",
    ),
    ("2 Nights", "Hotels are paid up to £115 a night. Breakfast is part of the price. Pets stay at home."),
    name="old",
)
_NEW = whole(
    ("1 Trains", "Journeys of less than 550 km are made by train. Second class is the rule. Pets stay at home."),
    ("2 Nights", "Hotels are paid up to £125 a night. Breakfast is part of the price. Tips are not paid back at all."),
    name="new",
)


def test_values_additions_and_omissions_are_told_with_both_places() -> None:
    found = changes(_OLD, _NEW)
    text, citations = written(told(found, _OLD, _NEW, phrases_for("What changed?")), PagesOf([_OLD, _NEW]), boxes)
    assert text.splitlines() == [
        "4 differences from old.pdf to new.pdf, compared sentence by sentence:",
        "- 1 Trains: “700” became “550”, in “Journeys of less than 550 km are made by train.” [1] [2]",
        "- 1 Trains: left out: “Bicycles are carried free.” [3]",
        "- 2 Nights: “£115” became “£125”, in “Hotels are paid up to £125 a night.” [4] [5]",
        "- 2 Nights: added: “Tips are not paid back at all.” [6]",
    ]
    assert [(one.mark, one.file, one.page, one.quote) for one in citations[:2]] == [
        (1, "old.pdf", 1, "Journeys of less than 700 km are made by train."),
        (2, "new.pdf", 1, "Journeys of less than 550 km are made by train."),
    ]
    assert all(one.boxes for one in citations)


def test_what_only_moved_is_no_change() -> None:
    texts = [text.plain for one in changes(_OLD, _NEW) for text in (one.old, one.new) if text is not None]
    assert texts and not any("Pets" in text for text in texts)


def test_line_breaks_case_and_numbers_of_headings_are_no_changes() -> None:
    old = whole(
        ("3 Meals", "Meals are paid by\nday rates. Nobody keeps receipts."), ("4 Claims", "Claims are made in May.")
    )
    new = whole(
        ("4 Meals", "Meals are paid by day\nrates. NOBODY keeps receipts."), ("5 Claims", "Claims are made in May.")
    )
    assert changes(old, new) == []


def test_two_texts_that_are_no_versions_of_one_have_no_changes() -> None:
    other = whole(("Pumps", "The pump is greased in spring. Its shaft is made of steel. The motor turns left."))
    assert changes(_OLD, other) == []


def test_a_subject_narrows_them_by_section_first() -> None:
    found = changes(_OLD, _NEW)
    assert {one.section for one in about(found, frozenset({"night"}))} == {"2 Nights"}
    assert [one.new.plain for one in about(found, frozenset({"tip"})) if one.new] == ["Tips are not paid back at all."]
    assert about(found, frozenset()) == found


def test_a_sentence_that_was_written_anew_is_quoted_before_and_after() -> None:
    old = whole(("1 Leave", "The head of the group may allow exceptions. Second class is the rule."))
    new = whole(
        (
            "1 Leave",
            "The head of the group may allow exceptions before the journey begins, and the director at any time in cases of sickness."
            " Second class is the rule.",
        )
    )
    (line,) = told(changes(old, new), old, new, phrases_for("What changed?"))[1:]
    assert line.text.startswith("- 1 Leave: before: “The head of the group may allow exceptions.” – now: “The head")
    assert len(line.places) == 2


def test_a_question_for_one_change_is_answered_if_just_that_is_found() -> None:
    def said(question: str) -> list[str]:
        return [line.text for line in lines_for(question, [_OLD, _NEW])][1:]

    assert said("What changed in the price of hotels a night?") == [
        "- 2 Nights: “£115” became “£125”, in “Hotels are paid up to £125 a night.”",
        "- 2 Nights: added: “Tips are not paid back at all.”",
    ]
    assert said("How was the limit for dogs on ferries changed?") == []
    assert len(said("What are the differences between the two versions?")) == 4
