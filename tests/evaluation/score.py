"""What counts as right: questions, replies, and the arithmetic over them. Nothing here runs a model or opens a PDF.

An answer is right if it was not declined and, of each list of `accept`, at least one string stands in it as words of its
own. Without such lists the answer itself, or one of `all_answers`, has to stand in it.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_DECLINED = re.compile(
    r"\bnot found\b"
    r"|\b(?:not|never|n't) (?:explicitly |specifically |directly )?"
    r"(?:mention|state|specif|provide|contain|include|give|indicate|list|disclose|available|say|name|find|found)"
    r"|\bno (?:specific |explicit |direct )?(?:information|mention|answer|data|evidence|details?)\b"
    r"|\b(?:cannot|can't|unable to|impossible to) (?:be )?(?:answer|determine|find|tell|say)"
    r"|\binsufficient (?:information|context)|\bunanswerable\b"
    r"|nicht (?:gefunden|angegeben|genannt|erwähnt|enthalten)|keine (?:angabe|information)"
)
_MARKS = re.compile(r"\[\d+\]")


Place = tuple[str, int]
"""The name of a PDF and the number of a page in it, from 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """`accept` holds groups of strings; one of each group must be in a right answer. `evidence` holds groups of places that
    say the same; an answer needs one of each group. `texts` are the words of each group, all of which stand on each of its
    places; empty where the file does not give them. `near` are the places that tempt to answer what has no answer. `on` is
    what the answer stands in, table or prose. `after` is the id of the question that this one follows in a conversation,
    and `before` the questions that led to it."""

    id: str
    files: tuple[str, ...]
    text: str
    answerable: bool
    accept: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[frozenset[Place], ...] = ()
    kind: str = ""
    on: str = ""
    after: str | None = None
    before: tuple[str, ...] = ()
    texts: tuple[tuple[str, ...], ...] = ()
    near: tuple[Place, ...] = ()

    @property
    def whole(self) -> str:
        """The question with those that led to it, for a search that knows no conversation."""
        return " ".join((*self.before, self.text))

    def path(self, name: str) -> str:
        """Where the file of this name stands, as the questions give it."""
        return next((file for file in self.files if Path(file).name == name), name)

    def shown_by(self, places: Iterable[Place]) -> bool:
        """Whether the places hold all that the answer needs."""
        seen = frozenset(places)
        return all(group & seen for group in self.evidence)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for a question. `places` and `quotes` belong to its citations, one each; `error` is a failure's kind."""

    id: str
    text: str
    declined: bool
    places: tuple[Place, ...] = ()
    quotes: tuple[str, ...] = ()
    seconds: float = 0.0
    first: float = 0.0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, with the 95 % interval after Wilson (1927)."""

    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.959964, self.of, self.hits / self.of
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        if not self.of:
            return "–"
        low, high = self.interval
        return f"{self.hits}/{self.of} = {self.hits / self.of:.0%} ({low:.0%}–{high:.0%})"


def load(path: Path) -> list[Question]:
    """The questions of a file, each with those that lead to it. KeyError if one follows a question that is not before it."""
    known: dict[str, Question] = {}
    with path.open(encoding="utf-8") as lines:
        for question in (_question(json.loads(line)) for line in lines if line.strip()):
            if question.after:
                led = known[question.after]
                question = replace(question, before=(*led.before, led.text))
            known[question.id] = question
    return list(known.values())


def _question(line: Mapping[str, object]) -> Question:
    extra = line.get("extra")
    more = {**line, **extra} if isinstance(extra, dict) else line
    files = tuple(str(file) for file in _list(line.get("files")) or [line["pdf"]])
    return Question(
        id=str(line["id"]),
        files=files,
        text=str(line["question"]),
        answerable=bool(line["answerable"]),
        accept=_groups(more.get("accept"), [line.get("answer"), *_list(more.get("all_answers"))]),
        evidence=_evidence(line, files[0]),
        kind=str(line.get("kind") or ""),
        on=str(line.get("on") or ""),
        after=str(line["after"]) if line.get("after") else None,
        texts=_texts(line),
        near=tuple(place for group in _places(_objects([line.get("near")])) for place in sorted(group)),
    )


def _evidence(line: Mapping[str, object], file: str) -> tuple[frozenset[Place], ...]:
    """From `evidence`, a list of {"file", "pages"} of which all are needed, or from `evidence_pages`, of which one is."""
    groups = _objects(line.get("evidence")) or [{"file": file, "pages": line.get("evidence_pages")}]
    return tuple(group for group in _places(groups) if group)


def _texts(line: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    """The words of each piece of evidence."""
    if text := line.get("evidence_text"):
        return ((str(text),),)
    return tuple(tuple(map(str, _list(one.get("text")))) for one in _objects(line.get("evidence")))


def _places(groups: Sequence[Mapping[str, object]]) -> list[frozenset[Place]]:
    return [frozenset((Path(str(one["file"])).name, int(str(page))) for page in _list(one["pages"])) for one in groups]


def _objects(value: object) -> list[dict[str, object]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _groups(accept: object, answers: Iterable[object]) -> tuple[tuple[str, ...], ...]:
    groups = tuple(tuple(str(one) for one in _list(group)) for group in _list(accept))
    if groups:
        return groups
    whole = tuple(str(answer) for answer in answers if answer)
    return (whole,) if whole else ()


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def plainly(text: str) -> str:
    """Lower case, one kind of dash, quotation mark and space, no marks of citations, no commas inside thousands."""
    text = unicodedata.normalize("NFKC", _MARKS.sub("", text)).casefold()
    text = re.sub("[‐‑‒–—−]", "-", text).translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})
    text = re.sub(r"(?<=\d)[,'](?=\d{3}(?!\d))", "", text)
    return " ".join(text.split())


def says(text: str, phrase: str) -> bool:
    """Whether `phrase` stands in `text`: never inside another word or number, but a longer word may go on ('tree', 'trees')."""
    wanted = plainly(phrase)
    before = r"(?<![\w])(?<!\d[.,])" if wanted[:1].isalnum() else ""
    if wanted[-1:].isdigit():
        after = r"(?!\w)(?![.,]\d)" if len(wanted) > 1 and wanted[0].isalpha() else r"(?!\d)(?![.,]\d)"
    else:
        after = r"(?!\w)" if len(wanted) < 4 and wanted[-1:].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, plainly(text)) is not None


def declines(text: str) -> bool:
    """Whether an answer in free words says that it does not know. A loose pattern: read a sample of what it catches."""
    return not text.strip() or _DECLINED.search(plainly(text)) is not None


def is_right(question: Question, reply: Reply) -> bool:
    """For a question that the document does not answer, declining is right."""
    if reply.error:
        return False
    if not question.answerable:
        return reply.declined
    return not reply.declined and all(any(says(reply.text, one) for one in group) for group in question.accept)


@dataclass(frozen=True, slots=True)
class Result:
    """How one way of answering fared over a set of questions."""

    answered: Share
    declined_rightly: Share
    declined_wrongly: Share
    cited: Share
    """Right answers whose citations hold all that they need; of nothing where no reply cites at all."""
    missed: tuple[str, ...]

    @property
    def in_all(self) -> Share:
        return Share(self.answered.hits + self.declined_rightly.hits, self.answered.of + self.declined_rightly.of)


def score(questions: Sequence[Question], replies: Mapping[str, Reply]) -> Result:
    """A question without a reply counts as missed."""
    nothing = Reply("", "", declined=False, error="no_reply")
    pairs = [(question, replies.get(question.id, nothing)) for question in questions]
    able = [(question, reply) for question, reply in pairs if question.answerable]
    unable = [(question, reply) for question, reply in pairs if not question.answerable]
    right = [(question, reply) for question, reply in able if is_right(question, reply)]
    citing = [(q, r) for q, r in right if q.evidence] if any(reply.places for _, reply in pairs) else []
    return Result(
        answered=Share(len(right), len(able)),
        declined_rightly=Share(sum(is_right(*pair) for pair in unable), len(unable)),
        declined_wrongly=Share(sum(reply.declined for _, reply in able), len(able)),
        cited=Share(sum(q.shown_by(r.places) for q, r in citing), len(citing)),
        missed=tuple(question.id for question, reply in pairs if not is_right(question, reply)),
    )


def recall(questions: Sequence[Question], found: Mapping[str, Sequence[Place]], depth: int) -> Share:
    """How often all that an answer needs is on the first `depth` different pages found."""
    able = [question for question in questions if question.evidence and question.id in found]
    hits = sum(q.shown_by(list(dict.fromkeys(found[q.id]))[:depth]) for q in able)
    return Share(hits, len(able))
