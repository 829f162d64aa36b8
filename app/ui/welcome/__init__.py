"""The first start: three calm steps, once."""

from app.ui.welcome.first_start import FirstStart

__all__ = ["FirstStart"]
