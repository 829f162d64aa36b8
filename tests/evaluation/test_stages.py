"""The laboratory's arithmetic: which questions are asked, what counts as held, how stages stand beside their ceiling."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from app.stop import Stop
from app.types import Generation, Prompt, TokenCount
from tests.evaluation import context, lab
from tests.evaluation.ceiling import ceiling, right_pages, sample
from tests.evaluation.chosen import chosen, held_files
from tests.evaluation.rows import Row
from tests.evaluation.score import Question, Reply, Share, load
from tests.evaluation.stages import Measured, measured, of_ceiling
from tests.evaluation.table import report, table
from tests.evaluation.texts import bare, verbatim


def _question(ident: str, *, answerable: bool = True, after: str | None = None) -> Question:
    return Question(
        ident,
        ("a.pdf",),
        f"What is {ident}?",
        answerable,
        accept=(("nine",),) if answerable else (),
        evidence=(frozenset({("a.pdf", 2)}),) if answerable else (),
        texts=(("Rooms 7 9",),) if answerable else (),
        near=() if answerable else (("a.pdf", 1),),
        kind="table" if answerable else "unanswerable",
        after=after,
    )


def test_words_of_the_evidence_are_found_across_bars_lines_and_hyphens() -> None:
    question = _question("q")
    assert context.holds(question, [("a.pdf", "Rooms | 7 |  | 9\nHalls | 2")])
    assert context.holds(question, [("a.pdf", "Rooms\n7"), ("a.pdf", "9")])
    assert not context.holds(question, [("b.pdf", "Rooms 7 9")])
    assert not context.holds(question, [("a.pdf", "Rooms 7 8")])
    assert bare("Zusam-\nmen \u00ad hang") == "Zusammenhang"


def test_a_question_file_gives_words_and_tempting_places(tmp_path: Path) -> None:
    lines = [
        {"id": "1", "files": ["a.pdf"], "question": "?", "answerable": True, "answer": "x",
         "evidence": [{"file": "a.pdf", "pages": [4, 3], "text": ["one", "two"]}]},
        {"id": "2", "files": ["a.pdf"], "question": "?", "answerable": False, "answer": None,
         "near": {"file": "a.pdf", "pages": [7, 6], "text": ["three"]}},
    ]  # fmt: skip
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    able, unable = load(path)
    assert able.texts == (("one", "two"),)
    assert context.told(able) and not context.told(unable)
    assert unable.near == (("a.pdf", 6), ("a.pdf", 7))
    assert right_pages(able) == [("a.pdf", 3)]
    assert right_pages(unable) == [("a.pdf", 6)]


def test_the_held_documents_are_asked_about_only_when_that_is_asked_for() -> None:
    held = held_files()
    assert held
    assert not any(held & set(question.files) for question in lab.open_questions())
    assert all(held & set(question.files) for question in chosen(held=True))


def test_questions_come_with_those_that_they_follow() -> None:
    following = next(question for question in chosen() if question.after)
    asked = [question.id for question in chosen(only=[following.id])]
    assert asked[-1] == following.id
    assert following.after in asked


def test_a_larger_sample_holds_every_smaller_one() -> None:
    questions = [_question(f"q{n}", answerable=n % 3 != 0) for n in range(60)]
    small, large = sample(questions, 5, 3), sample(questions, 20, 10)
    assert {q.id for q in small} <= {q.id for q in large}
    assert [sum(q.answerable for q in made) for made in (small, large)] == [5, 20]
    assert small == sample(list(reversed(questions)), 5, 3)[::-1]


class Parrot:
    """A generator that answers 'nine', or that there is nothing where the prompt lets it say so."""

    model, device, device_note, context = "parrot", "cpu", None, 4096

    def __init__(self) -> None:
        self.asked: list[str] = []

    def load(self, **how: object) -> None: ...

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        stop: Stop,
        on_text: Callable[[str], None] | None = None,
        seed: int | None = None,
        end_at: Sequence[str] = (),
    ) -> Generation:
        system, user = (message.content for message in prompt.messages)
        self.asked.append(user)
        says = "not found" if "not found" in system else "nine"
        return Generation(says, True, TokenCount(), 0.0, 0.0)

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> dict[str, float]:
        return dict.fromkeys(options, 1 / len(options))

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> None: ...


def _pdf(folder: Path) -> None:
    import pymupdf

    with pymupdf.open() as document:
        for text in ("Rooms are let by the week.", "Rooms 7 9"):
            document.new_page().insert_text((72, 72), text)
        document.save(folder / "a.pdf")


def test_the_ceiling_hands_over_the_right_page_with_and_without_a_way_out(tmp_path: Path) -> None:
    _pdf(tmp_path)
    parrot = Parrot()
    made = ceiling([_question("q1"), _question("q2", answerable=False)], tmp_path, parrot, lambda text: None)
    assert made.right() == Share(0, 1)
    assert made.right(pressed=True) == made.best == Share(1, 1)
    assert made.declined_wrongly == made.declined_rightly == Share(1, 1)
    assert sum("Rooms 7 9" in user for user in parrot.asked) == 2
    assert sum("by the week" in user for user in parrot.asked) == 1


def test_the_table_has_every_stage_and_every_miss(tmp_path: Path) -> None:
    _pdf(tmp_path)
    questions = [_question("q1"), _question("q2"), _question("q3", answerable=False)]
    row = Row("inglenook")
    row.found.update(q1=[("a.pdf", 1), ("a.pdf", 2)], q2=[("a.pdf", 1)])
    row.read.update(q1=[("a.pdf", "Rooms 7 9")], q2=[("a.pdf", "Rooms are let")])
    row.replies["q1"] = Reply("q1", "It is nine.", False, (("a.pdf", 2),), ("Rooms 7 9",))
    row.replies["q2"] = Reply("q2", "It is ten.", False, (("a.pdf", 1),), ("Rooms 7 9",))
    row.replies["q3"] = Reply("q3", "The document does not say.", True)
    row.withdrawn["q2"] = "It is eleven."
    made = measured(row, questions, tmp_path, sampled=questions[:1])
    expected = {
        "page_1": Share(0, 2), "page_3": Share(1, 2), "context": Share(1, 2), "answered": Share(1, 2), "same": Share(1, 1),
        "declined_rightly": Share(1, 1), "declined_wrongly": Share(0, 2), "cited": Share(1, 1), "quotes": Share(1, 2),
        "in_all": Share(2, 3),
    }  # fmt: skip
    assert {name: made.shares[name] for name in expected} == expected
    assert made.missed == ("q2",)
    text = table([made, Measured("other")], [row], questions, "parrot")
    assert "context holds the answer      1/2" in text
    assert "q2 (table): What is q2?" in text and "It is eleven." in text
    assert report([made], [row], questions)["columns"][0]["missed"][0]["id"] == "q2"


def test_the_ceiling_is_a_column(tmp_path: Path) -> None:
    _pdf(tmp_path)
    made = of_ceiling(ceiling([_question("q1")], tmp_path, Parrot(), lambda text: None))
    assert made.shares["answered"] == Share(1, 1)
    assert made.shares["same"] == Share(0, 1)


def test_a_quote_of_another_page_is_not_verbatim(tmp_path: Path) -> None:
    _pdf(tmp_path)
    reply = Reply("q", "", False, (("a.pdf", 1), ("a.pdf", 2), ("a.pdf", 9)), ("let by the week", "let by", "Rooms"))
    assert verbatim([reply], {"a.pdf": tmp_path / "a.pdf"}) == Share(1, 3)


def test_files_in_a_folder_are_known_by_their_names(tmp_path: Path) -> None:
    line = {
        "id": "1",
        "pdf": "pdfs/a.pdf",
        "question": "?",
        "answerable": True,
        "answer": "x",
        "evidence_pages": [2],
        "evidence_text": "one",
    }
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    question = load(path)[0]
    assert question.shown_by([("a.pdf", 2)])
    assert question.path("a.pdf") == "pdfs/a.pdf"
    assert context.holds(question, [("a.pdf", "one")])
