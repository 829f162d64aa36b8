"""How providers are asked, and what their streams say: chat completions, as OpenAI, vLLM, llama-server and many others have them, and
Anthropic's messages. Both begin to be understood from their published references; what is unknown in a stream is passed over, as
both ask for."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.gateway.cloud.events import Garbled

_ENDINGS = frozenset({"stop", "end_turn", "stop_sequence"})
"""What the dialects call an answer that came to its own end; others were cut at a limit or held back."""


class Complaint(Exception):
    """The provider says in its stream what went wrong."""

    def __init__(self, error: object) -> None:
        super().__init__()
        self.error = error


@dataclass(slots=True)
class Outcome:
    """What is known of an answer beside its text. Tokens are None where the provider does not tell them."""

    model: str = ""
    finish: str = ""
    prompt: int | None = None
    generated: int | None = None
    over: bool = False
    """Whether the stream said that nothing follows."""

    @property
    def complete(self) -> bool:
        return self.over or bool(self.finish)

    @property
    def told(self) -> dict[str, object]:
        """As the gateway answers it."""
        tokens = {"prompt": self.prompt, "generated": self.generated}
        return {"model": self.model, "ended": self.finish in _ENDINGS, "finish": self.finish, "tokens": tokens}

    def learn_model(self, name: object) -> None:
        if isinstance(name, str):
            self.model = shown(name)[:100]

    def learn_finish(self, word: object) -> None:
        if isinstance(word, str) and re.fullmatch(r"[a-z_]{1,40}", word):
            self.finish = word


class Reading(Protocol):
    """The state of one answer that is being read."""

    outcome: Outcome

    def take(self, data: str) -> str:
        """The words that one event brings, often none. Raises Garbled, Complaint."""
        ...


class Dialect(Protocol):
    path: str
    """What follows the provider's address."""

    def headers(self, key: str) -> Mapping[str, str]:
        """Those of the key, and of the dialect itself; `key` may be empty."""
        ...

    def reading(self) -> Reading: ...


@dataclass(slots=True)
class _OfCompletions:
    outcome: Outcome = field(default_factory=Outcome)

    def take(self, data: str) -> str:
        if data.strip() == "[DONE]":
            self.outcome.over = True
            return ""
        chunk = _object(data)
        self.outcome.learn_model(chunk.get("model"))
        self._learn_usage(chunk.get("usage"))
        match chunk:
            case {"error": error} if error:
                raise Complaint(error)
            case {"object": "error"}:
                raise Complaint(chunk)
            case {"choices": [*choices]}:
                return shown("".join(map(self._words, choices)))
        return ""

    def _words(self, choice: object) -> str:
        match choice:
            case {"index": int(index)} if index != 0:
                return ""
            case {"finish_reason": str(word)}:
                self.outcome.learn_finish(word)
        match choice:
            case {"delta": {"content": str(text)}} | {"delta": {"refusal": str(text)}}:
                return text
            case {"delta": {"content": [*parts]}}:
                return _texts(parts)
        return ""

    def _learn_usage(self, usage: object) -> None:
        """Told once in the last chunk, or anew with each."""
        match usage:
            case {"prompt_tokens": int(prompt)}:
                self.outcome.prompt = prompt
        match usage:
            case {"completion_tokens": int(generated)}:
                self.outcome.generated = generated


@dataclass(slots=True)
class _OfMessages:
    outcome: Outcome = field(default_factory=Outcome)

    def take(self, data: str) -> str:
        event = _object(data)
        match event:
            case {"type": "error", "error": error}:
                raise Complaint(error)
            case {"type": "message_start", "message": {**message}}:
                self.outcome.learn_model(message.get("model"))
                self._learn_usage(message.get("usage"))
            case {"type": "content_block_start", "content_block": {"type": "text", "text": str(text)}}:
                return shown(text)
            case {"type": "content_block_delta", "delta": {"type": "text_delta", "text": str(text)}}:
                return shown(text)
            case {"type": "message_delta", **rest}:
                self._end(rest)
            case {"type": "message_stop"}:
                self.outcome.over = True
        return ""

    def _end(self, event: Mapping[str, object]) -> None:
        match event:
            case {"delta": {"stop_reason": word}}:
                self.outcome.learn_finish(word)
        self._learn_usage(event.get("usage"))

    def _learn_usage(self, usage: object) -> None:
        """What was written to a cache or read from one is counted beside the rest of the input; later counts hold all before."""
        if not isinstance(usage, dict):
            return
        prompt = [
            usage.get(name) for name in ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
        ]
        if isinstance(prompt[0], int):
            self.outcome.prompt = sum(count for count in prompt if isinstance(count, int))
        if isinstance(generated := usage.get("output_tokens"), int):
            self.outcome.generated = generated


class _Completions:
    path = "/chat/completions"

    def headers(self, key: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

    def reading(self) -> Reading:
        return _OfCompletions()


class _Messages:
    path = "/messages"

    def headers(self, key: str) -> Mapping[str, str]:
        version = {"anthropic-version": "2023-06-01"}
        return {"x-api-key": key, **version} if key else version

    def reading(self) -> Reading:
        return _OfMessages()


DIALECTS: Mapping[str, Dialect] = {"openai": _Completions(), "anthropic": _Messages()}


def shown(text: str) -> str:
    """Without what would move a terminal's cursor or colour its words; halves of characters become '�'."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(letter for letter in whole if letter in "\n\t" or unicodedata.category(letter) != "Cc")


def _texts(parts: Iterable[object]) -> str:
    """Of an answer in parts: some are thoughts."""
    found = (part for part in parts if isinstance(part, dict) and part.get("type") == "text")
    return "".join(text for part in found if isinstance(text := part.get("text"), str))


def _object(data: str) -> dict[str, object]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Garbled from error
    if not isinstance(told, dict):
        raise Garbled
    return told
