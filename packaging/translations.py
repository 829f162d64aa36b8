"""Bring the translations up to the code: `python packaging/translations.py` (from the checkout, with the test packages).

Collects every string of the window, and what it is told in English by the rooms below it: error sentences of words.py, reasons of reasons.py,
stages of progress, findings of the diagnosis, terms of the known models. All of it goes into resources/translations/*.ts for Qt
Linguist, and is compiled to .qm. What is translated already is kept; what is new stays unfinished until somebody
translates it. English has only its plurals.

The strings are found here and handed to lupdate as C++: its own reader of Python overlooks some, another few with each version.
"""

import ast
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import PySide6

from app import reasons, words
from app.library.models import OWN_TERMS
from app.models import recommend
from app.models.manifest import Manifest

ROOT = Path(__file__).resolve().parent.parent
WINDOW = ROOT / "app" / "ui"
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = {"de": (), "en": ("-pluralonly",)}
TOOLS = Path(PySide6.__file__).parent


@dataclass(frozen=True, slots=True)
class String:
    """Something to translate; a `plural` one has a number in it and as many translations as the language has forms."""

    context: str
    text: str
    plural: bool = False


def main() -> int:
    for language in LANGUAGES:
        update(language, FOLDER)
        release(FOLDER / f"inglenook_{language}.ts", FOLDER / f"inglenook_{language}.qm")
    return 0


def update(language: str, folder: Path) -> None:
    """Merge all strings into a language's .ts there; it is made where it is missing."""
    with tempfile.TemporaryDirectory() as scratch:
        generated = Path(scratch) / "generated.cpp"
        generated.write_text("".join(map(marked, strings())), encoding="utf-8")
        run(
            "lupdate", *LANGUAGES[language], "-no-obsolete", "-locations", "none",
            "-source-language", "en", "-target-language", language,
            str(generated), "-ts", str(folder / f"inglenook_{language}.ts"),
        )  # fmt: skip


def release(source: Path, target: Path) -> None:
    """Compile a .ts; strings without a translation stay English. A window that runs has mapped the old file: it is not written into."""
    fresh = target.with_suffix(".new")
    run("lrelease", "-silent", str(source), "-qm", str(fresh))
    fresh.replace(target)


def run(tool: str, *arguments: str) -> None:
    name = tool + (".exe" if sys.platform == "win32" else "")
    made = subprocess.run([str(TOOLS / name), *arguments], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise SystemExit(f"{tool} failed: {made.stderr}")


def marked(string: String) -> str:
    """As lupdate finds it in C++."""
    macro = "QT_TRANSLATE_N_NOOP" if string.plural else "QT_TRANSLATE_NOOP"
    return f"{macro}({quoted(string.context)}, {quoted(string.text)});\n"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def strings() -> list[String]:
    """All there are, each once, in the order in which a translator meets them."""
    found = [string for path in sorted(WINDOW.rglob("*.py")) for string in strings_of_window(tree_of(path))]
    return sorted(dict.fromkeys([*found, *strings_below()]), key=lambda string: string.context)


# The window's own


def strings_of_window(tree: ast.AST, context: str = "") -> Iterator[String]:
    """What is given to `tr` in a class and to `translate` anywhere, as far as it is written there."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            match called(node), node.args:
                case "tr", [ast.Constant(value=str(text)), *rest]:
                    yield String(context, text, plural=len(rest) > 1)
                case "translate", [ast.Constant(value=str(within)), ast.Constant(value=str(text)), *rest]:
                    yield String(within, text, plural=len(rest) > 1)
        yield from strings_of_window(node, node.name if isinstance(node, ast.ClassDef) else context)


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


# What the rooms below it say


def strings_below() -> Iterator[String]:
    for sentence, hint in words.templates().values():
        yield String("errors", sentence)
        yield String("errors", hint)
    yield from (String("errors", hint) for hint in words.hints_by_cause())
    yield from (String("reasons", reason) for reason in reasons.REASONS)
    yield from (String("remarks", remark) for remark in words.REMARKS.values())
    yield from (String("suggestions", reason) for reason in words.SUGGESTIONS.values())
    yield from (String("stages", stage) for stage in sorted(stages()))
    yield from (String("diagnosis", text) for text in sorted(findings()))
    yield from (String("recommendation", template) for template in recommend.SENTENCES)
    yield String("models", OWN_TERMS)
    yield from (String("models", model.terms) for model in Manifest.load().models if model.purpose != "tests")


def stages() -> set[str]:
    """The first argument of every `Progress(…)` in the code: a string, or a constant of its module."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        tree = tree_of(path)
        constants = dict(constants_of(tree))
        for call in calls_of(tree, "Progress"):
            match call.args[:1]:
                case [ast.Constant(value=str(text))]:
                    found.add(text)
                case [ast.Name(id=name)] if name in constants:
                    found.add(constants[name])
    return found


def findings() -> set[str]:
    """Names, sentences and words of what the diagnosis finds. What has no letters beside its placeholders is for no translator."""
    trees = [
        tree_of(ROOT / "app" / "library" / name)
        for name in ("diagnosis.py", "guarding.py", "holding.py", "ruling.py", "safekeeping.py")
    ]
    calls = [call for name in ("line", "trouble", "Finding") for tree in trees for call in calls_of(tree, name)]
    said = {text for call in calls for text in strings_in(call)}
    return {text for text in said if re.search("[a-z]", re.sub(r"\{\w*\}", "", text))}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls_of(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == name)


def strings_in(call: ast.Call) -> Iterator[str]:
    """Strings among the arguments, whole ones and those that an if chooses from."""
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        chosen = (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,)
        for node in chosen:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def constants_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


if __name__ == "__main__":
    sys.exit(main())
