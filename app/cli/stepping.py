"""`cloud ask --steps`: two letters, each printed and approved; between them the model here looks up what is to be known."""

import argparse

from app.cli.answering import show
from app.cli.console import Console
from app.cli.scope import passwords
from app.cli.sending import Sending
from app.library.cloud import NOT_FOUND, Cloud
from app.stop import Stop
from app.types import Answer, Provider

_NEEDS_USER = 3


def by_steps(cloud: Cloud, options: argparse.Namespace, provider: Provider, console: Console, stop: Stop) -> int:
    """No passage leaves. Raises Refused `consent` where one of the two is not approved, UserFixable `cloud_broken` where no step came. What was found stays in
    the conversation, and `cloud correct` sends it later."""
    question, password, sending = options.question, passwords(options), Sending(cloud, options, console, stop)
    plan = cloud.prepare(
        question,
        provider.id,
        by_steps=True,
        files=options.file,
        collection=options.collection,
        pages=options.pages,
        password=password,
        report=console.progress,
        stop=stop,
    ).to(provider)
    for number in options.leave_out:
        plan = plan.include(number, False) if number <= len(plan.parts) else plan
    consent = sending.approved(plan)
    key = sending.key(provider)
    begun = cloud.send(plan, consent, key=key, report=console.progress, stop=stop)
    console.result("To be looked up here:")
    steps = [step.question for step in begun.steps]

    def told(so_far: Answer) -> None:
        number = len(so_far.steps) - len(so_far.waiting)
        console.text(f"- {steps[number - 1]}\n  {so_far.steps[number - 1].found or NOT_FOUND}")

    found = cloud.look_up(
        begun, on_found=told, wait=options.wait, password=password, report=console.progress, stop=stop
    )
    if not found.found:
        console.note("Nothing was found here for any of the steps: nothing more is sent.")
        show(found, console, streamed=False)
        return 0
    findings = cloud.prepare_findings(found, provider.id).to(provider)
    return 0 if sending.send(findings, key=key, conversation=found.conversation) else _NEEDS_USER
