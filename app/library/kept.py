"""Answers and summaries as JSON, and back. Fields that an older version did not write come back empty."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from app.types import (
    Answer,
    Approved,
    ApprovedPart,
    Citation,
    Cloud,
    Follows,
    Passage,
    Scope,
    SectionSummary,
    Span,
    Step,
    Summary,
    TokenCount,
)

Json = Mapping[str, Any]


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """All but the question and where it is kept; the text is called `answer`."""
    kept = asdict(answer)
    for elsewhere in ("question", "conversation", "turn"):
        del kept[elsewhere]
    kept["answer"] = kept.pop("text")
    return kept


def answer_from_json(kept: Json, *, question: str, conversation: str, turn: int) -> Answer:
    return Answer(
        question=question,
        text=kept.get("answer", ""),
        found=kept.get("found", False),
        citations=tuple(map(_citation, kept.get("citations", ()))),
        unsupported=tuple(kept.get("unsupported", ())),
        passages=tuple(map(_passage, kept.get("passages", ()))),
        scope=Scope(**kept["scope"]) if "scope" in kept else Scope(0, 0, 0, 0),
        model=kept.get("model", ""),
        device=kept.get("device", ""),
        device_note=kept.get("device_note"),
        tokens=TokenCount(**kept.get("tokens", {})),
        seconds=dict(kept.get("seconds", {})),
        suggest_cloud=kept.get("suggest_cloud"),
        conversation=conversation,
        withdrawn=kept.get("withdrawn"),
        turn=turn,
        nearest=_citation(kept["nearest"]) if kept.get("nearest") else None,
        missing=tuple(kept.get("missing", ())),
        understood=kept.get("understood"),
        follows=Follows(**_known(Follows, kept["follows"])) if kept.get("follows") else None,
        asked=tuple(kept.get("asked", ())),
        asked_pages=_pair(kept["asked_pages"]) if kept.get("asked_pages") else None,
        thorough=kept.get("thorough", False),
        whole=kept.get("whole"),
        cloud=_cloud(kept["cloud"]) if kept.get("cloud") else None,
        likely=kept.get("likely"),
        approved=_approved(kept["approved"]) if kept.get("approved") else None,
        steps=tuple(map(_step, kept.get("steps", ()))),
        checked=_pair(kept["checked"]) if kept.get("checked") else None,
    )


def _approved(kept: Json) -> Approved:
    parts = tuple(_part(one) for one in kept.get("parts", ()))
    masks = {name: tuple((text, kind) for text, kind in kept.get(name, ())) for name in ("hidden", "lifted", "masked")}
    told = {**_known(Approved, kept), **masks, "parts": parts, "unsupported": tuple(kept.get("unsupported", ()))}
    return Approved(**told)


def _part(kept: Json) -> ApprovedPart:
    return ApprovedPart(**{**_known(ApprovedPart, kept), "passages": tuple(kept.get("passages", ()))})


def _step(kept: Json) -> Step:
    return Step(**{**_known(Step, kept), "passages": tuple(kept.get("passages", ()))})


def _cloud(kept: Json) -> Cloud:
    tokens = TokenCount(**kept["tokens"]) if kept.get("tokens") else None
    return Cloud(**{**_known(Cloud, kept), "tokens": tokens})


def _citation(kept: Json) -> Citation:
    page = kept["page"]
    boxes = tuple(_four(box) for box in kept.get("boxes", ()))
    return Citation(
        kept["mark"], kept["document"], kept["file"], page, kept.get("label", str(page)), kept["quote"], boxes
    )


def _passage(kept: Json) -> Passage:
    spans = tuple(Span(**span) for span in kept["spans"])
    return Passage(**{**_known(Passage, kept), "spans": spans})


def _known(
    kind: type[Passage]
    | type[Summary]
    | type[Follows]
    | type[Cloud]
    | type[Approved]
    | type[ApprovedPart]
    | type[Step],
    kept: Json,
) -> dict[str, Any]:
    """Without what a later version may have added."""
    return {field.name: kept[field.name] for field in fields(kind) if field.name in kept}


def _four(box: Sequence[float]) -> tuple[float, float, float, float]:
    return (box[0], box[1], box[2], box[3])


def summary_to_json(summary: Summary) -> dict[str, Any]:
    return asdict(summary)


def summary_from_json(kept: Json) -> Summary:
    sections = [SectionSummary(one["title"], _pair(one["pages"]), one["summary"]) for one in kept["sections"]]
    skipped = tuple((int(page), str(reason)) for page, reason in kept["skipped"])
    tokens = TokenCount(**kept["tokens"])
    return Summary(**{**_known(Summary, kept), "sections": tuple(sections), "skipped": skipped, "tokens": tokens})


def _pair(pages: Sequence[int]) -> tuple[int, int]:
    return (pages[0], pages[1])
