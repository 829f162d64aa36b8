"""`models list|pull|import|verify|remove|use`."""

import argparse
from collections.abc import Callable

from app.cli import bringing, shapes
from app.cli.console import Console
from app.cli.scope import open_library
from app.library import advising
from app.library import bringing as bring
from app.library import models as library_models
from app.library.models import KnownModel
from app.library.rooms import Rooms
from app.stop import Stop

_NEEDS_USER = 3
_RECOMMENDED = "recommended"
"""Stands for the model that suits this machine."""


def models(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    actions: dict[str, Callable[[Rooms, argparse.Namespace, Console, Stop], int]] = {
        "list": _list,
        "pull": _pull,
        "import": _import,
        "verify": _verify,
        "remove": _remove,
        "use": _use,
    }
    with open_library(options) as library:
        if options.action in {"pull", "use"} and options.target == _RECOMMENDED:
            options.target = advising.advised(library.rooms).model.id
        return actions[options.action](library.rooms, options, console, stop)


def _list(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    advice = advising.advised(rooms)
    for model in library_models.listed(rooms):
        if console.json:
            console.object(shapes.model(model, advice.model.id))
        else:
            console.result(_described(model, recommended=model.id == advice.model.id))
    if not console.json:
        console.note(f"Recommended for this machine: {advising.said(advice.sentences)}")
    return 0


def _pull(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    if options.print_url:
        return bringing.print_url(rooms, options.target, console)
    if options.folder is not None:
        files = bring.pull_from(rooms, options.target, options.folder, report=console.progress, stop=stop)
    else:
        files = library_models.pull(rooms, options.target, report=console.progress, stop=stop)
    return _here(console, files.id, [str(path) for path in files.paths], "is on this machine")


def _import(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    files = library_models.import_file(rooms, options.target, report=console.progress, stop=stop)
    _warn(console, files.id, library_models.lacking(files))
    return _here(
        console, files.id, [str(path) for path in files.paths], f"taken; ‘inglenook models use {files.id}’ chooses it"
    )


def _verify(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    status = 0
    for checked in library_models.verify(rooms, report=console.progress, stop=stop):
        if console.json:
            console.object(shapes.verified(checked))
        elif checked.error is None:
            console.result(f"{checked.id}  whole")
        if checked.error is not None:
            status = _NEEDS_USER
            console.bad_file(checked.error)
    return status


def _remove(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    library_models.remove(rooms, options.target)
    return _here(console, options.target, [], "removed from this machine")


def _use(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    files = library_models.use(rooms, options.target, adapter=options.adapter)
    _warn(console, files.id, library_models.lacking(files))
    paths = [*files.paths, *([files.adapter.path] if files.adapter else [])]
    beside = f" with the adapter {files.adapter.id}" if files.adapter else ""
    return _here(console, files.id, [str(path) for path in paths], f"is used from now on{beside}")


def _warn(console: Console, ident: str, lacking: tuple[int, int] | None) -> None:
    """Of a model that this machine has too little memory for: it may still be meant for another one."""
    if lacking is not None:
        needed, total = (f"{amount / 1e9:.1f} GB" for amount in lacking)
        console.note(f"{ident} needs about {needed} of memory and this machine has {total}: choose a smaller one.")


def _here(console: Console, ident: str, paths: list[str], what: str) -> int:
    if console.json:
        console.object({"schema": 1, "model": ident, "paths": paths})
    else:
        console.result(f"{ident}  {what}")
    return 0


def _described(model: KnownModel, *, recommended: bool) -> str:
    here = "on this machine" if model.folder else "not here"
    mark = "* " if model.chosen else "  "
    size = f"{model.bytes / 1e9:.1f} GB" if model.bytes >= 1e9 else f"{model.bytes / 1e6:.0f} MB"
    best = ", recommended for this machine" if recommended else ""
    lines = [f"{mark}{model.id}  {model.name}, {model.purpose}, {size}, {here}{best}"]
    if model.licence:
        lines.append(f"    {model.publisher}, {model.licence}. {model.terms}")
    if model.memory:
        lines.append(f"    needs about {model.memory / 1e9:.1f} GB of memory; context {model.context} tokens")
    return "\n".join(lines)
