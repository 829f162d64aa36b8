"""National identity, social security, health and tax numbers.

The check digits are python-stdnum's, which names each country's own publication. A shape that is rare in other texts (a
letter worked out from the digits, a prefix of a country, parts of a date) is enough with a check digit that fits; bare digits
count only behind a label that names them. Behind such a label one that does not fit is taken, too, less certainly: it is more
often misread than something else.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.at import uid as at_uid
from stdnum.at import vnr as at_vnr
from stdnum.be import nn as be_nn
from stdnum.be import vat as be_vat
from stdnum.ch import ssn as ch_ssn
from stdnum.ch import uid as ch_uid
from stdnum.de import idnr as de_idnr
from stdnum.de import vat as de_vat
from stdnum.dk import cpr as dk_cpr
from stdnum.es import cif as es_cif
from stdnum.es import dni as es_dni
from stdnum.es import nie as es_nie
from stdnum.fr import nif as fr_nif
from stdnum.fr import nir as fr_nir
from stdnum.fr import siren as fr_siren
from stdnum.fr import siret as fr_siret
from stdnum.fr import tva as fr_tva
from stdnum.gb import nhs as gb_nhs
from stdnum.gb import utr as gb_utr
from stdnum.gb import vat as gb_vat
from stdnum.it import codicefiscale as it_codice
from stdnum.it import iva as it_iva
from stdnum.nl import bsn as nl_bsn
from stdnum.nl import btw as nl_btw
from stdnum.pl import nip as pl_nip
from stdnum.pl import pesel as pl_pesel
from stdnum.pt import nif as pt_nif
from stdnum.se import personnummer as se_person
from stdnum.us import ssn as us_ssn

from app.cloud.masking.kinds import Category, Finding


@dataclass(frozen=True, slots=True)
class _Kind:
    """One sort of number: its shape, whether its check digits fit, and the label without which it is not believed."""

    category: Category
    shape: re.Pattern[str]
    fits: Callable[[str], bool]
    label: re.Pattern[str] | None = None


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-]){pattern}(?![\w/-])")


def _label(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])", re.IGNORECASE)


def _any(written: str) -> bool:
    return True


_KINDS = (
    _Kind("identity", _shape(r"[A-Z]{6}\d[\dL-V][A-EHLMPR-T][\dL-V]{2}[A-Z][\dL-V]{3}[A-Z]"), it_codice.is_valid),
    _Kind("identity", _shape(r"\d{2}\.?\d{3}\.?\d{3}[ -]?[A-HJ-NP-TV-Z]"), es_dni.is_valid),
    _Kind("identity", _shape(r"[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]"), es_nie.is_valid),
    _Kind(
        "identity",
        _shape(r"[1-478] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d"),
        fr_nir.is_valid,
    ),
    _Kind("identity", _shape(r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d\d"), ch_ssn.is_valid),
    _Kind("identity", _shape(r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d"), be_nn.is_valid),
    _Kind("identity", _shape(r"\d{3}-\d\d-\d{4}"), us_ssn.is_valid),
    _Kind("identity", _shape(r"\d{11}"), pl_pesel.is_valid),
    _Kind("identity", _shape(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]"), _any),
    _Kind("identity", _shape(r"(?:\d\d)?\d{6}[-+]\d{4}"), se_person.is_valid, _label(r"personnummer|personnr|pnr")),
    _Kind("identity", _shape(r"\d{6}-?\d{4}"), dk_cpr.is_valid, _label(r"cpr(?:-n\w+)?")),
    _Kind(
        "identity",
        _shape(r"\d{4}[ .]?\d\d[ .]?\d{3}|\d{9}"),
        nl_bsn.is_valid,
        _label(r"bsn|burgerservicenummer|sofinummer"),
    ),
    _Kind(
        "identity",
        _shape(r"\d{4} ?\d{6}"),
        at_vnr.is_valid,
        _label(r"sv(?:nr|-?nummer|-nr)\.?|sozialversicherungs\w+|versicherungsnummer"),
    ),
    _Kind("identity", _shape(r"\d{3}[ -]?\d{3}[ -]?\d{4}"), gb_nhs.is_valid, _label(r"nhs(?: n\w+\.?)?")),
    _Kind("tax", _shape(r"DE ?\d{3} ?\d{3} ?\d{3}"), de_vat.is_valid),
    _Kind("tax", _shape(r"ATU ?\d{8}"), at_uid.is_valid),
    _Kind("tax", _shape(r"CHE[- ]?\d{3}\.?\d{3}\.?\d{3}"), ch_uid.is_valid),
    _Kind("tax", _shape(r"FR ?[\dA-Z]{2} ?\d{3} ?\d{3} ?\d{3}"), fr_tva.is_valid),
    _Kind("tax", _shape(r"GB ?\d{3} ?\d{4} ?\d\d"), gb_vat.is_valid),
    _Kind("tax", _shape(r"NL ?\d{9} ?B ?\d\d"), nl_btw.is_valid),
    _Kind("tax", _shape(r"BE ?[01]?\d{3}\.?\d{3}\.?\d{3}"), be_vat.is_valid),
    _Kind("tax", _shape(r"(?:IT ?)\d{11}"), it_iva.is_valid),
    _Kind("tax", _shape(r"(?:ES ?)?[A-HJ-NP-SUVW][ -]?\d{7}[ -]?[0-9A-J]"), es_cif.is_valid),
    _Kind("tax", _shape(r"\d\d[ ]\d{3}[ ]\d{3}[ ]\d{3}"), de_idnr.is_valid),
    _Kind("tax", _shape(r"\d{3}-\d{3}-\d\d-\d\d|\d{3}-\d\d-\d\d-\d{3}"), pl_nip.is_valid),
    _Kind("tax", _shape(r"\d{3} ?\d{3} ?\d{3} ?\d{5}"), fr_siret.is_valid),
    _Kind("tax", _shape(r"\d{3} ?\d{3} ?\d{3}"), fr_siren.is_valid, _label(r"siren|rcs|r\.c\.s\.?")),
    _Kind("tax", _shape(r"[0-3]\d ?\d\d ?\d{3} ?\d{3} ?\d{3}"), fr_nif.is_valid, _label(r"fiscal\w*|spi")),
    _Kind("tax", _shape(r"\d{2}[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}"), de_idnr.is_valid, _label(r"steuer\w*|idnr\.?|tin")),
    _Kind("tax", _shape(r"\d{2,3}/\d{3,4}/\d{4,5}"), _any, _label(r"steuer\w*|st\.?-?nr\.?|finanzamt")),
    _Kind("tax", _shape(r"\d{11}"), it_iva.is_valid, _label(r"p\.? ?iva|partita iva|vat")),
    _Kind("tax", _shape(r"[1-35689]\d\d ?\d{3} ?\d{3}"), pt_nif.is_valid, _label(r"nif|nipc|contribuinte")),
    _Kind("tax", _shape(r"\d{3}-?\d{3}-?\d\d-?\d\d"), pl_nip.is_valid, _label(r"nip")),
    _Kind("tax", _shape(r"\d{5} ?\d{5}"), gb_utr.is_valid, _label(r"utr")),
    _Kind("tax", _shape(r"\d\d-\d{7}|9\d\d-[5-9]\d-\d{4}"), _any, _label(r"ein|fein|itin|employer identification")),
)
_REACH = 48
"""Characters before a number in which its label is looked for."""
_SAID = re.compile(
    r"(?<![^\W\d_])(?:(?P<identity>passport|reisepass\w*|pass(?:-?nr|nummer)?|paspoort(?:nummer)?|paszport\w*|dow[oó]d\w*|tessera sanitaria|passport (?:no|number)|personalausweis\w*|ausweis(?:nummer|-?nr)?|passeport|carte d.identité|pasaporte|passaporto"
    r"|carta d.identità|driving licen[cs]e|führerschein\w*|national insurance|n\.?i\.? number|nino|ssn|social security|sozialversicherungs\w*|sv-?(?:nr|nummer)|svnr|ahv\w*"
    r"|nhs|nir|sécurité sociale|seguridad social|dni|nie|codice fiscale|c\.? ?f|bsn|pesel|rijksregister\w*|national register|register number|versicherten\w*|krankenversicher\w*|kvnr|medicare)"
    r"|(?P<tax>vat(?: reg\w*)?|ust-?id\w*|umsatzsteuer\w*|steuer-?(?:id\w*|nummer|nr)|tva|siren|siret|fiscal|cif|nif|p\.? ?iva|partita iva|nip|utr|uid|ein|tax (?:id|no|number)|kbo|btw|kvk|regon|krs|company (?:no|number|reg\w*)|handelsregister\w*|hr[ab]))"
    r"(?:[\s-]?(?:card|id|n[o°º]|nr|nummer|number|num|numéro|número|numero|intracommunautaire|der \w+)\b\.?){0,3}[\s.:#)°º]{1,4}"
    r"(?P<value>[A-Z]{0,3} ?\d[\dA-Z]*(?:[ ./-][\dA-Z]*\d[\dA-Z]*){0,6}(?:[ ./-]?[A-Z]\b)?|[A-Z]\d[\dA-Z]{5,12})(?![\w-])",
    re.IGNORECASE,
)
"""A label with the value right behind it, whatever its check digit."""
_FEWEST = 6
"""Digits and letters of a value that is taken for its label alone."""


def found_identities(text: str) -> Iterator[Finding]:
    for kind in _KINDS:
        for match in kind.shape.finditer(text):
            if kind.fits(match.group()) and _labelled(kind, text, match.start()):
                yield Finding(match.start(), match.end(), kind.category, 0.97)
    for match in _SAID.finditer(text):
        value = match["value"]
        if sum(map(str.isalnum, value)) >= _FEWEST and sum(map(str.isdigit, value)) >= _FEWEST // 2:
            category: Category = "tax" if match["tax"] else "identity"
            yield Finding(match.start("value"), match.end("value"), category, 0.75)


def _labelled(kind: _Kind, text: str, start: int) -> bool:
    return kind.label is None or bool(kind.label.search(text, max(0, start - _REACH), start))
