"""`python -m tests.documents.folder PATH`: what becomes of each PDF below a folder, one row each, with the program's own limits."""

import argparse
import sys
import time
from pathlib import Path

from app.documents.reader import Reader
from app.documents.viewing import Viewer
from app.errors import UserFixable
from app.stop import Stop
from app.types import Reading, ignore
from tests.documents.mutations import peak, wrong_places


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    wrong = 0
    with Reader() as reader, Viewer() as viewer:
        for path in sorted(folder.rglob("*.pdf")):
            began = time.monotonic()
            said, places = _read(reader, path)
            drawn = _drawn(viewer, path)
            wrong += len(places) + (drawn == "fault")
            seconds, memory = time.monotonic() - began, peak(reader.worker()) >> 20
            print(
                f"{path.relative_to(folder)} | {said} | page 1 {drawn} | {seconds:.1f} s | {memory} MB",
                *places,
                flush=True,
            )
    print(f"{wrong} wrong")
    return 1 if wrong else 0


def _read(reader: Reader, path: Path) -> tuple[str, list[str]]:
    try:
        reading = reader.read(path, report=ignore, stop=Stop())
    except UserFixable as error:
        return f"{error.kind}: {error.message}", []
    return _told(reading), list(wrong_places(reading))


def _told(reading: Reading) -> str:
    skipped = [f"p. {page.number} {page.skipped}" for page in reading.pages if page.skipped]
    words = sum(len(page.words.starts) for page in reading.pages)
    return f"{len(reading.pages)} pages, {words} words, ‘{reading.title[:40]}’ {' '.join(skipped)}".strip()


def _drawn(viewer: Viewer, path: Path) -> str:
    try:
        viewer.render(path, 1, 0.5, stop=Stop())
    except UserFixable as error:
        return str(error.kind)
    return "drawn"


if __name__ == "__main__":
    sys.exit(main())
