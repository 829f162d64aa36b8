"""Whether an answer is of the kind that was asked for: a figure for 'how many', somebody for 'who', and from a place that says something.

A small model that finds no figure tells what it finds: 'What did they pay to the widow?' – 'The master was retained.' Every word
of that may stand on the page, so that only the question tells that it is no answer.
"""

import re
from collections.abc import Sequence

from app.answers.citing.bearing import reading
from app.answers.citing.cite import Statement, Window
from app.answers.citing.verify import Verdict
from app.answers.text.amounts import units_in
from app.answers.text.names import names, parts
from app.answers.text.terms import terms, values
from app.types import Passage

_ASKS_FIGURE = re.compile(
    r"\bhow (?:much|many|long|old|far|often|high|heavy|loud|tight|wide|deep|tall|big|large|fast|hot|cold|thick)\b"
    r"|\b(?:what|which) (?:\w+ )?(?:percentage|share|proportion|price|sum|amount|rate|rent|speed|weight|salary|year)\b"
    r"|\bwhat (?:does|did|do|would|will|was|is|were)\b.*\b(?:cost|pay|paid|charged?)\b"
    r"|\bwie (?:viele?|lange|alt|oft|hoch|schwer|teuer|weit|groß)\b|\bcombien\b|\bcuánt[oa]s?\b|\bquant[oiae]\b",
    re.IGNORECASE,
)
_ASKS_COUNT = re.compile(
    r"\bhow many\b|\bwie viele\b|\bcombien d|\bcuánt[oa]s\b|\bquant[ie]\b|\bquant[oa]s\b", re.IGNORECASE
)
_OF_TIME = frozenset(["s", "min", "h", "day", "night", "week", "month", "year"])
_COUNTS = re.compile(
    r"\b(?:one|once|twice|half|no|none|nothing|nobody|never|not|every|each|all|daily|weekly|monthly|yearly|annually"
    r"|years?|months?|weeks?|days?|hours?|ein\w*|halb\w*|kein\w*|nicht\w*|nie|jede\w*|alle|une?|aucun\w*|rien|chaque|tou\w+"
    r"|un[oa]?|ning\w+|nessun\w*|nulla|nada|cada|ogni|tod[oa]s?|tutt\w)\b",
    re.IGNORECASE,
)
"""What tells how many without a figure."""
_ASKS_WHO = re.compile(
    r"^\W*(?:who|whom|whose)\b|\b(?:what is|what was|give) the name of the (?:person|company|firm)", re.IGNORECASE
)
_ASKS_NAME = re.compile(
    r"\b(?:who|whom|whose|which|where|names?|wer|wen|wem|wessen|welche[rsnm]?|wo|wohin|qui|quel(?:le)?s?|où|quién(?:es)?|cuál(?:es)?|dónde"
    r"|chi|quale|quali|dove|quem|qual|quais|onde)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"(?:ed|ing)$")


def misses_kind(question: str, answer: str) -> bool:
    """Whether a figure or somebody was asked for, and the answer brings none that the question did not have. Of several
    things that are asked for, one is enough."""
    brought = [
        brings(question, answer)
        for asks, brings in ((_ASKS_FIGURE, _brings_figure), (_ASKS_WHO, _brings_somebody))
        if asks.search(question)
    ]
    return bool(brought) and not any(brought)


def _brings_figure(question: str, answer: str) -> bool:
    """Of a count: more than a code ('27714R homes')."""
    asked, is_count = terms(question).values, _ASKS_COUNT.search(question) is not None
    brought = [value for value in values(answer) if not value.keys & asked and not (is_count and value.kind == "code")]
    return bool(brought) or _COUNTS.search(answer) is not None


def _brings_somebody(question: str, answer: str) -> bool:
    """A name, a word that is no participle ('the director', not 'retained'), or nobody."""
    asked = terms(question).stems
    if _COUNTS.search(answer) or any(not parts(name) <= asked for name in names(answer)):
        return True
    brought = [word for word in re.findall(r"[^\W\d_]{3,}", answer) if terms(f"x {word}").stems - asked - {"x"}]
    return any(not _PARTICIPLE.search(word) for word in brought)


def measures_else(question: str, answer: str, read: Sequence[Passage]) -> bool:
    """Whether a count was asked for ('how many people') and all figures of the answer stand as sums of money, shares, areas or
    other measures on the page. Times stand beside counts and say nothing."""
    if not _ASKS_COUNT.search(question) or units_in(question) - _OF_TIME:
        return False
    known = reading(question, tuple(read))
    borne = [known.bearing(answer, value) for value in known.brought(answer) if value.kind == "number"]
    units = [one.site.unit for one in borne if one.site is not None]
    return bool(units) and all(unit and unit not in _OF_TIME for unit in units)


def but_for_names(question: str, statements: Sequence[Statement], verdict: Verdict) -> list[Statement]:
    """Statements in which nothing is unsupported but names that nobody asked for. The name is marked as such; the figure or the
    reason that was asked for is told all the same."""
    if _ASKS_NAME.search(question):
        return []
    asked = terms(question).stems
    return [
        one
        for one in statements
        if one.windows
        and (faults := [fault for fault in verdict.unsupported if fault in one.text])
        and one.text not in faults
        if all(_is_name(fault, one.text) and not terms(f"x {fault}").stems & asked for fault in faults)
    ]


def _is_name(fault: str, text: str) -> bool:
    return any(fault in text[name.start : name.end] for name in names(text))


def only_headings(windows: Sequence[Window], read: Sequence[Passage]) -> bool:
    """Whether all cited places are headings, which say what a text is about and never what it says: '5 years' in 'Northern
    Works: five years' is no figure of that division."""
    return bool(windows) and all(_is_heading(window, read[window.passage]) for window in windows)


def _is_heading(window: Window, passage: Passage) -> bool:
    headings = _plain(f"{passage.header} › {passage.section}").split(" › ")
    return any(_plain(window.text) in heading for heading in headings)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
