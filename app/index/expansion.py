"""A question's words made fit for what the library has.

Words written together, as German, Dutch, the Nordic languages and Finnish do: a question's word is also sought inside longer ones
('Haushalt' in 'Nachtragshaushalt'), and a long word that the library does not have is sought by its parts.

No dictionary is needed: the question names one part, and what the library has tells the other (compare Koehn and Knight, 2003,
who split words into parts that a corpus knows). Of scripts without spaces, pairs of letters that no text has are dropped: most of them
straddle two words.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from sqlite3 import Connection

from app.index.catalog import spelling
from app.index.catalog.tokens import stems_of
from app.index.query import Query, Term
from app.tongues import COMPOUNDING, is_unspaced, spelled

_SHORTEST_PART = 4
"""Letters of a stem: shorter ones begin and end too many words that they are no part of."""
_MOST = 40
"""Longer words that a part is looked for in; the shortest, where it weighs most, come first."""


def expanded(connection: Connection, query: Query, languages: Collection[str]) -> Query:
    """The query for texts in these languages."""
    together = sorted(COMPOUNDING.intersection(languages))
    terms: dict[tuple[str, ...], Term] = {}
    for term in _without_straddling(connection, _without_unknown(connection, query.terms)):
        for made in _expanded(connection, term, together) if together else [term]:
            terms.setdefault(made.stems, made)
    return Query(tuple(terms.values()))


def _without_unknown(connection: Connection, terms: Sequence[Term]) -> list[Term]:
    """The terms without those other ways to write them that no text can have."""
    stems = {stem for term in terms for reading in term.also for stem in reading.stems}
    known = {stem for stem in stems if spelling.is_known(connection, stem)}
    return [replace(term, also=tuple(one for one in term.also if known.issuperset(one.stems))) for term in terms]


def _without_straddling(connection: Connection, terms: Sequence[Term]) -> Sequence[Term]:
    kept = [term for term in terms if not is_unspaced(term.text) or spelling.is_known(connection, term.stems[0])]
    return kept or terms


def _expanded(connection: Connection, term: Term, languages: Collection[str]) -> list[Term]:
    inside = _inside(connection, term)
    if inside or any(len(one.stems) > 1 or spelling.is_known(connection, one.stems[0]) for one in term.readings):
        return [replace(term, also=(*term.also, *inside))]
    return [replace(part, also=_inside(connection, part)) for part in _parts(connection, term, languages)] or [term]


def _inside(connection: Connection, term: Term) -> tuple[Term, ...]:
    """Longer words that begin or end with the term."""
    texts = {one.text.lower() for one in term.readings if len(one.text) >= _SHORTEST_PART and one.text.isalpha()}
    known = {one.stems for one in term.readings}
    found = {stem: text for part in sorted(texts) for text, stem in spelling.compounds(connection, part, _MOST)}
    return tuple(Term((stem,), text, term.place) for stem, text in found.items() if (stem,) not in known)


def _parts(connection: Connection, term: Term, languages: Collection[str]) -> list[Term]:
    """The parts of a long word that the library knows, where it is best divided: all of them, or the longest."""
    word = term.text.lower()
    if len(word) < spelling.SHORTEST_COMPOUND or not word.isalpha():
        return []
    divisions = [(word[:cut], word[cut:]) for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)]
    texts = [[spelled(part, language) for part in parts] for parts in divisions for language in languages]
    best: list[Term] = []
    for parts in texts:
        made = [Term(own, text, term.place) for text, own in zip(parts, stems_of(parts), strict=True) if len(own) == 1]
        known = [
            part for part in made if len(part.text) >= _SHORTEST_PART and spelling.is_known(connection, part.stems[0])
        ]
        if sum(len(part.text) for part in known) > sum(len(part.text) for part in best):
            best = known
    return best
