"""What a bar for the look brings, on lines made up so that what has to come out is known."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.answers.deciding import enough
from app.answers.deciding.enough import Evidence
from app.host.paths import Paths
from app.library import Library
from tests import material
from tests.evaluation.decide import weigh
from tests.evaluation.looks import drawn, lines, raw, record
from tests.evaluation.recorded import Recorded
from tests.evaluation.score import Question
from tests.evaluation.weighing import Line, Outcome, area, as_it_is, at, outcome
from tests.fakes import FakeEngine


def _line(
    id: str,
    said_yes: float,
    *,
    right: bool,
    rank: int = 0,
    answerable: bool = True,
    stands: bool = True,
    absent: tuple[str, ...] = (),
    foreign: bool = False,
) -> Line:
    return Line(id, "a.pdf", answerable, rank, Evidence(said_yes, absent), right, stands, foreign)


def test_the_constants_of_the_product_are_asked_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enough, "_ENOUGH", 0.4)
    assert outcome([_line("1", 0.5, right=True)], as_it_is) == Outcome(right=1)
    monkeypatch.setattr(enough, "_ENOUGH", 0.6)
    assert outcome([_line("1", 0.5, right=True)], as_it_is) == Outcome(lost=1)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([{"right": True}], Outcome(right=1), id="the first stands"),
        pytest.param([{"right": False}], Outcome(wrong=1), id="and is wrong"),
        pytest.param([{"right": True, "stands": False}], Outcome(lost=1, withdrawn=1), id="the checks refuse it"),
        pytest.param(
            [{"said_yes": 0.2, "right": False}, {"right": True}], Outcome(right=1), id="a page that says nothing of it"
        ),
        pytest.param(
            [{"right": False, "stands": False}, {"right": True}],
            Outcome(lost=1, withdrawn=1),
            id="what was shown and withdrawn ends it",
        ),
        pytest.param(
            [{"right": False, "stands": False, "foreign": True}, {"right": True}],
            Outcome(right=1),
            id="what was not shown does not",
        ),
        pytest.param([{"right": True, "absent": ("2031",)}], Outcome(lost=1), id="a year that is nowhere"),
        pytest.param([{"right": False, "answerable": False}], Outcome(trapped=1), id="a trap"),
        pytest.param([{"said_yes": 0.2, "right": False, "answerable": False}], Outcome(declined=1), id="declined"),
    ],
)
def test_a_question_ends_as_the_product_would_end_it(pages: Sequence[Mapping[str, Any]], expected: Outcome) -> None:
    made = [_line("1", **{"said_yes": 0.7, **page}, rank=rank) for rank, page in enumerate(pages)]
    assert outcome(made[::-1], at(0.6)) == expected


def test_a_higher_bar_declines_more() -> None:
    made = [_line(str(number), number / 10, right=True) for number in range(1, 10)]
    assert [outcome(made, at(bar)).right for bar in (0.05, 0.5, 0.75)] == [9, 5, 2]


def test_how_well_right_ones_are_told_from_others() -> None:
    assert area([0.9, 0.8, 0.3], [True, True, False]) == 1.0
    assert area([0.9, 0.3], [False, True]) == 0.0
    assert area([0.9, 0.3], [True, True]) == 0.5


def _written(file: Path, made: Sequence[Line]) -> Path:
    rows = [
        {
            "id": line.id,
            "document": line.document,
            "answerable": line.answerable,
            "rank": line.rank,
            "said_yes": line.evidence.said_yes,
            "absent": list(line.evidence.absent),
            "right": line.right,
            "stands": line.stands,
            "foreign": line.foreign,
        }
        for line in made
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def test_files_are_read_back_and_told_one_by_one_and_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [_line(str(number), number / 10, right=number > 5, absent=("x",) * (number % 2)) for number in range(10)]
    one, other = _written(tmp_path / "one.jsonl", made[:5]), _written(tmp_path / "other.jsonl", made[5:])
    assert lines(one) == made[:5]
    weigh([one, other])
    said = capsys.readouterr().out
    assert f"{one}: 5 questions (0 without an answer), 5 pages, 0 right drafts" in said
    assert "all of them: 10 questions (0 without an answer), 10 pages, 4 right drafts" in said
    with pytest.raises(ValueError, match="twice"):
        weigh([one, one])


def _question(
    id: str, text: str = "Who keeps the lamp?", *, answerable: bool = True, after: str | None = None
) -> Question:
    return Question(id, ("a.pdf",), text, answerable, after=after)


def test_a_draw_goes_in_turns_and_begins_with_every_smaller_one() -> None:
    asked = [_question(f"q{number}", answerable=number % 3 > 0) for number in range(30)]
    asked += [_question("follows", after="q1"), _question("worked", "How much more was spent in 2020 than in 2019?")]
    made = drawn(asked, 12)
    assert [question.answerable for question in made] == [True, False] * 6
    assert made[:4] == drawn(asked, 4)
    assert {question.id for question in drawn(asked, 100)} == {f"q{number}" for number in range(30)}


@pytest.mark.model
@pytest.mark.embedder
def test_the_look_is_recorded_for_both_pages_and_no_question_twice(tmp_path: Path) -> None:
    pdf = material.prose(tmp_path, pages=3)
    text = "Who leads the board?"
    asked = [
        Question("able", (pdf.name,), text, True, (("the chair",),), (frozenset({(pdf.name, 2)}),)),
        Question("unable", (pdf.name,), text, False),
    ]
    engine = FakeEngine(["The chair leads the board."], shares={"Yes": 0.8, "No": 0.2})
    file = tmp_path / "looks.jsonl"
    paths = Paths(tmp_path / "data", Paths.find().models, tmp_path / "none")
    store = tmp_path / "recorded.sqlite3"
    with Library(paths, make_generator=lambda files: Recorded(engine, store), model="smollm2-135m") as library:
        record(file, library, asked[:1], tmp_path)
        first = lines(file)
        record(file, library, asked, tmp_path)
    assert [(line.id, line.rank) for line in lines(file)] == [("able", 0), ("able", 1), ("unable", 0), ("unable", 1)]
    assert lines(file)[:2] == first
    assert all(line.right == line.answerable for line in lines(file))
    assert {(row["said_yes"], row["draft"]) for row in raw(file)} == {(0.8, "The chair leads the board.")}
    assert sorted(row["holds"] for row in raw(file)[:2]) == [False, True]
