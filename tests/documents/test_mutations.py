"""A share of `python -m tests.documents.mutations`, and what it once found."""

from collections import Counter
from pathlib import Path

import pymupdf

from app.documents import read
from app.stop import Stop
from app.types import ignore
from tests import material
from tests.documents.mutants import kind_of, mutant
from tests.documents.mutations import SLOW, Result, Trial, run, wrong_places

SHARE = range(1, 301)


def test_awkward_files_end_as_they_should() -> None:
    heard: list[Result] = []
    seeds = [seed for seed in SHARE if kind_of(seed) not in SLOW]
    assert run(seeds, heard.append) == 0, [(result.seed, result.kind, result.wrong) for result in heard if result.wrong]
    ends = Counter(result.end for result in heard)
    assert {"whole", "part", "damaged"} <= set(ends)
    assert len(heard) == len(seeds)


def test_a_bomb_is_told_as_no_fault_of_the_machine(tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    try:
        bomb = next(seed for seed in SHARE if kind_of(seed) == "zip bomb")
        assert trial.run(bomb).wrong == []
    finally:
        trial.close()


def test_a_number_always_makes_the_same_file() -> None:
    assert all(mutant(seed) == mutant(seed) for seed in range(50) if kind_of(seed) not in SLOW)


def test_a_field_that_contains_itself_costs_the_fields_and_not_the_page(tmp_path: Path) -> None:
    made = next(seed for seed in SHARE if kind_of(seed) == "active" and b"/Subtype /Widget" in mutant(seed).data)
    trial = Trial(tmp_path)
    try:
        assert trial.run(made).end == "whole"
    finally:
        trial.close()


def test_a_field_beside_the_page_has_no_place_on_it(tmp_path: Path) -> None:
    path = material.form(tmp_path)
    document = pymupdf.open(path)
    field = next(one for one in document[0].widgets() if one.field_value == "Kittiwake")
    document.xref_set_key(field.xref, "Rect", "[220 900 420 920]")
    document.saveIncr()
    document.close()
    reading = read(path, report=ignore, stop=Stop())
    assert list(wrong_places(reading)) == []
    assert "Kittiwake" not in reading.pages[0].text
    assert any("Kittiwake" in unseen.text for unseen in reading.pages[0].unseen if unseen.why == "outside")
