"""GPUs that are not there, with memory that runs out, for tests of what is done with them."""

import ctypes
from dataclasses import dataclass, replace

from app.language.native import NativeError
from app.language.offload import Device, Placement, Seen, Sizes

GIB = 2**30
CARD = Device(index=3, name="A card", backend="CUDA", kind="gpu", free=8 * GIB, total=8 * GIB)


@dataclass
class FakeDevices:
    """Satisfies `backends.Devices`. Its handles lead nowhere: what they are given to must not follow them."""

    devices: tuple[Device, ...] = ()
    problem: str | None = None

    def seen(self) -> Seen:
        return Seen(self.devices, self.problem)

    def handles(self, device: Device | None) -> "ctypes.Array[ctypes.c_void_p]":
        return (ctypes.c_void_p * 2)(None if device is None else device.index + 1, None)


@dataclass
class FakeLoader:
    """Loads a model of these sizes onto a card that has `room` bytes, whatever it said; gives the layers that went there."""

    model: Sizes
    context: int
    room: int
    fault: str = "cudaMalloc failed: out of memory"

    def __post_init__(self) -> None:
        self.tried: list[int] = []

    def __call__(self, placement: Placement) -> int:
        self.tried.append(placement.layers)
        if self.model.on_gpu(placement.layers, context=self.context) > self.room:
            raise NativeError(self.fault)
        return placement.layers

    def fits(self, most: int) -> int:
        """As many as the plan makes of the room that is really there."""
        card = replace(CARD, free=self.room)
        return min(most, max(n for n in range(most + 1) if self.model.on_gpu(n, context=self.context) <= card.free))
