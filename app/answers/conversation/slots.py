"""A fragment put into the question before it: 'And in 2021?' is that question with another year.

Ellipsis resolved without a model: a fragment names one thing (a year, a date, a numbered thing, a name, a phrase with a
preposition), and the earlier question has one thing of the same kind, whose place it takes. Where more than one place would do,
there is no answer here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_PREPOSING = (
    "about after at before between by during for from in into of on onto since to under until with within without "
    "am an auf aus bei bis für im in mit nach ohne seit über um unter von vom vor zu zum zur "
    "à au aux avant chez dans de des du en par pour sans sous sur "
    "con del desde en entre hasta para por sin sobre "
    "al alla con da dal dalla di della nel nella per su "
    "com da das do dos em na nas no nos para"
)
_PREPOSITIONS = _PREPOSING.split()
_POSSESSIVE = ("its", "their", "his", "her")
_DETERMINING = "the der die das den dem le la les l' el los las il lo gli i o os as a"
_DETERMINERS = _DETERMINING.split()
_BEING = "is are was were ist sind war waren est sont était étaient es son era è sono é são"
_COPULAS = _BEING.split()
_BETWEEN = r"(?:\s+(?:the|an?|its|their|der|die|das|den|dem|le|la|les|el|los|las|il|lo))?\s+"

_PREPOSITION = re.compile(rf"(?:{'|'.join(sorted(set(_PREPOSITIONS), key=len, reverse=True))})\b|d['’]", re.IGNORECASE)
_MONTHS = """january february march april may june july august september october november december
    januar februar märz mai juni juli oktober dezember janvier février mars avril mai juin juillet août septembre octobre novembre
    décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio
    giugno luglio settembre ottobre novembre dicembre janeiro fevereiro março maio junho julho setembro outubro dezembro"""
_MONTH = "|".join(sorted(set(_MONTHS.split()), key=len, reverse=True))
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:/\d\d(?:\d\d)?)?\b")
_TIME = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+)?(?:{_MONTH})\b\.?(?:\s+\d{{1,2}}\b(?!\d))?(?:,?\s+(?:1[5-9]|20)\d\d\b)?"
    r"|\bQ[1-4]\b|\b(?:first|second|third|fourth)\s+quarter\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b([A-ZÄÖÜ][a-zäöüß]+|option|lot|table|section|clause|item|flat|block)\s+(\d+[a-z]?|[A-Z])\b(?!['’-]?\w)"
)
_CODE = re.compile(r"\b(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b")
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w'’-]*(?:\s+(?:&\s+)?[A-ZÀ-ÖØ-Þ][\w'’-]*)*")
_COPULAR = re.compile(
    rf"^(?P<head>\S.*?\b(?:{'|'.join(_COPULAS)})\s+)(?P<rest>(?:{'|'.join(_DETERMINERS)})\s+.*)$", re.IGNORECASE
)
_ENDS = re.compile(r"[\s?¿.!]+$")


@dataclass(frozen=True, slots=True)
class _Fragment:
    """`preposition` is '' where it has none; `rest` is what follows it."""

    text: str
    preposition: str
    rest: str


def filled(fragment: str, earlier: str) -> str | None:
    """The earlier question with the fragment in place of the thing of its kind; None where that is not clear."""
    return _by(
        fragment, earlier, (_with_time, _with_numbered, _with_code, _with_name, _with_kind, _with_phrase, _with_subject)
    )


def names_time(fragment: str) -> bool:
    """A year, a month or a date, with or without a preposition."""
    said = _fragment(fragment)
    return _YEAR.fullmatch(said.rest) is not None or _is_time(said.rest)


def refilled(fragment: str, earlier: str) -> str | None:
    """The same for a question further back, of which the turn before knows nothing: only a thing that is plainly of its kind takes
    a place (the same word with another number, a code, a name that shares a word, another kind of the same thing)."""
    if names_time(fragment):
        return None
    said = _fragment(fragment)
    is_name = _NAME.fullmatch(_bare(said.rest)) is not None and not _CODE.fullmatch(_bare(said.rest))
    named = (_with_like_name,) if is_name else ()
    return _by(fragment, earlier, (_with_numbered, _with_only_code, *named, _with_kind))


def _by(fragment: str, earlier: str, rules: Sequence[Callable[["_Fragment", str], "_Filled"]]) -> str | None:
    said = _fragment(fragment)
    question = _ENDS.sub("", earlier)
    if not said.rest:
        return None
    for fill in rules:
        made, ends_here = fill(said, question)
        if ends_here:
            return None if made is None else f"{made}?"
    return None


_Filled = tuple[str | None, bool]
"""What was made, and whether no other rule is to be tried."""


def _fragment(text: str) -> _Fragment:
    text = _ENDS.sub("", text).strip(" ,")
    match = _PREPOSITION.match(text)
    if match is None:
        return _Fragment(text, "", text)
    return _Fragment(text, match.group(), text[match.end() :].strip())


def _with_time(said: _Fragment, question: str) -> _Filled:
    """A year alone takes the place of a year, a month or date that of the whole time, whose year it keeps if it has none."""
    if _YEAR.fullmatch(said.rest):
        return _put(said, question, [match.span() for match in _YEAR.finditer(question)]), True
    if _TIME.fullmatch(said.rest) is None:
        return None, False
    found = list(_TIME.finditer(question)) or list(_YEAR.finditer(question))
    rest = said.rest
    if len(found) == 1 and not _YEAR.search(rest) and (year := _YEAR.search(found[0].group())):
        rest = f"{rest} {year.group()}"
    return _put(_Fragment(said.text, said.preposition, rest), question, [match.span() for match in found]), True


def _put(said: _Fragment, question: str, places: list[tuple[int, int]]) -> str | None:
    """In the only place; where there is none, behind the question."""
    if len(places) > 1:
        return None
    if not places:
        return f"{question} {said.preposition or 'in'} {said.rest}"
    start, end = places[0]
    return question[:start] + said.rest + question[end:]


def _with_numbered(said: _Fragment, question: str) -> _Filled:
    """'Lot 4' for 'Lot 1': the same word with another number."""
    match = _NUMBERED.fullmatch(_bare(said.rest))
    if match is None:
        return None, False
    same = [one.span() for one in _NUMBERED.finditer(question) if one.group(1).lower() == match.group(1).lower()]
    return (
        (_put(_Fragment(said.text, said.preposition, match.group()), question, same), True) if same else (None, False)
    )


def _with_code(said: _Fragment, question: str) -> _Filled:
    bare = _bare(said.rest)
    places = [match.span() for match in _CODE.finditer(question)]
    if _CODE.fullmatch(bare) is None or not places:
        return None, False
    return _put(_Fragment(said.text, said.preposition, bare), question, places), True


def _with_only_code(said: _Fragment, question: str) -> _Filled:
    """Which is no year."""
    made, ends_here = _with_code(said, question)
    return (made, ends_here) if len(_CODE.findall(question)) == 1 else (None, False)


def _with_like_name(said: _Fragment, question: str) -> _Filled:
    names = {word for match in _NAME.finditer(question) if match.start() for word in match.group().split()}
    return _with_name(said, question) if names & set(_bare(said.rest).split()) else (None, False)


def _with_name(said: _Fragment, question: str) -> _Filled:
    bare = _bare(said.rest)
    if _NAME.fullmatch(bare) is None:
        return None, False
    names = [match for match in _NAME.finditer(question) if match.start() and not _is_time(match.group())]
    alike = [match for match in names if set(match.group().split()) & set(bare.split())]
    behind = [
        match for match in names if said.preposition and _stands_behind(said.preposition, question, match.start())
    ]
    for few in (names, alike, behind):
        if len(few) == 1:
            start, end = few[0].span()
            kept = few[0].group()[len(few[0].group().removesuffix("'s").removesuffix("’s")) :]
            return question[:start] + bare + kept + question[end:], True
    return None, bool(names)


def _stands_behind(preposition: str, question: str, at: int) -> bool:
    return (
        re.search(rf"\b{re.escape(preposition)}{_BETWEEN}?$|\b{re.escape(preposition)}\s+$", question[:at], re.I)
        is not None
    )


def _is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None


def _with_kind(said: _Fragment, question: str) -> _Filled:
    """'The faster motor' for 'the slow motor': the last words are the same, and what kind it is takes the place of the other kind."""
    words = _bare(said.rest).split()
    for kept in range(len(words) - 1, 0, -1):
        last = r"\s+".join(map(re.escape, words[-kept:]))
        found = list(re.finditer(rf"(?P<kind>[\w-]+)\s+(?={last}\b)", question, re.IGNORECASE))
        if len(found) == 1:
            kind = " ".join(words[:-kept])
            is_small = _PREPOSITION.fullmatch(found[0]["kind"]) or found[0]["kind"].lower() in _DETERMINERS
            start, end = (found[0].end(),) * 2 if is_small else found[0].span("kind")
            return f"{question[:start]}{kind}{' ' if is_small else ''}{question[end:]}", True
    return None, False


def _with_phrase(said: _Fragment, question: str) -> _Filled:
    """A phrase with a preposition takes the place of the one that begins with the same; else it comes behind the question."""
    if not said.preposition:
        return None, False
    starts = [match.start() for match in re.finditer(rf"\b{re.escape(said.preposition)}\s", question, re.I)]
    starts = [start for start in starts if start]
    if len(starts) > 1:
        return None, True
    if not starts:
        return f"{question} {said.preposition} {said.rest}", True
    start = starts[0]
    after = start + len(said.preposition)
    following = next((m.start() for m in re.finditer(r"(?<=\s)\w+|,", question[after:]) if _ends_phrase(m)), None)
    end = len(question) if following is None else after + following
    tail = question[end:]
    return f"{question[:start]}{said.preposition} {said.rest}{' ' if tail and tail[0] != ',' else ''}{tail}", True


def _ends_phrase(match: re.Match[str]) -> bool:
    """At a comma, a preposition, or the verb of the question ('for hotels changed since')."""
    word = match.group()
    return word == "," or _PREPOSITION.fullmatch(word) is not None or (len(word) > 4 and word.endswith("ed"))


def _with_subject(said: _Fragment, question: str) -> _Filled:
    """'And the price?' after 'What is the weight of …?': what such a question asks for is named behind its verb."""
    match = _COPULAR.match(question)
    begins = said.text.split()[0].lower() if said.text.split() else ""
    if match is None or begins not in _DETERMINERS:
        return None, False
    inner = re.search(r"\s(?:of|in|for|at|von|für|de|du|des|di|del|do|da)\s", match["rest"])
    own = re.search(r"\s(?:of|in|for|at|von|für|de|du|des|di|del|do|da)\s", said.text)
    tail = match["rest"][inner.start() :] if inner and not own else ""
    return f"{match['head']}{said.text}{tail}", True


def _bare(text: str) -> str:
    """Without an article or a possessive in front."""
    first, _, rest = text.partition(" ")
    return rest if (first.lower() in _DETERMINERS or first.lower() in _POSSESSIVE) and rest else text
