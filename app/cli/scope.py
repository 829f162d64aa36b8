"""What several commands read from their options alike."""

import argparse
import getpass
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from app.errors import UserFixable
from app.host.paths import Paths
from app.library import Library

Passwords = Callable[[Path], str | None]
"""Asked for the password of a protected PDF; None means there is none to be had."""


def open_library(options: argparse.Namespace) -> Library:
    return Library(Paths.find(options.data_dir), model=options.model, adapter=options.adapter, gpu=options.gpu)


def passwords(options: argparse.Namespace) -> Passwords:
    """From --password-file, else asked for on a terminal, once a file."""
    if options.password_file is not None:
        password = _first_line(options.password_file)
        return lambda path: password
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return lambda path: None
    return _ask


def _ask(path: Path) -> str | None:
    return typed(lambda: getpass.getpass(f"Password of {path.name}: ", stream=sys.stderr))


def typed(ask: Callable[[], str]) -> str | None:
    """What somebody types when asked. Ctrl-C ends the program here at once, since nothing is under way; Ctrl-D and an empty line mean
    that there is none."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return ask() or None
    except EOFError:
        print(file=sys.stderr)
        return None
    except KeyboardInterrupt:
        print(file=sys.stderr)
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").splitlines()[0]
    except FileNotFoundError as error:
        raise UserFixable("not_found", file=path.name) from error
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise UserFixable("unreadable", file=path.name, reason="it holds no password") from error
