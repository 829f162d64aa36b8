"""What has left this machine: when, to whom, how much, what it cost, and the exact text as long as it is kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from app.host.settings import LOG_DAYS, Settings
from app.library import Library
from app.ui.cloud import wording
from app.ui.cloud.sent_row import SentRow
from app.ui.confirm import confirm
from app.ui.flowing import clear
from app.ui.jobs import Jobs, Lane
from app.ui.keeping import Keeping
from app.ui.settings.page import Page, rule
from app.ui.widgets import Banner, label, push_button

if TYPE_CHECKING:
    from app.library.cloud import Sent

_AT_ONCE = 30
"""So many are shown, the last ones first; earlier ones on request."""


class SentPage(Page):
    """Looks again whenever it is shown."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        super().__init__(self.tr("What has left"))
        self._library, self._jobs = library, jobs
        self._keeping = Keeping(library, jobs, self)
        self._sent: Sequence[Sent] = ()
        self._banner = Banner()
        self.column.addWidget(self._banner)
        self.heading(self.tr("What has left this machine"))
        self._summary = label(role="muted", wraps=True)
        self.column.addWidget(self._summary)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addLayout(self._list)
        self._earlier = push_button(self.tr("Show earlier ones"), "link", self._show_earlier)
        self.column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_keeping()

    def _add_keeping(self) -> None:
        self.heading(self.tr("How long texts are kept"))
        self.sentence(self.tr("The texts stay on this machine. That something was sent is kept without its text."))
        self._days = QComboBox()
        self._days.setAccessibleName(self.tr("How long texts are kept"))
        for days in LOG_DAYS:
            self._days.addItem(wording.kept_for(days), days)
        self._days.activated.connect(lambda index: self._keeping.keep(cloud_log_days=LOG_DAYS[index]))
        self._delete = push_button(self.tr("Delete all texts…"), "quiet", self._ask_to_delete)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._days)
        row.addWidget(self._delete)
        row.addStretch(1)
        self.column.addLayout(row)

    def refresh(self) -> None:
        path = self._library.rooms.paths.settings
        self._jobs.run(
            lambda tell, stop: (self._library.cloud.sent(), Settings.load(path).cloud_log_days),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda found: self._show(*found),
            on_error=self._banner.say_error,
        )

    def delete_texts(self) -> None:
        """Whoever calls it has asked."""
        self._jobs.run(
            lambda tell, stop: self._library.cloud.delete_texts(),
            lane=Lane.CHANGES,
            owner=self,
            on_done=lambda _: self.refresh(),
            on_error=self._banner.say_error,
        )

    def _ask_to_delete(self) -> None:
        confirm(
            self,
            text=self.tr("Delete the texts of everything that was sent?"),
            more=self.tr("When, to whom and how much stays. Answers in your conversations stay, too."),
            action=self.tr("Delete"),
            on_yes=self.delete_texts,
        )

    def _show(self, sent: "Sequence[Sent]", days: int) -> None:
        with QSignalBlocker(self._days):
            self._days.setCurrentIndex(LOG_DAYS.index(days))
        self._sent = sent[::-1]
        self._summary.setText(self._said(sent))
        self._delete.setEnabled(any(one.text for one in sent))
        clear(self._list)
        self._show_earlier()

    def _show_earlier(self) -> None:
        shown = (self._list.count() + 1) // 2
        for one in self._sent[shown : shown + _AT_ONCE]:
            if self._list.count():
                self._list.addWidget(rule())
            self._list.addWidget(SentRow(one))
        self._earlier.setVisible((self._list.count() + 1) // 2 < len(self._sent))

    def _said(self, sent: "Sequence[Sent]") -> str:
        left = [one for one in sent if one.outcome != "unreached"]
        if not left:
            return self.tr("Nothing has left this machine.")
        said = [self.tr("%n request(s) have left this machine.", "", len(left))]
        costs: dict[str, float] = {}
        for one in left:
            if one.cost is not None:
                costs[one.currency] = costs.get(one.currency, 0.0) + one.cost
        if costs:
            together = ", ".join(wording.about(cost, currency) for currency, cost in sorted(costs.items()))
            said.append(self.tr("Together {cost}.").format(cost=together))
        return " ".join(said)
