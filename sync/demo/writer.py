"""What the pairs of a demo district send to the three forms."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sync.core.words import day_words
from sync.demo.cast import THEMES, TIMES, TOPICS, WORKED

WEEKS_BEFORE = 12
VACATION = 5
_ZONE = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Answer:
    """One visit to a form: who (nobody: not signed in), when, from whose link,
    what was chosen (by meaning), and which form.
    """

    sent: datetime
    sender: str
    label: str
    says: dict[str, object] = field(compare=False)
    form: str = "log"

    def __lt__(self, other: Answer) -> bool:
        return (self.sent, self.sender) < (other.sent, other.sender)


def _weeks_of(role: str) -> Iterable[int]:
    """The weeks in which a pair of a role meets, counted back from this one."""
    school = [week for week in range(-10, 0) if week != -VACATION]
    weeks = {
        "stopped": [-10, -9],
        "returned": [-10, -9, -1],
        "saved by the vacation": [
            week for week in school if week not in (-9, -6)
        ],
        "on leave": [week for week in school if week < -3],
        "whole group only": [],
        "could not meet": [week for week in school if week != -2],
    }
    return weeks.get(role, school)


class Writer:
    """Writes the answers of a district, pair by pair."""

    def __init__(
        self,
        chance: random.Random,
        key: str,
        weeks: dict[int, date],
        roster: list[dict[str, object]],
        closed: Collection[date] = (),
    ) -> None:
        self.chance = chance
        self.key = key
        self.weeks = weeks
        self.roster = roster
        self.closed = closed
        self.answers: list[Answer] = []

    def live(self, number: int, role: str) -> None:
        """Log what a pair of a role would log."""
        kind = "brief conversation" if role == "brief" else "one-on-one"
        for week in _weeks_of(role):
            twice = role == "both log" and week == -3
            self._meeting(number, week, kind, twice)
        if role not in (
            "observation due",
            "whole group only",
            "stopped",
            "on leave",
        ):
            self._observation(number, self.chance.choice((-6, -4)))
        if role == "could not meet":
            obstacles = ["no common time", "no substitute"]
            says = {"kind": "could not meet", "obstacles": obstacles}
            self._send(number, "Mentor", says | {"day": self._day(-2)})
        elif role == "replaces":
            self._replace(number, self._day(-4))
        elif role == "asks to be contacted":
            self._ask_for_a_word(number)

    def small_group(self, number: int, other: int) -> None:
        """Log a meeting of two pairs together."""
        says: dict[str, object] = {
            "kind": "small group",
            "day": self._day(-2),
            "minutes": 45,
            "others": str(other),
            "topics": [TOPICS[3]],
            "time_used": "faculty meeting",
        }
        self._send(number, "Mentor", says)

    def _replace(self, number: int, day: date) -> None:
        """Log a meeting, and an hour and a half later what replaces it."""
        says: dict[str, object] = {"kind": "one-on-one", "day": day}
        self._send(number, "Mentor", says | {"minutes": 20})
        replaces = {"also": ["replaces"]}
        self._send(
            number, "Mentor", says | {"minutes": 40} | replaces, later=90
        )

    def _ask_for_a_word(self, number: int) -> None:
        """Ask to be contacted; and log a meeting under a code that no pair has."""
        says: dict[str, object] = {"kind": "one-on-one", "minutes": 30}
        contact = {"also": ["contact"]}
        self._send(number, "Mentee", says | {"day": self._day(-1)} | contact)
        label = f"{self.key}-77"
        self._send(
            number, "Mentor", says | {"day": self._day(-3)}, label=label
        )

    def plan(self, number: int, role: str) -> None:
        """Fill in the planning form as a pair of a role would, at the first
        meeting.

        Most have a day in Pairs.
        """
        says: dict[str, object] | None = None
        if role == "brief":
            days = (self.weeks[-1] + timedelta(days=n) for n in (28, 56))
            dates = ", ".join(map(day_words, days))
            says = {"regular_day": 3, "regular_time": "12:15", "dates": dates}
        elif role in ("stopped", "whole group only"):
            says = {
                "both_free": {1: ["After"], 3: ["Lunch"]},
                "own_time": ["planning"] if role == "stopped" else [],
                "set_aside": ["early release", "PD day"],
            }
        if says:
            first = self.weeks[-WEEKS_BEFORE]
            self._send(
                number, "Mentor", says | {"day": first}, form="planning"
            )

    def opinions(self, district: str) -> None:
        """Say in the feedback form what six mentors, five mentees and an
        administrator of a district think.
        """
        day = self.weeks[-2] + timedelta(days=3)
        for place, role in enumerate(
            ["mentor"] * 6 + ["mentee"] * 5 + ["administrator"]
        ):
            well, improve = (self.chance.sample(THEMES, 2) for _ in range(2))
            says: dict[str, object] = {
                "role": role,
                "district": district,
                "satisfaction": self.chance.choice((3, 4, 4, 5, 5)),
                "well": well,
                "improve": improve,
            }
            if place % 4 == 0:
                says["worked"] = self.chance.choice(WORKED)
            sent = datetime.combine(day, time(16, 5 * place % 60), _ZONE)
            self.answers.append(Answer(sent, "", "", says, "feedback"))

    def stray(self) -> None:
        """Log a meeting of a pair of no district that there is, from an
        address that nobody knows.
        """
        sent = datetime.combine(
            self.weeks[-1] + timedelta(days=2), time(15, 20), _ZONE
        )
        says: dict[str, object] = {"kind": "one-on-one", "minutes": 30}
        self.answers.append(Answer(sent, "kim@home.example", "SOUTH-4", says))

    def _day(self, week: int) -> date:
        """A day from Monday to Thursday on which there is school."""
        days = [self.weeks[week] + timedelta(days=n) for n in range(4)]
        days = [day for day in days if day not in self.closed] or days
        return days[self.chance.randrange(len(days))]

    def _meeting(
        self, number: int, week: int, kind: str, twice: bool = False
    ) -> None:
        day = self._day(week)
        says: dict[str, object] = {
            "kind": kind,
            "day": day,
            "minutes": self.chance.choice((10, 15))
            if kind == "brief conversation"
            else self.chance.choice((30, 40, 50, 60)),
            "topics": self.chance.sample(TOPICS, self.chance.randrange(1, 3)),
            "time_used": self.chance.choice(TIMES),
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
            "minutes": 45,
            "conferences": ["before", "after"],
            "cover_hours": 1,
        }
        self._send(number, "Mentor", says)

    def _send(
        self,
        number: int,
        who: str,
        says: dict[str, object],
        later: int = 0,
        label: str = "",
        form: str = "log",
    ) -> None:
        """Send an answer on its day in the afternoon, ``later`` by so many
        minutes.
        """
        row = self.roster[number - 1]
        day = says["day"]
        assert isinstance(day, date)
        if form == "planning":  # which asks for no day
            says = {key: value for key, value in says.items() if key != "day"}
        minute = self.chance.randrange(60) + later
        sent = datetime.combine(day, time(15, 0), _ZONE) + timedelta(
            minutes=minute, seconds=self.chance.randrange(60)
        )
        first_names = [str(row[r]).split(" ")[0] for r in ("Mentor", "Mentee")]
        label = (
            label or f"{self.key}-{number} {first_names[0]} & {first_names[1]}"
        )
        self.answers.append(
            Answer(sent, str(row[f"{who} e-mail"]), label, says, form)
        )
