"""A question about some pages reads these pages and no neighbour of theirs."""

from pathlib import Path

from app.host.paths import Paths
from app.library import Library
from app.stop import Stop
from tests import material
from tests.fakes import FakeEngine


def test_only_the_pages_asked_for_are_read(tmp_path: Path) -> None:
    file = material.prose(tmp_path, pages=3)
    engine = FakeEngine(["The chair leads the board."], shares={"Yes": 0.9, "No": 0.1})
    paths = Paths(tmp_path / "data", Paths.find().models, tmp_path / "none")
    with Library(paths, make_generator=lambda files: engine, model="smollm2-135m") as library:
        answer = library.ask("Who is on the board?", files=[file], pages=(2, 2), stop=Stop())
        spans = {span.page for passage in answer.passages for span in passage.spans}
    assert spans == {2}
    assert answer.scope.pages == 1
    assert answer.scope.read == 1
