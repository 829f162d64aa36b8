"""Places smaller than a country: streets with numbers, postcodes with their towns, cities by a list, towns by the words before."""

import re
from collections.abc import Iterator

from app.cloud.masking.kinds import Finding
from app.cloud.masking.names.lists import lists
from app.cloud.masking.names.runs import CAP, SPACE, Run

_NUMBER = r"\d{1,4}\s?(?:[a-hA-H]\b)?(?:\s?[-/]\s?\d{1,4}[a-h]?)?"
_TOWN = rf"{CAP}(?:(?:[ -](?:am|an der|im|ob der|sur|sous|en|de la|de los|de|du|la|le|les|del|della|di|in|upon|under){SPACE}|{SPACE}|-){CAP}){{0,2}}"
_CODED = rf"(?:[A-Z]{{1,2}}-)?(?:\d{{4}}\s?[A-Z]{{2}}|\d{{4,5}}|\d\d-\d{{3}}){SPACE}{CAP}"
"""A postcode and the beginning of its town."""
_STREETS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![^\W_])(?i:ul\.|al\.|pl\.|os\.|ulica|ulicy|aleja){SPACE}{CAP}(?:{SPACE}{CAP}){{0,3}}{SPACE}\d{{1,4}}[a-zA-Z]?(?:/\d{{1,4}})?(?!\w)",
        rf"(?<![^\W_])(?:rue|avenue|boulevard|impasse|venelle|quai){SPACE}(?:(?:de la|du|des|de|la|le|les){SPACE}|[dl]['’])?{CAP}(?:[ -]{{1,3}}{CAP}){{0,3}}",
        rf"(?<![^\W_])(?i:polígono(?: industrial)?|zona industriale|zone industrielle|gewerbegebiet|industriepark){SPACE}{CAP}",
        rf"(?<![^\W_]){CAP}(?:[ -](?:[a-z]{{2,4}}{SPACE})?{CAP}){{0,3}},?{SPACE}\d{{1,4}}[a-z]?(?:[/-]\d{{1,3}})?(?!\d)(?=(?:,[ ]?|[ ]{{1,2}}|,?\n){_CODED})",
        rf"(?<![\w.,/-])\d{{1,4}}(?:{SPACE}(?:bis|ter))?,?{SPACE}[a-zà-ÿ]{{3,12}}{SPACE}(?:(?:de la|du|des|de|la|le|les){SPACE}|[dl]['’])?{CAP}(?:[ -]{CAP}){{0,3}}(?!\d)(?=(?:,[ ]?|[ ]{{1,2}}|,?\n){_CODED})",
        rf"(?:(?<=[Ss]traße, Nr\.: )|(?<=[Ss]traße/Nr\.: )){CAP}(?:{SPACE}{CAP}){{0,3}}{SPACE}{_NUMBER}(?!\w)",
        rf"(?<![^\W_])(?:{CAP}(?:[ -]))?(?:[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|-){{1,30}}?(?i:straße|strasse|str\.|weg|gasse|platz|allee|ring|ufer|damm|steig|stieg|graben|gracht|straat|laan))\s{{1,2}}{_NUMBER}(?!\w)",
        rf"(?<![^\W_])(?:{CAP}(?:[ -]{CAP})?[ -])(?:Straße|Strasse|Str\.|Weg|Gasse|Platz|Allee|Ring|Ufer|Damm|Markt){SPACE}{_NUMBER}(?!\w)",
        rf"(?<![^\W_])(?:Am|An der|An den|Auf dem|Auf der|Im|In der|In den|Zum|Zur|Unter den|Vor dem|Hinter der){SPACE}(?!Jahr|Kapitel|Abschnitt|Artikel|Anhang|Raum|Punkt|Teil|Absatz|Quartal|Alter|Zeitraum|Umfang){CAP}{SPACE}(?!(?:19|20)\d\d){_NUMBER}(?![\w.:,]?\d)(?!{SPACE}(?:Uhr|%|Prozent|Euro|EUR))",
        rf"(?<![\w.,/-])\d{{1,4}}(?:\s?(?:bis|ter|quater|[A-D])\b)?,?{SPACE}(?i:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|cours|route|square|passage|sentier|faubourg|ruelle)"
        rf"(?:{SPACE}(?:de la|du|des|de|la|le|les)(?={SPACE})|{SPACE}[dl]['’](?=\w))?{SPACE}?{CAP}(?:[ -]{{1,3}}{CAP}){{0,3}}",
        rf"(?<![^\W_])(?i:calle|c/|avda\.?|avenida|plaza|pza\.?|paseo|pº|carrer|ronda|camino|polígono|travesía|glorieta|carretera|rambla)(?:{SPACE}(?:de los|de las|de la|del|de|la|las|los|el))?{SPACE}?(?:{CAP}|\d{{1,2}})(?:{SPACE}(?:(?:de|del|la|y){SPACE}){{0,2}}{CAP}){{0,3}}(?:,?{SPACE}(?:nave{SPACE}|n\.?º{SPACE}?)?\d{{1,4}}(?:,{SPACE}\d{{1,2}}\.?[ºª](?:{SPACE}?[A-Z]\b)?)?)",
        rf"(?<![^\W_])(?i:via|viale|v\.le|piazza|p\.zza|corso|c\.so|largo|vicolo|strada|piazzale|lungomare|contrada|località)(?:{SPACE}dell['’]|{SPACE}(?:dei|degli|delle|della|del|di){SPACE}|{SPACE}){CAP}(?:{SPACE}(?:[IVX]{{1,4}}\b|(?:(?:d[aei]|della|del){SPACE})?{CAP})){{0,3}},?{SPACE}\d{{1,4}}(?:/[A-Za-z])?",
        rf"(?<![\w.,/-])(?:(?:Flat|Unit|Apt\.?|Suite|Apartment){SPACE}\w{{1,4}},{SPACE})?\d{{1,5}}[A-Za-z]?{SPACE}(?:{CAP}{SPACE}){{1,3}}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Court|Place|Terrace|Square|Crescent|Gardens|Parade|Row|Hill|Grove|Quay|Walk|Mews|Boulevard|Blvd|View|Green|Park|Wharf|STREET|ROAD|LANE|AVENUE|CLOSE|DRIVE|WAY|COURT|TERRACE|SQUARE)(?![^\W_])\.?",
        rf"(?<![^\W_])(?:Flat|Unit|Apt\.?|Suite|Apartment){SPACE}\w{{1,4}},{SPACE}(?:{CAP}{SPACE}){{1,2}}(?:Street|Road|Lane|Dock|Park|House|Court)(?![^\W_])",
        rf"(?<![^\W_])(?:The|Old){SPACE}(?:Old{SPACE}|New{SPACE})?(?:Rectory|Vicarage|Cottage|Manor|Mill|Farm|Lodge|Hall|Barn)(?![^\W_])(?=,)",
    )
)
_BRITISH = re.compile(
    rf"(?<!\w)(?:(?P<town>{_TOWN}),?(?:{SPACE}|\n)|\n)?(?P<code>[A-Z]{{1,2}}\d[A-Z\d]?\s{{1,3}}\d[ABD-HJLNP-UW-Z]{{2}})(?!\w)"
)
_POSTCODES = (
    re.compile(rf"(?<![\w.,/-])(?:[A-Z]{{1,2}}-)?\d\s?\d{{4}}{SPACE}{_TOWN}"),
    re.compile(
        rf"(?:(?<=\n)|(?<=, )|(?<=,)|(?<=; )|\A)(?:A-|CH-|B-|L-)?(?!19|20[0-4])[1-9]\d{{3}}{SPACE}{_TOWN}(?=\s*(?:$|[\n,.;|]))"
    ),
    re.compile(rf"(?<!\w)[1-9]\d{{3}}\s?[A-Z]{{2}}{SPACE}{_TOWN}"),
    re.compile(rf"(?<!\w)\d{{4}}-\d{{3}}{SPACE}{_TOWN}|(?<!\w)\d\d-\d{{3}}{SPACE}{_TOWN}"),
)
_STATES = "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
_AMERICAN = re.compile(rf"(?P<town>{_TOWN}),{SPACE}(?:{_STATES})\b(?:{SPACE}(?P<zip>\d{{5}}(?:-\d{{4}})?)(?!\w))?")
_ABBREVIATED = 3
"""Letters: as many capitals are an abbreviation, though a town may be called so."""
_LED = re.compile(
    r"(?:\b(?:based in|born in|living in|lives in|resident in|moved to|place of birth:?|city:?|town:?|wohnhaft in|geboren in|ort:?|sitz in|aus|nach|in|bei|lieu de naissance ?:?|siège(?: est)? à|né(?:e|\(e\))? à|demeurant à|ville ?:?|à"
    r"|lugar(?: de nacimiento)?:?|domicilio en|vecin[oa] de|nacid[oa] en|en|sede in|nat[oa] a|residente a|luogo di nascita:?|comune:?|a|da|di|de|from|at|the|of|von|zu|near|to|through|nahe|vers|près de|commune de|desde|hacia|te|uit|naar|langs|bij|gemeente|w|we|z|ze|do|zam\.)\s{1,2})$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?:based in|born in|living in|lives in|place of birth:?|city:|town:|wohnhaft in|geboren in|sitz in|naissance ?:|siège(?: est)? à|né(?:e|\(e\))? à|demeurant à|lugar(?: de nacimiento)?:|domicilio en|vecin[oa] de|nacid[oa] en|sede in|nat[oa] a|residente a|nascita:|\d{4}\sà|\d{4}\sin|\d{4}\sa|\d{4}\sen)\s{1,2}$",
    re.IGNORECASE,
)
_TO = {"en": ("in",), "fr": ("à",), "es": ("en",), "it": ("a",)}
"""Words before a town where no other word has a capital."""


def addresses_in(text: str) -> Iterator[Finding]:
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), "place", 0.9)
    for pattern in _POSTCODES:
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), "place", 0.85)
    for pattern in (_BRITISH, _AMERICAN):
        for match in pattern.finditer(text):
            for group in match.groupdict():
                if match[group] and (group != "town" or match[group].split()[0].casefold() not in lists().ordinary):
                    yield Finding(match.start(group), match.end(group), "place", 0.85)


def place_of(run: Run, language: str) -> Finding | None:
    """A town, if the list has it or the words before say so."""
    known, words = lists(), run.words
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            name = " ".join(word for word, _, _ in words[first:last])
            if name.isupper() and len(name) <= _ABBREVIATED:
                continue
            name = name.casefold()
            led = first == 0 and _LED.search(run.before)
            if name in known.cities or (led and name in known.maybe_cities):
                return Finding(words[first][1], words[last - 1][2], "place", 0.7 if led or last - first > 1 else 0.55)
    if (
        words[0][0].casefold() in known.ordinary
        or words[-1][0].casefold() in known.ordinary
        or len(words) > 3
        or words[0][0].isupper()
    ):
        return None
    if _STRONG.search(run.before):
        return Finding(words[0][1], words[-1][2], "place", 0.75)
    before = run.before.rstrip()
    if any(re.search(rf"\s{word}$", before) for word in _TO.get(language, ())):
        return Finding(words[0][1], words[-1][2], "place", 0.5)
    return None
