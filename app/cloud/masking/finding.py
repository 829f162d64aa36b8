"""Everything that has a shape of its own is found in one text, and the user's own words."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.cloud.masking.accounts import found_accounts
from app.cloud.masking.births import found_births
from app.cloud.masking.columns import numbers_in_columns
from app.cloud.masking.identity import found_identities
from app.cloud.masking.kinds import Category, Finding, settled
from app.cloud.masking.numbers import found_numbers, is_whole
from app.cloud.masking.secrets import found_secrets
from app.cloud.masking.web import found_on_the_web

_BROKEN = re.compile(r"(?<=[^\n])\n(?=[^\n])")
"""A line's end within a paragraph."""
_MAY_GO_ON = re.compile(r"(?:\d[ .,/()–-]{0,2}|[A-Z]{2} ?)\n ?[\w(+]")
"""A line that ends with a digit, or with an account's country: others are not gone through a second time."""
_CERTAIN: Mapping[Category, float] = {"card": 0.9}
_MOSTLY_CERTAIN = 0.95
"""A number that goes on in the next line is taken for one only where a checksum, a label or a country's prefix tells: figures of a table stand
below one another, too."""
_LONG = 4
"""Letters that a word of the user's own has at least to be looked for within others: 'Berg' is in 'Bergbau', but 'AG' would be everywhere."""
_FINDERS = (
    found_on_the_web,
    found_secrets,
    found_accounts,
    found_numbers,
    found_identities,
    found_births,
    numbers_in_columns,
)


def find(text: str, words: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What has a shape, and `words` in whatever case and spacing. No names of people,
    organisations and places: they are found over all texts at once (`find_names`)."""
    found = [one for finder in _FINDERS for one in finder(text)]
    return settled([*found, *_over_line_ends(text, found), *_own(text, words)])


def _over_line_ends(text: str, found: Sequence[Finding]) -> Iterator[Finding]:
    """An account or a telephone number of which the page's margin put a part on the next line. A line that ends with a hyphen goes on in the
    next one for certain."""
    if not _MAY_GO_ON.search(text):
        return
    joined = _BROKEN.sub(" ", text)
    called = {
        one.start for one in found if one.category == "phone" and is_whole(text[one.start : one.end])
    }  # what follows is the next line's own
    for finder in _FINDERS[:-1]:
        for one in finder(joined):
            written = text[one.start : one.end]
            certain = one.certainty >= _CERTAIN.get(one.category, _MOSTLY_CERTAIN)
            goes_on = "-\n" in written or (certain and not (one.category == "phone" and one.start in called))
            if "\n" in written and goes_on:
                yield one


def _own(text: str, words: Sequence[str]) -> list[Finding]:
    """Longer ones first: 'Berg & Sons' before 'Berg'. Who names a word himself wants it hidden in 'Nordsterns' and in 'Nordsternvertrag', too; a
    short one stands alone."""
    ways = [_way(word) for word in sorted(words, key=len, reverse=True) if word.strip()]
    if not ways:
        return []
    return [Finding(one.start(), one.end(), "word") for one in re.finditer("|".join(ways), text, re.IGNORECASE)]


def _way(word: str) -> str:
    way = r"[\s_‐-―-]+".join(map(re.escape, word.split()))
    return way if sum(map(str.isalnum, word)) >= _LONG else rf"(?<!\w){way}(?!\w)"
