"""What every list of devices keeps to: the real one of the engine that is installed, and those of tests."""

import pytest

from app.language import backends, offload
from app.language.backends import Devices
from tests.language.devices import CARD, FakeDevices
from tests.language.engines import model_file


@pytest.fixture(params=["real", "none", "one", "broken"])
def devices(request: pytest.FixtureRequest) -> Devices:
    if request.param == "real":
        backends.start()
        return backends.Native()
    fakes = {"none": FakeDevices(), "one": FakeDevices((CARD,)), "broken": FakeDevices(problem="libcuda is not there")}
    return fakes[request.param]


def test_each_is_known_by_its_number_and_has_memory(devices: Devices) -> None:
    found = devices.seen().devices
    assert len({device.index for device in found}) == len(found)
    assert all(0 <= device.free <= device.total and device.name and device.backend for device in found)
    assert {device.kind for device in found} <= {"gpu", "integrated"}


def test_a_list_for_llama_cpp_ends_with_a_null(devices: Devices) -> None:
    assert devices.handles(None)[0] is None
    for device in devices.seen().devices:
        handles = devices.handles(device)
        assert handles[0]
        assert handles[1] is None


def test_where_nothing_is_reached_there_is_a_reason(devices: Devices) -> None:
    plan = offload.planned(model_file(), devices.seen(), context=2048)
    assert (plan.said == "cpu") == (plan.layers == 0)
    assert plan.note or plan.layers == plan.whole
    assert devices.seen().trouble is None or not devices.seen().devices
