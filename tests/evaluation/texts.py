"""The raw text of pages, as anybody's first attempt would have it, and whether a quote stands there."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from tests.evaluation.score import Reply, Share


@lru_cache(maxsize=8)
def _texts(pdf: Path) -> tuple[str, ...]:
    import pymupdf

    with pymupdf.open(pdf) as document:
        return tuple(page.get_text() for page in document)


def page_text(pdf: Path, page: int) -> str:
    """Empty where the PDF has no such page."""
    texts = _texts(pdf)
    return texts[page - 1] if 0 < page <= len(texts) else ""


@lru_cache(maxsize=100_000)
def bare(text: str) -> str:
    """Without white space, without hyphens at the ends of lines, one form of each character (hyphens that may not break, too)."""
    text = unicodedata.normalize("NFKC", text).replace("\u2010", "-")
    text = re.sub(r"[-\u00ad]\n(?=\w)", "", text)
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def stands(quote: str, pdf: Path, page: int) -> bool:
    """Whether a quote stands on a page, character for character but for white space. Cells, which a quote parts by bars, and lines
    are looked up one by one: the PDF may hold them in another order."""
    there = bare(page_text(pdf, page))
    return all(bare(part) in there for part in re.split(r"[|\n]", quote))


def verbatim(replies: Iterable[Reply], pdfs: Mapping[str, Path]) -> Share:
    """How many quotes stand on the page they name; `pdfs` by name."""
    found = [
        stands(quote, pdfs[file], page)
        for reply in replies
        for (file, page), quote in zip(reply.places, reply.quotes, strict=True)
    ]
    return Share(sum(found), len(found))
