"""The gateway: the one process that may open an INET socket. Started by name (`python -m app.gateway`), imported by nobody.

It reads one JSON object in one line, does what it asks, and writes JSON lines; `null` stands for what is not known:

`{"pull": {"model": ID, "models": FOLDER}}` → `{"progress": {"done", "total", "file"}}`…, `{"done": {"model"}}`
`{"key": {"do": "set"|"has"|"forget", "provider": ID, "key"?: TEXT}}` → `{"done": {"has": bool, "keyring": NAME}}`
`{"send": {"provider": {"id", "dialect", "address", "model", "trusted"?}, "digest": HEX, "body": TEXT, "key"?: TEXT}}` →
`{"text": WORDS}`…, `{"done": {"model", "ended": bool, "finish", "tokens": {"prompt", "generated"}}}`. `digest` is the SHA-256 of `body` as
UTF-8; an empty `key` sends without one, none means the keyring's. `ended`: the model came to its own end and was not cut at a limit.

Besides these `{"note": "a sentence"}`, and in place of `done` `{"error": {"kind", "values"}}` for what the user can mend, after which words
that came before still stand, or `{"fault": "where"}` for a bug. It ends as soon as its standard input closes, so it never outlives the
process that started it.
"""
