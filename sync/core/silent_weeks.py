"""Weeks in which nobody logged anything: there may have been no school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from sync.core.activity import Activity
from sync.core.calendar import Per, Period, monday_of
from sync.core.district import District
from sync.core.meetings import Intake
from sync.core.people import Pair

# With fewer pairs, a week without logs means nothing.
SILENCE_NEEDS_PAIRS = 5


class SilentWeeks:
    """The weeks of a district's year in which nobody logged anything.

    ``with_others`` holds the further pairs of beginners by the pair that is
    judged for them, ``active`` when each pair is active, by its number.
    """

    def __init__(
        self,
        district: District,
        intake: Intake,
        today: date,
        with_others: Mapping[int, Sequence[Pair]],
        active: Mapping[int, Activity],
    ) -> None:
        self.district, self.intake, self.today = district, intake, today
        self.with_others, self.active = with_others, active
        self._expecting: dict[date, int] = {}

    @cached_property
    def logged(self) -> dict[date, set[int]]:
        """By Monday, the pairs that all logs of the week have in common.

        The set is empty if unrelated pairs logged. A week without a log has
        no entry. A log belongs to the pair that sent it, to all that it
        credits, and to the pair that is judged for them.
        """
        shared = self.intake.shared
        judged = {
            other.number: number
            for number, others in self.with_others.items()
            for other in others
        }
        logged: dict[date, set[int]] = {}
        for o in self.intake.outcomes:
            if o.pair is None or o.submission.day > self.today:
                continue
            week = monday_of(o.submission.day)
            before = logged.get(week)
            if before == set():  # no further log brings a pair back
                continue
            pairs = {o.pair, *shared.get(o.submission.id, ())}
            pairs |= {judged[n] for n in pairs & judged.keys()}
            logged[week] = pairs if before is None else before & pairs
        return logged

    @cached_property
    def gathered(self) -> dict[date, set[int]]:
        """The pairs that were at a whole-group day, by the Monday of its week."""
        gathered: dict[date, set[int]] = defaultdict(set)
        for entry in self.district.calendar.entries:
            if entry.held and entry.first <= self.today:
                gathered[monday_of(entry.first)].update(
                    p.number
                    for p in self.district.pairs
                    if entry.was_there(p.number)
                )
        return gathered

    def begun(self, week: Period) -> bool:
        """Whether anything is expected of any pair in a week."""
        return any(
            a.expected.count(week.first, week.last)
            for a in {id(a): a for a in self.active.values()}.values()
        )

    def of(self, week: Period, pair: int | None = None) -> bool:
        """Whether nobody else logged anything in a week in which something is
        expected of five pairs or more.

        A pair's own log is left out, and so is a whole-group day that it was
        at: one more meeting never makes a week count against it.
        """
        logged = self.logged.get(week.first)
        if logged is not None and pair not in logged:
            return False
        there = self.gathered.get(week.first)
        return (there is None or pair in there) and self._expected(
            week
        ) >= SILENCE_NEEDS_PAIRS

    def _expected(self, week: Period) -> int:
        """How many pairs something is expected of in a week."""
        if week.first not in self._expecting:
            there = (
                a.expected.count(week.first, week.last)
                for a in self.active.values()
            )
            self._expecting[week.first] = sum(map(bool, there))
        return self._expecting[week.first]

    @cached_property
    def perhaps(self) -> list[int]:
        """The positions in the year's weeks of those that may be silent.

        They are over, and have no log, or only logs with a pair in common.
        """
        return [
            place
            for place, week in enumerate(
                self.district.calendar.periods(Per.WEEK)
            )
            if week.last < self.today and self.logged.get(week.first) != set()
        ]
