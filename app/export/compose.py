"""What an exported conversation says, in order, before it takes a form."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.export.blocks import Block, Code, Heading, Paragraph, Table, parsed
from app.export.clean import clean, line
from app.export.doubt import marked
from app.export.inline import SIGN, Inline, Run, plain
from app.types import Answer, Citation, Conversation, Scope, Turn
from app.words import elsewhere, remarked

_UNDER_QUESTION = 2
"""Level of a question's heading; headings of its answer stand below it."""


def title(conversation: Conversation) -> str:
    return line(conversation.title) or "Conversation"


def composed(conversation: Conversation, turns: Sequence[Turn]) -> list[Block]:
    """Title, dates, and every question with its answer and its sources; without the closing sentence."""
    blocks: list[Block] = [Heading(1, plain(title(conversation)))]
    if turns:
        first, last = moment(turns[0].created), moment(turns[-1].created)
        blocks.append(_note(first if first == last else f"{first} to {last}"))
    for turn in turns:
        blocks.append(Heading(_UNDER_QUESTION, plain(line(turn.question))))
        blocks.extend(_answered(turn.answer))
    return blocks


def closing(turns: Sequence[Turn]) -> str:
    """Who wrote it, when, and what the reader should do."""
    here = list(dict.fromkeys(line(turn.answer.model) for turn in turns if turn.answer.model and not turn.answer.cloud))
    by = f"Answers by {', '.join(here)} on this device. " if here else ""
    away = list(dict.fromkeys(line(turn.answer.model) for turn in turns if turn.answer.cloud))
    by += f"Answers from the cloud by {', '.join(away)}. " if away else ""
    when = f"{moment(turns[-1].created)}. " if turns else ""
    return f"{by}{when}A model can be wrong: check what matters against the cited pages."


def moment(seconds: float) -> str:
    """Local time, '2026-11-22 14:05'."""
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


def _answered(answer: Answer) -> Iterator[Block]:
    for remark in remarked(answer.remarks, question=answer.understood, earlier=answer.earlier):
        yield _note(line(remark))
    if answer.cloud is not None:
        yield _note(line(elsewhere(answer.cloud.name, answer.cloud.model, ended=answer.cloud.ended)))
    if not answer.stands:
        yield from _refused(answer)
        return
    text, aside = marked(clean(answer.text), [clean(one) for one in answer.unsupported])
    found = _lowered(parsed(text))
    yield from found
    if any(run.doubtful for block in found for run in _runs(block)):
        yield Paragraph(plain(f"{SIGN.strip()} The documents do not support this."), "warning")
    if aside:
        yield Paragraph(plain("Not supported by the documents: " + "; ".join(map(line, aside))), "warning")
    yield from _sources(answer.citations)
    yield from _read(answer)


def _refused(answer: Answer) -> Iterator[Block]:
    """The refusal is the answer, in words of ours: it quotes the nearest and says what is missing there. What was withdrawn is said
    to have been there, and not repeated."""
    yield Paragraph(plain(line(answer.text)))
    if answer.withdrawn:
        yield Paragraph(plain("An answer was withdrawn because nothing in the documents supports it."), "warning")
    yield from _read(answer, "Nothing was found. ")


def _read(answer: Answer, before: str = "") -> Iterator[Block]:
    """What it was asked of and how much of that was read."""
    searched = f"{_searched(answer.scope)}." if answer.scope.documents else ""
    if answer.whole is not None:
        searched += " The question asks for all of it."
    if before or searched:
        yield _note(f"{before}{searched}".strip())


def _sources(citations: Sequence[Citation]) -> Iterator[Block]:
    if citations:
        yield Paragraph((Run("Sources", bold=True),))
    for number, citation in enumerate(citations):
        goes_on = number > 0 and citations[number - 1].mark == citation.mark
        named = line(citation.label)
        label = f" (labelled {named})" if named not in {"", str(citation.page)} else ""
        also = ", continued" if goes_on else ""
        yield Paragraph(plain(f"[{citation.mark}] {line(citation.file)}, p. {citation.page}{label}{also}"), "source")
        yield Paragraph(plain(line(citation.quote)), "quote")


def _searched(scope: Scope) -> str:
    """'Asked of 3 documents with 120 pages; 14 of them were read for this answer'"""
    documents = "1 document" if scope.documents == 1 else f"{scope.documents} documents"
    asked = f"Asked of {documents} with {'1 page' if scope.pages == 1 else f'{scope.pages} pages'}"
    if not scope.read or scope.pages == 1:
        return asked
    read = "all" if scope.read >= scope.pages else f"{scope.read} of them"
    return f"{asked}; {read} {'was' if scope.read == 1 else 'were'} read for this answer"


def _note(text: str) -> Paragraph:
    return Paragraph(plain(text), "note")


def _lowered(blocks: Sequence[Block]) -> list[Block]:
    """Its highest headings right below the question's: no level is left out."""
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    down = _UNDER_QUESTION + 1 - top
    return [Heading(min(b.level + down, 6), b.runs) if isinstance(b, Heading) else b for b in blocks]


def _runs(block: Block) -> Inline:
    if isinstance(block, Code):
        return ()
    if isinstance(block, Table):
        return tuple(run for row in (block.head, *block.rows) for cell in row for run in cell)
    return block.runs
