"""Removals that can still be undone. In the library they are hidden meanwhile; who lets time go by decides when they are over."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal


class Removal(QObject):
    """Files that were removed in one go; `keep_answers`: what was answered about them is to stay."""

    keep_answers = False

    def __init__(self, paths: Iterable[Path], seconds: float, parent: QObject) -> None:
        super().__init__(parent)
        self.paths = list(paths)
        self.timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))


class Removals(QObject):
    """`over` has the paths that are to be removed for good now; `changed` comes whenever another removal is the last one."""

    over = Signal(object)
    changed = Signal()

    def __init__(self, seconds: float, parent: QObject) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._pending: list[Removal] = []

    @property
    def latest(self) -> list[Path]:
        """What an undo would bring back."""
        return list(self._pending[-1].paths) if self._pending else []

    @property
    def paths(self) -> set[Path]:
        return {path for removal in self._pending for path in removal.paths}

    def add(self, paths: Iterable[Path]) -> None:
        removal = Removal(paths, self._seconds, self)
        removal.timer.timeout.connect(lambda: self._on_over(removal))
        self._pending.append(removal)
        removal.timer.start()
        self.changed.emit()

    @property
    def pending(self) -> list[Removal]:
        return list(self._pending)

    @property
    def keeps_answers(self) -> bool:
        """Whether the latest one does."""
        return bool(self._pending) and self._pending[-1].keep_answers

    def keep_answers(self, keep: bool) -> list[Path]:
        """Decide it for the latest one: its files."""
        if self._pending:
            self._pending[-1].keep_answers = keep
        return self.latest

    def undo(self) -> list[Path]:
        """Take the last one back."""
        if not self._pending:
            return []
        removal = self._pending[-1]
        self._forget(removal)
        return removal.paths

    def rescue(self, path: Path) -> bool:
        """Take one file out of its removal; false if it is not being removed."""
        removal = next((one for one in self._pending if path in one.paths), None)
        if removal is None:
            return False
        removal.paths.remove(path)
        if removal.paths:
            self.changed.emit()
        else:
            self._forget(removal)
        return True

    def take_all(self) -> list[Path]:
        """All that is pending, which is no longer undone or removed here."""
        paths = [path for removal in self._pending for path in removal.paths]
        for removal in list(self._pending):
            self._forget(removal)
        return paths

    def _on_over(self, removal: Removal) -> None:
        self._forget(removal)
        self.over.emit(removal.paths)

    def _forget(self, removal: Removal) -> None:
        removal.timer.stop()
        self._pending.remove(removal)
        removal.deleteLater()
        self.changed.emit()
