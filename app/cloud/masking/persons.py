"""Which mentions are one and the same: 'Anna Berg', 'Berg, Anna' and 'Berg', where only one of them is a Berg."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.cloud.masking.kinds import Category

Key = tuple[Category, str]
"""What the mentions of one thing have in common: a category and a plain way of writing it."""

_WORD = re.compile(r"[^\W\d_]+")
_FORM = re.compile(
    r"(?:,?(?<!\s)\s++(?:gmbh|mbh|ug|ag|kg|kgaa|ohg|eg|e\.\s?v\.?|se|ltd|limited|inc|corp|co|company|plc|llc|llp|s\.?r\.?l|s\.?p\.?a|s\.?a\.?r\.?l|s\.?a\.?s|s\.?n\.?c|s\.?a"
    r"|s\.?l|b\.?v|n\.?v|&\s?co)\.?){1,3}$",
    re.IGNORECASE,
)
"""Legal forms at the end of a firm's name: the firm is the same with and without."""
_UNSPACED: frozenset[Category] = frozenset({"phone", "iban", "card", "identity", "tax"})


def keys_of(mentions: Iterable[tuple[Category, str]]) -> dict[tuple[Category, str], Key]:
    """For each mention as it is written, what it means. A short form means the one longer form that it fits; where none or
    several fit, it stands for itself."""
    plain = {one: (one[0], _plain(*one)) for one in mentions}
    meant = {
        "person": _meant({name for kind, name in plain.values() if kind == "person"}, anywhere=True),
        "organisation": _meant({name for kind, name in plain.values() if kind == "organisation"}, anywhere=False),
    }
    return {one: (kind, meant.get(kind, {}).get(name, name)) for one, (kind, name) in plain.items()}


def _plain(category: Category, written: str) -> str:
    """Alike whatever the case, the spacing, the order of surname and given name, and a firm's legal form."""
    text = " ".join(written.split()).casefold()
    if category == "person":
        surname, comma, given = text.partition(",")
        return f"{given} {surname}".strip() if comma else text
    if category == "organisation":
        return _FORM.sub("", text) or text
    return re.sub(r"[^\w+]", "", text) if category in _UNSPACED else text


def _meant(names: set[str], *, anywhere: bool) -> Mapping[str, str]:
    """Shorter forms and the longer one that each means. `anywhere`: a word of the name will do ('Berg', 'Anna', 'A. Berg');
    otherwise the name has to begin so ('Norwick' for 'Norwick Logistics')."""
    words = {name: tuple(_WORD.findall(name)) for name in names}
    holding: dict[str, set[str]] = defaultdict(set)
    for name, own in words.items():
        for word in own:
            holding[word].add(name)
    found = {}
    for name, own in words.items():
        if not own:
            continue
        longer = [other for other in holding[own[-1]] if len(words[other]) >= max(2, len(own)) and other != name]
        fitting = [other for other in longer if _fits(own, words[other], anywhere=anywhere)]
        if len(fitting) == 1:
            found[name] = fitting[0]
    return {name: found.get(longer, longer) for name, longer in found.items()}


def _fits(short: tuple[str, ...], long: tuple[str, ...], *, anywhere: bool) -> bool:
    """Whether each word of the short form is the long one's, or its initial, in their order."""
    if not anywhere:
        return len(short) < len(long) and long[: len(short)] == short
    if short == long or all(len(word) == 1 for word in short) or sum(map(len, short)) > sum(map(len, long)):
        return False
    rest = iter(long)
    return all(any(word == other or (len(word) == 1 and other.startswith(word)) for other in rest) for word in short)
