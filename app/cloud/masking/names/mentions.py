"""A name that was told once is known wherever it stands, over all texts."""

import re
from collections.abc import Iterable, Sequence

from app.cloud.masking.kinds import Category, Finding
from app.cloud.masking.names.lists import lists

_WORD = re.compile(r"[^\W\d_]+(?:[’'-](?!s(?![^\W\d_]))[^\W\d_]+)*")
_CERTAIN = 0.6
"""What is less certain is not looked for elsewhere."""
_SHORTEST = 3
"""Letters of a part of a name that is looked for alone."""
_FORM_WORDS = (
    "gmbh ag kg ltd limited llp llc inc plc co corp sas sarl sa srl snc spa eg ohg se bv nv group holdings partners"
)
_FORMS = frozenset(_FORM_WORDS.split())


def mentions_of(told: Iterable[tuple[str, Finding]], texts: Sequence[str]) -> list[list[Finding]]:
    """For each text, where the names in `told` (as written, and as found) stand again: whole, a person's surname or given name
    alone (a surname that is an ordinary word, too, if no text writes it small), an organisation's first word alone if it is no word of its language."""
    known: dict[str, Category] = {}
    small = frozenset(word for text in texts for word in _WORD.findall(text) if word.islower())
    for written, finding in told:
        if finding.certainty >= _CERTAIN:
            for form in _forms(written, finding.category) - small:
                known.setdefault(form, finding.category)
    if not known:
        return [[] for _ in texts]
    ways = "|".join(r"[  ]{1,3}".join(map(re.escape, form.split())) for form in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\W_])(?:{ways})(?![^\W_])", re.IGNORECASE)
    return [
        [_again(match, known) for match in pattern.finditer(text) if _is_written_as_name(match.group())]
        for text in texts
    ]


def _again(match: re.Match[str], known: dict[str, Category]) -> Finding:
    return Finding(match.start(), match.end(), known[" ".join(match.group().casefold().split())], 0.58)


def _is_written_as_name(written: str) -> bool:
    return written[0].isupper()


def _forms(written: str, category: Category) -> set[str]:
    """In lower case."""
    words = _WORD.findall(written)
    whole = " ".join(written.casefold().split())
    found = {whole} if len(whole) >= _SHORTEST else set()
    if category == "person":
        found |= {
            word.casefold()
            for word in words
            if _stands_alone(word) or (word == words[-1] and len(words) > 1 and len(word) > _SHORTEST)
        }
    elif (
        category == "organisation"
        and words
        and words[0].casefold() not in _FORMS
        and _stands_alone(words[0])
        and len(words) > 1
    ):
        found.add(words[0].casefold())
    return found


def _stands_alone(word: str) -> bool:
    plain = word.casefold()
    return (
        len(plain) > _SHORTEST - 1
        and word[0].isupper()
        and plain not in lists().ordinary
        and plain not in lists().cities
    )
