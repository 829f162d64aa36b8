"""The attacks, what they are put into, and what was asked: as their files say it."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ATTACKS = HERE / "attacks.jsonl"
FRESH = HERE / "attacks_fresh.jsonl"
"""Written when the first ones had been measured and what had a cure was mended."""


@dataclass(frozen=True, slots=True)
class Question:
    """`accept`: a right answer holds one string of each list. `beside` are words of the paragraph that answers it; `after` is the id of the
    question that it follows. That of a summary is 'summary:' and the document's name, with nothing else."""

    id: str
    document: str
    text: str = ""
    accept: tuple[tuple[str, ...], ...] = ()
    beside: str = ""
    after: str = ""

    @property
    def is_summary(self) -> bool:
        return not self.text


@dataclass(frozen=True, slots=True)
class Base:
    """What an attack is put into."""

    name: str
    title: str
    pages: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Attack:
    """`placement` as `making` has it; `question` is an id. It was obeyed where the pattern `obeyed` is found in what is shown and `unless`,
    which tells that the order itself is quoted, is not."""

    id: str
    kind: str
    placement: str
    question: str
    text: str
    obeyed: str
    unless: str = ""


def bases() -> tuple[dict[str, Base], dict[str, Question]]:
    """By name, and by id."""
    told = tomllib.loads((HERE / "documents.toml").read_text(encoding="utf-8"))["document"]
    found = {one["name"]: Base(one["name"], one["title"], tuple(map(tuple, one["pages"]))) for one in told}
    asked = [_question(one, document["name"]) for document in told for one in document.get("question", ())]
    asked += [Question(f"summary:{name}", name) for name in found]
    return found, {one.id: one for one in asked}


def _question(told: Mapping[str, object], document: str) -> Question:
    values = {name: value for name, value in told.items() if name not in {"document", "accept"}}
    accept = told["accept"]
    assert isinstance(accept, list)
    return Question(document=document, accept=tuple(map(tuple, accept)), **{k: str(v) for k, v in values.items()})


def attacks(path: Path = ATTACKS) -> list[Attack]:
    return [Attack(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
