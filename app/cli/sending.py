"""One letter of `cloud`: printed word for word, approved, sent once, and its answer shown."""

import argparse
import sys
import unicodedata
from dataclasses import dataclass

from app.cli import shapes_cloud
from app.cli.answering import show
from app.cli.console import Console
from app.cli.elsewhere import asked_key
from app.cli.scope import typed
from app.errors import Refused, UserFixable
from app.library.cloud import Cloud, Consent, CutShort, Draft, Letter
from app.stop import Stop
from app.types import Answer, Provider
from app.words import NO_KEYRING_NO_TERMINAL, NONE_KEPT_NO_TERMINAL


@dataclass(slots=True)
class Sending:
    """`options` are those of the command."""

    cloud: Cloud
    options: argparse.Namespace
    console: Console
    stop: Stop

    def send(self, draft: Draft, *, key: str | None = None, conversation: str | None = None) -> bool:
        """Whether a whole answer came. `key`: one that was asked for before; `conversation`: where it is kept. Raises Refused `consent` where
        nobody approved, and Stopped once what had come is shown."""
        consent = self.approved(draft)
        key = self.key(draft.provider) if key is None else key
        stream = self.console.stream if self.console.streams else None
        try:
            answer = self.cloud.send(
                draft,
                consent,
                key=key,
                on_text=stream,
                report=self.console.progress,
                stop=self.stop,
                conversation=conversation,
            )
        except CutShort as error:
            self._show(error.answer, streamed=stream is not None)
            self.console.bad_file(error)
            return False
        self._show(answer, streamed=stream is not None)
        self.stop.check()
        return True

    def approved(self, draft: Draft) -> Consent:
        """By its digest; else by somebody who has just read it on this terminal. Raises Refused `consent`."""
        letter = self.cloud.letter(draft)
        if self.options.approve is not None:
            self._require_printed(letter)
            return self.cloud.consent(letter)
        if self.console.json or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
            raise Refused("consent", reason="nobody has approved it")
        print_letter(self.cloud, letter, draft, self.console)
        if not self.options.yes and not _says_yes(letter.provider):
            raise Refused("consent", reason="nobody has approved it")
        return self.cloud.consent(letter)

    def _require_printed(self, letter: Letter) -> None:
        """What is approved by its digest has been printed here, going just where it goes now. Raises Refused `consent`."""
        if self.options.approve.strip().lower() != letter.digest:
            raise Refused("consent", reason="what would leave now is not what was approved")
        if not self.cloud.was_printed(letter):
            raise Refused("consent", reason="no preview of this text to this address was printed here")

    def key(self, provider: Provider) -> str | None:
        """None: the keyring's. Where that has none, it is asked for, if the model there wants one. Raises `keyring`, `cloud_key`."""
        if self.options.key_stdin:
            return self._typed_key(provider)
        kept = self.cloud.has_key(provider.id)
        if kept.kept:
            return None
        if not self.cloud.needs_key(provider):
            return ""
        if sys.stdin.isatty() and sys.stderr.isatty():
            return self._typed_key(provider)
        if kept.why_not and not kept.none_runs:
            raise UserFixable("keyring", reason=kept.why_not)
        reason = NO_KEYRING_NO_TERMINAL if kept.none_runs else NONE_KEPT_NO_TERMINAL
        raise UserFixable("cloud_key", provider=provider.id, reason=reason)

    def _typed_key(self, provider: Provider) -> str:
        """Without one nothing leaves in vain. Raises `cloud_key`."""
        key = asked_key(provider, self.options)
        if not key.strip() and self.cloud.needs_key(provider):
            raise UserFixable("cloud_key", provider=provider.id, reason="it is empty")
        return key

    def _show(self, answer: Answer, *, streamed: bool) -> None:
        show(answer, self.console, streamed=streamed)
        if self.console.json:
            return
        if answer.withdrawn and not streamed:
            self.console.text(f"What was answered, and nothing in the passages bears:\n{answer.withdrawn}")
        if answer.checked is not None:
            self.console.result("{} of {} statements checked.".format(*answer.checked))
        assert answer.cloud is not None
        self.console.result(shapes_cloud.origin(answer.cloud))


def chosen(draft: Draft, options: argparse.Namespace) -> Draft:
    """Without the passages that are to stay here, and with the names of files if they may leave."""
    for number in options.leave_out:
        if number <= len(draft.parts):
            draft = draft.include(number, False)
    return draft.with_names(options.names)


def print_letter(cloud: Cloud, letter: Letter, draft: Draft, console: Console, *, found: Answer | None = None) -> None:
    """All of it; with --json also the exact bytes, as text. `found`: what the steps found that it tells of."""
    if letter.prices_trouble is not None:
        console.bad_file(letter.prices_trouble)
    if console.json:
        console.object(shapes_cloud.letter(letter, draft.kind, found))
        cloud.note_printed(letter)
        return
    console.result(shapes_cloud.heading(letter))
    for piece in letter.shown:
        console.result(f"──── {piece.label} ────\n{_visible(piece.text.strip(chr(10)))}")
    console.result(f"──── end ────\n{shapes_cloud.told_masks(letter)}\nDigest: {letter.digest}")
    cloud.note_printed(letter)
    offered = sum(not part.included for part in draft.parts)
    if offered:
        console.note(f"Not among it: {offered} further passages that the search found.")


def _says_yes(provider: Provider) -> bool:
    said = typed(lambda: input(f"\nSend exactly this, once, to {provider.name}? [y/N] "))
    return (said or "").strip().lower() in {"y", "yes"}


def _visible(text: str) -> str:
    """What would move a terminal's cursor, hide words or show them in another order is spelt out: a document must not hide that it leaves."""
    return "".join(
        _spelt(sign) if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n" else sign for sign in text
    )


def _spelt(sign: str) -> str:
    return sign if sign == "\t" else f"<U+{ord(sign):04X}>"
