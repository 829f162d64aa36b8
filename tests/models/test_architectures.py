"""The list of architectures is the installed engine's."""

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.models import architectures
from tests.models.mutations.draft import STRING, Draft, Pair, Plan

_ASK = """
import ctypes, json, sys
from llama_cpp import llama_cpp as llama
lines = []
log = llama.llama_log_callback(lambda _level, text, _data: lines.append(text.decode(errors="replace")))
llama.llama_log_set(log, None)
parameters = llama.llama_model_default_params()
parameters.vocab_only = True
unknown = []
for path in sys.argv[1:]:
    lines.clear()
    llama.llama_model_load_from_file(path.encode(), parameters)
    if "unknown model architecture" in "".join(lines):
        unknown.append(path)
print(json.dumps(unknown))
"""
_MADE_UP = "lhama"


def test_it_is_the_list_of_the_version_that_is_installed() -> None:
    """Another version may know others: read its `llama-arch.cpp`, then change the list and `ENGINE`."""
    assert importlib.metadata.version("llama-cpp-python") == architectures.ENGINE


def test_no_architecture_is_in_both_lists() -> None:
    assert not architectures.GENERATORS & set(architectures.OTHERS)


def test_the_engine_knows_every_one_of_them(tmp_path: Path) -> None:
    names = sorted({*architectures.GENERATORS, *architectures.OTHERS, _MADE_UP})
    paths = [_file(tmp_path, number, name) for number, name in enumerate(names)]
    done = subprocess.run([sys.executable, "-c", _ASK, *map(str, paths)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    unknown = [names[int(Path(path).stem)] for path in json.loads(done.stdout.splitlines()[-1])]
    assert unknown == [_MADE_UP]


def _file(folder: Path, number: int, architecture: str) -> Path:
    path = folder / f"{number}.gguf"
    pairs = [Pair("general.architecture", STRING, architecture)]
    path.write_bytes(Draft(pairs, [Plan("token_embd.weight", [32], 0, 0)], bytes(128)).bytes())
    return path


@pytest.mark.parametrize("reason", sorted({*architectures.OTHERS.values(), *architectures.KINDS.values()}))
def test_reasons_go_on_from_a_colon(reason: str) -> None:
    assert reason.startswith("it ")
    assert not reason.endswith(".")
