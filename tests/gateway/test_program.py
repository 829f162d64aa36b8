"""The program as it is started by name, with the real manifest and without asking for anything that it would fetch."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.host import children


def answer(line: bytes) -> tuple[int, list[dict[str, Any]]]:
    with children.start_gateway() as process:
        output, _ = process.communicate(line, timeout=60)
    return process.returncode, [json.loads(line) for line in output.splitlines()]


def test_a_model_that_nobody_knows_is_named(tmp_path: Path) -> None:
    request = {"pull": {"model": "wren-9000", "models": str(tmp_path)}}
    status, messages = answer(json.dumps(request).encode() + b"\n")
    assert status == 3
    assert messages == [{"error": {"kind": "unknown_model", "values": {"model": "wren-9000"}}}]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", [b"", b"\n", b"{", b'{"fetch": "http://127.0.0.1/"}\n', b"[]\n"])
def test_what_it_does_not_understand_is_a_fault_of_ours(line: bytes) -> None:
    status, messages = answer(line)
    assert status == 1 and list(messages[-1]) == ["fault"]
