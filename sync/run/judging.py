"""Judges and writes districts, in ROUNDS rounds at most while people write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from sync.core.judge import DistrictStanding, judge
from sync.core.rollup import figures_of, packed
from sync.errors import SyncError, TryLater
from sync.google.sheet_contents import Tabs
from sync.run import meeting_log
from sync.run.district_change import Change, Tables, mark_of, send, summary_of
from sync.run.district_sheets import Look, describe, edited
from sync.run.sheets_read import MANY, SheetsRead
from sync.run.under_way import CurrentRun
from templates import change_words, changes, read_back

# People may write while a run does, and an answer of Google's may be lost:
# what they wrote is judged, and what was lost is looked up and written, in the
# same run, so many times at most.
ROUNDS = 3
# Seconds before a write whose answer was lost is looked up.
LATE = 5.0


@dataclass
class _Round:
    """One round of judging and writing.

    ``pending`` are the writes under way, ``edits`` what people wrote
    meanwhile, ``lost`` the writes whose end was not seen.
    """

    pending: dict[str, Change] = field(default_factory=dict)
    edits: dict[str, Look] = field(default_factory=dict)
    lost: dict[str, SyncError] = field(default_factory=dict)


class Judging:
    """The districts of one run, judged and written."""

    def __init__(self, this: CurrentRun, sheets: SheetsRead) -> None:
        self.this = this
        self.sheets = sheets
        self.tables = Tables(this.program, this.day)
        self.done: set[str] = set()
        self.lost: dict[str, SyncError] = {}
        self.counted: dict[str, int] = {}
        self.standings: dict[str, DistrictStanding] = {}

    def judge(self) -> None:
        """Judge every district of which something is new (or all), and write
        it.

        What people wrote between the reading and the write comes back with the
        write: it is judged and written too.
        """
        judgements = self.this.state.judgements
        marks = {
            key: mark_of(
                self.this.program, key, self.this.day, self.tables.ways
            )
            for key in self.this.going
        }
        everything = self.this.looks_at_all or not self.this.options.write
        due = set(marks) if everything else judgements.due(marks)
        known = judgements.last_summaries()
        self.this.result.summaries = {
            key: known[key] for key in self.this.here if key in known
        }
        lost: dict[str, SyncError] = {}
        for _ in range(ROUNDS):
            done = self._judge(due, marks)
            lost = done.lost
            if not done.edits and not lost:
                break
            for key, found in done.edits.items():
                self.sheets.observe(key, found)
            if lost:  # Google may still be at it
                self.this.program.google.pace.clock.sleep(LATE)
            self.sheets.read(list(lost))
            meeting_log.place(self.this.program)
            due = judgements.due({key: marks[key] for key in self.this.going})
        self.this.result.failed |= lost
        self.this.result.counted = sum(self.counted.values())
        self.this.result.standings = list(self.standings.values())

    def _judge(self, due: Collection[str], marks: Mapping[str, str]) -> _Round:
        """Judge and write some districts."""
        now, fresh = _Round(), set(self.this.result.new)
        order = [key for key in self.this.here if key in due]

        def jobs() -> Iterator[tuple[str, Callable[[], Tabs | None]]]:
            for key in order:
                try:
                    change = self._change(key, fresh)
                except Exception as error:
                    self.this.fail(key, error)
                    continue
                if change is None:
                    continue
                if not change.requests:
                    if key in self.lost:  # it was written after all
                        self.this.result.changed.add(key)
                    self._finish(key, marks[key], change)
                    continue
                now.pending[key] = change
                self.this.state.sheets.mark_uncertain(key)
                titles = self.this.state.sheets.titles(key)
                yield (
                    key,
                    partial(
                        send, self.this.program, key, change.requests, titles
                    ),
                )

        with closing(
            self.this.program.google.each(jobs(), len(order) > MANY)
        ) as writes:
            for number, (key, answer, spent) in enumerate(writes, 1):
                self.this.say(
                    f"write {self.this.program.district(key).name}",
                    number,
                    len(order),
                )
                work = self.this.work.of(key, spent)
                if isinstance(answer, TryLater):
                    self.lost[key] = now.lost[key] = answer
                elif isinstance(answer, Exception):
                    self.this.fail(key, answer)
                else:
                    work.changes += len(now.pending[key].requests)
                    self._written(now, key, answer, marks[key])
                del now.pending[key]
        return now

    def _change(self, key: str, fresh: Collection[str]) -> Change | None:
        """Judge one district; None where the run writes nothing at all.

        The Change has no requests where the tabs are right already.
        """
        options = self.this.options
        times = self.this.state.to_do.judging_marks(key)
        observed = self.sheets.of(key)
        described = describe(
            self.this.program, key, self.this.day, observed, options.write
        )
        standing = judge(
            described, self.this.state.answers.of(key), self.this.day
        )
        self.this.work.of(key).judged = True
        self.this.result.summaries[key] = summary_of(standing)
        counted = (o.submission.id for o in standing.outcomes if o.counted)
        self.counted[key] = sum(each in fresh for each in counted)
        if options.keep:
            self.standings[key] = standing
        if not (options.write or options.differ):
            return None
        before = observed.written or self.tables.before(key)
        after = self.tables.after(key, standing, before)
        layout = self.this.program.layout(key)
        if options.differ:
            differing = change_words.differences(layout, before, after)
            self.this.result.differences[key] = list(differing)
        if not options.write:
            return None
        requests = changes.changes(layout, before, after)
        figures = packed(figures_of(standing, self.this.program.settings.zone))
        return Change(before, after, requests, times, figures)

    def _written(
        self, now: _Round, key: str, answer: Tabs | None, mark: str
    ) -> None:
        """Keep what a district's tabs hold after a write, and what people
        wrote.
        """
        change, layout = now.pending[key], self.this.program.layout(key)
        self.this.result.changed.add(key)
        certain = answer is None or read_back.came_out(
            layout, change.after, answer.grids
        )
        seen = edited(self.this.program, key, answer) if answer else None
        # In one transaction with what was written: a run that ends here leaves
        # the edit to be read.
        again = answer is None or seen is not None
        moment = None if again else self.this.program.google.pace.clock.now()
        self.this.state.sheets.keep_written(
            key, change.after, change.before, certain, again, moment
        )
        if not certain:
            name = self.this.program.district(key).name
            self.lost[key] = now.lost[key] = TryLater(
                f"{name}: Status or Log does not hold what was written. Run"
                " `sync run` again."
            )
            return
        self._finish(key, mark, change)
        if seen is not None:
            now.edits[key] = seen

    def _finish(self, key: str, mark: str, change: Change) -> None:
        summary = self.this.result.summaries[key]
        self.this.state.judgements.finish(
            key, mark, summary, change.figures, change.marks
        )
        self.done.add(key)
