"""The cases of follow-ups and whole documents, and what counts as right among them."""

from dataclasses import replace

from app.types import Answer, Citation, Scope, TokenCount
from tests.evaluation.build import index
from tests.evaluation.conversing import cases


def _answer(text: str) -> Answer:
    cited = (Citation(1, "d", "d.pdf", 1, "1", "x", ()),)
    return Answer("q", text, True, cited, (), (), Scope(1, 1, 1, 1), "", "", None, TokenCount())


def test_the_cases_are_over_documents_that_are_open_to_all() -> None:
    held = {f"{entry.name}.pdf" for entry in index() if entry.held}
    known = {f"{entry.name}.pdf" for entry in index()}
    wanted = cases()
    assert len([case for case in wanted if case.question.after or case.thorough]) >= 20
    for case in wanted:
        assert set(case.question.files) <= known - held, case.question.id


def test_an_answer_that_drags_an_old_subject_along_is_wrong() -> None:
    case = next(case for case in cases() if case.question.id == "c-13")
    assert case.is_right(_answer("Flat 9 was let on 4 March."))
    assert not case.is_right(_answer("Flat 9 was let, and Thornbury asked £149,750."))
    assert case.group == "new topic" and replace(case, thorough=True).group == "new topic"
