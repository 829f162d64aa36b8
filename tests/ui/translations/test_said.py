"""What is said while the program runs is in the user's language."""

import ast
import string
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import words
from app.errors import KINDS, UserFixable
from app.types import Progress
from app.ui import application, say
from app.ui.widgets import Banner
from tests.ui.translations.messages import ROOT, committed, tool


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_error_has_a_german_sentence_and_hint(kind: words.Kind) -> None:
    names = {name for text in words.templates()[kind] for _, name, _, _ in string.Formatter().parse(text) if name}
    error = UserFixable(kind, **{name: f"<{name}>" for name in names})
    sentence, hint = (words.filled(text, error.values) for text in words.templates()[kind])
    assert say.sentence(error) != sentence and say.hint(error) != hint
    for name in names:
        assert f"<{name}>" in say.sentence(error) + say.hint(error)


@pytest.mark.usefixtures("german")
def test_every_stage_of_long_work_is_german() -> None:
    stages = tool.stages()
    assert {"reading", "summarising", "preparing search by meaning"} <= stages
    for stage in stages:
        assert say.stage(Progress(stage, 0, 1)) != stage


def _reasons() -> Iterator[str]:
    """What the code gives as `reason`, and why a source failed, with something in place of what is put in. Not what only the command
    line says, and not what a model's file has wrong deep inside."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        if path.relative_to(ROOT / "app").parts[0] in {"cli", "ui"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        given = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "reason"]
        for call in ("SourceFailed", "Interrupted", "Unsupported"):  # what comes second is no text
            given += [argument for node in tool.calls_of(tree, call) for argument in node.args[:1]]
        yield from (text for value in given for text in _texts(value))


def _texts(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _texts(part)


@pytest.mark.usefixtures("german")
def test_every_reason_is_german() -> None:
    reasons = set(_reasons())
    assert len(reasons) > 25
    assert not [text for text in reasons if say.reason(text) == text]


@pytest.mark.usefixtures("german")
def test_a_reason_within_a_reason_is_german_and_the_systems_own_words_stay() -> None:
    assert say.reason("the model hub: it answers 503") == "der Modell-Hub: antwortet mit 503"
    assert say.reason("Disk on fire") == "Disk on fire"
    error = UserFixable("network", reason="the package index: the connection broke off")
    assert say.sentence(error) == "Der Download ist fehlgeschlagen: der Paketindex: die Verbindung brach ab."


@pytest.mark.parametrize(
    ("language", "one", "many"), [("de", "1 Minute", "3 Minuten"), ("en", "1 minute", "3 minutes")]
)
def test_numbers_have_their_forms(speak: Callable[[str], None], language: str, one: str, many: str) -> None:
    speak(language)
    assert say.duration(60).replace("\u00a0", " ") == one
    assert say.duration(180).replace("\u00a0", " ") == many


@pytest.mark.usefixtures("german")
def test_strings_of_a_class_are_found_in_what_is_made_of_it(qtbot: QtBot) -> None:
    class Narrow(Banner):
        pass

    banner = Narrow()
    qtbot.addWidget(banner)
    assert banner.tr("Dismiss") == "Ausblenden"


@pytest.mark.usefixtures("german")
def test_translations_are_found_by_context() -> None:
    for message in committed("de"):
        said = QCoreApplication.translate(message.context, message.source, "", 2 if message.plural else -1)
        assert said == message.forms[-1].replace("%n", "2"), message.key


@pytest.mark.parametrize(
    ("language", "ours", "theirs"),
    [("de", "Frage", "Abbrechen"), ("en", "Question", "Cancel"), ("fr", "Question", "Cancel")],
)
def test_the_toolkit_speaks_the_same_language(qapp: QApplication, language: str, ours: str, theirs: str) -> None:
    before = QLocale()
    loaded = application._translate(qapp, language)
    try:
        assert QCoreApplication.translate("QuestionField", "Question") == ours
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == theirs
    finally:
        QLocale.setDefault(before)
        for translator in loaded:
            qapp.removeTranslator(translator)
