"""A generator that remembers: what the model once said to a prompt is not asked of it again.

Decoding is greedy and the same prompt gives the same answer, so a change behind the model (citing, verifying, deciding) is
measured in seconds, and a change before it costs only the prompts that it changes. The store is one SQLite file, keyed by
model, prompt and limits. Runs beside each other take turns at the model, a call at a time, in order of asking.
"""

import fcntl
import hashlib
import json
import multiprocessing
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.answers.needs import Generator
from app.stop import Stop
from app.types import Generation, Prompt, Report, TokenCount
from tests.evaluation import turns


class Recorded:
    """Satisfies `answers.needs.Generator`, over another one. `calls` counts what was asked of that one."""

    def __init__(self, generator: Generator, store: Path) -> None:
        """Raises RuntimeError in a child that the engine was to run in: a script without `if __name__ == "__main__"` is run
        by its own child again, which then waits for ever for its parent's turn at the model to end."""
        if multiprocessing.parent_process() is not None:
            raise RuntimeError('the script that asks needs `if __name__ == "__main__":`')
        self._generator = generator
        self._queue = store.with_suffix(".turns")
        self._lock_file = store.with_suffix(".lock")
        self._turn = threading.Lock()
        self._holds = False
        self._known = sqlite3.connect(store, timeout=60, check_same_thread=False, isolation_level=None)
        self._known.execute("PRAGMA journal_mode=WAL")
        self._known.execute("CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, reply TEXT NOT NULL)")
        self._counted: dict[str, int] = {}
        self.calls = 0

    @property
    def model(self) -> str:
        return self._generator.model

    @property
    def device(self) -> str:
        return self._generator.device

    @property
    def device_note(self) -> str | None:
        return self._generator.device_note

    @property
    def context(self) -> int:
        return self._generator.context

    def load(self, *, report: Report, stop: Stop) -> None:
        """Nothing: the model is loaded when something is asked that is not known yet."""

    def unload(self) -> None:
        unload = getattr(self._generator, "unload", None)
        if unload is not None:
            unload()

    def count_tokens(self, text: str) -> int:
        if text not in self._counted:
            self._counted[text] = int(self._remembered(["count", text], lambda: self._generator.count_tokens(text)))
        return self._counted[text]

    def generate(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        stop: Stop,
        on_text: Callable[[str], None] | None = None,
        seed: int | None = None,
        end_at: Sequence[str] = (),
    ) -> Generation:
        def ask() -> dict[str, Any]:
            return asdict(self._generator.generate(prompt, max_tokens=max_tokens, stop=stop, seed=seed, end_at=end_at))

        said = self._remembered(["generate", *_parts(prompt), max_tokens, seed, *end_at], ask)
        made = Generation(**{**said, "tokens": TokenCount(**said["tokens"])})
        if on_text is not None:
            on_text(made.text)
        return made

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
        def ask() -> dict[str, float]:
            return dict(self._generator.choose(prompt, options, stop=stop))

        return dict(self._remembered(["choose", *_parts(prompt), *options], ask))

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> TokenCount | None:
        """Nothing: it saves only time."""
        return None

    def _remembered(self, parts: Sequence[object], ask: Callable[[], Any]) -> Any:
        key = hashlib.sha256(json.dumps([self.model, *parts]).encode()).hexdigest()
        found = self._known.execute("SELECT reply FROM said WHERE key = ?", (key,)).fetchone()
        if found is not None:
            return json.loads(found[0])
        if parts[0] == "count":  # costs nothing, and a question counts a dozen texts
            reply = ask()
        else:
            with self.turn():
                self.calls += 1
                reply = ask()
        self._known.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (key, json.dumps(reply)))
        return reply

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn at the model, kept over the calls made inside: for a few short ones about one beginning, no longer than one
        long answer takes. Calls of one thread only."""
        if self._holds:
            yield
            return
        with self._turn, turns.turn(self._queue), self._lock_file.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._holds = True
            try:
                yield
            finally:
                self._holds = False


def _parts(prompt: Prompt) -> list[str]:
    return [prompt.opening, *(f"{message.role}\0{message.content}" for message in prompt.messages)]
