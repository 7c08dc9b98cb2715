"""Worked cases of docs/how-it-decides.md, read from the page itself: a title,
sentences, and a small table each.

The words of a table's left column are the ones below; the right column is read
as leniently as a person would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sync.core.calendar import Entry, Event, Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import (
    Correction,
    Direction,
    FollowUp,
    Kind,
    Plan,
    PlannedMeeting,
    Repair,
    Roster,
    Submission,
)
from sync.core.people import Pair, Person, RegularTime, Span
from sync.core.planning import weekday_of
from sync.core.rule_texts import audience_in, phase_in
from sync.core.rules import Force, Rule, What
from sync.core.words import MONTHS

PAGE = Path(__file__).parents[2] / "docs" / "how-it-decides.md"
FIRST, LAST = date(2026, 8, 31), date(2027, 6, 18)
DAY = timedelta(days=1)
_DATE = re.compile(
    r"\b(" + "|".join(MONTHS) + r")[a-z]* (\d{1,2})\b", re.IGNORECASE
)


def day_in(text: str) -> date:
    """A day of the school year 2026-27."""
    found = _DATE.search(text)
    assert found, text
    month = MONTHS.index(found.group(1).lower()) + 1
    return date(2026 if month >= 8 else 2027, month, int(found.group(2)))


def days_in(text: str) -> list[date]:
    """Every day that a text names: single days, ``Sep 8 - Oct 3``, ``every
    Tuesday from Sep 8 until Nov 17``.
    """
    if found := re.search(r"every (\w+)", text):
        weekday = weekday_of(found.group(1))
        named = [day_in(m.group(0)) for m in _DATE.finditer(text)]
        last = named.pop() if "until" in text else LAST
        at = named.pop() if "from" in text else FIRST
        return [
            d
            for d in _span(at, last)
            if (
                d.weekday() == weekday
                if weekday is not None
                else d.weekday() < 5
            )
        ]
    if re.search(r" - ", text):
        first, last = (day_in(part) for part in text.split(" - "))
        return list(_span(first, last))
    return [day_in(m.group(0)) for m in _DATE.finditer(text)]


def _span(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def rule_in(text: str) -> Rule:
    """A rule in words, such as ``1 meeting a week, first 4 weeks, for year 1,
    from Jan 4, suggested``.
    """
    head, *rest = [part.strip() for part in text.split(",")]
    more: dict[str, Any] = {}
    for part in rest:
        if part in ("suggested", "off"):
            more["force"] = Force(part)
        elif part.startswith("from ") and _DATE.search(part):
            more["since"] = day_in(part)
            if "until" in part:
                more["until"] = day_in(part.partition("until")[2])
        elif part.startswith("until ") and _DATE.search(part):
            more["until"] = day_in(part)
        elif part.startswith("for "):
            more["who"] = audience_in(part.removeprefix("for "))
        else:
            more["phase"] = phase_in(part)
            assert more["phase"], part
    per = next(
        (
            p
            for p in (
                Per.WEEK,
                Per.TWO_WEEKS,
                Per.MONTH,
                Per.SEMESTER,
                Per.YEAR,
            )
            if re.search(rf"(a|every) {p}$", head)
        ),
        None,
    )
    head = re.sub(r" (a|every) [a-z ]+$", "", head) if per else head
    if "between" in head:
        first, last = (
            day_in(part)
            for part in head.partition("between")[2].split(" and ")
        )
        head, per = head.partition(" between")[0], Per.WINDOW
        more |= {"since": first, "until": last}
    times = re.search(r" (once|twice|(\d+) times)$", head)
    if times:
        amount = float(
            times.group(2) or {"once": 1, "twice": 2}[times.group(1)]
        )
        return Rule(
            What(head[: times.start()]), amount, per or Per.YEAR, **more
        )
    number = re.match(r"([\d.]+) (.*)", head)
    if number:
        name = {
            "meeting": "meetings",
            "minutes": "minutes together",
            "hour of coverage": "hours of coverage",
        }.get(number.group(2), number.group(2))
        return Rule(
            What(name), float(number.group(1)), per or Per.YEAR, **more
        )
    name, _, amount_text = head.partition(": ")
    return Rule(What(name), float(amount_text or 0), **more)


@dataclass
class Case:
    """One worked case: what is given, and what is said on which day."""

    title: str
    rows: list[tuple[str, str]] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        """Every value of a name, parted at semicolons."""
        return [
            part.strip()
            for key, value in self.rows
            if key == name
            for part in value.split(";")
            if part.strip()
        ]

    def one(self, name: str, otherwise: str = "") -> str:
        """The only value of a name."""
        return next(
            (value for key, value in self.rows if key == name), otherwise
        )

    # -- what is given --------------------------------------------------------

    def pair(self) -> Pair:
        """The pair that the case is about."""
        away = []
        for text in self.all("away"):
            first, _, last = text.partition(" - ")
            away.append(
                Span(day_in(first), day_in(last) if last.strip() else None)
            )
        weekday = weekday_of(self.one("regular day"))
        return Pair(
            "WES",
            1,
            Person("Ana Diaz", ("ana@w.example",)),
            Person("Sam Lee", ("sam@w.example",)),
            "Hill",
            day_in(self.one("starts")) if self.one("starts") else None,
            day_in(self.one("ends")) if self.one("ends") else None,
            tuple(away),
            None if weekday is None else RegularTime(weekday),
            day_in(self.one("first seen")) if self.one("first seen") else None,
            int(self.one("year in the program", "0")) or None,
            self.one("new to"),
            float(self.one("part of full time", "100%").rstrip("%")) / 100,
            float(self.one("extra cover", "0")),
        )

    def entries(self) -> list[Entry]:
        """The rows of *Calendar*."""
        found = []
        for text in self.all("no school"):
            schools = (
                frozenset({"river"})
                if "at River only" in text
                else frozenset[str]()
            )
            days = days_in(text.replace("at River only", ""))
            found.append(
                Entry(Event.NO_SCHOOL, days[0], days[-1], schools=schools)
            )
        for text in self.all("semester"):
            days = days_in(text)
            found.append(Entry(Event.SEMESTER, days[0], days[-1]))
        for text in self.all("whole group held"):
            alone = re.search(r"(\d+) min one-on-one", text)
            absent = (
                frozenset({1}) if "without them" in text else frozenset[int]()
            )
            for day in days_in(text):
                one = int(alone.group(1)) if alone else 0
                found.append(
                    Entry(
                        Event.WHOLE_GROUP,
                        day,
                        day,
                        minutes=60,
                        held=True,
                        absent=absent,
                        one_on_one=one,
                    )
                )
        return found

    def answers(self) -> list[Submission]:
        """What was sent, by this pair and by others."""
        found: list[Submission] = []
        kinds = {
            "met": Kind.ONE_ON_ONE,
            "brief": Kind.BRIEF,
            "small group": Kind.SMALL_GROUP,
            "observed": Kind.OBSERVATION,
            "could not meet": Kind.COULD_NOT_MEET,
        }
        for name, kind in kinds.items():
            for text in self.all(name):
                for day in days_in(re.sub(r"sent (on )?\w+ \d+", "", text)):
                    found.append(self._answer(text, kind, day, len(found)))
        for text in self.all("others"):
            number = int(text.split()[0])
            for day in days_in(text):
                for n in range(2, number + 2):
                    sent = datetime.combine(
                        day, datetime.min.time(), UTC
                    ) + timedelta(hours=20)
                    found.append(
                        Submission(
                            f"o{n} {day}",
                            sent,
                            sent,
                            f"m{n}@w.example",
                            f"WES-{n}",
                            day,
                            Kind.ONE_ON_ONE,
                            30,
                        )
                    )
        return found

    def _answer(
        self, text: str, kind: Kind, day: date, number: int
    ) -> Submission:
        minutes = re.search(r"(\d+) min", text)
        sent_on = re.search(r"sent (?:on )?(\w+ \d+)", text)
        late = re.search(r"(\d+) days late", text)
        sent_day = (
            day_in(sent_on.group(1))
            if sent_on
            else day + timedelta(days=int(late.group(1)) if late else 0)
        )
        sent = datetime.combine(
            sent_day, datetime.min.time(), UTC
        ) + timedelta(hours=20, minutes=30 * number)
        talks = re.search(r"(\d+) talks", text)
        cover = re.search(r"([\d.]+) h cover", text)
        direction = None
        if kind is Kind.OBSERVATION:
            direction = next(
                (d for d in Direction if d.words in text),
                Direction.MENTOR_SEES_MENTEE,
            )
        sender = (
            "sam@w.example"
            if "by the mentee" in text
            else "x@y.example"
            if "by a stranger" in text
            else "ana@w.example"
        )
        if "a moment later" in text:
            sent -= timedelta(minutes=30 * number - 2)
        said = "" if "without a code" in text else "WES-1 Ana & Sam"
        if "code WES-77" in text:
            said = "WES-77"
        return Submission(
            f"a{number} {day}",
            sent,
            sent,
            sender,
            said,
            day,
            kind,
            int(minutes.group(1)) if minutes else 30,
            int(talks.group(1)) if talks else 1,
            time_used="early release" if "in early release" in text else "",
            others="2" if "with pair 2" in text else "",
            replaces="replaces" in text,
            wants_contact="asks to be contacted" in text,
            direction=direction,
            conferences=("after",) if "talked after" in text else (),
            cover_hours=float(cover.group(1)) if cover else None,
            obstacles=("no common time",)
            if kind is Kind.COULD_NOT_MEET
            else (),
        )

    def district(self) -> District:
        """The district, with as many further pairs as the case speaks of."""
        more = max(
            [int(t.split()[0]) for t in self.all("others")],
            default=1 if self.all("small group") else 0,
        )
        others = [
            Pair(
                "WES",
                n,
                Person(f"M{n} X", (f"m{n}@w.example",)),
                Person(f"N{n} Y", (f"n{n}@w.example",)),
                "River",
            )
            for n in range(2, more + 2)
        ]
        plans = [
            Plan(
                1,
                next(
                    (d for d in Direction if d.words in t),
                    Direction.MENTOR_SEES_MENTEE,
                ),
                day_in(t),
                hours=2.0 if "2 h cover" in t else 0.0,
            )
            for t in self.all("observation planned")
        ]
        follow_ups = [
            FollowUp(
                1,
                day_in(t),
                day_in(t.partition("until")[2]) if "until" in t else None,
                "done" in t,
            )
            for t in self.all("follow-up")
        ]
        last = day_in(self.one("last day")) if self.one("last day") else LAST
        first = (
            day_in(self.one("first day")) if self.one("first day") else FIRST
        )
        return District(
            "WES",
            "Westbrook",
            SchoolCalendar(first, last, tuple(self.entries())),
            tuple(rule_in(t) for t in self.all("asked") if t != "nothing"),
            Roster((self.pair(), *others)),
            tuple(plans),
            tuple(
                PlannedMeeting(1, d)
                for t in self.all("planned")
                for d in days_in(t)
            ),
            tuple(follow_ups),
            strict=self.one("strict") == "yes",
        )

    def on(self, day: date) -> DistrictStanding:
        """The district's standing on a day, with the corrections that the case
        makes to its answers.
        """
        district, answers = self.district(), self.answers()
        corrections = []
        for text in self.all("correction"):
            code = next(
                o.code
                for o in judge(district, answers, day).outcomes
                if o.submission.day == day_in(text)
            )
            repair = next(r for r in Repair if r.value in text)
            corrections.append(Correction(code, repair, pair=1, minutes=45))
        return judge(
            replace(district, corrections=tuple(corrections)), answers, day
        )


def cases() -> list[Case]:
    """Every worked case of the page."""
    found: list[Case] = []
    for block in re.split(
        r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE
    )[1:]:
        title, _, body = block.partition("\n")
        rows = [
            tuple(c.strip() for c in line.strip().strip("|").split("|"))
            for line in body.splitlines()
            if line.startswith("|")
        ]
        if rows:
            found.append(
                Case(
                    title.strip(),
                    [
                        (key, value)
                        for key, value in rows
                        if key and not set(key) <= {"-"}
                    ],
                )
            )
    return found
