"""The walk, from the command line."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.walk.journey import journey
from tests.walk.looks import looks
from tests.walk.person import Lost
from tests.walk.readme import readme
from tests.walk.screen import screen
from tests.walk.walk import Walk

PARTS = {"journey": journey, "looks": looks, "readme": readme}
OWN = {"readme": "readme"}
"""Parts with data of their own; the others go on with what the one before has left."""


def main() -> int:
    options = _options()
    options.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="inglenook-walk-") as made, screen(Path(made) / "home") as shown:
        for name in options.only or PARTS:
            folder = Path(made) / OWN.get(name, "")
            folder.mkdir(exist_ok=True)
            walk = Walk(shown, folder, options.to.resolve(), options.model)
            try:
                PARTS[name](walk)
            except (Lost, AssertionError) as lost:
                print(lost, file=sys.stderr)
                for file in (folder / "program.log", *walk.paths.crashes.glob("*")):
                    print(f"What the program said: {shutil.copy(file, options.to)}", file=sys.stderr)
                return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.walk",
        description="Starts the real program on a screen of its own, walks through it with real keys and clicks, and takes "
        "pictures. Takes some minutes with the usual model.",
    )
    parser.add_argument("--to", type=Path, default=Path("walk"), metavar="DIR", help="where the pictures go (walk)")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be repeated")
    parser.add_argument("--model", metavar="ID", help="another model than the usual one; its answers are not looked at")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
