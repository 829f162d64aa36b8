"""`conversations`, `export` and `ask --continue` as a script calls them. Most conversations here were never held: they are
written into the library as `ask` keeps them."""

import io
import re
import shutil
from datetime import datetime
from pathlib import Path

import docx
import pymupdf
import pytest

from app.host.paths import Paths
from app.library import Library
from app.library.kept import answer_to_json
from app.types import Answer
from tests.cli import contract
from tests.cli.program import UNANSWERABLE, Program
from tests.export import material

_WORDS = ("The loss came from fuel. [1]", "The captain is Tom Quayle.")


@pytest.fixture
def kept(program: Program) -> tuple[Program, str, str]:
    """A library with two conversations: their ids, the one used last second."""
    found = material.answer(_WORDS[0], citations=[material.citation(1, "Fuel made the loss.")], unsupported=["fuel"])
    with Library(Paths.find(program.data)) as library:
        older = _held(library, found)
        newer = _held(library, material.REFUSAL)
        _held(library, material.answer(_WORDS[1], question="Who, then?"), newer)
    return program, older, newer


def _held(library: Library, answer: Answer, conversation: str | None = None) -> str:
    """The id of the conversation in which this was answered."""
    known = library.rooms.catalog.conversations
    added = known.add_turn(conversation, answer.question, answer_to_json(answer), documents=[])
    assert added is not None
    return added[0]


def test_list_is_a_line_each_newest_first(kept: tuple[Program, str, str]) -> None:
    program, older, newer = kept
    done = program.run("conversations", "list", "--json")
    assert (done.status, done.err) == (0, "")
    for value in done.objects:
        contract.require(value, contract.CONVERSATION)
        assert datetime.fromisoformat(value["created"]).utcoffset() is not None
        assert value["created"] <= value["updated"]
    assert [(value["conversation"], value["title"], value["turns"]) for value in done.objects] == [
        (newer, "Who is the captain?", 2),
        (older, "What drove the loss?", 1),
    ]
    lines = program.run("conversations", "list").out.splitlines()
    assert re.fullmatch(rf"{newer}  \d{{4}}-\d\d-\d\d \d\d:\d\d  Who is the captain\? \(2 questions\)", lines[0])
    assert [line["conversation"] for line in program.run("conversations", "list", "QUAYLE", "--json").objects] == [
        newer
    ]
    assert program.run("conversations", "list", "quayle", "fuel").out == ""


def test_show_has_every_turn_as_ask_prints_it(kept: tuple[Program, str, str]) -> None:
    program, older, newer = kept
    shown = program.run("conversations", "show", newer[:6], "--json").object
    contract.require(shown, contract.CONVERSATION_SHOWN)
    assert (shown["conversation"], [turn["question"] for turn in shown["turns"]]) == (
        newer,
        ["Who is the captain?", "Who, then?"],
    )
    assert shown["turns"][0]["answer"]["found"] is False and shown["turns"][1]["answer"]["answer"] == _WORDS[1]
    text = program.run("conversations", "show", older).out
    assert f"What drove the loss?\n{_WORDS[0]}\n[1] report.pdf, p. 12: “Fuel made the loss.”\n" in text
    assert "Not supported by the documents: fuel" in text
    refused, _, later = program.run("conversations", "show", "last").out.partition("Who, then?")
    assert "withdrawn" in refused and "Tom Quayle" not in refused and "Tom Quayle" in later


def test_remove_deletes_it_from_the_disk(kept: tuple[Program, str, str]) -> None:
    program, older, newer = kept
    done = program.run("conversations", "remove", newer, "--json")
    assert (done.status, done.object) == (0, {"schema": 1, "conversation": newer, "removed": True})
    assert [one["conversation"] for one in program.run("conversations", "list", "--json").objects] == [older]
    left = b"".join(path.read_bytes() for path in program.data.rglob("*") if path.is_file())
    assert b"Quayle" not in left and b"What drove the loss?" in left


@pytest.mark.parametrize(
    "arguments",
    [("conversations", "show", "none"), ("conversations", "remove", "last"), ("export", "last", "--to", "a.md")],
    ids=" ".join,
)
def test_an_unknown_conversation_ends_with_3(program: Program, arguments: tuple[str, ...]) -> None:
    program.run(*arguments, "--json").fails("unknown_conversation")


def test_export_writes_each_form_for_its_owner_only(kept: tuple[Program, str, str], tmp_path: Path) -> None:
    program, older, _ = kept
    for suffix in (".md", ".docx", ".PDF"):
        to = tmp_path / f"out{suffix}"
        done = program.run("export", older, "--to", to, "--json")
        assert (done.status, done.err) == (0, "")
        assert done.object == {"schema": 1, "conversation": older, "file": to.name, "path": str(to)}
        assert to.stat().st_mode & 0o077 == 0
    assert "The loss came from fuel" in (tmp_path / "out.md").read_text(encoding="utf-8")
    document = docx.Document(io.BytesIO((tmp_path / "out.docx").read_bytes()))
    assert "Fuel made the loss." in [paragraph.text for paragraph in document.paragraphs]
    with pymupdf.open(tmp_path / "out.PDF") as written:
        assert "Fuel made the loss." in written[0].get_text()
    assert {path.name for path in tmp_path.iterdir()} == {"data", "out.md", "out.docx", "out.PDF"}


def test_export_replaces_a_file_only_when_told_to(kept: tuple[Program, str, str], tmp_path: Path) -> None:
    program, _, _ = kept
    to = tmp_path / "mine.md"
    to.write_text("mine")
    program.run("export", "last", "--to", to, "--json").fails("exists", file="mine.md")
    assert to.read_text() == "mine"
    assert program.run("export", "last", "--to", to, "--force").status == 0
    assert "Who is the captain?" in to.read_text(encoding="utf-8")


def test_export_says_what_it_cannot_do(kept: tuple[Program, str, str], tmp_path: Path) -> None:
    program, _, _ = kept
    program.run("export", "last", "--to", tmp_path / "notes.txt", "--json").fails("export_format", file="notes.txt")
    program.run("export", "last", "--to", tmp_path / "none" / "notes.md", "--json").fails("read_only")
    assert program.run("export", "last").status == 2


@pytest.mark.parametrize(
    "arguments",
    [("ask", "--continue"), ("ask", "--questions", "questions.jsonl", "--continue"), ("conversations",)],
    ids=" ".join,
)
def test_a_wrong_command_line_ends_with_2(program: Program, arguments: tuple[str, ...]) -> None:
    done = program.run(*arguments)
    assert (done.status, done.out) == (2, "") and "inglenook" in done.err
    assert not program.data.exists()


@pytest.mark.model
@pytest.mark.embedder
def test_a_question_goes_on_from_an_earlier_one(filled: Program, shelf: Path, tmp_path: Path) -> None:
    """Of the documents of the earlier answer, by the names they had there, unless others are named; in one conversation."""
    copy = shutil.copy(shelf / "prose.pdf", tmp_path / "a copy.pdf")
    first = filled.ask(UNANSWERABLE, "-f", copy).object
    second = filled.ask("--continue", f"And {UNANSWERABLE}").object
    third = filled.ask(f"Or {UNANSWERABLE}", "--continue", first["conversation"], "-f", shelf / "partly.pdf").object
    for value in (first, second, third):
        contract.require(value, contract.ANSWER)
        assert value["conversation"] == first["conversation"]
    assert [value["scope"]["documents"] for value in (first, second, third)] == [1, 1, 1]
    assert {passage["file"] for passage in (*first["passages"], *second["passages"])} == {"a copy.pdf"}
    assert {passage["file"] for passage in third["passages"]} == {"partly.pdf"}
    shown = filled.run("conversations", "show", first["conversation"], "--json").object
    assert [turn["question"] for turn in shown["turns"]] == [UNANSWERABLE, f"And {UNANSWERABLE}", f"Or {UNANSWERABLE}"]
    assert [turn["answer"]["passages"] for turn in shown["turns"]] == [v["passages"] for v in (first, second, third)]
    filled.ask("And where?", "--continue", "nothing of this name").fails("unknown_conversation")
