"""Summaries that are stopped, resumed, and kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.library import Library, summaries
from app.stop import Stop, Stopped
from app.types import Document, Progress, SectionSummary, Summary, ignore
from tests import material
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

pytestmark = [pytest.mark.model, pytest.mark.embedder]

_POINT = "- Fuel remained the largest single cost at 1.84 million crowns.\n"


def _summarize(library: Library, path: Path, **how: object) -> Summary:
    options: dict[str, object] = {"length": "brief", "wait": False, "stop": Stop(), "report": ignore, **how}
    return library.summarize(path, **options)  # type: ignore[arg-type]


def _read(engine: FakeEngine) -> list[str]:
    """What the engine was shown, prompt by prompt."""
    return ["\n".join(message.content for message in prompt.messages) for prompt in engine.prompts]


def test_a_stopped_summary_goes_on_with_what_is_missing(make_library: MakeLibrary, tmp_path: Path) -> None:
    path = material.long_document(tmp_path, 12)
    first, second, fresh = FakeEngine([_POINT]), FakeEngine([_POINT]), FakeEngine([_POINT])
    stop, steps = Stop(), []

    def report(progress: Progress) -> None:
        steps.append(progress)
        if progress.stage == "summarising" and progress.done > progress.total / 3:
            stop.request()

    with pytest.raises(Stopped):
        _summarize(make_library(first), path, report=report, stop=stop)
    assert steps[0].stage == "reading" and any(step.left for step in steps if step.stage == "summarising")
    resumed = _summarize(make_library(second), path)
    assert first.prompts and second.prompts
    assert not set(_read(first)) & set(_read(second)), "something was read twice"
    (tmp_path / "elsewhere").mkdir()
    library = make_library(fresh)
    library.remove(["long.pdf"], stop=Stop())
    whole = _summarize(library, path)
    assert set(_read(fresh)) <= set(_read(first)) | set(_read(second))
    assert (resumed.text, resumed.sections) == (whole.text, whole.sections)
    assert (whole.read, whole.pages) == (12, 12)


def test_each_length_and_part_is_kept_for_itself(make_library: MakeLibrary, tmp_path: Path) -> None:
    path = material.outlined(tmp_path)
    engine = FakeEngine([_POINT])
    library = make_library(engine)
    brief = _summarize(library, path)
    count = len(engine.prompts)
    assert _summarize(library, path).text == brief.text and len(engine.prompts) == count
    assert _summarize(library, path).tokens.prompt == 0
    detailed = _summarize(library, path, length="detailed")
    assert len(engine.prompts) == count, "one reading serves all lengths"
    assert len(detailed.text) > len(brief.text)
    reserves = _summarize(library, path, section="Reserves", length="standard")
    assert "300,000 crowns" in reserves.text and "slipway" not in reserves.text
    assert [section.title for section in reserves.sections] == ["Reserves"]


def test_a_removed_document_takes_its_summary_along(make_library: MakeLibrary, tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    engine = FakeEngine([_POINT])
    library = make_library(engine)
    _summarize(library, path)
    library.remove(["prose.pdf"], stop=Stop())
    count = len(engine.prompts)
    _summarize(library, path)
    assert len(engine.prompts) > count


def test_a_summary_that_cannot_be_kept_is_given_all_the_same(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = make_library(FakeEngine([_POINT]))
    path = material.prose(tmp_path)
    list(library.add([path], wait=False, stop=Stop()))

    def full(*arguments: object, **how: object) -> None:
        raise UserFixable("no_space", folder="here")

    monkeypatch.setattr(library.rooms.catalog.summaries, "put", full)
    assert "412,906 passengers" in _summarize(library, path, length="detailed").text


@pytest.mark.parametrize(("wait", "state"), [(None, "ready"), (True, "ready"), (False, "words")])
def test_a_summary_leaves_the_document_as_searchable_as_was_asked(
    make_library: MakeLibrary, tmp_path: Path, wait: bool | None, state: str
) -> None:
    library = make_library(FakeEngine([_POINT]))
    _summarize(library, material.prose(tmp_path, pages=1), wait=wait)
    assert [document.state for document in library.rooms.catalog.documents()] == [state]


def test_sections_are_told_as_they_are_done_and_the_whole_is_kept(make_library: MakeLibrary, tmp_path: Path) -> None:
    path = material.outlined(tmp_path)
    library = make_library(FakeEngine([_POINT]))
    told: list[SectionSummary] = []
    stop = Stop()

    def stop_after_one(section: SectionSummary) -> None:
        told.append(section)
        stop.request()

    with pytest.raises(Stopped):
        _summarize(library, path, on_section=stop_after_one, stop=stop)
    (document,) = library.documents()
    assert isinstance(document, Document) and summaries.kept(library.rooms, document.id) == []
    again: list[SectionSummary] = []
    whole = _summarize(library, path, on_section=again.append)
    assert tuple(again) == whole.sections and len(again) > 1 and told == again[:1]
    part = library.summarize(document=document.id, pages=(1, 2), length="detailed", wait=False, stop=Stop())
    library = make_library(FakeEngine())
    kept = summaries.kept(library.rooms, document.id)
    assert [(one.summary, one.length, one.part) for one in kept] == [(part, "detailed", "1-2"), (whole, "brief", "")]
    assert kept[0].made >= kept[1].made > 0
    summaries.forget(library.rooms, document.id, kept[0])
    summaries.forget(library.rooms, document.id, kept[0])
    assert summaries.kept(library.rooms, document.id) == kept[1:]
    library.remove([document.id], stop=Stop())
    assert summaries.kept(library.rooms, document.id) == []


def test_a_section_is_kept_under_its_title(make_library: MakeLibrary, tmp_path: Path) -> None:
    path = material.outlined(tmp_path)
    library = make_library(FakeEngine([_POINT]))
    document = next(iter(library.add([path], wait=False, stop=Stop())))
    assert isinstance(document, Document)
    title = library.rooms.catalog.sections(document.id)[0].title
    path.unlink()
    library.summarize(document=document.id, section=title, length="brief", wait=False, stop=Stop())
    assert [one.part for one in summaries.kept(library.rooms, document.id)] == [title]


def test_a_model_that_adds_nothing_does_not_read(
    make_library: MakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = FakeEngine([_POINT])
    library = make_library(engine)
    files = library.rooms.model_files()
    assert files.model is not None
    without = replace(files, model=replace(files.model, gists=False))
    monkeypatch.setattr(type(library.rooms), "model_files", lambda rooms: without)
    summary = _summarize(library, material.prose(tmp_path))
    assert engine.prompts == [] and (summary.by_model, summary.tokens.generated) == (False, 0)
    assert summary.read == summary.pages and "2.2 million crowns" in summary.text
    assert summaries.begun(library.rooms, summary.document) == {}
