"""What a text says, term by term: stems of its words, and its values (numbers, dates, codes) in one normal form.

Two texts that write a thing differently ('$2.1bn', '2.1 billion') have equal terms; this is what citing and verifying
compare. Stems: Snowball (M. F. Porter, 2001), by the snowballstemmer library.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import snowballstemmer

_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "bn": 9, "billion": 9, "billions": 9,
    "mrd": 9, "trillion": 12, "tn": 12,
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan januar",
            "february feb februar",
            "march mar märz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ],
        start=1,
    )
    for name in names.split()
}
_COUNTS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "to",
        "with",
        "without",
        "into",
        "onto",
        "over",
        "under",
        "about",
        "as",
        "and",
        "or",
        "but",
        "nor",
        "not",
        "no",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "it",
        "its",
        "he",
        "she",
        "they",
        "them",
        "his",
        "her",
        "their",
        "our",
        "we",
        "you",
        "your",
        "i",
        "me",
        "my",
        "us",
        "there",
        "here",
        "which",
        "who",
        "whom",
        "whose",
        "what",
        "when",
        "where",
        "why",
        "how",
        "if",
        "then",
        "than",
        "so",
        "such",
        "also",
        "only",
        "very",
        "more",
        "most",
        "any",
        "some",
        "all",
        "each",
        "both",
        "other",
        "another",
        "one",
        "same",
        "own",
        "just",
        "during",
        "between",
        "through",
        "per",
        "via",
        "according",
    ]
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<y1>\d{{4}})-(?P<m1>\d{{1,2}})-(?P<d1>\d{{1,2}})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<m2>{_MONTH})\.?,?\s+(?P<y2>\d{{4}})\b"
    rf"|\b(?P<m3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?=[\w./-]*\d)(?=[\w./-]*[A-Za-z])[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*\b")
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[,  ’']\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?:[\s-]?(" + "|".join(_SCALES) + r")\b)?", re.I
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$", re.IGNORECASE)

_stemmer_lock = threading.Lock()
_stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Value:
    """A number, date or code of a text in normal form; it stands at `text[start:end]`."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Stems of the content words, and the values, of one text."""

    stems: frozenset[str]
    values: frozenset[str]
    names: frozenset[str]
    """Stems of words written with a capital inside a sentence: names, as far as one can tell without a model."""

    @property
    def all(self) -> frozenset[str]:
        return self.stems | self.values


def terms(text: str) -> Terms:
    found = values(text)
    covered = [(value.start, value.end) for value in found]
    words = [m for m in _WORD.finditer(text) if not any(s <= m.start() < e for s, e in covered)]
    content = [m for m in words if m.group().lower() not in _FUNCTION_WORDS and len(m.group()) > 1]
    return Terms(
        stems=frozenset(stem(m.group()) for m in content),
        values=frozenset(key for value in found for key in _with_year(value.key)),
        names=frozenset(stem(m.group()) for m in content if m.group()[0].isupper() and not _opens(text, m.start())),
    )


def values(text: str) -> list[Value]:
    """All values of `text`, dates before codes before numbers, none inside another."""
    found: list[Value] = []

    def free(start: int, end: int) -> bool:
        return all(end <= value.start or start >= value.end for value in found)

    for match in _DATE.finditer(text):
        found.append(Value(_date_key(match), match.start(), match.end()))
    for match in _CODE.finditer(text):
        if free(match.start(), match.end()) and not _is_scaled(match.group()):
            found.append(Value(_code_key(match.group()), match.start(), match.end()))
    for match in _NUMBER.finditer(text):
        key = _number_key(match.group(1), match.group(2))
        if key and free(match.start(), match.end()):
            found.append(Value(key, match.start(), match.end()))
    found.extend(_spelled(text))
    return sorted(found, key=lambda value: value.start)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball stem of one word, lower case, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    plain = plain.replace("’", "'")
    with _stemmer_lock:
        return str(_stemmer.stemWord(plain))


def _opens(text: str, start: int) -> bool:
    """Whether the word at `start` opens a sentence, so that its capital says nothing."""
    before = text[:start].rstrip(" \t\n\"'“‘(*-•")
    return not before or before[-1] in ".!?:;\n|"


def _date_key(match: re.Match[str]) -> str:
    groups = match.groupdict()
    for n in "123":
        if groups[f"y{n}"]:
            month = groups[f"m{n}"].lower()
            number = int(month) if month.isdigit() else MONTHS[month]
            return f"{int(groups[f'y{n}'])}-{number:02}-{int(groups[f'd{n}']):02}"
    raise AssertionError("the pattern has three forms")


def _code_key(code: str) -> str:
    ordinal = _ORDINAL.fullmatch(code)
    return ordinal.group(1) if ordinal else "#" + re.sub(r"[^a-z0-9]", "", code.lower())


def _with_year(key: str) -> tuple[str, ...]:
    """A date also says its year: 'in 2009' is borne by '31 August 2009'."""
    return (key, key.split("-")[0]) if re.fullmatch(r"\d+-\d\d-\d\d", key) else (key,)


def _is_scaled(code: str) -> bool:
    """'2.1bn' and '500k' look like codes and are numbers."""
    match = re.fullmatch(r"\d+(?:[.,]\d+)*([A-Za-z]+)", code)
    return bool(match and match.group(1).lower() in _SCALES)


def _number_key(digits: str, scale: str | None) -> str | None:
    plain = re.sub(r"[  ’']", "", digits)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        number = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
    if scale:
        number = number.scaleb(_SCALES[scale.lower()])
    return f"{number.normalize():f}"


def _spelled(text: str) -> list[Value]:
    """Counts written as words. 'one' is left out: it is a pronoun more often than a number."""
    return [
        Value(str(_COUNTS[m.group().lower()]), m.start(), m.end())
        for m in _WORD.finditer(text)
        if m.group().lower() in _COUNTS and m.group().lower() != "one"
    ]
