"""The settings: models, looks, folders, privacy, diagnostics."""

from app.ui.settings.dialog import SettingsDialog

__all__ = ["SettingsDialog"]
