"""The command line's grammar, as the contract has it. Common options are taken before and after the command's name."""

import argparse
from pathlib import Path

from app.cli import grammar_cloud, grammar_crashes
from app.cli.grammar import (
    Command,
    Example,
    actions_of,
    add_following,
    add_password,
    add_scope,
    add_waiting,
    common_options,
    examples_of,
    pages,
    positive,
    text,
)

_COMMON_DEFAULTS: dict[str, object] = {
    "json": False, "data_dir": None, "model": None, "adapter": None, "gpu": True, "seed": None, "quiet": False, "verbose": False,
}  # fmt: skip


def parse(arguments: list[str]) -> argparse.Namespace:
    """Raises SystemExit 2 where the command line is wrong, 0 after --help and --version."""
    return _parser().parse_args(arguments, argparse.Namespace(**_COMMON_DEFAULTS, command=None))


def _parser() -> argparse.ArgumentParser:
    common = common_options()
    parser = argparse.ArgumentParser(
        prog="inglenook",
        description="Summarises your PDFs and answers questions about them with a language model on this machine. "
        "Without a command it opens the window.",
        epilog=examples_of(
            Example("inglenook add ~/Contracts", "add a folder of PDFs"),
            Example('inglenook ask "When does the lease end?" -f lease.pdf', "a cited answer"),
            Example("inglenook summarize report.pdf --length brief", "a summary that read every page"),
            Example("inglenook COMMAND --help", "options and examples of one command"),
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, what: str, *examples: Example) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=what,
            description=what[0].upper() + what[1:] + ".",
            epilog=examples_of(*examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[common],
            allow_abbrev=False,
        )

    for define in (
        _add,
        _list,
        _scans,
        _remove,
        _search,
        _ask,
        _summarize,
        _conversations,
        _export,
        _models,
        grammar_cloud.cloud,
        grammar_crashes.crashes,
        _doctor,
    ):
        define(command)
    return parser


def _add(command: Command) -> None:
    parser = command(
        "add",
        "add PDFs or folders of PDFs to the library",
        Example("inglenook add report.pdf", "until it can be searched by meaning, too"),
        Example("inglenook add ~/Contracts --collection Contracts --no-wait", "until it can be searched by words"),
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a PDF or a folder")
    parser.add_argument("--collection", type=text, metavar="NAME", help="put them into this collection")
    add_waiting(
        parser,
        "wait until they can be searched by meaning, scanned pages too (default)",
        "leave search by meaning and scanned pages for later",
    )
    parser.add_argument("--no-ocr", dest="pictures", action="store_false", help="leave out pages that are pictures")
    add_password(parser)


def _scans(command: Command) -> None:
    parser = command("scans", "read scanned pages, and say when that is done")
    actions_of(
        parser,
        "scans",
        ("status", "show what is left to read, and whether it is read", None, "status"),
        ("read", "read all that is left, pages that were left out before too", None, "read"),
        ("when-needed", "read pages that are pictures where they have no text", None, "when-needed"),
        ("never", "leave them out", None, "never"),
    )


def _list(command: Command) -> None:
    parser = command("list", "list the documents of the library", Example("inglenook list --json", "one object a line"))
    parser.add_argument("--collection", type=text, metavar="NAME", help="only this collection")


def _remove(command: Command) -> None:
    parser = command(
        "remove",
        "remove documents from the library; the PDFs themselves stay",
        Example("inglenook remove report.pdf", "by name, path or the beginning of its id"),
    )
    parser.add_argument("documents", nargs="+", type=text, metavar="DOCUMENT", help="path, name or id prefix")
    parser.add_argument(
        "--keep-answers", action="store_true", help="keep the answers about them, without what these quote"
    )


def _search(command: Command) -> None:
    parser = command(
        "search",
        "find passages, without a model",
        Example('inglenook search "notice period" -f lease.pdf -n 5', "the best five passages"),
    )
    parser.add_argument("words", nargs="+", type=text, metavar="WORDS", help="what to look for")
    add_scope(parser)
    parser.add_argument(
        "-n", dest="limit", type=positive, default=10, metavar="N", help="how many passages (default 10)"
    )
    add_waiting(parser, "first make all of it searchable by meaning", "use what is there")
    add_password(parser)


def _ask(command: Command) -> None:
    parser = command(
        "ask",
        "answer a question from the documents, with citations",
        Example('inglenook ask "What drove the loss?" -f annual-report.pdf', ""),
        Example('inglenook ask "Who signed?" --pages 3-7 -f lease.pdf', "only these pages"),
        Example('inglenook ask "And the year before?" --continue', "after the last answer, of the same documents"),
        Example("inglenook ask --questions questions.jsonl --json", "many questions, the model loaded once"),
    )
    parser.add_argument("question", nargs="?", type=text, metavar="QUESTION")
    parser.add_argument("--questions", type=Path, metavar="FILE.jsonl", help='{"id","question","files":[…]} a line')
    add_scope(parser)
    parser.add_argument("--pages", type=pages, metavar="3-7", help="only these pages of the one file")
    add_following(parser)
    parser.add_argument(
        "--thorough",
        action="store_true",
        help="read every page of the scope, however long it takes; stopped, it goes on where it was",
    )
    add_waiting(parser, "first make all of it searchable by meaning", "use what is there")
    add_password(parser)


def _summarize(command: Command) -> None:
    parser = command(
        "summarize",
        "summarise a whole document, every point with its pages",
        Example("inglenook summarize report.pdf", "reads every page"),
        Example('inglenook summarize report.pdf --section "Risk factors" --length detailed', "one section of it"),
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--pages", type=pages, metavar="3-7", help="only these pages")
    part.add_argument("--section", type=text, metavar="TITLE", help="only this section")
    parser.add_argument("--length", choices=("brief", "standard", "detailed"), default="standard")
    add_waiting(parser, "first make all of it searchable by meaning", "leave that for later")
    add_password(parser)


def _conversations(command: Command) -> None:
    parser = command(
        "conversations",
        "list, show and remove what was asked and answered",
        Example("inglenook conversations list lease", "those in which ‘lease’ occurs"),
        Example("inglenook conversations show last", "by id, its beginning, its title, or ‘last’"),
    )
    actions = actions_of(
        parser,
        "conversations",
        ("list", "conversations, newest first", None, "list --json"),
        ("show", "its questions, answers and sources", "CONVERSATION", "show last"),
        ("remove", "delete a conversation from this machine", "CONVERSATION", "remove 3f9a2c"),
    )
    actions["list"].add_argument(
        "words", nargs="*", type=text, metavar="WORD", help="only those in which every word occurs"
    )


def _export(command: Command) -> None:
    parser = command(
        "export",
        "write a conversation with its sources into a Markdown, Word or PDF file",
        Example("inglenook export last --to lease.docx", "the conversation that was used last"),
        Example("inglenook export 3f9a2c --to lease.pdf --force", "in the place of an earlier file"),
    )
    parser.add_argument("target", type=text, metavar="CONVERSATION", help="id, its beginning, title, or ‘last’")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a name that ends in .md, .docx or .pdf")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there already")


def _models(command: Command) -> None:
    parser = command(
        "models",
        "list, get, check and choose models",
        Example("inglenook models list", "what is known and what is here"),
        Example("inglenook models import ~/Downloads/model.gguf", "use a GGUF file of your own"),
    )
    actions = actions_of(
        parser,
        "models",
        ("list", "models that are known, and which are on this machine", None, "list --json"),
        ("pull", "download a model; ‘recommended’ is the one that suits this machine", "ID", "pull recommended"),
        ("import", "take a GGUF file of your own into the model folder", "FILE", "import ~/Downloads/model.gguf"),
        ("verify", "read every model on this machine and compare it with its checksum", None, "verify"),
        ("remove", "delete a model from this machine", "ID", "remove qwen2.5-coder-0.5b"),
        ("use", "use this model from now on, or with --adapter also that adapter", "ID", "use qwen2.5-coder-0.5b"),
    )
    instead = actions["pull"].add_mutually_exclusive_group()
    instead.add_argument(
        "--from", dest="folder", type=Path, metavar="FOLDER", help="take it from this folder, a stick or a share"
    )
    instead.add_argument(
        "--print-url",
        action="store_true",
        help="say what to bring to this machine and how to take it in; nothing is fetched",
    )


def _doctor(command: Command) -> None:
    parser = command(
        "doctor",
        "say what was found on this machine and check the library",
        Example("inglenook doctor --json", ""),
        Example("inglenook doctor --report report.txt", "with the log and reports of faults, to pass on"),
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write all of it into a new file, and show what is in it"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there already")
