"""One run: read what is new, judge every pair, write what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from importlib.metadata import version
from typing import Any

from forms import submissions
from sync import lockfile, sheet
from sync.core.district import District
from sync.core.intake import codes_in, district_of, take_in
from sync.core.model import Pair, Person, Problem, Roster, Submission
from sync.core.standing import DistrictStanding, judge
from sync.errors import ConfigurationError, GoogleError, SyncError
from sync.google.connect import Google
from sync.lockfile import Lock
from sync.settings import DistrictSettings, Settings
from sync.state import State
from templates import reading, writing
from templates.layout import Layout
from templates.workbook import day_of

OVERLAP = timedelta(minutes=10)
READ_ALL_UP_TO = 20


@dataclass
class RunResult:
    """What a run saw and did.

    ``standings`` are of the districts that were judged, ``told`` is what was last said of every one, judged now or
    before; ``guarded`` are those whose *Pairs* was not believed, ``differences`` what would be written where nothing
    is; ``failed`` names districts that could not be read or written, and why.
    """

    day: date
    new: list[str] = field(default_factory=list)
    counted: int = 0
    standings: list[DistrictStanding] = field(default_factory=list)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    unplaced: list[Submission] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    failed: dict[str, SyncError] = field(default_factory=dict)
    guarded: set[str] = field(default_factory=set)
    differences: dict[str, list[str]] = field(default_factory=dict)


def today_in(settings: Settings) -> date:
    """The day it is where the program is."""
    return datetime.now(settings.zone).date()


def run(
    settings: Settings,
    google: Google,
    state: State,
    day: date,
    only: str = "",
    read_all: bool = False,
    write: bool = True,
    say: Callable[[str], None] = lambda _: None,
    attended: bool = True,
    accept: bool = False,
    differ: bool = False,
) -> RunResult:
    """Run once as of a day. With ``write`` False nothing is written to Google.

    ``read_all`` reads every sheet, ``only`` one district's. Where somebody looks on (``attended``), all sheets of a
    program of up to 20 districts are read, since Drive tells of edits minutes late; otherwise those that Drive says
    were touched, and only districts of which something is new are judged: an answer, an edit, or the day. ``accept``
    believes a *Pairs* that lost many pairs at once; ``differ`` says what would be written.
    """
    lock = lockfile.load(settings.lock_path)
    wanted = [settings.district(only)] if only else list(settings.districts)
    if not lock.form:
        raise ConfigurationError("Nothing is provisioned yet. Run `sync provision` first.")
    result = RunResult(day)
    for each in wanted:
        if each.key not in lock.sheets:
            result.failed[each.key] = ConfigurationError(f"{each.name} has no sheet yet. Run `sync provision`.")
    say("answers")
    _fetch_answers(settings, google, state, lock, read_all, result)
    _fetch_touched(google, state, lock)
    here = {each.key: each for each in wanted if each.key in lock.sheets}
    look = read_all or bool(only) or (attended and len(wanted) <= READ_ALL_UP_TO)
    touched = state.touched()
    observed: dict[str, District] = {}
    for key, each in here.items():
        if look or key in touched or not state.has_grids(key):
            say(each.name)
            if read_all:
                state.keep_written(key, None)  # read back what the tool's own tabs hold, too
            try:
                observed[key] = _observe(settings, google, state, lock, each, day, accept, write, result)
            except SyncError as error:
                result.failed[key] = error
    _place(settings, state, result)
    marks = {key: _mark(settings, each, day) for key, each in here.items() if key not in result.failed}
    due = set(marks) if look or not write else state.due(marks)
    result.told = {key: told for key, told in state.told().items() if key in here}
    result.new = state.untold(set(here) - set(result.failed), others=not only)
    fresh = set(result.new)
    for key in (k for k in here if k in due):
        district = observed.get(key) or _describe(settings, state, lock, here[key], day, state.grids(key))
        standing = judge(district, state.answers(key), day)
        result.standings.append(standing)
        result.told[key] = _told(standing)
        result.counted += sum(o.counted for o in standing.outcomes if o.submission.id in fresh)
        if differ:
            result.differences[key] = _differences(settings, google, state, lock, standing)
        if write:
            say(district.name)
            try:
                if _write(settings, google, state, lock, standing):
                    result.changed.add(key)
                state.settle(key, marks[key], result.told[key])
            except SyncError as error:
                result.failed[key] = error
    if write:
        done = {s.district.key for s in result.standings} - set(result.failed)
        with state.writing():
            state.tell(state.untold(done, others=not only))
    if len(result.failed) == len(wanted) and result.failed:
        raise next(iter(result.failed.values()))
    return result


def _mark(settings: Settings, district: DistrictSettings, day: date) -> str:
    """All that a judgement rests on besides what is in the state: the day, the settings, and this program."""
    said = (day.isoformat(), district, settings.file.form, settings.file.program.time_zone, version("making-time"))
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _told(standing: DistrictStanding) -> dict[str, Any]:
    """What a run says of a district, to be said again while nothing is new."""
    return {
        "name": standing.district.name,
        "headline": writing.headline(standing),
        "questions": list(standing.questions),
        "status": {status.value: number for status, number in standing.counts.items()},
    }


# -- reading --------------------------------------------------------------------------------------------------


def _fetch_answers(
    settings: Settings, google: Google, state: State, lock: Lock, read_all: bool, result: RunResult
) -> None:
    """Read the answers sent since the last run, with an overlap; all of them once a day.

    The daily reading finds answers that came to light late, and those deleted in the form. Answers that could not
    be read are tried again each time.
    """
    watermark = state.watermark()
    listing = read_all or watermark is None or state.meta("listed") != result.day.isoformat()
    form, keys = sheet.form_of(settings), [d.key for d in settings.districts]
    since = None if listing or watermark is None else watermark - OVERLAP
    responses = {r["responseId"]: r for r in google.forms.responses(lock.form, since)}
    known = state.known(responses)
    newest = watermark
    with state.writing():
        if listing:
            state.keep_only(responses)
            state.set_meta("listed", result.day.isoformat())
        for response in [*responses.values(), *(r for r in state.unreadable() if r["responseId"] not in responses)]:
            sent = submissions.sent(response)
            if known.get(response["responseId"]) == sent and not read_all:
                newest = max(filter(None, [newest, sent]))
                continue
            answer = submissions.read(response, form, settings.zone)
            if isinstance(answer, Problem):
                result.unreadable.append(str(answer))
                state.keep_unreadable(response["responseId"], response)
                continue
            state.readable(answer.id)
            newest = max(filter(None, [newest, sent]))
            state.keep(answer, district_of(answer.pair_text, "", keys, {}))
        if newest:
            state.set_meta("watermark", newest.isoformat())


def _fetch_touched(google: Google, state: State, lock: Lock) -> None:
    """Ask Drive whose sheets were touched; the token moves on in the same transaction."""
    token = state.meta("changes_token")
    keys = {s.id: key for key, s in lock.sheets.items()}
    ids, following = google.drive.changed(token) if token else (set(keys), google.drive.start_token())
    with state.writing():
        state.touch(keys[i] for i in ids if i in keys)
        state.set_meta("changes_token", following)


def _observe(
    settings: Settings,
    google: Google,
    state: State,
    lock: Lock,
    district: DistrictSettings,
    day: date,
    accept: bool,
    write: bool,
    result: RunResult,
) -> District:
    """Read a district's sheet; one with a tab that cannot be believed is read again by every run until it is mended.

    What is accepted only to see what would change (``accept`` without ``write``) is not kept.
    """
    own = lock.sheets[district.key]
    layout = sheet.layout_of(district, own.pairs)
    remembered = state.grids(district.key)
    fresh, problems = _read_people(google, layout, own.id)
    if not accept and (guarded := reading.lost_pairs(layout, fresh, remembered)):
        fresh = {key: grid for key, grid in fresh.items() if key != "pairs"}
        problems.append(guarded)
        result.guarded.add(district.key)
    grids, lost = reading.usable(layout, fresh, remembered)
    problems += lost
    if unknown := [t.title for t in layout.people if t.key not in grids]:
        raise SyncError(
            f"{district.name}: {', '.join(unknown)} cannot be read, and was never read before. "
            + " ".join(str(p) for p in problems)
        )
    if state.written(district.key) is None:
        _learn(google, state, layout, own.id, district.key)
    keep = write or not accept
    if keep:
        with state.writing():
            state.keep_grids(district.key, grids)
            state.was_read(district.key, again=bool(problems))
    return _describe(settings, state, lock, district, day, grids, problems, keep)


def _describe(
    settings: Settings,
    state: State,
    lock: Lock,
    district: DistrictSettings,
    day: date,
    grids: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    keep: bool = True,
) -> District:
    """A district as its people's tabs describe it; the pairs that are believed by it are kept."""
    base = District(
        district.key,
        district.name,
        sheet.calendar_of(district),
        strict=settings.file.form.strict,
        problems=tuple(problems),
        schools=district.schools,
    )
    believed = state.pairs(district.key)
    before = replace(base, roster=Roster(tuple(believed.values())))
    with_meetings = frozenset(take_in(before, state.answers(district.key), day).meetings)
    layout = sheet.layout_of(district, lock.sheets[district.key].pairs)
    found = reading.read(layout, grids, base, believed, with_meetings, day)
    if keep:
        with state.writing():
            state.keep_pairs(district.key, found.pairs)
    return found


def _read_people(google: Google, layout: Layout, spreadsheet: str) -> tuple[Mapping[str, Any], list[Problem]]:
    """All people's tabs in one call; a tab that was removed is a Problem, and the others are read without it."""
    tabs = {t.key: t.id for t in layout.people}
    try:
        return google.sheets.read(spreadsheet, tabs), []
    except GoogleError as error:
        if error.code != 400:
            raise
    here = {s["properties"]["sheetId"] for s in google.sheets.metadata(spreadsheet)["sheets"]}
    gone = [t for t in layout.people if t.id not in here]
    problems = [
        Problem(
            f"the tab {t.title}",
            "it was deleted; what it said when last read still holds",
            "Undo the deletion (Edit, Undo), or ask your admin to run `sync provision`, which prints it again",
        )
        for t in gone
    ]
    kept = {key: sheet_id for key, sheet_id in tabs.items() if sheet_id in here}
    return google.sheets.read(spreadsheet, kept) if kept else {}, problems


def _learn(google: Google, state: State, layout: Layout, spreadsheet: str, key: str) -> None:
    """Read back what the tool's own tabs hold: after a lost state, or a write whose end was not seen."""
    tool = {t.key: t.id for t in layout.tabs if t.of_tool}
    written = writing.learned(layout, google.sheets.read(spreadsheet, tool))
    state.keep_written(key, written)
    state.stir([key])
    if not state.pairs(key):
        remembered = writing.remembered_pairs(layout, written)
        state.keep_pairs(key, (_remembered(key, number, row) for number, row in remembered.items()))


def _remembered(key: str, number: int, row: Mapping[str, Any]) -> Pair:
    people = [
        Person(str(row[who]), (str(row[f"{who}_email"]),) if row[f"{who}_email"] else ())
        for who in ("mentor", "mentee")
    ]
    seen = day_of(row["seen"]) if isinstance(row["seen"], int) else None
    return Pair(key, number, people[0], people[1], str(row["school"] or ""), seen=seen)


def _place(settings: Settings, state: State, result: RunResult) -> None:
    """Put every answer to its district, by its code, else by the one roster that knows its sender.

    What is known is looked at again only when the districts or the addresses on their rosters have changed (a change of
    addresses empties the mark).
    """
    keys = [d.key for d in settings.districts]
    routes = " ".join(keys)
    again = state.meta("routes") != routes
    waiting = state.senders(unplaced=not again)
    if waiting:
        at: dict[str, set[str]] = {}
        for key in keys:
            for pair in state.pairs(key).values():
                for address in (*pair.mentor.addresses, *pair.mentee.addresses):
                    at.setdefault(address, set()).add(key)
        with state.writing():
            for response_id, text, email, now in waiting:
                fits = district_of(text, email, keys, at)
                if fits != now:
                    state.put(response_id, fits)
    if again:
        with state.writing():
            state.set_meta("routes", routes)
    result.unplaced = state.answers(None)


# -- writing --------------------------------------------------------------------------------------------------


def _write(settings: Settings, google: Google, state: State, lock: Lock, standing: DistrictStanding) -> bool:
    """Write the rows that differ in one atomic batch; says whether there was anything to write.

    What the sheet holds is forgotten before the write and kept after it: a run that is killed in between finds
    nothing kept and reads the tabs back, so no row is ever written twice.
    """
    key = standing.district.key
    own = lock.sheets[key]
    layout = sheet.layout_of(settings.district(key), own.pairs)
    before = state.written(key)
    if before is None:
        _learn(google, state, layout, own.id, key)
        before = state.written(key)
    assert before is not None
    after = writing.wanted(layout, standing, settings.zone)
    requests = writing.changes(layout, before, after)
    if not requests:
        return False
    state.keep_written(key, None)
    google.sheets.update(own.id, requests)
    state.keep_written(key, after)
    return True


def _differences(settings: Settings, google: Google, state: State, lock: Lock, standing: DistrictStanding) -> list[str]:
    """What a run would change in the tool's tabs of a district, row by row."""
    own = lock.sheets[standing.district.key]
    layout = sheet.layout_of(settings.district(standing.district.key), own.pairs)
    before = state.written(standing.district.key)
    if before is None:
        tool = {t.key: t.id for t in layout.tabs if t.of_tool}
        before = writing.learned(layout, google.sheets.read(own.id, tool))
    return list(writing.differences(layout, before, writing.wanted(layout, standing, settings.zone)))


def pair_of(settings: Settings, code: str) -> tuple[str, int]:
    """The district and the number of a code such as ``WES-12``, in any case. Raises ConfigurationError."""
    keys = [d.key for d in settings.districts]
    for key, number in codes_in(code, keys):
        return key, number
    raise ConfigurationError(
        f"{code!r} is no pair's code. Write it as {keys[0]}-12; the codes stand in Status and Pairs."
    )


def sentence(answer: Submission, settings: Settings) -> str:
    """An answer that fits no district, without its sender."""
    sent = answer.submitted.astimezone(settings.zone)
    said = f"names “{answer.pair_text[:40]}”" if answer.pair_text else "names no pair"
    return f"an answer sent {sent:%b} {sent.day} at {sent:%H:%M} {said}, and its sender is on no roster"
