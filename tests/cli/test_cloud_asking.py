"""`cloud preview`, `ask` and `log` from end to end, with a provider on this machine. Nothing is reached without a yes to exactly that text."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import material
from tests.cli.contract import ANSWER, require
from tests.cli.program import Program
from tests.cli.terminal import Terminal
from tests.gateway.cloud import keyring
from tests.gateway.cloud.provider import Provider, answer, providing, refusal
from tests.test_network_proof import follow

pytestmark = [pytest.mark.embedder, pytest.mark.skipif(sys.platform == "win32", reason="terminals are Unix's")]

QUESTION = "Who chairs the board of the ferry trust?"
SAID = "The chair is PERSON_1, who follows PERSON_2. [2]"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as made:
        yield made


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """With one document."""
    folder = tmp_path_factory.mktemp("stocked")
    made = Program(folder / "data")
    made.environment |= keyring.NOWHERE
    made.add(material.prose(folder))
    return made


@pytest.fixture
def asking(stocked: Program, provider: Provider) -> Program:
    """With the provider set up, and nothing sent yet."""
    (stocked.data / "sent.jsonl").unlink(missing_ok=True)
    assert stocked.run("cloud", "add", "office", "--address", provider.address, "--model", "wren-large").status == 0
    return stocked


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_one_connection_in_a_whole_journey(
    program: Program, provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every process of it is followed, native code included: before the yes none makes a connection, and after it one does, once, to
    where it was approved."""
    trace = tmp_path / "trace"
    plain = program.command
    monkeypatch.setattr(Program, "command", lambda self, *arguments: [*follow(trace), *plain(*arguments)])
    program.environment |= keyring.NOWHERE
    provider.answers = [answer(SAID)]
    program.add(material.prose(tmp_path))
    program.run("cloud", "add", "office", "--address", provider.address, "--model", "wren-large")
    shown = program.run("cloud", "preview", QUESTION, "--json").object
    assert program.run("cloud", "ask", QUESTION, "--approve", "0" * 64, "--json").status == 4
    assert inet(trace) == [] and provider.connections == 0
    given = program.run("cloud", "ask", QUESTION, "--approve", shown["digest"], "--json")
    assert (given.status, given.err) == (0, "")
    require(given.object, ANSWER)
    connected = [line for line in inet(trace) if "connect(" in line]
    assert len(connected) == 1 and f"sin_port=htons({provider.port})" in connected[0] and "127.0.0.1" in connected[0]
    assert given.object["found"] and given.object["cloud"]["digest"] == shown["digest"]
    assert given.object["answer"].startswith("The chair is Ingrid Solvang, who follows Tomas Berre.")
    assert provider.connections == 1
    provider.require_documented(shown["body"].encode(), "openai", "", provider.address, 0)
    monkeypatch.undo()
    told = program.run("conversations", "show", "last")
    assert "From the cloud: office, wren-large." in told.out
    (logged,) = program.run("cloud", "log", "--json").objects
    assert (logged["outcome"], logged["digest"], logged["text"]) == ("answered", shown["digest"], shown["body"])


def test_on_a_terminal_it_is_shown_and_asked(asking: Program, provider: Provider) -> None:
    provider.answers = [answer(SAID)]
    with Terminal(asking, "cloud", "ask", QUESTION) as terminal:
        terminal.until(r"Send exactly this, once, to office\? \[y/N\] ")
        terminal.type("\r")
        assert terminal.end() == 4
    assert "Digest: " in terminal.seen and "PERSON_1" in terminal.seen and provider.connections == 0
    with Terminal(asking, "cloud", "ask", QUESTION) as terminal:
        terminal.until(r"\[y/N\] ")
        terminal.type("y\r")
        assert terminal.end() == 0
    assert "Ingrid Solvang, who follows Tomas Berre" in terminal.seen and "From the cloud" in terminal.seen
    with Terminal(asking, "cloud", "ask", QUESTION, "--yes", only_errors=True) as terminal:
        assert terminal.end() == 4
    assert provider.connections == 1


def test_the_whole_text_is_printed(asking: Program) -> None:
    told, shown = asking.run("cloud", "preview", QUESTION), asking.run("cloud", "preview", QUESTION, "--json").object
    assert told.status == 0 and f"Digest: {shown['digest']}" in told.out
    body = json.loads(shown["body"])
    for message in body["messages"]:
        for line in message["content"].splitlines():
            assert line in told.out
    assert "its price is not known" in told.out and "Ingrid" not in told.out
    fewer = asking.run("cloud", "preview", QUESTION, "--leave-out", "1", "--names", "--json").object
    assert fewer["digest"] != shown["digest"] and "412,906" not in fewer["body"] and "prose.pdf" in fewer["body"]


def test_an_answer_is_corrected_after_another_yes(asking: Program, provider: Provider) -> None:
    provider.answers = [answer("The chair is PERSON_1 since 1742. [2]"), answer(SAID)]
    first = asking.run("cloud", "preview", QUESTION, "--json").object["digest"]
    asking.run("cloud", "ask", QUESTION, "--approve", first, "--json")
    assert asking.run("cloud", "correct", "last", "--approve", first, "--json").status == 4
    shown = asking.run("cloud", "correct", "last", "--preview", "--json").object
    assert "1742" in shown["body"] and provider.connections == 1
    given = asking.run("cloud", "correct", "last", "--approve", shown["digest"], "--json").object
    assert given["found"] and provider.seen[1].body == shown["body"].encode()
    assert len(asking.run("conversations", "show", "last", "--json").object["turns"]) == 2


def test_a_digest_approves_one_address(asking: Program, provider: Provider) -> None:
    """The text alone does not tell where it goes to."""
    elsewhere = provider.address.replace("127.0.0.1", "localhost")
    asking.run("cloud", "add", "second", "--address", elsewhere, "--model", "wren-large")
    digest = asking.run("cloud", "preview", QUESTION, "--json").object["digest"]
    given = asking.run("cloud", "ask", QUESTION, "--provider", "second", "--approve", digest, "--json")
    assert (given.status, given.object["error"]["kind"], provider.connections) == (4, "consent", 0)
    shown = asking.run("cloud", "preview", QUESTION, "--provider", "second", "--json").object
    assert shown["digest"] == digest
    provider.answers = [answer(SAID)]
    assert asking.run("cloud", "ask", QUESTION, "--provider", "second", "--approve", digest, "--json").status == 0


def test_a_fault_has_one_sentence_and_what_left_is_logged(asking: Program, provider: Provider) -> None:
    digest = asking.run("cloud", "preview", QUESTION, "--json").object["digest"]
    provider.answers = [refusal("401 Unauthorized")]
    asking.run("cloud", "ask", QUESTION, "--approve", digest, "--json").fails("cloud_key")
    (logged,) = asking.run("cloud", "log", "--json").objects
    assert logged["outcome"] == "refused" and logged["text"]
    assert asking.run("cloud", "log", "--delete-texts").status == 0
    assert asking.run("cloud", "log", "--json").object["text"] is None


def test_an_empty_key_sends_nothing(asking: Program) -> None:
    asking.run("cloud", "add", "openai", "--model", "wren-large")
    digest = asking.run("cloud", "preview", QUESTION, "--provider", "openai", "--json").object["digest"]
    told = asking.run("cloud", "ask", QUESTION, "--provider", "openai", "--approve", digest, "--key-stdin", "--json")
    told.fails("cloud_key")
    assert asking.run("cloud", "log", "--json").objects == []


def inet(trace: Path) -> list[str]:
    """Every call about the internet: sockets that are made, and connections."""
    return [line for line in trace.read_text().splitlines() if "AF_INET" in line]
