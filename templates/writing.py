"""Standings and answers become the rows of the tool's tabs, and the least change that
brings the sheet to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sync.core.annual import Item
from sync.core.calendar import Event, Per, Period, SchoolCalendar
from sync.core.explain import note
from sync.core.flag_kinds import FlagKind
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.meetings import Outcome
from sync.core.model import Kind, Status
from sync.core.pair_plans import arranged_words, dates_words
from sync.core.rules import What
from sync.core.words import day_words, hours_of
from templates.layout import Column, Layout, Tab
from templates.workbook import NEXT_DAY, Value, cell, day_of, serial, write_rows

Row = tuple[Value, ...]
# Rows in one request, and bytes of requests in one call: Google recommends at most 2
# MB.
PIECE = 200
# Lines between the figures and the table of Status: so many fit into their row. Others
# stand below the table, with a bound.
LINES, LINES_BELOW = 5, 40
# What stands behind a day in *Calendar* that was printed as a guess.
GUESS = "(check: is this yours?)"
MOST_BYTES = 1_500_000
# What the line above Status always counts, and what it counts where there is some.
_ALWAYS = (Status.REACH_OUT, Status.CHECK_IN, Status.ON_TRACK)
_SOMETIMES = (Status.REACHED_OUT, Status.NOT_STARTED)


@dataclass(frozen=True)
class Written:
    """What the tool's tabs hold: Status's head, its rows, Log's rows, Start here's
    weeks, the annual report.

    The head is the line of figures, the day judged for, the lines below it, and the
    next school day, up to which nobody need write again. Rows are tuples over a tab's
    value columns, dates as serial numbers, blanks as None; text is text.
    """

    head: tuple[Value, Value, Value, Value] = (None, None, None, None)
    status: tuple[Row, ...] = ()
    log: tuple[Row, ...] = ()
    weeks: tuple[Row, ...] = ()
    annual: tuple[Row, ...] = ()


def wanted(
    layout: Layout,
    standing: DistrictStanding,
    zone: ZoneInfo,
    annual: Sequence[Item] = (),
) -> Written:
    """What the tool's tabs ought to hold for a district's standing, and from June on
    for its annual report.
    """
    status, log = layout.tab("status"), layout.tab("log")
    answers = sorted(
        standing.outcomes,
        key=lambda o: (o.submission.submitted, o.submission.id),
        reverse=True,
    )
    above, below = _lines_of(standing)
    return Written(
        (
            headline(standing),
            serial(standing.day),
            above,
            serial(_next_school_day(standing)),
        ),
        tuple(
            row_of(status, row)
            for row in (*(_status_row(standing, p) for p in standing.pairs), *below)
        ),
        tuple(row_of(log, _log_row(standing, o, zone)) for o in answers),
        tuple(_week_rows(standing.district.calendar)),
        tuple(row_of(layout.tab("annual"), row) for row in _annual_rows(annual)),
    )


def but_for_the_day(before: Written, after: Written) -> Written:
    """What is to be written on a day without school: nothing, where only the day would
    change.
    """
    (headline, _, above, following), was = after.head, before.head
    same = (headline, above, following) == (was[0], was[2], was[3]) and replace(
        after, head=was
    ) == before
    return before if same and was[1] is not None else after


def _next_school_day(standing: DistrictStanding) -> date:
    """The next school day; after the last one of the year a day far ahead, since nobody
    is waited for.
    """
    calendar = standing.district.calendar
    coming = calendar.days_of().following(standing.day + timedelta(days=1), 1)
    return coming[0] if coming else calendar.last + timedelta(days=366)


def row_of(tab: Tab, values: Mapping[str, Value]) -> Row:
    """Values by column key as a row over a tab's value columns."""
    return tuple(plain(values.get(c.key), c) for c in tab.value_columns)


def plain(value: Any, column: Column) -> Value:
    """A value as it is kept in a cell: dates as numbers, whole numbers as int, blanks
    as None.
    """
    if value is None or value == "":
        return None
    if column.type in (
        "date",
        "dated",
        "moment",
        "count",
        "amount",
        "hours",
        "percent",
        "time",
    ) and not isinstance(value, (str, bool)):
        number = (
            float(value) if isinstance(value, (int, float)) else float(serial(value))
        )
        return int(number) if number.is_integer() else round(number, 9)
    return value if isinstance(value, (bool, str)) else str(value)


# -- rows ------------------------------------------------------------------------------


def headline(standing: DistrictStanding) -> str:
    """The first line of Status: who needs a word, and what waits for the coordinator."""
    counts = standing.counts
    told = [*_ALWAYS, *(status for status in _SOMETIMES if counts[status])]
    parts = ", ".join(f"{counts[status]} {status.words}" for status in told)
    wishes = sum(p.wants_word for p in standing.pairs)
    if wishes:
        parts += f" · {wishes} ask{'s' if wishes == 1 else ''} for a word"
    if standing.waiting:
        parts += f" · {standing.waiting} answer{'s wait' if standing.waiting > 1 else ' waits'} for you in Log"
    if standing.questions:
        parts += f" · {len(standing.questions)} question{'s' if len(standing.questions) > 1 else ''} below"
    if fixes := sum(
        any(f.kind is FlagKind.SHEET_FIX for f in p.flags) for p in standing.pairs
    ):
        parts += f" · {fixes} {'rows' if fixes > 1 else 'row'} to mend"
    if standing.cover_to_arrange:
        parts += f" · cover to arrange, next 10 school days: {len(standing.cover_to_arrange)}"
    return parts


def _lines_of(standing: DistrictStanding) -> tuple[str | None, list[dict[str, Value]]]:
    """The questions and what is good to know: what stands above the table, and the rows
    below it of those that do not fit.
    """
    lines = [*(f"•  {q}" for q in standing.questions), *_facts(standing)]
    if len(lines) <= LINES:
        return "\n".join(lines) or None, []
    shown, others = lines[: LINES - 1], lines[LINES - 1 :]
    shown.append(f"and {len(others)} more, below the table")
    left = len(others) - LINES_BELOW
    if left > 0:
        others = [
            *others[:LINES_BELOW],
            f"and {left} more. They come up as these are done.",
        ]
    rows: list[dict[str, Value]] = [{"why": line} for line in others]
    rows[0]["pair"] = "Further questions"
    return "\n".join(shown), rows


def _facts(standing: DistrictStanding) -> Iterator[str]:
    """What is good to know and asks for nothing: cover to arrange, what was in the way,
    time set aside.
    """
    for plan in standing.cover_to_arrange[:5]:
        pair = standing.district.by_number.get(plan.pair)
        whose = f", for {plan.for_class}" if plan.for_class else ""
        yield f"–  Cover to arrange: {pair.label if pair else plan.pair}, {plan.day:%a %b} {plan.day.day}, {plan.hours:g} h{whose}"
    if standing.obstacles:
        told = []
        for what, schools in list(standing.obstacles.items())[:5]:
            where = ", ".join(
                f"{school} {number}" for school, number in sorted(schools.items())
            )
            told.append(f"{what} {schools.total()} ({where})")
        yield f"–  In the way in the last four weeks: {'; '.join(told)}"
    used, meetings = standing.set_aside
    if used:
        yield f"–  Time set aside by the school was used in {used} of {meetings} meetings ({used / meetings:.0%})"


def _status_row(standing: DistrictStanding, p: PairStanding) -> dict[str, Value]:
    pair = p.pair
    arranged = standing.district.arranged.get(pair.number)
    observed = {
        o.direction.value: _ratio(o.done, o.asked)
        for o in p.observations
        if o.asked or o.done
    }
    return {
        "status": p.status.value,
        "pair": pair.label,
        "why": _lines(
            [
                p.why,
                *(
                    f"{f.name.capitalize()}: {f.why[:1].lower()}{f.why[1:]}"
                    for f in p.further
                ),
            ]
        ),
        "next": _lines([p.next, *(f.next for f in p.further)]),
        "last_met": p.last_met,
        "held": held_of_expected(p),
        "met": f"{p.rules[0].met} / {len(p.rules[0].judged)}"
        if p.rules and p.rules[0].counts_periods
        else None,
        "hours": hours_of(p.minutes),
        "plan": arranged_words(arranged) if arranged else None,
        "plan_dates": dates_words(arranged) if arranged else None,
        "planned": f"{len(p.planned.days)} / {len(p.planned.held)}"
        if p.planned.days
        else None,
        "mentor_sees": observed.get("mentor_sees_mentee"),
        "mentee_sees": observed.get("mentee_sees_mentor"),
        "mentee_sees_other": observed.get("mentee_sees_other"),
        "cover_left": p.cover.left if p.cover.given or p.cover.used else None,
        "word": "yes" if p.wants_word else None,
        "follow_up": p.last_follow_up,
        "school": pair.school,
        "number": pair.number,
        "mentor": pair.mentor.name,
        "mentee": pair.mentee.name,
        "mentor_email": next(iter(pair.mentor.addresses), None),
        "mentee_email": next(iter(pair.mentee.addresses), None),
        "letter": _letter(p),
        "seen": pair.seen,
        "explained": note(standing, p),
    }


def _ratio(done: float, asked: float) -> str:
    return f"{round(done, 1):g} / {round(asked, 1):g}"


def held_of_expected(p: PairStanding) -> str:
    """What was held of what was expected so far, by the first rule; empty where none is
    asked.
    """
    if not p.rules:
        return ""
    first = p.rules[0]
    return _ratio(first.held, first.expected) + (
        " min" if first.rule.what is What.MINUTES else ""
    )


def _lines(texts: Sequence[str]) -> str:
    """Sentences, a line each, none twice."""
    return "\n".join(dict.fromkeys(filter(None, texts)))


def _letter(p: PairStanding) -> str:
    """A friendly mail that a coordinator can edit before sending; the greeting is the
    link's.
    """
    help_find = "I am glad to help find the time."
    if p.status in (Status.REACH_OUT, Status.REACHED_OUT):
        last = (
            f"since {p.last_met:%b} {p.last_met.day}"
            if p.last_met
            else "of the two of you yet"
        )
        return f"I have nothing logged {last}. Did you meet and not log it, or is something in the way? {help_find}\n\n"
    if any(f.kind is FlagKind.OBSERVATION_DUE for f in p.flags):
        return f"It may be a good time for a classroom observation. Shall I help with a date, or with cover? {help_find}\n\n"
    if p.status is Status.CHECK_IN:
        return f"How is it going with the two of you? Is finding the time hard at the moment? {help_find}\n\n"
    return "Thank you for making the time. How is it going, and is there anything that would help?\n\n"


def _log_row(
    standing: DistrictStanding, o: Outcome, zone: ZoneInfo
) -> dict[str, Value]:
    s = o.submission
    pair = next((p for p in standing.district.pairs if p.number == o.pair), None)
    role = o.role or (pair.role_of(s.email) if pair else None)
    return {
        "code": o.code,
        "day": s.day,
        "pair": pair.label if pair else s.pair_text or "no pair given",
        "kind": s.kind.value,
        "minutes": s.minutes,
        "counted": _counted(o),
        "reason": o.reason[:1].upper() + o.reason[1:] if o.reason else None,
        "conversations": s.conversations
        if s.kind.value == "brief conversation"
        else None,
        "observed": s.direction.words if s.direction else None,
        "time_used": s.time_used,
        "topics": ", ".join(s.topics),
        "others": s.others,
        "next_meeting": s.next_meeting,
        "obstacles": ", ".join(s.obstacles),
        "word": "yes" if s.wants_word else None,
        "conferences": ", ".join(s.conferences),
        "cover": s.cover_hours or None,
        "sent": s.submitted.astimezone(zone).replace(tzinfo=None, microsecond=0),
        "sent_by": role or s.email or None,
        "number": o.pair,
    }


def _counted(o: Outcome) -> str:
    if o.counted:
        return "noted" if o.submission.kind is Kind.COULD_NOT_MEET else "yes"
    return "waits" if o.waits else "no"


def _annual_rows(items: Sequence[Item]) -> Iterator[Mapping[str, Any]]:
    """The items of the annual report, each with those whom it counts below."""
    if items:
        yield {
            "text": "As far as it is known here, from what was logged and from Pairs. Check it, and the words, with your state."
        }
    for item in items:
        number = "not known here" if item.number is None else item.number
        yield {"mark": item.mark, "text": item.words, "number": str(number)}
        yield from ({**person, "text": person["name"]} for person in item.people)


def _week_rows(calendar: SchoolCalendar) -> Iterator[Row]:
    for week in calendar.periods(Per.WEEK):
        yield (int(serial(week.first)), week_words(calendar, week) or None)


def week_words(calendar: SchoolCalendar, week: Period, school: str = "") -> str:
    """What the calendar sets aside in a week, and when there is no school; with a
    ``school``, only what is for it.
    """
    texts = []
    for entry in calendar.set_aside(week.first, week.last):
        first, last = (
            max(entry.first, week.first),
            min(entry.last, week.first + timedelta(days=4)),
        )
        if (
            entry.event is Event.TERM
            or first > last
            or (school and not entry.is_for(school))
        ):
            continue
        days = f"{first:%a}" if first == last else f"{first:%a}-{last:%a}"
        schools = (
            f" ({', '.join(sorted(s.title() for s in entry.schools))})"
            if entry.schools and not school
            else ""
        )
        minutes = (
            f", {entry.minutes} min"
            if entry.minutes and entry.event is not Event.NO_SCHOOL
            else ""
        )
        note = entry.note.removesuffix(GUESS).rstrip()
        name = (
            note
            if entry.event is Event.NO_SCHOOL and note
            else ": ".join(filter(None, [entry.event.value, note]))
        )
        closed = " (no school)" if entry.event is Event.NO_SCHOOL else ""
        texts.append(f"{days}: {name}{closed}{minutes}{schools}")
    return "; ".join(texts)


# -- from a sheet ----------------------------------------------------------------------


def learned(layout: Layout, grids: Mapping[str, Sequence[Sequence[Any]]]) -> Written:
    """What the tool's tabs hold, read back from the sheet itself: the tool's memory
    when its state is gone.
    """
    status = grids.get("status", ())
    headline, day, above, following = (_at(status, *place) for place in _head(layout))
    return Written(
        (
            plain(headline, _TEXT),
            plain(day, _DATE),
            plain(above, _TEXT),
            plain(following, _DATE),
        ),
        rows_in(layout.tab("status"), status),
        rows_in(layout.tab("log"), grids.get("log", ())),
        tuple(
            (plain(week, _DATE), plain(aside, _TEXT))
            for week, aside in _weeks_of(layout.tab("start"), grids.get("start", ()))
            if week not in (None, "")
        ),
        rows_in(layout.tab("annual"), grids.get("annual", ())),
    )


def _head(layout: Layout) -> Iterator[tuple[int, int]]:
    """The rows and columns, from 0, of what stands above Status's table, in the order
    of Written.head.
    """
    yield from ((0, 0), (1, 1), (2, 0), (1, layout.tab("status").place(NEXT_DAY)))


_TEXT, _DATE = Column("text", "Text"), Column("day", "Day", type="date")


def _at(grid: Sequence[Sequence[Any]], row: int, column: int) -> Any:
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else None


def _weeks_of(tab: Tab, grid: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, Any]]:
    for row in range(tab.header_row, len(grid)):
        yield _at(grid, row, tab.place("week")), _at(grid, row, tab.place("aside"))


def rows_in(tab: Tab, grid: Sequence[Sequence[Any]]) -> tuple[Row, ...]:
    """The rows that a tab of the tool's holds, as ``row_of`` makes them, without blank
    ones at the end.
    """
    rows = [
        tuple(plain(_at(grid, r, tab.place(c.key)), c) for c in tab.value_columns)
        for r in range(tab.header_row, len(grid))
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


def names(layout: Layout) -> dict[str, Column]:
    """The columns by which the rows of the tool's tabs are told apart: enough to see
    that a write came out as meant.
    """
    return {
        "status": layout.tab("status").column("number"),
        "log": layout.tab("log").column("code"),
    }


def came_out(
    layout: Layout, written: Written, grids: Mapping[str, Sequence[Sequence[Any]]]
) -> bool:
    """Whether the columns of ``names``, as they stand now (those that were looked at),
    are those of what was to be written.
    """
    for key, column in names(layout).items():
        if key not in grids:
            continue
        tab = layout.tab(key)
        place = [c.key for c in tab.value_columns].index(column.key)
        meant = [row[place] for row in getattr(written, key)]
        here = [
            plain(_at(grids.get(key, ()), r, tab.place(column.key)), column)
            for r in range(tab.header_row, len(grids.get(key, ())))
        ]
        while here and here[-1] is None:
            here.pop()
        while meant and meant[-1] is None:
            meant.pop()
        if here != meant:
            return False
    return True


def remembered_pairs(layout: Layout, written: Written) -> dict[int, dict[str, Value]]:
    """The pairs as Status last named them, by number: names and addresses."""
    keys = [c.key for c in layout.tab("status").value_columns]
    rows = (dict(zip(keys, row, strict=True)) for row in written.status)
    return {row["number"]: row for row in rows if isinstance(row["number"], int)}


# -- the least change ------------------------------------------------------------------


def changes(layout: Layout, before: Written, after: Written) -> list[dict[str, Any]]:
    """The requests that turn what the tabs hold into what they ought to hold; Status
    comes last.

    Log's rows are told apart by their code: new answers are inserted, gone ones
    deleted, so that what is written grows with what changed and not with the year.
    """
    requests = list(_log_changes(layout.tab("log"), before.log, after.log))
    start = layout.tab("start")
    requests += _column_pair(start, before.weeks, after.weeks)
    requests += block(layout, layout.tab("annual"), before.annual, after.annual)
    if after.annual and not before.annual:
        shown = {"sheetId": layout.tab("annual").id, "hidden": False}
        requests.append(
            {"updateSheetProperties": {"properties": shown, "fields": "hidden"}}
        )
    requests += block(layout, layout.tab("status"), before.status, after.status)
    for (row, column), old, new in zip(
        _head(layout), before.head, after.head, strict=True
    ):
        if old != new:
            requests.append(one_cell(layout.tab("status"), row, column, new))
    return requests


def differences(layout: Layout, before: Written, after: Written) -> Iterator[str]:
    """What ``changes`` would do, a line each: - what goes, + what comes, ~ what is
    changed from one thing to another.
    """
    found = list(_differences(layout, before, after))
    yield from found
    if not found and before != after:
        yield f"~ {layout.tab('status').title}: where its lines stand, and the next school day"


def _differences(layout: Layout, before: Written, after: Written) -> Iterator[str]:
    start, status, log = (layout.tab(key) for key in ("start", "status", "log"))
    (headline_was, day_was, *_), (headline_is, day_is, *_) = before.head, after.head
    if headline_was != headline_is:
        yield f"~ {status.title}: {headline_was or 'nothing'} → {headline_is or 'nothing'}"
    if day_was != day_is:
        day = Column("day", "As of", type="date")
        yield f"~ {status.title}: {_change(day, day_was, day_is)}"
    was, now = (_said_beside(status, each) for each in (before, after))
    for sign, lines, others in (("-", was, now), ("+", now, was)):
        yield from (
            f"{sign} {status.title}: {line}" for line in lines if line not in others
        )
    pairs_was, pairs_is = (
        [row for row in each.status if _keyed(status, row)["number"]]
        for each in (before, after)
    )
    yield from _row_differences(
        status, "number", ("pair", "status", "why"), pairs_was, pairs_is
    )
    yield from _row_differences(
        log,
        "code",
        ("code", "pair", "kind", "counted", "reason"),
        before.log,
        after.log,
    )
    if before.annual != after.annual:
        yield f"~ {layout.tab('annual').title}: what your state asks for"
    if before.weeks != after.weeks:
        yield f"~ {start.title}: the weeks, and what the calendar sets aside"


def _said_beside(status: Tab, written: Written) -> list[str]:
    """The lines above and below Status's table."""
    rows = (_keyed(status, row) for row in written.status)
    return [
        *str(written.head[2] or "").splitlines(),
        *(str(row["why"]) for row in rows if not row["number"]),
    ]


def _row_differences(
    tab: Tab,
    name: str,
    shown: Sequence[str],
    before: Sequence[Row],
    after: Sequence[Row],
) -> Iterator[str]:
    """The rows of a tab that go, come or change, told apart by one column."""
    was, now = (
        {_keyed(tab, row)[name]: row for row in rows} for rows in (before, after)
    )
    for sign, rows, others in (("-", was, now), ("+", now, was)):
        for row in (_keyed(tab, row) for key, row in rows.items() if key not in others):
            yield f"{sign} {tab.title}: " + " · ".join(
                _first_line(row[k]) for k in shown if row[k]
            )
    differ = False
    for key in (key for key, row in now.items() if was.get(key, row) != row):
        differ = True
        cells = zip(tab.value_columns, was[key], now[key], strict=True)
        changed = [
            _change(column, old, new) for column, old, new in cells if old != new
        ]
        yield f"~ {tab.title}, {_keyed(tab, now[key])[shown[0]] or key}: {'; '.join(changed)}"
    if not differ and was.keys() == now.keys() and tuple(before) != tuple(after):
        yield f"~ {tab.title}: the order of the rows"


def _change(column: Column, old: Value, new: Value) -> str:
    """One cell's change; of hidden columns the name alone."""
    if column.hidden:
        return column.header
    said = [
        day_words(day_of(v))
        if column.type == "date" and isinstance(v, (int, float))
        else _first_line(v)
        for v in (old, new)
    ]
    return (
        f"{column.header}: {said[0]} → {said[1]}"
        if said[0] != said[1]
        else column.header
    )


def _first_line(value: Value) -> str:
    return str(value).split("\n")[0] if value is not None else "nothing"


def one_cell(tab: Tab, row: int, column: int, value: Value) -> dict[str, Any]:
    """The request that writes one cell, by its row and column from 0."""
    return {
        "updateCells": {
            "start": {"sheetId": tab.id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [cell(value)]}],
            "fields": "userEnteredValue",
        }
    }


def _keyed(tab: Tab, row: Row) -> dict[str, Value]:
    return dict(zip((c.key for c in tab.value_columns), row, strict=True))


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Consecutive numbers as half-open runs."""
    start = None
    for i, place in enumerate(places):
        start = place if start is None else start
        if i + 1 == len(places) or places[i + 1] != place + 1:
            yield start, place + 1
            start = None


def block(
    layout: Layout, tab: Tab, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[dict[str, Any]]:
    """Rewrite the rows that differ, place by place; rows no longer needed are blanked."""
    room = layout.size(tab)[0] - tab.header_row
    room = max(room, len(before))
    if len(after) > room:
        more = {"sheetId": tab.id, "dimension": "ROWS", "length": len(after) - room}
        yield {"appendDimension": more}
    blank: Row = tuple(None for _ in tab.value_columns)
    height = max(len(before), len(after))
    old = [*before, *[blank] * (height - len(before))]
    new = [*after, *[blank] * (height - len(after))]
    yield from _pieces(tab, [i for i in range(height) if old[i] != new[i]], new)


def _column_pair(
    tab: Tab, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[dict[str, Any]]:
    height = max(len(before), len(after))
    old = [*before, *[(None, None)] * (height - len(before))]
    new = [*after, *[(None, None)] * (height - len(after))]
    for top, end in _runs([i for i in range(height) if old[i] != new[i]]):
        yield {
            "updateCells": {
                "start": {
                    "sheetId": tab.id,
                    "rowIndex": tab.header_row + top,
                    "columnIndex": tab.place("week"),
                },
                "rows": [{"values": [cell(v) for v in row]} for row in new[top:end]],
                "fields": "userEnteredValue",
            }
        }


def _log_changes(
    tab: Tab, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[dict[str, Any]]:
    sent = [c.key for c in tab.value_columns].index("sent")
    order = {(row[0], row[sent]): i for i, row in enumerate(after)}
    keys = [(row[0], row[sent]) for row in before]
    kept: list[int] = []
    for place, key in enumerate(keys):
        if key in order and (not kept or order[key] > order[keys[kept[-1]]]):
            kept.append(place)
    staying = set(kept)
    gone = [place for place in range(len(before)) if place not in staying]
    for top, end in reversed(list(_runs(gone))):
        yield _rows_request("deleteDimension", tab, top, end)
    have = {keys[place]: before[place] for place in kept}
    fresh = [i for i, row in enumerate(after) if (row[0], row[sent]) not in have]
    for top, end in _runs(fresh):
        yield _rows_request("insertDimension", tab, top, end)
    differing = [
        i for i, row in enumerate(after) if have.get((row[0], row[sent])) != row
    ]
    yield from _pieces(tab, differing, after)


def _pieces(
    tab: Tab, places: Sequence[int], rows: Sequence[Row]
) -> Iterator[dict[str, Any]]:
    """Write the rows at some places, not too many in one request."""
    for first, last in _runs(places):
        for top in range(first, last, PIECE):
            end = min(top + PIECE, last)
            yield from write_rows(
                tab, tab.header_row + top, [_keyed(tab, row) for row in rows[top:end]]
            )


def batches(requests: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The requests in their order, in batches that each stay below what Google
    recommends for a call.
    """
    batch: list[dict[str, Any]] = []
    size = 0
    for request in requests:
        length = len(json.dumps(request))
        if batch and size + length > MOST_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(request)
        size += length
    if batch:
        yield batch


def _rows_request(kind: str, tab: Tab, top: int, end: int) -> dict[str, Any]:
    rows = {
        "sheetId": tab.id,
        "dimension": "ROWS",
        "startIndex": tab.header_row + top,
        "endIndex": tab.header_row + end,
    }
    return {
        kind: {"range": rows}
        | ({"inheritFromBefore": False} if kind == "insertDimension" else {})
    }
