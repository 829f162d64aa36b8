"""What the model reads: does it hold the words that answer? No model is asked.

python -m tests.evaluation.context                            the open questions, at several budgets of tokens
python -m tests.evaluation.context --budgets 500 --misses     and those whose words are missing

A question's `evidence` gives the words of the page; they are looked for, white space and the bars of tables aside, in what
`answers.context.excerpts` would hand to the model under each budget. Above that stand what bounds it: whether any page says it as the
reader has it, whether a passage that the search returned does, and whether the passages are of the right pages.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.answers.context.excerpts import excerpts
from app.index.near import near_words_of
from app.library import Library
from app.stop import Stop
from app.types import Chunk, Passage
from tests.evaluation import lab
from tests.evaluation.chosen import chosen
from tests.evaluation.score import Question, Share
from tests.evaluation.texts import bare

BUDGETS = (300, 400, 500, 600, 800, 1000, 1300)
"""Tokens of the generator."""
PASSAGES = 20
"""As `library.asking` considers."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question with what the search returned for it, and all chunks of its documents."""

    question: Question
    passages: tuple[Passage, ...]
    chunks: Mapping[str, Sequence[Chunk]]
    names: Mapping[str, str]
    """Files of the documents, by id."""


def find(library: Library, question: Question, pdfs: Path) -> Found:
    files = [pdfs / file for file in question.files]
    passages = library.search(question.whole, files=files, limit=PASSAGES, wait=True, stop=Stop())
    documents = {passage.document: passage.file for passage in passages}
    chunks = {ident: library.rooms.catalog.chunks(ident) for ident in documents}
    return Found(question, tuple(passages), chunks, documents)


def told(question: Question) -> bool:
    """Whether the file gives the words of all evidence."""
    return bool(question.texts) and len(question.texts) == len(question.evidence) and all(question.texts)


def holds(question: Question, texts: Sequence[tuple[str, str]]) -> bool:
    """Whether `texts`, each with the name of its file, have all words of the evidence."""
    said: dict[str, str] = {}
    for file, text in texts:
        said[file] = said.get(file, "") + _plain(text)
    return all(
        any(all(_plain(one) in said.get(file, "") for one in group) for file, _ in places)
        for group, places in zip(question.texts, question.evidence, strict=True)
    )


def _plain(text: str) -> str:
    return bare(text).replace("|", "").casefold()


def read(found: Found, budget: int, count: Callable[[str], int]) -> list[Passage]:
    """What the model reads under one budget."""
    near = near_words_of(found.question.whole)
    stages = excerpts(
        found.question.whole, found.passages, found.chunks, budgets=[budget], count_tokens=count, near=near
    )
    return stages[-1] if stages else []


def shares(everything: Sequence[Found], budget: int, count: Callable[[str], int]) -> tuple[Share, float, float]:
    """How often the words are there, the mean of the tokens read, and the milliseconds that choosing took."""
    hits, tokens, began = 0, 0, time.perf_counter()
    for found in everything:
        made = read(found, budget, count)
        hits += holds(found.question, [(one.file, one.text) for one in made])
        tokens += sum(count(one.text) for one in made)
    took = (time.perf_counter() - began) / max(1, len(everything))
    return Share(hits, len(everything)), tokens / max(1, len(everything)), took * 1000


def bounds(everything: Sequence[Found]) -> list[tuple[str, Share]]:
    of = len(everything)
    in_text = sum(holds(f.question, _of_pages(f)) for f in everything)
    passed = sum(holds(f.question, [(p.file, p.text) for p in f.passages]) for f in everything)
    paged = sum(f.question.shown_by(place for p in f.passages for place in lab.places(p)) for f in everything)
    return [
        ("some page says it, as read", Share(in_text, of)),
        (f"the {PASSAGES} passages are of its pages", Share(paged, of)),
        (f"the {PASSAGES} passages say it", Share(passed, of)),
    ]


def _of_pages(found: Found) -> list[tuple[str, str]]:
    return [(found.names[ident], chunk.text) for ident, chunks in found.chunks.items() for chunk in chunks]


def counter(model: Path) -> Callable[[str], int]:
    """The generator's own tokenizer, without its weights."""
    import llama_cpp

    llama = llama_cpp.Llama(str(model), vocab_only=True, verbose=False)

    @lru_cache(maxsize=100_000)
    def count(text: str) -> int:
        return len(llama.tokenize(text.encode(), add_bos=False))

    return count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, help="a file of questions (default: our own)")
    parser.add_argument("--pdfs", type=Path, help="where its `pdf` paths start from")
    parser.add_argument("--easy", action="store_true", help="our own first and easier questions")
    parser.add_argument("--data", type=Path, default=lab.CACHE / "lab")
    parser.add_argument("--budgets", type=lambda text: [int(one) for one in text.split(",")], default=BUDGETS)
    parser.add_argument("--only")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    only = options.only.split(",") if options.only else []
    questions = [q for q in chosen(options.questions, easy=options.easy, only=only) if told(q)]
    pdfs = options.pdfs or (options.questions.parent if options.questions else lab.CACHE / "pdfs")
    from tests.evaluation.rows import model_file

    count = counter(model_file(lab.MODEL))
    with closing(lab.open_library(options.data)) as library:
        everything = [find(library, question, pdfs) for question in questions]
    for label, share in bounds(everything):
        print(f"{label:34} {share}")
    for budget in options.budgets:
        share, tokens, took = shares(everything, budget, count)
        print(f"{budget:5} tokens: the model reads it    {share}   mean {tokens:.0f} tokens, {took:.0f} ms")
    for found in everything if options.misses else ():
        made = read(found, options.budgets[-1], count)
        if not holds(found.question, [(one.file, one.text) for one in made]):
            print(
                f"  {found.question.id} ({found.question.kind}): {found.question.whole}\n      {found.question.texts}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
