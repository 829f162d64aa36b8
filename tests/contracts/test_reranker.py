"""What every reranker does: the real one, over a model that the tests make, and the fake."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.index.reranker import Reranker
from app.stop import Stop, Stopped
from tests.fakes import FakeReranker
from tests.index import tiny

QUESTION = "when does the tenant pay the rent"
TEXTS = ["the tenant has to pay rent in may", "photosynthesis wants light", "", "rent " * 900, "light"]
WORDS = " ".join([QUESTION, *TEXTS])


def _clock(step: float) -> Callable[[], float]:
    """Each look finds so many seconds gone by."""
    return (step * number for number in count()).__next__


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "tiny", WORDS)


@pytest.fixture(params=["real", "fake"])
def reranker(request: pytest.FixtureRequest, folder: Path) -> Iterator[Reranker | FakeReranker]:
    made = FakeReranker() if request.param == "fake" else Reranker(folder, seconds=60)
    yield made
    made.close()


def test_each_text_has_a_score_and_the_one_that_answers_the_highest(reranker: Reranker | FakeReranker) -> None:
    scores = reranker.scores(QUESTION, TEXTS[:3], stop=Stop())
    assert len(scores) == 3 and scores[0] > scores[1] >= scores[2]


def test_no_texts_have_no_scores(reranker: Reranker | FakeReranker) -> None:
    assert reranker.scores(QUESTION, [], stop=Stop()) == []


def test_a_text_is_the_same_in_any_company(reranker: Reranker | FakeReranker) -> None:
    together = reranker.scores(QUESTION, TEXTS * 3, stop=Stop())
    alone = [score for text in TEXTS for score in reranker.scores(QUESTION, [text], stop=Stop())]
    assert together == pytest.approx(alone * 3)


def test_an_empty_question_is_no_error(reranker: Reranker | FakeReranker) -> None:
    assert len(reranker.scores("", TEXTS, stop=Stop())) == len(TEXTS)


def test_it_stops_when_asked(reranker: Reranker | FakeReranker) -> None:
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        reranker.scores(QUESTION, TEXTS, stop=stop)


def test_it_goes_on_after_it_was_closed(reranker: Reranker | FakeReranker) -> None:
    before = reranker.scores(QUESTION, TEXTS, stop=Stop())
    reranker.close()
    assert reranker.scores(QUESTION, TEXTS, stop=Stop()) == before


@pytest.mark.parametrize(
    ("tokens_a_second", "read"),
    [(1_000_000, 12), (1500, 10), (1200, 8), (1000, 0)],
    ids=["quick", "ten in time", "just worth it", "too slow"],
)
def test_a_machine_reads_what_it_can_in_time(folder: Path, tokens_a_second: int, read: int) -> None:
    """A pair has 100 tokens: 3 special ones, 7 of the question, 90 of the text. The pace is taken from 256."""
    reranker = Reranker(folder, seconds=0.7, clock=_clock(256 / tokens_a_second))
    assert len(reranker.scores(QUESTION, ["light " * 90] * 12, stop=Stop())) == read


def test_few_texts_are_read_where_there_is_time_for_all(folder: Path) -> None:
    reranker = Reranker(folder, seconds=0.7, clock=_clock(256 / 1000))
    assert len(reranker.scores(QUESTION, ["light " * 90] * 3, stop=Stop())) == 3


def test_the_best_measurement_counts(folder: Path) -> None:
    """The first one is slow, as where another program has the cores."""
    looks: Sequence[float] = [0, 0, 0.5, 0.5, 0.6, 0.6, 0.7]
    reranker = Reranker(folder, seconds=0.7, clock=iter(looks).__next__)
    assert len(reranker.scores(QUESTION, ["light " * 90] * 12, stop=Stop())) == 12


def test_a_machine_that_was_too_slow_is_measured_again_after_a_while(folder: Path) -> None:
    """One try takes 5 seconds, and no other one is made; the next question comes soon, the third one much later."""
    looks: Sequence[float] = [0, 0, 5, 10, 1000, 1000, 1000.1, 1000.1, 1000.2, 1000.2, 1000.3, 1001]
    reranker = Reranker(folder, seconds=0.7, clock=iter(looks).__next__)
    read = [len(reranker.scores(QUESTION, ["light " * 90] * 12, stop=Stop())) for _ in range(4)]
    assert read == [0, 0, 12, 12]


def test_what_is_too_long_is_cut_and_the_question_leaves_room(folder: Path) -> None:
    reranker = Reranker(folder, seconds=60)
    room = reranker.max_tokens - 3 - 7
    whole, longer = reranker.scores(QUESTION, ["rent " * room, "rent " * 5 * room], stop=Stop())
    assert whole == longer
    [found] = reranker.scores("when " * 2000 + QUESTION, ["when light"], stop=Stop())
    assert found > 100


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_said_at_once(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(UserFixable) as caught:
        Reranker(folder)
    assert (caught.value.kind, caught.value.file) == ("model_missing", missing)


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("keep", [0, 100, 300], ids=["empty", "the beginning", "half"])
def test_a_damaged_file_is_named(folder: Path, damaged: str, keep: int) -> None:
    (folder / damaged).write_bytes((folder / damaged).read_bytes()[:keep])
    with pytest.raises(UserFixable) as caught:
        Reranker(folder).scores(QUESTION, TEXTS, stop=Stop())
    assert (caught.value.kind, caught.value.file) == ("model_damaged", damaged)
