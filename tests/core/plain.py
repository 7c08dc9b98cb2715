"""A second, deliberately plain calculator: day by day, nothing clever, nothing shared with sync.core but the words.

It takes the definitions of the design one by one and follows them literally, for tests to compare with.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

from sync.core.district import District
from sync.core.model import Kind, Pair, Submission

DAY = timedelta(days=1)


def judged(district: District, answers: list[Submission], today: date) -> dict[int, dict[str, Any]]:
    """By pair number: the status, the observations overdue, and held, expected, met and periods of each rule."""
    year = Year(district, answers, today)
    return {pair.number: year.pair(pair) for pair in district.pairs}


class Year:
    def __init__(self, district: District, answers: list[Submission], today: date) -> None:
        self.district = district
        self.today = today
        self.known: dict[tuple[str, date], bool] = {}
        self.settling: dict[int, set[date]] = {}
        self.finished: dict[tuple[str, str, date], bool] = {}
        self.first, self.last = district.calendar.first, district.calendar.last
        self.logged = [a for a in answers if a.day <= today]
        self.answers = self.kept([a for a in answers if self.fits(a)])

    def fits(self, a: Submission) -> bool:
        pair = next(p for p in self.district.pairs if p.number == int(a.pair_text.split("-")[1].split()[0]))
        late = a.day > self.today or a.day < self.first - 62 * DAY
        return not late and not (pair.starts and a.day < pair.starts) and not (pair.ends and a.day > pair.ends)

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
            ]
            if not later or a.kind is Kind.OBSERVATION:
                out.append(a)
        return out

    def number(self, a: Submission) -> int:
        return int(a.pair_text.split("-")[1].split()[0])

    # -- days ---------------------------------------------------------------------------------------------

    def school(self, pair: Pair, day: date) -> bool:
        if (pair.school, day) not in self.known:
            self.known[pair.school, day] = self.is_school(pair, day)
        return self.known[pair.school, day]

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
        if not self.school(pair, day) or (pair.starts and day < pair.starts) or (pair.ends and day > pair.ends):
            return False
        return not self.away(pair, day)

    def away(self, pair: Pair, day: date) -> bool:
        return any(s.first <= day and (s.last is None or day <= s.last) for s in pair.away)

    def days(self, first: date, last: date) -> list[date]:
        out = []
        while first <= last:
            out.append(first)
            first += DAY
        return out

    def begins(self, pair: Pair) -> list[date]:
        start = max(pair.starts or self.first, self.first)
        end = min(pair.ends or self.last, self.last)
        back = [s.last + DAY for s in pair.away if s.last]
        return [start, *sorted(b for b in back if start < b <= end and not self.away(pair, b))]

    def settled(self, pair: Pair, day: date) -> bool:
        """Whether ten school days have passed since each start or return on or before this day."""
        if pair.number not in self.settling:
            self.settling[pair.number] = set()
            for begin in self.begins(pair):
                first_ten = [d for d in self.days(begin, self.last) if self.school(pair, d)][:10]
                self.settling[pair.number].update(
                    self.days(begin, first_ten[-1] if len(first_ten) == 10 else self.last)
                )
        return day not in self.settling[pair.number]

    # -- meetings -----------------------------------------------------------------------------------------

    def meetings(self, pair: Pair) -> list[tuple[date, Kind, int, Any]]:
        """What is credited to a pair: day, kind, how many, direction."""
        out: list[tuple[date, Kind, int, Any]] = []
        told: dict[Any, dict[Any, list[Submission]]] = {}
        for a in self.answers:
            if a.kind is Kind.COULD_NOT_MEET:
                continue
            sender = next(p for p in self.district.pairs if p.number == self.number(a))
            named = a.kind is Kind.SMALL_GROUP and a.others == str(pair.number)
            allowed = not (pair.starts and a.day < pair.starts) and not (pair.ends and a.day > pair.ends)
            if sender is pair or (named and allowed):
                who = "m" if a.email in sender.mentor.addresses else "n" if a.email in sender.mentee.addresses else "?"
                told.setdefault((a.day, a.kind, a.direction), {}).setdefault((sender.number, who), []).append(a)
        for (day, kind, direction), by in told.items():
            ordered = [sorted(v, key=lambda a: (-(a.minutes or 0), -a.conversations, a.id)) for v in by.values()]
            for i in range(max(len(v) for v in ordered)):
                many = max(v[i].conversations for v in ordered if i < len(v)) if kind is Kind.BRIEF else 1
                out.append((day, kind, many, direction))
        for e in self.district.calendar.entries:
            present = (not pair.starts or pair.starts <= e.first) and (not pair.ends or e.first <= pair.ends)
            if (
                e.held
                and e.first <= self.today
                and pair.number not in e.absent
                and present
                and not self.away(pair, e.first)
            ):
                out.append((e.first, Kind.WHOLE_GROUP, 1, None))
        return out

    def quiet(self, pair: Pair, monday: date) -> bool:
        if len(self.district.pairs) < 5:
            return False
        week = self.days(monday, monday + 6 * DAY)
        if any(e.held and e.first in week and e.first <= self.today for e in self.district.calendar.entries):
            return False
        return not any(a.day in week and self.number(a) != pair.number for a in self.logged)

    # -- periods ------------------------------------------------------------------------------------------

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
            self.finished[pair.school, per, last] = self.is_over(pair, per, last, today)
        return self.finished[pair.school, per, last]

    def is_over(self, pair: Pair, per: str, last: date, today: date) -> bool:
        if per == "week":
            later = [d for d in self.days(last + DAY, self.last) if self.school(pair, d)]
            return bool(later) and today > later[0] + (6 - later[0].weekday()) * DAY
        return sum(self.school(pair, d) for d in self.days(last + DAY, today - DAY)) >= 5

    def rule(self, pair: Pair, rule: Any, meetings: list[Any]) -> list[dict[str, Any]]:
        now = min(self.today, self.last)
        counting = [m for m in meetings if m[1] is not Kind.OBSERVATION]
        out = []
        for first, last in self.periods(rule.per):
            if first > self.today:
                break
            days = self.days(first, last)
            good = sum(self.here(pair, d) and self.settled(pair, d) for d in days if d.weekday() < 5)
            counts = good >= {"week": 4, "two weeks": 7, "month": 10}[rule.per]
            counts = counts and (not rule.since or rule.since <= first) and (not rule.until or first <= rule.until)
            if counts and rule.per == "week":
                planned = [p.day for p in self.district.schedule if p.pair == pair.number and p.day in days]
                if not planned and pair.regular:
                    planned = [first + pair.regular.weekday * DAY]
                if planned and not any(self.school(pair, d) for d in planned):
                    counts = False
                if last < self.today and self.quiet(pair, first):
                    counts = False
            out.append(
                {
                    "first": first,
                    "last": last,
                    "school": any(self.school(pair, d) for d in days),
                    "counts": counts,
                    "judged": self.over(pair, rule.per, last, now),
                    "need": rule.amount,
                    "held": sum(m[2] for m in counting if m[0] in days),
                }
            )
        self.make_good(out)
        return out

    def make_good(self, periods: list[dict[str, Any]]) -> None:
        """Match extra meetings to shortfalls by augmenting paths, oldest shortfall first."""
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

    # -- a pair -------------------------------------------------------------------------------------------

    def pair(self, pair: Pair) -> dict[str, Any]:
        meetings = self.meetings(pair)
        today = self.today
        now = min(today, self.last)
        own = [m[0] for m in meetings if m[1] is not Kind.WHOLE_GROUP]
        rules = [r for r in self.district.rules if r.what == "meetings"]
        figures = {r: self.rule(pair, r, meetings) for r in rules}
        required = [r for r in rules if r.force == "required"]
        begins = self.begins(pair)
        begin = max((b for b in begins if b <= now), default=begins[0])
        end = min(pair.ends or self.last, self.last)
        active = [d for d in self.days(begins[0], end) if self.here(pair, d)]
        passed = [d for d in active if d < min(today, end + DAY)]
        whole = [d for d in self.days(self.first, self.last) if self.school(pair, d)]
        overdue = 0
        for direction, what in (
            ("mentor_sees_mentee", "mentor observes mentee"),
            ("mentee_sees_mentor", "mentee observes mentor"),
        ):
            for r in self.district.rules:
                if r.what == what and r.force == "required" and r.holds_on(today):
                    done = sum(m[3] == direction for m in meetings)
                    ahead = sum(
                        p.pair == pair.number and p.direction == direction and p.day >= today
                        for p in self.district.plans
                    )
                    due = sum(
                        len(passed) * 180 >= (20 + 140 * k / r.amount) * len(whole) - 1e-9
                        for k in range(1, r.amount + 1)
                    )
                    overdue = max(overdue, due - done - ahead)
        status = self.status(pair, own, required, figures, begins, begin, now, overdue)
        return {
            "status": status,
            "rules": {
                r.words: {
                    "held": sum(m[2] for m in meetings if m[1] is not Kind.OBSERVATION),
                    "expected": sum(p["need"] for p in figures[r] if p["counts"] and p["judged"]),
                    "met": sum(p["met"] for p in figures[r] if p["counts"] and p["judged"]),
                    "periods": sum(p["counts"] and p["judged"] for p in figures[r]),
                }
                for r in rules
            },
        }

    def status(
        self,
        pair: Pair,
        own: list[date],
        required: list[Any],
        figures: Any,
        begins: list[date],
        begin: date,
        now: date,
        overdue: int,
    ) -> str:
        today = self.today
        if pair.ends and today > pair.ends:
            return "Ended"
        if self.away(pair, today):
            return "Paused"
        if today < begins[0]:
            return "Not started"
        if sum(self.school(pair, d) for d in self.days(begin, now - DAY)) < 10:
            return "On track" if own or begin > begins[0] else "Not started"
        since_start = sum(self.here(pair, d) for d in self.days(begins[0], now - DAY))
        last = max(own) if own else None
        gap_from = begin if last is None else max(begin, last + DAY)
        gap = sum(self.here(pair, d) for d in self.days(gap_from, now - DAY))
        monday = begin - begin.weekday() * DAY
        reach = last is None and since_start >= 15
        check = last is None and since_start >= 10
        for r in required:
            done = [p for p in figures[r] if p["counts"] and p["judged"]]
            recent = [p for p in done if p["first"] >= monday]
            if r.per in ("week", "two weeks"):
                reach = reach or (last is not None and len(recent) >= 2 and last < recent[-2]["first"])
            else:
                reach = reach or (last is not None and gap >= 25)
            check = check or (bool(recent) and not recent[-1]["met"] and (last is None or last <= recent[-1]["last"]))
            eight = done[-8:]
            check = check or (len(eight) >= 4 and math.fsum(p["met"] for p in eight) / len(eight) < 0.75)
        check = check or overdue > 0 or (not required and last is not None and gap >= 20)
        if reach:
            mine = [f for f in self.district.follow_ups if f.pair == pair.number and f.day <= today]
            if mine:
                newest = max(mine, key=lambda f: (f.day, f.until or f.day))
                ahead = [d for d in self.days(newest.day + DAY, self.last) if self.school(pair, d)][:10]
                until = newest.until or (ahead[-1] if ahead else newest.day)
                if not newest.done and today <= until:
                    return "Reached out"
            return "Reach out"
        return "Check in" if check else "On track"
