"""The scorer itself: what counts as said, as declined and as right."""

import json
from pathlib import Path

import pytest

from tests.evaluation.score import Question, Reply, Share, declines, is_right, load, plainly, recall, says, score


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("It cost €14,200 a day.", "14200", True),
        ("It cost 114,200 a day.", "14200", False),
        ("The limit is 8.", "8", True),
        ("The limit is 8.1 m.", "8", False),
        ("The limit is 3.8 m.", "8", False),
        ("Der Preis ist 1,79 €.", "1,79", True),
        ("Der Preis ist 11,79 €.", "1,79", False),
        ("a pair of trees", "tree", True),
        ("nothing is said", "no", False),
        ("No, it may not.", "no", True),
        ("40kg of oil", "40", True),
        ("code E14 is shown", "e14", True),
        ("code E140 is shown", "e14", False),
        ("From 1939–1945", "1939-1945", True),
        ("the step‑free way", "step-free", True),
        ("the 17 [1], and more", "17", True),
    ],
)
def test_says(text: str, phrase: str, expected: bool) -> None:
    assert says(text, phrase) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not found.", True),
        ("The passages do not mention the price.", True),
        ("There is no information about it.", True),
        ("", True),
        ("No, a notice by e-mail is not valid.", False),
        ("It must not be opened.", False),
        ("Das ist im Dokument nicht angegeben.", True),
    ],
)
def test_declines(text: str, expected: bool) -> None:
    assert declines(text) is expected


def test_each_group_must_be_met() -> None:
    question = Question("a", ("a.pdf",), "?", answerable=True, accept=(("61.3",), ("december",)))
    assert is_right(question, Reply("a", "61.3 m³/s on 10 December", declined=False))
    assert not is_right(question, Reply("a", "61.3 m³/s", declined=False))
    assert not is_right(question, Reply("a", "61.3 in December", declined=True))


def test_score_counts_and_names_the_misses() -> None:
    questions = [
        Question("a", ("a.pdf",), "?", answerable=True, accept=(("7",),), evidence=(frozenset({("a.pdf", 2)}),)),
        Question("b", ("a.pdf",), "?", answerable=True, accept=(("8",),), evidence=(frozenset({("a.pdf", 3)}),)),
        Question("c", ("a.pdf",), "?", answerable=False),
        Question("d", ("a.pdf",), "?", answerable=True, accept=(("9",),), evidence=(frozenset({("a.pdf", 1)}),)),
    ]
    replies = {
        "a": Reply("a", "7", declined=False, places=(("a.pdf", 2), ("a.pdf", 9))),
        "b": Reply("b", "8", declined=False, places=(("b.pdf", 3),)),
        "c": Reply("c", "12", declined=False),
    }
    result = score(questions, replies)
    assert (result.answered, result.declined_rightly, result.cited) == (Share(2, 3), Share(0, 1), Share(1, 2))
    assert result.missed == ("c", "d")
    assert result.in_all == Share(2, 4)


def test_recall_counts_different_pages() -> None:
    questions = [Question("a", ("a.pdf",), "?", answerable=True, evidence=(frozenset({("a.pdf", 3)}),))]
    one, two, three = (("a.pdf", page) for page in (1, 2, 3))
    assert recall(questions, {"a": [one, one, one, three]}, 2) == Share(1, 1)
    assert recall(questions, {"a": [one, two, three]}, 2) == Share(0, 1)


def test_an_answer_from_two_places_needs_both() -> None:
    groups = (frozenset({("a.pdf", 3), ("a.pdf", 4)}), frozenset({("b.pdf", 1)}))
    questions = [Question("a", ("a.pdf", "b.pdf"), "?", answerable=True, evidence=groups)]
    assert recall(questions, {"a": [("a.pdf", 4), ("b.pdf", 1)]}, 2) == Share(1, 1)
    assert recall(questions, {"a": [("a.pdf", 4), ("a.pdf", 3)]}, 2) == Share(0, 1)


def test_a_question_knows_what_led_to_it(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [
        {
            "id": "a",
            "pdf": "a.pdf",
            "question": "How wide is it?",
            "answer": "2 m",
            "evidence_pages": [1, 2],
            "answerable": True,
        },
        {"id": "b", "files": ["a.pdf"], "question": "And how deep?", "answer": None, "answerable": False, "after": "a"},
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second = load(file)
    assert first.evidence == (frozenset({("a.pdf", 1), ("a.pdf", 2)}),)
    assert second.whole == "How wide is it? And how deep?"


def test_interval_of_wilson() -> None:
    low, high = Share(10, 20).interval
    assert (round(low, 3), round(high, 3)) == (0.299, 0.701)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_plainly_joins_thousands_only() -> None:
    assert plainly("1,284,000 and 3,75") == "1284000 and 3,75"
