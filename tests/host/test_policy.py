from pathlib import Path

import pytest

from app.host.policy import Policy, policy_path


def written(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_everything_is_allowed(tmp_path: Path) -> None:
    policy = Policy.load(tmp_path / "policy.toml")
    assert policy.may_download and policy.network and policy.source is None and policy.problem is None


@pytest.mark.parametrize("text", ["network = false", "downloads = false", "network = true\ndownloads = false"])
def test_either_key_forbids_downloads(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    policy = Policy.load(path)
    assert not policy.may_download and policy.source == path and policy.problem is None


def test_a_mark_before_the_text_is_borne(tmp_path: Path) -> None:
    policy = Policy.load(written(tmp_path, "\ufeffnetwork = true\ndownloads = false"))
    assert policy.network and not policy.downloads and policy.problem is None


@pytest.mark.parametrize("text", ["network = ", 'network = "no"', "downloads = 0", "\0"])
def test_a_file_that_cannot_be_understood_allows_nothing_and_says_so(tmp_path: Path, text: str) -> None:
    policy = Policy.load(written(tmp_path, text))
    assert not policy.network and not policy.downloads and policy.problem


def test_a_file_that_cannot_be_read_allows_nothing(tmp_path: Path) -> None:
    policy = Policy.load(tmp_path)  # a folder
    assert not policy.may_download and policy.problem


def test_no_variable_moves_the_policy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = policy_path()
    for name in ("HOME", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "ProgramData", "INGLENOOK_POLICY"):
        monkeypatch.setenv(name, str(tmp_path))
    assert policy_path() == before
