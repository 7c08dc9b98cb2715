"""A district's pairs, judged: each with a status, a reason and a next step, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sync.core.calendar import Per, Period
from sync.core.case import Case, Flag, day_words
from sync.core.district import District
from sync.core.frequency import RuleResult, is_judged, rule_result
from sync.core.intake import Outcome, take_in
from sync.core.model import Meeting, Pair, Status, Submission
from sync.core.observations import ObservationCount, observation_counts
from sync.core.rules import Force, What
from sync.core.year import Year


@dataclass(frozen=True)
class PairStanding:
    """A pair's status as of a day, why, what to do next, and the figures behind it."""

    pair: Pair
    status: Status
    why: str
    next: str
    flags: tuple[Flag, ...]
    spoken_for: frozenset[str]
    rules: tuple[RuleResult, ...]
    meetings: tuple[Meeting, ...]
    observations: tuple[ObservationCount, ...]
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
    """Every pair's standing, most urgent first, and the questions for the coordinator."""

    district: District
    day: date
    pairs: tuple[PairStanding, ...]
    outcomes: tuple[Outcome, ...]
    questions: tuple[str, ...]

    @property
    def counts(self) -> dict[Status, int]:
        """How many pairs have each of the seven statuses."""
        return {status: sum(p.status is status for p in self.pairs) for status in Status}

    @property
    def waiting(self) -> int:
        """How many answers wait for a person."""
        return sum(o.waits for o in self.outcomes)


def judge(district: District, submissions: Iterable[Submission], today: date) -> DistrictStanding:
    """Judge every pair of a district as of a day, by its own rules and school calendar.

    A pure function of its arguments: the order of the submissions makes no difference.
    """
    intake = take_in(district, submissions, today)
    year = Year(district, intake, today)
    waiting = {n for o in intake.outcomes if o.waits for n in o.likely}
    pairs = [_pair_standing(year, pair, pair.number in waiting) for pair in district.pairs]
    pairs.sort(key=lambda p: (list(Status).index(p.status), p.last_met or date.min, p.pair.number))
    return DistrictStanding(district, today, tuple(pairs), intake.outcomes, tuple(_questions(year)))


def _pair_standing(year: Year, pair: Pair, answer_waits: bool) -> PairStanding:
    today = year.today
    active = year.activity(pair)
    meetings = tuple(m for m in year.intake.meetings.get(pair.number, ()) if m.day <= today)
    required = [r for r in year.district.rules if r.what is What.MEETINGS and r.force is Force.REQUIRED]
    suggested = [r for r in year.district.rules if r.what is What.MEETINGS and r.force is Force.SUGGESTED]
    results = tuple(
        rule_result(r, year.periods[r.per], meetings, active, today, lambda p: year.not_expected(pair, p))
        for r in (*required, *suggested)
    )
    observations = observation_counts(
        meetings,
        [p for p in year.district.plans if p.pair == pair.number],
        year.district.rules,
        active.active.passed(active.start, min(today, active.last + timedelta(days=1))),
        len(active.school),
        today,
    )
    case = Case(year, pair, active, meetings, results[: len(required)], observations, answer_waits)
    status, why, step = case.status()
    flags = tuple(case.flags())
    follow_ups = year.follow_ups[pair.number]
    return PairStanding(
        pair,
        status,
        why,
        step,
        flags,
        case.spoken_for,
        results,
        meetings,
        observations,
        case.last_own,
        max((f.day for f in follow_ups), default=None),
        any(f.name == "asks for a word" for f in flags),
    )


def _questions(year: Year) -> Iterable[str]:
    """What only the coordinator can answer: the roster's questions, and weeks in which nobody logged anything."""
    yield from year.district.roster.questions
    yield from (str(p) for p in year.district.problems)
    runs: list[list[Period]] = []
    school = year.school("")
    weekly = any(r.what is What.MEETINGS and r.per is Per.WEEK for r in year.district.rules)
    for week in year.periods[Per.WEEK]:
        over = is_judged(week, school, min(year.today, school.last))
        if over and weekly and year.begun(week) and year.silent(week) and school.count(week.first, week.last) >= 4:
            if runs and runs[-1][-1].last + timedelta(days=1) == week.first:
                runs[-1].append(week)
            else:
                runs.append([week])
    for run in runs:
        first, last = run[0].first, run[-1].last - timedelta(days=2)
        yield f"No log from anyone, {day_words(first)} - {day_words(last)}: no school? Add it to Calendar."
