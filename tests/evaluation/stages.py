"""Every stage on the way to an answer, measured for a row of the table and for its ceiling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.evaluation.ceiling import Ceiling
from tests.evaluation.context import holds, told
from tests.evaluation.rows import Row
from tests.evaluation.score import Question, Share, recall, score
from tests.evaluation.texts import verbatim

DEPTHS = (1, 3, 5, 10)
STAGES: Mapping[str, str] = {
    **{f"page_{depth}": f"page found, first {depth}" for depth in DEPTHS},
    "prose_5": "  first 5, on prose",
    "table_5": "  first 5, on tables",
    "context": "context holds the answer",
    "answered": "answer right",
    "same": "  on the ceiling's questions",
    "declined_rightly": "declined rightly",
    "declined_wrongly": "declined wrongly",
    "cited": "cited page right",
    "quotes": "quotes verbatim",
    "in_all": "right in all",
    "altered": "altered answers caught",
    "flagged": "right ones flagged",
    "facts_brief": "summary facts, brief",
    "facts_standard": "summary facts, standard",
    "facts_detailed": "summary facts, detailed",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares by stage, medians of seconds, and the ids of the questions that were missed."""

    name: str
    shares: dict[str, Share] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    missed: tuple[str, ...] = ()


def measured(row: Row, questions: Sequence[Question], pdfs: Path, *, sampled: Sequence[Question] = ()) -> Measured:
    """`sampled` are the questions that the ceiling was asked."""
    made = Measured(row.name)
    if row.found:
        made.shares.update({f"page_{depth}": recall(questions, row.found, depth) for depth in DEPTHS})
        for place in ("prose", "table"):
            made.shares[f"{place}_5"] = recall([q for q in questions if q.on == place], row.found, 5)
    if row.read:
        held = [holds(q, row.read[q.id]) for q in questions if told(q) and q.id in row.read]
        made.shares["context"] = Share(sum(held), len(held))
    if not row.replies:
        return made
    result = score(questions, row.replies)
    for name in ("answered", "declined_rightly", "declined_wrongly", "cited", "in_all"):
        made.shares[name] = getattr(result, name)
    made.shares["quotes"] = verbatim(row.replies.values(), _named(questions, pdfs))
    made.shares["same"] = score([q for q in sampled if q.answerable], row.replies).answered
    replies = row.replies.values()
    made.seconds.update(first=_middle([r.first for r in replies]), total=_middle([r.seconds for r in replies]))
    return Measured(made.name, made.shares, made.seconds, result.missed)


def _named(questions: Sequence[Question], pdfs: Path) -> dict[str, Path]:
    """The documents of the folder and of the questions by name."""
    there = {path.name: path for path in pdfs.glob("*.pdf")}
    return there | {Path(file).name: pdfs / file for question in questions for file in question.files}


def of_ceiling(made: Ceiling) -> Measured:
    """The same model with the right page in hand."""
    shares = {
        "answered": made.right(pressed=True),
        "same": made.right(),
        "declined_rightly": made.declined_rightly,
        "declined_wrongly": made.declined_wrongly,
    }
    return Measured("right page in hand", shares)


def by_kind(row: Row, questions: Sequence[Question]) -> dict[str, dict[str, Share]]:
    """What a row did on the questions of each kind, and on prose and tables: right in all, page among the first five."""
    made: dict[str, dict[str, Share]] = {}
    for kind, group in _kinds(questions).items():
        shares = {"in_all": score(group, row.replies).in_all} if row.replies else {}
        if row.found and (share := recall(group, row.found, 5)).of:
            shares["page_5"] = share
        made[kind] = shares
    return made


def _kinds(questions: Sequence[Question]) -> dict[str, list[Question]]:
    places = {f"on {place}": [one for one in questions if one.on == place] for place in ("prose", "table")}
    kinds = sorted({question.kind for question in questions if question.kind})
    made = places | {kind: [question for question in questions if question.kind == kind] for kind in kinds}
    return {name: group for name, group in made.items() if group}


def _middle(values: Sequence[float]) -> float:
    return round(sorted(values)[len(values) // 2], 2) if values else 0.0
