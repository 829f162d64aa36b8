"""Whole pages for the model, one after the other: it reads one page better than two at once, and better than sentences cut out of
several.

Over 26 questions on documents that nothing was shaped on the default model (1.5B) drafted 14 right answers from the right page
alone, 8 from the two likeliest pages together and 7 from the best sentences of several.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.answers.context.excerpts import CountTokens, joined, prices
from app.answers.context.picking import Near, Pick, needed, picks
from app.answers.context.snippets import snippets
from app.answers.places import pieces
from app.types import Chunk, Passage

_TOGETHER = 250
"""Tokens. Shorter pages, slides for the most part, are read together up to here."""
_TURNED = 4
"""So many pages are considered for each stage."""


def whole_pages(
    question: str,
    passages: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
    *,
    stages: int,
    budget: int,
    count_tokens: CountTokens,
    near: Near | None = None,
) -> list[list[Passage]]:
    """So many `stages`, each with what one likely page says, the likeliest first; or several short pages. Of a page longer than
    `budget` (tokens of the generator) come the chunks that are likeliest to answer."""
    ranked = picks(question, passages, chunks, near)
    pages = [_of_page(page, ranked, chunks) for page in _likeliest(ranked, chunks)[: _TURNED * stages]]
    cost = _Cost(chunks, prices([pick for page in pages for pick in page], count_tokens))
    made: list[list[Passage]] = []
    spent = budget
    for page in pages:
        run = _within(budget, page, cost)
        if spent + cost(run) > _TOGETHER:
            if len(made) == stages:
                break
            made.append([])
            spent = 0
        made[-1].append(joined(run, passages, chunks[run[0].document]))
        spent += cost(run)
    return made


@dataclass(frozen=True, slots=True)
class _Cost:
    """Tokens of snippets with what they need."""

    chunks: Mapping[str, Sequence[Chunk]]
    price: Callable[[str], int]

    def __call__(self, run: Sequence[Pick]) -> int:
        places = {(pick.document, place) for pick in run for place in needed(pick)}
        return sum(self.price(self.chunks[ident][one.chunk].text[one.start : one.end]) for ident, one in places)


def _likeliest(ranked: Sequence[Pick], chunks: Mapping[str, Sequence[Chunk]]) -> list[tuple[str, int]]:
    """Documents and pages that the picks begin on, that of the worthiest first."""
    return list(dict.fromkeys((pick.document, _pages(pick, chunks[pick.document])[0]) for pick in ranked))


def _pages(pick: Pick, chunks: Sequence[Chunk]) -> list[int]:
    place = pick.snippet.place
    return [span.page for span in pieces(chunks[place.chunk].spans, place.start, place.end)]


def _of_page(page: tuple[str, int], ranked: Sequence[Pick], chunks: Mapping[str, Sequence[Chunk]]) -> list[Pick]:
    """All that stands on a page, in the order of reading, with what goes over its edges. What is not among the picks is worth
    nothing by itself."""
    document, number = page
    there = chunks[document]
    worth = {pick.snippet.place: pick.worth for pick in ranked if pick.document == document}
    every = [
        Pick(document, snippet, worth.get(snippet.place, 0.0))
        for chunk in there
        if chunk.pages[0] <= number <= chunk.pages[1]
        for snippet in snippets(there, chunk.ordinal)
    ]
    return [pick for pick in every if number in _pages(pick, there)]


def _within(budget: int, page: Sequence[Pick], cost: _Cost) -> list[Pick]:
    """The page, or the chunks of it with the worthiest snippets: as many as there is room for, and one in any case."""
    if cost(page) <= budget:
        return list(page)
    by_chunk: dict[int, list[Pick]] = {}
    for pick in page:
        by_chunk.setdefault(pick.snippet.place.chunk, []).append(pick)
    run: list[Pick] = []
    for chunk in sorted(by_chunk.values(), key=lambda chunk: -max(pick.worth for pick in chunk)):
        if not run or cost([*run, *chunk]) <= budget:
            run += chunk
    return sorted(run, key=lambda pick: (pick.snippet.place.chunk, pick.snippet.place.start))
