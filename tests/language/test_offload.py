"""How much of a model goes to a GPU, and what is done where that fails. No GPU is needed: the sizes are a real model's."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserFixable
from app.language import hardware, loading, offload
from app.language.engine import Engine
from app.language.native import NativeError
from app.language.offload import Placement, Seen, Sizes
from app.models.examine import examine
from app.models.gguf import Array, Head, Tensor, Value, read_head
from app.stop import Stop
from app.types import Message, Prompt
from tests.language import faulty
from tests.language.devices import CARD, GIB, FakeLoader
from tests.language.engines import model_file

CONTEXT = 8192
PROMPT = Prompt((Message("user", "Say yes."),))

# Memory that llama.cpp itself takes for a context, without taking it.
MEASURED = """
import sys
from llama_cpp import llama_cpp as llama
lines = []
callback = llama.llama_log_callback(lambda level, text, data: lines.append(text.decode()))
llama.llama_log_set(callback, None)
llama.llama_backend_init()
parameters = llama.llama_model_default_params()
parameters.load_mode = llama.LLAMA_LOAD_MODE_NONE
parameters.no_alloc = True
model = llama.llama_model_load_from_file(sys.argv[1].encode(), parameters)
context = llama.llama_context_default_params()
context.n_ctx, context.n_batch, context.n_ubatch, context.n_seq_max = int(sys.argv[2]), 128, 128, 1
context.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_DISABLED
assert llama.llama_init_from_model(model, context)
print("".join(lines))
"""


@pytest.fixture(scope="module")
def model() -> Sizes:
    return offload.sizes_of(model_file())


def test_the_sizes_are_those_of_the_file(model: Sizes) -> None:
    """SmolLM2 has one table for both ends, so on a GPU it takes all that is in the file."""
    facts = examine(model_file())
    with model_file().open("rb") as stream:
        head = read_head(stream)
    assert len(model.blocks) == facts.blocks
    assert model.layers == facts.blocks + 1
    assert model.weights(model.layers) == sum(tensor.bytes for tensor in head.tensors)
    assert sum(model.cache) == facts.kv_bytes_per_token
    assert (model.vocabulary, model.heads) == (facts.vocabulary, facts.heads)


@pytest.mark.parametrize("context", [2048, 16384])
def test_the_room_to_compute_is_what_llama_cpp_takes_or_a_little_more(model: Sizes, context: int) -> None:
    command = [sys.executable, "-c", MEASURED, str(model_file()), str(context)]
    log = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"CPU compute buffer size = +([\d.]+) MiB", log)
    taken = float(found[-1]) * 2**20
    assert taken <= model.computing(context) + 2**20
    assert model.computing(context) < 2 * taken


Shape = dict[str, Value]


def _head(shape: Shape, *tensors: Tensor) -> Head:
    return Head(version=3, metadata=shape, tensors=tensors, data_start=0, alignment=32)


def test_a_models_own_output_is_not_counted_with_its_table_of_tokens() -> None:
    table = Tensor("token_embd.weight", (64, 100), 0, 0)
    output, block = replace(table, name="output.weight"), replace(table, name="blk.0.ffn_up.weight")
    shape: Shape = {
        "general.architecture": "x",
        "x.block_count": 1,
        "x.embedding_length": 64,
        "x.attention.head_count": 4,
    }
    one, two = offload.sizes(_head(shape, table, block)), offload.sizes(_head(shape, table, output, block))
    assert one.output == two.output == table.bytes
    assert one.blocks == (table.bytes,)


def test_heads_that_differ_from_block_to_block_count_each() -> None:
    shape: Shape = {
        "general.architecture": "x", "x.block_count": 3, "x.embedding_length": 64, "x.attention.head_count": 4,
        "x.attention.head_count_kv": Array(4, 3, (4, 0, 2)),
    }  # fmt: skip
    assert offload.sizes(_head(shape)).cache == (4 * 64, 0, 2 * 64)


def test_a_model_that_fits_goes_there_whole(model: Sizes) -> None:
    placed = offload.place(model, [CARD], context=CONTEXT)
    assert (placed.layers, placed.note, placed.said) == (model.layers, None, "gpu: A card")


@given(free=st.integers(0, 3 * GIB), context=st.sampled_from([512, 8192, 32768]))
def test_what_is_placed_fits_with_the_margin_and_one_more_layer_would_not(free: int, context: int) -> None:
    model = Sizes(blocks=(40_000_000,) * 28, cache=(1024,) * 28, output=190_000_000, heads=12, vocabulary=151_936)
    layers = offload.fitting(model, free=free, total=24 * GIB, context=context)
    assert layers == 0 or model.on_gpu(layers, context=context) + GIB <= free
    assert layers == model.layers or model.on_gpu(layers + 1, context=context) + GIB > free


def test_a_small_card_is_used_too(model: Sizes) -> None:
    """A margin of a gigabyte would leave nothing of one that has a gigabyte and a half."""
    assert offload.fitting(model, free=GIB, total=3 * GIB // 2, context=2048) == model.layers


def test_a_part_is_said_to_be_one_and_none_is_given_its_reason(model: Sizes) -> None:
    part = offload.place(model, [replace(CARD, free=GIB + 250_000_000)], context=CONTEXT)
    assert 0 < part.layers < model.layers
    assert part.said == "gpu: A card"
    assert part.note == f"{part.layers} of 31 layers are on the GPU: 1.3 GB of its memory were free"
    none = offload.place(model, [replace(CARD, free=GIB)], context=CONTEXT)
    assert (none.layers, none.said) == (0, "cpu")
    assert none.note == "A card is not used: 1.1 GB of its memory are free, too little for a part of the model"


def test_a_card_of_its_own_comes_before_one_that_shares_memory_and_the_emptier_first() -> None:
    small, shared = replace(CARD, index=0, free=GIB), replace(CARD, index=1, kind="integrated", free=64 * GIB)
    assert offload.best([shared, small, CARD]) == CARD
    assert offload.best([shared]) == shared
    assert offload.best([]) is None


def _settle(loader: FakeLoader, plan: Placement) -> tuple[int, Placement]:
    return loading.settled(plan, loader, fits=lambda most: most)


def test_where_memory_fails_one_layer_fewer_is_tried(model: Sizes) -> None:
    plan = offload.place(model, [CARD], context=CONTEXT)
    loader = FakeLoader(model, CONTEXT, room=model.on_gpu(model.layers - 3, context=CONTEXT))
    layers, placed = _settle(loader, plan)
    assert loader.tried == [31, 30, 29, 28]
    assert layers == placed.layers == 28
    assert placed.note == "28 of 31 layers are on the GPU: its memory did not suffice for more"


def test_what_is_free_now_is_asked_before_the_next_try(model: Sizes) -> None:
    plan = offload.place(model, [CARD], context=CONTEXT)
    loader = FakeLoader(model, CONTEXT, room=model.on_gpu(9, context=CONTEXT))
    assert loading.settled(plan, loader, fits=loader.fits)[0] == 9
    assert loader.tried == [31, 9]


def test_without_room_for_anything_it_is_the_processor_and_why(model: Sizes) -> None:
    plan = offload.place(model, [CARD], context=CONTEXT)
    loader = FakeLoader(model, CONTEXT, room=0)
    layers, placed = _settle(loader, plan)
    assert loader.tried == [*range(31, -1, -1)]
    assert (layers, placed.said) == (0, "cpu")
    assert placed.note == "A card is not used: the model did not load on it (cudaMalloc failed: out of memory)"


def test_another_fault_leads_to_the_processor_at_once(model: Sizes) -> None:
    plan = offload.place(model, [CARD], context=CONTEXT)
    loader = FakeLoader(model, CONTEXT, room=0, fault="unknown model architecture: 'x'")
    assert _settle(loader, plan)[0] == 0
    assert loader.tried == [31, 0]


def test_a_fault_on_the_processor_is_raised() -> None:
    def fail(_placement: Placement) -> int:
        raise NativeError("tensor 'x' is not there")

    with pytest.raises(NativeError, match="tensor"):
        loading.settled(Placement(), fail, fits=lambda most: most)


def test_why_nothing_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = offload.planned(model_file(), Seen((CARD,)), context=CONTEXT, off="the GPU is turned off")
    assert (planned.layers, planned.note) == (0, "the GPU is turned off")
    monkeypatch.setattr("app.language.hardware.visible_gpus", lambda: ("A card",))
    built: list[tuple[str, ...]] = [(), ("cuda",), ("cuda",)]
    monkeypatch.setattr("app.language.hardware.gpu_backends", lambda: built.pop(0))
    said = [offload.planned(model_file(), Seen(trouble=one), context=1).note for one in (None, "libcuda", None)]
    assert said == [
        "A card is not used: this build of the engine has no support for it",
        "A card is not used: the engine cannot reach it (libcuda)",
        "A card is not used: the engine cannot reach it (it lists none)",
    ]


def test_what_the_gpu_leaves_must_fit_into_memory(model: Sizes, monkeypatch: pytest.MonkeyPatch) -> None:
    size = model_file().stat().st_size
    monkeypatch.setattr("app.language.hardware.memory", lambda: (size, size // 2))
    loading.must_fit(model_file(), Placement(CARD, model.layers, model.layers))
    with pytest.raises(UserFixable) as caught:
        loading.must_fit(model_file(), Placement(CARD, 2, model.layers))
    assert caught.value.kind == "memory"


@pytest.fixture
def _a_card_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.hardware.gpu_backends", lambda: ("cuda",))
    monkeypatch.setattr("app.language.hardware.visible_gpus", lambda: ("A card",))


@pytest.mark.usefixtures("_a_card_is_seen")
def test_a_driver_that_fails_at_loading_is_left_alone_and_the_question_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.language.worker.serve", faulty.fails_to_load)
    with Engine(model_file(), name="small") as engine:
        assert engine.generate(PROMPT, max_tokens=2, stop=Stop()).tokens.generated > 0
        assert (engine.device, engine.device_note) == ("cpu", "the GPU is not used: the engine failed on it")


@pytest.mark.usefixtures("_a_card_is_seen")
def test_a_driver_that_fails_at_writing_fails_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.worker.serve", faulty.fails_to_write)
    with Engine(model_file(), name="small") as engine:
        with pytest.raises(UserFixable) as caught:
            engine.generate(PROMPT, max_tokens=2, stop=Stop())
        assert caught.value.kind == "engine"
        assert engine.device == "gpu: A card"
        assert engine.generate(PROMPT, max_tokens=2, stop=Stop()).tokens.generated > 0
        assert (engine.device, engine.device_note) == ("cpu", "A card is not used: the engine failed on it")


def test_a_gpu_that_is_turned_off_is_said_to_be() -> None:
    with Engine(model_file(), name="small", gpu=False) as engine:
        assert (engine.load().device, engine.device_note) == ("cpu", "the GPU is turned off")


def test_on_the_processor_there_is_always_a_reason() -> None:
    with Engine(model_file(), name="small") as engine:
        loaded = engine.load()
        assert loaded.device_note or loaded.device.startswith("gpu")
        if not hardware.gpu_backends():
            assert loaded.device_note == hardware.gpu_note(hardware.visible_gpus(), ())
