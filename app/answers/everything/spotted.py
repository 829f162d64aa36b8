"""What code finds by going through all text: where words stand, how often, and which sections there are.

Words are compared by their stems; several words must stand one after the other. It is exact about words and knows nothing of
meaning, and the answers say so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.answers.everything.lines import Line, Text, Whole
from app.answers.everything.phrases import Phrases
from app.answers.text.terms import stem
from app.types import Section, Span

_MOST = 60
"""So many places or titles are listed."""
_GRAMMAR = "the a an any some der die das den dem ein eine einen le la les l un une el los las del du des de"
_ARTICLES = frozenset(_GRAMMAR.split())
_ACCENTED = re.compile(r"[À-ɏ]")
"""A stem has no accents, the text may have."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_TOPICS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^how (?:often|many times) (?:is|are|was|were) (?P<topic>.+?) (?:mentioned|named|used|called|referred to)\b",
        r"^how (?:often|many times) (?:does|do|did) (?:the (?:words?|terms?|names?|phrase) )?(?P<topic>.+?) (?:appear|occur)\b",
        r"^(?:in )?(?:which|what|on which) \w+ (?:\w+ )??(?:mentions?|contains?|names?|uses?|refers? to|speaks? of|talks? about|deals? with"
        r"|(?:is|are) about|says?)\s+(?P<topic>.+)$",
        r"^(?:where|on which pages?) (?:is|are|does|do) (?P<topic>.+?) (?:mentioned|named|used|appear|occur)\b",
        r"^wie (?:oft|häufig) (?:wird|werden) (?P<topic>.+?) (?:erwähnt|genannt)\b",
        r"^wie (?:oft|häufig) (?:kommt|kommen|steht) (?P<topic>.+?) vor\b",
        r"^welche \w+ (?:erwähnen|nennen|behandeln|enthalten|handeln von) (?P<topic>.+)$",
        r"^wo (?:wird|werden) (?P<topic>.+?) (?:erwähnt|genannt)\b",
        r"^combien de fois (?P<topic>.+?) (?:est|sont|figure|apparaît)\b",
        r"^combien de fois (?:est|sont|figure|apparaît) (?P<topic>.+?)(?: (?:mentionn|nomm|cit)ée?s?)?$",
        r"^(?:dans |à )?quel(?:le)?s \w+ (?:mentionn\w+|contien\w+|nomm\w+|cit\w+|parl\w+ d[eu']|trait\w+ d[eu'])\s*(?P<topic>.+)$",
        r"^(?:où|à quelles? pages?) (?:est|sont) (?P<topic>.+?) (?:mentionn|nomm|cit)ée?s?\b",
        r"^(?:cuántas veces|con qué frecuencia|dónde) (?:se )?(?:menciona|nombra|aparece|figura)n? (?P<topic>.+)$",
        r"^(?:en )?qué \w+ (?:se )?(?:menciona|contiene|nombra|habla|trata)n? (?:de |a )?(?P<topic>.+)$",
    )
)
_INSIDE = re.compile(
    r"(?<!\s)\s++(?:in|im|within|throughout|anywhere in|dans|en) (?:the|this|these|all|both|dem|den|diese[mnrs]?|le|la|les|ce|cette|el|este|esta|los)? ?"
    r"(?:documents?|texts?|files?|reports?|contracts?|agreements?|rules|minutes|papers?|dokumente?n?|text|bericht|textes?|contrats?|rapports?"
    r"|documentos?|textos?|contratos?|informes?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A run of words on the pages, with the sentence around it."""

    text: Text
    times: int


def topic_of(question: str) -> str | None:
    """The words that are to be looked for."""
    tidy = " ".join(question.split()).strip(" ¿?.")
    for pattern in _TOPICS:
        match = pattern.search(tidy)
        if match:
            return _INSIDE.sub("", match["topic"]).strip(" \"'“”‘’,") or None
    return None


def places(topic: str, everything: Sequence[Whole]) -> list[Place]:
    """Every sentence, item or row that has the words, in reading order."""
    words = [word for word in _words(topic) if word.lower() not in _ARTICLES]
    wanted = [stem(word) for word in words]
    if not wanted:
        return []
    begins = [_common(word.casefold(), one) for word, one in zip(words, wanted, strict=True) if word.isascii()]
    return [
        Place(text, times)
        for whole in everything
        for text in whole.texts(lambda text: _may_hold(begins, text))
        if (times := _count(wanted, [stem(word) for word in _words(text.text)]))
    ]


def occurrences(topic: str, found: Sequence[Place], said: Phrases) -> list[Line]:
    times = sum(place.times for place in found)
    lines = [Line(said.stands[times != 1].format(topic=said.quoted(topic), count=times))]
    lines += [Line(f"- {said.quoted(place.text.plain)}", (place.text,)) for place in found[:_MOST]]
    return [*lines, *_and_more(len(found), said)]


def mentions(topic: str, found: Sequence[Place], everything: Sequence[Whole], said: Phrases) -> list[Line]:
    """A line for each section that has the words, with the first place in it."""
    sections = [list(run) for _, run in groupby(found, key=lambda place: (place.text.document, place.text.section))]
    lines = [Line(said.in_sections[len(sections) != 1].format(topic=said.quoted(topic), count=len(sections)))]
    wholes = {whole.document: whole for whole in everything}
    for run in sections[:_MOST]:
        told = [place.text for place in run if not wholes[place.text.document].is_heading(place.text)]
        text = (told or [run[0].text])[0]
        page = said.page.format(page=text.page)
        lines.append(Line(f"- {_named(text, everything)} {page}: {said.quoted(text.plain)}", (text,)))
    return [*lines, *_and_more(len(sections), said)]


def outline(everything: Sequence[Whole], said: Phrases) -> list[Line]:
    """The titles of the sections, each where it stands; none where fewer than two stand on the pages."""
    lines: list[Line] = []
    for whole in everything:
        titles = list(_titles(whole))
        if len(titles) < 2:
            return []
        many = said.sections.format(count=len(titles))
        lines.append(Line(many if len(everything) == 1 else f"{whole.file}, {many}"))
        lowest = min(section.level for section, _ in titles)
        for section, text in titles[:_MOST]:
            page = said.page.format(page=section.page)
            lines.append(Line(f"{'  ' * (section.level - lowest)}- {section.title} {page}", (text,)))
        lines += _and_more(len(titles), said)
    return lines


def _titles(whole: Whole) -> Iterator[tuple[Section, Text]]:
    """Those whose words stand where the section begins."""
    first = {chunk.section: chunk for chunk in reversed(whole.chunks)}
    for number, section in enumerate(whole.sections):
        chunk = first.get(number)
        if chunk is None or not chunk.spans:
            continue
        line = chunk.text.split("\n", 1)[0].rstrip()
        if line and section.title.casefold().startswith(line.casefold()[:12]):
            span = chunk.spans[0]
            yield (
                section,
                Text(whole.document, whole.file, number, line, (Span(span.page, span.start, span.start + len(line)),)),
            )


def _named(text: Text, everything: Sequence[Whole]) -> str:
    title = next(whole.sections[text.section].title for whole in everything if whole.document == text.document)
    return title if len(everything) == 1 else f"{text.file}, {title}"


def _and_more(count: int, said: Phrases) -> list[Line]:
    return [Line(f"- {said.more.format(count=count - _MOST)}")] if count > _MOST else []


def _common(word: str, stemmed: str) -> str:
    """The letters that a word and its stem begin with, and with them every word of that stem."""
    return next((word[:at] for at in range(len(word), 0, -1) if stemmed.startswith(word[:at])), "")


def _may_hold(begins: Sequence[str], text: str) -> bool:
    folded = text.casefold()
    return all(begin in folded for begin in begins) or _ACCENTED.search(folded) is not None


def _words(text: str) -> list[str]:
    return [re.sub(r"['’]s$", "", match.group()) for match in _WORD.finditer(text)]


def _count(wanted: Sequence[str], words: Sequence[str]) -> int:
    length = len(wanted)
    return sum(list(words[at : at + length]) == list(wanted) for at in range(len(words) - length + 1))
