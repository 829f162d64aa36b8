"""What a question means that follows others.

A question that can be understood alone is taken as it is: nothing of what was spoken of before comes along. One that leans
on what came before is made a question of its own: by rule, from the turn before or from an earlier one that it plainly fits, or from
the one that it names itself; else by the model in a few tokens, from the turn before, and its words are checked: they may only be
those of the question and of that turn. That question stands for the whole conversation, so that a long one costs no more than a
short one; what of it was left out is told (`Follows`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answers.conversation.leaning import bare, dangles, is_fragment, whole
from app.answers.conversation.leaning import leans as _leans
from app.answers.conversation.pointing import Pointer, chosen, hints, pointer, quotes
from app.answers.conversation.slots import filled, names_time, refilled
from app.answers.conversation.stating import asks_of_statement, stated
from app.answers.conversation.times import moved, says_when
from app.answers.conversation.together import is_of_unnamed, of_several
from app.answers.needs import Generator, Prompts
from app.answers.text.kinds import kind_of
from app.answers.text.terms import terms
from app.stop import Stop
from app.types import Answer, Follows

__all__ = ["Understood", "leans", "plausible", "understood"]

_TOKENS = 60
_MOST_WORDS = 60
"""A longer rewriting is no question any more."""
_NEW_WORDS = 1
"""So many words of its own a rewriting may have ('did' becomes 'done'); never a value or a name."""
_CARRIED = 400
"""Characters of the earlier answer that a rewriting, or the model in its place, is shown."""
_REACH = 8
"""Turns that are looked back for one that a fragment fits, where the turn before has no such place."""


@dataclass(frozen=True, slots=True)
class Understood:
    """`question` is what is looked for and answered. `before` are the earlier question and answer, where it cannot be understood
    without them and no question of its own could be made of it. `follows` tells what it was understood from; None for a question
    that was taken as it is."""

    question: str
    before: tuple[str, str] | None = None
    follows: Follows | None = None


def leans(question: str) -> bool:
    """Whether a question needs what came before it, or says which of it."""
    return _leans(question) or pointer(question) is not None


def understood(
    question: str, turns: Sequence[Answer], generator: Generator, prompts: Prompts, stop: Stop
) -> Understood:
    """`turns` are those before it, in order. Raises Stopped, and UserFixable as the generator does."""
    if not turns:
        return Understood(question)
    said = pointer(question)
    at = None if said is None else chosen(said, turns)
    if said is not None and said.number is None:
        return _of_topic(said, turns, at)
    if said is not None and at is not None:
        return _from_turn(said.rest, turns, at, generator, prompts, stop)
    if not _leans(question) and not (is_of_unnamed(question) and of_several(question, [_asked(one) for one in turns])):
        missed = said is not None or quotes(question)
        return Understood(question, follows=Follows("", 0, len(turns), missed=True) if missed else None)
    made = _followed(question, turns, generator, prompts, stop)
    return (
        replace(made, follows=replace(made.follows, missed=True))
        if made.follows and _is_missed(question, made)
        else made
    )


def _is_missed(question: str, made: Understood) -> bool:
    return made.follows is not None and made.follows.back == 1 and made.follows.dropped > 0 and hints(question)


def _of_topic(said: Pointer, turns: Sequence[Answer], at: int | None) -> Understood:
    """'Back to the lease: and its deposit?' The topic stands in front, unless what is asked fits into a question about it."""
    made = None if at is None else _by_rule(said.rest, turns[: at + 1])
    if made is not None and at is not None and made.at == at:
        return Understood(made.question, follows=_from(turns, at, made.used))
    topic = said.topic[:1].upper() + said.topic[1:]
    return Understood(f"{topic}: {bare(said.rest)}", follows=None if at is None else _from(turns, at))


def _from_turn(
    rest: str, turns: Sequence[Answer], at: int, generator: Generator, prompts: Prompts, stop: Stop
) -> Understood:
    """'In your first answer: why?' What came after that turn is left out."""
    if not _leans(rest):
        return Understood(rest, follows=_from(turns, at))
    made = _followed(rest, turns[: at + 1], generator, prompts, stop)
    later = len(turns) - 1 - at
    if made.follows is None:
        return made
    return replace(
        made, follows=replace(made.follows, back=made.follows.back + later, dropped=made.follows.dropped + later)
    )


def _followed(question: str, turns: Sequence[Answer], generator: Generator, prompts: Prompts, stop: Stop) -> Understood:
    """A question that leans, and does not say on which turn."""
    last = turns[-1]
    if last.understood and question.strip() == last.question.strip():
        return Understood(last.understood, follows=last.follows)  # it is asked again
    made = _by_rule(question, turns)
    if made is not None:
        return Understood(made.question, follows=_from(turns, made.at, made.used))
    earlier, said, is_cut = _asked(last), *_shortly(last)
    follows = _from(turns, len(turns) - 1, cut=is_cut)
    prompt = prompts.standalone(question, earlier, said)
    written = generator.generate(prompt, max_tokens=_TOKENS, stop=stop, end_at=("\n",)).text.strip(' "“”\n')
    if plausible(written, question, earlier, said):
        return Understood(written, follows=follows)
    return Understood(question, (earlier, said), follows)


@dataclass(frozen=True, slots=True)
class _Made:
    """A question of its own, from the turn `at` and those before it, `used` in all."""

    question: str
    at: int
    used: int = 1


def _by_rule(question: str, turns: Sequence[Answer]) -> _Made | None:
    asked = [_asked(one) for one in turns]
    last = len(turns) - 1
    several = of_several(question, asked)
    if several is not None:
        return _Made(several[0], last, several[1])
    if asks_of_statement(question):
        made = stated(question, asked[last], _without_marks(turns[last])) if turns[last].found else None
        return None if made is None else _Made(made, last)
    return _fitted(bare(question), asked) if is_fragment(question) else None


def _fitted(fragment: str, asked: Sequence[str]) -> _Made | None:
    """In the place of the thing of its kind: in the turn before, or in the last one that has such a place; where none has, behind the
    turn before."""
    last = len(asked) - 1
    by_time = says_when(fragment)
    for at in range(last, max(-1, last - _REACH), -1):
        made = moved(fragment, asked[at]) if by_time else refilled(fragment, asked[at])
        if made is not None:
            return _Made(made, at)
    if by_time:
        return None
    at = _with_a_time(asked) if names_time(fragment) else last
    made = filled(fragment, asked[at])
    return None if made is None else _Made(made, at)


def _with_a_time(asked: Sequence[str]) -> int:
    """The last question that is not what a word means, which no year changes."""
    last = len(asked) - 1
    return next((at for at in range(last, max(-1, last - _REACH), -1) if kind_of(asked[at]) != "definition"), last)


def plausible(written: str, question: str, earlier: str, said: str) -> bool:
    """Whether a rewriting says what was asked and nothing that was not spoken of."""
    if (
        not written.endswith("?")
        or len(written.split()) > _MOST_WORDS
        or dangles(bare(written))
        or is_fragment(written)
    ):
        return False
    made, own, known = terms(written), terms(question), terms(f"{question}\n{earlier}\n{said}")
    strange = made.all - known.all
    kept = own.all & made.all
    return (
        not strange & (made.values | made.names)
        and len(strange) <= _NEW_WORDS
        and own.values <= made.values
        and 2 * len(kept) >= len(own.all)
        and made.all != terms(earlier).all
    )


def _from(turns: Sequence[Answer], at: int, used: int = 1, *, cut: bool = False) -> Follows:
    return Follows(_asked(turns[at]), len(turns) - at, len(turns) - used, cut=cut)


def _asked(turn: Answer) -> str:
    """What a turn asked, so that it can be understood alone."""
    return turn.understood or whole(turn.question)


def _without_marks(turn: Answer) -> str:
    return re.sub(r"\s*\[\d+\]", "", turn.text)


def _shortly(turn: Answer) -> tuple[str, bool]:
    """The beginning of what was answered, '' for a refusal, and whether that is not all of it."""
    text = _without_marks(turn) if turn.found else ""
    return text[:_CARRIED], len(text) > _CARRIED
