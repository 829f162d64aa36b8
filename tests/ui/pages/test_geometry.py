"""Pages on their desk: arithmetic."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.types import Box, PageSize
from app.ui.pages.geometry import (
    MARGIN,
    TILE,
    Layout,
    Spot,
    Zoom,
    bounds,
    full_scale,
    lines,
    revealed,
    sideways,
    stepped,
    tiles,
)

lengths = st.floats(50, 2000)
shapes = st.lists(st.tuples(lengths, lengths), min_size=1, max_size=30)
zooms = st.one_of(st.floats(0.25, 5.0), st.sampled_from(["width", "page"]))
units = st.sampled_from([1.0, 1.25, 1.5, 2.0])


def sizes(*of: tuple[float, float]) -> list[PageSize]:
    return [PageSize(number, str(number), width, height) for number, (width, height) in enumerate(of, 1)]


def layout(*of: tuple[float, float], zoom: Zoom = 1.0, room: tuple[int, int] = (800, 600), unit: float = 1.0) -> Layout:
    return Layout(sizes(*of), zoom, room=room, unit=unit)


@given(shapes, zooms, units)
def test_pages_lie_in_order_inside_the_desk_and_never_over_each_other(
    of: list[tuple[float, float]], zoom: Zoom, unit: float
) -> None:
    desk = layout(*of, zoom=zoom, unit=unit)
    assert all(above.bottom < below.y for above, below in pairwise(desk.frames))
    assert all(frame.x >= 0 and frame.x + frame.width <= desk.width for frame in desk.frames)
    assert desk.frames[0].y >= 0
    assert desk.frames[-1].bottom <= desk.height


@given(shapes, zooms, st.floats(0, 1), st.floats(0, 1), units)
def test_a_point_of_a_page_is_found_again_where_it_is_drawn(
    of: list[tuple[float, float]], zoom: Zoom, across: float, down: float, unit: float
) -> None:
    desk = layout(*of, zoom=zoom, unit=unit)
    for size in sizes(*of):
        frame = desk.frame(size.number)
        x, y = across * (frame.width - 1) / frame.scale, down * (frame.height - 1) / frame.scale
        spot = desk.spot(*desk.pixel(Spot(size.number, x, y)))
        assert spot.page == size.number
        assert (spot.x, spot.y) == pytest.approx((x, y), abs=1e-6)


@given(shapes, st.sampled_from(["width", "page"]), st.tuples(st.integers(200, 3000), st.integers(200, 3000)), units)
def test_pages_that_are_fitted_fit(
    of: list[tuple[float, float]], zoom: Zoom, room: tuple[int, int], unit: float
) -> None:
    desk = layout(*of, zoom=zoom, room=room, unit=unit)
    least = 0.1  # no page is drawn smaller than a tenth
    for frame in desk.frames:
        assert frame.width <= room[0] or frame.scale == pytest.approx(least)
        assert zoom == "width" or frame.height <= room[1] or frame.scale == pytest.approx(least)


def test_the_usual_page_fills_the_width_and_a_wide_one_shrinks() -> None:
    desk = layout((595, 842), (842, 595), (595, 842), zoom="width", room=(700, 500))
    assert [frame.width for frame in desk.frames] == [700 - 2 * MARGIN] * 3
    assert desk.width == 700
    small = layout((595, 842), (300, 400), (595, 842), zoom="width", room=(700, 500))
    assert small.frame(2).scale == small.frame(1).scale


def test_100_percent_is_96_pixels_an_inch_times_the_screens_scaling() -> None:
    assert layout((72, 72), unit=1.0).frame(1).width == 96
    assert layout((72, 72), unit=2.0).frame(1).width == 192
    assert layout((72, 72), zoom=1.5, unit=1.5).zoom_of(1) == pytest.approx(1.5)


@given(shapes, zooms, st.integers(0, 5000), st.integers(1, 2000))
def test_visible_pages_are_those_that_touch_the_part(
    of: list[tuple[float, float]], zoom: Zoom, top: int, height: int
) -> None:
    desk = layout(*of, zoom=zoom)
    touching = [number for number, frame in enumerate(desk.frames, 1) if frame.y < top + height and frame.bottom > top]
    assert list(desk.visible(top, top + height)) == touching


def test_the_page_that_is_read_is_the_one_of_which_most_is_seen() -> None:
    desk = layout(*[(595, 842)] * 5, zoom=1.0)
    third = desk.frame(3)
    assert desk.most_visible(third.y - 100, third.y + 500) == 3
    assert desk.most_visible(third.bottom - 100, third.bottom + 500) == 4
    assert desk.most_visible(third.bottom + 1, third.bottom + 2) in (3, 4)


def test_no_page_at_all() -> None:
    desk = layout()
    assert (desk.pages, desk.width, desk.height, list(desk.visible(0, 600))) == (0, 800, 600, [])


def test_a_page_that_is_smaller_than_the_window_stands_in_its_middle() -> None:
    desk = layout((300, 300), zoom=1.0, room=(800, 600))
    frame = desk.frame(1)
    assert frame.x == 200
    assert frame.y == 100


@given(st.integers(1, 6000), st.integers(1, 6000), st.integers(0, 6000), st.integers(0, 6000))
def test_tiles_cover_what_is_seen_once(width: int, height: int, left: int, top: int) -> None:
    frame = layout((width, height), zoom=0.75).frame(1)
    part = (frame.x + left, frame.y + top, frame.x + left + 900, frame.y + top + 700)
    pieces = tiles(frame, part)
    seen_width = max(min(left + 900, frame.width) - left, 0)
    seen_height = max(min(top + 700, frame.height) - top, 0)
    covered = sum(
        max(min(x1, left + 900) - max(x0, left), 0) * max(min(y1, top + 700) - max(y0, top), 0)
        for x0, y0, x1, y1 in pieces
    )
    assert covered == seen_width * seen_height
    assert len(set(pieces)) == len(pieces)
    assert len(pieces) == 1 or all(x1 - x0 <= TILE and y1 - y0 <= TILE for x0, y0, x1, y1 in pieces)


def test_words_of_a_line_become_one_box() -> None:
    words: list[Box] = [(10, 10, 40, 20), (43, 10, 80, 20), (10, 24, 30, 34), (200, 24, 230, 34)]
    assert lines(words) == [(10, 10, 80, 20), (10, 24, 30, 34), (200, 24, 230, 34)]
    assert bounds(words) == (10, 10, 230, 34)


def test_what_is_in_sight_stays_and_what_is_not_comes_below_the_edge() -> None:
    assert revealed(300, 320, at=0, room=600) == 0
    assert revealed(2000, 2020, at=0, room=600) == 1850
    assert revealed(590, 610, at=0, room=600) > 0
    assert 0 < 3000 - revealed(3000, 4000, at=0, room=600) < 100
    assert sideways(700, 750, at=0, room=500) in range(250, 300)
    assert sideways(10, 60, at=200, room=500) <= 10
    assert sideways(300, 790, at=0, room=500) < 300
    assert 0 < sideways(300, 900, at=0, room=500) < 300


@given(st.floats(0.25, 4.0))
def test_steps_of_scale_go_on_and_end(zoom: float) -> None:
    assert stepped(zoom, 1) >= min(zoom, 4.0)
    assert stepped(zoom, -1) <= zoom
    assert stepped(4.0, 1) == 4.0
    assert stepped(0.25, -1) == 0.25
    assert full_scale(1.0) == pytest.approx(4 / 3)
