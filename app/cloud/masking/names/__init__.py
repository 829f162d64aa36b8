"""Names of people, organisations and places, by rules and lists."""

from collections.abc import Sequence

from app.cloud.masking.kinds import Finding


def find_names(texts: Sequence[str], shaped: Sequence[Sequence[Finding]] = ()) -> tuple[tuple[Finding, ...], ...]:
    return tuple(() for _ in texts)
