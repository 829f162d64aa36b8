"""Units by whatever they are called: 'kg' and 'Kilogramm' are one. In English, German, French and Spanish."""

import re

_FORMS = {
    "%": "% percent percentage points prozent prozentpunkte pourcent porciento",
    "£": "£ pound pounds gbp pfund livres libras",
    "€": "€ euro euros eur",
    "$": "$ dollar dollars usd dólares",
    "mm": "mm millimetre millimetres millimeter millimeters millimètre millimètres milímetro milímetros",
    "cm": "cm centimetre centimetres centimeter zentimeter centimètre centimètres centímetro centímetros",
    "m": "m metre metres meter meters mètre mètres metro metros",
    "km": "km kilometre kilometres kilometer kilometers kilomètre kilomètres kilómetro kilómetros",
    "m2": "m2 m² quadratmeter quadratmetern",
    "m3": "m3 m³ kubikmeter",
    "ha": "ha hectare hectares hektar hectárea hectáreas",
    "g": "g gram grams gramm gramme grammes gramo gramos",
    "kg": "kg kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes kilogramo kilogramos",
    "t": "t tonne tonnes ton tons tonnen tonelada toneladas",
    "l": "l litre litres liter liters litro litros",
    "s": "s second seconds sekunde sekunden seconde secondes segundo segundos",
    "min": "min minute minutes minuten minuto minutos",
    "h": "h hour hours stunde stunden heure heures hora horas",
    "day": "day days tag tage tagen jour jours día días",
    "week": "week weeks woche wochen semaine semaines semana semanas",
    "month": "month months monat monate monaten mois mes meses",
    "year": "year years jahr jahre jahren an ans année années año años",
    "w": "w watt watts",
    "kw": "kw kilowatt kilowatts",
    "kwh": "kwh",
    "v": "v volt volts",
    "a": "a ampere amperes",
    "bar": "bar",
    "°c": "°c",
    "penny": "penny pence",
    "cent": "cent cents centime centimes céntimo céntimos",
}
_UNIT_OF = {form: unit for unit, forms in _FORMS.items() for form in forms.split()}
_AMBIGUOUS = frozenset(["a", "an", "s", "second", "t", "l", "m", "w", "v", "h", "g", "mes"])
"""What is also an ordinary word, or a letter: a unit in a table's label, not in a question."""
_TOKEN = re.compile(r"[%£€$]|°C|[^\W\d_]+[²³23]?(?:/\w+)?")


def unit(word: str) -> str:
    """The unit that `word` names, in one form for all languages; '' for none."""
    return _UNIT_OF.get(word.lower(), "")


def units_asked(question: str) -> frozenset[str]:
    """The units that a question speaks of."""
    words = (match[0].lower() for match in _TOKEN.finditer(question))
    return frozenset(found for word in words if word not in _AMBIGUOUS and (found := unit(word)))


def units_of_label(label: str) -> frozenset[str]:
    """The units that a row's or column's name ends in: 'Weight, kg', 'Day, £', 'Return on capital, %', 'Strom (kWh)'."""
    tail = re.split(r"[,(]", label)[-1] if re.search(r"[,(]", label) else ""
    return frozenset(found for match in _TOKEN.finditer(tail) if (found := unit(match[0])))


def label_unit(label: str) -> str:
    """The unit that the name of a row or column ends in, as it is written there: 'kg' of 'Weight, kg'."""
    match = re.search(r"(?:,|\()\s*([^,()\d]{1,12}[²³23]?)\)?\s*$", label)
    return match[1].strip() if match and units_of_label(label) else ""
