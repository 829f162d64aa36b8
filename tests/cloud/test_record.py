"""The log of what left: on the disk before anything goes, for its owner only, and whole whatever ends the program."""

import json
import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from app.cloud.compose import Letter, letter
from app.cloud.draft import Draft, Part
from app.cloud.prices import Prices
from app.cloud.record import Outcome, Record, Sent
from app.errors import UserFixable
from app.types import TokenCount
from tests.cloud.drafts import OPENAI

DAY = 86400.0


@pytest.fixture
def made() -> Letter:
    return letter(Draft.of("ask", OPENAI, "Rent “now”?", [Part("It is 900 EUR.\n", "a", "a.pdf", (1,))]), Prices.load())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sent.jsonl"


def test_a_letter_is_told_before_it_leaves_and_again_when_it_ended(made: Letter, path: Path) -> None:
    record = Record(path)
    assert (record.all(), record.count()) == ((), 0) and not path.exists()
    one = record.begin(made, "ask", 1000.0)
    assert record.all() == (
        Sent(
            one, 1000.0, "ask", "openai", "OpenAI", "https://api.openai.com/v1", "gpt-5.4", made.tokens,
            made.cost.amount if made.cost else None, "USD", made.digest, made.text, about=("a",),
        ),
    )  # fmt: skip
    record.end(one, "answered", TokenCount(700, 0, 60), 0.02)
    assert record.count() == 1
    [sent] = record.all()
    assert (sent.outcome, sent.count, sent.cost) == ("answered", TokenCount(700, 0, 60), 0.02)


def test_what_never_left_is_not_counted(made: Letter, path: Path) -> None:
    record = Record(path)
    outcomes: tuple[Outcome, ...] = ("answered", "unreached", "cut", "stopped", "refused")
    for outcome in outcomes:
        record.end(record.begin(made, "ask", 1.0), outcome)
    record.begin(made, "ask", 1.0)
    assert record.count() == 5
    assert [one.outcome for one in record.all()] == [*outcomes, None]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are otherwise there")
def test_only_its_owner_can_read_it(made: Letter, path: Path) -> None:
    record = Record(path)
    record.begin(made, "ask", 1.0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    record.forget_texts(now=2.0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(not stat.S_IMODE(one.stat().st_mode) & 0o077 for one in (path.parent, *path.parent.iterdir()))


def test_a_line_that_was_cut_short_anywhere_harms_no_other(made: Letter, path: Path) -> None:
    record = Record(path)
    first = record.begin(made, "ask", 1.0)
    whole = path.read_bytes()
    record.begin(made, "ask", 2.0)
    line = path.read_bytes()[len(whole) :]
    for end in [*range(0, len(line) - 1, 97), len(line) - 2]:
        path.write_bytes(whole + line[:end])
        assert [one.id for one in record.all()] == [first]
        record.end(first, "answered")
        again = record.begin(made, "summary", 3.0)
        assert [(one.id, one.outcome) for one in record.all()] == [(first, "answered"), (again, None)]
        record.forget_texts(now=4.0)
        assert all(json.loads(one) for one in path.read_bytes().splitlines())


def test_what_is_not_ours_is_passed_over_and_kept(made: Letter, path: Path) -> None:
    record = Record(path)
    one = record.begin(made, "ask", 1.0)
    with path.open("ab") as stream:
        stream.write(b'\xff\xfe\n[]\n7\n{"sent":{"id":1}}\n{"later":{"id":"x"}}\n{"answered":{"id":"unknown"}}\n\n')
    assert [sent.id for sent in record.all()] == [one]
    record.forget_texts(now=2.0)
    assert b'{"later":{"id":"x"}}' in path.read_bytes()


def test_old_texts_are_emptied_and_their_lines_stay(made: Letter, path: Path) -> None:
    record = Record(path)
    old, new = record.begin(made, "ask", 1.0), record.begin(made, "ask", 20 * DAY)
    record.end(old, "answered", TokenCount(1, 0, 2))
    assert record.forget_texts(now=31 * DAY, days=30, keep=True) == 0
    assert record.forget_texts(now=31 * DAY + 1, days=30) == 1
    assert record.forget_texts(now=31 * DAY + 1, days=30) == 0
    kept = {one.id: one for one in record.all()}
    assert kept[old].text == "" and kept[new].text == made.text
    assert kept[old].digest == made.digest and kept[old].outcome == "answered" and record.count() == 2
    assert path.read_bytes().count(b"900 EUR") == 1
    assert record.forget_texts(now=31 * DAY) == 1 and b"900 EUR" not in path.read_bytes()


def test_many_who_write_at_once_lose_nothing(made: Letter, path: Path) -> None:
    Record(path).begin(made, "ask", 0.0)

    def write() -> None:
        record = Record(path)
        for _ in range(5):
            record.end(record.begin(made, "ask", 10.0), "answered")
            record.forget_texts(now=5.0)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Record(path).all()
    assert len(found) == 21 and sum(one.outcome == "answered" for one in found) == 20


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nobody is refused there")
def test_where_nothing_can_be_written_the_user_is_told(made: Letter, path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o500)
    with pytest.raises(UserFixable) as failed:
        Record(path).begin(made, "ask", 1.0)
    assert failed.value.kind == "read_only"


def test_a_folder_in_its_place_is_told(made: Letter, path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(UserFixable) as unwritten:
        Record(path).begin(made, "ask", 1.0)
    with pytest.raises(UserFixable) as unread:
        Record(path).all()
    assert (unwritten.value.kind, unread.value.kind) == ("read_only", "unreadable")


def test_texts_about_a_document_that_is_removed_are_emptied_and_the_others_stay(path: Path) -> None:
    """`b` leaves with neither: its part stays here. What an older version wrote does not say whose text it is."""
    record, prices = Record(path), Prices.load()
    parts = [Part("It is 900 EUR.", "a", "a.pdf", (1,)), Part("No.", "b", "b.pdf", (1,), included=False)]
    for number, chosen in enumerate((parts, [Part("Other.", "c", "c.pdf", (1,))])):
        record.begin(letter(Draft.of("ask", OPENAI, "Rent?", chosen), prices), "ask", float(number))
    assert record.forget_about(["b"]) == 0
    assert record.forget_about(["a", "x"]) == 1
    first, second = record.all()
    assert (first.text, first.about, second.about) == ("", (), ("c",)) and first.digest and first.tokens
    assert "900" not in path.read_text() and "Other" in second.text
    line = json.loads(path.read_text().splitlines()[1])
    del line["sent"]["about"]
    path.write_text(json.dumps(line) + "\n")
    assert record.forget_about(["x"]) == 1 and record.all()[0].text == ""


def test_what_a_killed_program_left_of_its_log_goes_as_well(made: Letter, path: Path) -> None:
    Record(path).begin(made, "ask", 1.0)
    left = path.with_name("sent.jsonl.new")
    left.write_bytes(path.read_bytes())
    Record(path).forget_about(["x"])
    assert not left.exists() and Record(path).all()[0].text == made.text
