"""What would leave is on the screen, can be changed there, and leaves by one button alone."""

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.cloud.compose import Letter
from app.cloud.draft import Draft
from app.ui.cloud.drafting import Composed
from app.ui.cloud.masked_edit import MaskedEdit
from app.ui.cloud.preview import PreviewDialog
from app.ui.jobs import Jobs
from app.ui.theme import Theme
from tests.ui.cloud.drafts import BOARD, OFFICE, OPENAI, compose, draft

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Open = Callable[..., PreviewDialog]


@pytest.fixture
def opened(qtbot: QtBot, jobs: Jobs, theme: Theme) -> Open:
    def make(made: Draft | None = None, **how: object) -> PreviewDialog:
        dialog = PreviewDialog(made or draft(), compose, [OPENAI, OFFICE], jobs, theme, **how)  # type: ignore[arg-type]
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        ready(qtbot, dialog)
        return dialog

    return make


@pytest.fixture
def preview(opened: Open) -> PreviewDialog:
    return opened()


def ready(qtbot: QtBot, dialog: PreviewDialog) -> Letter:
    qtbot.waitUntil(lambda: dialog.drafting.now is not None and dialog.sheet.is_whole, timeout=20_000)
    for _ in range(3):  # what was put into a layout has its place a little later, and what is around it later still
        QApplication.processEvents()
    now = dialog.drafting.now
    assert now is not None
    return now.letter


def edit(dialog: PreviewDialog, name: str) -> MaskedEdit:
    (found,) = [
        one for one in dialog.sheet.findChildren(MaskedEdit) if one.accessibleName() == name and one.isVisible()
    ]
    return found


def seen(dialog: PreviewDialog) -> str:
    """All words of the letter that are on the sheet, in their order, without room between them."""
    words = []
    for view in sorted(dialog.sheet.views.values(), key=lambda view: view.y()):
        for piece in view.pieces:
            for part in sorted(piece.findChildren(QLabel) + piece.findChildren(MaskedEdit), key=lambda one: one.y()):
                if part.isVisible():
                    words.append(part.text() if isinstance(part, QLabel) else part.toPlainText())
    return squeezed("".join(words))


def sent(letter: Letter) -> str:
    """The words of the body, in their order."""
    return squeezed("".join(message["content"] for message in json.loads(letter.body)["messages"]))


def squeezed(text: str) -> str:
    return "".join(text.split())


def put_at(one: MaskedEdit, words: str, *, select: bool = False) -> None:
    """The cursor behind these words, or over them."""
    cursor = one.document().find(words)
    assert not cursor.isNull()
    if not select:
        cursor.setPosition(cursor.selectionEnd())
    one.setFocus()
    one.setTextCursor(cursor)


def test_every_word_that_would_leave_is_shown_in_its_order_and_nothing_else(
    qtbot: QtBot, preview: PreviewDialog
) -> None:
    letter = ready(qtbot, preview)
    assert seen(preview) == sent(letter)
    assert "IngridSolvang" not in seen(preview) and "PERSON_1" in seen(preview)
    assert letter.digest in preview.digest.whole


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_passage_is_left_out_and_put_in_by_its_box(qtbot: QtBot, preview: PreviewDialog, number: int) -> None:
    before = ready(qtbot, preview)
    box = preview.sheet.views["part", number].box
    was_in = box.isChecked()
    assert was_in == (number != 3)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not preview.send.isEnabled()
    after = ready(qtbot, preview)
    assert (number in after.parts) != was_in and after.digest != before.digest
    assert seen(preview) == sent(after)


def test_a_click_on_a_mask_lifts_it_wherever_it_stands_and_another_sets_it_again(
    qtbot: QtBot, preview: PreviewDialog
) -> None:
    passage = edit(preview, "Passage 1")
    put_at(passage, "PERSON_1")
    at = passage.cursorRect().center()
    at.setX(at.x() - 12)
    QTest.mouseClick(passage.viewport(), Qt.MouseButton.LeftButton, pos=at)
    lifted = ready(qtbot, preview)
    assert sent(lifted).count("IngridSolvang") == 2 and seen(preview) == sent(lifted)
    put_at(passage, "Ingrid Solvang")
    QTest.mouseClick(passage.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert "IngridSolvang" not in sent(ready(qtbot, preview))


def test_enter_at_a_mask_lifts_it_and_sends_nothing(qtbot: QtBot, preview: PreviewDialog) -> None:
    approved: list[Composed] = []
    preview.approved.connect(approved.append)
    passage = edit(preview, "Passage 1")
    put_at(passage, "EMAIL_1")
    assert "stands for" in passage.accessibleDescription()
    QTest.keyClick(passage, Qt.Key.Key_Return)
    assert "ingrid@ferries.example" in sent(ready(qtbot, preview))
    put_at(passage, "Board")
    QTest.keyClick(passage, Qt.Key.Key_Return)
    passage.flush()
    ready(qtbot, preview)
    assert passage.toPlainText().startswith("Board\n\n")
    assert preview.isVisible() and not approved


def test_a_mask_that_the_policy_keeps_stays(qtbot: QtBot, preview: PreviewDialog) -> None:
    before = ready(qtbot, preview)
    passage = edit(preview, "Passage 2")
    put_at(passage, "IBAN_1")
    QTest.keyClick(passage, Qt.Key.Key_Return)
    assert ready(qtbot, preview).digest == before.digest
    masks = preview.side.masks
    (row,) = [row for row in range(masks.count()) if "IBAN_1" in masks.item(row).text()]
    assert not masks.item(row).flags() & Qt.ItemFlag.ItemIsUserCheckable


def test_selected_words_are_masked_everywhere(qtbot: QtBot, preview: PreviewDialog) -> None:
    passage = edit(preview, "Passage 2")
    put_at(passage, "subsidies", select=True)
    QTest.keyClick(passage, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    letter = ready(qtbot, preview)
    assert "subsidies" not in sent(letter) and "HIDDEN_1" in seen(preview)
    put_at(edit(preview, "Question"), "Please tell", select=True)
    QTest.keyClick(edit(preview, "Question"), Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    letter = ready(qtbot, preview)
    assert "🚢HIDDEN_" in sent(letter) and "Please" not in sent(letter) and "🚢" in sent(letter)


def test_the_list_lifts_masks_by_keyboard(qtbot: QtBot, preview: PreviewDialog) -> None:
    masks = preview.side.masks
    (row,) = [row for row in range(masks.count()) if "Peter Aldous" in masks.item(row).text()]
    masks.setFocus()
    masks.setCurrentRow(row)
    QTest.keyClick(masks, Qt.Key.Key_Space)
    assert "PeterAldous" in sent(ready(qtbot, preview))
    assert masks.item(row).checkState() == Qt.CheckState.Unchecked and masks.currentRow() == row


def test_what_is_typed_leaves_as_it_is_shown_and_names_in_it_are_masked(qtbot: QtBot, preview: PreviewDialog) -> None:
    passage = edit(preview, "Passage 1")
    put_at(passage, "PERSON_1")
    QTest.keyClicks(passage, " (ingrid.s@home.example)")
    assert not preview.send.isEnabled(), "what was typed has not been looked at yet"
    passage.flush()
    letter = ready(qtbot, preview)
    assert preview.send.isEnabled() and seen(preview) == sent(letter)
    assert "home.example" not in sent(letter) and sent(letter).count("EMAIL_") >= 2
    assert passage.original == BOARD.replace("Solvang", "Solvang (ingrid.s@home.example)", 1)


def test_a_placeholder_is_deleted_as_a_whole_and_what_is_typed_beside_it_is_no_part_of_it(
    qtbot: QtBot, preview: PreviewDialog
) -> None:
    passage = edit(preview, "Passage 1")
    put_at(passage, "PERSON_2")
    QTest.keyClick(passage, Qt.Key.Key_Backspace)
    QTest.keyClick(passage, Qt.Key.Key_Delete)  # the blank, since the mask is gone
    passage.flush()
    letter = ready(qtbot, preview)
    assert "PERSON_2" not in sent(letter) and "Peter" not in passage.original
    put_at(passage, "PERSON")
    passage.moveCursor(QTextCursor.MoveOperation.Right)
    QTest.keyClicks(passage, "!")
    assert "PERSON_1!" in passage.toPlainText()


def test_esc_and_enter_cancel_and_send_sends_what_was_shown_once(qtbot: QtBot, opened: Open) -> None:
    approved: list[Composed] = []
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        dialog = opened()
        dialog.approved.connect(approved.append)
        assert dialog.focusWidget() is dialog.cancel
        QTest.keyClick(dialog.focusWidget(), key)
        assert not dialog.isVisible() and not approved
    dialog = opened()
    dialog.approved.connect(approved.append)
    letter = ready(qtbot, dialog)
    dialog.send.setFocus()
    QTest.keyClick(dialog.send, Qt.Key.Key_Space)
    assert [made.letter.body for made in approved] == [letter.body] and not dialog.isVisible()


def test_it_goes_where_it_says(qtbot: QtBot, preview: PreviewDialog) -> None:
    assert ready(qtbot, preview).address == OPENAI.address
    preview.side.choice.setFocus()
    QTest.keyClick(preview.side.choice, Qt.Key.Key_Down)
    letter = ready(qtbot, preview)
    assert letter.address == OFFICE.address and json.loads(letter.body)["model"] == OFFICE.model
    texts = [one.text() for one in preview.side.findChildren(QLabel)]
    assert OFFICE.address in texts and OFFICE.model in texts and "No price is known for this model." in texts


def test_names_of_files_leave_only_if_that_is_wanted(qtbot: QtBot, preview: PreviewDialog) -> None:
    assert "review.pdf" not in sent(ready(qtbot, preview))
    preview.side.named.click()
    letter = ready(qtbot, preview)
    assert "review.pdf" in sent(letter) and seen(preview) == sent(letter)


def test_what_is_forbidden_cannot_be_sent_and_the_reason_is_said(qtbot: QtBot, opened: Open) -> None:
    reason = "this machine's policy allows other models only"
    dialog = opened(forbidden=lambda provider: reason if provider == OPENAI else None)
    assert not dialog.send.isEnabled() and reason in dialog.banner.text
    QTest.keyClick(dialog.side.choice, Qt.Key.Key_Down)
    ready(qtbot, dialog)
    assert dialog.send.isEnabled() and not dialog.banner.isVisible()


def test_a_long_letter_is_whole_before_it_can_be_sent(qtbot: QtBot, jobs: Jobs, theme: Theme) -> None:
    made = draft(*(f"Berth {number} was dredged in {1900 + number}." for number in range(60)))
    dialog = PreviewDialog(made, compose, [OPENAI], jobs, theme)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    came: list[tuple[int, bool]] = []
    dialog.sheet.filled.connect(lambda: came.append((len(dialog.sheet.views), dialog.send.isEnabled())))
    assert not dialog.send.isEnabled()
    letter = ready(qtbot, dialog)
    assert dialog.send.isEnabled() and len(came) == 1 and came[0][0] == len(dialog.sheet.views) > 60
    assert seen(dialog) == sent(letter)
