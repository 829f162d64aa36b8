"""What tells without a model whether an answer can stand: all checks in one place, in the order of what they cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.answers.citing.cite import Statement
from app.answers.citing.verify import beside_the_point, verify
from app.answers.deciding.blanks import blank_fields
from app.answers.deciding.enough import echoes, says_not
from app.answers.deciding.fitness import but_for_names, measures_else, misses_kind, only_headings
from app.answers.deciding.persons import of_another
from app.answers.deciding.swapped import opposite, other_bounds, other_years
from app.types import Chunk, Passage


@dataclass(frozen=True, slots=True)
class Judged:
    """`unsupported` is what nothing bears; `aside` are words of the question that the cited places do not have, or have blank."""

    stands: bool
    unsupported: tuple[str, ...]
    aside: tuple[str, ...]


def judge(
    question: str,
    answer: str,
    statements: Sequence[Statement],
    read: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
    near: Mapping[str, Mapping[str, float]],
) -> Judged:
    """`statements` are those of the answer, placed; `chunks` those of the documents that were read; `near` are words near in
    meaning to those of the question."""
    verdict = verify(statements, question, read)
    sound = verdict.sound or but_for_names(question, statements, verdict)
    windows = [window for statement in sound for window in statement.windows]
    aside = (
        beside_the_point(question, sound, read)
        or other_years(question, windows, read)
        or other_bounds(question, windows, read)
        or opposite(question, windows)
        or blank_fields(question, windows, read, chunks, near)
        or of_another(question, sound, read, chunks)
    )
    empty = says_not(answer) or echoes(question, answer) or misses_kind(question, answer)
    astray = only_headings(windows, read) or measures_else(question, answer, read)
    return Judged(bool(sound) and not aside and not empty and not astray, verdict.unsupported, aside)
