"""The three ways beside each other, as text."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from tests.evaluation.score import Question, Share
from tests.evaluation.ways import WAYS, Told

Pair = tuple[Question, Told]

_NAMES = {"local": "the model here", "plain": "elsewhere, passages", "steps": "elsewhere, by steps"}
_WIDTH = 24
_LONGEST = 160


def table(questions: Sequence[Question], known: Mapping[tuple[str, str], Told], models: str) -> str:
    """Over the questions that were asked in all of the ways that were asked at all."""
    ways = [way for way in WAYS if any(there == way for _, there in known)]
    whole = [one for one in questions if all((one.id, way) in known for way in ways)]
    columns = [[(one, known[one.id, way]) for one in whole] for way in ways]
    able = sum(one.answerable for one in whole)
    lines = [
        f"{len(whole)} questions, {able} with an answer, over {len({f for q in whole for f in q.files})} documents; {models}"
    ]
    lines.append(_line("", [_NAMES[way] for way in ways]))
    lines += [_line(label, [row(column) for column in columns]) for label, row in _ROWS.items()] if whole else []
    return "\n".join([*lines, *(line for one in whole for line in _each(one, [(w, known[one.id, w]) for w in ways]))])


def _line(label: str, cells: Sequence[str]) -> str:
    return f"{label:44}" + "".join(f"{cell:{_WIDTH}}" for cell in cells).rstrip()


def _share(pairs: Sequence[Pair], holds: Callable[[Told], bool | None]) -> str:
    share = Share(sum(bool(holds(told)) for _, told in pairs), len(pairs))
    return f"{share.hits} of {share.of}"


def _able(column: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in column if pair[0].answerable]


def _unable(column: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in column if not pair[0].answerable]


def _middle(values: Sequence[float]) -> str:
    """And all of them together."""
    return f"{median(values):,.0f} ({sum(values):,.0f})" if any(values) else "–"


def _amounts(of: Callable[[Told], float]) -> Callable[[Sequence[Pair]], str]:
    return lambda column: _middle([of(told) for _, told in column])


def _found(column: Sequence[Pair]) -> str:
    steps = [found for _, told in column for _, found in told.steps]
    return f"{sum(found is not None for found in steps)} of {len(steps)}" if steps else "–"


def _said(pairs: Sequence[Pair]) -> str:
    return _share(pairs, lambda told: told.said_right) if any(told.said for _, told in pairs) else "–"


_ROWS: Mapping[str, Callable[[Sequence[Pair]], str]] = {
    "answer right": lambda column: _share(_able(column), lambda told: told.right),
    "wrong answers shown": lambda column: _share(column, lambda told: not (told.right or told.declined or told.failed)),
    "declined, having an answer": lambda column: _share(_able(column), lambda told: told.declined),
    "declined, having none": lambda column: _share(_unable(column), lambda told: told.right),
    "right in all": lambda column: _share(column, lambda told: told.right),
    "cited page right, of right answers": lambda column: _share(
        [pair for pair in column if pair[1].cited is not None], lambda told: told.cited
    ),
    "failed": lambda column: _share(column, lambda told: told.failed is not None),
    "before it is checked: right": lambda column: _said(_able(column)),
    "before it is checked: declined, having none": lambda column: _said(_unable(column)),
    "steps looked up: found": _found,
    "tokens that leave, estimated, median (all)": _amounts(lambda told: told.sum.estimated),
    "  by the model's own count": _amounts(lambda told: told.sum.left),
    "tokens that come": _amounts(lambda told: told.sum.came),
    "tokens as the server tells": _amounts(lambda told: told.sum.told),
    "characters of or from documents that leave": _amounts(lambda told: told.sum.characters),
    "seconds, median (all)": _amounts(lambda told: told.seconds),
}


def _each(question: Question, told: Sequence[tuple[str, Told]]) -> list[str]:
    wanted = " & ".join("|".join(group) for group in question.accept) if question.answerable else "(declining)"
    lines = [f"\n{question.id} ({question.kind}): {question.text}", f"    wanted {wanted}"]
    for way, one in told:
        verdict = one.failed or ("right" if one.right else "declined" if one.declined else "WRONG")
        lines.append(f"    {way:6} {verdict:9} {_short(one.text)}")
        lines += [f"           said      {_short(said)}" for said in one.said]
        lines += [f"           step      {_short(step)} -> {_short(found or '(nothing)')}" for step, found in one.steps]
    return lines


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
