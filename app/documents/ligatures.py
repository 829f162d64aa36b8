"""Some programs lose the second letter of a ligature, on the page as well as in the text: 'defned', 'offce', 'fnd'.

Where a long text has next to no 'fi' and 'fl' but many an 'f' before a consonant that never follows it, the ligatures are
lost, and the 'i' is put back there. What could be a word either way ('fles', 'refect') is left as it stands.
"""

import re
from collections.abc import Sequence

from app.documents.fragments import RawPage
from app.documents.inserting import inserted

_LOST = re.compile(r"(?<=[^\W\d_]f)(?=[cdnvxz])|(?<=\b[fF])(?=[cdgnvxz])|(?<=[eo]nf)(?=g)")
_KEPT = re.compile(r"f[il]", re.IGNORECASE)
_LEAST = 60
"""Letters f that a text must have before anything is concluded from it."""
_FEW = 0.02
_MANY = 5


def mended(pages: Sequence[RawPage]) -> list[RawPage]:
    """The pages, with the lost letters put back if the document has lost them."""
    return [_mended(page) for page in pages] if _has_lost(pages) else list(pages)


def _has_lost(pages: Sequence[RawPage]) -> bool:
    letters = sum(page.text.count("f") for page in pages)
    if letters < _LEAST or sum(len(_KEPT.findall(page.text)) for page in pages) > _FEW * letters:
        return False
    return sum(len(_LOST.findall(page.text)) for page in pages) >= _MANY


def _mended(page: RawPage) -> RawPage:
    return inserted(page, [match.start() for match in _LOST.finditer(page.text)], "i", before=True)
