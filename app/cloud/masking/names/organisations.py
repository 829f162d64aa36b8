"""Organisations: a legal form behind the name, or a word for a kind of organisation before or behind it."""

import re
from collections.abc import Iterator

from app.cloud.masking.kinds import Finding
from app.cloud.masking.names.lists import lists
from app.cloud.masking.names.runs import CAP, SPACE

_LEGAL = (
    r"(?:GmbH(?:\s&\sCo\.?(?:\sKGa?A?)?)?|gGmbH|mbH|AG|KGaA|KG|OHG|UG(?:\s\(haftungsbeschränkt\))?|e\.\s?V\.|eG|SE|Ltd\.?|Limited|LLP|LLC|Inc\.?|Corp\.?|Corporation"
    r"|plc|PLC|Co\.?|Company|SASU?|SARL|SA|EURL|SCI|SNC|S\.A\.S\.|S\.A\.R\.L\.|S\.A\.|S\.L\.U?\.?|SLU?|S\.p\.A\.|SpA|S\.r\.l\.s?|Srl|S\.n\.c\.|Snc|S\.a\.s\.|B\.V\.|BV|N\.V\.|NV"
    r"|S\.C\.A\.|S\.\s?Coop\.|s\.r\.o\.|Oyj?|AB|A/S|ApS|Lda\.?|Sp\.\sz\so\.o\.|&\sAssociés|et\sAssociés|y\sAsociados|e\sAssociati|&\s(?:Partner|Sons|Söhne|Co\.?|Figli|Fils)|Pty\sLtd)"
)
_JOIN = rf"(?:,?{SPACE}|{SPACE}?(?:&|\+|-|–){SPACE}|{SPACE}(?:and|und|et|y|e|of|for|für|de|du|des|del|della|delle|dei|do|da|di|am|im|zum|zur|les|la|le|los|las|the)(?:{SPACE}(?:la|los|las|les|le|the|den|der))?{SPACE}(?:[dl]['’])?|{SPACE}[dl]['’])"
_PIECE = rf"(?:{CAP}|[A-Z]{{2,6}}|[A-Z]\.(?:[A-Z]\.){{0,2}}|\d{{1,3}})"
_WITH_FORM = re.compile(
    rf"(?<![^\W_])(?:[dl]['’])?(?P<name>{_PIECE}(?:{_JOIN}{_PIECE}){{0,6}}?),?\s(?P<form>{_LEGAL})(?![^\W_])(?:,\s(?P<more>S\.(?:L|A)\.U?\.?)(?!\w))?"
)
_FORM_FIRST = re.compile(rf"(?<![^\W_])(?:SARL|SAS|SCI|EURL|SA)\s(?:(?:Les?|La|L['’])\s?)?{CAP}(?:{_JOIN}{CAP}){{0,4}}")
_HEADS = """
    Bank Banque Banco Banca Caja Cassa Sparkasse Volksbank Raiffeisenbank Kreditbank Klinik Klinikum Krankenhaus Praxis Zahnarztpraxis Hausarztpraxis Physiotherapie Apotheke Universität
    Hochschule Fachhochschule Gymnasium Grundschule Realschule Amtsgericht Amtsgerichts Landgericht Landgerichts Oberlandesgericht Oberlandesgerichts Verwaltungsgericht
    Arbeitsgericht Finanzamt Landratsamt Stadtwerke Stadtverwaltung Kanzlei Rechtsanwälte Steuerberatung Notariat Stiftung Verein Verband Autohaus Gasthaus Gasthof Hotel Bäckerei Metzgerei
    Tischlerei Schreinerei Malerbetrieb Elektro Sanitär Dachdeckerei Zimmerei Gärtnerei Druckerei Buchhandlung Spedition Verlag Brauerei Weingut Pflegedienst Seniorenheim Kindergarten
    Cabinet Clinique Hôpital Pharmacie Mairie Tribunal Association Institut Boulangerie Menuiserie Plomberie Électricité Maçonnerie Charpente Couverture Toitures Garage Imprimerie
    Transports Université Lycée Collège École Fondation Groupe Éditions Librairie Hôtel Restaurant Domaine Château Verreries Verrerie Immobilière Assurances Mutuelle Étude Crèche
    Hospital Clínica Farmacia Bufete Gestoría Talleres Construcciones Cooperativa Ayuntamiento Universidad Colegio Instituto Fundación Imprenta Ascensores Energías Cervezas Bodegas
    Bodega Grupo Transportes Carpintería Fontanería Electricidad Panadería Librería Hostal Inmobiliaria Seguros Asesoría Juzgado Audiencia Editorial Frutas Aceites Muebles
    Studio Ospedale Comune Tribunale Università Cantina Tipografia Officine Officina Costruzioni Ceramiche Termoidraulica Idraulica Trattoria Ristorante Albergo Istituto Fondazione
    Gruppo Trasporti Falegnameria Panificio Edilizia Immobiliare Assicurazioni Liceo Clinica Casa Azienda Impresa Consorzio Pasticceria University
    Copropriété EHPAD Almazara Arredi Loodgietersbedrijf Bouwgroep Bouwbedrijf Aannemersbedrijf Schildersbedrijf Bakkerij Slagerij Garagebedrijf Ziekenhuis Stichting Vereniging
    Zakład Szpital Przychodnia Hurtownia Hurtowni Spółdzielnia Fundacja Uniwersytet Apteka Urząd Kancelaria Piekarnia Stolarnia"""
_HEAD = re.compile(
    rf"(?<![^\W_])(?:(?:Royal|Studio|Cabinet|Casa|Tribunal)\s)?(?:{'|'.join(_HEADS.split())}|[cC]linique|[hH]ôpital|[hH]ospital)(?:{SPACE}(?:Legale|Dentistico|Medico|Notarile|judiciaire|administratif|[dD]e commerce|médical|universitaire))?"
    rf"(?:{SPACE}(?:of|de la|de los|de las|des|du|de|del|della|delle|dei|di|am|an der|im|zum|zur|für|y|Les|La|Le){SPACE}|{SPACE}[dl]['’]|{SPACE}(?:de{SPACE})?[dl]['’]|{SPACE}d['’]|{SPACE}){CAP}(?:(?:{SPACE}(?:de la|du|de|del|della|des|di|y|e|et|und|en|i|&|im\.){SPACE}(?:l['’])?|{SPACE}){CAP}){{0,3}}"
)
_TAILS = """
    Bank Group Holdings Holding Partners Capital Ventures Hospital Clinic Infirmary Practice Surgery Medicine Pharmacy Dental University College School Academy Trust Foundation Council
    Association Society Institute Insurance Assurance Mutual Logistics Freight Shipping Analytics Robotics Energy Systems Solutions Services Technologies Technology Industries
    Instruments Consulting Consultants Surveys Bakery Homes Foods Motors Airlines Software Labs Laboratories Pharmaceuticals Biotech Media Press Publishing Studios Architects
    Engineering Construction Builders Properties Estates Lettings Solicitors Joinery Glassworks Brewery Farms Hotels Airways Telecom Networks Security Marine Mining Steel
    Civils Growers Dairy Roofing Plumbing Electrical Haulage Catering Carpentry Nurseries Garages Chemicals Plastics Textiles Optics Optik Logistik Technik Medizintechnik Energie Immobilien Maschinenbau Werke Verlag Treuhand Turbine Analytik Pharma"""
_TAIL = re.compile(
    rf"(?<![^\W_])(?:{CAP}(?:{SPACE}(?:&{SPACE}|and{SPACE})?{CAP}){{0,3}}?){SPACE}(?:{'|'.join(_TAILS.split())})(?:{SPACE}(?:{'|'.join(_TAILS.split())}))?(?![^\W_])"
)
_SAID = re.compile(
    rf"(?i:\b(?:firma|firm|company|société|empresa|azienda|società|ditta|supplier|seller|employer|arbeitgeber|employeur|lieferant|auftraggeber|verkäufer|vendeur|vendedor|venditore|firm[yęąie]{{1,2}}|bedrijf|leverancier)\b|\b(?:devis|offre) de|\bpreventivo di|\bpresupuesto (?:de|a)|\bofferte van|\bangebot von|\b(?:tender|quote|offer) (?:from|by)|\bwork(?:s|ed|ing)? (?:for|at)|\barbeitet bei|\bde chez|\bpeople (?:from|at))"
    rf"\s?:?\s{{1,2}}(?P<name>{CAP}(?:{SPACE}{CAP}){{0,3}})"
)


_PAIR = re.compile(rf"(?<![^\W_])(?P<one>{CAP}){SPACE}(?:&|\+){SPACE}(?P<other>{CAP})(?![^\W_])")
"""'Marchbank & Oates': two surnames."""


def organisations_in(text: str) -> Iterator[Finding]:
    for match in _PAIR.finditer(text):
        known = lists()
        if not {match["one"].casefold(), match["other"].casefold()} & (known.ordinary | known.given):
            yield Finding(match.start(), match.end(), "organisation", 0.7)
    for match in _WITH_FORM.finditer(text):
        start = _begun(text, match.start("name"), match.end("name"))
        if start < match.end("name"):
            yield Finding(start, match.end(), "organisation", 0.95)
    for match in _FORM_FIRST.finditer(text):
        yield Finding(match.start(), match.end(), "organisation", 0.9)
    for match in _HEAD.finditer(text):
        yield Finding(match.start(), match.end(), "organisation", 0.8)
    for match in _TAIL.finditer(text):
        start = _begun(text, match.start(), match.end())
        own = text[start : match.end()].split()
        if any(word.casefold() not in lists().ordinary for word in own[:-1]):
            yield Finding(start, match.end(), "organisation", 0.75)
    for match in _SAID.finditer(text):
        if match["name"].split()[0].casefold() not in lists().ordinary:
            yield Finding(match.start("name"), match.end("name"), "organisation", 0.65)


_LEADING = re.compile(r"(\S+)\s+")


def _begun(text: str, start: int, end: int) -> int:
    """Without the words that only lead up to a name: 'Die', 'Between', 'The'."""
    while (match := _LEADING.match(text, start, end)) and _leads(match[1]):
        start = match.end()
    return start


def _leads(word: str) -> bool:
    return not word.isupper() and word.casefold() in _LEADS


_LEAD_WORDS = """the a an this between and by at from with to for of der die das den dem des ein eine einer zwischen von bei beim mit und an im in la le les un une entre et de du des par chez avec
    el los las una y con il lo gli i tra fra da presso e o seller buyer supplier client customer lieferant kunde firma société empresa società ditta bill pay arbeitgeber"""
_LEADS = frozenset(_LEAD_WORDS.split())
