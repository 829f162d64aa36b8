"""A cross-encoder of a thousand bytes: its score is how many of the question's words the passage has, each as often as it
stands in both.

An ONNX file is a protocol buffer; its few fields are written here by their numbers in onnx.proto, since nothing else in the
tests would need a library for it.
"""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import BertProcessing

_FLOAT, _INT64 = 1, 7


def write(folder: Path, words: str) -> Path:
    """model.onnx and tokenizer.json; other words than `words` are all the same one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(_model())
    known = dict.fromkeys(["[UNK]", "[CLS]", "[SEP]", *words.lower().split()])
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(known)}, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    return folder


def _model() -> bytes:
    nodes = [
        _node("Cast", ["token_type_ids"], "passage", to=_FLOAT),
        _node("Cast", ["attention_mask"], "there", to=_FLOAT),
        _node("Sub", ["there", "passage"], "question"),
        _node("Unsqueeze", ["input_ids"], "down", axes=[2]),
        _node("Unsqueeze", ["input_ids"], "across", axes=[1]),
        _node("Equal", ["down", "across"], "equal"),
        _node("Cast", ["equal"], "same", to=_FLOAT),
        _node("Unsqueeze", ["question"], "of_question", axes=[2]),
        _node("Unsqueeze", ["passage"], "of_passage", axes=[1]),
        _node("Mul", ["of_question", "of_passage"], "both"),
        _node("Mul", ["same", "both"], "hits"),
        _node("ReduceSum", ["hits"], "sum", axes=[1, 2], keepdims=0),
        _node("Unsqueeze", ["sum"], "logits", axes=[1]),
    ]
    names = ("input_ids", "attention_mask", "token_type_ids")
    graph = b"".join(
        [
            *(_field(1, node) for node in nodes),
            _field(2, b"tiny"),
            *(_field(11, _value(name, _INT64, ["pairs", "tokens"])) for name in names),
            _field(12, _value("logits", _FLOAT, ["pairs", "one"])),
        ]
    )
    return _number(1, 6) + _field(7, graph) + _field(8, _number(2, 11))


def _node(kind: str, inputs: Sequence[str], output: str, **attributes: int | list[int]) -> bytes:
    fields = [_field(1, name.encode()) for name in inputs]
    fields += [_field(2, output.encode()), _field(4, kind.encode())]
    return b"".join(fields + [_field(5, _attribute(name, value)) for name, value in attributes.items()])


def _attribute(name: str, value: int | list[int]) -> bytes:
    if isinstance(value, int):
        return _field(1, name.encode()) + _number(3, value) + _number(20, 2)
    return _field(1, name.encode()) + b"".join(_number(8, one) for one in value) + _number(20, 7)


def _value(name: str, element: int, dimensions: Sequence[str]) -> bytes:
    shape = b"".join(_field(1, _field(2, dimension.encode())) for dimension in dimensions)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, element) + _field(2, shape)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
