"""What an abbreviation stands for, as documents say it themselves: 'Long Name (LN)', 'LN (Long Name)', 'LN: long name'.

The letters of the abbreviation must be found, in order, at the beginnings of the words, or, where brackets leave no doubt about what
belongs together, anywhere in them (Schwartz and Hearst, 2003).
"""

import re
from collections.abc import Iterator, Sequence

_QUESTION = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bwhat (?:do|does|did) (?:the (?:abbreviation|acronym|letters?|term) )?[\"“‘']?(?P<short>[\w&./-]+)[\"”’']? (?:stand for|mean)\b",
        r"\b(?:meaning|expansion|full form|long form) of (?:the (?:abbreviation|acronym) )?[\"“‘']?(?P<short>[\w&./-]+)[\"”’']?\s*\??$",
        r"\bwhat is [\"“‘']?(?P<short>[\w&./-]+)[\"”’']? (?:short|an? (?:abbreviation|acronym)) (?:for|of)\b",
        r"\b(?:wofür|für was) steht (?:die abkürzung )?[\"„“]?(?P<short>[\w&./-]+)|\bwas (?:bedeutet|heißt) [\"„“]?(?P<other>[\w&./-]+)",
        r"\bque (?:signifie|veut dire) (?:le sigle )?[\"«]?(?P<short>[\w&./-]+)|\bqué significa(?:n las siglas)? (?P<other>[\w&./-]+)",
    )
)
_LONGEST = 12
_WORDS = 2
"""A long form may have so many words more than the abbreviation has letters, for 'of' and 'the'."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_FUNCTION = "of the and for in on to a an de du des la le les et der die das und für von del y el"
_SMALL = frozenset(_FUNCTION.split())


def asked_for(question: str) -> str | None:
    """The abbreviation whose long form is asked for."""
    for pattern in _QUESTION:
        match = pattern.search(question.strip())
        if match:
            short = next(group for group in match.groups() if group)
            return short.strip(".") if _is_short(short) else None
    return None


def _is_short(word: str) -> bool:
    """Two capitals at least, or a digit beside one ('CoW', 'NARA', 'G20')."""
    capitals = sum(letter.isupper() for letter in word)
    return len(word) <= _LONGEST and (capitals >= 2 or (capitals == 1 and any(map(str.isdigit, word))))


def long_form(short: str, text: str) -> tuple[str, int, int] | None:
    """The long form in `text`, and where the place begins and ends that says so."""
    for start, end, words in (*_before(short, text), *_behind(short, text)):
        bracketed = text[end - 1] == ")"
        if _fits(short, words) or (bracketed and _fits_inside(short, words)):
            return " ".join(words.split()), start, end
    return None


def _before(short: str, text: str) -> Iterator[tuple[int, int, str]]:
    """'Long Name (LN)': the fewest words that fit, up to the bracket."""
    for match in re.finditer(rf"[(\[][\"“‘']?{re.escape(short)}s?[\"”’']?[)\],;]", text):
        begins = [word.start() for word in _WORD.finditer(text, 0, match.start())]
        letters = sum(letter.isalpha() for letter in short)
        for at in reversed(begins[-(letters + _WORDS) :]):
            words = text[at : match.start()].rstrip(' \n"”')
            if not re.search(r"[.;:!?]\s|\n\n", words) and words.split()[0].lower() not in _SMALL:
                yield at, match.end(), words


def _behind(short: str, text: str) -> Iterator[tuple[int, int, str]]:
    """'LN (Long Name)', 'LN: long name', 'LN stands for long name', and a table's row."""
    pattern = (
        rf"(?<!\w){re.escape(short)}(?:\s*\((?P<a>[^()]{{3,120}})\)"
        r"|\s*(?::|=|–|—|\||\bstands for\b|\bis short for\b|\bmeans\b|\bsteht für\b|\bbedeutet\b)\s*[\"“‘]?(?P<b>[^\n|;.]{3,120}))"
    )
    for match in re.finditer(pattern, text):
        words = match["a"] or match["b"]
        yield match.start(), match.end(), re.split(r",|\s[–—-]\s", words)[0].strip(' "”’')


def _fits(short: str, words: str) -> bool:
    """Each letter begins a word, in order; no word that counts is left over but one."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    initials = [
        (part[0].lower(), part.lower() in _SMALL)
        for word in _WORD.findall(words)
        for part in re.split(r"-", word)
        if part
    ]
    return _matched(letters, initials)


def _fits_inside(short: str, words: str) -> bool:
    """The first letter begins the words, the others stand anywhere behind it in order: 'BGB (Bürgerliches Gesetzbuch)'."""
    letters = iter(words.lower())
    wanted = [letter.lower() for letter in short if letter.isalpha()]
    few = len(words.split()) <= len(wanted) + _WORDS
    return few and words[:1].lower() == wanted[0] and all(any(letter == one for letter in letters) for one in wanted)


def _matched(letters: Sequence[str], initials: Sequence[tuple[str, bool]]) -> bool:
    at, missed = 0, 0
    for initial, is_small in initials:
        if at < len(letters) and initial == letters[at]:
            at += 1
        elif not is_small:
            missed += 1
    return at == len(letters) and missed <= len(letters) // 4
