"""What a refusal says, in the languages that it can be said in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences with their placeholders; a pair says the same of one and of more."""

    silent: tuple[str, str]
    searched: tuple[str, str]
    """`{pages}`, `{of}` and `{how}`."""
    of_documents: str
    by_both: str
    by_words: str
    by_some: str
    nothing: str
    nearest: str
    missing: str
    about: str
    either: str
    quotes: tuple[str, str]


_WORDINGS = {
    "en": Wording(
        ("The document does not say.", "The documents do not say."),
        ("1 page was searched{of}, {how}.", "{pages} pages were searched{of}, {how}."),
        " of {documents} documents",
        "by words and by meaning",
        "by words only",
        "by words, and {count} of them by meaning",
        "Nothing on them is close to the question.",
        "The nearest, which is not an answer, is on page {page} of {file}: {quote}",
        "Nothing near it mentions {words}{about}.",
        "; it is about {years}",
        "or",
        ("“", "”"),
    ),
    "de": Wording(
        ("Das Dokument sagt es nicht.", "Die Dokumente sagen es nicht."),
        ("Durchsucht wurde 1 Seite{of}, {how}.", "Durchsucht wurden {pages} Seiten{of}, {how}."),
        " von {documents} Dokumenten",
        "nach Wörtern und nach Bedeutung",
        "nur nach Wörtern",
        "nach Wörtern und {count} davon nach Bedeutung",
        "Nichts darauf kommt der Frage nahe.",
        "Am nächsten, aber keine Antwort, kommt Seite {page} von {file}: {quote}",
        "Nichts in der Nähe nennt {words}{about}.",
        "; es geht dort um {years}",
        "oder",
        ("„", "“"),
    ),
    "fr": Wording(
        ("Le document ne le dit pas.", "Les documents ne le disent pas."),
        ("1 page a été parcourue{of}, {how}.", "{pages} pages ont été parcourues{of}, {how}."),
        " dans {documents} documents",
        "par les mots et par le sens",
        "par les mots seulement",
        "par les mots, dont {count} aussi par le sens",
        "Rien n’y est proche de la question.",
        "Le plus proche, qui n’est pas une réponse, est à la page {page} de {file} : {quote}",
        "Rien à proximité ne mentionne {words}{about}.",
        " ; il y est question de {years}",
        "ou",
        ("« ", " »"),
    ),
    "es": Wording(
        ("El documento no lo dice.", "Los documentos no lo dicen."),
        ("Se buscó en 1 página{of}, {how}.", "Se buscó en {pages} páginas{of}, {how}."),
        " de {documents} documentos",
        "por palabras y por significado",
        "solo por palabras",
        "por palabras, y en {count} de ellas también por significado",
        "Nada en ellas se acerca a la pregunta.",
        "Lo más cercano, que no es una respuesta, está en la página {page} de {file}: {quote}",
        "Nada cerca de ello menciona {words}{about}.",
        "; trata de {years}",
        "o",
        ("«", "»"),
    ),
    "it": Wording(
        ("Il documento non lo dice.", "I documenti non lo dicono."),
        ("È stata cercata 1 pagina{of}, {how}.", "Sono state cercate {pages} pagine{of}, {how}."),
        " di {documents} documenti",
        "per parole e per significato",
        "solo per parole",
        "per parole, e {count} di esse per significato",
        "Nulla vi si avvicina alla domanda.",
        "Il passo più vicino, che non è una risposta, è a pagina {page} di {file}: {quote}",
        "Nulla lì vicino menziona {words}{about}.",
        "; si parla di {years}",
        "o",
        ("«", "»"),
    ),
    "pt": Wording(
        ("O documento não o diz.", "Os documentos não o dizem."),
        ("Foi pesquisada 1 página{of}, {how}.", "Foram pesquisadas {pages} páginas{of}, {how}."),
        " de {documents} documentos",
        "por palavras e por significado",
        "só por palavras",
        "por palavras, e {count} delas por significado",
        "Nada nelas se aproxima da pergunta.",
        "O mais próximo, que não é uma resposta, está na página {page} de {file}: {quote}",
        "Nada ali perto menciona {words}{about}.",
        "; trata de {years}",
        "ou",
        ("«", "»"),
    ),
}


def wording(language: str) -> Wording:
    """English where a language is not among these."""
    return _WORDINGS.get(language, _WORDINGS["en"])
