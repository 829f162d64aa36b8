"""Why a source does not give a file."""

from app.words import Cause


class SourceFailed(Exception):
    """This source does not give the file; the text goes on the sentence '… : <text>'. The next one is tried. `cause` tells what
    can be done about it, where that is known."""

    def __init__(self, reason: str, cause: Cause | None = None) -> None:
        super().__init__(reason)
        self.cause = cause


class Interrupted(SourceFailed):
    """It may go on in a moment."""
