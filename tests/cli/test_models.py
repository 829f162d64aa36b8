"""`models` and `doctor`, with a model folder of their own. Nothing is downloaded."""

from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.models.material import gguf, write_gguf

_FIELDS = {
    "schema", "model", "name", "purpose", "publisher", "licence", "terms", "bytes", "memory", "context", "installed",
    "folder", "chosen", "default", "own", "recommended", "memory_basis", "memory_by_context", "rung", "languages",
}  # fmt: skip


@pytest.fixture
def bare(tmp_path: Path) -> Program:
    return Program(tmp_path / "data", models=tmp_path / "models")


def test_the_known_models_are_listed_with_licence_and_size(bare: Program) -> None:
    rows = bare.run("models", "list", "--json").objects
    assert {row["model"]: row["licence"] for row in rows} == {
        "qwen2.5-coder-1.5b": "Apache-2.0",
        "qwen2.5-coder-0.5b": "Apache-2.0",
        "qwen3-0.6b": "Apache-2.0",
        "qwen2.5-1.5b": "Apache-2.0",
        "granite-4.1-3b": "Apache-2.0",
        "qwen3-4b-2507": "Apache-2.0",
        "qwen3-8b": "Apache-2.0",
        "qwen3-14b": "Apache-2.0",
        "all-minilm-l6-v2": "Apache-2.0",
        "pp-ocrv6-small": "Apache-2.0",
        "multilingual-e5-small": "MIT",
        "ms-marco-minilm-l6-v2": "Apache-2.0",
    }
    for row in rows:
        assert row.keys() >= _FIELDS
        assert row["installed"] is False and row["folder"] is None and row["bytes"] > 20_000_000
    assert [row["model"] for row in rows if row["chosen"]] == ["qwen2.5-coder-1.5b", "all-minilm-l6-v2"]
    text = bare.run("models", "list").out
    assert "* qwen2.5-coder-1.5b" in text and "1.1 GB, not here" in text and "Apache-2.0" in text


def test_the_recommended_one_is_marked_and_can_be_asked_for(bare: Program) -> None:
    """Which one it is depends on the machine; doctor, the list and the address to fetch it from agree."""
    told = bare.run("doctor", "--json").object["recommended"]
    rows = bare.run("models", "list", "--json").objects
    assert [row["model"] for row in rows if row["recommended"]] == [told["id"]]
    assert f"{told['id']}  " in bare.run("models", "list").out.partition(", recommended for this machine")[0]
    name = next(row["name"] for row in rows if row["recommended"]).partition(",")[0]
    assert told["why"].startswith(name) and told["why"] in bare.run("doctor").out
    assert bare.run("models", "use", "recommended", "--json").object["error"]["message"].count(told["id"]) == 1


def test_a_model_of_ones_own_is_taken_chosen_checked_and_removed(bare: Program, tmp_path: Path) -> None:
    own = write_gguf(tmp_path, "My Kite.gguf")
    taken = bare.run("models", "import", own, "--json")
    assert taken.status == 0
    ident = taken.object["model"]
    assert ident == "my-kite" and [Path(path).name for path in taken.object["paths"]] == ["My Kite.gguf"]
    assert bare.run("models", "use", ident).out == "my-kite  is used from now on\n"
    row = bare.run("models", "list", "--json").objects[-1]
    assert (row["model"], row["own"], row["chosen"], row["installed"]) == (ident, True, True, True)
    whole = bare.run("models", "verify", "--json")
    assert (whole.status, whole.object["model"], whole.object["whole"]) == (0, ident, True)
    copy = Path(taken.object["paths"][0])
    copy.write_bytes(copy.read_bytes()[:-1] + b"\1")
    damaged = bare.run("models", "verify", "--json")
    assert (damaged.status, damaged.object["whole"], damaged.object["error"]["kind"]) == (3, False, "model_damaged")
    assert bare.run("models", "remove", ident).status == 0
    assert not copy.exists() and own.exists()
    assert bare.run("models", "list", "--json").objects[0]["chosen"] is True


def test_the_choice_holds_for_the_data_folder_and_model_for_once(bare: Program, tmp_path: Path) -> None:
    bare.run("models", "import", write_gguf(tmp_path, "kite.gguf"))
    bare.run("models", "use", "kite")
    assert bare.run("doctor", "--json").object["model"]["id"] == "kite"
    once = write_gguf(tmp_path, "once.gguf")
    assert bare.run("doctor", "--model", once, "--json").object["model"]["file"] == str(once)
    elsewhere = Program(tmp_path / "other data", models=bare.models)
    assert elsewhere.run("doctor", "--json").object["model"]["id"] == "qwen2.5-coder-1.5b"


def test_what_cannot_be_done_with_models(bare: Program, tmp_path: Path) -> None:
    text = tmp_path / "text.gguf"
    text.write_text("This is no model.")
    short = tmp_path / "short.gguf"
    short.write_bytes(gguf()[:-64])
    bare.run("models", "pull", "nightingale", "--json").fails("unknown_model")
    bare.run("models", "use", "nightingale", "--json").fails("unknown_model")
    bare.run("models", "use", "default", "--json").fails("model_missing")
    bare.run("models", "remove", "default", "--json").fails("model_missing")
    bare.run("models", "import", tmp_path / "gone.gguf", "--json").fails("not_found", file="gone.gguf")
    bare.run("models", "import", short, "--json").fails("model_damaged", file="short.gguf")
    not_one = bare.run("models", "import", text, "--json")
    assert not_one.object["error"]["kind"] in {"model_damaged", "model_unsupported"} and not_one.status == 3
    assert [path for path in bare.models.rglob("*") if path.is_file()] == []


@pytest.mark.model
@pytest.mark.embedder
def test_pulling_what_is_here_fetches_nothing(filled: Program) -> None:
    done = filled.run("models", "pull", "embedder", "--json")
    assert (done.status, done.object["model"]) == (0, "all-minilm-l6-v2")
    filled.run("models", "use", "embedder", "--json").fails("model_unsupported", file="all-minilm-l6-v2")


def test_doctor_says_what_was_found(filled: Program, bare: Program) -> None:
    done = filled.run("doctor", "--model", "smollm2-135m", "--json")
    facts = done.object
    assert (done.status, facts["sound"]) == (0, True)
    assert facts["library"]["documents"] == facts["library"]["ready"] == 3
    assert facts["library"]["problems"] == [] and facts["library"]["owner_only"] in {True, None}
    assert facts["network"] == {"closed": True, "refused": []}
    assert facts["hardware"]["logical_cores"] >= facts["hardware"]["physical_cores"] >= 1
    assert facts["hardware"]["memory_total"] > facts["hardware"]["memory_available"] > 0
    assert {"data", "models", "machine_models"} <= facts["paths"].keys() and "source" in facts["policy"]
    lacking = bare.run("doctor")
    assert lacking.status == 3
    assert "! Model: The model ‘qwen2.5-coder-1.5b’ is not on this machine." in lacking.out
    assert "! Search by meaning: not here" in lacking.out and "  Network: closed" in lacking.out
