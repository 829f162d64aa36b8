"""Where terms stand in candidate chunks.

The candidates are indexed on their own, in memory, which gives the place of every word at the speed of SQLite.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.index.catalog.lexical import Row
from app.index.catalog.schema import TOKENIZER
from app.index.query import Term

_PAGE = re.compile(r" › pp?\. [^›]*(?= › )")
"""The page in a header that goes on with a table's columns: it would match any number."""

_CODE = re.compile(r"^(?=.*\d)(?=.*[a-zA-Z])", re.MULTILINE)
"""Letters and figures: the stemmer takes the S of 'HX-40S' for that of a plural, and would make 'HX-40' of it."""

Places = Mapping[int, Sequence[int]]
"""Where a term begins in each candidate, by the candidate's id; places count words."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where each term stands in the candidates' texts and headers."""

    text: Mapping[Term, Places]
    header: Mapping[Term, Places]


def standing(terms: Collection[Term], rows: Sequence[Row]) -> Standing:
    readings = [reading for term in terms for reading in term.readings]
    stems: dict[str, dict[str, dict[int, list[int]]]] = {
        column: {stem: defaultdict(list) for reading in readings for stem in reading.stems}
        for column in ("text", "header")
    }
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (header, text, tokenize='{TOKENIZER}')")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, instance)")
        connection.executemany(
            "INSERT INTO t (rowid, header, text) VALUES (?, ?, ?)",
            ((row.id, _PAGE.sub("", header), text) for row in rows for header, text in [row.indexed]),
        )
        for stem in stems["text"]:
            for chunk, column, place in connection.execute("SELECT doc, col, offset FROM v WHERE term = ?", (stem,)):
                stems[column][stem][chunk].append(place)
    finally:
        connection.close()
    texts = {row.id: row.indexed for row in rows}
    header, text = (
        {term: _joined(term, stems[column], {chunk: both[place] for chunk, both in texts.items()}) for term in terms}
        for place, column in enumerate(("header", "text"))
    )
    return Standing(text, header)


def _joined(term: Term, stems: Mapping[str, Mapping[int, Sequence[int]]], texts: Mapping[int, str]) -> Places:
    """Where one of the term's readings stands."""
    places: dict[int, list[int]] = defaultdict(list)
    for reading in term.readings:
        code = _code(reading)
        for chunk, starts in _in_a_row(reading, stems).items():
            if code is None or code.search(texts[chunk]):
                places[chunk].extend(starts)
    return places


def _code(reading: Term) -> re.Pattern[str] | None:
    """Exactly this code, with whatever sign between its parts; None for all that is none."""
    if not (reading.text.isascii() and _CODE.search(reading.text)):
        return None
    parts = r"[\W_]+".join(re.escape(part) for part in re.findall(r"[^\W_]+", reading.text))
    return re.compile(rf"(?<![^\W_]){parts}(?![^\W_])", re.IGNORECASE)


def _in_a_row(term: Term, stems: Mapping[str, Mapping[int, Sequence[int]]]) -> Places:
    """Where the term's own stems stand one after the other."""
    first, *rest = term.stems
    places: Places = stems[first]
    for distance, stem in enumerate(rest, start=1):
        later = stems[stem]
        places = {
            chunk: kept
            for chunk, starts in places.items()
            if (kept := [start for start in starts if start + distance in later.get(chunk, ())])
        }
    return places
