"""Models elsewhere in the window: setting one up, the exact text before it leaves, and what has left. Nothing here decides to send."""
