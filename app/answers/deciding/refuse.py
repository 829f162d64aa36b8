"""The refusal: an honest answer, with what was searched and the nearest that was found."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from app.answers.deciding.refusal_words import Wording, wording
from app.answers.deciding.swapped import headed
from app.answers.places import BoxesOf, PageOf, citation, pieces
from app.answers.text.sentences import sentences
from app.answers.text.terms import terms
from app.types import Citation, Passage, Scope

_LONGEST_QUOTE = 200
"""Characters of the nearest sentence that are shown inside the refusal; the citation has all of it."""
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def nearest(question: str, read: Sequence[Passage], page_of: PageOf, boxes_of: BoxesOf) -> Citation | None:
    """The sentence or row of what was read that shares the most with the question, rare words counting more, as a citation
    without a mark (0): it is near, and no answer."""
    asked = terms(question).all
    places = [(passage, start, end) for passage in read for start, end in sentences(passage.text)]
    known = [terms(passage.text[start:end]).all & asked for passage, start, end in places]
    counts = Counter(term for held in known for term in held)
    shared = [sum(math.log(1 + len(places) / counts[term]) for term in held) for held in known]
    if not places:
        return None
    passage, start, end = places[shared.index(max(shared))]
    span = pieces(passage.spans, start, end)[0]
    return citation(0, passage.document, passage.file, span, page_of, boxes_of)


def unmentioned(words: Sequence[str], near: Citation | None, read: Sequence[Passage]) -> tuple[str, ...]:
    """Those of `words` that what was read around the nearest does not have."""
    if near is None:
        return tuple(words)
    around = [p for p in read if p.document == near.document and p.pages[0] <= near.page <= p.pages[1]]
    text = "\n".join(map(headed, around))
    return tuple(word for word in words if word not in text)


def refusal(scope: Scope, near: Citation | None, missing: Sequence[str] = (), language: str = "en") -> str:
    """A few sentences in the language of the question: that nothing was found (never that nothing is there), what was searched,
    the nearest, and what the question names and nothing near it mentions."""
    words = wording(language)
    of = "" if scope.documents == 1 else words.of_documents.format(documents=scope.documents)
    said = [
        words.silent[scope.documents != 1],
        words.searched[scope.pages != 1].format(pages=scope.pages, of=of, how=_how(scope, words)),
    ]
    if near is None:
        return " ".join([*said, words.nothing])
    opening, closing = words.quotes
    quote = f"{opening}{_short(near.quote)}{closing}"
    said.append(words.nearest.format(page=near.page, file=near.file, quote=quote))
    return " ".join([*said, *_named(missing, near, words)])


def _short(quote: str) -> str:
    """Cut between words, if there are any."""
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    cut = quote[:_LONGEST_QUOTE]
    return f"{cut.rpartition(' ')[0] or cut} …"


def _how(scope: Scope, words: Wording) -> str:
    if scope.by_meaning >= scope.pages:
        return words.by_both
    return words.by_some.format(count=scope.by_meaning) if scope.by_meaning else words.by_words


def _named(missing: Sequence[str], near: Citation, words: Wording) -> list[str]:
    """'Nothing near it mentions 2019; it is about 2021.'"""
    if not missing:
        return []
    years = [year for year in dict.fromkeys(_YEAR.findall(near.quote)) if year not in missing]
    about = words.about.format(years=_listed(years, words)) if years and any(map(_YEAR.fullmatch, missing)) else ""
    return [words.missing.format(words=_listed(missing, words), about=about)]


def _listed(items: Sequence[str], words: Wording) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {words.either} {items[-1]}"
