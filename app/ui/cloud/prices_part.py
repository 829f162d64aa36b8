"""The prices in the settings: how many are the user's own, and the way to all of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import UserFixable
from app.library import Library
from app.ui import say
from app.ui.cloud.prices_dialog import PricesDialog
from app.ui.jobs import Jobs, Lane
from app.ui.theme import restyle
from app.ui.widgets import label, push_button

if TYPE_CHECKING:
    from app.library.cloud import Priced


class PricesPart(QWidget):
    """Looks again when it is told to."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        super().__init__()
        self._library, self._jobs = library, jobs
        self._said = label(role="muted", wraps=True)
        self._open = push_button(self.tr("Prices…"), "quiet", self.show_prices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._said)
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        def look() -> "tuple[tuple[Priced, ...], UserFixable | None]":
            pricing = self._library.cloud.pricing
            return pricing.table(), pricing.trouble()

        self._jobs.run(lambda tell, stop: look(), lane=Lane.QUICK, owner=self, on_done=lambda found: self._show(*found))

    def show_prices(self) -> PricesDialog:
        dialog = PricesDialog(self._library, self._jobs, self)
        dialog.changed.connect(self.refresh)
        dialog.open()
        return dialog

    def _show(self, rows: "tuple[Priced, ...]", trouble: UserFixable | None) -> None:
        """A table of the user's that is not used is not passed over."""
        self._said.setText(say.whole(trouble) if trouble is not None else self._words(rows))
        self._said.setProperty("role", "muted" if trouble is None else "warning")
        restyle(self._said)

    def _words(self, rows: "tuple[Priced, ...]") -> str:
        own = sum(row.own for row in rows)
        said = self.tr("Costs are estimated with a list of prices that came with the program.")
        if own:
            said = f"{said} {self.tr('%n price(s) are your own.', '', own)}"
        unknown = [name for row in rows if row.price is None for name in row.asked]
        if unknown:
            what = self.tr("No price is known for {names}.").format(names=", ".join(unknown))
            said = f"{said} {what}"
        return said
