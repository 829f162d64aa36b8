"""What several documents are about: a line for each, from how it begins, cited. A line that its document does not bear is replaced by
the document's own first words."""

from collections.abc import Callable, Sequence

from app.answers.citing import cite
from app.answers.citing.verify import verify
from app.answers.everything.lines import Line, Text
from app.answers.needs import Generator, Prompts
from app.answers.text.sentences import sentences
from app.stop import Stop
from app.types import Chunk, Passage, Progress, Report

_TOKENS = 70
_BUDGET = 900
"""Characters of a beginning that are read: a title and the first lines say what a document is."""
_QUESTION = "What is this document about?"
_LEAST_WORDS = 5
"""A shorter sentence at the beginning is a heading."""


def lines(
    beginnings: Sequence[Sequence[Passage]],
    generator: Generator,
    prompts: Prompts,
    *,
    similar: cite.Similar | None,
    stop: Stop,
    report: Report,
    on_line: Callable[[str], None],
) -> list[Line]:
    """`beginnings` has for each document the passages that it begins with. Raises as the generator does."""
    found = []
    for number, passages in enumerate(beginnings):
        stop.check()
        report(Progress("reading passages", number, len(beginnings), file=passages[0].file))
        read = _short(passages)
        text = generator.generate(prompts.overview(read), max_tokens=_TOKENS, stop=stop, end_at=("\n",)).text.strip()
        line = _borne(text, read, similar) or _own_words(read)
        if line is not None:
            found.append(line)
            on_line(f"{line.text}\n")
    return found


def _short(passages: Sequence[Passage]) -> list[Passage]:
    chosen, size = list(passages[:1]), len(passages[0].text)
    for passage in passages[1:]:
        size += len(passage.text)
        if size > _BUDGET:
            break
        chosen.append(passage)
    return chosen


def _borne(text: str, passages: Sequence[Passage], similar: cite.Similar | None) -> Line | None:
    statements = cite.place(text, _QUESTION, passages, similar)
    windows = [window for statement in statements for window in statement.windows[:1]]
    if not windows or verify(statements, _QUESTION, passages).unsupported:
        return None
    places = tuple(dict.fromkeys(_place(passages[w.passage], w.start, w.end) for w in windows))
    return Line(_line(passages, text), places)


def _own_words(passages: Sequence[Passage]) -> Line | None:
    """The title and the first whole sentence."""
    first = passages[0]
    units = sentences(first.text)
    long = next((unit for unit in units if len(first.text[slice(*unit)].split()) >= _LEAST_WORDS), None)
    chosen = long or (units[0] if units else None)
    if chosen is None:
        return None
    place = _place(first, *chosen)
    return Line(_line(passages, f"“{place.plain}”"), (place,)) if place.spans else None


def _line(passages: Sequence[Passage], text: str) -> str:
    return f"- {passages[0].file}: {text}"


def _place(passage: Passage, start: int, end: int) -> Text:
    chunk = Chunk(passage.chunk, -1, passage.header, passage.text, passage.spans, 0)
    return Text.within(passage.document, passage.file, chunk, start, end)
