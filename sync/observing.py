"""Districts' sheets: which of them people touched, what they wrote there, and what of it is believed."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sync import sheet
from sync.core.district import District
from sync.core.intake import take_in
from sync.core.model import Pair, Person, Problem, Roster
from sync.errors import GoogleError, Refused, SyncError
from sync.google.sheets import Grid, Tabs
from sync.program import Program
from templates import reading, writing
from templates.workbook import day_of
from templates.writing import Written

# Every sheet is read anew once in so many days, whatever Drive says.
ROTATION = 7


@dataclass(frozen=True)
class Look:
    """A sheet as it was just read: people's tabs, what is wrong with them, and the tool's own tabs if they were asked for.

    ``touches`` is how often it had been touched before.
    """

    people: Tabs
    touches: int
    problems: tuple[Problem, ...] = ()
    tool: Mapping[str, Grid] | None = None


@dataclass
class Observed:
    """What is believed of a sheet for this run.

    ``grids`` are those to judge by where they are not kept (None: those of the state).
    """

    problems: list[Problem] = field(default_factory=list)
    guarded: bool = False
    grids: dict[str, Any] | None = None


def fetch_touched(program: Program) -> None:
    """Ask Drive whose sheets were touched by others than the tool; the token moves on in the same transaction.

    What the tool wrote, it looked at as it wrote (``Sheets.update``). Only of an identity that nobody else uses is it
    certain that the tool wrote it.
    """
    state, drive = program.state, program.google.drive
    token = state.meta("changes_token")
    keys = {s.id: key for key, s in program.lock.sheets.items()}
    changed, following = drive.changed(token) if token else (dict.fromkeys(keys, ""), drive.start_token())
    with state.writing():
        state.touch(keys[i] for i, who in changed.items() if i in keys and who not in program.google.robots)
        state.set_meta("changes_token", following)


def to_read(program: Program, here: Collection[str], day: date, everything: bool) -> list[str]:
    """The districts whose sheets this run must read, in the order of ``here``.

    Those touched; those never read; those of which a write's end was not seen; and a seventh of all each day.
    """
    touched, seen = program.state.touched(), program.state.sheets()

    def must(key: str) -> bool:
        if everything or key in touched or key not in seen or not seen[key].certain:
            return True
        return zlib.crc32(key.encode()) % ROTATION == day.toordinal() % ROTATION and seen[key].read_on < day

    return [key for key in here if must(key)]


def look(program: Program, key: str, touches: int, with_tool: bool) -> Look:
    """Read a district's people's tabs in one call, and the tool's with them if asked.

    A people's tab that was removed is a Problem, and the others are read without it.
    """
    layout, spreadsheet = program.layout(key), program.spreadsheet(key)
    tabs = {t.key: t.id for t in layout.tabs if with_tool or not t.of_tool}
    problems: tuple[Problem, ...] = ()
    try:
        found = program.google.sheets.look(spreadsheet, tabs)
    except GoogleError as error:
        if error.code != 400:
            raise
        here = {s["properties"]["sheetId"] for s in program.google.sheets.metadata(spreadsheet)["sheets"]}
        if all(i in here for i in tabs.values()):
            raise
        problems = tuple(_deleted(t.title) for t in layout.people if t.id not in here)
        kept = {k: i for k, i in tabs.items() if i in here}
        found = program.google.sheets.look(spreadsheet, kept) if kept else Tabs({}, {})
    people = {t.key for t in layout.people}
    tool = {k: grid for k, grid in found.grids.items() if k not in people} if with_tool else None
    grids = {k: grid for k, grid in found.grids.items() if k in people}
    titles = {k: title for k, title in found.titles.items() if k in people}
    return Look(Tabs(grids, titles), touches, problems, tool)


def _deleted(title: str) -> Problem:
    return Problem(
        f"the tab {title}",
        "it was deleted; what it said when last read still holds",
        "Undo the deletion (Edit, Undo), or ask your admin to run `sync provision`, which prints it again",
    )


def observe(program: Program, key: str, seen: Look, day: date, accept: bool, keep: bool) -> Observed:
    """Believe what was read, or what was last read where it cannot be; kept unless one only looks (``keep``).

    A sheet with a tab that cannot be believed is read again by every run until it is mended. Raises SyncError for a
    tab that cannot be read and never was; Refused for a *Pairs* that is not believed where the state does not know
    another, but *Status* names pairs that are gone.
    """
    state, layout = program.state, program.layout(key)
    observed, remembered = Observed(list(seen.problems)), state.grids(key)
    fresh = reading.words(layout, seen.people.grids)
    known = writing.learned(layout, seen.tool) if seen.tool is not None else None
    before = reading.numbers_of(layout.tab("pairs"), remembered.get("pairs", ()))
    if not before and known:
        before = set(writing.remembered_pairs(layout, known))
    if not accept and (guarded := reading.lost_pairs(layout, fresh, before)):
        if "pairs" not in remembered:
            raise Refused(f"{program.district(key).name}: {guarded}")
        fresh = {tab: grid for tab, grid in fresh.items() if tab != "pairs"}
        observed.problems.append(guarded)
        observed.guarded = True
    grids, lost = reading.usable(layout, fresh, remembered)
    observed.problems += lost
    if unknown := [t.title for t in layout.people if t.key not in grids]:
        raise SyncError(
            f"{program.district(key).name}: {', '.join(unknown)} cannot be read, and was never read before. "
            + " ".join(str(p) for p in observed.problems)
        )
    if not keep:
        observed.grids = grids
    else:
        with state.writing():
            state.keep_sheet(key, day, grids, seen.people.titles, seen.touches, bool(observed.problems))
    if known is not None:
        learn(program, key, known)
    describe(program, key, day, observed, keep)
    return observed


def learn(program: Program, key: str, written: Written) -> None:
    """Keep what the tool's own tabs were seen to hold: after a lost state, or a write whose end was not seen."""
    state = program.state
    state.keep_written(key, written)
    with state.writing():
        state.stir([key])
        if not state.pairs(key):
            remembered = writing.remembered_pairs(program.layout(key), written)
            state.keep_pairs(key, [_remembered(key, number, row) for number, row in remembered.items()])


def _remembered(key: str, number: int, row: Mapping[str, Any]) -> Pair:
    people = [
        Person(str(row[who]), (str(row[f"{who}_email"]),) if row[f"{who}_email"] else ())
        for who in ("mentor", "mentee")
    ]
    seen = day_of(row["seen"]) if isinstance(row["seen"], int) else None
    return Pair(key, number, people[0], people[1], str(row["school"] or ""), seen=seen)


def describe(program: Program, key: str, day: date, observed: Observed, keep: bool = True) -> District:
    """A district as its people's tabs describe it on a day; the pairs that are believed by it are kept."""
    state, district = program.state, program.district(key)
    base = District(
        key,
        district.name,
        sheet.calendar_of(district),
        strict=program.settings.file.form.strict,
        problems=tuple(observed.problems),
        schools=district.schools,
    )
    believed = state.pairs(key)
    before = replace(base, roster=Roster(tuple(believed.values())))
    with_meetings = frozenset(take_in(before, state.answers(key), day).meetings)
    grids = state.grids(key) if observed.grids is None else observed.grids
    found = reading.read(program.layout(key), grids, base, believed, with_meetings, day)
    if keep:
        with state.writing():
            state.keep_pairs(key, found.pairs)
    return found


def edited(program: Program, key: str, after: Tabs | None) -> Look | None:
    """What people wrote between the reading of a sheet and a write, by the write's own answer; None: nothing.

    Where the answer does not say, the sheet is read by the next run.
    """
    if after is None:
        with program.state.writing():
            program.state.touch([key])
        return None
    layout, known = program.layout(key), program.state.grids(key)
    now: Mapping[str, Sequence[Sequence[Any]]] = reading.words(layout, after.grids)
    return Look(after, program.state.touches(key)) if any(grid != known.get(tab) for tab, grid in now.items()) else None
