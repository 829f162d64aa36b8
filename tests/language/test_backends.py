"""Where the engine's libraries come from, and what it reaches with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.language import backends, hardware, loading
from tests.language.engines import model_file

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the loader tells what it opens on Linux only")

LOAD_IN_FULL = """
from app.language import backends
backends.load(backends.FOLDER)
"""
SEARCH = """
import llama_cpp._ggml as ggml
ggml.libggml.ggml_backend_load_all()
"""
WHOLE_ENGINE = f"""
import sys
from pathlib import Path
from app.language.engine import Engine
if __name__ == "__main__":
    with Engine(Path({str(model_file())!r}), name="small") as engine:
        engine.load()
"""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder with a library that llama.cpp would take for a backend."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    library = next(backends.FOLDER.glob("libggml-base.so"))
    (folder / "libggml-blas.so").write_bytes(library.read_bytes())
    return folder


def _opened(code: str, folder: Path, log: Path, **environment: str) -> str:
    """What the loader of the system tells of the libraries that it opens, in this program and in its children."""
    root = str(Path(backends.__file__).parents[2])
    told = {"LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(log), "PYTHONPATH": root, **environment}
    subprocess.run([sys.executable, "-c", code], cwd=folder, env={**os.environ, **told}, check=True)
    return "\n".join(file.read_text(errors="replace") for file in log.parent.glob(f"{log.name}.*"))


@linux_only
def test_the_default_search_would_take_a_planted_library(planted: Path, tmp_path: Path) -> None:
    assert str(planted / "libggml-blas.so") in _opened(SEARCH, planted, tmp_path / "ld")


@linux_only
@pytest.mark.parametrize("code", [LOAD_IN_FULL, WHOLE_ENGINE], ids=["backends", "engine"])
def test_a_library_in_the_current_folder_is_not_opened(code: str, planted: Path, tmp_path: Path) -> None:
    opened = _opened(code, planted, tmp_path / "ld", GGML_BACKEND_PATH=str(planted / "libggml-blas.so"))
    assert "libggml-base" in opened
    assert str(planted) not in opened


def test_the_folder_is_the_installed_engines() -> None:
    assert hardware.engine_folder() == backends.FOLDER
    assert backends.FOLDER.is_absolute()


def test_a_backend_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "libggml-cuda.so"
    broken.write_bytes(b"no library")
    assert broken.name in backends.why_not(broken)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("libcuda.so.1: cannot open shared object file: No such file or directory", "its driver is not installed"),
        (
            "ggml_cuda_init: failed to initialize CUDA: CUDA driver version is insufficient for CUDA runtime version",
            "CUDA: CUDA driver version is insufficient for CUDA runtime version",
        ),
        ("libcublas.so.13: cannot open shared object file", "libcublas.so.13: cannot open shared object file"),
    ],
)
def test_what_a_backend_says_is_worded(said: str, reason: str) -> None:
    """As a build for CUDA said it without a driver, with an old one, and without NVIDIA's libraries."""
    assert backends.worded(said) == reason


def test_an_engine_without_a_library_for_the_processor_does_not_blame_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backends, "FOLDER", tmp_path)
    said = "llama_model_load_from_file_impl: no backends are loaded. hint: use ggml_backend_load()"
    error = loading.unloadable(tmp_path / "any.gguf", said)
    assert error.kind == "engine_parts" and "is not there" in error.message
    broken = tmp_path / "libggml-cpu-x64.so"
    broken.write_bytes(b"no library")
    error = loading.unloadable(tmp_path / "any.gguf", said)
    assert error.kind == "engine_parts" and broken.name in error.message
