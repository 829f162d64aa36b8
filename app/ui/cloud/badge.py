"""Where an answer came from that was not written here: in words and with a sign of its own, not by colour alone."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.types import Cloud
from app.ui.cloud import wording
from app.ui.conversation.parts import Sign
from app.ui.widgets import label, tip


class Badge(QFrame):
    """Above the answer."""

    def __init__(self, cloud: Cloud) -> None:
        super().__init__()
        self.setProperty("kind", "elsewhere")
        said = label(" · ".join(wording.came_from(cloud)), wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(Sign("cloud"))
        row.addWidget(said, 1)
        self.setToolTip(tip(self.tr("SHA-256 of what was sent: {digest}").format(digest=cloud.digest)))
        self.setAccessibleName(said.text())
