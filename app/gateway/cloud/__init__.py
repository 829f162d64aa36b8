"""One approved text goes to one address, once, and its answer comes back as text.

`letter` checks again what was approved, `keys` are what opens the provider, `events` reads streams, `dialects` how providers want to be
asked and what they answer, `trouble` what they say instead of an answer, `sending` is the whole way.

A request has these headers and no others: Host, Content-Type (application/json), Content-Length, Accept (text/event-stream),
Accept-Encoding (identity), User-Agent (inglenook and its version), Connection (close), and the key's: Authorization (Bearer), or x-api-key
and anthropic-version.
"""
