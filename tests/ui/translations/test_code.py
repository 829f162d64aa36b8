"""Nothing is shown past the translator."""

import ast
import re
from collections.abc import Iterator

from tests.ui.translations.messages import tool

FIRST = """setText setToolTip setWindowTitle setPlaceholderText setAccessibleName setAccessibleDescription setInformativeText
    setStatusTip setWhatsThis setTitle setLabelText setNameFilter setNameFilters setSuffix setPrefix setFormat set_whole set_placeholder
    addMenu addItem addItems addAction addButton addTab label push_button heading sentence say show_doing ElidedLabel ElidedButton
    QLabel QPushButton QCheckBox QRadioButton QGroupBox QAction QMenu"""
SECOND = "tool_button QListWidgetItem QFileDialog showText"
SAID_AT = {**dict.fromkeys(FIRST.split(), 0), **dict.fromkeys(SECOND.split(), 1), "drawText": -1}
"""Where the words stand among the arguments of what shows them."""
NAMES = {"Inglenook", "English", "Deutsch", "Markdown (*.md)", "Word (*.docx)", "PDF (*.pdf)"}
"""They are called so in every language."""


def _literals(call: ast.Call) -> Iterator[str]:
    """Letters that a call would show without having asked for their translation."""
    if tool.called(call) not in SAID_AT or len(call.args) <= SAID_AT[tool.called(call)]:
        return
    yield from _spoken(call.args[SAID_AT[tool.called(call)]])


def _spoken(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[A-Za-z]{2}", node.value):
        yield node.value
    if isinstance(node, ast.IfExp):
        parts: list[ast.AST] = [node.body, node.orelse]
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.List | ast.Tuple | ast.BoolOp):
        parts = list(ast.iter_child_nodes(node))
    elif isinstance(node, ast.Dict):
        parts = list(node.values)
    elif isinstance(node, ast.Subscript):
        parts = [node.value]
    else:
        parts = []
    for part in parts:
        yield from _spoken(part)


def test_nothing_is_shown_past_the_translator() -> None:
    found = []
    for path in sorted(tool.WINDOW.rglob("*.py")):
        for node in ast.walk(tool.tree_of(path)):
            if isinstance(node, ast.Call):
                found += [(path.name, node.lineno, text) for text in _literals(node) if text not in NAMES]
    assert not found
    assert list(_literals(ast.parse("view.setText(f'Read {x}' if y else z)").body[0].value)) == ["Read "]  # type: ignore[attr-defined]


def test_translated_words_are_written_where_they_are_asked_for() -> None:
    """Else nobody finds them: no variable is given to `tr`, no words are put together in it, and a name is put in afterwards."""
    through_variables = {"say.py", "wording.py", "diagnostics_page.py"}
    for path in sorted(tool.WINDOW.rglob("*.py")):
        tree = tool.tree_of(path)
        asked = [call.args[:1] for call in tool.calls_of(tree, "tr")]
        asked += [call.args[:2] for call in tool.calls_of(tree, "translate") if not _is_geometry(call)]
        for texts in asked:
            if not all(isinstance(text, ast.Constant) for text in texts):
                assert path.name in through_variables, f"{path.name}:{texts[0].lineno}"
        assert "" not in {string.context for string in tool.strings_of_window(tree)}, path.name
        for call in tool.calls_of(tree, "tr"):
            assert isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name), path.name
            assert call.func.value.id == "self", f"{path.name}:{call.lineno}: its context would be another class"


def _is_geometry(call: ast.Call) -> bool:
    """Whether something else than words is meant: a painter that moves, letters that are replaced."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return owner is not None and not (isinstance(owner, ast.Name) and owner.id == "QCoreApplication")


def test_numbers_are_not_said_by_classes_that_others_are_made_of() -> None:
    """The toolkit looks for a plural under the name of the object's own class alone."""
    trees = [tool.tree_of(path) for path in tool.WINDOW.rglob("*.py")]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {base.id for one in classes for base in one.bases if isinstance(base, ast.Name)}
    assert {"Page", "Step"} <= bases
    plural = {string.context for tree in trees for string in tool.strings_of_window(tree) if string.plural}
    assert not plural & bases
