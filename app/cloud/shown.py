"""The words of a letter in their order, each piece with what is masked in it. What is sent is made of these pieces and of nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from app.cloud.draft import Draft, Part, What
from app.cloud.masking import Category, Finding, Masking
from app.cloud.wording import system_text

Piece = What | Literal["system", "instructions"]
"""'system' and 'instructions' are our own fixed words, the others hold the user's."""
_OF_PARTS = frozenset({"passage", "title", "finding", "step", "name"})


@dataclass(frozen=True, slots=True)
class PlacedMask:
    """Characters `start` to `end` of `Shown.text` are `placeholder`, or the original where it is `lifted`. A `locked` one cannot be lifted. `source`
    and `finding` are what `Draft.lift` and `Draft.mask_again` are told."""

    start: int
    end: int
    placeholder: str
    category: Category
    locked: bool
    lifted: bool
    original: str
    source: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of the letter, exactly as it leaves. `number` is the part's (for passages, titles, findings, their steps and names) or the
    statement's; `label` says in English which it is and does not leave. Between `start` and `end` stand the user's words, around them ours;
    `source` is the number of their text in the draft's masking, None for pieces that are ours only."""

    what: Piece
    number: int | None
    label: str
    text: str
    masks: tuple[PlacedMask, ...] = ()
    start: int = 0
    end: int = 0
    source: int | None = None

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def of_part(self) -> bool:
        """Whether it goes when the part of its number is left out."""
        return self.what in _OF_PARTS

    def raw(self, start: int, end: int) -> tuple[int, int, int] | None:
        """What `Draft.mask` is told to mask these characters of `text`: a source, and start and end in its own words. None where they are not
        the user's."""
        start, end = max(start, self.start), min(end, self.end)
        if self.source is None or start >= end:
            return None
        return self.source, self._before(start, opening=True), self._before(end, opening=False)

    def _before(self, at: int, *, opening: bool) -> int:
        """That place in the words before they were masked; within a placeholder, the beginning or the end of what it stands for."""
        shift = -self.start
        for mask in self.masks:
            if mask.end <= at:
                shift += len(mask.original) - (mask.end - mask.start)
            elif mask.start < at and not mask.lifted:
                return mask.finding.start if opening else mask.finding.end
        return at + shift


def shown_of(draft: Draft) -> tuple[Shown, ...]:
    """The first one is the system's text; the others together are the user's."""
    system = Shown("system", None, "Rules", system_text(draft.kind, draft.language, draft.length))
    return (system, *(one for one in _pieces(draft) if one.text))


def content(shown: Iterable[Shown]) -> tuple[str, str]:
    """The two texts of the request: the system's and the user's."""
    system, *others = shown
    return system.text, "".join(one.text for one in others)


def _pieces(draft: Draft) -> Iterator[Shown]:
    match draft.kind:
        case "ask":
            yield from _passages(draft)
            yield _framed(draft, "question", 1, "Question", "Question: ")
        case "summary":
            yield from _passages(draft)
            if draft.question:
                yield _framed(draft, "question", 1, "Question", "What matters in particular: ", "\n\n")
            yield _ours("Summarise what these passages say.")
        case "correction":
            yield from _passages(draft)
            yield from _to_correct(draft)
        case "recombination":
            yield from _findings(draft)
            yield from _to_correct(draft)
        case "steps":
            yield from _titles(draft)
            yield _framed(draft, "question", 1, "Question", "Question: ")
        case "findings":
            yield from _findings(draft)
            yield _framed(draft, "question", 1, "Question", "Question: ")


def _passages(draft: Draft) -> Iterator[Shown]:
    tag = _tag("passage", draft)
    for number, part in _included(draft):
        document = _document_of(draft, part)
        pages = _pages(part)
        label = ", ".join(
            one for one in (f"Passage {number}", f"document {document}" if document else "", pages) if one
        )
        head, foot = f"<{tag} {number}: ", f"\n</{tag} {number}>\n\n"
        if draft.named and document:
            yield _framed(draft, "name", document, label, f"{head}‘", f"’{', ' * bool(pages)}{pages}>\n", part=number)
            head = ""
        else:
            head += f"document {document or 1}{', ' * bool(pages)}{pages}>\n"
        yield _framed(draft, "passage", number, label, head, foot)


def _to_correct(draft: Draft) -> Iterator[Shown]:
    tag = _tag("answer", draft)
    yield _framed(draft, "question", 1, "Question", "Question: ", "\n\n")
    if draft.earlier:
        yield _framed(draft, "answer", 1, "Answer so far", f"<{tag}>\n", f"\n</{tag}>\n\n")
    told = [number for number, text in enumerate(draft.unsupported, 1) if text.strip()]
    if told:
        yield _ours(f"Of the answer, these statements were not found in the {draft.what}s:\n")
    for number in told:
        yield _framed(draft, "statement", number, f"Statement {number}", "- ", "\n")
    yield _ours("\nGive the corrected answer." if told else "Give the corrected answer.")


def _titles(draft: Draft) -> Iterator[Shown]:
    tag = _tag("titles", draft)
    yield _ours(f"<{tag}>\n")
    for number, _ in _included(draft):
        yield _framed(draft, "title", number, f"Title {number}", "- ", "\n")
    yield _ours(f"</{tag}>\n\n")


def _findings(draft: Draft) -> Iterator[Shown]:
    tag = _tag("finding", draft)
    for number, part in _included(draft):
        head = f"<{tag} {number}>\n"
        if part.step:
            yield _framed(draft, "step", number, f"Step {number}", f"{head}Looked up: ", "\n")
            head = ""
        yield _framed(draft, draft.what, number, f"Finding {number}", f"{head}Found: ", f"\n</{tag} {number}>\n\n")


def _included(draft: Draft) -> Iterator[tuple[int, Part]]:
    return ((number, part) for number, part in enumerate(draft.parts, 1) if part.included)


def _document_of(draft: Draft, part: Part) -> int:
    """Its number among the documents, 0 for none."""
    ids = [document for document, _ in draft.documents]
    return ids.index(part.document) + 1 if part.document else 0


def _pages(part: Part) -> str:
    if not part.pages:
        return ""
    first, last = min(part.pages), max(part.pages)
    return f"page {first}" if first == last else f"pages {first}-{last}"


def _tag(name: str, draft: Draft) -> str:
    """A name for a tag that no text of the draft has one of, so that no text can end before its end."""
    texts = [source.text.lower() for source in draft.sources]
    tag, count = name, 1
    while any(f"<{tag}" in text or f"</{tag}" in text for text in texts):
        count += 1
        tag = f"{name}-{count}"
    return tag


def _ours(text: str) -> Shown:
    return Shown("instructions", None, "Instructions", text)


def _framed(
    draft: Draft, what: What, number: int, label: str, head: str, foot: str = "", *, part: int | None = None
) -> Shown:
    """The user's text of that kind and number between ours; `part` is the number of the part that it goes with where that is another one."""
    source = draft.index(what, number)
    words, masks = _placed(draft.masking, source)
    start, end = len(head), len(head) + len(words)
    shifted = tuple(replace(mask, start=mask.start + start, end=mask.end + start) for mask in masks)
    return Shown(what, part or number, label, head + words + foot, shifted, start, end, source)


def _placed(masking: Masking, index: int) -> tuple[str, list[PlacedMask]]:
    """A text as it would leave, with what is masked in it and what was lifted."""
    text, written, masks, at, length = masking.texts[index], list[str](), list[PlacedMask](), 0, 0
    standing = masking.standing(index)
    for finding in sorted({*standing, *_lifted(masking, index, standing)}):
        original, name = text[finding.start : finding.end], masking.placeholder(index, finding)
        bare = finding not in standing
        before, stands = text[at : finding.start], original if bare else name
        start = length + len(before)
        locked = not masking.can_lift(finding)
        masks.append(
            PlacedMask(start, start + len(stands), name, finding.category, locked, bare, original, index, finding)
        )
        written += [before, stands]
        length, at = start + len(stands), finding.end
    return "".join([*written, text[at:]]), masks


def _lifted(masking: Masking, index: int, standing: Iterable[Finding]) -> Iterator[Finding]:
    """Those that are under no other mask."""
    covered = {at for one in standing for at in range(one.start, one.end)}
    for place, one in sorted(masking.lifted):
        if place == index and covered.isdisjoint(range(one.start, one.end)):
            covered.update(range(one.start, one.end))
            yield one
