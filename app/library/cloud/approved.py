"""Letters as they were approved, kept with what came of them in the conversation and nowhere else: so another letter about the same leaves
out, changes and masks what that one did, also after a restart."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from app.cloud.compose import Letter
from app.cloud.draft import Choices, Draft, Kind, Part
from app.cloud.masking import Category
from app.cloud.masking.everywhere import plain
from app.types import Answer, Approved, ApprovedPart, Passage, Provider


def approved(draft: Draft, letter: Letter, passages: Sequence[Passage]) -> Approved:
    """What is kept of a draft whose letter was approved; `passages` are those of the answer that it is kept with. Of titles nothing is."""
    places = {passage: at for at, passage in enumerate(passages)}
    numbers = () if draft.kind == "steps" else sorted(letter.parts)
    return Approved(
        draft.kind,
        draft.question,
        tuple(_kept(draft.parts[number - 1], places) for number in numbers),
        draft.language,
        draft.earlier,
        draft.unsupported,
        draft.named,
        draft.length,
        draft.of_summary,
        draft.choices.hidden,
        tuple(sorted((text, category) for category, text in draft.choices.lifted)),
        _masked(draft, letter),
        draft.provider.id,
    )


def _masked(draft: Draft, letter: Letter) -> tuple[tuple[str, str], ...]:
    """What was masked in it, but for what was by hand."""
    by_hand = {(plain(text), category) for text, category in draft.choices.hidden}
    all_of_it = ((plain(one.original), one.category) for each in letter.shown for one in each.masks if not one.lifted)
    return tuple(sorted({*all_of_it} - by_hand))


def choices_of(kept: Approved, now: Choices) -> Choices:
    """As they were made then; the list of words and what the policy locks are those of now."""
    lifted = frozenset((cast(Category, category), text) for text, category in kept.lifted)
    return replace(masks_of(kept, now), lifted=lifted)


def masks_of(kept: Approved, now: Choices) -> Choices:
    """What was masked then is masked again, and nothing that was shown is shown for that."""
    hidden = tuple((text, cast(Category, category)) for text, category in kept.hidden)
    before = tuple((text, cast(Category, category)) for text, category in kept.masked)
    return replace(now, hidden=hidden, before=before)


def parts_of(kept: Approved, passages: Sequence[Passage]) -> list[Part]:
    """What left, in its order."""
    made = (_part(one, passages) for one in kept.parts)
    return [part for part in made if part is not None]


def draft_of(answer: Answer, kept: Approved, provider: Provider, now: Choices) -> Draft:
    """The same letter once more, to be read and approved anew."""
    draft = Draft.of(
        cast(Kind, kept.kind),
        provider,
        kept.question,
        parts_of(kept, answer.passages),
        language=kept.language,
        earlier=kept.earlier,
        unsupported=kept.unsupported,
        length=kept.length,
        choices=choices_of(kept, now),
    ).with_names(kept.named)
    return replace(draft, of_summary=kept.of_summary, asked=answer.asked, asked_pages=answer.asked_pages)


def _kept(part: Part, places: dict[Passage, int]) -> ApprovedPart:
    if part.passage is None:
        return ApprovedPart(part.words, part.step, tuple(places[one] for one in part.rests_on if one in places))
    at = places.get(part.passage)
    return ApprovedPart(part.edited if at is not None else part.words, passages=() if at is None else (at,))


def _part(kept: ApprovedPart, passages: Sequence[Passage]) -> Part | None:
    there = tuple(passages[at] for at in kept.passages if at < len(passages))
    if kept.step or not there:
        return None if kept.words is None else Part(kept.words, step=kept.step, rests_on=there)
    return replace(Part.of(there[0]), edited=kept.words)
