"""What answers by code say around what they found, in the languages that it can be said in."""

import re
from dataclasses import dataclass

from app.tongues import language_of


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences with their placeholders; a pair says the same of one and of more."""

    quotes: tuple[str, str]
    page: str
    stands: tuple[str, str]
    """`{topic}` and `{count}`: how often words stand in the text."""
    in_sections: tuple[str, str]
    """`{topic}` and `{count}`."""
    sections: str
    more: str
    differences: tuple[str, str]
    """`{count}`, `{old}` and `{new}`."""
    added: str
    left_out: str
    run_added: str
    run_left_out: str
    became: str
    """`{before}` and `{now}`, in quotes."""
    within: str
    """`{runs}`, what changed, and the sentence `{text}`."""
    before_now: str
    stands_for: str
    """`{short}` and `{words}`."""
    counted: str
    looked_at: str
    """`{count}` and `{of}` documents."""

    def quoted(self, text: str) -> str:
        return f"{self.quotes[0]}{text}{self.quotes[1]}"


_PHRASES = {
    "en": Phrases(
        ("“", "”"),
        "(p. {page})",
        ("{topic} stands in the text once:", "{topic} stands in the text {count} times:"),
        ("{topic} stands in 1 section:", "{topic} stands in {count} sections:"),
        "{count} sections:",
        "and {count} more.",
        (
            "1 difference from {old} to {new}, compared sentence by sentence:",
            "{count} differences from {old} to {new}, compared sentence by sentence:",
        ),
        "added: {text}",
        "left out: {text}",
        "{text} added",
        "{text} left out",
        "{before} became {now}",
        "{runs}, in {text}",
        "before: {before} – now: {now}",
        "{short} stands for {words}.",
        "{count}, counted from the text:",
        "Looked at {count} of {of} documents.",
    ),
    "de": Phrases(
        ("„", "“"),
        "(S. {page})",
        ("{topic} steht einmal im Text:", "{topic} steht {count}-mal im Text:"),
        ("{topic} steht in 1 Abschnitt:", "{topic} steht in {count} Abschnitten:"),
        "{count} Abschnitte:",
        "und {count} weitere.",
        (
            "1 Unterschied von {old} zu {new}, Satz für Satz verglichen:",
            "{count} Unterschiede von {old} zu {new}, Satz für Satz verglichen:",
        ),
        "hinzugekommen: {text}",
        "weggefallen: {text}",
        "{text} hinzugekommen",
        "{text} weggefallen",
        "aus {before} wurde {now}",
        "{runs}, in {text}",
        "vorher: {before} – jetzt: {now}",
        "{short} steht für {words}.",
        "{count}, aus dem Text gezählt:",
        "Angesehen wurden {count} von {of} Dokumenten.",
    ),
    "fr": Phrases(
        ("« ", " »"),
        "(p. {page})",
        ("{topic} figure une fois dans le texte :", "{topic} figure {count} fois dans le texte :"),
        ("{topic} figure dans 1 section :", "{topic} figure dans {count} sections :"),
        "{count} sections :",
        "et {count} de plus.",
        (
            "1 différence de {old} à {new}, comparés phrase par phrase :",
            "{count} différences de {old} à {new}, comparés phrase par phrase :",
        ),
        "ajouté : {text}",
        "supprimé : {text}",
        "{text} ajouté",
        "{text} supprimé",
        "{before} est devenu {now}",
        "{runs}, dans {text}",
        "avant : {before} – maintenant : {now}",
        "{short} signifie {words}.",
        "{count}, comptés dans le texte :",
        "{count} documents sur {of} ont été consultés.",
    ),
    "es": Phrases(
        ("«", "»"),
        "(p. {page})",
        ("{topic} aparece una vez en el texto:", "{topic} aparece {count} veces en el texto:"),
        ("{topic} aparece en 1 sección:", "{topic} aparece en {count} secciones:"),
        "{count} secciones:",
        "y {count} más.",
        (
            "1 diferencia de {old} a {new}, comparados frase por frase:",
            "{count} diferencias de {old} a {new}, comparados frase por frase:",
        ),
        "añadido: {text}",
        "suprimido: {text}",
        "{text} añadido",
        "{text} suprimido",
        "{before} pasó a ser {now}",
        "{runs}, en {text}",
        "antes: {before} – ahora: {now}",
        "{short} significa {words}.",
        "{count}, contados en el texto:",
        "Se consultaron {count} de {of} documentos.",
    ),
    "it": Phrases(
        ("«", "»"),
        "(p. {page})",
        ("{topic} compare una volta nel testo:", "{topic} compare {count} volte nel testo:"),
        ("{topic} compare in 1 sezione:", "{topic} compare in {count} sezioni:"),
        "{count} sezioni:",
        "e altri {count}.",
        (
            "1 differenza da {old} a {new}, confrontati frase per frase:",
            "{count} differenze da {old} a {new}, confrontati frase per frase:",
        ),
        "aggiunto: {text}",
        "tolto: {text}",
        "{text} aggiunto",
        "{text} tolto",
        "{before} è diventato {now}",
        "{runs}, in {text}",
        "prima: {before} – ora: {now}",
        "{short} sta per {words}.",
        "{count}, contati nel testo:",
        "Sono stati esaminati {count} documenti su {of}.",
    ),
    "pt": Phrases(
        ("«", "»"),
        "(p. {page})",
        ("{topic} aparece uma vez no texto:", "{topic} aparece {count} vezes no texto:"),
        ("{topic} aparece em 1 secção:", "{topic} aparece em {count} secções:"),
        "{count} secções:",
        "e mais {count}.",
        (
            "1 diferença de {old} para {new}, comparados frase a frase:",
            "{count} diferenças de {old} para {new}, comparados frase a frase:",
        ),
        "acrescentado: {text}",
        "retirado: {text}",
        "{text} acrescentado",
        "{text} retirado",
        "{before} passou a {now}",
        "{runs}, em {text}",
        "antes: {before} – agora: {now}",
        "{short} significa {words}.",
        "{count}, contados no texto:",
        "Foram vistos {count} de {of} documentos.",
    ),
}


_TELLING = (
    ("de", re.compile(r"\b(?:bedeutet|heißt|steht|vergleiche)\b", re.IGNORECASE)),
    ("fr", re.compile(r"\b(?:signifie|veut dire|comparez)\b", re.IGNORECASE)),
    ("es", re.compile(r"\bqué significan?\b", re.IGNORECASE)),
)
"""Words that such questions have and that tell a language where one of four words has too little grammar in it ('Was heißt MOU?')."""


def phrases_for(question: str) -> Phrases:
    """In the language of the question; English where that is not among these."""
    language = language_of(question) or next((one for one, words in _TELLING if words.search(question)), "en")
    return _PHRASES.get(language, _PHRASES["en"])
