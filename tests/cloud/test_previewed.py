"""Which letters have been printed here."""

from dataclasses import dataclass, replace
from pathlib import Path

from app.cloud import previewed
from app.cloud.previewed import Previewed


@dataclass(frozen=True)
class Letter:
    digest: str = "0" * 64
    address: str = "https://a.example/v1"
    model: str = "wren"


def test_only_what_was_printed_to_this_address_and_model(tmp_path: Path) -> None:
    letter, known = Letter(), Previewed(tmp_path / "previewed")
    assert not known.has(letter)
    known.note(letter)
    assert Previewed(tmp_path / "previewed").has(letter)
    for other in ({"digest": "1" * 64}, {"address": "https://b.example/v1"}, {"model": "owl"}):
        assert not known.has(replace(letter, **other))


def test_the_oldest_go(tmp_path: Path) -> None:
    known = Previewed(tmp_path)
    for number in range(previewed._KEPT + 5):
        known.note(Letter(digest=str(number)))
    assert len(list(tmp_path.iterdir())) == previewed._KEPT and known.has(Letter(digest=str(previewed._KEPT + 4)))


def test_where_nothing_can_be_written_it_counts_as_not_printed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    known = Previewed(tmp_path / "file" / "previewed")
    known.note(Letter())
    assert not known.has(Letter())
