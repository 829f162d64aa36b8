"""A yes is for one letter, to one address and one model, and for one time."""

import threading
from dataclasses import replace

import pytest

from app.cloud.compose import Letter, letter
from app.cloud.consent import Consent
from app.cloud.draft import Draft, Part
from app.cloud.prices import Prices
from app.errors import Refused
from tests.cloud.drafts import OPENAI


@pytest.fixture
def made() -> Letter:
    return letter(Draft.of("ask", OPENAI, "Rent?", [Part("It is 900 EUR.", "a", "a.pdf", (1,))]), Prices())


def test_it_is_good_for_its_letter_once(made: Letter) -> None:
    consent = Consent.to(made)
    consent.spend(made)
    with pytest.raises(Refused, match="one time"):
        consent.spend(made)


def test_it_is_good_for_no_other_letter(made: Letter) -> None:
    consent = Consent.to(made)
    others = (
        replace(made, digest="0" * 64),
        replace(made, provider=replace(OPENAI, address="https://other.example/v1")),
        replace(made, provider=replace(OPENAI, model="gpt-other")),
    )
    for other in others:
        with pytest.raises(Refused) as refused:
            consent.spend(other)
        assert refused.value.kind == "consent"
    consent.spend(made)


def test_of_many_who_try_at_once_one_may(made: Letter) -> None:
    consent, together, refused = Consent.to(made), threading.Barrier(8), []

    def spend() -> None:
        together.wait()
        try:
            consent.spend(made)
        except Refused as error:
            refused.append(error)

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
