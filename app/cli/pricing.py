"""`cloud prices [set|reset|aside]`: what models elsewhere cost."""

import argparse
from collections.abc import Callable, Mapping

from app.cli import shapes, shapes_cloud
from app.cli.console import Console
from app.library.cloud import Cloud, Priced, Pricing
from app.stop import Stop


def prices(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """Nothing is reached for it: prices are what a table here says."""
    if options.change is not None:
        return _CHANGES[options.change](cloud.pricing, options, console)
    trouble = cloud.pricing.trouble()
    if trouble is not None:
        console.bad_files([trouble])
    rows = cloud.pricing.table()
    for row in rows:
        if console.json:
            console.object(shapes_cloud.price(row))
    if not console.json:
        console.result("\n".join(_lined(rows)))
        console.note("For a million tokens, read and written. * is asked by a provider that is set up.")
    return 0 if trouble is None else 3


def _set(pricing: Pricing, options: argparse.Namespace, console: Console) -> int:
    row = pricing.put(
        options.target, options.price_in, options.price_out, currency=options.currency, at=options.at
    )  # fmt: skip
    _tell(console, row, "from now on")
    return 0


def _reset(pricing: Pricing, options: argparse.Namespace, console: Console) -> int:
    row, had = pricing.reset(options.target, options.at)
    _tell(console, row, "your price is gone" if had else "it had no price of yours")
    return 0


def _aside(pricing: Pricing, options: argparse.Namespace, console: Console) -> int:
    other = pricing.put_aside()
    if console.json:
        console.object({"schema": shapes.SCHEMA, "path": None if other is None else str(other)})
    else:
        console.result("There is no table of yours." if other is None else f"It is kept as {other}.")
    return 0


_CHANGES: Mapping[str, Callable[[Pricing, argparse.Namespace, Console], int]] = {
    "set": _set, "reset": _reset, "aside": _aside,
}  # fmt: skip


def _tell(console: Console, row: Priced, what: str) -> None:
    if console.json:
        console.object(shapes_cloud.price(row))
    else:
        console.result(f"{row.model}  {what}: {_amounts(row)}{f' at {row.at}' if row.at else ''}")


def _amounts(row: Priced) -> str:
    if row.price is None:
        return "its price is not known"
    return f"{row.price.input:g} {row.price.currency} in, {row.price.output:g} {row.price.currency} out"


def _whence(row: Priced) -> str:
    if row.price is None:
        return ""
    day = f" {row.price.dated}" if row.price.dated else ""
    return f"yours{day}" if row.own else f"listed{day}"


def _lined(rows: tuple[Priced, ...]) -> list[str]:
    """One a line, below each other."""
    cells = [
        (f"{'*' if row.asked else ' '} {row.model}", _amounts(row), row.at or "anywhere", _whence(row)) for row in rows
    ]
    widths = [max((len(cell[column]) for cell in cells), default=0) for column in range(4)]
    return ["  ".join(text.ljust(width) for text, width in zip(cell, widths, strict=True)).rstrip() for cell in cells]
