"""Citing: each statement of an answer is placed where its support stands. Computed, not believed: the model's own marks,
if it wrote any, are dropped, and what nothing supports gets no mark.

A statement is compared with windows (a sentence, or two neighbouring ones) of the passages that the model read. Terms
are weighed by how rare they are among the windows, and the question's own words count little: an answer that only repeats
the question is not thereby supported.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.answers.citing.bearing import Reading, reading
from app.answers.citing.foreign import windows_abroad
from app.answers.citing.shortening import quoted_part
from app.answers.citing.sites import Place, places
from app.answers.places import BoxesOf, PageOf, citation, pieces
from app.answers.text.leads import without_leads
from app.answers.text.names import parts
from app.answers.text.sentences import Range, sentences
from app.answers.text.terms import Terms, terms
from app.types import Citation, Passage

Similar = Callable[[str, Sequence[str]], Sequence[float]]

_MARKS = re.compile(
    r"(?:(?<!\s)\s++)?(?:\[\d+(?:\s*[,–-]\s*\d+)*\]|【\d+】|\((?:see )?(?:excerpt|passage|source)s? \d+[^)\n]*\)?|\bexcerpt \d+ \([^)\n]*(?:\):?|$)|^excerpt \d+:)",
    re.IGNORECASE | re.MULTILINE,
)
_PARAGRAPH = re.compile(r"\n\s*\n")
_LONGEST_PAIR = 500
"""Characters."""
_ECHO = 0.25
"""Weight of a term that the question already had, beside 1 for one that the answer brings."""
_ENOUGH = 0.5
"""Share of a statement's weight that a window must hold to be cited for it."""
_FITS = 0.25
"""Share of what statement and question say that the place of a value must hold to be cited for it, whatever else is said."""
_FITS_ALONE = 0.05
"""The same for a figure of three digits or more, or a code, that stands at one place only."""
_HARDLY_ANY = 3
"""Windows: a sentence, and the pairs that it makes with its neighbours."""
_ANNOUNCING = terms(
    "document documents text excerpt excerpts passage passages page state states stated following follows list lists listed answer "
    "question say says provide provides provided mention mentions mentioned include includes included based given according information"
).stems
_MEANS_THE_SAME = 0.62
"""Cosine above which a window is cited although it uses other words."""
_MOST_PLACES = 3
_VALUE_WEIGHT = 2.0
_OTHER_WORD = 0.5
"""Weight of an ordinary word that stands nowhere in the passages: a small model says 'paid' where the text says 'at a rate
of'. An unknown name weighs in full."""
_MEANS_THE_SAME_WITH_VALUES = 0.45
"""The same for a window that has a value which the answer brings."""


@dataclass(frozen=True, slots=True)
class Window:
    """A run of a passage's text that could support a statement; `around` also has its section and its neighbours."""

    passage: int
    start: int
    end: int
    text: str
    terms: Terms
    around: Terms


@dataclass(frozen=True, slots=True)
class Statement:
    """A unit of the answer, `text[start:end]`, with the windows that support it, best first, and how well."""

    start: int
    end: int
    text: str
    terms: Terms
    windows: tuple[Window, ...]
    support: float
    empty: bool = False
    """It says nothing that could be borne: 'The document states the following:'."""


def without_marks(text: str) -> str:
    """The answer without the marks that the model invented, and without what it says about its excerpts."""
    return without_leads(_MARKS.sub("", text))


def windows(passages: Sequence[Passage]) -> list[Window]:
    found: list[Window] = []
    before: Place | None = None
    for place in places(passages):
        own = terms(place.text)
        around = _around(place)
        found.append(Window(place.passage, place.start, place.end, place.text, own, around))
        text = passages[place.passage].text
        if before is not None and before.passage == place.passage and before.row is place.row is None:
            first = (before.start, before.end)
            if _goes_on(text, first, (place.start, place.end)):
                pair = _joined([terms(before.text), own])
                found.append(Window(place.passage, first[0], place.end, text[first[0] : place.end], pair, around))
        before = place
    return found


def _around(place: Place) -> Terms:
    near = place.own | place.above | place.near | place.headings
    return Terms(
        frozenset(term for term in near if not _is_value(term)), frozenset(filter(_is_value, near)), frozenset()
    )


def _is_value(term: str) -> bool:
    return term[:1].isdigit() or term[:1] in "#-"


def _goes_on(text: str, one: Range, other: Range) -> bool:
    """Whether two units may be quoted as one: short enough, and of one paragraph."""
    return other[1] - one[0] < _LONGEST_PAIR and not _PARAGRAPH.search(text, one[1], other[0])


def place(text: str, question: str, passages: Sequence[Passage], similar: Similar | None = None) -> list[Statement]:
    """The statements of `text`, each with the windows that support it (none where nothing does)."""
    return list(placing(text, question, passages, similar))


def placing(
    text: str,
    question: str,
    passages: Sequence[Passage],
    similar: Similar | None = None,
    *,
    of: Sequence[Range] | None = None,
) -> Iterator[Statement]:
    """The same one by one, only those `of` these places if they are given: a statement takes seconds where a whole book was read."""
    candidates = windows(passages)
    weigh = _weights(candidates, terms(question))
    read = reading(question, tuple(passages))
    for start, end in stated(text) if of is None else of:
        yield _placed(text, start, end, candidates, weigh, read, similar)


def stated(text: str) -> list[Range]:
    """Where the statements of a text are."""
    return [(start, end) for start, end in sentences(text) if re.search(r"\w", text[start:end])]


def mark(
    text: str, statements: Sequence[Statement], passages: Sequence[Passage], page_of: PageOf, boxes_of: BoxesOf
) -> tuple[str, tuple[Citation, ...]]:
    """The answer with a mark behind each supported statement, and the citations in the order of their marks."""
    marks: dict[tuple[str, int, int, int], int] = {}
    citations: list[Citation] = []
    out, last = [], 0
    for statement in statements:
        numbers = []
        for window in statement.windows:
            passage = passages[window.passage]
            start, end = quoted_part(window.text, statement.terms)
            spans = pieces(passage.spans, window.start + start, window.start + end)
            key = (passage.document, spans[0].page, spans[0].start, spans[-1].end)
            if key not in marks:
                marks[key] = len(marks) + 1
                citations.extend(
                    citation(marks[key], passage.document, passage.file, span, page_of, boxes_of) for span in spans
                )
            numbers.append(marks[key])
        out.append(text[last : statement.end])
        out.extend(f" [{number}]" for number in sorted(set(numbers)))
        last = statement.end
    out.append(text[last:])
    return "".join(out), tuple(citations)


def _placed(
    text: str,
    start: int,
    end: int,
    candidates: Sequence[Window],
    weigh: Mapping[str, float],
    read: Reading,
    similar: Similar | None,
) -> Statement:
    body = text[start:end]
    said = terms(body)
    if _says_nothing(body, read):
        return Statement(start, end, body, said, (), 0.0, empty=True)
    bearing, fits = _bearing(body, candidates, read)
    chosen, support = _best_windows(said, candidates, weigh, read.asked)
    if bearing:
        chosen, support = bearing, max(_held(said, bearing, weigh), _ENOUGH if fits else 0.0)
    if support < _ENOUGH and similar is not None and candidates:
        brought = said.values - read.asked
        chosen, support = _by_meaning(body, said, brought, candidates, similar) or (chosen, support)
    if support < _ENOUGH and (abroad := windows_abroad(body, candidates, read.passages, read.asked)):
        chosen, support = abroad, _ENOUGH
    return Statement(start, end, body, said, tuple(chosen) if support >= _ENOUGH else (), support)


def _says_nothing(body: str, read: Reading) -> bool:
    """Only an announcement of what follows."""
    return body.rstrip().endswith(":") and not read.brought(body) and terms(body).stems <= _ANNOUNCING | read.asked


def _bearing(body: str, candidates: Sequence[Window], read: Reading) -> tuple[list[Window], bool]:
    """The sentences and rows where the values of the statement stand, best fitting first, and whether that alone is enough:
    they are about what is said, or have a figure that stands nowhere else."""
    borne = [read.bearing(body, value) for value in read.brought(body)]
    found: list[Window] = []
    for one in sorted(borne, key=lambda one: -one.fit):
        if one.site is None:
            continue
        place = read.places[one.site.place]
        window = next(w for w in candidates if (w.passage, w.start, w.end) == (place.passage, place.start, place.end))
        if window not in found:
            found.append(window)
    named = [w for w in _named(body, candidates, read) if w not in found]
    if not borne and named:
        return named[:1], True
    return found[:_MOST_PLACES], any(one.fit >= (_FITS_ALONE if one.alone else _FITS) for one in borne)


def _named(body: str, candidates: Sequence[Window], read: Reading) -> list[Window]:
    """Windows that have a name which the statement brings and which stands at hardly any other place."""
    found: list[Window] = []
    for name in read.brought(body):
        there = [w for w in candidates if parts(name) <= w.terms.stems] if name.kind == "name" else []
        found.extend(sorted(there, key=lambda w: w.end - w.start)[:1] if 0 < len(there) <= _HARDLY_ANY else [])
    return found


def _held(said: Terms, chosen: Sequence[Window], weigh: Mapping[str, float]) -> float:
    """The share of a statement's weight that windows and their surroundings hold."""
    total = sum(_weight(term, said, weigh) for term in said.all)
    there = frozenset().union(*(window.terms.all | window.around.all for window in chosen))
    return sum(_weight(term, said, weigh) for term in said.all & there) / total if total else 0.0


def _best_windows(
    said: Terms, candidates: Sequence[Window], weigh: Mapping[str, float], asked: frozenset[str]
) -> tuple[list[Window], float]:
    """Up to three windows that together hold the most of what was said; a further one only for values it adds."""
    total = sum(_weight(term, said, weigh) for term in said.all)
    if not total or not candidates:
        return [], 0.0
    chosen: list[Window] = []
    held: frozenset[str] = frozenset()
    while len(chosen) < _MOST_PLACES:
        scored = [(_gain(window, said, held, weigh, asked), -i) for i, window in enumerate(candidates)]
        gain, index = max(scored)
        window = candidates[-index]
        adds_value = bool((window.terms.values & said.values) - held)
        if gain <= 0 or (chosen and not adds_value):
            break
        chosen.append(window)
        held |= (window.terms.all | window.around.all) & said.all if not chosen[1:] else window.terms.all & said.all
    return chosen, sum(_weight(term, said, weigh) for term in held) / total


def _gain(
    window: Window, said: Terms, held: frozenset[str], weigh: Mapping[str, float], asked: frozenset[str]
) -> float:
    """What a window adds. Its surroundings count half; among equals the one nearer the question, then the shorter, wins."""
    own = (window.terms.all & said.all) - held
    near = (window.around.all & said.all) - held - own
    direct = sum(_weight(term, said, weigh) for term in own)
    if not direct:
        return 0.0
    indirect = 0.5 * sum(_weight(term, said, weigh) for term in near)
    to_question = 0.1 * sum(weigh.get(t, 1.0) for t in (window.terms.all | window.around.all) & asked)
    return direct + indirect + to_question - 0.0005 * (window.end - window.start)


def _by_meaning(
    body: str, said: Terms, brought: frozenset[str], candidates: Sequence[Window], similar: Similar
) -> tuple[list[Window], float] | None:
    """A window in other words, if it means the same and has every value of the statement; `brought` are the values that the
    question did not have."""
    able = [w for w in candidates if said.values <= w.terms.values | w.around.values]
    if not able:
        return None
    scores = similar(body, [window.text for window in able])
    best = max(range(len(able)), key=lambda i: (bool(brought & able[i].terms.values), scores[i]))
    bar = _MEANS_THE_SAME_WITH_VALUES if brought & able[best].terms.values else _MEANS_THE_SAME
    return ([able[best]], max(_ENOUGH, float(scores[best]))) if scores[best] >= bar else None


def _weight(term: str, said: Terms, weigh: Mapping[str, float]) -> float:
    if term in said.values:
        return weigh.get(term, 1.0) * _VALUE_WEIGHT
    return weigh.get(term, 1.0 if term in said.names else _OTHER_WORD)


def _weights(candidates: Sequence[Window], asked: Terms) -> dict[str, float]:
    counts = Counter(term for window in candidates for term in window.terms.all)
    n = max(len(candidates), 1)
    idf = {term: math.log(1 + n / count) / math.log(1 + n) for term, count in counts.items()}
    return {term: idf.get(term, 1.0) * (_ECHO if term in asked.all else 1.0) for term in {*idf, *asked.all}}


def _joined(parts: Sequence[Terms]) -> Terms:
    return Terms(
        frozenset().union(*(p.stems for p in parts)),
        frozenset().union(*(p.values for p in parts)),
        frozenset().union(*(p.names for p in parts)),
    )
