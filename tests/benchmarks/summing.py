"""What a summary costs: tokens a page, pages a minute, with a model that reads and without."""

import time
from collections.abc import Iterator, Sequence

from app.answers.summaries.parts import Part
from app.answers.summaries.summarize import summarize
from app.language.prompts import Prompts
from app.stop import Stop
from app.types import Prompt, TokenCount
from tests.benchmarks.figures import Figure, compared, plain
from tests.benchmarks.pages import Long
from tests.benchmarks.speed import Pair

_PART = "summary"


class _Nothing:
    """A cache that keeps nothing: each summary is made anew."""

    def get(self, key: str) -> str | None:
        return None

    def put(self, key: str, text: str) -> None:
        pass


def summaries(both: Pair, document: Long, *, pages: int, asked: bool) -> Iterator[Figure]:
    """`pages`: the first so many are read by the model. `asked`: whether the program lets this model read for summaries."""
    parts = document.parts(pages) or document.parts()[:1]
    read = max(part.pages[1] for part in parts)
    seconds, tokens = _made(both, document, parts, gists=True)
    note = "" if asked else "the program makes this model's summaries without it"
    spent = float(tokens.prompt - tokens.reused + tokens.generated)
    yield plain(_PART, f"tokens a page, the model reading {read}", "tokens", [spent / read]).noted(note)
    yield compared(
        _PART,
        "pages a minute, the model reading",
        "pages",
        [read / seconds * 60],
        [read / _floor(both, document, tokens) * 60],
    )
    whole = document.parts()
    last = max(part.pages[1] for part in whole)
    seconds, tokens = _made(both, document, whole, gists=False)
    alone = f"{tokens.prompt + tokens.generated} tokens"
    yield plain(_PART, f"pages a minute without the model, {last}", "pages", [last / seconds * 60]).noted(alone)


def _made(both: Pair, document: Long, parts: Sequence[Part], *, gists: bool) -> tuple[float, TokenCount]:
    begun = time.perf_counter()
    _, _, tokens = summarize(
        document.title,
        parts,
        "standard",
        generator=both.engine,
        prompts=Prompts(),
        cache=_Nothing(),
        stop=Stop(),
        gists=gists,
    )
    return time.perf_counter() - begun, tokens


def _floor(both: Pair, document: Long, tokens: TokenCount) -> float:
    """Seconds that raw llama.cpp takes to evaluate and write as many tokens, by what it does on one part now."""
    prompt: Prompt = Prompts().gist("", document.parts()[0].text, "en")
    times = both.raw.ask(prompt, max_tokens=16)
    written = (times.total - times.first) / max(1, times.generated - 1)
    return (tokens.prompt - tokens.reused) * times.first / times.prompt + tokens.generated * written
