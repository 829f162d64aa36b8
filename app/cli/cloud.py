"""`cloud`."""

import argparse
from collections.abc import Callable, Mapping

from app.cli import approving, elsewhere, pricing
from app.cli.console import Console
from app.cli.scope import open_library
from app.library.cloud import Cloud
from app.stop import Stop

_Action = Callable[[Cloud, argparse.Namespace, Console, Stop], int]

_ACTIONS: Mapping[str, _Action] = {
    "status": elsewhere.status,
    "add": elsewhere.add,
    "remove": elsewhere.remove,
    "set-key": elsewhere.set_key,
    "forget-key": elsewhere.forget_key,
    "preview": approving.preview,
    "ask": approving.ask,
    "summarize": approving.summarize,
    "correct": approving.correct,
    "prices": pricing.prices,
    "log": approving.log,
}


def cloud(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    # --model names a model that lies elsewhere: what is looked up here is looked up by the one that was chosen.
    with open_library(argparse.Namespace(**{**vars(options), "model": None})) as library:
        return _ACTIONS[options.action](library.cloud, options, console, stop)
