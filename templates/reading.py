"""People's tabs become a District; what cannot be used becomes a Problem that names
cell, value and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sync.core.calendar import Entry, Event, Per, monday_of
from sync.core.district import District
from sync.core.meetings import MOST_MINUTES
from sync.core.model import (
    Correction,
    Direction,
    FollowUp,
    Hint,
    Kind,
    Pair,
    Plan,
    PlannedMeeting,
    Problem,
    Repair,
)
from sync.core.planning import read_cell, says_something
from sync.core.rules import ALWAYS, EVERYONE, Force, Rule, What, audience_in, phase_in
from templates.cells import Cells, Found, Grid, find
from templates.layout import Layout, Tab
from templates.roster import SAME_PAIR
from templates.roster import roster as roster_of
from templates.wire import day_of, letter

GUARDED_FROM = 10
# More than this is asked of nobody: minutes or meetings, and anything else.
MOST = {True: 30_000, False: 1_000}


def words(layout: Layout, grids: Mapping[str, Grid]) -> dict[str, list[list[Any]]]:
    """People's tabs without what the tool's own formulas show in them: that changes
    when nobody wrote anything.

    A box that is not ticked is a blank, as some ways of reading have it and others not.
    """
    return {
        tab.key: _words(tab, grids[tab.key])
        for tab in layout.people
        if tab.key in grids
    }


def _words(tab: Tab, grid: Grid) -> list[list[Any]]:
    found = find(tab, grid)
    shown = {
        found.places[c.key] for c in tab.columns if c.formula and c.key in found.places
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
    """The people's tabs to believe: as just read, or as last read where a tab lost a
    column.

    The Problems name what is lost; a tab that lost a column and was never read before
    is left out.
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
    """Whether *Pairs* lost more pairs at once than anybody takes away on purpose: over
    30 % of ten or more.

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
    layout: Layout,
    grids: Mapping[str, Grid],
    district: District,
    believed: Mapping[int, Pair],
    with_meetings: frozenset[int],
    today: date,
) -> District:
    """A district as its people's tabs describe it on a day.

    ``believed`` holds the pairs as last believed, ``with_meetings`` the numbers that
    have meetings: they guard against half-sorted tables and pairs typed over others. A
    pair that comes into a sheet in use without *Starts* begins on the day.
    """
    problems: list[Problem] = []
    found = {tab.key: find(tab, grids[tab.key]) for tab in layout.people}
    schools = {school.casefold(): school for school in district.schools}
    calendar = replace(
        district.calendar,
        entries=tuple(_calendar(found["calendar"], schools, problems)),
    )
    corrections = tuple(_corrections(found["corrections"], district.key, problems))
    same = frozenset(_same_pairs(found["corrections"]))
    schedule, filled, hints = _schedule(layout.tab("schedule"), grids["schedule"])
    return replace(
        district,
        calendar=calendar,
        roster=roster_of(
            found["pairs"],
            district.key,
            calendar,
            believed,
            with_meetings,
            same,
            today,
            schools,
        ),
        rules=tuple(_rules(found["rules"], problems)),
        plans=tuple(_plans(found["observations"], problems)),
        follow_ups=tuple(_follow_ups(found["follow_up"], problems)),
        corrections=corrections,
        schedule=schedule,
        filled=filled,
        hints=hints,
        problems=(*district.problems, *problems),
    )


def _cells(found: Found, problems: list[Problem]) -> Iterator[Cells]:
    for index, row in found.rows:
        cells = Cells(found, index, row)
        yield cells
        problems += cells.problems


def _calendar(
    found: Found, schools: Mapping[str, str], problems: list[Problem]
) -> Iterator[Entry]:
    events = {e.value.casefold(): e for e in Event}
    for c in _cells(found, problems):
        event, first = c.choice("event", events), c.day("first")
        last = c.day("last") or first
        if event is None or first is None or last is None:
            if not c.problems:
                missing = "event" if event is None else "first"
                c.problem(
                    missing,
                    "a row without a kind or a date",
                    "Fill in What and From, or clear the row",
                )
            continue
        if last < first:
            c.problem(
                "last",
                f"{last:%b} {last.day} is before {first:%b} {first.day}",
                "Put the dates the right way round",
            )
            continue
        named = [s.strip() for s in c.text("schools").split(",") if s.strip()]
        strange = [s for s in named if schools and s.casefold() not in schools]
        if strange:
            known = ", ".join(sorted(schools.values()))
            left = ", ".join(s for s in named if s not in strange) or "nobody"
            what = (
                f"there is no school “{strange[0][:40]}”, so the row holds for {left}"
            )
            c.problem("schools", what, f"The schools are {known}; several with commas")
        minutes, alone = _minutes(c, "minutes"), _minutes(c, "one_on_one")
        before = len(c.problems)
        absent = frozenset(c.numbers("absent"))
        # Nobody is credited while it is not clear who was not there.
        held = c.yes("held") and len(c.problems) == before
        schools_named = frozenset(s.casefold() for s in named)
        yield Entry(
            event,
            first,
            last,
            c.text("note"),
            schools_named,
            minutes,
            held,
            absent,
            alone or 0,
        )


def _minutes(c: Cells, key: str) -> int | None:
    """Minutes of a day; more than ten hours are none."""
    number = c.number(key)
    if number is not None and not 0 <= number <= MOST_MINUTES:
        c.problem(
            key,
            f"{number:,} minutes cannot be right and are left out",
            "Enter the minutes of that day",
        )
        return None
    return number


def _rules(found: Found, problems: list[Problem]) -> Iterator[Rule]:
    whats, pers = {w.value: w for w in What}, {p.value: p for p in Per}
    forces = {f.value: f for f in Force}
    for c in _cells(found, problems):
        what, amount, per = (
            c.choice("what", whats),
            c.amount("amount"),
            c.choice("per", pers),
        )
        force = c.choice("force", forces) or Force.REQUIRED
        since, until = c.day("since"), c.day("until")
        who, phase = audience_in(c.text("who")), phase_in(c.text("weeks"))
        if who is None:
            c.problem(
                "who",
                f"“{c.text('who')[:40]}” cannot be read",
                "Write year 1, new to the district or part time",
            )
        if phase is None:
            c.problem(
                "weeks",
                f"“{c.text('weeks')[:40]}” cannot be read",
                "Write first 4 weeks, after 4 weeks, or months",
            )
        if what is not None and not c.problems:
            _check_rule(c, what, amount, per, since, until)
        if what is None or c.problems:
            if not c.problems:
                c.problem("what", "a rule without What", "Choose one, or clear the row")
            continue
        yield Rule(
            what,
            amount or 0,
            per or Per.YEAR,
            force,
            since,
            until,
            who or EVERYONE,
            phase or ALWAYS,
        )


def _check_rule(
    c: Cells,
    what: What,
    amount: float | None,
    per: Per | None,
    since: date | None,
    until: date | None,
) -> None:
    """Note why a rule cannot be counted as it stands."""
    if since and until and until < since:
        c.problem("until", "Until is before From", "Put the dates the right way round")
    elif c.text("weeks") and not (
        what.of_frequency and per not in (Per.TERM, Per.YEAR)
    ):
        c.problem(
            "weeks",
            f"“{what}” cannot be asked in some weeks only",
            "Clear Which weeks, or use From and Until",
        )
    elif what.needs_amount and not amount:
        c.problem(
            "amount", f"“{what}” needs a number", "Fill in Amount, or clear the row"
        )
    elif what.pers and per is None:
        c.problem("per", f"“{what}” needs a period", f"Choose {', '.join(what.pers)}")
    elif what.pers and per not in what.pers:
        c.problem(
            "per",
            f"“{what}” cannot be asked per {per}",
            f"Choose {', '.join(what.pers)}",
        )
    elif per is Per.WINDOW and (since is None or until is None or until < since):
        c.problem(
            "until",
            "a rule from - until needs both dates, in order",
            "Fill in From and Until",
        )
    elif (
        amount
        and amount % 1
        and (what is What.MEETINGS or (what.direction and not what.in_hours))
    ):
        c.problem(
            "amount",
            f"{amount:g} is not a whole number",
            "Ask for a whole number, or for minutes or hours",
        )
    elif what is What.LOGS_DUE and (not 1 <= (amount or 0) <= 31 or (amount or 0) % 1):
        c.problem("amount", f"{amount:g} is not a day of a month", "Use 1 to 31")
    elif amount and (
        amount > MOST[what.of_frequency] or (what is What.BRIEF_ADD_UP and amount % 1)
    ):
        c.problem(
            "amount",
            f"{amount:g} cannot be right",
            "Enter what is asked of one pair, in whole minutes or hours",
        )


def _plans(found: Found, problems: list[Problem]) -> Iterator[Plan]:
    directions = {d.words: d for d in Direction}
    for c in _cells(found, problems):
        pair, direction, day = (
            c.number("pair"),
            c.choice("direction", directions),
            c.day("day"),
        )
        if (pair is None or direction is None or day is None) and not c.problems:
            missing = (
                "pair" if pair is None else "direction" if direction is None else "day"
            )
            header = c.found.tab.column(missing).header
            c.problem(
                missing,
                f"a planned observation without {header}",
                f"Fill in {header}, or clear the row",
            )
        if pair is not None and direction is not None and day is not None:
            hours, asked = c.amount("hours") or 0.0, c.yes("asked")
            yield Plan(
                pair,
                direction,
                day,
                c.at("time"),
                hours,
                c.text("class"),
                asked,
                c.text("arranged"),
            )


def _follow_ups(found: Found, problems: list[Problem]) -> Iterator[FollowUp]:
    for c in _cells(found, problems):
        pair, day = c.number("pair"), c.day("day")
        if pair is not None and day is not None:
            yield FollowUp(pair, day, c.day("until"), c.yes("done"), c.text("obstacle"))
        elif not c.problems:
            missing = "day" if day is None else "pair"
            c.problem(
                missing,
                f"a follow-up without {'a date' if day is None else 'a pair number'}",
                "Fill it in",
            )


def _same_pairs(found: Found) -> Iterator[int]:
    """The numbers that a coordinator has confirmed: the new names are a correction, not
    a new pair.
    """
    for index, row in found.rows:
        c = Cells(found, index, row)
        if c.text("repair").casefold() == SAME_PAIR:
            yield from c.numbers("to")


def _corrections(
    found: Found, key: str, problems: list[Problem]
) -> Iterator[Correction]:
    repairs: dict[str, Repair | None] = {r.value: r for r in Repair} | {SAME_PAIR: None}
    kinds = {k.value: k for k in Kind}
    for c in _cells(found, problems):
        if c.text("repair").casefold() == SAME_PAIR:
            continue
        answer, repair = c.text("answer").upper(), c.choice("repair", repairs)
        if not answer or repair is None:
            if not c.problems:
                c.problem(
                    "answer",
                    "a correction without a code or without what to do",
                    "Fill in both; the code stands in Log",
                )
            continue
        correction = Correction(answer, repair)
        if repair not in (Repair.IGNORE, Repair.COUNT) and not c.text("to"):
            c.problem("to", f"“{repair}” needs to know to what", "Fill in To")
            continue
        if repair is Repair.MOVE:
            said = re.fullmatch(
                rf"(?:{key}[\s-]*)?#?(\d+)", c.text("to"), re.IGNORECASE
            )
            if said is None:
                c.problem(
                    "to",
                    f"“{c.text('to')[:40]}” is not a pair of this district",
                    f"Write its number, or {key}-12",
                )
                continue
            correction = replace(correction, pair=int(said.group(1)))
        elif repair is Repair.DATE:
            correction = replace(correction, day=c.day("to"))
        elif repair is Repair.MINUTES:
            correction = replace(correction, minutes=_minutes(c, "to"))
        elif repair is Repair.KIND:
            correction = replace(correction, kind=c.choice("to", kinds))
        if not c.problems:
            yield correction


def schedule_cells(tab: Tab, grid: Grid) -> Iterator[tuple[str, int, date, str]]:
    """Every filled cell of the blank schedule: its place, the pair's number, the Monday
    of its row, its text.
    """
    found = find(tab, grid)
    top = found.header_row - tab.header_row
    numbers = {
        column: int(number)
        for column, number in enumerate(grid[top] if len(grid) > top else ())
        if isinstance(number, (int, float))
        and not isinstance(number, bool)
        and column >= 1
    }
    week_at = found.places.get("week", 0)
    for row, line in enumerate(grid[found.header_row :], found.header_row + 1):
        week = line[week_at] if len(line) > week_at else ""
        if not isinstance(week, (int, float)) or not 20000 < week < 80000:
            continue
        for column, number in numbers.items():
            raw = line[column] if column < len(line) else ""
            if isinstance(raw, (int, float)) and not isinstance(raw, bool):
                raw = f"{day_of(raw):%m/%d/%Y}" if 20000 < raw < 80000 else str(raw)
            if str(raw).strip():
                yield (
                    f"{tab.title} {letter(column)}{row}",
                    number,
                    day_of(week),
                    str(raw),
                )


def _schedule(
    tab: Tab, grid: Grid
) -> tuple[tuple[PlannedMeeting, ...], frozenset[tuple[int, date]], tuple[Hint, ...]]:
    """The cells of the blank schedule that name a day, which are not empty, and those
    that nobody could read.
    """
    planned, hints, filled = [], [], set[tuple[int, date]]()
    for place, number, week, text in schedule_cells(tab, grid):
        filled.add((number, week))
        meeting = read_cell(text, week, number)
        hint = ""
        if meeting is not None:
            planned.append(meeting)
            if meeting.at is None and re.search(r"\d[:.]\d\d", text):
                hint = f"{place}: “{text[:40]}” has no time that can be read. Write it like Tue 2:45 or 10/14 2:45"
            elif monday_of(meeting.day) != week:
                hint = f"{place}: “{text[:40]}” lies in another week. Move it to the row of its week, or correct the date"
        elif says_something(text):
            hint = f"{place}: “{text[:40]}” names no day. Write it like Tue 2:45 or 10/14 2:45"
        if hint:
            hints.append(Hint(number, hint))
    return tuple(planned), frozenset(filled), tuple(hints)
