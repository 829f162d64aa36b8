"""What is measured, each workload in a child process of its own: `python -m tests.benchmarks.workloads NAME JSON`.

The bare library and the product take turns inside one workload, so that whatever else the machine does falls on both.
Speeds are per second; sizes are bytes; every figure is a list with one value a repeat.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "numpy",
    "onnxruntime",
    "chromadb",
    "pymupdf",
    "llama_cpp",
    "tokenizers",
    "httpx",
    "PySide6",
    "psutil",
    "jinja2",
)
Figures = dict[str, list[float]]
Setup = dict[str, Any]
"""`pdf` (a path), `models` (the folder of model files), `model` (an id), `data` (an empty folder), `repeats`."""


def reading(setup: Setup) -> Figures:
    """Pages a second: raw text of PyMuPDF against text with places from one warm worker. `cold` includes its start."""
    import pymupdf

    from app.documents import Reader
    from app.stop import Stop
    from app.types import ignore

    pdf, figures = Path(setup["pdf"]), Figures(raw=[], product=[], cold=[])
    with pymupdf.open(pdf) as document:
        pages = document.page_count

    def raw() -> None:
        with pymupdf.open(pdf) as document:
            for page in document:
                page.get_text("text")

    for _ in range(setup["repeats"]):
        with Reader() as reader:
            figures["cold"].append(pages / _seconds(lambda: reader.read(pdf, report=ignore, stop=Stop())))
            figures["product"].append(pages / _seconds(lambda: reader.read(pdf, report=ignore, stop=Stop())))
        figures["raw"].append(pages / _seconds(raw))
    return figures


def embedding(setup: Setup) -> Figures:
    """Chunks a second: the embedder against the bare ONNX Runtime session, batches of 32 as they come, same tokenizer."""
    from app.index.embedder import Embedder
    from app.stop import Stop

    folder = Path(setup["models"]) / "all-minilm-l6-v2"
    embedder, texts = Embedder(folder), _chunk_texts(Path(setup["pdf"]), Embedder(folder))
    raw = _raw_embedder(folder)
    raw(texts[:32])
    embedder.embed(texts[:32], stop=Stop())
    figures = Figures(raw=[], product=[], chunks=[float(len(texts))])
    for _ in range(setup["repeats"]):
        figures["raw"].append(len(texts) / _seconds(lambda: raw(texts)))
        figures["product"].append(len(texts) / _seconds(lambda: embedder.embed(texts, stop=Stop())))
    return figures


def _raw_embedder(folder: Path) -> Callable[[list[str]], None]:
    """The shortest program that embeds: sorted by length, so that the bare library is at its best."""
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.enable_padding()

    def embed(texts: list[str]) -> None:
        ordered = sorted(texts, key=len)
        for start in range(0, len(ordered), 32):
            batch = tokenizer.encode_batch(ordered[start : start + 32])
            ids = np.array([one.ids for one in batch], np.int64)
            mask = np.array([one.attention_mask for one in batch], np.int64)
            states = session.run(
                None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            )[0]
            means = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1)[:, None]
            _ = means / np.linalg.norm(means, axis=1, keepdims=True)

    return embed


def _chunk_texts(pdf: Path, embedder: Any) -> list[str]:
    return [f"{one.header}\n{one.text}" for one in _chunks(pdf, embedder)]


def _chunks(pdf: Path, embedder: Any) -> list[Any]:
    from app.documents import chunk, read
    from app.stop import Stop
    from app.types import ignore

    made = read(pdf, password=None, report=ignore, stop=Stop())
    return list(chunk(made, file=pdf.name, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens))


def generation(setup: Setup) -> Figures:
    """Tokens a second of prompt and reply, and the first token in seconds: llama.cpp in this process against the engine
    in its own, the same messages, 64 tokens, greedy. `follow_up` asks another question of the same passages."""
    from app.index.embedder import Embedder
    from app.language.engine import Engine
    from app.language.prompts import Prompts
    from app.stop import Stop

    models = Path(setup["models"])
    gguf = next((models / setup["model"]).glob("*.gguf"))
    chunks = _chunks(Path(setup["pdf"]), Embedder(models / "all-minilm-l6-v2"))
    raw, names = _raw_engine(gguf), ("raw_first", "raw_prompt", "raw_reply", "first", "prompt", "reply", "follow_up")
    figures: Figures = {name: [] for name in names}
    with Engine(gguf, name=setup["model"]) as engine:
        engine.load()
        for repeat in range(setup["repeats"]):
            passages = _passages(chunks, repeat, total=3200)
            first = Prompts().answer("What does the text say in all, point by point?", passages)
            second = Prompts().answer("Which numbers stand in it?", passages)
            for name, value in raw(first).items():
                figures[name].append(value)
            made = engine.generate(first, max_tokens=64, stop=Stop())
            figures["first"].append(made.first_token)
            figures["prompt"].append((made.tokens.prompt - made.tokens.reused) / made.first_token)
            figures["reply"].append((made.tokens.generated - 1) / max(1e-9, made.total - made.first_token))
            again = engine.generate(second, max_tokens=8, stop=Stop())
            figures["follow_up"].append(again.first_token / made.first_token)
    return figures


def asking(setup: Setup) -> Figures:
    """Seconds until the first word of an answer is shown, from the question on (search, checks and second look included, the
    model loaded), against llama.cpp in this process on the very prompt that the answer was written from, to its first token.
    Answers that needed no model, and refusals, are left out."""
    from app.host.paths import Paths
    from app.language.engine import Engine
    from app.library import Library
    from app.stop import Stop
    from app.types import ignore
    from tests.evaluation.build import build, index
    from tests.evaluation.chosen import chosen

    models, folder = Path(setup["models"]), Path(setup["data"])
    gguf = next((models / setup["model"]).glob("*.gguf"))
    build(folder / "pdfs", names=[entry.name for entry in index() if not entry.held])
    questions = [one for one in chosen() if one.answerable and not one.after][:: max(1, 200 // (8 * setup["repeats"]))]
    prompts: list[Any] = []

    class Watched(Engine):
        """The engine; keeps the prompts that it writes from."""

        def generate(self, prompt: Any, **options: Any) -> Any:
            prompts.append(prompt)
            return super().generate(prompt, **options)

    raw, figures = _raw_engine(gguf), Figures(first=[], raw_first=[], typed_ahead=[])
    paths = Paths.find(folder / "library")
    library = Library(paths, model=setup["model"], make_generator=lambda files: Watched(files.gguf, name=files.id))
    try:
        for question in questions:
            files = [folder / "pdfs" / file for file in question.files]
            library.search(question.text, files=files, wait=True, stop=Stop())  # reads and embeds them
            library.rooms.generator.load(report=ignore, stop=Stop())
            prompts.clear()
            answer = library.ask(question.text, files=files, wait=True, stop=Stop())
            if answer.found and len(prompts) == 1:
                figures["first"].append(answer.seconds["first_token"])
                figures["raw_first"].append(raw(prompts[0])["raw_first"])
                figures["typed_ahead"].append(_typed_ahead(library, question.text, files))
    finally:
        library.close()
    return figures


def _typed_ahead(library: Any, question: str, files: list[Path]) -> float:
    """Seconds until the first word where the typist paused after three fifths of the words, long enough for the page to be read that
    was found for these."""
    from app.library import ahead
    from app.library.scope import Where
    from app.stop import Stop

    library.rooms.generator.forget()
    words = question.split()
    typed = " ".join(words[: round(0.6 * len(words))])
    beginning = ahead.found(library.rooms, typed, Where(files=files), after=None, stop=Stop())
    if beginning is not None:
        ahead.read(library.rooms, beginning, Stop())
    asked = library.ask(question, files=files, wait=True, stop=Stop())
    return float(asked.seconds["first_token"])


def _passages(chunks: list[Any], repeat: int, *, total: int) -> list[Any]:
    """Other passages for each repeat, so that nothing is reused from the one before; `total` characters or more."""
    from app.types import Passage

    taken: list[Any] = []
    at = (repeat * 7) % max(1, len(chunks) - 8)
    while sum(len(one.text) for one in taken) < total and at < len(chunks):
        one = chunks[at]
        taken.append(Passage("0" * 64, "a.pdf", one.ordinal, one.header, "", one.text, one.spans, 1.0))
        at += 1
    return taken


def _raw_engine(gguf: Path) -> Callable[[Any], dict[str, float]]:
    """llama-cpp-python as it comes, but on the physical cores."""
    import llama_cpp
    import psutil

    threads = psutil.cpu_count(logical=False) or 1
    llama = llama_cpp.Llama(str(gguf), n_ctx=4096, n_threads=threads, n_threads_batch=threads, verbose=False)

    def generate(prompt: Any) -> dict[str, float]:
        text = "".join(f"<|im_start|>{one.role}\n{one.content}<|im_end|>\n" for one in prompt.messages)
        tokens = llama.tokenize(f"{text}<|im_start|>assistant\n".encode(), add_bos=False, special=True)
        llama.reset()
        llama._ctx.kv_cache_clear()
        began = time.perf_counter()
        times = []
        for _ in llama.generate(tokens, temp=0.0, repeat_penalty=1.0):
            times.append(time.perf_counter())
            if len(times) == 64:
                break
        first = times[0] - began
        return {
            "raw_first": first,
            "raw_prompt": len(tokens) / first,
            "raw_reply": (len(times) - 1) / (times[-1] - times[0]),
        }

    return generate


def adding(setup: Setup) -> Figures:
    """Seconds of `add` until a document can be searched by words, and by meaning; peak memory of `add`."""
    figures = Figures(words=[], ready=[], words_memory=[], ready_memory=[])
    for repeat in range(setup["repeats"]):
        for name, option in (("words", "--no-wait"), ("ready", "--wait")):
            data = Path(setup["data"]) / f"{name}-{repeat}"
            seconds, memory = _program("--data-dir", str(data), "add", setup["pdf"], option)
            figures[name].append(seconds)
            figures[f"{name}_memory"].append(memory)
    return figures


def memory(setup: Setup) -> Figures:
    """Peak memory and seconds of `list` and of `search` over one document that is ready. Children are not added up."""
    data = ["--data-dir", str(Path(setup["data"]) / "memory")]
    _program(*data, "add", setup["pdf"], "--wait")
    figures = Figures(list=[], search=[], list_seconds=[], search_seconds=[])
    for _ in range(setup["repeats"]):
        for name, command in (("list", ["list"]), ("search", ["search", "costs of repair and maintenance"])):
            seconds, peak = _program(*data, *command)
            figures[name].append(peak)
            figures[f"{name}_seconds"].append(seconds)
    return figures


def start(setup: Setup) -> Figures:
    """Seconds of `--help`, and how many of the heavy modules it imports."""
    figures = Figures(help=[], heavy=[])
    for _ in range(setup["repeats"]):
        figures["help"].append(_program("--help")[0])
    command = [sys.executable, "-X", "importtime", "-m", "app", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(re.findall(r"\|\s+(\w+)$", done.stderr, re.MULTILINE))
    figures["heavy"].append(float(len(imported & set(HEAVY))))
    return figures


def window(setup: Setup) -> Figures:
    """The window as a person meets it."""
    from tests.benchmarks import window as measured

    return measured.window(setup)


def _program(*arguments: str) -> tuple[float, float]:
    """Run the program; its seconds and the most memory that it, or the largest of its children, held.

    On Linux a child's figure begins with that of the process that started it, so this module imports nothing large at its top.
    """
    command = [sys.executable, "-m", "app", *arguments]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        assert child.stderr is not None
        said = child.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {child.returncode}: {said[-600:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - began, float(usage.ru_maxrss * unit)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


WORKLOADS: dict[str, Callable[[Setup], Figures]] = {
    work.__name__: work for work in (start, reading, embedding, adding, memory, generation, asking, window)
}

if __name__ == "__main__":
    print(json.dumps(WORKLOADS[sys.argv[1]](json.loads(sys.argv[2]))))
