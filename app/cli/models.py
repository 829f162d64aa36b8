"""`models list|pull|import|verify|remove|use`."""

import argparse

from app.cli.console import Console
from app.cli.scope import open_library
from app.stop import Stop


def models(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    actions = {
        "list": _list, "pull": _pull, "import": _import, "verify": _verify, "remove": _remove, "use": _use,
    }  # fmt: skip
    with open_library(options) as library:
        return actions[options.action](library, options, console, stop)
