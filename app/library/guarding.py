"""What `doctor` tells of the limits that the system enforces on the processes that open PDFs."""

from typing import Any

from app.documents.reader import Limits
from app.host import children, limits
from app.host.limits import Aspect, Held
from app.library.advising import gigabytes
from app.library.finding import Finding, line

_PATIENCE = 30.0
"""Seconds for a child to start and to tell; it takes a fraction of one."""
_WORDS: dict[Aspect, str] = {
    "privileges": "no new privileges",
    "network": "no network",
    "writing": "nothing written",
    "programs": "no other program started",
    "memory": "a limit on memory",
    "processor": "a limit on processor time",
}


def found() -> tuple[list[Finding], dict[str, Any]]:
    """Asked of a child that is held as the readers are: what a system offers is known only by trying."""
    memory = Limits().memory or 0
    told = _told(memory)
    fact: dict[str, Any] = {"memory_limit": memory, **{one.aspect: one.reason is None for one in told}}
    fact["reasons"] = {one.aspect: one.reason for one in told if one.reason is not None}
    return _findings(told, memory), {"readers": fact}


def _findings(told: tuple[Held, ...], memory: int) -> list[Finding]:
    if not told:
        return [line("Readers of PDFs", "how the system holds them could not be learnt")]
    missing = [one for one in told if one.reason is not None]
    if not missing:
        said = "held by the system: no network, nothing written, no other program started, {memory} of memory at most"
        return [line("Readers of PDFs", said, memory=gigabytes(memory))]
    return [
        line("Readers of PDFs", "not enforced by this system: {what} ({why})", what=_WORDS[one.aspect], why=one.reason or "")
        for one in missing
    ]  # fmt: skip


def _told(memory: int) -> tuple[Held, ...]:
    """Empty where the child did not come to tell."""
    child = children.start(limits.look, memory, name="limits-look")
    try:
        held = child.channel.recv() if child.channel.poll(_PATIENCE) else ()
    except (EOFError, OSError):
        held = ()
    finally:
        child.kill()
    return held if isinstance(held, tuple) else ()
