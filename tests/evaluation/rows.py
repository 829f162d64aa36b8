"""The rows of the table: the plain pipeline and the product, each run in child processes, neither imported here.

What the plain pipeline once said of a question is kept in a file of the cache folder, under a key made of the question,
the PDF's bytes, the model's file and the pipeline's version, so that a stopped run goes on and a second one is free.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.host.paths import Paths
from tests.evaluation.plain import CHUNKS, VERSION, cuts, rank
from tests.evaluation.score import Place, Question, Reply, declines

Line = dict[str, Any]
"""A line of JSON Lines."""

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Row:
    """Replies, the places that the search behind them found, best first, and the texts that the model read, each with its
    file; all by the question's id. `withdrawn` is what was shown and then taken back."""

    name: str
    replies: dict[str, Reply] = field(default_factory=dict)
    found: dict[str, list[Place]] = field(default_factory=dict)
    read: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    withdrawn: dict[str, str] = field(default_factory=dict)


def plain(questions: Sequence[Question], pdfs: Path, *, model: Path | None, cache: Path) -> Row:
    """The plain pipeline's row; without a model only its search."""
    store = cache / "plain.jsonl"
    known = _known(store)
    keys = {question.id: _key(question, pdfs, model) for question in questions}
    missing = [question for question in questions if keys[question.id] not in known]
    for line in _plain_lines(missing, pdfs, model, cache):
        known[keys[line["id"]]] = line
        with store.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"key": keys[line["id"]], **line}) + "\n")
        _tick(len(known), line["id"])
    row = Row("plain")
    for question in questions:
        if (found := known.get(keys[question.id])) is not None:
            row.found[question.id] = [(file, page) for file, page in found["places"]]
            if model:
                text = str(found["answer"])
                ranked = rank(question.whole, [cut for file in question.files for cut in cuts(pdfs / file)])
                row.read[question.id] = [(file, text) for (file, _), text in ranked[:CHUNKS]]
                row.replies[question.id] = Reply(question.id, text, declines(text), seconds=found["seconds"])
    return row


def _plain_lines(questions: Sequence[Question], pdfs: Path, model: Path | None, cache: Path) -> Iterator[Line]:
    if not questions:
        return
    requests = cache / f"requests-{os.getpid()}.jsonl"
    lines = [{"id": q.id, "pdfs": [str(pdfs / file) for file in q.files], "question": q.whole} for q in questions]
    requests.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, "-m", "tests.evaluation.plain", str(model or "-"), str(requests)]
    try:
        yield from _json_lines(command, dict(os.environ))
    finally:
        requests.unlink()


def product(questions: Sequence[Question], pdfs: Path, *, model: str | None, data: Path, options: Sequence[str]) -> Row:
    """The product's row, through its command line; `options` are added to `ask`."""
    lines = [_line(question, pdfs) for question in questions]
    requests = data / "questions.jsonl"
    requests.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    chosen = ["--model", model] if model else []
    command = [*_program(data), "ask", "--questions", str(requests), *chosen, *options]
    row = Row("inglenook")
    for number, line in enumerate(_json_lines(command, dict(os.environ)), 1):
        row.replies[line["id"]] = _reply(line)
        _tick(number, line["id"])
    return row


def _line(question: Question, pdfs: Path) -> Line:
    line: Line = {"id": question.id, "question": question.text, "files": _paths(question, pdfs)}
    return {**line, "after": question.after} if question.after else line


def _paths(question: Question, pdfs: Path) -> list[str]:
    return [str((pdfs / file).resolve()) for file in question.files]


def search(questions: Sequence[Question], pdfs: Path, *, data: Path) -> dict[str, list[Place]]:
    """The places that `inglenook search` finds for each question, best first, a process each."""
    found: dict[str, list[Place]] = {}
    for question in questions:
        scope = [part for path in _paths(question, pdfs) for part in ("-f", path)]
        command = [*_program(data), "search", *scope, "-n", "40", "--", question.whole]
        found[question.id] = [place for line in _json_lines(command, dict(os.environ)) for place in _places(line)]
    return found


def _places(line: Line) -> list[Place]:
    return [(Path(line["file"]).name, page) for page in range(line["pages"][0], line["pages"][1] + 1)]


def _program(data: Path) -> list[str]:
    return [sys.executable, "-m", "app", "--json", "--quiet", "--data-dir", str(data)]


def _reply(line: Mapping[str, object]) -> Reply:
    """A line of `ask --json`, or of its failure, as a reply."""
    ident, error = str(line["id"]), line.get("error")
    if isinstance(error, dict):
        return Reply(ident, str(error.get("message")), declined=False, error=str(error.get("kind")))
    citations = _objects(line["citations"])
    seconds = line["seconds"] if isinstance(line["seconds"], dict) else {}
    return Reply(
        ident,
        str(line["answer"]),
        declined=not line["found"],
        places=tuple((Path(one["file"]).name, int(one["page"])) for one in citations),
        quotes=tuple(str(one["quote"]) for one in citations),
        seconds=float(seconds.get("total", 0.0)),
        first=float(seconds.get("first_token", 0.0)),
    )


def _objects(value: object) -> list[Line]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _json_lines(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Line]:
    """What a child prints, a line at a time. RuntimeError if it ends with a fault of ours rather than of the questions."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment, encoding="utf-8"
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            yield json.loads(line)
    if child.returncode not in {0, 3}:
        raise RuntimeError(f"{' '.join(command[:6])} … ended with {child.returncode}")


def _known(store: Path) -> dict[str, Line]:
    if not store.exists():
        return {}
    lines = (json.loads(line) for line in store.read_text(encoding="utf-8").splitlines())
    return {line["key"]: line for line in lines}


def _key(question: Question, pdfs: Path, model: Path | None) -> str:
    digests = [_digest(pdfs / file) for file in question.files]
    parts = (question.whole, *digests, *_identity(model), str(VERSION))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _identity(model: Path | None) -> tuple[str, str]:
    """A model's file by name and size: reading a gigabyte for each run would be waste."""
    return (model.name, str(model.stat().st_size)) if model else ("", "")


@lru_cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _tick(number: int, ident: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{number:4} {ident:40}", end="", file=sys.stderr, flush=True)


def model_file(model: str) -> Path:
    """The GGUF of a model that is installed under the shared folder, or the file itself."""
    if Path(model).is_file():
        return Path(model)
    paths = Paths.find()
    for folder in (paths.models / model, paths.machine_models / model):
        if found := sorted(folder.glob("*.gguf")):
            return found[0]
    raise SystemExit(f"The model {model} is not installed: inglenook models pull {model}")
