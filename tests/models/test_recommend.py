"""Which model suits which machine, on the product's own ladder."""

import dataclasses

import pytest

from app.models.manifest import Manifest, Model, Shape
from app.models.recommend import SENTENCES, WAIT, Advice, Machine, first_word, recommend
from tests.models.material import model, model_file

LADDER = Manifest.load().models
GB = 10**9


def machine(memory: float, threads: int, *, disk: float = 500, gpu: float = 0, free: float | None = None) -> Machine:
    """Sizes in GB."""
    return Machine(
        memory=int(memory * GB),
        memory_free=int((memory if free is None else free) * GB),
        threads=threads,
        disk_free=int(disk * GB),
        gpu="A GPU" if gpu else "",
        gpu_free=int(gpu * GB),
    )


@pytest.mark.parametrize(
    ("found", "expected", "limit"),
    [
        (machine(1.9, 2), "qwen2.5-coder-0.5b", "memory"),
        (machine(4.1, 2), "qwen2.5-coder-1.5b", "memory"),
        (machine(16.6, 2), "qwen2.5-coder-1.5b", "speed"),
        (machine(8.2, 3), "granite-4.1-3b", "memory"),
        (machine(16.6, 3), "qwen3-4b-2507", "memory"),
        (machine(33, 5), "qwen3-4b-2507", "speed"),
        (machine(33, 7), "qwen3-8b", "memory"),
        (machine(67, 15), "qwen3-14b", None),
        (machine(16.6, 3, disk=3.2), "qwen3-4b-2507", "memory"),
        (machine(16.6, 3, disk=2.8), "granite-4.1-3b", "disk"),
    ],
    ids=lambda value: "" if isinstance(value, Machine) else str(value),
)
def test_memory_speed_and_disk_decide(found: Machine, expected: str, limit: str | None) -> None:
    advice = recommend(LADDER, found)
    assert (advice.model.id, advice.limit, advice.fits) == (expected, limit, True)


@pytest.mark.parametrize(
    ("gpu", "expected"), [(3, "qwen2.5-coder-1.5b"), (4.5, "qwen3-4b-2507"), (7.5, "qwen3-8b"), (15, "qwen3-14b")]
)
def test_what_fits_a_gpu_needs_no_fast_processor(gpu: float, expected: str) -> None:
    advice = recommend(LADDER, machine(16.6, 2, gpu=gpu))
    assert advice.model.id == expected
    assert ("A GPU has free" in said(advice)) == (gpu > 3 or advice.machine.on_gpu(advice.model))


def test_more_of_anything_never_gives_a_smaller_model() -> None:
    for memory, threads in [(2, 1), (4, 2), (8, 4), (16, 8), (64, 16)]:
        rung = recommend(LADDER, machine(memory, threads)).model.rung
        for more in (machine(memory * 2, threads), machine(memory, threads * 2), machine(memory, threads, gpu=24)):
            assert recommend(LADDER, more).model.rung >= rung


def test_where_nothing_fits_the_one_that_needs_least_is_named_with_what_is_short() -> None:
    for found, limit, words in [
        (machine(1, 2), "memory", "so it may be slow"),
        (machine(16, 2, disk=0.3), "disk", "make room first"),
    ]:
        advice = recommend(LADDER, found)
        assert (advice.model.id, advice.fits, advice.limit) == ("qwen2.5-coder-0.5b", False, limit)
        assert words in said(advice)


def test_what_is_here_needs_no_room_on_the_disk() -> None:
    full = machine(16.6, 3, disk=0.1)
    assert recommend(LADDER, full, here={"granite-4.1-3b"}).model.id == "granite-4.1-3b"


def test_of_two_on_one_rung_the_measured_one_is_recommended_and_it_is_told() -> None:
    four = [one for one in LADDER if one.rung == 4]
    assert [one.measured for one in four].count(True) == 1 and len(four) == 2
    advice = recommend(four, machine(4, 2))
    assert advice.model.measured and "were measured with it" in said(advice)
    larger = recommend(LADDER, machine(8.2, 4))
    assert "were not measured with it, only with Qwen2.5-Coder 1.5B" in said(larger)


def test_memory_that_others_hold_now_is_told() -> None:
    assert "close other programs" in said(recommend(LADDER, machine(8.2, 4, free=1.5)))
    assert "close other programs" not in said(recommend(LADDER, machine(8.2, 4, free=6)))


def test_what_is_recommended_begins_an_answer_in_time() -> None:
    for threads in range(1, 17):
        advice = recommend(LADDER, machine(128, threads))
        assert first_word(advice.model, threads) <= WAIT or not advice.fits


def test_a_machine_is_never_told_of_a_model_that_is_not_on_the_ladder() -> None:
    off = model("wren", model_file("wren.gguf", b"1"))
    with pytest.raises(ValueError, match="ladder"):
        recommend([off], machine(16, 8))
    found: Model = recommend([off, *LADDER], machine(4, 2)).model
    assert found.id == "qwen2.5-coder-1.5b"


def test_every_sentence_has_what_stands_in_it() -> None:
    """Each way of saying it is reached, and no placeholder is left."""
    machines = [machine(m, t, disk=d, gpu=g, free=f) for m in (1, 4, 16, 128) for t in (1, 2, 16)
                for d in (0.1, 2.8, 500) for g in (0, 24) for f in (0.2, 100)]  # fmt: skip
    heard = [sentence for one in machines for sentence in recommend(LADDER, one).sentences]
    shape = Shape(layers=1, kv_heads=1, head=64, vocabulary=1000, parameters=10**12)
    slow = dataclasses.replace(LADDER[0], rung=1, shape=shape)
    heard += recommend([slow], machine(16, 2)).sentences
    assert {sentence.template for sentence in heard} == set(SENTENCES)
    assert not any("{" in sentence.template.format(**sentence.values) for sentence in heard)


def said(advice: Advice) -> str:
    return " ".join(sentence.template.format(**sentence.values) for sentence in advice.sentences)
