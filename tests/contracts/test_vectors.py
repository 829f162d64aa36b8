"""What every index over embeddings does: the exact one and Chroma's."""

import json
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.host import children
from app.index.catalog import Catalog
from app.index.nearest import CatalogVectors, Match, Vectors
from app.index.vectors import ChromaVectors
from app.stop import Stop, Stopped
from tests.fakes import FakeEmbedder
from tests.index.texts import add, embed_all

FRUIT = ["apples are red", "bananas are yellow", "cherries grow on trees", "dates are sweet", "figs are soft"]
SHARD_SIZE = 8

Make = Callable[[], Vectors]


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def catalog(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[Catalog]:
    """Five documents of five chunks, all embedded: in Chroma, three shards."""
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        for number in range(5):
            add(catalog, f"{number}.pdf", [f"{fruit} in garden{number}" for fruit in FRUIT])
        embed_all(catalog, embedder)
        yield catalog


@pytest.fixture(params=["catalog", "chroma"])
def vectors(request: pytest.FixtureRequest, catalog: Catalog, tmp_path: Path) -> Iterator[Vectors]:
    made: Vectors
    if request.param == "catalog":
        made = CatalogVectors(catalog)
    else:
        made = ChromaVectors(tmp_path / "vectors", shard_size=SHARD_SIZE)
    made.sync(catalog, stop=Stop())
    yield made
    made.close()


def _query(
    vectors: Vectors, embedder: FakeEmbedder, text: str, count: int = 3, documents: list[int] | None = None
) -> list[Match]:
    return vectors.query(embedder.embed([text], stop=Stop())[0], count, documents=documents)


def _found(catalog: Catalog, matches: list[Match]) -> list[tuple[str, int]]:
    """File and ordinal of each match."""
    from app.index.catalog import lexical

    with catalog.reading() as connection:
        rows = {row.id: row for row in lexical.rows(connection, [match.chunk for match in matches])}
        files = lexical.files(connection, {row.document for row in rows.values()})
    return [(files[rows[m.chunk].document][1].name, rows[m.chunk].ordinal) for m in matches if m.chunk in rows]


def _number(catalog: Catalog, name: str) -> int:
    with catalog.reading() as connection:
        [number] = catalog.numbers(connection, [catalog.find(name).id]) or []
    return number


def test_the_nearest_come_first(vectors: Vectors, catalog: Catalog, embedder: FakeEmbedder) -> None:
    matches = _query(vectors, embedder, "A title › A heading\ncherries grow on trees in garden3")
    assert _found(catalog, matches)[0] == ("3.pdf", 2)
    assert matches[0].similarity == pytest.approx(1, abs=2e-3)
    assert [m.similarity for m in matches] == sorted((m.similarity for m in matches), reverse=True)


def test_a_scope_is_kept_to(vectors: Vectors, catalog: Catalog, embedder: FakeEmbedder) -> None:
    scope = [_number(catalog, "0.pdf"), _number(catalog, "4.pdf")]
    found = _found(catalog, _query(vectors, embedder, "cherries in garden3", 30, scope))
    assert {file for file, _ in found} == {"0.pdf", "4.pdf"}
    assert len(found) == 10
    assert _query(vectors, embedder, "cherries", 3, [999]) == []


def test_all_are_counted(vectors: Vectors, catalog: Catalog, embedder: FakeEmbedder) -> None:
    assert vectors.count() == 25
    assert len(_query(vectors, embedder, "anything", 100)) == 25


def test_a_removed_document_is_gone(vectors: Vectors, catalog: Catalog, embedder: FakeEmbedder) -> None:
    catalog.remove([catalog.find("3.pdf").id])
    vectors.sync(catalog, stop=Stop())
    assert vectors.count() == 20
    found = _found(catalog, _query(vectors, embedder, "cherries in garden3", 100))
    assert len(found) == 20
    assert "3.pdf" not in {file for file, _ in found}


def test_a_new_document_is_found(vectors: Vectors, catalog: Catalog, embedder: FakeEmbedder) -> None:
    add(catalog, "new.pdf", ["grapes hang low"])
    embed_all(catalog, embedder)
    vectors.sync(catalog, stop=Stop())
    assert _found(catalog, _query(vectors, embedder, "grapes hang low"))[0] == ("new.pdf", 0)


def test_another_embedder_replaces_all(vectors: Vectors, catalog: Catalog) -> None:
    other = FakeEmbedder("other")
    add(catalog, "new.pdf", ["grapes hang low"])
    embed_all(catalog, other)
    vectors.sync(catalog, stop=Stop())
    assert vectors.count() == 26


def test_an_empty_library_has_nothing_near(tmp_path: Path, embedder: FakeEmbedder) -> None:
    with Catalog(tmp_path / "empty.sqlite3") as empty:
        for made in (CatalogVectors(empty), ChromaVectors(tmp_path / "none")):
            made.sync(empty, stop=Stop())
            assert _query(made, embedder, "anything") == []
            assert made.count() == 0
            made.close()


# Chroma alone


@pytest.fixture
def folder(tmp_path: Path, catalog: Catalog) -> Path:
    """Where Chroma's shards are, closed."""
    made = ChromaVectors(tmp_path / "vectors", shard_size=SHARD_SIZE)
    made.sync(catalog, stop=Stop())
    made.close()
    return tmp_path / "vectors"


def _shards(folder: Path) -> list[Path]:
    return sorted(folder.glob("shard-*"))


def test_documents_lie_in_shards(folder: Path) -> None:
    assert len(_shards(folder)) == 3


def test_removing_writes_one_shard_anew(folder: Path, catalog: Catalog) -> None:
    before = _shards(folder)
    catalog.remove([catalog.find("0.pdf").id])
    made = ChromaVectors(folder, shard_size=SHARD_SIZE)
    made.sync(catalog, stop=Stop())
    made.close()
    assert before[0] not in _shards(folder)
    assert set(before[1:]) <= set(_shards(folder))


def test_a_deleted_folder_comes_back_without_embedding(folder: Path, catalog: Catalog, embedder: FakeEmbedder) -> None:
    import shutil

    shutil.rmtree(folder)
    embedded = len(embedder.embedded)
    made = ChromaVectors(folder, shard_size=SHARD_SIZE)
    made.sync(catalog, stop=Stop())
    assert made.count() == 25
    assert len(embedder.embedded) == embedded
    made.close()


def test_a_stopped_sync_goes_on(tmp_path: Path, catalog: Catalog, embedder: FakeEmbedder) -> None:
    class StopAtThird(Stop):
        looks = 0

        def check(self) -> None:
            self.looks += 1
            if self.looks == 3:
                raise Stopped

    made = ChromaVectors(tmp_path / "vectors", shard_size=SHARD_SIZE)
    with pytest.raises(Stopped):
        made.sync(catalog, stop=StopAtThird())
    assert made.count() == 10
    made.sync(catalog, stop=Stop())
    assert made.count() == 25
    assert len(_query(made, embedder, "anything", 100)) == 25
    made.close()


@pytest.mark.parametrize("damage", ["database", "record", "vectors"])
def test_a_damaged_shard_is_written_anew(folder: Path, catalog: Catalog, embedder: FakeEmbedder, damage: str) -> None:
    """After an unclean end: the marker is there."""
    (folder / "open").touch()
    shard = _shards(folder)[1]
    if damage == "database":
        (shard / "chroma.sqlite3").write_bytes(b"no database " * 1000)
    elif damage == "record":
        (shard / "documents.json").write_text("{")
    else:
        for file in shard.rglob("*.bin"):
            file.write_bytes(b"\xff" * 10)
    made = ChromaVectors(folder, shard_size=SHARD_SIZE)
    made.sync(catalog, stop=Stop())
    assert made.count() == 25
    assert len(_query(made, embedder, "anything", 100)) == 25
    made.close()


def _die(channel: Any, folder: Path) -> None:
    os.kill(os.getpid(), signal.SIGABRT)


def test_a_shard_that_ends_the_process_is_written_anew(
    folder: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "open").touch()
    monkeypatch.setattr("app.index.vectors._probe", _die)
    made = ChromaVectors(folder, shard_size=SHARD_SIZE)
    assert made.count() == 0
    made.sync(catalog, stop=Stop())
    assert made.count() == 25
    made.close()


def test_after_a_clean_end_no_child_is_started(folder: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr(children, "start", refuse)
    made = ChromaVectors(folder, shard_size=SHARD_SIZE)
    made.sync(catalog, stop=Stop())
    assert (folder / "open").exists()
    made.close()
    assert not (folder / "open").exists()


def test_its_environment_is_not_read(
    folder: Path, catalog: Catalog, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMA_SERVER_HOST", "example.com")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "example.com")
    made = ChromaVectors(folder, shard_size=SHARD_SIZE)
    assert _query(made, embedder, "anything")
    assert not [name for name in os.environ if name.startswith(("CHROMA_", "OTEL_"))]
    made.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_files_are_for_their_owner_only(folder: Path) -> None:
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert modes == {True: 0o700, False: 0o600}
    assert json.loads((_shards(folder)[0] / "documents.json").read_text())
