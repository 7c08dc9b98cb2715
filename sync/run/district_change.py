"""One district judged: what its tabs hold, what they ought to hold, and how to
get there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import Any

from forms.links import pair_link
from sync.core.annual import Asking, Item, due
from sync.core.feedback import Opinion
from sync.core.judge import DistrictStanding
from sync.core.people import Pair
from sync.core.wishes import UNKNOWN
from sync.google.sheet_contents import Tabs
from sync.program import annual_questions, schedule_files
from sync.program.opened import Program
from sync.run import other_forms
from templates import changes, read_back, status_rows, writing
from templates.wire import letter
from templates.written import Written

_VERSION = version("making-time")


@dataclass(frozen=True)
class Change:
    """What a district's tabs hold, what they ought to hold, and how to get
    there.

    ``marks`` is how often the district had been marked for judging before it
    was; ``figures`` are those of its pairs.
    """

    before: Written
    after: Written
    requests: list[dict[str, Any]]
    marks: int
    figures: dict[str, Any]


class Tables:
    """What the tool's tabs of a program's districts ought to hold."""

    def __init__(self, program: Program, day: date) -> None:
        self.program = program
        self.day = day
        self.ways = program.state.notes.shared_ways

    def before(self, key: str) -> Written:
        """What a district's tabs hold, as the state knows it, else as the
        sheet says.
        """
        written = self.program.state.sheets.written(key)
        if written is not None:
            return written
        layout = self.program.layout(key)
        tool = {tab.key: tab.id for tab in layout.tabs if tab.of_tool}
        spreadsheet = self.program.spreadsheet(key)
        grids = self.program.google.sheets.read(spreadsheet, tool)
        return read_back.learned(layout, grids)

    def after(
        self, key: str, standing: DistrictStanding, before: Written
    ) -> Written:
        """What a district's tabs ought to hold for its standing."""
        annual: Sequence[Item] = ()
        if due(standing):
            annual = annual_questions.items(
                standing, self._asking, self._opinions
            )
        layout, zone = self.program.layout(key), self.program.settings.zone
        after = writing.wanted(
            layout, standing, zone, annual, before, self._link_of, self.ways
        )
        if self.day not in standing.district.calendar.days_of():
            after = writing.but_for_the_day(before, after)
        return after

    def _link_of(self, pair: Pair) -> str:
        """A pair's own link to the meeting log."""
        uri, form = self.program.lock.responder_uri, self.program.meeting_log
        return pair_link(uri, form, pair.short_label)

    @cached_property
    def _asking(self) -> Asking:
        """What the state asks for at the end of the year."""
        return annual_questions.asking_of(self.program.settings)

    @cached_property
    def _opinions(self) -> list[Opinion]:
        """What everybody answered in the feedback form."""
        return other_forms.opinions(self.program)


def send(
    program: Program,
    key: str,
    requests: Sequence[dict[str, Any]],
    titles: Mapping[str, str],
) -> Tabs | None:
    """Write a district's rows, in one atomic batch unless there are too many.

    Gives how people's tabs stood right after. What the sheet holds is not
    certain from before the write until after it: a run that is killed in
    between reads the tabs back next time, so no row is ever written twice.
    """
    layout, spreadsheet = program.layout(key), program.spreadsheet(key)
    tabs = {tab.key: tab.id for tab in layout.tabs}
    columns = {
        name: letter(layout.tab(name).place(column.key))
        for name, column in read_back.names(layout).items()
    }
    wanted = {
        name: title
        for name, title in titles.items()
        if name in columns or not layout.tab(name).of_tool
    }
    *first, last = changes.batches(requests)
    for batch in first:
        program.google.sheets.update(spreadsheet, batch)
    return program.google.sheets.update(
        spreadsheet, last, tabs, wanted, columns
    )


def mark_of(
    program: Program, key: str, day: date, ways: Sequence[str] = ()
) -> str:
    """A hash of what a judgement depends on besides the state: day, settings,
    schedule files, program version, and ``ways`` of other districts.
    """
    file = program.settings.file
    rests_on = (
        day.isoformat(),
        program.district(key),
        schedule_files.mark_of(program.settings.folder, key),
        ways,
        file.form,
        file.program.time_zone,
        _VERSION,
    )
    return hashlib.sha256(repr(rests_on).encode()).hexdigest()


def summary_of(standing: DistrictStanding) -> dict[str, Any]:
    """What a run reports of a district, again and again while nothing is new."""
    return {
        "name": standing.district.name,
        "headline": status_rows.headline(standing),
        "questions": list(standing.questions),
        "withheld": [
            *(
                {
                    "pair": p.pair.code,
                    "by": list(wish.by),
                    "day": wish.day.isoformat(),
                }
                for p in standing.pairs
                if (wish := p.wishes.withheld)
            ),
            # Requests in waiting answers that Log hides from a mentor.
            *(
                {
                    "pair": f"an answer that waits in Log ({o.code})",
                    "by": [o.role or UNKNOWN],
                    "day": o.submission.submitted.date().isoformat(),
                }
                for o in standing.outcomes
                if o.waits and writing.hides_a_wish(standing, o, o.role)
            ),
        ],
        "status": {
            status.value: number for status, number in standing.counts.items()
        },
    }
