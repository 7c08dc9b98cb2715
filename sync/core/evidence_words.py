"""A pair's evidence in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sync.core.calendar import Per
from sync.core.counting import counts_as
from sync.core.evidence import (
    LAST_PERIODS,
    LONGER_GAP,
    REACH_OUT_AFTER,
    Evidence,
)
from sync.core.model import Kind, Meeting
from sync.core.phrases import period_words, periods_words
from sync.core.results import PeriodResult, RuleResult
from sync.core.rules import Practice, What
from sync.core.sums import sum_days
from sync.core.words import day_words, many


def begun_words(e: Evidence) -> str:
    """When they began or came back: ``began on Aug 31``."""
    verb = "came back" if e.came_back else "began"
    return f"{verb} on {day_words(e.begin)}"


def last_meeting_words(e: Evidence) -> str:
    """The last meeting's day, or that of the return from leave if that is
    later.
    """
    if e.last_own is not None and e.last_own < e.begin and e.came_back:
        return f"they {begun_words(e)}"
    return day_words(e.last_own)


def behind_words(e: Evidence, result: RuleResult) -> str:
    """What was held and asked under a rule that is behind, and what they
    logged beside.
    """
    held, asked = e.behind(result) or (0, 0)
    rule = result.rule
    if result.due is None:
        number = len(result.averaged(e.monday))
        last = f"the last {number} {periods_words(rule.per)}"
        return f"{round(held)} of {round(asked)} minutes in {last}."
    what = "minute" if rule.what is What.MINUTES else "meeting"
    over = (
        f"since {day_words(rule.since)}" if rule.since else f"this {rule.per}"
    )
    so_far = f"{many(held, what)} {over} so far; {round(asked)} due by now."
    if rule.what is What.MINUTES:
        return so_far
    days = sum_days(rule, e.year.periods[rule.per], e.today)
    beside = _Beside()
    for m in e.meetings:
        if days.holds(m.day):
            beside.take(m, e.counting(m.day))
    return " ".join([so_far, *beside.words(1)])


def met_words(e: Evidence, result: RuleResult) -> str:
    """In how many of the last judged periods they met, counted as *Met* counts
    them, and what they logged beside.
    """
    lately = e.recent(result)[-LAST_PERIODS:]
    met = sum(p.met for p in lately)
    last = f"the last {len(lately)} {periods_words(result.rule.per)}"
    beside = uncounted_words(e, lately, result.rule.per)
    return " ".join(filter(None, (f"Met in {met} of {last}.", beside)))


def start_decided(e: Evidence, limit: int) -> str:
    """What decides where nothing at all is logged since the start."""
    days = many(e.days_since_begin, "school day")
    return f"no one-on-one or small group in the {days} since they {begun_words(e)}; the limit is {limit}"


def silence_decided(e: Evidence) -> str:
    """Which rule the silence breaks, with its count and day."""
    if not e.own:
        return start_decided(e, REACH_OUT_AFTER)
    rule = next(r for r in e.required if e.stopped(r))
    limit = f"the limit is {LONGER_GAP}"
    if rule.due is None and not e.long_silent:
        per = periods_words(rule.rule.per)
        limit = f"the limit is two judged {per} without any"
    gap = many(e.gap, "school day")
    return f"{rule.rule.words}: no one-on-one or small group in the {gap} since {last_meeting_words(e)}; {limit}"


def gap_decided(e: Evidence) -> str:
    """What decides where no rule asks anything."""
    gap = many(e.gap, "school day")
    return f"no rule asks anything now: no one-on-one or small group in {gap}; the limit is {e.patience}"


def short_words(e: Evidence, p: PeriodResult) -> str:
    """What was held in a period that is short, and what they logged beside."""
    held = f"{p.held} of {p.need:g} in {period_words(p.period)}, and nothing since."
    return " ".join(
        filter(None, (held, uncounted_words(e, [p], p.period.per)))
    )


def uncounted_words(
    e: Evidence, periods: Sequence[PeriodResult], per: Per
) -> str:
    """What they logged in short periods that is no meeting by *Rules*.

    It is shown so that no figure seems to contradict another.
    """
    short = [p for p in periods if not p.met and not p.spared]
    beside = _Beside(per if len(short) > 1 else None)
    for p in short:
        practice = e.counting(p.period.first)
        for m in e.meetings:
            if m.day in p.period:
                beside.take(m, practice)
        beside.end()
    return " ".join(beside.words(len(short)))


@dataclass
class _Beside:
    """What is no meeting toward a rule: brief conversations and observations.

    ``per``: over several periods of a length, of which the one with most
    minutes is named.
    """

    per: Per | None = None
    unit: int = 0
    brief: int = 0
    minutes: int = 0
    most: int = 0
    visits: int = 0

    def take(self, m: Meeting, practice: Practice) -> None:
        """Count a meeting, if it is none by the district's practice."""
        if counts_as(m, practice):
            return
        self.visits += m.kind is Kind.OBSERVATION
        if m.kind is Kind.BRIEF:
            self.unit = practice.brief_minutes or 0
            self.brief += m.number
            self.minutes += m.minutes

    def end(self) -> None:
        """A period ends."""
        self.most, self.minutes = max(self.most, self.minutes), 0

    def words(self, periods: int) -> Iterator[str]:
        """A sentence about brief conversations, and one about observations.

        Observations in fewer than half of the periods are not named.
        """
        most = max(self.most, self.minutes)
        if self.brief and self.unit:
            came = f"{most} of the {self.unit} minutes that make a meeting"
            if self.per:
                came = f"at most {most} minutes in one {self.per}; {self.unit} make a meeting"
            yield f"Brief conversations there: {came}."
        elif self.brief:
            talks = many(self.brief, "brief conversation")
            yield f"Also {talks}, which your Rules do not count."
        if self.visits * 2 >= periods > 0 and self.visits:
            seen = many(self.visits, "observation")
            yield f"Also {seen}, which your Rules count by themselves."
