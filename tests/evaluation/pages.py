"""Finds the pages of the evidence again, after a document or its layout was changed: `python -m tests.evaluation.pages`.

It rewrites `pages` in `questions.jsonl`: of each piece of `evidence`, and of `near` in a question without an answer, the pages
that hold all its texts. It ends with status 1 and changes nothing if a text stands nowhere.
"""

import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf

from tests.evaluation.build import QUESTIONS, build


def squeezed(text: str) -> str:
    """Text without white space, ligatures and hyphens at line ends, so that only the words count."""
    return re.sub(r"\s+", "", re.sub(r"-\n(?=\w)", "", unicodedata.normalize("NFKC", text)))


@cache
def texts(pdf: Path) -> tuple[str, ...]:
    """The squeezed text of each page."""
    with pymupdf.open(pdf) as document:
        return tuple(squeezed(page.get_text()) for page in document)


def holding(pdf: Path, wanted: Sequence[str]) -> list[int]:
    """The pages, from 1, that hold all the texts."""
    parts = [squeezed(text) for text in wanted]
    return [number for number, page in enumerate(texts(pdf), 1) if all(part in page for part in parts)]


def pieces(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a question names as places: its evidence, or the text that tempts to an answer where there is none."""
    yield from line.get("evidence", ())
    if line.get("near"):
        yield line["near"]


def main() -> int:
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    lost = list[str]()
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        for line in lines:
            for piece in pieces(line):
                piece["pages"] = holding(Path(folder) / piece["file"], piece["text"])
                lost += [] if piece["pages"] else [f"{line['id']}: {piece['text']}"]
    print("\n".join(lost))
    if not lost:
        QUESTIONS.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
