"""One drawn page is read: lines, strips, letters; also one that lies on its side or upside down."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents.scans import letters, lines, strips
from app.documents.scans.letters import Read
from app.documents.scans.lines import Grey, Line
from app.documents.scans.seen import SeenWord
from app.types import Box

LINES, LETTERS = "lines.onnx", "letters.onnx"
"""The two networks' files."""
_DOUBTED = 0.8
"""Below this mean certainty of its letters the longest lines of a page are tried the other way round."""
_TRIED = 6
"""So many of them."""


@dataclass(frozen=True, slots=True)
class Networks:
    """Sessions of ONNX Runtime, and what the numbers of the second mean."""

    lines: Any
    letters: Any
    alphabet: Sequence[str]

    @classmethod
    def load(cls, folder: Path, threads: int) -> "Networks":
        """Raises what ONNX Runtime raises of a damaged file."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        # Every page has another shape: remembered patterns of memory only cost, and so does an arena that keeps the largest.
        options.enable_mem_pattern = False
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        made = [
            onnxruntime.InferenceSession(folder / name, options, providers=["CPUExecutionProvider"])
            for name in (LINES, LETTERS)
        ]
        return cls(made[0], made[1], letters.alphabet(made[1]))


def read(networks: Networks, drawing: Grey, *, scale: float, shrink: int = 1) -> list[SeenWord]:
    """The words of a drawn page with boxes in points, line by line. `scale`: pixels of the drawing a point."""
    found = lines.found(networks.lines, drawing, shrink=shrink)
    lying = [line for line in found if not line.stands]
    standing = [line for line in found if line.stands]
    words: list[SeenWord] = []
    for group, ways in ((lying, (0.0, math.pi)), (standing, (-math.pi / 2, math.pi / 2))):
        for line, texts in _read_either(networks, drawing, group, ways):
            number = words[-1].line + 1 if words else 0
            words += [_placed(word, line, number, scale) for word in texts]
    return words


def _read_either(
    networks: Networks, drawing: Grey, group: Sequence[Line], ways: tuple[float, float]
) -> list[tuple[Line, list[Read]]]:
    """Each line, turned to the way in which its text runs, with its words: the first of two ways, unless all of it is doubtful and the
    longest lines are surer the other way."""
    turned = [line.turned(ways[0]) for line in group]
    texts = _read(networks, drawing, turned)
    if turned and _sureness(texts) < _DOUBTED:
        longest = sorted(range(len(turned)), key=lambda at: -turned[at].length)[:_TRIED]
        others = [group[at].turned(ways[1]) for at in longest]
        if _sureness(_read(networks, drawing, others)) > _sureness([texts[at] for at in longest]):
            turned = [line.turned(ways[1]) for line in group]
            texts = _read(networks, drawing, turned)
    return list(zip(turned, texts, strict=True))


def _read(networks: Networks, drawing: Grey, group: Sequence[Line]) -> list[list[Read]]:
    return letters.read(networks.letters, networks.alphabet, [strips.cut(drawing, line) for line in group])


def _sureness(texts: Sequence[Sequence[Read]]) -> float:
    sure = [(word.sure, len(word.text)) for line in texts for word in line]
    return sum(one * size for one, size in sure) / max(sum(size for _, size in sure), 1)


def _placed(word: Read, line: Line, number: int, scale: float) -> SeenWord:
    """On the page: the upright box around a part of a line that may lie askew."""
    cos, sin = math.cos(line.angle), math.sin(line.angle)
    corners = [
        ((along - 0.5) * line.length, side * line.height / 2) for along in (word.begin, word.end) for side in (-1, 1)
    ]
    x = [(line.x + along * cos - across * sin) / scale for along, across in corners]
    y = [(line.y + along * sin + across * cos) / scale for along, across in corners]
    box: Box = (round(min(x), 2), round(min(y), 2), round(max(x), 2), round(max(y), 2))
    turn = round(line.angle / (math.pi / 2)) % 4
    return SeenWord(word.text, box, number, turn, round(line.height / scale, 1), round(word.sure, 2))
