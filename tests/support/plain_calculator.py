"""A second, deliberately plain calculator: it goes day by day, and takes from
sync.core only plain values and ``Rule.holds_on``.

It takes the definitions of the design one by one and follows them literally,
for tests to compare with.
"""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta
from typing import Any

from sync.core.district import District
from sync.core.model import Kind, Submission
from sync.core.people import Pair

DAY = timedelta(days=1)


def judged(
    district: District, answers: list[Submission], today: date
) -> dict[int, dict[str, Any]]:
    """By pair number: the status, the figures of each rule, the observations
    each way, and the hours of coverage.
    """
    year = Year(district, answers, today)
    return {pair.number: year.pair(pair) for pair in district.pairs}


def name(rule: Any) -> str:
    """A rule by all that tells it from others."""
    return f"{rule.words} {rule.since} {rule.force}"


class Year:
    def __init__(
        self, district: District, answers: list[Submission], today: date
    ) -> None:
        self.district = district
        self.now = today
        self.today = min(today, district.calendar.last)
        self.known: dict[tuple[str, date], bool] = {}
        self.settling: dict[int, set[date]] = {}
        self.crowd: dict[date, int] = {}
        self.finished: dict[tuple[str, str, date], bool] = {}
        self.first, self.last = district.calendar.first, district.calendar.last
        self.logged = [a for a in answers if a.day <= today]
        self.answers = self.kept(
            [a for a in answers if self.fits(a) and a.kind is not Kind.UNKNOWN]
        )
        self.unclear = [
            a
            for a in answers
            if self.fits(a)
            and (
                a.kind is Kind.UNKNOWN
                or (a.unread and a.kind is not Kind.COULD_NOT_MEET)
            )
        ]
        self.misdated = [
            a
            for a in answers
            if not self.fits(a)
            and a.submitted.date() <= today + DAY
            and not today < a.day <= a.submitted.date()
        ]

    def likely(self, a: Submission) -> list[Pair]:
        """The pairs that an answer of a day that cannot be may belong to."""
        return [
            p
            for p in self.district.pairs
            if p.number == self.number(a)
            or any(a.email in who.addresses for who in (p.mentor, p.mentee))
        ]

    def perhaps(self, pair: Pair) -> list[date]:
        """The days that waiting answers may be about, if they belong to this
        pair or to another pair of its mentee.
        """
        pairs = [pair] if self.second(pair) else self.of_beginner(pair)
        return [day for p in pairs for day in self.perhaps_of(p)]

    def perhaps_of(self, pair: Pair) -> list[date]:
        """The same for one pair: the same day of another year, else the two
        weeks before sending.
        """
        days = []
        for a in self.misdated:
            if pair not in self.likely(a):
                continue
            named = next(
                p for p in self.district.pairs if p.number == self.number(a)
            )
            sent = a.submitted.date()
            first = max(self.first - 31 * DAY, named.starts or date.min)
            last = min(self.now, sent, named.ends or date.max)
            other = [
                d
                for d in self.days(first, last)
                if (d.month, d.day) == (a.day.month, a.day.day)
            ]
            days += other[-1:] or [sent, sent - 7 * DAY]
        return days + [a.day for a in self.unclear if self.credits(a, pair)]

    def credits(self, a: Submission, pair: Pair) -> bool:
        """Whether an answer is a pair's, or names it as one that was there."""
        if self.number(a) == pair.number:
            return True
        return (
            a.others == str(pair.number)
            and not (pair.starts and a.day < pair.starts)
            and not (pair.ends and a.day > pair.ends)
        )

    def waits(self, pair: Pair) -> bool:
        """Whether an answer waits that may be theirs: one of which only the
        minutes are left out does not.
        """
        pairs = [pair] if self.second(pair) else self.of_beginner(pair)
        return any(
            p in self.likely(a) for a in self.misdated for p in pairs
        ) or any(
            self.credits(a, p) and a.kind is Kind.UNKNOWN
            for a in self.unclear
            for p in pairs
        )

    def fits(self, a: Submission) -> bool:
        pair = next(
            p
            for p in self.district.pairs
            if p.number == int(a.pair_text.split("-")[1].split()[0])
        )
        late = a.day > self.now or a.day < self.first - 31 * DAY
        return (
            not late
            and not (pair.starts and a.day < pair.starts)
            and not (pair.ends and a.day > pair.ends)
        )

    def kept(self, answers: list[Submission]) -> list[Submission]:
        """Without what a later answer replaces."""
        out = []
        for a in answers:
            later = [
                b
                for b in answers
                if b.replaces
                and b.day == a.day
                and self.number(b) == self.number(a)
                and (b.submitted, b.id) > (a.submitted, a.id)
                and (b.kind is Kind.OBSERVATION)
                is (a.kind is Kind.OBSERVATION)
            ]
            if not later:
                out.append(a)
        return out

    def number(self, a: Submission) -> int:
        return int(a.pair_text.split("-")[1].split()[0])

    # -- days -----------------------------------------------------------------

    def school(self, pair: Pair, day: date) -> bool:
        if (pair.school, day) not in self.known:
            self.known[pair.school, day] = self.is_school(pair, day)
        return self.known[pair.school, day]

    def started(self, pair: Pair) -> date | None:
        return pair.starts if pair.starts else pair.seen

    def is_school(self, pair: Pair, day: date) -> bool:
        if not self.first <= day <= self.last or day.weekday() > 4:
            return False
        for e in self.district.calendar.entries:
            if (
                e.event == "no school"
                and e.first <= day <= e.last
                and (not e.schools or pair.school.lower() in e.schools)
            ):
                return False
        return True

    def here(self, pair: Pair, day: date) -> bool:
        begun = self.started(pair)
        if (
            not self.school(pair, day)
            or (begun and day < begun)
            or (pair.ends and day > pair.ends)
        ):
            return False
        return not self.away(pair, day)

    def away(self, pair: Pair, day: date) -> bool:
        return any(
            s.first <= day and (s.last is None or day <= s.last)
            for s in pair.away
        )

    def days(self, first: date, last: date) -> list[date]:
        out = []
        while first <= last:
            out.append(first)
            first += DAY
        return out

    def begins(self, pair: Pair) -> list[date]:
        """The start, and each first day back after five school days away or
        more.
        """
        start = max(self.started(pair) or self.first, self.first)
        end = min(pair.ends or self.last, self.last)
        school = [d for d in self.days(start, end) if self.school(pair, d)]
        back = []
        for before, run in itertools.groupby(
            school, lambda d: self.away(pair, d)
        ):
            days = list(run)
            if before and len(days) >= 5:
                back += [d for d in school if d > days[-1]][:1]
        return [start, *back]

    def settled(self, pair: Pair, day: date) -> bool:
        """Whether ten school days have passed since each start or return on or
        before this day.
        """
        if pair.number not in self.settling:
            self.settling[pair.number] = set()
            for begin in self.begins(pair):
                first_ten = [
                    d
                    for d in self.days(begin, self.last)
                    if self.school(pair, d)
                ][:10]
                self.settling[pair.number].update(
                    self.days(
                        begin,
                        first_ten[-1] if len(first_ten) == 10 else self.last,
                    )
                )
        return day not in self.settling[pair.number]

    # -- meetings -------------------------------------------------------------

    def meetings(self, pair: Pair) -> list[Any]:
        """What is credited to a pair: day, kind, how many, direction, minutes,
        one-on-one minutes, hours of coverage.
        """
        out: list[Any] = []
        told: dict[Any, dict[Any, list[Submission]]] = {}
        for a in self.answers:
            if a.kind is Kind.COULD_NOT_MEET:
                continue
            sender = next(
                p for p in self.district.pairs if p.number == self.number(a)
            )
            named = a.kind is Kind.SMALL_GROUP and a.others == str(pair.number)
            allowed = not (pair.starts and a.day < pair.starts) and not (
                pair.ends and a.day > pair.ends
            )
            if sender is pair or (named and allowed):
                who = (
                    "m"
                    if a.email in sender.mentor.addresses
                    else "n"
                    if a.email in sender.mentee.addresses
                    else "?"
                )
                told.setdefault((a.day, a.kind, a.direction), {}).setdefault(
                    (sender.number, who), []
                ).append(a)
        for (day, kind, direction), by in told.items():
            ordered = [
                sorted(
                    v,
                    key=lambda a: (-(a.minutes or 0), -a.conversations, a.id),
                )
                for v in by.values()
            ]
            talks = max(sum(a.conversations for a in v) for v in ordered)
            for i in range(max(len(v) for v in ordered)):
                same = [v[i] for v in ordered if i < len(v)]
                many = 1
                if kind is Kind.BRIEF:
                    many = min(max(a.conversations for a in same), talks)
                    talks -= many
                cover = max(a.cover_hours or 0 for a in same)
                out.append(
                    (
                        day,
                        kind,
                        many,
                        direction,
                        max(a.minutes or 0 for a in same),
                        0,
                        cover,
                        min(same, key=lambda a: (a.submitted, a.id)).id,
                    )
                )
        for e in self.district.calendar.entries:
            begun = self.started(pair)
            present = (not begun or begun <= e.first) and (
                not pair.ends or e.first <= pair.ends
            )
            if (
                e.held
                and e.first <= self.now
                and pair.number not in e.absent
                and (e.present is None or pair.number in e.present)
                and present
                and not self.away(pair, e.first)
            ):
                minutes = max(e.minutes or 0, e.one_on_one)
                out.append(
                    (
                        e.first,
                        Kind.WHOLE_GROUP,
                        1,
                        None,
                        minutes,
                        e.one_on_one,
                        0,
                        (e.first, minutes),
                    )
                )
        return out

    def quiet(self, pair: Pair, monday: date) -> bool:
        week = self.days(monday, monday + 6 * DAY)
        if monday not in self.crowd:
            self.crowd[monday] = sum(
                any(self.here(p, d) and self.settled(p, d) for d in week)
                for p in self.district.pairs
            )
        if self.crowd[monday] < 5:
            return False
        held = [
            e
            for e in self.district.calendar.entries
            if e.held and e.first in week and e.first <= self.today
        ]
        if held and all(
            pair.number in e.absent
            or (e.present is not None and pair.number not in e.present)
            for e in held
        ):
            return False
        return not any(
            a.day in week
            and not any(
                self.number(a) == p.number
                or (a in self.answers and self.credits(a, p))
                for p in self.beside(pair)
            )
            for a in self.logged
        )

    # -- periods --------------------------------------------------------------

    def periods(self, per: str) -> list[tuple[date, date]]:
        out = []
        monday = self.first - self.first.weekday() * DAY
        if per == "month":
            at = self.first.replace(day=1)
            while at <= self.last:
                following = (at + 32 * DAY).replace(day=1)
                out.append((at, following - DAY))
                at = following
        else:
            long = 7 if per == "week" else 14
            while monday <= self.last:
                out.append((monday, monday + (long - 1) * DAY))
                monday += long * DAY
        return out

    def over(self, pair: Pair, per: str, last: date, today: date) -> bool:
        if (pair.school, per, last) not in self.finished:
            self.finished[pair.school, per, last] = self.is_over(
                pair, per, last, today
            )
        due = self.logs_due(pair)
        return (
            self.finished[pair.school, per, last]
            if not due or today > self.due_day(last, due)
            else False
        )

    # -- how things count -----------------------------------------------------

    def fits_rule(self, pair: Pair, rule: Any) -> bool:
        asks = "observes" in rule.what or rule.what in (
            "meetings",
            "minutes together",
        )
        if asks and self.second(pair):
            return False
        who = rule.who
        if who.years and (pair.year or 1) not in who.years:
            return False
        if who.new_to and (pair.new_to or "teaching") != who.new_to:
            return False
        return who.part_time is None or who.part_time == (pair.share < 1)

    def practice(self, pair: Pair, what: str, day: date) -> Any:
        """The last row of a kind that is in force on a day, if there is one."""
        found = None
        for r in self.district.rules:
            if (
                r.what == what
                and r.force != "off"
                and self.fits_rule(pair, r)
                and r.holds_on(day)
            ):
                found = r
        return found

    def brief(self, pair: Pair, day: date) -> int | None:
        """Minutes of brief talks that make a meeting; 0 where each is one;
        None where they are recorded only.
        """
        found: int | None = 0
        for r in self.district.rules:
            if (
                r.force != "off"
                and self.fits_rule(pair, r)
                and r.holds_on(day)
            ):
                if (
                    r.what
                    == "minutes of brief conversations that make a meeting"
                ):
                    found = int(r.amount)
                if r.what == "brief conversations are recorded only":
                    found = None
        return found

    def count(self, pair: Pair, m: Any, day: date) -> int:
        if m[1] is Kind.BRIEF:
            return m[2] if self.brief(pair, day) == 0 else 0
        if m[1] is Kind.OBSERVATION:
            return (
                1
                if self.practice(pair, "observations count as meetings", day)
                else 0
            )
        if m[1] is Kind.WHOLE_GROUP:
            apart = self.practice(
                pair, "whole-group days do not count as meetings", day
            )
            return 0 if apart and not m[5] else 1
        return 1

    def logs_due(self, pair: Pair) -> int:
        row = self.practice(
            pair, "day of the next month by which logs are in", self.today
        )
        return int(row.amount) if row else 0

    def due_day(self, day: date, due: int) -> date:
        following = day.replace(day=28) + 4 * DAY
        while following.day != 1:
            following -= DAY
        while (
            following.day < due and (following + DAY).month == following.month
        ):
            following += DAY
        return following

    def logged_until(self, pair: Pair) -> date:
        due = self.logs_due(pair)
        if not due:
            return self.today
        first = self.today.replace(day=1)
        return (
            first
            if self.today > self.due_day(first - DAY, due)
            else (first - DAY).replace(day=1)
        )

    def is_over(self, pair: Pair, per: str, last: date, today: date) -> bool:
        if per == "week":
            later = [
                d
                for d in self.days(last + DAY, self.last)
                if self.school(pair, d)
            ]
            return (
                bool(later)
                and today > later[0] + (6 - later[0].weekday()) * DAY
            )
        return (
            sum(
                self.school(pair, d)
                for d in self.days(last + DAY, today - DAY)
            )
            >= 5
        )

    def school_week(self, pair: Pair, day: date) -> int:
        """Which of the pair's own weeks with an active day this is."""
        mondays = {
            d - d.weekday() * DAY
            for d in self.days(self.begins(pair)[0], day + 6 * DAY)
            if self.here(pair, d)
        }
        return max(1, sum(m <= day for m in mondays))

    def asked_in(self, pair: Pair, rule: Any, first: date, last: date) -> bool:
        if (rule.since and first < rule.since) or (
            rule.until and first > rule.until
        ):
            return False
        day = next(
            (d for d in self.days(first, last) if self.school(pair, d)), first
        )
        phase = rule.phase
        if phase.months and day.month not in phase.months:
            return False
        if not phase.first_weeks and not phase.after_weeks:
            return True
        week = self.school_week(pair, day)
        return bool(
            (not phase.first_weeks or week <= phase.first_weeks)
            and week > phase.after_weeks
        )

    def rule(
        self, pair: Pair, rule: Any, meetings: list[Any]
    ) -> list[dict[str, Any]]:
        now = min(self.today, self.last)
        minutes = rule.what == "minutes together"
        out: list[dict[str, Any]] = []
        for first, last in self.periods(rule.per):
            if first > self.today:
                break
            days = self.days(first, last)
            good = sum(
                self.here(pair, d) and self.settled(pair, d)
                for d in days
                if d.weekday() < 5
            )
            asked = self.asked_in(pair, rule, first, last)
            counts = (
                good >= {"week": 4, "two weeks": 7, "month": 10}[rule.per]
                and asked
            )
            limit = {"week": 4, "two weeks": 7, "month": 10}[rule.per]
            closed = asked and sum(self.school(pair, d) for d in days) < limit
            if counts and rule.per == "week":
                planned = [
                    p.day
                    for p in self.district.schedule
                    if p.pair == pair.number and p.day in days
                ]
                if not planned and pair.regular:
                    planned = [first + pair.regular.weekday * DAY]
                if planned and not any(self.school(pair, d) for d in planned):
                    counts, closed = False, True
                if last < self.today and self.quiet(pair, first):
                    counts = False
            inside = [m for m in meetings if m[0] in days]
            unit = self.brief(pair, first)
            held = (
                sum(m[4] for m in inside)
                if minutes
                else sum(self.count(pair, m, first) for m in inside)
                + self.brief_made(inside, unit)
            )
            out.append(
                {
                    "first": first,
                    "last": last,
                    "school": any(self.school(pair, d) for d in days),
                    "asked": asked,
                    "counts": counts,
                    "judged": self.over(pair, rule.per, last, now),
                    "need": rule.amount * pair.share
                    if minutes
                    else rule.amount,
                    "held": held,
                    "enough": closed
                    and not counts
                    and held >= rule.amount * (pair.share if minutes else 1),
                }
            )
        if minutes:
            for p in out:
                p["good"], p["met"] = 0, p["counts"] and p["held"] >= p["need"]
        else:
            self.make_good(out)
        waits = self.perhaps(pair)
        for p in out:
            p["spared"] = (
                p["counts"]
                and not p["met"]
                and any(p["first"] <= d <= p["last"] for d in waits)
            )
            p["counts"] = p["counts"] and not p["spared"]
        return out

    def brief_made(self, meetings: list[Any], unit: int | None) -> int:
        """The meetings that minutes of brief talks make."""
        brief = sum(m[4] for m in meetings if m[1] is Kind.BRIEF)
        return brief // unit if unit else 0

    def spread(self, passed: int, in_all: int, end: int) -> float:
        line = (passed * 180 / in_all - 20) / (end - 20) if in_all else 0
        return min(1, max(0, line))

    def sum_days(self, rule: Any) -> tuple[date, date, date]:
        """From when on a sum holds, and the days over which it is asked."""
        first, last = self.under_way(rule.per)
        before = date.min
        if rule.per == "semester":
            begun = [t for t in self.terms() if t[0] <= self.today]
            before = begun[-2][1] + DAY if len(begun) > 1 else date.min
        if rule.since:
            first, before = max(first, rule.since), max(before, rule.since)
        if rule.until:
            last = min(last, rule.until)
        return before, first, last

    def fallen_due(self, pair: Pair, rule: Any, end: int) -> float:
        """What of a sum has fallen due, five school days left for logging."""
        _, first, last = self.sum_days(rule)
        until = self.logged_until(pair)
        gone = [
            d
            for d in self.days(first, last)
            if self.here(pair, d) and d < until
        ]
        in_all = sum(self.school(pair, d) for d in self.days(first, last))
        return float(rule.amount * self.spread(len(gone) - 5, in_all, end))

    def terms(self) -> list[tuple[date, date]]:
        named = sorted(
            (e.first, e.last)
            for e in self.district.calendar.entries
            if e.event == "semester"
        )
        if named:
            return named
        middle = self.first + (self.last - self.first) / 2
        middle -= middle.weekday() * DAY
        return [(self.first, middle - DAY), (middle, self.last)]

    def under_way(self, per: str) -> tuple[date, date]:
        """The year, or the latest term that has begun."""
        if per != "semester":
            return self.first, self.last
        begun = [t for t in self.terms() if t[0] <= self.today]
        return begun[-1] if begun else self.terms()[0]

    def total(
        self, pair: Pair, rule: Any, meetings: list[Any]
    ) -> dict[str, Any]:
        """A sum by the semester or year: what was held, and what has fallen due."""
        before, _, last = self.sum_days(rule)
        inside = [m for m in meetings if before <= m[0] <= last]
        units = {self.brief(pair, m[0]) for m in inside}
        minutes = rule.what == "minutes together"
        held = (
            sum(m[4] for m in inside)
            if minutes
            else sum(self.count(pair, m, m[0]) for m in inside)
            + sum(
                sum(
                    m[4]
                    for m in inside
                    if m[1] is Kind.BRIEF and self.brief(pair, m[0]) == unit
                )
                // unit
                for unit in units
                if unit
            )
        )
        due = self.fallen_due(pair, rule, 160)
        due = due * pair.share if minutes else math.floor(due + 1e-9)
        done = held >= rule.amount * (pair.share if minutes else 1)
        return {
            "held": held,
            "due": due,
            "behind": held < (due * 0.75 if minutes else due),
            "done": done,
        }

    def make_good(self, periods: list[dict[str, Any]]) -> None:
        """Match extra meetings to shortfalls by augmenting paths, oldest
        shortfall first.
        """
        sources: list[set[int]] = []
        for i, p in enumerate(periods):
            extra = p["held"] - (p["need"] if p["counts"] else 0)
            near = set()
            for step in (-1, 1):
                j = i + step
                while 0 <= j < len(periods) and not periods[j]["school"]:
                    j += step
                if 0 <= j < len(periods):
                    near.add(j)
            sources += [near] * max(0, extra)
            p["good"] = 0
        used: dict[int, tuple[int, int]] = {}

        def place(unit: tuple[int, int], seen: set[int]) -> bool:
            for s, near in enumerate(sources):
                if unit[0] in near and s not in seen:
                    seen.add(s)
                    if s not in used or place(used[s], seen):
                        used[s] = unit
                        return True
            return False

        for i, p in enumerate(periods):
            if p["counts"]:
                for n in range(p["need"] - p["held"]):
                    if place((i, n), set()):
                        p["good"] += 1
        for p in periods:
            p["met"] = p["counts"] and p["held"] + p["good"] >= p["need"]

    # -- observations and coverage -----------------------------------------------

    def observations(
        self, pair: Pair, meetings: list[Any]
    ) -> dict[str, tuple[float, float, float]]:
        """By direction: done, asked, overdue."""
        out = {}
        for direction, words in (
            ("mentor_sees_mentee", "mentor observes mentee"),
            ("mentee_sees_mentor", "mentee observes mentor"),
            ("mentee_sees_other", "mentee observes another teacher"),
        ):
            rules: list[Any] = [
                r
                for r in self.district.rules
                if r.what in (words, "hours " + words)
                and r.force != "off"
                and self.fits_rule(pair, r)
            ]
            choices = []
            for hours in (False, True):
                told = self.seen(
                    pair,
                    meetings,
                    direction,
                    [r for r in rules if r.what.startswith("hours") is hours],
                    hours,
                )
                force = any(
                    r.force == "required"
                    and (r.per == "from - until" or r.holds_on(self.today))
                    for r in rules
                    if r.what.startswith("hours") is hours
                )
                if any(r.what.startswith("hours") is hours for r in rules) or (
                    not rules and not hours
                ):
                    choices.append((told[2] <= 1e-9, not force, told))
            out[direction] = min(choices, key=lambda c: c[:2])[2]
        return out

    def seen(
        self,
        pair: Pair,
        meetings: list[Any],
        direction: str,
        rules: list[Any],
        hours: bool,
    ) -> tuple[float, float, float]:
        until = self.logged_until(pair)
        seen = [
            m
            for m in meetings
            if m[1] is Kind.OBSERVATION and m[3] == direction
        ]

        def size(m: Any) -> float:
            return float(m[4] / 60 if hours else 1)

        plans = [
            p
            for p in self.district.plans
            if p.pair == pair.number
            and p.direction == direction
            and (
                not any(m[0] >= p.day for m in seen)
                and not any(
                    other.pair == p.pair
                    and other.direction == p.direction
                    and other.filled is not False
                    and other.day > p.day
                    for other in self.district.plans
                )
                if p.filled is False  # no substitute was found
                else p.day >= self.today
            )
        ]
        ahead = sum((p.hours or 1) if hours else 1 for p in plans)
        found: list[tuple[float, float, float]] = []  # overdue, asked, done
        for r in rules:
            if r.per == "from - until" or not r.holds_on(self.today):
                continue
            before, _, last = self.sum_days(r)
            done = sum(size(m) for m in seen if before <= m[0] <= last)
            due = self.fallen_due(pair, r, 130)
            due = (
                math.floor(due * 2 + 1e-9) / 2
                if hours
                else math.floor(due + 1e-9)
            )
            late = due - done - ahead if r.force == "required" else 0
            found.append((max(0.0, late), r.amount, done))
        windows = [r for r in rules if r.per == "from - until"]
        if windows:
            done = sum(
                size(m)
                for m in seen
                if m[0] >= min(r.since for r in windows) - 14 * DAY
            )
            due = 0
            for r in windows:
                school = sum(
                    self.school(pair, d) for d in self.days(r.since, r.until)
                )
                there = sum(
                    self.here(pair, d) for d in self.days(r.since, r.until)
                )
                later = sum(
                    self.school(pair, d)
                    for d in self.days(r.until + DAY, until - DAY)
                )
                if (
                    there
                    and there >= min(10, school)
                    and later >= 5
                    and r.force == "required"
                ):
                    due += r.amount
            late = due - done - ahead if due else 0
            amount = sum(r.amount for r in windows)
            found.append((max(0.0, late), amount, done))
        if not found:
            return sum(size(m) for m in seen), 0.0, 0.0
        overdue, asked, done = max(found)
        return done, asked, overdue

    def cover(self, pair: Pair, meetings: list[Any]) -> tuple[float, float]:
        """Hours of coverage given and used."""
        start, end = (
            self.begins(pair)[0],
            min(pair.ends or self.last, self.last),
        )
        hours = 0.0
        for r in self.district.rules:
            if (
                r.what not in ("hours of coverage", "days of coverage")
                or r.force == "off"
            ):
                continue
            if not self.fits_rule(pair, r) or not r.holds_on(self.today):
                continue
            spans = (
                [(self.first, self.last)]
                if r.per == "year"
                else [t for t in self.terms() if t[0] <= self.today]
            )
            for first, last in spans:
                school = [
                    d for d in self.days(first, last) if self.school(pair, d)
                ]
                part = (
                    sum(start <= d <= end for d in school) / len(school)
                    if school
                    else 1
                )
                hours += (
                    r.amount
                    * (6 if r.what == "days of coverage" else 1)
                    * part
                )
        return math.ceil(
            hours * pair.share * 2 - 1e-9
        ) / 2 + pair.extra_cover, sum(m[6] for m in meetings)

    def of_beginner(self, pair: Pair) -> list[Pair]:
        """The pairs that a pair's mentee has or had beside it, the one that is
        judged first.
        """
        group = [
            p
            for p in self.district.pairs
            if p.mentee == pair.mentee
            and (self.started(p) or self.today) <= self.today
        ]
        group.sort(key=lambda p: (self.started(p) or date.min, p.number))
        now = [p for p in group if not (p.ends and p.ends < self.today)]
        here = [p for p in now if not self.away(p, self.today)] or now
        if pair not in now:
            return [pair]
        first = here[0]
        begun = self.started(first) or date.min
        return [
            first,
            *(
                p
                for p in group
                if p is not first and not (p.ends and p.ends < begun)
            ),
        ]

    def beside(self, pair: Pair) -> list[Pair]:
        """A pair, and those that are judged with it."""
        return [pair] if self.second(pair) else self.of_beginner(pair)

    def second(self, pair: Pair) -> bool:
        """Whether the mentee is asked with an earlier pair."""
        return self.of_beginner(pair)[0] is not pair

    def pair(self, pair: Pair) -> dict[str, Any]:
        own_meetings = self.meetings(pair)
        meetings, ids = list(own_meetings), {m[7] for m in own_meetings}
        if not self.second(pair):
            for other in self.of_beginner(pair)[1:]:
                for m in self.meetings(other):
                    if m[7] not in ids:
                        ids.add(m[7])
                        meetings.append(m)
        now = min(self.today, self.last)
        own = [
            m[0] for m in meetings if m[1] is not Kind.WHOLE_GROUP or m[5] > 0
        ]
        mine = self.mine(pair)
        sums = {
            r: self.total(pair, r, meetings)
            for r in mine
            if r.per in ("semester", "year")
            and r.holds_on(self.today)
            and (
                (r.per == "year" and self.first <= self.today)
                or any(t[0] <= self.today for t in self.terms())
            )
        }
        figures = {
            r: self.rule(pair, r, meetings)
            for r in mine
            if r.per not in ("semester", "year")
        }
        begins = self.begins(pair)
        begin = max((b for b in begins if b <= now), default=begins[0])
        seen = self.observations(pair, meetings)
        status = self.status(
            pair,
            own,
            figures,
            sums,
            begins,
            begin,
            now,
            max(o[2] for o in seen.values()),
        )
        told = {
            name(r): self.told(pair, r, figures[r], meetings) for r in figures
        }
        told |= {
            name(r): {"held": s["held"], "due": round(s["due"], 6)}
            for r, s in sums.items()
        }
        given, used = self.cover(pair, own_meetings)
        return {
            "status": status,
            "rules": told,
            "observations": {
                d: tuple(round(n, 6) for n in o) for d, o in seen.items()
            },
            "cover": (given, used),
        }

    def mine(self, pair: Pair) -> list[Any]:
        """The rules on meetings and minutes that are for a pair."""
        return [
            r
            for r in self.district.rules
            if r.what in ("meetings", "minutes together")
            and r.force != "off"
            and self.fits_rule(pair, r)
        ]

    def told(
        self,
        pair: Pair,
        rule: Any,
        periods: list[dict[str, Any]],
        meetings: list[Any],
    ) -> dict[str, Any]:
        judged = [p for p in periods if p["counts"] and p["judged"]]
        minutes = rule.what == "minutes together"
        held = sum(p["held"] for p in periods if p["asked"])
        if not rule.since and not (
            rule.phase.first_weeks
            or rule.phase.after_weeks
            or rule.phase.months
        ):
            first = periods[0]["first"] if periods else date.max
            early = [m for m in meetings if m[0] < first]
            held += sum(
                m[4] if minutes else self.count(pair, m, m[0]) for m in early
            )
            for unit in {self.brief(pair, m[0]) for m in early}:
                of_unit = [m for m in early if self.brief(pair, m[0]) == unit]
                held += 0 if minutes else self.brief_made(of_unit, unit)
        return {
            "held": held,
            "expected": round(sum(p["need"] for p in judged), 6),
            "met": sum(p["met"] for p in judged),
            "periods": len(judged),
        }

    def behind(
        self, rule: Any, periods: list[dict[str, Any]], monday: date
    ) -> bool:
        """Minutes short: under three in four of what the periods of the last
        eight weeks asked.
        """
        number = {"week": 8, "two weeks": 4, "month": 2}[rule.per]
        last = [
            p
            for p in periods
            if (p["counts"] or p["spared"])
            and p["judged"]
            and p["first"] >= monday
        ][-number:]
        if rule.what != "minutes together" or len(last) < number / 2:
            return False
        held = sum(
            max(p["held"], p["need"]) if p["spared"] else p["held"]
            for p in periods
            if p["first"] >= last[0]["first"]
        )
        return bool(held < 0.75 * sum(p["need"] for p in last))

    def asks(self, periods: list[dict[str, Any]]) -> bool:
        """Whether a rule asks anything in the period under way."""
        return bool(periods) and periods[-1]["asked"]

    def status(
        self,
        pair: Pair,
        own: list[date],
        figures: Any,
        sums: Any,
        begins: list[date],
        begin: date,
        now: date,
        overdue: float,
    ) -> str:
        today = self.today
        if pair.ends and today > pair.ends:
            return "Ended"
        if self.away(pair, today):
            return "Paused"
        if today < begins[0]:
            return "Not started"
        if self.second(pair):
            return "On track"
        if sum(self.school(pair, d) for d in self.days(begin, now - DAY)) < 10:
            return "On track" if own else "Not started"
        until = min(self.logged_until(pair), self.last)
        since_start = sum(
            self.here(pair, d) for d in self.days(begin, until - DAY)
        )
        last = max(own) if own else None
        gap_from = begin if last is None else max(begin, last + DAY)
        gap = sum(self.here(pair, d) for d in self.days(gap_from, until - DAY))
        monday = begin - begin.weekday() * DAY
        reach = last is None and since_start >= 15
        check = last is None and since_start >= 10
        required = [r for r in [*figures, *sums] if r.force == "required"]
        required = [r for r in required if r in sums or self.asks(figures[r])]
        for r in required:
            if r in sums:
                reach = reach or (
                    last is not None
                    and gap >= 40
                    and sums[r]["held"] < sums[r]["due"]
                )
                check = check or sums[r]["behind"]
                continue
            done = [p for p in figures[r] if p["counts"] and p["judged"]]
            recent = [p for p in done if p["first"] >= monday]
            asked = [
                p
                for p in figures[r]
                if (p["counts"] or p["spared"])
                and p["judged"]
                and p["first"] >= monday
            ]
            quiet = last is not None and (
                (len(asked) >= 2 and last < asked[-2]["first"])
                or (r.per == "month" and gap >= 40)
            )
            known = (
                len(asked) >= {"week": 4, "two weeks": 2, "month": 1}[r.per]
            )
            good = known and not self.behind(r, figures[r], monday)
            if r.what == "meetings" or not good:
                reach = reach or quiet
            if r.what == "meetings":
                late = (
                    bool(recent)
                    and not recent[-1]["met"]
                    and (last is None or last <= recent[-1]["last"])
                    and not any(
                        recent[-1]["last"] < d <= today
                        for d in self.perhaps(pair)
                    )
                )
                over = [
                    p
                    for p in figures[r]
                    if p["judged"]
                    and p["first"] >= monday
                    and (p["counts"] or p["spared"] or p["enough"])
                ]
                eight = over[-8:]
                check = check or late
                check = check or (
                    len(eight) >= 4
                    and math.fsum(
                        p["met"] or p["spared"] or p["enough"] for p in eight
                    )
                    / len(eight)
                    < 0.75
                    and not all(
                        p["met"] or p["spared"] or p["enough"]
                        for p in over[-3:]
                    )
                )
            check = check or self.behind(r, figures[r], monday)
        arranged = self.practice(
            pair, "coordinator arranges the observations", today
        )
        check = check or (overdue > 1e-9 and not arranged)
        long = (
            40 if any(r.force == "required" for r in self.mine(pair)) else 20
        )
        check = check or (not required and last is not None and gap >= long)
        if reach and self.waits(pair):
            return "Check in"
        if reach or check:
            mine = [
                f
                for f in self.district.follow_ups
                if f.pair == pair.number
                and (f.day <= today or today == self.last)
            ]
            if mine:
                newest = max(
                    mine, key=lambda f: (f.day, not f.done, f.until or f.day)
                )
                ahead = [
                    d
                    for d in self.days(newest.day + DAY, self.last)
                    if self.school(pair, d)
                ][:10]
                end = newest.until or (ahead[-1] if ahead else newest.day)
                if not newest.done and today <= end:
                    return "In touch"
        if reach:
            return "Reach out"
        return "Check in" if check else "On track"
