"""What is kept of the window from one run of the program to the next."""

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject

from app.errors import UserFixable
from app.host import settings
from app.library import Library
from app.stop import Stop
from app.types import Document
from app.ui.jobs import Jobs
from app.ui.keeping import Keeping

if TYPE_CHECKING:
    from app.ui.window import Window

_FIRST_SIZE = (1360, 860)


class Resuming(QObject):
    """Size and columns, the document that is open and where one was in each, the conversation, a question that has no answer
    yet. Nothing of a document that is not in the library any more."""

    def __init__(self, window: "Window", library: Library, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._file = library.rooms.paths.settings
        self._keeping = Keeping(library, jobs, self)
        self._document: object = None
        """What was open, until the library is known."""

    def restore(self, chosen: settings.Settings) -> None:
        window, kept = self._window, chosen.window
        window.resize(*_FIRST_SIZE)
        for name, restore in (("geometry", window.restoreGeometry), ("columns", window.columns.restoreState)):
            if isinstance(value := kept.get(name), str):
                restore(QByteArray.fromBase64(value.encode()))
        if isinstance(pages := kept.get("pages"), dict):
            window.pages.restore(pages)
        if isinstance(conversation := kept.get("conversation"), str):
            window.conversation.open_conversation(conversation)
        if isinstance(draft := kept.get("draft"), str):
            window.conversation.restore_draft(draft)
        self._document = kept.get("document")
        window.shelf.documents_changed.connect(self._on_first_list)

    def _on_first_list(self, documents: list[Document]) -> None:
        """The document that was open is open again."""
        self._window.shelf.documents_changed.disconnect(self._on_first_list)
        before = next((document for document in documents if document.id == self._document), None)
        self._document = None
        if before is not None:
            self._window.pages.show_document(before)

    def keep(self) -> None:
        """Now, beside the window."""
        self._keeping.keep(window=self._state())

    def last(self) -> Callable[[Stop], None]:
        """Keeps it as it is now, when it is called after the end."""
        state = self._state()

        def save(stop: Stop) -> None:
            with contextlib.suppress(
                UserFixable
            ):  # a folder that cannot be written is no reason to leave other things undone
                settings.change(self._file, window=state)

        return save

    def _state(self) -> dict[str, object]:
        window = self._window
        if window.shelf.is_loaded:
            window.pages.keep_only({document.id for document in window.shelf.documents()})
        shown = window.pages.document
        return {
            "geometry": bytes(window.saveGeometry().toBase64().data()).decode(),
            "columns": bytes(window.columns.saveState().toBase64().data()).decode(),
            "pages": window.pages.state(),
            "conversation": window.conversation.conversation,
            "draft": window.conversation.draft,
            "document": self._document if shown is None else shown.id,
        }
