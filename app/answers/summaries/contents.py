"""Lines of a table of contents: they say where something stands, and nothing of it."""

import re
from collections.abc import Sequence

from app.answers.text.sentences import Range

_LEADER = re.compile(r"(?:[.…·_]\s?){4,}")
_ENTRY = re.compile(r"(?:[.…·_]\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]-?\d{1,3})?(?:\s+\d{1,2}(?:\.\d{1,2})*\.?)?\s*$")
"""Dots up to the number of a page, or to nothing; the number of the next entry may follow. Behind dots, too, stand prices."""
_NUMBERED_TITLE = re.compile(r"[\w(„“\"«][^|]{2,90}?\s(\d{1,4})\s*$")
_MARK = re.compile(r"\s*(?:[A-Z]?\d{1,3}(?:\.\d{1,3})*[.)]?)\s*$")
"""The number of an entry, alone in its line."""
_STOP = re.compile(r"[.!?:;]\s*$")
_NAMED = re.compile(
    r"\W*(?:table of contents|contents|list of (?:tables|figures)|inhalt(?:sverzeichnis|sübersicht)?|verzeichnis|table des matières|"
    r"sommaire|índice|contenidos?)\W*$",
    re.IGNORECASE,
)
_LEAST, _LEAST_NAMED = 5, 3
"""Lines with the number of a page that make a list of contents, and where a heading says so."""


def is_named(title: str) -> bool:
    return _NAMED.match(title) is not None


def is_entry(line: str) -> bool:
    """Whether a line leads by dots to a page."""
    return _ENTRY.search(line) is not None


def without_leader(title: str) -> str:
    """A heading that was glued from a line of contents, without its dots and pages."""
    found = _LEADER.search(title)
    return title[: found.start()].rstrip() if found else title


def entries(text: str, section: str) -> list[Range]:
    """Places of the lines of contents in a text, with what belongs to them: the number of an entry in a line of its own, and
    the first line of a title that takes two."""
    lines = _lines(text)
    found = {i for i, (start, end) in enumerate(lines) if is_entry(text[start:end])}
    found |= _listed([text[start:end] for start, end in lines], section)
    for i in sorted(found):
        if i + 1 < len(lines) and _MARK.match(text, *lines[i + 1]):
            found.add(i + 1)
        begun = text[slice(*lines[i - 1])] if i else ""
        if (
            begun.strip()
            and not _STOP.search(begun)
            and (i < 2 or i - 2 in found or not text[slice(*lines[i - 2])].strip())
        ):
            found.add(i - 1)
    return [lines[i] for i in sorted(found)]


def _lines(text: str) -> list[Range]:
    made: list[Range] = []
    begin = 0
    for line in text.split("\n"):
        made.append((begin, begin + len(line)))
        begin += len(line) + 1
    return made


def _listed(lines: Sequence[str], section: str) -> set[int]:
    """Runs of titles that end in the number of a page, none smaller than the one before."""
    found: set[int] = set()
    run: list[int] = []
    named, page = is_named(section), 0
    for i, line in enumerate([*lines, "."]):
        if is_named(line):
            named = True
        match = _NUMBERED_TITLE.match(line)
        if match and int(match[1]) >= page:
            run.append(i)
            page = int(match[1])
        elif line.strip():
            found |= set(run) if len(run) >= (_LEAST_NAMED if named else _LEAST) else set()
            run, page = ([i], int(match[1])) if match else ([], 0)
    return found
