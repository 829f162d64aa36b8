"""The user's own prices are changed as somebody would with an editor: one row, and nothing else."""

import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from app.cloud.own_prices import OwnPrices
from app.cloud.prices import Price, Prices, read
from app.errors import UserFixable

MINE = Price("wren-large", 1.5, 6.0, "EUR", "llm.example.com", dated="2026-11-23", own=True)
BY_HAND = """\
# mine, with care
title = "prices"

[[model]]  # the office's
name = "wren-large"
'at' = "LLM.example.com"
input = 1   # per million
output=2.5
context = 8_000
note = "say # this"

# the one of the lab
[[ model ]]
name = "wren-small"
input = 0.1
output = 0.2

[other]
x = 1
"""


@pytest.fixture
def own(tmp_path: Path) -> OwnPrices:
    return OwnPrices(tmp_path / "data" / "prices.toml")


def test_a_first_price_makes_the_file_for_its_owner_only(own: OwnPrices) -> None:
    own.put(MINE)
    assert read(own.path) == (replace(MINE, long_input=1.5, long_output=6.0),)
    assert sys.platform == "win32" or own.path.stat().st_mode & 0o077 == 0
    own.put(Price("gpt", 0.0, 1e-7, dated="2026-11-23"))
    assert [row.model for row in read(own.path)] == ["wren-large", "gpt"] and read(own.path)[1].output == 1e-7
    assert own.take_out("gpt", "") and own.take_out("wren-large", "llm.example.com")
    assert read(own.path) == () and not own.take_out("gpt", "")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_was_written_by_hand_stays(own: OwnPrices, end: str, mark: str) -> None:
    write(own, mark + BY_HAND.replace("\n", end))
    own.put(MINE)
    text = own.path.read_bytes().decode()
    assert text.startswith(mark + "# mine, with care") and text.count(end) == text.count("\n")
    assert "input = 1.5   # per million" in text and "output=6.0" in text and 'note = "say # this"' in text
    (office, lab), other = (
        tomllib.loads(text.removeprefix("\ufeff"))["model"],
        tomllib.loads(text.removeprefix("\ufeff"))["other"],
    )
    assert office["context"] == 8000 and office["currency"] == "EUR" and lab["input"] == 0.1 and other == {"x": 1}
    assert own.take_out("wren-large", "llm.example.com")
    text = own.path.read_bytes().decode()
    assert "# the one of the lab" in text and "wren-large" not in text and "[other]" in text
    assert own.take_out("wren-small", "")
    assert tomllib.loads(own.path.read_text("utf-8-sig")) == {"title": "prices", "other": {"x": 1}}


@pytest.mark.parametrize(
    "text",
    ['model = [{name = "wren-large", at = "llm.example.com", input = 1, output = 2}]\n',
     '[[model]]\nname = """wren-large"""\nat = "llm.example.com"\ninput = 1\noutput = 2\n',
     '[[model]]\nname = "a"\ninput = 1\noutput = 2\nnote = """\n[[model]]\n"""\n[[model]]\nname = "wren-large"\nat = "llm.example.com"\ninput = 1\noutput = 2\n'],
)  # fmt: skip
def test_what_only_an_editor_can_change_is_left_and_said(own: OwnPrices, text: str) -> None:
    write(own, text)
    for change in (lambda: own.put(MINE), lambda: own.take_out("wren-large", "llm.example.com")):
        try:
            change()
        except UserFixable as error:
            assert error.kind == "prices_by_hand" and own.path.read_text() == text
        else:
            assert tomllib.loads(own.path.read_text()) != tomllib.loads(text)
            write(own, text)


@pytest.mark.parametrize("text", ["=", '[[model]]\nname = "a"\ninput = 1\n', "model = 3\n"])
def test_a_file_that_cannot_be_understood_is_never_written_over(own: OwnPrices, text: str) -> None:
    write(own, text)
    for change in (lambda: own.put(MINE), lambda: own.take_out("a", "")):
        with pytest.raises(UserFixable) as told:
            change()
        assert told.value.kind == "prices" and own.path.read_text() == text
    other = own.put_aside()
    assert other is not None and other.read_text() == text and not own.path.exists()
    own.put(MINE)
    write(own, text)
    again = own.put_aside()
    assert again not in (None, other) and other.read_text() == text and own.put_aside() is None


@pytest.mark.skipif(sys.platform == "win32", reason="links are Unix's")
def test_a_link_goes_on_pointing_where_it_points(own: OwnPrices, tmp_path: Path) -> None:
    shared = tmp_path / "shared.toml"
    shared.write_text(BY_HAND)
    own.path.parent.mkdir()
    own.path.symlink_to(shared)
    own.put(MINE)
    assert own.path.is_symlink() and "1.5" in shared.read_text()


def test_a_price_of_ones_own_changes_nothing_of_how_a_model_is_asked(own: OwnPrices) -> None:
    listed = Prices.load().row("gpt-4.1", "api.openai.com")
    assert listed is not None and listed.sampling and listed.context
    own.put(Price("gpt-4.1", 1.0, 2.0, "EUR", "api.openai.com", dated="2026-11-23"))
    mine = Prices.load(own.path).row("gpt-4.1", "api.openai.com")
    assert mine is not None and mine.own and (mine.input, mine.context, mine.sampling) == (1.0, listed.context, True)


def test_one_for_this_host_goes_before_one_for_any(own: OwnPrices) -> None:
    own.put(Price("gpt-4.1", 9.0, 9.0, dated="2026-11-23"))
    own.put(Price("gpt-4.1", 1.0, 2.0, at="api.openai.com", dated="2026-11-23"))
    prices = Prices.load(own.path)
    here, there = prices.row("gpt-4.1", "api.openai.com"), prices.row("gpt-4.1", "llm.example.com")
    assert here is not None and here.input == 1.0 and there is not None and there.input == 9.0


def write(own: OwnPrices, text: str) -> None:
    own.path.parent.mkdir(exist_ok=True)
    own.path.write_bytes(text.encode())
