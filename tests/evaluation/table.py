"""What was measured, as text and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tests.evaluation.rows import Row
from tests.evaluation.score import Question, Share
from tests.evaluation.stages import STAGES, Measured, by_kind

Json = dict[str, Any]
_SECONDS = {"first": "first word, median s", "total": "answer, median s"}
_LONGEST = 160
"""Characters of an answer that is shown among the misses."""


def table(columns: Sequence[Measured], rows: Sequence[Row], questions: Sequence[Question], model: str) -> str:
    documents = {file for question in questions for file in question.files}
    lines = [f"{len(questions)} questions over {len(documents)} documents, {model}, greedy"]
    lines.append(_line("", [column.name for column in columns]))
    for key, label in STAGES.items():
        cells = [str(column.shares[key]) if key in column.shares else "–" for column in columns]
        lines += [_line(label, cells)] if any(key in column.shares for column in columns) else []
    for key, label in _SECONDS.items():
        cells = [str(column.seconds.get(key, "–")) for column in columns]
        lines += [_line(label, cells)] if any(key in column.seconds for column in columns) else []
    lines += _kind_lines(rows, questions)
    for column, row in ((column, row) for column in columns for row in rows if row.name == column.name):
        lines += _misses(column, row, questions)
    return "\n".join(lines)


def _kind_lines(rows: Sequence[Row], questions: Sequence[Question]) -> list[str]:
    kinds = [by_kind(row, questions) for row in rows]
    lines: list[str] = []
    for key, heading in (("in_all", "right in all, by kind"), ("page_5", "first 5 pages, by kind")):
        if not any(key in shares for made in kinds for shares in made.values()):
            continue
        lines += ["", _line(heading, [row.name for row in rows])]
        for kind in kinds[0]:
            cells = [str(made[kind][key]) if key in made[kind] else "–" for made in kinds]
            lines += [_line(f"  {kind}", cells)] if any(cell != "–" for cell in cells) else []
    return lines


def _line(label: str, cells: Sequence[str]) -> str:
    return f"{label:30}" + "".join(f"{cell:28}" for cell in cells).rstrip()


def _misses(column: Measured, row: Row, questions: Sequence[Question]) -> list[str]:
    """What was answered wrongly; where only the search was asked, what it did not find."""
    if not row.replies:
        return _not_found(row, questions)
    asked = {question.id: question for question in questions}
    lines = [f"\nMissed by {column.name}:"] if column.missed else []
    for ident in column.missed:
        miss = _miss(asked[ident], row)
        lines.append(f"  {ident} ({asked[ident].kind}): {miss['question']}\n      wanted {miss['wanted']}")
        lines += [f"      {key:9} {miss[key]}" for key in ("given", "withdrawn") if miss[key]]
    return lines


def _not_found(row: Row, questions: Sequence[Question]) -> list[str]:
    lines = [f"\nNot among the first 5 pages that {row.name} finds:"] if row.found else []
    for question in questions:
        if question.id in row.found and not question.shown_by(list(dict.fromkeys(row.found[question.id]))[:5]):
            wanted = " & ".join(str(sorted(group)) for group in question.evidence)
            lines.append(f"  {question.id} ({question.kind}): {question.whole}\n      wanted {wanted}")
    return lines


def _miss(question: Question, row: Row) -> dict[str, str]:
    reply = row.replies.get(question.id)
    given = (reply.error or reply.text) if reply else "no reply"
    wanted = " & ".join("|".join(group) for group in question.accept) if question.answerable else "(declining)"
    made = {"given": given, "withdrawn": row.withdrawn.get(question.id, "")}
    return {
        "question": question.whole,
        "wanted": wanted,
        **{k: " ".join(v.split())[:_LONGEST] for k, v in made.items()},
    }


def report(columns: Sequence[Measured], rows: Sequence[Row], questions: Sequence[Question]) -> Json:
    """Everything, with all replies and what the model read for them."""
    asked = {question.id: question for question in questions}
    made: list[Json] = []
    for column in columns:
        one: Json = {"name": column.name, "seconds": column.seconds, "shares": _json(column.shares)}
        row = next((row for row in rows if row.name == column.name), None)
        if row is not None:
            one["kinds"] = {kind: _json(shares) for kind, shares in by_kind(row, questions).items()}
            one["missed"] = [{"id": ident, **_miss(asked[ident], row)} for ident in column.missed]
            one["replies"] = {ident: asdict(reply) for ident, reply in row.replies.items()}
            one["read"], one["withdrawn"] = row.read, row.withdrawn
        made.append(one)
    return {"questions": len(questions), "columns": made}


def _json(shares: Mapping[str, Share]) -> Json:
    return {
        name: {"hits": share.hits, "of": share.of, "interval": share.interval, "shown": str(share)}
        for name, share in shares.items()
    }
