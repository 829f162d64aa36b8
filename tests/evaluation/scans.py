"""How well scanned pages are read: `python -m tests.evaluation.scans`.

Pages of our own documents, and of some in other languages, become pictures that are spoilt as scanners spoil them (`tests/documents/scanning.py`), are
read by the program's own worker, and are compared with the text that they were made from, line by line. With `--tesseract FOLDER` (of
traineddata) the copy that PyMuPDF brings reads the same pictures. `--only` takes some kinds of damage, `--take N` some of the pages.

For each kind: characters wrong (edits over characters, what was read beside any line included), words right (same letters, in their place), boxes right (of
those words, by at least half of the area that either box covers), seconds a page.
"""

import argparse
import math
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pymupdf

from app.documents.scans.scanner import Scanner
from app.host.paths import Paths
from app.models import Manifest, Store
from app.stop import Stop
from app.types import Box
from tests.documents.scanning import DAMAGES, Damage, add_scan
from tests.evaluation import build, tongues

PAGES = (
    ("wexcombe-handbook", 2, "eng"),
    ("leak-acoustics-paper", 0, "eng"),
    ("brackwater-accounts", 5, "eng"),
    ("maddox-invoices", 1, "eng"),
    ("hydra-datasheet", 0, "eng"),
    ("lindenried-jahresbericht", 1, "deu"),
    ("verger-rapport", 0, "fra"),
    ("riego-informe", 0, "spa"),
    ("condominio", 0, "ita"),
    ("padaria", 0, "por"),
    ("nianbao", 0, "chi_sim"),
    ("danchi", 0, "jpn"),
)
"""Document, page from 0, Tesseract's name of its language: prose, two columns, tables, an invoice, a data sheet."""
Found = tuple[str, Box]
Read = Callable[[Path, int], list[Found]]
_SLACK = 3.0
"""Points by which a line's place may be missed."""


@dataclass(slots=True)
class Tally:
    edits: int = 0
    characters: int = 0
    right: int = 0
    words: int = 0
    boxes: int = 0
    seconds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        def share(part: int, whole: int) -> str:
            return f"{100 * part / max(whole, 1):6.2f} %"

        pace = sum(self.seconds) / max(len(self.seconds), 1)
        return (
            f"characters wrong {share(self.edits, self.characters)}   words right {share(self.right, self.words)}   "
            f"boxes right {share(self.boxes, self.right)}   {pace:5.2f} s a page"
        )


def weigh(tally: Tally, page: pymupdf.Page, found: Sequence[Found], skew: float) -> None:
    """Add one page; `skew` in degrees as it was drawn."""
    places = [_straight(box, page, skew) for _, box in found]
    used: set[int] = set()
    for line in _lines(page):
        want = " ".join(word for word, _ in line)
        around = _around([box for _, box in line])
        mine = [at for at, place in enumerate(places) if at not in used and _in(place, around)]
        used.update(mine)
        mine.sort(key=lambda at: places[at][0])
        spaced = " " in want or not any(character > "\u2e80" for character in want)
        got = (" " if spaced else "").join(found[at][0] for at in mine)
        tally.edits += distance(want, got)
        tally.characters += len(want)
        if spaced:
            _weigh_words(tally, line, [(found[at][0], found[at][1], places[at]) for at in mine], skew)
    tally.edits += sum(len(text) for at, (text, _) in enumerate(found) if at not in used)


def _weigh_words(
    tally: Tally, line: Sequence[Found], mine: Sequence[tuple[str, Box, tuple[float, float]]], skew: float
) -> None:
    for word, box in line:
        tally.words += 1
        same = [one for one in mine if one[0] == word and box[0] - _SLACK <= one[2][0] <= box[2] + _SLACK]
        tally.right += bool(same)
        tally.boxes += bool(same) and (bool(skew) or _overlap(same[0][1], box) >= 0.5)


def distance(one: str, other: str) -> int:
    """Levenshtein's."""
    before = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for index, wanted in enumerate(other, 1):
            row.append(min(before[index] + 1, row[-1] + 1, before[index - 1] + (letter != wanted)))
        before = row
    return before[-1]


def _lines(page: pymupdf.Page) -> list[list[Found]]:
    lines: dict[tuple[int, int], list[Found]] = defaultdict(list)
    for x0, y0, x1, y1, word, block, line, _ in page.get_text("words"):
        lines[block, line].append((word, (x0, y0, x1, y1)))
    return list(lines.values())


def _straight(box: Box, page: pymupdf.Page, skew: float) -> tuple[float, float]:
    """The middle of a box, on the page as it lay before it was turned about its middle."""
    angle, x0, y0 = -math.radians(skew), page.rect.width / 2, page.rect.height / 2
    x, y = (box[0] + box[2]) / 2 - x0, (box[1] + box[3]) / 2 - y0
    return x0 + x * math.cos(angle) - y * math.sin(angle), y0 + x * math.sin(angle) + y * math.cos(angle)


def _around(boxes: Sequence[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0) - _SLACK, min(y0), max(x1) + _SLACK, max(y1)


def _in(place: tuple[float, float], box: Box) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height / min(areas)


def pictures(folder: Path, damages: Sequence[Damage], take: int) -> Iterator[tuple[Damage, str, pymupdf.Page, Path]]:
    """Kind of damage, language, the page as it was, and a PDF with its picture."""
    build.build(folder, names=[name for name, _, _ in PAGES if (build.HERE / "documents" / f"{name}.txt").exists()])
    tongues.write(folder)
    for damage in damages:
        for name, number, language in PAGES[:take]:
            page = pymupdf.open(folder / f"{name}.pdf")[number]
            made = pymupdf.open()
            add_scan(made, page, damage)
            path = folder / f"scan of {name} {damage.name}.pdf"
            made.save(path)
            yield damage, language, page, path


def tesseract(path: Path, language: str, folder: Path, dpi: int) -> list[Found]:
    read = pymupdf.open(path)[0].get_textpage_ocr(dpi=dpi, full=True, language=language, tessdata=str(folder))
    return [(word, (x0, y0, x1, y1)) for x0, y0, x1, y1, word, *_ in read.extractWORDS()]


def _most(pid: int) -> int:
    """KiB that a process held at most, where the system tells (Linux)."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", help="a kind of damage; may be repeated")
    parser.add_argument("--take", type=int, default=len(PAGES))
    parser.add_argument("--threads", type=int, default=psutil.cpu_count(logical=False) or 1)
    parser.add_argument("--tesseract", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    networks = Store(Paths.find(), Manifest.load()).scanner
    if networks is None:
        raise SystemExit("get ‘inglenook models pull scans’ first")
    damages = [damage for damage in DAMAGES if options.only is None or damage.name in options.only]
    tallies: dict[str, Tally] = defaultdict(Tally)
    most = 0
    with tempfile.TemporaryDirectory() as made, Scanner(networks.folder, threads=options.threads) as scanner:
        for damage, language, page, path in pictures(Path(made), damages, options.take):
            began = time.monotonic()
            if options.tesseract is not None:
                found = tesseract(path, language, options.tesseract, max(damage.dpi, 200))
            else:
                seen = scanner.page(path, 1, stop=Stop())
                found = [(word.text, word.box) for word in seen.words]
                most = max(most, *(_most(one.pid) for one in psutil.Process().children()))
            spent = time.monotonic() - began
            for name in (damage.name, language, "all"):
                weigh(tallies[name], page, found, damage.skew)
                tallies[name].seconds.append(spent)
            print(f"{damage.name:14} {path.stem.split()[2]:26} {spent:5.2f} s", flush=True)
    for name, tally in tallies.items():
        print(f"{name:14} {tally}")
    if most:
        print(f"the worker held {most // 1024} MiB at most")


if __name__ == "__main__":
    main()
