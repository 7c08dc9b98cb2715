"""One run: read what is new, judge every pair, write what differs."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial
from importlib.metadata import version
from typing import Any

from sync.core.annual import Asking, due
from sync.core.codes import codes_in
from sync.core.feedback import Opinion
from sync.core.judge import DistrictStanding, judge
from sync.core.model import Submission
from sync.core.rollup import figures_of, packed
from sync.errors import ConfigurationError, SyncError, TryLater
from sync.google.clients import Google, Spent
from sync.google.sheets import Tabs
from sync.program import annual_questions
from sync.program.opened import Program
from sync.program.settings import DistrictSettings, Settings
from sync.run import meeting_log, other_forms, program_sheets
from sync.run.district_sheets import (
    Look,
    Observed,
    describe,
    edited,
    fetch_touched,
    look,
    look_into_the_trash,
    observe,
    to_read,
)
from sync.state.shards import WHOLE, Shard
from sync.state.store import State
from templates import changes, differences, read_back, status_rows, writing
from templates.program import Done
from templates.wire import letter
from templates.written import Written

READ_ALL_UP_TO = 20
# More sheets than these are read and written by several threads.
MANY = 10
# People may write while a run does, and an answer of Google's may be lost: what they
# wrote is judged, and what was lost is looked up and written, in the same run, so many
# times at most.
ROUNDS = 3
# Seconds before a write whose answer was lost is looked up.
LATE = 5.0
# Who is told how a run goes on: what is done now, and where that is so, how many of how
# many are done.
Say = Callable[..., None]
log = logging.getLogger(__name__)


@dataclass
class RunResult:
    """What a run saw and did.

    ``standings`` are of the districts that were judged (if they were asked for),
    ``told`` is what was last said of every one, judged now or before; ``guarded`` are
    those whose *Pairs* was not believed, ``gone`` says that many answers vanished at
    once, ``differences`` what would be written where nothing is; ``failed`` names
    districts that could not be read or written, and why, ``notices`` say what else was
    left; ``heard`` is how many new answers each further form had.
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
    gone: str = ""
    notices: list[str] = field(default_factory=list)
    heard: Counter[str] = field(default_factory=Counter)


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
    say: Say = lambda *_: None,
    attended: bool = True,
    accept: bool = False,
    differ: bool = False,
    shard: Shard = WHOLE,
    keep: bool = True,
) -> RunResult:
    """Run once as of a day. With ``write`` False nothing is written to Google.

    ``read_all`` reads every sheet, ``only`` one district's, ``shard`` those of one.
    Where somebody looks on (``attended``), all sheets of a program of up to 20
    districts are read, since Drive tells of edits minutes late; otherwise those that
    Drive says were touched, and only districts of which something is new are judged: an
    answer, an edit, or the day. ``accept`` believes a *Pairs* that lost many pairs at
    once; ``differ`` says what would be written; without ``keep`` standings are not
    handed on, so that memory does not grow with the program.
    """
    begun = time.monotonic()
    program = Program(settings, google, state)
    wanted = (
        [settings.district(only)]
        if only
        else [d for d in settings.districts if shard.has(d.key)]
    )
    this = _Run(program, day, wanted, write, say, accept, differ, keep)
    say("answers")
    fetched = meeting_log.fetch(program, day, read_all, accept and write)
    this.result.unreadable, this.result.gone = fetched.unreadable, fetched.guarded
    fetch_touched(program)
    look_into_the_trash(program)
    for key in program.state.notes.trashed & set(this.here):
        this.result.failed[key] = SyncError(
            f"{program.district(key).name}'s sheet is in the trash. Restore it in Drive, and run `sync run` again."
        )
    look_all = read_all or bool(only) or (attended and len(wanted) <= READ_ALL_UP_TO)
    touched = bool(state.to_do.to_read())
    this.read(look_all)
    meeting_log.place(program)
    result, others = this.result, not only and not shard.place
    result.unplaced = state.answers.of(None) if others else []
    result.new = state.answers.unreported(set(this.here) - set(result.failed), others)
    heard = other_forms.fetch(
        program, day, read_all, look_all, touched or bool(result.new), accept and write
    )
    result.heard, result.notices = heard.new, heard.troubles
    result.gone = " ".join(filter(None, [result.gone, *heard.guarded]))
    this.judge(look_all or not write)
    if write:
        with state.writing():
            news = state.answers.unreported(this.done, others)
            state.answers.mark_reported(news)
            if news:
                state.notes.recount()
            state.notes.ran = datetime.now(UTC).isoformat()
        if others:
            this.overview(read_all)
    this.report(time.monotonic() - begun)
    if this.mistakes:
        raise this.mistakes[0]
    if result.failed and len(result.failed) == len(wanted):
        raise next(iter(result.failed.values()))
    return result


class _Run:
    """One run under way: what it is for, and what it has done so far."""

    def __init__(
        self,
        program: Program,
        day: date,
        wanted: Sequence[DistrictSettings],
        write: bool,
        say: Say,
        accept: bool,
        differ: bool,
        keep: bool,
    ) -> None:
        self.program, self.state, self.day = program, program.state, day
        self.write, self.say, self.accept, self.differ, self.keep = (
            write,
            say,
            accept,
            differ,
            keep,
        )
        self.result = RunResult(day)
        self.here = [d.key for d in wanted if d.key in program.lock.sheets]
        for each in wanted:
            if each.key not in program.lock.sheets:
                self.result.failed[each.key] = ConfigurationError(
                    f"{each.name} has no sheet yet. Run `sync provision`."
                )
        self.observed: dict[str, Observed] = {}
        self.deeds: dict[str, Deed] = {}
        self.done: set[str] = set()
        self.lost: dict[str, SyncError] = {}
        self.mistakes: list[Exception] = []
        self.counted: dict[str, int] = {}
        self.standings: dict[str, DistrictStanding] = {}

    # -- reading -----------------------------------------------------------------------

    def read(self, everything: bool) -> None:
        """Read the sheets that must be read, and keep what is believed of them."""
        here = [key for key in self.here if key not in self.result.failed]
        self._read(to_read(self.program, here, everything))

    def _read(self, keys: Sequence[str]) -> None:
        def jobs() -> Iterator[tuple[str, Callable[[], Look]]]:
            for key in keys:
                yield (
                    key,
                    partial(
                        look, self.program, key, self.state.to_do.reading_marks(key)
                    ),
                )

        with closing(self.program.google.each(jobs(), len(keys) > MANY)) as looks:
            for number, (key, found, spent) in enumerate(looks, 1):
                self.say(f"read {self.program.district(key).name}", number, len(keys))
                self._deed(key, spent).read = True
                self._observe(key, found)

    def _fail(self, key: str, error: Exception) -> None:
        """A district cannot be done; the others are. A mistake of our own is raised
        when they are.
        """
        if not isinstance(error, SyncError):
            self.mistakes.append(error)
            error = SyncError(
                f"{self.program.district(key).name} could not be done by a mistake of this program's."
            )
        self.result.failed[key] = error

    def _observe(self, key: str, found: Look | Exception) -> None:
        """Keep what is believed of a sheet that was just seen."""
        if isinstance(found, Exception):
            self._fail(key, found)
            self.state.sheets.mark_uncertain(
                key
            )  # so the next run reads it, and it takes no place of those unseen
            return
        try:
            # A look keeps nothing; but where nothing is known yet, there is nothing to
            # put answers to their pairs by.
            keep = self.write or not self.state.sheets.knows(key)
            self.observed[key] = observe(
                self.program, key, found, self.day, self.accept, keep
            )
            if self.observed[key].guarded:
                self.result.guarded.add(key)
        except Exception as error:
            self._fail(key, error)

    # -- judging and writing -----------------------------------------------------------

    def judge(self, everything: bool) -> None:
        """Judge every district of which something is new (or all), and write what
        differs.

        What people wrote between the reading and the write comes back with the write:
        it is judged and written too.
        """
        marks = {
            key: _mark(self.program, key, self.day)
            for key in self.here
            if key not in self.result.failed
        }
        due = set(marks) if everything else self.state.judgements.due(marks)
        told = self.state.judgements.last_summaries()
        self.result.told = {key: told[key] for key in self.here if key in told}
        for _ in range(ROUNDS):
            edits, lost = self._judge(due, marks)
            if not edits and not lost:
                break
            for key, found in edits.items():
                self._observe(key, found)
            if lost:  # Google may still be at it
                self.program.google.pace.clock.sleep(LATE)
            self._read(list(lost))
            meeting_log.place(self.program)
            due = self.state.judgements.due(
                {
                    key: mark
                    for key, mark in marks.items()
                    if key not in self.result.failed
                }
            )
        self.result.failed |= lost
        self.result.counted = sum(self.counted.values())
        self.result.standings = list(self.standings.values())

    def _judge(
        self, due: Collection[str], marks: Mapping[str, str]
    ) -> tuple[dict[str, Look], dict[str, SyncError]]:
        """Judge and write some districts; gives what people wrote meanwhile, and the
        writes whose end was not seen.
        """
        fresh, edits, lost = (
            set(self.result.new),
            dict[str, Look](),
            dict[str, SyncError](),
        )
        order = [key for key in self.here if key in due]
        pending: dict[str, _Change] = {}

        def jobs() -> Iterator[tuple[str, Callable[[], Tabs | None]]]:
            for key in order:
                try:
                    change = self._change(key, fresh)
                except Exception as error:
                    self._fail(key, error)
                    continue
                if change is None:
                    continue
                if not change.requests:
                    if key in self.lost:  # it was written after all
                        self.result.changed.add(key)
                    self._settle(key, marks[key], change)
                    continue
                pending[key] = change
                self.state.sheets.mark_uncertain(key)
                yield (
                    key,
                    partial(
                        _send,
                        self.program,
                        key,
                        change.requests,
                        self.state.sheets.titles(key),
                    ),
                )

        with closing(self.program.google.each(jobs(), len(order) > MANY)) as writes:
            for number, (key, found, spent) in enumerate(writes, 1):
                self.say(f"write {self.program.district(key).name}", number, len(order))
                change = pending.pop(key)
                deed = self._deed(key, spent)
                if isinstance(found, TryLater):
                    self.lost[key] = lost[key] = found
                    continue
                if isinstance(found, Exception):
                    self._fail(key, found)
                    continue
                deed.changes += len(change.requests)
                self.result.changed.add(key)
                layout = self.program.layout(key)
                certain = found is None or read_back.came_out(
                    layout, change.after, found.grids
                )
                seen = edited(self.program, key, found) if found else None
                # In one transaction with what was written: a run that ends here leaves
                # the edit to be read.
                again = found is None or bool(seen)
                looked = None if again else self.program.google.pace.clock.now()
                self.state.sheets.keep_written(
                    key, change.after, change.before, certain, again, looked
                )
                if not certain:
                    self.lost[key] = lost[key] = TryLater(
                        f"{self.program.district(key).name}: Status and Log did not come out as they were written. Run `sync run` again."
                    )
                    continue
                self._settle(key, marks[key], change)
                if seen:
                    edits[key] = seen
        return edits, lost

    def _change(self, key: str, fresh: Collection[str]) -> _Change | None:
        """Judge one district: what its tabs hold, what they ought to hold, and what is
        said of it.
        """
        times = self.state.to_do.judging_marks(key)
        observed = self.observed.get(key) or Observed()
        described = describe(self.program, key, self.day, observed, keep=self.write)
        standing = judge(described, self.state.answers.of(key), self.day)
        self._deed(key).judged = True
        self.result.told[key] = _told(standing)
        self.counted[key] = sum(
            o.counted for o in standing.outcomes if o.submission.id in fresh
        )
        if self.keep:
            self.standings[key] = standing
        if not (self.write or self.differ):
            return None
        layout = self.program.layout(key)
        before = observed.written or self.state.sheets.written(key)
        if before is None:
            tool = {t.key: t.id for t in layout.tabs if t.of_tool}
            before = read_back.learned(
                layout,
                self.program.google.sheets.read(self.program.spreadsheet(key), tool),
            )
        report = (
            annual_questions.items(standing, self.asking, self.opinions)
            if due(standing)
            else ()
        )
        after = writing.wanted(layout, standing, self.program.settings.zone, report)
        if self.day not in standing.district.calendar.days_of():
            after = writing.but_for_the_day(before, after)
        if self.differ:
            self.result.differences[key] = list(
                differences.differences(layout, before, after)
            )
        if not self.write:
            return None
        return _Change(
            before,
            after,
            changes.changes(layout, before, after),
            times,
            packed(figures_of(standing)),
        )

    @cached_property
    def asking(self) -> Asking:
        """What the state asks for at the end of the year."""
        return annual_questions.asking_of(self.program.settings)

    @cached_property
    def opinions(self) -> list[Opinion]:
        """What everybody said in the feedback form."""
        return other_forms.opinions(self.program)

    def _settle(self, key: str, mark: str, change: _Change) -> None:
        self.state.judgements.finish(
            key, mark, self.result.told[key], change.figures, change.times
        )
        self.done.add(key)

    def overview(self, everything: bool) -> None:
        """Write the program's own sheets, if anything changed or nobody did today, or
        if all is to be read.
        """
        result, state = self.result, self.state
        undone, told = " ".join(sorted(result.failed)), state.notes.failed
        # A district that fails run after run is told of once, and once a day.
        news = bool(result.changed or result.new or (undone and undone != told))
        if everything or program_sheets.due(self.program, self.day, news):
            done = Done(
                datetime.now(self.program.settings.zone),
                len(result.new),
                len(result.changed),
                sorted(result.failed),
                self.program.google.pace.calls.total(),
                result.heard[other_forms.PLANNING],
                result.heard[other_forms.FEEDBACK],
            )
            troubles = program_sheets.write(self.program, self.day, done, everything)
            result.notices += troubles
            undone = told if troubles else undone
        if undone != told:
            with state.writing():
                state.notes.failed = undone

    # -- the log -----------------------------------------------------------------------

    def _deed(self, key: str, spent: Spent | None = None) -> Deed:
        deed = self.deeds.setdefault(key, Deed())
        if spent:
            deed.calls += spent.calls
            deed.seconds += spent.seconds
        return deed

    def report(self, seconds: float) -> None:
        """Log what was done, a record for each district and one for the run; no names
        of people, no addresses.
        """
        pace, result = self.program.google.pace, self.result
        for key, deed in self.deeds.items():
            told = result.told.get(key, {})
            log.info(
                "district",
                extra={
                    "data": {
                        "district": key,
                        "read": deed.read,
                        "judged": deed.judged,
                        "written": key in result.changed,
                        "changes": deed.changes,
                        "status": told.get("status", {}),
                        "questions": len(told.get("questions", ())),
                        "guarded": key in result.guarded,
                        "failed": key in result.failed,
                        "calls": dict(deed.calls),
                        "seconds": round(deed.seconds, 3),
                    }
                },
            )
        log.info(
            "run",
            extra={
                "data": {
                    "as_of": self.day.isoformat(),
                    "districts": len(self.here),
                    "judged": sum(d.judged for d in self.deeds.values()),
                    "written": len(result.changed),
                    "failed": sorted(result.failed),
                    "notices": len(result.notices),
                    "answers": len(result.new),
                    "calls": {
                        kind: number for kind, number in pace.calls.items() if number
                    },
                    "waited": round(pace.waited, 1),
                    "seconds": round(seconds, 3),
                }
            },
        )


@dataclass
class Deed:
    """What was done for one district: calls by kind and the seconds they took, and how
    many requests were written.
    """

    calls: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    read: bool = False
    judged: bool = False
    changes: int = 0


@dataclass(frozen=True)
class _Change:
    """What a district's tabs hold, what they ought to hold, how to get there; how often
    it had been stirred, and its figures.
    """

    before: Written
    after: Written
    requests: list[dict[str, Any]]
    times: int
    figures: dict[str, Any]


def _send(
    program: Program,
    key: str,
    requests: list[dict[str, Any]],
    titles: Mapping[str, str],
) -> Tabs | None:
    """Write a district's rows, in one atomic batch unless there are too many; gives how
    people's tabs stood right after.

    What the sheet holds is not certain from before the write until after it: a run that
    is killed in between reads the tabs back next time, so no row is ever written twice.
    """
    layout = program.layout(key)
    tabs = {t.key: t.id for t in layout.tabs}
    columns = {
        k: letter(layout.tab(k).place(column.key))
        for k, column in read_back.names(layout).items()
    }
    wanted = {
        k: title
        for k, title in titles.items()
        if k in columns or not layout.tab(k).of_tool
    }
    *first, last = changes.batches(requests)
    for batch in first:
        program.google.sheets.update(program.spreadsheet(key), batch)
    return program.google.sheets.update(
        program.spreadsheet(key), last, tabs, wanted, columns
    )


def _mark(program: Program, key: str, day: date) -> str:
    """All that a judgement rests on besides what is in the state: the day, the
    settings, and this program.
    """
    file = program.settings.file
    said = (
        day.isoformat(),
        program.district(key),
        file.form,
        file.program.time_zone,
        version("making-time"),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _told(standing: DistrictStanding) -> dict[str, Any]:
    """What a run says of a district, to be said again while nothing is new."""
    return {
        "name": standing.district.name,
        "headline": status_rows.headline(standing),
        "questions": list(standing.questions),
        "status": {status.value: number for status, number in standing.counts.items()},
    }


def pair_of(settings: Settings, code: str) -> tuple[str, int]:
    """The district and the number of a code such as ``WES-12``, in any case. Raises
    ConfigurationError.
    """
    keys = [d.key for d in settings.districts]
    for key, number in codes_in(code, keys):
        return key, number
    if (found := re.fullmatch(r"\s*([A-Za-z]\w*)[\s-]+\d+\s*", code)) and found.group(
        1
    ).upper() not in keys:
        raise ConfigurationError(
            f"There is no district {found.group(1).upper()}; there are {', '.join(keys)}."
        )
    raise ConfigurationError(
        f"{code!r} is no pair's code. Write it as {keys[0]}-12; the codes stand in Status and Pairs."
    )
