"""What works travels: ticked by the admin, in every Start here, without the
name of the district.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sync.core.rollup import Figures, Frequency
from sync.run.travelling_ways import MOST, kind_of, without_names
from templates.written import WAYS_HEAD
from tests.support.program import TODAY, Program
from tests.support.travelling import WEEK, elsewhere, runs, tick

pytestmark = pytest.mark.whole


def test_it_changes_once_a_week_at_most(program: Program) -> None:
    runs(program, TODAY - WEEK)
    tick(program, 20, "Breakfast.")
    runs(program, TODAY - timedelta(days=1))
    assert elsewhere(program) == []
    runs(program, TODAY)
    assert elsewhere(program) == [WAYS_HEAD, "Breakfast."]
    tick(program, 20, "Breakfast.", share=False)
    runs(program, TODAY + WEEK)
    assert elsewhere(program) == []


def test_ten_at_most_in_the_order_of_the_alphabet(program: Program) -> None:
    for number in range(12):
        tick(program, 20 + number, f"{chr(108 - number)} way")
    runs(program, TODAY)
    _, *found = elsewhere(program)
    assert found == [f"{letter} way" for letter in "abcdefghij"]
    assert len(found) == MOST


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (Figures(), ""),
        (
            Figures(when={"early release": 3, "own time": 2}),
            "from a district that meets mostly in time set aside",
        ),
        (
            Figures(
                when={"own time": 5},
                frequency={Frequency.WEEKLY: 3, Frequency.LESS: 2},
            ),
            "from a district whose pairs mostly meet weekly",
        ),
        (Figures(frequency={Frequency.WEEKLY: 1, Frequency.LESS: 1}), ""),
        (Figures(frequency={Frequency.LESS: 3}), ""),
    ],
)
def test_what_kind_of_district_it_is_from(
    figures: Figures, words: str
) -> None:
    assert kind_of(figures) == words


@pytest.mark.parametrize(
    "written",
    [
        "In Green\nValley we",
        "In Green  Valley we",
        "In Green\u00a0Valley we",
        "In GREEN-VALLEY we",
        "In GreenValley we",
        "In GV we",
    ],
)
def test_however_a_name_is_written_it_stays_at_home(
    program: Program, written: str
) -> None:
    one = program.settings.districts[0]
    valley = replace(
        one, key="GV", name="Green Valley", schools=("St. John's",)
    )
    assert without_names(written, [valley]) == "In the district we"
    assert without_names("At St. John\u2019s", [valley]) == "At the school"
    assert without_names("St. Johnsbury", [valley]) == "St. Johnsbury"
