"""A seeded story of one district: its people, its year, and what its mentors logged in
ten school weeks.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKS_BEFORE = 12
VACATION = 5
YEAR_WEEKS = 41
_ZONE = ZoneInfo("America/New_York")
_FIRST = (
    "Ana",
    "Sam",
    "Grace",
    "Luis",
    "Mei",
    "Omar",
    "Priya",
    "Jonah",
    "Ruth",
    "Tomás",
    "Zoë",
    "Ines",
    "Caleb",
    "Nadia",
    "Hugh",
    "Leila",
    "Marcus",
    "Yuki",
    "Elena",
    "David",
    "Fatima",
    "Peter",
    "Rosa",
    "Amir",
    "Claire",
    "Dmitri",
    "Abena",
    "Walter",
    "Sofia",
    "Noah",
    "Hana",
    "Isaac",
    "Bea",
    "Joao",
    "Kira",
    "Ewan",
)
_LAST = (
    "Diaz",
    "Lee",
    "Okafor",
    "Brennan",
    "Silva",
    "Novak",
    "Patel",
    "Cohen",
    "O'Neil",
    "Kowalski",
    "Haddad",
    "Larsen",
    "Moreau",
    "Tanaka",
    "Whitaker",
    "Baptiste",
    "Ferraro",
    "Nguyen",
    "Alvarez",
    "Schmidt",
    "Osei",
    "Rinaldi",
    "Walsh",
    "Petrov",
    "Mbeki",
    "Andersen",
    "Costa",
    "Yilmaz",
    "Fischer",
    "Quinn",
    "Ruiz",
    "Sato",
    "Bell",
    "Amari",
    "Holt",
    "Voss",
)
_DISTRICTS = (
    ("WES", "Westbrook", "weekly-observing", ("Hill School", "River School")),
    ("NOR", "Northfield", "two-weekly", ("North Elementary", "Northfield High")),
    ("HAR", "Harborview", "monthly", ("Harbor School", "Lighthouse Academy")),
)
_TOPICS = (
    "Planning lessons and units",
    "Classroom management",
    "Assessment and student work",
    "Families",
    "Well-being and balance",
)
_TIMES = ("own time", "planning period", "early release", "faculty meeting")
_THEMES = (
    "Time for mentors and mentees to meet",
    "Time for mentors and mentees to meet",
    "Matching mentors and mentees",
    "Classroom observations and cover",
    "Support by administrators",
    "What mentors and mentees work on",
)
_WORKED = (
    "The first twenty minutes of every other faculty meeting are for pairs.",
    "Our principal takes a class once a month so that the two of us can meet.",
    "We walk over to each other's building on early-release days.",
    "A shared lunch on Thursdays, which nobody else may book.",
)
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
    "asks for a word",
)


@dataclass(frozen=True)
class Answer:
    """One visit to a form: who (nobody: not signed in), when, from whose link, what was
    chosen (by meaning), and which form.
    """

    sent: datetime
    sender: str
    label: str
    says: dict[str, object] = field(compare=False)
    form: str = "log"

    def __lt__(self, other: Answer) -> bool:
        return (self.sent, self.sender) < (other.sent, other.sender)


@dataclass(frozen=True)
class Story:
    """A district before and during the ten weeks; ``roles`` says which pair lives which
    of ROLES.
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


def tell(seed: int, place: int, day: date) -> Story:
    """Tell the story of one district as of a day; the same seed, place and day tell the
    same story.
    """
    chance = random.Random(f"{seed} {place}")  # noqa: S311  (a story, not a secret)
    key, name, preset, schools = _DISTRICTS[place % len(_DISTRICTS)]
    if place >= len(_DISTRICTS):
        key, name = (
            f"{key}{place // len(_DISTRICTS) + 1}",
            f"{name} {place // len(_DISTRICTS) + 1}",
        )
    monday = day - timedelta(days=day.weekday())
    if day.weekday() >= 5:
        monday += timedelta(days=7)
    weeks = {-n: monday - timedelta(weeks=n) for n in range(WEEKS_BEFORE + 1)}
    roles = dict(enumerate(chance.sample(ROLES, len(ROLES)), 1))
    domain = f"{name.lower().replace(' ', '')}.example"
    people = [
        f"{a} {b}"
        for a, b in zip(
            chance.sample(_FIRST, 24), chance.sample(_LAST, 24), strict=True
        )
    ]
    roster = [
        _row(chance, number, role, people, domain, schools, weeks)
        for number, role in roles.items()
    ]
    writer = _Writer(chance, key, monday, weeks, roster)
    for number, role in roles.items():
        writer.live(number, role)
        writer.plan(number, role)
    writer.opinions(name)
    if place == 1:
        writer.stray()
    first = weeks[-WEEKS_BEFORE]
    last = first + timedelta(weeks=YEAR_WEEKS, days=-3)
    answers = tuple(a for a in sorted(writer.answers) if a.sent.date() < day)
    return Story(
        key,
        name,
        preset,
        schools,
        f"coordinator@{domain}",
        first,
        last,
        tuple(roster),
        tuple(_calendar(weeks, monday, roles)),
        roles,
        answers,
    )


def _row(
    chance: random.Random,
    number: int,
    role: str,
    people: list[str],
    domain: str,
    schools: tuple[str, ...],
    weeks: dict[int, date],
) -> dict[str, object]:
    mentor, mentee = people[2 * number - 2], people[2 * number - 1]
    days = ("Monday", "Tuesday", "Wednesday", "Thursday")
    return {
        "Mentor": mentor,
        "Mentee": mentee,
        "Mentor e-mail": _address(mentor, domain),
        "Mentee e-mail": _address(mentee, domain),
        "School": chance.choice(schools),
        "Away": f"{weeks[-3].isoformat()} -" if role == "on leave" else "",
        "Regular day": chance.choice(days) if role not in _WITHOUT_A_DAY else "",
        "Regular time": "2:45 pm" if role in ("steady", "both log") else "",
        "Year in the program": 2 if number in (5, 11) else "",
        "Mentor trained": "yes" if number % 4 else "",
        "Hours before": {5: 21, 11: 34}.get(number, ""),
    }


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
    weeks: dict[int, date], monday: date, roles: dict[int, str]
) -> list[dict[str, object]]:
    vacation = weeks[-VACATION]
    all_there = [n for n, role in roles.items() if role == "on leave"]

    def row(
        what: str,
        first: date,
        last: date | None,
        name: str,
        minutes: object = "",
        held: str = "",
        absent: str = "",
    ) -> dict[str, object]:
        return {
            "What": what,
            "From": first,
            "To": last or "",
            "Name": name,
            "Minutes": minutes,
            "Held": held,
            "Who was not there": absent,
        }

    absent = ", ".join(map(str, all_there))
    return [
        row("orientation", weeks[-12], None, "First meeting of all pairs", 90, "yes"),
        row("no school", vacation, vacation + timedelta(days=4), "Fall vacation"),
        row("early release", weeks[-8] + timedelta(days=2), None, "Time for pairs", 60),
        row(
            "whole group",
            weeks[-7] + timedelta(days=2),
            None,
            "Mentors and mentees together",
            60,
            "yes",
        ),
        row(
            "whole group",
            weeks[-2] + timedelta(days=2),
            None,
            "Mentors and mentees together",
            60,
            "yes",
            absent,
        ),
        row("early release", weeks[-1] + timedelta(days=2), None, "Time for pairs", 60),
        row("PD day", monday + timedelta(days=16), None, "District PD", 45),
        row(
            "no school",
            monday + timedelta(days=35),
            monday + timedelta(days=46),
            "Long vacation",
        ),
    ]


class _Writer:
    """Writes the answers of a district, pair by pair."""

    def __init__(
        self,
        chance: random.Random,
        key: str,
        monday: date,
        weeks: dict[int, date],
        roster: list[dict[str, object]],
    ) -> None:
        self.chance = chance
        self.key = key
        self.monday = monday
        self.weeks = weeks
        self.roster = roster
        self.answers: list[Answer] = []

    def live(self, number: int, role: str) -> None:
        """Log what a pair of a role would log."""
        school = [n for n in range(-10, 0) if n != -VACATION]
        steady = list(school)
        if role == "stopped":
            steady = [-10, -9]
        elif role == "returned":
            steady = [-10, -9, -1]
        elif role == "saved by the vacation":
            steady = [n for n in school if n not in (-9, -6)]
        elif role == "on leave":
            steady = [n for n in school if n < -3]
        elif role == "whole group only":
            steady = []
        elif role == "could not meet":
            steady = [n for n in school if n != -2]
        kind = "brief conversation" if role == "brief" else "one-on-one"
        for n in steady:
            self._meeting(number, n, kind, twice=role == "both log" and n == -3)
        if role not in ("observation due", "whole group only", "stopped", "on leave"):
            self._observation(number, self.chance.choice((-6, -4)))
        if role == "could not meet":
            says: dict[str, object] = {
                "kind": "could not meet",
                "obstacles": ["no common time", "no substitute"],
            }
            self._send(number, "Mentor", says | {"day": self._day(-2)})
        elif role == "replaces":
            day = self._day(-4)
            self._send(
                number, "Mentor", {"kind": "one-on-one", "day": day, "minutes": 20}
            )
            self._send(
                number,
                "Mentor",
                {
                    "kind": "one-on-one",
                    "day": day,
                    "minutes": 40,
                    "replaces": ["This replaces what we logged for that day"],
                },
                later=90,
            )
        elif role == "asks for a word":
            word = "I would like a word with the coordinator"
            self._send(
                number,
                "Mentee",
                {
                    "kind": "one-on-one",
                    "day": self._day(-1),
                    "minutes": 30,
                    "word": [word],
                },
            )
            self._send(
                number,
                "Mentor",
                {"kind": "one-on-one", "day": self._day(-3), "minutes": 30},
                label=f"{self.key}-77",
            )

    def plan(self, number: int, role: str) -> None:
        """Say in the planning form, at the first meeting, what a pair of a role would
        say; most have a day in Pairs.
        """
        says: dict[str, object] | None = None
        if role == "brief":
            dates = ", ".join(
                f"{d:%b} {d.day}"
                for d in (
                    self.weeks[-1] + timedelta(days=28),
                    self.weeks[-1] + timedelta(days=56),
                )
            )
            says = {"regular_day": 3, "regular_time": "12:15", "dates": dates}
        elif role in ("stopped", "whole group only"):
            mentor, mentee = (
                {1: ["After"], 3: ["Before", "Lunch"]},
                {0: ["Lunch"], 1: ["After"], 3: ["Lunch"]},
            )
            says = {
                "mentor_free": mentor,
                "mentee_free": mentee,
                "set_aside": ["early release", "PD day"],
            }
        if says:
            self._send(
                number, "Mentor", says, on=self.weeks[-WEEKS_BEFORE], form="planning"
            )

    def opinions(self, district: str) -> None:
        """Say in the feedback form what six mentors, five mentees and an administrator
        of a district think.
        """
        day = self.weeks[-2] + timedelta(days=3)
        for place, role in enumerate(
            ["mentor"] * 6 + ["mentee"] * 5 + ["administrator"]
        ):
            well, improve = (self.chance.sample(_THEMES, 2) for _ in range(2))
            says: dict[str, object] = {
                "role": role,
                "district": district,
                "satisfaction": self.chance.choice((3, 4, 4, 5, 5)),
                "well_1": well[0],
                "well_2": well[1],
                "improve_1": improve[0],
                "improve_2": improve[1],
            }
            if place % 4 == 0:
                says["worked"] = self.chance.choice(_WORKED)
            sent = datetime.combine(day, time(16, 5 * place % 60), _ZONE)
            self.answers.append(Answer(sent, "", "", says, "feedback"))

    def stray(self) -> None:
        """Log a meeting of a pair of no district that there is, from an address that
        nobody knows.
        """
        sent = datetime.combine(self.weeks[-1] + timedelta(days=2), time(15, 20), _ZONE)
        says: dict[str, object] = {"kind": "one-on-one", "minutes": 30}
        self.answers.append(Answer(sent, "kim@home.example", "SOUTH-4", says))

    def _day(self, week: int) -> date:
        return self.weeks[week] + timedelta(days=self.chance.randrange(4))

    def _meeting(self, number: int, week: int, kind: str, twice: bool = False) -> None:
        day = self._day(week)
        says: dict[str, object] = {
            "kind": kind,
            "day": day,
            "minutes": self.chance.choice((10, 15))
            if kind == "brief conversation"
            else self.chance.choice((30, 40, 50, 60)),
            "topics": self.chance.sample(_TOPICS, self.chance.randrange(1, 3)),
            "time_used": self.chance.choice(_TIMES),
        }
        if kind == "brief conversation":
            says["conversations"] = self.chance.choice((2, 3))
        self._send(number, "Mentor", says)
        if twice:
            self._send(number, "Mentee", says | {"minutes": 50}, later=45)

    def _observation(self, number: int, week: int) -> None:
        says: dict[str, object] = {
            "kind": "observation",
            "day": self._day(week),
            "direction": "mentor_sees_mentee",
            "observation_minutes": 45,
            "conferences": ["before", "after"],
        }
        self._send(number, "Mentor", says)

    def _send(
        self,
        number: int,
        who: str,
        says: dict[str, object],
        later: int = 0,
        label: str = "",
        on: date | None = None,
        form: str = "log",
    ) -> None:
        row = self.roster[number - 1]
        day = on or says["day"]
        assert isinstance(day, date)
        minute = self.chance.randrange(60) + later
        sent = datetime.combine(day, time(15, 0), _ZONE) + timedelta(
            minutes=minute, seconds=self.chance.randrange(60)
        )
        first_names = [str(row[r]).split(" ")[0] for r in ("Mentor", "Mentee")]
        label = label or f"{self.key}-{number} {first_names[0]} & {first_names[1]}"
        self.answers.append(Answer(sent, str(row[f"{who} e-mail"]), label, says, form))
