"""Build wheels of the engine, llama-cpp-python as runtime.lock pins it: `.venv/bin/python packaging/engine.py cpu`.

cpu    for the processor: one wheel with a library for each generation of processors, of which the best is chosen where it runs
cuda   the same with a library for NVIDIA GPUs; wants nvcc, and cuBLAS where CMake finds it
metal  the same with a library for Apple's GPUs; wants macOS

`--print` only shows the commands, `--to` names the folder for the wheel, `--option NAME=VALUE` adds an option of CMake's. A wheel
is looked through when it is done, and `check WHEEL…` looks through others. CMAKE_BUILD_PARALLEL_LEVEL is the number of compilers
at once, as with any build of CMake's. What is compiled stays in `--work`: a build that was broken off goes on where it was.

Where the toolkit for `cuda` comes as NVIDIA's Python packages, or no driver is installed, CMake is told what it cannot find:
`--option CUDA_cublas_LIBRARY=…/libcublas.so.13`, likewise cublasLt, `--option CMAKE_CUDA_FLAGS=-I…` for its headers, and
`--option CUDA_cuda_driver_LIBRARY=…/stubs/libcuda.so`. Fewer CMAKE_CUDA_ARCHITECTURES and GGML_CUDA_FA=OFF make a trial shorter.

Each backend is a library of its own that the engine opens when it starts (GGML_BACKEND_DL). So a machine without an NVIDIA driver
still loads the wheel for CUDA and computes on its processor; linked in the ordinary way, the whole engine would not open there.
"""

import argparse
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import elf

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "llama-cpp-python"
LIBRARIES = "llama_cpp/lib"

COMMON = {
    "GGML_BACKEND_DL": "ON",
    "GGML_CPU_ALL_VARIANTS": "ON",
    # The machine that builds must not decide for those that run it.
    "GGML_NATIVE": "OFF",
    # The program has its own front ends.
    "LLAVA_BUILD": "OFF",
    "LLAMA_BUILD_TOOLS": "OFF",
    "LLAMA_BUILD_EXAMPLES": "OFF",
    "LLAMA_BUILD_SERVER": "OFF",
    "LLAMA_BUILD_TESTS": "OFF",
    # One file for each library. With versions in their names a wheel, which knows no links, holds three copies of each, and the
    # engine opens two.
    "CMAKE_PLATFORM_NO_VERSIONED_SONAME": "ON",
    "CMAKE_PROJECT_llama.cpp_INCLUDE": str(ROOT / "packaging" / "engine.cmake"),
    # Libraries of backends go where CMake's folders say, not where the package puts the others.
    "CMAKE_INSTALL_BINDIR": LIBRARIES,
    "CMAKE_INSTALL_LIBDIR": LIBRARIES,
    "CMAKE_INSTALL_INCLUDEDIR": "llama_cpp/include",
}

LEFT_OUT = ("llama_cpp/include/**", f"{LIBRARIES}/cmake/**", f"{LIBRARIES}/pkgconfig/**")
"""What the engine does without at run time."""

X86 = ("x64", "sse42", "sandybridge", "haswell", "skylakex", "icelake", "alderlake")
"""Variants that every compiler builds for x86-64."""
SYSTEM = ("libc", "libm", "libdl", "librt", "libpthread", "ld-linux-x86-64", "libstdc++", "libgcc_s", "libgomp")
"""Libraries that a Linux desktop has; of these only libgomp, OpenMP's, is a package that some lack."""
NVIDIA = ("libcuda", "libcudart", "libcublas", "libcublasLt")
"""What the library for NVIDIA GPUs needs: the driver, and what comes as packages of its own."""
ARM = {"linux": ("armv8.0_1", "armv8.2_1"), "macosx": ("apple_m1",), "win": ()}


@dataclass(frozen=True, slots=True)
class Recipe:
    """`options` go to CMake beside `COMMON`; `library` is the backend that the wheel must have beside those for the processor;
    `beside` is a folder, seen from the libraries' own, in which Linux looks for what they need."""

    options: dict[str, str] = field(default_factory=dict)
    library: str | None = None
    beside: str | None = None
    platform: str | None = None


RECIPES = {
    "cpu": Recipe(),
    "cuda": Recipe(
        {"GGML_CUDA": "ON"},
        library="cuda",
        # Where NVIDIA's own packages for CUDA 13 put the runtime and cuBLAS (nvidia-cuda-runtime, nvidia-cublas).
        beside="../../nvidia/cu13/lib",
    ),
    "metal": Recipe({"GGML_METAL": "ON", "GGML_METAL_EMBED_LIBRARY": "ON"}, library="metal", platform="darwin"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Folders, in full: what a build leaves to go on from, and where its wheel goes."""

    work: Path
    to: Path

    @property
    def requirement(self) -> Path:
        return self.work / "engine.txt"

    @property
    def source(self) -> Path:
        return self.work / "source" / f"{PACKAGE.replace('-', '_')}-{version()}"


def main(arguments: Sequence[str] | None = None) -> int:
    wanted = _parser().parse_args(arguments)
    if wanted.recipe == "check":
        return _report(wanted.wheels)
    recipe = RECIPES[wanted.recipe]
    if recipe.platform not in (None, sys.platform):
        print(f"The recipe {wanted.recipe} wants {recipe.platform}; this is {sys.platform}.", file=sys.stderr)
        return 3
    place = Place(wanted.work.absolute() / wanted.recipe, wanted.to.absolute())
    fetch, build = fetch_command(place), build_command(recipe, place, extra=wanted.option)
    print(shlex.join(fetch), shlex.join(build), sep="\n")
    return 0 if wanted.print else _make(recipe, place, fetch, build)


def _make(recipe: Recipe, place: Place, fetch: Sequence[str], build: Sequence[str]) -> int:
    place.work.mkdir(parents=True, exist_ok=True)
    place.requirement.write_text(pinned(), encoding="utf-8")
    if subprocess.run(fetch, cwd=ROOT, check=False).returncode:
        return 1
    unpack(place)
    place.to.mkdir(parents=True, exist_ok=True)
    before = set(place.to.glob("*.whl"))
    if subprocess.run(build, cwd=ROOT, check=False).returncode:
        return 1
    return _report(sorted(set(place.to.glob("*.whl")) - before) or sorted(before), library=recipe.library)


def _parser() -> argparse.ArgumentParser:
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    recipes = parser.add_subparsers(dest="recipe", required=True)
    for name in RECIPES:
        recipe = recipes.add_parser(name)
        recipe.add_argument("--print", action="store_true")
        recipe.add_argument("--work", type=Path, default=ROOT / "build" / "engine", metavar="FOLDER")
        recipe.add_argument("--to", type=Path, default=ROOT / "dist", metavar="FOLDER")
        recipe.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    recipes.add_parser("check").add_argument("wheels", nargs="+", type=Path)
    return parser


def fetch_command(place: Place) -> list[str]:
    """pip's, for the source, whose hash it checks."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-build-isolation", "--require-hashes"]
    return [*command, "--no-binary", PACKAGE, "-r", str(place.requirement), "--dest", str(place.work)]


def unpack(place: Place) -> None:
    """Anew each time, with the times of the archive: a build also leaves libraries in the source's folder, and the next would
    pack them."""
    shutil.rmtree(place.source.parent, ignore_errors=True)
    with tarfile.open(place.work / f"{place.source.name}.tar.gz") as archive:
        archive.extractall(place.source.parent, filter="data")


def build_command(recipe: Recipe, place: Place, *, extra: Sequence[str] = ()) -> list[str]:
    """pip's, for a folder: it keeps the options from a package that a requirements file names, and says nothing. The builders are
    those of the environment, as build.lock has them."""
    options = {**COMMON, **recipe.options, **run_path(recipe)} | dict(one.split("=", 1) for one in extra)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    command += [str(place.source), "--wheel-dir", str(place.to), "-C", f"build-dir={place.work / 'build'}"]
    command += [part for name, value in options.items() for part in ("-C", f"cmake.define.{name}={value}")]
    return [*command, "-C", f"wheel.exclude={';'.join(LEFT_OUT)}"]


def run_path(recipe: Recipe) -> dict[str, str]:
    """Where the system looks for the libraries that a library needs: beside it, and never in the current folder. The package sets
    the path of some backends itself, so what goes beyond that is handed to the linker, which is also to refuse a library that lacks
    a part: without the driver's stub CUDA's would be linked, and open nowhere."""
    if sys.platform == "darwin":
        return {"CMAKE_INSTALL_RPATH": "@loader_path"}
    paths = {"CMAKE_INSTALL_RPATH": "$ORIGIN"}
    if recipe.beside and sys.platform == "linux":
        paths["CMAKE_MODULE_LINKER_FLAGS"] = f"-Wl,--no-undefined -Wl,-rpath,'$ORIGIN/{recipe.beside}'"
    return paths


def version() -> str:
    return re.split(r"==|\s", pinned(), maxsplit=2)[1]


def pinned() -> str:
    """The engine's own lines of runtime.lock: its version and its hashes."""
    lock = (ROOT / "packaging" / "runtime.lock").read_text(encoding="utf-8")
    found = re.search(rf"^{PACKAGE}==.*\n(?: .*\n)*", lock, re.MULTILINE)
    assert found, f"runtime.lock has no {PACKAGE}"
    return found[0]


def _report(wheels: Sequence[Path], *, library: str | None = None) -> int:
    status = 0
    for wheel in wheels:
        names = backends(wheel)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, {', '.join(names)}")
        for fault in faults(wheel, library=library):
            print(f"  {fault}", file=sys.stderr)
            status = 1
    return status


def backends(wheel: Path) -> list[str]:
    """The names of the backends in a wheel, 'cpu-haswell' and 'cuda' say."""
    found = (re.fullmatch(rf"{LIBRARIES}/(?:lib)?ggml-([\w.-]+?)\.(?:so|dll|dylib)", name) for name in _names(wheel))
    return sorted({match[1] for match in found if match and match[1] != "base"})


def faults(wheel: Path, *, library: str | None = None) -> Iterator[str]:
    """What is wrong with a wheel."""
    found = set(backends(wheel))
    if "cpu" in found:
        yield "the processor's backend is linked in: it runs on one generation of processors only"
    missing = [name for name in variants(wheel.name) if f"cpu-{name}" not in found]
    if missing:
        yield f"there is no library for {', '.join(missing)}"
    if library and library not in found:
        yield f"there is no library for {library}"
    strays = [name for name in _names(wheel) if _is_library(name) and not name.startswith(f"{LIBRARIES}/")]
    if strays:
        yield f"libraries lie outside the engine's own folder: {', '.join(strays)}"
    copies = [name for name in _names(wheel) if re.search(r"\.so\.\d|\.\d+\.dylib$", name)]
    if copies:
        yield f"libraries with versions in their names are copies, and two may be opened: {', '.join(copies)}"
    yield from _links(wheel)


def _links(wheel: Path) -> Iterator[str]:
    """What is wrong with what a Linux wheel's libraries need. The machine that built it leaves its own folders in them if let, and
    whoever may write there would be obeyed."""
    present = {Path(name).name for name in _names(wheel)}
    with zipfile.ZipFile(wheel) as archive:
        libraries = ((Path(name).name, archive.read(name)) for name in archive.namelist() if _is_library(name))
        for name, data in libraries:
            if elf.is_library(data):
                yield from (f"{name} {fault}" for fault in _link_faults(name, elf.dynamic(data), present))


def _link_faults(name: str, found: elf.Dynamic, present: set[str]) -> Iterator[str]:
    yield from (f"looks for libraries in {folder}" for folder in found.folders if folder.split("/")[0] != "$ORIGIN")
    if "$ORIGIN" not in found.folders and present.intersection(found.needed):
        yield "does not look for libraries beside itself"
    known = (*SYSTEM, *NVIDIA) if "cuda" in name else SYSTEM
    missing = [need for need in found.needed if need not in present and need.partition(".so")[0] not in known]
    if missing:
        yield f"needs {', '.join(missing)}"


def variants(wheel: str) -> tuple[str, ...]:
    """Variants for processors that a wheel of this name must have."""
    platform = wheel.removesuffix(".whl").rpartition("-")[2]
    if platform.endswith(("arm64", "aarch64")):
        return next((names for system, names in ARM.items() if system in platform), ())
    return X86


def _is_library(name: str) -> bool:
    return bool(re.search(r"\.(so|dll|dylib)(\.|$)", name))


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


if __name__ == "__main__":
    sys.exit(main())
