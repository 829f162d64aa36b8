import json
import threading
from pathlib import Path
from typing import Any

import pytest

from app.errors import UserFixable
from app.host.settings import Settings, change

ALL: dict[str, Any] = {
    "model": "wren",
    "appearance": "dark",
    "text_size": 150,
    "language": "de",
    "started": True,
    "length": "brief",
    "window": {"geometry": "AdnQ", "widths": [260, 900, 420]},
}


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "data" / "settings.json"
    Settings(**ALL).save(path)
    assert Settings.load(path) == Settings(**ALL)
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"model": 3}', b"\xff\xfe", b'{"model": ""}', b"[" * 100_000])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert Settings.load(path) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("model", ["wren"]),
        ("appearance", "pink"),
        ("appearance", ["dark"]),
        ("text_size", 101),
        ("text_size", 150.0),
        ("text_size", True),
        ("language", "tlh"),
        ("language", None),
        ("started", 1),
        ("length", "endless"),
        ("window", [1, 2]),
    ],
)
def test_a_wrong_value_gives_its_default_and_the_others_stay(tmp_path: Path, name: str, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({**ALL, name: value, "from the future": 1}))
    rest = {key: one for key, one in ALL.items() if key != name}
    assert Settings.load(path) == Settings(**rest)
    with pytest.raises(ValueError, match=name):
        Settings().changed(**{name: value})


def test_a_change_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    Settings(**ALL).save(path)
    assert change(path, model=None) == Settings(**{**ALL, "model": None})
    assert Settings.load(path) == Settings(**{**ALL, "model": None})


def test_changes_of_several_threads_all_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    threads = [threading.Thread(target=change, args=(path,), kwargs={name: value}) for name, value in ALL.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Settings.load(path) == Settings(**ALL)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserFixable) as caught:
        Settings().save(tmp_path / "file" / "settings.json")
    assert caught.value.kind == "read_only"
