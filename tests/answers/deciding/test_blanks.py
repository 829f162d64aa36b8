import pytest

from app.answers.citing.cite import Window, windows
from app.answers.deciding.blanks import blank_fields, blanks
from app.types import Passage
from tests.answers.material import passage

FORM = "Particulars\n\nSecretary | Treasurer |  | Auditor\n\nIda Brandt\n\nSeat | Registered | Initials\n3 Quay Street | 9 May 2022"
PEOPLE = "Matter | For the town | For the builder\nSafety | Odo Fenn | Ruth Cole\nData | The archivist"
BILL = (
    "Invoice | Month |  | Due\n24-17 | May 2024 |  | 8 June\nSite | Your order |  | Taken by\nOld Mill | PW-384\n"
    "Description | Price\nladder | 5.20"
)


def _cited(read: Passage, words: str) -> list[Window]:
    return [window for window in windows([read]) if words in window.text][:1]


def _fields(question: str, read: Passage, words: str) -> tuple[str, ...]:
    near = {"took": {"taken": 0.84}} if "took" in question else {}
    return blank_fields(question, _cited(read, words), [read], {}, near)


@pytest.mark.parametrize(
    ("question", "text", "cited", "field"),
    [
        ("Who is the treasurer of the society?", FORM, "Ida Brandt", "Treasurer"),
        ("Who signed with initials?", FORM, "3 Quay Street", "Initials"),
        ("Whom has the builder named for data?", PEOPLE, "archivist", "For the builder"),
        ("Who took the order for May?", BILL, "Old Mill", "Taken by"),
        ("What year of manufacture has it?", "Seats: 4 | Year of Manufacture:\nLast inspection: 2007", "Last", "Year of Manufacture"),
        ("What is the tenant's telephone number?", "Tenant: Ida Brandt\nTelephone: ______\nRent: £90", "Rent", "Telephone"),
        ("How many visits had Mill Side in 2021?", "Ward | 2021 | 2022\nMill Side | . | 297\nQuay | 12 | 14", "297", "Mill Side, 2021"),
        ("How many spills had Quay in 2022?", "Ward | 2021 | 2022\nMill | 31 | 297\nQuay | 12 | not kept", "12", "Quay, 2022"),
    ],
)  # fmt: skip
def test_a_blank_field_that_the_question_names_is_told(question: str, text: str, cited: str, field: str) -> None:
    assert field in _fields(question, passage(text), cited)


@pytest.mark.parametrize(
    ("question", "text", "cited"),
    [
        ("Who is the secretary of the society?", FORM, "Ida Brandt"),
        ("Whom has the town named for data?", PEOPLE, "archivist"),
        ("Whom has the builder named for safety?", PEOPLE, "Ruth Cole"),
        ("What is the order number for May?", BILL, "PW-384"),
        ("How many visits had Mill Side in 2022?", "Ward | 2021 | 2022\nMill Side | . | 297\nQuay | 12 | 14", "297"),
        ("Is there a treasurer?", FORM, "Ida Brandt"),
    ],
)
def test_what_is_filled_in_is_no_blank(question: str, text: str, cited: str) -> None:
    assert not _fields(question, passage(text), cited)


def test_a_line_of_labels_at_the_end_is_blank_and_counts_for_all_that_was_read() -> None:
    signed = passage("Nobody allows them afterwards.\n\nAgreed by the council | Date | Agreed by the director", chunk=1)
    begins = passage("The rules begin on 1 July 2024.")
    read = [begins, signed]
    assert {"Agreed by the council", "Date"} <= {blank.text for blank in blanks(signed)}
    question = "When did the council agree to the rules?"
    assert blank_fields(question, _cited(begins, "July"), read, {}, {}) == ("Agreed by the council",)


def test_a_heading_with_a_colon_above_its_items_is_no_field() -> None:
    assert not blanks(passage("The parties are:\n\nIda Brandt\nOdo Fenn"))
    assert not blanks(passage("Payment:\nwithin thirty days"))
