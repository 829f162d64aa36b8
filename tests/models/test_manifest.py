import re
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.models.manifest import HubSource, Manifest, Model, PackageSource

MANIFEST = Manifest.load()


@pytest.mark.parametrize("model", MANIFEST.models, ids=lambda model: model.id)
def test_every_model_says_what_a_person_must_know(model: Model) -> None:
    assert model.publisher and model.licence and model.name
    assert model.terms.endswith(".")
    assert model.memory >= model.bytes
    assert model.memory_basis.startswith(("measured", "estimated", "computed"))
    assert all(file.sources for file in model.files)


def test_there_is_a_ladder_of_generators_two_embedders_a_reranker_a_scanner_and_the_tests_engine() -> None:
    purposes = [model.purpose for model in MANIFEST.models]
    assert purposes.count("embedder") == 2 and purposes.count("reranker") == 1 and purposes.count("tests") == 1
    assert purposes.count("scanner") == 1
    rungs = [model.rung for model in MANIFEST.models if model.purpose == "generator"]
    assert set(rungs) == {2, 4, 8, 16, 32, 64} and len(rungs) == purposes.count("generator")
    assert [model.id for model in MANIFEST.models if model.default] == [
        "qwen2.5-coder-1.5b",
        "all-minilm-l6-v2",
        "pp-ocrv6-small",
    ]


@pytest.mark.parametrize(
    "model", [model for model in MANIFEST.models if model.purpose == "generator"], ids=lambda model: model.id
)
def test_a_generator_tells_its_languages_its_thinking_and_what_memory_it_takes(model: Model) -> None:
    assert model.thinking in {"never", "off"} and {"en", "de", "fr", "es"} <= set(model.languages)
    assert model.shape is not None and model.bytes / 1.3 < model.shape.parameters < model.bytes * 2.2
    assert model.memory_at(8192) - model.memory_at(4096) == 4096 * model.shape.token_bytes
    assert model.bytes < model.gpu_memory_at(8192)
    assert model.memory < model.rung * 10**9, "it fits a machine of its rung"


def test_memory_is_computed_from_the_shape_within_a_tenth_of_what_was_measured() -> None:
    """Of the measured models with a cache of 4,096 tokens: the computation that stands for those that never were here."""
    measured = MANIFEST.model("qwen2.5-coder-1.5b")
    computed = MANIFEST.model("qwen2.5-1.5b")
    assert computed.shape == measured.shape
    assert computed.memory == pytest.approx(measured.memory, rel=0.1)


def test_hub_sources_are_pinned_to_a_commit() -> None:
    sources = [source for model in MANIFEST.models for file in model.files for source in file.sources]
    hub = [source for source in sources if isinstance(source, HubSource)]
    assert hub and all(re.fullmatch(r"[0-9a-f]{40}", source.revision) for source in hub)


def test_parts_are_asked_for_by_exact_version() -> None:
    source = PackageSource("wren-part{part}", "1.2", "*/part*.bin", parts=3, part_bytes=10)
    assert [source.requirement(part) for part in (1, 2, 3)] == [f"wren-part{part}==1.2" for part in (1, 2, 3)]


@pytest.mark.parametrize("purpose", ["embedder", "reranker"])
def test_what_compares_texts_has_the_files_that_the_index_reads(purpose: str) -> None:
    for model in MANIFEST.models:
        if model.purpose == purpose:
            assert [file.name for file in model.files] == ["model.onnx", "tokenizer.json"]


def test_a_reranker_tells_its_languages() -> None:
    assert [model.languages for model in MANIFEST.models if model.purpose == "reranker"] == [("en",)]


def test_an_unknown_model_is_said_so() -> None:
    with pytest.raises(UserFixable) as caught:
        MANIFEST.model("qwen-9000")
    assert caught.value.kind == "unknown_model" and "qwen-9000" in caught.value.message


GOOD = """
schema = 1
[[model]]
id = "wren"
name = "Wren"
purpose = "generator"
publisher = "Us"
licence = "Apache-2.0"
terms = "Free."
context = 512
memory = 100
memory_basis = "measured: here"
[[model.file]]
name = "wren.gguf"
bytes = 25
sha256 = "{sha}"
sources = [{{ kind = "packages", package = "wren-{{part}}", version = "1", parts = 3, part_bytes = 10, member = "*" }}]
""".format(sha="a" * 64)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "wren"', 'id = "../wren"'),
        ('id = "wren"', 'id = "imported-wren"'),
        ('name = "wren.gguf"', 'name = "../wren.gguf"'),
        ("bytes = 25", "bytes = 0"),
        ("bytes = 25", "bytes = 31"),
        ("bytes = 25", "bytes = 20"),
        ("a" * 64, "a" * 63),
        ("context = 512", "context = 0"),
        ('purpose = "generator"', 'purpose = "poet"'),
        ('purpose = "generator"', 'purpose = "adapter"'),
        ('purpose = "generator"', 'purpose = "generator"\nrung = 4'),
        ('purpose = "generator"', 'purpose = "generator"\nbase = "wren"'),
        ('purpose = "generator"', 'purpose = "generator"\nadapter = "law"'),
        ('purpose = "generator"', 'purpose = "generator"\nthinking = "loudly"'),
        ("memory = 100\n", ""),
    ],
)
def test_a_manifest_that_breaks_its_own_rules_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(GOOD)
    assert Manifest.load(path).model("wren").files[0].bytes == 25
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(ValueError):
        Manifest.load(path)
