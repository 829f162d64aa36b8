"""Strips become words: a network says for every few columns which letter stands there, or none, and repetitions are one letter
(connectionist temporal classification, Graves and others, 2006)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.documents.scans.lines import Grey
from app.documents.scans.strips import HEIGHT

_BATCH_PIXELS = 2000
"""Columns of strips that are read together: 5,000 took a tenth longer and 30 to 90 MB more (five pages)."""


@dataclass(frozen=True, slots=True)
class Read:
    """A word of a strip: where it stands, in shares of the strip's length, and how sure the network is of its letters, from 0 to 1."""

    text: str
    begin: float
    end: float
    sure: float


def alphabet(session: Any) -> list[str]:
    """What its numbers mean: first no letter, then those that the file names, then the blank."""
    named = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    return ["", *named, " "]


def read(session: Any, letters: Sequence[str], strips: Sequence[Grey]) -> list[list[Read]]:
    """The words of each strip, from left to right."""
    words: list[list[Read]] = [[] for _ in strips]
    for batch in _batches([strip.shape[1] for strip in strips]):
        widest = max(strips[index].shape[1] for index in batch)
        given = np.zeros((len(batch), 3, HEIGHT, widest), np.float32)
        for row, index in enumerate(batch):
            given[row, :, :, : strips[index].shape[1]] = strips[index] / 127.5 - 1.0
        said = session.run(None, {session.get_inputs()[0].name: given})[0]
        for row, index in enumerate(batch):
            words[index] = _words(said[row], letters, widest / strips[index].shape[1], strips[index])
    return words


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of strips of about one width, as short ones would be read at the cost of long ones."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=lambda index: widths[index]):
        if batch and (len(batch) + 1) * widths[index] > _BATCH_PIXELS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _words(said: NDArray[np.float32], letters: Sequence[str], stretch: float, strip: Grey) -> list[Read]:
    """`said`: [steps, letters] of probabilities over a strip that was filled up to `stretch` times its length."""
    best = said.argmax(axis=1)
    sure = said.max(axis=1)
    places = [(int(best[at]), at) for at in range(len(best))]
    step = stretch / len(best)
    spoken = []
    for number, run in groupby(places, key=lambda place: place[0]):
        if number:
            at = [place for _, place in run]
            spoken.append((letters[number], at[0] * step, (at[-1] + 1) * step, float(sure[at].max())))
    return list(_parted(spoken, strip))


Spoken = tuple[str, float, float, float]
"""A letter, where it begins and ends in shares of the strip, and how sure it is."""


def _parted(spoken: Sequence[Spoken], strip: Grey) -> Iterator[Read]:
    """Letters between blanks, each word as wide as its ink."""
    dark = _dark_columns(strip)
    groups = [list(group) for blank, group in groupby(spoken, key=lambda one: one[0].isspace()) if not blank]
    for index, group in enumerate(groups):
        before = groups[index - 1][-1][2] if index else 0.0
        after = groups[index + 1][0][1] if index + 1 < len(groups) else 1.0
        low, high = (before + group[0][1]) / 2 if index else 0.0, (after + group[-1][2]) / 2
        begin, end = _inked(dark, low, 1.0 if index + 1 == len(groups) else high)
        yield Read("".join(one[0] for one in group), begin, end, sum(one[3] for one in group) / len(group))


def _dark_columns(strip: Grey) -> NDArray[np.bool_]:
    """Columns with ink: darker somewhere than half of the way from the strip's paper to its ink."""
    paper, ink = np.percentile(strip, 85), strip.min()
    dark: NDArray[np.bool_] = strip[4:-4].min(axis=0) < (paper + ink) / 2
    return dark


def _inked(dark: NDArray[np.bool_], low: float, high: float) -> tuple[float, float]:
    """The part of it that has ink, in shares; all of it where none has."""
    begin, end = max(int(low * len(dark)), 0), min(round(high * len(dark)), len(dark))
    columns = np.flatnonzero(dark[begin:end])
    if not len(columns):
        return low, max(high, low + 1 / len(dark))
    return (begin + int(columns[0])) / len(dark), (begin + int(columns[-1]) + 1) / len(dark)
