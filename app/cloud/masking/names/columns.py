"""Columns of a table or a list of values, by what their heads say."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.cloud.masking.births import DATE
from app.cloud.masking.kinds import Category, Finding

_HEADS: Mapping[Category, str] = {
    "person": (
        r"(?:full |last |first |family |given )?name|sur ?name|forename|customer|patient(?:in)?|employee|tenant|member|contact|staff|nachname|vorname|familienname|name, vorname|mitarbeiter(?:in)?|kunde|mieter(?:in)?"
        r"|versicherte[r]?|ansprechpartner(?:in)?|nom|prénom|prenom|client|salarié|locataire|nombre|apellidos|empleado|paciente|cliente|inquilino|nome|cognome|nominativo|dipendente|paziente|inquilino|naam|achternaam"
    ),
    "place": r"city|town|address|street|ship[_ ]to|post ?code|zip|ort|stadt|straße|strasse|adresse|anschrift|plz|plz ort|ville|cp|localidad|dirección|direccion|ciudad|comune|indirizzo|città|cap|plaats",
    "birthdate": r"dob|d\.o\.b\.|date of birth|birth ?date|geburtsdatum|geb\.?(?:-?datum)?|date de naissance|naissance|fecha de nacimiento|nacimiento|data di nascita|nascita|geboortedatum",
    "organisation": r"company|firm|supplier|firma|unternehmen|lieferant|société|fournisseur|empresa|proveedor|azienda|fornitore|ditta",
}
_KINDS = {category: re.compile(heads, re.IGNORECASE) for category, heads in _HEADS.items()}
_PARTS = (re.compile(r"[^|\n]+"), re.compile(r"[^;\n]+"), re.compile(r"[^\t\n]+"), re.compile(r"\"[^\"\n]*\"|[^,\n]+"))
_LEGAL = re.compile(
    r"\b(?:GmbH|AG|KG|Ltd|Limited|LLC|Inc|plc|SAS|SARL|S\.?L\.?|S\.?A\.?|S\.?r\.?l\.?|S\.?p\.?A\.?|Bakery|Group|Services)(?!\w)",
    re.IGNORECASE,
)
_DATE = re.compile(DATE, re.IGNORECASE)
_LEAST = 3
"""Columns of what is taken for a table."""


def columns_in(text: str) -> Iterator[Finding]:
    """From the cells below a head; a table ends where a line has fewer parts."""
    for parts in _PARTS:
        heads: list[Category | None] = []
        at = 0
        for line in text.split("\n"):
            cells = list(parts.finditer(line))
            named = [_kind(cell.group()) for cell in cells]
            if len(cells) >= _LEAST and any(named) and not heads:
                heads = named
            elif heads and len(cells) >= min(_LEAST, len(heads)):
                yield from _cells(cells, heads, at)
            else:
                heads = []
            at += len(line) + 1


def _kind(head: str) -> Category | None:
    plain = head.strip(' "')
    return next((category for category, pattern in _KINDS.items() if pattern.fullmatch(plain)), None)


def _cells(cells: Sequence[re.Match[str]], heads: Sequence[Category | None], at: int) -> Iterator[Finding]:
    for cell, head in zip(cells, heads, strict=False):
        written = cell.group().strip(' "')
        start = at + cell.start() + cell.group().index(written) if written else 0
        if not written or head is None or not _suits(written, head):
            continue
        category: Category = "organisation" if head == "person" and _LEGAL.search(written) else head
        yield Finding(start, start + len(written), category, 0.9)


def _suits(written: str, head: Category) -> bool:
    if head == "birthdate":
        return bool(_DATE.fullmatch(written))
    if head == "person":
        return written[0].isupper() and not any(map(str.isdigit, written))
    return any(map(str.isalpha, written)) or (head == "place" and written.isdigit() and len(written) in (4, 5))
