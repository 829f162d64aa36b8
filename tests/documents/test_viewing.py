"""Pictures of pages: where things stand on them, and what bad pages and bad files cost."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from numpy.typing import NDArray

from app.documents import Limits, Viewer
from app.documents.rendering import LONGEST_SIDE, MOST_PIXELS, fitting
from app.errors import UserFixable
from app.stop import Stop, Stopped
from app.types import Box, Page, Picture
from tests import material
from tests.documents.conftest import Meddling, Read

Make = Callable[[Path], Path]


@pytest.fixture(scope="module")
def viewer() -> Iterator[Viewer]:
    with Viewer() as made:
        yield made


def pixels(picture: Picture) -> NDArray[np.uint8]:
    return np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width, 3)


def dark(picture: Picture) -> NDArray[np.bool_]:
    return np.asarray(pixels(picture).max(axis=2) < 128)


def part(box: Box, scale: float) -> tuple[slice, slice]:
    x0, y0, x1, y1 = (int(value * scale) for value in box)
    return slice(y0, y1 + 1), slice(x0, x1 + 1)


def kind_of(viewer: Viewer, path: Path, page: int = 1, *, password: str | None = None) -> str:
    with pytest.raises(UserFixable) as caught:
        viewer.render(path, page, 1.0, password=password, stop=Stop())
    assert caught.value.file == path.name
    return caught.value.kind


def boxed(page: Page, scale: float, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """The pixels that lie in the box of a word."""
    inside = np.zeros(shape, np.bool_)
    for box in page.words.boxes:
        inside[part(box, scale)] = True
    return inside


def test_a_page_is_drawn_on_white_at_its_scale(viewer: Viewer, tmp_path: Path) -> None:
    path = material.blank(tmp_path)
    for scale in (0.1, 1.0, 1.7, 3.0):
        picture = viewer.render(path, 1, scale, stop=Stop())
        assert picture.width == pytest.approx(595 * scale, abs=1)
        assert picture.height == pytest.approx(842 * scale, abs=1)
        assert picture.samples == b"\xff" * (3 * picture.width * picture.height)


@pytest.mark.parametrize(
    "make",
    [
        material.prose,
        material.two_columns,
        *(lambda folder, turn=turn: material.rotated(folder, turn) for turn in (90, 180, 270)),
        *(lambda folder, turn=turn: material.cropped(folder, turn) for turn in (0, 90, 180, 270)),
    ],
)
def test_the_boxes_of_words_hold_the_ink(make: Make, viewer: Viewer, read: Read, tmp_path: Path) -> None:
    path, scale = make(tmp_path), 2.0
    for page in read(path).pages:
        picture = viewer.render(path, page.number, scale, stop=Stop())
        assert (picture.width, picture.height) == (round(page.width * scale), round(page.height * scale))
        ink = dark(picture)
        assert all(ink[part(box, scale)].any() for box in page.words.boxes)
        assert ink[boxed(page, scale, ink.shape)].sum() > 0.995 * ink.sum()


def test_text_outside_the_crop_box_is_not_shown(viewer: Viewer, read: Read, tmp_path: Path) -> None:
    path = material.cropped(tmp_path)
    page = read(path).pages[0]
    assert (page.width, page.height) == (510.0, 390.0)
    assert "Not for print" not in page.text


@pytest.mark.parametrize("turn", [0, 90])
def test_a_clip_is_that_part_of_the_whole_picture(viewer: Viewer, tmp_path: Path, turn: int) -> None:
    path = material.cropped(tmp_path, turn)
    whole = pixels(viewer.render(path, 1, 2.0, stop=Stop()))
    for x0, y0, x1, y1 in ((40, 30, 240, 130), (0, 0, 100, 100), (300, 200, 5000, 5000)):
        clip = pixels(viewer.render(path, 1, 2.0, clip=(x0, y0, x1, y1), stop=Stop()))
        assert np.array_equal(clip, whole[2 * y0 : 2 * y1, 2 * x0 : 2 * x1])


def test_a_clip_beside_the_page_has_no_pixels(viewer: Viewer, tmp_path: Path) -> None:
    picture = viewer.render(material.blank(tmp_path), 1, 2.0, clip=(600, 10, 700, 20), stop=Stop())
    assert picture == Picture(0, 0, b"")


def test_notes_are_shown(viewer: Viewer, tmp_path: Path) -> None:
    shown = pixels(viewer.render(material.annotated(tmp_path), 1, 1.0, stop=Stop()))
    assert tuple(shown[725, 125]) == (255, 0, 0)
    plain = pixels(viewer.render(tmp_path / "unmarked.pdf", 1, 1.0, stop=Stop()))
    yellow = (shown[:, :, 2] < 100) & (shown[:, :, 0] > 200) & (shown[:, :, 1] > 200)
    assert yellow.sum() > 100
    assert not (plain[:, :, 2] < plain[:, :, 0]).any()


@pytest.mark.parametrize("appearances", [True, False])
def test_form_fields_are_shown(viewer: Viewer, tmp_path: Path, appearances: bool) -> None:
    path = material.form(tmp_path)
    if not appearances:
        path = without_appearances(path)
    ink = dark(viewer.render(path, 1, 1.0, stop=Stop()))
    blank = dark(viewer.render(material.form(tmp_path, filled=False, name="blank-form.pdf"), 1, 1.0, stop=Stop()))
    for row in range(3):
        field = part((220.0, 136.0 + 30 * row, 236.0, 152.0 + 30 * row), 1.0)
        assert ink[field].any()
        assert not blank[field].any()


def without_appearances(form: Path) -> Path:
    path = form.with_name("bare.pdf")
    with pymupdf.open(form) as document:
        for widget in document[0].widgets():
            document.xref_set_key(widget.xref, "AP", "null")
        document.save(path)
    return path


def test_mupdf_runs_no_scripts() -> None:
    with pymupdf.open() as document:
        assert not pymupdf.mupdf.pdf_js_supported(pymupdf._as_pdf_document(document))


def test_absurd_sizes_come_at_a_lower_scale(viewer: Viewer, tmp_path: Path) -> None:
    picture = viewer.render(material.prose(tmp_path), 1, 1e9, stop=Stop())
    assert 0.99 * MOST_PIXELS < picture.width * picture.height < 1.01 * MOST_PIXELS
    assert dark(picture).any()


def test_scales_that_fit_stay() -> None:
    assert fitting(2.0, 595, 842) == 2.0
    assert fitting(2.0, 1e6, 1.0) == LONGEST_SIDE / 1e6
    scale = fitting(100.0, 14400, 14400)
    assert (14400 * scale) ** 2 == pytest.approx(MOST_PIXELS)


def test_a_changed_file_is_opened_again(viewer: Viewer, tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    before = viewer.render(path, 1, 1.0, stop=Stop())
    material.two_columns(tmp_path).replace(path)
    after = viewer.render(path, 1, 1.0, stop=Stop())
    assert after == viewer.render(material.two_columns(tmp_path), 1, 1.0, stop=Stop())
    assert after != before
    path.unlink()
    assert kind_of(viewer, path) == "not_found"


def test_many_pages_of_several_files_come_right(viewer: Viewer, tmp_path: Path) -> None:
    paths = [material.long_document(tmp_path, 12, name=f"{n}.pdf") for n in range(3)]
    first = [viewer.render(paths[0], page, 0.5, stop=Stop()) for page in range(1, 13)]
    assert len(set(first)) == 12
    for path in (*paths, *paths):
        assert [viewer.render(path, page, 0.5, stop=Stop()) for page in range(12, 0, -1)] == first[::-1]


def test_passwords(viewer: Viewer, tmp_path: Path) -> None:
    path = material.protected(tmp_path)
    assert kind_of(viewer, path) == "password"
    assert kind_of(viewer, path, password="wrong") == "password"
    shown = viewer.render(path, 1, 1.0, password=material.PASSWORD, stop=Stop())
    assert shown == viewer.render(material.prose(tmp_path, pages=2), 1, 1.0, stop=Stop())
    assert viewer.render(path, 2, 1.0, stop=Stop()).width == 595


def test_bad_files_are_refused_in_words(viewer: Viewer, tmp_path: Path) -> None:
    assert kind_of(viewer, material.not_a_pdf(tmp_path)) == "not_a_pdf"
    assert kind_of(viewer, material.empty(tmp_path)) == "empty_file"
    assert kind_of(viewer, material.damaged(tmp_path)) == "damaged"
    assert kind_of(viewer, tmp_path / "nowhere.pdf") == "not_found"
    assert kind_of(viewer, tmp_path) == "unreadable"
    for page in (0, -1, 4):
        assert kind_of(viewer, material.prose(tmp_path), page) == "pages"


def test_what_is_left_of_a_damaged_file_is_shown(viewer: Viewer, tmp_path: Path) -> None:
    path = material.damaged_page(tmp_path)
    assert all(dark(viewer.render(path, page, 1.0, stop=Stop())).any() for page in (1, 3))
    assert dark(viewer.render(material.truncated(tmp_path), 1, 1.0, stop=Stop())).any()


def test_a_page_that_never_ends_costs_itself_only(tmp_path: Path) -> None:
    path = material.endless_page(tmp_path)
    with Viewer(Limits(page_seconds=0.5)) as viewer:
        first = viewer.render(path, 1, 1.0, stop=Stop())
        assert kind_of(viewer, path, 2) == "timeout"
        assert viewer.render(path, 1, 1.0, stop=Stop()) == first
        assert dark(viewer.render(path, 3, 1.0, stop=Stop())).any()


def test_a_worker_that_dies_costs_one_picture(tmp_path: Path) -> None:
    path = material.endless_page(tmp_path)
    with Viewer() as viewer:
        first = viewer.render(path, 1, 1.0, stop=Stop())
        victim = viewer.worker()
        stop = Meddling(lambda stop: os.kill(victim.pid or 0, signal.SIGTERM), at=3)
        with pytest.raises(UserFixable) as caught:
            viewer.render(path, 2, 1.0, stop=stop)
        assert caught.value.kind == "damaged"
        assert viewer.render(path, 1, 1.0, stop=Stop()) == first


def test_a_worker_that_died_at_rest_costs_nothing(viewer: Viewer, tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    first = viewer.render(path, 1, 1.0, stop=Stop())
    victim = viewer.worker()
    os.kill(victim.pid or 0, signal.SIGTERM)
    assert victim.wait(10)
    assert viewer.render(path, 1, 1.0, stop=Stop()) == first


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory can be limited on Linux only")
def test_too_little_memory_costs_one_picture(tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    with Viewer(Limits(memory=400 << 20)) as viewer:
        small = viewer.render(path, 1, 1.0, stop=Stop())
        worker = viewer.worker()
        with pytest.raises(UserFixable) as caught:
            viewer.render(path, 1, 20.0, stop=Stop())
        assert caught.value.kind == "damaged"
        assert viewer.render(path, 1, 1.0, stop=Stop()) == small
        assert viewer.worker() is worker


def test_stopping_leaves_the_worker_and_its_late_answer_is_dropped(tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    with Viewer() as viewer:
        worker = viewer.worker()
        # The worker is still starting: the answer to this comes later than the stop.
        with pytest.raises(Stopped):
            viewer.render(path, 1, 3.0, stop=Meddling(Stop.request))
        picture = viewer.render(path, 2, 1.0, stop=Stop())
        assert (picture.width, picture.height) == (595, 842)
        assert viewer.worker() is worker
        assert viewer.render(path, 2, 1.0, stop=Stop()) == picture


def test_a_forgotten_picture_does_not_hold_up_the_next(tmp_path: Path) -> None:
    path = material.endless_page(tmp_path)
    with Viewer() as viewer:
        first = viewer.render(path, 1, 1.0, stop=Stop())
        for _ in range(2):
            with pytest.raises(Stopped):
                viewer.render(path, 2, 1.0, stop=Meddling(Stop.request))
        worker = viewer.worker()
        assert viewer.render(path, 1, 1.0, stop=Stop()) == first
        assert not worker.alive


def test_nothing_is_asked_once_stopped(tmp_path: Path) -> None:
    stop = Stop()
    stop.request()
    with Viewer() as viewer, pytest.raises(Stopped):
        viewer.render(material.prose(tmp_path), 1, 1.0, stop=stop)


@pytest.mark.parametrize("busy", [True, False])
def test_closing_ends_the_worker(tmp_path: Path, busy: bool) -> None:
    path = material.endless_page(tmp_path)
    viewer = Viewer()
    viewer.render(path, 1, 1.0, stop=Stop())
    worker = viewer.worker()
    if busy:
        with pytest.raises(Stopped):
            viewer.render(path, 2, 1.0, stop=Meddling(Stop.request))
    viewer.close()
    assert not worker.alive
    viewer.close()
