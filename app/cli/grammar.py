"""What the commands' grammars are made of: options that several have, and how their arguments are read."""

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import __version__

Command = Callable[..., argparse.ArgumentParser]
"""Adds a command, by its name, what it does and examples."""


@dataclass(frozen=True, slots=True)
class Example:
    command: str
    what: str


def common_options() -> argparse.ArgumentParser:
    """Options of every command. Defaults are suppressed so that one given before the command is not undone behind it."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group("everywhere")
    group.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    group.add_argument("--data-dir", type=Path, metavar="DIR", help="where library, conversations and settings lie")
    group.add_argument(
        "--model", metavar="ID|FILE", help="the model to use this time; with ‘cloud’ one of the provider's"
    )
    group.add_argument("--adapter", metavar="ID|FILE|none", help="the LoRA adapter to use the model with this time")
    group.add_argument("--no-gpu", dest="gpu", action="store_false", help="leave the GPU alone this time")
    group.add_argument(
        "--seed", type=int, metavar="N", help="sample with this seed instead of taking the likeliest word"
    )
    group.add_argument("--quiet", action="store_true", help="no progress and no notes")
    group.add_argument("--verbose", action="store_true", help="say more on standard error")
    group.add_argument(
        "--version", action="version", version=f"inglenook {__version__}", help="print the version and end"
    )
    return common


def examples_of(*examples: Example) -> str:
    width = max((len(example.command) for example in examples), default=0)
    lines = [f"  {example.command:<{width}}   {example.what}".rstrip() for example in examples]
    return "examples:\n" + "\n".join(lines) if lines else ""


def add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-f", "--file", type=Path, action="append", default=[], metavar="FILE", help="only this PDF; may be repeated"
    )
    parser.add_argument("--collection", type=text, metavar="NAME", help="only the documents of this collection")


def add_following(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--continue",
        dest="after",
        nargs="?",
        const="",
        type=text,
        metavar="CONVERSATION",
        help="follow up this conversation (default: the last one); of its documents, unless others are named",
    )


def add_waiting(parser: argparse.ArgumentParser, wait: str, no_wait: str) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--wait", dest="wait", action="store_true", default=None, help=wait)
    group.add_argument("--no-wait", dest="wait", action="store_false", default=None, help=no_wait)


def add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help="read the password of protected PDFs from here"
    )


def actions_of(
    parser: argparse.ArgumentParser, command: str, *rows: tuple[str, str, str | None, str]
) -> dict[str, argparse.ArgumentParser]:
    """The actions of a command, by name. A row: its name, what it does, its one argument, an example."""
    return _subcommands(parser.add_subparsers(dest="action", metavar="ACTION", required=True), command, rows)


def changes_of(
    parser: argparse.ArgumentParser, command: str, *rows: tuple[str, str, str | None, str]
) -> dict[str, argparse.ArgumentParser]:
    """What an action changes, likewise; without one it shows what there is, and `change` is None."""
    return _subcommands(parser.add_subparsers(dest="change", metavar="CHANGE"), command, rows)


def _subcommands(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]",
    command: str,
    rows: Sequence[tuple[str, str, str | None, str]],
) -> dict[str, argparse.ArgumentParser]:
    common = common_options()
    made = {}
    for name, what, argument, example in rows:
        made[name] = actions.add_parser(
            name,
            help=what,
            description=what[0].upper() + what[1:] + ".",
            epilog=examples_of(Example(f"inglenook {command} {example}", "")),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[common],
            allow_abbrev=False,
        )
        if argument:
            made[name].add_argument("target", metavar=argument, type=Path if argument == "FILE" else text)
    return made


def text(text: str) -> str:
    """What a terminal sends need not be text; what is not becomes a question mark."""
    return text.encode(errors="replace").decode()


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def pages(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?", text)
    first, last = (int(match.group(1)), int(match.group(2) or match.group(1))) if match else (0, 0)
    if not 1 <= first <= last:
        raise argparse.ArgumentTypeError(f"'{text}' is not a range of pages such as 3-7")
    return (first, last)
