"""A folder in the system's file manager."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.ui.jobs import Jobs, Lane

OpenFolder = Callable[[Path], object]


def opening(jobs: Jobs, owner: QObject) -> OpenFolder:
    """What opens a folder, or the nearest one above where there is none of this name. Looked for beside the window: the folder
    may lie on a drive that does not answer."""

    def show(folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    return lambda folder: jobs.run(lambda tell, stop: _nearest(folder), lane=Lane.FOLDERS, owner=owner, on_done=show)


def _nearest(folder: Path) -> Path:
    return next((one for one in (folder, *folder.parents) if one.is_dir()), folder)
