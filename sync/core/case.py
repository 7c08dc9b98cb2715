"""One pair's evidence, asked for its status and its flags."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sync.core.activity import Activity
from sync.core.calendar import Per, Period, monday_of
from sync.core.coverage import Coverage
from sync.core.frequency import PeriodResult, RuleResult
from sync.core.model import Kind, Meeting, Pair, Status, Submission
from sync.core.observations import ObservationCount
from sync.core.pair_plans import set_aside_ahead
from sync.core.planning import Planned, short_words
from sync.core.rules import Force, Practice, What
from sync.core.words import day_words, many
from sync.core.year import Year

CHECK_IN_AFTER = 10
REACH_OUT_AFTER = 15
LONG_GAP = 20
LONG_RULE_GAP = 25
FOLLOW_UP_DAYS = 10
NOTHING_PLANNED_AFTER = 20
MOST_FREE = 5
LATELY, LATELY_DAYS = timedelta(days=28), 20
A_WEEK = timedelta(days=7)
NO_MEETINGS = "no meetings yet"
LONG_GAP_FLAG = "long gap"
NOT_OFTEN = "not meeting often enough"
MINUTES_SHORT = "minutes short"
OBSERVATION_DUE = "observation due"
SHEET_FIX = "the sheet needs a fix"
ASKS_FOR_A_WORD = "asks for a word"
_OF_FREQUENCY = frozenset({NO_MEETINGS, LONG_GAP_FLAG, NOT_OFTEN})
_ASK = "Ask how it goes, and whether finding the time is hard."
_IN_THE_WAY = "Ask kindly: did you meet and not log it, or is something in the way?"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something worth knowing about a pair: its name, the evidence, and a next step."""

    name: str
    why: str
    next: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, why, and what to do next; ``about`` names the flags whose evidence the
    reason gives already.
    """

    status: Status
    why: str
    next: str = ""
    about: frozenset[str] = frozenset()


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
        cover: Coverage,
        answer_waits: bool,
    ) -> None:
        self.year = year
        self.pair = pair
        self.active = active
        self.meetings = meetings
        self.required = required
        self.observations = observations
        self.cover = cover
        self.answer_waits = answer_waits
        self.today = year.today
        self.judging = min(year.today, active.school.last)
        self.until = min(year.logged_until(pair), active.school.last)
        self.own = [m.day for m in meetings if m.own]
        self.last_own = max(self.own, default=None)
        self.begin = active.latest_begin(self.judging)
        mine = year.follow_ups.get(pair.number, ())
        self.follow_up = max(
            mine, key=lambda f: (f.day, f.until or f.day), default=None
        )

    # -- what is so --------------------------------------------------------------------

    @property
    def practice(self) -> Practice:
        """How the district counts for this pair today."""
        return self.year.practice(self.pair)

    @property
    def unsettled(self) -> bool:
        """Nothing is judged yet: the pair began, or came back, fewer than ten school
        days ago.
        """
        return self.active.settling(self.judging)

    @property
    def days_since_begin(self) -> int:
        """Active school days that have passed since the pair began or came back, as far
        as their logs are in.
        """
        return self.active.active.passed(self.begin, self.until)

    @property
    def _begun_words(self) -> str:
        came_back = self.begin > self.active.start
        return f"{'came back' if came_back else 'began'} on {day_words(self._back if came_back else self.begin)}"

    @cached_property
    def lately(self) -> date:
        """The first of the pair's last twenty active school days whose logs are in."""
        days = self.active.active.days
        place = bisect_left(days, self.until) - LATELY_DAYS
        return days[place] if place >= 0 else self.active.start

    @property
    def gap(self) -> int:
        """Active school days that have passed since the last meeting of their own, or
        since they began.
        """
        since = (
            self.begin
            if self.last_own is None
            else max(self.begin, self.last_own + timedelta(days=1))
        )
        return self.active.active.passed(since, self.until)

    @cached_property
    def ended(self) -> bool:
        """Whether the pair's last day is over."""
        return self.pair.ends is not None and self.today > self.pair.ends

    @cached_property
    def away(self) -> bool:
        """Whether one of them is away today."""
        return any(self.today in span for span in self.pair.away)

    def recent(self, result: RuleResult) -> tuple[PeriodResult, ...]:
        """The judged periods since the pair's latest start or return."""
        monday = monday_of(self.begin)
        if monday <= monday_of(self.active.school.first):
            return result.judged
        return tuple(p for p in result.judged if p.period.first >= monday)

    def nothing_since(self, day: date) -> bool:
        """Whether the pair has no meeting of its own on or after a day."""
        return self.last_own is None or self.last_own < day

    def stopped(self, result: RuleResult) -> bool:
        """Nothing of their own in the last two judged periods and none since; 25 school
        days for longer rules.
        """
        if result.rule.per in (Per.WEEK, Per.TWO_WEEKS):
            recent = self.recent(result)
            return len(recent) >= 2 and self.nothing_since(recent[-2].period.first)
        return bool(self.own) and self.gap >= LONG_RULE_GAP and not result.done

    def short(self, result: RuleResult) -> bool:
        """Short of meetings in the last judged period and nothing since."""
        if result.rule.what is not What.MEETINGS:
            return False
        recent = self.recent(result)
        return (
            bool(recent)
            and not recent[-1].met
            and self.nothing_since(recent[-1].period.last + timedelta(days=1))
        )

    def seldom(self, result: RuleResult) -> bool:
        """Met under three in four of the last eight judged periods since they began or
        came back, once there are four.
        """
        if result.rule.what is not What.MEETINGS:
            return False
        last = self.recent(result)[-8:]
        return len(last) >= 4 and sum(p.met for p in last) * 4 < len(last) * 3

    # -- the status --------------------------------------------------------------------

    @cached_property
    def verdict(self) -> Verdict:
        """The first status that fits, why, and the next step."""
        pair, today = self.pair, self.today
        if self.ended:
            return Verdict(Status.ENDED, f"The pair ended on {day_words(pair.ends)}.")
        for span in pair.away:
            if today in span:
                end = f" until {day_words(span.last)}" if span.last else ""
                return Verdict(
                    Status.PAUSED, f"Away since {day_words(span.first)}{end}."
                )
        if today < self.active.start:
            return Verdict(
                Status.NOT_STARTED, f"Begins {day_words(self.active.start)}."
            )
        if self.unsettled:
            if self.own or self.begin > self.active.start:
                back = "Back" if self.begin > self.active.start else "Meeting"
                return Verdict(
                    Status.ON_TRACK,
                    f"{back} since {day_words(self._since)}; nothing is asked yet.",
                )
            return Verdict(
                Status.NOT_STARTED,
                f"Began {day_words(self.begin)}; nothing is asked yet.",
            )
        if why := self._reach_out():
            return self._contacted(why)
        last = (
            f"Last met {day_words(self.last_own)}."
            if self.last_own
            else "Nothing is asked of them yet."
        )
        found = next(iter(self._check_in()), None)
        if found is None:
            return Verdict(Status.ON_TRACK, last)
        f, until = self.follow_up, self._followed_up()
        if f is not None and until is not None and self.today <= until:
            why = f"{found.why} You were in touch on {day_words(f.day)}."
            return Verdict(
                Status.CHECK_IN,
                why,
                f"Hear from them by {day_words(until)}.",
                found.about,
            )
        return found

    @property
    def _since(self) -> date:
        return (
            self._back
            if self.begin > self.active.start or not self.own
            else min(self.own)
        )

    def _reach_out(self) -> str:
        if not self.own:
            if self.days_since_begin >= REACH_OUT_AFTER:
                return f"No meeting of their own logged since they {self._begun_words}."
            return ""
        if any(self.stopped(r) for r in self.required):
            return f"No meeting of their own logged since {self._last_words}."
        return ""

    @property
    def _last_words(self) -> str:
        """The last meeting's day, or that of the return from leave if that is later."""
        if (
            self.last_own is not None
            and self.last_own < self.begin
            and self.begin > self.active.start
        ):
            return f"they {self._begun_words}"
        return day_words(self.last_own)

    @property
    def _back(self) -> date:
        """The first school day of the pair's latest start or return."""
        return self.active.first_active(self.begin, self.active.last) or self.begin

    def _contacted(self, why: str) -> Verdict:
        """Reach out, unless an answer that may be theirs waits, or somebody was in
        touch a short while ago.
        """
        if self.answer_waits:
            waits = f"{why} An answer that may be theirs waits in Log."
            return Verdict(
                Status.CHECK_IN, waits, "Look at the waiting answer.", _OF_FREQUENCY
            )
        f = self.follow_up
        if f is None:
            return Verdict(Status.REACH_OUT, why, _IN_THE_WAY, _OF_FREQUENCY)
        until = self._followed_up()
        if until is not None and self.today <= until:
            hear = f"Hear from them by {day_words(until)}."
            return Verdict(
                Status.REACHED_OUT,
                f"{why} You were in touch on {day_words(f.day)}.",
                hear,
                _OF_FREQUENCY,
            )
        silent = not f.done and self.nothing_since(f.day)
        ended = (
            f" You were in touch on {day_words(f.day)}, and nothing has been logged since."
            if silent
            else ""
        )
        step = (
            "Be in touch again: did what you agreed on help?" if ended else _IN_THE_WAY
        )
        return Verdict(Status.REACH_OUT, why + ended, step, _OF_FREQUENCY)

    def _followed_up(self) -> date | None:
        """The day until which a follow-up that is open keeps the pair out of *Reach
        out*.
        """
        if self.follow_up is None or self.follow_up.done:
            return None
        ahead = self.active.school.following(
            self.follow_up.day + timedelta(days=1), FOLLOW_UP_DAYS
        )
        return self.follow_up.until or (ahead[-1] if ahead else self.follow_up.day)

    def _check_in(self) -> Iterator[Verdict]:
        """Every reason to check in, the first one first."""

        def say(
            why: str, step: str = _ASK, about: frozenset[str] = _OF_FREQUENCY
        ) -> Verdict:
            return Verdict(Status.CHECK_IN, why, step, about)

        if not self.own and self.days_since_begin >= CHECK_IN_AFTER:
            why = f"Nothing logged yet; they {self._begun_words}."
            yield say(why, "Ask whether they have found each other.")
        for r in self.required:
            if self.short(r):
                p = self.recent(r)[-1]
                yield say(
                    f"{p.held} of {p.need:g} in {period_words(p.period)}, and nothing since."
                )
        for r in self.required:
            if self.seldom(r):
                last = self.recent(r)[-8:]
                yield say(
                    f"Met in {sum(p.met for p in last)} of the last {len(last)} {periods_words(r.rule.per)}."
                )
        for r in self.required:
            if self.behind(r):
                yield say(
                    self._behind_words(r), about=frozenset({MINUTES_SHORT, NOT_OFTEN})
                )
        for o in self.observations:
            if o.due and not self.practice.arranges_observations:
                yield say(
                    f"An observation ({o.direction.words}) is due{_window(o)}: {_done(o)}.",
                    "Help them find a date and cover.",
                    frozenset({OBSERVATION_DUE}),
                )
        if not self.required and self.own and self.gap >= LONG_GAP:
            yield say(f"Nothing logged since {self._last_words}.")

    # -- the flags ---------------------------------------------------------------------

    def flags(self) -> Iterable[Flag]:
        """Every flag that fits, in the order a coordinator would want them."""
        begun = self.today >= self.active.start and not self.ended
        yield from self._wish()
        if begun and not self.away and not self.unsettled:
            yield from self._frequency_flags()
        if begun and not self.away:
            if not self.unsettled:
                yield from self._observation_flags()
            yield from self._obstacles()
            yield from self._plan_flags()
            yield from self._without_rule()
        if not self.ended:
            for hint in (*self.year.district.roster.hints, *self.year.district.hints):
                if hint.pair == self.pair.number:
                    yield Flag(
                        SHEET_FIX,
                        f"{hint.text.rstrip('.')}.",
                        "Mend it when you have a minute.",
                    )

    def _without_rule(self) -> Iterable[Flag]:
        """A pair that no rule on meetings or minutes is for, where others have one."""
        asked = [
            r
            for r in self.year.district.rules
            if r.what.of_frequency and r.force is Force.REQUIRED
        ]
        if asked and not any(r.who.fits(self.pair) for r in asked):
            why = "Rules asks for meetings, but nothing of this pair."
            yield Flag(
                "no rule is for them",
                why,
                "Look at their year and New to in Pairs, and at For whom in Rules.",
            )

    def _wish(self) -> Iterable[Flag]:
        wishes = [s.day for s in self._answers if s.wants_word and s.day <= self.today]
        if wishes and (self.follow_up is None or self.follow_up.day < max(wishes)):
            why = f"Asked on {day_words(max(wishes))}."
            yield Flag(
                ASKS_FOR_A_WORD, why, "Give them a call; the form does not ask why."
            )

    @property
    def _answers(self) -> Sequence[Submission]:
        return self.year.answers.get(self.pair.number, ())

    def _frequency_flags(self) -> Iterable[Flag]:
        if not self.own:
            if self.days_since_begin >= CHECK_IN_AFTER:
                why = f"{self.days_since_begin} school days since they {self._begun_words}."
                yield Flag(
                    NO_MEETINGS,
                    why,
                    "Ask whether they have found each other, and offer a time.",
                )
        elif self.gap >= LONG_GAP:
            why = f"{self.gap} school days since {self._last_words}."
            yield Flag(
                LONG_GAP_FLAG,
                why,
                "Ask: did you meet and not log it, or is something in the way?",
            )
        for r in self.required:
            late = r.rule.what is What.MEETINGS and self.behind(r) is not None
            if self.own and (
                self.stopped(r) or self.short(r) or self.seldom(r) or late
            ):
                last = self.recent(r)[-8:]
                why = f"Asked: {self._asked_words(r)}."
                if late:
                    why += f" {self._behind_words(r)}"
                elif len(last) > 1 and r.rule.what is What.MEETINGS:
                    why += f" Met in {sum(p.met for p in last)} of the last {len(last)} {periods_words(r.rule.per)}."
                yield Flag(
                    NOT_OFTEN,
                    why,
                    "Look for a time both are free, or time already set aside.",
                )
        for r in self.required:
            if r.rule.what is What.MINUTES and self.behind(r):
                step = "Look for time already set aside; brief conversations count in minutes, too."
                yield Flag(
                    MINUTES_SHORT,
                    f"Asked: {self._asked_words(r)}. {self._behind_words(r)}",
                    step,
                )
        whole = [m.day for m in self.meetings if not m.own]
        if whole and self.nothing_since(self.lately) and max(whole) >= self.lately:
            why = f"With everyone on {day_words(max(whole))}, and nothing of their own in 20 school days."
            yield Flag(
                "whole group only",
                why,
                "Ask what would help them find time for the two of them.",
            )

    def _observation_flags(self) -> Iterable[Flag]:
        overdue = [o for o in self.observations if o.due]
        arranged = self.practice.arranges_observations
        for o in overdue:
            why = f"{o.direction.words}{_window(o)}: {_done(o)}, {round(o.overdue, 1):g} more due by now."
            step = "Help them find a date and cover."
            if arranged:
                step = "Yours to arrange: pick a date in Observations, and cover."
            yield Flag(OBSERVATION_DUE, why, step)
        if self.cover.given and self.cover.left <= 0:
            why = f"{self.cover.used:g} of {many(self.cover.given, 'hour')} used."
            yield Flag(
                "cover used up",
                why,
                "Extra hours can be given in Pairs, or a colleague can step in.",
            )
        elif self.cover.given and overdue and self.cover.left >= 1:
            why = f"{many(self.cover.left, 'hour')} of cover left."
            yield Flag(
                "cover unused while observations are due",
                why,
                "Help them find a date and cover.",
            )
        if self.practice.conference:
            for m in self.meetings:
                seen = (
                    m.kind is Kind.OBSERVATION
                    and self.lately <= m.day < self.until - A_WEEK
                )
                if seen and "after" not in m.conferences and not self._talked(m.day):
                    why = f"Observed on {day_words(m.day)}; no talk about it is logged."
                    yield Flag(
                        "talk after an observation",
                        why,
                        "Ask whether they have talked about it; ten minutes count.",
                    )

    def _talked(self, day: date) -> bool:
        """Whether the pair met by themselves in the week after an observation."""
        week = day + A_WEEK
        return any(
            m.kind is not Kind.OBSERVATION and m.own and day <= m.day <= week
            for m in self.meetings
        )

    def _obstacles(self) -> Iterable[Flag]:
        since = self.today - LATELY
        named = [
            (s.day, what)
            for s in self._answers
            if s.kind is Kind.COULD_NOT_MEET and since <= s.day <= self.today
            for what in s.obstacles
        ]
        if named:
            whats = ", ".join(dict.fromkeys(what.lower() for _, what in sorted(named)))
            why = f"They could not meet on {day_words(max(day for day, _ in named))}."
            yield Flag(f"in the way: {whats}", why, "See what you can move for them.")

    @cached_property
    def planned(self) -> Planned:
        """The school days that the pair planned in *Schedule* so far, and those in
        whose weeks they met.
        """
        days = sorted(
            d
            for d in self.year.planned.get(self.pair.number, ())
            if d < self.until and d in self.active.active
        )
        met_weeks = {monday_of(d) for d in self.own} if days else ()
        return Planned(tuple(days), tuple(d for d in days if monday_of(d) in met_weeks))

    def _plan_flags(self) -> Iterable[Flag]:
        for day in () if self.unsettled else self.planned.open:
            if day >= self.lately:
                step = "Ask whether it happened; a log takes half a minute."
                yield Flag(
                    "planned, not logged", f"They planned {day_words(day)}.", step
                )
                break
        for plan in self.year.plans.get(self.pair.number, ()):
            there = (
                plan.day in self.active.active and self.lately <= plan.day < self.until
            )
            if there and not self._observed(plan.day):
                why = f"{plan.direction.words}, planned for {day_words(plan.day)}."
                yield Flag(
                    "planned, not logged",
                    why,
                    "Ask whether it happened or needs a new date.",
                )
        if (
            self.days_since_begin >= NOTHING_PLANNED_AFTER
            and not self.unsettled
            and self.pair.regular is None
            and not self.year.planned.get(self.pair.number)
        ):
            why = " ".join(
                filter(
                    None,
                    ["No regular time, and their schedule is empty.", self._both_free],
                )
            )
            step = "Help them pick a regular day, or fill in a few weeks together."
            if self.practice.arranges_meetings:
                step = "Yours to arrange: give them a regular day in Pairs, or fill in a few weeks of Schedule."
            yield Flag(
                "nothing planned", why, " ".join(filter(None, [step, self._set_aside]))
            )
        elif self.pair.regular is None and self._both_free:
            yield Flag(
                "no regular time",
                self._both_free,
                self._set_aside or "Offer them one of these times.",
            )
        arranged = self.year.district.arranged.get(self.pair.number)
        said, typed = (arranged.regular if arranged else None), self.pair.regular
        if (
            arranged
            and said
            and typed
            and said.weekday != typed.weekday
            and self.today <= arranged.sent + LATELY
        ):
            why = f"They planned {short_words(said)}, and Pairs says {short_words(typed)}, which holds."
            yield Flag(
                "planned otherwise",
                why,
                "Clear the regular day in Pairs, if theirs is right.",
            )

    @cached_property
    def _both_free(self) -> str:
        """The times at which both said that they are free; empty where they did not
        both say so.
        """
        arranged = self.year.district.arranged.get(self.pair.number)
        if arranged is None or not arranged.asked:
            return ""
        if not arranged.free:
            return "The planning form names no time at which both are free."
        return f"Both are free {', '.join(arranged.free[:MOST_FREE])}."

    @cached_property
    def _set_aside(self) -> str:
        """The next times that the school sets aside and that suit both."""
        arranged = self.year.district.arranged.get(self.pair.number)
        suits = arranged.suits if arranged else frozenset()
        offers = list(
            set_aside_ahead(
                self.year.district.calendar, self.pair.school, suits, self.today
            )
        )
        return f"Time that is set aside: {'; '.join(offers)}." if offers else ""

    def _observed(self, day: date) -> bool:
        return any(
            m.kind is Kind.OBSERVATION and abs(m.day - day) <= A_WEEK
            for m in self.meetings
        )

    # -- minutes and sums --------------------------------------------------------------

    def behind(self, r: RuleResult) -> tuple[float, float] | None:
        """What was held and asked, where minutes or a sum are behind since the pair
        began or came back.
        """
        return r.behind(monday_of(self.begin))

    def _behind_words(self, r: RuleResult) -> str:
        held, asked = self.behind(r) or (0, 0)
        what = "minute" if r.rule.what is What.MINUTES else "meeting"
        if r.due is not None:
            return f"{many(held, what)} this {r.rule.per} so far; {round(asked)} due by now."
        number = len(r.averaged(monday_of(self.begin)))
        return f"{round(held)} of {round(asked)} minutes in the last {number} {periods_words(r.rule.per)}."

    def _asked_words(self, r: RuleResult) -> str:
        return asked_words(r, self.pair)


def asked_words(r: RuleResult, pair: Pair) -> str:
    """A rule in words, with what it comes to for part time."""
    if pair.share == 1 or r.rule.what is not What.MINUTES:
        return r.rule.words
    return f"{r.rule.words} ({r.rule.amount * pair.share:g} at {pair.share:.0%} of full time)"


def _window(o: ObservationCount) -> str:
    return (
        f" between {day_words(o.between[0])} and {day_words(o.between[1])}"
        if o.between
        else ""
    )


def _done(o: ObservationCount) -> str:
    return f"{round(o.done, 1):g} of {o.asked:g}{' hours' if o.in_hours else ''} done"


def period_words(period: Period) -> str:
    """A period as people say it: the week of Oct 5, October."""
    if period.per is Per.MONTH:
        return f"{period.first:%B}"
    if period.per in (Per.WEEK, Per.TWO_WEEKS):
        return f"{'the week' if period.per is Per.WEEK else 'the two weeks'} of {day_words(period.first)}"
    return f"the {period.per} from {day_words(period.first)}"


def periods_words(per: Per) -> str:
    """Several periods of a length, as people say it."""
    return {
        Per.WEEK: "weeks",
        Per.TWO_WEEKS: "two-week periods",
        Per.MONTH: "months",
    }.get(per, "periods")
