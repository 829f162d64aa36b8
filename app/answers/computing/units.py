"""A bare figure of an answer gets the unit that its cell has in the table: from the names of its row and column, the cell itself, or the
line above the table ('£ thousand')."""

import re
from collections.abc import Iterator, Sequence

from app.answers.computing.figures import Figure, Manner, figures, manner_of
from app.answers.text.measures import label_unit, unit
from app.answers.text.tables import Row, rows
from app.answers.text.values import is_year
from app.types import Passage

_MONEY = r"(?:[£€$]|EUR|USD|GBP|CHF|euros?|pounds?|dollars?|francs?)"
_SCALE = (
    r"(?:[’']?000s?|thousands?|millions?|billions?|m|bn|Tsd\.?|Tausend|Mio\.?|Millionen|Mrd\.?|milliers|milliards|miles|millones|migliaia|milioni"
    r"|milhares|milhões)"
)
_SCALED = re.compile(
    rf"(?<!\w)(?:{_MONEY} ?{_SCALE}|{_SCALE} (?:of |de |d['’]|di |)?{_MONEY}|T ?(?:EUR|€)|(?:thousands|millions) of \w+)(?!\w)",
    re.IGNORECASE,
)
_SAYS_SCALE = re.compile(rf"\b{_SCALE}(?!\w)|[£€$]", re.IGNORECASE)
_IN_FRONT = frozenset("£$")
_IS_MONEY = re.compile(
    r"\b(?:revenues?|sales|turnover|profits?|loss(?:es)?|income|earnings|costs?|expenses?|expenditure|investments?|assets|liabilit(?:y|ies)|cash|equity|debt|tax(?:es)?"
    r"|wages|salaries|receivables|payables|inventor(?:y|ies)|goodwill|provisions?|borrowings?|umsatz\w*|ertr(?:ag|äge)|gewinn|verlust|ergebnis|kosten|aufwand|aufwendungen"
    r"|vermögen|schulden|eigenkapital|steuern|löhne|vorräte|forderungen|chiffre d['’]affaires|bénéfice|résultat|coûts?|charges|actifs?|passifs?|dettes|impôts?"
    r"|ingresos|ventas|beneficio|pérdidas?|gastos|activos?|pasivos?|deudas?|impuestos|ricavi|utile|costi|attività|receitas|lucro|custos|ativos?)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    [
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "by",
        "from",
        "as",
        "with",
        "during",
        "when",
        "per",
        "a",
        "an",
        "of",
        "im",
        "am",
        "bei",
        "für",
        "und",
        "oder",
        "pro",
        "en",
        "pour",
        "et",
        "ou",
        "par",
        "dans",
        "au",
        "para",
        "y",
        "o",
        "con",
        "por",
        "nel",
        "e",
        "no",
        "na",
        "em",
    ]
)


def with_unit(text: str, read: Sequence[Passage]) -> str:
    """The text as it is, unless its one figure is bare, stands in a cell of what was read, and all such cells have the same unit."""
    manner = manner_of(passage.text for passage in read)
    bare = [one for one in figures(text, manner) if not is_year(text[one.start : one.end])]
    if len(bare) != 1 or bare[0].unit or bare[0].currency or bare[0].power or _has_word(text, bare[0]):
        return text
    found = {
        one for passage in read for row in rows(passage.text, passage.header) for one in _units(row, bare[0], manner)
    }
    if len(found) != 1:
        return text
    name = found.pop()
    scaled = _SCALED.fullmatch(name) is not None
    if not name or (_SAYS_SCALE.search(text) if scaled else _says(text, name)):
        return text
    start, end = bare[0].start, bare[0].end
    if name in _IN_FRONT:
        return f"{text[:start]}{name}{text[start:]}"
    return f"{text[:end]} ({name}){text[end:]}" if scaled else f"{text[:end]} {name}{text[end:]}"


def _has_word(text: str, figure: Figure) -> bool:
    """Whether a word goes with the figure ('40 boats', '12 March'), which a unit would come between: only the end of a sentence or a
    small word leaves it bare."""
    behind = re.match(r"\s+([^\W\d_]+)", text[figure.end :])
    return behind is not None and behind[1].lower() not in _SMALL


def _units(row: Row, wanted: Figure, manner: Manner) -> Iterator[str]:
    """The unit of each cell of the row with this figure, '' for none."""
    if row.is_head:
        return
    for cell in row.cells:
        found = list(figures(cell.text, manner))
        if len(found) == 1 and found[0].value == wanted.value:
            yield found[0].currency or found[0].unit or _of_names(row, cell.column or "")


def _of_names(row: Row, column: str) -> str:
    """The line above the table goes for amounts of money only: the same table may count people."""
    for name in (row.label, column):
        if (scaled := _SCALED.search(name)) is not None:
            return scaled[0]
        if measured := label_unit(name):
            return measured
    above = _SCALED.search(f"{row.caption}\n{row.stub}") if _IS_MONEY.search(row.label) else None
    return above[0] if above else ""


def _says(text: str, name: str) -> bool:
    """Whether the text has the unit already, in any of its forms."""
    words = re.findall(r"[%£€$]|°C|[^\W\d_]+[²³23]?(?:/\w+)?", text)
    return name in text or any(unit(word) and unit(word) == unit(name) for word in words)
