"""Removed means removed: not a byte of a document's text, vectors, names and answers is in any file of the data folder."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.host import settings
from app.host.paths import Paths
from app.host.policy import Policy
from app.library import Library, conversations, documents
from app.library.cloud import Cloud
from app.stop import Stop
from app.types import Document, Provider
from tests import material
from tests.fakes import FakeEngine
from tests.gateway.cloud.provider import KEY, answer, providing
from tests.library.conftest import MakeLibrary
from tests.library.traces import MARK, left_in, marked

ROOT = Path(__file__).resolve().parents[2]
QUESTION = f"How much do the Zanzi{MARK}s of page 1 cost in ward 3?"

KILLED = """
import os, signal, sys
from pathlib import Path
from app.host.paths import Paths
from app.library import Library
from app.stop import Stop

class Killed(Stop):
    left = int(sys.argv[2])
    def check(self):
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

with Library(Paths(Path(sys.argv[1]), Paths.find().models, Path(sys.argv[1]) / "machine")) as library:
    library.remove(sys.argv[3:], stop=Killed())
"""


def _add(library: Library, *paths: Path, collection: str | None = None) -> list[Document]:
    found = list(library.add(paths, collection=collection, wait=True, stop=Stop()))
    assert all(isinstance(one, Document) for one in found)
    return [one for one in found if isinstance(one, Document)]


def _vectors(library: Library, document: Document) -> list[bytes]:
    """Its rows as the catalog has them, and as Chroma does."""
    assert library.rooms.embedder is not None
    _, matrix = library.rooms.catalog.embeddings(document.id, library.rooms.embedder.id)
    return [row.tobytes() for row in (*matrix, *matrix.astype("float32"))]


def _asked_elsewhere(library: Library, document: Document, said: str) -> None:
    """A question and a correction, to a provider on this machine."""
    cloud = Cloud(library.rooms, policy=Policy)
    with providing() as provider:
        cloud.add(Provider("office", "Office", "openai", provider.address, "wren-large"))
        provider.answers = [answer(said), answer(said)]
        draft = cloud.prepare(f"What is said of wards in {document.file}?", documents=[document.id], stop=Stop())
        given = cloud.send(draft, cloud.consent(cloud.letter(draft)), key=KEY, stop=Stop())
        again = cloud.prepare_correction(given)
        cloud.send(again, cloud.consent(cloud.letter(again)), key=KEY, stop=Stop(), conversation=given.conversation)


def _everything(library: Library, engine: FakeEngine, document: Document, other: Document) -> None:
    """All that can be done with it, and what the window keeps."""
    one = [document.id]
    first = library.ask(QUESTION, documents=one, stop=Stop())
    library.ask(f"And the Paper{MARK}?", documents=[document.id, other.id], after=first, stop=Stop())
    library.ask("Name all wards.", documents=one, thorough=True, stop=Stop())
    for length in ("brief", "standard"):
        library.summarize(document=document.id, length=length, stop=Stop())
    _asked_elsewhere(library, document, f"The Zanzi{MARK}s cost 103 EUR. [1]")
    _asked_elsewhere(library, other, "The trust carried 412,906 passengers. [1]")
    engine._replies[:] = ["The trust carried 412,906 passengers. [1]"]
    library.ask("How many passengers travelled?", documents=[other.id], stop=Stop())
    file = library.rooms.paths.settings
    settings.change(file, window={"document": document.id, "pages": {"places": {document.id: [1, 0.0, 0.0, "width"]}}})
    file.with_name(f"{file.name}.1.new").write_text(document.id)
    library.rooms.catalog.scans.keep(document.id, 1, f"What was seen on it: Scan{MARK}".encode())
    documents.enqueue(library.rooms, [document.path], stop=Stop())


@pytest.mark.embedder
def test_after_everything_was_done_with_it_no_byte_is_left(make_library: MakeLibrary, tmp_path: Path) -> None:
    engine = FakeEngine([f"The Zanzi{MARK}s of page 1 cost 103 EUR in ward 3. [1]"], shares={"Yes": 99.0})
    library = make_library(engine)
    data = library.rooms.paths.data
    path, other_path = marked(tmp_path), material.prose(tmp_path)
    document, other = _add(library, path, other_path, collection="One")
    library.rooms.catalog.collect(document.id, "Two")
    _everything(library, engine, document, other)
    stale = data / "settings.json.1.new"
    _age(stale)
    rows, kept = _vectors(library, document), _vectors(library, other)
    before = {what for _, what in left_in(data, [document.id], rows)}
    assert before >= {"word as utf-8", "compressed word", "id", "vector"}, "or else nothing would be seen"
    assert len(conversations.listed(library.rooms)) > 2
    library.remove([str(path)], stop=Stop())
    assert not library.removal_unfinished
    assert left_in(data, [document.id], rows) == []
    library.close()
    assert left_in(data, [document.id], rows) == []
    library = make_library(FakeEngine())
    assert [one.file for one in library.documents()] == ["prose.pdf"] and library.rooms.catalog.check() == []
    assert left_in(data, rows=kept), "the other one is there still"
    sent = Cloud(library.rooms, policy=Policy).sent()
    assert [bool(one.text) for one in sent] == [False, False, True, True]
    assert all(one.digest and one.time and one.provider and one.tokens for one in sent)
    questions = [
        turn.question
        for one in conversations.listed(library.rooms)
        for turn in conversations.turns(library.rooms, one.id)
    ]
    assert len(questions) == 3 and not any(MARK in one for one in questions)


def _age(file: Path) -> None:
    import os

    os.utime(file, (1.0, 1.0))


@pytest.mark.embedder
def test_kept_answers_are_the_only_thing_that_is_left(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(
        FakeEngine([f"The Zanzi{MARK}s of page 1 cost 103 EUR in ward 3. [1]"], shares={"Yes": 99.0})
    )
    (document,) = _add(library, marked(tmp_path))
    given = library.ask(QUESTION, stop=Stop())
    assert given.found and given.citations and given.conversation is not None
    rows = _vectors(library, document)
    library.remove([document.id], stop=Stop(), keep_answers=True)
    (turn,) = conversations.turns(library.rooms, given.conversation)
    assert turn.answer.text == given.text and turn.answer.passages == ()
    assert [(one.quote, one.boxes, one.page) for one in turn.answer.citations] == [
        ("", (), one.page) for one in given.citations
    ]
    conversations.remove(library.rooms, given.conversation, Stop())
    assert left_in(library.rooms.paths.data, [document.id], rows) == []


@pytest.mark.embedder
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX")
def test_a_removal_that_is_killed_goes_on_at_the_next_start(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(FakeEngine())
    data = library.rooms.paths.data
    names = [f"{number}{MARK}.pdf" for number in range(3)]
    _add(library, material.prose(tmp_path))
    for at, name in zip((0, 2, 5), names, strict=True):
        (document,) = _add(library, _another(tmp_path, name))
        rows = _vectors(library, document)
        library.close()
        assert _killed(data, at, [name]) == -signal.SIGKILL
        library = make_library(FakeEngine())
        assert [one.file for one in library.documents()] == ["prose.pdf"], "it is out of sight at once"
        documents.finish_removals(library.rooms, Stop())
        assert not library.removal_unfinished and left_in(data, [document.id], rows) == []
        assert library.rooms.catalog.check() == []


def _another(folder: Path, name: str) -> Path:
    path = marked(folder, name)
    with path.open("ab") as file:
        file.write(f"% {name}\n".encode())
    return path


def _killed(data: Path, at: int, names: Sequence[str]) -> int:
    """At the n-th look at its stop token."""
    command = [sys.executable, "-c", KILLED, str(data), str(at), *names]
    return subprocess.run(command, cwd=ROOT, check=False, env=None).returncode


@pytest.mark.embedder
def test_a_file_that_is_added_while_it_is_hidden_is_not_removed(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(FakeEngine())
    path = marked(tmp_path)
    (document,) = _add(library, path)
    documents.hide(library.rooms, [document.id])
    assert library.documents() == []
    _add(library, path)
    documents.settle(library.rooms)
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(path.read_bytes())
    documents.hide(library.rooms, [document.id])
    assert [one.id for one in _add(library, copy)] == [document.id]
    documents.settle(library.rooms)
    assert [one.id for one in library.documents() if isinstance(one, Document)] == [document.id]


def test_the_name_of_a_file_that_failed_goes_with_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Library(Paths(data, tmp_path / "models", tmp_path / "machine")) as library:
        for _ in library.add([material.not_a_pdf(tmp_path, name=f"{MARK}.pdf")], stop=Stop()):
            pass
        assert left_in(data)
        library.remove([f"{MARK}.pdf"], stop=Stop())
        assert left_in(data) == []
