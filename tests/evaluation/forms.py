"""Is the answer right, and in the form asked for, when the model is handed the right page?

python -m tests.evaluation.forms --kinds computed,list --way plain --way written [--tokens 500] [--data FOLDER]

`plain` is the prompt for any answer, `formed` the one for the kind of answer that the question wants, `table` is code alone over
the tables of the whole document, `written` lets the model write the calculation and does it, `sides` lets it write what each of
two things has and compares them. Search is left out: of the pages that hold the answer the chunks with the very words come first, then the others, up to so
many tokens. What the model said is remembered, as in `lab`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.answers.computing import calculate
from app.answers.computing.grid import headings
from app.answers.needs import Generator
from app.answers.text.kinds import kind_of
from app.language.prompts import Prompts
from app.library import Library
from app.stop import Stop
from app.types import Chunk, Document, Passage, Prompt
from tests.evaluation.build import QUESTIONS, index
from tests.evaluation.lab import CACHE, MODEL, open_library
from tests.evaluation.score import Question, Reply, Share, is_right, load, plainly


@dataclass(frozen=True, slots=True)
class Case:
    """A question with passages of the pages that hold its answer."""

    question: Question
    passages: tuple[Passage, ...]
    chunks: Mapping[str, Sequence[Chunk]]


Way = Callable[[Case, Generator], str]


def plain(case: Case, generator: Generator) -> str:
    """One prompt for whatever is asked."""
    return said(Prompts().answer(case.question.text, case.passages), generator)


def formed(case: Case, generator: Generator) -> str:
    """The prompt for the kind of answer that the question wants."""
    question = case.question.text
    return said(Prompts().answer(question, case.passages, kind=kind_of(question)), generator)


def table(case: Case, generator: Generator) -> str:
    worked = calculate.by_table(case.question.text, case.passages, case.chunks)
    return "" if worked is None else worked.text


def written(case: Case, generator: Generator) -> str:
    reply = said(Prompts().calculation(case.question.text, case.passages), generator, tokens=40)
    worked = calculate.by_expression(case.question.text, reply, case.passages)
    return "" if worked is None else worked.text


def sides(case: Case, generator: Generator) -> str:
    reply = said(Prompts().sides(case.question.text, case.passages), generator, tokens=60)
    worked = calculate.by_sides(case.question.text, reply, case.passages)
    return "" if worked is None else worked.text


def said(prompt: Prompt, generator: Generator, *, tokens: int = 160) -> str:
    return prompt.opening + generator.generate(prompt, max_tokens=tokens, stop=Stop()).text


WAYS: dict[str, Way] = {"plain": plain, "formed": formed, "table": table, "written": written, "sides": sides}


def cases(
    library: Library, questions: Sequence[Question], texts: Mapping[str, Sequence[Sequence[str]]], tokens: int
) -> Iterator[Case]:
    """`texts`: by id of a question, of each piece of its evidence what stands there word for word."""
    documents = {one.file: one.id for one in library.documents() if isinstance(one, Document)}
    for question in questions:
        chosen: list[tuple[str, Chunk]] = []
        for group, wanted in zip(question.evidence, texts[question.id], strict=True):
            file, page = min(group)
            chunks = [c for c in library.rooms.catalog.chunks(documents[file]) if c.pages[0] <= page <= c.pages[1]]
            chunks.sort(key=lambda chunk: -sum(_bare(text) in _bare(chunk.text) for text in wanted))
            chosen += [
                (file, chunk)
                for chunk in _under(chunks, tokens // len(question.evidence))
                if (file, chunk) not in chosen
            ]
        whole = {documents[file]: library.rooms.catalog.chunks(documents[file]) for file in question.files}
        yield Case(question, tuple(_passage(documents[file], file, chunk) for file, chunk in chosen), whole)


def _under(chunks: Sequence[Chunk], tokens: int) -> list[Chunk]:
    """The first ones, at least one, that have no more tokens together (as the embedder counts)."""
    chosen: list[Chunk] = []
    for chunk in chunks:
        if not chosen or sum(one.tokens for one in chosen) + chunk.tokens <= tokens:
            chosen.append(chunk)
    return chosen


def _bare(text: str) -> str:
    return "".join(character for character in plainly(text) if character.isalnum() or character in ".,")


def _passage(document: str, file: str, chunk: Chunk) -> Passage:
    section = next(reversed(headings(chunk.header)), "")
    return Passage(
        document, file, chunk.ordinal, chunk.header, section, chunk.text, chunk.spans, 1.0, table=chunk.table
    )


def evidence_texts(path: Path) -> dict[str, list[list[str]]]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return {line["id"]: [one["text"] for one in line.get("evidence") or []] for line in lines}


def main() -> int:
    options = _parse()
    held = {f"{entry.name}.pdf" for entry in index() if entry.held}
    wanted = [
        q for q in load(QUESTIONS) if q.answerable and q.kind in options.kinds.split(",") and not held & set(q.files)
    ]
    if options.only:
        wanted = [q for q in wanted if q.id in options.only.split(",")]
    with open_library(options.data, model=options.model) as library:
        made = list(cases(library, wanted[:: options.every], evidence_texts(QUESTIONS), options.tokens))
        replies: dict[str, list[str]] = {name: [] for name in options.way}
        for case in made:
            for name in options.way:
                replies[name].append(WAYS[name](case, library.rooms.generator))
                print(
                    f"{case.question.id:6} {name:10} {_right(case, replies[name][-1])} {replies[name][-1]!r}",
                    flush=True,
                )
    for name in options.way:
        print(f"{name:12} {_shares(made, replies[name])}")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", default="computed,comparison,list,yes or no,definition,false premise")
    parser.add_argument("--way", action="append", choices=WAYS, required=True)
    parser.add_argument("--tokens", type=int, default=500)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--data", type=Path, default=CACHE / "lab")
    parser.add_argument("--model", default=MODEL)
    return parser.parse_args()


def _right(case: Case, text: str) -> bool:
    return is_right(case.question, Reply(case.question.id, text, declined=not text))


def _shares(made: Sequence[Case], replies: Sequence[str]) -> str:
    kinds = dict.fromkeys(case.question.kind for case in made)
    pairs = [(case.question.kind, _right(case, reply)) for case, reply in zip(made, replies, strict=True)]
    shares = {kind: Share(sum(r for k, r in pairs if k == kind), sum(k == kind for k, _ in pairs)) for kind in kinds}
    return ", ".join(f"{kind} {share}" for kind, share in shares.items())


if __name__ == "__main__":
    sys.exit(main())
