"""What a model elsewhere would be shown: passages that the search here puts first, a whole document, or an answer to correct. Nothing
leaves by that, and no model is loaded for it; the same library, question and settings give the same draft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.answers.citing.cite import without_marks
from app.answers.context.wholes import whole_pages
from app.answers.conversation.follow import leans
from app.cloud.draft import Choices, Draft, Part
from app.cloud.masking import CATEGORIES, Category
from app.cloud.tokens import tokens_of
from app.errors import UserFixable
from app.host.policy import Policy
from app.host.settings import Settings
from app.index.near import near_words_of
from app.index.query import names_something
from app.library.asking import begun_in, found_in
from app.library.cloud.approved import choices_of, draft_of, masks_of, parts_of
from app.library.documents import Passwords
from app.library.rooms import Rooms
from app.library.scope import OnFailed, Where, check_pages, chosen, embed, learned, on_pages
from app.stop import Stop
from app.tongues import language_of
from app.types import Answer, Approved, Chunk, Document, Length, Passage, Provider, Report

TOKENS = 2500
"""About so much of the documents is sent with a question; the local model reads 500 to 1,000 at a time, twice at most."""
_PAGES = 3
"""Pages that are sent whole before single passages: one more than the local model reads."""
_PAGE_TOKENS = 1000
_EACH = 8
"""Of so many documents that a question is asked of, each has a passage in what is sent."""
_OFFERED = 6
"""So many further passages are offered that stay here unless somebody ticks them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question and what it is asked of; `after` is the answer that it follows up, `wait` as `Library.ask` has it."""

    question: str
    where: Where
    after: Answer | None
    wait: bool | None
    password: Passwords
    report: Report
    stop: Stop
    on_failed: OnFailed | None

    @property
    def language(self) -> str:
        return language_of(self.question)

    @property
    def whole(self) -> str:
        """With the question that it follows up, where it cannot be understood without."""
        after = self.after
        return f"{after.question}\n{self.question}" if after is not None and leans(self.question) else self.question

    def choices(self, rooms: Rooms, policy: Policy) -> Choices:
        """What is masked; what was in the letter that it follows up is again, since its question may leave once more."""
        now, kept = choices(rooms, policy), None if self.after is None else self.after.approved
        return now if kept is None else masks_of(kept, now)

    def documents(self, rooms: Rooms) -> list[Document]:
        """Raises as asking the local model does."""
        if not self.question.strip():
            raise UserFixable("question_empty")
        found = chosen(
            rooms, self.where, password=self.password, report=self.report, stop=self.stop, on_failed=self.on_failed
        )
        check_pages(self.where, found)
        return found

    def asked_in(self, draft: Draft, found: Sequence[Document]) -> Draft:
        """A draft of it that knows of what it was asked."""
        ids = () if self.where.everything else tuple(document.id for document in found)
        return replace(draft, asked=ids, asked_pages=self.where.pages)


def of_question(rooms: Rooms, wanted: Wanted, provider: Provider, policy: Policy) -> Draft:
    """With passages. Raises as asking the local model does."""
    found = learned(rooms, wanted.documents(rooms), wanted.wait, wanted.report, wanted.stop)
    sent, offered = _passages(rooms, wanted.whole, wanted.where, found, wanted.stop)
    parts = [*map(Part.of, sent), *(Part.of(one, included=False) for one in offered)]
    now = wanted.choices(rooms, policy)
    made = Draft.of("ask", provider, wanted.whole, parts, language=wanted.language, choices=now)
    return wanted.asked_in(made, found)


def of_document(
    rooms: Rooms,
    where: Where,
    provider: Provider,
    policy: Policy,
    *,
    length: Length,
    wait: bool | None,
    password: Passwords,
    report: Report,
    stop: Stop,
) -> Draft:
    """All of its text, or of the pages that `where` names, to be summarised."""
    document = chosen(rooms, where, password=password, report=report, stop=stop, on_failed=None)[0]
    check_pages(where, [document])
    embed(rooms, [document], wait, report, stop)
    chunks = [one for one in on_pages(rooms.catalog.chunks(document.id), where.pages) if one.section >= 0]
    parts = [Part.of(passage) for passage in _as_passages(rooms, document, chunks)]
    language = next(iter(rooms.catalog.languages([document.id])), "")
    made = Draft.of("summary", provider, "", parts, language=language, length=length, choices=choices(rooms, policy))
    return replace(made, asked=(document.id,), asked_pages=where.pages)


def of_correction(rooms: Rooms, answer: Answer, provider: Provider, policy: Policy) -> Draft:
    """What was sent for that answer, with it and with what of it nothing supports: what somebody took out or masked then stays so. Of an answer
    by steps that is its findings and no passage; where nobody knows any more what was sent, passages are offered and stay here."""
    kept, now = answer.approved, choices(rooms, policy)
    if kept is None:
        parts = [Part.of(one, included=answer.cloud is None) for one in answer.passages]
    else:
        parts, now = parts_of(kept, answer.passages), choices_of(kept, now)
    by_steps = kept is not None and kept.kind in ("findings", "recombination")
    said = without_marks(answer.withdrawn or answer.text)
    made = Draft.of(
        "recombination" if by_steps else "correction",
        provider,
        answer.question,
        parts,
        language=language_of(answer.question),
        earlier=said,
        unsupported=answer.unsupported or (said,),
        choices=now,
    )
    of_summary = kept is not None and (kept.of_summary or kept.kind == "summary")
    return replace(made, of_summary=of_summary, asked=answer.asked, asked_pages=answer.asked_pages)


def again(rooms: Rooms, answer: Answer, kept: Approved, provider: Provider, policy: Policy) -> Draft:
    """What was approved for an answer, to be read once more."""
    return draft_of(answer, kept, provider, choices(rooms, policy))


def renewed(rooms: Rooms, draft: Draft, provider: Provider, policy: Policy) -> Draft:
    """A draft as it was changed, with the list of words, the policy and the address of now."""
    now = choices(rooms, policy)
    told = replace(draft.choices, words=now.words, locked=now.locked)
    return draft.like(replace(draft, provider=provider, choices=told))


def choices(rooms: Rooms, policy: Policy) -> Choices:
    """What is masked: all that can be found, the user's own words, and what the policy does not let anyone lift."""
    return Choices(words=Settings.load(rooms.paths.settings).cloud_words, locked=locked(policy))


def locked(policy: Policy) -> frozenset[Category]:
    """What this machine's policy has masked, whatever a user says."""
    return frozenset(category for category in CATEGORIES if category in policy.cloud_masks)


def _passages(
    rooms: Rooms, question: str, where: Where, found: Sequence[Document], stop: Stop
) -> tuple[list[Passage], list[Passage]]:
    """What is sent, in the order of the documents, and what is offered besides, best first."""
    if not names_something(question):
        ranked, _ = begun_in(rooms, where, found)
        return _within(ranked), []
    ranked, chunks = found_in(rooms, question, where, found, also=[], stop=stop)
    pages = _likely_pages(question, ranked, chunks)
    ranked = [*ranked, *_of_the_others(rooms, question, where, found, ranked, stop)]
    sent = _filled(pages, ranked, found)
    offered = [one for one in ranked if not _is_covered(one, sent)][:_OFFERED]
    return _in_order(sent), offered


def _likely_pages(question: str, ranked: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> list[Passage]:
    stages = whole_pages(
        question,
        ranked,
        chunks,
        stages=_PAGES,
        budget=_PAGE_TOKENS,
        count_tokens=tokens_of,
        near=near_words_of(question),
    )
    return [passage for stage in stages for passage in stage]


def _of_the_others(
    rooms: Rooms, question: str, where: Where, found: Sequence[Document], ranked: Sequence[Passage], stop: Stop
) -> list[Passage]:
    """The best passage of each document that has none yet, where the question is asked of a few."""
    there = {one.document for one in ranked}
    if where.everything or len(found) > _EACH:
        return []
    missing = [document for document in found if document.id not in there]
    return [
        passage for one in missing for passage in found_in(rooms, question, where, [one], also=[], stop=stop)[0][:1]
    ]


def _filled(pages: Sequence[Passage], ranked: Sequence[Passage], found: Sequence[Document]) -> list[Passage]:
    """The pages, one passage of each document that none is of yet, and then the best passages, as far as the tokens go."""
    sent = list(pages)
    firsts: dict[str, Passage] = {}
    for one in ranked:
        firsts.setdefault(one.document, one)
    if len(found) <= _EACH:
        sent += [one for ident, one in firsts.items() if ident not in {passage.document for passage in sent}]
    spent = sum(tokens_of(one.text) for one in sent)
    for one in ranked:
        price = tokens_of(one.text)
        if spent + price <= TOKENS and not _is_covered(one, sent):
            sent.append(one)
            spent += price
    return sent


def _within(ranked: Iterable[Passage]) -> list[Passage]:
    """The first ones, as far as the tokens go; one at least."""
    sent: list[Passage] = []
    spent = 0
    for one in ranked:
        spent += tokens_of(one.text)
        if sent and spent > TOKENS:
            break
        sent.append(one)
    return sent


def _is_covered(passage: Passage, sent: Sequence[Passage]) -> bool:
    """Whether all of it is in what is sent already."""
    there = [span for one in sent if one.document == passage.document for span in one.spans]
    return all(
        any(span.page == one.page and one.start <= span.start and span.end <= one.end for one in there)
        for span in passage.spans
    )


def _in_order(sent: Sequence[Passage]) -> list[Passage]:
    """By documents, that of the best passage first, and as they stand in them."""
    documents = list(dict.fromkeys(one.document for one in sent))
    return sorted(sent, key=lambda one: (documents.index(one.document), one.spans[0].page, one.spans[0].start))


def _as_passages(rooms: Rooms, document: Document, chunks: Sequence[Chunk]) -> list[Passage]:
    """A section's title goes with the first passage of it only."""
    sections = rooms.catalog.sections(document.id)
    told: set[int] = set()
    made = []
    for chunk in chunks:
        title = "" if chunk.section in told or chunk.section >= len(sections) else sections[chunk.section].title
        told.add(chunk.section)
        made.append(
            Passage(
                document.id, document.file, chunk.ordinal, chunk.header, title, chunk.text, chunk.spans, 0.0,
                table=chunk.table,
            )
        )  # fmt: skip
    return made
