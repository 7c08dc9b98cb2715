"""The rows that a tab begins with: numbers of pairs, and where values go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from templates.first_rows import numbered, write_rows
from templates.layout import load

ROWS = st.lists(
    st.fixed_dictionaries(
        {"mentor": st.sampled_from(["Ana", "Mei", "Noor"])},
        optional={"number": st.integers(1, 9)},
    ),
    max_size=6,
    unique_by=lambda row: row.get("number", object()),
)
RETIRED = st.sets(st.integers(1, 9), max_size=3)


@given(ROWS, st.integers(0, 8), RETIRED)
def test_each_number_stands_once_and_none_that_is_retired_is_given(
    rows: list[dict[str, object]], pairs: int, retired: set[int]
) -> None:
    printed = numbered(rows, pairs, tuple(retired))  # type: ignore[arg-type]
    numbers = [row["number"] for row in printed]
    assert numbers == sorted(set(numbers))
    named = {row["number"] for row in rows if row.get("number")}
    assert named <= set(numbers)
    assert not (set(numbers) - named) & retired
    assert len(printed) >= max(pairs, len(rows))
    assert sum("mentor" in row for row in printed) == len(rows)


def test_formula_columns_are_left_alone() -> None:
    tab = load(6, 40).tab("pairs")
    [*requests] = write_rows(tab, 1, [{"mentor": "Ana"}])
    written: set[int] = set()
    for request in requests:
        start = request["updateCells"]["start"]
        row = request["updateCells"]["rows"][0]["values"]
        first = start.get("columnIndex", 0)
        written |= set(range(first, first + len(row)))
    formulas = {n for n, c in enumerate(tab.columns) if c.formula}
    assert not written & formulas
    assert tab.place("mentor") in written
