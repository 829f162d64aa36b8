"""Numbers, codes, units and dates are found however question and text write them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.index import forms
from app.index.catalog import Catalog
from app.index.search import search
from tests.index.texts import add

FILLER = [f"Paragraph {number} is about other matters, and names 17 of them." for number in range(20, 32)]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        yield catalog


def _found(catalog: Catalog, question: str, text: str) -> bool:
    """Whether the page with the text is the one that has a word of the question, among pages that have none."""
    add(catalog, "paper.pdf", [*FILLER[:6], text, *FILLER[6:]])
    best, *rest = search(question, catalog=catalog, limit=20)
    return best.page == 7 and best.lexical > max(passage.lexical for passage in rest)


THOUSANDS = ["1,250", "1.250", "1 250", "1\u202f250", "1'250", "1250"]
CODES = ["HX-40S", "HX 40 S", "HX40S", "HX-40 S", "hx40-s", "HX/40S"]
DAYS = [
    "3 May 2024", "3rd May 2024", "3rd of May 2024", "May 3rd, 2024", "May 3, 2024", "03.05.2024", "3.5.2024", "2024-05-03",
]  # fmt: skip


@pytest.mark.parametrize("asked", THOUSANDS)
@pytest.mark.parametrize("written", [*THOUSANDS, "1,250.00"])
def test_thousands_are_found_parted_or_not(catalog: Catalog, asked: str, written: str) -> None:
    assert _found(catalog, f"{asked}?", f"A sum of {written} was paid out.")


@pytest.mark.parametrize("asked", CODES)
@pytest.mark.parametrize("written", CODES)
def test_codes_are_found_with_hyphens_spaces_or_neither(catalog: Catalog, asked: str, written: str) -> None:
    assert _found(catalog, f"{asked}?", f"The model {written} was tested.")


@pytest.mark.parametrize("asked", [*DAYS, "on the 3rd of May 2024"])
@pytest.mark.parametrize("written", [*DAYS, "20240503"])
def test_a_day_is_found_in_every_spelling(catalog: Catalog, asked: str, written: str) -> None:
    assert _found(catalog, f"{asked}?", f"It was signed on {written} by both.")


@pytest.mark.parametrize(("asked", "written"), [("3 May 2024", "3/5/24"), ("May 3, 2024", "5/3/24")])
def test_day_and_month_stand_in_figures_as_their_writer_says_them(catalog: Catalog, asked: str, written: str) -> None:
    assert _found(catalog, f"{asked}?", f"It was signed on {written} by both.")


def test_may_is_a_month_only_with_a_capital() -> None:
    assert forms.dates("Who may 3 times a year?", ["en"]) == []
    assert forms.dates("Who on 3 May?", ["en"])[0][0] == "3 May"


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("3 May 2024", "Der Vertrag wurde am 3. Mai 2024 von beiden Seiten unterschrieben und tritt danach in Kraft."),
        ("1 May 2024", "Le contrat est signé le 1er mai 2024 par les deux parties et il entre en vigueur ensuite."),
        ("May 3rd, 2024", "El contrato se firmó el 3 de mayo de 2024 por las dos partes y entra en vigor después."),
    ],
)
def test_a_day_is_found_in_the_words_of_the_text(catalog: Catalog, asked: str, text: str) -> None:
    add(catalog, "paper.pdf", [text.replace("2024", "2023").replace("ma", "jui"), text])
    assert search(f"{asked}?", catalog=catalog)[0].page == 2


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("30 kg", "30kg"), ("30kg", "30 kg"), ("5 °C", "5°C"), ("5°C", "5 °C"), ("2.5 kW", "2.5kW"), ("2.5kW", "2,5 kW"),
        ("80 %", "80%"), ("10m²", "10 m2"), ("5 x 20 mm", "5x20mm"),
    ],
)  # fmt: skip
def test_units_stand_at_their_number_or_apart(catalog: Catalog, asked: str, written: str) -> None:
    assert _found(catalog, f"{asked}?", f"At most {written} are allowed.")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("1250", "1250"), ("ＨＸ－４０Ｓ", "HX-40S"), ("٢٠٢٤", "2024"), ("२०२४", "2024"), ("１，２５０", "1,250"),
    ],
)  # fmt: skip
def test_a_question_in_other_digits_or_widths_means_the_same(catalog: Catalog, asked: str, written: str) -> None:
    assert _found(catalog, f"{asked}?", f"It says {written} there.")


def test_figures_in_the_digits_of_the_text(catalog: Catalog) -> None:
    arabic = "تم توقيع العقد في عام {} من قبل الطرفين وهو ساري المفعول."
    add(catalog, "paper.pdf", [arabic.format("٢٠٢٣"), arabic.format("٢٠٢٤"), arabic.format("٢٠٢٥")])
    assert [passage.page for passage in search("2024", catalog=catalog) if passage.lexical] == [2]


def test_letters_of_half_width_are_those_of_the_text(catalog: Catalog) -> None:
    add(catalog, "paper.pdf", ["この契約は二〇二四年に締結されました。", "ガラスの厚さは八ミリです。"])
    assert search("ｶﾞﾗｽ", catalog=catalog)[0].page == 2


def test_figures_are_never_put_to_figures() -> None:
    assert "25kW" not in forms.others("2.5kW", ["en"])
    assert forms.others("1.5", ["en"]) == []


def test_a_number_is_not_found_by_its_figures(catalog: Catalog) -> None:
    add(catalog, "paper.pdf", ["It weighs 12 and 5 tons.", "Parts 12 5.", "Nothing."])
    assert [passage.lexical for passage in search("125", catalog=catalog)] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(("asked", "page"), [("HX-40", 1), ("HX-40S", 2), ("HX 40S", 2), ("HX40", 1)])
def test_a_code_with_an_s_is_another_one(catalog: Catalog, asked: str, page: int) -> None:
    add(catalog, "paper.pdf", ["The HX-40 weighs 30 kg.", "The HX-40S weighs 31 kg.", *FILLER])
    found = search(f"weight of the {asked}", catalog=catalog)
    assert found[0].page == page and found[0].lexical > found[1].lexical
