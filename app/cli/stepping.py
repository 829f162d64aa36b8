"""`cloud ask --steps`: two letters, each printed and approved; between them the model here looks up what is to be known."""

import argparse

from app.cli.console import Console
from app.cli.scope import passwords
from app.cli.sending import Sending
from app.errors import UserFixable
from app.library.cloud import Cloud
from app.stop import Stop
from app.types import Answer, Provider

_NEEDS_USER = 3


def by_steps(cloud: Cloud, options: argparse.Namespace, provider: Provider, console: Console, stop: Stop) -> int:
    """No passage leaves. Raises Refused `consent` where one of the two is not approved, UserFixable `cloud_broken` where no step came."""
    question, password, sending = options.question, passwords(options), Sending(cloud, options, console, stop)
    plan = cloud.prepare_steps(
        question,
        provider.id,
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
    steps = cloud.send_steps(plan, consent, key=key, report=console.progress, stop=stop)
    if not steps:
        raise UserFixable("cloud_broken", provider=provider.id, reason="what it sends is no answer")
    console.result("To be looked up here:")

    def told(step: str, found: Answer) -> None:
        console.text(f"- {step}\n  {found.text}")

    found = cloud.look_up(
        steps,
        files=options.file,
        collection=options.collection,
        pages=options.pages,
        on_found=told,
        wait=options.wait,
        password=password,
        report=console.progress,
        stop=stop,
    )
    findings = cloud.prepare_findings(question, found, provider.id).to(provider)
    return 0 if sending.send(findings, key=key, found=found) else _NEEDS_USER
