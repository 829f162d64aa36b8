"""What the rules alone make of the follow-ups that are written down."""

from app.answers.conversation.follow import understood
from app.language.prompts import Prompts
from app.stop import Stop
from tests.evaluation.followups import follow_ups
from tests.fakes import FakeEngine

_OF_THE_MODEL = frozenset(("b-15", "b-30", "b-31", "b-32", "b-33", "b-34", "b-35"))
"""A pronoun stands for something that only the model can name."""


def test_all_but_pronouns_are_understood_by_rule() -> None:
    for one in follow_ups():
        engine = FakeEngine([""])
        meant = understood(one.question, one.turns, engine, Prompts(), Stop())
        assert bool(engine.prompts) == (one.id in _OF_THE_MODEL), one.id
        assert engine.prompts or one.is_met(meant), one.id
