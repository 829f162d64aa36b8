"""Speaks the gateway's lines about keys: `gateway.py FILE` keeps them in that file, `gateway.py ''` has no keyring."""

import json
import sys
from pathlib import Path


def main(ring: str) -> None:
    asked = json.loads(sys.stdin.readline())["key"]
    if not ring:
        reason = "this system has none that is running"
        tell({"error": {"kind": "keyring", "values": {"reason": reason}}})
        return
    path = Path(ring)
    keys = json.loads(path.read_text()) if path.exists() else {}
    if asked["do"] == "set":
        keys[asked["provider"]] = asked["key"]
    elif asked["do"] == "forget":
        keys.pop(asked["provider"], None)
    path.write_text(json.dumps(keys))
    tell({"done": {"has": asked["provider"] in keys, "keyring": "Test Ring"}})


def tell(message: object) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
