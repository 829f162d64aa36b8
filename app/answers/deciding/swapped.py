"""A year, number, code or part of a name swapped in the question: what it names, and what was read does not have.

Such a question finds the right table or section, and a plausible answer in it. Without a model, and only what can be told for
sure: a paraphrase names things in other words, so a missing word says nothing, and neither does a missing name by itself
('Spain' where the text says 'Iberia'). But a code, or a year beside other years, is written in one way, and of a name of several
words either all are known or none.
"""

import re
from collections.abc import Iterable, Sequence

from app.answers.citing.bearing import reading
from app.answers.citing.cite import Window
from app.answers.text import polarity
from app.answers.text.bounds import bound, bounds_differ
from app.answers.text.remembered import remembered
from app.answers.text.sentences import sentences
from app.answers.text.terms import Value, stem, terms, values
from app.types import Chunk, Passage

_YEAR = re.compile(r"(?<![\w.,/-])(?:1[5-9]|20)\d\d(?![\w/]|[.,-]\d)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_OWNER = re.compile(r"['’]s?$")
_CONVERSE = re.compile(r"b(?:uy|ought|uys|uying)|s(?:ell|old|ells|elling)|purchased?", re.IGNORECASE)
_SENTENCE_ENDS = ".!?:;"
_TOLD = (".", "!")


def absent(question: str, read: Sequence[Passage], known: Iterable[Sequence[Chunk]] = ()) -> tuple[str, ...]:
    """Figures, dates and codes of the question that stand in nothing that was read, and names of several words that nowhere in
    the documents (`known`, the chunks of each) have all their words, though some: as the question writes them.

    A number may also lie in a range ('20–24 %'). What the asker tells before the question ('The club has 60 members. How many …?') needs to stand nowhere."""
    asked = _asked(question)
    there = frozenset().union(*(terms(headed(passage)).all for passage in read))
    missing = [
        asked[value.start : value.end]
        for value in values(asked)
        if any(map(str.isdigit, asked[value.start : value.end]))
        and not _known_by(value) & there
        and not (value.kind == "number" and reading(question, tuple(read)).in_a_range(value))
    ]
    chunks = [chunk for some in known for chunk in some]
    files = " ".join({re.sub(r"[\W_]+", " ", passage.file) for passage in read})
    return tuple(dict.fromkeys([*missing, *_half_known(asked, chunks, files)]))


def _asked(question: str) -> str:
    """Without the sentences before the last that tell something. A dot alone ends none: 'Mr. Fen', 'No. 5'."""
    *before, last = [question[start:end] for start, end in sentences(question)] or [question]
    return " ".join([*(one for one in before if not one.rstrip().endswith(_TOLD)), last])


def _known_by(value: Value) -> frozenset[str]:
    """The keys of which one must be there: of a date with a year those that have it, since another April is another date."""
    dated = frozenset(key for key in value.keys if key[:4].isdigit()) if value.kind == "date" else frozenset[str]()
    return dated or value.keys


def _half_known(asked: str, known: Sequence[Chunk], files: str) -> list[str]:
    """Names of several words of which the documents have some and not all, or all and never together though one of them with
    another name. In another language than theirs a name may come with a word that is none ('das Schiff Lady Ann'), so most other
    words must be known, too."""
    names = [name for name in _names(asked) if len(name.split()) > 1]
    if not names:
        return []
    words = _stems(files).union(*(_stems(chunk.header, chunk.text) for chunk in known))
    others = [_stem(word) in words for word in _WORD.findall(asked) if word[0].islower()]
    if sum(others) * 2 < len(others):
        return []
    there = {name: [_stem(word) in words for word in name.split()] for name in names}
    return [name for name, found in there.items() if any(found) and (not all(found) or _is_crossed(name, known))]


def _is_crossed(name: str, known: Sequence[Chunk]) -> bool:
    """Whether the words of a name stand nowhere one behind the other, while the last of them ends other names ('Fen Ness', where
    the documents have 'Orford Ness')."""
    parts = [re.escape(word) for word in _WORD.findall(name)]
    together = re.compile(rf"\b{'[^a-z]{1,3}'.join(parts)}\b", re.IGNORECASE)
    other = re.compile(rf"\b([A-Z]\w+) {parts[-1]}\b")
    texts = [f"{chunk.header}\n{chunk.text}" for chunk in known]
    named = {match[1] for text in texts for match in other.finditer(text) if terms(match[1].lower()).stems}
    return bool(named) and not any(map(together.search, texts))


def other_years(question: str, windows: Iterable[Window], read: Sequence[Passage]) -> tuple[str, ...]:
    """The years of the question if the cited places are about others: a sentence about another year, or a row of a table that
    has columns for other years only. Headings count for the question, never against it."""
    asked = dict.fromkeys(_YEAR.findall(question))
    told: set[str] = set()
    headings: set[str] = set()
    for window in windows:
        passage = read[window.passage]
        told.update(_YEAR.findall(_with_table(passage.text, window.start, window.end)))
        headings.update(_YEAR.findall(f"{passage.file}\n{passage.header}\n{passage.section}"))
    return tuple(asked) if told and not asked.keys() & (told | headings) else ()


def opposite(question: str, windows: Iterable[Window]) -> tuple[str, ...]:
    """Words of the question for which the cited places have the opposite only. What one side sold, the other bought."""
    turned = polarity.turned(question, [window.text for window in windows])
    return tuple(word for word in turned if not _CONVERSE.fullmatch(word))


def other_bounds(question: str, windows: Iterable[Window], read: Sequence[Passage]) -> tuple[str, ...]:
    """Numbers that the question bounds the other way round than the cited places do: 'fewer than ten people' where the table
    counts firms with 'ten people or more'."""
    texts = [_with_headings(window, read) for window in windows]
    asked = [(value, bound(question, value)) for value in values(question) if value.kind == "number"]
    return tuple(question[value.start : value.end] for value, way in asked if way and _is_turned(value, way, texts))


def _is_turned(value: Value, way: str, texts: Iterable[str]) -> bool:
    told = {bound(text, other) for text in texts for other in values(text) if other.key == value.key}
    return bool(told) and all(bounds_differ(way, other) for other in told)


def _with_headings(window: Window, read: Sequence[Passage]) -> str:
    passage = read[window.passage]
    return f"{passage.section}.\n{passage.header}.\n{_with_table(passage.text, window.start, window.end)}"


def headed(passage: Passage) -> str:
    return f"{passage.file}\n{passage.header}\n{passage.section}\n{passage.text}"


def _with_table(text: str, start: int, end: int) -> str:
    """A cited place; for a row the whole row with the rows above that name the columns, and the line above the table."""
    start = text.rfind("\n", 0, start) + 1 if _is_row(_line(text, start)) else start
    cited = text[start:end]
    if not _is_row(_line(text, start)):
        return cited
    heads: list[str] = []
    for line in reversed(text[:start].rstrip("\n").split("\n")):
        if not _is_row(line):
            return "\n".join([line, *heads, cited])
        if _names_columns(line):
            heads.append(line)
    return "\n".join([*heads, cited])


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _is_row(line: str) -> bool:
    return " | " in f" {line} "


def _names_columns(row: str) -> bool:
    """Years and words, no figures."""
    return not any(map(str.isdigit, _YEAR.sub("", row)))


def _names(text: str) -> list[str]:
    """Runs of words with a capital inside a sentence."""
    found: list[list[str]] = []
    last = -1
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip()
        if match.group()[0].isupper() and before and before[-1] not in _SENTENCE_ENDS:
            if found and last == match.start() - 1 and text[last] == " " and not _OWNER.search(found[-1][-1]):
                found[-1].append(match.group())
            else:
                found.append([match.group()])
            last = match.end()
    return [_OWNER.sub("", " ".join(run)) for run in found]


def _stem(word: str) -> str:
    return stem(_OWNER.sub("", word))


@remembered(8192)
def _stems(*texts: str) -> frozenset[str]:
    return frozenset(_stem(match.group()) for text in texts for match in _WORD.finditer(text))
