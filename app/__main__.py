"""Freeze support, close the network, then the window or the command line (each imported only when wanted)."""

import multiprocessing
import sys


def main() -> int:
    multiprocessing.freeze_support()
    from app.host import network

    network.close()
    from app.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
