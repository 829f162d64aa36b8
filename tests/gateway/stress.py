"""A large download, broken at places drawn by a seed: `python -m tests.gateway.stress FILE [--breaks 60] [--seed 1]`.

FILE is served over HTTPS by a server on this machine, through a proxy, to real gateway processes. Connections are reset and cut, gateways
stopped and killed, bytes of the partial file altered and cut off. Prints what happened, and what was asked for beyond the file.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import trustme

from app.models.pieces import PIECE
from tests.gateway.conftest import Authority
from tests.gateway.material import HUB_PATH, HUB_SOURCE, Setting, running
from tests.gateway.proxy import Proxy, proxying
from tests.gateway.server import Hub, serving
from tests.gateway.test_offices import BEHIND


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--breaks", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--listed", action="store_true", help="with hashes of the pieces made beforehand")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        content, chance = options.file.read_bytes(), random.Random(options.seed)
        return Trial(Path(folder), content, chance, listed=options.listed, breaks=options.breaks).run()


class Trial:
    def __init__(self, folder: Path, content: bytes, chance: random.Random, *, listed: bool, breaks: int) -> None:
        self.setting = Setting(folder, content)
        self.setting.write_manifest(HUB_SOURCE)
        if listed:
            self.setting.list_pieces(PIECE)
        self.content = content
        self.chance = chance
        self.happened: Counter[str] = Counter()
        self.breaks = breaks
        ca = trustme.CA()
        ca.cert_pem.write_to_path(str(folder / "authority.pem"))
        self.authority = Authority(ca, folder / "authority.pem")

    def run(self) -> int:
        started = time.monotonic()
        with serving(self.authority.certificate("hub.example")) as hub, proxying(hub.port) as proxy:
            hub.content[HUB_PATH] = self.content
            while not self.setting.target.exists():
                calm = sum(self.happened.values()) >= self.breaks
                self.attempt(hub, proxy, calm=calm)
            right = self.setting.target.read_bytes() == self.content
            print(f"{len(self.content):,} bytes, right: {right}, {time.monotonic() - started:.0f} s")
            print(", ".join(f"{count} {what}" for what, count in sorted(self.happened.items())))
            print(f"{len(hub.ranges)} requests; sent {hub.sent / len(self.content):.2f} times the file")
        return 0 if right else 1

    def attempt(self, hub: Hub, proxy: Proxy, *, calm: bool) -> None:
        """One gateway, ended in one way or another. What it has to fetch is a part of the file only, so places are drawn within that."""
        size = len(self.content) * 2 // max(self.breaks, 1)
        hub.cuts = [] if calm else [self.chance.choice([None, self.chance.randrange(size)]) for _ in range(2)]
        proxy.cuts = [] if calm else [self.chance.choice([None, self.chance.randrange(size)]) for _ in range(4)]
        planned = Counter({"resets": _planned(hub.cuts), "cuts by the proxy": _planned(proxy.cuts)})
        end = "" if calm else self.chance.choice(["", "stops", "kills"])
        environment = {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.own_port}"}
        authority = str(self.authority.path)
        with running(self.setting, BEHIND, environment=environment, authority=authority, piece=PIECE) as gateway:
            wanted = self.chance.randrange(1, size)
            first = gateway.read_until("progress")["progress"]["done"] if end else 0
            while end and gateway.read_until("progress")["progress"]["done"] < min(first + wanted, len(self.content)):
                pass
            if end == "kills":
                gateway.process.kill()
            elif end == "stops":
                gateway.end_input()
            gateway.rest()
        self.happened += planned - Counter({"resets": _planned(hub.cuts), "cuts by the proxy": _planned(proxy.cuts)})
        self.happened += Counter([end] if end else [])
        if self.setting.partial.exists() and not calm:
            self.harm()

    def harm(self) -> None:
        """A byte that is another, or an end that is lost."""
        size = self.setting.partial.stat().st_size
        with self.setting.partial.open("rb+") as stream:
            kind = self.chance.choice(["", "", "bytes altered", "ends lost"]) if size else ""
            at = self.chance.randrange(size) if kind else 0
            if kind == "bytes altered":
                stream.seek(at)
                old = stream.read(1)
                stream.seek(at)
                stream.write(bytes([old[0] ^ 1]))
            elif kind == "ends lost":
                stream.truncate(max(at, size - 2 * PIECE))
        self.happened += Counter([kind] if kind else [])


def _planned(cuts: list[int | None]) -> int:
    return sum(cut is not None for cut in cuts)


if __name__ == "__main__":
    raise SystemExit(main())
