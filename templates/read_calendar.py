"""*Calendar* as a coordinator fills it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sync.core.calendar import Entry, Event, SchoolCalendar
from sync.core.named import Everyone, Roll, guess_words
from sync.core.people import Pair
from sync.core.placing import MOST_MINUTES
from sync.core.problems import Problem
from sync.core.words import day_words
from templates.cells import Cells, cells_of
from templates.found import Found

_EVENTS = {event.value.casefold(): event for event in Event}


def entries(
    found: Found,
    year: SchoolCalendar,
    schools: Mapping[str, str],
    problems: list[Problem],
) -> Iterator[tuple[Cells, Entry]]:
    """The rows that can be used, each with its cells; ``schools`` are the
    district's, by folded name. Who was there is read later, by the pairs'
    names.
    """
    for c in cells_of(found, problems, year):
        event = c.choice("event", _EVENTS)
        first = c.day("first", any_year=True)
        last = c.day("last", any_year=True) or first
        if event is None or first is None or last is None:
            if not c.problems:
                c.problem(
                    "event" if event is None else "first",
                    "a row without a kind or a date",
                    "Fill in What and From, or clear the row",
                )
            continue
        if last < first:
            what = f"{day_words(last)} is before {day_words(first)}"
            c.problem("last", what, "Put the dates the right way round")
            continue
        yield (
            c,
            Entry(
                event=event,
                first=first,
                last=last,
                note=c.text("note"),
                schools=_schools(c, schools),
                minutes=minutes(c, "minutes"),
                held=c.yes("held"),
                one_on_one=minutes(c, "one_on_one") or 0,
            ),
        )


def attended(
    rows: Iterable[tuple[Cells, Entry]],
    roll: Roll,
    pairs: Mapping[int, Pair],
    problems: list[Problem],
) -> Iterator[Entry]:
    """The entries with who was there and who was not, as numbers and names say
    it.

    Nobody is credited while it is not clear who was not there. Of those who
    were there, whoever is in no pair is pointed out and passed over.
    """
    for cells, entry in rows:
        absent, present = cells.raw("absent"), cells.raw("present")
        if not absent and not present:
            yield entry
            continue
        c = Cells(cells.found, cells.index, cells.row)
        away, there = roll.everyone(absent), roll.everyone(present)
        if away.unread:
            what = f"{_unread(away, pairs)}; until that can be read, the row credits nobody"
            c.problem("absent", what, "Write numbers or full names")
        if there.unread:
            what = (
                f"{_unread(there, pairs)} and left out; the others are taken"
            )
            c.problem(
                "present",
                what,
                "Correct the names of mentors and mentees, and delete the others",
            )
        yield replace(
            entry,
            held=entry.held and not away.unread,
            absent=frozenset(away.numbers),
            present=frozenset(there.numbers) if present else None,
        )
        problems += c.problems


def _unread(listed: Everyone, pairs: Mapping[int, Pair]) -> str:
    """Those on a list who are in no pair."""
    text, guesses = listed.unread[0]
    others = len(listed.unread) - 1
    more = f" and {others} more" if others else ""
    are = "are" if others else "is"
    return f"“{text[:40]}”{guess_words(pairs, guesses)}{more} {are} in no pair"


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
