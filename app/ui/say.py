"""Words of the window for errors, times and sizes, in the user's language."""

import re
import time
from functools import cache

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app import reasons, words
from app.errors import UserFixable
from app.types import Progress

ERRORS = "errors"
"""The translation context of the sentences in words.py."""
STAGES = "stages"
"""The translation context of `Progress.stage`."""
REASONS = "reasons"
"""The translation context of `reasons.REASONS`."""


def sentence(error: UserFixable) -> str:
    template, _ = words.templates()[error.kind]
    return words.filled(QCoreApplication.translate(ERRORS, template), _values(error))


def hint(error: UserFixable) -> str:
    """One thing to do about it, in the window."""
    template = words.window_hint(error.kind, error.values)
    return words.filled(QCoreApplication.translate(ERRORS, template), _values(error))


def whole(error: UserFixable) -> str:
    """The sentence and the hint."""
    return f"{sentence(error)} {hint(error)}".strip()


def can_be_retried(error: UserFixable) -> bool:
    """Whether the same file may be read the next time; what is in it does not change by trying."""
    return error.kind not in {"damaged", "not_a_pdf", "empty_file", "too_large"}


def is_of_the_model(error: UserFixable) -> bool:
    """Whether another model mends it."""
    return error.kind in {"model_missing", "model_damaged", "model_unsupported", "unknown_model", "memory"}


def _values(error: UserFixable) -> dict[str, object]:
    return {name: reason(str(value)) if name == "reason" else value for name, value in error.values.items()}


def reason(text: str) -> str:
    """A reason or a note of the program's, as `reasons.REASONS` has them; the system's own words stay as they are."""
    for template in reasons.REASONS:
        found = _pattern(template).fullmatch(text)
        if found is not None:
            values = {name: reason(value) for name, value in found.groupdict().items()}
            return QCoreApplication.translate(REASONS, template).format(**values)
    return text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What a template looks like once its placeholders are filled."""
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(f"(?P<{part}>.+)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    )


def stage(progress: Progress) -> str:
    return QCoreApplication.translate(STAGES, progress.stage)


def duration(seconds: float) -> str:
    """Roughly, as people say it: 'less than a minute', '3 minutes', '1 h 20 min'."""
    minutes = round(seconds / 60)
    if seconds < 50:
        tens = max(round(seconds / 10) * 10, 10)
        return QCoreApplication.translate("time", "%n seconds", "", tens)
    if minutes < 60:
        return QCoreApplication.translate("time", "%n minute(s)", "", max(minutes, 1))
    return QCoreApplication.translate("time", "{hours} h {minutes} min").format(
        hours=minutes // 60, minutes=minutes % 60
    )


def quoted(text: str) -> str:
    """`text` in quotation marks; it keeps its own direction of writing."""
    return QCoreApplication.translate("quotes", "“{text}”").format(text=f"\u2068{text}\u2069")


def size(amount: int) -> str:
    """Bytes as '1.1 GB', in the user's own notation."""
    return QLocale().formattedDataSize(amount, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def percent(done: int, total: int) -> str:
    share = 0 if total <= 0 else min(100 * done // total, 100)
    return QCoreApplication.translate("numbers", "{share} %").format(share=share)


def when(moment: float) -> str:
    """A moment (seconds since 1970): the time today, else the date."""
    asked = QDateTime.fromSecsSinceEpoch(int(moment))
    if time.time() - moment < 86_400 and asked.date() == QDateTime.currentDateTime().date():
        return QLocale().toString(asked.time(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(asked.date(), QLocale.FormatType.ShortFormat)


def pages(first: int, last: int) -> str:
    if first == last:
        return QCoreApplication.translate("pages", "p. {page}").format(page=first)
    return QCoreApplication.translate("pages", "pp. {first}–{last}").format(first=first, last=last)
