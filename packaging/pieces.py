"""Hashes of the pieces of model files that are here: `python packaging/pieces.py FILE…` (from the checkout).

A file must be one that the manifest knows, whole and right. They are written beside the manifest, so that a download knows a damaged
piece when it arrives; a file without any is checked as a whole, at its end.
"""

import sys
from pathlib import Path

from app.models import place
from app.models.manifest import Manifest, manifest_path
from app.models.pieces import Pieces
from app.stop import Stop


def main() -> int:
    folder, manifest = manifest_path().parent / "pieces", Manifest.load()
    folder.mkdir(exist_ok=True)
    for path in map(Path, sys.argv[1:]):
        digest = place.hash_file(path, advance=lambda _: None, stop=Stop()).hexdigest()
        if manifest.with_hash(digest) is None:
            raise SystemExit(f"{path} is no file that the manifest knows")
        Pieces.made_from(path, Stop()).write(folder / digest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
