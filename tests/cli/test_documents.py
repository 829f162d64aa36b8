"""`add`, `list`, `remove` and `search`."""

import shutil
from pathlib import Path

import pytest

from app.index.catalog import Catalog
from tests import material
from tests.cli import contract, places
from tests.cli.program import UNANSWERABLE, Program

pytestmark = pytest.mark.embedder


def test_what_was_added_is_listed_in_the_same_words(filled: Program, shelf: Path) -> None:
    added = filled.run("add", shelf / "prose.pdf", "--json").object
    contract.require(added, contract.DOCUMENT)
    assert (added["state"], added["pages"], added["embedded"]) == ("ready", 3, added["chunks"])
    assert filled.listed()["prose.pdf"] == added
    text = filled.run("list").out.splitlines()
    assert text[1] == "prose.pdf  3 pages, ready"


def test_pages_without_text_are_named(filled: Program) -> None:
    assert filled.listed()["partly.pdf"]["skipped"] == [{"page": 2, "reason": "no text"}]
    assert "partly.pdf  4 pages, ready; not read: p. 2 (no text)" in filled.run("list").out


def test_a_folder_goes_into_a_collection_and_is_searchable_by_words_without_waiting(
    program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "Harbour" / "2025"
    folder.mkdir(parents=True)
    material.prose(folder, pages=1)
    material.table(folder.parent)
    done = program.run("add", tmp_path / "Harbour", "--collection", "Ferries", "--no-wait", "--json")
    assert done.status == 0
    states = {value["file"]: (value["state"], value["collections"]) for value in done.objects}
    assert states == {"prose.pdf": ("words", ["Ferries"]), "table.pdf": ("words", ["Ferries"])}
    assert "can be searched by words  [Ferries]" in program.run("list", "--collection", "Ferries").out
    assert not (program.data / "vectors").exists()
    by_words = program.run("search", "eastern islands", "--collection", "Ferries", "--no-wait", "--json")
    assert by_words.objects[0]["file"] == "table.pdf"
    assert {value["state"] for value in program.listed().values()} == {"words"}
    program.run("search", "eastern islands", "-f", folder / "prose.pdf")
    assert {name: value["state"] for name, value in program.listed().items()} == {
        "prose.pdf": "ready",
        "table.pdf": "words",
    }
    program.run("list", "--collection", "Trains", "--json").fails("unknown_collection")


def test_search_finds_words_and_meaning_best_first(filled: Program, shelf: Path) -> None:
    found = filled.run("search", "piles", "under", "the", "ramp", "-f", shelf / "prose.pdf", "--json")
    assert (found.status, found.err) == (0, "")
    for passage in found.objects:
        contract.require(passage, contract.FOUND)
    scores = [passage["score"] for passage in found.objects]
    assert scores == sorted(scores, reverse=True)
    best = found.objects[0]
    assert (best["page"], best["pages"], best["section"]) == (2, [2, 2], "The slipway")
    meant = filled.run("search", "ticket sales at sea", "-f", shelf / "prose.pdf", "-n", "1", "--json").object
    assert "tickets that can be bought" in " ".join(meant["text"].split())


@pytest.mark.parametrize("name", ["prose.pdf", "rotated.pdf"])
def test_the_boxes_of_a_passage_lie_on_its_words(filled: Program, shelf: Path, name: str) -> None:
    found = filled.run("search", "slower crossings on weekdays", "-f", shelf / name, "-n", "2", "--json").objects
    assert len(found) == 2
    for passage in found:
        seen = places.words_in(shelf / name, passage["page"], passage["boxes"])
        assert seen == " ".join(passage["text"].split())


def test_search_as_text_and_what_is_not_there(filled: Program, shelf: Path) -> None:
    done = filled.run("search", "rotten piles", "-n", "1", "-f", shelf / "prose.pdf")
    assert done.out.startswith("1. prose.pdf, p. 2  The slipway\n   The slipway Repairs to the slipway took")
    filled.run("search", "piles", "--collection", "Trains", "--json").fails("unknown_collection")
    filled.run("search", " ", "--json").fails("question_empty")


def test_an_empty_library_is_no_error_to_list_but_one_to_search(program: Program) -> None:
    assert (program.run("list", "--json").status, program.run("list", "--json").out) == (0, "")
    program.run("search", "anything", "--json").fails("library_empty")


def test_nothing_is_read_twice_and_a_changed_file_replaces_its_old_self(program: Program, tmp_path: Path) -> None:
    path = material.prose(tmp_path, pages=1, name="report.pdf")
    (first,) = program.add(path)
    assert program.add(path) == [first]
    renamed = path.rename(tmp_path / "renamed.pdf")
    (moved,) = program.add(renamed)
    assert (moved["document"], moved["file"]) == (first["document"], "renamed.pdf")
    assert list(program.listed()) == ["renamed.pdf"]
    shutil.copy(material.table(tmp_path), renamed)
    (changed,) = program.add(renamed)
    assert changed["document"] != first["document"]
    assert [value["document"] for value in program.listed().values()] == [changed["document"]]
    assert _files_with(program, b"412,906 passengers") == ["catalog.sqlite3"], "it stands in both"
    assert _files_with(program, b"Annual review of the ferry trust") == []


def test_a_copy_is_named_as_the_user_named_it_and_stored_once(program: Program, tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    (document,) = program.add(path)
    copy = Path(shutil.copy(path, tmp_path / "copy.pdf"))
    answer = program.ask("Which sections mention the harbour?", "-f", copy).object
    assert answer["found"] and {one["file"] for one in answer["citations"]} == {"copy.pdf"}
    assert {one["document"] for one in answer["citations"]} == {document["document"]}
    found = program.run("search", "harbour", "-f", copy, "--json").objects
    assert {one["file"] for one in found} == {"copy.pdf"}
    assert list(program.listed()) == ["prose.pdf"]


def test_a_removed_document_leaves_no_byte_behind(program: Program, tmp_path: Path) -> None:
    path = material.table(tmp_path, name="secret-income.pdf")
    other = material.prose(tmp_path)
    (document, _) = program.add(path, other)
    done = program.ask(UNANSWERABLE, "-f", path)
    assert done.status == 0
    with Catalog(program.data / "catalog.sqlite3") as catalog:
        _, matrix = catalog.embeddings(document["document"], _embedder(catalog))
    traces = [
        b"Old town loop",
        b"secret-income",
        b"Umfara",
        matrix[0].tobytes(),
        matrix[0].astype("float32").tobytes(),
    ]
    assert all(_files_with(program, trace) for trace in traces), "nothing to be seen even before"
    removed = program.run("remove", path, "--json")
    assert removed.status == 0
    assert (removed.object["document"], removed.object["removed"]) == (document["document"], True)
    assert {trace: _files_with(program, trace) for trace in traces} == {trace: [] for trace in traces}
    assert list(program.listed()) == ["prose.pdf"] and path.exists()


def test_documents_are_removed_by_path_name_and_the_beginning_of_their_id(program: Program, tmp_path: Path) -> None:
    paths = [make(tmp_path) for make in (material.prose, material.table, material.two_columns, material.label_values)]
    added = {value["file"]: value for value in program.run("add", *paths, "--no-wait", "--json").objects}
    partly = program.run("remove", "prose.pdf", "nothing.pdf", "--json")
    assert partly.status == 3
    error, removed = partly.objects
    assert (error["error"]["kind"], removed["file"]) == ("unknown_document", "prose.pdf")
    assert "nothing.pdf" in partly.err
    assert len(program.listed()) == 3, "the others are done"
    done = program.run("remove", paths[1], "COLUMNS", added["labels.pdf"]["document"][:8])
    assert done.status == 0
    assert [line.partition(" ")[0] for line in done.out.splitlines()] == ["table.pdf", "columns.pdf", "labels.pdf"]
    assert program.listed() == {}


def test_a_file_that_failed_is_taken_off_the_list(program: Program, tmp_path: Path) -> None:
    path = material.not_a_pdf(tmp_path)
    assert program.run("add", path).status == 3
    assert program.listed()["letter.pdf"]["state"] == "failed"
    assert program.run("remove", "letter.pdf", "--json").object["document"] is None
    assert program.listed() == {}


def _files_with(program: Program, trace: bytes) -> list[str]:
    files = [file for file in program.data.rglob("*") if file.is_file()]
    assert len(files) > 1
    return [file.name for file in files if trace in file.read_bytes()]


def _embedder(catalog: Catalog) -> str:
    from app.index.catalog import embeddings

    with catalog.reading() as connection:
        return embeddings.embedder_of(connection) or ""


def test_scanned_pages_are_read_when_somebody_waits_and_left_out_where_nobody_wants_them(
    program: Program, shelf: Path
) -> None:
    left = program.run("add", shelf / "partly.pdf", "--no-wait", "--json").object
    assert (left["state"], left["skipped"]) == ("reading", [{"page": 2, "reason": "scan"}])
    status = program.run("scans", "status", "--json").object
    assert status["wanted"] and status["installed"]
    assert status["documents"] == [{"document": left["document"], "file": "partly.pdf", "left": 1, "read": 0}]
    assert program.run("scans", "never", "--json").object["left_out"] == 1
    assert program.run("add", shelf / "partly.pdf", "--json").object["skipped"] == [{"page": 2, "reason": "no text"}]
    program.run("scans", "when-needed")
    assert program.run("scans", "read", "--json").object["left_out"] == 0
    assert program.listed()["partly.pdf"]["skipped"] == []
