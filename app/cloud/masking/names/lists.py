"""Lists of names, made by packaging/names.py (which says where they come from), and words that are no names.

Cities are from GeoNames (https://www.geonames.org, CC BY 4.0), given names and surnames from Faker (MIT), English words from SCOWL.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.tongues.function_words import weights
from app.tongues.months import NUMBERS

_FILE = Path(__file__).resolve().parents[4] / "resources" / "names.txt.gz"
_NEVER = """
    monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi
    mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì
    venerdì sabato domenica
    article section clause schedule annex appendix chapter figure table note page item line part form version windows bluetooth
    artikel absatz paragraph anlage kapitel abbildung tabelle seite feld vordruck raum termin modell typ norm klemme halle werk
    annexe tableau chapitre titre modèle conseil comité code client prestataire parties assemblée entreprise direction contrat
    cláusula anexo capítulo figura tabla modelo consejo comisión código proveedor cliente ley orden boletín ministerio
    allegato capitolo tabella articolo consiglio fornitore codice parte legge regolamento ministro gazzetta presidente
    iban bic vat isbn ean doi tel fax email mail nif cif dni nie nir siren siret tva ust plz total subject betreff objet asunto oggetto
    iva mwst ttc ht nom prénom nombre nome cognome name vorname nachname apellidos gesendet protokoll sekretariat objekt
    european union deutschland germany france frankreich italia italy italie españa spain österreich austria schweiz suisse europe europa
    english german french spanish italian dutch polish portuguese danish swedish european american british scottish irish welsh chinese japanese russian turkish
    mr mrs ms dr prof herr frau monsieur madame señor señora signor signora mme sig dott"""
_OPENERS = """
    dear hello thanks thank please kind best yours regards hallo liebe lieber guten bonjour cher chère merci hola estimado estimada querido querida
    gracias ciao cara caro gentile egregio buongiorno grazie pat patient patientin patiente paciente paziente set press open use
    groet groeten groetjes hoi beste geachte lieve bedankt cześć dzień drogi droga szanowny szanowna szanowni pozdrawiam pozdrowienia dziękuję salut
    verde rojo azul blanco rosso bianco giallo rouge vert bleu noir blanc groen rood"""


@dataclass(frozen=True, slots=True)
class Lists:
    """`given` and `cities` hold what tells a name by itself, `maybe_given` and `maybe_cities` also what is an ordinary word;
    `surnames` are neither words nor given names nor cities; all in lower case. `ordinary` are words that make no name."""

    given: frozenset[str]
    maybe_given: frozenset[str]
    cities: frozenset[str]
    maybe_cities: frozenset[str]
    ordinary: frozenset[str]
    surnames: frozenset[str]


@cache
def lists() -> Lists:
    """Read once: about 30 ms."""
    given, cities, words, surnames = gzip.decompress(_FILE.read_bytes()).decode().lower().split("\n")
    never = frozenset(_NEVER.split()) | frozenset(_OPENERS.split()) | frozenset(weights()) | frozenset(NUMBERS)
    sure_given, maybe_given = _parted(given, never)
    sure_cities, maybe_cities = _parted(cities, never)
    return Lists(
        sure_given,
        maybe_given,
        sure_cities,
        maybe_cities,
        never | (frozenset(words.split("|")) - sure_given - sure_cities),
        frozenset(surnames.split("|")) - never,
    )


def _parted(line: str, never: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    names = line.split("|")
    return frozenset(n for n in names if n[-1] != "?") - never, frozenset(n.rstrip("?") for n in names) - never
