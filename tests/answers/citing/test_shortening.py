"""A quote is what a reader takes in at a glance: the sentence, or of a long one the clauses that bear the statement."""

from app.answers.citing.shortening import quoted_part
from app.answers.places import quoted
from app.answers.text.sentences import sentences
from app.answers.text.terms import terms
from tests.answers.material import page

LONG = (
    "The new vessel, for which the keel was laid at Hallvik in February, is eleven months from service rather than the seven "
    "we had planned; the yard lost its main crane in the August storm and has told us that the Aurelia will be handed over "
    "in November 2025."
)


def _quote(text: str, said: str) -> str:
    start, end = quoted_part(text, terms(said))
    return text[start:end]


def test_of_a_long_sentence_the_clause_with_the_value_is_quoted() -> None:
    quote = _quote(LONG, "The Aurelia will be handed over in November 2025.")
    assert quote.startswith("the yard lost its main crane")
    assert quote.endswith("in November 2025.")


def test_a_quote_holds_every_value_of_the_statement() -> None:
    text = LONG.replace("in February", "in February 2023")
    quote = _quote(text, "Its keel was laid in February 2023 and it will be handed over in November 2025.")
    assert "November 2025" in quote
    assert "February 2023" in quote


def test_a_sentence_of_common_length_is_quoted_whole() -> None:
    text = "The deposit, which the tenant pays on the first day, is 3,750 euros; it bears no interest."
    assert _quote(text, "The deposit is 3,750 euros.") == text


def test_a_row_is_quoted_whole() -> None:
    row = " | ".join(["Northern Cable Laying", *(f"{n},100" for n in range(45))])
    assert _quote(row, "It was 3,100.") == row


def test_a_bullet_is_no_part_of_a_quote_but_a_sign_is() -> None:
    assert _quote("• Who stays with friends receives £20.", "£20") == "Who stays with friends receives £20."
    assert _quote("- 5 degrees were measured.", "5") == "- 5 degrees were measured."


def test_what_is_raised_on_the_page_is_raised_in_the_quote() -> None:
    text = "It carried 412,906^3 guests^4,5 and x^2 more, or 2 x 10^-6."
    assert quoted(page(1, text), 0, len(text)) == "It carried 412,906³ guests⁴,⁵ and x^2 more, or 2 x 10⁻⁶."


def test_a_line_that_ends_within_chinese_text_puts_no_space_there() -> None:
    text = "秋茶以手工采摘为\n主,共有35名工人参加。"
    assert quoted(page(1, text), 0, len(text)) == "秋茶以手工采摘为主,共有35名工人参加。"


def test_a_sentence_goes_on_where_a_column_ends() -> None:
    text = "Ice closed the northern entrance. The old crane on the quay has\n\nlifted 4,120 tonnes. Nobody was hurt."
    assert [text[a:b] for a, b in sentences(text)] == [
        "Ice closed the northern entrance.",
        "The old crane on the quay has\n\nlifted 4,120 tonnes.",
        "Nobody was hurt.",
    ]


def test_short_lines_and_headings_are_no_sentences_that_go_on() -> None:
    text = "pump\n\nvalve of brass\n\nThe Contractor keeps the pumps in good order\n\nDeposit of the tenant"
    assert [text[a:b] for a, b in sentences(text)] == text.split("\n\n")
