"""Asking: the conversation with its turns and the question box, and the list of kept conversations."""

from app.ui.conversation.history import HistoryPanel
from app.ui.conversation.panel import ConversationPanel

__all__ = ["ConversationPanel", "HistoryPanel"]
