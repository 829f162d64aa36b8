"""The unused room of a SQLite file's pages is overwritten, and not a byte of anything else."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.host import children
from app.index import sweeping
from app.index.catalog import Catalog, scrubbing
from app.index.sweeping import Layout, Unknown, sweep
from app.stop import Stop
from tests.index.test_processes import ROOT, WRITER
from tests.index.texts import add

MARK = b"Zanzibarquux"
ALL = (1, 1 << 30)


def _rows(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    return rows


@pytest.fixture(params=[512, 4096, 65536])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Rows of all lengths in trees of all kinds, in an order drawn by lot; those with the mark have been deleted."""
    path, lots = tmp_path / "some.sqlite3", random.Random(request.param)
    connection = sqlite3.connect(path)
    connection.executescript(
        f"""PRAGMA page_size = {request.param}; PRAGMA secure_delete = ON;
            CREATE TABLE keyed (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID; CREATE TABLE plain (id INTEGER PRIMARY KEY, value TEXT);
            CREATE INDEX values_ ON plain (value);"""
    )
    for number in range(3000):
        secret = MARK.decode() if number % 7 == 0 else "word"
        value = f"{secret} {lots.random()} " * lots.choice((1, 3, 8, 40))
        connection.execute("INSERT INTO keyed VALUES (?, ?)", (f"{lots.random()} {secret}", value))
        connection.execute("INSERT INTO plain VALUES (?, ?)", (lots.getrandbits(40), value))
    connection.commit()
    for table in ("keyed", "plain"):
        connection.execute(f"DELETE FROM {table} WHERE value LIKE '{MARK.decode()}%'")
    connection.commit()
    connection.close()
    return path


def test_copies_in_unused_room_go_and_everything_else_stays(file: Path) -> None:
    before = _rows(file)
    raw = file.read_bytes()
    assert MARK in raw or Layout.of(raw[:100]).page == 65536, "SQLite alone leaves some, but in the largest pages"
    assert sweep(file, *ALL) > 0
    assert MARK not in file.read_bytes()
    assert _rows(file) == before
    assert sweep(file, *ALL) == 0


def test_slices_together_are_the_whole(file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(file, tmp_path / "copy"))
    whole = sweep(copy, *ALL)
    pages = file.stat().st_size // Layout.of(file.read_bytes()[:100]).page
    assert sum(sweep(file, first, first + 6) for first in range(1, pages + 1, 7)) == whole
    assert file.read_bytes() == copy.read_bytes()


def test_what_is_not_understood_is_left_as_it_is(file: Path) -> None:
    whole = file.read_bytes()
    layout = Layout.of(whole[:100])
    leaf = next(at for at in range(layout.page, len(whole), layout.page) if whole[at] in (10, 13))
    spoilt = [
        b"no SQLite file" * 10,
        whole[:52] + b"\0\0\0\1" + whole[56:],
        whole[: leaf + 3] + b"\xff\xf0" + whole[leaf + 5 :],
        whole[: leaf + 1] + b"\0\1" + whole[leaf + 3 :],
    ]
    for content in spoilt:
        file.write_bytes(content)
        with pytest.raises(Unknown):
            sweep(file, *(ALL if content[:6] != b"SQLite" or content[52:56] != bytes(4) else _only(leaf, layout)))
        assert file.read_bytes() == content


def _only(at: int, layout: Layout) -> tuple[int, int]:
    return at // layout.page + 1, at // layout.page + 1


def test_a_child_says_what_it_did_and_why_not(file: Path, tmp_path: Path) -> None:
    for path, kind in ((file, int), (tmp_path / "nothing", str)):
        child = children.start(sweeping.work, path, name="sweeper")
        child.channel.send(ALL)
        assert isinstance(child.channel.recv(), kind)
        child.end()


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(scrubbing, "_is_small", lambda connection: False)
    monkeypatch.setattr(scrubbing, "_SLICE", 8)
    yield


@pytest.mark.usefixtures("swept")
def test_what_another_connection_had_read_before_does_not_come_back(tmp_path: Path) -> None:
    """It has the pages with the copies in memory, and changes them afterwards."""
    path = tmp_path / "catalog.sqlite3"
    with Catalog(path) as catalog, Catalog(path) as other:
        documents = [
            add(catalog, f"{n}.pdf", [f"{MARK.decode() if n % 2 else 'Word'} {n} " * 9] * 9) for n in range(40)
        ]
        gone = [one.id for one in documents[1::2]]
        catalog.remove(gone)
        for one in other.documents():
            list(other.pages(one.id))
        assert catalog.scrub(Stop())
        assert MARK not in path.read_bytes()
        for one in other.documents():
            other.collect(one.id, "Some")
            other.summaries.put(one.id, {"text": "x" * 900}, key="k", model="m", prompts="1", length="brief")
        assert other.check() == []
    assert MARK not in path.read_bytes()


@pytest.mark.usefixtures("swept")
def test_writers_of_other_processes_are_not_disturbed(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    with Catalog(path) as catalog:
        gone = [add(catalog, f"{MARK.decode()} {n}.pdf", [f"{MARK.decode()} {n}"] * 20).id for n in range(12)]
        writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], cwd=ROOT) for name in ("a", "b")]
        for document in gone:
            catalog.remove([document])
            catalog.scrub(Stop())
        assert [writer.wait() for writer in writers] == [0, 0]
        assert catalog.scrub(Stop()) and not catalog.due
        assert len(catalog.documents()) == 40 and catalog.check() == []
        assert MARK not in path.read_bytes()
