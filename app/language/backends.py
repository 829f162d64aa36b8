"""llama.cpp's backends: the folder that they are loaded from, and the GPUs that they reach. Runs in a child only.

The calls are those of ggml's own device interface (`ggml-backend.h`), so that CUDA, Metal and Vulkan are one to us.
"""

import ctypes
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import llama_cpp._ggml as ggml
from llama_cpp import llama_cpp as llama

from app.language.hardware import gpu_libraries
from app.language.native import Log
from app.language.offload import Device, Kind, Seen

FOLDER = Path(llama.__file__).resolve().parent / "lib"
"""Where the installed engine's libraries lie."""

_KINDS: dict[int, Kind] = {1: "gpu", 2: "integrated"}  # GGML_BACKEND_DEVICE_TYPE_GPU, _IGPU


class Devices(Protocol):
    """What the engine can reach."""

    def seen(self) -> Seen:
        """The GPUs, with what is free on them now."""

    def handles(self, device: Device | None) -> "ctypes.Array[ctypes.c_void_p]":
        """For llama.cpp, which takes a list that ends with a null: the device, or none at all."""


def start() -> None:
    """Make the backends known, once."""
    if not ggml.libggml.ggml_backend_reg_count():
        load(FOLDER)
    llama.llama_backend_init()


def load(folder: Path) -> None:
    """Load the backends of a folder, given in full: llama.cpp's default search includes the current folder, and the
    environment may name a library; anybody's could lie there."""
    os.environ.pop("GGML_BACKEND_PATH", None)
    ggml.libggml.ggml_backend_load_all_from_path(os.fsencode(folder.absolute()))


@dataclass(frozen=True, slots=True)
class Native:
    """The devices of the llama.cpp that is loaded. `start` comes first; `log` was there before it."""

    log: Log | None = None

    def seen(self) -> Seen:
        listed = (_device(index) for index in range(_count()))
        found = tuple(device for device in listed if device is not None)
        return Seen(found, None if found else self._trouble())

    def _trouble(self) -> str | None:
        """Why a backend for GPUs that was built is not there, or is there and finds none; None where none was built."""
        built, known = gpu_libraries(FOLDER), _registered()
        missing = [path for backend, path in built if backend not in known]
        if missing:
            return worded(why_not(missing[0]))
        return worded(self.log.reason) if built and self.log and self.log.reason else None

    def handles(self, device: Device | None) -> "ctypes.Array[ctypes.c_void_p]":
        return (ctypes.c_void_p * 2)(None if device is None else _handle(device.index), None)


def _count() -> int:
    return int(_outer("ggml_backend_dev_count", ctypes.c_size_t)())


def _handle(index: int) -> Any:
    return _outer("ggml_backend_dev_get", ctypes.c_void_p)(ctypes.c_size_t(index))


def _device(index: int) -> Device | None:
    handle = ctypes.c_void_p(_handle(index))
    kind = _KINDS.get(_base("ggml_backend_dev_type", ctypes.c_int)(handle))
    if kind is None:
        return None
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    _base("ggml_backend_dev_memory", None)(handle, ctypes.byref(free), ctypes.byref(total))
    registry = ctypes.c_void_p(_base("ggml_backend_dev_backend_reg", ctypes.c_void_p)(handle))
    return Device(
        index=index,
        name=_text(_base("ggml_backend_dev_description", ctypes.c_char_p)(handle)),
        backend=_text(_base("ggml_backend_reg_name", ctypes.c_char_p)(registry)),
        kind=kind,
        free=free.value,
        total=total.value,
    )


def _registered() -> set[str]:
    """The backends that are there, named as their libraries are."""
    count = _outer("ggml_backend_reg_count", ctypes.c_size_t)()
    registries = (_outer("ggml_backend_reg_get", ctypes.c_void_p)(ctypes.c_size_t(index)) for index in range(count))
    names = {_text(_base("ggml_backend_reg_name", ctypes.c_char_p)(ctypes.c_void_p(one))) for one in registries}
    return {"metal" if name == "MTL" else name.lower() for name in names}


def why_not(path: Path) -> str:
    """What the system says when the library is opened by itself; llama.cpp keeps it to itself."""
    try:
        ctypes.CDLL(str(path))
    except OSError as error:
        return str(error)
    return f"{path.name} gives no device"


def no_processor() -> str:
    """Why no library for the processor is there: the engine does nothing without one."""
    built = sorted(FOLDER.glob("*ggml-cpu*"))
    return why_not(built[0]) if built else "its library for the processor is not there"


def worded(reason: str) -> str:
    """What the system or the backend says, shorter where it is known what that means."""
    if "libcuda.so" in reason or "nvcuda.dll" in reason:
        return "its driver is not installed"
    return reason.rpartition("failed to initialize ")[2]


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode(errors="replace").strip()


def _outer(name: str, result: Any) -> Any:
    return _typed(ggml.libggml, name, result)


def _base(name: str, result: Any) -> Any:
    return _typed(_base_library(), name, result)


@cache
def _base_library() -> Any:
    return ggml.ctypes_ext.load_shared_library("ggml-base", ggml.libggml_base_path)


def _typed(library: Any, name: str, result: Any) -> Any:
    function = getattr(library, name)
    function.restype = result
    return function
