"""A district's pairs, judged: each with a status, a reason and a next step, most urgent
first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sync.core.calendar import Entry, Event, Per, Period, days_between
from sync.core.case import ASKS_FOR_A_WORD, LATELY, Case, Flag
from sync.core.coverage import Coverage, coverage, to_arrange
from sync.core.district import District
from sync.core.frequency import RuleResult, is_judged, rule_result, sum_result
from sync.core.meetings import BEFORE_SCHOOL, Outcome, take_in
from sync.core.model import (
    Kind,
    Meeting,
    Pair,
    Person,
    Plan,
    Status,
    Submission,
    like_ones_together,
    same_person,
)
from sync.core.observations import ObservationCount, observation_counts
from sync.core.planning import Planned
from sync.core.rules import Force, Practice, Rule, What
from sync.core.words import day_words
from sync.core.year import Year

LONGEST_VACATION = 20


@dataclass(frozen=True)
class PairStanding:
    """A pair's status as of a day, why, what to do next, and the figures behind it.

    ``rules`` are those on meetings and minutes, the required ones that ask something
    these days first; ``practice`` is how the district counts for this pair today.
    """

    pair: Pair
    status: Status
    why: str
    next: str
    flags: tuple[Flag, ...]
    spoken_for: frozenset[str]
    rules: tuple[RuleResult, ...]
    meetings: tuple[Meeting, ...]
    observations: tuple[ObservationCount, ...]
    cover: Coverage
    planned: Planned
    practice: Practice
    last_met: date | None
    last_follow_up: date | None
    wants_word: bool

    @property
    def further(self) -> tuple[Flag, ...]:
        """The flags that say more than the status and its reason already do."""
        return tuple(f for f in self.flags if f.name not in self.spoken_for)

    @property
    def minutes(self) -> int:
        """All minutes together, whole-group days included."""
        return sum(m.minutes for m in self.meetings)


@dataclass(frozen=True)
class DistrictStanding:
    """Every pair's standing, most urgent first, and the questions for the coordinator.

    ``obstacles`` counts what was in the way in the last four weeks, by what and school,
    as pairs and coordinators noted it.
    """

    district: District
    day: date
    pairs: tuple[PairStanding, ...]
    outcomes: tuple[Outcome, ...]
    questions: tuple[str, ...]
    cover_to_arrange: tuple[Plan, ...] = ()
    obstacles: Mapping[str, Counter[str]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Status, int]:
        """How many pairs have each of the seven statuses."""
        return {
            status: sum(p.status is status for p in self.pairs) for status in Status
        }

    @property
    def waiting(self) -> int:
        """How many answers wait for a person."""
        return sum(o.waits for o in self.outcomes)

    @property
    def set_aside(self) -> tuple[int, int]:
        """How many meetings but observations used time that the school set aside, and
        how many there were.
        """
        meetings = [
            m
            for p in self.pairs
            for m in p.meetings
            if m.own and m.kind is not Kind.OBSERVATION
        ]
        return sum(m.set_aside for m in meetings), len(meetings)


def by_person(
    pairs: Iterable[PairStanding], person_of: Callable[[PairStanding], Person]
) -> list[tuple[Person, list[PairStanding]]]:
    """Everybody once, by name, with all their pairs of the year, those that ended
    included, by number.
    """
    people: list[tuple[Person, list[PairStanding]]] = []
    for p in sorted(pairs, key=lambda p: p.pair.number):
        person = person_of(p)
        same = next(
            (mine for known, mine in people if same_person(known, person)), None
        )
        if same is None:
            people.append((person, [p]))
        else:
            same.append(p)
    return sorted(people, key=lambda each: each[0].name.casefold())


def together(pairs: Iterable[PairStanding]) -> list[int]:
    """The minutes of each meeting of one person with some pairs; one that several of
    the pairs were at is one meeting.
    """
    most: Counter[tuple[str, int]] = Counter()
    for p in pairs:
        most |= Counter(
            (m.submission or f"{m.day} {m.kind}", m.minutes) for m in p.meetings
        )
    return [minutes for (_, minutes), times in most.items() for _ in range(times)]


def judge(
    district: District, submissions: Iterable[Submission], today: date
) -> DistrictStanding:
    """Judge every pair of a district as of a day, by its own rules and school calendar.

    A pure function of its arguments: the order of the submissions makes no difference.
    """
    intake = take_in(district, submissions, today)
    year = Year(district, intake, today)
    waiting = {n for o in intake.outcomes if o.waits for n in o.likely}
    pairs = [
        _pair_standing(year, pair, pair.number in waiting) for pair in district.pairs
    ]
    order = {status: place for place, status in enumerate(Status)}
    pairs.sort(key=lambda p: (order[p.status], p.last_met or date.min, p.pair.number))
    return DistrictStanding(
        district,
        today,
        tuple(pairs),
        intake.outcomes,
        tuple(_questions(year)),
        to_arrange(_planned(year), year.school(""), today),
        _obstacles(year),
    )


def _pair_standing(year: Year, pair: Pair, answer_waits: bool) -> PairStanding:
    today = year.today
    active = year.activity(pair)
    meetings = year.intake.meetings.get(pair.number, ())
    rules = year.rules(pair)
    found = [
        _result(year, pair, rule, meetings) for rule in rules if rule.what.of_frequency
    ]
    results = tuple(sorted(filter(None, found), key=lambda r: _order(r, today)))
    required = [r for r in results if r.rule.force is Force.REQUIRED and r.asks(today)]
    until = year.logged_until(pair)
    observations = observation_counts(
        meetings,
        year.plans.get(pair.number, ()),
        rules,
        active,
        year.periods,
        today,
        until,
    )
    cover = coverage(
        pair, rules, meetings, active, year.practice(pair), year.periods, today
    )
    case = Case(
        year, pair, active, meetings, required, observations, cover, answer_waits
    )
    flags = tuple(case.flags())
    verdict = case.verdict
    return PairStanding(
        pair,
        verdict.status,
        verdict.why,
        verdict.next,
        flags,
        verdict.about,
        results,
        meetings,
        observations,
        cover,
        case.planned,
        case.practice,
        case.last_own,
        max((f.day for f in year.follow_ups.get(pair.number, ())), default=None),
        any(f.name == ASKS_FOR_A_WORD for f in flags),
    )


def _order(r: RuleResult, today: date) -> tuple[bool, bool, bool]:
    """Required rules first, of them those that ask something these days, and meetings
    before minutes.
    """
    return (
        r.rule.force is not Force.REQUIRED,
        not r.asks(today),
        r.rule.what is not What.MEETINGS,
    )


def _result(
    year: Year, pair: Pair, rule: Rule, meetings: tuple[Meeting, ...]
) -> RuleResult | None:
    """A pair's figures under one rule; None for a sum that is not in force today."""
    active, counting = year.activity(pair), year.counting(pair)
    if rule.per in (Per.TERM, Per.YEAR):
        begun = [p for p in year.periods[rule.per] if p.first <= year.today]
        if not begun or not rule.holds_on(year.today):
            return None
        since = begun[-2].last + timedelta(days=1) if len(begun) > 1 else date.min
        return sum_result(
            rule,
            begun[-1],
            since,
            meetings,
            active,
            year.logged_until(pair),
            pair.share,
            counting,
        )
    frame = year.frame(pair, rule.per, counting(year.today).logs_due)
    return rule_result(
        rule, frame, year.whys(rule, pair, frame), meetings, pair.share, counting
    )


def _planned(year: Year) -> tuple[Plan, ...]:
    """The planned observations of pairs that there are, and that have not ended by
    then.
    """
    pairs = year.district.by_number
    return tuple(
        p
        for p in year.district.plans
        if p.pair in pairs and not ((ends := pairs[p.pair].ends) and p.day > ends)
    )


# -- the district ----------------------------------------------------------------------


def _obstacles(year: Year) -> dict[str, Counter[str]]:
    since = year.today - LATELY
    found: dict[str, Counter[str]] = {}
    for pair in year.district.pairs:
        said = [
            what.lower()
            for s in year.answers.get(pair.number, ())
            if s.kind is Kind.COULD_NOT_MEET and since <= s.day <= year.today
            for what in s.obstacles
        ]
        said += [
            f.obstacle.lower()
            for f in year.follow_ups.get(pair.number, ())
            if f.obstacle and f.day >= since
        ]
        for what in said:
            found.setdefault(what, Counter())[pair.school or "no school named"] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1].total(), item[0])))


def _questions(year: Year) -> Iterable[str]:
    """What only the coordinator can answer: the roster's questions, odd rows, and weeks
    in which nobody logged anything.
    """
    yield from year.district.roster.questions
    yield from map(str, like_ones_together(year.district.problems))
    for entry in year.district.calendar.entries:
        yield from _odd(year, entry)
    yield from _strangers(year)
    yield from _no_school(year)
    yield from _corrections(year)
    yield from _terms(year)
    runs: list[list[Period]] = []
    school = year.school("")
    for week in year.periods[Per.WEEK] if year.weekly else ():
        over = is_judged(week, school, min(year.today, school.last))
        if (
            over
            and year.silent(week)
            and school.count(week.first, week.last) >= 4
            and year.begun(week)
        ):
            if runs and runs[-1][-1].last + timedelta(days=1) == week.first:
                runs[-1].append(week)
            else:
                runs.append([week])
    for run in runs:
        first, last = run[0].first, run[-1].last - timedelta(days=2)
        yield f"No log from anyone, {day_words(first)} - {day_words(last)}: no school? Add it to Calendar."


def _odd(year: Year, entry: Entry) -> Iterable[str]:
    what = f"Calendar, {entry.event} on {day_words(entry.first)}"
    calendar = year.district.calendar
    if entry.held and entry.first > year.today:
        yield f"{what}: it is ticked as held, and is still to come. It counts from that day on."
    strangers = sorted(entry.absent - set(year.district.by_number))
    if strangers:
        numbers = ", ".join(map(str, strangers))
        yield f"{what}: {numbers} in Who was not there is nobody's number. Correct it there; the others are left out."
    if entry.event is Event.TERM and entry.last <= entry.first:
        yield f"{what}: a term needs its last day in To."
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
                max(entry.first, calendar.first), min(entry.last, calendar.last)
            )
        )
        > LONGEST_VACATION
    ):
        yield f"{what}: no school for so long, until {day_words(entry.last)} {entry.last.year}? Correct To if that is not meant."


def _strangers(year: Year) -> Iterable[str]:
    """Rows that name a number that no pair has."""
    for tab, numbers in (
        ("Observations", [p.pair for p in year.district.plans]),
        ("Follow-up", [f.pair for f in year.district.follow_ups]),
    ):
        for number in sorted(set(numbers) - set(year.district.by_number)):
            yield f"{tab}: {number} is nobody's number in Pairs. Correct the row, or clear it."


def _corrections(year: Year) -> Iterable[str]:
    """Corrections of an answer that there is not."""
    if year.district.corrections:
        known = {o.code for o in year.intake.outcomes}
        for code in sorted({c.answer for c in year.district.corrections} - known):
            yield f"Corrections: no answer has the code {code[:20]}. Take it from Log, or clear the row."


def _no_school(year: Year) -> Iterable[str]:
    """Observations that are planned for a day without school."""
    for plan in _planned(year):
        pair = year.district.by_number[plan.pair]
        if plan.day >= year.today and plan.day not in year.school(pair.school):
            day = f"{plan.day:%a}, {day_words(plan.day)}"
            yield f"Observations: {pair.code} is planned for {day}, a day without school. Correct the date there."


def _terms(year: Year) -> Iterable[str]:
    """A year whose terms end before it does."""
    last = year.periods[Per.TERM][-1].last
    if last < min(year.today, year.school("").last) and any(
        r.per is Per.TERM for r in year.district.rules
    ):
        yield f"Calendar: the last term ended on {day_words(last)}. Add the one that is under way as a row of its own."
