"""What a document is, told by its title, its headings and its words."""

import pytest

from app.answers.summaries.cues import CUES
from app.answers.summaries.shapes import SHAPES, language_of, recognise

CASES = [
    ("Agreement for window cleaning", ["1. Definitions", "2. Term", "3. Payment"], "The Supplier shall clean.", "contract"),
    ("Mietvertrag", ["§ 1 Mietsache", "§ 2 Laufzeit"], "Der Mieter zahlt.", "contract"),
    ("Minutes of the parish council", ["Apologies", "Matters arising"], "Present: A. Finch. It was resolved to wait.", "minutes"),
    ("Procès-verbal de l'assemblée", ["Ordre du jour"], "Présents : A. Merle.", "minutes"),
    ("Do herons fish at night?", ["Abstract", "1 Introduction", "2 Methods", "3 Results", "References"], "We found it.", "paper"),
    ("Annual report 2024", ["At a glance", "Outlook"], "Revenue fell in 2024.", "report"),
    ("Informe anual 2023", ["Resultados", "Perspectivas"], "En el ejercicio subieron los ingresos.", "report"),
    ("Bedienungsanleitung Presse P4", ["1 Sicherheit", "2 Wartung"], "Gefahr! Nie ohne Haube.", "manual"),
    ("Invoice 204", ["Invoice"], "Sum 40. VAT 8. To pay 48.", "record"),
    ("Satzung des Rudervereins", ["§ 1 Zweck", "§ 2 Mitglieder"], "Der Vorstand muss einladen.", "rules"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "sections", "text", "kind"), CASES)
def test_kinds(title: str, sections: list[str], text: str, kind: str) -> None:
    shape = recognise(title, sections, text)
    assert shape is not None and shape.kind == kind


def test_what_is_of_no_kind_has_no_shape() -> None:
    assert recognise("The heron and the fox", ["One", "Two"], "A fox lived by the pond. A heron came.") is None


def test_every_heading_has_a_name_in_each_language_and_none_twice() -> None:
    for shape in SHAPES:
        for language in ("en", "de", "fr", "es"):
            names = [slot.names[language] for slot in shape.slots]
            assert all(names) and len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The boat is in the harbour and it will not sail.", "en"),
        ("Das Boot ist im Hafen und wird nicht mit der Flut fahren.", "de"),
        ("Le bateau est dans le port et ne part pas avec les autres.", "fr"),
        ("El barco está en el puerto y no sale con los otros.", "es"),
        ("船は港にあります。", "en"),
    ],
)
def test_the_language_of_headings(text: str, language: str) -> None:
    assert language_of(text) == language


def test_every_cue_of_a_heading_is_known() -> None:
    assert {cue for shape in SHAPES for slot in shape.slots for cue in slot.cues} <= set(CUES)
