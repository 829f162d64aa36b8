"""The tables of the catalog, as migrations: entry n of the list takes a catalog from version n to version n + 1.

A chunk's id is its document's number times 2^20 plus its ordinal, so that the chunks of a document are one run of ids, in
the full-text index too, and the document of a hit needs no lookup. Document numbers are never used twice.
"""

import sqlite3

CHUNKS_PER_DOCUMENT = 1 << 20
TOKENIZER = "porter unicode61 remove_diacritics 2"
GONE, HIDDEN, HIDDEN_ALONE = 1, 2, 3
"""What `documents.removed` says of one that is in no view, 0 of the others: it leaves the disk; its removal can still be undone; likewise,
and what was answered about it is to stay."""

_FIRST = (
    """CREATE TABLE documents (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL,
        path TEXT NOT NULL,
        folder TEXT,
        size INTEGER NOT NULL,
        mtime REAL NOT NULL,
        title TEXT NOT NULL,
        pages INTEGER NOT NULL,
        chunks INTEGER NOT NULL,
        outlined INTEGER NOT NULL,
        added REAL NOT NULL,
        reader_version TEXT NOT NULL,
        chunker_version TEXT NOT NULL,
        removed INTEGER NOT NULL DEFAULT 0)""",
    "CREATE UNIQUE INDEX documents_id ON documents (id) WHERE NOT removed",
    "CREATE INDEX documents_path ON documents (path)",
    # What is listed and checked without unpacking stands in columns; text, words, margins and tables are one packed body.
    """CREATE TABLE pages (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        number INTEGER NOT NULL,
        label TEXT NOT NULL,
        width REAL NOT NULL,
        height REAL NOT NULL,
        skipped TEXT,
        body BLOB NOT NULL,
        PRIMARY KEY (document, number)) WITHOUT ROWID""",
    "CREATE INDEX pages_skipped ON pages (document, number, skipped) WHERE skipped IS NOT NULL",
    """CREATE TABLE sections (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        title TEXT NOT NULL,
        level INTEGER NOT NULL,
        page INTEGER NOT NULL,
        start INTEGER NOT NULL,
        last_page INTEGER NOT NULL,
        path TEXT NOT NULL,
        PRIMARY KEY (document, ordinal)) WITHOUT ROWID""",
    """CREATE TABLE embeddings (
        id INTEGER PRIMARY KEY,
        embedder TEXT NOT NULL,
        key BLOB NOT NULL,
        vector BLOB NOT NULL,
        UNIQUE (embedder, key))""",
    # Narrow, so that counting and scanning never touch the texts.
    """CREATE TABLE chunks (
        id INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        section INTEGER NOT NULL,
        first_page INTEGER NOT NULL,
        last_page INTEGER NOT NULL,
        spans BLOB NOT NULL,
        page_note TEXT NOT NULL,
        tokens INTEGER NOT NULL,
        is_table INTEGER NOT NULL,
        key BLOB NOT NULL,
        embedding INTEGER REFERENCES embeddings)""",
    "CREATE INDEX chunks_document ON chunks (document, embedding)",
    "CREATE INDEX chunks_key ON chunks (key)",
    "CREATE INDEX chunks_embedding ON chunks (embedding)",
    "CREATE INDEX chunks_pending ON chunks (id) WHERE embedding IS NULL",
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, header TEXT NOT NULL, text TEXT NOT NULL)",
    f"""CREATE VIRTUAL TABLE words USING fts5 (
        header, text, content='texts', content_rowid='id', tokenize='{TOKENIZER}')""",
    "CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, col)",
    "CREATE TABLE collections (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE)",
    """CREATE TABLE members (
        collection INTEGER NOT NULL REFERENCES collections ON DELETE CASCADE,
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        PRIMARY KEY (collection, document)) WITHOUT ROWID""",
    "CREATE INDEX members_document ON members (document)",
    """CREATE TABLE failures (
        path TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        details TEXT NOT NULL,
        seen REAL NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE summaries (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        key TEXT NOT NULL,
        model TEXT NOT NULL,
        prompts TEXT NOT NULL,
        length TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (document, key, model, prompts, length)) WITHOUT ROWID""",
    """CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        created REAL NOT NULL,
        title TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE turns (
        id INTEGER PRIMARY KEY,
        conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
        created REAL NOT NULL,
        question TEXT NOT NULL,
        answer TEXT NOT NULL)""",
    "CREATE INDEX turns_conversation ON turns (conversation)",
    """CREATE TABLE turn_documents (
        turn INTEGER NOT NULL REFERENCES turns ON DELETE CASCADE,
        document TEXT NOT NULL,
        PRIMARY KEY (turn, document)) WITHOUT ROWID""",
    "CREATE INDEX turn_documents_document ON turn_documents (document)",
    "CREATE TABLE jobs (name TEXT PRIMARY KEY, since REAL NOT NULL) WITHOUT ROWID",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)

_SECOND = (
    # PDFs that are to be read, in the order of `place`.
    """CREATE TABLE waiting (
        place INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        folder TEXT,
        collection TEXT,
        stopped INTEGER NOT NULL DEFAULT 0)""",
    # Counted once, so that a list of thousands of documents need not count hundreds of thousands of chunks.
    "ALTER TABLE documents ADD COLUMN embedded INTEGER NOT NULL DEFAULT 0",
    "UPDATE documents SET embedded = (SELECT count(embedding) FROM chunks WHERE document = documents.number)",
    """CREATE TRIGGER chunks_embedded AFTER UPDATE OF embedding ON chunks
        WHEN (OLD.embedding IS NULL) != (NEW.embedding IS NULL)
        BEGIN UPDATE documents SET embedded = embedded + (NEW.embedding IS NOT NULL) - (OLD.embedding IS NOT NULL)
              WHERE number = NEW.document; END""",
    """CREATE TRIGGER chunks_added AFTER INSERT ON chunks WHEN NEW.embedding IS NOT NULL
        BEGIN UPDATE documents SET embedded = embedded + 1 WHERE number = NEW.document; END""",
    "ALTER TABLE turns ADD COLUMN rating INTEGER NOT NULL DEFAULT 0",
    # The answer's text alone, for looking through all conversations.
    "ALTER TABLE turns ADD COLUMN said TEXT NOT NULL DEFAULT ''",
    "UPDATE turns SET said = coalesce(json_extract(answer, '$.answer'), '')",
    """CREATE TABLE kept_summaries (
        id INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        length TEXT NOT NULL,
        part TEXT NOT NULL,
        made REAL NOT NULL,
        content TEXT NOT NULL,
        UNIQUE (document, length, part))""",
)

_THIRD = (
    # What the full-text index was made of is a view from now on, under the name that the index knows: other languages than
    # English are indexed as they are `spelled`. Nothing is indexed anew here: `spelling` does it document by document, those
    # whose `languages` nobody has looked at.
    "ALTER TABLE texts RENAME TO originals",
    "CREATE TABLE spelled (id INTEGER PRIMARY KEY, header TEXT NOT NULL, text TEXT NOT NULL)",
    """CREATE VIEW texts AS SELECT o.id AS id, coalesce(s.header, o.header) AS header, coalesce(s.text, o.text) AS text
        FROM originals o LEFT JOIN spelled s ON s.id = o.id""",
    "ALTER TABLE documents ADD COLUMN languages TEXT",
    # Long words of languages that write words together, as they are spelled and as the index has them.
    "CREATE TABLE compounds (text TEXT PRIMARY KEY, stem TEXT NOT NULL) WITHOUT ROWID",
)

_FOURTH = (
    # The few that are hidden or gone and not deleted yet, found without a look at all. `removing` tells what the values mean.
    "CREATE INDEX documents_removed ON documents (removed) WHERE removed > 0",
)

_FIFTH = (
    # What was read of pages that are pictures.
    """CREATE TABLE scans (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        page INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (document, page)) WITHOUT ROWID""",
)

_SIXTH = (
    # What nobody who looks at a page sees on it, for those few that have such words.
    """CREATE TABLE unseen (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        page INTEGER NOT NULL,
        why TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (document, page, why)) WITHOUT ROWID""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH)


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the catalog to the newest version; inside a transaction that the caller began and will commit."""
    for version in range(version_of(connection), len(MIGRATIONS)):
        for statement in MIGRATIONS[version]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version + 1}")
