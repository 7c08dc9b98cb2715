"""Figures month by month add up to those of the year so far."""

from __future__ import annotations

from datetime import UTC

import pytest

from sync.core.judge import judge
from sync.core.months import Month, added, month_words, months_of
from sync.core.rollup import figures_of, packed, unpacked
from tests.support.random_programs import program


@pytest.mark.parametrize("seed", range(60))
def test_the_months_of_a_district_add_up_to_its_figures(seed: int) -> None:
    district, answers, today = program(seed)
    f = figures_of(judge(district, answers, today), UTC)
    assert list(f.months) == sorted(f.months)
    sums = Month(*map(sum, zip(*f.months.values(), strict=True)))
    assert (sums.meetings, sums.minutes, sums.observations) == (
        f.meetings,
        f.minutes,
        sum(f.observations.values()),
    )
    assert (sums.met, sums.periods) == (f.met, f.periods)
    assert all(month <= f"{today:%Y-%m}" for month in f.months)
    twice = f + f
    assert twice.months == {
        k: Month(*(2 * n for n in m)) for k, m in f.months.items()
    }
    assert unpacked(packed(f)) == f


def test_figures_of_an_earlier_version_have_no_months() -> None:
    district, answers, today = program(1)
    kept = packed(figures_of(judge(district, answers, today), UTC))
    del kept["months"]
    assert unpacked(kept).months == {}


def test_a_month_in_words_and_without_anything() -> None:
    assert month_words("2026-09") == "September 2026"
    assert Month().share is None
    assert Month(met=1, periods=4).share == 0.25
    assert months_of([], [], []) == {}
    assert added({"2026-09": Month(1)}, {"2026-08": Month(2)}) == {
        "2026-08": Month(2),
        "2026-09": Month(1),
    }
