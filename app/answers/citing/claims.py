"""What a statement claims, in which of its parts, and what of it stands in place of another."""

import re

from app.answers.citing.fitting import shape
from app.answers.citing.sites import Site
from app.answers.text.names import names
from app.answers.text.remembered import remembered
from app.answers.text.values import Value, is_year, months, values
from app.types import Passage

_CLAUSE = re.compile(r"[;:,]\s|\s(?:and|but|while|against|than|to|und|aber|gegen|gegenüber|et|contre|y|e)\s")
_AMENDING = re.compile(
    r"\b(?:(?:is|are|was|were) (?:replaced|amended|changed)|becomes?|instead of|(?:falls?|raised|rises?|lowered|reduced) (?:from .{1,30} )?to"
    r"|wird ersetzt|ersetzt durch|statt|remplacé)\b",
    re.IGNORECASE,
)
_OLD = re.compile(r".{0,40}?\b(?:(?:is|are|was|were) replaced by|becomes|wird durch)\b", re.IGNORECASE | re.DOTALL)
_PAST = re.compile(
    r"\b(?:was|were|had|before|until|formerly|originally|first|former|war|waren|früher|zuvor|bis)\b", re.IGNORECASE
)


@remembered(1024)
def stated(statement: str) -> tuple[Value, ...]:
    """What a statement makes a claim with: the values of the text, months by themselves, and names."""
    found = [*values(statement), *months(statement), *names(statement)]
    return tuple(sorted(found, key=lambda value: value.start))


def clause(statement: str, value: Value) -> tuple[int, int]:
    """Where the part of the statement begins and ends that a value stands in."""
    cuts = [0, *(m.start() for m in _CLAUSE.finditer(statement)), len(statement)]
    return max(cut for cut in cuts if cut <= value.start), min(cut for cut in cuts if cut >= value.end)


def replaces(value: Value, key: str) -> bool:
    """Whether a year or code of the statement stands in place of one of the question."""
    if value.kind == "code":
        return key.startswith("#") and shape(key) == shape(value.key)
    return is_year(key) or bool(re.match(r"\d{4}-\d\d|--", key))


def outdated(statement: str, site: Site) -> bool:
    """'The figure of 10 per cent is replaced by 8 per cent' does not bear that it is 10 per cent."""
    behind = site.text[site.value.end :] if site.form == "prose" else ""
    old = _OLD.match(behind)
    return old is not None and not values(behind[: old.end()]) and not _PAST.search(statement)


def neighbours(one: Passage, other: Passage) -> bool:
    """Whether two passages are of the same pages of a document, or of pages that follow each other."""
    return one.document == other.document and one.pages[0] - 1 <= other.pages[1] and other.pages[0] <= one.pages[1] + 1


def amends(text: str) -> bool:
    """Whether a text says that something takes the place of something else."""
    return _AMENDING.search(text) is not None
