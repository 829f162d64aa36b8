"""Pages that are pictures, read by the real networks in the real worker; which pages want that; and how words and boxes come of strips."""

import codecs
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pymupdf
import pytest

from app.documents import Reader
from app.documents.scans import letters, lines, needing
from app.documents.scans.scanner import Limits, Scanner
from app.documents.scans.seen import Seen, SeenWord, packed, unpacked
from app.errors import UserFixable
from app.host.paths import Paths
from app.models import Manifest, Store
from app.stop import Stop, Stopped
from app.types import ignore
from tests import material
from tests.documents.scanning import DAMAGES, Damage, add_scan
from tests.evaluation.scans import Tally, weigh

_BY_NAME = {damage.name: damage for damage in DAMAGES}
_CLEAN = Damage("clean", 150)


@pytest.fixture(scope="module")
def networks() -> Path:
    files = Store(Paths.find(), Manifest.load()).scanner
    assert files is not None, "fetch pp-ocrv6-small: the tests read real scans"
    return files.folder


@pytest.fixture(scope="module")
def scanner(networks: Path) -> Iterator[Scanner]:
    with Scanner(networks, threads=2) as made:
        yield made


def _scan(folder: Path, source: Path, *damages: Damage, rotation: int = 0) -> Path:
    made = pymupdf.open()
    with pymupdf.open(source) as document:
        for number, damage in enumerate(damages):
            add_scan(made, document[number], damage, rotation=rotation)
    path = folder / "scan.pdf"
    made.save(path)
    return path


def test_a_worn_copy_is_read_with_at_most_three_characters_in_a_hundred_wrong_and_its_words_in_their_places(
    tmp_path: Path, scanner: Scanner
) -> None:
    source = material.prose(tmp_path)
    seen = scanner.page(_scan(tmp_path, source, _BY_NAME["worn"]), 1, stop=Stop())
    tally = Tally()
    with pymupdf.open(source) as document:
        weigh(tally, document[0], [(word.text, word.box) for word in seen.words], _BY_NAME["worn"].skew)
    assert tally.edits <= 0.03 * tally.characters
    assert tally.right >= 0.93 * tally.words
    assert all(0 < word.sure <= 1 for word in seen.words)


def test_a_page_that_lies_turned_in_its_file_has_boxes_as_it_is_shown(tmp_path: Path, scanner: Scanner) -> None:
    source = material.prose(tmp_path)
    seen = scanner.page(_scan(tmp_path, source, _CLEAN, rotation=90), 1, stop=Stop())
    tally = Tally()
    with pymupdf.open(source) as document:
        weigh(tally, document[0], [(word.text, word.box) for word in seen.words], 0.0)
    assert tally.boxes >= 0.95 * tally.words
    assert {word.turn for word in seen.words} == {0}


def test_a_page_that_was_scanned_upside_down_is_read(tmp_path: Path, scanner: Scanner) -> None:
    with pymupdf.open(material.prose(tmp_path)) as document:
        document[0].set_rotation(180)
        made = pymupdf.open()
        add_scan(made, document[0], _CLEAN)
        made.save(tmp_path / "scan.pdf")
    seen = scanner.page(tmp_path / "scan.pdf", 1, stop=Stop())
    assert {word.turn for word in seen.words} == {2}
    assert "passengers" in {word.text for word in seen.words}


def test_what_was_seen_takes_the_place_of_the_picture_among_pages_with_text(tmp_path: Path, scanner: Scanner) -> None:
    path = tmp_path / "mixed.pdf"
    with pymupdf.open(material.prose(tmp_path)) as document:
        made = pymupdf.open()
        made.insert_pdf(document, to_page=0)
        add_scan(made, document[1], _CLEAN)
        made.new_page()
        made.save(path)
        expected = document[1].get_text().split()
    with Reader() as reader:
        before = reader.read(path, scans=True, report=ignore, stop=Stop())
        assert [page.skipped for page in before.pages] == [None, "scan", None]
        seen = {2: scanner.page(path, 2, stop=Stop())}
        after = reader.read(path, scans=True, seen=seen, report=ignore, stop=Stop())
        blank = reader.read(path, scans=True, seen={2: Seen(2)}, report=ignore, stop=Stop())
    assert after.pages[0] == before.pages[0]
    assert after.pages[1].text.split() == expected and after.pages[1].skipped is None
    assert len(after.pages[1].words.boxes) == len(expected)
    assert "The slipway" in [section.title for section in after.sections]
    assert blank.pages[1].skipped == "no words"


def test_a_stop_ends_the_worker_and_the_next_page_gets_a_new_one(tmp_path: Path, networks: Path) -> None:
    path = _scan(tmp_path, material.prose(tmp_path), _CLEAN)
    stop = Stop()
    stop.request()
    with Scanner(networks, threads=1) as scanner, pytest.raises(Stopped):
        scanner.page(path, 1, stop=stop)


def test_a_page_that_takes_too_long_is_passed_over(tmp_path: Path, networks: Path) -> None:
    path = _scan(tmp_path, material.prose(tmp_path), _CLEAN)
    with Scanner(networks, threads=1, limits=Limits(page_seconds=0.01)) as scanner:
        assert scanner.page(path, 1, stop=Stop()).skipped == "timeout"


def test_networks_that_are_damaged_are_named(tmp_path: Path) -> None:
    for name in ("lines.onnx", "letters.onnx"):
        (tmp_path / name).write_bytes(b"no network")
    path = _scan(tmp_path, material.prose(tmp_path), _CLEAN)
    with Scanner(tmp_path, threads=1) as scanner, pytest.raises(UserFixable) as raised:
        scanner.page(path, 1, stop=Stop())
    assert raised.value.kind == "model_damaged"


# Which pages want to be read


def _wants(text: str, *, lines_of: int = 12) -> bool:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_textbox((50, 50, 500, 800), text[: lines_of * 90], fontsize=8)
    return needing.needs_reading(page, text)


_PROSE = " ".join(material.PARAGRAPHS)


def test_ordinary_text_is_not_read_again() -> None:
    figures = " ".join(f"{n} {n * 37 % 1009}.{n % 10} Route{n % 7} Q{n % 4} kWh" for n in range(200))
    names = "Kowalski Wiśniewski Dąbrowski Lewandowski Szymański Woźniak Brzęczyk Kozłowski Schwarz Wojciechowski " * 6
    for text in (_PROSE, _PROSE.upper(), figures, names, "日本語の文章です " * 60, "Привет мир это текст " * 60):
        assert not _wants(text)


def test_text_of_a_font_whose_letters_stand_for_others_is_read_again() -> None:
    shifted = "".join(chr(ord(c) - 29) if ord(c) > 61 else c for c in _PROSE)
    turned = codecs.encode(_PROSE, "rot13")
    assert _wants(shifted) and _wants(turned)


def test_text_that_lost_letters_is_read_again_and_private_bullets_are_no_loss() -> None:
    lost = _PROSE.replace("th", "\ufffd").replace("er", "\ue001")
    assert _wants(lost)
    assert not _wants(" ".join(f"\uf0b7 {word}" for word in _PROSE.split()))


def test_a_stamp_on_a_picture_is_no_text_and_a_title_beside_one_is(tmp_path: Path) -> None:
    with pymupdf.open(material.prose(tmp_path)) as document:
        made = pymupdf.open()
        page = add_scan(made, document[0], _CLEAN)
        assert needing.needs_reading(page, "Received 12 May 2024")
        small = made.new_page()
        small.insert_image(pymupdf.Rect(100, 100, 300, 300), pixmap=document[0].get_pixmap(dpi=20))
    assert not needing.needs_reading(small, "Received 12 May 2024")
    assert not needing.needs_reading(made.new_page(), "")


# How words come of strips


def test_words_part_at_blanks_and_are_as_wide_as_their_ink() -> None:
    strip = np.full((48, 100), 255.0, np.float32)
    strip[10:40, 10:30] = strip[10:40, 60:90] = 0.0
    said = np.full((10, 4), 0.01, np.float32)
    for step, letter in ((1, 1), (2, 1), (4, 3), (6, 2), (8, 1)):
        said[step, letter] = 0.9
    said[[0, 3, 5, 7, 9], 0] = 0.9
    words = letters._words(said, ["", "a", "b", " "], 1.0, strip)
    assert [(word.text, word.begin, word.end) for word in words] == [("a", 0.1, 0.3), ("ba", 0.6, 0.9)]
    assert words[0].sure == pytest.approx(0.9)


def test_marks_that_touch_are_one_line_and_its_box_lies_as_it_does() -> None:
    marks = np.zeros((100, 400), np.float32)
    for x in range(50, 350):
        top = 40 + round((x - 50) * 0.05)
        marks[top : top + 9, x] = 0.9
    marks[80:82, 10:12] = 0.9
    session = _Marking(marks)
    found = lines.found(session, np.full(marks.shape, 255.0, np.float32))
    assert len(found) == 1
    assert found[0].angle == pytest.approx(0.05, abs=0.01)
    assert found[0].x == pytest.approx(200, abs=3) and 300 < found[0].length < 325 and 15 < found[0].height < 30


class _Marking:
    """Stands for the first network."""

    def __init__(self, marks: "np.typing.NDArray[np.float32]") -> None:
        self._marks = marks

    def get_inputs(self) -> list["_Marking"]:
        return [self]

    name = "x"

    def run(self, names: None, given: dict[str, "np.typing.NDArray[np.float32]"]) -> list[object]:
        sheet = np.zeros(given["x"].shape[2:], np.float32)
        sheet[: self._marks.shape[0], : self._marks.shape[1]] = self._marks
        return [sheet[None, None]]


def test_what_was_seen_is_kept_as_it_was() -> None:
    seen = Seen(7, (SeenWord("Größe", (1.25, 2.5, 30.0, 12.75), 0, 0, 12.5, 0.93),))
    assert unpacked(7, packed(seen)) == seen
    assert unpacked(3, packed(Seen(3, skipped="timeout"))) == Seen(3, skipped="timeout")
