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


HOME, MODEL = "https://api.example/v1", "wren-large"


def test_without_a_word_about_it_any_model_may_be_sent_to(tmp_path: Path) -> None:
    assert Policy.load(written(tmp_path, "downloads = false")).may_send(HOME, MODEL) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("cloud = false", "forbids"), ("network = false", "forbids"), ("network = false\ncloud = true", "forbids"), ("cloud = 1", "forbids"),
        ("cloud_addresses = []", "other addresses"), ("cloud_addresses = ['https://api.example']", "other addresses"),
        ("cloud_addresses = ['http://api.example/v1']", "other addresses"), ("cloud_addresses = ['https://api.example/v1/chat']", "other addresses"),
        ("cloud_models = []", "other models"), ("cloud_models = ['wren-larg', 'WREN-LARGE']", "other models"),
        ("cloud_addresses = 'https://api.example/v1'", "forbids"), ("cloud_models = [1]", "forbids"), ("cloud_masks = 'person'", "forbids"),
        ("cloud_log = 'on'", "forbids"), ("cloud_addresses = ['https://[::/v1']", "other addresses"),
    ],
)  # fmt: skip
def test_what_may_not_be_sent_has_its_reason(tmp_path: Path, text: str, why: str) -> None:
    reason = Policy.load(written(tmp_path, text)).may_send(HOME, MODEL)
    assert reason is not None and why in reason


@pytest.mark.parametrize(
    "address", [HOME, "https://API.example/v1/", "https://api.example:443/v1", "HTTPS://api.example/v1"]
)
def test_one_address_has_many_spellings(tmp_path: Path, address: str) -> None:
    policy = Policy.load(
        written(tmp_path, f"cloud_addresses = ['https://llm.example', '{address}']\ncloud_models = ['{MODEL}']")
    )
    assert policy.may_send(HOME, MODEL) is None


def test_masks_and_the_log_are_handed_on(tmp_path: Path) -> None:
    policy = Policy.load(written(tmp_path, "cloud_masks = ['person', 'iban']\ncloud_log = true"))
    assert policy.cloud_masks == ("person", "iban") and policy.cloud_log and policy.unknown == ()
