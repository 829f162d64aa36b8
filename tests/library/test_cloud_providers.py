"""Models elsewhere that are set up, and what a policy or an edition without the gateway says to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import Refused, UserFixable
from app.host.policy import Policy
from app.host.settings import Settings
from app.library import Library
from app.library.cloud import Cloud
from app.library.cloud.providers import made
from app.types import Provider

OFFICE = Provider("office", "Office", "openai", "https://llm.example.com/v1", "wren-large")


def no_gateway() -> Any:
    raise FileNotFoundError("inglenook-gateway")


@pytest.fixture
def cloud(library: Library) -> Cloud:
    return library.cloud


def ruled(library: Library, **policy: Any) -> Cloud:
    return Cloud(library.rooms, policy=lambda: Policy(**policy))


def test_well_known_names_know_their_address_and_dialect() -> None:
    assert made("OpenAI", model="m") == Provider("openai", "OpenAI", "openai", "https://api.openai.com/v1", "m")
    assert made("anthropic", model="m") == Provider(
        "anthropic", "Anthropic", "anthropic", "https://api.anthropic.com/v1", "m"
    )
    elsewhere = made("openai", model="m", address="https://eu.example.com/v1")
    assert (elsewhere.name, elsewhere.address) == ("openai", "https://eu.example.com/v1")


@pytest.mark.parametrize(
    ("name", "ident"), [("Büro Süd 2", "buro-sud-2"), ("  LLM / test ", "llm-test"), ("x" * 80, "x" * 64)]
)
def test_an_id_is_made_of_the_name(name: str, ident: str) -> None:
    assert made(name, model="m").id == ident


def test_a_name_without_letters_makes_no_id() -> None:
    with pytest.raises(UserFixable) as caught:
        made("—", model="m")
    assert caught.value.kind == "cloud_setup"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" https://LLM.example.com/v1/ ", "https://llm.example.com/v1"),
        ("https://llm.example.com/v1/chat/completions", "https://llm.example.com/v1"),
        ("https://llm.example.com/v1/messages/", "https://llm.example.com/v1"),
        ("http://localhost:8080/v1", "http://localhost:8080/v1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_is_kept_as_the_gateway_needs_it(cloud: Cloud, written: str, kept: str) -> None:
    assert cloud.add(made("office", model=" wren ", address=written)).address == kept
    assert cloud.providers() == (Provider("office", "office", "openai", kept, "wren"),)


@pytest.mark.parametrize(
    ("address", "model"),
    [
        ("", "m"),
        ("https://llm.example.com/v1", " "),
        ("llm.example.com", "m"),
        ("ftp://llm.example.com", "m"),
        ("https://", "m"),
        ("https://user:word@llm.example.com/v1", "m"),
        ("https://llm.example.com/v1?key=1", "m"),
        ("https://llm.example.com:nothing/v1", "m"),
        ("https://[::1/v1", "m"),
        ("http://llm.example.com/v1", "m"),
        ("http://10.0.0.7/v1", "m"),
    ],
)
def test_what_cannot_be_asked_is_not_set_up(cloud: Cloud, address: str, model: str) -> None:
    with pytest.raises(UserFixable) as caught:
        cloud.add(Provider("office", "Office", "openai", address, model))
    assert caught.value.kind == "cloud_setup" and cloud.providers() == ()


def test_an_address_without_encryption_can_be_trusted_on_purpose(cloud: Cloud) -> None:
    trusted = Provider("office", "Office", "openai", "http://10.0.0.7/v1", "m", trusted=True)
    assert cloud.add(trusted) == trusted
    with pytest.raises(UserFixable) as caught:
        cloud.add(made("other", model="m", address="http://10.0.0.7/v1"))
    assert "--trust" in caught.value.hint


def test_one_of_the_same_id_is_replaced_and_the_first_one_is_asked(cloud: Cloud) -> None:
    with pytest.raises(UserFixable) as caught:
        cloud.provider()
    assert caught.value.kind == "cloud_none"
    cloud.add(OFFICE)
    cloud.add(made("openai", model="m"))
    changed = cloud.add(Provider("office", "Office", "anthropic", "https://llm.example.com/v1", "finch"))
    assert [one.id for one in cloud.providers()] == ["office", "openai"] and cloud.provider() == changed
    cloud.put_first("openai")
    assert [one.id for one in cloud.providers()] == ["openai", "office"]
    assert cloud.provider("OFFICE") == cloud.provider("Office") == changed
    with pytest.raises(UserFixable) as caught:
        cloud.provider("nobody")
    assert caught.value.kind == "cloud_unknown"


def test_what_is_set_up_outlives_the_program(library: Library, make_library: Callable[[Any], Library]) -> None:
    library.cloud.add(OFFICE)
    assert make_library(None).cloud.providers() == (OFFICE,)


@pytest.mark.parametrize(
    "table",
    [
        None,
        {"id": "office"},
        ["office"],
        [{"id": "Not An Id", "name": "x", "dialect": "openai", "address": "https://x", "model": "m"}],
        [{"id": "office", "name": "x", "dialect": "klingon", "address": "https://x", "model": "m"}],
        [{"id": "office", "name": "", "dialect": "openai", "address": "https://x", "model": "m"}],
        [{"id": "office", "name": "x", "dialect": "openai", "address": "https://x", "model": 3}],
    ],
)
def test_a_damaged_setting_is_no_provider(tmp_path: Path, table: object) -> None:
    import json

    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"providers": table, "text_size": 150}))
    assert Settings.load(path) == Settings(text_size=150)


def test_a_policy_closes_all_or_lets_only_some_in(library: Library) -> None:
    shut = ruled(library, cloud=False)
    assert shut.locked() == "this machine's policy forbids sending anything to the cloud"
    for closed in (shut, ruled(library, network=False)):
        with pytest.raises(Refused) as caught:
            closed.add(OFFICE)
        assert caught.value.kind == "policy"
    narrow = ruled(library, cloud_addresses=("https://LLM.example.com/v1/",), cloud_models=("wren-large",))
    assert narrow.locked() is None and narrow.add(OFFICE) == OFFICE
    for other in (made("openai", model="wren-large"), made("office", model="gpt", address=OFFICE.address)):
        assert narrow.forbidden(other)
        with pytest.raises(Refused):
            narrow.add(other)
    assert narrow.providers() == (OFFICE,)


def test_an_edition_without_the_gateway_keeps_no_key(library: Library) -> None:
    library.cloud.add(OFFICE)
    offline = Cloud(library.rooms, start=no_gateway)
    with pytest.raises(Refused) as caught:
        offline.set_key("office", "sk-1")
    assert caught.value.values["reason"] == "this edition sends nothing to models elsewhere"
    assert not offline.has_key("office").kept and offline.has_key("office").why_not
    offline.remove("office")
    assert offline.providers() == ()
