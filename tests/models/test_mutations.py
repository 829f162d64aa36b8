"""The short form of `python -m tests.models.mutations`: damaged copies through the examination, some through the engine."""

import sys
from pathlib import Path

import pytest

from app.models.examine import examine
from tests.models.mutations.copies import REAL, Copy, Workshop
from tests.models.mutations.kinds import KINDS
from tests.models.mutations.seeds import SEEDS

COUNT, RUN = 300, 10


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("copies"))


@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds_are_sound(workshop: Workshop, name: str) -> None:
    facts = examine(workshop.sound(name))
    assert facts.vocabulary > 256
    assert facts.has_chat_template


@pytest.mark.skipif(sys.platform == "win32", reason="the engine's memory is bounded by POSIX limits")
def test_damaged_copies_are_caught_or_end_no_more_than_the_engine(workshop: Workshop) -> None:
    from tests.models.mutations import trial

    passed: list[Copy] = []
    caught = 0
    for copy in trial.copies(workshop, COUNT, seed=7):
        with workshop.made(copy) as path:
            if trial.examined(path):
                caught += 1
            else:
                passed.append(copy)
    assert caught > COUNT // 2
    chosen = trial.sample([copy for copy in passed if copy.kind != "templates"], RUN)
    assert len(chosen) == RUN
    with trial.memory_limit(3 * 2**30):
        outcomes = [_run(workshop, copy) for copy in chosen]
        sound = trial.loaded(Copy("sound", 0, 0), workshop.sound(), seconds=300)
    assert trial.HUNG not in outcomes
    assert trial.RAN in outcomes
    assert sound.outcome == trial.RAN


def _run(workshop: Workshop, copy: Copy) -> str:
    from tests.models.mutations import trial

    with workshop.made(copy) as path:
        return trial.loaded(copy, path, seconds=300).outcome


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_differs_from_its_seed_and_can_be_made_again(workshop: Workshop, kind: str) -> None:
    sound = {workshop.sound(name).read_bytes() for name in SEEDS}
    first = workshop.content(Copy(kind, 1, 1))
    assert first not in sound
    assert workshop.content(Copy(kind, 1, 1)) == first


def test_damage_done_in_place_is_undone(tmp_path: Path) -> None:
    plain = Workshop(tmp_path)
    original = plain.sound("qwen")
    workshop = Workshop(tmp_path, real=original)
    for kind in REAL:
        with workshop.made(Copy(kind, 3, 1)) as path:
            assert path.read_bytes() != original.read_bytes()
        assert path.read_bytes() == original.read_bytes()
