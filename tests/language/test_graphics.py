"""The memory of a GPU, from a driver's tool that may say anything."""

import stat
import sys
from pathlib import Path

import pytest

from app.language import graphics

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a shell script stands for the tool")


def _free(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> int:
    tool = folder / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("app.language.graphics._tool", lambda: tool)
    return graphics.free_memory("NVIDIA RTX", ("cuda",), 0)


def test_the_card_with_most_free_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _free(tmp_path, monkeypatch, "echo 100; echo 3000") == 3000 * 2**20


@pytest.mark.parametrize(
    "script", ["exit 9", "printf '\\377\\376 \\302\\262'", "echo '[N/A]'", "true", "echo Failed to initialize NVML"]
)
def test_whatever_it_says_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    assert _free(tmp_path, monkeypatch, script) == 0


def test_without_the_tool_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.graphics._tool", lambda: tmp_path / "none")
    assert graphics.free_memory("NVIDIA RTX", ("cuda",), 0) == 0
