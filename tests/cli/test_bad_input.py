"""What bad input gets: one clear sentence, one hint, the right status and kind, and the other files done."""

import shutil
from pathlib import Path

import pytest

from tests import material
from tests.cli import contract
from tests.cli.program import UNANSWERABLE, Done, Json, Program

pytestmark = pytest.mark.embedder


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    for make in (material.not_a_pdf, material.empty, material.damaged, material.protected, material.scanned):
        make(folder)
    (folder / "open.pdf").rename(folder / "sound.pdf")
    (folder / "ink.pdf").unlink()  # the same bytes: one document, however often it is added
    (folder / "nothing").mkdir()
    return folder


@pytest.fixture(scope="module")
def outcome(mixed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, Done]:
    program = Program(tmp_path_factory.mktemp("library") / "data")
    names = [
        "letter.pdf",
        "empty.pdf",
        "damaged.pdf",
        "protected.pdf",
        "scanned.pdf",
        "nothing",
        "gone.pdf",
        "sound.pdf",
    ]
    return program, program.run(
        "add", *(mixed / name for name in [*names, "a" * 300 + ".pdf"]), "--json", "--no-wait", "--no-ocr"
    )


_KINDS = {
    "letter.pdf": "not_a_pdf",
    "empty.pdf": "empty_file",
    "damaged.pdf": "damaged",
    "protected.pdf": "password",
    "scanned.pdf": "no_text",
    "nothing": "no_pdfs",
    "gone.pdf": "not_found",
    "a" * 300 + ".pdf": "unreadable",
}


def test_each_bad_file_is_named_and_the_good_one_done(outcome: tuple[Program, Done]) -> None:
    _, done = outcome
    assert done.status == 3
    lines = {value["file"]: value for value in done.objects}
    assert lines.pop("sound.pdf")["state"] == "words"
    assert {name: value["error"]["kind"] for name, value in lines.items()} == _KINDS
    for name, value in lines.items():
        contract.require(value, contract.FAILED)
        assert value["state"] == "failed" and name in value["error"]["message"] and value["error"]["file"] == name
    said = [f"inglenook: {value['error']['message']} {value['error']['hint']}" for value in lines.values()]
    assert sorted(done.err.splitlines()) == sorted(said)


def test_what_failed_is_listed_with_its_reason(outcome: tuple[Program, Done]) -> None:
    program, _ = outcome
    listed = program.listed()
    failed = {name: value["error"]["kind"] for name, value in listed.items() if value["state"] == "failed"}
    of_the_moment = {"nothing", "gone.pdf", "a" * 300 + ".pdf"}
    assert failed == {name: kind for name, kind in _KINDS.items() if name not in of_the_moment}
    assert "scanned.pdf  failed: ‘scanned.pdf’ has no text: its pages are pictures (1-2)." in program.run("list").out


def test_a_folder_with_bad_files_adds_the_good_ones(program: Program, mixed: Path) -> None:
    done = program.run("add", mixed, "--no-wait", "--no-ocr")
    assert done.status == 3
    assert done.out == "sound.pdf  2 pages, can be searched by words\n"
    assert len(done.err.splitlines()) == 5


def test_the_password_comes_from_a_file(program: Program, mixed: Path, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(material.PASSWORD + "\n")
    wrong.write_text("hawthorn\n")
    path = mixed / "protected.pdf"
    refused = program.run("add", path, "--password-file", wrong, "--json")
    assert (refused.status, refused.object["error"]["kind"]) == (3, "password")
    program.run("add", path, "--password-file", tmp_path / "none", "--json").fails("not_found", file="none")
    program.run("search", "fuel", "-f", path, "--json").fails("password", file="protected.pdf")
    found = program.run("search", "fuel", "-f", path, "--password-file", right, "--json", "-n", "1")
    assert (found.status, found.object["file"]) == (0, "protected.pdf")
    assert program.listed()["protected.pdf"]["state"] == "ready", "the failure stands beside it"
    _has_nowhere(program, material.PASSWORD.encode())


def test_search_goes_on_without_a_bad_file(program: Program, mixed: Path) -> None:
    done = program.run("search", "fuel", "-f", mixed / "sound.pdf", "-f", mixed / "letter.pdf", "--json")
    assert done.status == 3
    failures = [value for value in done.objects if "error" in value]
    assert [value["error"]["file"] for value in failures] == ["letter.pdf"]
    assert {value["file"] for value in done.objects if "error" not in value} == {"sound.pdf"}
    program.run("search", "fuel", "-f", mixed / "gone.pdf", "--json").fails("not_found", file="gone.pdf")


@pytest.mark.model
def test_questions_that_cannot_be_asked(filled: Program, shelf: Path) -> None:
    filled.ask("", "-f", shelf / "prose.pdf").fails("question_empty")
    filled.ask("  \n").fails("question_empty")
    filled.ask("Who sails? " * 2000, "-f", shelf / "prose.pdf").fails("question_too_long")
    filled.ask("Who sails?", "--pages", "2-9", "-f", shelf / "prose.pdf").fails("pages", file="prose.pdf")
    filled.ask("Who sails?", "--collection", "Trains").fails("unknown_collection")


def test_models_that_cannot_be_used(filled: Program, shelf: Path, tmp_path: Path) -> None:
    whole = filled.models / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    cut = _first_bytes(whole, tmp_path / "cut.gguf", 3_000_000)
    text = tmp_path / "text.gguf"
    text.write_text("This is no model.")
    hollow = _spoilt(whole, tmp_path / "hollow.gguf")

    def asked(model: object) -> Done:
        return filled.run("ask", "Who sails?", "-f", shelf / "prose.pdf", "--json", "--model", model)

    asked("nightingale").fails("unknown_model")
    asked(tmp_path / "gone.gguf").fails("not_found", file="gone.gguf")
    asked(cut).fails("model_damaged", file="cut.gguf")
    assert _error(asked(text))["kind"] in {"model_damaged", "model_unsupported"}
    assert _error(asked(hollow))["kind"] in {"model_damaged", "model_unsupported", "engine"}
    assert filled.ask(UNANSWERABLE, "-f", shelf / "prose.pdf").status == 0, "it does not work any more"


def test_a_known_model_that_is_missing_or_cut_short(filled: Program, shelf: Path, tmp_path: Path) -> None:
    bare = Program(filled.data, models=tmp_path / "models")
    missing = bare.run("ask", "Who sails?", "-f", shelf / "prose.pdf", "--json")
    missing.fails("model_missing")
    assert "inglenook models pull qwen2.5-coder-1.5b" in missing.err
    name = Path("smollm2-135m") / "SmolLM2-135M-Instruct.Q4_1.gguf"
    (tmp_path / "models" / name.parent).mkdir(parents=True)
    _first_bytes(filled.models / name, tmp_path / "models" / name, 3_000_000)
    bare.ask("Who sails?", "-f", shelf / "prose.pdf").fails("model_damaged", file=name.name)


def test_without_the_embedder_it_goes_by_words(program: Program, mixed: Path, tmp_path: Path) -> None:
    bare = Program(program.data, models=tmp_path / "models")
    assert bare.run("add", mixed / "sound.pdf", "--json").object["state"] == "words"
    assert bare.run("search", "rotten piles", "--json", "-n", "1").object["page"] == 2


@pytest.mark.parametrize("name", ["catalog.sqlite3", "settings.json"])
def test_a_damaged_file_of_ours(program: Program, mixed: Path, name: str) -> None:
    program.run("add", mixed / "sound.pdf", "--no-wait")
    (program.data / name).write_bytes(b"This is no such file." * 500)
    done = program.run("list", "--json")
    if name == "settings.json":
        assert (done.status, done.object["file"]) == (0, "sound.pdf")
    else:
        done.fails("library_damaged", file=str(program.data / name))


@pytest.mark.parametrize("command", ["add", "list", "search"])
def test_a_data_folder_that_cannot_be_made(tmp_path: Path, mixed: Path, command: str) -> None:
    (tmp_path / "file").write_text("in the way")
    program = Program(tmp_path / "file" / "data")
    arguments: dict[str, tuple[object, ...]] = {"add": (mixed / "sound.pdf",), "list": (), "search": ("fuel",)}
    program.run(command, *arguments[command], "--json").fails("read_only")


def test_names_that_are_no_text(program: Program, mixed: Path, tmp_path: Path) -> None:
    path = tmp_path / "\udcff.pdf"
    try:
        shutil.copy(mixed / "sound.pdf", path)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes only text for a name")
    done = program.run("add", path, mixed / "sound.pdf", "--no-wait", "--json")
    assert done.status == 3
    assert [value["state"] for value in done.objects] == ["failed", "words"]
    assert program.run("search", "fuel\udcff", "-f", mixed / "sound.pdf").status == 0
    assert program.run("remove", "\udcff.pdf").status == 3


def _first_bytes(source: Path, target: Path, count: int) -> Path:
    with source.open("rb") as file:
        target.write_bytes(file.read(count))
    return target


def _spoilt(source: Path, target: Path) -> Path:
    """A model whose head is whole and whose tensors' dimensions are not what its architecture needs."""
    shutil.copy(source, target)
    with target.open("r+b") as file:
        head = file.read(4_000_000)
        at = head.index(b"llama.feed_forward_length") + len(b"llama.feed_forward_length") + 4
        file.seek(at)
        file.write((77).to_bytes(4, "little"))
    return target


def _error(done: Done) -> Json:
    assert done.status == 3, done
    error: Json = done.object["error"]
    assert done.err == f"inglenook: {error['message']}\n{error['hint']}\n"
    return error


def _has_nowhere(program: Program, secret: bytes) -> None:
    files = [file for file in program.data.rglob("*") if file.is_file()]
    assert files and not any(secret in file.read_bytes() for file in files)
