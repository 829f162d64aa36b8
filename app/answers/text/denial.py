"""Whether a statement denies what its evidence says, or says what that denies.

Words only, no grammar: a contradiction is told where both sides speak of the thing and only one of them denies it. What
cannot be told that way is let pass.
"""

import re
from collections.abc import Sequence

from app.answers.text.polarity import asks_yes_or_no
from app.answers.text.terms import stem, terms

_NOT = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|nicht|nichts|kein\w*|nie|niemals|niemand|ohne|weder"
    r"|ne|pas|jamais|aucune?|sans|nunca|sin|ning[uú]n\w*|nessun\w*|senza|não|nenhum\w*|sem)\b|n['’]t\b|\bn['’](?=\w)",
    re.IGNORECASE,
)
_NEARLY_NOT = re.compile(
    r"\b(?:refus\w+|reject\w+|forb\w+|prohibit\w+|fail\w*|lack\w*|absent|unless|except\w*|only|exclu\w+|instead|free of"
    r"|un(?:able|less|likely|paid|used|known|changed|limited|lawful)|deni\w+|declin\w+|zero|nil|missing|but|left out|omitted|skipped"
    r"|abgelehnt|verboten|untersagt|außer|nur|statt|interdit\w*|sauf|seulement)\b|(?<!\d)0(?![\d.,])|(?:^|\|) [–-] (?:$|\|)",
    re.IGNORECASE,
)
_ASKS_NOT = re.compile(r"\b(?:not|never|without|nicht|nie|ohne|pas|sans)\b|n['’]t\b", re.IGNORECASE)
_OF_NOUNS = frozenset(
    ["no", "kein", "keine", "keinen", "keiner", "without", "ohne", "sans", "aucun", "aucune", "sin", "sem"]
)
_OPENING = re.compile(r"^\s*(?:yes|no|ja|nein|oui|non|sí|si|sì|sim|não)\b\s*[,.:;–-]\s*", re.IGNORECASE)
_BOUND_NOT = re.compile(
    r"\b(?:not|no|never|nicht|kein\w*|pas) (?:more|less|fewer|later|earlier|above|below|over|under|mehr|weniger|später|früher|über|unter|plus|moins)\b"
    r"|\b(?:must|may|shall|should|can|does|do|did|will|is|are)? ?not (?:to )?(?:exceed|be (?:higher|lower|more|less|fewer|longer|shorter) than)"
    r"|\b(?:must|may|shall|cannot) (?:not )?fall below"
    r"|\bcannot exceed|\bnot only\b|\bwhether or not\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|wenn|falls|sofern|si)\b[^.,;:]*", re.IGNORECASE)
"""What a text says of a case that may not be."""
_MODAL_NOT = re.compile(
    r"\b(?:must|may|shall|can|could|should|will|darf|dürfen|muss|müssen|kann|können)\b[^.;,]{0,40}?\b(?:not|nicht|never|nie)\b"
    r"|\b(?:cannot|is not to|are not to)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def body_of(statement: str) -> str:
    """The statement without the 'Yes' or 'No' that answers the question before it says anything."""
    return _OPENING.sub("", statement, count=1)


def contradicts(statement: str, evidence: Sequence[str], *, asked: str = "", around: Sequence[str] = ()) -> bool:
    """Whether the statement denies what the evidence says, or says what that denies, clause by clause. What the question itself
    denies may be denied in the answer with its words, and so may what the captions `around` it deny."""
    plain = [_BOUND_NOT.sub(" ", text) for text in evidence]
    whether = asks_yes_or_no(asked) or _OPENING.match(statement) is not None
    question = "" if whether else _CONDITION.sub(" ", _BOUND_NOT.sub(" ", asked))
    clauses = [_BOUND_NOT.sub(" ", clause) for clause in re.split(r"[,;]\s", body_of(statement)) if clause.strip()]
    for clause in clauses:
        there = [_part(clause, statement, text) for text in plain]
        if _NOT.search(clause):
            if not _asked_so(clause, question or asked) and (
                _denies_alone(clause, [*plain, *around])
                or _denies_another(clause, there)
                or _denies_the_question(clause, question, there)
            ):
                return True
        elif _hides(clause, there) or _asserts_what_is_asked_not(clause, question):
            return True
    return False


def _asked_so(clause: str, question: str) -> bool:
    """Whether the question denies something itself: with 'not', or just what the clause denies."""
    return _ASKS_NOT.search(question) is not None or bool((mine := _denied(clause)) and mine <= _denied(question))


def _part(clause: str, statement: str, text: str) -> str:
    """The sentence or half sentence of a text that shares most words with a clause, and with the statement around it."""
    stems, whole = terms(clause).stems, terms(statement).stems
    parts = re.split(r"[.;]\s", text)
    return max(parts, key=lambda part: 2 * len(terms(part).stems & stems) + len(terms(part).stems & whole))


def _denies_alone(clause: str, evidence: Sequence[str]) -> bool:
    """Whether nothing at all is denied in the evidence of a clause that denies something."""
    said = clause.lower()
    return not any(_NOT.search(text) or _nearly_denies(text, said) for text in evidence)


def _denies_another(clause: str, evidence: Sequence[str]) -> bool:
    """Whether the evidence has the words that a clause denies, and denies others."""
    mine, said = _denied(clause), clause.lower()
    if any(mine & _denied(text) or _nearly_denies(text, said) for text in evidence):
        return False
    return any(mine & terms(text).stems for text in evidence)


def _nearly_denies(text: str, said: str) -> bool:
    """By a word that the statement does not have, too."""
    return any(match.group().lower() not in said for match in _NEARLY_NOT.finditer(text))


def _denies_the_question(clause: str, question: str, evidence: Sequence[str]) -> bool:
    """Whether an answer denies what the question takes for granted ('what are they occupied with?', 'they are not occupied
    with …'), and the evidence does not."""
    mine = (_denied(clause) & terms(question).stems) - _denied(question)
    return bool(mine) and not any(mine & _denied(text) or _MODAL_NOT.search(text) for text in evidence)


def _asserts_what_is_asked_not(clause: str, question: str) -> bool:
    """The other way round: 'which were not paid?', 'these were paid'."""
    if not _ASKS_NOT.search(question) or _NEARLY_NOT.search(clause):
        return False
    return bool(_denied(question) & terms(clause).stems)


def _hides(clause: str, evidence: Sequence[str]) -> bool:
    """Whether the evidence denies what a clause says, each time that it speaks of it."""
    if _NEARLY_NOT.search(clause) or not evidence:
        return False
    stems = terms(clause).stems
    plain = [_CONDITION.sub(" ", text) for text in evidence]
    return all(any(term in stems and _always_denied(term, text) for term in _denied(text)) for text in plain)


def denies(text: str) -> bool:
    return _NOT.search(text) is not None or _NEARLY_NOT.search(text) is not None


def forbidden(text: str, at: int) -> bool:
    """Whether the words of its sentence before `at` say that something may or must not be."""
    return _MODAL_NOT.search(re.split(r"[.;]\s", text[:at])[-1]) is not None


def _always_denied(term: str, text: str) -> bool:
    """Whether the text has a word only where it denies it."""
    return sum(stem(match.group()) == term for match in _WORD.finditer(text)) == 1


def _denied(text: str) -> frozenset[str]:
    """Stems of what a text denies: the word of content behind a negation (two behind 'no'), or, where none follows in the
    clause, the two before it."""
    found: set[str] = set()
    for match in _NOT.finditer(text):
        behind = _content(re.split(r"[.;:,]", text[match.end() : match.end() + 60])[0])
        if behind:
            found.update(behind[: 2 if match.group().lower() in _OF_NOUNS else 1])
        elif match.group().lower() in ("not", "never", "nicht", "nie", "pas"):
            found.update(_content(re.split(r"[.;:,]", text[: match.start()])[-1])[-2:])
    return frozenset(found)


def _content(text: str) -> list[str]:
    stems = terms(text).stems
    return [found for match in _WORD.finditer(text) if (found := stem(match.group())) in stems]
