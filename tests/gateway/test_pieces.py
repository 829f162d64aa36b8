"""What came is trusted piece by piece, and a damaged one comes again alone."""

import random
from typing import Any

import pytest

from app.models import place
from tests.gateway.conftest import Authority
from tests.gateway.material import (
    CONTENT,
    HUB_PATH,
    HUB_SOURCE,
    PIECE,
    SPARE_PATH,
    SPARE_SOURCE,
    OnMessage,
    Setting,
    pull,
)
from tests.gateway.proxy import proxying
from tests.gateway.server import Hub
from tests.gateway.test_offices import BEHIND, said

HALF = len(CONTENT) // 2


def changed(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_bytes_that_nobody_vouches_for_are_not_trusted(lone: Setting, hub: Hub) -> None:
    lone.leave_partial(CONTENT[:7000], of=b"")
    assert pull(lone, hub.address)[0] == 0
    assert hub.ranges == [None] and lone.target.read_bytes() == CONTENT


def test_what_was_damaged_on_the_disk_comes_again_alone(lone: Setting, hub: Hub) -> None:
    lone.leave_partial(changed(CONTENT[:7000], 2500), of=CONTENT[:7000])
    assert pull(lone, hub.address)[0] == 0
    assert hub.ranges == [f"bytes={2 * PIECE}-{3 * PIECE - 1}", "bytes=7000-"]
    assert lone.target.read_bytes() == CONTENT


def test_a_disk_that_lost_the_end_is_no_trouble(lone: Setting, hub: Hub) -> None:
    lone.leave_partial(CONTENT[:2500], of=CONTENT[:7000])
    assert pull(lone, hub.address)[0] == 0
    assert hub.ranges == [f"bytes={2 * PIECE}-"] and lone.target.read_bytes() == CONTENT


def test_with_hashes_made_beforehand_no_journal_is_needed(lone: Setting, hub: Hub) -> None:
    lone.list_pieces()
    lone.leave_partial(changed(CONTENT[:5000], 100), of=b"")
    assert pull(lone, hub.address)[0] == 0
    assert hub.ranges == [f"bytes=0-{PIECE - 1}", f"bytes={4 * PIECE}-"]
    assert lone.target.read_bytes() == CONTENT


def test_a_journal_does_not_speak_against_hashes_made_beforehand(lone: Setting, hub: Hub) -> None:
    lone.list_pieces()
    lone.leave_partial(b"?" * 3000)
    assert pull(lone, hub.address)[0] == 0
    # The last piece was begun only, and nothing was known against it until it was whole.
    assert hub.ranges[0] == f"bytes=0-{2 * PIECE - 1}" and lone.target.read_bytes() == CONTENT


def test_what_is_damaged_on_the_way_is_known_at_once_and_comes_again_alone(lone: Setting, hub: Hub) -> None:
    lone.list_pieces()
    hub.spoils = [HALF]
    status, heard = pull(lone, hub.address)
    assert status == 0 and lone.target.read_bytes() == CONTENT
    assert hub.ranges == [None, f"bytes={HALF}-{HALF + PIECE - 1}"]
    assert heard.notes == ["A part arrived damaged; it is fetched again."]


def test_a_source_with_a_damaged_copy_is_left_and_the_next_brings_that_piece(setting: Setting, hub: Hub) -> None:
    setting.write_manifest(HUB_SOURCE, SPARE_SOURCE)
    setting.list_pieces()
    hub.content = {HUB_PATH: changed(CONTENT, HALF), SPARE_PATH: CONTENT}
    status, heard = pull(setting, hub.address)
    assert status == 0 and setting.target.read_bytes() == CONTENT
    again = f"bytes={HALF}-{HALF + PIECE - 1}"
    assert hub.ranges == [None, again, again, again]
    assert "checksum differs" in heard.notes[-1] and "Trying" in heard.notes[-1]


def test_another_file_of_the_same_length_is_not_read_to_its_end(lone: Setting, hub: Hub) -> None:
    lone.list_pieces()
    hub.content[HUB_PATH] = random.Random(8).randbytes(len(CONTENT))
    status, heard = pull(lone, hub.address)
    assert status == 3 and heard.failure["values"]["cause"] == "changed"
    assert "checksum differs" in said(heard).message and "newer version" in said(heard).hint
    come = [message["progress"]["done"] for message in heard.messages if "progress" in message]
    assert max(come, default=0) <= 3 * PIECE


@pytest.mark.parametrize("head", [{"X-Linked-ETag": f'"{"0" * 64}"'}, {"X-Linked-Size": "10241"}])
def test_what_the_hub_says_of_a_file_is_heard_before_it_comes(lone: Setting, hub: Hub, head: dict[str, str]) -> None:
    hub.head, hub.faults, hub.content["/bytes"] = head, ["/bytes"], CONTENT
    status, heard = pull(lone, hub.address)
    assert status == 3 and heard.failure["values"]["cause"] == "changed"
    assert hub.ranges == [None]  # the bytes were never asked for


def test_a_file_that_changes_while_it_comes_begins_anew(lone: Setting, hub: Hub) -> None:
    """A part of one and a rest of the other would be neither."""
    hub.content[HUB_PATH], hub.head["ETag"], hub.cuts = random.Random(9).randbytes(len(CONTENT)), '"old"', [4000]

    def change(message: dict[str, Any]) -> bool:
        hub.content[HUB_PATH], hub.head["ETag"] = CONTENT, '"new"'
        return False

    status, heard = pull(lone, hub.address, on_message=change)
    assert status == 0 and lone.target.read_bytes() == CONTENT
    assert any("has changed since" in note for note in heard.notes)


def test_a_server_that_heeds_no_if_range_does_not_mix_two_files(lone: Setting, hub: Hub) -> None:
    hub.content[HUB_PATH], hub.head["ETag"], hub.cuts = random.Random(9).randbytes(len(CONTENT)), '"old"', [4000]
    hub.heeds_etags = False

    def change(message: dict[str, Any]) -> bool:
        hub.content[HUB_PATH], hub.head["ETag"] = CONTENT, '"new"'
        return False

    status, _ = pull(lone, hub.address, on_message=change)
    assert status == 0 and lone.target.read_bytes() == CONTENT
    assert hub.ranges == [None, "bytes=4000-", None]


def test_a_disk_that_fills_up_meanwhile_is_said_and_what_came_is_kept(
    lone: Setting, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(message: dict[str, Any]) -> bool:
        if message.get("progress", {}).get("done", 0) > 0:
            monkeypatch.setattr(place, "RESERVE", 2**62)
        return False

    hub.cuts = [3000]
    status, heard = pull(lone, hub.address, on_message=fill)
    assert (status, heard.failure["kind"]) == (3, "no_space")
    assert str(lone.partial.parent) in said(heard).message
    monkeypatch.undo()
    hub.ranges.clear()
    assert pull(lone, hub.address)[0] == 0
    assert hub.ranges[0] is not None and lone.target.read_bytes() == CONTENT


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_whatever_breaks_wherever_the_file_comes_whole(
    lone: Setting, secure: Hub, authority: Authority, seed: int, listed: bool
) -> None:
    """Through a proxy: connections reset by the server and cut by the proxy, stops, bytes lost and altered on the disk, at places
    drawn by a seed."""
    chance = random.Random(seed)
    if listed:
        lone.list_pieces()
    with proxying(secure.port) as proxy:
        for _ in range(6):
            secure.cuts = [chance.randrange(len(CONTENT)) for _ in range(3)]
            proxy.cuts = [chance.choice([None, chance.randrange(1500, 12_000)]) for _ in range(6)]
            stop_at = chance.randrange(1, len(CONTENT) + 4000)
            status, heard = pull(
                lone, BEHIND, proxies=proxy.settings(), authority=authority.path, on_message=stopping_at(stop_at)
            )
            assert status in (0, 130) or heard.failure["kind"] == "network"
            assert not lone.target.exists() or lone.target.read_bytes() == CONTENT
            if lone.partial.exists():
                harm(lone, chance)
        secure.cuts, proxy.cuts = [], []
        assert pull(lone, BEHIND, proxies=proxy.settings(), authority=authority.path)[0] == 0
    assert lone.target.read_bytes() == CONTENT
    assert [path.suffix for path in lone.partial.parent.iterdir()] == [".lock"]


def stopping_at(size: int) -> OnMessage:
    return lambda message: message.get("progress", {}).get("done", 0) >= size


def harm(setting: Setting, chance: random.Random) -> None:
    """What a crash or a bad disk does to the partial file or to its journal: nothing, an end that is lost, a byte that is another."""
    path = chance.choice([setting.partial, setting.partial, setting.partial.with_suffix(".pieces")])
    if not path.exists() or not path.stat().st_size:
        return
    content = path.read_bytes()
    at = chance.randrange(len(content))
    path.write_bytes(chance.choice([content, content[:at], changed(content, at)]))
