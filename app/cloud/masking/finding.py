"""Everything that has a shape of its own is found in one text, and the user's own words."""

import re
from collections.abc import Sequence

from app.cloud.masking.births import found_births
from app.cloud.masking.identity import found_identities
from app.cloud.masking.kinds import Finding, settled
from app.cloud.masking.numbers import found_numbers
from app.cloud.masking.secrets import found_secrets
from app.cloud.masking.web import found_on_the_web

_FINDERS = (found_on_the_web, found_secrets, found_numbers, found_identities, found_births)


def find(text: str, words: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What has a shape, and `words` wherever they stand alone, in whatever case and spacing. No names of people,
    organisations and places: they are found over all texts at once (`find_names`)."""
    found = [one for finder in _FINDERS for one in finder(text)]
    return settled([*found, *_own(text, words)])


def _own(text: str, words: Sequence[str]) -> list[Finding]:
    """Longer ones first: 'Berg & Sons' before 'Berg'."""
    ways = [r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True) if word.strip()]
    if not ways:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)
    return [Finding(match.start(), match.end(), "word", 1.0) for match in pattern.finditer(text)]
