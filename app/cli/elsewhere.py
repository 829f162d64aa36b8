"""`cloud status|add|remove|set-key|forget-key`: who may be asked elsewhere."""

import argparse
import getpass
import sys

from app.cli import shapes_cloud as shapes
from app.cli.console import Console
from app.cli.scope import typed
from app.errors import UserFixable
from app.library.cloud import Cloud, Key, providers
from app.stop import Stop
from app.types import Provider


def status(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """What is set up, what is kept and what is not allowed. Nothing is reached for it."""
    known = [(one, cloud.forbidden(one), cloud.has_key(one.id)) for one in cloud.providers()]
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
    for number, (provider, forbidden, key) in enumerate(known):
        console.result(_described(provider, first=number == 0, forbidden=None if reason else forbidden, key=key))
    return 0


def add(cloud: Cloud, options: argparse.Namespace, console: Console, stop: Stop) -> int:
    wanted = providers.made(
        options.target,
        model=options.model or "",  # the common option: here it names a model that lies elsewhere
        address=options.address or "",
        dialect=options.dialect,
        trusted=options.trust,
    )
    provider = cloud.add(wanted)
    if options.first:
        cloud.put_first(provider.id)
    _tell(console, shapes.added(provider), f"{provider.id}  set up: {provider.model} at {provider.address}")
    if cloud.needs_key(provider):
        console.note(f"Its key: ‘inglenook cloud set-key {provider.id}’. Nothing is sent before you approve a text.")
    return 0


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
        reason = "there is no terminal to type it at; give it with --key-stdin"
        raise UserFixable("cloud_key", provider=provider.id, reason=reason)
    return typed(lambda: getpass.getpass(f"Key of {provider.name}: ", stream=sys.stderr)) or ""


def _described(provider: Provider, *, first: bool, forbidden: str | None, key: Key) -> str:
    mark = "* " if first else "  "
    kept = f"key in the system's keyring ({key.keyring})" if key.kept else _keyless(key)
    lines = [f"{mark}{provider.id}  {provider.name}: {provider.model} at {provider.address}", f"    {kept}"]
    if provider.trusted:
        lines.append("    may be reached without encryption, as you said")
    if forbidden is not None:
        lines.append(f"    not allowed here: {forbidden}")
    return "\n".join(lines)


def _keyless(key: Key) -> str:
    if key.why_not:
        return f"no key is kept: the system's keyring cannot be used ({key.why_not}); it is asked for each time"
    return "no key is kept"


def _tell(console: Console, shape: dict[str, object], sentence: str) -> None:
    if console.json:
        console.object(shape)
    else:
        console.result(sentence)
