"""One pair's evidence, asked for its status and its flags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sync.core.activity import Activity
from sync.core.calendar import Per, Period, monday_of
from sync.core.frequency import PeriodResult, RuleResult
from sync.core.model import Kind, Meeting, Pair, Status
from sync.core.observations import ObservationCount
from sync.core.year import Year

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
_OF_FREQUENCY = frozenset({NO_MEETINGS, LONG_GAP_FLAG, NOT_OFTEN})


@dataclass(frozen=True, slots=True)
class Flag:
    """Something worth knowing about a pair: its name, the evidence, and a next step."""

    name: str
    why: str
    next: str


class Case:
    """One pair's evidence, asked for its status and its flags."""

    def __init__(
        self,
        year: Year,
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
            return Status.ENDED, f"The pair ended on {day_words(pair.ends)}.", ""
        for span in pair.away:
            if today in span:
                end = f" until {day_words(span.last)}" if span.last else ""
                return Status.PAUSED, f"Away since {day_words(span.first)}{end}.", ""
        if today < self.active.start:
            return Status.NOT_STARTED, f"Begins {day_words(self.active.start)}.", ""
        if self.unsettled:
            if self.own or self.begin > self.active.start:
                back = "Back" if self.begin > self.active.start else "Meeting"
                return Status.ON_TRACK, f"{back} since {day_words(self._since)}; nothing is asked yet.", ""
            return Status.NOT_STARTED, f"Began {day_words(self.begin)}; nothing is asked yet.", ""
        if why := self._reach_out():
            if self.answer_waits:
                return (
                    Status.CHECK_IN,
                    f"{why} An answer that may be theirs waits in Log.",
                    "Look at the waiting answer.",
                )
            if until := self._followed_up():
                return Status.REACHED_OUT, f"{why} You were in touch.", f"Hear from them by {day_words(until)}."
            return (
                Status.REACH_OUT,
                why,
                "Ask kindly: did you meet and not log it, or is something in the way?",
            )
        if found := self._check_in():
            return Status.CHECK_IN, *found
        last = f"Last met {day_words(self.last_own)}." if self.last_own else "Nothing is asked of them yet."
        return Status.ON_TRACK, last, ""

    @property
    def _since(self) -> date:
        return self.begin if self.begin > self.active.start or not self.own else min(self.own)

    def _reach_out(self) -> str:
        if not self.own:
            if self.days_since_start >= REACH_OUT_AFTER:
                return f"No meeting of their own logged since they began on {day_words(self.active.start)}."
            return ""
        if any(self.stopped(r) for r in self.required):
            return f"No meeting of their own logged since {day_words(self.last_own)}."
        return ""

    def _check_in(self) -> tuple[str, str] | None:
        ask = "Ask how it goes, and whether finding the time is hard."
        if not self.own and self.days_since_start >= CHECK_IN_AFTER:
            return (
                f"Nothing logged yet; they began on {day_words(self.active.start)}.",
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
            return f"Nothing logged since {day_words(self.last_own)}.", ask
        return None

    def _followed_up(self) -> date | None:
        """The day until which the pair counts as reached out to, if a follow-up is open."""
        if self.follow_up is None or self.follow_up.done:
            return None
        ahead = self.active.school.following(self.follow_up.day + timedelta(days=1), FOLLOW_UP_DAYS)
        until = self.follow_up.until or (ahead[-1] if ahead else self.follow_up.day)
        return until if self.today <= until else None

    # -- the flags ----------------------------------------------------------------------------------------

    @property
    def spoken_for(self) -> frozenset[str]:
        """The flags whose evidence the status's own reason gives."""
        status, why, _ = self.status()
        if status not in (Status.REACH_OUT, Status.REACHED_OUT, Status.CHECK_IN):
            return frozenset()
        return frozenset({OBSERVATION_DUE}) if why.startswith("An observation") else _OF_FREQUENCY

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
                f"Asked on {day_words(max(wishes))}.",
                "Give them a call; the form does not ask why.",
            )

    def _frequency_flags(self) -> Iterable[Flag]:
        if not self.own:
            if self.days_since_start >= CHECK_IN_AFTER:
                why = f"{self.days_since_start} school days since they began on {day_words(self.active.start)}."
                yield Flag(NO_MEETINGS, why, "Ask whether they have found each other, and offer a time.")
        elif self.gap >= LONG_GAP:
            why = f"{self.gap} school days since {day_words(self.last_own)}."
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
            why = f"With everyone on {day_words(max(whole))}, and nothing of their own in four weeks."
            yield Flag("whole group only", why, "Ask what would help them find time for the two of them.")

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
            why = f"They could not meet on {day_words(max(day for day, _ in named))}."
            yield Flag(f"in the way: {whats}", why, "See what you can move for them.")

    def _plan_flags(self) -> Iterable[Flag]:
        number, since, today = self.pair.number, self.today - LATELY, self.today
        met_weeks = {monday_of(m.day) for m in self.meetings if m.own}
        for day in sorted(self.year.planned[number]):
            if since <= day < today and monday_of(day) not in met_weeks:
                yield Flag(
                    "planned, not logged",
                    f"They planned {day_words(day)}.",
                    "Ask whether it happened; a log takes half a minute.",
                )
                break
        for plan in self.year.district.plans:
            if plan.pair == number and since <= plan.day < today and not self._observed(plan.day):
                why = f"{plan.direction.words}, planned for {day_words(plan.day)}."
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


def day_words(day: date | None) -> str:
    """A day as people say it: Oct 2."""
    return f"{day:%b} {day.day}" if day else "never"


def _period(period: Period) -> str:
    if period.per is Per.MONTH:
        return f"{period.first:%B}"
    weeks = "the week" if period.per is Per.WEEK else "the two weeks"
    return f"{weeks} of {day_words(period.first)}"


def _periods(per: Per) -> str:
    return {Per.WEEK: "weeks", Per.TWO_WEEKS: "two-week periods", Per.MONTH: "months"}.get(per, "periods")
