"""What was masked in a letter that was approved is masked in the next one about the same, whose texts may not tell any more that it is a name."""

from dataclasses import replace
from pathlib import Path

from app.cloud import compose
from app.cloud.draft import Choices, Draft, Part
from app.cloud.prices import Prices
from app.cloud.record import Record
from app.cloud.steps import Found, Title, to_combine, to_plan
from app.library.cloud.approved import approved, choices_of, draft_of, masks_of
from app.library.cloud.gathered import begun
from app.types import Passage, Provider, Span

_OFFICE = Provider("office", "Our own", "openai", "http://127.0.0.1:8080/v1", "wren-large")
_PRICES = Prices.load(Path("no table of one's own"))
_TELLS = "Mr Thomas Quillfeather signed the lease on behalf of the landlord."
_RENT = "Quillfeather pays the rent on the first of the month."
_QUESTION = "What does Quillfeather pay?"


def _passage(document: str, text: str) -> Passage:
    return Passage(document, f"{document}.pdf", 0, "", "", text, (Span(1, 0, len(text)),), 0.0)


def _body(draft: Draft) -> str:
    return compose.letter(draft, _PRICES).text


def _first() -> Draft:
    """Only a passage that stays here tells that it is a person."""
    parts = [Part.of(_passage("a", _TELLS), included=False), Part.of(_passage("b", _RENT))]
    return Draft.of("ask", _OFFICE, _QUESTION, parts, language="en")


def test_a_letter_once_more_masks_what_it_masked() -> None:
    first, rent = _first(), _passage("b", _RENT)
    assert "Quillfeather" not in _body(first)
    assert "Quillfeather" in _body(Draft.of("ask", _OFFICE, _QUESTION, [Part.of(rent)])), (
        "alone it is not known as a name"
    )
    kept = approved(first, compose.letter(first, _PRICES), (rent,))
    answer = replace(begun(_QUESTION, (), kept, (), None), passages=(rent,))
    again = draft_of(answer, kept, _OFFICE, Choices())
    assert "Quillfeather" not in _body(again) and "PERSON_1 pays the rent" in _body(again)


def test_it_can_be_lifted_there_and_stays_lifted() -> None:
    first, rent = _first(), _passage("b", _RENT)
    kept = approved(first, compose.letter(first, _PRICES), (rent,))
    draft = Draft.of("ask", _OFFICE, _QUESTION, [Part.of(rent)], choices=choices_of(kept, Choices()))
    shown = draft.lift(0, draft.masking.standing(0)[0])
    assert _body(shown).count("Quillfeather") == 2
    kept = approved(shown, compose.letter(shown, _PRICES), (rent,))
    assert kept.masked == () and "Quillfeather" in _body(
        Draft.of("ask", _OFFICE, _QUESTION, [Part.of(rent)], choices=choices_of(kept, Choices()))
    )


def test_a_question_that_follows_up_shows_nothing_that_was_masked_by_hand() -> None:
    first = Draft.of("ask", _OFFICE, "What does the heron cost?", [Part.of(_passage("b", "The heron costs 3."))])
    first = first.mask(0, 14, 19)
    kept = approved(first, compose.letter(first, _PRICES), ())
    next_ = Draft.of("ask", _OFFICE, "What does the heron cost?\nAnd why?", [], choices=masks_of(kept, Choices()))
    assert "heron" in first.question and "heron" not in _body(next_)


def test_steps_and_findings_mask_the_same() -> None:
    plan = to_plan(_QUESTION, [Title("Lease of Mr Thomas Quillfeather", "a", "a.pdf")], _OFFICE)
    assert "Quillfeather" not in _body(plan)
    kept = approved(plan, compose.letter(plan, _PRICES), ())
    found = [Found("What is paid?", "Quillfeather pays 900 EUR.")]
    assert "Quillfeather" not in _body(to_combine(_QUESTION, found, _OFFICE, choices=choices_of(kept, Choices())))


def test_the_other_way_to_ask_masks_the_question_alike() -> None:
    plan = to_plan(_QUESTION, [Title("Rents", "a", "a.pdf")], _OFFICE)
    assert "Quillfeather" in _body(plan) and "Quillfeather" not in _body(plan.like(_first()))


def test_a_finding_does_not_tell_a_files_name() -> None:
    found = [
        Found("What is paid?", "In lease-2024.pdf it is 900 EUR.", (_passage("lease-2024", "The rent is 900 EUR."),))
    ]
    draft = to_combine("What is the rent?", found, _OFFICE)
    assert "lease-2024.pdf" not in _body(draft) and "lease-2024.pdf" in _body(draft.with_names(True))
    assert draft.holds == {"lease-2024"}


def test_findings_count_as_text_of_all_that_the_steps_titles_may_be_of(tmp_path: Path) -> None:
    draft = to_combine("What is the rent?", [Found("What does ‘Rents of the Mill’ say?", None)], _OFFICE)
    assert draft.about is None and replace(draft, asked=("a", "b")).about == ("a", "b")
    record = Record(tmp_path / "sent.jsonl")
    record.begin(compose.letter(draft, _PRICES), "findings", 1.0)
    assert record.all()[0].text and record.forget_about(["any"]) == 1 and not record.all()[0].text
