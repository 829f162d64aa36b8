"""The pages of a document: seen, searched, selected, with the places that answers come from."""

from app.ui.pages.panel import PagesPanel

__all__ = ["PagesPanel"]
