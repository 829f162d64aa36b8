"""The memory of a GPU, from a driver's tool that may say anything."""

import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.language import graphics

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a shell script stands for the tool")


def _roomiest(
    folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, *, names: Sequence[str] = ("NVIDIA RTX",)
) -> tuple[str, int]:
    tool = folder / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("app.language.graphics._tool", lambda: tool)
    return graphics.roomiest(names, ("cuda",), 0)


@pytest.mark.parametrize("names", [("NVIDIA T400", "NVIDIA RTX 4000"), ("an AMD GPU", "NVIDIA RTX 4000")])
def test_the_card_with_most_free_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    said = "echo '100, NVIDIA T400'; echo '3000, NVIDIA RTX 4000'; echo '[N/A], NVIDIA H100'"
    assert _roomiest(tmp_path, monkeypatch, said, names=names) == ("NVIDIA RTX 4000", 3000 * 2**20)


def test_a_card_that_the_engine_does_not_reach_has_nothing_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _roomiest(tmp_path, monkeypatch, "echo '3000, X'", names=["an AMD GPU"]) == ("an AMD GPU", 0)


@pytest.mark.parametrize(
    "script", ["exit 9", "printf '\\377\\376 \\302\\262'", "echo '[N/A]'", "true", "echo Failed to initialize NVML"]
)
def test_whatever_it_says_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    assert _roomiest(tmp_path, monkeypatch, script) == ("NVIDIA RTX", 0)


def test_without_the_tool_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.graphics._tool", lambda: tmp_path / "none")
    assert graphics.roomiest(["NVIDIA RTX"], ("cuda",), 0) == ("NVIDIA RTX", 0)
