"""What is asked, and of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.types import Document

Kind = Literal["document", "pages", "collection", "everything"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and exactly the documents that it is asked of, by id; `pages` of one document only."""

    question: str
    documents: tuple[str, ...] = ()
    pages: tuple[int, int] | None = None
    thorough: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the library is to be searched; `name` of a collection, `pages` as they were typed."""

    kind: Kind = "document"
    name: str = ""
    pages: str = ""


def searchable(documents: Sequence[Document]) -> list[Document]:
    return [document for document in documents if document.state in {"ready", "words"}]


def resolved(choice: Choice, documents: Sequence[Document], current: Document | None) -> list[Document]:
    """The documents that `choice` means now: without a document that is open, all of them."""
    able = searchable(documents)
    if choice.kind == "collection":
        return [document for document in able if choice.name in document.collections]
    if choice.kind in {"document", "pages"} and current is not None:
        return [document for document in able if document.id == current.id]
    return able
