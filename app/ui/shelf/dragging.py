"""Documents on their way from one collection to another."""

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

MIME = "application/x-inglenook-documents"


@dataclass(frozen=True, slots=True)
class Dragged:
    """Files of the list, and the collection from which they are dragged (None: none)."""

    paths: tuple[Path, ...]
    source: str | None

    def mime(self) -> QMimeData:
        data = QMimeData()
        told = {"paths": [str(path) for path in self.paths], "source": self.source}
        data.setData(MIME, json.dumps(told).encode())
        return data

    @classmethod
    def of(cls, data: QMimeData) -> "Dragged | None":
        """None if something else is dragged."""
        if not data.hasFormat(MIME):
            return None
        told = json.loads(bytes(data.data(MIME).data()))
        return cls(tuple(Path(path) for path in told["paths"]), told["source"])
