"""One pair's standing in words: its periods, what counted, what did not and
why. You can read it to the pair word for word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from sync.core.counting import counts_as
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Kind, Meeting, Plan
from sync.core.pair_plans import arranged_words
from sync.core.phrases import asked_words, period_words
from sync.core.placing import Outcome
from sync.core.planning import regular_words
from sync.core.results import PeriodResult, RuleResult
from sync.core.rules import Force, Practice, What
from sync.core.words import day_words, first_of, many

NOTE_PERIODS = 6
NOTE_ANSWERS = 3
# The most meetings that are listed.
MOST_MEETINGS = 200


def explain(district: DistrictStanding, p: PairStanding) -> Iterator[str]:
    """Everything that a pair's standing rests on, line by line; an empty line
    separates two subjects.
    """
    yield f"{p.pair.label}: {p.status}, as of {day_words(district.day)}."
    first, *others = _reasons(p)
    yield first
    if p.decided:
        yield f"What decided: {p.decided}."
    yield from others
    for result in p.rules:
        yield ""
        yield _asked(result, p)
        yield from (f"  {line}" for line in _periods(result, p))
    yield ""
    yield from _observations(p)
    yield from _cover(p)
    for plan in sorted(
        (x for x in district.district.plans if x.pair == p.pair.number),
        key=lambda x: x.day,
    ):
        if plan.day >= district.day:
            yield f"Planned: {plan.direction.words}, {day_words(plan.day)}{_cover_of(plan)}."
    if p.pair.regular:
        yield f"Regular time: {regular_words(p.pair.regular)}."
    if (arranged := district.district.arranged.get(p.pair.number)) and (
        words := arranged_words(arranged)
    ):
        yield f"The planning form, {day_words(arranged.sent)}: {words}; what stands in Pairs and Schedule wins."
    if p.planned.days:
        held = f"{len(p.planned.held)} of them in weeks with a meeting"
        yield f"Planned in Schedule, or in the planning form, so far: {many(len(p.planned.days), 'day')}, {held}."
    yield f"Minutes together: {p.minutes}, whole-group days included."
    if p.meetings:
        logged = first_of(map(_meeting, p.meetings), MOST_MEETINGS)
        yield f"Logged: {'; '.join(logged)}."
    yield ""
    yield from _answers(district, p)


def _answers(district: DistrictStanding, p: PairStanding) -> Iterator[str]:
    """The answers that did not count, and those that count with a remark."""
    left = _not_counted(district, p)
    mine = [o for o in district.outcomes if o.pair == p.pair.number]
    if left:
        yield "What was sent and not counted:"
        yield from (f"  {_answer(o)}" for o in left)
    else:
        yield (
            "Every answer was counted." if mine else "No answer was sent yet."
        )
    remarked = [o for o in mine if o.counted and o.reason]
    if remarked:
        yield "Counted, with a remark:"
        yield from (f"  {_answer(o)}" for o in remarked)


def note(district: DistrictStanding, p: PairStanding) -> str:
    """Every reason with its step, the last periods and the answers that did
    not count, short enough for the note of a cell.
    """
    lines = [*_reasons(p)]
    for result in p.rules:
        if result.rule.force is Force.REQUIRED and result.asks:
            lines += [_asked(result, p), *_periods(result, p, NOTE_PERIODS)]
    left = _not_counted(district, p)[-NOTE_ANSWERS:]
    if left:
        lines += ["Not counted:", *(_answer(o) for o in left)]
    return "\n".join(lines)


def _reasons(p: PairStanding) -> Iterator[str]:
    """Why a pair stands where it does and what to do, and what else there is."""
    yield p.why
    if p.next:
        yield p.next
    for flag in p.further:
        yield f"{flag.name.capitalize()}: {flag.why} {flag.next}".rstrip()


def _asked(result: RuleResult, p: PairStanding) -> str:
    rule = result.rule
    dates = "".join(
        f", {word} {day_words(day)}"
        for word, day in (("from", rule.since), ("until", rule.until))
        if day
    )
    unit = "minute" if rule.what is What.MINUTES else "meeting"
    if result.due is not None:
        so_far = f"{many(result.held, unit)} so far this {rule.per}, {round(result.due)} due by now"
        so_far += "; what is due grows evenly from the 20th to the 160th of 180 school days"
    elif rule.what is What.MINUTES:
        lately = result.averaged()
        held = round(sum(x.granted for x in lately))
        asked = sum(x.need for x in lately)
        so_far = (
            f"{held} of {round(asked)} minutes in the last {len(lately)} judged"
            if lately
            else "nothing judged yet"
        )
    else:
        judged = len(result.judged)
        so_far = (
            f"met in {result.met} of {judged} judged"
            if judged
            else "nothing judged yet"
        )
    return f"Asked ({rule.force}): {asked_words(result, p.pair)}{dates}: {so_far}."


def _periods(
    result: RuleResult, p: PairStanding, last: int = 0
) -> Iterator[str]:
    """A line each for the last few, or for all of them; runs of periods that
    do not count and hold nothing are one.
    """
    unit = "minute" if result.rule.what is What.MINUTES else ""
    days = [m.day for m in p.meetings]
    # Newest first, each run with what was held in it.
    runs: list[tuple[list[PeriodResult], tuple[Meeting, ...]]] = []
    for each in reversed(result.periods):
        first, end = each.period.first, each.period.last
        inside = p.meetings[bisect_left(days, first) : bisect_right(days, end)]
        if each.why_not and not inside and runs:
            (after, *_), held = runs[-1]
            if after.why_not == each.why_not and not held:
                runs[-1][0].append(each)
                continue
        if last and len(runs) == last:
            break
        runs.append(([each], inside))
    for run, inside in reversed(runs):
        if run[0].why_not and not inside:
            yield _quiet(run[-1], run[0])
        else:
            yield _period(run[0], unit, inside, p.practice)


def _quiet(first: PeriodResult, last: PeriodResult) -> str:
    name = period_words(first.period)
    until = "" if first is last else f" to {day_words(last.period.last)}"
    return f"{name[:1].upper()}{name[1:]}{until}: does not count, {first.why_not}."


def _period(
    p: PeriodResult, unit: str, inside: Sequence[Meeting], practice: Practice
) -> str:
    name = period_words(p.period)
    logged = (_meeting(m) + _aside(m, practice, unit) for m in inside)
    what = "; ".join(first_of(logged)) or "nothing logged"
    if not p.counts:
        verdict = f"does not count, {p.why_not}"
    elif unit:
        verdict = f"{many(p.held, unit)} of {p.need:g}" + (
            "" if p.judged else " so far"
        )
    elif p.met:
        verdict = "met" + (
            f", with {many(p.made_good, 'meeting')} from beside it"
            if p.made_good
            else ""
        )
        verdict += "" if p.judged else " already"
    elif p.judged:
        verdict = f"{p.held + p.made_good} of {p.need:g}"
    else:
        verdict = f"{p.held} of {p.need:g} so far, not judged yet"
    return f"{name[:1].upper()}{name[1:]}: {what}; {verdict}."


def _aside(m: Meeting, practice: Practice, unit: str) -> str:
    """Why a meeting does not count toward a rule on meetings; empty if it
    does.
    """
    if unit or counts_as(m, practice):
        return ""
    if m.kind is Kind.BRIEF:
        if practice.brief_minutes:
            return (
                f" (adds up: {practice.brief_minutes} minutes make a meeting)"
            )
        return " (brief conversations are recorded only)"
    return (
        " (observations have rules of their own)"
        if m.kind is Kind.OBSERVATION
        else " (whole-group days do not count)"
    )


def _meeting(m: Meeting) -> str:
    if m.kind is Kind.BRIEF and m.number > 1:
        return f"{day_words(m.day)} {m.number} brief conversations, {m.minutes} min in all"
    return f"{day_words(m.day)} {m.kind}" + (
        f" {m.minutes} min" if m.minutes else ""
    )


def _observations(p: PairStanding) -> Iterator[str]:
    for o in p.observations:
        if o.asked or o.done:
            unit = " hours" if o.in_hours else ""
            between = (
                f" between {day_words(o.between[0])} and {day_words(o.between[1])}"
                if o.between
                else ""
            )
            due = (
                f", {round(o.overdue, 1):g} more{unit} due by now{between}"
                if o.due
                else ""
            )
            yield f"{o.direction.words.capitalize()}: {round(o.done, 1):g} of {o.asked:g}{unit}{due}."


def _cover(p: PairStanding) -> Iterator[str]:
    c = p.cover
    if c.given or c.used:
        extra = f" and {c.extra:g} extra" if c.extra else ""
        yield f"Hours of coverage: {c.allotted:g} allotted{extra}, {c.used:g} used, {c.left:g} left."


def _cover_of(plan: Plan) -> str:
    if not plan.hours:
        return ""
    hours = f", {many(plan.hours, 'hour')} of coverage"
    if plan.filled is False:
        return f"{hours}: no substitute was found"
    by = f"arranged by {plan.arranged}" if plan.arranged else "arranged"
    return f"{hours} {'to arrange' if plan.to_cover else by}"


def _not_counted(district: DistrictStanding, p: PairStanding) -> list[Outcome]:
    number = p.pair.number
    mine = (
        o
        for o in district.not_counted
        if o.pair == number or number in o.likely
    )
    return sorted(mine, key=lambda o: (o.submission.day, o.submission.id))


def _answer(o: Outcome) -> str:
    s = o.submission
    return f"{o.code}, {s.kind} on {day_words(s.day)}: {o.reason}."
