"""What marks a sentence as one that a summary owes its reader: words and forms of obligation, decision, change, risk and
the like, in English, German, French and Spanish. Rules of language, apart from any subject."""

import re
from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    "obligation": (
        r"shall|must|has to|have to|is required|are required|requires?|may only|needs? (?:the|written|prior)|undertakes?|obliged|"
        r"(?:may|must|shall|need) not|never|forbidden|prohibited|not (?:allowed|permitted)|"
        r"muss|müssen|darf|dürfen|verpflichtet|verboten|untersagt|bedarf|bedürfen|ist zu|sind zu|hat zu|haben zu|"
        r"doit|doivent|interdite?s?|obligatoire|tenue?s? de|est exigée?|"
        r"debe|deben|deberán?|prohibid[oa]s?|obligatori[oa]s?|obligad[oa]s?|queda prohibido"
    ),
    "decision": (
        r"resolved|agreed|decided|approved|adopted|rejected|refused|carried|upheld|set at|voted|elected|appointed|"
        r"proposes?|awarded|to be decided|postponed|put off|deferred|"
        r"beschloss(?:en)?|genehmigt|abgelehnt|vertagt|gewählt|angenommen|"
        r"décidé|adopté|approuvé|refusé|voté|reporté|repoussé|élue?s?|"
        r"acordó|acordaron|aprobó|aprobad[oa]|rechazó|aplazó|eligió|decidió"
    ),
    "change": (
        r"rose|risen|rises|fell|fallen|falls|grew|grown|increased?|decreased?|decline[ds]?|dropped|higher|lower|improved|"
        r"worse(?:ned)?|up from|down from|up by|down by|more than in|less than in|after [\d.,]+ (?:the|in)|compared|doubled|halved|"
        r"stieg(?:en)?|gestiegen|sank(?:en)?|gesunken|fiel(?:en)?|zugenommen|abgenommen|erhöht|verringert|"
        r"augmenté|baissé|diminué|progressé|reculé|de moins qu|de plus qu|hausse|baisse|"
        r"aumentó|aumentaron|disminuyó|subió|bajó|creció|cayó|incremento|descenso"
    ),
    "result": (
        r"found|shows?|showed|results?|significant(?:ly)?|accuracy|outperform\w*|evidence|on average|"
        r"best|worst|largest|smallest|highest|lowest|record|"
        r"ergab(?:en)?|ergebnis\w*|résultats?|meilleure?|resultados?|mejor|mayor"
    ),
    "risk": (
        r"risks?|danger|warning|caution|hazard\w*|threat\w*|uncertain\w*|delay(?:ed|s)?|shortage|shortfall|fails?|failed|failure|"
        r"loss(?:es)?|lost|breach|insolven\w*|fault|accident\w*|injur\w*|death|fire|default|"
        r"risik\w*|gefahr\w*|warnung|verlust\w*|ausfall|unfall\w*|"
        r"risques?|danger\w*|pertes?|perdu|retard|accidents?|panne|"
        r"riesgos?|peligro\w*|pérdidas?|retraso\w*|averías?"
    ),
    "outlook": (
        r"will be|will|expects?|expected|plans?|planned|forecast|outlook|targets?|aims? to|intends?|next (?:year|quarter|month|meeting)|"
        r"from (?:january|february|march|april|may|june|july|august|september|october|november|december) 20\d\d|by 20\d\d|"
        r"now fitting|have begun|in the coming|future|"
        r"geplant|plan(?:t|en)|wird|werden|erwartet|künftig|ausblick|nächste[nrs]? (?:jahr|sitzung)|"
        r"prévue?s?|prévoit|perspectives?|l'année prochaine|sera|seront|jusqu'en 20\d\d|"
        r"previst[oa]s?|prevé|espera|perspectivas?|próximo|será|serán"
    ),
    "conclusion": (
        r"(?:probable|root) causes?|conclu(?:de|des|sion|sions)|in (?:short|summary|conclusion)|overall|recommend(?:s|ed|ation|ations)?|suggests?|we argue|therefore|"
        r"empfehl\w*|empfiehlt|insgesamt|fazit|zusammenfassend|en conclusion|recommand\w*|en somme|"
        r"en conclusión|recomiend\w*|recomend\w*|en resumen"
    ),
    "purpose": (
        r"purposes?|aims?|objectives?|we (?:describe|ask|asked|show|present|propose|study|compared?)|contribution|is made for|is for|are for|"
        r"this (?:report|manual|agreement|lease|paper|policy|document|contract|study)|these (?:rules|terms)|"
        r"zweck|ziel|dieser? (?:bericht|vertrag|satzung|anleitung)|objet|objectif|but de|le présent|"
        r"objeto|objetivo|finalidad|el presente"
    ),
    "limit": (
        r"except|unless|save (?:as|for|with)|provided that|limit(?:s|ed|ation|ations)?|not exceed|at most|no more than|not more than|at least|only if|"
        r"does not|do not|cannot|fails where|did not|excludes?|without|"
        r"außer|es sei denn|sofern|höchstens|mindestens|ausgenommen|sauf|excepté|au plus|au moins|à condition|"
        r"salvo|excepto|como máximo|al menos|siempre que"
    ),
    "deadline": (
        r"within|before|until|by (?:the end|\d{1,2} \w+)|no later than|not later than|at the latest|deadline|due|notice|"
        r"(?:days|weeks|months|years)['’]? (?:written )?notice|"
        r"binnen|innerhalb|bis (?:zum|spätestens)|spätestens|frist|fällig|"
        r"dans (?:un délai|les)|avant le|au plus tard|délai|échéance|à la livraison|"
        r"antes del|dentro de|plazo|a más tardar|vencimiento"
    ),
    "total": (
        r"total|sum|in all|altogether|net|gross|overall|to pay|amount due|balance|"
        r"gesamt\w*|summe|insgesamt|zu zahlen|total(?:e|aux|es)?|somme|à payer|net à payer|suma|a pagar|importe"
    ),
}
_FORMS: Mapping[str, str] = {
    "money": (
        r"[£€$¥]\s?\d|\d\s?(?:[£€$¥]|euros?\b|pounds?\b|dollars?\b|crowns?\b|francs?\b|pence\b|cents?\b|EUR\b|USD\b|CHF\b|GBP\b)"
    ),
    "share": r"\d\s?(?:%|per cent\b|percent\b|prozent\b|pour cent\b|por ciento\b)|\bp\s?[=<]\s?0?\.\d",
    "figure": r"\d",
    "date": r"\b(?:19|20)\d\d\b",
}
CUES: Mapping[str, re.Pattern[str]] = {
    **{name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _WORDS.items()},
    **{name: re.compile(form, re.IGNORECASE) for name, form in _FORMS.items()},
}

LEANS = re.compile(
    r"(?:agreed(?=,)|(?:we |it )?(?:therefore|hence|however|thus)\b|to be (?=\w+ (?:in|by|at|on)\b)|it|its|they|their|this|these|those|he|she|his|her|both|neither|such|the (?:latter|former|same|other|others)|all of th\w+|"
    r"that|but|and|so|then|thus|there|here|two things|in the latter|"
    r"er|sie|es|dies\w*|beide|dabei|deshalb|dann|dort|so|"
    r"il|elle|ils|elles|ce|cela|celui\S*|ces|cette|cet|\b\w+ d.entre eux|"
    r"él|ella|ellos|esto|éste|dicho|dicha)\b",
    re.IGNORECASE,
)
"""How a sentence begins that leans on the one before it."""

SUMMED_UP = re.compile(
    r"abstract|summary|at a glance|key (?:points|figures|messages|findings)|highlights|overview|conclusions?|particulars|in brief|"
    r"zusammenfassung|überblick|auf einen blick|kurzfassung|fazit|résumé|synthèse|en bref|chiffres clés|"
    r"resumen|síntesis|conclusiones|lo esencial",
    re.IGNORECASE,
)
"""Titles of sections that say in short what the whole says."""

ASIDE = re.compile(
    r"references|bibliograph\w*|acknowledg\w*|thanks\b|literatur\w*|danksagung|remerciements|références|agradecimientos|referencias|"
    r"abbreviations|abkürzungen|abréviations|abreviaturas|glossar\w*|index|contents|inhalt(?:sverzeichnis)?|sommaire|índice|"
    r"contacts?\b|spare parts|declaration|imprint|impressum",
    re.IGNORECASE,
)
"""Titles of sections that a summary can do without."""


def cues_of(text: str) -> frozenset[str]:
    """Names of the cues that stand in it."""
    return frozenset(name for name, pattern in CUES.items() if pattern.search(text))
