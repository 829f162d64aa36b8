from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.settings import Settings


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "data" / "settings.json"
    Settings(model="wren").save(path)
    assert Settings.load(path) == Settings(model="wren")
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"model": 3}', b"\xff\xfe", b'{"model": ""}'])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert Settings.load(path) == Settings()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserFixable) as caught:
        Settings().save(tmp_path / "file" / "settings.json")
    assert caught.value.kind == "read_only"
