"""What asking elsewhere brings and what it costs: each question asked of the model here, of a model elsewhere with passages, and of it by
steps, where no passage leaves. Through the real library and the real gateway; every letter is approved as it is.

python -m tests.evaluation.elsewhere --take 24          24 of our own questions, three with an answer to one without
python -m tests.evaluation.elsewhere --questions FILE.jsonl --pdfs FOLDER
python -m tests.evaluation.elsewhere --address https://… --model M [--dialect anthropic] [--key]

Without an address a server on this machine stands in for the model elsewhere, llama-cpp-python's own with a model of ours (--stand-in): no larger
than the model here, so the table then tells what leaves and whether the ways hold, not what a large model would bring. With --key the
key is read from the standard input. Which questions are taken goes by a hash of their ids. What has been asked stands in --out, a line of JSON a question and way, and is
not asked again.
"""

import argparse
import hashlib
import json
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, get_args

from app.host.settings import change
from app.library import Library
from app.types import Dialect, Provider
from tests.evaluation.build import QUESTIONS
from tests.evaluation.chosen import chosen
from tests.evaluation.lab import CACHE, MODEL, open_library
from tests.evaluation.rows import model_file
from tests.evaluation.run import pdfs_of
from tests.evaluation.score import Question
from tests.evaluation.ways import WAYS, Desk, Heard, Sum, Told
from tests.evaluation.waystable import table

_CONTEXT = 8192
"""Tokens of the server that stands in: a letter with passages has some 3,500, and an answer 4,096 at most."""
_TO_ONE_WITHOUT = 3
"""Questions with an answer to one that has none."""
_NAME = "evaluation"

Known = dict[tuple[str, str], Told]
"""By the question's id and the way."""


def main() -> int:
    options = _parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server ends with it
    questions = taken([one for one in chosen(options.questions or QUESTIONS) if not one.after], options.take)
    pdfs = pdfs_of(options)
    with closing(open_library(options.data, model=options.local)) as library, _provider(options) as provider:
        known = _asked(library, provider, questions, pdfs, options)
    print(table(questions, known, f"{options.local} here, {provider.model} elsewhere"))
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, help="a file of questions (default: our own, held ones too)")
    parser.add_argument("--pdfs", type=Path, help="where its `pdf` paths start from (default: beside the file)")
    parser.add_argument("--take", type=int, help="this many of them")
    parser.add_argument("--ways", default=",".join(WAYS), help="default: %(default)s")
    parser.add_argument("--address", help="of an OpenAI-compatible server, or of another one with --dialect")
    parser.add_argument("--model", help="as that server calls it")
    parser.add_argument("--dialect", choices=get_args(Dialect), default="openai")
    parser.add_argument("--key", action="store_true", help="read the key from the standard input")
    parser.add_argument("--stand-in", default=MODEL, help="id or GGUF file (default: %(default)s)")
    parser.add_argument("--local", default=MODEL, help="the model here (default: %(default)s)")
    parser.add_argument(
        "--data", type=Path, default=CACHE / "elsewhere", help="the library's folder (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, default=CACHE / "elsewhere.jsonl", help="default: %(default)s")
    options = parser.parse_args()
    if options.address and not options.model:
        parser.error("--address needs --model")
    return options


def taken(questions: Sequence[Question], count: int | None) -> list[Question]:
    """So many, in the order in which they are asked: a run that is stopped leaves a fair smaller one behind."""
    drawn = sorted(questions, key=lambda one: hashlib.sha256(one.id.encode()).hexdigest())
    able, unable = (iter([one for one in drawn if one.answerable == there]) for there in (True, False))
    mixed: list[Question] = []
    while len(mixed) < len(drawn):
        mixed += [one for one in (*(next(able, None) for _ in range(_TO_ONE_WITHOUT)), next(unable, None)) if one]
    return mixed[:count]


@contextmanager
def _provider(options: argparse.Namespace) -> Iterator[Provider]:
    """The one that is named, or the one that stands in for it."""
    if options.address:
        yield Provider(_NAME, _NAME, options.dialect, options.address, options.model)
        return
    from tests.gateway.cloud.test_llama_server import llama_server

    with llama_server(_CONTEXT, model_file(options.stand_in)) as port:
        yield Provider(_NAME, _NAME, "openai", f"http://127.0.0.1:{port}/v1", Path(options.stand_in).name)


def _asked(
    library: Library, provider: Provider, questions: Sequence[Question], pdfs: Path, options: argparse.Namespace
) -> Known:
    change(library.rooms.paths.settings, providers=())  # else the key of an earlier one would be looked for
    cloud = Heard(library.rooms)
    cloud.add(provider)
    desk = Desk(
        library,
        cloud,
        count=(lambda text: 0) if options.address else library.rooms.generator.count_tokens,
        key=sys.stdin.readline().strip() if options.key else "",
    )
    known = read(options.out, _named(options))
    for number, question in enumerate(questions, 1):
        for way in (one for one in options.ways.split(",") if (question.id, one) not in known):
            told = known[question.id, way] = desk.ask(question, pdfs, way)
            write(options.out, _named(options), question, told)
            say = told.failed or ("right" if told.right else "declined" if told.declined else "WRONG")
            print(
                f"{number:3}/{len(questions)} {told.seconds:6.0f} s  {way:6} {say:9} {question.id}",
                file=sys.stderr,
                flush=True,
            )
    return known


def _named(options: argparse.Namespace) -> str:
    """Which models were asked: another one's replies do not count as these."""
    return f"{options.local}/{options.address or ''}/{options.model or options.stand_in}"


def write(out: Path, models: str, question: Question, told: Told) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": question.id, "models": models, **asdict(told)}, ensure_ascii=False) + "\n")


def read(out: Path, models: str) -> Known:
    """Of the same models; a line that was cut short is passed over."""
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    return {(line["id"], line["way"]): _told(line) for line in _whole(lines) if line["models"] == models}


def _whole(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _told(line: Mapping[str, Any]) -> Told:
    kept = {name: value for name, value in line.items() if name not in ("id", "models")}
    return replace(Told(**kept), sum=Sum(**kept["sum"]), steps=[(step, found) for step, found in kept["steps"]])


if __name__ == "__main__":
    sys.exit(main())
