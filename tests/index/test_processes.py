"""Other processes on the same catalog, and a folder that cannot be written."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.index.catalog import Catalog
from tests.index.texts import add

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import sys
from pathlib import Path
from app.index.catalog import Catalog
from tests.index.texts import add
with Catalog(Path(sys.argv[1])) as catalog:
    for number in range(20):
        add(catalog, f"{sys.argv[2]}-{number}.pdf", [f"Paragraph {number} of process {sys.argv[2]}."])
"""

# Imported first: another user may not enter the folder that Python lies in.
AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
from app.errors import UserFixable
from app.index.catalog import Catalog
from app.index.search import search
if len(sys.argv) > 2:
    os.setuid(int(sys.argv[2]))
"""

READER = """
with Catalog(Path(sys.argv[1])) as catalog:
    print(catalog.read_only, [d.file for d in catalog.documents()], [p.page for p in search("rent", catalog=catalog)])
    try:
        catalog.remove([catalog.documents()[0].id])
    except UserFixable as error:
        print(error.kind)
"""

OPENER = """
try:
    Catalog(Path(sys.argv[1]))
except UserFixable as error:
    print(error.kind)
"""


def _start(program: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_processes_write_to_one_catalog_at_once(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    writers = [_start(WRITER, path, name) for name in "abc"]
    assert [(writer.communicate()[0], writer.returncode) for writer in writers] == [("", 0)] * 3
    with Catalog(path) as catalog:
        assert len(catalog.documents()) == 60
        assert catalog.check() == []


def test_a_process_killed_while_writing_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    with Catalog(path) as catalog:
        add(catalog, "first.pdf", ["The first."])
        writer = _start(WRITER + "\nprint('done', flush=True)", path, "a")
        while len(catalog.documents()) < 3 and writer.poll() is None:
            pass
        writer.kill()
        writer.communicate()
        assert len(catalog.documents()) >= 3
        assert catalog.check() == []
        add(catalog, "last.pdf", ["The last."])


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A folder outside pytest's own, which no other user may enter."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "in use"])
def test_a_folder_that_cannot_be_written_can_be_read(unwritable: Path, closed: bool) -> None:
    path = unwritable / "catalog.sqlite3"
    catalog = Catalog(path)
    add(catalog, "lease.pdf", ["Rent is 2,400 a month."])
    if closed:
        catalog.close()
    for file in unwritable.iterdir():
        file.chmod(0o444)
    unwritable.chmod(0o555)
    output, _ = _start(AS_ANOTHER_USER + READER, path, *_somebody()).communicate()
    assert output == "True ['lease.pdf'] [1]\nread_only\n"
    catalog.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_new_catalog_in_a_folder_that_cannot_be_written_is_refused(unwritable: Path) -> None:
    unwritable.chmod(0o555)
    output, _ = _start(AS_ANOTHER_USER + OPENER, unwritable / "catalog.sqlite3", *_somebody()).communicate()
    assert output == "read_only\n"


def _somebody() -> list[int]:
    """Root may write anywhere, so that a test run by root needs another user."""
    return [65534] if os.getuid() == 0 else []
