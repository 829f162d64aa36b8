"""What the conversation asks of the library for a model elsewhere, each in a lane. Only `send` sends, and only what was approved."""

from typing import TYPE_CHECKING

from app.library import Library
from app.stop import Stop, Stopped
from app.types import Answer, Length, Token
from app.ui.cloud.drafting import Composed
from app.ui.conversation.asked import Asked
from app.ui.conversation.work import Began
from app.ui.jobs import Tell

if TYPE_CHECKING:
    from app.library.cloud import Consent, Draft


def draft(library: Library, asked: Asked, after: Answer | None, stop: Stop, *, by_steps: bool = False) -> "Draft":
    """What would be sent with a question, or first of all `by_steps`; `after` is the answer that it follows up."""
    return library.cloud.prepare(
        asked.question,
        by_steps=by_steps,
        documents=asked.documents,
        pages=asked.pages,
        after=after,
        wait=False,
        stop=stop,
    )


def draft_of_summary(library: Library, asked: Asked, length: Length, stop: Stop) -> "Draft":
    """All of a document's text, or of its pages."""
    return library.cloud.prepare_summary(asked.documents[0], pages=asked.pages, length=length, wait=False, stop=stop)


def correction(library: Library, given: Answer) -> "Draft":
    return library.cloud.prepare_correction(given)


def again(library: Library, given: Answer) -> "Draft":
    """What was approved for it."""
    draft = library.cloud.prepare_again(given)
    return library.cloud.prepare_correction(given) if draft is None else draft


def once_more(library: Library, sent: "Draft") -> "Draft":
    """What was approved and not answered."""
    return library.cloud.prepare_once_more(sent)


def findings(library: Library, found: Answer) -> "Draft":
    """What was found here for steps."""
    return library.cloud.prepare_findings(found)


def look_up(library: Library, begun: Answer, *, tell: Tell, stop: Stop) -> Answer:
    """What the model here finds for the steps that wait, told after each of them; a stop gives it as far as it came."""
    so_far = [begun]

    def found(answer: Answer) -> None:
        so_far.append(answer)
        tell(answer)

    tell(Began())
    try:
        return library.cloud.look_up(begun, on_found=found, report=tell, stop=stop)
    except Stopped:
        return so_far[-1]


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
