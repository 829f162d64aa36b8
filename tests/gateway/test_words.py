"""Whatever a download says of a failure can be said in the user's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import reasons
from app.errors import UserFixable
from app.gateway import program
from app.ui import say
from app.words import Cause

RAISERS = {"failure", "SourceFailed", "Interrupted", "drop", "_on_note", "note"}


def sentences() -> Iterator[str]:
    """What the gateway's modules give as a reason or a note, with x for what differs."""
    for path in sorted(Path(program.__file__).parent.rglob("*.py")):
        constants: dict[str, ast.expr] = {}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str()) as value):
                    constants[name] = value
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]) if name in RAISERS:
                    yield from texts(constants.get(first.id, first) if isinstance(first, ast.Name) else first)


def texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from texts(one)
            yield from texts(other)


@pytest.mark.parametrize("text", sorted(set(sentences())))
def test_every_reason_is_among_those_that_are_translated(text: str) -> None:
    whole = text.replace("xx: x.x", "The model hub: x.")  # a source's name, capitalised, and what comes next
    assert any(say._pattern(template).fullmatch(whole) for template in reasons.REASONS), text


def test_there_are_reasons_to_look_at() -> None:
    assert len(set(sentences())) > 30


@pytest.mark.parametrize("cause", Cause.__args__)  # type: ignore[attr-defined]
def test_every_cause_has_something_to_do_at_the_command_line_and_in_the_window(cause: str) -> None:
    error = UserFixable("network", reason="the model hub: it cannot be reached", model="wren", cause=cause)
    for hint in (error.hint, say.hint(error)):
        assert hint.endswith(".") and "{" not in hint and "…" not in hint
        assert hint != UserFixable("network", reason="any").hint
    assert "inglenook models" not in say.hint(error)
