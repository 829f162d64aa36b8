"""No pattern that is put to a document's text takes a time that grows with the square of the text.

The steps of Python's matcher cannot be counted, so this thread's processor time is measured, which other programs do not add to, with
wide margins: 16,000 characters take a linear pattern some milliseconds and a quadratic one at least half a second. Where they take long,
the pattern fails only if that is a hundred times the time of a thirty-second of them; for a quadratic one it would be a thousand times.
"""

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from types import ModuleType

import pytest

import app

_ROOMS = ("answers", "cloud", "documents", "index", "tongues")
_LONG, _SHORT = 16_000, 500
"""Characters."""
_AT_ONCE = 0.1
"""Seconds for the long text. Faster is not quadratic: the quickest of those that were took 0.012 s for 2,000 characters."""
_TICK = 0.001
"""Seconds. What is shorter is not measured on every machine."""
_GROWTH = 100
"""Times the short text's. 32 is linear, 1,024 quadratic."""
_RUNS = (
    "a", "A", "ä", "1", " ", "\n", "\t", ".", "-", "(", "|", "a ", "Aa ", "1 ", "a. ", "1. ", "1.", "1,", "a-", "a\n", "1\n", "A b ",
    "(a) ", "a | ", "the ", "not ", "of the ", "must ", "is ", "“",
)  # fmt: skip
_METHODS = ("search", "match", "fullmatch", "findall", "finditer", "sub", "split")


def _modules() -> list[ModuleType]:
    found = []
    for room in _ROOMS:
        package = importlib.import_module(f"{app.__name__}.{room}")
        names = [one.name for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
        found += [package, *map(importlib.import_module, names)]
    return found


def _patterns(value: object, name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Those in a value of a module, with a name for each."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _patterns(one, f"{name}[{key!r}]")
    elif isinstance(value, tuple | list):
        for number, one in enumerate(value):
            yield from _patterns(one, f"{name}[{number}]")
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _patterns(getattr(value, one.name, None), f"{name}.{one.name}")


def _methods(module: ModuleType, name: str) -> list[str]:
    """How the module calls a pattern of that name; in every way where that is not plain to see."""
    called = set(re.findall(rf"\b{re.escape(name)}\.({'|'.join(_METHODS)})\b", inspect.getsource(module)))
    alone = re.findall(rf"\b{re.escape(name)}\b(?!\.(?:{'|'.join(_METHODS)})\b)", inspect.getsource(module))
    return sorted(called) if called and len(alone) == 1 else ["finditer", "fullmatch"]


def _all() -> list[tuple[str, re.Pattern[str], list[str]]]:
    seen: set[int] = set()
    found = []
    for module in _modules():
        for variable, value in vars(module).items():
            for name, pattern in _patterns(value, variable):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    found.append((f"{module.__name__}.{name}", pattern, _methods(module, variable)))
    return found


def _use(pattern: re.Pattern[str], method: str) -> Callable[[str], object]:
    ways: dict[str, Callable[[str], object]] = {
        "search": pattern.search,
        "match": pattern.match,
        "fullmatch": pattern.fullmatch,
        "findall": pattern.findall,
        "finditer": lambda text: sum(1 for _ in pattern.finditer(text)),
        "sub": lambda text: pattern.sub("", text),
        "split": pattern.split,
    }
    return ways[method]


def _seconds(use: Callable[[str], object], text: str) -> float:
    """The least of three: a busy machine only adds."""
    times = []
    for _ in range(3):
        began = time.thread_time()
        use(text)
        times.append(time.thread_time() - began)
        if times[-1] < _AT_ONCE:
            break
    return min(times)


def _of(run: str, length: int) -> str:
    return (run * (length // len(run) + 1))[:length]


def _grows(use: Callable[[str], object], run: str) -> bool:
    """A middle length first: the slowest patterns would stand here for half a minute."""
    if _seconds(use, _of(run, _LONG // 4)) < _AT_ONCE / 5:
        return False
    long = _seconds(use, _of(run, _LONG))
    return long > _AT_ONCE and long > _GROWTH * max(_TICK, _seconds(use, _of(run, _SHORT)))


_FOUND = _all()


def test_the_patterns_are_found() -> None:
    assert len(_FOUND) > 300


@pytest.mark.parametrize("run", _RUNS, ids=repr)
def test_no_pattern_grows_with_the_square_of_a_run(run: str) -> None:
    slow = [
        f"{name}.{method}"
        for name, pattern, methods in _FOUND
        for method in methods
        if _grows(_use(pattern, method), run)
    ]
    assert slow == []
