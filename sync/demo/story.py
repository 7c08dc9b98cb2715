"""A seeded story of one district: its people, its year, and what its mentors
logged in ten school weeks.
"""

from __future__ import annotations

import random
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sync.demo.cast import DISTRICTS, FIRST_NAMES, LAST_NAMES
from sync.demo.writer import VACATION, WEEKS_BEFORE, Answer, Writer

YEAR_WEEKS = 41
_WITHOUT_A_DAY = ("stopped", "whole group only", "brief", "on leave")
ROLES = (
    "steady",
    "stopped",
    "returned",
    "brief",
    "saved by the vacation",
    "on leave",
    "whole group only",
    "observation due",
    "both log",
    "could not meet",
    "replaces",
    "asks to be contacted",
)


@dataclass(frozen=True)
class Story:
    """A district before and during the ten weeks; ``roles`` says which pair
    lives which of ROLES, ``closed`` are the days without school.
    """

    key: str
    name: str
    preset: str
    schools: tuple[str, ...]
    coordinator: str
    first_day: date
    last_day: date
    roster: tuple[dict[str, object], ...]
    calendar: tuple[dict[str, object], ...]
    roles: dict[int, str]
    answers: tuple[Answer, ...]
    closed: frozenset[date]

    def number(self, role: str) -> int:
        """The number of the pair that lives a role."""
        return next(n for n, each in self.roles.items() if each == role)

    def label(self, role: str) -> str:
        """The label of that pair, as the lists of the sheet offer it."""
        number = self.number(role)
        row = self.roster[number - 1]
        return f"{self.key}-{number} {row['Mentor']} & {row['Mentee']}"


def story_of(seed: int, place: int, day: date) -> Story:
    """The story of one district as of a day.

    The same seed, place and day give the same story.
    """
    chance = random.Random(f"{seed} {place}")  # noqa: S311  (a story, not a secret)
    key, name, preset, schools = _district(place)
    monday = day - timedelta(days=day.weekday())
    if day.weekday() >= 5:
        monday += timedelta(days=7)
    weeks = {-n: monday - timedelta(weeks=n) for n in range(WEEKS_BEFORE + 1)}
    roles = dict(enumerate(chance.sample(ROLES, len(ROLES)), 1))
    domain = f"{name.lower().replace(' ', '')}.example"
    number = 2 * len(ROLES) + 1
    firsts, lasts = (
        chance.sample(FIRST_NAMES, number),
        chance.sample(LAST_NAMES, number),
    )
    people = [" ".join(names) for names in zip(firsts, lasts, strict=True)]
    roster = []
    for number, role in roles.items():
        pair = (people[2 * number - 2], people[2 * number - 1])
        roster.append(_row(chance, number, role, pair, domain, schools, weeks))
    roster.append(_alone(people[-1], domain, schools, list(roster[0])))
    begin = weeks[-WEEKS_BEFORE]
    last = begin + timedelta(weeks=YEAR_WEEKS, days=-3)
    public = _holidays(begin, last)
    first = _open(begin, public)
    calendar = _calendar(weeks, monday, roles, public)
    closed = frozenset(_days_off(calendar))
    writer = Writer(chance, key, weeks, roster, closed)
    answers = _answers(writer, place, name, roles)
    return Story(
        key,
        name,
        preset,
        schools,
        f"coordinator@{domain}",
        first,
        last,
        tuple(roster),
        tuple(calendar),
        roles,
        tuple(
            answer for answer in sorted(answers) if answer.sent.date() < day
        ),
        closed,
    )


def _district(place: int) -> tuple[str, str, str, tuple[str, ...]]:
    """The key, name, preset and schools of the n-th district."""
    again, kind = divmod(place, len(DISTRICTS))
    key, name, preset, schools = DISTRICTS[kind]
    if again:
        return f"{key}{again + 1}", f"{name} {again + 1}", preset, schools
    return key, name, preset, schools


def _row(
    chance: random.Random,
    number: int,
    role: str,
    people: tuple[str, str],
    domain: str,
    schools: tuple[str, ...],
    weeks: dict[int, date],
) -> dict[str, object]:
    mentor, mentee = people
    days = ("Monday", "Tuesday", "Wednesday", "Thursday")
    return {
        "Mentor": mentor,
        "Mentee": mentee,
        "Mentor e-mail": _address(mentor, domain),
        "Mentee e-mail": _address(mentee, domain),
        "School": chance.choice(schools),
        "Away": f"{weeks[-3].isoformat()} -" if role == "on leave" else "",
        "Regular day": chance.choice(days)
        if role not in _WITHOUT_A_DAY
        else "",
        "Regular time": "2:45 pm" if role in ("steady", "both log") else "",
        "Year in the program": 2 if number in (5, 11) else "",
        "Mentor trained": "yes" if number % 4 else "",
        "Hours before": {5: 21, 11: 34}.get(number, ""),
    }


def _alone(
    mentee: str, domain: str, schools: tuple[str, ...], columns: list[str]
) -> dict[str, object]:
    """A beginner for whom no mentor was found yet."""
    known = {
        "Mentee": mentee,
        "Mentee e-mail": _address(mentee, domain),
        "School": schools[0],
    }
    return {column: known.get(column, "") for column in columns}


def _holidays(first: date, last: date) -> dict[date, str]:
    """The public holidays of a year, on weekdays, with their names."""
    import holidays

    years = range(first.year, last.year + 1)
    public = holidays.country_holidays("US", subdiv="MA", years=years)
    return {
        day: public[day]
        for day in sorted(public)
        if first <= day <= last and day.weekday() < 5
    }


def _open(day: date, public: Container[date]) -> date:
    """The day, or the first weekday after it that is no public holiday."""
    while day in public or day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _days_off(calendar: list[dict[str, object]]) -> Iterator[date]:
    """Every day on which the rows of a calendar close the schools."""
    for row in calendar:
        if row["What"] == "no school":
            day, last = row["From"], row["To"] or row["From"]
            assert isinstance(day, date)
            assert isinstance(last, date)
            while day <= last:
                yield day
                day += timedelta(days=1)


def _address(name: str, domain: str) -> str:
    plain = (
        name.lower()
        .replace("'", "")
        .replace("ö", "o")
        .replace("ë", "e")
        .replace("á", "a")
    )
    return plain.replace(" ", ".") + "@" + domain


def _calendar(
    weeks: dict[int, date],
    monday: date,
    roles: dict[int, str],
    public: dict[date, str],
) -> list[dict[str, object]]:
    """The rows of the calendar file: what a school sets aside, and when it is
    closed.
    """
    vacation, wednesday = weeks[-VACATION], timedelta(days=2)
    on_leave = ", ".join(
        str(n) for n, role in roles.items() if role == "on leave"
    )
    pairs, together = "Time for pairs", "Mentors and mentees together"
    held: dict[str, object] = {"Minutes": 60, "Took place": "yes"}
    ahead = monday + timedelta(days=35)
    days: list[tuple[str, date, date | None, str, dict[str, object]]] = [
        (
            "orientation",
            weeks[-12],
            None,
            "First meeting of all pairs",
            held | {"Minutes": 90},
        ),
        (
            "no school",
            vacation,
            vacation + timedelta(days=4),
            "Fall vacation",
            {},
        ),
        ("early release", weeks[-8] + wednesday, None, pairs, {"Minutes": 60}),
        ("whole group", weeks[-7] + wednesday, None, together, held),
        (
            "whole group",
            weeks[-2] + wednesday,
            None,
            together,
            held | {"Who was not there": on_leave},
        ),
        ("early release", weeks[-1] + wednesday, None, pairs, {"Minutes": 60}),
        (
            "PD day",
            monday + timedelta(days=16),
            None,
            "District PD",
            {"Minutes": 45},
        ),
        ("no school", ahead, ahead + timedelta(days=11), "Long vacation", {}),
    ]
    moved = []
    for what, first, last, name, more in days:
        day = first if what == "no school" else _open(first, public)
        moved.append((what, day, last, name, more))
    moved += [
        ("no school", day, None, name, {}) for day, name in public.items()
    ]
    moved.sort(key=lambda row: row[1])
    return [
        {
            "What": what,
            "From": first,
            "To": last or "",
            "Name": name,
            "Minutes": "",
            "Took place": "",
            "Who was not there": "",
            **more,
        }
        for what, first, last, name, more in moved
    ]


def _answers(
    writer: Writer, place: int, name: str, roles: dict[int, str]
) -> list[Answer]:
    """Everything that is sent in a district."""
    for number, role in roles.items():
        writer.live(number, role)
        writer.plan(number, role)
    by_role = {role: number for number, role in roles.items()}
    writer.small_group(by_role["steady"], by_role["both log"])
    writer.opinions(name)
    if place == 1:
        writer.stray()
    return writer.answers
