import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from tests.gateway.material import CONTENT, HUB_PATH, HUB_SOURCE, WHOLE_PACKAGE_SOURCE, Setting
from tests.gateway.server import Hub, serving


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    made = Setting(tmp_path)
    made.write_manifest(HUB_SOURCE, WHOLE_PACKAGE_SOURCE, '{ kind = "file" }')
    return made


@pytest.fixture
def lone(tmp_path: Path) -> Setting:
    """With the hub as the only source."""
    made = Setting(tmp_path)
    made.write_manifest(HUB_SOURCE, '{ kind = "file" }')
    return made


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving() as made:
        made.content[HUB_PATH] = CONTENT
        yield made


@dataclass(frozen=True)
class Authority:
    """Who issues certificates, and the file of their own."""

    ca: trustme.CA
    path: Path

    def certificate(self, *names: str) -> ssl.SSLContext:
        """What a server shows that goes by these names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*names).configure_cert(context)
        return context


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    ca, path = trustme.CA(), tmp_path_factory.mktemp("authority") / "authority.pem"
    ca.cert_pem.write_to_path(str(path))
    return Authority(ca, path)


@pytest.fixture
def secure(authority: Authority) -> Iterator[Hub]:
    """The hub over HTTPS, as 127.0.0.1 and as hub.example."""
    with serving(authority.certificate("127.0.0.1", "hub.example")) as made:
        made.content[HUB_PATH] = CONTENT
        yield made
