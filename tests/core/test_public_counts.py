"""What the public sees gives no withheld group away, by exhaustive search."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.public_counts import THRESHOLD, PublicTable, public_table

BANDS = ("weekly", "monthly", "less")
LEAST = 3  # a lower threshold, so that all of it can be tried


@st.composite
def districts(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Up to four regions of up to five districts."""
    return [
        (region, draw(st.sampled_from(BANDS)))
        for region in "abcd"
        for _ in range(draw(st.integers(0, 5)))
    ]


def secret(count: Counter[str]) -> bool:
    number = count.total()
    return (
        number < LEAST or max(count.values()) == number
    ) or number - 1 == max(count.values())


def splits(total: Counter[str], sizes: list[int]) -> Iterator[tuple[int, ...]]:
    """Every way in which the first of some groups can have its districts in
    the bands, given what all of them have.
    """
    first = sizes[0]
    ranges = [range(min(first, total[band]) + 1) for band in BANDS]
    for numbers in itertools.product(*ranges):
        if sum(numbers) == first:
            yield numbers


@given(districts())
@settings(max_examples=400, deadline=None)
def test_no_solver_gets_a_withheld_group(
    placed: list[tuple[str, str]],
) -> None:
    table = public_table(placed, BANDS, LEAST)
    counts = {g: Counter(b for r, b in placed if r == g) for g in table.sizes}
    withheld = [g for g in table.sizes if table.groups[g] is None]
    for group, count in counts.items():
        shown = table.groups[group]
        assert shown is None or dict(count) == {
            b: n for b, n in shown.items() if n
        }
        assert shown is None or not secret(count)
    if table.all is None:
        assert all(shown is None for shown in table.groups.values())
        return
    rest = Counter(table.all)
    for group in table.sizes:
        if table.groups[group] is not None:
            rest -= Counter(table.groups[group])
    if not withheld:
        return
    assert len(withheld) > 1
    assert not secret(rest)
    for group in withheld:
        sizes = [table.sizes[group]]
        found = list(itertools.islice(splits(rest, sizes), 2))
        assert len(found) > 1, "only one answer is left: it is no secret"


def test_the_threshold_is_that_of_the_states_department() -> None:
    def table(*numbers: int) -> PublicTable:
        placed = [
            ("east", band)
            for band, n in zip(BANDS, numbers, strict=True)
            for _ in range(n)
        ]
        return public_table(placed, BANDS)

    assert THRESHOLD == 6
    assert table(3, 2, 0).all is None  # fewer than six
    assert table(6, 0, 0).all is None  # all alike
    assert table(6, 1, 0).all is None  # all but one
    assert table(4, 2, 0).all == {"weekly": 4, "monthly": 2, "less": 0}


def test_one_withheld_region_takes_another_with_it() -> None:
    """Else it could be subtracted."""
    placed = [
        *[("north", b) for b in ["weekly"] * 5 + ["monthly"] * 3],
        *[("south", b) for b in ["weekly"] * 4 + ["monthly"] * 3],
        *[("coast", b) for b in ["weekly", "monthly"]],
    ]
    table = public_table(placed, BANDS)
    assert table.groups["coast"] is None
    assert table.groups["south"] is None
    assert table.groups["north"] == {"weekly": 5, "monthly": 3, "less": 0}
