"""A draft about a ferry trust, with names, an address and an account in it."""

from app.cloud.compose import Letter, letter
from app.cloud.draft import Choices, Draft, Part
from app.cloud.prices import Prices
from app.types import Provider

OPENAI = Provider("openai", "OpenAI", "openai", "https://api.openai.com/v1", "gpt-4.1-mini")
OFFICE = Provider("office", "Office", "openai", "http://127.0.0.1:8080/v1", "qwen3-32b")
QUESTION = "Who was chosen as chair, and how is Ingrid Solvang reached? 🚢 Please tell."
BOARD = (
    "Board\nThe board chose Ingrid Solvang as its chair. Write to ingrid@ferries.example. 🚢 Mr Peter Aldous left it."
)
FARES = "Fares\nFares rose by 4.5 %. The account DE89 3702 0040 0532 0130 00 has the subsidies."
_PRICES = Prices.load()


def draft(*texts: str) -> Draft:
    """The last of three passages stays here at first."""
    parts = [Part(BOARD, "a", "review.pdf", (1, 2)), Part(FARES, "b", "fares.pdf", (3,))]
    parts += [Part("Fleet\nThe ship was built in 1987.", "a", "review.pdf", (7,), included=False)]
    parts += [Part(text, "c", "more.pdf", (number,)) for number, text in enumerate(texts, 1)]
    return Draft.of("ask", OPENAI, QUESTION, parts, choices=Choices(locked=frozenset({"iban"})))


def compose(made: Draft) -> Letter:
    return letter(made, _PRICES)
