"""Documents in many languages for `languages.jsonl`: `python -m tests.evaluation.tongues FOLDER` writes them as PDFs.

They are set by MuPDF's Story, which has fonts for the scripts that the base fonts of a PDF lack. A source is a text whose
pages are separated by a line '==='.
"""

import argparse
import html
from collections.abc import Sequence
from pathlib import Path

import pymupdf

from tests.evaluation import build

SOURCES = Path(__file__).parent / "languages"
BESIDE = ("petrel-society-rules", "tarnholm-annual-report")
"""English documents that stand on the same shelf."""
_MARGIN = 60.0


def write(folder: Path) -> list[Path]:
    """All documents of `languages.jsonl`, those in English, too."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [_write(source, folder / f"{source.stem}.pdf") for source in sorted(SOURCES.glob("*.txt"))]
    return [*made, *build.build(folder, names=BESIDE)]


def _write(source: Path, path: Path) -> Path:
    writer = pymupdf.DocumentWriter(str(path))
    for page in source.read_text(encoding="utf-8").split("\n===\n"):
        _set(writer, page.splitlines())
    writer.close()
    return path


def _set(writer: pymupdf.DocumentWriter, lines: Sequence[str]) -> None:
    """One page of the source, which fits on one page of A4."""
    story = pymupdf.Story("".join(map(_paragraph, filter(None, lines))))
    paper = pymupdf.paper_rect("a4")
    device = writer.begin_page(paper)
    inside = pymupdf.Rect(paper.x0 + _MARGIN, paper.y0 + _MARGIN, paper.x1 - _MARGIN, paper.y1 - _MARGIN)
    more, _ = story.place(inside)
    story.draw(device)
    writer.end_page()
    if more:
        raise ValueError("a page of the source is longer than a page")


def _paragraph(line: str) -> str:
    for mark, tag in (("## ", "h2"), ("# ", "h1")):
        if line.startswith(mark):
            return f"<{tag}>{html.escape(line.removeprefix(mark))}</{tag}>"
    return f"<p>{html.escape(line)}</p>"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for path in write(parser.parse_args().folder):
        print(path)


if __name__ == "__main__":
    main()
