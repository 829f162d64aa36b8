"""A bare figure gets the unit of its cell."""

import pytest

from app.answers.computing.units import with_unit
from tests.answers.material import passage

DATA = passage(
    "Data of the R-2\n\n | 2-pole | 4-pole\nWeight, kg | 69 | 58\nNoise, dB(A) | 84 | 61\nStarts an hour | 19 | 25\nSlip, % | 2.5 | 3.5",
    table=True,
)
LEDGER = passage(
    "Five years, £ thousand\n\n | 2024 | 2023\nRevenue | 4,210 | 3,985\nHeadcount | 419 | 402",
    table=True,
)
PRICES = passage("Prices\n\nPart | Price, £ | Weight, kg\nhood | 31.50 | 12\nlid | 12 | 4", table=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The R-2 weighs 69.", "The R-2 weighs 69 kg."),
        ("69", "69 kg"),
        ("The slip is 2.5 with a 2-pole motor.", "The slip is 2.5 % with a 2-pole motor."),
        ("The hood costs 31.50.", "The hood costs £31.50."),
        ("Revenue was 4,210 in 2024.", "Revenue was 4,210 (£ thousand) in 2024."),
    ],
)
def test_a_bare_figure_gets_its_unit(text: str, told: str) -> None:
    assert with_unit(text, [DATA, LEDGER, PRICES]) == told


@pytest.mark.parametrize(
    "text",
    [
        "The R-2 weighs 69 kg.",
        "The R-2 weighs 69 kilograms.",
        "Its weight in kg is 69.",
        "It may be started 19 times.",
        "It may be started at most 19.",
        "In 2024 there were 419.",
        "The lid is 12.",
        "Between 58 and 69.",
        "Revenue was £4,210 thousand.",
        "The weight is 77.",
        "It was made in 2024.",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert with_unit(text, [DATA, LEDGER, PRICES]) == text
