"""What is read before a question is asked: the same page as afterwards, and nothing where only the model could tell."""

from pathlib import Path

import psutil
import pytest

from app.errors import UserFixable
from app.host import settings
from app.library import Library, ahead
from app.library.ahead import Found
from app.library.scope import Where
from app.stop import Stop, Stopped
from app.types import Answer, Prompt, TokenCount
from tests import material
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

pytestmark = [pytest.mark.model, pytest.mark.embedder]

_QUESTION = "Who was chosen as chair of the board in September 2024?"
_TYPED = "Who was chosen as chair of the"
_TRUE = "The board chose Ingrid Solvang as its chair in September 2024."


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine([_TRUE], shares={"Yes": 99.0})


@pytest.fixture
def library(make_library: MakeLibrary, engine: FakeEngine, tmp_path: Path) -> Library:
    made = make_library(engine)
    list(made.add([material.prose(tmp_path)], stop=Stop()))
    return made


def _found(library: Library, typed: str, *, after: Answer | None = None) -> Found | None:
    ids = [document.id for document in library.rooms.catalog.documents()]
    return ahead.found(library.rooms, typed, Where(ids=ids), after=after, stop=Stop())


def test_the_prompts_of_the_question_begin_with_what_was_read(library: Library, engine: FakeEngine) -> None:
    found = _found(library, _TYPED)
    assert found is not None
    assert ahead.read(library.rooms, found, Stop()) and ahead.is_read(library.rooms, found)
    prompt = found.prompt
    assert engine.read == [prompt]
    assert engine.prompts == []
    assert library.ask(_QUESTION, stop=Stop()).found
    beginning = prompt.messages[-1].content
    assert "Ingrid Solvang" in beginning
    for asked in engine.prompts:
        assert asked.messages[:-1] == prompt.messages[:-1]
        assert asked.messages[-1].content.startswith(beginning)


def test_nothing_of_what_is_typed_is_given_to_the_model(library: Library) -> None:
    found = _found(library, "Who was chosen as chair, zanzibar?")
    assert found is not None
    assert "zanzibar" not in "".join(message.content for message in found.prompt.messages)


def test_the_page_is_the_same_while_the_question_gets_longer(library: Library) -> None:
    assert _found(library, _TYPED) == _found(library, _QUESTION)


@pytest.mark.parametrize(
    "typed", ["", "Who", "the chair", "List all the people on the board", "Wer wurde im September gewählt"]
)
def test_what_only_the_model_can_tell_is_not_looked_for(library: Library, typed: str) -> None:
    assert _found(library, typed) is None


def test_a_follow_up_that_leans_is_waited_for(library: Library) -> None:
    after = library.ask(_QUESTION, stop=Stop())
    assert _found(library, "And where was she chosen", after=after) is None
    assert _found(library, _TYPED, after=after) is not None


def test_questions_that_name_nothing_are_asked_of_the_beginning(library: Library, engine: FakeEngine) -> None:
    found = _found(library, "What is this document about?")
    assert found is not None
    library.ask("What is this document about?", stop=Stop())
    assert engine.prompts[-1].messages[-1].content.startswith(found.prompt.messages[-1].content)


def test_it_is_wanted_until_the_user_says_otherwise(library: Library) -> None:
    assert ahead.is_wanted(library.rooms)
    settings.change(library.rooms.paths.settings, ahead=False)
    assert not ahead.is_wanted(library.rooms)


def test_a_machine_that_tells_nothing_of_batteries_runs_on_none(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise FileNotFoundError("/sys/class/power_supply")

    monkeypatch.setattr(psutil, "sensors_battery", missing)
    assert ahead.is_wanted(library.rooms)


class _Without(FakeEngine):
    """There is no memory for it; or something else is asked of it."""

    full = False

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> TokenCount | None:
        if self.full:
            raise UserFixable("memory", reason="it does not fit")
        return None


@pytest.mark.parametrize("full", [True, False])
def test_what_cannot_be_read_now_is_read_when_it_is_asked(
    make_library: MakeLibrary, tmp_path: Path, full: bool
) -> None:
    engine = _Without([_TRUE], shares={"Yes": 99.0})
    engine.full = full
    library = make_library(engine)
    list(library.add([material.prose(tmp_path)], stop=Stop()))
    found = _found(library, _TYPED)
    assert found is not None
    assert not ahead.read(library.rooms, found, Stop())
    assert not ahead.is_read(library.rooms, found)
    assert library.ask(_QUESTION, stop=Stop()).found


def test_a_stop_is_heard(library: Library) -> None:
    found, stop = _found(library, _TYPED), Stop()
    assert found is not None
    stop.request()
    with pytest.raises(Stopped):
        ahead.read(library.rooms, found, stop)


def test_what_was_read_goes_with_the_document(library: Library, engine: FakeEngine) -> None:
    library.ask(_QUESTION, stop=Stop())
    assert not engine.forgotten
    library.remove(["prose.pdf"], stop=Stop())
    assert engine.forgotten


def test_what_was_read_goes_with_what_a_file_was_before_it_changed(
    library: Library, engine: FakeEngine, tmp_path: Path
) -> None:
    assert library.rooms.generator is engine
    material.table(tmp_path, name="prose.pdf")
    list(library.add([tmp_path / "prose.pdf"], stop=Stop()))
    assert engine.forgotten


def test_a_file_that_is_read_again_as_it_is_takes_nothing_from_the_model(
    library: Library, engine: FakeEngine, tmp_path: Path
) -> None:
    assert library.rooms.generator is engine
    list(library.add([tmp_path / "prose.pdf", material.table(tmp_path)], stop=Stop()))
    assert not engine.forgotten


def test_a_prompt_that_was_found_before_a_removal_is_not_read_after_it(library: Library, engine: FakeEngine) -> None:
    found = _found(library, _TYPED)
    library.remove(["prose.pdf"], stop=Stop())
    assert found is not None and not ahead.read(library.rooms, found, Stop())
    assert engine.read == []


class _Removing(FakeEngine):
    """While it reads ahead, or writes, a document is removed."""

    library: Library

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> TokenCount | None:
        self.library.remove(["prose.pdf"], stop=Stop())
        self.forgotten = False
        return super().read_ahead(prompt, stop=stop)


def test_what_is_being_read_when_it_is_removed_does_not_stay(make_library: MakeLibrary, tmp_path: Path) -> None:
    engine = _Removing([_TRUE])
    engine.library = library = make_library(engine)
    list(library.add([material.prose(tmp_path)], stop=Stop()))
    found = _found(library, _TYPED)
    assert found is not None
    assert not ahead.read(library.rooms, found, Stop())
    assert engine.forgotten and not ahead.is_read(library.rooms, found)
    assert library.rooms.read_ahead is None


class _Held(FakeEngine):
    """It takes memory until that is given back."""

    holds_memory = True

    def release(self, *, idle: float) -> bool:
        return True


@pytest.mark.parametrize("give_back", ["release", "unload"])
def test_what_was_read_is_not_there_once_the_model_was_given_back(
    make_library: MakeLibrary, tmp_path: Path, give_back: str
) -> None:
    library = make_library(_Held([_TRUE]))
    list(library.add([material.prose(tmp_path)], stop=Stop()))
    found = _found(library, _TYPED)
    assert found is not None and ahead.read(library.rooms, found, Stop()) and ahead.is_read(library.rooms, found)
    if give_back == "release":
        assert "model" in library.rooms.release(idle=0.0)
    else:
        library.rooms.unload()
    assert not ahead.is_read(library.rooms, found)


def test_two_that_were_found_alike_are_told_apart_by_a_removal_between(library: Library) -> None:
    one, again = _found(library, _TYPED), _found(library, _TYPED)
    assert one is not None and again is not None and one.key == again.key
    library.rooms.forget_read()
    later = _found(library, _TYPED)
    assert later is not None and later.prompt == one.prompt and later.key != one.key
