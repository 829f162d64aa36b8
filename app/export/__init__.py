"""Conversations written down: Markdown, Word, PDF. Knows no window and no library.

conversation, turns ─► compose (blocks) ─► as_markdown | as_word | as_pdf
"""

from app.export.as_markdown import markdown
from app.export.as_pdf import pdf
from app.export.as_word import word

__all__ = ["markdown", "pdf", "word"]
