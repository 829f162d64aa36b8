"""Bring the translations up to the code: `python packaging/translations.py` (from the checkout, with the test packages).

Collects every string of the window, the error sentences of words.py (context "errors") and the stages of progress (context
"stages") into resources/translations/*.ts for Qt Linguist, and compiles them to .qm. What is translated already is kept;
what is new stays unfinished until somebody translates it. English has only its plurals.
"""

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import PySide6

from app import words

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
    for stage in sorted(stages()):
        yield "stages", stage


def stages() -> set[str]:
    """The first argument of every `Progress(…)` in the code."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Progress":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


if __name__ == "__main__":
    sys.exit(main())
