"""What only the coordinator can answer: odd rows, and weeks in which nobody
logged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from itertools import chain

from sync.core.calendar import Entry, Event, Per, Period, days_between
from sync.core.judged_periods import is_judged
from sync.core.meetings import gathered
from sync.core.model import Plan
from sync.core.placing import BEFORE_SCHOOL
from sync.core.problems import like_ones_together
from sync.core.rules import What
from sync.core.words import day_words, first_of, many, some_of
from sync.core.year import Year

LONGEST_VACATION = 20


def planned_observations(year: Year) -> tuple[Plan, ...]:
    """The planned observations of pairs that there are, and that have not
    ended by then.
    """
    pairs = year.district.by_number
    return tuple(
        p
        for p in year.district.plans
        if p.pair in pairs and not pairs[p.pair].ended_before(p.day)
    )


def questions(year: Year) -> Iterable[str]:
    """What only the coordinator can answer: the roster's questions, odd rows,
    and weeks in which nobody logged anything.

    Of each kind the first ten are shown, and how many more there are.
    """
    entries = year.district.calendar.entries
    for kind in (
        _alone(year),
        year.district.roster.questions,
        map(str, like_ones_together(year.district.problems)),
        chain.from_iterable(_odd(year, entry) for entry in entries),
        _twice(year),
        _schools(year),
        _strangers(year),
        _no_school(year),
        _corrections(year),
        _terms(year),
        _silent(year),
    ):
        yield from first_of(kind)


def _silent(year: Year) -> Iterable[str]:
    """Weeks in which nobody logged anything; where nobody ever did, whether
    they can.
    """
    silent = list(_silent_weeks(year))
    if not year.intake.outcomes:
        if silent:
            links = "Do they have their links? They stand in Pairs, and `sync handout` prints them."
            if any(pair.starts is None for pair in year.district.pairs):
                links += " If pairs begin only now, write the day into Starts in Pairs."
            yield f"Nobody has logged anything yet. {links}"
        return
    runs: list[list[Period]] = []
    for week in silent:
        if runs and runs[-1][-1].last + timedelta(days=1) == week.first:
            runs[-1].append(week)
        else:
            runs.append([week])
    for run in runs:
        first, last = run[0].first, run[-1].last - timedelta(days=2)
        yield f"No log from anyone, {day_words(first)} - {day_words(last)}: no school? Add it to Calendar."


def _silent_weeks(year: Year) -> Iterable[Period]:
    """The weeks that are over, asked something, and were logged by nobody."""
    school = year.school("")
    for week in year.periods[Per.WEEK] if year.weekly else ():
        if (
            is_judged(week, school, min(year.today, school.last))
            and year.silence.of(week)
            and school.count(week.first, week.last) >= 4
            and year.silence.begun(week)
        ):
            yield week


def _alone(year: Year) -> Iterable[str]:
    """Beginners who have no mentor yet, and since when."""
    for pair in year.district.roster.alone:
        school = year.school(pair.school)
        begun = max(pair.starts or school.first, school.first)
        if pair.ended_before(year.today):
            continue
        since = school.passed(begun, min(year.today, school.last))
        asked = [
            rule
            for rule in year.rules(pair)
            if rule.what is What.MENTOR_WITHIN and rule.holds_on(year.today)
        ]
        start, step = "the start", "Write the mentor into Pairs."
        if pair.starts is None:
            start = "the first day of school"
            step = "Write the mentor into Pairs, or the right day into Starts."
        rule = f"; your Rules ask for {asked[-1].amount:g}" if asked else ""
        yield (
            f"No mentor yet for {pair.mentee.name} ({pair.code}), {many(since, 'school day')} since {start}{rule}. {step}"
        )


def _odd(year: Year, entry: Entry) -> Iterable[str]:
    what = f"Calendar, {entry.event} on {day_words(entry.first)}"
    calendar = year.district.calendar
    if entry.held and entry.first > year.today:
        yield f"{what}: it is ticked as Took place, and is still to come. It counts from that day on. Clear the tick if that is wrong."
    yield from _not_ticked(year, entry)
    listed = {
        "Who was there": entry.present or frozenset(),
        "Who was not there": entry.absent,
    }
    for header, all_numbers in listed.items():
        if strangers := sorted(all_numbers - set(year.district.by_number)):
            numbers = ", ".join(map(str, strangers))
            yield f"{what}: {numbers} in {header} is not a pair number. Correct it there; the others count."
    if entry.event is Event.SEMESTER and entry.last <= entry.first:
        yield f"{what}: its last day is missing, or is its first. Type the last day into To."
    if (
        entry.last < calendar.first - BEFORE_SCHOOL
        or entry.first > calendar.last + BEFORE_SCHOOL
    ):
        year_words = f"{day_words(calendar.first)}, {calendar.first.year}, to {day_words(calendar.last)}, {calendar.last.year}"
        yield f"{what}, {entry.first.year}: that is outside the school year ({year_words}). Correct From and To, or clear the row."
    elif entry.event is Event.NO_SCHOOL and (
        sum(
            d.weekday() < 5
            for d in days_between(
                max(entry.first, calendar.first),
                min(entry.last, calendar.last),
            )
        )
        > LONGEST_VACATION
    ):
        yield f"{what}: no school for so long, until {day_words(entry.last)} {entry.last.year}? Correct To if that is not meant."


def _not_ticked(year: Year, entry: Entry) -> Iterable[str]:
    """A day on which all were to come together, and that nobody ticked."""
    if entry.held or not entry.gathers or entry.last >= year.today:
        return
    if not year.district.calendar.first - BEFORE_SCHOOL <= entry.first:
        return
    if number := len(gathered(year.district, entry)):
        name = f"“{entry.note}”" if entry.note else f"the {entry.event}"
        each = max(entry.minutes or 0, entry.one_on_one)
        length = f" × {each} min" if each else ""
        wait = "need" if number > 1 else "needs"
        yield (
            f"Did {name} on {day_words(entry.first)} take place? {many(number, 'pair')}{length} {wait} the tick in Took place. "
            "Tick it in Calendar, or clear the row."
        )


def _twice(year: Year) -> Iterable[str]:
    """Days and observations that stand twice, and corrections that disagree."""
    entries = defaultdict(list)
    for each in year.district.calendar.entries:
        entries[each.same_as].append(each)
    for first, *others in entries.values():
        if others:
            name = f" “{first.note}”" if first.note else ""
            yield f"Calendar: {first.event}{name} on {day_words(first.first)} is there {len(others) + 1} times. Clear a row, or give each its own Name."
    plans = Counter((p.pair, p.direction, p.day) for p in year.district.plans)
    for (pair, direction, day), times in plans.items():
        if times > 1:
            yield f"Observations: {direction.words} of pair {pair} on {day_words(day)} is there {times} times. Clear the other rows."
    repairs = defaultdict(set)
    for c in year.district.corrections:
        repairs[c.answer, c.repair].add(c)
    for (answer, repair), different in repairs.items():
        if len(different) > 1:
            yield f"Corrections: {answer} has “{repair}” {len(different)} times with different values; the last one holds. Clear the others."


def _schools(year: Year) -> Iterable[str]:
    """Pairs without a school, where others have one: a merged cell holds its
    text in its first row alone.
    """
    pairs = [p for p in year.district.pairs if not p.ended_before(year.today)]
    without = [p.code for p in pairs if not p.school]
    by_school = any(e.schools for e in year.district.calendar.entries)
    if by_school and without and len(without) < len(pairs):
        yield (
            f"Pairs: no school stands beside {some_of(without)}, so only days off for everybody count for them. Fill in School; unmerge"
            " its cells if they were merged."
        )


def _strangers(year: Year) -> Iterable[str]:
    """Rows that name a number that no pair has."""
    for tab, numbers in (
        ("Observations", [p.pair for p in year.district.plans]),
        ("Follow-up", [f.pair for f in year.district.follow_ups]),
    ):
        for number in sorted(set(numbers) - set(year.district.by_number)):
            yield f"{tab}: {number} is not a pair number. Correct the row, or clear it."


def _corrections(year: Year) -> Iterable[str]:
    """Corrections whose code is that of no answer."""
    if year.district.corrections:
        known = {o.code for o in year.intake.outcomes}
        for code in sorted(
            {c.answer for c in year.district.corrections} - known
        ):
            yield f"Corrections: no answer has the code {code[:20]}. Take it from Log, or clear the row."


def _no_school(year: Year) -> Iterable[str]:
    """Observations that are planned for a day without school."""
    for plan in planned_observations(year):
        pair = year.district.by_number[plan.pair]
        if plan.day >= year.today and plan.day not in year.school(pair.school):
            day = f"{plan.day:%a}, {day_words(plan.day)}"
            yield f"Observations: {pair.code} is planned for {day}, a day without school. Correct the date there."


def _terms(year: Year) -> Iterable[str]:
    """A year whose semesters end before it does."""
    last = year.periods[Per.SEMESTER][-1].last
    if last < min(year.today, year.school("").last) and any(
        r.per is Per.SEMESTER for r in year.district.rules
    ):
        yield f"Calendar: the last semester ended on {day_words(last)}. Add the one that is under way as a row of its own."
