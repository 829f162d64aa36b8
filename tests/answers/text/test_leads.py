"""What an answer says about its excerpts is left out, and nothing else."""

import pytest

from app.answers.text.leads import without_leads


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("According to the excerpts, 12 tonnes were delivered.", "12 tonnes were delivered."),
        ("According to the information in Excerpt 3, in 2022 there were nine.", "In 2022 there were nine."),
        ("According to the information provided, it was sold.", "It was sold."),
        ("The excerpt states that the fee is £40.", "The fee is £40."),
        ("Excerpt 2 says that dogs are barred.", "Dogs are barred."),
        ("No, they may not. The excerpt states that the fine was £800.", "No, they may not. The fine was £800."),
        ("Yes, she is his niece, which is mentioned in Excerpt 1.", "Yes, she is his niece."),
        ("The fee is £40, according to the provided excerpts.", "The fee is £40."),
        ("No, it may not. This is stated in Excerpt 2, Part F, line 4.", "No, it may not."),
        ("Answer: 40 pounds.", "40 pounds."),
        ("Selon les extraits, le prix est de 40 euros.", "Le prix est de 40 euros."),
        ("L'extrait 2 indique que le prix est de 40 euros.", "Le prix est de 40 euros."),
    ],
)
def test_talk_of_excerpts_goes(text: str, left: str) -> None:
    assert without_leads(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "According to the rules of the society, the chair decides.",
        "Yes, the rules hold, according to both the draft and the final text.",
        "According to the report, 12 boats were lost.",
        "The excerpt does not state the fee.",
        "Nach 40 Tagen endet die Frist.",
        "The text of clause 4 was changed.",
    ],
)
def test_talk_of_documents_stays(text: str) -> None:
    assert without_leads(text) == text
