"""What the model reads: the fewest words that are likely to hold the answer, under a budget of tokens.

A chunk is cut for searching; the sentence that answers often stands just before or behind it. So the best passages are
taken with their neighbours of the same section, runs of neighbours are joined, and the budget decides how far down the
ranking it goes (FACTS of the field: half of a small model's misses are search, a quarter a context cut too hard).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.types import Chunk, Passage

CountTokens = Callable[[str], int]
Key = tuple[str, int]

_WITH_NEIGHBOURS = 1
"""So many of the best passages are widened by the chunk before and the chunk behind."""


def excerpts(
    passages: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
    *,
    budgets: Sequence[int],
    count_tokens: CountTokens,
) -> list[list[Passage]]:
    """Passages for the prompt under each of the growing `budgets` (tokens of the generator), best first, joined where they
    touch. A larger stage begins with the smaller one as it is, so that what the engine has read of it is not read again;
    stages that add nothing are left out."""
    stages: list[list[Passage]] = []
    taken: dict[Key, int] = {}
    for budget in budgets:
        fresh = _under_budget(passages, chunks, taken, budget, count_tokens)
        if fresh:
            stages.append([*(stages[-1] if stages else []), *_joined(passages, chunks, fresh)])
            taken |= fresh
    return stages


def _under_budget(
    passages: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
    taken: Mapping[Key, int],
    budget: int,
    count_tokens: CountTokens,
) -> dict[Key, int]:
    """What `budget` has room for beyond what is taken, with its rank."""
    left = budget - sum(count_tokens(_chunk(chunks, key).text) for key in taken)
    chosen: dict[Key, int] = {}
    for rank, key in _wishes(passages, chunks):
        if key in taken or key in chosen:
            continue
        cost = count_tokens(_chunk(chunks, key).text)
        if cost <= left or not (chosen or taken):
            chosen[key] = rank
            left -= cost
    return chosen


def _wishes(passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> list[tuple[int, Key]]:
    """What would be read if the budget had no end, in order: the best few, then their neighbours, then the rest."""
    ranked = [(rank, (p.document, p.chunk)) for rank, p in enumerate(passages)]
    near = [
        (rank, (document, ordinal + step))
        for rank, (document, ordinal) in ranked[:_WITH_NEIGHBOURS]
        for step in (1, -1)
        if _same_section(chunks[document], ordinal, ordinal + step)
    ]
    return [*ranked[: _WITH_NEIGHBOURS + 1], *near, *ranked[_WITH_NEIGHBOURS + 1 :]]


def _same_section(chunks: Sequence[Chunk], one: int, other: int) -> bool:
    return 0 <= other < len(chunks) and chunks[one].section == chunks[other].section


def _chunk(chunks: Mapping[str, Sequence[Chunk]], key: Key) -> Chunk:
    return chunks[key[0]][key[1]]


def _joined(
    passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]], chosen: Mapping[Key, int]
) -> list[Passage]:
    runs: list[list[Key]] = []
    for key in sorted(chosen):
        follows = runs and runs[-1][-1] == (key[0], key[1] - 1)
        if follows and _same_section(chunks[key[0]], key[1] - 1, key[1]):
            runs[-1].append(key)
        else:
            runs.append([key])
    runs.sort(key=lambda run: min((chosen[key], key) for key in run))
    return [_passage(passages[min(chosen[key] for key in run)], [_chunk(chunks, key) for key in run]) for run in runs]


def _passage(best: Passage, run: Sequence[Chunk]) -> Passage:
    return replace(
        best,
        chunk=run[0].ordinal,
        header=run[0].header,
        text="\n".join(chunk.text for chunk in run),
        spans=tuple(span for chunk in run for span in chunk.spans),
        table=any(chunk.table for chunk in run),
    )
