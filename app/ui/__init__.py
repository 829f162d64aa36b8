"""The window. `run` opens it; nothing else of this room is used from outside, and nothing of it is imported by the command line."""
