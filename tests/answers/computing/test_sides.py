"""Two things and their figures, from the table that the model wrote of them."""

from dataclasses import replace

import pytest

from app.answers import ask
from app.answers.computing.calculate import by_sides
from app.language.prompts import Prompts
from app.stop import Stop
from app.types import Chunk, Scope
from tests.answers.material import Pages, boxes, passage
from tests.fakes import FakeEngine

MARSHES = passage(
    "Marshes of the survey\n\nMarsh | Area, ha | Nests\nGreyholm | 31 | 12\nSandwick | 148 | 9\nTarn End | 77 | 40",
    section="Marshes of the survey",
    table=True,
)
QUESTION = "Which is larger by area, Greyholm or Sandwick?"


@pytest.mark.parametrize(
    "written",
    [
        "| Marsh | Area |\n|---|---|\n| Greyholm | 31 |\n| Sandwick | 148 |",
        "| Greyholm | Sandwick |\n| --- | --- |\n| 31 ha | 148 ha |",
        "| | Greyholm | Sandwick |\n|---|---|---|\n| Area | 31 | 148 |",
        "| | Greyholm | Sandwick |\n|---|---|---|\n| Land | 31 | 148 |\n| Hectares | 31 | 148 |\n| Nests | 1",
    ],
)
def test_the_larger_is_told_against_the_smaller(written: str) -> None:
    worked = by_sides(QUESTION, written, [MARSHES])
    assert worked is not None
    assert worked.text.split("\n") == [
        "Sandwick, Area, ha (Marshes of the survey): 148, against 31",
        "",
        "| | |",
        "|---|---|",
        "| Greyholm, Area, ha (Marshes of the survey) | 31 |",
        "| Sandwick, Area, ha (Marshes of the survey) | 148 |",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Sandwick is larger than Greyholm.",
        "| Marsh | Area |\n|---|---|\n| Greyholm | 148 |\n| Sandwick | 31 |",
        "| Marsh | Area |\n|---|---|\n| Greyholm | 31 |\n| Sandwick | 184 |",
        "| Marsh | Area |\n|---|---|\n| Greyholm | 31 |\n| Sandwick | 148 |\n| Tarn End | 77 |",
        "| Marsh | Area |\n|---|---|\n| Greyholm | 31 |\n| Tarn End | 77 |",
    ],
)
def test_what_the_table_does_not_bear_is_not_told(written: str) -> None:
    assert by_sides(QUESTION, written, [MARSHES]) is None


def test_both_rows_are_cited() -> None:
    engine = FakeEngine(["| Marsh | Area |\n|---|---|\n| Greyholm | 31 |\n| Sandwick | 148 |"])
    source = replace(MARSHES, chunk=0)
    chunks = {"d": [Chunk(0, 0, source.header, source.text, source.spans, 90, True)]}
    means = ask.Means(engine, Prompts(), None, Pages([source]), boxes, chunks)
    answer = ask.ask(
        "Which of the marshes is bigger, Greyholm or Sandwick?", [source], Scope(1, 9, 0, 9), means, stop=Stop()
    )
    assert answer.found and [one.quote for one in answer.citations] == ["Greyholm | 31 | 12", "Sandwick | 148 | 9"]
