"""What the engine's parent and its child say to each other. Nothing heavy is imported here: the parent needs it too.

Every request has a number; an answer to a request that nobody waits for any more is passed over by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.errors import UserFixable
from app.types import Generation, Prompt, TokenCount


@dataclass(frozen=True, slots=True)
class Load:
    """Load the model, if it is not loaded yet; answered by `Loaded`."""


@dataclass(frozen=True, slots=True)
class Generate:
    prompt: Prompt
    max_tokens: int
    seed: int | None
    end_at: Sequence[str]


@dataclass(frozen=True, slots=True)
class Choose:
    prompt: Prompt
    options: Sequence[str]


@dataclass(frozen=True, slots=True)
class Count:
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Read:
    """Evaluate what a prompt begins with, and write nothing; answered by `Done`."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Forget:
    """Nothing of any prompt is to stay; answered by `Done`."""


Work = Load | Generate | Choose | Count | Read | Forget


@dataclass(frozen=True, slots=True)
class Request:
    id: int
    work: Work


@dataclass(frozen=True, slots=True)
class StopRequest:
    """Give up request `id`, whether it is waiting or being worked on."""

    id: int


@dataclass(frozen=True, slots=True)
class Loading:
    percent: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """`threads` of the engine; `seconds` that loading took, without the start of the process."""

    device: str
    device_note: str | None
    threads: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of a reply."""

    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    shares: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a prompt began with has been read; or all was forgotten, and the counts are 0."""

    tokens: TokenCount


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The request was stopped."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A bug in the child, as it describes it; the child ends after it."""

    trace: str


Result = Loaded | Generation | Chosen | Counted | Done


@dataclass(frozen=True, slots=True)
class Reply:
    id: int
    value: Result | Loading | Written | GaveUp | Fault | UserFixable
