"""Documents on their way out: hidden, brought back, gone; and what was answered about them."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.index.catalog import Catalog, removing
from app.index.search import search
from app.stop import Stop
from app.types import Waiting
from tests.index.texts import add, chunks_of, origin, reading_of

MARKER = "Zanzibarquux"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        yield catalog


def _passage(document: str, text: str = MARKER) -> dict[str, object]:
    return {"document": document, "file": "x.pdf", "text": text, "spans": [{"page": 1, "start": 0, "end": 5}]}


def _answer(text: str, *documents: str, **more: object) -> dict[str, object]:
    """One that quotes each of these documents."""
    cited = [
        {"mark": n, "document": one, "quote": MARKER, "boxes": [[1, 2, 3, 4]]} for n, one in enumerate(documents, 1)
    ]
    return {"answer": text, "citations": cited, "passages": [_passage(one) for one in documents], **more}


def _said(catalog: Catalog) -> list[str]:
    return [
        turn.answer["answer"] for one in catalog.conversations.listed() for turn in catalog.conversations.turns(one.id)
    ]


def test_what_is_hidden_is_in_no_view_and_comes_back_whole(catalog: Catalog) -> None:
    hidden = add(catalog, "one.pdf", [f"{MARKER} stands here."], collection="Travel")
    other = add(catalog, "two.pdf", ["Something else."])
    catalog.conversations.add_turn(None, f"What is {MARKER}?", _answer("A word", hidden.id), documents=[hidden.id])
    catalog.conversations.add_turn(None, "Else?", _answer("Else", other.id), documents=[other.id])
    catalog.hide([hidden.id])
    assert [one.id for one in catalog.documents()] == [other.id] and catalog.documents("Travel") == []
    assert {one.document for one in search(MARKER, catalog=catalog)} <= {other.id}
    assert _said(catalog) == ["Else"] and catalog.conversations.listed(MARKER) == []
    assert catalog.scrub(Stop()) and catalog.gone == []
    assert catalog.bring_back([hidden.id]) == [hidden.id]
    assert [one.id for one in catalog.documents("Travel")] == [hidden.id]
    assert sorted(_said(catalog)) == ["A word", "Else"] and search(MARKER, catalog=catalog)[0].document == hidden.id
    assert catalog.check() == []


def test_what_is_settled_does_not_come_back(catalog: Catalog) -> None:
    one, two = add(catalog, "one.pdf", [MARKER]), add(catalog, "two.pdf", ["Else."])
    catalog.hide([one.id, two.id])
    assert catalog.settle([one.id]) == [one.id] == catalog.gone
    assert catalog.bring_back([one.id, two.id]) == [two.id]
    assert catalog.settle() == []


def test_what_waits_to_be_read_anew_is_settled_with_its_document(catalog: Catalog) -> None:
    one = add(catalog, "one.pdf", [MARKER])
    catalog.waiting.put([Waiting(one.path)])
    catalog.hide([one.id])
    assert catalog.waiting.has(one.path)
    catalog.settle()
    assert not catalog.waiting.has(one.path)


def test_a_file_that_is_added_again_is_not_to_be_removed_any_more(catalog: Catalog) -> None:
    one = add(catalog, "one.pdf", [MARKER])
    assert not catalog.bring_back_from(one.path)
    catalog.hide([one.id])
    assert catalog.bring_back_from(one.path) and catalog.documents()[0].id == one.id


def test_what_was_read_again_meanwhile_stays_with_its_answers(catalog: Catalog) -> None:
    one = add(catalog, "one.pdf", [MARKER])
    catalog.conversations.add_turn(None, "What?", _answer("A word", one.id), documents=[one.id])
    catalog.hide([one.id])
    again = add(catalog, "one.pdf", [MARKER])
    assert again.id == one.id and catalog.bring_back([one.id]) == []
    catalog.settle()
    assert _said(catalog) == ["A word"] and catalog.gone == []
    assert catalog.scrub(Stop()) and catalog.document(one.id).chunks == 1 and catalog.check() == []


def test_what_an_ended_program_left_hidden_is_due_after_a_while(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = add(catalog, "one.pdf", [MARKER])
    catalog.hide([one.id])
    assert not catalog.due
    now = time.time()
    for later in (now + removing._PATIENCE + 1, now - removing._PATIENCE - 1):  # the clock may have been set back
        monkeypatch.setattr(time, "time", lambda later=later: later)
        assert catalog.due
    catalog.bring_back([one.id])
    assert not catalog.due


def test_kept_answers_stay_without_a_word_of_the_document(catalog: Catalog) -> None:
    gone, stays = add(catalog, "one.pdf", [MARKER]), add(catalog, "two.pdf", ["Else."])
    answer = _answer(
        "My own words [1][2]", gone.id, stays.id, withdrawn=MARKER, nearest={"document": gone.id, "quote": MARKER}
    )
    catalog.conversations.add_turn(None, "What?", answer, documents=[gone.id, stays.id])
    catalog.hide([gone.id], keep_answers=True)
    for settle in (False, True):
        if settle:
            catalog.settle()
        (conversation,) = catalog.conversations.listed()
        told = catalog.conversations.turns(conversation.id)[0].answer
        assert told["answer"] == "My own words [1][2]" and told["withdrawn"] is None
        assert [one["quote"] for one in told["citations"]] == ["", MARKER] and told["nearest"]["quote"] == ""
        assert [one["document"] for one in told["passages"]] == [stays.id]
    catalog.conversations.turns(conversation.id)
    assert catalog.scrub(Stop())
    kept = add(catalog, "one.pdf", [MARKER])
    catalog.remove([kept.id])
    assert _said(catalog) == [], "removed again, and its answers are not to be kept this time"


def test_of_a_conversation_about_two_documents_the_answers_about_the_other_stay(catalog: Catalog) -> None:
    gone, stays = add(catalog, "one.pdf", [MARKER]), add(catalog, "two.pdf", ["Else."])
    turns = catalog.conversations
    made = turns.add_turn(None, "First?", _answer("of one", gone.id), documents=[gone.id])
    assert made is not None
    turns.add_turn(made[0], "Second?", _answer("of two", stays.id, asked=[gone.id, stays.id]), documents=[stays.id])
    turns.add_turn(made[0], "And it?", _answer("of two, from one", stays.id), documents=[stays.id], follows=made[1])
    turns.add_turn(made[0], "Third?", _answer("of neither", asked=[gone.id]), documents=[])
    catalog.remove([gone.id])
    (conversation,) = turns.listed()
    (left,) = turns.turns(conversation.id)
    assert left.answer["answer"] == "of two" and left.answer["asked"] == [stays.id]
    assert conversation.title == "Second?"


def test_nothing_is_kept_that_follows_what_has_just_gone(catalog: Catalog) -> None:
    gone, stays = add(catalog, "one.pdf", [MARKER]), add(catalog, "two.pdf", ["Else."])
    made = catalog.conversations.add_turn(None, "First?", _answer("of one", gone.id), documents=[gone.id])
    assert made is not None
    catalog.remove([gone.id])
    after = catalog.conversations.add_turn(
        made[0], "It?", _answer("x", stays.id), documents=[stays.id], follows=made[1]
    )
    assert after is None and catalog.conversations.listed() == []


def test_titles_that_were_to_leave_go_from_what_waits_in_a_conversation(catalog: Catalog) -> None:
    gone, stays = add(catalog, "one.pdf", [MARKER]), add(catalog, "two.pdf", ["Else."])
    letter = {"kind": "steps", "question": "What?", "parts": [{"words": MARKER, "step": "", "passages": []}]}
    asked = {"everything": [], "this": [gone.id, stays.id], "the other": [stays.id]}
    for name, ids in asked.items():
        catalog.conversations.add_turn(None, name, _answer(name, asked=ids, approved=letter), documents=[])
    catalog.remove([gone.id])
    left = {
        turn.question: turn.answer
        for one in catalog.conversations.listed()
        for turn in catalog.conversations.turns(one.id)
    }
    assert [name for name, answer in left.items() if answer["approved"]] == ["the other"]


def test_a_copy_at_another_place_is_the_same_document(catalog: Catalog) -> None:
    one = add(catalog, "one.pdf", [MARKER], collection="A")
    catalog.collect(one.id, "B")
    catalog.remove([one.id])
    assert catalog.documents() == [] and [count for _, count in catalog.collections.names()] == [0, 0]
    with pytest.raises(UserFixable):
        catalog.document(one.id)
    reading = reading_of([MARKER])
    assert catalog.add(origin("one.pdf", MARKER), reading, chunks_of(reading)).collections == ()
