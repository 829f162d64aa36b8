"""Masks over several texts: the same for the same, lifted and added by hand, and put back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cloud.masking import CATEGORIES, Finding, Locked, Masking

_LETTER = "Dear Ms Berg, Anna Berg's account DE21 3704 0044 2949 7844 26 is paid. Write to anna@berg.example."
_NOTE = "From Anna Berg. Berg called from +44 7700 900461 about PERSON_1 and Person 2."
_PIECES = st.lists(
    st.sampled_from(
        [
            "Anna Berg", "Ms Berg", "Berg", "Tom Lisle", "T. Lisle", "PERSON_1", "Person 2", "EMAIL_1b", "anna@berg.example", "a", "_", "-", "5", "b", "\n", " ", ", ",
            "DE21370400442949784426", "10.0.0.3", "password: hT7!kd92", "Norwick Ltd", "Norwick", "born 3 May 1960", "é", ".", "PERSON_", "PERSON ",
        ]
    ),
    max_size=14,
)  # fmt: skip


def test_one_person_has_one_number_and_each_way_of_writing_its_own_letter() -> None:
    masking = Masking.over([_LETTER, _NOTE])
    letter, note = masking.masked(0), masking.masked(1)
    people = {mask.placeholder for mask in (*letter.masks, *note.masks) if mask.finding.category == "person"}
    assert people == {"PERSON_3", "PERSON_3b"}
    assert "Anna" not in letter.text + note.text
    assert "Berg" not in letter.text + note.text


def test_numbers_that_the_texts_use_themselves_are_left_to_them() -> None:
    masking = Masking.over([_LETTER, _NOTE])
    assert "about PERSON_1 and Person 2" in masking.masked(1).text
    assert masking.restore("PERSON_1 and Person 2") == "PERSON_1 and Person 2"


@pytest.mark.parametrize(
    "way", ["PERSON_1", "**PERSON_1**", "Person 1", "PERSON\\_1", "person_1", "PERSON-1", "PERSON 1"]
)
def test_a_placeholder_is_known_again(way: str) -> None:
    masking = Masking.over(["Mr Ashdown agreed."])
    assert masking.restore(f"Then {way}'s roof, {way}s Dach, {way}.").count("Ashdown") == 3


def test_what_was_not_sent_stays() -> None:
    masking = Masking.over(["Mr Ashdown agreed."])
    assert masking.restore("PERSON_12, PERSON_2, IBAN_1, a person 1") == "PERSON_12, PERSON_2, IBAN_1, a person 1"


def test_words_that_are_anybodys_are_no_placeholder() -> None:
    masking = Masking.over(["Card 4111 1111 1111 1111 was charged."])
    reply = "Credit Card 1 of 3 is card_1, CARD_1."
    assert masking.restore(reply) == "Credit Card 1 of 3 is 4111 1111 1111 1111, 4111 1111 1111 1111."


def test_two_of_one_surname_are_not_taken_for_one() -> None:
    masking = Masking.over(["Anna Berg and Thomas Berg came. Mr Berg left."])
    assert len({mask.placeholder for mask in masking.masked(0).masks}) == 3


def test_lifting_shows_one_mask_and_changes_no_other_placeholder() -> None:
    masking = Masking.over([_LETTER, _NOTE])
    first = masking.masked(0).masks[0]
    lifted = masking.without(0, first.finding)
    assert {m.placeholder for m in lifted.masked(0).masks} <= {m.placeholder for m in masking.masked(0).masks}
    assert len(lifted.masked(0).masks) == len(masking.masked(0).masks) - 1
    assert lifted.with_again(0, first.finding) == masking
    everywhere = masking.without_all(0, first.finding)
    assert "Berg" in everywhere.masked(1).text


def test_a_locked_category_cannot_be_lifted_nor_left_out() -> None:
    masking = Masking.over([_LETTER], categories=["person"], locked=["iban"])
    iban = next(mask.finding for mask in masking.masked(0).masks if mask.finding.category == "iban")
    assert not masking.can_lift(iban)
    with pytest.raises(Locked):
        masking.without(0, iban)
    hidden = masking.with_also(0, iban.start, iban.end)
    assert "DE21" not in hidden.without(0, hidden.standing(0)[-1]).masked(0).text


def test_by_hand_whole_words_are_masked_and_masks_are_taken_in_whole() -> None:
    masking = Masking.over(["The turquoise boat of Mr Ashdown."])
    masked = masking.with_also(0, 6, 8)
    assert masked.masked(0).text == "The HIDDEN_1 boat of Mr PERSON_1."
    assert masked.with_also(0, 20, 27).masked(0).text == "The HIDDEN_1 boat HIDDEN_2."
    with pytest.raises(ValueError, match="nothing"):
        masking.with_also(0, 3, 4)


def test_the_users_own_words_are_masked_in_any_case() -> None:
    masking = Masking.over(["Project NIGHT  jar, night jars"], words=["Night Jar"])
    assert masking.masked(0).text == "Project WORD_1, WORD_2"


@settings(max_examples=120, deadline=None)
@given(st.lists(_PIECES.map("".join), min_size=1, max_size=3), st.data())
def test_what_is_put_back_is_the_text_whatever_is_lifted_and_added(texts: list[str], data: st.DataObject) -> None:
    masking = Masking.over(texts)
    for _ in range(data.draw(st.integers(0, 4))):
        index = data.draw(st.integers(0, len(texts) - 1))
        standing = masking.standing(index)
        if data.draw(st.booleans()) and standing:
            masking = masking.without(index, data.draw(st.sampled_from(standing)))
        elif texts[index].strip():
            start = data.draw(st.integers(0, len(texts[index]) - 1))
            end = data.draw(st.integers(start + 1, len(texts[index])))
            if texts[index][start:end].strip():
                masking = masking.with_also(index, start, end, data.draw(st.sampled_from(CATEGORIES)))
    for index, text in enumerate(texts):
        masked = masking.masked(index)
        assert masking.restore(masked.text) == text
        assert all(masked.text[mask.start : mask.end] == mask.placeholder for mask in masked.masks)


def test_findings_are_plain_values() -> None:
    assert Finding(1, 2, "email") == Finding(1, 2, "email")
