"""Where the engine's libraries come from, and what it reaches with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.language import backends, hardware, loading, parts
from app.language.engine import Engine
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


def _engine_without_openmp(folder: Path) -> Path:
    """A copy of the engine that asks for a library that nobody has."""
    for path in backends.FOLDER.glob("lib*.so*"):
        wanted = path.read_bytes().replace(b"libgomp.so.1", b"libgomq.so.1")
        (folder / path.name).write_bytes(wanted)
    return folder


@linux_only
def test_a_library_that_the_system_lacks_is_named_and_found_once_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Engine(model_file(), name="small", gpu=False) as engine:
        with monkeypatch.context() as patched:
            patched.setenv("LLAMA_CPP_LIB_PATH", str(_engine_without_openmp(tmp_path)))
            with pytest.raises(UserFixable) as caught:
                engine.load()
        assert caught.value.kind == "engine_parts" and "libgomq.so.1" in caught.value.message
        assert engine.load().device == "cpu"


@pytest.mark.parametrize(
    ("system", "package"),
    [("ID=ubuntu", "libgomp1"), ("ID=mint ID_LIKE=ubuntu", "libgomp1"), ("ID=opensuse-leap ID_LIKE=suse", "libgomp1"),
     ("ID=fedora", "libgomp"), ("ID=arch", "gcc-libs"), ("", "libgomp")],
)  # fmt: skip
def test_what_has_openmp_is_named_as_the_system_calls_it(
    monkeypatch: pytest.MonkeyPatch, system: str, package: str
) -> None:
    def release() -> dict[str, str]:
        if not system:
            raise OSError
        return dict(line.split("=") for line in system.split())

    monkeypatch.setattr("platform.freedesktop_os_release", release)
    said = "Failed to load shared library '/x/libllama.so': libgomp.so.1: cannot open shared object file: No such file"
    error = parts.unopened(said)
    assert error.kind == "engine_library" and error.values["library"] == "libgomp.so.1"
    assert error.values["package"] == package and package in error.hint
