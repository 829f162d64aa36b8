"""Words that are near in meaning: what the documents call something that the question calls something else.

The list is made once by packaging/near_words.py from the embeddings of single words (all-MiniLM-L6-v2), so that nothing has to be
embedded for it and search by words alone has it too: 'bikes' finds 'bicycles', 'employees' 'staff'. Expanding a query by
the neighbours of its words in a space of embeddings is described by Kuzi, Shtok and Kurland (2016). English only.
"""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.index.catalog.tokens import stems_of
from app.index.query import Query, Term, parse
from app.tongues import language_of

_FILE = Path(__file__).resolve().parents[2] / "resources" / "near-words.txt.gz"
_NEAR = re.compile(r"(?<![a-z])([a-z]+)(\d+)")
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ing", ""))
"""What is taken off a word, and what is put there instead, to find its shorter form."""
_NAME = re.compile(r"(?<=[\w,;–-] )[A-Z]\w*")
"""A capital inside a sentence."""
_EXACTLY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion
    first second third fourth fifth sixth seventh eighth ninth tenth
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday north south east west"""
_EXACT = frozenset(_EXACTLY.split())
"""Words that mean exactly what they say: what is near to them is something else."""


@dataclass(frozen=True, slots=True)
class Near:
    """A word that stands for another one; `likeness` is their cosine."""

    term: Term
    likeness: float


def near_terms(question: str, query: Query) -> Mapping[Term, tuple[Near, ...]]:
    """For the question's words that have any, the words near to them, nearest first. Names have none, nor has another
    language than English."""
    if language_of(question) not in ("en", ""):
        return {}
    names = {name.lower() for name in _NAME.findall(question)}
    found = {term: near for term in query.terms if (near := _of(term, names))}
    texts = sorted({word for near in found.values() for word in near})
    terms = {word: Term(stems, word, 0) for word, stems in zip(texts, stems_of(texts), strict=True) if stems}
    return {term: _made(term, near, terms) for term, near in found.items()}


def near_words_of(question: str) -> dict[str, dict[str, float]]:
    """For words of the question, the words near to them with their likeness."""
    found = near_terms(question, parse(question))
    return {term.text: {one.term.text: one.likeness for one in near} for term, near in found.items()}


def _of(term: Term, names: set[str]) -> Mapping[str, float]:
    """Words and their likeness."""
    words = {reading.text.lower() for reading in term.readings}
    if words & (names | _EXACT):
        return {}
    return next((near for word in sorted(words) if (near := near_words(word))), {})


def _made(term: Term, near: Mapping[str, float], terms: Mapping[str, Term]) -> tuple[Near, ...]:
    own = {reading.stems for reading in term.readings}
    return tuple(Near(terms[word], likeness) for word, likeness in near.items() if terms[word].stems not in own)


@cache
def near_words(word: str) -> Mapping[str, float]:
    """The words near to one in lower case, nearest first, with their cosines from 0.5. One that is not listed has those of
    its shorter form, if that is."""
    forms = [word, *(word.removesuffix(ending) + own for ending, own in _ENDINGS if word.endswith(ending))]
    line = next((_lines()[form] for form in forms if form in _lines()), "")
    return {near: int(hundredths) / 100 for near, hundredths in _NEAR.findall(line)}


@cache
def _lines() -> Mapping[str, str]:
    """5 MB, read in 30 ms when it is first wanted."""
    text = gzip.decompress(_FILE.read_bytes()).decode()
    return {word: near for word, _, near in (line.partition(" ") for line in text.splitlines())}
