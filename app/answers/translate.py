"""Between the language of a question and that of the documents, by the model on this device.

A question is searched for in the documents' languages, too, and asked once in each. An answer is written in the language of
what was read, where its words can be compared with the text that bears them, and only then put into the question's language,
sentence by sentence; one that loses a figure or a name on the way stays as it is. Quotes are never translated.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.answers.citing.cite import Statement
from app.answers.needs import Generator, Prompts
from app.answers.text.carried import carries_names
from app.stop import Stop
from app.tongues import NAMES, language_of, plain_language_of
from app.types import Passage

_MOST_LANGUAGES = 3
"""Each costs 2 seconds on two cores before anything is found (measured: 1.2 to 5.4 s, 1.5B)."""
_TOKENS = 80
"""Of a translation, or twice as many as the text has."""
_KEPT = 256
"""Translations that are remembered."""
_FIGURE = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,;:] )[^\W\d_a-z][\w’'-]*")
_NOUNS_HAVE_CAPITALS = frozenset({"de"})


@dataclass(frozen=True, slots=True)
class Foreign:
    """`own` is the language of the question, `of` that of what was read; `question` is the question in that one."""

    own: str
    of: str
    question: str


class Translations:
    """What was translated once; safe from several threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str, str], str] = OrderedDict()
        self._lock = threading.Lock()

    def into(self, text: str, language: str, generator: Generator, prompts: Prompts, stop: Stop) -> str:
        """'' where the model did not manage it. Raises Stopped."""
        key = (generator.model, language, text)
        with self._lock:
            if key in self._known:
                return self._known[key]
        limit = max(_TOKENS, 2 * generator.count_tokens(text))
        said = generator.generate(prompts.translate(text, language), max_tokens=limit, stop=stop, end_at=("\n",)).text
        made = said.strip().strip('“”"')
        made = made if _is_translation(made, text, language) else ""
        with self._lock:
            self._known[key] = made
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return made


def questions(
    question: str,
    languages: Sequence[str],
    translations: Translations,
    *,
    generator: Generator,
    prompts: Prompts,
    stop: Stop,
) -> dict[str, str]:
    """The question by language, in those of `languages` (the documents', most of them first) that it is not in. Names and
    figures that a translation lost stand behind it. Raises Stopped."""
    own = language_of(question)
    made = {
        language: translations.into(question, language, generator, prompts, stop)
        for language in wanted(question, languages)
    }
    return {language: " ".join([text, *_lost(question, text, own)]) for language, text in made.items() if text}


def wanted(question: str, languages: Sequence[str]) -> list[str]:
    """The languages that `questions` puts it into."""
    own = language_of(question)
    return [language for language in languages if own and language != own and language in NAMES][:_MOST_LANGUAGES]


def foreign(question: str, read: Sequence[Passage], said: Mapping[str, str]) -> Foreign | None:
    """None where the question is in the language of what was read, or either is not known."""
    own, of = language_of(question), plain_language_of(" ".join(passage.text for passage in read))
    return Foreign(own, of, said.get(of, question)) if own and of and own != of else None


def put_into(
    language: str,
    text: str,
    statements: Sequence[Statement],
    translations: Translations,
    *,
    generator: Generator,
    prompts: Prompts,
    stop: Stop,
    question: str = "",
) -> tuple[str, list[Statement]]:
    """An answer with its statements in another language, that of `question`. Raises Stopped."""
    parts: list[str] = []
    made: list[Statement] = []
    at = length = 0
    for statement in statements:
        between = text[at : statement.start]
        said = translations.into(statement.text, language, generator, prompts, stop)
        said = said if said and _says_the_same(said, statement.text, question) else statement.text
        start = length + len(between)
        made.append(replace(statement, start=start, end=start + len(said), text=said))
        parts += [between, said]
        at, length = statement.end, start + len(said)
    return "".join([*parts, text[at:]]), made


def _is_translation(made: str, text: str, language: str) -> bool:
    return bool(made) and made != text and language_of(made) in (language, "")


def _says_the_same(made: str, text: str, question: str) -> bool:
    """As far as figures and names tell."""
    return _figures(made) == _figures(text) and carries_names(made, text, question)


def _figures(text: str) -> set[str]:
    return set(_FIGURE.findall(text))


def _lost(question: str, made: str, own: str) -> list[str]:
    words = [] if own in _NOUNS_HAVE_CAPITALS else _NAME.findall(question)
    known = made.casefold()
    return [word for word in dict.fromkeys([*words, *_FIGURE.findall(question)]) if word.casefold() not in known]
