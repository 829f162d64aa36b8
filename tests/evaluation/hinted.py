"""Which recorded answers get the hint that a larger model may do better: `python -m tests.evaluation.hinted FILE.json…`.

A file is a list of objects: `q`uestion, `able` (whether the documents answer it), `found`, `ok` (right, or rightly declined), `text`, and `log`:
what was tried, each with `en` (how likely the model held it that the page states the answer), `absent` and `withdrawn`. An entry without a log
was told by code.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.library.suggesting import reason
from app.types import Answer, Scope, TokenCount


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `all` got the hint."""

    name: str
    hinted: int
    all: int

    def __str__(self) -> str:
        return f"{self.name:<34} {self.hinted:3} of {self.all:3}"


def shares(rows: Sequence[Mapping[str, Any]]) -> list[Share]:
    """Wrong local answers that get it, and right ones that do; each also by whether something was answered."""
    kinds: dict[str, Callable[[Mapping[str, Any]], bool]] = {
        "wrong, all": lambda row: not row["ok"],
        "  answered wrongly": lambda row: not row["ok"] and row["found"],
        "  declined, and there is an answer": lambda row: not row["ok"] and not row["found"],
        "right, all": lambda row: row["ok"],
        "  answered rightly": lambda row: row["ok"] and row["found"],
        "  declined rightly": lambda row: row["ok"] and not row["found"],
    }
    made = []
    for name, belongs in kinds.items():
        of_kind = [row for row in rows if belongs(row)]
        made.append(Share(name, sum(hint(row) is not None for row in of_kind), len(of_kind)))
    return made


def hint(row: Mapping[str, Any]) -> str | None:
    tried = row["log"]
    answer = Answer(
        question=row["q"],
        text=row["text"],
        found=row["found"],
        citations=(),
        unsupported=tuple(row.get("unsupported", ())),
        passages=(),
        scope=Scope(0, 0, 0, 0),
        model="",
        device="",
        device_note=None,
        tokens=TokenCount(),
        withdrawn=(tried[-1]["withdrawn"] or None) if tried else None,
        missing=tuple(tried[-1]["absent"]) if tried and not row["found"] else (),
        likely=max((one["en"] or 0.0 for one in tried), default=None),
    )
    return reason(answer, by_code=not tried and bool(row["found"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--each", action="store_true", help="every answer that gets it, with the reason")
    options = parser.parse_args()
    rows = [row for file in options.files for row in json.loads(file.read_text(encoding="utf-8"))]
    for share in shares(rows):
        print(share)
    for row in rows if options.each else ():
        if (why := hint(row)) is not None:
            print(f"{'right' if row['ok'] else 'WRONG':<6} {why}: {row['q']}")


if __name__ == "__main__":
    main()
