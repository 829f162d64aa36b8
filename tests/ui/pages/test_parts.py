"""Small parts: the way back, what is remembered, pages by their names."""

import json

import pytest

from app.types import PageSize
from app.ui.pages.bar import page_called
from app.ui.pages.desk import Standing
from app.ui.pages.geometry import Spot
from app.ui.pages.memory import Memory
from app.ui.pages.summarising import as_entry
from app.ui.pages.trail import Trail


def test_back_and_forward() -> None:
    trail: Trail[str] = Trail()
    assert trail.back("here") is None
    trail.leave("a")
    trail.leave("b")
    assert trail.back("c") == "b"
    assert trail.back("b") == "a"
    assert trail.can_go == (False, True)
    assert trail.forward("a") == "b"
    assert trail.forward("b") == "c"
    assert trail.can_go == (True, False)


def test_a_new_jump_drops_what_was_ahead() -> None:
    trail: Trail[str] = Trail()
    trail.leave("a")
    trail.back("b")
    trail.leave("c")
    assert trail.can_go == (True, False)


def test_places_survive_a_settings_file() -> None:
    memory = Memory()
    memory.put("one", Standing(Spot(12, 297.5, 40.0), 1.5))
    memory.put("two", Standing(Spot(1, 0.0, -5.0), "page"))
    again = Memory()
    again.restore(json.loads(json.dumps(memory.state())))
    assert again.get("one") == Standing(Spot(12, 297.5, 40.0), 1.5)
    assert again.get("two") == Standing(Spot(1, 0.0, -5.0), "page")


@pytest.mark.parametrize(
    "places", [None, [], {"a": None}, {"a": [1, 2]}, {"a": ["x", 1, 1, "width"]}, {"a": [1, 1, 1, 99]}]
)
def test_what_somebody_wrote_into_the_settings_does_no_harm(places: object) -> None:
    memory = Memory()
    memory.restore({"places": places})
    assert memory.get("a") is None


def test_only_the_last_places_are_kept() -> None:
    memory = Memory()
    for number in range(300):
        memory.put(str(number), Standing(Spot(number, 0, 0), "width"))
    places = memory.state()["places"]
    assert isinstance(places, dict)
    assert list(places) == [str(number) for number in range(100, 300)]


def test_pages_by_number_and_by_label() -> None:
    sizes = [PageSize(number, label, 595, 842) for number, label in enumerate(("iv", "v", "1", "2"), 1)]
    assert page_called("3", sizes) == 3
    assert page_called("V", sizes) == 2
    assert page_called("9", sizes) is None
    assert page_called("", sizes) is None


def test_titles_in_menus_underline_nothing() -> None:
    assert as_entry("Fuel & oil") == "Fuel && oil"
    assert len(as_entry("long " * 40)) <= 48
