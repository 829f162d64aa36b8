"""Words of every language in the full-text index: English as it is written, what else there is as `tongues` spells it.

The table `originals` has what was read; `spelled` has the rest as it is searched, and the view `texts` is what the full-text
index was made of. So a library of English texts has nothing twice. A document without `languages` was indexed by an older
version, as if it were English, and is spelled anew when somebody has the time. Functions over a connection inside a transaction.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from app.index.catalog.database import Database
from app.index.catalog.tokens import stems_of
from app.stop import Stop
from app.tongues import COMPOUNDING, languages_in, same_spelling, spelled
from app.types import Progress, Report

Text = tuple[int, str, str]
"""A chunk's id, header and text."""

SHORTEST_COMPOUND = 8
"""Letters of a stem that may be two words written together."""
_BATCH = 200
"""Chunks of one transaction when a document is spelled anew: about a tenth of a second."""
_LONG_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST_COMPOUND},}}")


def index(connection: sqlite3.Connection, document: int, texts: Sequence[Text]) -> None:
    """Put the chunks of a document that is new into the full-text index."""
    languages = languages_in([text for _, _, text in texts])
    connection.executemany(
        "INSERT INTO words (rowid, header, text) VALUES (?, ?, ?)", _write(connection, texts, languages)
    )
    _close(connection, document, languages)


def languages_of(connection: sqlite3.Connection, documents: Sequence[int] | None) -> frozenset[str]:
    """The languages of the texts in a scope of documents by number, None for all; English where none is known."""
    scope = "NOT removed" if documents is None else f"number IN ({', '.join(str(int(n)) for n in documents)})"
    rows = connection.execute(f"SELECT DISTINCT languages FROM documents WHERE {scope}")
    return frozenset(language for (languages,) in rows for language in (languages or "en").split()) or frozenset({"en"})


def languages_by_pages(connection: sqlite3.Connection, documents: Sequence[int] | None) -> list[str]:
    """The same, that of the most pages first."""
    scope = "NOT removed" if documents is None else f"number IN ({', '.join(str(int(n)) for n in documents)})"
    pages: Counter[str] = Counter()
    for languages, count in connection.execute(f"SELECT languages, pages FROM documents WHERE {scope} ORDER BY number"):
        pages.update(dict.fromkeys((languages or "en").split(), count))
    return [language for language, _ in pages.most_common()]


def compounds(connection: sqlite3.Connection, part: str, limit: int) -> list[tuple[str, str]]:
    """Long words of the library that begin or end with this part, as they are spelled and as the full-text index has them; the
    shortest first."""
    return connection.execute(
        """SELECT text, stem FROM compounds WHERE length(text) >= length(?1) + 3
               AND (substr(text, 1, length(?1)) = ?1 OR substr(text, -length(?1)) = ?1) ORDER BY length(text) LIMIT ?2""",
        (part, limit),
    ).fetchall()


def is_known(connection: sqlite3.Connection, stem: str) -> bool:
    """Whether any text or heading of the library has it."""
    return connection.execute("SELECT 1 FROM vocabulary WHERE term = ? LIMIT 1", (stem,)).fetchone() is not None


def is_due(database: Database) -> bool:
    with database.read() as connection:
        return bool(_old(connection))


def renew(database: Database, stop: Stop, report: Report) -> None:
    """Spell anew what an older version indexed, in small transactions; begun again where it was ended. Raises Stopped."""
    with database.read() as connection:
        documents = _old(connection)
    for done, document in enumerate(documents):
        stop.check()
        report(Progress("indexing words", done, len(documents)))
        _renew(database, document, stop)


def forget(connection: sqlite3.Connection) -> None:
    """Compounds of texts that are gone, once they have left the full-text index."""
    connection.execute(
        "DELETE FROM compounds WHERE NOT EXISTS (SELECT 1 FROM vocabulary WHERE vocabulary.term = compounds.stem)"
    )


def _old(connection: sqlite3.Connection) -> list[int]:
    rows = connection.execute("SELECT number FROM documents WHERE languages IS NULL AND NOT removed ORDER BY number")
    return [number for (number,) in rows]


def _renew(database: Database, document: int, stop: Stop) -> None:
    with database.read() as connection:
        texts = connection.execute(
            "SELECT o.id, o.header, o.text FROM chunks c JOIN originals o USING (id) WHERE c.document = ?", (document,)
        ).fetchall()
    languages = languages_in([text for _, _, text in texts])
    for start in range(0, len(texts), _BATCH):
        stop.check()
        with database.write() as connection:
            _respell(connection, texts[start : start + _BATCH], languages[start : start + _BATCH])
    with database.write() as connection:
        _close(connection, document, languages)


def _respell(connection: sqlite3.Connection, texts: Sequence[Text], languages: Sequence[str]) -> None:
    """Another process may have come before, or have taken the document away."""
    pending = [
        (text, language)
        for text, language in zip(texts, languages, strict=True)
        if connection.execute(
            "SELECT 1 FROM originals WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM spelled WHERE id = ?1)", text[:1]
        ).fetchone()
    ]
    written = _write(connection, [text for text, _ in pending], [language for _, language in pending])
    changed = [(before, after) for (before, _), after in zip(pending, written, strict=True) if before != after]
    connection.executemany(
        "INSERT INTO words (words, rowid, header, text) VALUES ('delete', ?, ?, ?)", [before for before, _ in changed]
    )
    connection.executemany("INSERT INTO words (rowid, header, text) VALUES (?, ?, ?)", [after for _, after in changed])


def _write(connection: sqlite3.Connection, texts: Sequence[Text], languages: Sequence[str]) -> list[Text]:
    """What is not spelled as it is written is kept as it is spelled; returns all as the full-text index is to have them."""
    made = [_spelled(text, language) for text, language in zip(texts, languages, strict=True)]
    connection.executemany(
        "INSERT INTO spelled VALUES (?, ?, ?)",
        [after for before, after in zip(texts, made, strict=True) if before != after],
    )
    together = (text for (_, _, text), language in zip(made, languages, strict=True) if language in COMPOUNDING)
    _collect(connection, together)
    return made


def _spelled(text: Text, language: str) -> Text:
    identity, header, body = text
    if same_spelling(header, language) and same_spelling(body, language):
        return text
    return identity, spelled(header, language), spelled(body, language)


def _collect(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    words = sorted({word for text in texts for word in _LONG_WORD.findall(text)})
    stems = stems_of(words)
    connection.executemany(
        "INSERT OR IGNORE INTO compounds VALUES (?, ?)",
        [(word, stem[0]) for word, stem in zip(words, stems, strict=True) if len(stem) == 1],
    )


def _close(connection: sqlite3.Connection, document: int, languages: Sequence[str]) -> None:
    known = " ".join(sorted({language for language in languages if language})) or "en"
    connection.execute("UPDATE documents SET languages = ? WHERE number = ?", (known, document))
