"""Districts' sheets: which of them people touched, what they wrote there, and
what of it is believed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sync.core.district import District
from sync.core.meetings import take_in
from sync.core.model import Roster
from sync.core.pair_plans import arrange
from sync.core.people import Pair, Person
from sync.core.problems import Problem
from sync.errors import GoogleError, Refused, SyncError
from sync.google.sheet_contents import Tabs
from sync.program import declared, schedule_files
from sync.program.opened import Program
from sync.run import other_forms
from sync.run.drive_feed import patience
from templates import left_alone, read_back, reading
from templates.layout import Layout
from templates.read_pairs import Guard
from templates.wire import Grid, day_of
from templates.written import Written

# The most sheets that one run reads because nobody has seen them for a while;
# the longest unseen come first.
UNSEEN_AT_ONCE = 20


@dataclass(frozen=True)
class Look:
    """A sheet as it was just seen: its tabs, and which of people's are gone;
    ``marks`` is how often it had been marked for reading before.

    ``at`` is when it was seen (seconds since 1970). ``written`` is what the
    tool's own tabs were seen to hold (None: not looked at).
    """

    tabs: Tabs
    at: float
    marks: int
    problems: tuple[Problem, ...] = ()
    written: Written | None = None


@dataclass
class Observed:
    """What is believed of a sheet for this run.

    ``grids`` are those to judge by where nothing is kept (None: those of the
    state), ``written`` what the tool's tabs hold.
    """

    problems: list[Problem] = field(default_factory=list)
    guarded: bool = False
    grids: dict[str, Any] | None = None
    written: Written | None = None


def to_read(
    program: Program, here: Collection[str], everything: bool
) -> list[str]:
    """The districts whose sheets this run must read, in the order of ``here``.

    Those touched; those never read; those of which a write's end was not seen;
    and, since Drive's feed may be late or never tell, those that nobody has
    seen for ``unseen_hours``, the longest unseen first, at most
    UNSEEN_AT_ONCE.
    """
    touched, seen = program.state.to_do.to_read(), program.state.sheets.seen()
    must = {
        key
        for key in here
        if everything
        or key in touched
        or key not in seen
        or not seen[key].certain
    }
    now = program.google.pace.clock.now()
    unseen = [
        key
        for key in here
        if key not in must
        and not 0 <= now - seen[key].seen < patience(program)
    ]
    must.update(
        sorted(unseen, key=lambda key: seen[key].seen)[:UNSEEN_AT_ONCE]
    )
    return [key for key in here if key in must]


def look(program: Program, key: str, marks: int) -> Look:
    """Read all tabs of a district's sheet in one call; a tab that was removed
    is left out.

    The tool's own tabs are read, too, so that the next write can mend them.
    Raises SyncError for a sheet that is gone, not shared, or has no headers.
    """
    layout, spreadsheet = program.layout(key), program.spreadsheet(key)
    at = program.google.pace.clock.now()
    tabs = {t.key: t.id for t in layout.tabs}
    name = program.district(key).name
    try:
        found = program.google.sheets.look(spreadsheet, tabs)
    except GoogleError as error:
        if error.code in (403, 404):
            raise SyncError(
                f"{name}'s sheet cannot be opened any more ({error.message}): it was deleted, or is not shared with the tool's"
                " account. Restore it or share it again; `sync provision` says more."
            ) from error
        if error.code != 400:
            raise
        here = {
            s["properties"]["sheetId"]
            for s in program.google.sheets.metadata(spreadsheet)["sheets"]
        }
        if all(i in here for i in tabs.values()):
            raise
        kept = {k: i for k, i in tabs.items() if i in here}
        found = (
            program.google.sheets.look(spreadsheet, kept)
            if kept
            else Tabs({}, {})
        )
    for tab in left_alone.headless(layout, found.grids):
        if tab.of_tool:
            words = left_alone.headless_words(tab, found.grids)
            raise SyncError(f"{name}: {words}")
    return Look(
        found,
        at,
        marks,
        _gone(layout, found),
        read_back.learned(layout, found.grids),
    )


def _gone(layout: Layout, found: Tabs) -> tuple[Problem, ...]:
    return tuple(
        _deleted(t.title) for t in layout.people if t.key not in found.grids
    )


def _deleted(title: str) -> Problem:
    return Problem(
        f"the tab {title}",
        "it was deleted; what it said when last read still holds",
        "Undo the deletion (Edit, Undo), or ask your admin to run `sync provision`, which prints it again",
    )


def observe(
    program: Program, key: str, seen: Look, day: date, accept: bool, keep: bool
) -> Observed:
    """Believe what was read, or what was last read where it cannot be
    believed.

    Without ``keep`` nothing is stored. A sheet with a tab that cannot be
    believed is read again by every run until it is mended. Raises SyncError
    for a tab that cannot be read and never was; Refused for a *Pairs* that is
    not believed where the state does not know another, but *Status* names
    pairs that are gone.
    """
    state, layout = program.state, program.layout(key)
    observed, remembered = (
        Observed(list(seen.problems)),
        state.sheets.grids(key),
    )
    fresh = reading.words(layout, seen.tabs.grids)
    if not accept and (
        guarded := _lost_pairs(layout, seen, fresh, remembered)
    ):
        if "pairs" not in remembered:
            raise Refused(f"{program.district(key).name}: {guarded}")
        del fresh["pairs"]
        observed.problems.append(guarded)
        observed.guarded = True
    grids, lost = reading.usable(layout, fresh, remembered)
    observed.problems += lost
    if unknown := [t.title for t in layout.people if t.key not in grids]:
        raise SyncError(
            f"{program.district(key).name}: {', '.join(unknown)} cannot be read, and was never read before. "
            + " ".join(str(p) for p in observed.problems)
        )
    if keep:
        _keep(program, key, seen, grids, bool(observed.problems))
        describe(program, key, day, observed)
    else:
        observed.grids, observed.written = grids, seen.written
    return observed


def _lost_pairs(
    layout: Layout,
    seen: Look,
    fresh: Mapping[str, Grid],
    remembered: Mapping[str, Grid],
) -> Problem | None:
    """Whether *Pairs* lost many pairs at once, by what was last read or
    *Status* names.
    """
    before = reading.numbers_of(
        layout.tab("pairs"), remembered.get("pairs", ())
    )
    if not before and seen.written:
        before = set(read_back.remembered_pairs(layout, seen.written))
    return reading.lost_pairs(layout, fresh, before)


def _keep(
    program: Program,
    key: str,
    seen: Look,
    grids: Mapping[str, Grid],
    again: bool,
) -> None:
    """Keep what a sheet was seen to hold; with ``again`` the next run reads
    it, too.
    """
    with program.state.writing():
        program.state.sheets.keep(
            key, seen.at, grids, seen.tabs.titles, seen.marks, again
        )
    if seen.written is not None:
        learn(program, key, seen.written)


def learn(program: Program, key: str, written: Written) -> None:
    """Keep what the tool's own tabs were seen to hold; where that is not what
    is known of them, it is judged anew.
    """
    state = program.state
    before = state.sheets.written(key)
    if before == written:
        return
    state.sheets.keep_written(key, written, before)
    with state.writing():
        state.to_do.mark_for_judging([key])
        if not state.rosters.pairs(key):
            remembered = read_back.remembered_pairs(
                program.layout(key), written
            )
            state.rosters.keep(
                key,
                [
                    _remembered(key, number, row)
                    for number, row in remembered.items()
                ],
            )


def _remembered(key: str, number: int, row: Mapping[str, Any]) -> Pair:
    people = [
        Person(
            str(row[who]),
            (str(row[f"{who}_email"]),) if row[f"{who}_email"] else (),
        )
        for who in ("mentor", "mentee")
    ]
    seen = day_of(row["seen"]) if isinstance(row["seen"], int) else None
    return Pair(
        key, number, people[0], people[1], str(row["school"] or ""), seen=seen
    )


def describe(
    program: Program,
    key: str,
    day: date,
    observed: Observed,
    keep: bool = True,
) -> District:
    """A district as its people's tabs describe it on a day.

    With ``keep`` the state stores the pairs.
    """
    state, district = program.state, program.district(key)
    base = District(
        key,
        district.name,
        declared.calendar_of(district),
        strict=program.settings.file.form.strict,
        problems=tuple(observed.problems),
        schools=district.schools,
        coordinators=frozenset(district.coordinators),
        words=district.words,
        rates=district.rates,
        substitutes=district.substitutes,
        place=district.place,
        timetable=schedule_files.timetable_of(
            program.settings.folder, district
        ),
    )
    believed = state.rosters.pairs(key)

    def with_meetings() -> Collection[int]:
        before = replace(base, roster=Roster(tuple(believed.values())))
        return take_in(before, state.answers.of(key), day).meetings.keys()

    grids = (
        state.sheets.grids(key) if observed.grids is None else observed.grids
    )
    guard = Guard(believed, with_meetings, day)
    found = reading.read(program.layout(key), grids, base, guard)
    if keep and {pair.number: pair for pair in found.pairs} != believed:
        with state.writing():
            state.rosters.keep(key, found.pairs)
    return arrange(found, other_forms.proposals(program, key), day)


def edited(program: Program, key: str, after: Tabs) -> Look | None:
    """What people wrote between the reading of a sheet and a write, by the
    write's own answer; None: nothing.
    """
    layout, known = program.layout(key), program.state.sheets.grids(key)
    now = reading.words(layout, after.grids)
    if all(grid == known.get(tab) for tab, grid in now.items()):
        return None
    return Look(
        after,
        program.google.pace.clock.now(),
        program.state.to_do.reading_marks(key),
        _gone(layout, after),
    )
