"""Models in the user's words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app import words
from app.library.advising import Recommended
from app.library.finding import Finding
from app.library.models import KnownModel, Origin
from app.types import Progress, Sentence
from app.ui import say
from app.ui.downloads import Download

_CONTEXT = "models"
_SMALL = 1_000_000_000
"""Bytes of memory below which a model suits small machines."""


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def facts(model: KnownModel) -> str:
    """Size, memory, licence: '1.1 GB, from Hugging Face · needs about 2.0 GB of memory · Apache-2.0'. Where it comes from is told
    as long as it is not here."""
    parts = [_size(model)] if model.bytes else []
    if model.purpose == "generator" and 0 < model.memory < _SMALL and not model.own:
        parts.append(QCoreApplication.translate("models", "for small machines"))
    if model.memory:
        needs = QCoreApplication.translate("models", "needs about {memory} of memory")
        parts.append(needs.format(memory=say.size(model.memory)))
    if model.licence:
        parts.append(model.licence)
    return " · ".join(parts)


def terms(model: KnownModel) -> str:
    """The licence in a sentence. The manifest's sentences are translated as `models`, too."""
    return _tr(model.terms)


def _size(model: KnownModel) -> str:
    size = say.size(model.bytes)
    if model.folder is not None or not model.sources:
        return size
    place = {
        "hub": "Hugging Face",
        "package": QCoreApplication.translate("models", "a Python package index"),
        "mirror": model.sources[0].name,
        "folder": model.sources[0].name,
    }[model.sources[0].kind]
    return QCoreApplication.translate("models", "{size}, from {place}").format(size=size, place=place)


def source(model: KnownModel) -> str:
    """All places that a download would be tried from, by name: for who wants to know it exactly; a sentence."""
    if not model.sources:
        return QCoreApplication.translate("models", "It cannot be downloaded; choose a file that you have.")
    first, *others = [_place(origin) for origin in model.sources]
    if not others:
        return QCoreApplication.translate("models", "Comes from {place}.").format(place=first)
    both = QCoreApplication.translate("models", "Comes from {place}, or else from {other}.")
    return both.format(place=first, other=others[0])


def _place(origin: Origin) -> str:
    if origin.kind == "hub":
        return QCoreApplication.translate("models", "Hugging Face ({name})").format(name=origin.name)
    if origin.kind == "mirror":
        return QCoreApplication.translate("models", "your company's mirror ({name})").format(name=origin.name)
    if origin.kind == "folder":
        return QCoreApplication.translate("models", "your company's folder ({name})").format(name=origin.name)
    return QCoreApplication.translate("models", "this machine's Python package index ({name})").format(name=origin.name)


def why(found: Recommended) -> str:
    """Why this model is offered."""
    if found.chosen:
        return QCoreApplication.translate("models", "You have chosen this model.")
    return advice(found.advice.sentences)


def advice(sentences: Sequence[Sentence]) -> str:
    """What the recommendation says, with sizes in the user's notation."""
    return " ".join(_sentence(one) for one in sentences)


def _sentence(one: Sentence) -> str:
    values = {name: say.size(value) if isinstance(value, int) else value for name, value in one.values.items()}
    return words.filled(QCoreApplication.translate("recommendation", one.template), values)


def finding(one: Finding) -> str:
    """What the diagnosis found, in the user's language; what is copied stays English, for whoever helps."""
    if one.error is not None:
        return say.whole(one.error)
    if one.sentences:
        return advice(one.sentences)
    values = {name: say.reason(QCoreApplication.translate("diagnosis", value)) for name, value in one.values.items()}
    return words.filled(QCoreApplication.translate("diagnosis", one.template), values)


def standing(download: Download) -> str:
    """Where a download stands: '430 MB of 1.1 GB · 3 minutes left'."""
    if download.error is not None:
        return say.whole(download.error)
    come = _come(download.progress)
    if download.stopped:
        stopped = QCoreApplication.translate("models", "Stopped. It goes on from where it was.")
        return f"{come} · {stopped}" if come else stopped
    if not come:
        return QCoreApplication.translate("models", "Waiting for an answer…")
    left = None if download.progress is None else download.progress.left
    if left is None:
        return come
    remaining = QCoreApplication.translate("time", "{duration} left").format(duration=say.duration(left))
    return f"{come} · {remaining}"


def _come(progress: Progress | None) -> str:
    if progress is None or not progress.total:
        return ""
    done, total = say.size(progress.done), say.size(progress.total)
    return QCoreApplication.translate("models", "{done} of {total}").format(done=done, total=total)
