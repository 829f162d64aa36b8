"""The refusal: an honest answer, with what was searched and the nearest that was found."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from app.answers.cite import BoxesOf, PageOf
from app.answers.places import pieces
from app.answers.sentences import sentences
from app.answers.swapped import headed
from app.answers.terms import terms
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
    page = page_of(passage.document, span.page)
    quote = " ".join(page.text[span.start : span.end].split())
    return Citation(
        0, passage.document, passage.file, span.page, page.label, quote, boxes_of(page, span.start, span.end)
    )


def unmentioned(words: Sequence[str], near: Citation | None, read: Sequence[Passage]) -> tuple[str, ...]:
    """Those of `words` that what was read around the nearest does not have."""
    if near is None:
        return tuple(words)
    around = [p for p in read if p.document == near.document and p.pages[0] <= near.page <= p.pages[1]]
    text = "\n".join(map(headed, around))
    return tuple(word for word in words if word not in text)


def refusal(scope: Scope, near: Citation | None, missing: Sequence[str] = ()) -> str:
    """A few sentences: that nothing was found (never that nothing is there), what was searched, the nearest, and what the
    question names and nothing near it mentions."""
    said = ["The document does not say." if scope.documents == 1 else "The documents do not say."]
    pages = "1 page was" if scope.pages == 1 else f"{scope.pages} pages were"
    of = "" if scope.documents == 1 else f" of {scope.documents} documents"
    said.append(f"{pages} searched{of}, {_how(scope)}.")
    if near is None:
        return " ".join([*said, "Nothing on them is close to the question."])
    whole = near.quote
    quote = whole if len(whole) <= _LONGEST_QUOTE else f"{whole[:_LONGEST_QUOTE].rpartition(' ')[0]} …"
    said.append(f"The nearest, which is not an answer, is on page {near.page} of {near.file}: “{quote}”")
    return " ".join([*said, *_named(missing, near)])


def _how(scope: Scope) -> str:
    if scope.by_meaning >= scope.pages:
        return "by words and by meaning"
    if not scope.by_meaning:
        return "by words only"
    return f"by words, and {scope.by_meaning} of them by meaning"


def _named(missing: Sequence[str], near: Citation) -> list[str]:
    """'Nothing near it mentions 2019; it is about 2021.'"""
    if not missing:
        return []
    years = [year for year in dict.fromkeys(_YEAR.findall(near.quote)) if year not in missing]
    other = f"; it is about {_listed(years)}" if years and any(map(_YEAR.fullmatch, missing)) else ""
    return [f"Nothing near it mentions {_listed(missing)}{other}."]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
