"""`crashes list|show|export|remove`: reports of faults, which are kept on this machine and sent nowhere."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from app.cli import shapes
from app.cli.console import Console
from app.errors import UserFixable
from app.host import crashes as host_crashes
from app.host import faults
from app.host.crashes import CrashReport
from app.host.paths import Paths, unwritable
from app.stop import Stop

_Action = Callable[[list[CrashReport], argparse.Namespace, Console], None]


def crashes(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    paths = Paths.find(options.data_dir)
    faults.collect(paths)
    kept = host_crashes.listed(paths.crashes)
    actions: dict[str, _Action] = {"list": _list, "show": _show, "export": _export, "remove": _remove}
    actions[options.action](kept, options, console)
    return 0


def _list(kept: list[CrashReport], options: argparse.Namespace, console: Console) -> None:
    for report in kept:
        if console.json:
            console.object(_shape(report))
        else:
            console.result(f"{report.id}  {_day(report)}  {report.process}: {report.fault}")
    if not kept and not console.json:
        console.note("No fault was kept.")


def _show(kept: list[CrashReport], options: argparse.Namespace, console: Console) -> None:
    for report in _chosen(kept, options.target):
        if console.json:
            console.object({**_shape(report), "text": report.text})
        else:
            console.result(report.text)


def _export(kept: list[CrashReport], options: argparse.Namespace, console: Console) -> None:
    """What is written is shown first."""
    chosen = _chosen(kept, options.target)
    text = "\n".join(report.text for report in chosen)
    write(options.to, text, force=options.force)
    if console.json:
        console.object({"schema": shapes.SCHEMA, "path": str(options.to), "reports": [report.id for report in chosen]})
    else:
        console.result(f"{text}\n{options.to}  written; this is all that is in it.")


def _remove(kept: list[CrashReport], options: argparse.Namespace, console: Console) -> None:
    chosen = _chosen(kept, options.target)
    host_crashes.remove(chosen)
    if console.json:
        console.object({"schema": shapes.SCHEMA, "removed": [report.id for report in chosen]})
    else:
        console.result("\n".join(f"{report.id}  removed" for report in chosen))


def write(path: Path, text: str, *, force: bool) -> None:
    """A file of its owner's alone. Raises `exists`, `read_only`, `no_space`."""
    try:
        path.touch(mode=0o600, exist_ok=force)
        path.write_text(text, encoding="utf-8")
    except FileExistsError as error:
        raise UserFixable("exists", file=path.name) from error
    except OSError as error:
        raise unwritable(error, path.parent) from error


def _chosen(kept: list[CrashReport], target: str) -> list[CrashReport]:
    """By the beginning of an id, 'last' or 'all'. Raises `not_found`."""
    if target == "all":
        found = kept
    elif target == "last":
        found = kept[:1]
    else:
        found = [report for report in kept if report.id.startswith(target)][:1]
    if not found:
        raise UserFixable("not_found", file=target)
    return found


def _day(report: CrashReport) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(report.time))


def _shape(report: CrashReport) -> dict[str, object]:
    return {
        "schema": shapes.SCHEMA,
        "id": report.id,
        "time": report.time,
        "process": report.process,
        "fault": report.fault,
        "path": str(report.path),
    }
