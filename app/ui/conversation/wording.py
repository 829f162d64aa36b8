"""What is said about an answer, in the user's language."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from app.types import Answer, Citation, Document, Passage, Progress, Scope
from app.ui import say
from app.words import REMARKS

_EXCERPT = 280
"""Characters of a passage that are shown of it."""
_KEPT = "\u00a0"
"""A blank at which no line is broken: 'p.' never stands without its number."""
_UNSEEN = str.maketrans("", "", "\u2068\u2069")
"""Marks of direction, which help on the screen and are in the way in other programs."""


def name(text: str) -> str:
    """A name inside a sentence, whichever way it is written."""
    return f"\u2068{text}\u2069"


def place(citation: Citation | Passage, *, wraps: bool = False) -> str:
    """'report.pdf · p. 12', with the page's own label where it has another one. `wraps`: it may stand over several lines."""
    if isinstance(citation, Passage):
        pages = say.pages(*citation.pages)
    else:
        pages = say.pages(citation.page, citation.page)
        if citation.label and citation.label != str(citation.page):
            pages = f"{pages} ({name(citation.label)})"
    return f"{name(citation.file)} · {pages.replace(' ', _KEPT) if wraps else pages}"


def chip(citation: Citation, last: int) -> str:
    """`last`: the last page, where a quote goes on over a page break."""
    if last == citation.page:
        return f"[{citation.mark}] {place(citation)}"
    return f"[{citation.mark}] {name(citation.file)} · {say.pages(citation.page, last)}"


def quote(citation: Citation) -> str:
    """The place alone where nothing is quoted any more: its document was removed, and the answer was kept."""
    return f"{say.quoted(citation.quote)}\n{place(citation)}" if citation.quote else place(citation)


def excerpt(passage: Passage) -> str:
    return shortened(passage.text)


def shortened(text: str) -> str:
    """In one line, no longer than an excerpt."""
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else f"{_whole_words(text[: _EXCERPT + 1])}…"


def progress(now: Progress) -> str:
    stage = say.stage(now)
    said = stage[:1].upper() + stage[1:]
    if now.total > 3:
        said = QCoreApplication.translate("Answers", "{stage}: {share}").format(
            stage=said, share=say.percent(now.done, now.total)
        )
    if now.left is None:
        return f"{said}…"
    return QCoreApplication.translate("Answers", "{stage}, about {time} left").format(
        stage=said, time=say.duration(now.left)
    )


def of_step(answer: Answer, doing: str) -> str:
    """What goes on for the step that is looked up now."""
    number = len(answer.steps) - len(answer.waiting) + 1
    said = QCoreApplication.translate("Answers", "Step {number} of {count} · {doing}")
    return said.format(number=min(number, len(answer.steps)), count=len(answer.steps), doing=doing)


def steps_done(answer: Answer) -> str:
    return QCoreApplication.translate("Answers", "{done} of {count} steps are looked up.").format(
        done=len(answer.steps) - len(answer.waiting), count=len(answer.steps)
    )


def checked(done: int, count: int) -> str:
    """Where a check was stopped."""
    return QCoreApplication.translate(
        "Answers", "{done} of {count} statements checked; the others are neither cited nor marked."
    ).format(done=done, count=count)


def facts(answer: Answer, *, thorough: bool) -> list[str]:
    """What an answer that was found rests on. `thorough`: every page was put before the model, not only what a search found."""
    marks = len({citation.mark for citation in answer.citations})
    if not marks:
        said = [QCoreApplication.translate("Answers", "Nothing in the documents was found for it")]
    elif answer.unsupported:
        said = [QCoreApplication.translate("Answers", "Supported in part, by %n passage(s)", "", marks)]
    else:
        said = [QCoreApplication.translate("Answers", "Supported by %n passage(s)", "", marks)]
    scope = answer.scope
    if thorough:
        said.append(QCoreApplication.translate("Answers", "Read all %n page(s)", "", scope.pages))
    elif scope.pages and answer.whole is None:  # else it is said beside the offer to read the rest
        said.append(
            QCoreApplication.translate("Answers", "Answered from {read} of {pages} pages").format(
                read=scope.read, pages=scope.pages
            )
        )
        said += _meaning(scope)
    return said


def remarks(answer: Answer) -> list[str]:
    """How a follow-up was understood."""
    question, earlier = name(answer.understood or ""), name(answer.earlier)
    return [
        QCoreApplication.translate("remarks", REMARKS[one]).format(question=question, earlier=earlier)
        for one in answer.remarks
    ]


def suggestion(reason: str) -> str:
    """Why a larger model may do better; `reason` is of `words.SUGGESTIONS`."""
    said = QCoreApplication.translate("Answers", "A larger model may do better: {reason}.")
    return said.format(reason=QCoreApplication.translate("suggestions", reason))


def in_part(scope: Scope) -> str:
    """The question asks for more than was read."""
    return QCoreApplication.translate(
        "Answers", "The question asks for all of it; {read} of {pages} pages were read."
    ).format(read=scope.read, pages=scope.pages)


def searched(scope: Scope, *, thorough: bool) -> str:
    """What was looked at before it was said that nothing is there."""
    if thorough:
        said = QCoreApplication.translate("Answers", "Read all %n page(s)", "", scope.pages)
    else:
        said = QCoreApplication.translate("Answers", "Searched %n page(s)", "", scope.pages)
    if scope.documents > 1:
        said += " " + QCoreApplication.translate("Answers", "of %n documents", "", scope.documents)
    if thorough:
        return f"{said}."
    how = _meaning(scope) or [QCoreApplication.translate("Answers", "By words and by meaning")]
    return f"{said}. {how[0]}."


def _meaning(scope: Scope) -> list[str]:
    if scope.by_meaning >= scope.pages:
        return []
    if not scope.by_meaning:
        return [QCoreApplication.translate("Answers", "By words only: not yet prepared for search by meaning")]
    return [
        QCoreApplication.translate(
            "Answers", "By words; {count} of {pages} pages are prepared for search by meaning so far"
        ).format(count=scope.by_meaning, pages=scope.pages)
    ]


def refusal(scope: Scope) -> str:
    if scope.documents == 1:
        return QCoreApplication.translate("Answers", "The document does not say")
    return QCoreApplication.translate("Answers", "The documents do not say")


def missing(words: Sequence[str]) -> str:
    """What the question names and nothing that is near it has."""
    return QCoreApplication.translate("Answers", "Nothing near it mentions {words}.").format(
        words=", ".join(name(word) for word in words)
    )


def legend() -> str:
    """What the marks on the pages mean. Their colours are the theme's: in high contrast they are others."""
    return QCoreApplication.translate(
        "Answers", "Marked on the pages: strongly what is cited, faintly what was read for the answer."
    )


def made_by(answer: Answer) -> str:
    """The model, and how long it took."""
    seconds = answer.seconds.get("total")
    if seconds is None:
        return answer.model
    return f"{answer.model} · {say.duration(seconds)}"


def copied(answer: Answer, *, thorough: bool) -> str:
    """The answer for the clipboard, with its sources and what is to be known of it."""
    above = [*said, ""] if (said := remarks(answer)) else []
    text = [answer.text] if answer.stands else []
    below = [*(_found(answer) if answer.stands else _refused(answer, thorough=thorough))]
    if answer.whole is not None:
        below += ["", in_part(answer.scope)]
    return "\n".join([*_plain(above), *text, *_plain(below)])


def _plain(lines: Sequence[str]) -> Iterator[str]:
    return (line.translate(_UNSEEN) for line in lines)


def _found(answer: Answer) -> Iterator[str]:
    """What comes after the text."""
    if answer.unsupported:
        said = QCoreApplication.translate("Answers", "Not supported by the documents: {parts}")
        yield from ("", said.format(parts="; ".join(answer.unsupported)))
    if answer.citations:
        yield from ("", f"{QCoreApplication.translate('Answers', 'Sources')}:")
        yield from _sources(answer.citations)


def _refused(answer: Answer, *, thorough: bool) -> Iterator[str]:
    yield f"{refusal(answer.scope)}. {searched(answer.scope, thorough=thorough)}"
    if answer.nearest is not None:
        yield f"{nearest()}: {say.quoted(answer.nearest.quote)} ({place(answer.nearest)})"
    if answer.missing:
        yield missing(answer.missing)


def nearest() -> str:
    return QCoreApplication.translate("Answers", "The nearest, which is not an answer")


def _sources(citations: Sequence[Citation]) -> Iterator[str]:
    for citation in citations:
        yield f"[{citation.mark}] {citation.file}, {say.pages(citation.page, citation.page)}: {say.quoted(citation.quote)}"


def this(document: Document) -> str:
    return name(document.file)


def _whole_words(text: str) -> str:
    """Cut before the word that does not fit; a text without blanks is cut where it is."""
    head = text.rpartition(" ")[0]
    return (head or text[:-1]).rstrip()
