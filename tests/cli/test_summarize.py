"""`summarize`: coverage, parts, lengths, the cache."""

import re
from pathlib import Path

import pytest

from tests import material
from tests.cli import contract
from tests.cli.program import MODEL, Done, Program

pytestmark = [pytest.mark.model, pytest.mark.embedder]

_POINT = re.compile(r"- .+ \[p\. \d+\]|- .+ \[pp\. \d+-\d+\]|## .+|")
"""Of what a summary may consist: points with their pages, and headings over them."""


def _summarize(program: Program, *arguments: object) -> Done:
    return program.run("summarize", *arguments, "--model", MODEL, "--length", "brief")


def test_a_summary_reads_everything_and_places_every_point(filled: Program, shelf: Path) -> None:
    done = _summarize(filled, shelf / "partly.pdf", "--json")
    assert (done.status, done.err) == (0, "")
    summary = done.object
    contract.require(summary, contract.SUMMARY)
    assert summary["coverage"] == {"pages": 4, "read": 3, "skipped": [{"page": 2, "reason": "no text"}]}
    assert (summary["file"], summary["model"]) == ("partly.pdf", MODEL)
    assert summary["tokens"]["generated"] > 0
    for text in (summary["summary"], *(section["summary"] for section in summary["sections"])):
        assert text and all(_POINT.fullmatch(line) for line in text.splitlines())
    text = _summarize(filled, shelf / "partly.pdf").out
    assert text == f"{summary['summary']}\n\nRead 3 of 4 pages; page 2: no text.\n"


def test_the_same_again_comes_from_the_cache(filled: Program, shelf: Path) -> None:
    first = _summarize(filled, shelf / "prose.pdf", "--pages", "1-2", "--json").object
    again = _summarize(filled, shelf / "prose.pdf", "--pages", "1-2", "--json").object
    assert again["tokens"] == {"prompt": 0, "reused": 0, "generated": 0}
    assert (again["summary"], again["sections"]) == (first["summary"], first["sections"])


def test_a_part_of_it(program: Program, shelf: Path) -> None:
    """The file is not in the library before; afterwards it can be searched by meaning, too."""
    path = shelf / "outlined.pdf"
    pages = _summarize(program, path, "--pages", "3", "--json").object
    assert pages["coverage"] == {"pages": 1, "read": 1, "skipped": []}
    assert set(re.findall(r"\[p+\. ([\d-]+)\]", pages["summary"])) == {"3"}
    assert program.listed()["outlined.pdf"]["state"] == "ready"
    section = _summarize(program, path, "--section", "the  slipway", "--json").object
    assert [one["title"] for one in section["sections"]] == ["The slipway"]
    assert section["coverage"]["pages"] == 1 and section["sections"][0]["pages"] == [2, 2]
    unknown = _summarize(program, path, "--section", "The zebra", "--json")
    unknown.fails("unknown_section", file="outlined.pdf")
    assert "‘The slipway’" in unknown.err
    _summarize(program, path, "--pages", "3-4", "--json").fails("pages", file="outlined.pdf")
    kept = _summarize(program, path, "--pages", "3", "--no-wait", "--json").object
    assert kept["tokens"]["generated"] == 0


def test_what_cannot_be_summarised(filled: Program, program: Program, tmp_path: Path) -> None:
    _summarize(filled, tmp_path / "gone.pdf", "--json").fails("not_found", file="gone.pdf")
    assert program.run("scans", "never").status == 0
    _summarize(program, material.scanned(tmp_path), "--json").fails("no_text", file="scanned.pdf")
    missing = Program(filled.data, models=tmp_path)
    missing.run("summarize", "prose.pdf", "--json").fails("model_missing")
