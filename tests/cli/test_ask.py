"""`ask`: the answer's JSON, its citations on the page, question files, scopes. The test engine is no good as a model, so what
is checked holds for every answer, right or wrong."""

import json
from pathlib import Path

import pytest

from tests import material
from tests.cli import contract, places
from tests.cli.program import MODEL, UNANSWERABLE, Done, Json, Program

pytestmark = [pytest.mark.model, pytest.mark.embedder]

_LINES: tuple[object, ...] = (
    {"id": "chair", "question": "Who was chosen as chair of the board in September 2024?", "files": ["prose.pdf"]},
    "this is no JSON",
    {"id": 7, "question": "Where is it?", "files": ["gone.pdf"]},
    {"id": "empty", "question": "", "files": ["prose.pdf"]},
    {"id": "not here", "question": UNANSWERABLE, "files": ["prose.pdf", "partly.pdf"]},
    {"id": "long", "question": "Who sails? " * 2000, "files": ["prose.pdf"]},
    {"id": "everywhere", "question": UNANSWERABLE},
    {"id": "wrong", "question": ["Who?"]},
    ["no object"],
    {"id": "later", "question": "And who was it before?", "files": ["prose.pdf"], "after": "chair"},
    {"id": "lost", "question": "And then?", "files": ["prose.pdf"], "after": "empty"},
)


@pytest.fixture(scope="module")
def asked(filled: Program, shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """All kinds of lines in one run: the model is loaded once."""
    path = shelf / "questions.jsonl"
    lines = [line if isinstance(line, str) else json.dumps(line) for line in _LINES]
    path.write_text("\n".join([lines[0], "", *lines[1:]]) + "\n", encoding="utf-8")
    return filled.run("ask", "--questions", path, "--model", MODEL)


def test_there_is_a_line_for_every_question_in_order(asked: Done) -> None:
    assert asked.status == 3
    got = [(value["id"], value["error"]["kind"] if "error" in value else None) for value in asked.objects]
    assert got == [
        ("chair", None),
        (None, "unreadable"),
        (7, "not_found"),
        ("empty", "question_empty"),
        ("not here", None),
        ("long", "question_too_long"),
        ("everywhere", None),
        ("wrong", "unreadable"),
        (None, "unreadable"),
        ("later", None),
        ("lost", "unreadable"),
    ]
    assert asked.objects[9]["conversation"] == asked.objects[0]["conversation"]
    for value in asked.objects:
        contract.require(value, contract.FAILED_ANSWER if "error" in value else contract.ANSWER)
    assert "line 3 is not" in asked.objects[1]["error"]["message"], "blank lines count"


def test_an_answer_that_was_found_quotes_the_page(asked: Done, shelf: Path) -> None:
    answer = asked.objects[0]
    assert answer["found"] is True, "the test engine repeats this passage; if not, choose another question"
    assert "Ingrid Solvang" in answer["answer"]
    require_sound(answer, shelf)
    chosen = [citation for citation in answer["citations"] if "Ingrid Solvang" in citation["quote"]]
    assert chosen and chosen[0]["page"] == 2 and chosen[0]["label"] == "2"
    assert answer["tokens"]["generated"] > 0 and answer["seconds"]["total"] > answer["seconds"]["search"]
    assert answer["model"] == MODEL and answer["scope"]["documents"] == 1 and answer["scope"]["pages"] == 3


def test_what_the_documents_do_not_say_is_declined(asked: Done, shelf: Path) -> None:
    for number, documents, pages in ((4, 2, 7), (6, 3, 9)):
        answer = asked.objects[number]
        assert (answer["found"], answer["citations"]) == (False, [])
        assert answer["answer"].startswith("The document") and "Umfara" not in answer["answer"]
        scope = answer["scope"]
        assert (scope["documents"], scope["pages"], scope["by_meaning"]) == (documents, pages, pages)
        assert 0 < scope["read"] <= pages


def test_a_pipe_gets_the_final_text_and_the_same_state_gives_the_same_answer(
    asked: Done, filled: Program, shelf: Path
) -> None:
    again = filled.run("ask", _question(0), "-f", shelf / "prose.pdf", "--model", MODEL, "--verbose")
    assert again.status == 0 and f"{MODEL} on cpu, " in again.err
    answer = asked.objects[0]
    sources = [f"[{one['mark']}] prose.pdf, p. {one['page']}: “{one['quote']}”" for one in answer["citations"]]
    assert again.out.startswith("\n".join([answer["answer"], *sources]) + "\n")
    assert ("Not supported by the documents: " in again.out) == bool(answer["unsupported"])


def test_pages_bound_what_is_read(filled: Program, shelf: Path) -> None:
    done = filled.ask(UNANSWERABLE, "-f", shelf / "prose.pdf", "--pages", "2")
    assert done.status == 0
    assert done.object["scope"] == {"documents": 1, "pages": 1, "read": 1, "by_meaning": 1}
    assert {passage["page"] for passage in done.object["passages"]} == {2}


def test_thorough_reads_every_page(filled: Program, shelf: Path) -> None:
    done = filled.ask(UNANSWERABLE, "-f", shelf / "partly.pdf", "--thorough")
    assert done.status == 0
    require_sound(done.object, shelf)
    assert done.object["scope"]["read"] == done.object["scope"]["pages"] == 4


def test_a_bad_file_does_not_stop_the_others(program: Program, shelf: Path, tmp_path: Path) -> None:
    """And a file that is not in the library yet is added first."""
    bad = material.empty(tmp_path)
    done = program.ask(UNANSWERABLE, "-f", shelf / "labelled.pdf", "-f", bad, "-f", tmp_path / "gone.pdf")
    assert done.status == 3
    *failures, answer = done.objects
    assert [(one["error"]["kind"], one["error"]["file"]) for one in failures] == [
        ("empty_file", "empty.pdf"),
        ("not_found", "gone.pdf"),
    ]
    for one in failures:
        contract.require(one, contract.FAILURE)
        assert one["error"]["message"] in done.err
    contract.require(answer, contract.ANSWER)
    assert (answer["scope"]["documents"], answer["scope"]["by_meaning"]) == (1, 4), "it was not learned before"
    assert program.listed()["labelled.pdf"]["state"] == "ready"


def test_a_question_file_that_is_not_there(filled: Program, tmp_path: Path) -> None:
    filled.ask("--questions", tmp_path / "none.jsonl").fails("not_found", file="none.jsonl")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    filled.ask("--questions", tmp_path / "bytes.jsonl").fails("unreadable", file="bytes.jsonl")


def require_sound(answer: Json, folder: Path) -> None:
    """Found means cited; every quote stands on its page, and its boxes lie on its words; every mark is one of the text's."""
    assert answer["found"] == bool(answer["citations"])
    for citation in answer["citations"]:
        path = folder / citation["file"]
        assert " ".join(citation["quote"].split()) in places.text_of(path, citation["page"])
        assert places.words_in(path, citation["page"], citation["boxes"]) == " ".join(citation["quote"].split())
        assert f"[{citation['mark']}]" in answer["answer"]


def _question(number: int) -> str:
    line = _LINES[number]
    assert isinstance(line, dict)
    return str(line["question"])
