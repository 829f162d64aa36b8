"""A model's chat template, rendered so that no content can be read as a template's own marks.

The template is rendered over placeholders. What it wrote around them may hold special tokens and is tokenised as such;
the contents are put between afterwards, and are tokenised as plain text, whatever they contain. A template comes from a
file that anyone may have made, so it runs in Jinja's sandbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Template, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.ext import loopcontrols
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.language.bounds import TooMuch, bounded
from app.types import Message, Prompt

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

_LARGEST = 2**64
"""Of numbers: powers and products beyond it are computed for ever, out of any watch's sight."""

# What compiling and running a template of someone else's can raise.
_UNUSABLE = (
    TemplateError,
    SyntaxError,
    TooMuch,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a prompt. Only where `marks` is true may text be read as special tokens."""

    text: str
    marks: bool


class ChatTemplate:
    """`source` is the model's own Jinja template; without one, or with one that cannot be used, it is ChatML."""

    def __init__(self, source: str | None, *, bos: str = "", eos: str = "") -> None:
        self._tokens = {"bos_token": bos, "eos_token": eos}
        environment = _Environment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
        environment.globals["raise_exception"] = _refuse
        environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        self._fallback = environment.from_string(CHATML)
        self._own = _compiled(environment, source or CHATML) or self._fallback

    def pieces(self, prompt: Prompt) -> list[Piece]:
        """The prompt as pieces, ending where the model goes on: after the generation prompt and the prompt's opening."""
        messages = list(prompt.messages)
        pieces = self._try(messages, own=True) or self._try(_without_system(messages), own=True)
        pieces = pieces or self._try(messages, own=False) or []
        return [piece for piece in [*pieces, Piece(prompt.opening, marks=False)] if piece.text]

    def _try(self, messages: Sequence[Message], *, own: bool) -> list[Piece] | None:
        """None where the template refuses these roles, fails, or does not write every content exactly once, in order."""
        placeholders = [f"\ue000{number}\ue001" for number in range(len(messages))]
        turns = [
            {"role": message.role, "content": place} for message, place in zip(messages, placeholders, strict=True)
        ]
        template = self._own if own else self._fallback
        try:
            with bounded():
                rendered = template.render(
                    messages=turns, add_generation_prompt=True, enable_thinking=False, tools=None, **self._tokens
                )
        except TooMuch:
            self._own = self._fallback  # it would take as long for each question
            return None
        except _UNUSABLE:
            return None
        return _put_in(rendered, placeholders, [message.content for message in messages])


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which numbers stay small."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Raises SecurityError, which is a TemplateError."""
        numbers = isinstance(left, int) and isinstance(right, int)
        if operator == "**" or (numbers and abs(left) * abs(right) > _LARGEST):
            raise SecurityError("a number that is too large")
        return super().call_binop(context, operator, left, right)


def _compiled(environment: _Environment, source: str) -> Template | None:
    try:
        return environment.from_string(source)
    except _UNUSABLE:
        return None


def _put_in(rendered: str, placeholders: Sequence[str], contents: Sequence[str]) -> list[Piece] | None:
    pieces: list[Piece] = []
    rest = rendered
    for placeholder, content in zip(placeholders, contents, strict=True):
        if rest.count(placeholder) != 1:
            return None
        before, rest = rest.split(placeholder)
        pieces += [Piece(before, marks=True), Piece(content, marks=False)]
    return [*pieces, Piece(rest, marks=True)]


def _without_system(messages: Sequence[Message]) -> list[Message]:
    """Some templates know no system role: what it says is put before the first thing that the user says."""
    system = [message.content for message in messages if message.role == "system"]
    others = [message for message in messages if message.role != "system"]
    if not system or not others:
        return others
    return [Message(others[0].role, "\n\n".join([*system, others[0].content])), *others[1:]]


def _refuse(reason: str) -> None:
    raise TemplateError(reason)
