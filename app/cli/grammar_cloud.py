"""The grammar of `cloud`."""

import argparse

from app.cli.grammar import Command, Example, actions_of


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
    actions = actions_of(
        parser,
        "cloud",
        ("status", "which models elsewhere are set up, and what is allowed", None, "status --json"),
        ("add", "set up a model elsewhere", "NAME", "add office --address https://llm.example.com/v1 --model MODEL"),
        ("remove", "forget a model elsewhere and its key", "PROVIDER", "remove office"),
        ("set-key", "keep its key in the system's keyring", "PROVIDER", "set-key openai"),
        ("forget-key", "take its key out of the system's keyring", "PROVIDER", "forget-key openai"),
    )
    _add(actions["add"])
    _key(actions["set-key"])


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
