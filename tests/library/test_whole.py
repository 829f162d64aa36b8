"""Questions of the whole scope and follow-ups, over a real library with a fake engine."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from app.library import Library, conversations, pace
from app.library.pace import Pace, Paced
from app.stop import Stop, Stopped
from app.types import Answer, Generation, Message, Progress, Prompt, TokenCount
from tests import material
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

pytestmark = [pytest.mark.model, pytest.mark.embedder]

_TRUE = "The board chose Ingrid Solvang as its chair in September 2024."
_LIST = "List all chairs of the board."


def _engine(*replies: str) -> FakeEngine:
    return FakeEngine(replies or (_TRUE,), shares={"Yes": 99.0})


def _pdf(folder: Path, name: str, *lines: str) -> Path:
    document = pymupdf.open()
    page = document.new_page()
    for number, line in enumerate(lines):
        page.insert_text((72, 90 + 30 * number), line, fontsize=11)
    document.save(folder / name)
    return folder / name


def _ask(library: Library, question: str, *files: Path, after: Answer | None = None, thorough: bool = False) -> Answer:
    return library.ask(question, files=files, wait=False, stop=Stop(), after=after, thorough=thorough)


def test_a_fragment_is_asked_as_a_question_of_its_own(make_library: MakeLibrary, tmp_path: Path) -> None:
    engine = _engine()
    library = make_library(engine)
    path = material.prose(tmp_path)
    first = _ask(library, "Who was chosen as chair of the board in 2023?", path)
    second = _ask(library, "And in September 2024?", path, after=first)
    assert second.question == "And in September 2024?"
    assert second.understood == "Who was chosen as chair of the board in September 2024?"
    assert f"Question: {second.understood}" in engine.prompts[-1].messages[-1].content
    assert all("Earlier question" not in prompt.messages[-1].content for prompt in engine.prompts)
    (_, kept) = conversations.turns(library.rooms, str(first.conversation))
    assert kept.answer == second and kept.answer.asked == (library.rooms.catalog.documents()[0].id,)


def test_a_new_question_brings_nothing_of_the_old_one_along(make_library: MakeLibrary, tmp_path: Path) -> None:
    engine = _engine()
    library = make_library(engine)
    path = material.prose(tmp_path)
    first = _ask(library, "What did the slipway cost?", path)
    second = _ask(library, "Who was chosen as chair of the board?", path, after=first)
    alone = _ask(library, "Who was chosen as chair of the board?", path)
    assert second.understood is None and second.passages == alone.passages
    assert "slipway cost" not in engine.prompts[-1].messages[-1].content


def test_the_scope_and_the_pages_of_an_answer_are_kept(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(_engine())
    path = material.prose(tmp_path)
    made = library.ask(_TRUE.replace(".", "?"), files=[path], pages=(2, 3), wait=False, stop=Stop())
    (turn,) = conversations.turns(library.rooms, str(made.conversation))
    assert (turn.answer.asked_pages, turn.answer.thorough, turn.answer.whole) == ((2, 3), False, None)
    everything = library.ask(_TRUE.replace(".", "?"), wait=False, stop=Stop())
    assert everything.asked == () and everything.asked_pages is None


def test_a_list_is_read_in_full_where_that_is_quick(make_library: MakeLibrary, tmp_path: Path) -> None:
    answer = _ask(make_library(_engine("Ingrid Solvang\n- Tomas Berre")), _LIST, material.prose(tmp_path))
    assert answer.thorough and answer.scope.read == 3 and answer.whole is None
    assert "Ingrid Solvang [1]" in answer.text and "Tomas Berre" in answer.text


def test_else_it_is_answered_from_a_search_and_the_time_is_told(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "known", lambda rooms, generator: Pace(10.0, 1.0))
    library, path = make_library(_engine()), material.prose(tmp_path)
    answer = _ask(library, _LIST, path)
    assert answer.found and not answer.thorough and answer.whole is not None and answer.whole > 60
    assert _ask(library, "Who was chosen as chair of the board in September 2024?", path).whole is None
    asked = _ask(library, _LIST, path, thorough=True)
    assert asked.thorough and asked.whole is None


def test_what_was_found_out_goes_with_its_document(make_library: MakeLibrary, tmp_path: Path) -> None:
    library = make_library(_engine("Ingrid Solvang"))
    path = material.prose(tmp_path)
    _ask(library, _LIST, path)
    (document,) = library.rooms.catalog.documents()

    def count() -> int:
        with library.rooms.catalog.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM summaries").fetchone()[0])

    assert count() and not library.rooms.catalog.summaries.kept(document.id)
    library.remove([document.file], stop=Stop())
    assert count() == 0


def test_changes_between_two_documents_need_no_model(make_library: MakeLibrary, tmp_path: Path) -> None:
    old = _pdf(tmp_path, "old.pdf", "Hotels are paid up to 115 pounds a night.", "Breakfast is part of the price.")
    new = _pdf(tmp_path, "new.pdf", "Hotels are paid up to 125 pounds a night.", "Breakfast is part of the price.")
    engine = _engine()
    heard: list[str] = []
    answer = make_library(engine).ask(
        "What changed between these two documents?", files=[old, new], on_text=heard.append, wait=False, stop=Stop()
    )
    assert "“115” became “125”" in answer.text and not engine.prompts
    assert [one.file for one in answer.citations] == ["old.pdf", "new.pdf"] and answer.scope.read == 2
    assert "“115” became “125”" in "".join(heard)


def test_going_through_all_text_is_told_and_ends_where_a_stop_is_asked_for(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    path = tmp_path / "yards.pdf"
    with pymupdf.open() as document:
        for number in range(1, 41):
            page = document.new_page()
            for line in range(12):
                page.insert_text((72, 90 + 30 * line), f"The tenant must clean yard {number}.{line} by Friday.")
        document.save(path)
    library = make_library(_engine())
    stop, heard = Stop(), list[Progress]()

    def report(progress: Progress) -> None:
        if progress.stage == "reading passages":
            heard.append(progress)
            if progress.done == 2:
                stop.request()

    with pytest.raises(Stopped):
        library.ask("List all obligations of the tenant.", files=[path], wait=False, report=report, stop=stop)
    assert heard[-1].done == 2 < heard[-1].total and not library.rooms.catalog.conversations.listed()


def test_an_abbreviation_is_told_as_the_document_tells_it(make_library: MakeLibrary, tmp_path: Path) -> None:
    path = _pdf(tmp_path, "words.pdf", "The Mill Owners' Union (MOU) met in May.", "The MOU has nine members.")
    engine = _engine()
    library = make_library(engine)
    answer = _ask(library, "What does MOU stand for?", path)
    assert answer.text == "MOU stands for Mill Owners' Union. [1]" and not engine.prompts
    _ask(library, "What does NIX stand for?", path)
    assert engine.prompts, "what is not explained is asked of the model"


def test_several_documents_are_told_line_by_line(make_library: MakeLibrary, tmp_path: Path) -> None:
    files = [material.prose(tmp_path), _pdf(tmp_path, "hens.pdf", "The hens of Elm House laid 214 eggs in spring.")]
    library = make_library(_engine("It is about a dragon of 1911."))
    answer = library.ask("What are these documents about?", files=files, wait=False, stop=Stop())
    assert answer.found and answer.text.count("\n") == 1, "what is not borne is replaced by the document's own words"
    assert "hens.pdf: “The hens of Elm House laid 214 eggs in spring.”" in answer.text and "dragon" not in answer.text
    assert {one.file for one in answer.citations} == {"prose.pdf", "hens.pdf"}


class Slow(FakeEngine):
    """Takes as long as its clock is told: ten seconds a request."""

    def __init__(self, tick: Callable[[float], None]) -> None:
        super().__init__(["one two three four five six"], shares={"Yes": 1.0})
        self._tick = tick

    def choose(self, prompt: Prompt, options: object, *, stop: Stop) -> dict[str, float]:
        self._tick(10.0)
        return {"Yes": 1.0}

    def generate(self, prompt: Prompt, **how: object) -> Generation:
        self._tick(10.0)
        return Generation("x", True, TokenCount(400, 0, 20), 2.0, 7.0)


def test_the_pace_is_measured_over_what_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    def tick(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr("app.library.pace.time.monotonic", lambda: now[0])
    paced = Paced(Slow(tick), Pace(100.0, 8.0))
    first = Prompt((Message("user", "a" * 5000),))
    paced.choose(first, ("Yes",), stop=Stop())
    assert paced.pace.reads == pytest.approx(0.7 * 100 + 0.3 * 500, rel=0.01)
    before = paced.pace
    paced.choose(replace(first, messages=(Message("user", "a" * 5000 + "b" * 100),)), ("Yes",), stop=Stop())
    assert paced.pace == before, "a hundred new characters tell nothing of reading"
    paced.generate(Prompt((Message("user", "c" * 1000),)), max_tokens=9, stop=Stop())
    assert paced.pace.reads == pytest.approx(0.7 * before.reads + 0.3 * 500, rel=0.01)
    assert paced.pace.writes == pytest.approx(0.7 * 8 + 0.3 * 4, rel=0.01)


def test_the_pace_is_kept_for_the_next_session(make_library: MakeLibrary) -> None:
    engine = _engine()
    library = make_library(engine)
    assert pace.known(library.rooms, engine) == Pace(320.0, 8.0)
    pace.keep(library.rooms, Paced(engine, Pace(512.3, 9.5)))
    assert pace.known(make_library(engine).rooms, engine) == Pace(512.3, 9.5)
