"""The grammar of `cloud`."""

import argparse
from collections.abc import Mapping

from app.cli.grammar import (
    Command,
    Example,
    actions_of,
    add_following,
    add_password,
    add_scope,
    add_waiting,
    changes_of,
    pages,
    positive,
    text,
)

_ACTIONS = (
    ("status", "which models elsewhere are set up, and what is allowed", None, "status --json"),
    ("add", "set up a model elsewhere", "NAME", "add office --address https://llm.example.com/v1 --model MODEL"),
    ("remove", "forget a model elsewhere and its key", "PROVIDER", "remove office"),
    ("set-key", "keep its key in the system's keyring", "PROVIDER", "set-key openai"),
    ("forget-key", "take its key out of the system's keyring", "PROVIDER", "forget-key openai"),
    (
        "preview",
        "print the exact text that would leave, and its digest; nothing is sent",
        None,
        'preview "What drove the loss?"',
    ),
    (
        "ask",
        "show the exact text, ask for your yes, and send it once",
        None,
        'ask "What drove the loss?" --approve DIGEST',
    ),
    (
        "summarize",
        "have a whole document summarised elsewhere: all of its text leaves, after your yes",
        "FILE",
        "summarize report.pdf",
    ),
    (
        "correct",
        "have the last answer of a conversation corrected elsewhere, with what nothing supports of it",
        "CONVERSATION",
        "correct last",
    ),
    ("prices", "what models elsewhere cost, and your own prices in their place", None, "prices --json"),
    ("log", "what has left this machine, when, to whom and what it cost", None, "log --texts"),
)
"""Name, what it does, what it takes, and an example."""


def cloud(command: Command) -> None:
    parser = command(
        "cloud",
        "ask a model elsewhere, after you have read and approved the exact text that leaves",
        Example(
            "inglenook cloud add openai --model MODEL",
            "or any address that speaks as OpenAI does; nothing is sent by it",
        ),
        Example("inglenook cloud set-key openai", "into the system's keyring"),
        Example('inglenook cloud preview "What drove the loss?"', "what would leave, and its digest"),
        Example('inglenook cloud ask "What drove the loss?"', "shows it, asks, and sends it once"),
    )
    actions = actions_of(parser, "cloud", *_ACTIONS)
    _add(actions["add"])
    _key(actions["set-key"])
    _about(actions)
    for name in ("ask", "summarize", "correct"):
        _sent(actions[name])
    _prices(actions["prices"])
    _logged(actions["log"])


def _about(actions: Mapping[str, argparse.ArgumentParser]) -> None:
    """What is asked, and what of it leaves."""
    for name in ("preview", "ask"):
        actions[name].add_argument("question", nargs="?", type=text, metavar="QUESTION")
        add_scope(actions[name])
        add_following(actions[name])
        actions[name].add_argument(
            "--steps",
            action="store_true",
            help="send titles instead of passages, look up here what is to be known, send what was found: two texts, each approved",
        )
        _prepared(actions[name])
    _prepared(actions["summarize"])
    _of_what_is_sent(actions["correct"])
    actions["summarize"].add_argument("--length", choices=("brief", "standard", "detailed"), default="standard")
    for name in ("summarize", "correct"):
        actions[name].add_argument("--preview", action="store_true", help="only print what would leave")


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", metavar="URL", help="where it answers; of ‘openai’ and ‘anthropic’ it is known")
    parser.add_argument(
        "--dialect", choices=("openai", "anthropic"), help="how it is spoken to (default: as OpenAI is)"
    )
    parser.add_argument(
        "--trust",
        action="store_true",
        help="send to this address without encryption: only for a network that you trust",
    )
    parser.add_argument("--first", action="store_true", help="ask it from now on where none is named")


def _key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key-stdin", action="store_true", help="read the key from standard input instead of asking for it"
    )


def _prepared(parser: argparse.ArgumentParser) -> None:
    _of_what_is_sent(parser)
    parser.add_argument("--pages", type=pages, metavar="3-7", help="only these pages of the one file")
    add_waiting(parser, "first make all of it searchable by meaning", "use what is there")
    add_password(parser)


def _of_what_is_sent(parser: argparse.ArgumentParser) -> None:
    """Given alike, the preview and the request are the same to the byte."""
    parser.add_argument("--provider", type=text, metavar="PROVIDER", help="ask this one (default: the first one)")
    parser.add_argument(
        "--leave-out",
        type=positive,
        action="append",
        default=[],
        metavar="N",
        help="passage N stays here; may be repeated",
    )
    parser.add_argument("--names", action="store_true", help="the names of the files may leave, too")


def _sent(parser: argparse.ArgumentParser) -> None:
    yes = parser.add_mutually_exclusive_group()
    yes.add_argument("--approve", metavar="DIGEST", help="send if it is exactly the text of this digest")
    yes.add_argument("--yes", action="store_true", help="on a terminal: send what was just printed without asking")
    _key(parser)


def _prices(parser: argparse.ArgumentParser) -> None:
    changes = changes_of(
        parser,
        "cloud prices",
        ("set", "reckon with your own price of a model", "MODEL", "set wren-large --in 1.5 --out 6 --currency EUR"),
        ("reset", "go back to the price that came with the program", "MODEL", "reset wren-large"),
        ("aside", "give a table of yours that cannot be used another name; nothing of it is lost", None, "aside"),
    )
    for name, what in (("in", "read"), ("out", "written")):
        changes["set"].add_argument(
            f"--{name}", dest=f"price_{name}", type=float, required=True, metavar="PRICE", help=f"for a million tokens {what}"
        )  # fmt: skip
    changes["set"].add_argument(
        "--currency", metavar="EUR", help="by its three letters (default: that which it had, else USD)"
    )
    for name in ("set", "reset"):
        changes[name].add_argument(
            "--at", metavar="HOST", help="only for this server (default: where it is listed or set up, else anywhere)"
        )


def _logged(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", action="store_true", help="with the exact texts, as far as they are kept")
    parser.add_argument(
        "--delete-texts", action="store_true", help="keep no text any longer; that it left stays in the log"
    )
