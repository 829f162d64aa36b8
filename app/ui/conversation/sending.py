"""What the conversation asks of the library for a model elsewhere, each in a lane. Only `send` sends, and only what was approved."""

from typing import TYPE_CHECKING

from app.library import Library
from app.stop import Stop
from app.types import Answer, Length, Token
from app.ui.cloud.drafting import Composed
from app.ui.conversation.asked import Asked
from app.ui.jobs import Tell

if TYPE_CHECKING:
    from app.library.cloud import Consent, Draft


def draft(library: Library, asked: Asked, after: Answer | None, stop: Stop) -> "Draft":
    """What would be sent with a question; `after` is the answer that it follows up."""
    return library.cloud.prepare(
        asked.question, documents=asked.documents, pages=asked.pages, after=after, wait=False, stop=stop
    )


def draft_of_summary(library: Library, asked: Asked, length: Length, stop: Stop) -> "Draft":
    """All of a document's text, or of its pages."""
    return library.cloud.prepare_summary(asked.documents[0], pages=asked.pages, length=length, wait=False, stop=stop)


def correction(library: Library, given: Answer) -> "Draft":
    return library.cloud.prepare_correction(given)


def send(
    library: Library,
    made: Composed,
    consent: "Consent",
    key: str | None,
    after: Answer | None,
    *,
    tell: Tell,
    stop: Stop,
) -> Answer:
    """Sends what was approved, and tells words as they come. What came of an answer that broke off is given, marked as that."""
    from app.library.cloud.answering import CutShort

    try:
        return library.cloud.send(
            made.draft,
            consent,
            key=key,
            conversation=after.conversation if after else None,
            report=tell,
            on_text=lambda text: tell(Token(text)),
            stop=stop,
        )
    except CutShort as cut:
        return cut.answer
