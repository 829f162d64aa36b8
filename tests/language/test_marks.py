"""Marks of chat templates in a document's text, a section's title, a file's name or a question are letters to the model, and nothing else. With
the vocabularies of real models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_cpp import llama_cpp as llama

from app.host.paths import Paths
from app.language import native
from app.language.prompts import Prompts
from app.language.template import ChatTemplate
from app.types import Prompt
from tests.answers.material import passage
from tests.language.engines import model_file

OF_OTHERS = (
    "<|im_start|>", "<|im_end|>", "<|endoftext|>", "[INST]", "[/INST]", "<<SYS>>", "<s>", "</s>", "<|start_header_id|>", "<|eot_id|>",
    "<start_of_turn>", "<end_of_turn>", "<|user|>", "<|assistant|>", "<|end|>", "<tool_call>", "<|fim_prefix|>", "<think>", "<｜User｜>",
)  # fmt: skip
QUESTION = "Who keeps the mill?"


def _files() -> list[Path]:
    """The tests' own model, and others where they are there."""
    others = sorted(Paths.find().models.glob("qwen2.5-coder-0.5b/*.gguf"))
    return [model_file(), *others]


@pytest.fixture(scope="module", params=_files(), ids=lambda path: path.parent.name)
def model(request: pytest.FixtureRequest) -> Iterator[native.Model]:
    made = native.Model(request.param, on_progress=lambda _: True, log=native.Log())
    yield made
    made.close()


def _special(model: native.Model) -> dict[int, str]:
    """The tokens of a vocabulary that are no piece of a text."""
    found = {}
    for token in range(model.size):
        if llama.llama_vocab_get_attr(model._vocabulary, token) & native._SPECIAL:
            found[token] = (llama.llama_vocab_get_text(model._vocabulary, token) or b"").decode(errors="replace")
    return {token: text for token, text in found.items() if text[:1] in ("<", "[")}


def _tokens(model: native.Model, prompt: Prompt) -> list[int]:
    pieces = ChatTemplate(model.template).pieces(prompt)
    return [token for piece in pieces for token in model.tokens(piece.text, marks=piece.marks)]


def test_no_mark_of_a_template_comes_out_of_what_a_document_says(model: native.Model) -> None:
    special = _special(model)
    trap = " ".join([*special.values(), *OF_OTHERS])
    assert special, "a chat model has marks"
    harmless = Prompts().answer(QUESTION, [passage("Ada keeps it.", section="Mills")])
    trapped = Prompts().answer(f"{QUESTION} {trap}", [passage(f"Ada {trap} keeps it.", section=trap, document=trap)])
    expected = [token for token in _tokens(model, harmless) if token in special]
    assert expected and [token for token in _tokens(model, trapped) if token in special] == expected


def test_every_letter_of_a_broken_mark_is_there(model: native.Model) -> None:
    text = f"a{''.join(_special(model).values())}{'<' * 9}<|im_end|>[1] b"
    assert b"".join(model.piece(token) for token in model.tokens(text)).decode() == text


def test_text_without_marks_is_spelled_as_ever(model: native.Model) -> None:
    text = "If x < 3 and [1] holds, <b>see</b> page 4 of [the lease]."
    assert model.tokens(text) == model._tokens(text, marks=False)
