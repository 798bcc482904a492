"""What a report says is kept as one text, byte for byte, and two years are set side by side."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.reports.comparison import ANSWERED, MOVED, SILENT, STILL, compare
from actionplan.reports.content import (
    SCHEMA_VERSION,
    ReportContent,
    UnreadableContent,
    from_text,
    sha256,
    to_text,
)
from actionplan.reports.document import comparison_document, report_document
from actionplan.reports.wording import figure_rows, share
from tests.actionplan.report_examples import (
    answer,
    compared,
    figures,
    report,
    two_activities,
)


@settings(max_examples=60, deadline=None)
@given(st.from_type(ReportContent))
def test_the_text_of_a_report_goes_round_byte_for_byte(content: ReportContent) -> None:
    text = to_text(content)
    assert from_text(text) == content
    assert to_text(from_text(text)) == text
    assert text.encode().decode() == text
    assert "\n" not in text


def test_the_text_is_canonical_and_its_hash_is_known() -> None:
    text = to_text(report())
    tree = json.loads(text)
    assert tree["schema"] == SCHEMA_VERSION
    again = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert text == again
    # SHA-256 of "abc", from FIPS 180-2.
    assert sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    # A promise to what is frozen: if this hash has to change, so does `SCHEMA_VERSION`.
    assert sha256(text) == "c6c74e9d09b05abddf8a1e577e3b0a45213b09f4648e61e6013011169b77d451"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"schema":99,"report":{}}', '{"schema":1,"report":{"title":"x"}}'],
)
def test_a_text_that_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(UnreadableContent):
        from_text(text)


def test_a_field_of_the_wrong_kind_is_refused() -> None:
    tree = json.loads(to_text(report()))
    tree["report"]["year"] = "2031"
    with pytest.raises(UnreadableContent):
        from_text(json.dumps(tree))


def test_who_has_not_answered_stands_in_no_status_and_is_no_zero() -> None:
    counted = figures(answer(1, "not_started"), answer(2), answer(3, is_late=True))
    assert share(counted) == "1 av 3 svar"
    rows = dict(figure_rows(counted))
    assert (rows["Ej påbörjad"], rows["Ej besvarad"]) == (1, 2)
    assert sum(each.count for each in counted.statuses) == counted.answered == 1


def test_what_is_handed_in_but_not_approved_is_neither_answered_nor_unanswered() -> None:
    counted = figures(answer(1, "completed"), answer(2, is_awaiting=True), answer(3))
    assert (counted.answered, counted.awaiting, counted.unanswered) == (1, 1, 1)


def test_two_years_say_what_moved_stood_still_and_was_closed() -> None:
    comparison = compared().comparison
    assert comparison is not None
    said = {
        kind: [(each.number, each.board, each.before, each.after) for each in found]
        for kind in (MOVED, STILL, ANSWERED, SILENT)
        if (found := comparison.of_kind(kind))
    }
    assert said == {
        MOVED: [(1, "Provnämnden för lärande", "Ej påbörjad", "Pågår")],
        STILL: [(2, "Provnämnden för lärande", "Genomförd", "Genomförd")],
        ANSWERED: [(1, "Provnämnden för omsorg", "Ej besvarad", "Försenad")],
        SILENT: [(1, "Provbolaget AB", "Pausad", "Ej besvarad")],
    }
    assert [(each.number, each.words) for each in comparison.closed] == [(2, "genomförd 2031")]
    assert (comparison.new, comparison.gone) == (1, 0)


def test_what_cannot_be_compared_is_counted_and_said() -> None:
    """A board that went up in another has another key: its answers are in no row."""
    first, second = two_activities()
    without = report((replace(first, answers=first.answers[:2]), second))
    fewer, more, alike = (
        str(comparison_document(compare(before, "0" * 64, after), after).blocks)
        for before, after in [(report(), without), (without, report()), (without, without)]
    )
    assert "sedan dess: 0. Frågor som bara ställdes 2031: 1. De jämförs inte." in fewer
    assert "sedan dess: 1. Frågor som bara ställdes 2031: 0. De jämförs inte." in more
    assert "De jämförs inte" not in alike


def test_example_data_and_a_correction_say_so_at_the_top() -> None:
    blocks = report_document(report()).blocks
    assert "Exempeldata" in blocks[0].text  # type: ignore[union-attr]
    assert not [b for b in report_document(replace(report(), is_example=False)).blocks
                if b.kind == "notice"]  # fmt: skip


def test_an_empty_text_has_no_heading() -> None:
    headings = {heading.text for heading in report_document(report(proposals="")).contents}
    assert "Förslag" not in headings
    assert "Inledning" in headings
