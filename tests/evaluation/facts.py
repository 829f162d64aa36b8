"""Do summaries hold what a reader wants of them? Key facts of our own documents, looked for in the summary of each length.

python -m tests.evaluation.facts [--length standard] [--only lease,minutes] [--misses] [--show]

A fact is held if one point of the summary says all of it (a string of each of its groups). Besides: how many points the pages
that they name bear (our verifier on these pages, and every value of the point literally on one of them), how much is said
twice, which pages are named, what is said that the document contradicts, and headings that it has nothing for. The model
remembers (`recorded`), so that a second run costs nothing.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

from app.answers.citing import cite
from app.answers.citing.verify import verify
from app.answers.text.terms import terms, values
from app.host.paths import Paths
from app.library import Library
from app.stop import Stop
from app.types import Generation, Length, Page, Passage, Prompt, Report, Span, Summary, TokenCount, ignore
from tests.evaluation.build import build
from tests.evaluation.lab import CACHE, MODEL, open_library
from tests.evaluation.score import Share, says

FACTS = Path(__file__).with_name("facts.jsonl")
LEVELS: dict[Length, frozenset[str]] = {
    "brief": frozenset(["brief"]),
    "standard": frozenset(["brief", "standard"]),
    "detailed": frozenset(["brief", "standard", "detailed"]),
}
"""The facts that each length owes."""
_POINT = re.compile(r"[-*] +(?P<text>.*?) *\[pp?\. (?P<first>\d+)(?:[-–](?P<last>\d+))?\]")
_SAME = 0.6
"""Overlap of terms above which two points count as a repetition."""
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    document: str
    words: str
    level: str
    accept: Groups


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of the summaries of one document: `wrong` is what they must not say, `lacks` headings that it has not."""

    document: str
    facts: tuple[Fact, ...]
    wrong: tuple[tuple[str, Groups], ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    text: str
    heading: str
    pages: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Scored:
    """One summary against what was expected of it. `alike` of `pairs` points say nearly the same."""

    document: str
    owed: tuple[Fact, ...]
    missed: tuple[Fact, ...]
    any_held: int
    any_of: int
    points: tuple[Point, ...]
    unborne: tuple[Point, ...]
    strange: tuple[Point, ...]
    alike: int
    pairs: int
    pages_named: int
    pages: int
    wrong: tuple[str, ...]
    invented: tuple[str, ...]
    words: int
    seconds: float


def load(path: Path = FACTS) -> list[Expected]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [_expected(name, [one for one in lines if one["document"] == name]) for name in _names(lines)]


def _names(lines: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(line["document"]) for line in lines))


def _expected(name: str, lines: Sequence[dict[str, Any]]) -> Expected:
    return Expected(
        name,
        tuple(Fact(name, one["fact"], one["level"], _groups(one["accept"])) for one in lines if "fact" in one),
        tuple((one["wrong"], _groups(one["refuse"])) for one in lines if "wrong" in one),
        tuple(one["lacks"] for one in lines if "lacks" in one),
    )


def _groups(lists: Sequence[Sequence[str]]) -> Groups:
    return tuple(tuple(group) for group in lists)


def points_of(markdown: str) -> list[Point]:
    """The points of a summary with the headings above them. ValueError for a line that is neither."""
    heading, found = "", []
    for line in filter(None, map(str.strip, markdown.splitlines())):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif (match := _POINT.fullmatch(line)) is not None:
            first = int(match["first"])
            found.append(Point(match["text"], heading, (first, int(match["last"] or first))))
        else:
            raise ValueError(f"neither a heading nor a point with its pages: {line}")
    return found


def holds(points: Sequence[Point], groups: Groups) -> bool:
    """Whether one point, with its heading, has a string of each group."""
    return any(all(any(says(f"{p.heading} {p.text}", one) for one in group) for group in groups) for p in points)


def score(expected: Expected, summary: Summary, length: Length, pages: Sequence[Page]) -> Scored:
    points = points_of(summary.text)
    owed = tuple(fact for fact in expected.facts if fact.level in LEVELS[length])
    named = {page for p in points if p.pages for page in range(p.pages[0], p.pages[1] + 1)}
    pairs = list(combinations([terms(p.text).all for p in points], 2))
    return Scored(
        document=expected.document,
        owed=owed,
        missed=tuple(fact for fact in owed if not holds(points, fact.accept)),
        any_held=sum(holds(points, fact.accept) for fact in expected.facts),
        any_of=len(expected.facts),
        points=tuple(points),
        unborne=tuple(p for p in points if not _borne(p, pages)),
        strange=tuple(p for p in points if _strange_values(p, pages)),
        alike=sum(_overlap(one, other) > _SAME for one, other in pairs),
        pairs=len(pairs),
        pages_named=len(named),
        pages=summary.pages,
        wrong=tuple(words for words, groups in expected.wrong if holds(points, groups)),
        invented=tuple(h for h in dict.fromkeys(p.heading for p in points) if h in expected.lacks),
        words=sum(len(p.text.split()) for p in points),
        seconds=summary.seconds,
    )


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _borne(point: Point, pages: Sequence[Page]) -> bool:
    """Whether the verifier finds nothing unsupported in it on exactly the pages that it names."""
    passages = [_passage(page) for page in _named(point, pages)]
    statements = cite.place(point.text, "", passages)
    return bool(statements) and not verify(statements, "", passages).unsupported


def _strange_values(point: Point, pages: Sequence[Page]) -> list[str]:
    """Values that stand on none of the pages that it names, in digits or words."""
    said = frozenset().union(*(terms(page.text).values for page in _named(point, pages)))
    return [value.key for value in values(point.text) if value.key not in said]


def _named(point: Point, pages: Sequence[Page]) -> list[Page]:
    first, last = point.pages or (0, 0)
    return [page for page in pages if first <= page.number <= last]


def _passage(page: Page) -> Passage:
    text = page.text
    return Passage("", "", 0, "", "", text, (Span(page.number, 0, len(text)),), 0.0, table=False)


def main() -> int:
    options = _parse()
    pdfs = CACHE / "pdfs"
    if not (pdfs / "brackwater-accounts.pdf").exists():
        build(pdfs)
    chosen = [
        one for one in load() if not options.only or any(part in one.document for part in options.only.split(","))
    ]
    with _library(options) as library:
        for length in [options.length] if options.length else get_args(Length):
            scored = list(summarised(library, chosen, length, pdfs, show=options.show))
            _say(length, scored, misses=options.misses)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--length", choices=get_args(Length))
    parser.add_argument("--only")
    parser.add_argument("--data", type=Path, default=CACHE / "lab")
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--bare", action="store_true", help="without a model: what code alone chooses, word for word")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--show", action="store_true")
    return parser.parse_args()


class Silent:
    """A generator that writes nothing, and counts a word as a token."""

    model, device, device_note, context = "none", "cpu", None, 8192

    def load(self, *, report: Report, stop: Stop) -> None: ...

    def unload(self) -> None: ...

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, prompt: Prompt, **how: object) -> Generation:
        return Generation("", True, TokenCount(), 0.0, 0.0)

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> dict[str, float]:
        return dict.fromkeys(options, 1 / len(options))

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> None: ...


def _library(options: argparse.Namespace) -> Library:
    if not options.bare:
        return open_library(options.data, model=options.model)
    return Library(Paths.find(options.data), model=options.model, make_generator=lambda files: Silent())


def summarised(
    library: Library, chosen: Sequence[Expected], length: Length, pdfs: Path, *, show: bool
) -> Iterator[Scored]:
    for expected in chosen:
        began = time.monotonic()
        summary = library.summarize(
            pdfs / f"{expected.document}.pdf", length=length, wait=False, report=ignore, stop=Stop()
        )
        catalog = library.rooms.catalog
        pages = [catalog.page(summary.document, number) for number in range(1, summary.pages + 1)]
        print(f"{expected.document} {length} {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        if show:
            print(f"\n=== {expected.document} {length}\n{summary.text}")
        yield score(expected, summary, length, pages)


def _say(length: Length, scored: Sequence[Scored], *, misses: bool) -> None:
    print(f"\n{length}, {len(scored)} documents")
    for one in scored:
        held = Share(len(one.owed) - len(one.missed), len(one.owed))
        print(
            f"  {one.document:26} owed {held.hits:2}/{held.of:2}  of all {one.any_held:2}/{one.any_of}  points {len(one.points):3}  words {one.words:4}"
        )
        if misses:
            _say_misses(one)
    owed = Share(sum(len(s.owed) - len(s.missed) for s in scored), sum(len(s.owed) for s in scored))
    points = sum(len(s.points) for s in scored)
    print(f"facts owed that are held : {owed}")
    print(f"facts of all levels      : {Share(sum(s.any_held for s in scored), sum(s.any_of for s in scored))}")
    print(f"points borne             : {Share(points - sum(len(s.unborne) for s in scored), points)}")
    print(f"every value on its pages : {Share(points - sum(len(s.strange) for s in scored), points)}")
    print(f"pairs that say the same  : {Share(sum(s.alike for s in scored), sum(s.pairs for s in scored))}")
    print(f"pages named              : {Share(sum(s.pages_named for s in scored), sum(s.pages for s in scored))}")
    print(f"contradictions           : {[w for s in scored for w in s.wrong]}")
    print(f"invented headings        : {[f'{s.document}: {h}' for s in scored for h in s.invented]}")
    print(f"words in all             : {sum(s.words for s in scored)}")


def _say_misses(one: Scored) -> None:
    for fact in one.missed:
        print(f"      missing ({fact.level}): {fact.words}")
    for point in one.unborne:
        print(f"      unborne: {point.text[:160]} {point.pages}")
    for point in one.strange:
        print(f"      value not on its page: {point.text[:160]} {point.pages}")


if __name__ == "__main__":
    sys.exit(main())
