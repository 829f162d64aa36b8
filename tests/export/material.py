"""Conversations to export, harmless and hostile."""

from collections.abc import Sequence

from app.types import Answer, Citation, Conversation, Scope, TokenCount, Turn

BEGAN = 1_763_800_000.0
IDENT = "c0ffee123456"


def citation(mark: int, quote: str, *, file: str = "report.pdf", page: int = 12, label: str | None = None) -> Citation:
    return Citation(mark, "d" * 64, file, page, str(page) if label is None else label, quote, ((1.0, 2.0, 3.0, 4.0),))


def answer(
    text: str,
    *,
    question: str = "What drove the loss?",
    citations: Sequence[Citation] = (),
    unsupported: Sequence[str] = (),
    found: bool = True,
    withdrawn: str | None = None,
) -> Answer:
    return Answer(
        question=question,
        text=text,
        found=found,
        citations=tuple(citations),
        unsupported=tuple(unsupported),
        passages=(),
        scope=Scope(3, 120, 14, 120),
        model="small-model",
        device="cpu",
        device_note=None,
        tokens=TokenCount(),
        seconds={"search": 0.1, "first_token": 1.5, "total": 2.5},
        conversation=IDENT,
        withdrawn=withdrawn,
    )


def conversation(*answers: Answer, title: str = "Loss and ships") -> tuple[Conversation, list[Turn]]:
    """A turn an hour."""
    turns = [Turn(number, IDENT, one, BEGAN + 3600 * number) for number, one in enumerate(answers)]
    return Conversation(IDENT, title, BEGAN, BEGAN + 3600 * max(0, len(turns) - 1), len(turns)), turns


TEXT = """The loss came from **impairments of $2.1bn** in the retail unit. [1] Fuel was *cheaper* by `4 %`. [2]

### Further causes

1. It rained in Quillbury.
2. Staff
   - in the depots
   - at sea

| Year | Loss |
|---|---:|
| 2023 | 1.1 |
| 2024 | 2.1 \\| 2.2 |

```
a  <b>
```"""

FULL = answer(
    TEXT,
    citations=[
        citation(1, "Impairments of $2.1bn are recognised."),
        citation(2, "Fuel fell by 4 %, as the sail", page=46, label="iv"),
        citation(2, "was used again.", page=47, label="v"),
    ],
    unsupported=["It rained in Quillbury.", "1.1", "a sentence that the text does not have"],
)
REFUSAL = answer(
    "The documents do not say. 120 pages were searched of 3 documents.",
    question="Who is the captain?",
    found=False,
    withdrawn="The captain is Tom Quayle.",
)
HEBREW = "הקברניט היה Ingrid Solvang משנת 2019"
FROM_THE_RIGHT = answer(
    f"{HEBREW}. [1]\n\n- פריט ראשון",
    question="מי היה הקברניט?",
    citations=[citation(1, HEBREW, file="דוח.pdf", page=3)],
)

_EVIL = (
    '<script>alert(1)</script> <img src="http://evil.example/x.png"> ![x](http://evil.example/y.png) '
    "[a](javascript:alert(2)) <http://evil.example> www.evil.example mail@evil.example &lt;b&gt; &#60;i&#62; "
    "\u202efdp.exe\u202c \x00\x1b[31m\ud800 | pipe `tick \\ $x$ ~~gone~~ [ref]: http://evil.example/z"
)
LONG = "W" * 400
HOSTILE = answer(
    f"{_EVIL}\n\n{LONG} [1]\n\n| {LONG} | b |\n|---|---|\n| {_EVIL.replace('|', '')} | \\| |\n\n- {_EVIL}\n\n"
    "[ref]: http://evil.example/z\n\n> # quoted",
    question=_EVIL,
    citations=[citation(1, f"# {_EVIL} [1](http://evil.example)", file="a\u202efdp.exe\x00\n.pdf", label="\x07<b>")],
    unsupported=["<script>alert(1)</script>", LONG],
)
EVERYTHING = (FULL, REFUSAL, FROM_THE_RIGHT, HOSTILE)
