"""Lists of statements that words alone tell."""

import pytest

from app.answers.everything import bycode
from app.answers.everything.stated import statements, told
from tests.answers.everything.wholes import whole

_LEASE = whole(
    (
        "Payment",
        "The Tenant must pay the rent within ten working days. The Landlord must give a receipt; the Tenant may keep it. "
        "It is due on the first day of each month.",
    ),
    ("Guests", "Guests are welcome at any hour of the day. The fee of £40 was set in 2019."),
    ("The Tenant's duties", "The stairs must be swept. The report was handed in by 3 May 2024."),
)


def _told(question: str) -> list[str]:
    return [line.text for line in told(question, statements(question, [_LEASE]))]


def test_deadlines_are_bounds_in_time_with_a_time() -> None:
    made = _told("List all deadlines in the contract.")
    assert made[0].startswith("3 × deadline")
    assert made[1] == "- The Tenant must pay the rent within ten working days."
    assert made[2].endswith("the Tenant may keep it. It is due on the first day of each month.")
    assert made[3] == "- The report was handed in by 3 May 2024."


def test_duties_are_those_of_whom_the_question_names() -> None:
    assert _told("List all obligations of the landlord.")[1:] == [
        "- The Landlord must give a receipt; the Tenant may keep it."
    ]
    assert _told("What are the tenant's obligations?")[1:] == [
        "- The Tenant must pay the rent within ten working days.",
        "- The stairs must be swept.",
    ]


def test_duties_of_nobody_are_told_apart() -> None:
    lease = whole(("Use", "The Tenant must not smoke. Waste must be removed weekly. The Landlord must clear the snow."))
    made = [line.text for line in bycode.lines_for("List all obligations of the tenant.", [lease])]
    assert made[0].startswith("1 × duty")
    assert made[1:] == [
        "- The Tenant must not smoke.",
        "And 1 in which nobody is named:",
        "- Waste must be removed weekly.",
    ]
    assert "nobody" not in "".join(line.text for line in bycode.lines_for("List all obligations.", [lease]))


def test_values_are_told_by_their_unit() -> None:
    assert _told("List all amounts in pounds.")[1:] == ["- The fee of £40 was set in 2019."]


def test_every_place_is_cited_from_the_text() -> None:
    for one in statements("List all deadlines.", [_LEASE]):
        assert one.places and all(place.plain in one.text for place in one.places)


@pytest.mark.parametrize(
    "question", ["List all obligations of the guarantor.", "List all guests.", "Name the deadline."]
)
def test_what_words_do_not_tell_is_left_to_others(question: str) -> None:
    assert bycode.lines_for(question, [_LEASE]) == []


def test_the_head_is_in_the_language_of_the_question() -> None:
    lines = bycode.lines_for("Welche Fristen gibt es in dem Vertrag?", [_LEASE])
    assert lines[0].text.startswith("3 × Frist, am Wortlaut")


def test_all_text_is_got_only_for_what_may_be_answered() -> None:
    assert bycode.may_answer("What are the tenant's obligations?", 1)
    assert bycode.may_answer("What changed?", 2) and not bycode.may_answer("What changed?", 1)
    assert not bycode.may_answer("What is the deadline for the report of the third year?", 1)
    assert not bycode.may_answer("List all guests.", 1)


@pytest.mark.parametrize(
    "question",
    [
        "List all deadlines of 2019.",
        "List all amounts over £500.",
        "List all deadlines of more than ten days.",
        "List all obligations except those of the landlord.",
        "List all obligations that are not the tenant's.",
        "Liste alle Daten auf.",
    ],
)
def test_what_words_alone_do_not_tell_is_left_to_the_model(question: str) -> None:
    assert not _told(question)
    assert not bycode.lines_for(question, [_LEASE])
