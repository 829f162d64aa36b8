"""A reranker is used once it is here, and nothing misses it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.paths import Paths
from app.library import models
from app.library.rooms import Rooms
from app.models import Manifest, Store
from app.stop import Stop
from tests.index import tiny
from tests.models.material import model, model_file

MakeRooms = Callable[[], Rooms]


@pytest.fixture
def make_rooms(tmp_path: Path) -> MakeRooms:
    """Rooms on a machine that has nothing, with a manifest that knows a tiny reranker."""
    files = tiny.write(tmp_path / "brought", "who pays the rent")
    known = [model_file(name, (files / name).read_bytes()) for name in ("model.onnx", "tokenizer.json")]
    reranker = replace(model("tiny", *known, purpose="reranker"), languages=("en",))

    def make() -> Rooms:
        paths = Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")
        rooms = Rooms(paths)
        rooms.__dict__["store"] = Store(paths, Manifest((*Manifest.load().models, reranker)))
        return rooms

    return make


def test_without_one_there_is_none_and_none_is_marked_as_used(make_rooms: MakeRooms) -> None:
    rooms = make_rooms()
    assert rooms.reranker is None
    assert not any(known.chosen for known in models.listed(rooms) if known.purpose == "reranker")


def test_one_that_was_brought_is_used_until_it_is_removed(make_rooms: MakeRooms, tmp_path: Path) -> None:
    rooms = make_rooms()
    for name in ("model.onnx", "tokenizer.json"):
        assert rooms.reranker is None
        models.import_file(rooms, tmp_path / "brought" / name, report=lambda _: None, stop=Stop())
    reranker = rooms.reranker
    assert reranker is not None and reranker.languages == {"en"} and rooms.reranker is reranker
    assert [known.id for known in models.listed(rooms) if known.purpose == "reranker" and known.chosen] == ["tiny"]
    models.remove(rooms, "tiny")
    assert rooms.reranker is None


def test_it_writes_no_answers(make_rooms: MakeRooms, tmp_path: Path) -> None:
    rooms = make_rooms()
    for name in ("model.onnx", "tokenizer.json"):
        models.import_file(rooms, tmp_path / "brought" / name, report=lambda _: None, stop=Stop())
    with pytest.raises(UserFixable) as caught:
        models.use(rooms, "tiny")
    assert caught.value.kind == "model_unsupported"
