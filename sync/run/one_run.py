"""One run: read what is new, judge every pair, write what differs."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import UTC, date, datetime

from sync.errors import SyncError
from sync.program import preconditions
from sync.program.opened import Opened
from sync.program.settings import Settings
from sync.run import (
    day_guard,
    drive_feed,
    meeting_log,
    other_forms,
    program_sheets,
)
from sync.run.judging import Judging
from sync.run.options import RunOptions, Say, quiet
from sync.run.rare_collection import rare_collection
from sync.run.result import RunResult
from sync.run.sheets_read import SheetsRead
from sync.run.under_way import CurrentRun
from templates.program_rows import RunRow


def today_in(settings: Settings) -> date:
    """The day it is where the program is."""
    return datetime.now(settings.zone).date()


@rare_collection()
def run(
    opened: Opened,
    day: date,
    options: RunOptions | None = None,
    say: Say = quiet,
) -> RunResult:
    """Run once as of a day.

    Districts that fail are named in the result. Raises the first error where
    all failed, an error of this program's own, and Refused for a wrong clock.
    """
    begun = time.monotonic()
    options, program = options or RunOptions(), opened.program()
    if options.write:
        preconditions.check(program.begun, preconditions.TO_WRITE)
    this = CurrentRun(program, day, options, say)
    sheets = SheetsRead(this)
    judging = Judging(this, sheets)
    _fetch_answers(this)
    touched = _ask_drive(this)
    if this.options.write and not this.options.accept:
        day_guard.check_clock(this.program.google.pace)
    sheets.read_needed()
    _place_answers(this)
    _fetch_other_forms(this, touched)
    judging.judge()
    if this.options.write:
        _report_news(this, judging.done)
    pace, took = this.program.google.pace, time.monotonic() - begun
    this.work.report(this.result, len(this.here), pace, took)
    return _end(this)


# -- beginning ----------------------------------------------------------------


def _fetch_answers(this: CurrentRun) -> None:
    """Read what is new in the meeting log."""
    this.say("answers")
    fetched = meeting_log.fetch(
        this.program, this.day, this.options.read_all, this.accepts
    )
    this.result.unreadable = fetched.unreadable
    this.result.kept_answers = fetched.guarded


def _ask_drive(this: CurrentRun) -> bool:
    """Ask Drive which sheets people touched, and which lie in the trash.

    Gives whether any sheet must be read.
    """
    drive_feed.fetch_touched(this.program)
    drive_feed.look_into_the_trash(this.program)
    for key in this.state.notes.trashed & set(this.here):
        this.result.failed[key] = SyncError(
            f"{this.name(key)}'s sheet is in the trash. Restore it in Drive, and run `sync run` again."
        )
    return bool(this.state.to_do.to_read())


def _place_answers(this: CurrentRun) -> None:
    """Put answers to their districts, and note which of them are new."""
    meeting_log.place(this.program)
    answers = this.state.answers
    if this.of_program:
        this.result.unplaced = answers.of(None)
    this.result.new = answers.unreported(set(this.going), this.of_program)


def _fetch_other_forms(this: CurrentRun, touched: bool) -> None:
    """Read what is new in the further forms, where that may matter."""
    result = this.result
    fetched_forms = other_forms.fetch(
        this.program,
        this.day,
        this.options.read_all,
        this.looks_at_all,
        touched or bool(result.new),
        this.accepts,
    )
    result.new_responses = fetched_forms.new
    result.notices = fetched_forms.troubles
    result.kept_answers = " ".join(
        filter(None, [result.kept_answers, *fetched_forms.guarded])
    )


# -- ending -------------------------------------------------------------------


def _report_news(this: CurrentRun, done: Collection[str]) -> None:
    """Note which answers were reported, and write the program's own sheets."""
    state = this.state
    with state.writing():
        news = state.answers.unreported(done, this.of_program)
        state.answers.mark_reported(news)
        if news:
            state.notes.recount()
        state.notes.ran = datetime.now(UTC).isoformat()
    if this.of_program:
        _write_program_sheets(this)


def _write_program_sheets(this: CurrentRun) -> None:
    """Write them if anything changed, nobody did today, or all is to be read."""
    result, notes = this.result, this.state.notes
    undone, before = " ".join(sorted(result.failed)), notes.failed
    # A district that fails run after run is reported once, and once a day.
    news = bool(result.changed or result.new or (undone and undone != before))
    everything = this.options.read_all
    if everything or program_sheets.due(this.program, this.day, news):
        done = RunRow(
            datetime.now(this.program.settings.zone),
            len(result.changed),
            sorted(result.failed),
            this.program.google.pace.calls.total(),
        )
        troubles = program_sheets.write(
            this.program, this.day, done, everything
        )
        result.notices += troubles
        undone = before if troubles else undone
    if undone != before:
        with this.state.writing():
            notes.failed = undone


def _end(this: CurrentRun) -> RunResult:
    """The result; a mistake of ours is raised, and an error that every
    district met.
    """
    failed = this.result.failed
    if this.mistakes:
        raise this.mistakes[0]
    if failed and len(failed) == len(this.wanted):
        raise next(iter(failed.values()))
    return this.result
