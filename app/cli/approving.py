"""`cloud preview|ask|summarize|log`: the exact text is printed, approved, sent once, and logged."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.cli import shapes, shapes_cloud
from app.cli.answering import show
from app.cli.console import Console
from app.cli.elsewhere import asked_key
from app.cli.scope import passwords, typed
from app.errors import Refused, UserFixable
from app.library.cloud import Cloud, CutShort, Draft, Letter, Sent
from app.library.documents import Failed
from app.stop import Stop
from app.types import Answer, Provider

_WRONG, _NEEDS_USER = 2, 3


def preview(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """Nothing leaves by it."""
    if not _is_of_one_file(options, console):
        return _WRONG
    failures: list[Failed] = []
    draft = _draft(cloud, options, console, stop, failures)
    _print_letter(cloud.letter(draft), draft, console)
    return _NEEDS_USER if failures else 0


def ask(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    if not _is_of_one_file(options, console):
        return _WRONG
    failures: list[Failed] = []
    draft = _draft(cloud, options, console, stop, failures)
    sent = _send(cloud, draft, options, console, stop)
    return _NEEDS_USER if failures or not sent else 0


def summarize(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """With --preview only shown."""
    provider = _provider(cloud, options)
    draft = cloud.prepare_summary(
        options.target,
        provider.id,
        pages=options.pages,
        length=options.length,
        wait=options.wait,
        password=passwords(options),
        report=console.progress,
        stop=stop,
    )
    draft = _chosen(draft.to(provider), options)
    if options.preview:
        _print_letter(cloud.letter(draft), draft, console)
        return 0
    return 0 if _send(cloud, draft, options, console, stop) else _NEEDS_USER


def log(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """What has left, the last at the end."""
    sent = cloud.sent()
    if options.delete_texts:
        count = cloud.delete_texts()
        if console.json:
            console.object({"schema": shapes.SCHEMA, "deleted": count})
        else:
            console.result(f"{count} texts are no longer kept; that something was sent stays in the log.")
        return 0
    for one in sent:
        if console.json:
            console.object(shapes_cloud.sent(one))
        else:
            console.result(_line(one) + (f"\n{one.text}\n" if options.texts and one.text else ""))
    if not sent and not console.json:
        console.result("Nothing has left this machine.")
    return 0


def _is_of_one_file(options: argparse.Namespace, console: Console) -> bool:
    """Pages are of one file."""
    if options.pages and len(options.file) != 1:
        console.wrong("--pages goes with exactly one file (-f FILE).")
        return False
    return True


def _draft(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop, failures: list[Failed]) -> Draft:
    provider = _provider(cloud, options)

    def failed(failure: Failed) -> None:
        failures.append(failure)
        console.bad_files([failure.error])

    draft = cloud.prepare(
        options.question,
        provider.id,
        files=options.file,
        collection=options.collection,
        pages=options.pages,
        wait=options.wait,
        password=passwords(options),
        report=console.progress,
        stop=stop,
        on_failed=failed,
    )
    return _chosen(draft.to(provider), options)


def _provider(cloud: Cloud, options: argparse.Namespace) -> Provider:
    """`--model` names another model there for this time. Raises Refused `policy` before anything is prepared."""
    provider = cloud.provider(options.provider)
    provider = replace(provider, model=options.model) if options.model else provider
    reason = cloud.forbidden(provider)
    if reason is not None:
        raise Refused("policy", reason=reason)
    return provider


def _chosen(draft: Draft, options: argparse.Namespace) -> Draft:
    """Without the passages that are to stay here, and with the names of files if they may leave."""
    for number in options.leave_out:
        if number <= len(draft.parts):
            draft = draft.include(number, False)
    return draft.with_names(options.names)


def _send(cloud: Cloud, draft: Draft, options: argparse.Namespace, console: Console, stop: Stop) -> bool:
    """Whether a whole answer came. Raises Refused `consent` where nobody approved."""
    letter = cloud.letter(draft)
    _approve(letter, draft, options, console)
    key = _key(cloud, draft.provider, options)
    stream = _stream(console)
    try:
        answer = cloud.send(draft, cloud.consent(letter), key=key, on_text=stream, report=console.progress, stop=stop)
    except CutShort as error:
        _show(error.answer, console, streamed=stream is not None)
        console.bad_file(error)
        return False
    _show(answer, console, streamed=stream is not None)
    return True


def _approve(letter: Letter, draft: Draft, options: argparse.Namespace, console: Console) -> None:
    """By its digest; else by somebody who has just read it on this terminal."""
    if options.approve is not None:
        if options.approve.strip().lower() != letter.digest:
            reason = f"what would leave now has the digest {letter.digest}, and another one was approved"
            raise Refused("consent", reason=reason)
        return
    if console.json or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Refused("consent", reason="nobody has approved it")
    _print_letter(letter, draft, console)
    if options.yes:
        return
    said = typed(lambda: input(f"\nSend exactly this, once, to {letter.provider.name}? [y/N] "))
    if (said or "").strip().lower() not in {"y", "yes"}:
        raise Refused("consent", reason="nobody has approved it")


def _key(cloud: Cloud, provider: Provider, options: argparse.Namespace) -> str | None:
    """None: the keyring's. Where that has none, it is asked for, if the model there wants one."""
    if options.key_stdin:
        return asked_key(provider, options)
    kept = cloud.has_key(provider.id)
    if kept.kept:
        return None
    if not cloud.needs_key(provider):
        return ""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        if kept.why_not:
            raise UserFixable("keyring", reason=kept.why_not)
        raise UserFixable("cloud_key", provider=provider.id, reason="none is kept on this machine")
    return asked_key(provider, options)


def _stream(console: Console) -> Callable[[str], None] | None:
    return console.stream if console.streams else None


def _show(answer: Answer, console: Console, *, streamed: bool) -> None:
    show(answer, console, streamed=streamed)
    if console.json:
        return
    if answer.withdrawn and not streamed:
        console.text(f"What was answered, and nothing in the passages bears:\n{answer.withdrawn}")
    assert answer.cloud is not None
    console.result(shapes_cloud.origin(answer.cloud))


def _print_letter(letter: Letter, draft: Draft, console: Console) -> None:
    if console.json:
        console.object(shapes_cloud.letter(letter))
        return
    console.result(shapes_cloud.heading(letter))
    offered = {number: part for number, part in enumerate(draft.parts, 1) if not part.included}
    for piece in letter.shown:
        console.result(f"──── {piece.label} ────\n{piece.text.strip(chr(10))}")
    console.result(f"──── end ────\n{shapes_cloud.told_masks(letter)}\nDigest: {letter.digest}")
    if offered:
        console.note(f"Left out: {len(offered)} further passages that the search found.")


def _line(one: Sent) -> str:
    when = datetime.fromtimestamp(one.time).strftime("%Y-%m-%d %H:%M")
    return f"{when}  {one.name} ({one.address}), {one.model}: {shapes_cloud.size(one)}, {shapes_cloud.OUTCOMES[one.outcome]}  {one.digest[:12]}"
