"""Are altered answers caught? No model is needed: right answers are written down (`altered.jsonl`), altered by rule
(`altering`), and given to citing and verifying with the passages that a search brings.

python -m tests.evaluation.altered                    the table, and the misses in those documents that are looked at
python -m tests.evaluation.altered --kind unit,name   these kinds only
python -m tests.evaluation.altered --fresh            another set of answers, which is only scored

Half of the documents are looked at one by one; the others are only scored, to see whether what was learnt from the first
holds for the second.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.answers.citing import cite
from app.answers.citing.verify import beside_the_point, verify
from app.host.paths import Paths
from app.library import Library
from app.stop import Stop
from app.types import Chunk, Document, Passage
from tests.evaluation.altering import Altered, Right, altered
from tests.evaluation.build import EASY, HERE, QUESTIONS, index
from tests.evaluation.lab import CACHE
from tests.evaluation.score import Place, Question, Share, load
from tests.evaluation.texts import stands

if TYPE_CHECKING:
    from app.index.embedder import Embedder

SAYS = HERE / "altered.jsonl"
FRESH = HERE / "altered_fresh.jsonl"
"""Answers over documents that had none or few in the other file, written before the code was changed that they measure."""
LOOKED_AT = frozenset(
    [
        "brackwater-accounts",
        "stoneleigh-agreement",
        "petrel-society-rules",
        "saltmarsh-paper",
        "maddox-invoices",
        "tarnholm-annual-report",
        "kestrel-dryer-manual",
        "fennside-minutes",
        "sonnenhang-satzung",
    ]
)
_TOKENS = 1000
_SEED = 20


@dataclass(frozen=True, slots=True)
class Case:
    """A right answer, its question, and what would have been read for it."""

    right: Right
    question: Question
    passages: Sequence[Passage]
    looked_at: bool


@dataclass(slots=True)
class Found:
    """What became of the answers: by kind, how many of how many were caught; and what was missed or wrongly flagged."""

    caught: Counter[tuple[str, bool]] = field(default_factory=Counter)
    of: Counter[tuple[str, bool]] = field(default_factory=Counter)
    flagged: list[tuple[Case, tuple[str, ...]]] = field(default_factory=list)
    missed: list[tuple[Case, Altered]] = field(default_factory=list)
    cited: int = 0
    verbatim: int = 0
    quotes: int = 0


class Meaning:
    """Cosines by the library's embedder, each text embedded once."""

    def __init__(self, embedder: "Embedder") -> None:
        self._embedder = embedder
        self._known: dict[str, Any] = {}

    def __call__(self, text: str, others: Sequence[str]) -> list[float]:
        new = [one for one in dict.fromkeys([text, *others]) if one not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed(new, stop=Stop()), strict=True))
        return [float(self._known[other] @ self._known[text]) for other in others]


def cases(library: Library, pdfs: Path, only: Sequence[str] = (), says: Path = SAYS) -> list[Case]:
    known = {question.id: question for question in [*load(QUESTIONS), *load(EASY)]}
    told = _told()
    held = {f"{entry.name}.pdf" for entry in index() if entry.held}
    found = []
    for said in map(json.loads, says.read_text(encoding="utf-8").splitlines()):
        question = known.get(said["id"]) or Question(said["id"], tuple(said["files"]), said["question"], True)
        if set(question.files) & held or (only and not said["id"].startswith(tuple(only))):
            continue
        pieces = told.get(said["id"]) or (said["text"],)
        found.append(_case(library, question, said["says"], pieces, pdfs))
    return found


def _told() -> dict[str, tuple[str, ...]]:
    """Of each question, the pieces of text that say the answer."""
    told = {}
    for file in (QUESTIONS, EASY):
        for line in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            pieces = [text for one in line.get("evidence", []) for text in one["text"]]
            told[line["id"]] = tuple(pieces or [line.get("evidence_text", "")])
    return told


def _case(library: Library, question: Question, says: str, told: tuple[str, ...], pdfs: Path) -> Case:
    text, values = unbraced(says)
    catalog = library.rooms.catalog
    read = list(
        library.search(question.whole, files=[pdfs / f for f in question.files], limit=12, wait=True, stop=Stop())
    )
    ids = {document.file: document for document in catalog.documents(None)}
    if not question.evidence:
        question = replace(question, evidence=_evidence(library, question, told, ids))
    gold = {place for group in question.evidence for place in group}
    pages = tuple(catalog.page(ids[file].id, page).text for file, page in sorted(gold))
    others = tuple(
        catalog.page(ids[file].id, number).text
        for file in sorted({file for file, _ in gold})
        for number in range(1, ids[file].pages + 1)
        if (file, number) not in gold
    )
    right = Right(question.id, text, values, pages, others, told)
    looked_at = min(gold)[0].removesuffix(".pdf") in LOOKED_AT
    return Case(right, question, _read(library, question, told, ids, read), looked_at)


def unbraced(says: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The answer without the braces around what was asked for, and where that stands."""
    text, values = "", []
    for part in re.split(r"(\{[^}]*\})", says):
        if part.startswith("{"):
            values.append((len(text), len(text) + len(part) - 2))
        text += part.strip("{}")
    return text, tuple(values)


def _evidence(
    library: Library, question: Question, told: Sequence[str], ids: dict[str, Document]
) -> tuple[frozenset[Place], ...]:
    """For each piece of text, the pages that have it."""
    pages = [(file, page) for file in question.files for page in range(1, ids[file].pages + 1)]
    texts = {page: _plain(library.rooms.catalog.page(ids[page[0]].id, page[1]).text) for page in pages}
    return tuple(frozenset(page for page in pages if _plain(piece) in texts[page]) for piece in told)


def _read(
    library: Library, question: Question, told: Sequence[str], ids: dict[str, Document], found: Sequence[Passage]
) -> list[Passage]:
    """What holds the answer, then what a search finds, as far as the model would read."""
    gold = [_passage(document, chunk) for document, chunk in _holding(library, question, told, ids)]
    known = {(passage.document, passage.chunk) for passage in gold}
    read, left = gold, _TOKENS - sum(_tokens(passage.text) for passage in gold)
    for passage in found:
        if (passage.document, passage.chunk) not in known and _tokens(passage.text) <= left:
            read = [*read, passage]
            left -= _tokens(passage.text)
    return read


def _tokens(text: str) -> int:
    """About as many as the default model counts."""
    return len(text) * 10 // 38


def _holding(
    library: Library, question: Question, told: Sequence[str], ids: dict[str, Document]
) -> Iterable[tuple[Document, Chunk]]:
    """The chunks of the pages that say it: those that hold the words, or, where a table is cut between them, most of them."""
    for group in question.evidence:
        file, page = min(group)
        chunks = [c for c in library.rooms.catalog.chunks(ids[file].id) if c.pages[0] <= page <= c.pages[1]]
        holding = [c for c in chunks if any(_plain(piece) in _plain(c.text) for piece in told)]
        yield from ((ids[file], chunk) for chunk in holding or _likest(chunks, told))


def _likest(chunks: Sequence[Chunk], told: Sequence[str]) -> Sequence[Chunk]:
    words = {word for piece in told for word in _plain(piece).split()}
    return sorted(chunks, key=lambda chunk: -len(words & set(_plain(chunk.text).split())))[:2]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[|→]", " ", text).split()).casefold()


def _passage(document: Document, chunk: Chunk) -> Passage:
    section = chunk.header.split(" › ")[-2] if " › " in chunk.header else ""
    return Passage(
        document.id,
        document.file,
        chunk.ordinal,
        chunk.header,
        section,
        chunk.text,
        chunk.spans,
        1.0,
        table=chunk.table,
    )


def judged(case: Case, text: str, similar: cite.Similar | None) -> tuple[list[cite.Statement], tuple[str, ...]]:
    """The statements, and what is wrong with the answer: what is unsupported, or what the question has and it has not."""
    question = case.question.whole
    statements = cite.place(text, question, case.passages, similar)
    verdict = verify(statements, question, case.passages)
    beside = beside_the_point(question, verdict.sound, case.passages)
    return statements, (*verdict.unsupported, *beside)


def run(
    chosen: Sequence[Case], similar: cite.Similar | None, library: Library, kinds: Sequence[str], seed: int
) -> Found:
    found = Found()
    for case in chosen:
        statements, faults = judged(case, case.right.text, similar)
        _cite(found, case, statements, library)
        if faults:
            found.flagged.append((case, faults))
        for one in altered(case.right, seed):
            if kinds and one.kind not in kinds:
                continue
            found.of[one.kind, case.looked_at] += 1
            if judged(case, one.text, similar)[1]:
                found.caught[one.kind, case.looked_at] += 1
            else:
                found.missed.append((case, one))
    return found


def _cite(found: Found, case: Case, statements: Sequence[cite.Statement], library: Library) -> None:
    from app.documents.places import boxes

    page_of = library.rooms.catalog.page
    cited = [statement for statement in statements if statement.windows]
    _, citations = cite.mark(case.right.text, cited, case.passages, page_of, boxes)
    found.cited += case.question.shown_by([(one.file, one.page) for one in citations])
    found.quotes += len(citations)
    found.verbatim += sum(
        stands(one.quote, library.rooms.catalog.document(one.document).path, one.page) for one in citations
    )


def shares(library: Library, pdfs: Path) -> dict[str, Share]:
    """How many altered answers are caught, and how many right ones are wrongly flagged."""
    chosen = cases(library, pdfs)
    embedder = library.rooms.embedder
    found = run(chosen, Meaning(embedder) if embedder else None, library, (), _SEED)
    caught = Share(found.caught.total(), found.of.total())
    return {"altered": caught, "flagged": Share(len(found.flagged), len(chosen))}


def say(found: Found, chosen: Sequence[Case], everything: bool) -> None:
    print(f"{'':24} {'looked at':26} {'only scored':26} all")
    for kind in dict.fromkeys(kind for kind, _ in found.of):
        _row(kind, found.caught, found.of, [kind])
    kinds = sorted({kind for kind, _ in found.of})
    _row("caught in all", found.caught, found.of, kinds)
    flagged = Counter(("", case.looked_at) for case, _ in found.flagged)
    _row("wrongly flagged", flagged, Counter(("", case.looked_at) for case in chosen), [""])
    print(
        f"cited page right: {Share(found.cited, len(chosen))}; quotes verbatim: {Share(found.verbatim, found.quotes)}"
    )
    shown: Callable[[Case], bool] = lambda case: everything or case.looked_at  # noqa: E731
    for case, faults in found.flagged:
        if shown(case):
            print(f"  wrongly: {case.right.id}  {case.right.text}\n           {faults}")
    for case, one in sorted(found.missed, key=lambda pair: pair[1].kind):
        if shown(case):
            print(f"  missed {one.kind}: {case.right.id}  {one.text}   ({one.was[:40]} → {one.now[:40]})")


def _row(name: str, hits: Counter[tuple[str, bool]], of: Counter[tuple[str, bool]], kinds: Sequence[str]) -> None:
    shares = [
        Share(sum(hits[kind, side] for kind in kinds for side in sides), sum(of[k, s] for k in kinds for s in sides))
        for sides in ((True,), (False,), (True, False))
    ]
    print(f"{name:24} " + " ".join(f"{share!s:26}" for share in shares))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=CACHE / "lab")
    parser.add_argument("--pdfs", type=Path, default=CACHE / "pdfs")
    parser.add_argument("--only", default="")
    parser.add_argument("--fresh", action="store_true", help="the answers that were written later")
    parser.add_argument("--kind", default="")
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--all", action="store_true", help="list the misses in all documents")
    parser.add_argument("--words", action="store_true", help="without the embedder")
    options = parser.parse_args()
    with Library(Paths.find(options.data)) as library:
        chosen = cases(
            library, options.pdfs, [one for one in options.only.split(",") if one], FRESH if options.fresh else SAYS
        )
        embedder = None if options.words else library.rooms.embedder
        similar = Meaning(embedder) if embedder else None
        kinds = [one for one in options.kind.split(",") if one]
        say(run(chosen, similar, library, kinds, options.seed), chosen, options.all)
    return 0


if __name__ == "__main__":
    sys.exit(main())
