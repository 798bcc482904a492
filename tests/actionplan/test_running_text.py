"""What is written in a form is kept in one way, wherever it is written."""

import pytest
from django import forms

from actionplan.followup.answering.forms import AnswerForm
from actionplan.plan.texts import RunningText

FIELDS = {"an answer": AnswerForm.base_fields["done"], "any other": RunningText(label="Inledning")}


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_lines_end_in_one_way_and_what_cannot_be_seen_goes(field: forms.Field) -> None:
    assert field.clean(" Ett\r\ntvå\rtre\x0b\x00\tfyra \n") == "Ett\ntvå\ntre\tfyra"
