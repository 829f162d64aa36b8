"""Started by `host/children.py`; see the package for what it reads and writes."""

import sys

from app.gateway.program import Gateway

if __name__ == "__main__":
    sys.exit(Gateway().run())
