"""Asking by steps from a script: each letter is printed with its digest and approved by it, and nothing is sent or looked up twice."""

from tests.cli.program import MODEL, Program
from tests.cli.test_cloud_asking import QUESTION, SAID, asking, provider, pytestmark, stocked
from tests.gateway.cloud.provider import Provider, answer

__all__ = ["asking", "provider", "pytestmark", "stocked"]

_STEPS = "1. How often does the word ferry occur?"
_ASK = ("cloud", "ask", QUESTION, "--steps", "--json", "--approve")


def test_a_script_goes_the_whole_way(asking: Program, provider: Provider) -> None:
    asking.run("models", "use", MODEL)
    provider.answers = [answer(_STEPS), answer("The word stands there 2 times.")]
    first = asking.run("cloud", "preview", QUESTION, "--steps", "--json").object
    assert first["kind"] == "steps" and "Solvang" not in first["body"] and provider.connections == 0
    second = asking.run(*_ASK, first["digest"]).object
    assert second["kind"] == "findings" and [one["step"] for one in second["steps"]] == [_STEPS[3:]]
    assert asking.run(*_ASK, first["digest"]).object == second, "nothing is sent or looked up twice"
    assert provider.connections == 1
    assert asking.run(*_ASK, "0" * 64).status == 4 and provider.connections == 1
    given = asking.run(*_ASK, second["digest"]).object
    assert given["cloud"]["digest"] == second["digest"] and provider.connections == 2
    assert given["conversation"] == second["conversation"]
    provider.require_documented(second["body"].encode(), "openai", "", provider.address, 1)


def test_titles_that_are_left_out_do_not_keep_a_finding_here(asking: Program, provider: Provider) -> None:
    asking.run("models", "use", MODEL)
    provider.answers = [answer(_STEPS), answer("The word stands there 2 times.")]
    ask = ("cloud", "ask", QUESTION, "--steps", "--leave-out", "1", "--json", "--approve")
    first = asking.run("cloud", "preview", QUESTION, "--steps", "--leave-out", "1", "--json").object
    second = asking.run(*ask, first["digest"]).object
    given = asking.run(*ask, second["digest"])
    assert given.status == 0 and given.object["cloud"]["digest"] == second["digest"]


def test_a_follow_up_goes_into_its_conversation(asking: Program, provider: Provider) -> None:
    provider.answers = [answer(SAID), answer(SAID)]
    digest = asking.run("cloud", "preview", QUESTION, "--json").object["digest"]
    before = asking.run("cloud", "ask", QUESTION, "--approve", digest, "--json").object
    shown = asking.run("cloud", "preview", "And who came before her?", "--continue", "--json").object
    assert QUESTION in shown["body"]
    told = asking.run("cloud", "ask", "--continue", "And who came before her?", "--approve", shown["digest"], "--json")
    assert told.object["conversation"] == before["conversation"]
    assert len(asking.run("conversations", "show", "last", "--json").object["turns"]) == 2
    assert asking.run("cloud", "ask", "--continue").status == 2
