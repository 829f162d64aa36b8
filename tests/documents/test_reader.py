"""Real PDFs through a real worker: what comes out, and what each bad input gets."""

import os
import signal
import sys
from pathlib import Path

import pytest

from app.documents import Limits, Reader, read
from app.errors import UserFixable
from app.stop import Stop, Stopped
from app.types import Progress, Reading, ignore
from tests import material
from tests.documents.conftest import Read


def text_of(reading: Reading) -> str:
    return "\n\n".join(page.text for page in reading.pages)


def kind_of(reader: Reader, path: Path) -> UserFixable:
    with pytest.raises(UserFixable) as caught:
        reader.read(path, report=ignore, stop=Stop())
    return caught.value


def test_prose_comes_in_order_with_its_title(read: Read, tmp_path: Path) -> None:
    reading = read(material.prose(tmp_path))
    assert reading.title == "Annual review of the ferry trust"
    text = " ".join(text_of(reading).split())
    places = [text.index(paragraph) for paragraph in material.PARAGRAPHS]
    assert places == sorted(places)


def test_every_word_has_a_box_inside_its_page(read: Read, tmp_path: Path) -> None:
    makers = (
        material.prose,
        material.two_columns,
        material.table,
        material.rotated,
        material.form,
        material.hyphenated,
    )
    for make in makers:
        for page in read(make(tmp_path)).pages:
            words = page.words
            assert len(words.starts) == len(words.ends) == len(words.boxes) > 0
            for start, end, (x0, y0, x1, y1) in zip(words.starts, words.ends, words.boxes, strict=True):
                assert page.text[start:end].strip() == page.text[start:end] != ""
                assert 0 <= x0 < x1 <= page.width
                assert 0 <= y0 < y1 <= page.height


def test_columns_are_read_one_after_the_other(read: Read, tmp_path: Path) -> None:
    text = " ".join(text_of(read(material.two_columns(tmp_path))).split())
    places = [text.index(paragraph) for paragraph in material.PARAGRAPHS]
    assert places == sorted(places)


@pytest.mark.parametrize("ruled", [False, True])
def test_a_row_of_a_table_is_a_line(read: Read, tmp_path: Path, ruled: bool) -> None:
    page = read(material.table(tmp_path, ruled=ruled)).pages[0]
    assert [page.text[a:b] for a, b in page.tables] == ["\n".join(" | ".join(row) for row in material.TABLE)]


def test_a_label_keeps_its_value(read: Read, tmp_path: Path) -> None:
    lines = text_of(read(material.label_values(tmp_path))).splitlines()
    for first, value, second, other in material.FIELDS:
        assert f"{first} {value} | {second} {other}" in lines


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pages_read_as_shown(read: Read, tmp_path: Path, degrees: int) -> None:
    upright = read(material.prose(tmp_path, pages=2))
    turned = read(material.rotated(tmp_path, degrees))
    assert text_of(turned) == text_of(upright)
    for one, other in zip(upright.pages[0].words.boxes, turned.pages[0].words.boxes, strict=True):
        assert other == pytest.approx(one, abs=1.5)


def test_a_broken_word_is_one_word_with_two_places(read: Read, tmp_path: Path) -> None:
    page = read(material.hyphenated(tmp_path)).pages[0]
    assert "comprehensive" in page.text
    assert "environmental" in page.text
    assert "North-East" in page.text
    assert "2019-2020" in page.text
    start = page.text.index("comprehensive")
    parts = [i for i, s in enumerate(page.words.starts) if start <= s < start + len("comprehensive")]
    assert [page.text[page.words.starts[i] : page.words.ends[i]] for i in parts] == ["compre", "hensive"]
    assert page.words.boxes[parts[0]][1] < page.words.boxes[parts[1]][1]


def test_ligatures_and_odd_spaces_become_plain_letters(read: Read, tmp_path: Path) -> None:
    text = text_of(read(material.ligatures(tmp_path)))
    assert "final office report defined\nfloor plans" in text
    assert "\u00a0" not in text


def test_headers_footers_and_page_numbers_are_margins(read: Read, tmp_path: Path) -> None:
    for page in read(material.running_heads(tmp_path)).pages:
        margins = [page.text[a:b] for a, b in page.margins]
        side = "Harrowgate Ferry Trust" if page.number % 2 else "Annual review 2025"
        assert margins == [side, f"Printed on recycled paper | Page {page.number} of 6"]


def test_numbered_headings_are_no_margins(read: Read, tmp_path: Path) -> None:
    reading = read(material.long_document(tmp_path, 8))
    assert all([page.text[a:b] for a, b in page.margins] == [str(page.number)] for page in reading.pages)
    assert [section.title for section in reading.sections[:2]] == ["1. Fuel and crossings", "2. The board"]


def test_labels_come_from_the_pdf(read: Read, tmp_path: Path) -> None:
    assert [page.label for page in read(material.labelled(tmp_path)).pages] == ["iv", "v", "1", "2"]
    assert [page.label for page in read(material.prose(tmp_path)).pages] == ["1", "2", "3"]


def test_the_outline_gives_sections_where_their_titles_stand(read: Read, tmp_path: Path) -> None:
    reading = read(material.outlined(tmp_path))
    assert reading.outlined
    assert [s.title for s in reading.sections] == ["Part one", *material.HEADINGS]
    for section in reading.sections[2:]:
        assert reading.pages[section.page - 1].text[section.offset :].startswith(section.title)
    assert [s.path for s in reading.sections] == [(), *[("Part one",)] * 4, (), ()]
    assert [s.last_page for s in reading.sections] == [1, 1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("cyclic", [False, True])
def test_a_bad_outline_does_no_harm(read: Read, tmp_path: Path, cyclic: bool) -> None:
    reading = read(material.bad_outline(tmp_path, cyclic=cyclic))
    places = [(s.page, s.offset) for s in reading.sections]
    assert places == sorted(places)
    assert {"Passengers", "Fuel and crossings"} <= {s.title for s in reading.sections}


def test_headings_are_found_where_there_is_no_outline(read: Read, tmp_path: Path) -> None:
    reading = read(material.prose(tmp_path))
    assert not reading.outlined
    assert [s.title for s in reading.sections] == ["Annual review of the ferry trust", *material.HEADINGS]


def test_a_filled_form_is_read_and_a_blank_one_stays_blank(read: Read, tmp_path: Path) -> None:
    filled = text_of(read(material.form(tmp_path)))
    assert "Name of the boat | Kittiwake" in filled
    assert "Length class | 8 to 12 metres" in filled
    assert "Live aboard | [x]" in filled
    blank = text_of(read(material.form(tmp_path, filled=False, name="blank-form.pdf")))
    assert "Kittiwake" not in blank
    assert "Live aboard | [ ]" in blank


def test_pictures_without_text_are_named_by_page(read: Read, reader: Reader, tmp_path: Path) -> None:
    pages = read(material.partly_scanned(tmp_path)).pages
    assert [page.skipped for page in pages] == [None, "no text", None, None]
    assert [bool(page.text) for page in pages] == [True, False, False, True]
    error = kind_of(reader, material.scanned(tmp_path))
    assert (error.kind, error.values["pages"]) == ("no_text", "1-2")
    assert kind_of(reader, material.blank(tmp_path)).kind == "no_text"


def test_passwords(read: Read, reader: Reader, tmp_path: Path) -> None:
    path = material.protected(tmp_path)
    assert kind_of(reader, path).kind == "password"
    with pytest.raises(UserFixable) as caught:
        read(path, "wrong")
    assert caught.value.kind == "password"
    assert text_of(read(path, material.PASSWORD)) == text_of(read(material.prose(tmp_path, pages=2)))
    assert read(material.protected(tmp_path, password="", name="open-to-all.pdf")).pages


def test_bad_files_are_refused_in_words(reader: Reader, tmp_path: Path) -> None:
    assert kind_of(reader, material.not_a_pdf(tmp_path)).kind == "not_a_pdf"
    assert kind_of(reader, material.empty(tmp_path)).kind == "empty_file"
    assert kind_of(reader, material.damaged(tmp_path)).kind == "damaged"
    assert kind_of(reader, tmp_path / "nowhere.pdf").kind == "not_found"
    assert kind_of(reader, tmp_path).kind == "unreadable"


def test_what_is_left_of_a_damaged_file_is_read(read: Read, tmp_path: Path) -> None:
    truncated = read(material.truncated(tmp_path)).pages
    assert truncated[0].text
    assert truncated[-1].skipped == "damaged"
    assert [page.skipped for page in truncated if not page.text].count("damaged") == sum(not p.text for p in truncated)
    assert all(page.text for page in read(material.damaged_page(tmp_path)).pages[::2])


def test_a_file_that_changes_is_not_believed(reader: Reader, tmp_path: Path) -> None:
    path = material.prose(tmp_path)

    def meddle(progress: Progress) -> None:
        path.write_bytes(path.read_bytes() + b"%")

    with pytest.raises(UserFixable) as caught:
        reader.read(path, report=meddle, stop=Stop())
    assert caught.value.kind == "changed"


def test_a_file_that_goes_away_is_not_found(reader: Reader, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("an open file cannot be removed there")
    path = material.prose(tmp_path)
    with pytest.raises(UserFixable) as caught:
        reader.read(path, report=lambda progress: path.unlink(missing_ok=True), stop=Stop())
    assert caught.value.kind == "not_found"


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserFixable) as caught:
        read(material.prose(tmp_path), report=ignore, stop=Stop(), limits=Limits(pages=2))
    assert caught.value.kind == "too_large"


def test_stopping_ends_the_worker(tmp_path: Path) -> None:
    stop = Stop()
    with Reader() as reader:
        child = reader.worker()
        with pytest.raises(Stopped):
            reader.read(material.long_document(tmp_path, 60), report=lambda progress: stop.request(), stop=stop)
        assert not child.alive


def test_progress_tells_what_is_left(reader: Reader, tmp_path: Path) -> None:
    told: list[Progress] = []
    reader.read(material.long_document(tmp_path, 40), report=told.append, stop=Stop())
    assert (told[-1].done, told[-1].total, told[-1].left) == (40, 40, 0.0)
    assert [p.done for p in told] == sorted({p.done for p in told})
    assert all(p.stage == "reading" and p.file == "long.pdf" for p in told)


def test_a_page_that_never_ends_is_passed_over(tmp_path: Path) -> None:
    path = material.endless_page(tmp_path)
    reading = read(path, report=ignore, stop=Stop(), limits=Limits(page_seconds=3.0))
    assert [page.skipped for page in reading.pages] == [None, "timeout", None]
    assert reading.pages[2].text


def test_a_worker_that_dies_costs_one_page(tmp_path: Path) -> None:
    with Reader() as reader:
        victim = reader.worker().pid
        assert victim is not None
        killed: list[Progress] = []

        def kill(progress: Progress) -> None:
            if not killed:
                os.kill(victim, signal.SIGTERM)
            killed.append(progress)

        reading = reader.read(material.long_document(tmp_path, 100), report=kill, stop=Stop())
    assert [page.skipped for page in reading.pages].count("damaged") == 1
    assert sum(bool(page.text) for page in reading.pages) == 99


def test_reading_twice_gives_the_same(read: Read, tmp_path: Path) -> None:
    path = material.running_heads(tmp_path)
    assert read(path) == read(path)


def test_the_parent_never_loads_pymupdf() -> None:
    import subprocess

    code = "import app.documents, app.documents.places, sys; print(sorted({'pymupdf', 'numpy'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
