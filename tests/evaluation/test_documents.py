"""The set is sound: its documents can be built, and each answer stands on the pages that it names."""

import json
import re
import unicodedata
from pathlib import Path

import pymupdf
import pytest

from tests.evaluation.build import QUESTIONS, build, index

LINES = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    build(folder)
    return folder


def squeezed(text: str) -> str:
    """Text without white space, ligatures and hyphens at line ends, so that only the words count."""
    return re.sub(r"\s+", "", re.sub(r"-\n(?=\w)", "", unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("name", [entry.name for entry in index()])
def test_evidence_is_on_the_pages_named(name: str, pdfs: Path) -> None:
    with pymupdf.open(pdfs / f"{name}.pdf") as document:
        pages = [squeezed(page.get_text()) for page in document]
    answered = [line for line in LINES if line["pdf"] == f"{name}.pdf" and line["answerable"]]
    assert answered
    missing = [
        (line["id"], page)
        for line in answered
        for page in line["evidence_pages"]
        if squeezed(line["evidence_text"]) not in pages[page - 1]
    ]
    assert missing == []


def test_the_same_source_gives_the_same_bytes(pdfs: Path, tmp_path: Path) -> None:
    name = "hydra-datasheet"
    (again,) = build(tmp_path, names=[name])
    assert again.read_bytes() == (pdfs / f"{name}.pdf").read_bytes()


def test_the_set_is_as_large_and_as_mixed_as_it_claims(pdfs: Path) -> None:
    pages = sum(_page_count(path) for path in pdfs.glob("*.pdf"))
    unanswerable = sum(not line["answerable"] for line in LINES)
    held = {f"{entry.name}.pdf" for entry in index() if entry.held}
    assert pages >= 80
    assert 0.3 < unanswerable / len(LINES) < 0.37
    assert 0.3 <= len(held) / len(index()) <= 0.4
    assert {line["pdf"] for line in LINES} == {f"{entry.name}.pdf" for entry in index()}
    assert len({line["id"] for line in LINES}) == len(LINES)


def _page_count(path: Path) -> int:
    with pymupdf.open(path) as document:
        return int(document.page_count)
