"""Models elsewhere, for window and command line alike: who may be asked, what would leave, and that it leaves once, as it was approved."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cloud import compose
from app.cloud.compose import Letter
from app.cloud.consent import Consent
from app.cloud.draft import Draft, Part
from app.cloud.previewed import Previewed
from app.cloud.prices import Cost, Prices
from app.cloud.record import Record, Sent
from app.cloud.shown import PlacedMask, Shown
from app.cloud.steps import NOT_FOUND
from app.errors import Refused
from app.host import children
from app.host.policy import Policy
from app.host.settings import Settings
from app.library.cloud import answering, keys, preparing, providers, stepping
from app.library.cloud import figures as reckoned
from app.library.cloud.answering import CutShort
from app.library.cloud.figures import Figures, Side, Week
from app.library.cloud.keys import Key
from app.library.cloud.pricing import Priced, Pricing
from app.library.cloud.sending import Post
from app.library.documents import Passwords
from app.library.errand import StartGateway
from app.library.rooms import Rooms
from app.library.scope import OnFailed, Where
from app.stop import Stop
from app.types import Answer, Length, Provider, Report, ignore

__all__ = [
    "NOT_FOUND",
    "Cloud",
    "Consent",
    "Cost",
    "CutShort",
    "Draft",
    "Figures",
    "Key",
    "Letter",
    "Part",
    "PlacedMask",
    "Priced",
    "Pricing",
    "Provider",
    "Sent",
    "Shown",
    "Side",
    "Week",
]


def _no_password(path: Path) -> str | None:
    return None


class Cloud:
    """`policy` and `start` are for tests, which bring a policy and a gateway of their own."""

    def __init__(
        self, rooms: Rooms, *, policy: Callable[[], Policy] = Policy.load, start: StartGateway = children.start_gateway
    ) -> None:
        self.rooms = rooms
        self._policy = policy
        self._start = start

    def locked(self) -> str | None:
        """Why nothing may be sent from here at all; None if it may. The words are among `reasons.REASONS`."""
        return providers.shut(self._policy())

    def forbidden(self, provider: Provider) -> str | None:
        """Why nothing may be sent to this one; None if it may."""
        return self.locked() or self._policy().may_send(provider.address, provider.model)

    def providers(self) -> tuple[Provider, ...]:
        """Those that are set up; the first one is asked where none is named."""
        return providers.listed(self.rooms)

    def provider(self, name: str | None = None) -> Provider:
        """By id or name; the first one without a name. Raises `cloud_none`, `cloud_unknown`."""
        return providers.named(self.rooms, name)

    def add(self, provider: Provider) -> Provider:
        """As it is kept, its address tidied; one of the same id is replaced, and no server gets a key that was kept for another one.
        Raises `cloud_setup`, `keyring`, Refused `policy`."""
        provider = providers.usable(provider, self._policy())
        if providers.moves(self.rooms, provider):
            keys.let_go(provider.id, self._start)
        providers.keep(self.rooms, provider)
        return provider

    def put_first(self, ident: str) -> None:
        """Raises `cloud_none`, `cloud_unknown`."""
        providers.put_first(self.rooms, ident)

    def remove(self, ident: str) -> bool:
        """With its key; whether there was one. Where that cannot be forgotten, nothing is removed. Raises `cloud_none`, `cloud_unknown`, `keyring`."""
        provider = providers.named(self.rooms, ident)
        had_key = keys.let_go(provider.id, self._start)
        providers.take_away(self.rooms, provider.id)
        return had_key

    def set_key(self, ident: str, key: str) -> Key:
        """Into the system's keyring. Raises `cloud_none`, `cloud_unknown`, `keyring`, `cloud_key`, Refused `policy`."""
        provider = providers.named(self.rooms, ident)
        self._require_open()
        return keys.keep(provider.id, key, self._start)

    def has_key(self, ident: str) -> Key:
        """Raises `cloud_none`, `cloud_unknown`."""
        return keys.look(providers.named(self.rooms, ident).id, self._start)

    def forget_key(self, ident: str) -> Key:
        """Raises `cloud_none`, `cloud_unknown`, `keyring`."""
        return keys.forget(providers.named(self.rooms, ident).id, self._start)

    def needs_key(self, provider: Provider) -> bool:
        """Whether it is no use to send without one: servers without encryption, which people run themselves, mostly have none."""
        return not providers.is_plain(provider)

    def prepare(
        self,
        question: str,
        provider_id: str | None = None,
        *,
        by_steps: bool = False,
        files: Sequence[Path] = (),
        documents: Sequence[str] | None = None,
        collection: str | None = None,
        pages: tuple[int, int] | None = None,
        after: Answer | None = None,
        wait: bool | None = None,
        password: Passwords = _no_password,
        report: Report = ignore,
        stop: Stop,
        on_failed: OnFailed | None = None,
    ) -> Draft:
        """What would be asked elsewhere, of what `Library.search` would look at. No model is loaded and nothing leaves: the same library,
        question and settings give the same draft. `by_steps`: the first letter of asking by steps, with titles of sections and no passage. Raises
        `cloud_none`, `cloud_unknown`, and as `Library.search` does; by steps `model_missing` and its like, too."""
        where = Where(files, collection, pages, documents)
        wanted = preparing.Wanted(question, where, after, wait, password, report, stop, on_failed)
        make = stepping.plan if by_steps else preparing.of_question
        return make(self.rooms, wanted, providers.named(self.rooms, provider_id), self._policy())

    def prepare_summary(
        self,
        document: str | Path,
        provider_id: str | None = None,
        *,
        pages: tuple[int, int] | None = None,
        length: Length = "standard",
        wait: bool | None = None,
        password: Passwords = _no_password,
        report: Report = ignore,
        stop: Stop,
    ) -> Draft:
        """All text of a document, by its id or its file. Raises as `prepare`."""
        ids, files = ([document], []) if isinstance(document, str) else (None, [document])
        return preparing.of_document(
            self.rooms,
            Where(files, None, pages, ids),
            providers.named(self.rooms, provider_id),
            self._policy(),
            length=length,
            wait=wait,
            password=password,
            report=report,
            stop=stop,
        )

    def prepare_correction(self, answer: Answer, provider_id: str | None = None) -> Draft:
        """An answer, with what nothing supports of it; of one by steps its findings, and no passage. Of the model that gave it, unless another
        one is named."""
        if answer.steps:
            return self.prepare_findings(answer, provider_id)
        return preparing.of_correction(self.rooms, answer, self._asked(answer, provider_id), self._policy())

    def prepare_again(self, answer: Answer, provider_id: str | None = None) -> Draft | None:
        """What was approved for an answer, as it was then, to be read once more; None where that is not known."""
        if answer.approved is None or answer.steps:
            return None
        provider = self._asked(answer, provider_id)
        return preparing.again(self.rooms, answer, answer.approved, provider, self._policy())

    def prepare_once_more(self, draft: Draft) -> Draft:
        """One that was not answered, as it was changed, to be read once more: to the same model where that is still set up, with what is masked now.
        Raises `cloud_none`."""
        return preparing.renewed(self.rooms, draft, self._still(draft.provider.id), self._policy())

    def letter(self, draft: Draft) -> Letter:
        """Exactly what would leave; what the policy has come to lock since the draft was made is masked as well."""
        return compose.letter(draft.lock(preparing.locked(self._policy())), self._prices)

    def note_printed(self, letter: Letter) -> None:
        """All of it has been printed, for somebody who may approve it by its digest."""
        Previewed(self.rooms.paths.previewed).note(letter)

    def was_printed(self, letter: Letter) -> bool:
        """Just this text, to this address and model."""
        return Previewed(self.rooms.paths.previewed).has(letter)

    def consent(self, letter: Letter) -> Consent:
        """To be called when somebody has read all of the letter and said yes; it is good for one time."""
        return Consent.to(letter)

    def send(
        self,
        draft: Draft,
        consent: Consent,
        *,
        key: str | None = None,
        on_text: Callable[[str], None] | None = None,
        report: Report = ignore,
        stop: Stop,
        conversation: str | None = None,
    ) -> Answer:
        """The answer, checked and kept like one of the model here, in that conversation or in one of its own; for the first letter by steps the steps,
        which wait. Without a `key` the keyring's is used; an empty one sends without. A stop gives what had come, if anything had; one while it is
        checked, the answer as far as it was. Raises Refused `consent` where the draft is not what was approved, and `policy`; UserFixable
        `cloud_key`, `cloud_busy`, `cloud_refused`, `cloud_network`, `cloud_broken`, `keyring`; CutShort with what came; Stopped."""
        post = self._post(draft, on_text=on_text, report=report, stop=stop)
        letter = self.letter(draft)
        consent.spend(letter)
        return answering.answer(self.rooms, draft, letter, post, key, conversation)

    def look_up(
        self,
        answer: Answer,
        *,
        on_found: Callable[[Answer], None] | None = None,
        wait: bool | None = None,
        password: Passwords = _no_password,
        report: Report = ignore,
        stop: Stop,
    ) -> Answer:
        """With what the model here finds for the steps that wait; nothing leaves. `on_found` gets it after each step, and so far it is kept, whatever
        happens then. Raises as `Library.ask`."""
        return stepping.look_up(
            self.rooms, answer, on_found=on_found, wait=wait, password=password, report=report, stop=stop
        )

    def prepare_findings(self, answer: Answer, provider_id: str | None = None) -> Draft:
        """Asking by steps, the second letter: what was found here for each step that was looked up, masked as the first one was, without pages."""
        return stepping.combine(self.rooms, answer, self._asked(answer, provider_id), self._policy())

    def sent(self) -> tuple[Sent, ...]:
        """What has left, or was about to, in its order. Texts that are older than is kept are emptied first."""
        self._forget_old()
        return Record(self.rooms.paths.sent).all()

    def delete_texts(self) -> int:
        """Of what has left, only that it did is kept; how many texts went. Raises Refused `policy` where they have to stay."""
        if self._policy().cloud_log:
            raise Refused("policy", reason="this machine's policy keeps what was sent")
        return Record(self.rooms.paths.sent).forget_texts(time.time())

    def figures(self) -> Figures:
        """Of what was asked here and elsewhere; only of conversations that are kept."""
        return reckoned.figures(self.rooms, self._prices)

    @property
    def pricing(self) -> Pricing:
        """What models elsewhere cost, to be seen and changed."""
        return Pricing(self.rooms)

    def _forget_old(self) -> None:
        days = Settings.load(self.rooms.paths.settings).cloud_log_days
        Record(self.rooms.paths.sent).forget_texts(time.time(), days, keep=self._policy().cloud_log)

    def _post(self, draft: Draft, *, on_text: Callable[[str], None] | None, report: Report, stop: Stop) -> Post:
        """Raises Refused `policy` where nothing may go to that model."""
        reason = self.forbidden(draft.provider)
        if reason is not None:
            raise Refused("policy", reason=reason)
        providers.require_unchanged(self.rooms, draft.provider)
        self._forget_old()
        return Post(Record(self.rooms.paths.sent), self._start, self._prices, report, stop, on_text)

    def _asked(self, answer: Answer, name: str | None) -> Provider:
        """Who gave it, if it is still set up, unless another one is named."""
        if name:
            return providers.named(self.rooms, name)
        sent = "" if answer.approved is None else answer.approved.provider
        return self._still(answer.cloud.provider if answer.cloud else sent)

    def _still(self, ident: str) -> Provider:
        """That one, if it is set up, else the first one. Raises `cloud_none`."""
        known = [one.id for one in self.providers()]
        return providers.named(self.rooms, ident if ident in known else None)

    @property
    def _prices(self) -> Prices:
        return Prices.load(self.rooms.paths.prices)

    def _require_open(self) -> None:
        reason = self.locked()
        if reason is not None:
            raise Refused("policy", reason=reason)
