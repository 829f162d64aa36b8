"""What providers say in their streams, without a network."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gateway.cloud.dialects import DIALECTS, Complaint, Outcome
from app.gateway.cloud.events import Events, Garbled
from tests.gateway.cloud.provider import USAGE, answer, chunk, messages


def read(dialect: str, *data: object) -> tuple[str, Outcome]:
    reading = DIALECTS[dialect].reading()
    return "".join(reading.take(one if isinstance(one, str) else json.dumps(one)) for one in data), reading.outcome


def split(stream: bytes, *, at: list[int]) -> list[str]:
    """The data of a stream that came in pieces."""
    events = Events()
    found: list[str] = []
    for start, end in zip([0, *at], [*at, len(stream)], strict=True):
        found += events.put(stream[start:end])
    return [*found, *events.end()]


ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])
LINES = st.lists(
    st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), min_size=1).filter(lambda text: text[0] != " ")
)


@given(lines=LINES, ending=ENDINGS, at=st.lists(st.integers(0, 400)))
def test_a_stream_says_the_same_however_it_was_cut(lines: list[str], ending: str, at: list[int]) -> None:
    stream = "".join(f": ping{ending}event: x{ending}data: {line}{ending}{ending}" for line in lines).encode()
    places = sorted(min(place, len(stream)) for place in at)
    assert split(stream, at=places) == lines


def test_data_in_several_lines_is_one() -> None:
    assert split(b"\xef\xbb\xbfdata: a\ndata:b\nid: 3\n\ndata: c", at=[7]) == ["a\nb", "c"]


def test_a_line_without_an_end_is_given_up() -> None:
    events = Events()
    with pytest.raises(Garbled):
        for _ in range(1000):
            list(events.put(b"x" * 1000))


def data_of(steps: list[object]) -> list[str]:
    (whole,) = steps
    assert isinstance(whole, bytes)
    return split(whole.partition(b"\r\n\r\n")[2], at=[])


@pytest.mark.parametrize(("dialect", "made"), [("openai", answer), ("anthropic", messages)])
def test_a_whole_answer(dialect: str, made: object) -> None:
    assert callable(made)
    text, outcome = read(dialect, *data_of(made("The te", "nant pays. ", "🐦")))
    assert text == "The tenant pays. 🐦"
    assert outcome.complete and outcome.told == {
        "model": "wren-large",
        "ended": True,
        "finish": "end_turn" if dialect == "anthropic" else "stop",
        "tokens": {"prompt": 42, "generated": 7},
    }


def test_what_is_thought_is_left_out() -> None:
    thought = {"choices": [{"index": 0, "delta": {"reasoning_content": "Hm.", "reasoning": "Hm."}}]}
    parts = [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}, {"type": "text", "text": "Yes."}]
    assert read("openai", thought, {"choices": [{"index": 0, "delta": {"content": parts}}]})[0] == "Yes."
    deltas = ({"type": "thinking_delta", "thinking": "Hm."}, {"type": "signature_delta", "signature": "x"})
    blocks = [{"type": "content_block_delta", "index": 0, "delta": delta} for delta in deltas]
    assert (
        read(
            "anthropic", {"type": "content_block_start", "content_block": {"type": "thinking", "thinking": ""}}, *blocks
        )[0]
        == ""
    )


@pytest.mark.parametrize(
    "data",
    [
        {"choices": None}, {"choices": []}, {}, {"choices": [{"delta": None}]}, {"choices": [None, 3]}, {"usage": None, "choices": [{}]},
        {"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]}, {"choices": {"0": "x"}}, {"error": None},
        {"choices": [{"index": 1, "delta": {"content": "another"}}]}, {"usage": {"prompt_tokens": "many"}},
    ],
)  # fmt: skip
def test_chunks_without_words_are_passed_over(data: object) -> None:
    text, outcome = read("openai", data)
    assert text == "" and not outcome.complete and outcome.prompt is None


@pytest.mark.parametrize(
    "data", [{"type": "ping"}, {"type": "later_invention", "x": 1}, {}, {"type": "message_start", "message": None}]
)
def test_events_without_words_are_passed_over(data: object) -> None:
    assert read("anthropic", data)[0] == ""


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("data", ["", "x", "[1]", "3", '"x"', "{", "[" * 100_000])
def test_what_is_no_object_is_no_answer(dialect: str, data: str) -> None:
    with pytest.raises(Garbled):
        read(dialect, data)


@pytest.mark.parametrize(
    ("dialect", "data"),
    [
        ("openai", {"error": {"message": "It broke.", "type": "server_error"}}),
        ("openai", {"error": "It broke."}),
        ("openai", {"object": "error", "message": "It broke.", "code": 500}),
        ("anthropic", {"type": "error", "error": {"type": "overloaded_error", "message": "It broke."}}),
    ],
)
def test_an_error_in_the_stream_is_heard(dialect: str, data: object) -> None:
    with pytest.raises(Complaint):
        read(dialect, data)


def test_limits_are_no_end_of_the_model() -> None:
    assert read("openai", chunk(finish="length"), USAGE)[1].told["ended"] is False
    stop = {"type": "message_delta", "delta": {"stop_reason": "max_tokens"}, "usage": {"output_tokens": 9}}
    assert read("anthropic", stop)[1].told["ended"] is False


def test_nothing_that_moves_a_terminal_gets_through() -> None:
    assert read("openai", chunk("\x1b[2Jrent\x9b\r\n\tdue\x07"))[0] == "[2Jrent\n\tdue"
    assert read("openai", '{"choices": [{"index": 0, "delta": {"content": "\\ud83d"}}]}')[0] == "�"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda one: st.lists(one) | st.dictionaries(
    st.sampled_from(["choices", "delta", "content", "message", "usage", "type", "error", "index", "finish_reason", "model", "text"]), one)))  # fmt: skip
def test_no_object_makes_it_fail_otherwise(data: object) -> None:
    for dialect in DIALECTS:
        for kind in ("message_start", "message_delta", "content_block_delta", "content_block_start"):
            given_ = {**data, "type": kind} if isinstance(data, dict) else data
            try:
                read(dialect, given_)
            except (Complaint, Garbled):
                continue
