"""Bells, cycles and schedules in a program: what stands in the sheet, and when
it is judged anew.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from sync.errors import ConfigurationError
from templates import changes
from templates.written import Written
from tests.support.clicked_links import cells, link_of
from tests.support.program import EVENING, TODAY, Program
from tests.support.schedule_folder import put
from tests.support.schedules_of_a_program import (
    BELLS,
    SCHEDULE,
    arranged,
    observe,
    with_schedules,
    with_substitutes,
)
from tests.sync.test_other_forms import plan

pytestmark = pytest.mark.whole


def test_a_second_run_writes_nothing_and_a_new_export_is_judged(
    program: Program,
) -> None:
    observe(with_schedules(program))
    program.run(read_all=True)
    result, _ = program.run(read_all=True)
    assert not result.changed
    put(
        program.folder,
        "schedules/WES.csv",
        SCHEDULE.replace("Mentoring", "Physics"),
    )
    result, _ = program.run()
    assert result.changed == {"WES"}
    assert "coverage for Ana Diaz's class" in str(arranged(program))


def test_a_district_whose_file_has_a_mistake_stays_as_it_was(
    program: Program,
) -> None:
    observe(with_schedules(program))
    program.run(read_all=True)
    before = arranged(program)
    put(program.folder, "bells/WES.csv", BELLS.replace("8:45", "soon"))
    with pytest.raises(ConfigurationError, match="line 2"):
        program.run()
    assert arranged(program) == before


def test_own_time_is_proposed_once_the_pair_ticks_it(
    program: Program,
) -> None:
    """Mei's planning period is not: she teaches all three. Sam's is."""
    schedule = SCHEDULE.replace("Mentoring", "Planning")
    observe(with_schedules(program))
    put(program.folder, "schedules/WES.csv", schedule)
    program.run(read_all=True)
    needs = [
        str(row[7])
        for row in arranged(program)
        if str(row[0]).startswith("WES-1 ")
    ]
    assert "coverage for Ana" in needs[0]
    plan(program, "ana@westbrook.example", "WES-1", own_time=["planning"])
    program.space.store.set_now(EVENING)
    program.run()
    needs = [
        str(row[7])
        for row in arranged(program)
        if str(row[0]).startswith("WES-1 ")
    ]
    assert "No coverage" in needs[0]


def test_the_teacher_gets_a_mail_with_codes_and_the_approver_in_copy(
    program: Program,
) -> None:
    with_substitutes(program)
    program.provision()
    for column, value in (
        ("pair", "WES-1"),
        ("direction", "mentee observes mentor"),
        ("day", 46352),
        ("time", 0.4375),
        ("hours", 1.5),
    ):
        program.type("observations", 2, column, value)
    address = urlsplit(link_of(program, "observations", "mail", 2))
    asked = parse_qs(address.query)
    assert unquote(address.path) == "sam@westbrook.example"
    assert asked["cc"] == ["office@westbrook.example"]
    body = asked["body"][0]
    assert body.startswith("Hello Sam,")
    assert "10:30 AM is to be covered, for 90 minutes." in body
    assert 'reason code MENT {12} and budget code 21 "B".' in body
    assert "Ana" not in body


def test_no_substitute_was_found_is_read_and_counts_as_an_obstacle(
    program: Program,
) -> None:
    for column, value in (
        ("pair", "WES-1"),
        ("direction", "mentor observes mentee"),
        ("day", (date(2026, 11, 18) - date(1899, 12, 30)).days),
        ("hours", 1),
        ("arranged", "office"),
        ("filled", "no substitute was found"),
    ):
        program.type("observations", 2, column, value)
    result, _ = program.run(TODAY)
    [standing] = result.standings
    assert standing.district.plans[0].filled is False
    assert standing.obstacles["no substitute"].total() == 1


def test_rows_that_are_added_show_dates_as_dates(program: Program) -> None:
    """However many there are to arrange."""
    tab, layout = program.layout.tab("arrange"), program.layout
    row = tuple(46_350 if c.key == "day" else None for c in tab.value_columns)
    many = tuple(row for _ in range(150))
    requests = changes.changes(layout, Written(), Written(arrange=many))
    program.google().sheets.update(program.lock.spreadsheet("WES"), requests)
    shown = cells(program, f"To arrange!{chr(65 + tab.place('day'))}2:C151")
    dates = {row[0].get("formattedValue") for row in shown}
    assert dates == {"Tue, Nov 24, 2026"}
