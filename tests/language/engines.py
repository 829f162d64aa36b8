"""The tests' own engine: SmolLM2-135M, found where the program finds models."""

from pathlib import Path

from app.host.paths import Paths

FOLDER = "smollm2-135m"


def model_file() -> Path:
    folder = Paths.find().models / FOLDER
    found = sorted(folder.glob("*.gguf"))
    assert found, f"no test engine in {folder}: run bootstrap.py test"
    return found[0]
