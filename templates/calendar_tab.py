"""*Calendar* as a coordinator fills it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sync.core.calendar import Entry, Event
from sync.core.placing import MOST_MINUTES
from sync.core.problems import Problem
from templates.cells import Cells, cells_of
from templates.found import Found

_EVENTS = {event.value.casefold(): event for event in Event}


def entries(
    found: Found, schools: Mapping[str, str], problems: list[Problem]
) -> Iterator[Entry]:
    """The rows that can be used; ``schools`` are the district's, by folded
    name.
    """
    for c in cells_of(found, problems):
        event, first = c.choice("event", _EVENTS), c.day("first")
        last = c.day("last") or first
        if event is None or first is None or last is None:
            if not c.problems:
                c.problem(
                    "event" if event is None else "first",
                    "a row without a kind or a date",
                    "Fill in What and From, or clear the row",
                )
            continue
        if last < first:
            what = f"{last:%b} {last.day} is before {first:%b} {first.day}"
            c.problem("last", what, "Put the dates the right way round")
            continue
        named = _schools(c, schools)
        minutes_all, alone = minutes(c, "minutes"), minutes(c, "one_on_one")
        before = len(c.problems)
        absent = frozenset(c.numbers("absent"))
        # Nobody is credited while it is not clear who was not there.
        held = c.yes("held") and len(c.problems) == before
        yield Entry(
            event=event,
            first=first,
            last=last,
            note=c.text("note"),
            schools=named,
            minutes=minutes_all,
            held=held,
            absent=absent,
            one_on_one=alone or 0,
        )


def _schools(c: Cells, schools: Mapping[str, str]) -> frozenset[str]:
    """The schools that a row is for, by folded name; a strange one is pointed
    out.
    """
    named = [
        name.strip() for name in c.text("schools").split(",") if name.strip()
    ]
    strange = [
        name for name in named if schools and name.casefold() not in schools
    ]
    if strange:
        known = ", ".join(sorted(schools.values()))
        left = (
            ", ".join(name for name in named if name not in strange)
            or "nobody"
        )
        what = f"there is no school “{strange[0][:40]}”, so the row holds for {left}"
        c.problem(
            "schools", what, f"The schools are {known}; several with commas"
        )
    return frozenset(name.casefold() for name in named)


def minutes(c: Cells, key: str) -> int | None:
    """Minutes of a day; more than ten hours are none."""
    number = c.number(key)
    if number is not None and not 0 <= number <= MOST_MINUTES:
        what = f"{number:,} minutes cannot be right and are left out"
        c.problem(key, what, "Enter the minutes of that day")
        return None
    return number
