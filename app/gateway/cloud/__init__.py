"""One approved text goes to one address, once, and its answer comes back as text.

`letter` checks again what was approved, `keys` are what opens the provider, `events` reads streams, `dialects` how providers want to be
asked and what they answer, `trouble` what they say instead of an answer, `sending` is the whole way.
"""
