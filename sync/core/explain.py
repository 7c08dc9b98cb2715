"""One pair's standing in words: its periods, what counted, what did not and why; to be read to the pair as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.core.case import period_words
from sync.core.frequency import PeriodResult, RuleResult
from sync.core.intake import Outcome
from sync.core.model import Kind, Meeting
from sync.core.rules import Force, What
from sync.core.standing import DistrictStanding, PairStanding
from sync.core.words import day_words, many

NOTE_PERIODS = 6
NOTE_ANSWERS = 3


def explain(district: DistrictStanding, p: PairStanding) -> Iterator[str]:
    """Everything that a pair's standing rests on, line by line; an empty line parts two subjects."""
    yield f"{p.pair.label}: {p.status}, as of {day_words(district.day)}."
    yield from filter(None, (p.why, p.next))
    for flag in p.further:
        yield f"{flag.name.capitalize()}: {flag.why} {flag.next}"
    for result in p.rules:
        yield ""
        yield _asked(result)
        yield from (f"  {line}" for line in _periods(result, p.meetings))
    yield ""
    yield from _observations(p)
    yield from _cover(p)
    if p.planned.days:
        yield f"Planned in Schedule so far: {many(len(p.planned.days), 'day')}, {len(p.planned.held)} of them in weeks with a meeting."
    yield f"Minutes together: {p.minutes}."
    yield ""
    others = [m for m in p.meetings if not p.rules]
    yield from ("Logged: " + _meeting(m) + "." for m in others)
    left = _not_counted(district, p)
    yield "What was sent and not counted:" if left else "Every answer that came was counted."
    yield from (f"  {_answer(o)}" for o in left)


def note(district: DistrictStanding, p: PairStanding) -> str:
    """The last periods and the answers that did not count, short enough for the note of a cell."""
    lines = []
    for result in p.rules:
        if result.rule.force is Force.REQUIRED:
            lines += [_asked(result), *_periods(result, p.meetings)[-NOTE_PERIODS:]]
    left = _not_counted(district, p)[-NOTE_ANSWERS:]
    if left:
        lines += ["Not counted:", *(_answer(o) for o in left)]
    return "\n".join(lines)


def _asked(result: RuleResult) -> str:
    rule = result.rule
    dates = "".join(f", {word} {day_words(day)}" for word, day in (("from", rule.since), ("until", rule.until)) if day)
    if result.due is not None:
        unit = "minutes" if rule.what is What.MINUTES else "meetings"
        so_far = f"{result.held} {unit} so far this {rule.per}, {result.due:.0f} due by now"
    else:
        judged = len(result.judged)
        so_far = f"met in {result.met} of {judged} judged" if judged else "nothing judged yet"
    return f"Asked ({rule.force}): {rule.words}{dates}: {so_far}."


def _periods(result: RuleResult, meetings: Sequence[Meeting]) -> list[str]:
    unit = "minutes" if result.rule.what is What.MINUTES else ""
    return [_period(p, unit, [m for m in meetings if m.day in p.period]) for p in result.periods]


def _period(p: PeriodResult, unit: str, inside: Sequence[Meeting]) -> str:
    name = period_words(p.period)
    what = f"{p.held} {unit}" if unit else "; ".join(map(_meeting, inside)) or "nothing logged"
    if not p.counts:
        verdict = f"does not count, {p.why_not}"
    elif p.met:
        verdict = "met" + (f", with {many(p.made_good, 'meeting')} from beside it" if p.made_good else "")
        verdict += "" if p.judged else " already"
    elif p.judged:
        verdict = f"{p.held + p.made_good} of {p.need:g}"
    else:
        verdict = f"{p.held} of {p.need:g} so far, not judged yet"
    return f"{name[:1].upper()}{name[1:]}: {what}; {verdict}."


def _meeting(m: Meeting) -> str:
    talks = f"{m.number} brief conversations" if m.kind is Kind.BRIEF and m.number > 1 else m.kind.value
    minutes = f" {m.minutes} min" if m.minutes else ""
    return f"{day_words(m.day)} {talks}{minutes}"


def _observations(p: PairStanding) -> Iterator[str]:
    for o in p.observations:
        if o.asked or o.done:
            unit = " hours" if o.in_hours else ""
            due = f", {o.overdue:g}{unit} due by now" if o.overdue > 0 else ""
            yield f"{o.direction.words.capitalize()}: {o.done:g} of {o.asked:g}{unit}{due}."


def _cover(p: PairStanding) -> Iterator[str]:
    c = p.cover
    if c.given or c.used:
        extra = f" and {c.extra:g} extra" if c.extra else ""
        yield f"Hours of cover: {c.allotted:g} allotted{extra}, {c.used:g} used, {c.left:g} left."


def _not_counted(district: DistrictStanding, p: PairStanding) -> list[Outcome]:
    number = p.pair.number
    mine = (o for o in district.outcomes if not o.counted and (o.pair == number or number in o.likely))
    return sorted(mine, key=lambda o: (o.submission.day, o.submission.id))


def _answer(o: Outcome) -> str:
    s = o.submission
    return f"{o.code}, {s.kind} on {day_words(s.day)}: {o.reason}."
