import struct
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UserFixable
from app.host.paths import Paths
from app.models import Manifest, Store
from app.models.examine import examine
from app.models.gguf import read_head
from tests.models import material
from tests.models.material import BLOCKS, TOKENS, WIDTH, gguf, metadata, shapes, write_gguf
from tests.models.mutations import seeds
from tests.models.mutations.draft import U32, Draft, Item, Pair, Plan

WHOLE = gguf()


def kind_of(path: Path) -> str:
    with pytest.raises(UserFixable) as caught:
        examine(path)
    assert caught.value.values["file"] == path.name
    return caught.value.kind


def test_a_whole_model_is_described(tmp_path: Path) -> None:
    facts = examine(write_gguf(tmp_path))
    assert (facts.architecture, facts.name, facts.quantisation) == ("llama", "Wren 1K", "F32")
    assert (facts.context, facts.blocks, facts.embedding, facts.vocabulary) == (512, BLOCKS, WIDTH, TOKENS)
    assert facts.has_chat_template
    # 2 layers × 2 heads for keys and values × (16 + 16) numbers × 2 bytes
    assert facts.kv_bytes_per_token == 2 * 2 * 32 * 2
    assert facts.parameters == WIDTH * TOKENS + WIDTH + BLOCKS * WIDTH * (WIDTH + material.FEED)


@pytest.mark.model
def test_the_real_engine_of_the_tests_is_described() -> None:
    facts = examine(Store(Paths.find(), Manifest.load()).find("smollm2-135m").gguf)
    assert (facts.blocks, facts.context, facts.vocabulary, facts.quantisation) == (30, 8192, 49152, "Q4_1")
    assert facts.kv_bytes_per_token == 30 * 3 * 64 * 2 * 2
    assert 134e6 < facts.parameters < 135e6


@pytest.mark.parametrize("length", [0, 3, 4, 20, 500, len(WHOLE) // 2, len(WHOLE) - 1])
def test_a_truncated_model_is_damaged_or_no_model(tmp_path: Path, length: int) -> None:
    path = tmp_path / "cut.gguf"
    path.write_bytes(WHOLE[:length])
    assert kind_of(path) in {"model_damaged", "model_unsupported"}


def test_a_file_that_is_no_model_is_unsupported(tmp_path: Path) -> None:
    path = tmp_path / "letter.gguf"
    path.write_bytes(b"%PDF-1.7 " + bytes(1000))
    assert kind_of(path) == "model_unsupported"


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "nowhere.gguf") == "not_found"
    assert kind_of(tmp_path) == "unreadable"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("llama.context_length", 0),
        ("llama.context_length", 2**31),
        ("llama.block_count", 1),
        ("llama.block_count", 2**30),
        ("llama.embedding_length", WIDTH * 2),
        ("llama.feed_forward_length", 129),
        ("llama.attention.head_count", 3_000_000_000),
        ("llama.attention.head_count_kv", 3),
        ("llama.attention.head_count_kv", -2),
        ("llama.attention.layer_norm_rms_epsilon", float("nan")),
        ("llama.attention.layer_norm_rms_epsilon", -1.0),
        ("llama.rope.freq_base", float("inf")),
        ("llama.rope.dimension_count", 4096),
        ("llama.rope.dimension_count", 8),
        ("llama.rope.dimension_count_swa", 32),
        ("llama.attention.sliding_window", 2**31 - 1),
        ("llama.attention.value_length", 2**30),
        ("tokenizer.ggml.eos_token_id", TOKENS),
        ("tokenizer.ggml.token_type", [1] * (TOKENS - 1)),
        ("general.alignment", 33),
        ("general.architecture", None),
        ("llama.block_count", 600),
        ("llama.nextn_predict_layers", BLOCKS + 1),
        ("llama.expert_count", 4),
        ("llama.expert_used_count", 2),
        ("llama.expert_group_count", 2),
        ("llama.attention.head_count", [4] * (BLOCKS + 1)),
        ("llama.feed_forward_length", []),
        ("tokenizer.ggml.tokens", [f"t{number // 2}" for number in range(TOKENS)]),
        ("tokenizer.ggml.tokens", [f"t{number}" for number in range(TOKENS + 1)]),
        ("tokenizer.chat_template", "{{ messages }}\0"),
        ("tokenizer.chat_template", "x" * 300_000),
    ],
)
def test_numbers_that_do_not_agree_are_damage(tmp_path: Path, key: str, value: object) -> None:
    assert kind_of(write_gguf(tmp_path, **{key.replace(".", "__"): value})) == "model_damaged"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("general.architecture", "bert"),
        ("general.architecture", "eagle3"),
        ("general.architecture", "dream"),
        ("general.architecture", "lhama"),
        ("general.type", "mmproj"),
        ("general.type", "imatrix"),
        ("split.count", 3),
        ("llama.pooling_type", 1),
        ("llama.attention.head_count", 0),
        ("llama.rope.scaling.type", "twisted"),
        ("llama.rope.scaling.type", ""),
        ("llama.context_length", 64),
    ],
)
def test_whole_files_that_cannot_answer_are_unsupported(tmp_path: Path, key: str, value: object) -> None:
    assert kind_of(write_gguf(tmp_path, **{key.replace(".", "__"): value})) == "model_unsupported"


def test_tensors_must_lie_inside_the_file_and_apart(tmp_path: Path) -> None:
    path = tmp_path / "huge.gguf"
    path.write_bytes(gguf(tensors={**shapes(), "blk.1.ffn_down.weight": (2**10, 2**10)})[: 2**20])
    assert kind_of(path) == "model_damaged"
    data = bytearray(WHOLE)
    second = data.index(b"output_norm.weight") + len(b"output_norm.weight") + 4 + 8 + 4
    data[second : second + 8] = struct.pack("<Q", 0)  # the second tensor where the first one is
    path.write_bytes(data)
    assert kind_of(path) == "model_damaged"


def test_experts_that_agree_are_no_damage(tmp_path: Path) -> None:
    experts = {"llama__expert_count": 8, "llama__expert_used_count": 2}
    groups = {"llama__expert_group_count": 4, "llama__expert_group_used_count": 2}
    assert examine(write_gguf(tmp_path, **experts)).blocks == BLOCKS
    assert examine(write_gguf(tmp_path, **experts, **groups)).blocks == BLOCKS
    groups["llama__expert_group_used_count"] = 4
    assert kind_of(write_gguf(tmp_path, **experts, **groups)) == "model_damaged"


def test_empty_tokens_are_no_repetition(tmp_path: Path) -> None:
    tokens = ["", "", *(f"t{number}" for number in range(2, TOKENS))]
    assert examine(write_gguf(tmp_path, tokenizer__ggml__tokens=tokens)).vocabulary == TOKENS


def _spoilt(tmp_path: Path, spoil: Callable[[Draft], None], seed: Callable[[], Draft] = seeds.llama) -> str:
    """The reason for which a sound model is refused once it was spoilt."""
    draft, path = seed(), tmp_path / "spoilt.gguf"
    path.write_bytes(draft.bytes())
    examine(path)
    spoil(draft)
    path.write_bytes(draft.bytes())
    with pytest.raises(UserFixable) as caught:
        examine(path)
    assert caught.value.kind == "model_damaged"
    return str(caught.value.values["reason"])


def _tensor(draft: Draft, name: str) -> Plan:
    return next(tensor for tensor in draft.tensors if tensor.name == name)


def _rename(draft: Draft, name: str) -> None:
    draft.tensors[0].name = name


def test_tensors_stand_in_line_for_the_processor(tmp_path: Path) -> None:
    def eight(draft: Draft) -> None:
        draft.pairs.append(Pair("general.alignment", U32, 8))
        draft.alignment = 8
        if len(draft.head()) % 32 == 0:
            draft.pair("general.name").value = "Wren 12345678"

    assert "out of line" in _spoilt(tmp_path, eight)


def test_each_tensor_stands_where_the_one_before_it_ends(tmp_path: Path) -> None:
    def swapped(draft: Draft) -> None:
        first, second = draft.tensors[:2]
        first.offset, second.offset = second.offset, first.offset

    assert "overlap or leave gaps" in _spoilt(tmp_path, swapped)
    assert "overlap or leave gaps" in _spoilt(tmp_path, lambda draft: setattr(draft.tensors[-1], "offset", 2**40))


def test_a_name_is_short_and_there(tmp_path: Path) -> None:
    for name in ("", "a" * 64):
        assert "has no name" in _spoilt(tmp_path, partial(_rename, name=name))
    assert "has no name" in _spoilt(tmp_path, lambda draft: setattr(draft.pairs[3], "key", ""))


def test_each_layer_has_weights(tmp_path: Path) -> None:
    def renamed(draft: Draft) -> None:
        for tensor in draft.tensors:
            tensor.name = str(tensor.name).replace("blk.1.", "blk.0.x")

    assert "number of layers" in _spoilt(tmp_path, renamed)
    assert "tokens are missing" in _spoilt(
        tmp_path, lambda draft: setattr(_tensor(draft, "token_embd.weight"), "name", "embd")
    )


def test_weights_that_nothing_can_be_multiplied_with(tmp_path: Path) -> None:
    def whole_numbers(draft: Draft) -> None:
        _tensor(draft, "blk.0.attn_q.weight").type = 26

    def half_norms(draft: Draft) -> None:
        norm = draft.tensors[-1]
        norm.name, norm.dimensions, norm.type = "blk.1.x_norm.weight", [265 * 64], 1

    assert "none of weights" in _spoilt(tmp_path, whole_numbers)
    assert "single precision" in _spoilt(tmp_path, half_norms)


def test_heads_and_windows_of_each_layer_agree_with_its_weights(tmp_path: Path) -> None:
    def heads(counts: list[Item]) -> Callable[[Draft], None]:
        return lambda draft: setattr(draft.pair("gemma3.attention.head_count_kv"), "value", counts)

    def windows(draft: Draft) -> None:
        draft.pairs.append(Pair("gemma3.attention.sliding_window_pattern", U32, [0, 0]))

    assert "its weights" in _spoilt(tmp_path, heads([2, 4]), seeds.windows)
    assert "windows" in _spoilt(tmp_path, windows, seeds.windows)
    draft = seeds.windows()
    heads([2, 2])(draft)
    (tmp_path / "even.gguf").write_bytes(draft.bytes())
    assert examine(tmp_path / "even.gguf").kv_heads == 2


def test_memory_grows_with_the_context_by_the_cache_and_the_room_to_compute(tmp_path: Path) -> None:
    facts = examine(write_gguf(tmp_path))
    more = facts.memory(1024) - facts.memory(512)
    assert more == 512 * (facts.kv_bytes_per_token + 128 * 4 * facts.heads)
    assert facts.memory(0) > facts.bytes


def test_counts_beyond_the_file_are_refused_before_anything_is_allocated(tmp_path: Path) -> None:
    path = tmp_path / "counts.gguf"
    for tensors, pairs in ((2**63, 1), (1, 2**63), (2**40, 2**40)):
        path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, tensors, pairs) + bytes(1000))
        assert kind_of(path) == "model_damaged"


def test_arrays_within_arrays_do_not_go_on_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "deep.gguf"
    deep = struct.pack("<Q", 1) + b"k" + struct.pack("<I", 9) + struct.pack("<IQ", 9, 1) * 5000
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + deep)
    assert kind_of(path) == "model_damaged"


def test_any_number_of_the_head_may_be_wrong(tmp_path: Path) -> None:
    """Every byte of the head in turn: the model is described or refused, and nothing else is raised."""
    head = WHOLE.index(b"token_embd.weight") + 400
    path = tmp_path / "byte.gguf"
    refused = 0
    for at in range(head):
        path.write_bytes(WHOLE[:at] + bytes([WHOLE[at] ^ 0xFF]) + WHOLE[at + 1 :])
        try:
            examine(path)
        except UserFixable as error:
            refused += 1
            assert error.kind in {"model_damaged", "model_unsupported"}
    assert refused > head // 4


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.dictionaries(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), max_size=12),
    cut=st.integers(0, len(WHOLE)) | st.just(len(WHOLE)),
)
def test_hostile_bytes_raise_nothing_else(tmp_path: Path, changes: dict[int, int], cut: int) -> None:
    data = bytearray(WHOLE)
    for at, value in changes.items():
        data[at] = value
    _described_or_refused(tmp_path / "hostile.gguf", bytes(data[:cut]))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_arbitrary_bytes_behind_the_magic_raise_nothing_else(tmp_path: Path, data: bytes) -> None:
    _described_or_refused(tmp_path / "arbitrary.gguf", b"GGUF" + struct.pack("<IQQ", 3, 1, 2) + data)


@pytest.fixture(scope="module")
def real_head(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sparse copy of the tests' engine: its head, and nothing where its weights would be."""
    source = Store(Paths.find(), Manifest.load()).find("smollm2-135m").gguf
    with source.open("rb") as stream:
        start = read_head(stream).data_start
        stream.seek(0)
        head = stream.read(start)
    copy = tmp_path_factory.mktemp("real") / "sparse.gguf"
    with copy.open("wb") as stream:
        stream.write(head)
        stream.truncate(source.stat().st_size)
    examine(copy)
    return copy


@pytest.mark.model
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_real_head_with_changed_bytes_raises_nothing_else(real_head: Path, data: st.DataObject) -> None:
    spots = data.draw(st.dictionaries(st.integers(0, 2000), st.integers(0, 255), min_size=1, max_size=4))
    with real_head.open("r+b") as stream:
        before = stream.read(2001)
        for at, value in spots.items():
            stream.seek(at)
            stream.write(bytes([value]))
    try:
        _examine_or_refuse(real_head)
    finally:
        with real_head.open("r+b") as stream:
            stream.write(before)


def _described_or_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    _examine_or_refuse(path)


def _examine_or_refuse(path: Path) -> None:
    try:
        assert examine(path).vocabulary > 0
    except UserFixable as error:
        assert error.kind in {"model_damaged", "model_unsupported"}
        assert error.message


def test_metadata_of_the_hand_made_model_is_what_the_reader_gives_back(tmp_path: Path) -> None:
    with write_gguf(tmp_path).open("rb") as stream:
        head = read_head(stream)
    scalars = {key: value for key, value in metadata().items() if not isinstance(value, list | float)}
    assert {key: head.metadata[key] for key in scalars} == scalars
    assert {tensor.name: tensor.dimensions for tensor in head.tensors} == shapes()
