"""Pages that are pictures become words with places, on this machine. It runs in a worker process of its own.

A page is drawn; `lines` finds where text runs (a network that marks it pixel by pixel), `strips` cuts each line out of the drawing and
sets it upright, `letters` reads the strip (a second network), and `pages` puts it together. The networks are PP-OCRv6's small ones.
"""
