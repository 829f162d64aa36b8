"""Write the lock files anew: `uv` must be on the path. Run it after a dependency changes in pyproject.toml.

build.lock    what builds the packages that come as source (llama-cpp-python) and this project itself
runtime.lock  what the program needs
test.lock     what the tests need beyond that
Versions that a lock file has stay as they are unless `--upgrade` is given. Every file is pinned by its hash and
holds for all platforms; none names a package index, so that each machine's own is used.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "packaging"
BUILD_REQUIREMENTS = "cmake>=3.21\nninja\nscikit-build-core[pyproject]>=0.9.2\nsetuptools>=77\n"
HEADER = "# Written by packaging/lock.py; not to be edited by hand.\n"


def compile_lock(name: str, *inputs: str, requirements: str | None = None) -> None:
    target = FOLDER / name
    command = [
        "uv", "pip", "compile", *inputs, "--universal", "--generate-hashes", "--no-header", "--no-annotate",
        "--no-emit-index-url", "--no-emit-find-links", "--quiet", "--output-file", str(target),
        *(["--upgrade"] if "--upgrade" in sys.argv else []),
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, input=requirements, text=True, check=True)
    target.write_text(HEADER + target.read_text())


def blocks_of(lock: Path) -> list[str]:
    """Each pin with its hashes; the first line says on which platforms it holds."""
    return re.split(r"^(?=\w)", lock.read_text(), flags=re.MULTILINE)[1:]


def leave_out(lock: Path, other: Path) -> None:
    """What the other file has for just the same platforms; the tests may need everywhere what the program needs on one."""
    present = {block.splitlines()[0] for block in blocks_of(other)}
    kept = [block for block in blocks_of(lock) if block.splitlines()[0] not in present]
    lock.write_text(HEADER + "".join(kept))


def main() -> None:
    compile_lock("build.lock", "-", requirements=BUILD_REQUIREMENTS)
    compile_lock("runtime.lock", "pyproject.toml")
    compile_lock("test.lock", "pyproject.toml", "--extra=test", "--constraint=packaging/runtime.lock")
    leave_out(FOLDER / "test.lock", FOLDER / "runtime.lock")


if __name__ == "__main__":
    main()
