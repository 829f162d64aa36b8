"""A question becomes terms: its words as the full-text index spells them, without those that carry no meaning."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from app.index.catalog.lexical import quoted
from app.index.catalog.schema import TOKENIZER

_WORD = re.compile(r"\w+(?:[^\w\s]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)

# Words of English that carry grammar, not content. What is common in one library only is left to its frequency there.
_GRAMMAR = """
    a about after all also am an and any are aren't as at be been before being between both but by can can't could
    couldn't did didn't do does doesn't doing don't during each for from had has have having he her here hers him his how
    i if in into is isn't it its just many me more most much my no nor not of off on once only or other our out over own
    please same shall she should so some such tell than that the their them then there these they this those through to
    too under until up upon us very was wasn't we were weren't what what's when where which while who whom whose why will
    with would you your"""
_FUNCTION_WORDS = frozenset(_GRAMMAR.split())

# Words that speak of the document itself, and what German needs to ask so: a question of nothing else names nothing to find.
_ITSELF = """
    contract contracts document documents file files main mainly page pages paper papers pdf pdfs report reports say says
    subject summarise summarize summary text texts topic
    aussage bericht berichte berichten bitte das datei dateien dem den der des die diese diesem diesen dieser dieses dokument
    dokumente dokumenten dokuments ein eine einem einen einer eines es fasse geht gehts handelt hier im ist inhalt kurz
    seite seiten sich sind steht text texten texts thema um vertrag verträge vom von was welches wovon worum zusammen
    zusammenfassung"""
_OF_ITSELF = frozenset(_ITSELF.split())


@dataclass(frozen=True, slots=True)
class Term:
    """One or more stems that must stand one after the other ('2,400' is '2' and '400'); `place` counts the question's words."""

    stems: tuple[str, ...]
    text: str
    place: int

    @property
    def match(self) -> str:
        """The term in the full-text query language."""
        return quoted(self.text)


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem for term in self.terms for stem in term.stems)


def names_something(question: str) -> bool:
    """Whether a question has a word that can be looked for; 'What is this document about?' has none."""
    words = [_POSSESSIVE.sub("", word).casefold().replace("’", "'") for word in _WORD.findall(question)]
    return not words or any(word not in _FUNCTION_WORDS and word not in _OF_ITSELF for word in words)


def parse(question: str) -> Query:
    """Function words count only where there is nothing else."""
    words = [_POSSESSIVE.sub("", word) for word in _WORD.findall(question)]
    kept = [
        (place, word) for place, word in enumerate(words) if word.casefold().replace("’", "'") not in _FUNCTION_WORDS
    ]
    return Query(_terms(kept or list(enumerate(words))))


def _terms(words: Sequence[tuple[int, str]]) -> tuple[Term, ...]:
    pieces = [(place, piece) for place, word in words for piece in _pieces(word)]
    terms: dict[tuple[str, ...], Term] = {}
    for (place, piece), stems in zip(pieces, stems_of([piece for _, piece in pieces]), strict=True):
        if stems:
            terms.setdefault(stems, Term(stems, piece, place))
    return tuple(terms.values())


def _pieces(word: str) -> list[str]:
    """A compound of words is its words; numbers, codes and abbreviations stay whole."""
    parts = re.findall(r"\w+", word)
    whole = any(len(part) == 1 or any(map(str.isdigit, part)) for part in parts)
    return [" ".join(parts)] if whole else parts


def stems_of(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The tokens of each text, spelled by the very tokenizer of the full-text index."""
    found: list[list[str]] = [[] for _ in texts]
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (x, tokenize='{TOKENIZER}')")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, instance)")
        connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", enumerate(texts))
        for index, stem in connection.execute("SELECT doc, term FROM v ORDER BY doc, offset"):
            found[index].append(stem)
    finally:
        connection.close()
    return [tuple(stems) for stems in found]
