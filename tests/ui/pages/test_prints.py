"""Pictures: asked for one at a time, given up when nobody wants them any more, kept within bounds."""

import pytest
from pytestqt.qtbot import QtBot

from app.errors import UserFixable
from app.ui.jobs import Jobs
from app.ui.pages import prints as module
from app.ui.pages.prints import Piece, Prints
from tests.ui.pages.draws import BlankPages


def piece(page: int, scale: float = 1.0) -> Piece:
    return Piece(page, scale, (0, 0, 100, 100), True)


def wait_for(prints: Prints, qtbot: QtBot, *pieces: Piece) -> None:
    qtbot.waitUntil(lambda: all(prints.get(one) for one in pieces))


@pytest.fixture
def held(jobs: Jobs) -> tuple[BlankPages, Prints]:
    draws = BlankPages(held=True)
    prints = Prints(draws, jobs)
    prints.open("a")
    return draws, prints


def test_the_most_wanted_comes_first(jobs: Jobs, qtbot: QtBot) -> None:
    draws = BlankPages()
    prints = Prints(draws, jobs)
    prints.open("a", lambda: "secret")
    prints.want([piece(3), piece(1), piece(2)])
    wait_for(prints, qtbot, piece(1), piece(2), piece(3))
    assert draws.pages == [3, 1, 2]
    assert set(draws.passwords) == {"secret"}
    prints.want([piece(3), piece(1)])
    assert draws.pages == [3, 1, 2]


def test_what_is_not_wanted_any_more_is_never_asked_for(held: tuple[BlankPages, Prints], qtbot: QtBot) -> None:
    draws, prints = held
    prints.want([piece(1), piece(2), piece(3)])
    qtbot.waitUntil(lambda: draws.pages == [1])
    prints.want([piece(1), piece(9)])
    draws.let_go()
    draws.let_go()
    wait_for(prints, qtbot, piece(1), piece(9))
    assert draws.pages == [1, 9]


def test_what_is_being_drawn_is_given_up_when_nobody_wants_it(held: tuple[BlankPages, Prints], qtbot: QtBot) -> None:
    draws, prints = held
    prints.want([piece(1)])
    qtbot.waitUntil(lambda: draws.pages == [1])
    prints.want([piece(5)])
    qtbot.waitUntil(lambda: draws.pages == [1, 5])
    draws.let_go()
    wait_for(prints, qtbot, piece(5))
    assert prints.get(piece(1)) is None


def test_another_document_has_none_of_the_pictures(held: tuple[BlankPages, Prints], qtbot: QtBot) -> None:
    draws, prints = held
    prints.want([piece(1)])
    draws.let_go()
    wait_for(prints, qtbot, piece(1))
    prints.want([piece(2)])
    prints.open("b")
    assert prints.get(piece(1)) is None
    assert prints.bytes_kept == 0
    prints.want([piece(3)])
    draws.let_go()
    wait_for(prints, qtbot, piece(3))
    assert prints.get(piece(2)) is None


def test_a_page_that_cannot_be_drawn_is_asked_for_once(jobs: Jobs, qtbot: QtBot) -> None:
    error = UserFixable("damaged", file="x.pdf")
    draws = BlankPages(errors={1: error})
    prints = Prints(draws, jobs)
    prints.open("a")
    prints.want([piece(1), piece(2)])
    wait_for(prints, qtbot, piece(2))
    assert prints.failure(1) is error
    prints.want([piece(1), piece(3)])
    wait_for(prints, qtbot, piece(3))
    assert draws.pages == [1, 2, 3]
    prints.retry()
    assert prints.failure(1) is None


def test_trouble_with_the_file_ends_the_asking(jobs: Jobs, qtbot: QtBot) -> None:
    draws = BlankPages(errors={1: UserFixable("moved", file="x.pdf")})
    prints = Prints(draws, jobs)
    prints.open("a")
    with qtbot.waitSignal(prints.troubled) as told:
        prints.want([piece(1), piece(2)])
    assert told.args is not None
    assert told.args[0].kind == "moved"
    prints.want([piece(2)])
    draws.errors.clear()
    prints.retry()
    prints.want([piece(2)])
    wait_for(prints, qtbot, piece(2))
    assert draws.pages == [1, 2]


def test_pictures_are_kept_up_to_a_number_of_bytes(jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 100 * 100 * 4 * 3)
    prints = Prints(BlankPages(), jobs)
    prints.open("a")
    prints.want([piece(number) for number in range(1, 6)])
    wait_for(prints, qtbot, piece(5))
    assert prints.bytes_kept == 100 * 100 * 4 * 3
    assert [number for number in range(1, 6) if prints.get(piece(number))] == [3, 4, 5]
    assert [one.scale for one, _ in prints.others(5, 2.0)] == [1.0]
    assert not list(prints.others(5, 1.0))
