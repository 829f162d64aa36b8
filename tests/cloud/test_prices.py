"""Prices: a dated table of ours, the user's own before it, and none where nobody told one."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.cloud.compose import letter
from app.cloud.draft import Draft, Part
from app.cloud.prices import Price, Prices
from app.cloud.tokens import tokens_of
from tests.cloud.drafts import ANTHROPIC, OFFICE, OPENAI


def test_each_row_of_ours_says_when_and_where_it_was_looked_up() -> None:
    rows = Prices.load().rows
    assert {row.at for row in rows} == {"api.openai.com", "api.anthropic.com"}
    for row in rows:
        assert date.fromisoformat(row.dated) >= date(2026, 11, 23) and row.source.startswith("https://"), row
        assert 0 < row.input < row.output and row.context is not None and row.currency == "USD", row
        assert row.beyond is None or row.long_input > row.input
    assert len({(row.at, row.model) for row in rows}) == len(rows)


def test_a_name_with_the_day_of_its_version_costs_what_the_name_does() -> None:
    price = Prices.load().price(ANTHROPIC)
    assert price is not None and price.model == "claude-haiku-4-5" and ANTHROPIC.model != price.model


def test_an_unknown_model_and_an_unknown_address_have_no_price() -> None:
    prices = Prices.load()
    assert prices.price(replace(OPENAI, model="gpt-unheard-of")) is None
    assert prices.price(replace(OPENAI, address="https://proxy.example/v1")) is None
    assert letter(Draft.of("ask", OFFICE, "Rent?", []), prices).cost is None
    assert prices.cost(OFFICE, 100, 100) is None


def test_the_users_own_table_goes_before_ours(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(
        '\ufeff[[model]]\nname = "gpt-5.4"\ninput = 2\noutput = 4\ncurrency = "EUR"\nlooked_up = 2026-12-01\n'
        '[[model]]\nname = "wren-large"\ninput = 0\noutput = 0\ncontext = 8000\n'
    )
    prices = Prices.load(own)
    mine, office = prices.price(OPENAI), prices.price(OFFICE)
    assert mine is not None and (mine.input, mine.currency, mine.dated) == (2.0, "EUR", "2026-12-01")
    assert office is not None and office.context == 8000 and prices.cost(OFFICE, 9, 9) == 0
    assert prices.price(ANTHROPIC) is not None and prices.trouble is None


@pytest.mark.parametrize(
    "text",
    ["[[model]]", '[[model]]\nname="a"\ninput="x"\noutput=1', '[[model]]\nname="a"\ninput=-1\noutput=1', "model = 3", "=", "model = [3]",
     '[[model]]\nname="a"\ninput=nan\noutput=1', '[[model]]\nname="a"\ninput=1\noutput=1\ncontext="many"'],
)  # fmt: skip
def test_a_table_that_cannot_be_understood_is_told_and_not_used(tmp_path: Path, text: str) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(text)
    prices = Prices.load(own)
    assert prices.trouble is not None and "prices.toml" in prices.trouble.message and prices.rows == Prices.load().rows


def test_no_table_of_the_users_is_no_problem(tmp_path: Path) -> None:
    assert Prices.load(tmp_path / "none" / "prices.toml") == Prices.load()


def test_long_letters_cost_what_long_ones_cost() -> None:
    price = Price("m", 1.0, 2.0, beyond=1000, long_input=2.0, long_output=3.0)
    assert price.of(1000, 10) == pytest.approx((1000 + 20) / 1e6)
    assert price.of(1001, 10) == pytest.approx((2002 + 30) / 1e6)


def test_the_cost_of_a_letter_is_its_price_times_its_tokens() -> None:
    made = letter(Draft.of("ask", OPENAI, "Rent?", [Part("It is 900 EUR.")]), Prices.load())
    assert made.cost is not None
    assert made.cost.amount == pytest.approx((made.tokens * 2.5 + 500 * 15) / 1e6)
    assert made.cost.most == pytest.approx((made.tokens * 2.5 + 16384 * 15) / 1e6)
    assert made.cost.dated == "2026-11-23" and made.cost.currency == "USD"


@pytest.mark.parametrize(
    ("text", "counted"),
    # counted with OpenAI's o200k
    [("The tenant pays the rent on the first working day of each month, in advance.", 17), ("Все люди рождаются свободными и равными в своем достоинстве и правах.", 17),
     ("すべての人間は、生まれながらにして自由であり", 17), ("IBAN DE21 3704 0044 2949 7844 26, 1,234.50 EUR", 26), ("", 0), ("a", 1)],
)  # fmt: skip
def test_tokens_are_estimated_near_enough(text: str, counted: int) -> None:
    assert abs(tokens_of(text) - counted) <= 0.25 * counted


def test_a_letter_says_that_a_table_of_the_users_was_not_used_and_whose_price_it_has(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text("=")
    broken = letter(Draft.of("ask", OPENAI, "Rent?", []), Prices.load(own))
    assert broken.prices_trouble is not None and broken.prices_trouble.kind == "prices"
    assert broken.cost is not None and not broken.cost.own
    own.write_text('[[model]]\nname = "gpt-5.4"\ninput = 2\noutput = 4\n')
    mine = letter(Draft.of("ask", OPENAI, "Rent?", []), Prices.load(own))
    assert mine.prices_trouble is None and mine.cost is not None and mine.cost.own
