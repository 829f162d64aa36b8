"""Make damaged copies, examine all, run some of those that pass in the real engine, and tell how many each stage caught.

It takes about 3 minutes of computing for 10,000 copies and half a second for each one that is run. Linux and macOS.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from app.host.paths import Paths
from app.models import Manifest, Store
from tests.models.mutations import trial
from tests.models.mutations.copies import Copy, Workshop
from tests.models.mutations.trial import ENDED, HUNG, RAN, REFUSED, Loaded

_REAL = "smollm2-135m"
_COLUMNS = ("made", "model_damaged", "model_unsupported", "passed", "loaded", REFUSED, ENDED, HUNG, RAN)

Table = dict[str, Counter[str]]


def main() -> int:
    options = _options()
    table: Table = defaultdict(Counter)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        real = None if options.small else Store(Paths.find(), Manifest.load()).find(_REAL).gguf
        workshop = Workshop(Path(folder), real=real)
        passed = list(_examined(workshop, options.count, options.seed, table))
        chosen = trial.sample(passed, options.run)
        results = list(_run(workshop, chosen, options, table))
    _print(table, results)
    if options.json:
        found = {"kinds": table, "ended": [asdict(result) for result in results if result.outcome in (ENDED, HUNG)]}
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 1 if any(result.outcome == HUNG for result in results) else 0


def _examined(workshop: Workshop, count: int, seed: int, table: Table) -> Iterable[Copy]:
    for copy in trial.copies(workshop, count, seed=seed):
        with workshop.made(copy) as path:
            caught = trial.examined(path)
        table[copy.kind].update(["made", caught or "passed"])
        if not caught:
            yield copy


def _run(workshop: Workshop, chosen: Sequence[Copy], options: argparse.Namespace, table: Table) -> Iterable[Loaded]:
    """After every 50 copies and at the end a sound model must answer."""
    with trial.memory_limit(int(options.memory * 2**30)):
        for number, copy in enumerate(chosen, start=1):
            with workshop.made(copy) as path:
                result = trial.loaded(copy, path, seconds=options.seconds)
                if options.keep and result.outcome in (ENDED, HUNG):
                    (options.keep / f"{copy.kind}-{copy.number}.gguf").write_bytes(path.read_bytes())
            table[copy.kind].update(["loaded", result.outcome])
            if number % 50 == 0 or number == len(chosen):
                after = trial.loaded(Copy("sound", 0, 0), workshop.sound(), seconds=options.seconds)
                assert after.outcome == RAN, after
                print(f"{number} of {len(chosen)} run", file=sys.stderr, flush=True)
            yield result


def _print(table: Table, results: Sequence[Loaded]) -> None:
    print(f"{'kind':18}" + "".join(f"{name.removeprefix('model_'):>13}" for name in _COLUMNS))
    total: Counter[str] = Counter()
    for kind, counts in table.items():
        total.update(counts)
        print(f"{kind:18}" + "".join(f"{counts[name]:>13,}" for name in _COLUMNS))
    print(f"{'all':18}" + "".join(f"{total[name]:>13,}" for name in _COLUMNS))
    for result in results:
        if result.outcome in (ENDED, HUNG):
            print(f"{result.outcome}: {result.copy.kind} {result.copy.number}, {result.said}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.models.mutations", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="copies to make and examine")
    parser.add_argument("--run", type=int, default=500, help="copies that passed to load and run")
    parser.add_argument("--seed", type=int, default=1, help="other copies")
    parser.add_argument("--memory", type=float, default=3.0, help="GiB of address space for the engine")
    parser.add_argument("--seconds", type=float, default=120.0, help="after which a load counts as hung")
    parser.add_argument("--small", action="store_true", help="without the real model")
    parser.add_argument(
        "--folder", type=Path, help="where copies are made; the system's own for temporary files otherwise"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the copies that ended the engine")
    parser.add_argument("--json", type=Path, help="write the table here, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
