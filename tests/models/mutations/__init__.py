"""Damaged and hostile GGUF files, made by the thousand: `python -m tests.models.mutations --help`."""
