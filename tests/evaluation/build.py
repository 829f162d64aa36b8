"""Turns the document sources into PDFs: `python -m tests.evaluation.build FOLDER`."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.evaluation.layout import write
from tests.evaluation.markup import load

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the set. Those `held` are scored once, when the work is done, never while it goes on."""

    name: str
    kind: str
    language: str
    held: bool


def index() -> list[Entry]:
    return [Entry(**line) for line in json.loads((HERE / "documents.json").read_text(encoding="utf-8"))]


def build(folder: Path, *, names: Sequence[str] | None = None) -> list[Path]:
    """Write the PDFs of the named documents, or of all, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [entry.name for entry in index()] if names is None else names
    return [write(load(HERE / "documents" / f"{name}.txt"), folder) for name in chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    for path in build(arguments.folder, names=arguments.names or None):
        print(path)


if __name__ == "__main__":
    main()
