"""From a dropped file to a document that can be asked about."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.ui.shelf import LibraryPanel
from tests import material
from tests.ui.shelf.conftest import states

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("propagateSizeHints")]


def _drop(panel: LibraryPanel, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(20, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    panel.dropEvent(event)
    return event.isAccepted()


def test_a_dropped_file_is_queued_read_and_becomes_ready(
    qtbot: QtBot, panel: LibraryPanel, pdf: Callable[..., Path]
) -> None:
    seen: list[str] = []
    panel.shelf.changed.connect(lambda: seen.extend(states(panel).values()))
    panel.shelf.touched.connect(lambda entry: seen.append(entry.state))
    busy: list[bool] = []
    panel.busy_changed.connect(busy.append)
    assert _drop(panel, pdf("review.pdf"))
    qtbot.waitUntil(lambda: states(panel) == {"review.pdf": "ready"}, timeout=30_000)
    order = list(dict.fromkeys(seen))
    assert order[:2] == ["queued", "reading"] and order[-1] == "ready" and "words" in order
    assert [document.file for document in panel.documents()] == ["review.pdf"]
    qtbot.waitUntil(lambda: busy == [True, False])
    assert not panel.work_bar.isVisible()
