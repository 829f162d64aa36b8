"""Conversations come back as they were, are found, named, rated, removed to the last byte, and written into files."""

import json
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserFixable
from app.library import Library, asking, conversations
from app.library.kept import answer_from_json, answer_to_json, summary_from_json, summary_to_json
from app.stop import Stop
from app.types import (
    Answer,
    Citation,
    Conversation,
    Document,
    Follows,
    Passage,
    Scope,
    SectionSummary,
    Span,
    Summary,
    TokenCount,
)
from tests import material
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

_QUESTION = "Who was chosen as chair of the board in September 2024?"
_TRUE = "The board chose Ingrid Solvang as its chair in September 2024."

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_counts = st.integers(0, 2**40)
_pages = st.integers(1, 20_000)
_floats = st.floats(allow_nan=False, allow_infinity=False)
_boxes = st.tuples(_floats, _floats, _floats, _floats)
_spans = st.builds(Span, _pages, _counts, _counts)
_citations = st.builds(Citation, _pages, _texts, _texts, _pages, _texts, _texts, st.lists(_boxes).map(tuple))
_passages = st.builds(
    Passage,
    document=_texts,
    file=_texts,
    chunk=_counts,
    header=_texts,
    section=_texts,
    text=_texts,
    spans=st.lists(_spans, min_size=1, max_size=3).map(tuple),
    score=_floats,
    lexical=_floats,
    dense=st.none() | _floats,
    table=st.booleans(),
)
_tokens = st.builds(TokenCount, _counts, _counts, _counts)
_answers = st.builds(
    Answer,
    question=_texts,
    text=_texts,
    found=st.booleans(),
    citations=st.lists(_citations, max_size=3).map(tuple),
    unsupported=st.lists(_texts, max_size=3).map(tuple),
    passages=st.lists(_passages, max_size=3).map(tuple),
    scope=st.builds(Scope, _counts, _counts, _counts, _counts),
    model=_texts,
    device=_texts,
    device_note=st.none() | _texts,
    tokens=_tokens,
    seconds=st.dictionaries(_texts, _floats, max_size=3),
    suggest_cloud=st.none() | _texts,
    conversation=st.just("c1"),
    withdrawn=st.none() | _texts,
    turn=st.just(7),
    follows=st.none() | st.builds(Follows, _texts, _counts, _counts, st.booleans(), st.booleans()),
)
_summaries = st.builds(
    Summary,
    document=_texts,
    file=_texts,
    text=_texts,
    sections=st.lists(st.builds(SectionSummary, _texts, st.tuples(_pages, _pages), _texts), max_size=3).map(tuple),
    pages=_counts,
    read=_counts,
    skipped=st.lists(st.tuples(_pages, _texts), max_size=3).map(tuple),
    model=_texts,
    device=_texts,
    tokens=_tokens,
    seconds=_floats,
)


@given(_answers)
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    kept = json.loads(json.dumps(answer_to_json(answer), ensure_ascii=False))
    assert answer_from_json(kept, question=answer.question, conversation="c1", turn=7) == answer


@given(_summaries)
def test_a_summary_comes_back_as_it_was(summary: Summary) -> None:
    assert summary_from_json(json.loads(json.dumps(summary_to_json(summary)))) == summary


def test_an_answer_of_the_first_version_comes_back_with_what_it_had() -> None:
    kept = {
        "answer": "Ten years [1]",
        "found": True,
        "citations": [{"mark": 1, "document": "d", "file": "lease.pdf", "page": 2, "quote": "ten years"}],
        "model": "m",
    }
    answer = answer_from_json(kept, question="How long?", conversation="c1", turn=1)
    assert (answer.text, answer.found, answer.model) == ("Ten years [1]", True, "m")
    assert answer.citations == (Citation(1, "d", "lease.pdf", 2, "2", "ten years", ()),)
    assert (answer.passages, answer.scope, answer.seconds) == ((), Scope(0, 0, 0, 0), {})


@pytest.fixture
def library(make_library: MakeLibrary) -> Library:
    return make_library(FakeEngine([_TRUE], shares={"Yes": 99.0}))


def _made(question: str, text: str = "Nobody knows.") -> Answer:
    return Answer(question, text, False, (), (), (), Scope(1, 3, 2, 3), "m", "cpu", None, TokenCount(5, 1, 2))


def _kept(library: Library, question: str, text: str = "Nobody knows.") -> Conversation:
    """A conversation of one turn."""
    made = asking.keep(library.rooms, _made(question, text))
    assert made.conversation is not None
    return conversations.find(library.rooms, made.conversation)


@pytest.mark.model
@pytest.mark.embedder
def test_an_answer_is_kept_whole_and_followed_up_after_a_restart(make_library: MakeLibrary, tmp_path: Path) -> None:
    engine = FakeEngine([_TRUE], shares={"Yes": 99.0})
    library = make_library(engine)
    (document,) = library.add([material.prose(tmp_path)], wait=False, stop=Stop())
    assert isinstance(document, Document)
    answer = library.ask(_QUESTION, documents=[document.id], stop=Stop())
    assert answer.citations and answer.citations[0].boxes and answer.passages
    library = make_library(engine)
    (conversation,) = conversations.listed(library.rooms)
    (turn,) = conversations.turns(library.rooms, conversation.id)
    assert turn.answer == answer and (turn.id, turn.question) == (answer.turn, _QUESTION)
    later = library.ask("And when was that?", documents=[document.id], after=turn.answer, stop=Stop())
    assert later.follows == Follows(_QUESTION, 1, 0) and later.understood is not None
    assert later.understood in engine.prompts[-1].messages[-1].content
    assert later.conversation == conversation.id and later.turn not in {None, answer.turn}
    assert [one.answer for one in conversations.turns(library.rooms, conversation.id)] == [answer, later]
    library.remove([document.id], stop=Stop())
    assert conversations.listed(library.rooms) == []


def test_a_conversation_is_found_by_many_names(library: Library) -> None:
    first, second = _kept(library, "Who pays?"), _kept(library, "Who signs?")
    rooms = library.rooms
    assert conversations.find(rooms, "last") == second
    for name in (first.id, first.id[:6], "who PAYS?", first.id.upper()):
        assert conversations.find(rooms, name) == first
    _kept(library, "Who signs?")
    for name in (first.id[:5], "Who signs?", "pays", ""):
        with pytest.raises(UserFixable) as caught:
            conversations.find(rooms, name)
        assert (caught.value.kind, caught.value.values["name"]) == ("unknown_conversation", name)


def test_the_last_of_none_is_unknown(library: Library) -> None:
    with pytest.raises(UserFixable) as caught:
        conversations.find(library.rooms, "last")
    assert caught.value.kind == "unknown_conversation"


def test_conversations_are_named_rated_and_looked_through(library: Library) -> None:
    rooms = library.rooms
    one, two = _kept(library, "Who pays?", "The tenant."), _kept(library, "Who signs?", "The owner.")
    assert [found.id for found in conversations.listed(rooms)] == [two.id, one.id]
    assert [found.id for found in conversations.listed(rooms, "who TENANT")] == [one.id]
    conversations.rename(rooms, one.id, "  The rent,\n and who pays it ")
    conversations.rename(rooms, one.id, "   ")
    assert conversations.find(rooms, one.id).title == "The rent, and who pays it"
    (turn,) = conversations.turns(rooms, one.id)
    conversations.rate(rooms, turn.id, 1)
    conversations.rate(rooms, 999, 1)
    assert [of.rating for of in conversations.turns(rooms, one.id)] == [1]
    with pytest.raises(UserFixable):
        conversations.rename(rooms, "none", "A name")


def test_a_removed_conversation_leaves_no_byte_behind(library: Library) -> None:
    rooms = library.rooms
    secret = _kept(library, "What is Zanzibarquux?", "Zanzibarquux is a word.")
    _kept(library, "Who pays?")
    conversations.rename(rooms, secret.id, "All of Zanzibarquux")
    assert _files_with(rooms.paths.data, b"Zanzibarquux")
    conversations.remove(rooms, secret.id, Stop())
    assert not library.removal_unfinished and not _files_with(rooms.paths.data, b"Zanzibarquux")
    assert [one.title for one in conversations.listed(rooms)] == ["Who pays?"]
    with pytest.raises(UserFixable) as caught:
        conversations.remove(rooms, secret.id, Stop())
    assert caught.value.kind == "unknown_conversation"


def _files_with(folder: Path, marker: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and marker in path.read_bytes()]


@pytest.mark.parametrize(("suffix", "begin"), [(".md", b"# Who pays?"), (".DOCX", b"PK"), (".pdf", b"%PDF-")])
def test_a_conversation_is_written_for_its_owner_only(
    library: Library, tmp_path: Path, suffix: str, begin: bytes
) -> None:
    conversation = _kept(library, "Who pays?", "The tenant.")
    to = tmp_path / f"conversation{suffix}"
    to.write_bytes(b"what was here before")
    to.chmod(0o644)
    assert conversations.export(library.rooms, conversation.id, to, stop=Stop()) == to
    assert to.read_bytes().startswith(begin)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "data") == [to.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(to.stat().st_mode) == 0o600


def test_an_export_that_cannot_be_written_says_why(library: Library, tmp_path: Path) -> None:
    conversation = _kept(library, "Who pays?")
    whole = tmp_path / "whole.md"
    whole.write_text("what was here before")
    cases = [
        (conversation.id, tmp_path / "conversation.txt", "export_format"),
        (conversation.id, tmp_path / "conversation", "export_format"),
        (conversation.id, tmp_path / "nowhere" / "conversation.md", "read_only"),
        ("none", whole, "unknown_conversation"),
    ]
    for name, to, kind in cases:
        with pytest.raises(UserFixable) as caught:
            conversations.export(library.rooms, name, to, stop=Stop())
        assert caught.value.kind == kind
    assert whole.read_text() == "what was here before"


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of POSIX")
def test_an_export_to_a_full_disk_leaves_what_was_there(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = _kept(library, "Who pays?")
    to = tmp_path / "conversation.md"
    to.write_text("what was here before")

    def full(path: Path, target: Path) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UserFixable) as caught:
        conversations.export(library.rooms, conversation.id, to, stop=Stop())
    assert caught.value.kind == "no_space"
    assert to.read_text() == "what was here before"
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == [to.name]


def test_an_answer_that_cites_what_is_gone_is_not_kept(library: Library) -> None:
    citation = Citation(1, "0" * 64, "gone.pdf", 1, "1", "a quote", ())
    made = asking.keep(library.rooms, replace(_made("Who pays?"), found=True, citations=(citation,)))
    assert (made.conversation, made.turn) == (None, None)
    assert conversations.listed(library.rooms) == []
