"""A walk through the real program: a screen of its own, real keys and clicks, pictures. `python -m tests.walk --help`."""
