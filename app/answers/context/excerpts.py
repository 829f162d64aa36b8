"""What the model reads where several places count, to work something out or to compare: the fewest words that are likely to hold
the answer, under a budget of tokens. Other questions are read page by page (`wholes`).

Of the passages found, and of the chunks around the best of them, the sentences and rows are taken that say most of what was
asked (`picking`), each with what it cannot be understood without (`snippets`). What stands near each other becomes one excerpt.
Over our own questions half the tokens hold the answer as often as the passages whole did.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.answers.context.picking import Key, Near, Pick, needed, picks
from app.answers.context.snippets import Place
from app.answers.places import pieces
from app.answers.text.remembered import remembered
from app.types import Chunk, Passage, Span

CountTokens = Callable[[str], int]

_BUDGETS = {"cpu": (500, 1000), "gpu": (1000, 2000)}
"""Tokens of excerpts that the model reads for a question, the larger one for a page, too: first the fewer, and the more only if those do not plainly hold
the answer. On two cores each hundred costs more than a second before the first word, on a graphics card next to nothing."""
_REST = 1000
"""Tokens of the model's context that are kept for the question, the prompt's own words and the answer."""
_TOGETHER = 2
"""Chunks of one section that are no further apart are one excerpt."""
_HEADING = 14
"""Tokens above an excerpt beside the names of file and section: its number and its pages."""
_LEAST = 12
"""Tokens. With fewer left nothing more is looked for."""
_CHARACTERS = 4
"""To a token, but for figures, of which each is one. Only the proportion matters: the sum is counted."""


def budgets(device: str, room: int) -> tuple[int, ...]:
    """For a generator on `device` ('cpu', or 'gpu: ' and a name) that prompt and reply may give `room` tokens together."""
    return tuple(min(tokens, room - _REST) for tokens in _BUDGETS["gpu" if device.startswith("gpu") else "cpu"])


def excerpts(
    question: str,
    passages: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
    *,
    budgets: Sequence[int],
    count_tokens: CountTokens,
    near: Near | None = None,
) -> list[list[Passage]]:
    """Passages for the prompt under each of the growing `budgets` (tokens of the generator, the excerpts' headings
    included), best first. A larger stage begins with the smaller one as it is, so that what the engine has read of it is
    not read again; stages that add nothing are left out. Where `question` is empty the passages are read from their
    beginning. `near` are words that may stand for those of the question."""
    ranked = picks(question, passages, chunks, near)
    choice = _Choice(passages, chunks, prices(ranked, count_tokens))
    stages: list[list[Passage]] = []
    for budget in budgets:
        fresh = choice.within(budget, ranked)
        if fresh:
            stages.append([*(stages[-1] if stages else []), *_passages(fresh, passages, chunks)])
    return stages


def prices(ranked: Sequence[Pick], count_tokens: CountTokens) -> Callable[[str], int]:
    """Tokens of a snippet, from one count of all of them: a count is a message to another process."""
    texts = [pick.snippet.text for pick in ranked]
    rate = count_tokens("\n".join(texts)) / sum(map(_weight, texts)) if texts else 1.0
    return lambda text: int(rate * _weight(text)) + 1


@remembered(4096)
def _weight(text: str) -> float:
    figures = sum(map(str.isdigit, text))
    return figures + (len(text) - figures) / _CHARACTERS


@dataclass(slots=True)
class _Choice:
    """Picks for one budget after the other. `taken` are places by chunk."""

    passages: Sequence[Passage]
    chunks: Mapping[str, Sequence[Chunk]]
    price: Callable[[str], int]
    taken: dict[Key, set[Place]] = field(default_factory=dict)
    spent: int = 0

    def within(self, budget: int, ranked: Sequence[Pick]) -> list[Pick]:
        """What `budget` has room for beyond what is taken, best first; at least one where nothing is."""
        fresh: list[Pick] = []
        opened: set[Key] = set()
        for pick in ranked:
            if budget - self.spent < _LEAST and self.taken:
                break
            key = (pick.document, pick.snippet.place.chunk)
            if pick.snippet.place in self.taken.get(key, ()):
                continue
            cost = self._cost(pick, opened)
            if cost <= budget - self.spent or not self.taken:
                self._take(pick, cost, opened)
                fresh.append(pick)
        return fresh

    def _cost(self, pick: Pick, opened: set[Key]) -> int:
        """With what it needs, and with an excerpt's heading where it opens one."""
        there = self.chunks[pick.document]
        new = [one for one in needed(pick) if one not in self.taken.get((pick.document, one.chunk), ())]
        text = sum(self.price(there[one.chunk].text[one.start : one.end]) for one in new)
        joins = any((pick.document, near) in opened for near in _near(there, pick.snippet.place.chunk))
        return text if joins else text + self._heading(pick)

    def _heading(self, pick: Pick) -> int:
        own = _nearest(self.passages, pick.document, self.chunks[pick.document], pick.snippet.place.chunk)
        return _HEADING + self.price(f"{own.file}, {own.section}")

    def _take(self, pick: Pick, cost: int, opened: set[Key]) -> None:
        for one in needed(pick):
            self.taken.setdefault((pick.document, one.chunk), set()).add(one)
        opened.add((pick.document, pick.snippet.place.chunk))
        self.spent += cost


def _near(chunks: Sequence[Chunk], ordinal: int) -> Iterator[int]:
    for near in range(ordinal - _TOGETHER, ordinal + _TOGETHER + 1):
        if 0 <= near < len(chunks) and chunks[near].section == chunks[ordinal].section:
            yield near


def _nearest(passages: Sequence[Passage], document: str, chunks: Sequence[Chunk], ordinal: int) -> Passage:
    """The passage that a chunk was considered with."""
    section = chunks[ordinal].section
    own = [p for p in passages if p.document == document]
    return min(own, key=lambda passage: (chunks[passage.chunk].section != section, abs(passage.chunk - ordinal)))


def _passages(
    fresh: Sequence[Pick], passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]
) -> list[Passage]:
    """Picks put together where they stand near each other, the excerpt with the best pick first."""
    runs: list[list[Pick]] = []
    for pick in sorted(fresh, key=lambda one: (one.document, one.snippet.place.chunk, one.snippet.place.start)):
        last = runs[-1][-1] if runs else None
        together = last is not None and last.document == pick.document
        if together and last and last.snippet.place.chunk in _near(chunks[pick.document], pick.snippet.place.chunk):
            runs[-1].append(pick)
        else:
            runs.append([pick])
    runs.sort(key=lambda run: -max(pick.worth for pick in run))
    return [joined(run, passages, chunks[run[0].document]) for run in runs]


def joined(run: Sequence[Pick], passages: Sequence[Passage], chunks: Sequence[Chunk]) -> Passage:
    """Picks of one document, in the order of reading, as one excerpt."""
    first = run[0].snippet.place.chunk
    parts = _parts(run, chunks)
    return replace(
        _nearest(passages, run[0].document, chunks, first),
        chunk=first,
        header=chunks[first].header,
        text="\n".join(text for text, _ in parts),
        spans=tuple(span for _, spans in parts for span in spans),
        table=any(pick.snippet.table for pick in run),
    )


def _parts(run: Sequence[Pick], chunks: Sequence[Chunk]) -> list[tuple[str, list[Span]]]:
    """Texts with their places. A gap in a table is a new line; any other is an empty line, which stands at an empty place,
    since the texts of a passage's spans are joined by one newline each."""
    parts: list[tuple[str, list[Span]]] = []
    before: _Stretch | None = None
    for stretch in _stretches(run, chunks):
        text = chunks[stretch.chunk].text[stretch.start : stretch.end]
        spans = pieces(chunks[stretch.chunk].spans, stretch.start, stretch.end)
        if before is not None and not _follows(stretch, before, chunks):
            parts.append(("", [Span(spans[0].page, spans[0].start, spans[0].start)]))
        parts.append((text, spans))
        before = stretch
    return parts


@dataclass(slots=True)
class _Stretch:
    """Text of a chunk without a gap, and the tables (None for prose) that it begins and ends in."""

    chunk: int
    start: int
    end: int
    begins: Place | None
    ends: Place | None


def _stretches(run: Sequence[Pick], chunks: Sequence[Chunk]) -> list[_Stretch]:
    """All places of a run in the order of reading, but names of columns from another chunk where they are needed first;
    neighbours with nothing but white space between them in one."""
    tables = {place: pick.snippet.table for pick in run for place in needed(pick) if pick.snippet.in_table(place)}
    found: list[_Stretch] = []
    for place in _in_order(run):
        table, last = tables.get(place), found[-1] if found else None
        if last is not None and _goes_on(last, place, chunks[place.chunk].text):
            last.end, last.ends = place.end, table
        else:
            found.append(_Stretch(place.chunk, place.start, place.end, table, table))
    return found


def _follows(stretch: _Stretch, before: _Stretch, chunks: Sequence[Chunk]) -> bool:
    """Whether nothing was left out between them: rows of one table, or text that goes on in the next chunk."""
    if before.ends is not None or stretch.begins is not None:
        return before.ends == stretch.begins
    last, first = chunks[before.chunk], chunks[stretch.chunk]
    return (
        first.ordinal == last.ordinal + 1
        and first.section == last.section
        and not last.text[before.end :].strip()
        and not first.text[: stretch.start].strip()
    )


def _goes_on(last: _Stretch, place: Place, text: str) -> bool:
    return last.chunk == place.chunk and last.end <= place.start and not text[last.end : place.start].strip()


def _in_order(run: Sequence[Pick]) -> list[Place]:
    placed: list[Place] = []
    for ordinal in sorted({pick.snippet.place.chunk for pick in run}):
        own = [pick for pick in run if pick.snippet.place.chunk == ordinal]
        needs = list(dict.fromkeys(place for pick in own for place in needed(pick)))
        placed += [place for place in needs if place.chunk != ordinal and place not in placed]
        placed += _apart({place for place in needs if place.chunk == ordinal})
    return placed


def _apart(places: Collection[Place]) -> list[Place]:
    """In order, without those inside others: the caption of a table may be the last line of a sentence."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        if not kept or place.end > kept[-1].end:
            kept.append(place)
    return kept
