"""A difference, in words."""

from __future__ import annotations

from hypothesis import given, settings

from templates.change_words import differences
from templates.changes import changes
from templates.wire import Row, Value
from templates.written import Written
from tests.support.written_tabs import (
    LAYOUT,
    MANY,
    STATUS,
    written,
)


@settings(max_examples=60 * MANY, deadline=None)
@given(written(), written())
def test_a_difference_is_reported_exactly_where_something_would_be_written(
    before: Written, after: Written
) -> None:
    told = list(differences(LAYOUT, before, after))
    assert bool(told) == bool(changes(LAYOUT, before, after))
    assert len(set(told)) == len(told), "and no two lines say the same"


def test_a_difference_names_the_row_the_column_and_both_values() -> None:
    def pair(number: int, label: str, met: int, why: str) -> Row:
        values: dict[str, Value] = {
            "number": number,
            "pair": label,
            "status": "On track",
            "last_met": met,
            "why": why,
        }
        return tuple(values.get(c.key) for c in STATUS.value_columns)

    same = pair(1, "WES-1 Ana & Sam", 46_340, "Last met Nov 14.")
    before = Written(
        (None, 46_351, None, None, None),
        (same, pair(2, "WES-2 Bo & Kim", 46_344, "Last met Nov 18.")),
    )
    after = Written(
        (None, 46_356, None, None, None),
        (same, pair(2, "WES-2 Bo & Kim", 46_351, "Last met Nov 25.")),
    )
    assert list(differences(LAYOUT, before, after)) == [
        "~ Status: As of: Nov 25 → Nov 30",
        "~ Status, WES-2 Bo & Kim: Why: Last met Nov 18. → Last met Nov 25.; Last met: Nov 18 → Nov 25",
    ]
