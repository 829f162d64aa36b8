"""Words are found in every language, and a library that was indexed as if it were English finds them, too."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.index.catalog import Catalog
from app.index.catalog.schema import TOKENIZER
from app.index.search import search
from app.stop import Stop, Stopped
from app.types import Progress, ignore
from tests.index.test_scrubbing import StopAfter
from tests.index.texts import add

GERMAN = [
    "Der Nachtragshaushalt wurde vom Rat beschlossen und ist für alle Ämter verbindlich.",
    "Die Brüche an den Rohren wurden von der Stadt behoben, und es gab keine weiteren Schäden.",
    "Die Unterwasserpumpe musste ausgetauscht werden, weil sie nicht mehr zu reparieren war.",
    "Für die Straßenreinigung gilt, dass jeder Anlieger sie selbst zu besorgen hat.",
]
FRENCH = [
    "L'inscription est annuelle et elle est payée par les habitants de la commune.",
    "Les retards sont punis par une amende que le conseil a fixée à trois euros.",
]
CHINESE = ["本年度销售收入为三千八百万元，比上年增长。", "春茶采摘从三月开始，因倒春寒推迟。"]
HEBREW = ["דמי החבר השנתיים הם מאה שקלים.", "הבריכה סגורה בשבתות ובחגים."]
THAI = ["ค่าเช่าห้องประชุมวันละห้าร้อยบาท", "สระว่ายน้ำปิดวันจันทร์"]
ENGLISH = [
    "The rent is due on the first day of the month and is paid to the owner.",
    "Dogs are not allowed in the garden.",
]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        yield catalog


def _filled(catalog: Catalog) -> None:
    for name, texts in (("de", GERMAN), ("fr", FRENCH), ("zh", CHINESE), ("he", HEBREW), ("th", THAI), ("en", ENGLISH)):
        add(catalog, f"{name}.pdf", texts)


def _first(catalog: Catalog, question: str) -> str | None:
    """The best passage's text, if it has a word of the question."""
    found = search(question, catalog=catalog)
    return found[0].text if found and found[0].lexical > 0 else None


QUESTIONS = [
    ("Welche Rohrbrüche gab es?", GERMAN[1]),
    ("Was steht im Haushalt?", GERMAN[0]),
    ("Wann wurde die Pumpe repariert?", GERMAN[2]),
    ("Wer reinigt die Strasse?", GERMAN[3]),
    ("Wie sind die Reinigungen der Straßen geregelt?", GERMAN[3]),
    ("Qui paie les inscriptions ?", FRENCH[0]),
    ("Quelles amendes pour un retard ?", FRENCH[1]),
    ("销售的收入是多少？", CHINESE[0]),
    ("什么时候采摘？", CHINESE[1]),
    ("מהם דמי החבר?", HEBREW[0]),
    ("ค่าเช่าห้อง", THAI[0]),
    ("When is the rent paid?", ENGLISH[0]),
    ("What about a dog?", ENGLISH[1]),
]


@pytest.mark.parametrize(("question", "text"), QUESTIONS)
def test_words_are_found_in_other_forms_and_inside_longer_ones(catalog: Catalog, question: str, text: str) -> None:
    _filled(catalog)
    assert _first(catalog, question) == text


def test_a_scope_of_one_language_is_searched_with_its_own_stems(catalog: Catalog) -> None:
    german = add(catalog, "de.pdf", GERMAN)
    add(catalog, "en.pdf", ENGLISH)
    assert [p.text for p in search("Rohrbruch", catalog=catalog, documents=[german.id]) if p.lexical > 0] == [GERMAN[1]]


def test_the_text_of_a_passage_is_as_it_was_read(catalog: Catalog) -> None:
    document = add(catalog, "de.pdf", GERMAN)
    assert [chunk.text for chunk in catalog.chunks(document.id)] == GERMAN
    assert catalog.check() == []


def test_what_was_removed_leaves_no_spelling_behind(catalog: Catalog) -> None:
    _filled(catalog)
    removed = add(
        catalog,
        "geheim.pdf",
        [f"Die Zanzibarquuxverordnung Nummer {n} gilt für alle, die es betrifft." for n in range(40)],
    )
    assert b"zanzibarquuxverord" in catalog.path.read_bytes() + _log(catalog)
    catalog.remove([removed.id])
    assert catalog.scrub(Stop())
    assert b"zanzibarquux" not in (catalog.path.read_bytes() + _log(catalog)).lower()
    assert catalog.check() == []
    assert _first(catalog, "Haushalt") == GERMAN[0], "the compounds of other documents stay"


def _log(catalog: Catalog) -> bytes:
    path = Path(f"{catalog.path}-wal")
    return path.read_bytes() if path.exists() else b""


def _made_older(path: Path) -> None:
    """The catalog as the version before wrote it: every text indexed as if it were English."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (
        "BEGIN",
        "DROP TABLE unseen",
        "DROP TABLE scans",
        "DROP INDEX documents_removed",
        "DROP VIEW texts",
        "ALTER TABLE originals RENAME TO texts",
        "DROP TABLE spelled",
        "DROP TABLE compounds",
        "ALTER TABLE documents DROP COLUMN languages",
        "DROP TABLE vocabulary",
        "DROP TABLE words",
        f"CREATE VIRTUAL TABLE words USING fts5 (header, text, content='texts', content_rowid='id', tokenize='{TOKENIZER}')",
        "CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, col)",
        "INSERT INTO words (words) VALUES ('rebuild')",
        "PRAGMA user_version = 2",
        "COMMIT",
    ):
        connection.execute(statement)
    connection.close()


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "older.sqlite3"
    with Catalog(path) as catalog:
        _filled(catalog)
    _made_older(path)
    return path


def test_a_library_of_an_older_version_opens_and_finds_words_as_before(older: Path) -> None:
    with Catalog(older) as catalog:
        assert catalog.outspelled
        assert _first(catalog, "When is the rent paid?") == ENGLISH[0]
        assert _first(catalog, "Nachtragshaushalt") == GERMAN[0]
        assert catalog.check() == []


def test_a_library_of_an_older_version_is_spelled_anew(older: Path) -> None:
    told: list[Progress] = []
    with Catalog(older) as catalog:
        catalog.respell(Stop(), told.append)
        assert not catalog.outspelled
        for question, text in QUESTIONS:
            assert _first(catalog, question) == text
        assert catalog.check() == []
    assert [progress.done for progress in told] == list(range(6))


def test_spelling_anew_can_be_stopped_anywhere_and_goes_on(older: Path) -> None:
    looks = 0
    while True:
        with Catalog(older) as catalog:
            try:
                catalog.respell(StopAfter(looks), ignore)
                break
            except Stopped:
                looks += 1
                assert catalog.check() == []
    with Catalog(older) as catalog:
        assert looks >= 3
        assert _first(catalog, "Welche Rohrbrüche gab es?") == GERMAN[1]
        assert catalog.check() == []


def test_two_processes_may_spell_anew_at_the_same_time(older: Path) -> None:
    with Catalog(older) as one, Catalog(older) as other:
        with pytest.raises(Stopped):
            one.respell(StopAfter(2), ignore)
        other.respell(Stop(), ignore)
        one.respell(Stop(), ignore)
        assert one.check() == []
        assert _first(one, "Welche Rohrbrüche gab es?") == GERMAN[1]


def test_what_an_older_version_indexed_can_be_removed_as_well(older: Path) -> None:
    with Catalog(older) as catalog:
        german = next(document for document in catalog.documents() if document.file == "de.pdf")
        catalog.remove([german.id])
        assert catalog.scrub(Stop())
        assert b"nachtragshaushalt" not in catalog.path.read_bytes().lower()
        assert catalog.check() == []
