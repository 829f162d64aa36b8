"""Against a server that is not ours: llama-cpp-python's own, with the small engine, behind the provider that keeps what reached it."""

import contextlib
import hashlib
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gateway.cloud.conftest import Desk
from tests.language.engines import model_file


@contextmanager
def llama_server(context: int = 512, model: Path | None = None) -> Iterator[int]:
    """Its port; `context` in tokens. On one thread, and with the small engine's model unless another file is named."""
    told = {"model": model or model_file(), "n_ctx": context, "n_threads": 1, "n_threads_batch": 1}
    options = [word for name, value in told.items() for word in (f"--{name}", str(value))]
    options += ["--host", "127.0.0.1", "--port", "0"]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(
        [sys.executable, "-m", "llama_cpp.server", *options, "--verbose", "False"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        assert process.stderr is not None
        try:
            said = next(
                (found for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:(\d+)", line))), None
            )
            assert said is not None, "it did not start"
            threading.Thread(target=process.stderr.read, daemon=True).start()  # what nobody reads would hold it up
            yield int(said[1])
        finally:
            process.kill()


def passed_on(port: int) -> Callable[[socket.socket, bytes], None]:
    """A step of an answer that is given by whoever listens at that port."""

    def pass_on(connection: socket.socket, asked: bytes) -> None:
        with socket.create_connection(("127.0.0.1", port)) as there, contextlib.suppress(OSError):
            there.sendall(asked)
            while said := there.recv(65536):
                connection.sendall(said)

    return pass_on


@pytest.mark.model
def test_its_answer_comes_as_from_any_provider(desk: Desk) -> None:
    body = (
        '{"model":"wren-large","stream":true,"stream_options":{"include_usage":true},"max_tokens":12,"temperature":0,'
        '"messages":[{"role":"user","content":"Say: the tenant pays the rent."}]}'
    )
    with llama_server() as port:
        desk.provider.answers = [[passed_on(port)], [passed_on(port)]]
        sent = desk.send(body=body, digest=digest_of(body))
        wrong = desk.send(body=(body := '{"model":"wren-large","messages":3}'), digest=digest_of(body))
    assert sent.status == 0 and sent.text.strip() and sent.done["finish"] in ("stop", "length")
    assert len([message for message in sent.heard.messages if "text" in message]) > 1, (
        "it did not come as it was written"
    )
    assert wrong.error.kind == "cloud_busy" and "messages" in wrong.error.message, "its own words are lost"


def digest_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
