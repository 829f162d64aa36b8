"""What an answer says is shown; what it asks the window to do is not done."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextCharFormat, QTextDocument, QTextFormat
from PySide6.QtWidgets import QApplication

from app.ui.conversation import markdown
from app.ui.conversation.markdown import Rendered, plain
from app.ui.conversation.spots import spots
from app.ui.theme import LIGHT

HOSTILE = """See ![a chart](http://127.0.0.1:1/x.png "<b>tip</b>") and <img src="file:///etc/passwd"> [1]

[a page](file:///etc/passwd "<img src='http://127.0.0.1:1/t.png'>") <a href="http://127.0.0.1:1/">there</a>
http://127.0.0.1:1/auto www.example.org someone@example.org <http://127.0.0.1:1/angle>
[1](javascript:alert(1)) [cite](cite:7) [reference][1] ![local](/etc/hostname)

[1]: file:///etc/passwd
<style>body { background: url(http://127.0.0.1:1/s.png) }</style> <script>alert(1)</script>
"""


def rendered(text: str, *, marks: tuple[int, ...] = (), unsupported: tuple[str, ...] = ()) -> Rendered:
    return markdown.rendered(text, colours=LIGHT, font=QFont(), marks=marks, unsupported=unsupported)


def pieces(document: QTextDocument) -> Iterator[tuple[str, QTextCharFormat]]:
    """Runs of characters with their format."""
    block = document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            yield place.fragment().text(), place.fragment().charFormat()
            place += 1
        block = block.next()


def having(document: QTextDocument, wanted: str) -> str:
    """All characters whose format is so."""
    tests = {
        "anchor": lambda one: one.isAnchor(),
        "wave": lambda one: one.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline,
        "bold": lambda one: one.fontWeight() > QFont.Weight.Normal,
        "italic": lambda one: one.fontItalic(),
        "fixed": lambda one: one.fontFixedPitch(),
    }
    return "".join(text for text, made in pieces(document) if tests[wanted](made))


def test_nothing_of_the_answer_is_loaded_and_no_link_lives(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def note(self: object, kind: int, name: QUrl | str) -> None:
        loaded.append(str(name))

    monkeypatch.setattr(markdown.Inert, "loadResource", note)
    document = rendered(HOSTILE, marks=(1,)).document
    document.setTextWidth(300)
    assert document.size().height() > 20, "it has been laid out"
    assert not loaded
    for text, made in pieces(document):
        assert not made.isImageFormat() and not made.toolTip() and "\ufffc" not in text
        assert not made.hasProperty(QTextFormat.Property.ImageName.value)
        assert made.anchorHref() in {"", "cite:1"}
    assert having(document, "anchor") == "[1]" * 4


def test_the_words_stay(qapp: QApplication) -> None:
    shown = rendered(HOSTILE, marks=(1,)).document.toPlainText()
    for words in (
        "a chart",
        "a page",
        "there",
        "www.example.org",
        "reference",
        "local",
        "file:///etc/passwd",
        "alert(1)",
    ):
        assert words in shown
    assert plain("**Two** of _three_ [1]") == "Two of three [1]"


def test_a_front_matter_hides_nothing(qapp: QApplication) -> None:
    assert "title: x" in rendered("---\ntitle: x\n---\nThe rest").document.toPlainText()


def test_only_marks_of_the_answer_are_marks(qapp: QApplication) -> None:
    document = rendered("**One [1]** two [2] three [30].", marks=(1, 30)).document
    assert document.toPlainText() == "One [1] two [2] three [30]."
    assert [made.anchorHref() for text, made in pieces(document) if made.isAnchor()] == [
        "cite:1",
        "cite:30",
    ]


def test_characters_of_private_use_are_no_way_in(qapp: QApplication) -> None:
    document = rendered("A \ue0007\ue001 b \ue002[1]: x", marks=(1,)).document
    assert document.toPlainText() == "A 7 b [1]: x"
    assert having(document, "anchor") == "[1]"


def test_what_is_not_supported_is_underlined(qapp: QApplication) -> None:
    text = "😀 The fare **rose by 4,500** crowns [1]. It is 500 now,\nnot 4,5001; 4,500 again."
    made = rendered(text, marks=(1,), unsupported=("4,500", "It is 500\nnow", "unheard of"))
    assert having(made.document, "wave") == "4,500It is 500 now4,500"
    assert made.missing == ("unheard of",)
    assert having(made.document, "bold") == "rose by 4,500[1]"


def test_a_doubt_may_go_over_a_mark_and_is_never_inside_one() -> None:
    assert spots("It fell [1] by 12 per cent [12].", ["It fell by", "12"]) == ([(0, 14), (15, 17)], [])
    assert spots("No 2023.4 and 12023", ["2023"]) == ([], ["2023"])


def test_code_tables_lists_and_headings(qapp: QApplication) -> None:
    text = "# Head\n\n- one\n- two\n\n```\nx = 1\n\ny = 2\n```\n\n| A | B |\n|---|--:|\n| 1 | `2` |\n\n__bold__ *slant*"
    document = rendered(text).document
    assert having(document, "fixed") == "x = 1y = 22"
    assert having(document, "italic") == "slant"
    assert having(document, "bold") == "HeadABbold"
    cursor = document.find("1", document.find("B"))
    table = cursor.currentTable()
    assert table.rows() == 2 and table.format().border() == 1
    code = document.find("x = 1").block()
    assert code.blockFormat().nonBreakableLines() and code.next().next().text() == "y = 2"
    assert not markdown.is_code(code.next().next().next())


def test_a_table_behind_code_has_no_empty_line(qapp: QApplication) -> None:
    document = rendered("```\nx\n```\n\n| A | B |\n|---|---|\n| 1 |  |").document
    first = document.find("A")
    cell = first.currentTable().cellAt(0, 0)
    assert (cell.firstPosition(), cell.lastPosition()) == (first.selectionStart(), first.selectionEnd())
    assert having(document, "fixed") == "x"


def test_right_to_left_text_begins_at_the_right(qapp: QApplication) -> None:
    document = rendered("The first.\n\nשלום עולם [1]", marks=(1,)).document
    assert document.begin().textDirection().name == "LeftToRight"
    assert document.begin().next().textDirection().name == "RightToLeft"
