"""The real command line in a child process, as a script would call it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.host.paths import Paths

ROOT = Path(__file__).resolve().parents[2]
MODEL = "smollm2-135m"
UNANSWERABLE = "Did Queen Umfara sail to Zanzibar with Admiral Quibble in 1742, in 1751 or in 1766?"
"""Nothing of it is in any document: the refusal comes before the first word, and so quickly."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[Json]:
        """Every line of standard output, each of which must be one JSON object."""
        found = [json.loads(line) for line in self.out.splitlines()]
        assert all(type(value) is dict and value["schema"] == 1 for value in found), self.out
        return found

    @property
    def object(self) -> Json:
        assert len(self.objects) == 1, self.out
        return self.objects[0]

    def fails(self, kind: str, *, file: str | None = None) -> None:
        """Ended with 3: the error as the only object on standard output, one sentence and one hint on standard error."""
        assert self.status == 3, (self.status, self.out, self.err)
        error = self.object["error"]
        assert (error["kind"], error["file"]) == (kind, file), error
        assert self.err == f"inglenook: {error['message']}\n{error['hint']}\n"
        assert error["message"].endswith(".") and error["hint"].endswith(".")


class Program:
    """`models`: the folder of model files, that of this machine unless another one is given."""

    def __init__(self, data: Path, *, models: Path | None = None) -> None:
        self.data = data
        self.models = models or Paths.find().models
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("INGLENOOK_")},
            "INGLENOOK_MODELS_DIR": str(self.models),
            "PYTHONPATH": str(ROOT),
        }

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "app", *map(str, arguments), "--data-dir", str(self.data)]

    def run(self, *arguments: object, preexec: Callable[[], None] | None = None, **environment: str) -> Done:
        """Without a terminal; nothing to read on standard input."""
        done = subprocess.run(
            self.command(*arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=280,
            check=False,
            env={**self.environment, **environment},
            preexec_fn=preexec,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def add(self, *paths: Path) -> list[Json]:
        """Until they can be searched by meaning; all must succeed."""
        done = self.run("add", *paths, "--json")
        assert (done.status, done.err) == (0, ""), done
        return done.objects

    def ask(self, *arguments: object) -> Done:
        return self.run("ask", *arguments, "--model", MODEL, "--json")

    def listed(self) -> dict[str, Json]:
        """What `list` shows, by the file's name."""
        return {value["file"]: value for value in self.run("list", "--json").objects}
