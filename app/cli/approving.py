"""`cloud preview|ask|summarize|log`: what would leave is prepared, shown and sent; and what has left."""

import argparse
from dataclasses import replace
from datetime import datetime

from app.cli import following, shapes, shapes_cloud
from app.cli.console import Console
from app.cli.scope import passwords
from app.cli.sending import Sending, chosen, print_letter
from app.cli.stepping import by_steps
from app.errors import Refused, UserFixable
from app.library import conversations
from app.library.cloud import Cloud, Draft, Sent
from app.library.documents import Failed
from app.stop import Stop
from app.types import Answer, Provider

_WRONG, _NEEDS_USER = 2, 3


def preview(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """Nothing leaves by it."""
    if not _can_be_asked(options, console):
        return _WRONG
    failures: list[Failed] = []
    draft, _ = _prepared(cloud, options, console, stop, failures)
    print_letter(cloud, cloud.letter(draft), draft, console)
    return _NEEDS_USER if failures else 0


def ask(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    if not _can_be_asked(options, console):
        return _WRONG
    failures: list[Failed] = []
    draft, after = _prepared(cloud, options, console, stop, failures)
    conversation = None if after is None else after.conversation
    if options.steps:
        done = by_steps(cloud, draft, Sending(cloud, options, console, stop), conversation)
    else:
        done = Sending(cloud, options, console, stop).send(draft, conversation=conversation)
    return _NEEDS_USER if failures or not done else 0


def summarize(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """With --preview only shown."""
    provider = provider_of(cloud, options)
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
    draft = chosen(draft.to(provider), options)
    if options.preview:
        print_letter(cloud, cloud.letter(draft), draft, console)
        return 0
    return 0 if Sending(cloud, options, console, stop).send(draft) else _NEEDS_USER


def correct(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """The last answer of a conversation, with what nothing supports of it. With --preview only shown."""
    conversation = conversations.find(cloud.rooms, options.target)
    turns = conversations.turns(cloud.rooms, conversation.id)
    if not turns:
        raise UserFixable("unknown_conversation", name=options.target)
    answer = turns[-1].answer
    draft = cloud.prepare_correction(answer, options.provider)
    provider = provider_of(cloud, argparse.Namespace(**{**vars(options), "provider": draft.provider.id}))
    draft = chosen(draft.to(provider), options)
    if options.preview:
        print_letter(cloud, cloud.letter(draft), draft, console)
        return 0
    sent = Sending(cloud, options, console, stop).send(draft, conversation=conversation.id)
    return 0 if sent else _NEEDS_USER


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


def _can_be_asked(options: argparse.Namespace, console: Console) -> bool:
    """A question, and pages of one file only."""
    following.settle(options)
    if options.question is None:
        console.wrong("Give a question.")
        return False
    if options.pages and len(options.file) != 1:
        console.wrong("--pages goes with exactly one file (-f FILE).")
        return False
    return True


def _prepared(
    cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop, failures: list[Failed]
) -> tuple[Draft, Answer | None]:
    """What would leave, by steps the first letter; and the answer that it follows up."""
    provider = provider_of(cloud, options)

    def failed(failure: Failed) -> None:
        failures.append(failure)
        console.bad_files([failure.error])

    after, documents = following.followed(cloud.rooms, options, console)
    draft = cloud.prepare(
        options.question,
        provider.id,
        by_steps=options.steps,
        files=options.file,
        documents=documents,
        collection=options.collection,
        pages=options.pages,
        after=after,
        wait=options.wait,
        password=passwords(options),
        report=console.progress,
        stop=stop,
        on_failed=failed,
    )
    return chosen(draft.to(provider), options), after


def provider_of(cloud: Cloud, options: argparse.Namespace) -> Provider:
    """`--model` names another model there for this time. Raises Refused `policy` before anything is prepared."""
    provider = cloud.provider(options.provider)
    provider = replace(provider, model=options.model) if options.model else provider
    reason = cloud.forbidden(provider)
    if reason is not None:
        raise Refused("policy", reason=reason)
    return provider


def _line(one: Sent) -> str:
    when = datetime.fromtimestamp(one.time).strftime("%Y-%m-%d %H:%M")
    return f"{when}  {one.name} ({one.address}), {one.model}: {shapes_cloud.size(one)}, {shapes_cloud.OUTCOMES[one.outcome]}  {one.digest[:12]}"
