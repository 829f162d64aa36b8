"""Measure the product against the bare libraries: `python -m tests.benchmarks.run [--json FILE]`.

Each workload runs in a child process; the table gives medians, the ratio that counts, and its target.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from app.host.paths import Paths
from tests.benchmarks.workloads import ROOT, WORKLOADS, Figures, Setup

_MEGA = 1e6


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `met` is None where there is no target."""

    name: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None


def main() -> int:
    options = _parse()
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"The machine is busy (load {load:.1f}): the figures will not hold.", file=sys.stderr)
    lines: list[Line] = []
    raw: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="inglenook-benchmarks-") as work:
        pdf = options.pdf or _long_pdf(Path(work), options.pages)
        for name in options.only.split(","):
            data = Path(work) / name
            data.mkdir()
            setup = {"pdf": str(pdf), "data": str(data), "models": str(Paths.find().models)}
            raw[name] = _child(name, setup | {"model": options.model, "repeats": options.repeats})
            for line in _LINES[name](raw[name]):
                lines.append(line)
                print(_shown(line), flush=True)
    if options.json:
        machine = f"{platform.machine()} {platform.system()}"
        whole = {"machine": machine, "load_at_start": load, "lines": [asdict(line) for line in lines], "figures": raw}
        options.json.write_text(json.dumps(whole, indent=1), encoding="utf-8")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--only", default=",".join(WORKLOADS), help="workloads, separated by commas (default: all)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--pdf", type=Path, help="measure on this file instead of one of our own")
    parser.add_argument("--pages", type=int, default=100, help="pages of the file of our own")
    return parser.parse_args()


def _long_pdf(folder: Path, pages: int) -> Path:
    """The evaluation's documents, one after the other, until there are enough pages."""
    path = folder / "long.pdf"
    script = (
        "import pathlib, pymupdf, sys; from tests.evaluation.build import build; whole = pymupdf.open()\n"
        "parts = build(pathlib.Path(sys.argv[1]))\n"
        "while whole.page_count < int(sys.argv[3]):\n"
        "    whole.insert_pdf(pymupdf.open(parts[0])); parts.append(parts.pop(0))\n"
        "whole.select(range(int(sys.argv[3]))); whole.save(sys.argv[2], garbage=3)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder / "parts"), str(path), str(pages)], cwd=ROOT, check=True)
    return path


def _child(name: str, setup: Setup) -> Figures:
    command = [sys.executable, "-m", "tests.benchmarks.workloads", name, json.dumps(setup)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _start(figures: Figures) -> list[Line]:
    return [
        _below("--help", median(figures["help"]), "s", 0.3),
        _below("heavy modules that --help imports", figures["heavy"][0], "", 0),
    ]


def _reading(figures: Figures) -> list[Line]:
    return [
        Line("raw text", median(figures["raw"]), "pages/s"),
        Line("read with places", median(figures["product"]), "pages/s"),
        Line("read with places, start of the worker included", median(figures["cold"]), "pages/s"),
        _above("reading : raw", _ratio(figures, "product", "raw"), 0.25),
    ]


def _embedding(figures: Figures) -> list[Line]:
    return [
        Line("raw ONNX Runtime", median(figures["raw"]), "chunks/s"),
        Line("embedder", median(figures["product"]), "chunks/s"),
        _above("embedding : raw", _ratio(figures, "product", "raw"), 0.9),
    ]


def _generation(figures: Figures) -> list[Line]:
    return [
        Line("raw llama.cpp, prompt", median(figures["raw_prompt"]), "tokens/s"),
        Line("engine, prompt", median(figures["prompt"]), "tokens/s"),
        _above("prompt : raw", _ratio(figures, "prompt", "raw_prompt"), 0.95),
        Line("raw llama.cpp, reply", median(figures["raw_reply"]), "tokens/s"),
        Line("engine, reply", median(figures["reply"]), "tokens/s"),
        _above("reply : raw", _ratio(figures, "reply", "raw_reply"), 0.95),
        Line("raw llama.cpp, first token", median(figures["raw_first"]), "s"),
        Line("engine, first token", median(figures["first"]), "s"),
        _below("follow-up's first token : the first one's", median(figures["follow_up"]), "", 0.25),
    ]


def _asking(figures: Figures) -> list[Line]:
    return [
        Line("answers written by the model", len(figures["first"]), ""),
        Line("raw llama.cpp on the answer's prompt, first token", median(figures["raw_first"]), "s"),
        Line("question to first word shown", median(figures["first"]), "s"),
        _below("first word shown : raw", _ratio(figures, "first", "raw_first"), "", 2.0),
        Line("the same, its page read ahead from three fifths of the words", median(figures["typed_ahead"]), "s"),
        Line("read ahead : not", _ratio(figures, "typed_ahead", "first"), ""),
    ]


def _adding(figures: Figures) -> list[Line]:
    return [
        Line("add, until searchable by words", median(figures["words"]), "s"),
        Line("add, until searchable by meaning", median(figures["ready"]), "s"),
        Line("add by words, peak memory", median(figures["words_memory"]) / _MEGA, "MB"),
        Line("add by meaning, peak memory", median(figures["ready_memory"]) / _MEGA, "MB"),
    ]


def _memory(figures: Figures) -> list[Line]:
    return [
        _below("list, peak memory", median(figures["list"]) / _MEGA, "MB", 60),
        _below("search, peak memory", median(figures["search"]) / _MEGA, "MB", 280),
        Line("list", median(figures["list_seconds"]), "s"),
        Line("search", median(figures["search_seconds"]), "s"),
    ]


def _window(figures: Figures) -> list[Line]:
    went_on = {
        "reading": ("busy", "reading 300 pages"),
        "embedding": ("busy", "embedding"),
        "streaming": ("busy", "streaming an answer"),
        "scrolling": ("scrolling", "scrolling 500 pages"),
        "filter": ("filtering", "filtering 2,000 documents"),
    }
    return [
        Line("bare window, ready", median(figures["bare"]), "s"),
        _below("window, ready", median(figures["ready"]), "s", 1.5),
        Line("window : bare window", _ratio(figures, "ready", "bare"), ""),
        Line("window, its library listed", median(figures["listed"]), "s"),
        _below("closing at rest", median(figures["closing"]), "s", 1.0),
        _below("closing after work", figures["busy_closing"][0], "s", 5.0),
        Line("a document of 500 pages, opened", figures["opened"][0], "s"),
        *(line for name, (scene, words) in went_on.items() for line in _stalls(figures, name, scene, words)),
        *_held(figures, "at rest, 20 documents", "rest", 150),
        *_held(figures, "after a search by meaning", "search", 330),
    ]


def _stalls(figures: Figures, name: str, scene: str, words: str) -> list[Line]:
    """How long the event loop keeps a key waiting while something goes on, and a bare window beside it."""
    return [
        _below(f"{words}: wait, 99th percentile", figures[f"{name}_p99"][0] * 1000, "ms", 50),
        Line(f"{words}: wait, longest", figures[f"{name}_longest"][0] * 1000, "ms"),
        Line("  without waiting for a processor, 99th percentile", figures[f"{name}_own_p99"][0] * 1000, "ms"),
        Line("  without waiting for a processor, longest", figures[f"{name}_own_longest"][0] * 1000, "ms"),
        Line("  a bare window beside it, 99th percentile", figures[f"{scene}_beside_p99"][0] * 1000, "ms"),
        Line("  a bare window beside it, longest", figures[f"{scene}_beside_longest"][0] * 1000, "ms"),
    ]


def _held(figures: Figures, words: str, name: str, limit: float) -> list[Line]:
    return [
        _below(f"window {words}", figures[f"{name}_rss"][0] / _MEGA, "MB", limit),
        Line("  of that not shared with other processes", figures[f"{name}_own"][0] / _MEGA, "MB"),
    ]


_LINES: dict[str, Callable[[Figures], list[Line]]] = {
    "start": _start,
    "reading": _reading,
    "embedding": _embedding,
    "adding": _adding,
    "memory": _memory,
    "generation": _generation,
    "asking": _asking,
    "window": _window,
}


def _ratio(figures: Figures, product: str, raw: str) -> float:
    """The median of the repeats' own ratios: both sides of a repeat met the same machine."""
    return median(ours / theirs for ours, theirs in zip(figures[product], figures[raw], strict=True))


def _below(name: str, value: float, unit: str, limit: float) -> Line:
    return Line(name, value, unit, f"at most {limit:g}", value <= limit)


def _above(name: str, value: float, limit: float) -> Line:
    return Line(name, value, "", f"at least {limit:g}", value >= limit)


def _shown(line: Line) -> str:
    verdict = {None: "", True: "met", False: "MISSED"}[line.met]
    return f"{line.name:52} {line.value:10.2f} {line.unit:9} {line.target:14} {verdict}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
