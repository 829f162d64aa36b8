"""Light or dark, how large, and in which language."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton

from app.host.settings import TEXT_SIZES, Appearance, Language, Settings
from app.library import Library
from app.ui.jobs import Jobs, Lane
from app.ui.keeping import Keeping
from app.ui.settings.page import Page
from app.ui.theme import Theme
from app.ui.widgets import label


class AppearancePage(Page):
    """Looks apply at once; the language with the next start."""

    language_changed = Signal()

    def __init__(self, library: Library, jobs: Jobs, theme: Theme) -> None:
        super().__init__(self.tr("Appearance and language"))
        self._path = library.rooms.paths.settings
        self._jobs, self._theme = jobs, theme
        self._keeping = Keeping(library, jobs, self)
        self._add_looks()
        self._add_sizes()
        self._add_languages()
        self._show_looks()
        theme.changed.connect(self._show_looks)

    def _add_looks(self) -> None:
        self.heading(self.tr("Appearance"))
        names: dict[Appearance, str] = {
            "system": self.tr("Like the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
            "contrast": self.tr("High contrast"),
        }
        self._looks: dict[Appearance, QRadioButton] = {}
        group = QButtonGroup(self)
        for name, text in names.items():
            button = QRadioButton(text)
            self._looks[name] = button
            button.toggled.connect(lambda on, name=name: self._choose_look(name) if on else None)
            group.addButton(button)
            self.column.addWidget(button)

    def _add_sizes(self) -> None:
        self.heading(self.tr("Text size"))
        self._size = QComboBox()
        self._size.setAccessibleName(self.tr("Text size"))
        for size in TEXT_SIZES:
            self._size.addItem(self.tr("{size} %").format(size=size), size)
        self._size.activated.connect(lambda index: self._choose_size(TEXT_SIZES[index]))
        self.column.addWidget(self._size, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_languages(self) -> None:
        self.heading(self.tr("Language"))
        self._language = QComboBox()
        self._language.setAccessibleName(self.tr("Language"))
        # Languages are called what their speakers call them, whatever the window's language is.
        for code, name in (("", self.tr("Like the system")), ("en", "English"), ("de", "Deutsch")):
            self._language.addItem(name, code)
        self._language.activated.connect(lambda index: self._choose_language(self._language.itemData(index)))
        self.column.addWidget(self._language, 0, Qt.AlignmentFlag.AlignLeft)
        self._later = label(self.tr("The language changes when Inglenook is started again."), "muted", wraps=True)
        self._later.hide()
        self.column.addWidget(self._later)

    def _show_looks(self) -> None:
        """What is in force, whoever chose it."""
        button = self._looks[self._theme.appearance]
        with QSignalBlocker(button):
            button.setChecked(True)
        self._size.setCurrentIndex(TEXT_SIZES.index(self._theme.text_size))

    def refresh(self) -> None:
        self._jobs.run(
            lambda tell, stop: Settings.load(self._path).language,
            lane=Lane.QUICK,
            owner=self,
            on_done=self._show_language,
        )

    def _show_language(self, language: Language) -> None:
        with QSignalBlocker(self._language):
            self._language.setCurrentIndex(self._language.findData(language))

    def _choose_look(self, appearance: Appearance) -> None:
        self._theme.choose(appearance=appearance)
        self._keeping.keep(appearance=appearance)

    def _choose_size(self, size: int) -> None:
        self._theme.choose(text_size=size)
        self._keeping.keep(text_size=size)

    def _choose_language(self, language: Language) -> None:
        self._keeping.keep(language=language)
        self._later.show()
        self.language_changed.emit()
