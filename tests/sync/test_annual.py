"""The annual report: numbers and lists as a recount gives them, everybody
once, and what nobody knows left to fill in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync import demo
from sync.admin.rollover import rollover
from sync.demo.browser import Browser
from sync.errors import SyncError
from sync.google.sheets import Spreadsheet
from sync.program import declared
from tests.support.annual_year import a_year, reported
from tests.support.program import ADMIN, Program, prepared
from tests.support.raw_calls import api
from tests.support.recount import (
    PAIRS,
    Counted,
    filled,
    in_fives,
    minutes_of,
    raw,
    tenths,
)

pytestmark = pytest.mark.whole


year = prepared(a_year)


JUNE = date(2027, 6, 1)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A program with some weeks of answers, run in November and in June."""
    with filled(tmp_path_factory.mktemp("annual")) as program:
        for n in range(7):
            with closing(
                Browser(uri := program.lock.forms["feedback"].uri)
            ) as browser:
                says = {
                    "role": "mentor",
                    "district": "Westbrook" if n < 6 else "Northfield",
                    "satisfaction": 2 + n % 4,
                }
                browser.fill(
                    uri,
                    demo.fields_of(
                        declared.feedback_of(program.settings), says
                    ),
                )
        program.run(attended=False)
        assert program.values("annual")[1:] == [], "not before June"
        assert hidden(program)
        program.run(JUNE, attended=False)
        yield program


def hidden(program: Program) -> bool:
    """Whether the report's tab is hidden."""
    now = program.google().sheets.metadata(
        Spreadsheet(program.lock.sheets["WES"].id)
    )["sheets"]
    return any(
        s["properties"].get("hidden")
        for s in now
        if s["properties"]["sheetId"] == 111
    )


def test_every_figure_agrees_with_a_recount_of_the_raw_answers(
    counted: Program,
) -> None:
    count = Counted(counted)
    head, *lines = counted.values("annual")
    rows = [
        dict(zip(head, [*line, *[""] * len(head)], strict=False))
        for line in lines
    ]
    answers = {row["Item"]: row["Answer"] for row in rows if row["Item"]}
    assert answers["b"] == str(PAIRS)
    assert answers["c"] == str(len(range(1, PAIRS + 1, 2))), (
        "every other mentor is trained"
    )
    assert answers["d"] == str(len(count.observed))
    assert answers["e"] == str(tenths(count.minutes))
    assert answers["f"] == "4 of 5 go on in their pair; not known for 1"
    said = raw(counted, counted.lock.forms["feedback"].id)
    mine = [
        int(a["How satisfied are you with mentoring this year?"][0])
        for a in said
        if a["Your district"] == ["Westbrook"]
    ]
    mine = in_fives(mine)
    assert (
        answers["g"]
        == f"{sum(mine) / len(mine):.1f} of 5, by {len(mine)} answers"
    )
    assert answers["h"] == "not known here"
    people = {
        row["What is asked, and who"]: row for row in rows if not row["Item"]
    }
    later = [n for n in range(1, PAIRS + 1) if n % 3]
    assert answers["ledger"] == str(len(later)), "those after their first year"
    for n in range(1, PAIRS + 1):
        minutes = sum(map(minutes_of, count.of(n)))
        mentee = people[f"Mentee{n} N"]
        assert mentee["Hours"] == tenths(minutes)
        if n in later:
            assert (mentee["Hours before"], mentee["Hours left"]) == (
                n,
                round(50 - n - tenths(minutes), 1),
            )
    assert not hidden(counted)


def test_a_second_run_writes_nothing_and_the_tab_stays_as_people_want_it(
    counted: Program,
) -> None:
    tab = {"sheetId": 111, "hidden": True}
    counted.edit(
        {"updateSheetProperties": {"properties": tab, "fields": "hidden"}},
        who=ADMIN,
    )
    counted.run(JUNE, attended=False)
    result, calls = counted.run(JUNE, attended=False)
    assert (result.changed, calls["sheets.write"]) == (set(), 0)
    counted.run(JUNE + timedelta(days=1), attended=False)
    assert hidden(counted), "shown once; then it is the coordinator's"


def test_hours_after_the_first_year_go_along_into_the_next(
    counted: Program,
) -> None:
    done = counted.does(
        rollover,
        "2027-28",
        counted.folder.with_name("next"),
        JUNE,
        lambda *_: None,
    )
    with (done.folder / "rosters" / "WES.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = {int(row["Number"]): row for row in csv.DictReader(file)}
    count = Counted(counted)
    assert sorted(rows) == [1, 2, 3, 4]
    for n, row in rows.items():
        hours = round(sum(map(minutes_of, count.of(n))) / 60, 2)
        first_year = n % 3 == 0
        assert float(row["Hours before"] or 0) == pytest.approx(
            0 if first_year else round(n + hours, 1), abs=0.051
        )
        assert int(row["Year in the program"]) == 2 + n % 3


def test_two_whole_group_meetings_of_a_day_are_two(
    program: Program, tmp_path: Path
) -> None:
    for row in (40, 41):
        for column, value in (
            ("event", "whole group"),
            ("first", 46280),
            ("minutes", 60),
            ("held", True),
        ):
            program.type("calendar", row, column, value)
    result, _ = program.run()
    assert {p.minutes for p in result.standings[0].pairs} == {120}
    rows, _ = reported(program, tmp_path, "MA")
    assert {
        row[6]
        for row in rows
        if row[0] == ""
        and row[2].endswith("@westbrook.example")
        and len(row) == 8
    } == {"2.0"}


def test_next_year_is_not_made_from_a_district_that_cannot_be_judged(
    program: Program,
) -> None:
    program.type("pairs", 2, "stays", "yes")
    program.run()
    api(
        program.space,
        "PATCH",
        f"/drive/v3/files/{program.lock.sheets['WES'].id}",
        json={"trashed": True},
    )
    with pytest.raises(SyncError, match="in the trash"):
        program.does(
            rollover,
            "2027-28",
            program.folder.with_name("never"),
            JUNE,
            lambda *_: None,
        )
    assert not program.folder.with_name("never").exists()


def test_a_mentees_hours_are_the_same_in_ledger_and_next_year(
    program: Program, tmp_path: Path
) -> None:
    """Matched anew in the second year, with twenty hours before, and one small
    group with both mentors.
    """
    for place, more in (
        (2, {"ends": 46340, "hours_before": 20, "year": 2}),
        (3, {"mentee": "Sam Lee", "stays": "yes, surely"}),
    ):
        for column, value in more.items():
            program.type("pairs", place, column, value)
    program.type("pairs", 3, "mentee_email", "sam@westbrook.example")
    program.log(
        "ana@westbrook.example",
        "WES-1",
        kind="small group",
        day="2026-10-01",
        minutes=60,
        others="2",
    )
    program.log(
        "grace@westbrook.example",
        "WES-2",
        kind="one-on-one",
        day="2026-11-18",
        minutes=90,
    )
    program.run()
    rows, _ = reported(program, tmp_path, "MA")
    ledger = next(row for row in rows if row[1] == "Sam Lee" and len(row) == 7)
    assert ledger[3:] == ["2", "20", "2.5", "27.5"]
    done = program.does(
        rollover,
        "2027-28",
        program.folder.with_name("later"),
        JUNE,
        lambda *_: None,
    )
    with (done.folder / "rosters" / "WES.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        (row,) = csv.DictReader(file)
    assert (row["Mentee"], row["Hours before"]) == ("Sam Lee", "22.5")
