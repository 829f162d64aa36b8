import errno
import sys
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.crashes import keep
from app.host.instance import Hold
from app.host.paths import Paths, expanded, make_private


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


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_all_that_was_missing_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    make_private(tmp_path / "data" / "logs")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("data", "data/logs")] == [0o700, 0o700]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_a_library_of_ours_is_closed_to_others(tmp_path: Path) -> None:
    for name in ("catalog.sqlite3", "catalog.sqlite3-wal", "settings.json"):
        (tmp_path / name).touch()
    tmp_path.chmod(0o755)
    make_private(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_a_folder_that_holds_other_things_stays_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    for name in ("minutes.txt", "catalog.sqlite3"):
        (shared / name).touch()
    shared.chmod(0o2775)
    make_private(shared)
    assert shared.stat().st_mode & 0o7777 == 0o2775


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_the_owner_gets_no_rights_that_were_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o555)
    make_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o500


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
@pytest.mark.parametrize("refusal", [errno.EROFS, errno.EPERM])
def test_rights_that_cannot_be_changed_are_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    asked = []

    def refuse(path: Path, mode: int) -> None:
        asked.append(mode)
        raise OSError(refusal, "no")

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)
    make_private(tmp_path)
    assert asked == [0o700]


@pytest.mark.parametrize("name", ["~$report.pdf", "~no such user/x", "~x.pdf"])
def test_a_name_that_only_looks_like_a_home_stays_as_it_is(name: str) -> None:
    assert expanded(Path(name)) == Path(name)
    assert Paths.find(Path(name)).data == Path.cwd() / name


def test_a_home_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert expanded(Path("~/a.pdf")) == tmp_path / "a.pdf"


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
        kept = keep(tmp_path, fault, "window")
    assert kept is not None
    text = kept.read_text()
    assert "test_paths.py" in text and "ValueError" in text
    assert "sentence" not in text
