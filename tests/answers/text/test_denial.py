"""What a statement says besides its 'Yes' or 'No'."""

import pytest

from app.answers.text.denial import body_of


@pytest.mark.parametrize(
    ("statement", "body"),
    [
        ("No, the tenant pays.", "the tenant pays."),
        ("Oui : le bailleur paie.", "le bailleur paie."),
        ("The tenant, no, the landlord pays.", "The tenant, no, the landlord pays."),
        ("Il paie même si, en mai, il part.", "Il paie même si, en mai, il part."),
    ],
)
def test_only_what_a_statement_opens_with_is_left_out(statement: str, body: str) -> None:
    assert body_of(statement) == body
