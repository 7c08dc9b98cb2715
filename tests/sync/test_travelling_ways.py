"""What works travels: ticked by the admin, in every Start here, without the
name of the district.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.rollup import Figures, Frequency
from sync.program import start_page
from sync.run.travelling_ways import MOST, kind_of, without_names
from templates import program as books
from templates.wire import write_cells
from templates.written import WAYS_HEAD, WAYS_ROW
from tests.support.program import ADMIN, TODAY, Program

pytestmark = pytest.mark.whole

WEEK = timedelta(days=7)


def tick(program: Program, row: int, text: str, share: bool = True) -> None:
    """Type a text into the program's sheet, as its admin would."""
    tab = books.program_layout(1).tab("ways")
    requests = [
        write_cells(
            tab.id,
            tab.header_row + row,
            tab.place(key),
            [[value]],
        )
        for key, value in (("text", text), ("share", share), ("from", "WES"))
    ]
    program.google(ADMIN).sheets.update(
        program.lock.spreadsheet("program"), requests
    )


def elsewhere(program: Program) -> list[str]:
    """What stands below everything that is printed in Start here."""
    rows = program.values("start")[WAYS_ROW:]
    return [str(row[0]) for row in rows if row and row[0]]


def runs(program: Program, day: date) -> None:
    """Two runs: what one sees, the next one writes."""
    program.run(day)
    program.run(day)


def test_what_is_ticked_stands_in_start_here_without_a_name(
    program: Program,
) -> None:
    program.run(TODAY - WEEK)
    assert elsewhere(program) == []
    tick(program, 20, "In Westbrook pairs meet over lunch.")
    tick(program, 21, "=1+1, and breakfast")
    tick(program, 22, "not for everybody", share=False)
    runs(program, TODAY)
    found = elsewhere(program)
    assert found == [
        WAYS_HEAD,
        "=1+1, and breakfast",
        "In the district pairs meet over lunch.",
    ]
    result, _ = program.run(TODAY)
    assert not result.changed


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


def test_everything_that_is_printed_stands_above(program: Program) -> None:
    settings = program.settings
    rows = [
        row
        for row in start_page.start_rows(
            settings, settings.districts[0], program.lock, []
        )
        if row.get("text")
    ]
    assert 1 + len(rows) < WAYS_ROW
