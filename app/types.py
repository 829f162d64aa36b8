"""The words of the product as plain frozen values. Nothing here reads a file, a clock or the network.

Places: pages are counted from 1 as a reader counts; offsets are characters of `Page.text`; boxes are (x0, y0, x1, y1) in
PDF points, origin at the top left of the page as shown (rotation applied).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Box = tuple[float, float, float, float]
State = Literal["ready", "words", "reading", "failed"]
Length = Literal["brief", "standard", "detailed"]
Kind = Literal["value", "list", "yes or no", "definition", "comparison", "procedure", "open"]
"""What kind of answer a question wants."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one page as parallel tuples: word i is `text[starts[i]:ends[i]]` of the page and lies in `boxes[i]`."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of the text of one page."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """Words of a page that cannot be seen on it. `why`: 'colour' (of its ground), 'not drawn', 'covered', 'tiny', 'outside' (of the page) or 'field' (of a form,
    not shown)."""

    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read. `text` is NFKC-normalised and in reading order: lines end in one newline, blocks in two;
    a table's row is one line. `margins` are the spans of repeated headers, footers and page numbers, which chunks leave out."""

    number: int
    label: str
    width: float
    height: float
    text: str
    words: Words
    margins: tuple[tuple[int, int], ...] = ()
    tables: tuple[tuple[int, int], ...] = ()
    skipped: str | None = None
    """Why nothing could be read: 'no text', 'timeout', 'damaged', else None."""
    unseen: tuple[Unseen, ...] = ()
    """What nobody who looks at the page sees. It is no part of `text`."""


@dataclass(frozen=True, slots=True)
class Section:
    """A span of text under one heading; it ends where the next section starts. Level 1 is the outermost."""

    title: str
    level: int
    page: int
    offset: int
    last_page: int
    path: tuple[str, ...] = ()
    """Titles of the sections around this one, outermost first, without its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of a PDF. `sections` is in order, never empty for a document with text, and covers all of it."""

    title: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    outlined: bool
    """Whether the sections come from the PDF's own outline."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of text inside one section. `text` is the spans' texts joined with newlines; `header` (title › section › page)
    is searched and embedded with it, never cited."""

    ordinal: int
    section: int
    header: str
    text: str
    spans: tuple[Span, ...]
    tokens: int
    table: bool = False

    @property
    def pages(self) -> tuple[int, int]:
        return (self.spans[0].page, self.spans[-1].page)


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF of the library; `id` is the SHA-256 of its bytes in hexadecimal."""

    id: str
    path: Path
    title: str
    pages: int
    state: State
    chunks: int
    embedded: int
    """How many of its chunks can be searched by meaning."""
    collections: tuple[str, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    unseen: tuple[tuple[int, Unseen], ...] = ()
    """By page, what cannot be seen on it. Answers are made without it."""

    @property
    def file(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that a search returned. `score` is comparable within one search only; higher is better.
    `lexical` and `dense` are its parts (`dense` is the cosine similarity, None where nothing was compared)."""

    document: str
    file: str
    chunk: int
    header: str
    section: str
    text: str
    spans: tuple[Span, ...]
    score: float
    lexical: float = 0.0
    dense: float | None = None
    table: bool = False

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def pages(self) -> tuple[int, int]:
        return (self.spans[0].page, self.spans[-1].page)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place whose text supports a statement. Two citations with one mark are one quote across a page break."""

    mark: int
    document: str
    file: str
    page: int
    label: str
    quote: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question was asked of: documents and their pages, how many pages were read for the answer, how many can be
    searched by meaning."""

    documents: int
    pages: int
    read: int
    by_meaning: int


@dataclass(frozen=True, slots=True)
class TokenCount:
    prompt: int = 0
    reused: int = 0
    generated: int = 0

    def __add__(self, other: "TokenCount") -> "TokenCount":
        return TokenCount(self.prompt + other.prompt, self.reused + other.reused, self.generated + other.generated)


Dialect = Literal["openai", "anthropic"]
"""How a provider is asked: chat completions as OpenAI has them, or Anthropic's messages."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A model elsewhere, as the user has set it up; its key is never part of it. `id` is of lower-case letters, digits and '-'; `name` is
    what the user calls it; `address` is the beginning of its addresses, such as 'https://api.example.com/v1'."""

    id: str
    name: str
    dialect: Dialect
    address: str
    model: str
    trusted: bool = False
    """Whether the user allowed an address outside this machine that is not encrypted."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where an answer came from that was not written on this machine. `provider` is the id and `name` what the user calls it; `model` is what
    answered, as the provider says. `digest` is the SHA-256 of what was sent."""

    provider: str
    name: str
    model: str
    tokens: TokenCount | None
    """As the provider counts them; None where it does not tell."""
    cost: float | None
    """About, in `currency`; None where no price is known."""
    currency: str
    digest: str
    ended: bool = True
    """False for what arrived of an answer that was cut short."""


@dataclass(frozen=True, slots=True)
class ApprovedPart:
    """A part of a letter that was approved: its `words` before they were masked, None where they are its passage's own. `step` is the question
    that a finding answers; `passages` are the numbers, from 0, of those of the answer's passages that it is of, or that a finding rests on."""

    words: str | None
    step: str = ""
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Approved:
    """A letter to a model elsewhere as somebody approved it, kept with its answer in the conversation and nowhere else: another letter about
    the same leaves out, changes and masks what that one did. `hidden` was masked by hand, `lifted` shown, `masked` all else that was masked (each with
    its category)."""

    kind: str
    question: str
    parts: tuple[ApprovedPart, ...] = ()
    language: str = ""
    earlier: str = ""
    unsupported: tuple[str, ...] = ()
    named: bool = False
    length: Length = "standard"
    of_summary: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    lifted: tuple[tuple[str, str], ...] = ()
    masked: tuple[tuple[str, str], ...] = ()
    provider: str = ""
    """The id of whom it went to, '' where that was not kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """Of a question that is asked by steps: what is to be looked up here. `found` is what the model here says of it, without marks, '' where the
    documents do not say, None while it waits; `passages` are the numbers, from 0, of those of the answer's passages that it rests on."""

    question: str
    found: str | None = None
    passages: tuple[int, ...] = ()


Remark = Literal["understood", "earlier", "together", "cut", "missed"]


@dataclass(frozen=True, slots=True)
class Follows:
    """What a follow-up was understood from."""

    question: str
    """The earlier one; '' for none."""
    back: int
    """So many turns before it: 1 is the one before."""
    dropped: int
    """Turns of the conversation that were not taken into account."""
    cut: bool = False
    """Whether only the beginning of the earlier answer was."""
    missed: bool = False
    """Whether the question speaks of what was said in turns that were dropped."""


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    text: str
    found: bool
    citations: tuple[Citation, ...]
    unsupported: tuple[str, ...]
    passages: tuple[Passage, ...]
    scope: Scope
    model: str
    device: str
    device_note: str | None
    tokens: TokenCount
    seconds: dict[str, float] = field(default_factory=dict)
    suggest_cloud: str | None = None
    conversation: str | None = None
    withdrawn: str | None = None
    """The text that was shown and then withdrawn because nothing supports it."""
    turn: int | None = None
    """Id of the turn under which it is kept."""
    nearest: Citation | None = None
    """Where nothing was found, the place that comes nearest (mark 0). It is no answer."""
    missing: tuple[str, ...] = ()
    """Where nothing was found, what the question names and nothing that is near it has: a year, a code, a name."""
    understood: str | None = None
    """The question that a follow-up was taken for, where it was not answered as it stands."""
    follows: Follows | None = None
    """None for a question that was taken as it is."""
    asked: tuple[str, ...] = ()
    """Ids of the documents that it was asked of; none where that was the whole library."""
    asked_pages: tuple[int, int] | None = None
    thorough: bool = False
    """Whether every page was read for it."""
    whole: float | None = None
    """Estimated seconds for reading everything, where the question asks for that and a part was read."""
    cloud: Cloud | None = None
    """None for an answer that was written on this machine."""
    likely: float | None = None
    """Probability, as the model here sees it, that the likeliest of what it read states the answer; None where it was not asked."""
    approved: Approved | None = None
    """What was approved for it; None for an answer that nothing had to leave for."""
    steps: tuple[Step, ...] = ()
    """Of a question that is asked by steps, where this is what was found here for them; `approved` is the letter that they came for."""
    checked: tuple[int, int] | None = None
    """So many of so many statements were checked, where that was stopped; None where all were."""

    @property
    def is_part(self) -> bool:
        """Whether `text` stands although it may hold nothing that was found: it was cut short, or not all of it was checked."""
        return self.checked is not None or (self.cloud is not None and not self.cloud.ended)

    @property
    def stands(self) -> bool:
        """Whether `text` is an answer, or a part of one, and no refusal."""
        return self.found or self.is_part or bool(self.steps)

    @property
    def waiting(self) -> tuple[Step, ...]:
        """Steps that are still to be looked up."""
        return tuple(step for step in self.steps if step.found is None)

    @property
    def remarks(self) -> list[Remark]:
        """What is to be said of how the question was understood (`words.REMARKS`)."""
        said: list[Remark] = ["understood"] if self.understood else []
        follows = self.follows
        if follows is None:
            return said
        if follows.back > 1:
            said.append("earlier")
        elif follows.question and not self.understood:
            said.append("together")
        return said + (["cut"] if follows.cut else []) + (["missed"] if follows.missed else [])

    @property
    def earlier(self) -> str:
        """The question that it was understood from; '' for none."""
        return self.follows.question if self.follows else ""

    @property
    def documents(self) -> frozenset[str]:
        """Ids of the documents whose text is in it, or was read for it."""
        cited = self.citations if self.nearest is None else (*self.citations, self.nearest)
        return frozenset([*(one.document for one in self.passages), *(one.document for one in cited)])


@dataclass(frozen=True, slots=True)
class SectionSummary:
    title: str
    pages: tuple[int, int]
    summary: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`text` is Markdown: points, each ending in [p. 12] or [pp. 12-14], under headings ('## Term') where the document is of a known
    kind. `read` counts pages whose text was read, every sentence weighed; `by_model` tells that the model read it, too."""

    document: str
    file: str
    text: str
    sections: tuple[SectionSummary, ...]
    pages: int
    read: int
    skipped: tuple[tuple[int, str], ...]
    model: str
    device: str
    tokens: TokenCount
    seconds: float
    by_model: bool = True


@dataclass(frozen=True, slots=True)
class KeptSummary:
    """A summary that is kept with its document; `part` names what of it: '' for all, else a section's title or '3-7'.
    `made` in seconds since 1970."""

    summary: Summary
    length: Length
    part: str
    made: float


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation; `created` and `updated` (its last turn) in seconds since 1970, `turns` their number."""

    id: str
    title: str
    created: float
    updated: float
    turns: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A kept question with its answer. `rating` is the reader's own record: 1 good, -1 bad, 0 none."""

    id: int
    conversation: str
    answer: Answer
    created: float
    rating: int = 0

    @property
    def question(self) -> str:
        return self.answer.question


@dataclass(frozen=True, slots=True)
class Waiting:
    """A PDF that is to be read into the library; `folder` is what the user added it with. A stopped one waits for the user."""

    path: Path
    folder: Path | None = None
    collection: str | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class PageSize:
    """Size of a page in PDF points as shown; known without opening the file."""

    number: int
    label: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a sought text stands; `context` is the line around it."""

    page: int
    boxes: tuple[Box, ...]
    context: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels of a page or of a part of it: RGB, 3 bytes a pixel, rows without padding."""

    width: int
    height: int
    samples: bytes


@dataclass(frozen=True, slots=True)
class Progress:
    """Where long work stands. `stage` is a word for the kind of work; `left` is the estimated remaining time in seconds."""

    stage: str
    done: int
    total: int
    file: str | None = None
    left: float | None = None
    note: str | None = None
    """A sentence for the user, shown once ('the first source did not answer; trying the next')."""
    document: str | None = None
    """Id of the document that is worked on, where it has one already."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is told in more than one language: a template and what stands in it, words as they are and sizes in bytes,
    which whoever shows it puts into words."""

    template: str
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an answer as it is being written."""

    text: str


Report = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    """A `Report` for those who do not care."""


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """Messages for the local model. `opening` is the beginning of the assistant's reply, given, not generated."""

    messages: Sequence[Message]
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Generation:
    """What the engine wrote. `ended` tells whether the model ended by itself rather than at the limit.
    `logprob` is the mean log probability of the generated tokens under the model."""

    text: str
    ended: bool
    tokens: TokenCount
    first_token: float
    """Seconds from the request to the first token."""
    total: float
    logprob: float = 0.0
