"""Summaries of the document that is open."""

from app.ui.summary.panel import SummaryPanel

__all__ = ["SummaryPanel"]
