"""The JSON of the contract as shapes: names and types. More fields may be added; none may be missing or of another type."""

from types import NoneType
from typing import Any

TEXT, WHOLE, TRUTH = (str,), (int,), (bool,)
NUMBER = (int, float)
TEXT_OR_NONE = (str, NoneType)

_ID = (str, int, NoneType)
_BOXES = [[(float,)]]
_PAGES = [WHOLE]
_ERROR = {"kind": TEXT, "message": TEXT, "hint": TEXT, "file": TEXT_OR_NONE}
_SKIPPED = [{"page": WHOLE, "reason": TEXT}]
_TOKENS = {"prompt": WHOLE, "reused": WHOLE, "generated": WHOLE}

FAILURE = {"schema": WHOLE, "error": _ERROR}
DOCUMENT = {
    "schema": WHOLE, "file": TEXT, "document": TEXT, "title": TEXT, "pages": WHOLE, "state": TEXT, "chunks": WHOLE,
    "collections": [TEXT], "skipped": _SKIPPED, "error": (NoneType,),
}  # fmt: skip
FAILED = {**DOCUMENT, "document": (NoneType,), "title": (NoneType,), "error": _ERROR}
FOUND = {
    "schema": WHOLE, "file": TEXT, "document": TEXT, "page": WHOLE, "pages": _PAGES, "section": TEXT, "score": NUMBER,
    "text": TEXT, "boxes": _BOXES,
}  # fmt: skip
_CITATION = {
    "mark": WHOLE, "file": TEXT, "document": TEXT, "page": WHOLE, "label": TEXT, "quote": TEXT, "boxes": _BOXES,
}  # fmt: skip
ANSWER = {
    "schema": WHOLE, "id": _ID, "question": TEXT, "answer": TEXT, "found": TRUTH, "citations": [_CITATION],
    "unsupported": [TEXT],
    "passages": [{"file": TEXT, "page": WHOLE, "pages": _PAGES, "score": NUMBER, "text": TEXT}],
    "scope": {"documents": WHOLE, "pages": WHOLE, "read": WHOLE, "by_meaning": WHOLE},
    "suggest_cloud": (dict, NoneType), "conversation": TEXT_OR_NONE, "model": TEXT, "device": TEXT,
    "device_note": TEXT_OR_NONE, "tokens": _TOKENS,
    "seconds": {"search": NUMBER, "first_token": NUMBER, "total": NUMBER},
    "understood": TEXT_OR_NONE, "dropped": (int, NoneType), "thorough": TRUTH, "whole": (int, float, NoneType),
}  # fmt: skip
CONVERSATION = {
    "schema": WHOLE, "conversation": TEXT, "title": TEXT, "created": TEXT, "updated": TEXT, "turns": WHOLE,
}  # fmt: skip
CONVERSATION_SHOWN = {
    "schema": WHOLE, "conversation": TEXT, "title": TEXT,
    "turns": [{"question": TEXT, "answer": ANSWER, "created": TEXT, "rating": WHOLE}],
}  # fmt: skip
FAILED_ANSWER = {"schema": WHOLE, "id": _ID, "error": _ERROR}
SUMMARY = {
    "schema": WHOLE, "file": TEXT, "summary": TEXT,
    "sections": [{"title": TEXT, "pages": _PAGES, "summary": TEXT}],
    "coverage": {"pages": WHOLE, "read": WHOLE, "skipped": _SKIPPED},
    "model": TEXT, "device": TEXT, "tokens": _TOKENS, "seconds": {"total": NUMBER},
}  # fmt: skip


def require(value: Any, shape: Any, at: str = "") -> None:
    """Fails with the place of the first difference."""
    if isinstance(shape, dict):
        assert type(value) is dict, f"{at}: {value!r} is no object"
        assert shape.keys() <= value.keys(), f"{at}: {shape.keys() - value.keys()} missing"
        for name, inner in shape.items():
            require(value[name], inner, f"{at}.{name}")
    elif isinstance(shape, list):
        assert type(value) is list, f"{at}: {value!r} is no array"
        for number, one in enumerate(value):
            require(one, shape[0], f"{at}[{number}]")
    else:
        assert type(value) in shape, f"{at}: {value!r} is none of {shape}"
