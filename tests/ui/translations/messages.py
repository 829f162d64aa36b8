"""The messages of a .ts, and the script that writes it."""

import importlib.util
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

from app.ui import resources

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = ("de", "en")


def _tool() -> ModuleType:
    """packaging/translations.py; that folder is no package."""
    spec = importlib.util.spec_from_file_location("inglenook_translations", ROOT / "packaging" / "translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = _tool()


class Message:
    """One of a .ts: `forms` are its translations, more than one where there is a number in it."""

    def __init__(self, context: str, element: ElementTree.Element) -> None:
        self.context, self.source = context, element.findtext("source") or ""
        self.plural = element.get("numerus") == "yes"
        translation = element.find("translation")
        assert translation is not None
        self.finished = translation.get("type") is None
        self.forms = [form.text or "" for form in translation] if self.plural else [translation.text or ""]

    @property
    def key(self) -> tuple[str, str, bool]:
        return self.context, self.source, self.plural


def messages(path: Path) -> list[Message]:
    root = ElementTree.parse(path).getroot()
    return [
        Message(context.findtext("name") or "", element)
        for context in root.iter("context")
        for element in context.iter("message")
    ]


def committed(language: str) -> list[Message]:
    return messages(resources.translations() / f"inglenook_{language}.ts")


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}|%n", text))
