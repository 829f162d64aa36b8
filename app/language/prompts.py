"""The one place that words prompts for the local model.

What does not change comes first (system text), then the passages, then the question, so that the engine's prefix reuse
makes a second look at the same passages pay for its own words only. Small models do what one plain sentence asks and
little more: each prompt asks for one thing.
"""

from collections.abc import Sequence
from dataclasses import replace
from unicodedata import category

from app.tongues import NAMES, language_of
from app.types import Kind, Message, Passage, Prompt

VERSION = "2"
"""Changes with any wording, so that cached summaries of an older wording are not taken for new ones."""

_ANSWERING = (
    "You answer questions about documents. You are given excerpts of the documents. Use only what the excerpts say, and "
    "keep names, numbers and units exactly as they are written there."
)
_SUMMARISING = (
    "You summarise documents. Use only what the text says, and keep names, numbers, dates and units exactly as they are "
    "written there. Do not add anything of your own."
)
_GIST: dict[str, tuple[str, str]] = {
    "en": (
        "Text of the section",
        "Say in one sentence what matters most in this text to somebody who has no time to read it.",
    ),
    "de": (
        "Text des Abschnitts",
        "Sage in einem deutschen Satz, was an diesem Text für jemanden am wichtigsten ist, der ihn nicht lesen kann.",
    ),
    "fr": (
        "Texte de la section",
        "Dis en une phrase, en français, ce qui compte le plus dans ce texte pour qui n'a pas le temps de le lire.",
    ),
    "es": (
        "Texto de la sección",
        "Di en una frase, en español, lo más importante de este texto para quien no tiene tiempo de leerlo.",
    ),
}
_TRANSLATING = "You translate {}s. Keep names and numbers exactly as they are written."
_ANSWER = (
    "Answer the question from the excerpts, in one or two short sentences. If the question asks for several things, name all "
    "of them."
)
_YES_NO = {
    "en": ("Yes", "No"), "de": ("Ja", "Nein"), "fr": ("Oui", "Non"), "es": ("Sí", "No"), "it": ("Sì", "No"),
    "pt": ("Sim", "Não"), "nl": ("Ja", "Nee"),
}  # fmt: skip
_ANSWER_IN = {
    "en": "Answer in English.", "de": "Antworte auf Deutsch.", "fr": "Réponds en français.", "es": "Responde en español.",
    "it": "Rispondi in italiano.", "pt": "Responde em português.", "nl": "Antwoord in het Nederlands.", "zh": "请用中文回答。",
    "ja": "日本語で答えてください。",
}  # fmt: skip
_REWRITTEN = (
    "First question: Who rents the mill?\nAnswer: Ada Quayle rents the mill.\nNext question: And how long may she stay?\n"
    "Complete question: How long may Ada Quayle stay in the mill?\n\n"
)


class Prompts:
    """Prompts for answering and summarising; satisfies `answers.needs.Prompts`. `before` are the question and the answer that
    a question follows up."""

    version = VERSION

    def __init__(self, before: tuple[str, str] | None = None) -> None:
        self._before = f"Earlier question: {before[0]}\nEarlier answer: {before[1]}\n\n" if before else ""

    def answer(self, question: str, passages: Sequence[Passage], language: str = "", kind: Kind = "open") -> Prompt:
        """`language` is the one to answer in, if not that of the question; `kind` the kind of answer that is wanted."""
        spoken = language or language_of(question)
        asked = f"{self._before}Question: {question}\n\n{_form(kind, spoken)}"
        return _over(passages, f"{asked} {_answer_in(spoken)}" if language or spoken not in ("", "en") else asked)

    def beginning(self, passages: Sequence[Passage]) -> Prompt:
        """What all prompts for a question over these passages begin with, to be read before the question is there."""
        return _over(passages, f"{self._before}Question:")

    def calculation(self, question: str, passages: Sequence[Passage]) -> Prompt:
        """Asks for '92,070 - 80,863': a small model names figures better than it calculates with them."""
        asked = (
            f"{self._before}Question: {question}\n\nWrite only the calculation that answers the question, with the figures copied "
            "from the excerpts. No words, no result."
        )
        return _over(passages, asked)

    def sides(self, question: str, passages: Sequence[Passage]) -> Prompt:
        """Asks for a table of two things with a value each: a small model says what each has more rightly than which has more."""
        asked = (
            f"{self._before}Question: {question}\n\nAnswer from the excerpts with a Markdown table: a row for each of the two, with "
            "its value."
        )
        return _over(passages, asked)

    def enough(self, question: str, passages: Sequence[Passage]) -> Prompt:
        """Asks for one word, 'Yes' or 'No': whether the excerpts state what is asked."""
        asked = f"{self._before}Question: {question}\n\nDo the excerpts state the answer to this question? Reply with Yes or No only."
        return _over(passages, asked)

    def confirm(self, question: str, answer: str, passages: Sequence[Passage]) -> Prompt:
        """Asks for one word, 'Yes' or 'No': whether the excerpts say what was answered."""
        asked = f"{self._before}Question: {question}\nProposed answer: {answer}\n\nDo the excerpts say this? Reply with Yes or No only."
        return _over(passages, asked)

    def bears(self, question: str, passages: Sequence[Passage]) -> Prompt:
        """Asks for one word, 'Yes' or 'No': whether the excerpts have something that belongs in the answer."""
        asked = (
            f"{self._before}Question: {question}\n\nDo the excerpts say anything that belongs in the answer to this question? "
            "Reply with Yes or No only."
        )
        return _over(passages, asked)

    def items(self, question: str, passages: Sequence[Passage]) -> Prompt:
        """Asks for what of the excerpts belongs in a list, a line each."""
        asked = (
            f"{self._before}Question: {question}\n\nList what the excerpts name that belongs in the answer, each thing on a line of its "
            "own beginning with “- ”, in a few words of the excerpts. Nothing else, and no introduction."
        )
        return replace(_over(passages, asked), opening="- ")

    def overview(self, passages: Sequence[Passage]) -> Prompt:
        """Asks for what a document is about, from how it begins."""
        return _over(passages, "Say in one short sentence what this document is and what it is about.")

    def translate(self, text: str, language: str) -> Prompt:
        """Asks for a sentence in another language, by its code, in one line."""
        asked = f"Translate this {_kind(text)} into {NAMES[language]}. Reply with the translation only.\n\n{text}"
        return Prompt((Message("system", _TRANSLATING.format(_kind(text))), Message("user", asked)))

    def standalone(self, question: str, earlier: str, said: str) -> Prompt:
        """Asks for a question that follows another one to be written so that it can be understood alone, in one line. Shown an
        example: without one a small model lists both questions, or answers."""
        answered = f"Answer: {said}\n" if said else ""
        asked = (
            f"{_REWRITTEN}First question: {earlier}\n{answered}Next question: {question}\n\nRewrite the next question as one complete "
            "question. Say what “it”, “they” or “she” stands for. Keep its language and all its words."
        )
        system = "You rewrite questions so that they can be understood alone."
        return Prompt((Message("system", system), Message("user", asked)), opening="Complete question: ")

    def gist(self, title: str, text: str, language: str) -> Prompt:
        """Asks for one sentence that says what a part of a document says. Asked in the language of the text where it is one of
        these: a small model answers in the language that it is asked in."""
        named, asked = _GIST.get(language, _GIST["en"])
        return Prompt(
            (Message("system", _SUMMARISING), Message("user", f"{named} “{_in_line(title)}”:\n\n{text}\n\n{asked}"))
        )


def _form(kind: Kind, language: str) -> str:
    if kind == "yes or no":
        yes, no = _YES_NO.get(language, _YES_NO["en"])
        return f"Answer from the excerpts in one sentence. Begin with {yes} or {no}, then give the reason."
    return _ANSWER


def _over(passages: Sequence[Passage], asked: str) -> Prompt:
    excerpts = "\n\n".join(_excerpt(number, passage) for number, passage in enumerate(passages, start=1))
    return Prompt((Message("system", _ANSWERING), Message("user", f"Excerpts:\n\n{excerpts}\n\n{asked}")))


def _excerpt(number: int, passage: Passage) -> str:
    first, last = passage.pages
    pages = f"page {first}" if first == last else f"pages {first}-{last}"
    where = ", ".join(part for part in (_in_line(passage.file), _in_line(passage.section), pages) if part)
    return f"Excerpt {number} ({where}):\n{passage.text.strip()}"


def _in_line(name: str) -> str:
    """A file's or a section's name with nothing in it that begins a new line or cannot be seen: it stands between words of ours."""
    if name.isprintable():
        return name
    return " ".join(
        "".join("" if category(sign) == "Cf" else sign if sign.isprintable() else " " for sign in name).split()
    )


def _kind(text: str) -> str:
    return "question" if text.rstrip().endswith(("?", "？", "؟")) else "sentence"


def _answer_in(language: str) -> str:
    return _ANSWER_IN.get(language) or f"Answer in {NAMES[language]}."
