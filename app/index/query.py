"""A question becomes terms: its words as the full-text index spells them, without those that carry no meaning."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.index import forms
from app.index.catalog.lexical import quoted
from app.index.catalog.tokens import stems_of
from app.tongues import COMPOUNDING, function_words, is_unspaced, language_of, spelled

__all__ = ["Query", "Term", "names_something", "parse", "stems_of"]

_WORD = re.compile(r"\w+(?:[^\w\s]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_ELIDING = frozenset({"fr", "it"})
"""Languages that write a vowel less before a vowel, with an apostrophe."""

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
    """One or more stems that must stand one after the other ('2,400' is '2' and '400'); `place` counts the question's words.
    `text` is what the full-text index makes these stems of."""

    stems: tuple[str, ...]
    text: str
    place: int
    also: tuple["Term", ...] = ()
    """The same as other languages of the scope spell it, other ways to write it ('1250'), and longer words that it is a part of:
    each counts as the term."""

    @property
    def readings(self) -> tuple["Term", ...]:
        return (self, *self.also)

    @property
    def match(self) -> str:
        """The term in the full-text query language."""
        texts = " OR ".join(quoted(reading.text) for reading in self.readings)
        return f"({texts})" if self.also else texts

    @property
    def only(self) -> str | None:
        """The one token that the term is, if it is no more."""
        return self.stems[0] if len(self.stems) == 1 and not self.also else None


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem for term in self.terms for reading in term.readings for stem in reading.stems)


def names_something(question: str) -> bool:
    """Whether a question has a word that can be looked for; 'What is this document about?' has none."""
    words = [_plain(word) for word in _words(question, language_of(question))]
    grammar = _grammar(question, ())
    return not words or any(word not in grammar and word not in _OF_ITSELF for word in words)


def parse(question: str, languages: Collection[str] = ("en",)) -> Query:
    """`languages` are those of the texts that are searched. Function words count only where there is nothing else."""
    question = forms.plain(question)
    grammar = _grammar(question, languages)
    words = _words(question, language_of(question))
    kept = [(place, word) for place, word in enumerate(words) if _plain(word) not in grammar]
    pieces = _with_forms(kept or list(enumerate(words)), languages, grammar)
    days = [_Piece(len(words), texts) for texts in forms.dates(question, languages)]
    return Query(_terms([*pieces, *days], languages))


def _grammar(question: str, languages: Collection[str]) -> frozenset[str]:
    """Function words of the question's language; where that cannot be told, of English and of the texts."""
    own = language_of(question)
    return function_words(own) or frozenset().union(*(function_words(language) for language in ("en", *languages)))


def _words(question: str, language: str) -> list[str]:
    """Without 's' and what is left out before an apostrophe ('l'inscription')."""
    words = [_POSSESSIVE.sub("", word) for word in _WORD.findall(question)]
    if language in _ELIDING:
        words = [piece for word in words for piece in re.split("['’]", word) if piece]
    return words


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of the question, or a part of one, and other ways to write it."""

    place: int
    texts: Sequence[str]


def _with_forms(
    words: Sequence[tuple[int, str]], languages: Collection[str], grammar: frozenset[str]
) -> Iterator[_Piece]:
    pieces = [(place, piece, word) for place, word in words for piece in _pieces(word, grammar)]
    together = forms.joined([(place, piece) for place, piece, _ in pieces])
    for (place, piece, word), joined in zip(pieces, together, strict=True):
        yield _Piece(place, [piece, *forms.others(word, languages), *joined])


def _terms(pieces: Sequence[_Piece], languages: Collection[str]) -> tuple[Term, ...]:
    # Those first whose words are looked for inside longer ones: what two languages spell alike is spelled as they do.
    ordered = sorted(languages, key=lambda language: (language not in COMPOUNDING, language))
    readings = [
        list(dict.fromkeys(spelled(text, language).strip() for text in piece.texts for language in ordered))
        for piece in pieces
    ]
    stems = iter(stems_of([text for texts in readings for text in texts]))
    terms: dict[tuple[str, ...], Term] = {}
    for piece, texts in zip(pieces, readings, strict=True):
        made: dict[tuple[str, ...], Term] = {}
        for text in texts:
            if own := next(stems):
                made.setdefault(own, Term(own, text, piece.place))
        if made:
            first, *others = made.values()
            terms.setdefault(first.stems, replace(first, also=tuple(others)))
    return tuple(terms.values())


def _pieces(word: str, grammar: frozenset[str]) -> list[str]:
    """A compound of words is its words; numbers, codes and abbreviations stay whole. A run without spaces is its pairs."""
    if is_unspaced(word):
        return spelled(word, "").split()
    parts = re.findall(r"\w+", word)
    whole = any(len(part) == 1 or any(map(str.isdigit, part)) for part in parts)
    return [" ".join(parts)] if whole else parts
