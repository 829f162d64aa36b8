"""What has a shape of its own. Numbers with check digits were made for the test or are the issuers' published examples."""

import pytest

from app.cloud.masking import find, find_names


def _found(text: str) -> list[tuple[str, str]]:
    return [(one.category, text[one.start : one.end]) for one in find(text)]


@pytest.mark.parametrize(
    ("category", "written", "before"),
    [
        ("identity", "BRTLRA84C52F205H", "C.F. "), ("identity", "20198681N", ""), ("identity", "X3865706G", ""), ("identity", "2 78 03 75 116 225 96", ""),
        ("identity", "756.4520.5950.00", ""), ("identity", "84.05.12-125.53", ""), ("identity", "490-31-7734", ""), ("identity", "84051260204", ""),
        ("identity", "120362016", "BSN "), ("identity", "9862120584", "SVNR "), ("identity", "360 579 7202", "NHS No "), ("identity", "AB 12 34 56 C", ""),
        ("tax", "92 137 084 535", ""), ("tax", "DE129029913", ""), ("tax", "ATU46644430", ""), ("tax", "CHE-753.425.985", ""), ("tax", "FR76261983894", ""),
        ("tax", "637 508 557", "SIREN "), ("tax", "B93465623", ""), ("tax", "07009300380", "P. IVA "), ("tax", "294769765", "NIF "), ("tax", "494-267-70-29", ""),
        ("tax", "NL180931763B01", ""), ("tax", "20-0856215", "EIN "), ("identity", "C7730921", "Pass "), ("tax", "72840193", "KvK "),
        ("iban", "57139482", "Konto "), ("iban", "31926819", "account number "), ("iban", "60-16-31", "sort code "), ("iban", "101089742", "ABA routing number: "), ("iban", "700 202 70", "BLZ "),
        ("iban", "30 1020 1055 0000 9102 0384 7561", ""), ("iban", "2100 0813 61 0123456789", ""), ("phone", "(208) 555-0146", ""),
        ("iban", "GB39 NWBK 6016 1371 0497 46", ""), ("iban", "DE21370400442949784426", ""), ("card", "4846 5632 1223 3073", ""), ("card", "373137215901090", ""),
        ("phone", "+44 (0)117 496 0183", ""), ("phone", "02 40 55 01 83", "Tél. : "), ("phone", "(208) 555-0146", "Call "), ("ip", "192.168.178.45", ""), ("ip", "2001:db8::8a2e:370:7334", ""),
        ("email", "a.b+c@d-e.example", ""), ("email", "a.b (at) berg.de", ""), ("url", "https://a.example/r?token=9fA2", ""), ("url", "https://u:pw@a.example/x", ""),
        ("secret", "AKIAQ3EGRTB7XVPLN2MZ", ""), ("secret", "hT7!kd92", "password: "), ("birthdate", "23.09.1947", "geb. am "), ("birthdate", "8 maggio 1962", "nato a Bari il "),
    ],
)  # fmt: skip
def test_found(category: str, written: str, before: str) -> None:
    assert (category, written) in _found(f"See: {before}{written} and more")


@pytest.mark.parametrize(
    "text",
    [
        "Version 2.4.0.12 of 3.2.1", "Order 4846-5632-1223-3074", "4006381333931", "Thursday 12.03.2026, 10:15", "Rechnung 2026/0448", "2.914.000 and 3.007.000",
        "https://docs.python.org/3/library/re.html", "00:1A:2B:3C:4D:5E", "ISBN 978-3-15-414852-1", "password: required", "84051260205", "account 250000 EUR", "Konto 4400", "2023 account 12.50", "§ 543 BGB, Art. 6",
    ],
)  # fmt: skip
def test_look_alikes_are_left(text: str) -> None:
    assert _found(text) == []


def test_a_misread_number_behind_its_label_is_masked_too() -> None:
    assert _found("IBAN: DE22 3704 0044 2949 7844 26") == [("iban", "DE22 3704 0044 2949 7844 26")]
    assert _found("NHS No 360 579 7203") == [("identity", "360 579 7203")]


def test_a_name_that_was_told_once_is_known_in_the_other_texts() -> None:
    texts = ["Mrs Imogen Thaulow resigned.", "The board thanked Thaulow and Halden.", "Halden Marine Group fell."]
    found = find_names(texts)
    assert [texts[1][one.start : one.end] for one in found[1]] == ["Thaulow", "Halden"]


@pytest.mark.parametrize(
    ("text", "category", "written"),
    [
        ("Sehr geehrte Frau Vollmer,", "person", "Vollmer"), ("Le contrat de Mme Le Goff.", "person", "Le Goff"), ("cliente: sig.ra De Santis", "person", "De Santis"),
        ("id,name,x\n1,Ylva Qorri,3", "person", "Ylva Qorri"), ("que mon frère Gwenaël reprendra", "person", "Gwenaël"), ("Szanowny Panie Dąbrowski,", "person", "Dąbrowski"),
        ("mieszka: ul. Leśna 8, tel.", "place", "ul. Leśna 8"), ("Zahlung an Weserglas GmbH & Co. KG bis Mai", "organisation", "Weserglas GmbH & Co. KG"),
        ("wohnhaft Ringstraße 5, 96450 Coburg", "place", "Ringstraße 5"), ("27 rue des Tilleuls, 44000 Nantes", "place", "44000 Nantes"),
    ],
)  # fmt: skip
def test_names_are_found(text: str, category: str, written: str) -> None:
    assert (category, written) in [(one.category, text[one.start : one.end]) for one in find_names([text])[0]]


@pytest.mark.parametrize(
    ("text", "category", "written"),
    [
        ("is DE89 3704\n0044 0532 0130 00.", "iban", "DE89 3704\n0044 0532 0130 00"), ("4111 1111\n1111 1111", "card", "4111 1111\n1111 1111"),
        ("mobil: 0151-555\n01 884", "phone", "0151-555\n01 884"), ("on +44 7700\n900461 now", "phone", "+44 7700\n900461"), ("Tel.: 030\n1234567", "phone", "030\n1234567"),
        ("Tel.: 030 1234567\n12 Stühle", "phone", "030 1234567"), ("NHS No 943 476\n5919", "identity", "943 476\n5919"),
    ],
)  # fmt: skip
def test_what_goes_on_in_the_next_line_is_found_whole(text: str, category: str, written: str) -> None:
    assert _found(text) == [(category, written)]


@pytest.mark.parametrize("text", ["2023 4 111 2\n2024 5 222 3\n2025 6 333 4", "4111 1111\n\n1111 1111"])
def test_figures_below_one_another_are_no_number(text: str) -> None:
    assert _found(text) == []


def test_own_words_are_found_within_others_unless_they_are_short() -> None:
    text = "Nordsterns Plan, der Nordsternvertrag, PROJECT-FALCON; AG in Tag"
    found = [text[one.start : one.end] for one in find(text, ["Nordstern", "Project Falcon", "AG"])]
    assert found == ["Nordstern", "Nordstern", "PROJECT-FALCON", "AG"]
