"""The JSON of the contract: types to dictionaries. Fields are added, never renamed or removed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.console import error_shape
from app.errors import UserFixable
from app.types import (
    Answer,
    Box,
    Citation,
    Cloud,
    Conversation,
    Document,
    Follows,
    Passage,
    Scope,
    Step,
    Summary,
    TokenCount,
    Turn,
)

if TYPE_CHECKING:
    from app.library.documents import Failed
    from app.library.models import Checked, KnownModel

SCHEMA = 1
Shape = dict[str, Any]


def document(value: Document) -> Shape:
    return {
        "schema": SCHEMA,
        "file": value.file,
        "document": value.id,
        "title": value.title,
        "pages": value.pages,
        "state": value.state,
        "chunks": value.chunks,
        "collections": list(value.collections),
        "skipped": [{"page": page, "reason": reason} for page, reason in value.skipped],
        "error": None,
        "path": str(value.path),
        "embedded": value.embedded,
        "unseen": [{"page": page, "why": one.why, "text": one.text} for page, one in value.unseen],
    }


def failed(file: str, path: str, error: UserFixable) -> Shape:
    return {
        "schema": SCHEMA,
        "file": file,
        "document": None,
        "title": None,
        "pages": 0,
        "state": "failed",
        "chunks": 0,
        "collections": [],
        "skipped": [],
        "error": error_shape(error),
        "path": path,
        "embedded": 0,
        "unseen": [],
    }


def removed(value: "Document | Failed") -> Shape:
    """`document` is null for a file that had never been read."""
    ident = value.id if isinstance(value, Document) else None
    return {"schema": SCHEMA, "file": value.file, "document": ident, "removed": True, "path": str(value.path)}


def found(passage: Passage, boxes: Sequence[Box]) -> Shape:
    """One passage of `search`; `boxes` are those of its first page."""
    return {
        "schema": SCHEMA,
        "file": passage.file,
        "document": passage.document,
        "page": passage.page,
        "pages": list(passage.pages),
        "section": passage.section,
        "score": round(passage.score, 4),
        "text": passage.text,
        "boxes": _rounded(boxes),
    }


def answer(value: Answer, ident: str | int | None = None) -> Shape:
    return {
        "schema": SCHEMA,
        "id": ident,
        "question": value.question,
        "answer": value.text,
        "found": value.found,
        "citations": [_citation(one) for one in value.citations],
        "unsupported": list(value.unsupported),
        "passages": [_passage(one) for one in value.passages],
        "scope": _scope(value.scope),
        "suggest_cloud": None if value.suggest_cloud is None else {"reason": value.suggest_cloud},
        "conversation": value.conversation,
        "model": value.model,
        "device": value.device,
        "device_note": value.device_note,
        "tokens": tokens(value.tokens),
        "seconds": {name: round(seconds, 3) for name, seconds in value.seconds.items()},
        "withdrawn": value.withdrawn,
        "nearest": None if value.nearest is None else _citation(value.nearest),
        "missing": list(value.missing),
        "understood": value.understood,
        "follows": None if value.follows is None else _follows(value.follows),
        "dropped": None if value.follows is None else value.follows.dropped,
        "thorough": value.thorough,
        "whole": None if value.whole is None else round(value.whole, 1),
        "cloud": None if value.cloud is None else cloud(value.cloud),
        "checked": None if value.checked is None else {"done": value.checked[0], "of": value.checked[1]},
        "steps": [step(one) for one in value.steps],
    }


def step(value: Step) -> Shape:
    """`found` is null while it waits, and empty where the documents do not say."""
    return {"step": value.question, "found": value.found}


def cloud(value: Cloud) -> Shape:
    """Where an answer came from that was not written here. `ended` is false for one that was cut short."""
    return {
        "provider": value.provider,
        "name": value.name,
        "model": value.model,
        "tokens": None if value.tokens is None else tokens(value.tokens),
        "cost": value.cost,
        "currency": value.currency or None,
        "digest": value.digest,
        "ended": value.ended,
    }


def _follows(value: Follows) -> Shape:
    return {"question": value.question, "back": value.back, "cut": value.cut}


def answer_failed(error: UserFixable, ident: str | int | None) -> Shape:
    return {"schema": SCHEMA, "id": ident, "error": error_shape(error)}


def summary(value: Summary) -> Shape:
    return {
        "schema": SCHEMA,
        "file": value.file,
        "document": value.document,
        "summary": value.text,
        "sections": [{"title": one.title, "pages": list(one.pages), "summary": one.summary} for one in value.sections],
        "coverage": {
            "pages": value.pages,
            "read": value.read,
            "skipped": [{"page": page, "reason": reason} for page, reason in value.skipped],
        },
        "model": value.model,
        "by_model": value.by_model,
        "device": value.device,
        "tokens": tokens(value.tokens),
        "seconds": {"total": round(value.seconds, 3)},
    }


def conversation(value: Conversation) -> Shape:
    return {
        "schema": SCHEMA,
        "conversation": value.id,
        "title": value.title,
        "created": moment(value.created),
        "updated": moment(value.updated),
        "turns": value.turns,
    }


def conversation_shown(value: Conversation, turns: Sequence[Turn]) -> Shape:
    return {"schema": SCHEMA, "conversation": value.id, "title": value.title, "turns": [_turn(one) for one in turns]}


def conversation_removed(value: Conversation) -> Shape:
    return {"schema": SCHEMA, "conversation": value.id, "removed": True}


def exported(value: Conversation, to: Path) -> Shape:
    return {"schema": SCHEMA, "conversation": value.id, "file": to.name, "path": str(to)}


def _turn(value: Turn) -> Shape:
    return {
        "question": value.question,
        "answer": answer(value.answer),
        "created": moment(value.created),
        "rating": value.rating,
    }


def moment(seconds: float) -> str:
    """ISO 8601, UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _citation(value: Citation) -> Shape:
    return {
        "mark": value.mark,
        "file": value.file,
        "document": value.document,
        "page": value.page,
        "label": value.label,
        "quote": value.quote,
        "boxes": _rounded(value.boxes),
    }


def _passage(value: Passage) -> Shape:
    return {
        "file": value.file,
        "page": value.page,
        "pages": list(value.pages),
        "score": round(value.score, 4),
        "text": value.text,
    }


def _scope(value: Scope) -> Shape:
    return {"documents": value.documents, "pages": value.pages, "read": value.read, "by_meaning": value.by_meaning}


def tokens(value: TokenCount) -> Shape:
    return {"prompt": value.prompt, "reused": value.reused, "generated": value.generated}


def _rounded(boxes: Sequence[Box]) -> list[list[float]]:
    return [[round(edge, 1) for edge in box] for box in boxes]


def model(value: "KnownModel", recommended: str) -> Shape:
    return {
        "schema": SCHEMA,
        "model": value.id,
        "name": value.name,
        "purpose": value.purpose,
        "publisher": value.publisher,
        "licence": value.licence,
        "terms": value.terms,
        "bytes": value.bytes,
        "memory": value.memory,
        "context": value.context,
        "installed": value.folder is not None,
        "folder": None if value.folder is None else str(value.folder),
        "chosen": value.chosen,
        "default": value.default,
        "own": value.own,
        "recommended": value.id == recommended,
        "memory_basis": value.memory_basis,
        "memory_by_context": {str(length): count for length, count in value.memory_by_context},
        "rung": value.rung,
        "languages": list(value.languages),
    }


def verified(value: "Checked") -> Shape:
    return {
        "schema": SCHEMA,
        "model": value.id,
        "whole": value.error is None,
        "paths": [str(path) for path in value.files],
        "error": None if value.error is None else error_shape(value.error),
    }
