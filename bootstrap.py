#!/usr/bin/env python3
"""Set up Inglenook in this folder and run it. Needs Python 3.11 or newer and, once, a C compiler; nothing else.

    python3 bootstrap.py                               set up what is missing, then open the window
    python3 bootstrap.py [ARGUMENTS OF inglenook]      the same for a command
    python3 bootstrap.py test [ARGUMENTS OF pytest]    set up what the tests need, then run every check

Everything is installed into .venv beside this file, pinned by the lock files in packaging/, through this machine's own
pip settings. A finished set-up is remembered in stamps inside .venv, so that the next start only compares them.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PACKAGING = ROOT / "packaging"
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
SUFFIX = ".exe" if WINDOWS else ""
PYTHON = SCRIPTS / ("python" + SUFFIX)
PROGRAM = SCRIPTS / ("inglenook" + SUFFIX)

USER_MODELS = ("default", "embedder", "scans")
TEST_MODELS = ("smollm2-135m", "all-minilm-l6-v2", "pp-ocrv6-small")
NEEDS_MODELS = {"add", "search", "ask", "summarize"}
BUILD_OPTIONS = "-DLLAVA_BUILD=OFF"
CHECKS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy"),
    ("-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.argv[0] = 'lint-imports'; run()"),
)
WHOLE_SUITE = ("-n", "logical", "--maxprocesses", "4", "--dist", "loadfile")
"""How the whole suite runs: a file in one process, as many at once as there are processors; a part of it runs in one."""


class SetupFailed(Exception):
    """Something on this machine is missing; the text says what and what to do."""


def main(arguments: "list[str]") -> int:
    if sys.version_info < NEEDED:
        say(f"Inglenook needs Python {NEEDED[0]}.{NEEDED[1]} or newer; this is {sys.version.split()[0]}.")
        return 3
    testing = arguments[:1] == ["test"]
    try:
        install(testing)
        if testing:
            return run_tests(arguments[1:])
        fetch_models(arguments)
    except SetupFailed as error:
        say(str(error))
        return 3
    except KeyboardInterrupt:
        say("Stopped. The next run goes on from here.")
        return 130
    return run_program(arguments)


def say(text: str) -> None:
    """Tell the person; standard output belongs to the program that is started afterwards."""
    print(text, file=sys.stderr, flush=True)


def run_program(arguments: "list[str]") -> int:
    command = [str(PROGRAM), *arguments]
    if not WINDOWS:  # there, exec returns to the shell before the program has ended
        os.execv(command[0], command)
    return subprocess.call(command)


def run_tests(arguments: "list[str]") -> int:
    """Every check, even after one has failed; pytest last, so that its closing line is the end of the output."""
    for model in TEST_MODELS:
        if subprocess.call([str(PROGRAM), "models", "pull", model], stdout=sys.stderr) != 0:
            raise SetupFailed(f"The tests need the model ‘{model}’, which could not be fetched.")
    results = [subprocess.call([str(PYTHON), *check], cwd=ROOT) for check in CHECKS]
    results.append(subprocess.call([str(PYTHON), "-m", "pytest", *(arguments or WHOLE_SUITE)], cwd=ROOT))
    return next((result for result in results if result), 0)


# --- packages ---------------------------------------------------------------------------------------------------------


def install(testing: bool) -> None:
    """Bring .venv up to the lock files; nothing but a comparison when it is."""
    locks = [PACKAGING / "build.lock", PACKAGING / "runtime.lock"] + ([PACKAGING / "test.lock"] if testing else [])
    stamps = VENV / "stamp-runtime", VENV / "stamp-test"
    stamp = stamps[testing]
    wanted = fingerprint([ROOT / "pyproject.toml", *locks])
    if read(stamp) == wanted or (not testing and read(VENV / "stamp-test") == fingerprint_with_tests()):
        return
    name_missing_system_packages()
    make_environment()
    for old in stamps:  # both describe the one environment that is changed now
        old.unlink(missing_ok=True)
    say("Installing the packages that Inglenook needs. llama.cpp is built once; that takes several minutes.")
    pip("--require-hashes", "-r", str(locks[0]))
    pip("--require-hashes", "--no-build-isolation", *(part for lock in locks[1:] for part in ("-r", str(lock))))
    pip("--no-deps", "--no-build-isolation", "--quiet", "-e", str(ROOT))
    stamp.write_text(wanted, encoding="utf-8")


def fingerprint(files: "list[Path]") -> str:
    digest = hashlib.sha256(f"{sys.version}\n{ROOT}\n".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def fingerprint_with_tests() -> str:
    names = ("build.lock", "runtime.lock", "test.lock")
    return fingerprint([ROOT / "pyproject.toml", *(PACKAGING / name for name in names)])


def read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def make_environment() -> None:
    """An environment made by another Python or for another folder is made anew: its scripts name both."""
    made_by = f"{sys.version}\n{ROOT}\n"
    mark = VENV / "made-by"
    if PYTHON.exists() and read(mark) == made_by:
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    # Not sys.executable: whoever starts this with the environment's own Python would have just removed it.
    command = [getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(VENV)]
    if subprocess.call(command, stdout=sys.stderr) != 0:
        raise SetupFailed("Python cannot make an environment here; on Debian and Ubuntu, install python3-venv.")
    mark.write_text(made_by, encoding="utf-8")


def pip(*arguments: str) -> None:
    environment = dict(os.environ)
    # pip reuses the llama.cpp that it built before; whoever sets options of their own wants them built in.
    fresh = ["--no-cache-dir"] if environment.get("CMAKE_ARGS") else []
    environment.setdefault("CMAKE_ARGS", BUILD_OPTIONS)
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *fresh, *arguments]
    if subprocess.call(command, cwd=ROOT, env=environment, stdout=sys.stderr) != 0:
        raise SetupFailed(why_pip_failed())


def why_pip_failed() -> str:
    compilers = ("cc", "gcc", "clang", "cl") if not os.environ.get("CC") else (os.environ["CC"].split()[0],)
    if not any(shutil.which(compiler) for compiler in compilers) and not WINDOWS:
        return (
            "A C and C++ compiler is missing: install build-essential (Linux) or the Xcode command line tools (macOS)."
        )
    if WINDOWS:
        return "Installing failed (see above). Building needs Visual Studio's C++ build tools on Windows."
    return "Installing failed (see above). Run the same command again once the cause is mended; it goes on from here."


def name_missing_system_packages() -> None:
    """Name, on Debian and its kin, what packaging/apt.txt lists and this machine lacks. Missing ones may not matter."""
    if not shutil.which("dpkg-query"):
        return
    missing = [name for name in read(PACKAGING / "apt.txt").split() if not has_system_package(name)]
    if missing:
        say(f"System packages that the set-up or the tests may need: apt-get install {' '.join(missing)}")


def has_system_package(name: str) -> bool:
    command = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout == "installed"


# --- models -----------------------------------------------------------------------------------------------------------


def fetch_models(arguments: "list[str]") -> None:
    """Fetch the default models once, for the commands that need them; the window offers a model by itself.

    The program itself says which model is missing when it needs one, so a failed download does not end the run.
    """
    stamp = VENV / "stamp-models"
    manifest = ROOT / "models" / "manifest.toml"
    wanted = fingerprint([manifest]) + os.environ.get("INGLENOOK_MODELS_DIR", "")
    if read(stamp) == wanted or not NEEDS_MODELS.intersection(arguments) or {"--help", "-h"}.intersection(arguments):
        return
    for model in USER_MODELS:
        status = subprocess.call([str(PROGRAM), "models", "pull", model], stdout=sys.stderr)
        if status == 130:
            raise KeyboardInterrupt
        if status != 0:
            return
    stamp.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
