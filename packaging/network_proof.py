"""The network proof, for whoever has to vouch for the program: `python packaging/network_proof.py` (Linux; some minutes).

The real program, its command line and its window, makes whole journeys: first start, add, search, ask, follow-up, summarise, export,
remove, a model elsewhere set up, a preview cancelled, a letter sent with consent to a server on this machine.

1. Followed by strace, native code included: no process has a socket of any kind but AF_UNIX, but for the gateway's, and that only with consent.
2. In an empty network namespace: the same works in full.
3. A control: a process that does make a socket is caught.

Ends with 1 where anything is against that, with 2 where it cannot be proved on this machine.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.gateway.cloud.provider import providing  # noqa: E402
from tests.proof import trace  # noqa: E402
from tests.proof.journeys import Place, Result, commands, control, window  # noqa: E402

PARTS = ("commands", "window", "empty", "control")


def main() -> int:
    options = _options()
    chosen = options.only or list(PARTS)
    results: list[Result] = []
    lacking: list[str] = []
    with tempfile.TemporaryDirectory(prefix="inglenook-proof-") as made:
        for number, (what, run, why) in enumerate(_parts(chosen)):
            reason = why()
            if reason is not None:
                lacking.append(f"{what}: not proved here: {reason}")
                continue
            folder = Path(made) / str(number)
            folder.mkdir()
            with providing() as provider:
                for result in run(Place(folder, provider, empty="empty" in what)):
                    results.append(result)
                    if not options.json:
                        print(_row(what, result), flush=True)
    _tell(results, lacking, as_json=options.json)
    if any(result.wrong for result in results):
        return 1
    return 2 if lacking else 0


_Part = tuple[str, Callable[[Place], Iterator[Result]], Callable[[], str | None]]


def _parts(chosen: list[str]) -> Iterator[_Part]:
    if "control" in chosen:
        yield "control", lambda place: iter([control(place)]), trace.why_not
    if "commands" in chosen:
        yield "followed", commands, trace.why_not
    if "window" in chosen:
        yield "followed", window, trace.why_not
    if "empty" in chosen:
        yield "empty network", commands, trace.why_no_namespace
        yield "empty network", window, trace.why_no_namespace


def _row(what: str, result: Result) -> str:
    verdict = "; ".join(result.wrong) or "as it should be"
    found = result.traced
    if found is None:
        return f"{what:14} {result.journey:13} {result.name:40.40} works: {verdict}"
    return (
        f"{what:14} {result.journey:13} {result.name:40.40} {found.processes:3} programs, {len(found.forbidden)} sockets outside the gateway, "
        f"{found.gateways} gateways with {found.connections} connections, {found.look_ups} look-ups of names: {verdict}"
    )


def _tell(results: list[Result], lacking: list[str], *, as_json: bool) -> None:
    local = sorted({name for result in results if result.traced for name in result.traced.local})
    wrong = sum(bool(result.wrong) for result in results)
    if as_json:
        print(json.dumps({"schema": 1, "wrong": wrong, "not_proved": lacking, "local": local, "steps": list(map(_shape, results))}))  # fmt: skip
        return
    print("\nLocal sockets (AF_UNIX) led to: " + ("; ".join(local) or "nothing"))
    for line in lacking:
        print(line)
    print(f"{len(results)} steps, {wrong} against the rule.")


def _shape(result: Result) -> dict[str, object]:
    found = result.traced
    shape: dict[str, object] = {"journey": result.journey, "step": result.name, "wrong": result.wrong}
    if found is None:
        return {**shape, "network": "empty"}
    return {
        **shape,
        "network": "followed",
        "programs": found.processes,
        "forbidden": found.forbidden,
        "gateways": found.gateways,
        "connections": found.connections,
        "look_ups": found.look_ups,
        "local": dict(found.local),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be repeated")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
