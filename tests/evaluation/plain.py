"""The plain pipeline, the row to beat: raw text, chunks of 900 characters, the best four by BM25, one prompt.

Run as a child by `run`: `python -m tests.evaluation.plain MODEL REQUESTS` reads one JSON object a line from the file
REQUESTS ({"id", "pdfs", "question"}) and prints {"id", "answer", "places", "seconds"} for each; `places` are the PDFs and
pages of the chunks in the order of their scores, ten at most. With `-` for MODEL it only searches.
"""

import json
import math
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

VERSION = 2
_LENGTH, CHUNKS = 900, 4
_K1, _B = 1.2, 0.75
SYSTEM = (
    "Answer the question from the passages below, as briefly as you can. "
    "If the passages do not contain the answer, reply: not found"
)

Cut = tuple[tuple[str, int], str]
"""A chunk: the name of its PDF, the number of its page, and its text."""


@lru_cache(maxsize=4)
def cuts(pdf: Path) -> tuple[Cut, ...]:
    """The document's raw text, page by page, in pieces of 900 characters."""
    import pymupdf

    with pymupdf.open(pdf) as document:
        texts = [page.get_text() for page in document]
    return tuple(
        ((pdf.name, number), text[start : start + _LENGTH])
        for number, text in enumerate(texts, 1)
        for start in range(0, len(text), _LENGTH)
    )


def rank(question: str, chunks: Sequence[Cut]) -> list[Cut]:
    """Chunks by BM25 (Robertson and Zaragoza 2009), best first."""
    bags = [Counter(_terms(text)) for _, text in chunks]
    lengths = [bag.total() for bag in bags]
    mean = sum(lengths) / max(1, len(lengths))
    spread = Counter(term for bag in bags for term in bag)

    def value(place: int) -> float:
        bag, total = bags[place], 0.0
        for term in set(_terms(question)) & bag.keys():
            weight = math.log(1 + (len(bags) - spread[term] + 0.5) / (spread[term] + 0.5))
            total += weight * bag[term] * (_K1 + 1) / (bag[term] + _K1 * (1 - _B + _B * lengths[place] / mean))
        return total

    return [chunks[place] for place in sorted(range(len(chunks)), key=value, reverse=True)]


def _terms(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def answer(requests: Iterable[dict[str, Any]], generate: Callable[[str, str], str] | None) -> None:
    for request in requests:
        began = time.perf_counter()
        ranked = rank(request["question"], [cut for pdf in request["pdfs"] for cut in cuts(Path(pdf))])
        passages = "\n\n".join(f"[{number}] {text}" for number, (_, text) in enumerate(ranked[:CHUNKS], 1))
        text = generate(SYSTEM, f"{passages}\n\nQuestion: {request['question']}") if generate else ""
        places = list(dict.fromkeys(place for place, _ in ranked))[:10]
        line = {"id": request["id"], "answer": text, "places": places, "seconds": time.perf_counter() - began}
        print(json.dumps(line), flush=True)


def engine(model: Path) -> Callable[[str, str], str]:
    """Greedy decoding by llama_cpp as it comes."""
    import llama_cpp

    llama = llama_cpp.Llama(str(model), n_ctx=4096, verbose=False)

    def generate(system: str, user: str) -> str:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        reply = llama.create_chat_completion(messages, temperature=0.0, max_tokens=160)
        return str(reply["choices"][0]["message"]["content"])

    return generate


def main() -> None:
    model, requests = sys.argv[1:]
    lines = [json.loads(line) for line in Path(requests).read_text(encoding="utf-8").splitlines()]
    answer(lines, None if model == "-" else engine(Path(model)))


if __name__ == "__main__":
    main()
