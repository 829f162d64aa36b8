"""What a summary takes and what it leaves."""

from hypothesis import given
from hypothesis import strategies as st

from app.answers.summaries.choosing import candidates, choose, room
from app.answers.summaries.parts import cut
from app.answers.summaries.salience import weigh
from app.answers.summaries.shapes import recognise
from app.answers.summaries.telling import tell
from app.answers.summaries.units import units
from app.types import Chunk, Section, Span


def _chosen(texts: list[str], titles: list[str], *, title: str, words: int) -> list[str]:
    chunks = [Chunk(n, n, "", text, (Span(n + 1, 0, len(text)),), 400) for n, text in enumerate(texts)]
    sections = [Section(name, 1, n + 1, 0, n + 1) for n, name in enumerate(titles)]
    found = units(cut(chunks, sections, document="d", file="d.pdf"))
    shape = recognise(title, titles, "\n".join(texts))
    taken = choose(candidates(weigh(found, title), shape), words, "standard", shape)
    before = {unit.number: unit for unit in found}
    return [point.text for point in tell([c.unit for c in taken], before, frozenset(c.unit.number for c in taken))]


def test_what_decides_and_counts_goes_before_what_chats() -> None:
    text = (
        "The room was warm and somebody had brought a cake with almonds. The board decided to sell the barge for 41,000 crowns. "
        "Outside it rained a little. One of the windows would not shut. Old songs were sung near the end."
    )
    assert _chosen([text], ["The board"], title="The board", words=9) == [
        "The board decided to sell the barge for 41,000 crowns."
    ]


def test_a_formula_that_comes_on_every_page_is_said_once() -> None:
    pages = [f"The plan for the yard expects revenue to change by {n} per cent in 2026." for n in range(2, 9)]
    pages[3] += " A fire closed the yard at Reed Lane for 41 days."
    said = _chosen(pages, [f"Yard {n}" for n in range(7)], title="Yards", words=60)
    assert sum("expects revenue" in one for one in said) == 1
    assert any("fire closed" in one for one in said)


def test_what_leans_brings_what_it_leans_on() -> None:
    text = (
        "The council of Otterby met the ferrymen in June. It agreed to pay them 900 crowns more from 1 July. They sang."
    )
    (said,) = _chosen([text], ["Wages"], title="Wages", words=11)
    assert said.startswith("The council of Otterby met") and said.endswith("from 1 July.")


def test_what_names_nobody_gets_the_title_of_its_section() -> None:
    said = _chosen(["Revenue fell to 3.9 million crowns."], ["Northern docks"], title="Docks", words=10)
    assert said == ["Northern docks: Revenue fell to 3.9 million crowns."]


@given(st.integers(50, 60000))
def test_the_longer_the_summary_the_more_room_and_never_that_of_the_text(words: int) -> None:
    brief, standard, detailed = (room(words, length) for length in ("brief", "standard", "detailed"))
    assert brief < standard < detailed < words
