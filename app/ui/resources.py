"""Where the window's own files lie: icons, translations, the sample PDF."""

import sys
from pathlib import Path


def folder() -> Path:
    """The `resources` folder, beside the program or in the checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    return (Path(frozen) if frozen else Path(__file__).resolve().parents[2]) / "resources"


def icon_file(name: str) -> Path:
    return folder() / "icons" / f"{name}.svg"


def sample() -> Path:
    """A PDF of our own to try things with."""
    return folder() / "sample.pdf"


def translations() -> Path:
    return folder() / "translations"
