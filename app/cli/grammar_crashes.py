"""The grammar of `crashes`."""

from pathlib import Path

from app.cli.grammar import Command, Example, actions_of


def crashes(command: Command) -> None:
    parser = command(
        "crashes",
        "list, show, export and remove reports of faults; they stay on this machine",
        Example("inglenook crashes show last", "where it happened; nothing of any document"),
        Example("inglenook crashes export last --to report.txt", "a copy to pass on, shown as it is written"),
    )
    actions = actions_of(
        parser,
        "crashes",
        ("list", "reports, newest first", None, "list --json"),
        ("show", "what is in one: by the beginning of its id, ‘last’ or ‘all’", "REPORT", "show last"),
        ("export", "write a copy into a file, and show what is in it", "REPORT", "export all --to report.txt"),
        ("remove", "delete it from this machine", "REPORT", "remove all"),
    )
    actions["export"].add_argument("--to", type=Path, required=True, metavar="FILE", help="where the copy goes")
    actions["export"].add_argument("--force", action="store_true", help="replace FILE if it is there already")
