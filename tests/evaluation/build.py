"""Turns the document sources into PDFs: `python -m tests.evaluation.build FOLDER`."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.evaluation import tables
from tests.evaluation.layout import write
from tests.evaluation.markup import parse

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.jsonl"
EASY = HERE / "easy.jsonl"


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
    return [write(parse(name, source(name)), folder) for name in chosen]


def source(name: str) -> str:
    """The document's text in the markup, with what its generator adds."""
    return tables.source(HERE / "documents" / f"{name}.txt")


def write_sources(folder: Path, names: Sequence[str]) -> list[Path]:
    """Write the texts that the PDFs are made from, to be read by people."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.txt" for name in names]
    for name, path in zip(names, paths, strict=True):
        path.write_text(source(name), encoding="utf-8")
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sources", action="store_true", help="write the texts, not the PDFs")
    arguments = parser.parse_args()
    names = arguments.names or [entry.name for entry in index()]
    made = write_sources(arguments.folder, names) if arguments.sources else build(arguments.folder, names=names)
    for path in made:
        print(path)


if __name__ == "__main__":
    main()
