"""How fast what a coordinator arranges is worked out: one district of 300 pairs
in 6 schools, all of whose observations are due, by teaching schedules.

Writes its part of docs/performance.md. The same district is judged with its
schedules and without, in turn: what lies between is the planner. Run with
``make bench``; ``python -m bench.arrange --smallest`` only shows that it runs.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from datetime import time as clock

from bench.page import written
from sync.core.calendar import Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import Arranged, Roster
from sync.core.people import Pair, Person
from sync.core.rules import Rule, What
from sync.core.timetable import Bell, Lesson, Timetable, Use

TODAY = date(2027, 2, 1)
YEAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))
SCHOOLS, ROUNDS = 6, 5
PERIODS = "1234567"
RULES = (
    Rule(What.MEETINGS, 1, Per.WEEK),
    Rule(What.MENTOR_OBSERVES, 4, Per.YEAR),
    Rule(What.MENTEE_OBSERVES, 2, Per.YEAR),
    Rule(What.COVER_HOURS, 6, Per.YEAR),
    Rule(What.ARRANGES_MEETINGS, 0, Per.YEAR),
)


def district(pairs: int) -> District:
    """Every third mentor has two mentees; everybody teaches five periods of
    seven on A and B days; half of the pairs offer their planning periods.
    """
    chance = random.Random(1)
    people, lessons = [], {}
    for number in range(1, pairs + 1):
        mentor = number - 1 if number % 4 == 2 else number
        school = f"school {mentor % SCHOOLS}"
        two = [
            Person(f"{who} {n}", (f"{who}.{n}@wes.example",))
            for who, n in (("mentor", mentor), ("mentee", number))
        ]
        people.append(Pair("WES", number, two[0], two[1], school))
        for person in two:
            lessons[person.addresses[0]] = tuple(
                Lesson(period, "", frozenset(letter))
                for letter in "ab"
                for period in chance.sample(PERIODS, 5)
            )
    bells = [
        Bell(period, clock(8 + n, 0), clock(8 + n, 47))
        for n, period in enumerate(PERIODS)
    ]
    bells.append(Bell("lunch", clock(15), clock(15, 30), use=Use.LUNCH))
    days = YEAR.days_of().days
    letters = {day: "AB"[n % 2] for n, day in enumerate(days)}
    offers = Arranged(
        TODAY - timedelta(days=90), offers=frozenset({"planning"})
    )
    return District(
        "WES",
        "Westbrook",
        YEAR,
        RULES,
        Roster(tuple(people)),
        arranged=dict.fromkeys(range(1, pairs + 1, 2), offers),
        timetable=Timetable(tuple(bells), letters, lessons),
    )


def judged(of: District) -> tuple[float, DistrictStanding]:
    """Seconds of processor time, and how it stands."""
    begun = time.process_time()
    standing = judge(of, [], TODAY)
    return time.process_time() - begun, standing


def table(pairs: int, times: int) -> list[str]:
    """Both in turn, so many times."""
    whole = district(pairs)
    plain = replace(
        whole,
        timetable=Timetable(),
        rules=tuple(r for r in RULES if r.what is not What.ARRANGES_MEETINGS),
    )
    rounds = [(judged(plain)[0], judged(whole)[0]) for _ in range(times)]
    found = judged(whole)[1].to_arrange
    visits = [line for line in found.lines if line.direction]
    placed = [line.visit for line in visits if line.visit]
    without = sum(not visit.coverage for visit in placed)
    shared = sum(len(day.visits) for day in found.days)
    before, after = (
        statistics.median(each) for each in zip(*rounds, strict=True)
    )
    lines = [
        "| pairs | observations wanted | with a time | without coverage | on shared days | meetings proposed | judged without schedules | with them |",
        "|---|---|---|---|---|---|---|---|",
        f"| {pairs} | {len(visits)} | {len(placed)} | {without} | {shared} in {len(found.days)} days | {len(found.lines) - len(visits)} | {before:.2f} s | {after:.2f} s |",
    ]
    print(lines[-1])
    return lines


def main() -> None:
    """Measure, and write the table; of the smallest size, print it."""
    if "--smallest" in sys.argv:
        table(20, 1)
    else:
        written("arrange", table(300, ROUNDS))


if __name__ == "__main__":
    main()
