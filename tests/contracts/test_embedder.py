"""What every embedder does: the real one and the fake."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.errors import UserFixable
from app.host.paths import Paths
from app.index.embedder import Embedder
from app.stop import Stop, Stopped
from tests.fakes import FakeEmbedder

MODEL = "all-minilm-l6-v2"
TEXTS = ["The tenant pays the rent each month.", "Photosynthesis needs light.", "", "x", "word " * 600]


def _folder() -> Path:
    folder = Paths.find().models / MODEL
    assert (folder / "model.onnx").is_file(), f"no embedder in {folder}: run bootstrap.py test"
    return folder


@pytest.fixture(params=["real", "gentle", "fake"])
def embedder(request: pytest.FixtureRequest) -> Iterator[Embedder | FakeEmbedder]:
    made = FakeEmbedder() if request.param == "fake" else Embedder(_folder(), gentle=request.param == "gentle")
    yield made
    made.close()


def test_each_text_becomes_a_row_of_length_1(embedder: Embedder | FakeEmbedder) -> None:
    matrix = embedder.embed(TEXTS, stop=Stop())
    assert matrix.shape == (len(TEXTS), embedder.dimensions)
    assert matrix.dtype == np.float32
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-5)


def test_no_texts_become_no_rows(embedder: Embedder | FakeEmbedder) -> None:
    assert embedder.embed([], stop=Stop()).shape == (0, embedder.dimensions)


def test_a_text_is_the_same_in_any_company(embedder: Embedder | FakeEmbedder) -> None:
    together = embedder.embed(TEXTS, stop=Stop())
    alone = np.concatenate([embedder.embed([text], stop=Stop()) for text in TEXTS])
    assert np.all((together * alone).sum(axis=1) > 0.98)


def test_likeness_is_ordered(embedder: Embedder | FakeEmbedder) -> None:
    near, far = embedder.similarities("The tenant pays rent.", [TEXTS[0], TEXTS[1]])
    assert near > far
    assert embedder.similarities("anything", []) == []
    [same] = embedder.similarities("word", ["word"])
    assert same == pytest.approx(1, abs=1e-3)


def test_it_stops_when_asked(embedder: Embedder | FakeEmbedder) -> None:
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        embedder.embed(TEXTS, stop=stop)


def test_tokens_are_counted_for_each_text(embedder: Embedder | FakeEmbedder) -> None:
    counts = embedder.count_tokens(TEXTS)
    assert counts[2:] == [0, 1, 600]
    assert counts[0] >= 7
    assert embedder.max_tokens == 256


@pytest.fixture
def real() -> Iterator[Embedder]:
    made = Embedder(_folder())
    yield made
    made.close()


def test_counting_does_not_load_the_model(real: Embedder) -> None:
    real.count_tokens(["one two"])
    assert "_session" not in vars(real)


def test_a_text_too_long_is_read_as_far_as_it_fits(real: Embedder) -> None:
    fits = "word " * (real.max_tokens - 2)
    matrix = real.embed([fits, fits + "another thing altogether " * 50], stop=Stop())
    assert float(matrix[0] @ matrix[1]) == pytest.approx(1, abs=1e-3)


def test_meaning_is_told_from_words(real: Embedder) -> None:
    answer, echo = "Vehicles are parked in the yard behind the hall.", "I may leave the firm where I work."
    near, far = real.similarities("Where may I leave my car?", [answer, echo])
    assert near > far


def test_its_id_names_the_model(real: Embedder) -> None:
    assert real.id.startswith(f"{MODEL}/")


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_said_at_once(tmp_path: Path, missing: str) -> None:
    for name in {"model.onnx", "tokenizer.json"} - {missing}:
        (tmp_path / name).write_bytes((_folder() / name).read_bytes())
    with pytest.raises(UserFixable) as caught:
        Embedder(tmp_path)
    assert caught.value.kind == "model_missing"


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("keep", [0, 1000, 100_000], ids=["empty", "the beginning", "half"])
def test_a_damaged_file_is_named(tmp_path: Path, damaged: str, keep: int) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        data = (_folder() / name).read_bytes()
        (tmp_path / name).write_bytes(data[:keep] if name == damaged else data)
    with pytest.raises(UserFixable) as caught:
        Embedder(tmp_path).embed(["text"], stop=Stop())
    assert (caught.value.kind, caught.value.file) == ("model_damaged", damaged)


def test_a_gentle_embedder_writes_the_vectors_of_any_other() -> None:
    """Else a library that was begun in the window and gone on with on the command line would be torn in two."""
    texts = [f"{text} {number}" for number in range(20) for text in TEXTS]
    vectors = [Embedder(_folder(), gentle=gentle).embed(texts, stop=Stop()) for gentle in (False, True)]
    assert np.all((vectors[0] * vectors[1]).sum(axis=1) > 0.9999)
