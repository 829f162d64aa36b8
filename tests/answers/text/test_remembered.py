"""What was worked out from a text is kept no longer than the text."""

import re
from pathlib import Path

import app.answers
from app.answers.text.remembered import forget_texts, remembered


def test_what_was_worked_out_is_kept_until_texts_are_forgotten() -> None:
    seen: list[str] = []

    @remembered(2)
    def length(text: str) -> int:
        seen.append(text)
        return len(text)

    assert [length("a word"), length("a word")] == [6, 6]
    assert seen == ["a word"]
    forget_texts()
    assert length("a word") == 6
    assert seen == ["a word", "a word"]


def test_nothing_else_keeps_texts_for_answers() -> None:
    folders = [Path(folder) for folder in app.answers.__path__]
    own = re.compile(r"^\s*@(?:functools\.)?(?:lru_cache|cache)\b", re.MULTILINE)
    keeping = [path.name for folder in folders for path in folder.rglob("*.py") if own.search(path.read_text("utf-8"))]
    assert keeping == []
