"""Districts' sheets: which of them people touched, what they wrote there, and what of
it is believed.
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
from sync.google.clients import SERVICE
from sync.google.drive import SHEET, Change
from sync.google.sheets import Tabs
from sync.program import declared
from sync.program.opened import Program
from sync.run import other_forms
from templates import read_back, reading
from templates.layout import Layout
from templates.wire import day_of
from templates.written import Written

# As many sheets that nobody has seen for a while are read by one run, the longest
# unseen first.
UNSEEN_AT_ONCE = 20


@dataclass(frozen=True)
class Look:
    """A sheet as it was just seen: its tabs, and which of people's are gone;
    ``touches`` is how often it was touched before.

    ``at`` is when it was seen (seconds since 1970). ``written`` is what the tool's own
    tabs were seen to hold (None: not looked at).
    """

    tabs: Tabs
    at: float
    touches: int
    problems: tuple[Problem, ...] = ()
    written: Written | None = None


@dataclass
class Observed:
    """What is believed of a sheet for this run.

    ``grids`` are those to judge by where nothing is kept (None: those of the state),
    ``written`` what the tool's tabs hold.
    """

    problems: list[Problem] = field(default_factory=list)
    guarded: bool = False
    grids: dict[str, Any] | None = None
    written: Written | None = None


def fetch_touched(program: Program) -> None:
    """Ask Drive whose sheets were touched by others than the tool; the token moves on
    in the same transaction.

    Where the program lies in a shared drive, that drive's feed is asked: the tool's own
    gives of its files only what the tool did. A drive that the tool cannot open any
    more has no token, and every sheet counts as touched.

    What the tool wrote, it looked at as it wrote (``Sheets.update``). Only of an
    identity that nobody else uses is it certain that the tool wrote it. A token is of
    one identity's feed, or of one drive's as that identity sees it: with another, or
    one that Drive does not take any more, every sheet counts as touched.
    """
    state, drive, lock = program.state, program.google.drive, program.lock
    names, shared = [who.name for who in program.google.pace.identities], lock.drive
    robots = {who for who in (*names, *lock.identities) if who.endswith(SERVICE)}
    reader = " ".join(filter(None, [names[0], lock.identity, shared]))
    whose, token = state.notes.changes_token
    keys = {s.id: key for key, s in program.lock.sheets.items()}
    changed, following = dict.fromkeys(keys, Change()), ""
    if token and whose == reader:
        try:
            changed, following = drive.changed(token, shared)
        except GoogleError as error:
            if error.code not in (400, 404, 410):
                raise
    try:
        following = following or drive.start_token(shared)
    except GoogleError as error:
        if not shared or error.code not in (403, 404):
            raise
    with state.writing():
        here = {keys[i]: change for i, change in changed.items() if i in keys}
        state.to_do.mark_for_reading(
            key for key, change in here.items() if change.who not in robots
        )
        if here:
            bins = {key for key, change in here.items() if change.trashed}
            state.notes.trashed = state.notes.trashed - here.keys() | bins
        state.notes.changes_token = (reader, following)


def look_into_the_trash(program: Program) -> None:
    """Ask Drive which sheets lie in the trash, once in ``unseen_hours``: its feed may
    be late, or never tell.

    Somebody may have moved a sheet, or the folder may be out of reach: of a sheet that
    was in the trash, it is asked itself.
    """
    state, now = program.state, program.google.pace.clock.now()
    if 0 <= now - state.notes.trash_seen < _patience(program):
        return
    found = _in_the_trash(program)
    with state.writing():
        state.notes.trashed = found
        state.notes.trash_seen = now


def _in_the_trash(program: Program) -> set[str]:
    """The districts whose sheets lie in the trash; of one out of reach what was known
    stays.
    """
    drive, lock, known = program.google.drive, program.lock, program.state.notes.trashed
    try:
        found = drive.trashed(lock.folder, SHEET, lock.drive)
    except GoogleError as error:
        if error.code not in (403, 404):
            raise
        return known
    here = {key for key, sheet in lock.sheets.items() if sheet.id in found}
    for key in known - here:
        try:
            if key in lock.sheets and drive.look(lock.sheets[key].id).get("trashed"):
                here.add(key)
        except GoogleError as error:
            if error.code not in (403, 404):
                raise
            here.add(key)
    return here


def to_read(program: Program, here: Collection[str], everything: bool) -> list[str]:
    """The districts whose sheets this run must read, in the order of ``here``.

    Those touched; those never read; those of which a write's end was not seen; and,
    since Drive's feed may be late or never tell, those that nobody has seen for
    ``unseen_hours``, the longest unseen first, at most UNSEEN_AT_ONCE.
    """
    touched, seen = program.state.to_do.to_read(), program.state.sheets.seen()
    must = {
        key
        for key in here
        if everything or key in touched or key not in seen or not seen[key].certain
    }
    now = program.google.pace.clock.now()
    unseen = [
        key
        for key in here
        if key not in must and not 0 <= now - seen[key].seen < _patience(program)
    ]
    must.update(sorted(unseen, key=lambda key: seen[key].seen)[:UNSEEN_AT_ONCE])
    return [key for key in here if key in must]


def _patience(program: Program) -> float:
    """Seconds after which a sheet is looked at whatever Drive's feed says."""
    return program.settings.file.google.unseen_hours * 3600


def look(program: Program, key: str, touches: int) -> Look:
    """Read all tabs of a district's sheet in one call; a tab that was removed is left
    out.

    The tool's own tabs are read too: whatever befell them, the next write mends it.
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
                f"{name}'s sheet cannot be opened any more ({error.said}): it was deleted, or is not shared with the tool's"
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
        found = program.google.sheets.look(spreadsheet, kept) if kept else Tabs({}, {})
    return Look(
        found, at, touches, _gone(layout, found), read_back.learned(layout, found.grids)
    )


def _gone(layout: Layout, found: Tabs) -> tuple[Problem, ...]:
    return tuple(_deleted(t.title) for t in layout.people if t.key not in found.grids)


def _deleted(title: str) -> Problem:
    return Problem(
        f"the tab {title}",
        "it was deleted; what it said when last read still holds",
        "Undo the deletion (Edit, Undo), or ask your admin to run `sync provision`, which prints it again",
    )


def observe(
    program: Program, key: str, seen: Look, day: date, accept: bool, keep: bool
) -> Observed:
    """Believe what was read, or what was last read where it cannot be; nothing is kept
    where one only looks.

    A sheet with a tab that cannot be believed is read again by every run until it is
    mended. Raises SyncError for a tab that cannot be read and never was; Refused for a
    *Pairs* that is not believed where the state does not know another, but *Status*
    names pairs that are gone.
    """
    state, layout = program.state, program.layout(key)
    observed, remembered = Observed(list(seen.problems)), state.sheets.grids(key)
    fresh = reading.words(layout, seen.tabs.grids)
    before = reading.numbers_of(layout.tab("pairs"), remembered.get("pairs", ()))
    if not before and seen.written:
        before = set(read_back.remembered_pairs(layout, seen.written))
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
        observed.grids, observed.written = grids, seen.written
    else:
        with state.writing():
            state.sheets.keep(
                key,
                seen.at,
                grids,
                seen.tabs.titles,
                seen.touches,
                bool(observed.problems),
            )
        if seen.written is not None:
            learn(program, key, seen.written)
        describe(program, key, day, observed)
    return observed


def learn(program: Program, key: str, written: Written) -> None:
    """Keep what the tool's own tabs were seen to hold; where that is not what is known
    of them, it is judged anew.
    """
    state = program.state
    before = state.sheets.written(key)
    if before == written:
        return
    state.sheets.keep_written(key, written, before)
    with state.writing():
        state.to_do.mark_for_judging([key])
        if not state.rosters.pairs(key):
            remembered = read_back.remembered_pairs(program.layout(key), written)
            state.rosters.keep(
                key,
                [_remembered(key, number, row) for number, row in remembered.items()],
            )


def _remembered(key: str, number: int, row: Mapping[str, Any]) -> Pair:
    people = [
        Person(
            str(row[who]), (str(row[f"{who}_email"]),) if row[f"{who}_email"] else ()
        )
        for who in ("mentor", "mentee")
    ]
    seen = day_of(row["seen"]) if isinstance(row["seen"], int) else None
    return Pair(key, number, people[0], people[1], str(row["school"] or ""), seen=seen)


def describe(
    program: Program, key: str, day: date, observed: Observed, keep: bool = True
) -> District:
    """A district as its people's tabs describe it on a day; the pairs that are believed
    by it are kept, if wanted.
    """
    state, district = program.state, program.district(key)
    base = District(
        key,
        district.name,
        declared.calendar_of(district),
        strict=program.settings.file.form.strict,
        problems=tuple(observed.problems),
        schools=district.schools,
    )
    believed = state.rosters.pairs(key)
    before = replace(base, roster=Roster(tuple(believed.values())))
    with_meetings = frozenset(take_in(before, state.answers.of(key), day).meetings)
    grids = state.sheets.grids(key) if observed.grids is None else observed.grids
    found = reading.read(program.layout(key), grids, base, believed, with_meetings, day)
    if keep:
        with state.writing():
            state.rosters.keep(key, found.pairs)
    return arrange(found, other_forms.proposals(program, key), day)


def edited(program: Program, key: str, after: Tabs) -> Look | None:
    """What people wrote between the reading of a sheet and a write, by the write's own
    answer; None: nothing.
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
