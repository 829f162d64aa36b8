"""Lines of a summary as points, ranges of pages, and what was read in words."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.types import Document, KeptSummary, Section, Summary, TokenCount
from app.ui.summary.part import Part, kept_name
from app.ui.summary.points import Point, points_of
from app.ui.summary.result import coverage, markdown


def a_summary(**values: object) -> Summary:
    fields: dict[str, object] = {
        "document": "d",
        "file": "report.pdf",
        "text": "- One. [p. 1]",
        "sections": (),
        "pages": 12,
        "read": 12,
        "skipped": (),
        "model": "wren",
        "device": "cpu",
        "tokens": TokenCount(),
        "seconds": 4.0,
    }
    return Summary(**{**fields, **values})  # type: ignore[arg-type]


def test_points_have_their_pages() -> None:
    text = "- One thing. [p. 12]\n- Another [sic] one. [pp. 3-5]\n\nA line.\n- None named"
    assert points_of(text) == [
        Point("One thing.", (12, 12)),
        Point("Another [sic] one.", (3, 5)),
        Point("A line.", None),
        Point("None named", None),
    ]


def test_headings_stand_above_their_points() -> None:
    assert points_of("## Term\n\n- Ten years. [p. 2]") == [
        Point("Term", None, heading=True),
        Point("Ten years.", (2, 2)),
    ]


def test_how_many_pages_a_part_has() -> None:
    document = Document("d", Path("report.pdf"), "", 12, "ready", 3, 3)
    sections = [Section("A", 1, 1, 0, 4), Section("B", 2, 4, 9, 6, ("A",)), Section("C", 1, 7, 0, 12)]
    assert Part().count(document, sections) == 12
    assert Part(pages=(3, 5)).count(document, sections) == 3
    assert Part(section="A").count(document, sections) == 6
    assert Part(section="C").count(document, sections) == 6


def test_what_was_not_read_is_said_in_runs(qtbot: QtBot) -> None:
    skipped = ((9, "no text"), (7, "no text"), (8, "no text"), (10, "damaged"), (12, "no text"))
    said = coverage(a_summary(read=7, skipped=skipped))
    assert said == "Read 7 of 12 page(s). Not read: pp. 7–9 (no text), p. 10 (damaged), p. 12 (no text)."


def test_the_name_of_a_kept_one(qtbot: QtBot) -> None:
    for part, name in (("", "whole document"), ("3-7", "pp. 3–7"), ("Reserves", "Reserves")):
        assert kept_name(KeptSummary(a_summary(), "brief", part, 0.0)).startswith(f"Brief · {name} · ")


def test_markdown_has_everything_once(qtbot: QtBot) -> None:
    text = markdown(a_summary())
    assert text == "# Summary of report.pdf\n\n- One. [p. 1]\n\nRead 12 of 12 page(s).\n"
