"""What a demo's coordinators type into their sheets: plans, a follow-up and a
correction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import requests

from forms.submissions import moment as moment_of
from sync.core.calendar import monday_of
from sync.core.codes import short_codes
from sync.core.model import Direction, Repair
from sync.core.rules import Force, What
from sync.demo.story import Story
from sync.program.opened import Program
from templates.layout import Layout
from templates.wire import Body, Value, write_cells

# Below the rows of *Rules* that are printed.
_BELOW_RULES = 12
Cells = Mapping[str, Value]


def type_in(program: Program, story: Story, base: str, day: date) -> None:
    """Type into a district's sheet, as its coordinator would in a browser."""
    layout = program.layout(story.key)
    to_arrange = _observation(
        story,
        "observation due",
        Direction.MENTEE_SEES_MENTOR,
        datetime.combine(day + timedelta(days=6), time(10, 15)),
        "Grade 5, room 12",
        hours=1,
    )
    arranged = _observation(
        story,
        "steady",
        Direction.MENTOR_SEES_MENTEE,
        datetime.combine(day + timedelta(days=8), time(9, 0)),
        "Biology",
        hours=0.5,
    ) | {"asked": True, "arranged": "the school's office"}
    requests_ = [
        *_schedule(layout, story, day),
        *_row(layout, "observations", 0, to_arrange),
        *_row(layout, "observations", 1, arranged),
        *_row(layout, "follow_up", 0, _follow_up(story, day)),
        *_row(layout, "corrections", 0, _correction(program, story)),
        *_rule(layout, story),
    ]
    sheet = program.lock.sheets[story.key].id
    requests.post(
        f"{base}/v4/spreadsheets/{sheet}:batchUpdate",
        json={"requests": requests_},
        headers={"Authorization": f"Bearer {story.coordinator}"},
        timeout=60,
    ).raise_for_status()


def _row(layout: Layout, key: str, place: int, cells: Cells) -> Iterator[Body]:
    """Values of one row of a tab, by column key; ``place`` counts its rows
    from 0.
    """
    tab = layout.tab(key)
    for column, value in cells.items():
        row = tab.header_row + place
        yield write_cells(tab.id, row, tab.place(column), [[value]])


def _rule(layout: Layout, story: Story) -> Iterator[Body]:
    """In the district whose schedules are known the coordinator arranges both,
    which is written below the printed rules.
    """
    if story.preset != "weekly-observing":
        return
    for place, what in enumerate(
        (What.ARRANGES_MEETINGS, What.ARRANGES_OBSERVATIONS), _BELOW_RULES
    ):
        rule = {"what": what.value, "force": Force.REQUIRED.value}
        yield from _row(layout, "rules", place, rule)


def _schedule(layout: Layout, story: Story, day: date) -> Iterator[Body]:
    """When two pairs mean to meet in the next weeks."""
    tab = layout.tab("schedule")
    this_week = (day - monday_of(story.first_day)).days // 7
    planned = (
        ("could not meet", 1, "Thu 2:45"),
        ("could not meet", 2, "Thu 2:45"),
        ("brief", 1, "Mon 7:40 am"),
    )
    for role, ahead, text in planned:
        column = len(tab.columns) + story.number(role) - 1
        row = tab.header_row + this_week + ahead
        yield write_cells(tab.id, row, column, [[text]])


def _observation(
    story: Story,
    role: str,
    direction: Direction,
    moment: datetime,
    for_class: str,
    hours: float,
) -> dict[str, Value]:
    """A visit that is planned, and for how long a class is to be covered."""
    return {
        "pair": story.label(role),
        "direction": direction.words,
        "day": _school_day(story, moment.date()),
        "time": moment.time(),
        "hours": hours,
        "class": for_class,
    }


def _follow_up(story: Story, day: date) -> Cells:
    """A call to the pair that stopped: what is in the way, what was agreed."""
    return {
        "day": _school_day(story, day - timedelta(days=4)),
        "pair": story.label("stopped"),
        "obstacle": "no common time",
        "agreed": "They try a shared lunch on Thursdays. I ask for coverage once.",
        "until": _school_day(story, day + timedelta(days=7)),
    }


def _correction(program: Program, story: Story) -> Cells:
    """The last meeting of a pair lasted longer than was logged."""
    number = story.number("saved by the vacation")
    sender = str(story.roster[number - 1]["Mentor e-mail"])
    sent: dict[str, Any] = {}
    for page in program.google.forms.responses(program.lock.form, None):
        sent |= {each["responseId"]: each for each in page}
    last = max(
        (
            i
            for i, each in sent.items()
            if each.get("respondentEmail") == sender
        ),
        key=lambda i: moment_of(sent[i]["createTime"]),
    )
    return {
        "answer": short_codes(sent)[last],
        "repair": Repair.MINUTES.value,
        "to": "45",
        "by": "coordinator",
        "why": "They stayed longer, and logged it on the way.",
    }


def _school_day(story: Story, day: date) -> date:
    """The day, or the first one after it on which there is school."""
    while day.weekday() > 4 or day in story.closed:
        day += timedelta(days=1)
    return day
