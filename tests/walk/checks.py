"""What a marked page must show: the words of the quote, in sight, under the marker's colour."""

from app.library import Library, conversations, pages
from app.types import Box, Citation, Page
from tests.walk.person import Lost
from tests.walk.seen import Rect, Widget
from tests.walk.walk import Walk

_SLACK = 2.0
"""Pixels."""


def first_citation(walk: Walk) -> Citation:
    """Of the last answer in the newest conversation that has one."""
    with Library(walk.paths) as library:
        newest = conversations.listed(library.rooms)[0]
        cited = [
            turn.answer.citations for turn in conversations.turns(library.rooms, newest.id) if turn.answer.citations
        ]
    if not cited:
        raise Lost("no answer cites anything")
    return cited[-1][0]


def is_marked(walk: Walk, view: Widget, citation: Citation) -> bool:
    """Whether every word of the quote lies in a marked place, and all of that place in sight. Raises Lost where the quote's words are
    not on the page at all."""
    with Library(walk.paths) as library:
        words = words_of(pages.page(library.rooms, citation.document, citation.page), citation.quote)
    sheet = next((sheet for sheet in view.sheets if sheet.page == citation.page), None)
    marks = view.marks("place")
    if sheet is None or not marks:
        return False
    sight = Rect(*view.more["sight"])
    return all(any(mark.holds(sheet.placed(box), _SLACK) for mark in marks) for box in words) and all(
        sight.holds(mark) for mark in marks
    )


def words_of(page: Page, quote: str) -> list[Box]:
    """The boxes of the words that the quote consists of, found without the boxes that the citation brings."""
    letters = [(at, letter) for at, letter in enumerate(page.text) if letter.isalnum()]
    sought = "".join(letter for letter in quote if letter.isalnum())
    found = "".join(letter for _, letter in letters).find(sought)
    if found < 0 or not sought:
        raise Lost(f"the quote is not on page {page.number}: {quote}")
    start, end = letters[found][0], letters[found + len(sought) - 1][0] + 1
    words = zip(page.words.starts, page.words.ends, page.words.boxes, strict=True)
    return [box for first, last, box in words if first < end and last > start]


def is_coloured(walk: Walk, mark: Rect) -> bool:
    """Whether the screen shows the marker's yellow there: at its left edge, behind the line around it, before the first letter."""
    return any(_is_yellow(walk.screen.colour((round(mark.x) + x, round(mark.y + mark.height / 2)))) for x in range(4))


def _is_yellow(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return blue < min(red, green) - 40
