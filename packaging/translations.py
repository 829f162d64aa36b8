"""Bring the translations up to the code: `python packaging/translations.py` (from the checkout, with the test packages).

Collects every string of the window, and what it is told in English by the rooms below it: error sentences and reasons of words.py,
stages of progress, findings of the diagnosis, terms of the known models. All of it goes into resources/translations/*.ts for Qt
Linguist, and is compiled to .qm. What is translated already is kept; what is new stays unfinished until somebody
translates it. English has only its plurals.
"""

import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import PySide6

from app import words
from app.models.manifest import Manifest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = {"de": (), "en": ("-pluralonly",)}
TOOLS = Path(PySide6.__file__).parent


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        generated = Path(scratch) / "generated.py"
        generated.write_text(source_of_contexts(), encoding="utf-8")
        for language, options in LANGUAGES.items():
            update(language, [*sorted((ROOT / "app" / "ui").rglob("*.py")), generated], *options)
    for language in LANGUAGES:
        release(FOLDER / f"inglenook_{language}.ts", FOLDER / f"inglenook_{language}.qm")
    return 0


def update(language: str, sources: list[Path], *options: str) -> None:
    """Merge the strings of `sources` into a language's .ts."""
    target = FOLDER / f"inglenook_{language}.ts"
    run(
        "lupdate", *options, "-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language,
        *map(str, sources), "-ts", str(target),
    )  # fmt: skip


def release(source: Path, target: Path) -> None:
    """Compile a .ts; strings without a translation stay English."""
    run("lrelease", "-silent", str(source), "-qm", str(target))


def run(tool: str, *arguments: str) -> None:
    name = tool + (".exe" if sys.platform == "win32" else "")
    made = subprocess.run([str(TOOLS / name), *arguments], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise SystemExit(f"{tool} failed: {made.stderr}")


def source_of_contexts() -> str:
    """Python that lupdate reads: strings which stand outside the window's code."""
    lines = [f"QT_TRANSLATE_NOOP({context!r}, {text!r})" for context, text in contexts()]
    return "\n".join(lines) + "\n"


def contexts() -> Iterator[tuple[str, str]]:
    for sentence, hint in words.templates().values():
        yield "errors", sentence
        yield "errors", hint
    yield from (("reasons", reason) for reason in words.REASONS)
    yield from (("stages", stage) for stage in sorted(stages()))
    yield from (("diagnosis", text) for text in sorted(findings()))
    yield from (("models", model.terms) for model in Manifest.load().models if model.purpose != "tests")


def stages() -> set[str]:
    """The first argument of every `Progress(…)` in the code: a string, or a constant of its module."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
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
    tree = ast.parse((ROOT / "app" / "library" / "diagnosis.py").read_text(encoding="utf-8"))
    calls = [call for name in ("_finding", "_trouble") for call in calls_of(tree, name)]
    said = {text for call in calls for text in strings_of(call)}
    return {text for text in said if re.search("[a-z]", re.sub(r"\{\w*\}", "", text))}


def calls_of(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def strings_of(call: ast.Call) -> Iterator[str]:
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
