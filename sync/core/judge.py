"""A district's pairs, judged: each with a status, a reason and a next step,
most urgent first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from sync.core.calendar import Per
from sync.core.coverage import Coverage, ahead, coverage
from sync.core.district import District
from sync.core.evidence import LATELY, Evidence
from sync.core.flag_kinds import Flag, FlagKind
from sync.core.flags import flags_of
from sync.core.frequency import rule_result
from sync.core.meetings import take_in
from sync.core.model import Kind, Meeting, Plan, Status, Submission
from sync.core.month_end import (
    BY_THE_MONTH,
    logs_at_month_ends,
    offer_words,
)
from sync.core.observations import ObservationCount, observation_counts
from sync.core.people import Pair
from sync.core.placing import Outcome
from sync.core.planning import Planned
from sync.core.questions import planned_observations, questions
from sync.core.results import RuleResult
from sync.core.rules import Force, Practice, Rule, What
from sync.core.status import decide
from sync.core.sums import sum_days, sum_result
from sync.core.to_arrange import (
    NOTHING_TO_ARRANGE,
    ToArrange,
    to_arrange,
)
from sync.core.wishes import Wishes
from sync.core.year import Year

_PLACES = {status: place for place, status in enumerate(Status)}


@dataclass(frozen=True)
class PairStanding:
    """A pair's status as of a day, why, what to do next, by which rule it was
    decided, and the figures behind it.

    ``rules`` are those on meetings and minutes, the required ones that ask
    something these days first; ``practice`` is how the district counts for
    this pair today.
    """

    pair: Pair
    status: Status
    why: str
    next: str
    decided: str
    flags: tuple[Flag, ...]
    flags_in_reason: frozenset[FlagKind]
    rules: tuple[RuleResult, ...]
    meetings: tuple[Meeting, ...]
    observations: tuple[ObservationCount, ...]
    cover: Coverage
    planned: Planned
    practice: Practice
    last_met: date | None
    last_follow_up: date | None
    wishes: Wishes

    @property
    def further(self) -> tuple[Flag, ...]:
        """The flags that say more than the status and its reason already do."""
        return tuple(
            f for f in self.flags if f.kind not in self.flags_in_reason
        )

    @property
    def urgency(self) -> float:
        """The place in the order of pairs: by status.

        A pair that asks to be contacted comes before those to check in with.
        """
        place = _PLACES[self.status]
        asks = _PLACES[Status.CHECK_IN] - 0.5
        return min(place, asks) if self.wishes.shown else place

    @property
    def minutes(self) -> int:
        """All minutes together, whole-group days included."""
        return sum(m.minutes for m in self.meetings)


@dataclass(frozen=True)
class DistrictStanding:
    """Every pair's standing, most urgent first, and the questions for the
    coordinator; ``to_arrange`` is what the coordinator can arrange.

    ``obstacles`` counts what was in the way in the last four weeks, by what it
    was and by school. It counts logs, follow-ups, and planned observations for
    which no substitute was found.
    """

    district: District
    day: date
    pairs: tuple[PairStanding, ...]
    outcomes: tuple[Outcome, ...]
    questions: tuple[str, ...]
    coverage_ahead: tuple[Plan, ...] = ()
    obstacles: Mapping[str, Counter[str]] = field(default_factory=dict)
    to_arrange: ToArrange = NOTHING_TO_ARRANGE

    @property
    def cover_to_arrange(self) -> tuple[Plan, ...]:
        """The planned observations of the next ten school days whose coverage
        nobody has arranged.
        """
        return tuple(p for p in self.coverage_ahead if p.to_cover)

    @property
    def counts(self) -> dict[Status, int]:
        """How many pairs have each of the seven statuses."""
        return {
            status: sum(p.status is status for p in self.pairs)
            for status in Status
        }

    @cached_property
    def not_counted(self) -> tuple[Outcome, ...]:
        """The answers that do not count."""
        return tuple([o for o in self.outcomes if not o.counted])

    @property
    def waiting(self) -> int:
        """How many answers wait for a person."""
        return sum(o.waits for o in self.not_counted)

    @property
    def set_aside(self) -> tuple[int, int]:
        """How many meetings but observations used time that the school set
        aside, and how many there were.
        """
        meetings = [
            m
            for p in self.pairs
            for m in p.meetings
            if m.own and m.kind is not Kind.OBSERVATION
        ]
        return sum(m.set_aside for m in meetings), len(meetings)


def judge(
    district: District, submissions: Iterable[Submission], today: date
) -> DistrictStanding:
    """Judge every pair of a district as of a day, by its own rules and school
    calendar.

    A pure function of its arguments: the order of the submissions makes no
    difference. After the last day of school the judgement is that of the last
    day, with what was logged since.
    """
    intake = take_in(district, submissions, today)
    year = Year(district, intake, min(today, district.calendar.last))
    pairs = [_pair_standing(year, pair) for pair in district.pairs]
    pairs.sort(
        key=lambda p: (p.urgency, p.last_met or date.min, p.pair.number)
    )
    return DistrictStanding(
        district,
        today,
        tuple(pairs),
        intake.outcomes,
        (*_offer(year, pairs), *questions(year)),
        ahead(planned_observations(year), year.school(""), today),
        _obstacles(year),
        to_arrange(year, {p.pair.number: p.cover for p in pairs}),
    )


def _pair_standing(year: Year, pair: Pair) -> PairStanding:
    """Judge one pair: its results under every rule, its status and its flags."""
    active = year.activity(pair)
    rules, meetings = year.rules(pair), year.met_by(pair)
    own = year.intake.meetings.get(pair.number, ())
    results = _results(year, pair, rules, meetings)
    observations = observation_counts(year, pair, meetings)
    evidence = Evidence(
        year=year,
        pair=pair,
        active=active,
        meetings=meetings,
        required=[
            r for r in results if r.rule.force is Force.REQUIRED and r.asks
        ],
        observations=observations,
        cover=coverage(year, pair, own),
    )
    flags = tuple(flags_of(evidence))
    verdict = decide(evidence)
    return PairStanding(
        pair=pair,
        status=verdict.status,
        why=verdict.reason.why,
        next=verdict.reason.next,
        decided=verdict.reason.decided,
        flags=flags,
        flags_in_reason=verdict.reason.about,
        rules=results,
        meetings=own,
        observations=observations,
        cover=evidence.cover,
        planned=evidence.planned,
        practice=evidence.practice,
        last_met=evidence.last_own,
        last_follow_up=max(
            (f.day for f in year.follow_ups.get(pair.number, ())), default=None
        ),
        wishes=evidence.wishes,
    )


def _results(
    year: Year,
    pair: Pair,
    rules: Sequence[Rule],
    meetings: tuple[Meeting, ...],
) -> tuple[RuleResult, ...]:
    """A pair's results under the rules on meetings and minutes, the weightiest
    first.
    """
    found = (
        _result(year, pair, rule, meetings)
        for rule in rules
        if rule.what.of_frequency
    )
    return tuple(
        sorted(
            (r for r in found if r is not None),
            key=_order,
        )
    )


def _order(r: RuleResult) -> tuple[bool, bool, bool]:
    """Required rules first, of them those that ask something these days, and
    meetings before minutes.
    """
    return (
        r.rule.force is not Force.REQUIRED,
        not r.asks,
        r.rule.what is not What.MEETINGS,
    )


def _result(
    year: Year, pair: Pair, rule: Rule, meetings: tuple[Meeting, ...]
) -> RuleResult | None:
    """A pair's figures under one rule; None for a sum that is not in force
    today.
    """
    active, counting = year.activity(pair), year.counting(pair)
    if rule.per in (Per.SEMESTER, Per.YEAR):
        days = sum_days(rule, year.periods[rule.per], year.today)
        if year.today < days.first or not rule.holds_on(year.today):
            return None
        until = year.logged_until(pair)
        return sum_result(
            rule, days, meetings, active, until, pair.share, counting
        )
    frame = year.frame(pair, rule.per, counting(year.today).logs_due)
    return rule_result(
        rule,
        frame,
        year.whys(rule, pair, frame),
        meetings,
        pair.share,
        counting,
        year.may_be(pair),
    )


def _offer(year: Year, pairs: Sequence[PairStanding]) -> Iterator[str]:
    """Offer a row on *logs due* where most logs come at the end of the month.

    The offer says how many pairs would then not be asked about yet.
    """
    logs = logs_at_month_ends(year)
    if logs is None:
        return
    rules = (*year.district.rules, BY_THE_MONTH)
    other = Year(replace(year.district, rules=rules), year.intake, year.today)
    spared = [
        p
        for p in pairs
        if p.status.to_ask_after
        and not _pair_standing(other, p.pair).status.to_ask_after
    ]
    if spared:
        yield offer_words(logs, len(spared))


# -- the district -------------------------------------------------------------


def _obstacles(year: Year) -> dict[str, Counter[str]]:
    since = year.today - LATELY
    found: dict[str, Counter[str]] = {}
    for pair in year.district.pairs:
        reasons = [
            what.lower()
            for s in year.answers.get(pair.number, ())
            if s.kind is Kind.COULD_NOT_MEET and since <= s.day <= year.today
            for what in s.obstacles
        ]
        reasons += [
            f.obstacle.lower()
            for f in year.follow_ups.get(pair.number, ())
            if f.obstacle and f.day >= since
        ]
        reasons += [
            "no substitute"
            for p in year.plans.get(pair.number, ())
            if p.filled is False and since <= p.day <= year.today
        ]
        for what in reasons:
            found.setdefault(what, Counter())[
                pair.school or "no school named"
            ] += 1
    return dict(
        sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    )
