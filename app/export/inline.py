"""Text within a line: bold, italic, code, and what the documents do not support."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

OPEN, PAUSE, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
"""Stand around unsupported text until it is cut into runs: code points that Unicode keeps for such use and no text has.
`PAUSE` is an end after which the same goes on in the next line or cell."""
SIGN = "\u00a0[?]"
"""Stands behind unsupported text, so that it is told apart without colour, and by ear."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that looks alike throughout."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    doubtful: bool = False
    """No document supports it."""


Inline = tuple[Run, ...]

_MARKUP = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~])
      | (?P<ticks>`+)(?P<code>[^`](?:.*?[^`])?)(?P=ticks)(?!`)
      | \*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*(?!\*)
      | (?<!\w)__(?=\S)(?P<bold_too>.+?)(?<=\S)__(?!\w)
      | (?<![\w*])\*(?=[^\s*])(?P<italic>.+?)(?<=[^\s*])\*(?![\w*])
      | (?<!\w)_(?=[^\s_])(?P<italic_too>.+?)(?<=[^\s_])_(?!\w)
    """,
    re.VERBOSE | re.DOTALL,
)


def runs(text: str) -> Inline:
    """The runs of one paragraph, item or cell; what `doubt.marked` has marked is doubtful."""
    return tuple(_told_apart(_cut(text, Run(""))))


def without_doubt(text: str) -> str:
    return re.sub(f"[{OPEN}{PAUSE}{CLOSE}]", "", text)


def plain(text: str) -> Inline:
    """Text that is no Markdown."""
    return (Run(text),) if text else ()


def _cut(text: str, like: Run) -> list[Run]:
    """`text` as runs that look at least as `like`. What is bold already is not searched for bold, so this ends soon."""
    found: list[Run] = []
    last = 0
    for match in _MARKUP.finditer(text):
        found.append(replace(like, text=text[last : match.start()]))
        found.extend(_marked_up(match, like))
        last = match.end()
    found.append(replace(like, text=text[last:]))
    return joined(found)


def _marked_up(match: re.Match[str], like: Run) -> list[Run]:
    if match["escaped"]:
        return [replace(like, text=match["escaped"])]
    if match["code"]:
        return [replace(like, text=match["code"].strip() or match["code"], code=True)]
    bold, italic = match["bold"] or match["bold_too"], match["italic"] or match["italic_too"]
    if (bold and like.bold) or (italic and like.italic):
        return [replace(like, text=match.group())]
    return _cut(bold or italic, replace(like, bold=like.bold or bool(bold), italic=like.italic or bool(italic)))


def _told_apart(found: list[Run]) -> list[Run]:
    """Cut once more where support ends and begins, with the sign behind what has none."""
    made: list[Run] = []
    doubtful = False
    for run in found:
        for piece in re.split(f"([{OPEN}{PAUSE}{CLOSE}])", run.text):
            if piece == CLOSE:
                made.append(replace(run, text=SIGN, code=False, doubtful=True))
            elif piece not in {OPEN, PAUSE, ""}:
                made.append(replace(run, text=piece, doubtful=doubtful))
            doubtful = piece == OPEN or (doubtful and piece not in {PAUSE, CLOSE})
    return made


def text_of(found: Inline) -> str:
    return "".join(run.text for run in found)


def joined(found: Iterable[Run]) -> list[Run]:
    """Neighbours that look alike as one; none empty."""
    made: list[Run] = []
    for run in found:
        if made and replace(made[-1], text="") == replace(run, text=""):
            made[-1] = replace(run, text=made[-1].text + run.text)
        elif run.text:
            made.append(run)
    return made
