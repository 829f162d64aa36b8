"""The sets are sound: their documents can be built, each answer stands on the pages that it names, and what has no answer
is nowhere said."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from tests.evaluation.build import EASY, QUESTIONS, build, index
from tests.evaluation.pages import holding, pieces, squeezed, texts
from tests.evaluation.score import load, says

Line = dict[str, Any]


def lines_of(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


LINES, OLD = lines_of(QUESTIONS), lines_of(EASY)
HELD = {f"{entry.name}.pdf" for entry in index() if entry.held}
COMPUTED = {
    "computed",
    "yes or no",
    "comparison",
    "list",
    "other language",
    "definition",
    "two documents",
    "paraphrase",
}
"""Kinds whose answer is not, or not in these words, on the page."""


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    build(folder)
    return folder


@pytest.mark.parametrize("name", [entry.name for entry in index()])
def test_places_are_all_the_pages_that_hold_their_texts(name: str, pdfs: Path) -> None:
    named = [(line["id"], piece) for line in LINES for piece in pieces(line) if piece["file"] == f"{name}.pdf"]
    found = {ident: (piece["pages"], holding(pdfs / piece["file"], piece["text"])) for ident, piece in named}
    assert {ident: both for ident, both in found.items() if both[0] != both[1] or not both[0]} == {}


@pytest.mark.parametrize("name", [entry.name for entry in index()])
def test_evidence_of_the_easy_set_is_on_the_pages_named(name: str, pdfs: Path) -> None:
    answered = [line for line in OLD if line["pdf"] == f"{name}.pdf" and line["answerable"]]
    missing = [
        (line["id"], page)
        for line in answered
        for page in line["evidence_pages"]
        if squeezed(line["evidence_text"]) not in texts(pdfs / line["pdf"])[page - 1]
    ]
    assert missing == []


def test_a_value_that_is_asked_for_stands_on_the_page(pdfs: Path) -> None:
    asked = [line for line in LINES if line["answerable"] and line["kind"] not in COMPUTED]
    assert len(asked) > 80
    missing = [line["id"] for line in asked if not all(_shown(line, group, pdfs) for group in line["accept"])]
    assert missing == []


def _shown(line: Line, group: list[str], pdfs: Path) -> bool:
    """Whether one of the strings of a group stands on a page of the evidence."""
    places = [(pdfs / piece["file"], page) for piece in line["evidence"] for page in piece["pages"]]
    return any(says(_words(pdf, page), one) for pdf, page in places for one in group)


@cache
def _words(pdf: Path, page: int) -> str:
    with pymupdf.open(pdf) as document:
        return str(document[page - 1].get_text())


def test_answers_pass_their_own_patterns() -> None:
    wrong = [
        line["id"]
        for line in LINES
        if line["answerable"] and not all(any(says(line["answer"], one) for one in group) for group in line["accept"])
    ]
    assert wrong == []


def test_what_has_no_answer_is_said_nowhere(pdfs: Path) -> None:
    """`absent` holds lists of texts that no page has together, of the document that `near` names or else of all that are
    asked; `near` itself is checked with the evidence."""
    unanswerable = [line for line in LINES if not line["answerable"]]
    bare = [line["id"] for line in unanswerable if not line["trap"] or not (line.get("near") or line.get("absent"))]
    assert bare == []
    said = [
        (line["id"], file, together)
        for line in unanswerable
        for together in line.get("absent", ())
        for file in ([line["near"]["file"]] if line.get("near") else line["files"])
        if holding(pdfs / file, together)
    ]
    assert said == []


def test_the_same_source_gives_the_same_bytes(pdfs: Path, tmp_path: Path) -> None:
    for path in build(tmp_path, names=["hydra-datasheet", "maddox-invoices"]):
        assert path.read_bytes() == (pdfs / path.name).read_bytes()


def test_the_set_is_as_large_and_as_mixed_as_it_claims(pdfs: Path) -> None:
    pages = {path.name: len(texts(path)) for path in pdfs.glob("*.pdf")}
    used = {line["files"][0] for line in LINES}
    assert len(LINES) >= 400
    assert 0.3 < sum(not line["answerable"] for line in LINES) / len(LINES) < 0.37
    assert len(used) >= 18
    assert sum(pages.values()) > 500
    assert sum(count >= 55 for count in pages.values()) >= 5
    assert sum(len(line["files"]) > 1 for line in LINES) > 60
    assert 0.3 <= len(HELD & used) / len(used) <= 0.4
    assert 0.3 <= len(HELD) / len(index()) <= 0.4
    assert Counter(line["kind"] for line in LINES)["other language"] >= 20


def test_questions_are_held_with_their_documents() -> None:
    for line in LINES:
        assert line["held"] == bool(HELD & set(line["files"])), line["id"]


def test_ids_are_unique_and_every_question_loads() -> None:
    for path, lines in ((QUESTIONS, LINES), (EASY, OLD)):
        assert len({line["id"] for line in lines}) == len(lines)
        assert [question.id for question in load(path)] == [line["id"] for line in lines]
