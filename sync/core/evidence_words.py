"""A pair's evidence in words."""

from __future__ import annotations

from collections.abc import Sequence

from sync.core.calendar import monday_of
from sync.core.counting import counts_as
from sync.core.evidence import LAST_PERIODS, Evidence
from sync.core.model import Kind
from sync.core.phrases import period_words, periods_words
from sync.core.results import PeriodResult, RuleResult
from sync.core.rules import What
from sync.core.words import day_words, many


def begun_words(e: Evidence) -> str:
    """When they began or came back: ``began on Aug 31``."""
    verb = "came back" if e.came_back else "began"
    return f"{verb} on {day_words(e.begin)}"


def last_words(e: Evidence) -> str:
    """The last meeting's day, or that of the return from leave if that is
    later.
    """
    if e.last_own is not None and e.last_own < e.begin and e.came_back:
        return f"they {begun_words(e)}"
    return day_words(e.last_own)


def behind_words(e: Evidence, result: RuleResult) -> str:
    """What was held and asked under a rule that is behind."""
    held, asked = e.behind(result) or (0, 0)
    per = result.rule.per
    if result.due is not None:
        what = "minute" if result.rule.what is What.MINUTES else "meeting"
        return (
            f"{many(held, what)} this {per} so far; {round(asked)} due by now."
        )
    number = len(result.averaged(monday_of(e.begin)))
    last = f"the last {number} {periods_words(per)}"
    return f"{round(held)} of {round(asked)} minutes in {last}."


def met_words(e: Evidence, result: RuleResult) -> str:
    """In how many of the last judged periods they met, and what they logged
    beside.
    """
    met, of = e.met_lately(result)
    last = f"the last {of} {periods_words(result.rule.per)}"
    beside = uncounted_words(e, e.recent(result)[-LAST_PERIODS:])
    return " ".join(filter(None, (f"Met in {met} of {last}.", beside)))


def short_words(e: Evidence, p: PeriodResult) -> str:
    """What was held in a period that is short, and what they logged beside."""
    held = f"{p.held} of {p.need:g} in {period_words(p.period)}, and nothing since."
    return " ".join(filter(None, (held, uncounted_words(e, [p]))))


def uncounted_words(e: Evidence, periods: Sequence[PeriodResult]) -> str:
    """What they logged in some periods that were not met, and that is no
    meeting there by the district's *Rules*: so that no figure contradicts
    another.
    """
    short = [p for p in periods if not p.met and not p.spared]
    unit, brief, minutes, visits = 0, 0, 0, 0
    for p in short:
        practice = e.counting(p.period.first)
        for m in e.meetings:
            if m.day not in p.period or counts_as(m, practice):
                continue
            visits += m.kind is Kind.OBSERVATION
            if m.kind is Kind.BRIEF:
                unit = practice.brief_minutes or 0
                brief, minutes = brief + m.number, minutes + m.minutes
    found = []
    if brief and unit:
        came = f"{minutes} minutes; {unit} make a meeting."
        if len(short) == 1 and minutes < unit:
            came = f"{minutes} of the {unit} minutes that make a meeting."
        found.append(f"Brief conversations there: {came}")
    elif brief:
        talks = many(brief, "brief conversation")
        found.append(f"Also {talks}, which your Rules do not count.")
    if visits * 2 >= len(short) > 0:
        seen = many(visits, "observation")
        found.append(f"Also {seen}, which your Rules count by themselves.")
    return " ".join(found)
