"""One run: read what is new, judge every pair, write what differs."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial

from sync.core.judge import DistrictStanding, judge
from sync.core.rollup import figures_of, packed
from sync.errors import ConfigurationError, SyncError, TryLater
from sync.google.sheets import Tabs
from sync.program.districts_file import DistrictSettings
from sync.program.opened import Opened, Program
from sync.program.settings import Settings
from sync.run import drive_feed, meeting_log, other_forms, program_sheets
from sync.run.district_change import Change, Tables, mark_of, send, summary_of
from sync.run.district_sheets import (
    Look,
    Observed,
    describe,
    edited,
    look,
    observe,
    to_read,
)
from sync.run.options import RunOptions, Say, quiet
from sync.run.result import RunResult, WorkLog
from templates import changes, differences, read_back
from templates.program import Done

READ_ALL_UP_TO = 20
# More sheets than these are read and written by several threads.
MANY = 10
# People may write while a run does, and an answer of Google's may be lost: what they
# wrote is judged, and what was lost is looked up and written, in the same run, so many
# times at most.
ROUNDS = 3
# Seconds before a write whose answer was lost is looked up.
LATE = 5.0


def today_in(settings: Settings) -> date:
    """The day it is where the program is."""
    return datetime.now(settings.zone).date()


def run(
    opened: Opened, day: date, options: RunOptions | None = None, say: Say = quiet
) -> RunResult:
    """Run once as of a day.

    Districts that fail are named in the result. Raises the first error where all did.
    """
    begun = time.monotonic()
    this = _Run(opened.program(), day, options or RunOptions(), say)
    this.fetch_answers()
    this.ask_drive()
    this.read_sheets()
    this.place_answers()
    this.fetch_other_forms()
    this.judge()
    if this.options.write:
        this.report_news()
    this.log(time.monotonic() - begun)
    return this.end()


@dataclass
class _Round:
    """One round of judging and writing.

    ``pending`` are the writes under way, ``edits`` what people wrote meanwhile, ``lost``
    the writes whose end was not seen.
    """

    pending: dict[str, Change] = field(default_factory=dict)
    edits: dict[str, Look] = field(default_factory=dict)
    lost: dict[str, SyncError] = field(default_factory=dict)


class _Run:
    """One run under way: what it is for, and what it has done so far."""

    def __init__(
        self, program: Program, day: date, options: RunOptions, say: Say
    ) -> None:
        self.program, self.state = program, program.state
        self.day, self.options, self.say = day, options, say
        self.result = RunResult(day)
        self.tables = Tables(program, day)
        self.work = WorkLog()
        self.here = [d.key for d in self.wanted if d.key in program.lock.sheets]
        for district in self.wanted:
            if district.key not in program.lock.sheets:
                text = f"{district.name} has no sheet yet. Run `sync provision`."
                self.result.failed[district.key] = ConfigurationError(text)
        self.observed: dict[str, Observed] = {}
        self.done: set[str] = set()
        self.lost: dict[str, SyncError] = {}
        self.mistakes: list[Exception] = []
        self.counted: dict[str, int] = {}
        self.standings: dict[str, DistrictStanding] = {}

    @cached_property
    def wanted(self) -> Sequence[DistrictSettings]:
        """The districts that the run is for."""
        settings, options = self.program.settings, self.options
        if options.only:
            return [settings.district(options.only)]
        return [d for d in settings.districts if options.shard.has(d.key)]

    @property
    def of_program(self) -> bool:
        """Whether what belongs to no district is this run's: one machine's does it."""
        return not self.options.only and not self.options.shard.place

    @cached_property
    def looks_at_all(self) -> bool:
        """Whether every sheet is read, whatever Drive names."""
        few = len(self.wanted) <= READ_ALL_UP_TO
        chosen = self.options.read_all or bool(self.options.only)
        return chosen or (self.options.attended and few)

    @property
    def _going(self) -> list[str]:
        """The districts that did not fail so far."""
        return [key for key in self.here if key not in self.result.failed]

    # -- reading -----------------------------------------------------------------------

    def fetch_answers(self) -> None:
        """Read what is new in the meeting log."""
        self.say("answers")
        accept = self.options.accept and self.options.write
        fetched = meeting_log.fetch(
            self.program, self.day, self.options.read_all, accept
        )
        self.result.unreadable = fetched.unreadable
        self.result.gone = fetched.guarded

    def ask_drive(self) -> None:
        """Ask Drive which sheets people touched, and which lie in the trash."""
        drive_feed.fetch_touched(self.program)
        drive_feed.look_into_the_trash(self.program)
        for key in self.state.notes.trashed & set(self.here):
            name = self.program.district(key).name
            self.result.failed[key] = SyncError(
                f"{name}'s sheet is in the trash. Restore it in Drive, and run `sync run` again."
            )
        self.touched = bool(self.state.to_do.to_read())

    def read_sheets(self) -> None:
        """Read the sheets that must be read, and keep what is believed of them."""
        self._read(to_read(self.program, self._going, self.looks_at_all))

    def _read(self, keys: Sequence[str]) -> None:
        def jobs() -> Iterator[tuple[str, Callable[[], Look]]]:
            for key in keys:
                marks = self.state.to_do.reading_marks(key)
                yield key, partial(look, self.program, key, marks)

        with closing(self.program.google.each(jobs(), len(keys) > MANY)) as looks:
            for number, (key, found, spent) in enumerate(looks, 1):
                self.say(f"read {self.program.district(key).name}", number, len(keys))
                self.work.of(key, spent).read = True
                self._observe(key, found)

    def _observe(self, key: str, found: Look | Exception) -> None:
        """Keep what is believed of a sheet that was just seen."""
        if isinstance(found, Exception):
            self._fail(key, found)
            # So the next run reads it, and it takes no place of those long unseen.
            self.state.sheets.mark_uncertain(key)
            return
        # A look keeps nothing; but where nothing is known yet, there is nothing to put
        # answers to their pairs by.
        keep = self.options.write or not self.state.sheets.knows(key)
        try:
            observed = observe(
                self.program, key, found, self.day, self.options.accept, keep
            )
        except Exception as error:
            self._fail(key, error)
            return
        self.observed[key] = observed
        if observed.guarded:
            self.result.guarded.add(key)

    def _fail(self, key: str, error: Exception) -> None:
        """A district cannot be done; the others are, before a mistake of ours is raised."""
        if not isinstance(error, SyncError):
            self.mistakes.append(error)
            name = self.program.district(key).name
            error = SyncError(
                f"{name} could not be done by a mistake of this program's."
            )
        self.result.failed[key] = error

    def place_answers(self) -> None:
        """Put answers to their districts, and note which of them are new."""
        meeting_log.place(self.program)
        answers = self.state.answers
        if self.of_program:
            self.result.unplaced = answers.of(None)
        self.result.new = answers.unreported(set(self._going), self.of_program)

    def fetch_other_forms(self) -> None:
        """Read what is new in the further forms, where that may matter."""
        options = self.options
        heard = other_forms.fetch(
            self.program,
            self.day,
            options.read_all,
            self.looks_at_all,
            self.touched or bool(self.result.new),
            options.accept and options.write,
        )
        self.result.new_responses = heard.new
        self.result.notices = heard.troubles
        gone = [self.result.gone, *heard.guarded]
        self.result.gone = " ".join(filter(None, gone))

    # -- judging and writing -----------------------------------------------------------

    def judge(self) -> None:
        """Judge every district of which something is new (or all), and write it.

        What people wrote between the reading and the write comes back with the write:
        it is judged and written too.
        """
        judgements = self.state.judgements
        marks = {key: mark_of(self.program, key, self.day) for key in self._going}
        everything = self.looks_at_all or not self.options.write
        due = set(marks) if everything else judgements.due(marks)
        known = judgements.last_summaries()
        self.result.summaries = {key: known[key] for key in self.here if key in known}
        lost: dict[str, SyncError] = {}
        for _ in range(ROUNDS):
            done = self._judge(due, marks)
            lost = done.lost
            if not done.edits and not lost:
                break
            for key, found in done.edits.items():
                self._observe(key, found)
            if lost:  # Google may still be at it
                self.program.google.pace.clock.sleep(LATE)
            self._read(list(lost))
            meeting_log.place(self.program)
            due = judgements.due({key: marks[key] for key in self._going})
        self.result.failed |= lost
        self.result.counted = sum(self.counted.values())
        self.result.standings = list(self.standings.values())

    def _judge(self, due: Collection[str], marks: Mapping[str, str]) -> _Round:
        """Judge and write some districts."""
        this, fresh = _Round(), set(self.result.new)
        order = [key for key in self.here if key in due]

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
                    self._finish(key, marks[key], change)
                    continue
                this.pending[key] = change
                self.state.sheets.mark_uncertain(key)
                titles = self.state.sheets.titles(key)
                yield key, partial(send, self.program, key, change.requests, titles)

        with closing(self.program.google.each(jobs(), len(order) > MANY)) as writes:
            for number, (key, answer, spent) in enumerate(writes, 1):
                self.say(f"write {self.program.district(key).name}", number, len(order))
                work = self.work.of(key, spent)
                if isinstance(answer, TryLater):
                    self.lost[key] = this.lost[key] = answer
                elif isinstance(answer, Exception):
                    self._fail(key, answer)
                else:
                    work.changes += len(this.pending[key].requests)
                    self._written(this, key, answer, marks[key])
                del this.pending[key]
        return this

    def _change(self, key: str, fresh: Collection[str]) -> Change | None:
        """Judge one district; None where nothing is to be written."""
        options = self.options
        times = self.state.to_do.judging_marks(key)
        observed = self.observed.get(key) or Observed()
        described = describe(self.program, key, self.day, observed, options.write)
        standing = judge(described, self.state.answers.of(key), self.day)
        self.work.of(key).judged = True
        self.result.summaries[key] = summary_of(standing)
        counted = (o.submission.id for o in standing.outcomes if o.counted)
        self.counted[key] = sum(each in fresh for each in counted)
        if options.keep:
            self.standings[key] = standing
        if not (options.write or options.differ):
            return None
        before = observed.written or self.tables.before(key)
        after = self.tables.after(key, standing, before)
        layout = self.program.layout(key)
        if options.differ:
            differing = differences.differences(layout, before, after)
            self.result.differences[key] = list(differing)
        if not options.write:
            return None
        requests = changes.changes(layout, before, after)
        figures = packed(figures_of(standing))
        return Change(before, after, requests, times, figures)

    def _written(self, this: _Round, key: str, answer: Tabs | None, mark: str) -> None:
        """Keep what a district's tabs hold after a write, and what people wrote."""
        change, layout = this.pending[key], self.program.layout(key)
        self.result.changed.add(key)
        certain = answer is None or read_back.came_out(
            layout, change.after, answer.grids
        )
        seen = edited(self.program, key, answer) if answer else None
        # In one transaction with what was written: a run that ends here leaves the edit
        # to be read.
        again = answer is None or seen is not None
        moment = None if again else self.program.google.pace.clock.now()
        self.state.sheets.keep_written(
            key, change.after, change.before, certain, again, moment
        )
        if not certain:
            name = self.program.district(key).name
            self.lost[key] = this.lost[key] = TryLater(
                f"{name}: Status and Log did not come out as they were written. Run `sync run` again."
            )
            return
        self._finish(key, mark, change)
        if seen is not None:
            this.edits[key] = seen

    def _finish(self, key: str, mark: str, change: Change) -> None:
        summary = self.result.summaries[key]
        self.state.judgements.finish(key, mark, summary, change.figures, change.marks)
        self.done.add(key)

    # -- ending ------------------------------------------------------------------------

    def report_news(self) -> None:
        """Note which answers were reported, and write the program's own sheets."""
        state = self.state
        with state.writing():
            news = state.answers.unreported(self.done, self.of_program)
            state.answers.mark_reported(news)
            if news:
                state.notes.recount()
            state.notes.ran = datetime.now(UTC).isoformat()
        if self.of_program:
            self._write_program_sheets()

    def _write_program_sheets(self) -> None:
        """Write them if anything changed, nobody did today, or all is to be read."""
        result, notes = self.result, self.state.notes
        undone, before = " ".join(sorted(result.failed)), notes.failed
        # A district that fails run after run is reported once, and once a day.
        news = bool(result.changed or result.new or (undone and undone != before))
        everything = self.options.read_all
        if everything or program_sheets.due(self.program, self.day, news):
            done = Done(
                datetime.now(self.program.settings.zone),
                len(result.new),
                len(result.changed),
                sorted(result.failed),
                self.program.google.pace.calls.total(),
                result.new_responses[other_forms.PLANNING],
                result.new_responses[other_forms.FEEDBACK],
            )
            troubles = program_sheets.write(self.program, self.day, done, everything)
            result.notices += troubles
            undone = before if troubles else undone
        if undone != before:
            with self.state.writing():
                notes.failed = undone

    def log(self, took: float) -> None:
        """Log what was done (``took`` in seconds)."""
        pace = self.program.google.pace
        self.work.report(self.result, len(self.here), pace, took)

    def end(self) -> RunResult:
        """The result; a mistake of ours is raised, and an error that every district met."""
        failed = self.result.failed
        if self.mistakes:
            raise self.mistakes[0]
        if failed and len(failed) == len(self.wanted):
            raise next(iter(failed.values()))
        return self.result
