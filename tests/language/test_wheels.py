"""The recipes for the engine's wheels, and the look through what came of them. Nothing is built here: that takes an hour."""

import importlib
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINUX = "llama_cpp_python-0.3.36-py3-none-linux_x86_64.whl"


@pytest.fixture(scope="module")
def engine() -> Iterator[ModuleType]:
    """packaging/engine.py; that folder is no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "packaging"))
        yield importlib.import_module("engine")


def _wheel(folder: Path, *libraries: str, name: str = LINUX) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for library in ("llama_cpp/__init__.py", *libraries):
            archive.writestr(library, "")
    return path


def _complete(engine: ModuleType, *more: str) -> list[str]:
    processors = [f"cpu-{name}" for name in engine.X86]
    return [f"llama_cpp/lib/libggml-{name}.so" for name in ("base", *processors, *more)]


@pytest.mark.parametrize("name", ["cpu", "cuda"])
def test_a_recipe_is_shown_with_the_pinned_source_and_without_the_builders_processor(
    name: str, engine: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert engine.main([name, "--print", "--to", str(tmp_path), "--option", "GGML_OPENMP=OFF"]) == 0
    said = capsys.readouterr().out
    options = {part.partition("=")[0]: part.partition("=")[2] for part in said.split() if "cmake.define." in part}
    assert options["cmake.define.GGML_NATIVE"] == "OFF"
    assert options["cmake.define.GGML_BACKEND_DL"] == options["cmake.define.GGML_CPU_ALL_VARIANTS"] == "ON"
    assert options["cmake.define.CMAKE_INSTALL_BINDIR"] == engine.LIBRARIES
    assert options["cmake.define.GGML_OPENMP"] == "OFF"
    assert ("cmake.define.GGML_CUDA" in options) == (name == "cuda")
    assert "--require-hashes" in said
    assert list(tmp_path.iterdir()) == []


def test_the_source_is_the_one_of_the_lock(engine: ModuleType) -> None:
    lines = engine.pinned().splitlines()
    assert lines[0].startswith("llama-cpp-python==")
    assert f'"{lines[0].removesuffix(chr(92)).strip()}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert all("--hash=sha256:" in line for line in lines[1:]) and len(lines) > 1


def test_a_recipe_for_another_system_is_refused(engine: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    other = {"linux": "metal", "win32": "metal"}.get(sys.platform)
    if other is None:
        pytest.skip("every recipe is for this system")
    assert engine.main([other]) == 3
    assert "wants darwin" in capsys.readouterr().err


def test_a_whole_wheel_is_found_whole(engine: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheel = _wheel(tmp_path, *_complete(engine, "cuda"))
    assert list(engine.faults(wheel, library="cuda")) == []
    assert engine.main(["check", str(wheel)]) == 0
    assert "cpu-haswell" in capsys.readouterr().out


def test_what_is_wrong_with_a_wheel_is_said(engine: ModuleType, tmp_path: Path) -> None:
    whole = _complete(engine)
    assert list(engine.faults(_wheel(tmp_path, *whole), library="cuda")) == ["there is no library for cuda"]
    without = [name for name in whole if "x64" not in name]
    assert list(engine.faults(_wheel(tmp_path, *without))) == ["there is no library for x64"]
    linked = engine.faults(_wheel(tmp_path, *whole, "llama_cpp/lib/libggml-cpu.so"))
    assert [fault.partition(":")[0] for fault in linked] == ["the processor's backend is linked in"]
    stray = engine.faults(_wheel(tmp_path, *whole, "lib/libllama.so.0"))
    assert next(stray) == "libraries lie outside the engine's own folder: lib/libllama.so.0"
    (copies,) = engine.faults(_wheel(tmp_path, *whole, "llama_cpp/lib/libggml-base.so.0"))
    assert copies.startswith("libraries with versions in their names are copies")
    assert engine.main(["check", str(tmp_path / LINUX)]) == 1


def test_options_go_to_a_folder_since_pip_keeps_them_from_what_a_requirements_file_names(
    engine: ModuleType, tmp_path: Path
) -> None:
    place = engine.Place(tmp_path / "work", tmp_path / "to")
    fetch, build = engine.fetch_command(place), engine.build_command(engine.RECIPES["cpu"], place)
    assert "-r" in fetch and "-C" not in fetch
    assert "-r" not in build and str(place.source) in build
    assert f"build-dir={tmp_path / 'work' / 'build'}" in build
    (include,) = (part for part in build if "_INCLUDE=" in part)
    assert Path(include.rpartition("=")[2]).is_file()


def test_the_source_is_unpacked_anew_with_its_times_so_that_a_build_goes_on_and_packs_nothing_old(
    engine: ModuleType, tmp_path: Path
) -> None:
    place = engine.Place(tmp_path, tmp_path)
    with tarfile.open(tmp_path / f"{place.source.name}.tar.gz", "w:gz") as archive:
        one = tarfile.TarInfo(f"{place.source.name}/CMakeLists.txt")
        one.mtime = 1_000_000_000
        archive.addfile(one)
    engine.unpack(place)
    old = place.source / "llama_cpp" / "lib" / "libggml-cuda.so"
    old.parent.mkdir(parents=True)
    old.touch()
    engine.unpack(place)
    assert not old.exists()
    assert (place.source / "CMakeLists.txt").stat().st_mtime == 1_000_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's libraries are read")
def test_a_library_that_looks_where_it_was_built_or_needs_what_is_not_there_is_told(
    engine: ModuleType, tmp_path: Path
) -> None:
    from app.language import hardware

    folder = hardware.engine_folder()
    assert folder
    real = (folder / "libllama.so").read_bytes()
    ours = {path.name for path in folder.iterdir()}
    found = engine.elf.dynamic(real)
    assert found.folders == ("$ORIGIN",) and "libc.so.6" in found.needed
    assert list(engine._link_faults("libllama.so", found, ours)) == []
    elsewhere = engine.elf.dynamic(real.replace(b"\0$ORIGIN\0", b"\0/a/b/cd\0"))
    assert list(engine._link_faults("libllama.so", elsewhere, ours)) == [
        "looks for libraries in /a/b/cd",
        "does not look for libraries beside itself",
    ]
    needs = list(engine._link_faults("libllama.so", found, set()))
    assert len(needs) == 1 and "libggml" in needs[0]
    whole = _wheel(tmp_path, *_complete(engine))
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr("llama_cpp/lib/libllama.so", real)
    missing = [need for need in found.needed if need.startswith("libggml") and need not in ("libggml-base.so",)]
    assert list(engine.faults(whole)) == [f"libllama.so needs {', '.join(missing)}"]


def test_other_processors_have_variants_of_their_own(engine: ModuleType, tmp_path: Path) -> None:
    mac = _wheel(tmp_path, "llama_cpp/lib/libggml-cpu-apple_m1.so", name="x-1-py3-none-macosx_14_0_arm64.whl")
    assert list(engine.faults(mac)) == []
    arm = _wheel(tmp_path, "llama_cpp/lib/libggml-cpu-armv8.0_1.so", name="x-1-py3-none-linux_aarch64.whl")
    assert list(engine.faults(arm)) == ["there is no library for armv8.2_1"]


def test_the_wheel_that_the_tests_run_with_is_told_from_one_for_everybody(engine: ModuleType, tmp_path: Path) -> None:
    """It is built for this machine's own processor."""
    from app.language import hardware

    folder = hardware.engine_folder()
    assert folder
    wheel = _wheel(tmp_path, *(f"llama_cpp/lib/{path.name}" for path in folder.iterdir()))
    linked_in = any(path.stem.endswith("ggml-cpu") for path in folder.iterdir())
    assert bool(list(engine.faults(wheel))) == linked_in
