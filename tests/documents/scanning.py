"""Scans made of pages whose text is known: the page drawn as a picture, then spoilt as scanners and copiers spoil it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pymupdf
from numpy.typing import NDArray

Grey = NDArray[np.float32]
"""Height × width, 0 black to 255 white."""
_SEED = 7


@dataclass(frozen=True, slots=True)
class Damage:
    """How a page looks after it was scanned. `skew` in degrees clockwise, `jpeg` its quality (None: without loss)."""

    name: str
    dpi: int = 200
    skew: float = 0.0
    jpeg: int | None = 75
    spoil: Callable[[Grey], Grey] = lambda grey: grey


def noisy(grey: Grey, strength: float = 18.0) -> Grey:
    """Grain of so many levels, and a paper that is not quite white."""
    grain = np.random.default_rng(_SEED).normal(0.0, strength, grey.shape)
    return cast(Grey, grey * 0.92 + 10.0 + grain)


def blurred(grey: Grey, passes: int = 2) -> Grey:
    """Out of focus: so many passes of a mean of three by three."""
    for _ in range(passes):
        wide = np.pad(grey, 1, mode="edge")
        rows = (wide[:-2] + wide[1:-1] + wide[2:]) / np.float32(3)
        grey = cast(Grey, (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / np.float32(3))
    return grey


def faxed(grey: Grey) -> Grey:
    """Black and white, half as fine from line to line, with specks and lost lines."""
    chance = np.random.default_rng(_SEED)
    coarse = np.repeat(grey[::2], 2, axis=0)[: grey.shape[0]]
    black = coarse < 140
    black ^= chance.random(black.shape) < 0.002
    black[chance.integers(0, black.shape[0], 4)] = False
    return cast(Grey, np.where(black, 0.0, 255.0).astype(np.float32))


def shadowed(grey: Grey) -> Grey:
    """A photograph: dark to one corner, the paper yellowed, some grain."""
    height, width = grey.shape
    fall = 1.0 - 0.65 * np.linspace(0, 1, width)[None, :] * np.linspace(0.3, 1, height)[:, None]
    return noisy(cast(Grey, grey * fall), 6.0)


def worn(grey: Grey) -> Grey:
    """A copy of a copy."""
    return noisy(blurred(grey, 1), 14.0)


DAMAGES = (
    Damage("300 dpi", 300),
    Damage("200 dpi"),
    Damage("150 dpi", 150),
    Damage("100 dpi", 100),
    Damage("skew 2", skew=2.0),
    Damage("skew -1, grain", skew=-1.0, spoil=noisy),
    Damage("blur", spoil=blurred),
    Damage("jpeg 20", 150, jpeg=20),
    Damage("fax", 204, jpeg=None, spoil=faxed),
    Damage("shadow", spoil=shadowed),
    Damage("worn", 150, skew=0.7, jpeg=40, spoil=worn),
)


def picture(page: pymupdf.Page, damage: Damage) -> bytes:
    """The page as a picture of its own size, as PNG or JPEG."""
    scale = damage.dpi / 72
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale).prerotate(damage.skew), colorspace="gray", alpha=False)
    drawn = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[:, : pixels.width]
    spoilt = np.clip(damage.spoil(_middle(drawn.astype(np.float32), page, scale)), 0, 255).astype(np.uint8)
    height, width = spoilt.shape
    made = pymupdf.Pixmap(pymupdf.csGRAY, width, height, spoilt.tobytes(), False)
    return cast(bytes, made.tobytes("png") if damage.jpeg is None else made.tobytes("jpeg", jpg_quality=damage.jpeg))


def _middle(drawn: Grey, page: pymupdf.Page, scale: float) -> Grey:
    """The middle of a picture that turning made larger, as large as the page; what turning made smaller gets white edges."""
    height, width = round(page.rect.height * scale), round(page.rect.width * scale)
    sheet = np.full((max(height, drawn.shape[0]), max(width, drawn.shape[1])), 255.0, np.float32)
    top, left = (sheet.shape[0] - drawn.shape[0]) // 2, (sheet.shape[1] - drawn.shape[1]) // 2
    sheet[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    top, left = (sheet.shape[0] - height) // 2, (sheet.shape[1] - width) // 2
    return sheet[top : top + height, left : left + width]


def add_scan(target: pymupdf.Document, page: pymupdf.Page, damage: Damage, *, rotation: int = 0) -> Any:
    """A new last page of `target` that is nothing but the picture. With `rotation` it lies turned in the file and is shown upright."""
    width, height = page.rect.width, page.rect.height
    turned = rotation % 180 == 90
    new = target.new_page(width=height if turned else width, height=width if turned else height)
    new.insert_image(new.rect, stream=picture(page, damage), rotate=rotation)
    if rotation:
        new.set_rotation(rotation)
    return new
