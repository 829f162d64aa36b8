"""From a question to an answer, with an engine whose answers are known."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.answers.citing.cite import without_marks
from app.errors import UserFixable
from app.library import Library, asking, learning, summaries
from app.library.documents import Failed
from app.stop import Stop, Stopped
from app.types import Answer, Document, Follows, Generation, Progress, Prompt
from tests import material
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

pytestmark = [pytest.mark.model, pytest.mark.embedder]

_QUESTION = "Who was chosen as chair of the board in September 2024?"
_TRUE = "The board chose Ingrid Solvang as its chair in September 2024."
_FALSE = "The harbour burned down in 1911 and nobody was paid for it."


def _engine(*replies: str) -> FakeEngine:
    return FakeEngine(replies, shares={"Yes": 99.0})


def _turns(library: Library) -> int:
    return sum(one.turns for one in library.rooms.catalog.conversations.listed())


def test_what_the_document_says_is_cited_and_kept(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(_engine(_TRUE))
    path = material.prose(tmp_path)
    heard: list[str] = []
    answer = library.ask(_QUESTION, files=[path], on_text=heard.append, stop=Stop())
    assert answer.found and "".join(heard) == _TRUE and answer.text == f"{_TRUE} [1]"
    (citation,) = answer.citations
    assert (citation.file, citation.page, citation.quote) == ("prose.pdf", 2, _TRUE) and citation.boxes
    assert answer.conversation is not None
    (turn,) = library.rooms.catalog.conversations.turns(answer.conversation)
    assert (turn.question, turn.answer["answer"], turn.answer["found"]) == (_QUESTION, answer.text, True)
    library.remove(["prose.pdf"], stop=Stop())
    assert _turns(library) == 0, "the answer quotes what was removed"


def test_a_copy_is_answered_under_the_name_of_the_file_that_was_asked_about(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    library = make_library(_engine(_TRUE))
    first = material.prose(tmp_path)
    list(library.add([first], wait=False, stop=Stop()))
    copy = Path(shutil.copy(first, tmp_path / "copy.pdf"))
    answer = library.ask(_QUESTION, files=[copy], stop=Stop())
    assert [one.file for one in answer.citations] == ["copy.pdf"]
    assert {one.file for one in answer.passages} == {"copy.pdf"}
    assert {one.file for one in library.search("board", files=[copy], stop=Stop())} == {"copy.pdf"}
    said = library.ask("Which sections mention Ingrid Solvang?", files=[copy], stop=Stop())
    assert {one.file for one in said.citations} == {"copy.pdf"}
    called = {one.document: one.file for one in answer.passages}
    later = library.ask(_QUESTION, documents=[*called], called=called, stop=Stop())
    assert {one.file for one in later.citations} == {one.file for one in later.passages} == {"copy.pdf"}
    declined = library.ask("Who was the pilot of the Zeppelin?", files=[copy], stop=Stop())
    assert "prose.pdf" not in declined.text
    summary = library.summarize(copy, length="brief", wait=False, stop=Stop())
    (document,) = library.rooms.catalog.documents()
    (kept,) = summaries.kept(library.rooms, document.id)
    assert (summary.file, kept.summary.file, document.file) == ("copy.pdf", "prose.pdf", "prose.pdf")
    assert {one.file for one in library.ask(_QUESTION, files=[first], stop=Stop()).citations} == {"prose.pdf"}


def test_a_citation_has_the_pages_own_label(make_library: MakeLibrary, tmp_path: Path) -> None:
    answer = make_library(_engine(_TRUE)).ask(_QUESTION, files=[material.labelled(tmp_path)], stop=Stop())
    assert [(citation.page, citation.label) for citation in answer.citations] == [(2, "v")]


def test_decoding_is_greedy_unless_a_seed_is_given(make_library: MakeLibrary, tmp_path: Path) -> None:
    seeds: list[int | None] = []

    class Sampling(FakeEngine):
        def generate(self, prompt: Prompt, *, seed: int | None = None, **how: Any) -> Generation:
            seeds.append(seed)
            return super().generate(prompt, seed=seed, **how)

    library = make_library(Sampling([_TRUE], shares={"Yes": 99.0}))
    path = material.prose(tmp_path)
    library.ask(_QUESTION, files=[path], stop=Stop())
    library.ask(_QUESTION, files=[path], seed=7, stop=Stop())
    assert seeds == [None, 7]


def test_what_takes_long_to_learn_goes_by_words_unless_it_is_waited_for(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "_TOKENS_A_SECOND", 1)
    library = make_library(_engine(_TRUE))
    path = material.prose(tmp_path)
    notes: list[str] = []

    def report(progress: Progress) -> None:
        notes.extend([progress.note] if progress.note else [])

    answer = library.ask(_QUESTION, files=[path], report=report, stop=Stop())
    assert answer.found and answer.scope.by_meaning == 0
    assert notes == ["Not all of it can be searched by meaning yet; searching by words."]
    assert library.ask(_QUESTION, files=[path], wait=True, stop=Stop()).scope.by_meaning == 3


def test_an_answer_that_nothing_bears_is_withdrawn(make_library: MakeLibrary, tmp_path: Path) -> None:
    answer = make_library(_engine(_FALSE)).ask(_QUESTION, files=[material.prose(tmp_path)], stop=Stop())
    assert (answer.found, answer.citations, answer.withdrawn) == (False, (), _FALSE)
    assert _FALSE not in answer.text and answer.text.startswith("The document does not say.")


def test_what_the_documents_lack_is_not_even_asked(make_library: MakeLibrary, tmp_path: Path) -> None:
    engine = FakeEngine([_TRUE], shares={"No": 99.0})
    answer = make_library(engine).ask("Who paid for the roof?", files=[material.prose(tmp_path)], stop=Stop())
    assert not answer.found and answer.withdrawn is None
    assert answer.tokens.generated == 0


def test_thorough_puts_every_page_before_the_model(make_library: MakeLibrary, tmp_path: Path) -> None:
    engine = _engine(_TRUE)
    path = material.long_document(tmp_path, 8)
    library = make_library(engine)
    answer = library.ask(_QUESTION, files=[path], thorough=True, wait=False, stop=Stop())
    assert (answer.scope.read, answer.scope.pages) == (8, 8)
    read = "\n".join(message.content for prompt in engine.prompts for message in prompt.messages)
    assert all(f"This is part {page} of the long record" in " ".join(read.split()) for page in range(1, 9))
    quick = library.ask(_QUESTION, files=[path], wait=False, stop=Stop())
    assert quick.scope.read < 8


def test_pages_and_collections_bound_the_scope(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(_engine(_TRUE))
    first, second = material.long_document(tmp_path, 8), material.prose(tmp_path)
    list(library.add([first], wait=False, stop=Stop()))
    list(library.add([second], wait=False, collection="Ferries", stop=Stop()))
    some = library.ask(_QUESTION, files=[first], pages=(3, 5), wait=False, stop=Stop())
    assert some.scope.pages == 3 and {page for p in some.passages for page in p.pages} <= {3, 4, 5}
    ferries = library.ask(_QUESTION, collection="Ferries", wait=False, stop=Stop())
    assert (ferries.scope.documents, {passage.file for passage in ferries.passages}) == (1, {"prose.pdf"})
    assert (ferries.scope.by_meaning, ferries.scope.pages) == (0, 3)
    everything = library.ask(_QUESTION, wait=True, stop=Stop())
    assert (everything.scope.documents, everything.scope.by_meaning) == (2, 11)


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = make_library(_engine(_TRUE))
    path = material.prose(tmp_path)
    list(library.add([path], stop=Stop()))

    def busy(*arguments: object, **options: object) -> str:
        raise UserFixable("locked")

    monkeypatch.setattr(library.rooms.catalog.conversations, "add_turn", busy)
    answer = library.ask(_QUESTION, files=[path], stop=Stop())
    assert answer.found and answer.conversation is None


def test_an_answer_is_kept_if_its_conversation_is_gone_and_not_if_its_document_is(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    library = make_library(_engine(_TRUE))
    first = library.ask(_QUESTION, files=[material.prose(tmp_path)], stop=Stop())
    assert first.conversation is not None
    library.rooms.catalog.conversations.remove(first.conversation)
    assert asking.keep(library.rooms, first, first).conversation == first.conversation and _turns(library) == 1
    library.remove(["prose.pdf"], stop=Stop())
    assert asking.keep(library.rooms, first).conversation is None
    assert library.rooms.catalog.conversations.listed() == []


def test_bad_files_are_told_and_the_rest_is_asked(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(_engine(_TRUE))
    files = [material.empty(tmp_path), material.prose(tmp_path), tmp_path / "gone.pdf"]
    failures: list[Failed] = []
    answer = library.ask(_QUESTION, files=files, stop=Stop(), on_failed=failures.append)
    assert answer.found and answer.scope.documents == 1
    assert [one.error.kind for one in failures] == ["empty_file", "not_found"]
    with pytest.raises(UserFixable) as caught:
        library.ask(_QUESTION, files=files, stop=Stop())
    assert caught.value.kind == "empty_file"


def test_a_document_whose_file_is_gone_still_answers(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(_engine(_TRUE))
    path = material.prose(tmp_path)
    (document,) = library.add([path], stop=Stop())
    assert isinstance(document, Document)
    path.unlink()
    for name in (path, Path("prose.pdf"), Path(document.id[:10])):
        answer = library.ask(_QUESTION, files=[name], stop=Stop())
        assert answer.found and answer.citations[0].boxes


def test_a_stop_keeps_no_half_answer(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(_engine(_TRUE))
    stop = Stop()
    with pytest.raises(Stopped):
        library.ask(_QUESTION, files=[material.prose(tmp_path)], on_text=lambda text: stop.request(), stop=stop)
    assert _turns(library) == 0
    again = library.ask(_QUESTION, files=[tmp_path / "prose.pdf"], stop=Stop())
    assert isinstance(again, Answer) and again.found


def test_an_engine_that_died_fails_one_question_only(make_library: MakeLibrary, tmp_path: Path) -> None:
    engine = _engine(_TRUE)
    library = make_library(engine)
    path = material.prose(tmp_path)
    engine.crash()
    with pytest.raises(UserFixable) as caught:
        library.ask(_QUESTION, files=[path], stop=Stop())
    assert caught.value.kind == "engine"
    assert library.ask(_QUESTION, files=[path], stop=Stop()).found


def test_a_follow_up_is_asked_with_what_came_before_and_stays_in_its_conversation(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    engine = _engine(_TRUE)
    library = make_library(engine)
    path = material.prose(tmp_path)
    first = library.ask(_QUESTION, files=[path], stop=Stop())
    second = library.ask("And when was that?", files=[path], after=first, stop=Stop())
    assert second.understood == f"{without_marks(first.text)} And when was that?"
    assert f"Question: {second.understood}" in engine.prompts[-1].messages[-1].content
    assert second.follows == Follows(_QUESTION, 1, 0)
    assert second.conversation == first.conversation
    assert _turns(library) == 2
    assert first.citations[0].page in {page for passage in second.passages for page in passage.pages}


def test_a_question_about_the_document_itself_is_answered_from_its_beginning(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    """It names nothing to look for: the first look, which would decline it, is not taken."""
    path = material.long_document(tmp_path, 8)

    class Doubting(FakeEngine):
        def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
            is_second = "Proposed answer:" in prompt.messages[-1].content
            return {"Yes": 0.9, "No": 0.1} if is_second else {"Yes": 0.0, "No": 1.0}

    library = make_library(Doubting(["This is part 1 of the long record."]))
    answer = library.ask("What is this document about?", files=[path], wait=False, stop=Stop())
    assert answer.found and {citation.page for citation in answer.citations} == {1}
    assert answer.passages[0].chunk == 0
    later = library.ask("What is this document about?", files=[path], pages=(3, 5), wait=False, stop=Stop())
    assert {page for passage in later.passages for page in passage.pages} <= {3, 4, 5}
    assert later.passages[0].page == 3
    assert not library.ask("What is the roof of this document?", files=[path], wait=False, stop=Stop()).found


def test_an_answer_about_the_document_itself_is_verified_like_any_other(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    library = make_library(_engine(_FALSE))
    answer = library.ask("What is this document about?", files=[material.prose(tmp_path)], stop=Stop())
    assert (answer.found, answer.withdrawn) == (False, _FALSE)
    answer = library.ask("Worum geht es hier?", files=[material.prose(tmp_path)], stop=Stop())
    assert (answer.found, answer.withdrawn) == (False, None), "what is translated is not shown before it was checked"


def test_each_document_of_the_scope_is_begun(make_library: MakeLibrary, tmp_path: Path) -> None:
    files = [material.long_document(tmp_path, 8), material.prose(tmp_path)]
    answer = make_library(_engine(_TRUE)).ask("What are these documents about?", files=files, wait=False, stop=Stop())
    assert {passage.file for passage in answer.passages} == {file.name for file in files}


def test_the_titles_of_the_sections_are_read_with_the_beginning(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(_engine(_TRUE))
    (document,) = library.add([Path(__file__).parents[2] / "resources" / "sample.pdf"], wait=False, stop=Stop())
    assert isinstance(document, Document)
    answer = library.ask("What is this report about?", documents=[document.id], wait=False, stop=Stop())
    (titles,) = [p for p in answer.passages if "\n1 The year in brief\n1.1 What we set out to do\n" in p.text]
    for span, title in zip(titles.spans, titles.text.split("\n"), strict=True):
        assert library.rooms.catalog.page(document.id, span.page).text[span.start : span.end] == title
