"""What the children of these tests do; a spawned child imports its work by name."""

import os
import signal
import socket
import time
from multiprocessing.connection import Connection


def try_to_connect(channel: "Connection[object, object]") -> None:
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except OSError as error:
        channel.send(type(error).__name__)


def echo_until_closed(channel: "Connection[object, object]") -> None:
    try:
        while True:
            channel.send(channel.recv())
    except EOFError:
        return


def hang(channel: "Connection[object, object]") -> None:
    channel.send(os.getpid())
    time.sleep(3600)


def abort(channel: "Connection[object, object]") -> None:
    os.kill(os.getpid(), signal.SIGABRT)


def fail(channel: "Connection[object, object]") -> None:
    print("a sentence of a document", flush=True)
    raise ValueError("a sentence of a document")
