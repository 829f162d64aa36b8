"""bootstrap.py over a project of its own whose Python and program only write down what they are asked."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "bootstrap.py"
LOCKS = ("build.lock", "runtime.lock", "test.lock")

RECORDER = """#!{python}
import os, sys
from pathlib import Path
line = Path(sys.argv[0]).name + " " + " ".join(sys.argv[1:])
with open({log!r}, "a") as log:
    print(line, file=log)
print("said " + line)
sys.exit(7 if os.environ.get("FAIL", "nothing") in line else 0)
"""

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the recording programs are scripts with a first line")


class Project:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "packaging").mkdir()
        (folder / "models").mkdir()
        for path in ("pyproject.toml", "models/manifest.toml", *(f"packaging/{name}" for name in LOCKS)):
            (folder / path).write_text(f"# {path}\n")
        shutil.copy(SCRIPT, folder / "bootstrap.py")
        scripts = folder / ".venv" / "bin"
        scripts.mkdir(parents=True)
        for name in ("python", "inglenook"):
            (scripts / name).write_text(RECORDER.format(python=sys.executable, log=str(folder / "log")))
            (scripts / name).chmod(0o755)
        (folder / ".venv" / "made-by").write_text(f"{sys.version}\n{folder}\n")

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        (self.folder / "log").unlink(missing_ok=True)
        kept = {key: value for key, value in os.environ.items() if key not in {"CMAKE_ARGS", "INGLENOOK_MODELS_DIR"}}
        command = [sys.executable, str(self.folder / "bootstrap.py"), *arguments]
        return subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, check=False)

    @property
    def calls(self) -> list[str]:
        return (self.folder / "log").read_text().splitlines()

    @property
    def kinds(self) -> list[str]:
        """The calls in short: 'pip', or the program's arguments."""
        return ["pip" if " -m pip " in call else call for call in self.calls]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path.resolve())


PULLS = [f"inglenook models pull {name}" for name in ("default", "embedder", "scans")]


@posix_only
def test_the_first_run_sets_up_fetches_and_runs_and_the_second_only_runs(project: Project) -> None:
    first = project.run("ask", "what?", "--json")
    assert project.kinds == ["pip", "pip", "pip", *PULLS, "inglenook ask what? --json"]
    assert first.stdout == "said inglenook ask what? --json\n"
    second = project.run("ask", "what?")
    assert project.calls == ["inglenook ask what?"]
    assert second.stderr == ""


@posix_only
def test_the_window_opens_without_waiting_for_a_model(project: Project) -> None:
    """Its first start offers one, with its size and terms."""
    assert project.run("--data-dir", "here").returncode == 0
    assert project.kinds == ["pip", "pip", "pip", "inglenook --data-dir here"]


@posix_only
def test_packages_are_pinned_by_hash_and_the_program_brings_none_of_its_own(project: Project) -> None:
    project.run("list")
    build, runtime, own = project.calls[:3]
    assert "--require-hashes" in build and "build.lock" in build
    assert "--require-hashes" in runtime and "runtime.lock" in runtime and "test.lock" not in runtime
    assert "--no-deps" in own and own.endswith(f"-e {project.folder}")


@posix_only
@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/runtime.lock", "packaging/build.lock"])
def test_what_changed_is_set_up_again(project: Project, changed: str) -> None:
    project.run("ask")
    (project.folder / changed).write_text("changed")
    project.run("ask")
    assert project.kinds == ["pip", "pip", "pip", "inglenook ask"]


@posix_only
def test_a_set_up_that_failed_is_not_taken_for_a_finished_one(project: Project) -> None:
    failed = project.run("ask", FAIL="runtime.lock")
    assert failed.returncode == 3 and "Traceback" not in failed.stderr
    assert not any(call.startswith("inglenook") for call in project.calls)
    assert project.run("ask").returncode == 0
    assert project.kinds[:3] == ["pip", "pip", "pip"]


@posix_only
def test_a_set_up_that_was_begun_leaves_no_stamp_of_an_earlier_one(project: Project) -> None:
    """Else the locks that were put back would be taken for what is installed."""
    lock = project.folder / "packaging" / "runtime.lock"
    before = lock.read_text()
    project.run("test")
    project.run("list")
    lock.write_text("changed")
    project.run("list", FAIL="--no-deps")
    lock.write_text(before)
    project.run("list")
    assert project.kinds == ["pip", "pip", "pip", "inglenook list"]


@posix_only
def test_without_a_compiler_that_is_the_sentence(project: Project) -> None:
    failed = project.run("ask", FAIL="runtime.lock", PATH=str(project.folder), CC="")
    assert failed.returncode == 3 and "compiler is missing" in failed.stderr.splitlines()[-1]


@posix_only
def test_the_programs_own_status_is_the_status(project: Project) -> None:
    project.run("ask")
    assert project.run("ask", "again", FAIL="again").returncode == 7


@posix_only
def test_a_model_that_could_not_be_fetched_leaves_the_word_to_the_program_and_is_tried_again(project: Project) -> None:
    assert project.run("ask", FAIL="pull embedder").returncode == 0
    assert project.calls[-1] == "inglenook ask"
    project.run("ask")
    assert project.calls == [*PULLS, "inglenook ask"]


@posix_only
def test_commands_that_need_no_model_do_not_wait_for_one(project: Project) -> None:
    project.run("models", "import", "own.gguf")
    assert project.kinds == ["pip", "pip", "pip", "inglenook models import own.gguf"]


@posix_only
def test_another_model_folder_is_filled_too(project: Project) -> None:
    project.run("ask")
    project.run("ask", INGLENOOK_MODELS_DIR=str(project.folder / "elsewhere"))
    assert project.calls == [*PULLS, "inglenook ask"]


@posix_only
def test_the_test_command_runs_every_check_and_fails_if_one_does(project: Project) -> None:
    assert project.run("test", "-k", "this").returncode == 0
    assert any("test.lock" in call for call in project.calls)
    pulls = [call for call in project.calls if "pull" in call]
    assert pulls == [f"inglenook models pull {name}" for name in ("smollm2-135m", "all-minilm-l6-v2", "pp-ocrv6-small")]
    checks = project.calls[-5:]
    assert [re.search(r"ruff check|ruff format|mypy|lint|pytest", call)[0] for call in checks] == [  # type: ignore[index]
        "ruff check", "ruff format", "mypy", "lint", "pytest",
    ]  # fmt: skip
    assert checks[-1].endswith("-m pytest -k this")
    assert project.run("test", FAIL="mypy").returncode == 7
    assert project.calls[-1].endswith("-m pytest -n logical --maxprocesses 4 --dist loadfile")


@posix_only
def test_what_the_tests_need_is_enough_for_the_program(project: Project) -> None:
    project.run("test")
    project.run("list")
    assert project.calls == ["inglenook list"]


@posix_only
def test_an_environment_of_another_folder_is_made_anew(project: Project) -> None:
    (project.folder / ".venv" / "made-by").write_text("3.11 of somewhere else")
    project.run("list", PIP_NO_INDEX="1")
    assert not (project.folder / "log").exists()
    assert (project.folder / ".venv" / "pyvenv.cfg").exists()


def test_an_old_python_gets_a_sentence() -> None:
    program = f"import runpy, sys; sys.version_info = (3, 10, 2); runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.returncode == 3 and "3.11" in result.stderr and "Traceback" not in result.stderr


def test_an_old_python_can_read_the_script_and_finds_all_it_imports() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))
    imports = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imports |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imports and imports <= sys.stdlib_module_names


def requirements(name: str) -> dict[str, list[str]]:
    """Each package of a lock file with its version and its hashes; a package with two versions is there for two Pythons."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==(\S+)", line):
            current = found.setdefault(canonicalize_name(match[1]), [])
            current.append(match[2])
        elif line.startswith("    --hash=sha256:"):
            current.append(line.strip())
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_every_package_by_hash_and_names_no_index(name: str) -> None:
    assert requirements(name) and all(len(pins) > 1 for pins in requirements(name).values())
    assert "://" not in (ROOT / "packaging" / name).read_text(encoding="utf-8")


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, test = requirements("runtime.lock"), requirements("test.lock")
    assert_pinned(project["project"]["dependencies"], runtime)
    assert_pinned(project["project"]["optional-dependencies"]["test"], {**runtime, **test})
    assert_pinned(project["build-system"]["requires"], requirements("build.lock"))
    twice = set(runtime) & set(test)  # what the program needs on one platform and the tests on all
    assert twice < set(test) and all(runtime[name] == test[name] for name in twice)


def assert_pinned(asked: list[str], lock: dict[str, list[str]]) -> None:
    for requirement in map(Requirement, asked):
        versions = [pin for pin in lock[canonicalize_name(requirement.name)] if not pin.startswith("--hash")]
        assert versions and all(requirement.specifier.contains(version) for version in versions), requirement
