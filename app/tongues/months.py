"""Names of the months, long and short, by language."""

MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
        "september sep sept", "october oct", "november nov", "december dec",
    ),
    "de": (
        "januar jänner jan", "februar feb", "märz", "april apr", "mai", "juni jun", "juli jul", "august aug",
        "september sept", "oktober okt", "november nov", "dezember dez",
    ),
    "fr": (
        "janvier janv", "février févr", "mars", "avril avr", "mai", "juin", "juillet juil", "août", "septembre sept",
        "octobre oct", "novembre nov", "décembre déc",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre setiembre", "octubre",
        "noviembre", "diciembre",
    ),
    "it": (
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
        "novembre", "dicembre",
    ),
    "pt": (
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
        "dezembro",
    ),
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
    ),
}  # fmt: skip
"""January first."""

NUMBERS = {name: number for names in MONTHS.values() for number, each in enumerate(names, 1) for name in each.split()}
"""The number of the month that a name means, 1 to 12, in any of these languages."""
