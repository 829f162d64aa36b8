"""What is masked before a text leaves, and how it is put back.

`find` finds what has a shape of its own in one text, `find_names` the names over several; a `Masking` is a plain value over several
texts: masks are lifted and added by making another one. Nothing here promises that a text tells nothing about anyone: it tells
what was looked for.
"""

from app.cloud.masking.finding import find
from app.cloud.masking.kinds import CATEGORIES, NAMES, Category, Finding, settled
from app.cloud.masking.masked import Locked, Mask, MaskedText, Masking
from app.cloud.masking.names import find_names

__all__ = [
    "CATEGORIES",
    "NAMES",
    "Category",
    "Finding",
    "Locked",
    "Mask",
    "MaskedText",
    "Masking",
    "find",
    "find_names",
    "settled",
]
