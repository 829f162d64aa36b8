"""`cloud ask --steps`: two letters, each printed and approved; between them the model here looks up what is to be known.

On a terminal one comes after the other. A script approves the first by its digest and is given the second with its own, which it approves then: what was
looked up in between is kept in the conversation, so that nothing is sent or looked up twice, whatever happens.
"""

from app.cli.answering import show
from app.cli.scope import passwords
from app.cli.sending import Sending, print_letter
from app.library import conversations
from app.library.cloud import NOT_FOUND, Cloud, Draft
from app.types import Answer

_LATELY = 20
"""Conversations that are looked through for steps of the same question."""


def by_steps(cloud: Cloud, plan: Draft, sending: Sending, conversation: str | None) -> bool:
    """Whether what was approved came whole. No passage leaves. Raises Refused `consent` where a letter is not approved, UserFixable `cloud_broken` where no
    step came. What was found stays in the conversation, and `cloud correct` sends it later, too."""
    if sending.options.approve is not None:
        return _by_digest(cloud, plan, sending, conversation)
    begun, key = _sent(cloud, plan, sending, conversation)
    found = _looked_up(cloud, begun, sending)
    if not found.found:
        return _nothing(found, sending)
    findings = _findings(cloud, found, plan, sending)
    return sending.send(findings, key=key, conversation=found.conversation)


def _by_digest(cloud: Cloud, plan: Draft, sending: Sending, conversation: str | None) -> bool:
    """The digest is that of the first letter, and the second one is printed; or it is that of the second one, which is sent."""
    begun, digest = _kept(cloud, plan), cloud.letter(plan).digest
    if begun is not None and sending.options.approve.strip().lower() != digest:
        return sending.send(_findings(cloud, begun, plan, sending), conversation=begun.conversation)
    if begun is None or not _has_left(cloud, plan, digest):
        begun, _ = _sent(cloud, plan, sending, conversation)
    found = _looked_up(cloud, begun, sending)
    if not found.found:
        return _nothing(found, sending)
    findings = _findings(cloud, found, plan, sending)
    print_letter(cloud, cloud.letter(findings), findings, sending.console, found=found)
    sending.console.note("The same command with this digest sends it.")
    return True


def _findings(cloud: Cloud, found: Answer, plan: Draft, sending: Sending) -> Draft:
    """The second letter. What --leave-out numbers are the titles of the first; `cloud correct` leaves out findings."""
    draft = cloud.prepare_findings(found, plan.provider.id).to(plan.provider)
    return draft.with_names(sending.options.names)


def _sent(cloud: Cloud, plan: Draft, sending: Sending, conversation: str | None) -> tuple[Answer, str | None]:
    """The steps, and the key that was used, None for the keyring's."""
    consent = sending.approved(plan)
    key = sending.key(plan.provider)
    report, stop = sending.console.progress, sending.stop
    return cloud.send(plan, consent, key=key, report=report, stop=stop, conversation=conversation), key


def _looked_up(cloud: Cloud, begun: Answer, sending: Sending) -> Answer:
    """Each step is told once it is."""
    console, options = sending.console, sending.options
    if not console.json:
        console.result("To be looked up here:")
        for at in range(len(begun.steps) - len(begun.waiting)):
            _tell(begun, at, sending)

    def told(so_far: Answer) -> None:
        _tell(so_far, len(so_far.steps) - len(so_far.waiting) - 1, sending)

    return cloud.look_up(
        begun, on_found=told, wait=options.wait, password=passwords(options), report=console.progress, stop=sending.stop
    )


def _tell(so_far: Answer, at: int, sending: Sending) -> None:
    if not sending.console.json:
        sending.console.text(f"- {so_far.steps[at].question}\n  {so_far.steps[at].found or NOT_FOUND}")


def _nothing(found: Answer, sending: Sending) -> bool:
    sending.console.note("Nothing was found here for any of the steps: nothing more is sent.")
    show(found, sending.console, streamed=False)
    return True


def _kept(cloud: Cloud, plan: Draft) -> Answer | None:
    """The steps that came for the same question about the same documents, as far as they were looked up; None where there are none that wait
    to be sent."""
    for conversation in conversations.listed(cloud.rooms)[:_LATELY]:
        turns = conversations.turns(cloud.rooms, conversation.id)
        last = turns[-1].answer if turns else None
        if last is not None and last.steps and _about(last) == (plan.question, plan.asked, plan.asked_pages):
            return last
    return None


def _about(answer: Answer) -> tuple[str, tuple[str, ...], tuple[int, int] | None]:
    return answer.question, answer.asked, answer.asked_pages


def _has_left(cloud: Cloud, plan: Draft, digest: str) -> bool:
    """Whether just this letter was answered there."""
    told = (digest, plan.provider.address, plan.provider.model)
    return any((one.digest, one.address, one.model) == told and one.outcome == "answered" for one in cloud.sent())
