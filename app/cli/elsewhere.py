"""`cloud status|add|remove|set-key|forget-key`: who may be asked elsewhere."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from dataclasses import replace

from app.cli import shapes_cloud as shapes
from app.cli.console import Console
from app.cli.scope import typed
from app.cli.shapes_cloud import Known
from app.errors import UserFixable
from app.library.cloud import Cloud, providers
from app.stop import Stop
from app.types import Provider
from app.words import NO_TERMINAL


def status(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """What is set up, what is kept and what is not allowed. Nothing is reached for it."""
    known = [Known(one, cloud.forbidden(one), cloud.has_key(one.id), cloud.needs_key(one)) for one in cloud.providers()]
    if console.json:
        console.object(shapes.status(cloud.locked(), known, cloud.pricing.trouble()))
        return 0
    reason = cloud.locked()
    if reason is not None:
        console.result(f"Nothing may be sent: {reason}.")
    trouble = cloud.pricing.trouble()
    if trouble is not None:
        console.bad_file(trouble)
    if not known:
        console.result("No model elsewhere is set up.")
        console.note("‘inglenook cloud add openai --model MODEL’ adds one; nothing is sent by that.")
    for number, one in enumerate(known):
        console.result(_described(one, first=number == 0, locked=reason is not None))
    return 0


def add(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """One of that name is changed: what is not told anew stays as it was."""
    wanted = providers.made(
        options.target,
        model=options.model or "",  # the common option: here it names a model that lies elsewhere
        address=options.address or "",
        dialect=options.dialect,
        trusted=options.trust,
    )
    before = next((one for one in cloud.providers() if one.id == wanted.id), None)
    if before is not None:
        wanted = _as_before(wanted, before, options)
    had_key = before is not None and before.address != wanted.address and cloud.has_key(before.id).kept
    provider = cloud.add(wanted)
    lost_key = had_key and not cloud.has_key(provider.id).kept
    if options.first:
        cloud.put_first(provider.id)
    changed = [] if before is None else shapes.changes(before, provider)
    _tell(console, shapes.added(provider, before is not None, changed, lost_key), _added(provider, before, changed))
    if lost_key:
        console.wrong("The key was given for another server and is forgotten.")
    if cloud.needs_key(provider) and (before is None or lost_key or not cloud.needs_key(before)):
        console.note(f"Its key: ‘inglenook cloud set-key {provider.id}’. Nothing is sent before you approve a text.")
    return 0


def _as_before(wanted: Provider, before: Provider, options: argparse.Namespace) -> Provider:
    """What the command does not tell stays."""
    stays = options.address is None
    return replace(
        wanted,
        name=before.name if stays else wanted.name,
        dialect=options.dialect or (before.dialect if stays else wanted.dialect),
        address=before.address if stays else wanted.address,
        model=wanted.model or before.model,
        trusted=options.trust or (stays and before.trusted),
    )


def _added(provider: Provider, before: Provider | None, changed: Sequence[str]) -> str:
    if before is None:
        return f"{provider.id}  set up: {provider.model} at {provider.address}"
    if not changed:
        return f"{provider.id}  is set up like that already: {provider.model} at {provider.address}"
    told = (f"{name} ‘{getattr(provider, name)}’ instead of ‘{getattr(before, name)}’" for name in changed)
    return f"{provider.id}  changed: {', '.join(told)}"


def remove(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    provider = cloud.provider(options.target)
    had_key = cloud.remove(provider.id)
    _tell(console, shapes.removed(provider), f"{provider.id}  removed{', and its key with it' if had_key else ''}")
    return 0


def set_key(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    provider = cloud.provider(options.target)
    key = cloud.set_key(provider.id, asked_key(provider, options))
    _tell(console, shapes.key(provider, key), f"{provider.id}  its key is kept in the system's keyring ({key.keyring})")
    return 0


def forget_key(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    provider = cloud.provider(options.target)
    key = cloud.forget_key(provider.id)
    _tell(console, shapes.key(provider, key), f"{provider.id}  its key is forgotten")
    return 0


def asked_key(provider: Provider, options: argparse.Namespace) -> str:
    """Read from standard input with --key-stdin, else typed unseen. Raises `cloud_key` where there is neither."""
    if options.key_stdin:
        return sys.stdin.readline().strip()
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UserFixable("cloud_key", provider=provider.id, reason=NO_TERMINAL)
    return typed(lambda: getpass.getpass(f"Key of {provider.name}: ", stream=sys.stderr)) or ""


def _described(one: Known, *, first: bool, locked: bool) -> str:
    provider, key = one.provider, one.key
    mark = "* " if first else "  "
    kept = f"key in the system's keyring ({key.keyring})" if key.kept else _keyless(one)
    lines = [f"{mark}{provider.id}  {provider.name}: {provider.model} at {provider.address}", f"    {kept}"]
    if provider.trusted:
        lines.append("    may be reached without encryption, as you said")
    if one.forbidden is not None and not locked:
        lines.append(f"    not allowed here: {one.forbidden}")
    return "\n".join(lines)


def _keyless(one: Known) -> str:
    if not one.needs_key:
        return "no key is kept: it is asked without one (--key-stdin gives one)"
    if one.key.why_not:
        return f"no key is kept: the system's keyring cannot be used ({one.key.why_not}); it is asked for each time"
    return "no key is kept; it is asked for each time"


def _tell(console: Console, shape: dict[str, object], sentence: str) -> None:
    if console.json:
        console.object(shape)
    else:
        console.result(sentence)
