"""People: a title, a label, a greeting or the end of a letter beside the name, a given name in it, an initial."""

import re
from collections.abc import Iterator, Sequence

from app.cloud.masking.kinds import Finding
from app.cloud.masking.names.lists import lists
from app.cloud.masking.names.runs import CAP, Run

_TITLE_WORDS = """mr mrs ms miss mx dr prof professor sir dame lord lady rev judge justice captain herr herrn frau fräulein hr fr mag dipl ing univ doz pd
    m mm mme mlle me monsieur madame mademoiselle maître docteur veuve sr sra srta d dña don doña señor señora señorita dra licenciado
    sig sigg sig.ra sigra signor signora signorina dott dottore dottoressa avv avvocato ing ingegner ingegnere geom arch rag egr
    mevrouw meneer heer dhr mevr pan pani panie panu panią panem zeuge zeugin kläger klägerin beklagte beklagter beklagten geschäftsführer geschäftsführerin inhaber inhaberin
    patient patientin versicherte versicherter rechtsanwalt rechtsanwältin notar notarin vorsitzender vorsitzende richter richterin mieter mieterin vermieter
    vermieterin hausmeister kollege kollegin"""
_TITLES = frozenset(_TITLE_WORDS.split())
"""And in German, where they have a capital, what somebody is."""
_TITLE = re.compile(
    r"(?<![^\W_])(?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|lord|lady|rev|judge|herrn?|frau|hr|mag|monsieur|madame|mademoiselle|mm?\.|mme|mlle|maître|me|docteur|srt?a?|d\.|dña|don|doña|señora?|señorita|dra"
    r"|sigg?|sig\.ra|signora?|signorina|dott|dott\.ssa|dottoressa|avv|avvocato|ing|ingegnere?|geom|arch|rag|mevrouw|meneer|heer|dhr|pan(?:ie|u|em)?|pani[aą]?)\.?(?:[ \xa0]{1,3}(?:dr|prof|mag|med|ing|dott|dipl|h\.c)\.?(?:-ing\.?)?){0,3}[ \xa0]{1,3}$",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"\b(?:familie|family|famille|familia|famiglia|eheleute|les|chez les|witwe|herren)\s$", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:\b(?:name|surname|forename|first name(?:\(s\))?|full name|vornamen?|nachname|familienname|geburtsname|name, vorname|nom(?: de naissance)?|prénoms?|nombre|nombre y apellidos|apellidos|nome|cognome|cognome e nome"
    r"|patient(?:in)?|pat\.|pt|patiente|paciente|paziente|tenant|mieter(?:in)?|vermieter(?:in)?|locataire|bailleur|inquilino|employee|customer|cust[o0]mer|client|c ?liente|contact|attn|att|von|an|from|to|cc|bcc|de|à|para|da|a"
    r"|ansprechpartner(?:in)?|bearbeiter(?:in)?|unterzeichner|signed|gez\.|inh\.|inhaber(?:in)?|geschäftsführer(?:in)?|gérante?|administrador(?:a)?|amministratore|amministratrice|zeuge|zeugin|kläger(?:in)?|klägerin|beklagte[rn]?|versicherte[r]?"
    r"|destinat[aá]r(?:io|ia)|destinataire|desti ?nataire|intest ?atario|pracownik|naam|invoice to|bill to|rechnungsanschrift|chief executive|chief financial officer|director|directrice|directeur|directora|direttore|direttrice|vorgesetzte|reports to)"
    r"\s?[:=]\s{0,4}[\"“]?)$|(?:\b(?:patientin?|patiente|pat\.|pt|paciente|paziente|versicherte|gez\.|inh\.|geschäftsführer(?:in)?|gérante?|zeuge|zeugin|kläger(?:in)?|amministratore|amministratrice|reports to|salarié|directrice|directeur|director|directora|direttore|direttrice"
    r"|chief executive|chief financial officer|guarantor\W? means|née|geborene[rn]?|z domu|represented by|vertreten durch|représentée? par|representada por|rappresentata da|my (?:son|daughter|wife|husband)|daughter|son)\s{1,2})$",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\b(?:wife|husband|son|daughter|brother|sister|mother|father|niece|nephew|uncle|aunt|cousin|partner|neighbour|grandson|granddaughter|(?:son|daughter|brother|sister|mother|father)-in-law"
    r"|(?:ehe)?mann(?:es)?|ehefrau|sohn(?:es)?|tochter|bruders?|schwester|mutter|vaters?|nichte|neffen?|onkels?|tante|nachbar(?:in|n)?|enkel(?:in)?"
    r"|mari|femme|épouse|époux|fils|fille|frère|sœur|mère|père|nièce|neveu|oncle|voisine?|gendre|belle-sœur|beau-frère|gardien(?:ne)?|associée?"
    r"|marido|mujer|espos[oa]|hij[oa]|herman[oa]|madre|padre|sobrin[oa]|tí[oa]|vecin[oa]|niet[oa]|cuñad[oa]"
    r"|marito|moglie|figli[oa]|fratello|sorella|zi[oa]|nipote|cognat[oa]|vicin[oa]|suocer[oa]"
    r"|man|vrouw|zoon|dochter|broer|zus|moeder|vader|nicht|neef|oom|buurman|buurvrouw"
    r"|męża?|żon[aąy]|syna?|córk[aąię]|brata?|siostr[aąy]|ojca|matk[aąi]|wuja|ciotk[aąi])"
    r"(?:,|\s?\(|\s(?:is|heißt|s'appelle|se llama|si chiama|heet))?\s?$",
    re.IGNORECASE,
)
"""Whose name stands right behind: 'my niece, Precious', 'Begleitung ihrer Tochter Roswitha'."""
_NEAR = 32
"""Characters before a name in which such a word ends."""
_ENVELOPE = re.compile(r"^[ ]*\n[^\n]{0,48}\d[^\n]{0,48}(?:\n|$)")
"""The street below a name."""
_ROLES = frozenset(
    [
        "directeur",
        "directrice",
        "président",
        "présidente",
        "maire",
        "juge",
        "préfet",
        "proviseur",
        "ministre",
        "director",
        "directora",
        "presidente",
        "direttore",
        "sindaco",
    ]
)
"""'Monsieur le Directeur' names nobody."""
_LISTED = re.compile(
    r"(?:^|\n)\s?(?:[^\n:.]{0,80}\.\s)?(?:present|attendees|apologies|in attendance|anwesend|teilnehmer(?:innen)?|entschuldigt|(?:étaient )?présents?|absente?s?|excusés?|asisten(?:tes)?|presentes|ausentes|presenti|assenti|aanwezig|afwezig|obecni|nieobecni|from|to|cc|bcc|von|an|de|à|para|da|a)\s?:[^\n]{0,200}$|\b(?:sono presenti|étaient présents|waren anwesend|were present)\s[^\n.]{0,60}$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:^|[\n.:]\s{0,2})(?:dear|hi|hello|hey|hoi|beste|geachte|lieve|cześć|drog[ia]|szanown[ya]|witaj|liebe[rs]?|hallo|cher|chère|bonjour|salut|hola|querid[oa]s?|estimad[oa]s?|ciao|car[oa]|gentile|egregio)\s$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:regards|sincerely|faithfully|wishes|cheers|thanks|thank you|yours|grüßen?|gruß|gruss|grüsse|lg|vg|mfg|cordialement|bien à (?:toi|vous)|amicalement|salutations(?: distinguées)?|bises|saludos?|atentamente|cordialmente|abrazo"
    r"|saluti|saluto|presto|groet(?:en|jes)?|pozdrawiam|poważaniem|bisous|gros bisous|signed|--)[,.!]?\s{1,3}$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"^\s(?:said|says|joined|joins|resigned|will (?:join|ask|lead|leave)|called|asked|asks|told|wrote|reports|agreed|dissented|chairs|übernimmt|leitet|berichtet|fragt|fragte|sagte|sagt|wechselt|hat angerufen|kommt|stellt|war zuvor"
    r"|prend|dirige|a dit|présente|demande|passera|arrive|dirigirá|presidirá|dirige|sustituye|pregunta|procede|presenta|llamó|guiderà|guida|prende|chiede|arriva|ha (?:sentito|detto)|illustra)\b"
    r"|^,?\s(?:geb\.|geboren|née?\b|nacid|nat[oa]\b|wohnhaft|born|demeurant|con dni|c\.f\.|\(\"the|\((?:chair|sekretär|secrétaire|protokoll|vermieter|mieter)|md\b|dob\b|\(dob)",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"(?:[^\W\d_]|,)\s$")
"""Within a sentence."""
_NUMBERED = re.compile(r"\d[ -]$")
"""'Part 220 B. See …': the letter belongs to the number."""
_AMONG = re.compile(r"(?:[:,;]|\b(?:and|und|et|y|e)|\d[.)]|[-•*])\s{0,4}[\"“]?$")
"""One of several."""
_GIVEN_BEHIND = re.compile(rf",\s{{1,2}}({CAP})(?!\s[a-zß-ÿ])")
Words = Sequence[tuple[str, int, int]]
"""As in a `Run`."""
_SHOUTED = 5
"""Letters: shorter words in capitals are abbreviations."""
_TOO_LONG = 5
"""Words: no name of one person has so many."""


def people_of(run: Run) -> Iterator[Finding]:
    """Of one run of words, and of what its neighbours say."""
    words, titled = _without_titles(run.words)
    titled = titled or bool(_TITLE.search(run.before))
    words = _to_particle(words) if titled else _without_ends(words)
    if not words or len(words) > _TOO_LONG:
        return
    start, end = words[0][1], words[-1][2]
    direct = words[0] == run.words[0]
    if titled and words[-1][0].casefold() in _ROLES:
        return
    if titled:
        yield Finding(start, end, "person", 0.95)
    elif direct and _names(words) and (_GREETING.search(run.before) or _LABEL.search(run.before)):
        yield Finding(start, _with_given(run, words), "person", 0.85)
    elif _names(words) and _told_by(run.before):
        yield Finding(run.words[0][1], end, "person", 0.8)
    elif (
        direct
        and _names(words)
        and (_KIN.search(run.before, max(0, len(run.before) - _NEAR)) or _heads_an_address(run))
    ):
        yield Finding(start, end, "person", 0.75)
    else:
        yield from _by_itself(run, words)


def _told_by(before: str) -> bool:
    listed = _AMONG.search(before) and _LISTED.search(before)
    return bool(listed or _CLOSING.search(before) or _FAMILY.search(before))


def _to_particle(words: Words) -> Words:
    """'Zuloaga al Hospital Virgen del Camino': of what is too long for a name, what stands before the first small word."""
    if len(words) <= _TOO_LONG:
        return words
    return words[: next((at for at, (word, _, _) in enumerate(words) if at and word.islower()), 0)]


def _heads_an_address(run: Run) -> bool:
    """A line of its own at the beginning of a letter, above a line with a number."""
    begins = not run.before or run.before.endswith("\n\n")
    return begins and 1 < len(run.words) < 5 and bool(_ENVELOPE.match(run.after))


def _with_given(run: Run, words: Words) -> int:
    """'Wiesner, Karl-Heinz' behind a label: to the end of the given name."""
    match = re.match(rf",\s{{1,2}}({CAP}(?: {CAP})?)", run.after)
    return words[-1][2] + match.end() if match and _is_given(match[1]) and run.words[-1] == words[-1] else words[-1][2]


def _by_itself(run: Run, words: Words) -> Iterator[Finding]:
    """By a given name or an initial in it, by what it does, or 'Berg, Anna'."""
    found = _with_more(run, words)
    if found is not None:
        yield found
    elif len(words) == 1:
        yield from _alone(run, words[0])
    elif words[-1][0].casefold() in lists().surnames and _plain(words[0][0]) not in lists().ordinary and len(words) < 4:
        yield Finding(words[0][1], words[-1][2], "person", 0.65)
    elif _is_given(words[-1][0]) or (words == run.words and _names(words) and _DOES.search(run.after)):
        yield Finding(words[0][1], words[-1][2], "person", 0.6)


def _with_more(run: Run, words: Words) -> Finding | None:
    """From a given name or an initial on that more follows."""
    known = lists()
    for at, (word, start, _) in enumerate(words):
        rest = words[at + 1 :]
        if not rest or len(rest) >= _TOO_LONG - 1:
            continue
        if (
            _is_initial(word)
            and not (at == 0 and _NUMBERED.search(run.before))
            and _plain(rest[0][0]) not in known.ordinary
            and not _opens_heading(run, at)
        ):
            return Finding(start, rest[min(1, len(rest) - 1)][2], "person", 0.7)
        if _is_given(word):
            return Finding(start, rest[-1][2], "person", 0.8)
        if (
            _plain(word) in known.maybe_given
            and len(rest) < 3
            and not any(_plain(w) in known.ordinary for w, _, _ in rest)
        ):
            return Finding(start, rest[-1][2], "person", 0.65)
    return None


def _alone(run: Run, only: tuple[str, int, int]) -> Iterator[Finding]:
    """One word: a given name, one that may be one within a sentence, a surname before ', Anna'."""
    word, start, end = only
    known, plain = lists(), _plain(word)
    if _is_given(word) and not (word.isupper() and len(word) < _SHOUTED):
        yield Finding(start, _with_given(run, [only]), "person", 0.6)
    elif plain in known.ordinary:
        return
    elif (plain in known.maybe_given or plain in known.surnames) and _WITHIN.search(run.before):
        yield Finding(start, end, "person", 0.5)
    elif (given := _GIVEN_BEHIND.match(run.after)) and _is_given(given[1]):
        yield Finding(start, end + given.end(), "person", 0.65)
    elif run.words[0] == run.words[-1] == only and _DOES.search(run.after):
        yield Finding(start, end, "person", 0.6)


def _without_titles(words: Words) -> tuple[Words, bool]:
    """What stands behind the last title, if one is among them."""
    at = max(
        (
            number + 1
            for number, (word, _, _) in enumerate(words)
            if word.rstrip(".").casefold() in _TITLES and not _is_initial(word)
        ),
        default=0,
    )
    return words[at:], at > 0


def _without_ends(words: Words) -> Words:
    """Without ordinary words before and behind: 'Yours Colin', 'Anna Berg Manager'."""
    known = lists()
    first, last = 0, len(words)
    while first < last and _plain(words[first][0]) in known.ordinary and not _leads_a_name(words[first:]):
        first += 1
    while last > first and _plain(words[last - 1][0]) in known.ordinary and last - first != 2:
        last -= 1
    return words[first:last]


def _leads_a_name(words: Words) -> bool:
    """'Bob Tregenza', though a bob is something else, too."""
    known = lists()
    return len(words) > 1 and _plain(words[0][0]) in known.maybe_given and _plain(words[1][0]) not in known.ordinary


def _names(words: Words) -> bool:
    return any(_plain(word) not in lists().ordinary for word, _, _ in words)


def _is_given(word: str) -> bool:
    given = lists().given
    plain = _plain(word)
    return plain in given or all(part in given for part in plain.split("-"))


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _is_initial(word: str) -> bool:
    return len(word) > 1 and word.endswith(".") and all(len(part) <= 1 for part in re.split(r"[.\s-]+", word))


def _opens_heading(run: Run, at: int) -> bool:
    """'A. Introduction' at the beginning of a line."""
    return at == 0 and (not run.before or run.before.endswith("\n")) and len(run.words) > 3
