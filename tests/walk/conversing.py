"""From the first start to answers, their places, and a summary."""

from collections.abc import Callable

from tests.walk.acts import (
    ANSWERING,
    ask,
    document,
    last,
    mark_of_answer,
    marked,
    page_read,
    pages_view,
    until_answered,
)
from tests.walk.checks import first_citation, is_coloured, is_marked
from tests.walk.person import Person, patiently
from tests.walk.seen import Seen, Widget
from tests.walk.walk import Walk

QUESTION = "How many people does the network employ?"
UNANSWERED = "What is the name of the mayor of Merrow?"


def first_start(walk: Walk, person: Person) -> None:
    following = _button("Next")
    with walk.step("first start: the model is here", person):
        person.until("the model is on this machine", lambda seen: seen.one("QLabel", text="on this machine."))
        person.at_rest("what comes next can be pressed", following)
        walk.picture(person, "first-start-model")
        person.click("Next", following)
    with walk.step("first start: the sample", person):
        person.click("Try the sample", _button("Try the sample"))
        person.until("it is being read", lambda seen: seen.one("QLabel", text="Being read"))
        walk.picture(person, "first-start-add")
        person.click("Next", following)
    with walk.step("first start: a question", person):
        person.at_rest("an example", _button(QUESTION))
        walk.picture(person, "first-start-ask")
        person.click("Start", _button("Start"))
        person.until_gone("the introduction is over", lambda seen: seen.one("FirstStart"))


def reading(walk: Walk, person: Person) -> None:
    with walk.step("the sample becomes searchable by words and meaning", person):
        person.until("it is in the list", lambda seen: document(seen, "sample.pdf"))
        walk.picture(person, "reading")
        person.until("it is ready", lambda seen: document(seen, "sample.pdf, ready"), 120)
    with walk.step("it opens", person):
        person.click("the sample", lambda seen: document(seen, "sample.pdf"))
        person.until("its first page is drawn", pages_view)
        walk.picture(person, "document")


def asking(walk: Walk, person: Person) -> None:
    with walk.step("a question is asked", person):
        ask(person, QUESTION)
        person.until("it says what it does", lambda seen: seen.one("TurnView"))
        walk.picture(person, "searching")
    with walk.step("the first words", person):

        def first(seen: Seen) -> Widget | None:
            return seen.one("AnswerView") or seen.one("Verdict")

        streams = person.until("the first words, or all of the answer", first, ANSWERING).is_a("AnswerView")
        walk.picture(person, "streaming" if streams else "answered-at-once")
    with walk.step("the answer", person):
        until_answered(person)
        if walk.is_usual:
            person.until("it says 86", lambda seen: seen.one("AnswerView", text="86", inside="Verdict"))
        walk.picture(person, "answer")


def citing(walk: Walk, person: Person) -> None:
    quote = first_citation(walk).quote
    with walk.step("the quote is shown under the mouse", person):
        person.point("the mark [1]", mark_of_answer)
        person.until("a tooltip with the quote", lambda seen: seen.one("QTipLabel", text=quote.split()[0]))
        walk.picture(person, "quote")
    with walk.step("a click opens the page with the quote's words marked", person):
        person.click("the mark [1]", mark_of_answer)
        until_marked(walk, person)
        walk.picture(person, "marked")
    with walk.step("every passage that was read", person):
        person.click("Where from?", lambda seen: last(seen.all("QAbstractButton", text="Where from?")))
        person.click("a passage", lambda seen: seen.one("TextButton", inside="PassageList"))
        person.until("a place is marked", lambda seen: marked(seen, "place"))
        walk.picture(person, "where-from")


def until_marked(walk: Walk, person: Person) -> None:
    """The first citation of the last answer that has one, on its page: every word of the quote, in sight, in the marker's colour."""
    citation = first_citation(walk)

    def all_words(seen: Seen) -> Widget | None:
        view = pages_view(seen)
        return view if view is not None and is_marked(walk, view, citation) else None

    mark = person.until("all words of the quote are marked, in sight", all_words).marks("place")[0]
    patiently("the mark has the marker's colour", lambda: is_coloured(walk, mark), 5)


def refusing(walk: Walk, person: Person) -> None:
    with walk.step("a question that the documents do not answer", person):
        ask(person, UNANSWERED)
        until_answered(person)
        if walk.is_usual:
            person.until("it says so", lambda seen: seen.one("QLabel", text="does not say", inside="Verdict"))
        walk.picture(person, "refusal")
    with walk.step("the place of an answer above", person):
        walk.screen.scroll(person.at_rest("the turns", lambda seen: seen.one("Column")).middle, -30)
        person.click("the mark [1]", mark_of_answer)
        until_marked(walk, person)


def summarising(walk: Walk, person: Person) -> None:
    stop = _button("Stop", "SummaryPanel")
    with walk.step("a brief summary", person):
        person.shortcut("ctrl+2")
        person.click("the shortest length", lambda seen: seen.one("QToolButton", inside="Choice"))
        walk.picture(person, "summary-choice")
        person.click("Summarise", _button("Summarise", "SummaryPanel"))
        person.until("it goes on", stop)
        walk.picture(person, "summarising")
        person.until("it has points", lambda seen: seen.one("PointRow"), 4 * ANSWERING)
        person.until_gone("it is done", stop, 4 * ANSWERING)
        walk.picture(person, "summary")
    with walk.step("a point opens its page", person):

        def point(seen: Seen) -> Widget | None:
            return last(seen.all("QPushButton", inside="PointRow"))

        words = person.until("points with pages", point).text
        page = int("".join(letter for letter in words if letter.isdecimal()))
        person.click("the last point", point)
        person.until("its page is shown", lambda seen: page_read(seen) == page)
        walk.picture(person, "summary-point")
        person.shortcut("ctrl+1")


def _button(text: str, inside: str = "") -> Callable[[Seen], Widget | None]:
    return lambda seen: seen.one("QAbstractButton", text=text, inside=inside)
