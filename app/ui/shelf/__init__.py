"""The list of documents at the left: what is there, what is being read, and what it is sorted into."""

from app.ui.shelf.panel import LibraryPanel

__all__ = ["LibraryPanel"]
