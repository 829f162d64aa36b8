"""Adapters: examined, attached by setting, manifest or option, and heard in what the real engine writes."""

import dataclasses
import json
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.paths import Paths
from app.host.settings import Settings, change
from app.language.engine import Engine
from app.library import diagnosis, models
from app.library.rooms import Rooms
from app.models.adapter import check_fits, examine_adapter, is_adapter
from app.models.manifest import Manifest, ModelFile
from app.models.store import Store
from app.stop import Stop
from app.types import Message, Prompt, ignore
from tests.cli.program import Program
from tests.language.engines import model_file
from tests.models.adapters import RANK, SMALL, WREN, adapter, write_adapter
from tests.models.material import gguf, manifest, metadata, model, write_gguf

PROMPT = Prompt((Message("user", "Count from one to ten, then name three colours."),))


def written(path: Path | None) -> str:
    with Engine(model_file(), name="small", context=2048, threads=2, adapter=path) as engine:
        return engine.generate(PROMPT, max_tokens=12, stop=Stop()).text


def test_the_real_engine_writes_something_else_with_an_adapter_and_the_same_with_one_of_zeros(tmp_path: Path) -> None:
    plain = written(None)
    assert written(write_adapter(tmp_path)) != plain
    assert written(write_adapter(tmp_path, "zeros.gguf", strength=0.0)) == plain


def test_an_adapter_is_told_by_what_it_says_of_itself(tmp_path: Path) -> None:
    found = examine_adapter(write_adapter(tmp_path))
    assert (found.name, found.architecture, found.rank, found.weights) == ("Law", "llama", RANK, len(SMALL))
    assert is_adapter(found.path) and not is_adapter(write_gguf(tmp_path)) and not is_adapter(tmp_path / "none")
    assert check_fits(found.path, model_file(), model="small") == found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (adapter()[:-1], "cut short"),
        (adapter()[:300], ""),
        (adapter(general__architecture="qwen2"), "it was made for qwen2 models, and ‘SmolLM2-135M-Instruct.Q4_1’ is a llama model"),
        (adapter({"blk.0.attn_q.weight": (576, 512)}), "the sizes differ"),
        (adapter({"blk.0.attn_k.weight": (192, 576)}), "the sizes differ"),
        (adapter({"blk.30.attn_q.weight": (576, 576)}), "that has no 'blk.30.attn_q.weight'"),
        (adapter({"token_embd.weight": (49152, 576)}), "it changes the words of ‘SmolLM2"),
        (adapter({}), "no weights"),
        (adapter(general__type="model"), "it is no adapter"),
        (adapter(adapter__type="control_vector"), "another kind than LoRA"),
        (adapter(adapter__lora__alpha=float("nan")), "its strength is not a number"),
        (adapter(adapter__lora__alpha=4), "its strength is not a number"),
        (adapter(adapter__alora__invocation_tokens=[1, 2]), "from a certain word on"),
        (gguf({"general.architecture": "llama", "general.type": "adapter", "adapter.type": "lora"},
              {"blk.0.attn_q.weight.lora_a": (576, RANK)}), "half of what it has"),
        (gguf({"general.architecture": "llama", "general.type": "adapter", "adapter.type": "lora"},
              {"blk.0.attn_q.weight": (576, 576)}), "more than an adapter does"),
        (b"no gguf at all", "it is not a GGUF file"),
    ],
)  # fmt: skip
def test_one_that_does_not_belong_is_refused_in_a_sentence_before_native_code_sees_it(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "law.gguf"
    path.write_bytes(content)
    engine = Engine(model_file(), name="small", adapter=path)
    with pytest.raises(UserFixable) as caught:
        engine.load()
    assert caught.value.kind == "adapter" and reason in caught.value.message and "‘law.gguf’" in caught.value.message
    assert engine.pid is None


# Which one a model is used with


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """With an imported model, 'kite', which is chosen, and two imported adapters for it."""
    made = Rooms(Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine"))
    for path in (
        write_gguf(tmp_path, "kite.gguf"),
        write_adapter(tmp_path, "law.gguf", weights=WREN),
        write_adapter(tmp_path, "medicine.gguf", weights=WREN, seed=2),
    ):
        models.import_file(made, path, report=ignore, stop=Stop())
    models.use(made, "kite")
    return made


def test_an_adapter_is_used_with_its_model_until_another_or_none_is(rooms: Rooms) -> None:
    assert rooms.model_files().name == "kite"
    names = []
    for name in ("law", "medicine"):
        assert models.use(rooms, name).id == "kite"
        names.append(rooms.model_files().name)
        assert {row.id for row in models.listed(rooms) if row.chosen and row.purpose in {"generator", "adapter"}} == {
            "kite", name,
        }  # fmt: skip
    assert names[0].startswith("kite+law-") and names[1].startswith("kite+medicine-")
    assert models.use(rooms, "kite", adapter="none").name == "kite"
    assert rooms.model_files().adapter is None


def test_another_adapter_is_another_model_to_all_that_is_kept(rooms: Rooms, tmp_path: Path) -> None:
    """Summaries, readings and the pace are kept under the generator's name, and a prefix within its process."""
    generators = [rooms.generator]
    models.use(rooms, "law")
    generators.append(rooms.generator)
    assert rooms.generator is generators[-1]
    again = tmp_path / "new" / "law.gguf"
    again.parent.mkdir()
    again.write_bytes(adapter(WREN, seed=3))
    models.remove(rooms, "law")
    assert rooms.model_files().adapter is None, "what is gone is used with nothing"
    models.import_file(rooms, again, report=ignore, stop=Stop())
    models.use(rooms, "law")
    generators.append(rooms.generator)
    assert len({generator.model for generator in generators}) == len({id(generator) for generator in generators}) == 3


def test_an_adapter_for_another_model_is_not_attached(rooms: Rooms, tmp_path: Path) -> None:
    other = write_adapter(tmp_path, "other.gguf")
    with pytest.raises(UserFixable) as caught:
        models.use(rooms, "kite", adapter=str(other))
    assert caught.value.kind == "adapter" and "‘kite’" in caught.value.message
    assert rooms.model_files().adapter is None


def test_an_adapter_that_is_gone_is_named_and_can_be_left(rooms: Rooms, tmp_path: Path) -> None:
    stick = tmp_path / "ein Stick für alle"
    stick.mkdir()
    law = write_adapter(stick, "law.gguf", weights=WREN)
    models.use(rooms, str(law))
    law.unlink()
    with pytest.raises(UserFixable) as caught:
        rooms.model_files()
    assert (caught.value.kind, caught.value.values["reason"]) == ("adapter", "it is not there")
    assert any(one.error is not None and one.error.kind == "adapter" for one in diagnosis.examine(rooms).findings)
    models.leave_adapter(rooms)
    assert rooms.model_files().adapter is None


def test_the_diagnosis_names_it_and_what_is_wrong_with_it(rooms: Rooms) -> None:
    models.use(rooms, "law")
    found = diagnosis.examine(rooms)
    fact = found.facts["model"]["adapter"]
    assert (fact["id"], fact["rank"]) == ("law", RANK)
    assert any(one.name == "Adapter" and "law" in one.said and not one.wrong for one in found.findings)
    path = Path(fact["file"])
    path.write_bytes(adapter())
    found = diagnosis.examine(rooms)
    assert found.facts["model"]["adapter"]["error"] == "adapter"
    assert any(one.name == "Adapter" and "the sizes differ" in one.said and one.wrong for one in found.findings)


def test_the_manifest_may_name_one(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    contents = {"wren": gguf(metadata()), "wren-law": adapter(WREN)}
    entries = []
    for name, content in contents.items():
        path = folder / name / f"{name}.gguf"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        file = ModelFile(path.name, len(content), "a" * 64, ())
        entries.append(model(name, file, default=name == "wren"))
    wren = dataclasses.replace(entries[0], adapter="wren-law")
    law = dataclasses.replace(entries[1], purpose="adapter", base="wren")
    paths = Paths(tmp_path / "data", folder, tmp_path / "machine")
    made = Rooms(paths)
    made.__dict__["store"] = Store(paths, manifest(wren, law))
    assert made.model_files().name == "wren+wren-law-aaaaaaaa"
    change(paths.settings, adapters={"wren": ""})
    assert made.model_files().name == "wren", "the user's choice comes first"


BASE = """
[[model]]
id = "{id}"
name = "Wren"
purpose = "{purpose}"
publisher = "Us"
licence = "Apache-2.0"
terms = "Free."
context = 512
memory = 100
memory_basis = "measured: here"
{more}
[[model.file]]
name = "wren.gguf"
bytes = 25
sha256 = "{sha}"
sources = []
"""


@pytest.mark.parametrize(
    ("generator", "law", "is_right"),
    [
        ('adapter = "law"', 'base = "wren"', True),
        ("", 'base = "wren"', True),
        ('adapter = "law"', 'base = "law"', False),
        ('adapter = "lore"', 'base = "wren"', False),
        ("", "", False),
    ],
)
def test_a_manifest_tells_which_belong_together(tmp_path: Path, generator: str, law: str, is_right: bool) -> None:
    path = tmp_path / "manifest.toml"
    entries = [("wren", "generator", generator, "a" * 64), ("law", "adapter", law, "b" * 64)]
    path.write_text("".join(BASE.format(id=i, purpose=p, more=m, sha=s) for i, p, m, s in entries))
    if is_right:
        assert Manifest.load(path).model("law").base == "wren"
        return
    with pytest.raises(ValueError):
        Manifest.load(path)


def test_on_the_command_line(tmp_path: Path) -> None:
    bare = Program(tmp_path / "data", models=tmp_path / "models")
    for path in (write_gguf(tmp_path, "kite.gguf"), write_adapter(tmp_path, "law.gguf", weights=WREN)):
        assert bare.run("models", "import", path).status == 0
    assert "with the adapter law" in bare.run("models", "use", "kite", "--adapter", "law").out
    rows = {row["model"]: row for row in bare.run("models", "list", "--json").objects}
    assert (rows["law"]["purpose"], rows["law"]["chosen"], rows["kite"]["chosen"]) == ("adapter", True, True)
    assert bare.run("doctor", "--json").object["model"]["adapter"]["id"] == "law"
    assert bare.run("doctor", "--json", "--adapter", "none").object["model"]["adapter"] is None
    wrong = bare.run("models", "use", "kite", "--adapter", write_adapter(tmp_path, "other.gguf"), "--json")
    assert (wrong.status, wrong.object["error"]["kind"]) == (3, "adapter")
    assert bare.run("models", "verify").status == 0
    assert bare.run("models", "remove", "law").status == 0
    assert bare.run("doctor", "--json").object["model"]["adapter"] is None


def test_a_settings_file_with_other_things_for_adapters_gives_none(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"adapters": {"kite": 7}, "model": "kite"}))
    assert Settings.load(path).adapters == {} and Settings.load(path).model == "kite"
