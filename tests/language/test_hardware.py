"""What the machine has, with what a container may take of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.language import hardware


def test_this_machine_makes_sense() -> None:
    found = hardware.examine()
    assert 1 <= found.usable_cores <= found.physical_cores <= found.logical_cores
    assert 0 < found.memory_available <= found.memory_total
    assert found.processor
    assert found.gpu_note == hardware.gpu_note(found.gpus, found.gpu_backends)


def test_nothing_heavy_is_imported_for_it() -> None:
    code = "import sys; from app.language import hardware; hardware.examine(); print('llama_cpp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_engine_is_not_imported_with_its_library() -> None:
    code = "import sys, app.language.engine; print({'llama_cpp', 'numpy', 'jinja2', 'psutil'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 2), (3, 2), (4, 3), (8, 7)])
def test_a_core_is_left_for_the_window_where_there_are_more_than_two(cores: int, threads: int) -> None:
    assert hardware.threads_for(cores) == threads


@pytest.mark.parametrize(
    ("cores", "busy", "threads"),
    [(1, 1.0, 1), (2, 2.0, 2), (4, 0.3, 3), (4, 2.2, 2), (8, 3.0, 5), (8, 8.0, 3), (3, 3.0, 1)],
)
def test_cores_that_others_keep_busy_are_left_to_them_down_to_half(cores: int, busy: float, threads: int) -> None:
    assert hardware.threads_for(cores, busy) == threads


def test_the_load_is_within_what_there_is() -> None:
    assert 0.0 <= hardware.busy_cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("gpus", "backends", "note"),
    [
        ((), (), "no GPU was found, and this build of the engine supports none"),
        (("a GPU",), (), "a GPU is not used: this build of the engine has no support for it"),
        ((), ("cuda",), "no GPU was found"),
        (("a GPU",), ("cuda",), None),
    ],
)
def test_why_no_gpu_is_used(gpus: tuple[str, ...], backends: tuple[str, ...], note: str | None) -> None:
    assert hardware.gpu_note(gpus, backends) == note


def test_backends_are_known_by_their_libraries(tmp_path: Path) -> None:
    for name in ("libggml-cuda.so", "libggml-cpu-haswell.so", "ggml-vulkan.dll", "libggml-base.so"):
        (tmp_path / name).touch()
    assert dict(hardware.gpu_libraries(tmp_path)) == {
        "cuda": tmp_path / "libggml-cuda.so",
        "vulkan": tmp_path / "ggml-vulkan.dll",
    }


def _cgroup(folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(hardware, "_CGROUP", folder)


@pytest.mark.parametrize(
    "files",
    [
        {"memory.max": "1048576\n", "memory.current": "48576\n", "cpu.max": "100000 100000\n"},
        {
            "memory/memory.limit_in_bytes": "1048576\n",
            "memory/memory.usage_in_bytes": "48576\n",
            "cpu/cpu.cfs_quota_us": "100000\n",
            "cpu/cpu.cfs_period_us": "100000\n",
        },
    ],
    ids=["version 2", "version 1"],
)
def test_a_containers_limits_count(files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cgroup(tmp_path, files, monkeypatch)
    assert hardware.memory() == (1048576, 1000000)
    assert hardware.usable_cores() == 1


@pytest.mark.parametrize("files", [{}, {"memory.max": "max\n", "cpu.max": "max 100000\n"}, {"cpu.max": "x y z"}])
def test_no_limits_are_no_limits(files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cgroup(tmp_path, files, monkeypatch)
    total, available = hardware.memory()
    assert total > 2**28
    assert available <= total
