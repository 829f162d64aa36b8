"""The number of threads is found by timing real work: with stand-in times for machines that are not here, and with the small model."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest

from app.language import backends, cores, hardware, measured, native, threads
from app.language.decoding import Session
from app.language.measured import Choice
from app.language.neighbours import Neighbours
from app.language.threads import PIECE, Cores, Measuring, Threads, Trial
from app.types import Generation, Message, Prompt
from tests.language.engines import model_file

TEXT = "The harbour master wrote the names of all ships into a green book, and nobody else could read it. " * 8
HYBRID = Cores(usable=10, fast=4)


class Others:
    """Keep so many cores busy while each measurement goes on; the last number holds for all that follow."""

    def __init__(self, *busy: float) -> None:
        self._busy = list(busy)
        self.open = False

    def begin(self) -> None:
        self.open = True

    def end(self) -> None:
        assert self.open
        self.open = False

    def others(self) -> float:
        return self._busy.pop(0) if len(self._busy) > 1 else self._busy[0]


class Machine:
    """Takes `reading` and `writing` seconds for a token with each number of threads; the clock goes on with the work."""

    def __init__(self, reading: dict[int, float], writing: dict[int, float]) -> None:
        self.now = 0.0
        self._reading, self._writing = reading, writing
        self.used: list[int] = []

    def clock(self) -> float:
        return self.now

    def work(self, chosen: Threads, tokens: int) -> None:
        with chosen.timed(tokens) as count:
            self.used.append(count)
            self.now += tokens * (self._writing if tokens == 1 else self._reading)[count]

    def answer(self, chosen: Threads) -> None:
        """A prompt of 512 tokens in pieces as they are wanted, and 40 tokens of a reply."""
        done = 0
        while done < 512:
            size = min(chosen.piece or 128, 512 - done)
            self.work(chosen, size)
            done += size
        for _ in range(40):
            self.work(chosen, 1)


def _measuring(machine: Machine, at: Cores, *busy: float) -> tuple[Measuring, list[Choice]]:
    kept: list[Choice] = []
    return Measuring(at, Others(*(busy or (0.0,))), kept.append, clock=machine.clock), kept


def _rates(counts: dict[int, float]) -> dict[int, float]:
    """Seconds a token, where fast cores count as given and there is nothing to gain beyond."""
    return {count: counts.get(count, max(counts.values())) for count in range(1, 17)}


# One kind of work


def test_they_are_timed_to_and_fro() -> None:
    trial, order = Trial([3, 2], 2), []
    while not trial.settled:
        order.append(trial.now)
        trial.note(trial.now, 1.0)
    assert order == [3, 2, 2, 3]


def test_among_equals_the_fewest_threads_are_taken() -> None:
    trial = Trial([7, 4, 2], 1)
    for count, seconds in ((7, 1.0), (4, 1.04), (2, 1.2)):
        trial.note(count, seconds)
    assert trial.settled and trial.best == trial.now == 4


def test_a_single_bad_moment_changes_nothing() -> None:
    trial = Trial([4, 2], 2, patience=2)
    for count, seconds in ((4, 9.0), (2, 1.9), (2, 2.0), (4, 1.0)):
        assert trial.now == count
        trial.note(count, seconds)
    assert trial.best == 4


def test_a_hopeless_number_is_tried_once() -> None:
    trial = Trial([2, 1], 2)
    trial.note(2, 1.0)
    trial.note(1, 1.9)
    assert trial.settled and trial.best == 2


# Machines


@pytest.mark.parametrize(
    ("at", "numbers"),
    [
        (Cores(1, 1), {1}),
        (Cores(2, 2), {1, 2}),
        (Cores(4, 4), {3}),
        (Cores(8, 8), {7, 3}),
        (Cores(16, 16), {15, 7, 3}),
        (HYBRID, {9, 4, 3, 2}),
        (Cores(12, 2), {11, 5, 2, 1}),
    ],
)
def test_what_is_tried_leaves_a_core_where_there_are_more_than_two(at: Cores, numbers: set[int]) -> None:
    assert {*at.candidates()} == numbers


def test_a_hybrid_processor_whose_slow_cores_hold_up_the_fast_ones() -> None:
    machine = Machine(_rates({4: 1.0, 9: 1.3, 3: 1.2, 2: 1.9}), _rates({4: 1.0, 9: 1.5, 3: 1.02, 2: 1.3}))
    chosen, kept = _measuring(machine, HYBRID)
    machine.answer(chosen)
    assert kept == [Choice(reading=4, writing=3)]
    machine.used.clear()
    machine.answer(chosen)
    assert machine.used == [4] * 4 + [3] * 40 and len(kept) == 1


def test_memory_that_a_few_threads_keep_busy() -> None:
    machine = Machine(_rates({15: 1.0, 7: 1.9, 3: 4.0}), _rates({15: 1.1, 7: 1.0, 3: 1.03}))
    chosen, kept = _measuring(machine, Cores(16, 16))
    machine.answer(chosen)
    assert kept == [Choice(reading=15, writing=3)]


def test_measuring_costs_little_of_the_first_answer() -> None:
    reading, writing = {2: 1.0, 1: 1.9}, {2: 3.5, 1: 5.0}
    measured_one, at_best = Machine(reading, writing), Machine(reading, writing)
    chosen, _ = _measuring(measured_one, Cores(2, 2))
    measured_one.answer(chosen)
    at_best.answer(Threads(2, 2))
    assert at_best.now < measured_one.now < at_best.now * 1.06


def test_what_others_disturbed_is_not_kept_and_done_anew() -> None:
    machine = Machine({2: 1.0, 1: 1.0}, {2: 1.0, 1: 1.0})
    chosen, kept = _measuring(machine, Cores(2, 2), 0.8, 0.05)
    machine.answer(chosen)
    assert kept == [] and chosen.piece == PIECE
    machine.answer(chosen)
    assert kept == [Choice(1, 1)] and chosen.piece is None


def test_on_a_machine_that_is_always_busy_the_cores_decide() -> None:
    machine = Machine({2: 1.0, 1: 1.0}, {2: 1.0, 1: 1.0})
    chosen, kept = _measuring(machine, Cores(2, 2), 1.0)
    for _ in range(4):
        machine.answer(chosen)
    assert kept == [] and chosen.choice() == Choice(2, 2)


def test_others_may_have_the_core_that_is_left_to_them() -> None:
    machine = Machine(_rates({7: 1.0, 3: 2.0}), _rates({7: 1.0, 3: 2.0}))
    chosen, kept = _measuring(machine, Cores(8, 8), 1.1)
    machine.answer(chosen)
    assert kept == [Choice(7, 7)]


def test_what_was_measured_still_leaves_busy_cores_to_others() -> None:
    assert threads.kept(Choice(7, 4), Cores(8, 8, busy=2.0)).choice() == Choice(6, 4)
    assert threads.kept(Choice(7, 4), Cores(8, 8, busy=5.0)).choice() == Choice(3, 3)


def test_a_crowded_machine_and_one_without_a_choice_are_not_measured() -> None:
    kept: list[Choice] = []
    for at in (Cores(8, 8, busy=4.0), Cores(1, 1), Cores(4, 4)):
        made = threads.to_measure(at, Others(0.0), kept.append)
        assert made.piece is None and made.choice() == Choice(at.most, at.most)


def test_what_is_given_up_is_no_measurement() -> None:
    machine = Machine({2: 1.0, 1: 1.0}, {2: 1.0, 1: 1.0})
    chosen, _ = _measuring(machine, Cores(2, 2))
    machine.work(chosen, PIECE)
    with pytest.raises(native.Aborted), chosen.timed(PIECE):
        machine.now += 0.001
        raise native.Aborted
    with chosen.timed(PIECE) as count:
        assert count == 2


# What is kept


def test_it_is_kept_for_this_machine_engine_and_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, model, other = tmp_path / "cache" / "threads.json", tmp_path / "a.gguf", tmp_path / "b.gguf"
    model.write_bytes(b"model")
    other.write_bytes(b"other")
    assert measured.find(file, model) is None
    measured.keep(file, model, Choice(1, 1))
    found = measured.find(file, model)
    assert found is not None and (found.reading, found.writing) == (1, 1) and found.at
    assert measured.find(file, other) is None
    for name, value in (("processor", "Another processor"), ("usable_cores", 64), ("engine_folder", tmp_path)):
        with monkeypatch.context() as changed:
            changed.setattr(hardware, name, lambda value=value: value)
            if name == "engine_folder":
                (tmp_path / "libggml-cpu.so").write_bytes(b"another build")
            assert measured.find(file, model) is None, name
    model.write_bytes(b"model, changed")
    assert measured.find(file, model) is None


def test_the_file_stays_small_and_the_newest_stay(tmp_path: Path) -> None:
    file = tmp_path / "threads.json"
    models = [tmp_path / f"{number}.gguf" for number in range(40)]
    for model in models:
        measured.keep(file, model, Choice(1, 1))
    assert [measured.find(file, model) is not None for model in models] == [False] * 8 + [True] * 32


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"KEY": 3}',
        '{"KEY": {"reading": 0, "writing": 1}}',
        '{"KEY": {"reading": true, "writing": 1}}',
        '{"KEY": {"reading": 100000, "writing": 1}}',
        '{"KEY": {"reading": 1}}',
        '{"KEY": {"reading": "1", "writing": 1}}',
    ],
)
def test_a_file_of_anybodys_making_means_that_nothing_is_known(tmp_path: Path, text: str) -> None:
    model, file = tmp_path / "a.gguf", tmp_path / "threads.json"
    file.write_text(text.replace("KEY", measured.key(model)))
    assert measured.find(file, model) is None
    measured.keep(file, model, Choice(1, 1))
    assert measured.find(file, model) is not None


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_memory(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder would be")
    measured.keep(tmp_path / "cache" / "threads.json", tmp_path / "a.gguf", Choice(1, 1))


def test_what_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "usable_cores", lambda: 2)
    monkeypatch.setattr(hardware, "busy_cores", lambda: 0.0)
    file, model = tmp_path / "threads.json", tmp_path / "a.gguf"
    assert threads.chosen(1, model).choice() == Choice(1, 1)
    assert threads.chosen(None, model).choice() == Choice(2, 2)
    assert threads.chosen(file, model).piece == PIECE
    measured.keep(file, model, Choice(2, 1))
    assert threads.chosen(file, model).piece is None
    assert threads.chosen(file, model).choice() == Choice(2, 1)


# Cores


def _system(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")
    return folder


def test_fast_cores_of_an_intel_hybrid(tmp_path: Path) -> None:
    pairs = {
        f"system/cpu/cpu{cpu}/topology/thread_siblings_list": f"{cpu // 2 * 2}-{cpu // 2 * 2 + 1}" for cpu in range(12)
    }
    singles = {f"system/cpu/cpu{cpu}/topology/thread_siblings_list": str(cpu) for cpu in range(12, 20)}
    folder = _system(tmp_path, {"cpu_core/cpus": "0-11", "cpu_atom/cpus": "12-19"} | pairs | singles)
    assert cores._of_linux(folder, range(20)) == 6
    assert cores._of_linux(folder, [0, 1, 2, 12]) == 2


def test_fast_cores_of_an_arm_processor(tmp_path: Path) -> None:
    capacities = [250] * 4 + [900] * 3 + [1024]
    files = {f"system/cpu/cpu{cpu}/cpu_capacity": str(capacity) for cpu, capacity in enumerate(capacities)}
    assert cores._of_linux(_system(tmp_path, files), range(8)) == 4


def test_a_system_that_tells_nothing_has_one_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores._of_linux(tmp_path, range(8)) == 0
    monkeypatch.setattr(cores, "_DEVICES", tmp_path)
    assert cores.fast_cores() == hardware.usable_cores()


def test_fast_cores_of_a_windows_table() -> None:
    def record(kind: int, efficiency: int, size: int = 48) -> bytes:
        head = kind.to_bytes(4, "little") + size.to_bytes(4, "little") + bytes([1, efficiency])
        return head.ljust(size, b"\0")

    table = record(0, 1) * 6 + record(0, 0) * 8 + record(3, 0, 80)
    assert cores.of_windows(table) == 6
    assert cores.of_windows(record(0, 0) * 4) == 4
    assert cores.of_windows(b"") == 0
    assert cores.of_windows(record(0, 1) + b"\0" * 16) == 1


def test_what_this_process_computes_itself_is_nobody_elses() -> None:
    load = Neighbours()
    load.begin()
    sum(range(3_000_000))
    load.end()
    assert 0.0 <= load.others() <= hardware.examine().logical_cores
    assert load.others() == 0.0


# The small model


class Changing(Threads):
    """Another number for every evaluation."""

    def __init__(self, *counts: int) -> None:
        super().__init__(1, 1)
        self._counts = cycle(counts)
        self.used: list[int] = []

    @property
    def most(self) -> int:
        return 1

    @property
    def piece(self) -> int:
        return PIECE

    @contextmanager
    def timed(self, tokens: int) -> Iterator[int]:
        self.used.append(next(self._counts))
        yield self.used[-1]


@pytest.fixture(scope="module")
def model() -> native.Model:
    backends.start()
    return native.Model(model_file(), on_progress=lambda _: True, log=native.Log())


def _answered(model: native.Model, using: int | Threads) -> tuple[Generation, bytes]:
    session = Session(model, limit=2048, threads=using, flag=native.Flag(), log=native.Log())
    prompt = Prompt((Message("system", "Answer."), Message("user", f"{TEXT}\n\nWho wrote?")))
    made = session.generate(prompt, max_tokens=20, seed=None, end_at=(), on_text=lambda _: None)
    row = session.logits().tobytes()
    session.close()
    return made, row


def test_a_reply_is_the_same_with_any_threads_bit_by_bit(model: native.Model) -> None:
    alone, row = _answered(model, 1)
    changing = Changing(2, 1, 3)
    for using in (2, changing):
        made, other = _answered(model, using)
        assert (made.text, made.logprob, other) == (alone.text, alone.logprob, row)
    assert {*changing.used} == {1, 2, 3}


def test_the_first_answer_is_the_measurement_and_is_not_changed_by_it(model: native.Model) -> None:
    kept: list[Choice] = []
    measuring = Measuring(Cores(2, 2), Others(0.0), kept.append)
    alone, row = _answered(model, 1)
    made, other = _answered(model, measuring)
    assert (made.text, made.logprob, other) == (alone.text, alone.logprob, row)
    assert len(kept) == 1 and {kept[0].reading, kept[0].writing} <= {1, 2}
