"""What the public sees gives no withheld group away, by exhaustive search."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

import pytest
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


@given(districts())
@settings(max_examples=400, deadline=None)
def test_what_is_shown_is_true_and_no_secret(
    placed: list[tuple[str, str]],
) -> None:
    table = public_table(placed, BANDS, LEAST)
    counts = {g: Counter(b for r, b in placed if r == g) for g in table.sizes}
    rest = Counter(table.all or {})
    for group, count in counts.items():
        shown = table.groups[group]
        assert shown is None or dict(count) == {
            b: n for b, n in shown.items() if n
        }
        assert shown is None or not secret(count)
        rest -= Counter(shown or {})
    assert table.all or not any(table.groups.values())
    assert not rest or table.all is None or not secret(rest)


def every_district_set(
    sizes: tuple[int, ...], bands: tuple[str, ...]
) -> Iterator[tuple[Counter[str], ...]]:
    """Every way in which some groups can have their districts in the bands."""
    each = [
        [
            Counter(dict(zip(bands, numbers, strict=True)))
            for numbers in itertools.product(
                range(size + 1), repeat=len(bands)
            )
            if sum(numbers) == size
        ]
        for size in sizes
    ]
    yield from itertools.product(*each)


@pytest.mark.parametrize(
    ("sizes", "bands"),
    [
        *(
            (sizes, BANDS[:2])
            for sizes in itertools.combinations_with_replacement(
                range(1, 7), 3
            )
        ),
        *(
            (sizes, BANDS)
            for sizes in itertools.combinations_with_replacement(
                range(1, 6), 2
            )
        ),
        ((8, 7, 6), BANDS[:2]),
        ((10, 8, 6), BANDS[:2]),
    ],
)
def test_no_solver_gets_a_withheld_group(
    sizes: tuple[int, ...], bands: tuple[str, ...]
) -> None:
    """Who knows the sizes, and how it is done, tries everything that there can
    be: of no withheld group only one answer is left.
    """
    least = LEAST if max(sizes) < 7 else THRESHOLD
    found: dict[str, list[tuple[Counter[str], ...]]] = {}
    for data in every_district_set(sizes, bands):
        placed = [
            ("abc"[n], band)
            for n, count in enumerate(data)
            for band in count.elements()
        ]
        table = public_table(placed, bands, least)
        if table.all is not None:
            seen = repr((table.all, table.groups))
            found.setdefault(seen, []).append(data)
    for seen, inverse in found.items():
        for n in range(len(sizes)):
            if f"'{'abc'[n]}': None" in seen:
                assert len({tuple(sorted(d[n].items())) for d in inverse}) > 1


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
    """Else it could be subtracted. Which one goes by sizes alone."""
    placed = [
        *[("north", b) for b in ["weekly"] * 5 + ["monthly"] * 3],
        *[("south", b) for b in ["weekly"] * 4 + ["monthly"] * 3],
        *[("coast", b) for b in ["weekly", "monthly"]],
    ]
    table = public_table(placed, BANDS)
    assert table.groups["coast"] is None
    assert table.groups["south"] is None
    assert table.groups["north"] == {"weekly": 5, "monthly": 3, "less": 0}


def test_where_one_region_is_alike_no_region_is_shown() -> None:
    placed = [
        *[("north", b) for b in ["weekly"] * 5 + ["monthly"] * 3],
        *[("south", b) for b in ["weekly"] * 7],
    ]
    table = public_table(placed, BANDS)
    assert table.all == {"weekly": 12, "monthly": 3, "less": 0}
    assert set(table.groups.values()) == {None}
