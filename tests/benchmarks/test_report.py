"""The report: figures from fixed numbers, and the whole of it over the tests' own engine. How fast anything was is not asserted."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from app.errors import UserFixable
from tests import material
from tests.benchmarks import report, speed
from tests.benchmarks.figures import Figure, Size, compared, missing, plain, shown, spread
from tests.benchmarks.report import Report
from tests.language.engines import FOLDER

TINY = Size(letters=400, tokens=4, repeats=2, rounds=1, pages=1, filled=0.01, documents=1)


def test_the_ratio_is_that_of_the_pairs_not_of_the_medians() -> None:
    figure = compared("speed", "reply", "tokens/s", [10.0, 40.0, 9.0], [20.0, 20.0, 10.0])
    assert figure.ratio is not None and figure.value is not None and figure.floor is not None
    assert (figure.value.median, figure.floor.median) == (10.0, 20.0)
    assert figure.ratio.median == pytest.approx(0.9)
    assert (figure.ratio.lower, figure.ratio.upper) == pytest.approx((0.7, 1.45))
    assert figure.ratio.count == 3


def test_pairs_have_to_be_whole() -> None:
    with pytest.raises(ValueError, match="shorter"):
        compared("speed", "reply", "tokens/s", [1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="nothing"):
        spread([])


def test_one_value_is_its_own_spread() -> None:
    one = spread([3.0])
    assert (one.median, one.lower, one.upper, one.count) == (3.0, 3.0, 3.0, 1)


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (compared("", "", "", [97.0], [100.0]).at_least(0.97), True),
        (compared("", "", "", [96.9], [100.0]).at_least(0.97), False),
        (compared("", "", "", [1.0], [4.0]).at_most(0.25), True),
        (compared("", "", "", [1.1], [4.0]).at_most(0.25), False),
        (compared("", "", "", [0.91], [1.0]).within(0.1), True),
        (compared("", "", "", [1.11], [1.0]).within(0.1), False),
        (plain("", "", "MB", [151.0]).at_most(150), False),
        (missing("gpu", "on a GPU", "there is none").at_least(0.97), None),
    ],
)
def test_a_target_is_met_or_missed(figure: Figure, met: bool | None) -> None:
    assert figure.met is met
    assert ("MISSED" in shown(figure)) == (met is False)


def test_what_could_not_be_measured_is_a_line_with_the_reason() -> None:
    told: list[str] = []

    def failing() -> Iterator[Figure]:
        yield plain("speed", "prompt", "tokens/s", [1.0])
        raise UserFixable("memory", reason="the model needs 9 GB, and 2 GB are free")

    made = Report(told.append)
    made.take("a model", failing())
    assert [figure.value is None for _, figure in made.figures] == [False, True]
    assert "2 GB are free" in told[-1]


@pytest.mark.model
def test_the_whole_report_over_the_small_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "OMP_WAIT_POLICY", "passive"
    )  # the raw engine's threads would spin for minutes beside other tests
    file = tmp_path / "report.json"
    parts = "threads,speed,first,gpu,summary,memory"
    asked = ["--model", FOLDER, "--only", parts, "--json", str(file), "--pdf", str(material.prose(tmp_path))]
    assert report.main(asked, TINY) == 0
    whole = json.loads(file.read_text(encoding="utf-8"))
    assert set(whole) == {"schema", "made", "quick", "load_at_start", "machine", "interrupted", "figures"}
    lines = whole["figures"]
    assert {line["part"] for line in lines} == {"threads", "speed", "first token", "gpu", "summary", "memory"}
    assert all(set(line) == {"about", *(one.name for one in fields(Figure))} for line in lines)
    assert all(line["value"] is not None or line["note"] for line in lines)
    assert all(line["ratio"]["median"] > 0 for line in lines if line["floor"])
    assert [line["met"] is None for line in lines] == [not line["target"] for line in lines]
    assert str(Path.home()) not in file.read_text(encoding="utf-8")
    assert "reply of up to 4 tokens" in capsys.readouterr().out


@pytest.mark.model
def test_an_interrupt_keeps_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Iterator[Figure]:
        yield plain("speed", "prompt", "tokens/s", [1.0])
        raise KeyboardInterrupt

    monkeypatch.setattr(speed, "pair", interrupted)
    file = tmp_path / "report.json"
    pdf = material.prose(tmp_path)
    assert report.main(["--model", FOLDER, "--only", "speed", "--json", str(file), "--pdf", str(pdf)], TINY) == 1
    whole = json.loads(file.read_text(encoding="utf-8"))
    assert whole["interrupted"] is True
    assert [line["name"] for line in whole["figures"]] == ["prompt"]
