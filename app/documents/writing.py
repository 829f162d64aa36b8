"""Writing PDFs: HTML of our own is set by a worker process, and the file replaced as a whole."""

import os
import tempfile
import time
from pathlib import Path

from app.documents.reader import Limits
from app.documents.typesetting import Manuscript, work
from app.host import children
from app.host.children import Child
from app.host.paths import unwritable
from app.stop import Stop

_LISTEN = 0.05
"""Seconds between looks at the stop token."""
_LONGEST = 600.0
"""Seconds after which the setting of a text has surely gone wrong; a thousand pages take a few."""


def write_pdf(html: str, css: str, to: Path, *, title: str, stop: Stop) -> None:
    """Write `html` as a PDF on A4 with numbered pages, an outline of its headings, and text that can be copied out of it.

    Nothing is fetched: pictures come out as their alternative text, links as their words. A table that is too wide for
    the paper, or has a row that is higher than a page, is set cell below cell. `to` is replaced as a whole and readable by
    its owner only. Raises Stopped, or UserFixable `read_only` or `no_space`; RuntimeError if the worker fails."""
    stop.check()
    _replace(to, _typeset(Manuscript(html, css, title), stop))


def _typeset(manuscript: Manuscript, stop: Stop) -> bytes:
    child = children.start(work, Limits().memory, name="inglenook-writer")
    try:
        child.channel.send(manuscript)
        _wait(child, stop)
        return child.channel.recv_bytes()
    except (EOFError, OSError) as error:
        raise RuntimeError("the worker that sets PDFs died") from error
    finally:
        child.kill()


def _wait(child: Child, stop: Stop) -> None:
    began = time.monotonic()
    while not child.channel.poll(_LISTEN):
        stop.check()
        if time.monotonic() - began > _LONGEST:
            raise RuntimeError("the worker that sets PDFs hung")


def _replace(to: Path, data: bytes) -> None:
    """Put `data` in the place of `to`, all of it or nothing."""
    new: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=".inglenook-", suffix=".new", dir=to.parent)
        new = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(to)
    except OSError as error:
        if new is not None:
            new.unlink(missing_ok=True)
        raise unwritable(error, to.parent) from error
