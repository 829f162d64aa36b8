"""Where on the pages an answer's citations and passages lie."""

import contextlib

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.types import Answer
from app.ui.jobs import Tell, Work
from app.ui.wanted import Mark


def find_marks(library: Library, answer: Answer) -> Work[list[Mark]]:
    """Work that finds them: the cited words first, then those of every passage that was used."""

    def work(tell: Tell, stop: Stop) -> list[Mark]:
        from app.library import pages

        found = [Mark(one.document, one.page, one.boxes, cited=True) for one in answer.citations]
        for passage in answer.passages:
            stop.check()
            with contextlib.suppress(UserFixable):  # its document has just been removed, or is being read anew
                found += [Mark(passage.document, page, boxes) for page, boxes in pages.places(library.rooms, passage)]
        return found

    return work
