"""People's tabs become a District; what cannot be used becomes a Problem that
names cell, value and remedy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sync.core.district import District
from sync.core.problems import Problem
from templates import read_calendar, read_coordinator_tabs, read_rules
from templates.found import find
from templates.layout import Layout, Tab
from templates.read_pairs import Guard, roster
from templates.read_schedule import schedule
from templates.wire import Grid

GUARDED_FROM = 10


def words(
    layout: Layout, grids: Mapping[str, Grid]
) -> dict[str, list[list[Any]]]:
    """People's tabs without what the tool's own formulas show in them: that
    changes when nobody wrote anything.

    A box that is not ticked is a blank, as some ways of reading have it and
    others not.
    """
    return {
        tab.key: _words(tab, grids[tab.key])
        for tab in layout.people
        if tab.key in grids
    }


def _words(tab: Tab, grid: Grid) -> list[list[Any]]:
    found = find(tab, grid)
    shown = {
        found.places[c.key]
        for c in tab.columns
        if c.formula and c.key in found.places
    }
    lines = []
    for number, line in enumerate(grid, 1):
        kept = [
            ""
            if value is False or (number > found.header_row and place in shown)
            else value
            for place, value in enumerate(line)
        ]
        while kept and kept[-1] in ("", None):
            kept.pop()
        lines.append(kept)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def usable(
    layout: Layout, fresh: Mapping[str, Grid], remembered: Mapping[str, Grid]
) -> tuple[dict[str, Grid], list[Problem]]:
    """The people's tabs to believe: as just read, or as last read where a tab
    lost a column.

    The Problems name what is lost; a tab that lost a column and was never read
    before is left out.
    """
    believed, problems = dict(remembered), []
    for tab in layout.people:
        if tab.key in fresh:
            found = find(tab, fresh[tab.key])
            problems += found.problems
            if not found.broken:
                believed[tab.key] = fresh[tab.key]
    return believed, problems


def lost_pairs(
    layout: Layout, fresh: Mapping[str, Grid], before: Collection[int]
) -> Problem | None:
    """Whether *Pairs* lost more pairs at once than anybody takes away on
    purpose: over 30 % of ten or more.

    ``before`` are the numbers that had a pair so far.
    """
    tab = layout.tab("pairs")
    lost = set(before) - numbers_of(tab, fresh.get(tab.key, ()))
    if len(before) < GUARDED_FROM or len(lost) * 10 <= len(before) * 3:
        return None
    return Problem(
        tab.title,
        f"{len(lost)} of {len(before)} pairs are gone since it was last read, so what it said before still holds",
        "Undo it (Edit, Undo, or File, Version history); if it is meant, ask your admin to run `sync run --accept`",
    )


def numbers_of(tab: Tab, grid: Grid) -> set[int]:
    """The numbers in *Pairs* that have a mentor and a mentee beside them."""
    rows = (row for _, row in find(tab, grid).rows) if grid else ()
    return {
        int(r["number"])
        for r in rows
        if isinstance(r.get("number"), (int, float))
        and r.get("mentor")
        and r.get("mentee")
    }


def read(
    layout: Layout, grids: Mapping[str, Grid], district: District, guard: Guard
) -> District:
    """A district as its people's tabs describe it, and as *Pairs* is believed.

    A pair that comes into a sheet in use without *Starts* begins on the
    guard's day.
    """
    problems: list[Problem] = []
    found = {tab.key: find(tab, grids[tab.key]) for tab in layout.people}
    schools = {school.casefold(): school for school in district.schools}
    days = list(
        read_calendar.entries(
            found["calendar"], district.calendar, schools, problems
        )
    )
    calendar = replace(
        district.calendar, entries=tuple(entry for _, entry in days)
    )
    key, answers = district.key, found["corrections"]
    same = frozenset(read_coordinator_tabs.same_pairs(answers))
    guard = replace(guard, same=same)
    district = replace(
        district,
        roster=roster(found["pairs"], key, calendar, schools, guard),
    )
    roll, planned = (
        district.roll,
        schedule(layout.tab("schedule"), grids["schedule"], calendar),
    )
    entries = read_calendar.attended(days, roll, district.by_number, problems)
    return replace(
        district,
        calendar=replace(calendar, entries=tuple(entries)),
        rules=tuple(read_rules.rules(found["rules"], calendar, problems)),
        plans=tuple(
            read_coordinator_tabs.plans(
                found["observations"], calendar, roll, problems
            )
        ),
        follow_ups=tuple(
            read_coordinator_tabs.follow_ups(
                found["follow_up"], calendar, roll, guard.today, problems
            )
        ),
        corrections=tuple(
            read_coordinator_tabs.corrections(
                answers, calendar, roll, problems
            )
        ),
        schedule=planned.planned,
        filled=planned.filled,
        hints=planned.hints,
        problems=(*district.problems, *problems),
    )
