"""The gateway: the one process that may open an INET socket. Started by name (`python -m app.gateway`), imported by nobody.

It reads one JSON object in one line, does what it asks, and writes JSON lines:
`{"progress": {"done", "total", "file"}}`, `{"note": "a sentence"}`, then one of `{"done": …}`,
`{"error": {"kind", "values"}}` for what the user can mend, `{"fault": "traceback"}` for a bug.
It ends as soon as its standard input closes, so it never outlives the process that started it.
"""
