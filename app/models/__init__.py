"""The manifest and the store of model files: what is known, what is here, is it whole."""

from app.models.examine import Gguf, examine
from app.models.manifest import Manifest, Model
from app.models.store import ModelFiles, Store

__all__ = ["Gguf", "Manifest", "Model", "ModelFiles", "Store", "examine"]
