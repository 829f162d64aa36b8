"""Python's constants are still there after a long session with the toolkit."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SESSION = """
import app.ui
from PySide6.QtCore import QObject, QSize, Signal
class Talker(QObject):
    said = Signal()
talker, size = Talker(), QSize(1, 2)
talker.said.connect(lambda: None)
for _ in range(200_000):
    size.setWidth(3), talker.said.emit(), size.isEmpty()
print(None, True, False)
"""


def test_as_many_calls_as_an_hour_of_scrolling_makes_leave_the_constants_alive() -> None:
    done = subprocess.run([sys.executable, "-c", _SESSION], cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["None", "True", "False"], done.stderr[-400:]
