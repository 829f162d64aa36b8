"""Columns of a table or a list of values, by what their heads say: names, and numbers that nothing else would tell from others."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from app.cloud.masking.births import DATE
from app.cloud.masking.kinds import NAMES, Category, Finding

_HEADS: Mapping[Category, str] = {
    "person": (
        r"(?:full |last |first |family |given )?name|sur ?name|forename|customer|patient(?:in)?|employee|tenant|member|contact|staff|nachname|vorname|familienname|name, vorname|mitarbeiter(?:in)?|kunde|mieter(?:in)?"
        r"|versicherte[r]?|ansprechpartner(?:in)?|nom|prénom|prenom|client|salarié|locataire|nombre|apellidos|empleado|paciente|cliente|inquilino|nome|cognome|nominativo|dipendente|paziente|inquilino|naam|achternaam"
        r"|pupil|student|parent|guardian|schüler(?:in)?|mitglied|erziehungsberechtigte[r]?|adhérent|élève|membre|alumn[oa]|socio|soci[ao]|tutore?|alunn[oa]|lid|leerling|huurder|imię i nazwisko|imię|nazwisko|klient|najemca|pracownik|pacjent"
    ),
    "place": r"city|town|address|street|ship[_ ]to|post ?code|zip|ort|stadt|straße|strasse|adresse|anschrift|plz|plz ort|ville|cp|localidad|dirección|direccion|ciudad|comune|indirizzo|città|cap|plaats|woonplaats|straat|adres|wohnort|commune|miejscowość|miasto|ulica|municipio|población",
    "birthdate": r"dob|d\.o\.b\.|date of birth|birth ?date|geburtsdatum|geb\.?(?:-?datum)?|date de naissance|naissance|fecha de nacimiento|nacimiento|data di nascita|nascita|geboortedatum|data urodzenia",
    "organisation": r"company|firm|supplier|firma|unternehmen|lieferant|société|fournisseur|empresa|proveedor|azienda|fornitore|ditta|bedrijf|leverancier|firma|dostawca",
    "phone": r"(?:tele|mobile )?phone(?: (?:no|number)\.?)?|tel\.?(?:[ -]?nr\.?)?|mobile|cell|telefon(?:nummer)?|handy|mobil|telefax|fax|téléphone|portable|teléfono|tfno\.?|m[oó]vil|tel[eé]fono|contacto|portatile|telefono|cellulare|cell\.|telefoon(?:nummer)?|mobiel|komórka",
    "iban": r"(?:bank )?account(?: (?:no|number)\.?)?|iban|sort code|konto(?:nummer|-?nr\.?)?|bankverbindung|n° de compte|compte|cuenta|conto|rekeningnummer|numer konta",
}
_KINDS = {category: re.compile(heads, re.IGNORECASE) for category, heads in _HEADS.items()}
_PARTS = (re.compile(r"[^|\n]+"), re.compile(r"[^;\n]+"), re.compile(r"[^\t\n]+"), re.compile(r"\"[^\"\n]*\"|[^,\n]+"))
_LEGAL = re.compile(
    r"\b(?:GmbH|AG|KG|Ltd|Limited|LLC|Inc|plc|SAS|SARL|S\.?L\.?|S\.?A\.?|S\.?r\.?l\.?|S\.?p\.?A\.?|Bakery|Group|Services)(?!\w)",
    re.IGNORECASE,
)
_DATE = re.compile(DATE, re.IGNORECASE)
_NUMBER = re.compile(r"\+?[A-Z]{0,2}[\d ./()+–-]+[A-Z\d ]*")
_PARTED = re.compile(r"\D")
_FEWEST: Mapping[Category, int] = {"phone": 6, "iban": 5}
"""Digits: fewer are an extension, or a sum."""
_LEAST = 3
"""Columns of what is taken for a table."""


def numbers_in_columns(text: str) -> Iterator[Finding]:
    """Dates of birth, telephones and accounts."""
    return _columns_in(text, _KINDS.keys() - NAMES)


def names_in_columns(text: str) -> Iterator[Finding]:
    return _columns_in(text, NAMES)


def _columns_in(text: str, wanted: Set[Category]) -> Iterator[Finding]:
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
                yield from (one for one in _cells(cells, heads, at) if one.category in wanted)
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
    if head in _FEWEST:
        return len(_PARTED.sub("", written)) >= _FEWEST[head] and bool(_NUMBER.fullmatch(written))
    if head == "person":
        return written[0].isupper() and not any(map(str.isdigit, written))
    return any(map(str.isalpha, written)) or (head == "place" and written.isdigit() and len(written) in (4, 5))
