"""What the program is put through: its commands one after the other, and its window as a person has it, on a screen of its own.

A journey is made twice: followed by strace, and in an empty network namespace, where it must work as well. Only what was sent with
consent is not done there, as nothing could arrive.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.host import crashes, faults, settings
from app.host.paths import Paths
from tests import material
from tests.gateway.cloud import keyring
from tests.gateway.cloud.provider import Provider, answer, providing
from tests.proof.trace import Traced, empty_network, follow, read
from tests.walk import acts
from tests.walk.person import ROOT, Lost, Person, program
from tests.walk.screen import screen
from tests.walk.seen import Seen, Widget

MODEL = "smollm2-135m"
QUESTION = "Who chairs the board of the ferry trust?"
_SAID = "The chair is PERSON_1, who follows PERSON_2. [2]"
_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Step:
    """A command; `consented`: one connection of the gateway is asked for by it. `fails`: the status that it must end with."""

    name: str
    arguments: Sequence[str]
    consented: bool = False
    status: int = 0


@dataclass(slots=True)
class Result:
    """`traced` is None where it was run in an empty network instead. `wrong` is what is against the rule; empty: nothing."""

    journey: str
    name: str
    traced: Traced | None
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """Where a journey is made: `folder` for its data, `empty` in an empty network."""

    folder: Path
    provider: Provider
    empty: bool = False

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def variables(self) -> dict[str, str]:
        return {"INGLENOOK_MODELS_DIR": str(Paths.find().models), **keyring.NOWHERE}

    def before(self, trace: Path) -> tuple[str, ...]:
        return empty_network() if self.empty else follow(trace)


def commands(place: Place, *, short: bool = False) -> Iterator[Result]:
    """The command line. `short`: adding, asking, summarising, what would leave, the diagnosis."""
    file = material.prose(place.folder)
    name = "command line"
    for step in _first_steps(file, place, short=short):
        yield _judged(name, step, place, *_run(step, place))
    shown = Step("cloud preview", ("cloud", "preview", QUESTION, "--json"))
    done, trace = _run(shown, place)
    yield _judged(name, shown, place, done, trace)
    digest = json.loads(done.stdout)["digest"] if done.returncode == 0 else ""
    for step in _last_steps(file, digest, place, short=short):
        place.provider.answers[:] = [answer(_SAID)]
        yield _judged(name, step, place, *_run(step, place))


def _first_steps(file: Path, place: Place, *, short: bool) -> Iterator[Step]:
    if not short:
        yield Step("first start: doctor", ("doctor", "--json"))
        yield Step("models", ("models", "list"))
    yield Step("add", ("add", str(file)))
    yield Step("ask", ("ask", "Who pays the rent?", "-f", str(file), "--model", MODEL, "--json"))
    if not short:
        yield Step("follow-up", ("ask", "And fuel?", "--continue", "--model", MODEL, "--json"))
        yield Step("search", ("search", "slipway repairs", "--json"))
        yield Step("list", ("list", "--json"))
        yield Step("export", ("export", "last", "--to", str(place.folder / "kept.pdf"), "--force"))
    yield Step("summarise", ("summarize", str(file), "--length", "brief", "--model", MODEL, "--json"))
    provider = ("--address", place.provider.address, "--model", "wren-large")
    yield Step("cloud set-up, not sent", ("cloud", "add", "office", *provider))


def _last_steps(file: Path, digest: str, place: Place, *, short: bool) -> Iterator[Step]:
    asked = ("cloud", "ask", QUESTION, "--json", "--approve")
    yield Step("a letter without consent", (*asked, "0" * 64), status=4)
    if not place.empty:
        yield Step("a letter with consent", (*asked, digest), consented=True)
    if not short:
        yield Step("what has left", ("cloud", "log", "--json"))
        yield Step("remove", ("remove", file.name))
        yield Step("crashes", ("crashes", "list"))
    yield Step("doctor", ("doctor", "--json"))


def window(place: Place) -> Iterator[Result]:
    """From the first start on; a preview is cancelled. Then a start in which one letter is sent."""
    file = material.prose(place.folder)
    settings.change(Paths.find(place.data).settings, started=False)
    set_up = Step(
        "set-up", ("cloud", "add", "office", "--address", place.provider.address, "--model", "wren-large")
    )  # fmt: skip
    _run(set_up, place)
    yield _sitting(place, "first start, add, ask, follow-up, summarise, preview cancelled", False, lambda person: _usual(person, file))  # fmt: skip
    if not place.empty:
        place.provider.answers[:] = [answer(_SAID)]
        yield _sitting(place, "a letter with consent", True, _sent)


def short_window(place: Place) -> Result:
    """A PDF is added and asked about."""
    file = material.prose(place.folder)
    settings.change(Paths.find(place.data).settings, started=True)

    def act(person: Person) -> None:
        acts.add(person, file)
        acts.ask(person, "Who chairs the board?")
        acts.until_answered(person)

    return _sitting(place, "add, ask", False, act)


def control(place: Place) -> Result:
    """A process that does make a socket: the proof is worth nothing if this one is not caught."""
    trace = place.folder / "control.trace"
    code = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    subprocess.run([*follow(trace), sys.executable, "-c", code], check=True, timeout=_SECONDS)
    found = read(trace)
    caught = any("AF_INET" in call for call in found.forbidden)
    return Result("control", "a process that makes a socket is caught", found, [] if caught else ["it was not caught"])


def _usual(person: Person, file: Path) -> None:
    for _ in range(2):
        person.click("what comes next", lambda seen: _last(seen, "QPushButton", "FirstStart"))
    person.click("the end of it", lambda seen: _last(seen, "QPushButton", "FirstStart"))
    person.until_gone("the introduction", lambda seen: seen.one("FirstStart"))
    acts.add(person, file)
    for question in ("Who chairs the board?", "And before?"):
        acts.ask(person, question)
        acts.until_answered(person)
    person.shortcut("ctrl+2")
    person.click("Summarise", _button("Summarise", "SummaryPanel"))
    person.until("a summary", lambda seen: seen.one("PointRow"), acts.ANSWERING)
    person.shortcut("ctrl+1")
    _preview(person)
    person.click("Cancel", _button("Cancel", "PreviewDialog"))
    person.until_gone("it is closed", lambda seen: seen.window("PreviewDialog"))


def _sent(person: Person) -> None:
    _preview(person)
    person.click("Send once", _button("Send once", "PreviewDialog"))
    person.until_gone("it is closed", lambda seen: seen.window("PreviewDialog"), acts.ANSWERING)
    person.until("its answer", lambda seen: next(seen.all_there("Badge"), None), acts.ANSWERING)


def _preview(person: Person) -> None:
    person.shortcut("ctrl+k")
    person.until("the field", lambda seen: seen.one("QuestionField", focus=True))
    person.type(QUESTION)
    person.click("Ask cloud…", _button("Ask cloud"))
    person.until("what would leave", lambda seen: seen.window("PreviewDialog"))
    person.at_rest("its button", _button("Send once", "PreviewDialog"), acts.ANSWERING)


def _sitting(place: Place, name: str, consented: bool, act: Callable[[Person], None]) -> Result:
    """One run of the window, from its start to its end. Raises Lost where something does not come."""
    trace = place.folder / f"{name[:12].replace(' ', '-').replace(',', '')}.trace"
    step = Step(name, (), consented=consented)
    with (
        screen(place.folder / "home") as shown,
        program(
            shown, place.folder, "--model", MODEL, environment=place.variables, before=place.before(trace)
        ) as person,
    ):
        try:
            act(person)
            person.terminate()
            status, said = person.until_ended(), ""
        except Lost as lost:
            status, said = -1, f"{lost}; {_faults(place)}"
    return _judged("window", step, place, subprocess.CompletedProcess([], status, "", said), trace)


def _faults(place: Place) -> str:
    """What the program itself kept of why it ended."""
    paths = Paths.find(place.data)
    faults.collect(paths)
    return ", ".join(f"{report.process}: {report.fault}" for report in crashes.listed(paths.crashes))


def _run(step: Step, place: Place) -> "tuple[subprocess.CompletedProcess[str], Path]":
    trace = place.folder / f"{step.name.replace(' ', '-').replace(':', '').replace(',', '')}.trace"
    command = [*place.before(trace), sys.executable, "-m", "app", *step.arguments, "--data-dir", str(place.data)]
    environment = {**os.environ, **place.variables}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_SECONDS, check=False, env=environment, cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done, trace


def _judged(journey: str, step: Step, place: Place, done: "subprocess.CompletedProcess[str]", trace: Path) -> Result:
    result = Result(journey, step.name, None if place.empty else read(trace))
    if done.returncode != step.status:
        result.wrong.append(f"ended with {done.returncode} instead of {step.status}: {done.stderr.strip()[:200]}")
    if result.traced is not None:
        result.wrong += against_the_rule(result.traced, consented=step.consented)
    return result


def against_the_rule(found: Traced, *, consented: bool) -> list[str]:
    """No process but the gateway has a socket that leads anywhere, and the gateway only with consent: then it connects once."""
    wrong = [f"outside the gateway: {call[:100]}" for call in found.forbidden]
    if not found.processes:
        wrong.append("nothing was followed")
    if not consented:
        wrong += [f"the gateway, without consent: {call[:100]}" for call in found.gateway]
    elif found.connections != 1:
        wrong.append(f"{found.connections} connections instead of one")
    return wrong


def _button(text: str, inside: str = "") -> Callable[[Seen], Widget | None]:
    return lambda seen: seen.one("QAbstractButton", text=text, inside=inside)


def _last(seen: Seen, kind: str, inside: str) -> Widget | None:
    return acts.last(seen.all(kind, inside=inside))


def _is_there(seen: Seen, kind: str) -> Widget | None:
    return next(iter(seen.all_there(kind)), None)


__all__ = ["MODEL", "Place", "Provider", "Result", "commands", "control", "providing", "short_window", "window"]
