"""The files have every string of the code, and every one is translated."""

import re
from pathlib import Path

import pytest

from app.ui import resources
from tests.ui.translations.messages import LANGUAGES, committed, messages, placeholders, tool


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_have_the_strings_of_the_code_and_no_others(language: str, tmp_path: Path) -> None:
    tool.update(language, tmp_path)
    fresh = {message.key for message in messages(tmp_path / f"inglenook_{language}.ts")}
    assert {message.key for message in committed(language)} == fresh, "run packaging/translations.py and translate"
    assert len(fresh) > (10 if language == "en" else 400)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated(language: str) -> None:
    for message in committed(language):
        assert message.finished and all(message.forms), f"{message.context}: {message.source}"
        assert len(message.forms) == (2 if message.plural else 1), message.source


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_ends_are_those_of_the_source(language: str) -> None:
    for message in committed(language):
        for form in message.forms:
            assert placeholders(form) == placeholders(message.source), form
            assert form.endswith("…") == message.source.endswith("…"), form
            assert form == form.strip() and ("&" in form) == ("&" in message.source), form


def test_german_has_its_own_quotation_marks() -> None:
    for message in committed("de"):
        assert not re.search('[‘’”"]', message.forms[0]), message.forms
        assert message.forms[0].count("„") == message.forms[0].count("“"), message.forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_loaded_is_what_was_translated(language: str, tmp_path: Path) -> None:
    name = f"inglenook_{language}"
    tool.release(resources.translations() / f"{name}.ts", tmp_path / f"{name}.qm")
    assert (tmp_path / f"{name}.qm").read_bytes() == (resources.translations() / f"{name}.qm").read_bytes()
