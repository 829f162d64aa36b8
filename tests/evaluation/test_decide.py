"""The weighing of looks, on lines made up so that what has to come out is known."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
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
from tests.evaluation.weighing import Line, Outcome, area, as_it_is, at_least, fitted, left_out, outcome, weights_of
from tests.fakes import FakeEngine

_DRAFT = "The lamp oil cost 41 crowns."


def _line(
    id: str,
    said_yes: float,
    stands_by: float,
    *,
    right: bool,
    document: str = "a.pdf",
    rank: int = 0,
    answerable: bool = True,
    stands: bool = True,
    brief: str = "41",
    draft: str = _DRAFT,
) -> Line:
    evidence = Evidence(said_yes, (), brief)
    return Line(id, document, answerable, rank, evidence, draft, stands_by, right, stands)


def _told_by_the_last_look() -> Iterator[Line]:
    """Five documents in which the last look tells right from wrong, and the first nothing."""
    for number in range(40):
        right = number % 2 == 0
        first = 0.4 if number % 4 < 2 else 0.7
        yield _line(str(number), first, 0.8 if right else 0.3, right=right, document=f"{number % 5}.pdf")


def test_what_can_be_told_apart_is_told_apart_in_documents_that_were_left_out() -> None:
    made = list(_told_by_the_last_look())
    right = [line.right for line in made]
    assert area(left_out(made), right) == 1.0
    assert area([line.signs[0] for line in made], right) == 0.5
    weights = weights_of(made)
    assert weights[2] > 1 and abs(weights[1]) < 0.1


def test_nothing_is_learnt_of_the_document_that_is_left_out() -> None:
    """In each of two documents the last look says the reverse of what it says in the other."""
    made = [
        _line(
            f"{document}{number}", 0.6, stands_by, right=(stands_by > 0.5) is (document == "a.pdf"), document=document
        )
        for document in ("a.pdf", "b.pdf")
        for number, stands_by in enumerate((0.2, 0.3, 0.7, 0.8))
    ]
    right = [line.right for line in made]
    assert area(left_out(made), right) == 0.0
    both = fitted(made)
    assert area(map(both, made), right) == pytest.approx(0.5)


def test_the_fit_is_where_the_likelihood_with_its_ridge_is_highest() -> None:
    made = [*_told_by_the_last_look(), _line("x", 0.5, 0.8, right=False), _line("y", 0.6, 0.3, right=True)]
    signs = np.array([[1.0, *line.signs] for line in made])
    right = np.array([float(line.right) for line in made])

    def loss(weights: Sequence[float]) -> float:
        odds = signs @ np.asarray(weights)
        ridge = 0.005 * weights[0] ** 2 + 0.25 * sum(weight**2 for weight in weights[1:])
        return float(np.sum(np.logaddexp(0, odds) - right * odds) + ridge)

    best = weights_of(made)
    for place in range(len(best)):
        for step in (-0.01, 0.01):
            moved = best.copy()
            moved[place] += step
            assert loss(list(moved)) > loss(list(best))


def test_only_right_drafts_can_be_fitted_to_and_none_cannot() -> None:
    made = [_line(str(number), 0.6, 0.7, right=True) for number in range(3)]
    assert all(fitted(made)(line) > 0 for line in made)
    with pytest.raises(ValueError, match="no line"):
        weights_of([_line("1", 0.6, 0.7, right=False, draft="The excerpts do not mention the lamp oil.")])


def test_the_constants_of_the_product_are_asked_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    line = _line("1", 0.8, 0.7, right=True)
    monkeypatch.setattr(enough, "strength", lambda evidence, answer, stands_by: 42.0 + stands_by)
    assert as_it_is(line) == 42.7


def _by_last_look(line: Line) -> float:
    return line.stands_by - 0.5


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([{"stands_by": 0.8, "right": True}], Outcome(right=1), id="the first stands"),
        pytest.param([{"stands_by": 0.8, "right": False}], Outcome(wrong=1), id="and is wrong"),
        pytest.param([{"stands_by": 0.8, "right": True, "stands": False}], Outcome(lost=1), id="the checks refuse it"),
        pytest.param(
            [{"stands_by": 0.2, "right": False}, {"stands_by": 0.8, "right": True}],
            Outcome(right=1),
            id="the second page",
        ),
        pytest.param(
            [{"said_yes": 0.2, "stands_by": 0.8, "right": False}, {"stands_by": 0.8, "right": True}],
            Outcome(right=1),
            id="a hopeless page is passed over",
        ),
        pytest.param(
            [{"said_yes": 0.99, "stands_by": 0.2, "right": False}, {"stands_by": 0.8, "right": True}],
            Outcome(lost=1),
            id="what was shown and withdrawn ends it",
        ),
        pytest.param([{"stands_by": 0.8, "right": False, "answerable": False}], Outcome(trapped=1), id="a trap"),
        pytest.param([{"stands_by": 0.2, "right": False, "answerable": False}], Outcome(declined=1), id="declined"),
    ],
)
def test_a_question_ends_as_the_product_would_end_it(pages: Sequence[Mapping[str, Any]], expected: Outcome) -> None:
    made = [_line("1", **{"said_yes": 0.7, **page}, rank=rank) for rank, page in enumerate(pages)]
    assert outcome(made[::-1], _by_last_look) == expected


def test_a_higher_bar_declines_more() -> None:
    made = [_line(str(number), 0.7, number / 10, right=True) for number in range(1, 10)]
    assert [outcome(made, _by_last_look, bar).right for bar in (-0.45, 0.0, 0.25)] == [9, 5, 2]


def test_the_bar_that_keeps_so_many_right_ones_and_the_fewest_wrong() -> None:
    made = [_line(f"r{number}", 0.7, number / 10, right=True) for number in (5, 7, 9)]
    made += [_line(f"w{number}", 0.7, number / 10, right=False, answerable=False) for number in (4, 6, 8)]
    assert at_least(made, _by_last_look, 1) == Outcome(right=1, lost=2, declined=3)
    assert at_least(made, _by_last_look, 2) == Outcome(right=2, lost=1, trapped=1, declined=2)
    assert at_least(made, _by_last_look, 4) is None


def _written(file: Path, made: Sequence[Line]) -> Path:
    rows = [
        {
            "id": line.id,
            "document": line.document,
            "answerable": line.answerable,
            "rank": line.rank,
            "said_yes": line.evidence.said_yes,
            "absent": [],
            "brief": line.evidence.brief,
            "draft": line.draft,
            "stands_by": line.stands_by,
            "right": line.right,
            "stands": line.stands,
            "foreign": False,
        }
        for line in made
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def test_files_are_read_back_and_tried_on_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = list(_told_by_the_last_look())
    one, other = _written(tmp_path / "one.jsonl", made[:20]), _written(tmp_path / "other.jsonl", made[20:])
    assert lines(one) == made[:20]
    weigh([one, other])
    said = capsys.readouterr().out
    assert "40 questions (0 without an answer), 40 pages, 20 right drafts" in said
    with pytest.raises(ValueError, match="twice"):
        weigh([one, one])
    assert f"fitted to {one}, tried on 20 other lines" in said and f"fitted to {other}, tried on 20" in said


def test_halves_of_one_file_share_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weigh([_written(tmp_path / "one.jsonl", list(_told_by_the_last_look()))])
    said = capsys.readouterr().out
    assert "fitted to half 1, tried on 16 other lines" in said and "fitted to half 2, tried on 24 other lines" in said


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
def test_every_look_is_recorded_for_both_pages_and_no_question_twice(tmp_path: Path) -> None:
    pdf = material.prose(tmp_path, pages=3)
    text = "Who leads the board?"
    asked = [
        Question("able", (pdf.name,), text, True, (("the chair",),), (frozenset({(pdf.name, 2)}),)),
        Question("unable", (pdf.name,), text, False),
    ]
    engine = FakeEngine(["The chair leads the board."], shares={"Yes": 0.7, "No": 0.3}, brief="The chair")
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
    assert {(line.evidence.said_yes, line.stands_by, line.evidence.brief, line.draft) for line in first} == {
        (0.7, 0.7, "The chair", "The chair leads the board.")
    }
    assert sorted(row["holds"] for row in raw(file)[:2]) == [False, True]
