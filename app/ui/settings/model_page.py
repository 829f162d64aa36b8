"""Models of this machine: which one answers, get one, bring one, check them, take one away."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.host.policy import Policy
from app.library import Library, advising, models
from app.library.advising import Advice
from app.library.models import Checked, KnownModel
from app.stop import Stop
from app.types import Progress
from app.ui import say
from app.ui.confirm import confirm
from app.ui.downloads import Downloads
from app.ui.flowing import clear
from app.ui.jobs import Job, Jobs, Lane, Tell
from app.ui.settings import wording
from app.ui.settings.ahead_choice import AheadChoice
from app.ui.settings.gpu_choice import GpuChoice
from app.ui.settings.memory_choice import MemoryChoice
from app.ui.settings.model_row import ModelRow
from app.ui.settings.page import Page, rule
from app.ui.settings.scans_choice import ScansChoice
from app.ui.widgets import Banner, label, push_button

ChooseFile = Callable[[QWidget, Callable[[Path], object]], object]
"""Ask for a file without waiting, and call back with it."""


class ModelPage(Page):
    """Everything long can be stopped; what was chosen applies to the next question."""

    model_changed = Signal()

    def __init__(
        self, library: Library, jobs: Jobs, downloads: Downloads, *, choose_file: ChooseFile | None = None
    ) -> None:
        super().__init__(self.tr("Models"))
        self._rooms, self._jobs, self._downloads = library.rooms, jobs, downloads
        self._choose_file = choose_file or choose_model_file
        self._rows: dict[str, ModelRow] = {}
        self._may_download = True
        self.gpu = GpuChoice(library, jobs)
        self.memory = MemoryChoice(library, jobs)
        self.ahead = AheadChoice(library, jobs)
        self.scans = ScansChoice(library, jobs)
        self._long: Job[object] | None = None
        self._build()
        downloads.changed.connect(self._show_row)
        downloads.arrived.connect(self._on_arrived)

    def _build(self) -> None:
        self._banner = Banner()
        self.column.addWidget(self._banner)
        self._forbidden = label(
            self.tr("Downloads are not allowed on this machine. Choose a file that you have."), "warning", wraps=True
        )
        self._forbidden.hide()
        self.column.addWidget(self._forbidden)
        self._advice = label(role="muted", wraps=True)
        self._generators = self._group(self.tr("Answers and summaries"), self._advice)
        self._embedders = self._group(self.tr("Search by meaning"))
        what = self.tr("A LoRA adapter, a GGUF file too, changes how the model in use answers. Choose its file below.")
        self._scanners = self._group(self.tr("Scanned pages"), self.scans)
        self._adapters = self._group(self.tr("Adapters for a field of work"), label(what, "muted", wraps=True))
        self.column.addSpacing(8)
        self.column.addLayout(self._make_actions())
        self._doing = label(role="muted", wraps=True)
        self._doing.hide()
        self.column.addWidget(self._doing)
        self.heading(self.tr("Where the model runs"))
        self.column.addWidget(self.gpu)
        self.column.addWidget(self.ahead)
        self.heading(self.tr("Memory"))
        self.column.addWidget(self.memory)

    def _group(self, title: str, note: QWidget | None = None) -> QVBoxLayout:
        self.heading(title)
        if note is not None:
            self.column.addWidget(note)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        self.column.addLayout(rows)
        return rows

    def _make_actions(self) -> QHBoxLayout:
        self._bring = push_button(self.tr("Choose a file…"), "quiet", self.choose_file)
        self._bring.setToolTip(self.tr("Take a model that you have as a GGUF file. It is copied."))
        self._check = push_button(self.tr("Check all files"), "quiet", self.verify)
        self._check.setToolTip(self.tr("Read every model and compare it with its checksum"))
        self._end = push_button(self.tr("Stop"), "quiet", self._stop_long)
        self._end.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._bring, self._check, self._end):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def refresh(self) -> None:
        rooms = self._rooms
        self.gpu.refresh()
        self.memory.refresh()
        self.ahead.refresh()
        self.scans.refresh()
        self._jobs.run(
            lambda tell, stop: (models.listed(rooms), advising.advised(rooms), Policy.load().may_download),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda found: self._show(*found),
            on_error=self._banner.say_error,
        )

    def choose_file(self) -> None:
        self._choose_file(self, self.bring)

    def bring(self, path: Path) -> None:
        """Copy a model's file to the others."""
        self._begin(
            lambda tell, stop: models.import_file(self._rooms, path, report=tell, stop=stop).id,
            self.tr("Copying {file}").format(file=path.name),
            on_done=self._on_brought,
        )

    def verify(self) -> None:
        def work(tell: Tell, stop: Stop) -> None:
            for checked in models.verify(self._rooms, report=tell, stop=stop):
                tell(checked)

        self._begin(work, self.tr("Checking"), on_item=self._on_checked)

    # What is shown

    def _show(self, known: list[KnownModel], advice: Advice, may_download: bool) -> None:
        self._may_download = may_download
        self._forbidden.setVisible(not may_download)
        self._advice.setText(wording.advice(advice.sentences))
        groups = {"generator": self._generators, "scanner": self._scanners, "adapter": self._adapters}
        for rows in (self._generators, self._embedders, self._scanners, self._adapters):
            clear(rows)
        self._rows = {model.id: self._row(model, recommended=model.id == advice.model.id) for model in known}
        for model in sorted(known, key=lambda model: (model.folder is None, model.id != advice.model.id)):
            rows = groups.get(model.purpose, self._embedders)
            if rows.count():
                rows.addWidget(rule())
            rows.addWidget(self._rows[model.id])
            self._show_row(model.id)

    def _row(self, model: KnownModel, *, recommended: bool) -> ModelRow:
        row = ModelRow(model, recommended=recommended)
        row.use_wanted.connect(lambda: self._use(model))
        row.leave_wanted.connect(self._leave_adapter)
        row.get_wanted.connect(lambda: self._downloads.get(model.id))
        row.stop_wanted.connect(lambda: self._downloads.stop(model.id))
        row.remove_wanted.connect(lambda: self._ask_to_remove(model))
        return row

    def _show_row(self, model: str) -> None:
        row = self._rows.get(model)
        if row is not None:
            row.show_state(self._downloads.of(model), may_download=self._may_download)

    # What is done

    def _use(self, model: KnownModel) -> None:
        self._jobs.run(
            lambda tell, stop: models.use(self._rooms, model.id),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self._on_changed(),
            on_error=self._banner.say_error,
        )

    def _leave_adapter(self) -> None:
        self._jobs.run(
            lambda tell, stop: models.leave_adapter(self._rooms),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self._on_changed(),
            on_error=self._banner.say_error,
        )

    def _ask_to_remove(self, model: KnownModel) -> None:
        confirm(
            self,
            text=self.tr("Remove {name} from this machine?").format(name=model.name),
            more=self._consequence(model),
            action=self.tr("Remove"),
            on_yes=lambda: self._remove(model),
        )

    def _consequence(self, model: KnownModel) -> str:
        freed = self.tr("{size} become free.").format(size=say.size(model.bytes))
        if model.purpose == "embedder" and not self._has_other_embedder(model):
            return f"{freed} {self.tr('Without it, documents are searched by their words only.')}"
        if model.chosen and model.purpose == "generator":
            return f"{freed} {self.tr('It is the one in use: without a model there are no answers and no summaries.')}"
        return freed

    def _has_other_embedder(self, model: KnownModel) -> bool:
        others = (row.model for row in self._rows.values() if row.model.id != model.id)
        return any(other.purpose == "embedder" and other.folder is not None for other in others)

    def _remove(self, model: KnownModel) -> None:
        self._jobs.run(
            lambda tell, stop: models.remove(self._rooms, model.id),
            lane=Lane.FILES,
            owner=self,
            on_done=lambda _: self._on_changed(),
            on_error=self._banner.say_error,
        )

    def _on_changed(self) -> None:
        self.refresh()
        self.model_changed.emit()

    def _on_arrived(self, model: str) -> None:
        self._on_changed()

    def _on_brought(self, model: object) -> None:
        """A file that was brought is meant to be used, an adapter with the model in use; the embedder is, by being there."""
        self._jobs.run(
            lambda tell, stop: self._use_unless_embedder(str(model)),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self._on_changed(),
            on_error=self._banner.say_error,
        )

    def _use_unless_embedder(self, model: str) -> None:
        purposes = {known.id: known.purpose for known in models.listed(self._rooms)}
        if purposes.get(model) in {"generator", "adapter"}:
            models.use(self._rooms, model)

    def _on_checked(self, checked: object) -> None:
        assert isinstance(checked, Checked)
        row = self._rows.get(checked.id)
        if row is None:
            return
        if checked.error is None:
            row.say(self.tr("Checked: every byte is as it should be."))
        else:
            row.say(say.whole(checked.error), "error")

    # One long thing at a time

    def _begin(
        self,
        work: Callable[[Tell, Stop], object],
        said: str,
        *,
        on_done: Callable[[object], None] | None = None,
        on_item: Callable[[object], None] | None = None,
    ) -> None:
        def ended() -> None:
            self._long = None
            self._show_long("")

        def failed(error: UserFixable) -> None:
            ended()
            self._banner.say_error(error)

        def done(result: object) -> None:
            ended()
            if on_done is not None:
                on_done(result)

        self._show_long(said)
        self._long = self._jobs.run(
            work,
            lane=Lane.FILES,
            owner=self,
            on_done=done,
            on_error=failed,
            on_stopped=ended,
            on_progress=lambda progress: self._show_long(_with_share(said, progress)),
            on_item=on_item,
        )

    def _show_long(self, said: str) -> None:
        busy = bool(said)
        self._doing.setText(said)
        self._doing.setVisible(busy)
        self._end.setVisible(busy)
        self._bring.setEnabled(not busy)
        self._check.setEnabled(not busy)

    def _stop_long(self) -> None:
        if self._long is not None:
            self._long.stop()


def choose_model_file(parent: QWidget, chosen: Callable[[Path], object]) -> None:
    """The system's dialog for a GGUF file."""
    translate = QCoreApplication.translate
    dialog = QFileDialog(parent, translate("files", "Choose a model file"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([translate("files", "Models (*.gguf *.onnx *.json)"), translate("files", "All files (*)")])
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _with_share(said: str, progress: Progress) -> str:
    share = say.percent(progress.done, progress.total)
    return f"{said} · {share}"
