"""Names of people, organisations and places, by rules and lists: for letters of the Latin alphabet, and shaped on English,
German, French, Spanish and Italian. They use what a text gives away: titles, labels, greetings, legal forms, kinds of houses,
streets and postcodes, heads of columns, given names and cities that are listed, and names that were told before.
"""

from collections.abc import Iterator, Sequence

from app.cloud.masking.columns import names_in_columns
from app.cloud.masking.kinds import Finding, best_of
from app.cloud.masking.names.mentions import mentions_of
from app.cloud.masking.names.organisations import organisations_in
from app.cloud.masking.names.people import people_of
from app.cloud.masking.names.places import addresses_in, place_of
from app.cloud.masking.names.runs import runs_in
from app.tongues import language_of


def find_names(texts: Sequence[str], shaped: Sequence[Sequence[Finding]] = ()) -> tuple[tuple[Finding, ...], ...]:
    """For each text, its names. What is in `shaped` (see `find`) for that text is none, nor is a name looked for across it."""
    taken = [shaped[index] if shaped else () for index in range(len(texts))]
    first = [best_of(_outside(_told_in(text), bare)) for text, bare in zip(texts, taken, strict=True)]
    told = [(text[one.start : one.end], one) for text, found in zip(texts, first, strict=True) for one in found]
    again = mentions_of(told, texts)
    return tuple(best_of(_outside([*one, *other], bare)) for one, other, bare in zip(first, again, taken, strict=True))


def _told_in(text: str) -> Iterator[Finding]:
    language = language_of(text)
    yield from names_in_columns(text)
    yield from organisations_in(text)
    yield from addresses_in(text)
    for run in runs_in(text):
        yield from people_of(run)
        place = place_of(run, language)
        if place is not None:
            yield place


def _outside(found: Iterator[Finding] | Sequence[Finding], taken: Sequence[Finding]) -> list[Finding]:
    covered = {at for one in taken for at in range(one.start, one.end)}
    return [one for one in found if covered.isdisjoint(range(one.start, one.end))]
