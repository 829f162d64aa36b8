"""PDFs as files: which there are, what identifies one, and whether one changed."""

import hashlib
import os
from pathlib import Path

from app.errors import UserFixable
from app.stop import Stop

_BLOCK = 1 << 20
_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024
"""Acrobat accepts the header anywhere in the first 1024 bytes, and so do we."""


def hash_file(path: Path, stop: Stop | None = None) -> str:
    """SHA-256 of the file's bytes in hexadecimal. Raises Stopped, UserFixable `not_found`, `unreadable` or `empty_file`."""
    stop = stop or Stop()
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                stop.check()
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise unopenable(error, path) from error
    if not size:
        raise UserFixable("empty_file", file=path.name)
    return digest.hexdigest()


def find_pdfs(path: Path, stop: Stop | None = None) -> list[Path]:
    """A file is itself; a folder stands for all PDFs below it, in order of name. Raises Stopped, `not_found` or `no_pdfs`."""
    stop = stop or Stop()
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UserFixable("not_found", file=path.name or str(path))
    found: list[Path] = []
    for folder, _, names in os.walk(path):
        stop.check()
        pdfs = (Path(folder) / name for name in names if name.lower().endswith(".pdf"))
        found += (pdf for pdf in pdfs if pdf.is_file())
    if not found:
        raise UserFixable("no_pdfs", file=path.name or str(path))
    return sorted(found)


def require_pdf(path: Path) -> None:
    """Raises UserFixable `not_a_pdf`, `empty_file`, `not_found` or `unreadable`."""
    try:
        with path.open("rb") as file:
            begin = file.read(_HEADER_WITHIN + len(_HEADER))
    except OSError as error:
        raise unopenable(error, path) from error
    if not begin:
        raise UserFixable("empty_file", file=path.name)
    if _HEADER not in begin:
        raise UserFixable("not_a_pdf", file=path.name)


State = tuple[int, int, int]


def state_of(path: Path) -> State:
    """Size, time of change and number of the file; they differ once it was written anew. Raises `not_found`."""
    try:
        status = path.stat()
    except OSError as error:
        raise unopenable(error, path) from error
    return (status.st_size, status.st_mtime_ns, status.st_ino)


def unopenable(error: OSError, path: Path) -> UserFixable:
    """The user's words for an operating system's refusal to open a file."""
    if isinstance(error, FileNotFoundError):
        return UserFixable("not_found", file=path.name)
    reason = "it is a folder" if isinstance(error, IsADirectoryError) else (error.strerror or "no reason given").lower()
    return UserFixable("unreadable", file=path.name, reason=reason)
