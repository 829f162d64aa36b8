"""The measure of summaries: its facts stand in the documents, and it counts what it says it counts."""

import re

import pytest

from app.types import Page, Summary, TokenCount, Words
from tests.evaluation.build import index
from tests.evaluation.facts import LEVELS, Expected, Fact, Point, load, points_of, score
from tests.evaluation.score import says

FOLDER = "tests/evaluation/documents"


def test_facts_enough_over_open_documents_only() -> None:
    expected = load()
    held = {entry.name for entry in index() if entry.held}
    assert len(expected) >= 10 and not held & {one.document for one in expected}
    for one in expected:
        assert len(one.facts) >= 10 and one.wrong and one.lacks
        assert {fact.level for fact in one.facts} == LEVELS["detailed"]


def test_every_fact_can_be_told_in_words_of_its_document(pytestconfig: pytest.Config) -> None:
    for one in load():
        text = (pytestconfig.rootpath / FOLDER / f"{one.document}.txt").read_text("utf-8")
        text = re.sub(r"\s+", " ", text)
        for fact in one.facts:
            for group in fact.accept:
                assert any(says(text, wanted) for wanted in group), f"{one.document}: {fact.words}: {group}"


def test_points_with_headings_and_pages() -> None:
    text = "- A lease. [p. 1]\n\n## Term\n\n- Ten years. [pp. 2-3]"
    assert points_of(text) == [Point("A lease.", "", (1, 1)), Point("Ten years.", "Term", (2, 3))]
    with pytest.raises(ValueError, match="neither"):
        points_of("- Ten years.")


def _summary(text: str) -> Summary:
    return Summary("d", "d.pdf", text, (), 2, 2, (), "m", "cpu", TokenCount(), 1.0)


def test_what_is_counted() -> None:
    pages = [
        Page(
            1, "1", 600, 800, "The lease of the mill runs for ten years from May 2023. The rent is 900 crowns.", Words()
        ),
        Page(2, "2", 600, 800, "The tenant keeps the mill dry.", Words()),
    ]
    expected = Expected(
        "d",
        (
            Fact("d", "ten years", "brief", (("ten years",), ("lease",))),
            Fact("d", "rent", "standard", (("900",),)),
            Fact("d", "dry", "detailed", (("dry",),)),
        ),
        (("the rent is 800", (("rent",), ("800",))),),
        ("Method",),
    )
    text = (
        "## Term\n\n- The lease of the mill runs for ten years. [p. 1]\n- The lease of the mill runs for ten years from May. [p. 1]\n\n"
        "## Method\n\n- The rent is 800 crowns. [p. 2]"
    )
    found = score(expected, _summary(text), "standard", pages)
    assert [fact.words for fact in found.missed] == ["rent"] and (found.any_held, found.any_of) == (1, 3)
    assert found.wrong == ("the rent is 800",) and found.invented == ("Method",)
    assert [p.text for p in found.unborne] == ["The rent is 800 crowns."] == [p.text for p in found.strange]
    assert (found.alike, found.pairs, found.pages_named) == (1, 3, 2)
