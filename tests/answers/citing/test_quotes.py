"""Whatever is asked and answered, a citation's quote stands on its page, and its boxes lie on the quote's words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.answers.citing import cite
from app.types import Page, Passage, Span
from tests.answers.material import boxes, page

_WORDS = st.sampled_from(
    [
        "the",
        "rent",
        "of",
        "lease",
        "ends",
        "on",
        "30",
        "June",
        "2027",
        "is",
        "1,250",
        "euros",
        "Varga",
        "O-360",
        "|",
        ".",
        "deposit",
        "not",
        "and",
        "million",
        "2.1",
    ]
)
_TEXTS = st.lists(st.lists(_WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=6).map("\n".join)


@st.composite
def _documents(draw: st.DrawFn) -> tuple[dict[int, Page], list[Passage]]:
    """A few pages, and passages that are runs of their text; some go over a page break."""
    pages = {number: page(number, draw(_TEXTS)) for number in range(1, draw(st.integers(1, 3)) + 1)}
    passages = []
    for chunk in range(draw(st.integers(1, 3))):
        first = draw(st.integers(1, len(pages)))
        spans = []
        for number in range(first, min(first + draw(st.integers(1, 2)), len(pages) + 1)):
            start = draw(st.integers(0, len(pages[number].text) - 1))
            spans.append(Span(number, start, draw(st.integers(start + 1, len(pages[number].text)))))
        text = "\n".join(pages[span.page].text[span.start : span.end] for span in spans)
        passages.append(
            Passage("d", "d.pdf", chunk, "Lease", "Rent", text, tuple(spans), 1.0, table=draw(st.booleans()))
        )
    return pages, passages


@settings(max_examples=200, deadline=None)
@given(_documents(), _TEXTS, _TEXTS)
def test_every_quote_is_on_its_page(made: tuple[dict[int, Page], list[Passage]], answer: str, question: str) -> None:
    pages, passages = made
    statements = cite.place(answer, question, passages)
    text, citations = cite.mark(answer, statements, passages, lambda document, number: pages[number], boxes)
    for citation in citations:
        of = pages[citation.page]
        assert citation.quote in " ".join(of.text.split())
        quoted = len(citation.quote.split())
        assert quoted - 2 <= len(citation.boxes) <= quoted
        assert set(citation.boxes) <= set(of.words.boxes)
        assert f"[{citation.mark}]" in text
    assert cite.without_marks(text) == cite.without_marks(answer)
