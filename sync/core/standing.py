"""All that is known of a pair becomes its status and its flags, each with a reason and a next step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sync.core.activity import Activity, activity
from sync.core.calendar import Per, Period, SchoolDays, monday_of
from sync.core.district import District
from sync.core.frequency import PeriodResult, RuleResult, is_judged, rule_result
from sync.core.intake import Intake, Outcome, take_in
from sync.core.model import FollowUp, Kind, Meeting, Pair, Status, Submission
from sync.core.observations import ObservationCount, observation_counts
from sync.core.rules import Force, What

CHECK_IN_AFTER = 10
REACH_OUT_AFTER = 15
LONG_GAP = 20
LONG_RULE_GAP = 25
FOLLOW_UP_DAYS = 10
NOTHING_PLANNED_AFTER = 20
LATELY = timedelta(days=28)
NO_MEETINGS = "no meetings yet"
LONG_GAP_FLAG = "long gap"
NOT_OFTEN = "not meeting often enough"
OBSERVATION_DUE = "observation due"
SILENCE_NEEDS_PAIRS = 5


@dataclass(frozen=True, slots=True)
class Flag:
    """Something worth knowing about a pair: its name, the evidence, and a next step."""

    name: str
    why: str
    next: str


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
    year = _Year(district, intake, today)
    waiting = {n for o in intake.outcomes if o.waits for n in o.likely}
    pairs = [_pair_standing(year, pair, pair.number in waiting) for pair in district.pairs]
    pairs.sort(key=lambda p: (list(Status).index(p.status), p.last_met or date.min, p.pair.number))
    return DistrictStanding(district, today, tuple(pairs), intake.outcomes, tuple(_questions(year)))


class _Year:
    """What is worked out once for all pairs of a district."""

    def __init__(self, district: District, intake: Intake, today: date) -> None:
        self.district = district
        self.intake = intake
        self.today = today
        self.periods = {per: district.calendar.periods(per) for per in Per}
        self._school: dict[str, SchoolDays] = {}
        self._activity: dict[tuple[object, ...], Activity] = {}
        self.logged: dict[date, set[int]] = defaultdict(set)
        for o in intake.outcomes:
            if o.pair is not None and o.submission.day <= today:
                self.logged[monday_of(o.submission.day)].add(o.pair)
        held = (e for e in district.calendar.entries if e.held and e.first <= today)
        self.gathered = {monday_of(e.first) for e in held}
        self.answers: dict[int, list[Submission]] = defaultdict(list)
        for o in intake.outcomes:
            if o.counted and o.pair is not None:
                self.answers[o.pair].append(o.submission)
        self.follow_ups: dict[int, list[FollowUp]] = defaultdict(list)
        for f in district.follow_ups:
            if f.day <= today:
                self.follow_ups[f.pair].append(f)
        self.planned: Mapping[int, list[date]] = defaultdict(list)
        for p in district.schedule:
            self.planned[p.pair].append(p.day)

    def school(self, name: str) -> SchoolDays:
        """The school days of one school."""
        if name not in self._school:
            self._school[name] = self.district.calendar.days_of(name)
        return self._school[name]

    def activity(self, pair: Pair) -> Activity:
        """When a pair is active; pairs that began and rest alike share the answer."""
        key = (pair.school, pair.starts, pair.ends, pair.away)
        if key not in self._activity:
            self._activity[key] = activity(pair, self.school(pair.school))
        return self._activity[key]

    def silent(self, week: Period, pair: int | None = None) -> bool:
        """Whether nobody else in a district of five pairs or more logged anything in a week.

        A pair's own log is left out, so that one more meeting never makes a week count against it.
        """
        if len(self.district.pairs) < SILENCE_NEEDS_PAIRS or week.first in self.gathered:
            return False
        return not self.logged[week.first] - {pair}


def _pair_standing(year: _Year, pair: Pair, answer_waits: bool) -> PairStanding:
    today = year.today
    active = year.activity(pair)
    meetings = tuple(m for m in year.intake.meetings.get(pair.number, ()) if m.day <= today)
    required = [r for r in year.district.rules if r.what is What.MEETINGS and r.force is Force.REQUIRED]
    suggested = [r for r in year.district.rules if r.what is What.MEETINGS and r.force is Force.SUGGESTED]
    results = tuple(
        rule_result(r, year.periods[r.per], meetings, active, today, lambda p: _not_expected(year, pair, active, p))
        for r in (*required, *suggested)
    )
    observations = observation_counts(
        meetings,
        [p for p in year.district.plans if p.pair == pair.number],
        year.district.rules,
        active.active.passed(active.start, min(today, active.last + timedelta(days=1))),
        len(active.active),
        today,
    )
    case = _Case(year, pair, active, meetings, results[: len(required)], observations, answer_waits)
    status, why, step = case.status()
    flags = tuple(case.flags())
    follow_ups = year.follow_ups[pair.number]
    return PairStanding(
        pair,
        status,
        why,
        step,
        flags,
        _spoken_for(status, why),
        results,
        meetings,
        observations,
        case.last_own,
        max((f.day for f in follow_ups), default=None),
        any(f.name == "asks for a word" for f in flags),
    )


_OF_FREQUENCY = frozenset({NO_MEETINGS, LONG_GAP_FLAG, NOT_OFTEN})


def _spoken_for(status: Status, why: str) -> frozenset[str]:
    """The flags whose evidence the status's own reason gives."""
    if status not in (Status.REACH_OUT, Status.REACHED_OUT, Status.CHECK_IN):
        return frozenset()
    return frozenset({OBSERVATION_DUE}) if why.startswith("An observation") else _OF_FREQUENCY


def _not_expected(year: _Year, pair: Pair, active: Activity, period: Period) -> str:
    """Why a week does not count for this pair although it has enough school days, if so."""
    if period.per is not Per.WEEK:
        return ""
    planned = [d for d in year.planned[pair.number] if d in period]
    if not planned and pair.regular is not None:
        planned = [period.first + timedelta(days=pair.regular.weekday)]
    if planned and not any(d in active.school for d in planned):
        return "no school on their day"
    if period.last < year.today and year.silent(period, pair.number):
        return "no log from anyone else"
    return ""


class _Case:
    """One pair's evidence, asked for its status and its flags."""

    def __init__(
        self,
        year: _Year,
        pair: Pair,
        active: Activity,
        meetings: Sequence[Meeting],
        required: Sequence[RuleResult],
        observations: Sequence[ObservationCount],
        answer_waits: bool,
    ) -> None:
        self.year = year
        self.pair = pair
        self.active = active
        self.meetings = meetings
        self.required = required
        self.observations = observations
        self.answer_waits = answer_waits
        self.today = year.today
        self.judging = min(year.today, active.school.last)
        self.own = [m.day for m in meetings if m.own]
        self.last_own = max(self.own, default=None)
        self.begin = active.latest_begin(self.judging)
        self.follow_up = max(year.follow_ups[pair.number], key=lambda f: (f.day, f.until or f.day), default=None)

    # -- what is so ---------------------------------------------------------------------------------------

    @property
    def unsettled(self) -> bool:
        """Nothing is judged yet: the pair began, or came back, fewer than ten school days ago."""
        return self.active.settling(self.judging)

    @property
    def days_since_start(self) -> int:
        """Active school days that have passed since the pair began."""
        return self.active.active.passed(self.active.start, self.judging)

    @property
    def gap(self) -> int:
        """Active school days that have passed since the last meeting of their own, or since they began."""
        since = self.begin if self.last_own is None else max(self.begin, self.last_own + timedelta(days=1))
        return self.active.active.passed(since, self.judging)

    def recent(self, result: RuleResult) -> tuple[PeriodResult, ...]:
        """The judged periods since the pair's latest start or return."""
        return tuple(p for p in result.judged if p.period.first >= monday_of(self.begin))

    def nothing_since(self, day: date) -> bool:
        """Whether the pair has no meeting of its own on or after a day."""
        return self.last_own is None or self.last_own < day

    def stopped(self, result: RuleResult) -> bool:
        """Nothing of their own in the last two judged periods and none since; 25 school days for longer rules."""
        if result.rule.per in (Per.WEEK, Per.TWO_WEEKS):
            recent = self.recent(result)
            return len(recent) >= 2 and self.nothing_since(recent[-2].period.first)
        return bool(self.own) and self.gap >= LONG_RULE_GAP

    def short(self, result: RuleResult) -> bool:
        """Short in the last judged period and nothing since."""
        recent = self.recent(result)
        return bool(recent) and not recent[-1].met and self.nothing_since(recent[-1].period.last + timedelta(days=1))

    def seldom(self, result: RuleResult) -> bool:
        """Met under three in four of the last eight judged periods, once there are four."""
        last = result.judged[-8:]
        return len(last) >= 4 and sum(p.met for p in last) * 4 < len(last) * 3

    # -- the status ---------------------------------------------------------------------------------------

    def status(self) -> tuple[Status, str, str]:
        """The first status that fits, why, and the next step."""
        pair, today = self.pair, self.today
        if pair.ends and today > pair.ends:
            return Status.ENDED, f"The pair ended on {_day(pair.ends)}.", ""
        for span in pair.away:
            if today in span:
                end = f" until {_day(span.last)}" if span.last else ""
                return Status.PAUSED, f"Away since {_day(span.first)}{end}.", ""
        if today < self.active.start:
            return Status.NOT_STARTED, f"Begins {_day(self.active.start)}.", ""
        if self.unsettled:
            if self.own or self.begin > self.active.start:
                back = "Back" if self.begin > self.active.start else "Meeting"
                return Status.ON_TRACK, f"{back} since {_day(self._since)}; nothing is asked yet.", ""
            return Status.NOT_STARTED, f"Began {_day(self.begin)}; nothing is asked yet.", ""
        if why := self._reach_out():
            if self.answer_waits:
                return (
                    Status.CHECK_IN,
                    f"{why} An answer that may be theirs waits in Log.",
                    "Look at the waiting answer.",
                )
            if until := self._followed_up():
                return Status.REACHED_OUT, f"{why} You were in touch.", f"Hear from them by {_day(until)}."
            return (
                Status.REACH_OUT,
                why,
                "Ask kindly: did you meet and not log it, or is something in the way?",
            )
        if found := self._check_in():
            return Status.CHECK_IN, *found
        last = f"Last met {_day(self.last_own)}." if self.last_own else "Nothing is asked of them yet."
        return Status.ON_TRACK, last, ""

    @property
    def _since(self) -> date:
        return self.begin if self.begin > self.active.start or not self.own else min(self.own)

    def _reach_out(self) -> str:
        if not self.own:
            if self.days_since_start >= REACH_OUT_AFTER:
                return f"Nothing logged of their own since they began on {_day(self.active.start)}."
            return ""
        if any(self.stopped(r) for r in self.required):
            return f"Nothing logged of their own since {_day(self.last_own)}."
        return ""

    def _check_in(self) -> tuple[str, str] | None:
        ask = "Ask how it goes, and whether finding the time is hard."
        if not self.own and self.days_since_start >= CHECK_IN_AFTER:
            return (
                f"Nothing logged yet; they began on {_day(self.active.start)}.",
                "Ask whether they have found each other.",
            )
        for r in self.required:
            if self.short(r):
                p = self.recent(r)[-1]
                return f"{p.held} of {p.need} in {_period(p.period)}, and nothing since.", ask
        for r in self.required:
            if self.seldom(r):
                last = r.judged[-8:]
                return (
                    f"Met in {sum(p.met for p in last)} of the last {len(last)} {_periods(r.rule.per)}.",
                    ask,
                )
        for o in self.observations:
            if o.overdue > 0:
                what = o.direction.words
                return (
                    f"An observation ({what}) is due: {o.done} of {o.asked} done.",
                    "Help them find a date and cover.",
                )
        if not self.required and self.own and self.gap >= LONG_GAP:
            return f"Nothing logged since {_day(self.last_own)}.", ask
        return None

    def _followed_up(self) -> date | None:
        """The day until which the pair counts as reached out to, if a follow-up is open."""
        if self.follow_up is None or self.follow_up.done:
            return None
        ahead = self.active.school.following(self.follow_up.day + timedelta(days=1), FOLLOW_UP_DAYS)
        until = self.follow_up.until or (ahead[-1] if ahead else self.follow_up.day)
        return until if self.today <= until else None

    # -- the flags ----------------------------------------------------------------------------------------

    def flags(self) -> Iterable[Flag]:
        """Every flag that fits, in the order a coordinator would want them."""
        asked = self.today >= self.active.start and not (self.pair.ends and self.today > self.pair.ends)
        away = any(self.today in span for span in self.pair.away)
        yield from self._wish()
        if asked and not away and not self.unsettled:
            yield from self._frequency_flags()
        if asked and not away:
            yield from self._observation_flags()
            yield from self._obstacles()
            yield from self._plan_flags()
        for hint in (*self.year.district.roster.hints, *self.year.district.hints):
            if hint.pair == self.pair.number:
                yield Flag("roster needs a fix", hint.text, "Mend it in the sheet when you have a minute.")

    def _wish(self) -> Iterable[Flag]:
        wishes = [s.day for s in self.year.answers[self.pair.number] if s.wants_word and s.day <= self.today]
        if wishes and (self.follow_up is None or self.follow_up.day < max(wishes)):
            yield Flag(
                "asks for a word",
                f"Asked on {_day(max(wishes))}.",
                "Give them a call; no reason was asked for.",
            )

    def _frequency_flags(self) -> Iterable[Flag]:
        if not self.own:
            if self.days_since_start >= CHECK_IN_AFTER:
                why = f"{self.days_since_start} school days since they began on {_day(self.active.start)}."
                yield Flag(NO_MEETINGS, why, "Ask whether they have found each other, and offer a time.")
        elif self.gap >= LONG_GAP:
            why = f"{self.gap} school days since {_day(self.last_own)}."
            yield Flag(LONG_GAP_FLAG, why, "Ask: did you meet and not log it, or is something in the way?")
        for r in self.required:
            if self.own and (self.stopped(r) or self.short(r) or self.seldom(r)):
                last = r.judged[-8:]
                why = f"Asked: {r.rule.words}."
                if last:
                    why += f" Met in {sum(p.met for p in last)} of the last {len(last)} {_periods(r.rule.per)}."
                yield Flag(NOT_OFTEN, why, "Look for a time both are free, or time already set aside.")
        whole = [m.day for m in self.meetings if not m.own]
        if whole and self.nothing_since(self.judging - LATELY) and max(whole) > self.judging - LATELY:
            why = f"With everyone on {_day(max(whole))}, and nothing of their own in four weeks."
            yield Flag("whole group only", why, "Ask what would help them find time for two.")

    def _observation_flags(self) -> Iterable[Flag]:
        for o in self.observations:
            if o.overdue > 0:
                why = f"{o.direction.words}: {o.done} of {o.asked} done, {o.overdue} due by now."
                yield Flag(OBSERVATION_DUE, why, "Help them pick a date, and arrange cover.")

    def _obstacles(self) -> Iterable[Flag]:
        since = self.today - LATELY
        named = [
            (s.day, what)
            for s in self.year.answers[self.pair.number]
            if s.kind is Kind.COULD_NOT_MEET and since <= s.day <= self.today
            for what in s.obstacles
        ]
        if named:
            whats = ", ".join(dict.fromkeys(what.lower() for _, what in sorted(named)))
            why = f"They could not meet on {_day(max(day for day, _ in named))}."
            yield Flag(f"in the way: {whats}", why, "See what you can move for them.")

    def _plan_flags(self) -> Iterable[Flag]:
        number, since, today = self.pair.number, self.today - LATELY, self.today
        met_weeks = {monday_of(m.day) for m in self.meetings if m.own}
        for day in sorted(self.year.planned[number]):
            if since <= day < today and monday_of(day) not in met_weeks:
                yield Flag(
                    "planned, not logged",
                    f"They planned {_day(day)}.",
                    "Ask whether it happened; a log takes half a minute.",
                )
                break
        for plan in self.year.district.plans:
            if plan.pair == number and since <= plan.day < today and not self._observed(plan.day):
                why = f"{plan.direction.words}, planned for {_day(plan.day)}."
                yield Flag("planned, not logged", why, "Ask whether it happened or needs a new date.")
        if (
            self.days_since_start >= NOTHING_PLANNED_AFTER
            and not self.unsettled
            and self.pair.regular is None
            and not self.year.planned[number]
        ):
            why = "No regular time, and their schedule is empty."
            yield Flag("nothing planned", why, "Help them pick a regular day, or fill in a few weeks together.")

    def _observed(self, day: date) -> bool:
        near = timedelta(days=7)
        return any(m.kind is Kind.OBSERVATION and abs(m.day - day) <= near for m in self.meetings)


def _questions(year: _Year) -> Iterable[str]:
    """What only the coordinator can answer: the roster's questions, and weeks in which nobody logged anything."""
    yield from year.district.roster.questions
    yield from (str(p) for p in year.district.problems)
    runs: list[list[Period]] = []
    begun = min((m for m, who in year.logged.items() if who), default=None)
    school = year.school("")
    weekly = any(r.what is What.MEETINGS and r.per is Per.WEEK for r in year.district.rules)
    for week in year.periods[Per.WEEK]:
        over = is_judged(week, school, min(year.today, school.last))
        if (
            over
            and weekly
            and begun
            and week.first > begun
            and year.silent(week)
            and school.count(week.first, week.last) >= 4
        ):
            if runs and runs[-1][-1].last + timedelta(days=1) == week.first:
                runs[-1].append(week)
            else:
                runs.append([week])
    for run in runs:
        first, last = run[0].first, run[-1].last - timedelta(days=2)
        yield f"No log from anyone, {_day(first)} - {_day(last)}: no school? Add it to Calendar."


def _day(day: date | None) -> str:
    return f"{day:%b} {day.day}" if day else "never"


def _period(period: Period) -> str:
    if period.per is Per.MONTH:
        return f"{period.first:%B}"
    weeks = "the week" if period.per is Per.WEEK else "the two weeks"
    return f"{weeks} of {_day(period.first)}"


def _periods(per: Per) -> str:
    return {Per.WEEK: "weeks", Per.TWO_WEEKS: "two-week periods", Per.MONTH: "months"}.get(per, "periods")
