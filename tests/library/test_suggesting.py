"""When an answer says that a larger model may do better."""

from dataclasses import replace

import pytest

from app.library.suggesting import NEAR, reason
from app.types import Answer, Scope, TokenCount
from app.words import SUGGESTIONS

GIVEN = Answer(
    question="When does the lease end?", text="In May. [1]", found=True, citations=(), unsupported=(), passages=(),
    scope=Scope(1, 9, 1, 9), model="m", device="cpu", device_note=None, tokens=TokenCount(400, 0, 9), likely=0.9,
)  # fmt: skip
DECLINED = replace(GIVEN, text="The document does not say.", found=False, likely=NEAR)


def test_an_answer_that_stands_gets_no_hint() -> None:
    assert reason(GIVEN, by_code=False) is None


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (replace(GIVEN, unsupported=("May",)), "unsupported"),
        (replace(DECLINED, withdrawn="In June."), "withdrawn"),
        (replace(GIVEN, question="Why was the lease ended?"), "reasons"),
        (replace(GIVEN, question="Warum wurde der Vertrag gekündigt?"), "reasons"),
        (replace(GIVEN, question="Who signed it, and when does it end?"), "several"),
        (replace(DECLINED, question="By how much did the rent rise?"), "figures"),
        (replace(DECLINED, question="Which is higher, the rent of the shop or of the flat?"), "comparison"),
        (DECLINED, "near"),
        (replace(GIVEN, question="And that?", understood="Why was the lease ended?"), "reasons"),
    ],
)
def test_its_reason_is_told(answer: Answer, why: str) -> None:
    assert reason(answer, by_code=False) == SUGGESTIONS[why]


@pytest.mark.parametrize(
    "answer",
    [replace(DECLINED, missing=("2031",)), replace(DECLINED, likely=NEAR - 0.01), replace(DECLINED, likely=None)],
)
def test_where_nothing_comes_near_a_larger_model_would_find_nothing_either(answer: Answer) -> None:
    assert reason(answer, by_code=False) is None


def test_what_code_worked_out_needs_no_larger_model() -> None:
    assert reason(replace(GIVEN, question="Why did it end, and when?"), by_code=True) is None
