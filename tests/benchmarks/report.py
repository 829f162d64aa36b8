"""What the models on this machine cost here: `python -m tests.benchmarks.report [--quick] [--json FILE]`.

For each model: speed and first token beside raw llama.cpp with the same file, threads and batch, in turns; what a summary costs; memory
against what was promised. Then the program at rest. Each line has its floor, the ratio of pairs with quartiles, and the target. Ctrl-C
prints what there is.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app import __version__
from app.errors import UserFixable
from app.host.paths import Paths
from app.language import hardware
from app.language.engine import Engine
from app.models import Manifest, ModelFiles, Store
from app.models.examine import examine
from app.models.manifest import CONTEXT
from tests.benchmarks import held, speed, summing
from tests.benchmarks.figures import HEAD, Figure, Size, missing, shown
from tests.benchmarks.pages import Long, long_document

SCHEMA = 1
PARTS = ("threads", "speed", "first", "gpu", "summary", "memory", "rest")


QUICK = Size(letters=1000, tokens=16, repeats=3, rounds=1, pages=1, filled=0.125, documents=5)


@dataclass(slots=True)
class Report:
    """What was measured so far. `tell` gets each line as it comes."""

    tell: Callable[[str], None]
    figures: list[tuple[str, Figure]] = field(default_factory=list)
    interrupted: bool = False

    def take(self, about: str, figures: Iterator[Figure]) -> None:
        """What the user could mend (no memory, no such model) is a line, and the report goes on."""
        try:
            for figure in figures:
                self._add(about, figure)
        except UserFixable as error:
            self._add(about, missing("", "not measured", error.message))

    def _add(self, about: str, figure: Figure) -> None:
        if not self.figures or self.figures[-1][0] != about:
            self.tell(f"\n{about}\n{HEAD}")
        self.figures.append((about, figure))
        self.tell(shown(figure))

    def as_json(self) -> dict[str, Any]:
        lines = [{"about": about, **asdict(figure)} for about, figure in self.figures]
        return {"schema": SCHEMA, "machine": machine(), "interrupted": self.interrupted, "figures": lines}


def main(arguments: Sequence[str] | None = None, size: Size | None = None) -> int:
    """`size` is for tests, which measure next to nothing."""
    options = _parse(arguments)
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"The machine is busy (load {load:.1f}): ratios hold better than figures.", file=sys.stderr)
    report = Report(lambda line: print(line, flush=True))
    usual = QUICK if options.quick else Size()
    try:
        _measure(report, _models(options.model), size or usual, options.only.split(","), options.pdf)
    except KeyboardInterrupt:
        report.interrupted = True
        print("\nStopped; the rest was not measured.", file=sys.stderr)
    if options.json:
        made = {"made": datetime.now(UTC).isoformat(timespec="seconds"), "quick": options.quick, "load_at_start": load}
        options.json.write_text(json.dumps(made | report.as_json(), indent=1), encoding="utf-8")
    return 1 if report.interrupted else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--model", action="append", help="id or GGUF file; may be given again (default: each that is here)"
    )
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}; separated by commas")
    parser.add_argument("--quick", action="store_true", help="shorter prompts and fewer repeats")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--pdf", type=Path, help="measure over this file instead of one of our own")
    options = parser.parse_args(arguments)
    if strange := set(options.only.split(",")) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(strange))}")
    return options


def _models(wanted: Sequence[str] | None) -> list[ModelFiles]:
    """Those named; else the generators that are here, the tests' own engine left out."""
    store = Store(Paths.find(), Manifest.load())
    if wanted:
        return [store.find(name) for name in wanted]
    installed = store.installed()
    return [files for files in installed if files.model is None or files.model.purpose == "generator"]


def _measure(report: Report, models: Sequence[ModelFiles], size: Size, parts: Sequence[str], pdf: Path | None) -> None:
    with tempfile.TemporaryDirectory(prefix="inglenook-report-") as work:
        if set(parts) - {"rest"}:
            document = long_document(Path(work), pdf)
            for files in models:
                _of_model(report, files, document, size, parts)
        if "rest" in parts:
            report.take("the program, no model loaded", held.at_rest(Path(work) / "rest", documents=size.documents))


def _of_model(report: Report, files: ModelFiles, document: Long, size: Size, parts: Sequence[str]) -> None:
    def on_cpu(both: speed.Pair) -> Iterator[Figure]:
        yield from _speeds(both, document, size, parts)
        if "summary" in parts:
            asked = files.model is None or files.model.gists
            yield from summing.summaries(both, document, pages=size.pages, asked=asked)

    if {"threads", "speed", "first", "summary"} & set(parts):
        report.take(files.id, speed.pair(files.gguf, document, size=size, gpu=False, work=on_cpu))
    if "gpu" in parts:
        report.take(files.id, _on_gpu(files, document, size, parts))
    if "memory" in parts:
        report.take(files.id, _memory(files, document, size))


def _speeds(both: speed.Pair, document: Long, size: Size, parts: Sequence[str]) -> Iterator[Figure]:
    if "threads" in parts:
        yield from speed.threads(both)
    if "speed" in parts:
        yield from speed.speeds(both, document, size=size)
    if "first" in parts:
        yield from speed.first_tokens(both, document, size=size)


def _on_gpu(files: ModelFiles, document: Long, size: Size, parts: Sequence[str]) -> Iterator[Figure]:
    """The same with the layers on a GPU that fit there; or why none are."""
    with Engine(files.gguf, name=files.id, context=CONTEXT) as engine:
        loaded = engine.load()
    if loaded.device == "cpu":
        yield missing("gpu", "on a GPU", loaded.device_note or "no reason was given")
        return

    def work(both: speed.Pair) -> Iterator[Figure]:
        note = f"{both.loaded.device}, {both.raw.told.layers} layers"
        for figure in _speeds(both, document, size, parts):
            yield figure.noted(note)

    yield from speed.pair(files.gguf, document, size=size, gpu=True, work=work)


def _memory(files: ModelFiles, document: Long, size: Size) -> Iterator[Figure]:
    """Against the manifest; of a model that it does not know, against what its head says it takes."""
    for context in (CONTEXT, 2 * CONTEXT):
        known = files.model
        promised = known.memory_at(context) if known else examine(files.gguf).memory(context)
        basis = known.memory_basis if known else "by its head"
        filled = max(512, round(size.filled * CONTEXT))
        yield from held.engine(
            files.gguf, document, context=context, filled=min(filled, context), promised=promised, basis=basis
        )


def machine() -> dict[str, Any]:
    """Facts that figures depend on; no names of people or machines, no paths."""
    found = hardware.examine()
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": found.processor,
        "physical_cores": found.physical_cores,
        "logical_cores": found.logical_cores,
        "usable_cores": found.usable_cores,
        "memory": found.memory_total,
        "gpus": list(found.gpus),
        "gpu_backends": list(found.gpu_backends),
        "python": platform.python_version(),
        "inglenook": __version__,
        "llama_cpp_python": version("llama-cpp-python"),
    }


if __name__ == "__main__":
    sys.exit(main())
