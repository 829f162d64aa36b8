"""Answers that need no model: what changed between two documents, which sections there are, where words stand and how often, what an
abbreviation stands for, two things of one table side by side. All text of the scope is gone through."""

import re
from collections.abc import Iterable, Sequence

from app.answers.everything import abbreviations, changes, compare, counted, spotted, stated
from app.answers.everything.lines import Line, Text, Whole
from app.answers.everything.phrases import phrases_for
from app.answers.everything.whole import kind_of
from app.answers.text.terms import stem, terms
from app.tongues import function_words, language_of
from app.types import Chunk

_LONGEST = 400
"""Characters. A longer question is not told by its words."""
_OUTLINES = 12
"""Of so many documents the sections are listed."""
_ABOUT = """change changes changed difference differences different differ compare between two both these those document documents text texts
    version versions file files draft final old new rule rules what which how list show name all did do does the
    geändert ändern unterschied unterschiede vergleiche vergleichen zwischen beiden dokument dokumente dokumenten vertrag verträge verträgen fassung fassungen datei dateien
    qu'est qu’est changé change modifié différence différences comparez comparer entre deux versions documents fichiers textes contrat contrats rapport rapports
    cambiado cambió cambios modificado diferencia diferencias compara comparar dos documentos versiones archivos textos contrato contratos informe informes"""
_CHANGED = re.compile(
    r"^(?:what|how) (?:has |have |was |were )?.*\b(?:changed|altered|amended)\b|^was (?:hat|haben|wurde) .*\bgeändert\b"
    r"|^qu['’]est-ce qui a (?:été )?(?:changé|modifié)|^¿?qué (?:se )?(?:ha )?(?:cambi|modific)(?:ó|ado)\b",
    re.IGNORECASE,
)
_NO_TOPIC = frozenset(stem(word) for word in _ABOUT.split())


def may_answer(question: str, documents: int) -> bool:
    """Whether it is worth getting all text of so many documents for."""
    kind = kind_of(question)
    if documents == 2 and _CHANGED.search(question):
        return True
    return kind not in {None, "list"} or stated.is_of_a_kind(question, all_of=kind is not None)


def lines_for(question: str, everything: Sequence[Whole]) -> list[Line]:
    """None where a model is needed. In the language of the question. Raises Stopped."""
    if len(question) > _LONGEST:
        return []
    kind, said = kind_of(question), phrases_for(question)
    if kind in {None, "list", "count"} and stated.is_of_a_kind(question, all_of=kind is not None):
        return stated.told(question, stated.statements(question, everything))
    if kind == "count":
        return counted.stated_count(question, everything)
    if len(everything) == 2 and (kind in {"changes", "comparison"} or _CHANGED.search(question)):
        return _changes(question, everything[0], everything[1], asked=kind == "changes")
    if kind == "outline" and len(everything) <= _OUTLINES:
        return spotted.outline(everything, said)
    if kind in {"mentions", "occurrences"} and (topic := spotted.topic_of(question)):
        found = spotted.places(topic, everything)
        if found and kind == "occurrences":
            return spotted.occurrences(topic, found, said)
        return spotted.mentions(topic, found, everything, said) if found else []
    if kind == "comparison" and (both := compare.compared(question)):
        return compare.side_by_side(*both, everything)
    return []


def _changes(question: str, old: Whole, new: Whole, *, asked: bool) -> list[Line]:
    """`asked`: plainly for what changed between the two. Else only a change that has what the question names is an answer: it may
    mean a change over years that both report."""
    found = changes.changes(old, new)
    named = terms(
        f"{old.file} {new.file} {old.title} {new.title}".replace("-", " ").replace("_", " ").replace(".", " ")
    )
    grammar = frozenset(map(stem, function_words(language_of(question))))
    wanted = frozenset(terms(question).stems - _NO_TOPIC - grammar - named.stems)
    chosen = changes.about(found, wanted) if asked else changes.just_about(found, wanted)
    return changes.told(chosen, old, new, phrases_for(question)) if chosen else []


def abbreviation(question: str, short: str, chunks: Iterable[tuple[str, str, Chunk]]) -> list[Line]:
    """What it stands for, by the first of these chunks (each with its document's id and file) that says so."""
    for document, file, chunk in chunks:
        found = abbreviations.long_form(short, chunk.text)
        if found is not None:
            words, start, end = found
            place = Text.within(document, file, chunk, start, end)
            return [Line(phrases_for(question).stands_for.format(short=short, words=words), (place,))]
    return []
