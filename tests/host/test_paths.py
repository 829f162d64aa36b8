import sys
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.instance import Hold
from app.host.log import keep_crash
from app.host.paths import Paths, make_private


def test_the_option_goes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGLENOOK_DATA_DIR", str(tmp_path / "environment"))
    assert Paths.find(tmp_path / "option").data == tmp_path / "option"
    assert Paths.find().data == tmp_path / "environment"


def test_models_are_shared_by_all_data_folders(tmp_path: Path) -> None:
    assert Paths.find(tmp_path / "one").models == Paths.find(tmp_path / "two").models


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_a_folder_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    make_private(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserFixable) as raised:
        make_private(tmp_path / "file" / "below")
    assert raised.value.kind == "read_only"


def test_one_process_holds_and_a_second_does_not_wait(tmp_path: Path) -> None:
    first, second = Hold(tmp_path / "lock"), Hold(tmp_path / "lock")
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_a_crash_report_tells_where_and_not_what(tmp_path: Path) -> None:
    try:
        raise ValueError("a sentence of a document")
    except ValueError as fault:
        kept = keep_crash(tmp_path, fault)
    assert kept is not None
    text = kept.read_text()
    assert "test_paths.py" in text and "ValueError" in text
    assert "sentence" not in text
