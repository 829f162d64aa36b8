"""Every control of the window can be heard, reached and seen: names, Tab, focus, contrast, large text, right to left."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.ui.cloud.preview import PreviewDialog
from app.ui.confirm import confirm
from app.ui.settings import SettingsDialog
from app.ui.settings.deleting import DeleteDialog
from app.ui.shelf.dialogs import NameDialog, PasswordDialog, PropertiesDialog
from app.ui.theme import CONTRAST, DARK, LIGHT, Colours, Theme
from tests import material
from tests.ui.cloud.drafts import OFFICE, OPENAI, compose, draft
from tests.ui.conversation.conftest import QUESTION, Told
from tests.ui.sitting import Sitting
from tests.ui.walking import (
    buttons,
    clipped,
    controls,
    described,
    group_of,
    scrolled_sideways,
    shows_focus,
    spoken,
    tab_round,
)

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("This plugin does not support")]

Place = Callable[[Sitting], QWidget]


@pytest.fixture
def empty(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    """The window over an empty library."""
    yield from _sitting(qtbot, theme, tmp_path, started=True)


@pytest.fixture
def fresh(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    """The window at its very first start."""
    yield from _sitting(qtbot, theme, tmp_path, started=False)


@pytest.fixture
def full(empty: Sitting, tmp_path: Path) -> Sitting:
    """With a document on the screen, an answer with its sources beside it, and another file that is damaged."""
    name = "the-annual-review-of-the-harrowgate-ferry-trust-with-a-very-long-name.pdf"
    empty.drop(material.outlined(tmp_path, name=name), material.damaged(tmp_path))
    empty.until(**{name.removesuffix(".pdf"): "ready", "damaged": "failed"})
    empty.window.pages.show_document(empty.window.shelf.documents()[0])
    empty.until_shown()
    empty.answered(QUESTION)
    return empty


def _sitting(qtbot: QtBot, theme: Theme, folder: Path, *, started: bool) -> Iterator[Sitting]:
    paths = replace(Paths.find(), data=folder / "data")
    sitting = Sitting(qtbot, theme, paths, Told(), started=started)
    sitting.window.resize(1280, 800)
    sitting.window.activateWindow()
    yield sitting
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    sitting.close()


def _side(name: str) -> Place:
    def show(sitting: Sitting) -> QWidget:
        sitting.window.sides.show_side(getattr(sitting.window, name))
        return sitting.window

    return show


def _settings(page: str) -> Place:
    def show(sitting: Sitting) -> QWidget:
        sitting.window.open_settings(page)
        (dialog,) = sitting.window.findChildren(SettingsDialog)
        return dialog

    return show


def _found(sitting: Sitting) -> QWidget:
    """The pages with the outline and the field to find a text."""
    sitting.window.pages.does.outline.setChecked(True)
    sitting.window.pages.does.find.trigger()
    return sitting.window


def _preview(sitting: Sitting) -> QWidget:
    """What would leave, as soon as all of it is there."""
    dialog = PreviewDialog(draft(), compose, [OPENAI, OFFICE], sitting.jobs, sitting.theme, sitting.window)
    return _open(dialog)


def _password(sitting: Sitting) -> QWidget:
    return _open(PasswordDialog("secret.pdf", wrong=True, parent=sitting.window))


def _name(sitting: Sitting) -> QWidget:
    return _open(NameDialog("New collection", ["Board"], name="Reports", parent=sitting.window))


def _properties(sitting: Sitting) -> QWidget:
    return _open(PropertiesDialog(sitting.window.shelf.shelf.stock.visible()[0], sitting.window))


def _deletion(sitting: Sitting) -> QWidget:
    return _open(DeleteDialog(1_000_000_000, sitting.window))


def _confirmation(sitting: Sitting) -> QWidget:
    return confirm(sitting.window, text="Delete it?", more="It is gone then.", action="Delete", on_yes=lambda: None)


def _open(dialog: QWidget) -> QWidget:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


PLACES: dict[str, Place] = {
    "conversation": _side("conversation"),
    "summary": _side("summary"),
    "history": _side("history"),
    "finding": _found,
    **{
        page: _settings(page)
        for page in ("model", "folders", "appearance", "privacy", "cloud", "sent", "figures", "diagnostics")
    },
    "preview": _preview,
    "password": _password,
    "name": _name,
    "properties": _properties,
    "deletion": _deletion,
    "confirmation": _confirmation,
}
everywhere = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())


def _settled(qtbot: QtBot, sitting: Sitting, place: Place) -> QWidget:
    """The place once everything in it has come."""
    root = place(sitting)
    root.activateWindow()
    qtbot.waitUntil(lambda: not sitting.jobs.busy and not sitting.window.pages.prints.busy, timeout=30_000)
    QApplication.processEvents()
    return root


def _first_start(sitting: Sitting, step: int) -> QWidget:
    first = sitting.window._first
    assert first is not None
    first._go_to(step)
    return first


@everywhere
def test_every_control_has_a_name_is_reached_and_shows_the_focus(qtbot: QtBot, full: Sitting, place: Place) -> None:
    _check(_settled(qtbot, full, place))


@pytest.mark.parametrize("name", ["conversation", "summary", "history", "privacy"])
def test_the_same_where_there_is_nothing_yet(qtbot: QtBot, empty: Sitting, name: str) -> None:
    _check(_settled(qtbot, empty, PLACES[name]))


@pytest.mark.parametrize("step", [0, 1, 2])
def test_the_same_at_the_first_start(qtbot: QtBot, fresh: Sitting, step: int) -> None:
    _check(_settled(qtbot, fresh, lambda sitting: _first_start(sitting, step)))


def _check(root: QWidget) -> None:
    reachable = controls(root)
    assert reachable
    assert not [described(one) for one in reachable if not spoken(one)], "controls without a name"
    assert not [described(one) for one in buttons(root) if not one.text() and not one.toolTip()], (
        "buttons without words"
    )
    for back in (False, True):
        came = tab_round(reachable[0], back=back)
        assert QApplication.focusWidget() is came[0], "Tab does not come round"
        reached = {*came, *(other for one in came for other in group_of(one))}
        assert not [described(one) for one in reachable if one not in reached], "controls that Tab does not reach"
    if len(reachable) > 1:
        others = {one: next(other for other in reachable if other is not one) for one in reachable}
        assert not [described(one) for one in reachable if not shows_focus(one, others[one])], "focus that is not seen"


def test_tab_goes_as_one_reads(qtbot: QtBot, full: Sitting) -> None:
    _settled(qtbot, full, PLACES["conversation"])
    came = [spoken(one) for one in tab_round(full.window.shelf.header.add_button)]
    parts = ["Add PDFs…", "Filter documents", "Documents", "Page", "Pages", "Ask again", "Answer", "Question"]
    assert [name for name in came if name in parts] == parts


# Large text, and the other direction


@everywhere
def test_nothing_is_cut_off_at_twice_the_size(qtbot: QtBot, theme: Theme, full: Sitting, place: Place) -> None:
    theme.choose(text_size=200)
    full.window.resize(900, 600)
    root = _settled(qtbot, full, place)

    _wait_until_whole(qtbot, root)
    assert not scrolled_sideways(root)


@pytest.mark.parametrize("step", [0, 1, 2])
def test_nothing_of_the_first_start_is_cut_off_at_twice_the_size(
    qtbot: QtBot, theme: Theme, fresh: Sitting, step: int
) -> None:
    theme.choose(text_size=200)
    fresh.window.resize(900, 600)
    _wait_until_whole(qtbot, _settled(qtbot, fresh, lambda sitting: _first_start(sitting, step)))


def _wait_until_whole(qtbot: QtBot, root: QWidget) -> None:
    """Lines that wrap have their height a little later than their width, and what stands below them later still."""

    def whole() -> None:
        assert not list(clipped(root))

    qtbot.waitUntil(whole)


def test_from_right_to_left_the_library_is_at_the_right(qtbot: QtBot, full: Sitting) -> None:
    window = full.window

    def left(widget: QWidget) -> int:
        return widget.mapTo(window, QPoint(0, 0)).x()

    assert left(window.shelf) < left(window.pages) < left(window.sides)
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: left(window.shelf) > left(window.pages) > left(window.sides))
    box = window.conversation.box
    assert left(box.send) < left(box.scope)


# Colours


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXTS = [
    *((text, ground) for text in ("text", "muted") for ground in ("window", "panel", "card", "tint")),
    *((text, ground) for text in ("error", "warning", "good", "accent") for ground in ("window", "panel", "card")),
    ("on_accent", "accent"),
    ("window", "text"),
]
LINES = [(line, ground) for line in ("edge", "accent") for ground in ("window", "panel", "card")]


def test_contrast_is_computed_as_it_is_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("colours", "least"), [(LIGHT, 4.5), (DARK, 4.5), (CONTRAST, 7.0)], ids=["light", "dark", "contrast"]
)
def test_text_and_edges_stand_out_from_their_ground(colours: Colours, least: float) -> None:
    texts = {pair: contrast(*(getattr(colours, name) for name in pair)) for pair in TEXTS}
    lines = {pair: contrast(*(getattr(colours, name) for name in pair)) for pair in LINES}
    assert {pair: round(ratio, 2) for pair, ratio in texts.items() if ratio < least} == {}
    assert {pair: round(ratio, 2) for pair, ratio in lines.items() if ratio < 3.0} == {}


@pytest.mark.parametrize("mark", ["mark", "mark_strong"])
def test_black_print_can_be_read_through_the_marks(mark: str) -> None:
    assert min(contrast("#000000", getattr(colours, mark)) for colours in (LIGHT, DARK, CONTRAST)) >= 7.0
