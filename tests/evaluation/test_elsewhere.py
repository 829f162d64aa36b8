"""The three ways through the real library and gateway, to a provider on this machine that answers as it is told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.host.paths import Paths
from app.host.policy import Policy
from app.library import Library
from app.types import Provider
from tests import material
from tests.evaluation import elsewhere
from tests.evaluation.elsewhere import taken
from tests.evaluation.score import Question
from tests.evaluation.ways import Desk, Heard, Told
from tests.evaluation.waystable import table
from tests.fakes import FakeEngine
from tests.gateway.cloud import provider as elsewhere_here
from tests.gateway.cloud.provider import answer, providing, refusal

QUESTION = Question(
    "q-1",
    ("prose.pdf",),
    "Who chairs the board of the ferry trust?",
    answerable=True,
    accept=(("Solvang",),),
    evidence=(frozenset({("prose.pdf", 2)}),),
)


@pytest.fixture
def provider() -> Iterator[elsewhere_here.Provider]:
    with providing() as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, provider: elsewhere_here.Provider) -> Iterator[Desk]:
    engine = FakeEngine(["The chair is Ingrid Solvang."], shares={"Yes": 0.95, "No": 0.05})
    paths = Paths(tmp_path / "data", Paths.find().models, tmp_path / "machine")
    with Library(paths, make_generator=lambda files: engine) as library:
        cloud = Heard(library.rooms, policy=Policy)
        cloud.add(Provider("office", "Office", "openai", provider.address, "wren-large"))
        yield Desk(library, cloud, count=lambda text: len(text.split()), key="")


@pytest.mark.embedder
def test_each_way_is_marked_and_what_left_is_counted(
    desk: Desk, provider: elsewhere_here.Provider, tmp_path: Path
) -> None:
    material.prose(tmp_path)
    provider.answers = [
        answer("The chair is ", "PERSON_1. [1]"),
        answer("1. Who chairs the board?\n2. What is in the till?\n"),
        answer("The chair is PERSON_1. [1]"),
    ]
    local, plain, steps = (desk.ask(QUESTION, tmp_path, way) for way in ("local", "plain", "steps"))
    assert (local.right, local.cited, local.sum.letters, local.said) == (True, True, 0, [])
    assert plain.right and plain.said_right and plain.sum.letters == 1 and plain.sum.told == 49
    assert len(plain.said) == 1 and plain.said[0].startswith("The chair is ") and "PERSON_1" not in plain.said[0]
    assert plain.sum.came == len(plain.said[0].split()) and 0 < plain.sum.left < plain.sum.estimated
    assert [step for step, _ in steps.steps] == ["Who chairs the board?", "What is in the till?"]
    assert steps.right and steps.cited, "it is not checked against the passages that were read here"
    assert steps.sum.letters == len(steps.said) == 2 and 0 < steps.sum.characters < plain.sum.characters


@pytest.mark.embedder
def test_what_fails_is_told_and_no_answer(desk: Desk, provider: elsewhere_here.Provider, tmp_path: Path) -> None:
    material.prose(tmp_path)
    provider.answers = [refusal("401 Unauthorized"), answer("I would look at the minutes.")]
    plain, steps = (desk.ask(QUESTION, tmp_path, way) for way in ("plain", "steps"))
    assert (
        plain.failed == "cloud_key"
        and steps.failed == "cloud_broken"
        and steps.said == ["I would look at the minutes."]
    )
    assert not plain.right and not plain.declined and plain.sum.letters == 1
    shown = table([QUESTION], {("q-1", "plain"): plain, ("q-1", "steps"): steps}, "none")
    assert "cloud_key" in shown and "1 of 1" in next(line for line in shown.splitlines() if line.startswith("failed"))


def test_a_smaller_sample_is_part_of_a_larger_one() -> None:
    questions = [Question(f"q-{number}", (), "?", answerable=number % 2 == 0) for number in range(40)]
    drawn = taken(questions, 24)
    assert sum(one.answerable for one in drawn) == 18 and taken(questions, 9) == drawn[:9]
    assert sorted(one.id for one in taken(questions, None)) == sorted(one.id for one in questions)


def test_what_was_asked_is_not_asked_again_unless_of_other_models(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    told = Told("steps", right=True, steps=[("Who?", None)], said=["1. Who?", "Nobody."])
    told.sum.letters = 2
    elsewhere.write(out, "a/b", QUESTION, told)
    elsewhere.write(out, "a/c", QUESTION, replace(told, way="plain"))
    with out.open("a") as file:
        file.write('{"id": "q-1", "models": "a/b", "wa')
    assert elsewhere.read(out, "a/b") == {("q-1", "steps"): told}
