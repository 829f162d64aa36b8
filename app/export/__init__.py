"""Conversations written down: Markdown, Word, PDF. Knows no window and no library."""
