"""Started by `host/children.py`; see the package for what it reads and writes."""

import sys

from app.gateway.program import Gateway
from app.host import faults

if __name__ == "__main__":
    with faults.kept_in_child("gateway"):
        status = Gateway().run()
    sys.exit(status)
