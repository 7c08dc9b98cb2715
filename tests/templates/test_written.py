"""What the tool's tabs hold, as rows of plain values."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.layout import Column, load
from templates.written import keyed, plain, row_of

STATUS = load(6, 40).tab("status")


@pytest.mark.parametrize(
    ("value", "kind", "kept"),
    [
        (None, "text", None),
        ("", "date", None),
        (date(2026, 11, 20), "date", 46346),
        (datetime(2026, 11, 20, 12), "moment", 46346.5),  # noqa: DTZ001
        (time(6), "time", 0.25),
        (2.0, "hours", 2),
        (1 / 3, "hours", 0.333333333),
        (True, "text", True),
        (7, "text", "7"),
        ("=1+1", "text", "=1+1"),
    ],
)
def test_a_value_is_kept_as_its_cell_holds_it(
    value: object, kind: str, kept: object
) -> None:
    found = plain(value, Column("k", "K", type=kind))
    assert found == kept
    assert type(found) is type(kept)


@given(
    st.dictionaries(
        st.sampled_from([c.key for c in STATUS.value_columns]),
        st.text(min_size=1),
    )
)
def test_a_row_holds_each_value_under_its_column(
    values: dict[str, str],
) -> None:
    row = row_of(STATUS, values)
    assert len(row) == len(STATUS.value_columns)
    back = {k: v for k, v in keyed(STATUS, row).items() if v is not None}
    assert back == values
