"""Random programs: years with vacations, pairs with leaves and late starts,
rules, answers of every kind.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sync.core.calendar import Entry, Event, Per, SchoolCalendar
from sync.core.district import District
from sync.core.model import (
    Direction,
    FollowUp,
    Kind,
    Plan,
    PlannedMeeting,
    Roster,
    Submission,
)
from sync.core.people import Pair, Person, RegularTime, Span
from sync.core.rules import (
    ALWAYS,
    EVERYONE,
    Audience,
    Force,
    Phase,
    Rule,
    What,
)

FIRST, LAST = date(2026, 8, 31), date(2027, 6, 18)
KEY = "WES"


def program(seed: int) -> tuple[District, list[Submission], date]:
    """A district, its answers, and the day to judge for."""
    chance = random.Random(seed)
    today = FIRST + timedelta(days=chance.randrange(-5, 310))
    calendar = SchoolCalendar(FIRST, LAST, tuple(_entries(chance)))
    pairs = tuple(
        _pair(chance, number)
        for number in range(1, chance.choice((2, 4, 5, 6, 8)))
    )
    if len(pairs) > 2 and chance.random() < 0.2:  # one beginner, two mentors
        pairs = (*pairs[:-1], replace(pairs[-1], mentee=pairs[-2].mentee))
    district = District(
        KEY,
        "Westbrook",
        calendar,
        tuple(_rules(chance)),
        Roster(pairs),
        tuple(
            Plan(
                chance.choice(pairs).number,
                chance.choice(list(Direction)),
                _day(chance),
                filled=chance.choice((None, None, True, False)),
            )
            for _ in range(chance.randrange(3))
        ),
        tuple(
            PlannedMeeting(chance.choice(pairs).number, _day(chance))
            for _ in range(chance.randrange(6))
        ),
        tuple(
            _follow_up(chance, pairs, today)
            for _ in range(chance.randrange(5))
        ),
    )
    answers: list[Submission] = []
    for pair in pairs:
        answers += _answers(chance, pair, len(answers), today)
    if chance.random() < 0.2:
        answers = [_unclear(chance, a) for a in answers]
    chance.shuffle(answers)
    return district, answers, today


def _day(chance: random.Random) -> date:
    return FIRST + timedelta(days=chance.randrange(290))


def _entries(chance: random.Random) -> list[Entry]:
    entries = []
    for _ in range(chance.randrange(7)):
        first = _day(chance)
        schools = (
            frozenset({"hill"}) if chance.random() < 0.2 else frozenset[str]()
        )
        last = first + timedelta(days=chance.choice((0, 0, 1, 4, 6, 11)))
        entries.append(Entry(Event.NO_SCHOOL, first, last, schools=schools))
    for _ in range(chance.randrange(4)):
        day = _day(chance)
        absent = frozenset(n for n in range(1, 8) if chance.random() < 0.2)
        alone = chance.choice((0, 0, 20, 90))
        entries.append(
            Entry(
                Event.WHOLE_GROUP,
                day,
                day,
                minutes=60,
                held=chance.random() < 0.7,
                absent=absent,
                present=chance.choice(
                    (None, None, None, frozenset({1, 2, 3, 9}))
                ),
                one_on_one=alone,
            )
        )
    if chance.random() < 0.3:
        middle = FIRST + timedelta(days=chance.randrange(80, 200))
        entries.append(Entry(Event.SEMESTER, FIRST, middle))
        entries.append(Entry(Event.SEMESTER, middle + timedelta(days=1), LAST))
    return entries


def _pair(chance: random.Random, number: int) -> Pair:
    starts = _day(chance) if chance.random() < 0.3 else None
    ends = (
        (starts or FIRST) + timedelta(days=chance.randrange(20, 250))
        if chance.random() < 0.2
        else None
    )
    away = []
    at = FIRST
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        at = at + timedelta(days=chance.randrange(1, 90))
        last = (
            at + timedelta(days=chance.randrange(0, 60))
            if chance.random() < 0.8
            else None
        )
        away.append(Span(at, last))
        if last is None:
            break
        at = last + timedelta(days=1)
    regular = (
        RegularTime(chance.randrange(5)) if chance.random() < 0.4 else None
    )
    people = [
        Person(f"M{number} Aa", (f"m{number}@w.example",)),
        Person(f"N{number} Bb", (f"n{number}@w.example",)),
    ]
    school = chance.choice(("Hill", "River", ""))
    seen = (
        _day(chance)
        if starts is None and ends is None and chance.random() < 0.1
        else None
    )
    return Pair(
        KEY,
        number,
        people[0],
        people[1],
        school,
        starts,
        ends,
        tuple(away),
        regular,
        seen,
        year=chance.choice((None, 1, 2, 3)),
        new_to=chance.choice(("", "teaching", "the district")),
        share=chance.choice((1.0, 1.0, 0.5)),
        extra_cover=chance.choice((0.0, 0.0, 2.0)),
    )


def _who(chance: random.Random) -> Audience:
    return chance.choice(
        (
            EVERYONE,
            EVERYONE,
            Audience(frozenset({1})),
            Audience(frozenset({2, 3})),
            Audience(new_to="the district"),
            Audience(part_time=True),
            Audience(part_time=False),
        )
    )


def _phase(chance: random.Random) -> Phase:
    return chance.choice(
        (
            ALWAYS,
            Phase(first_weeks=4),
            Phase(after_weeks=8),
            Phase(months=frozenset({9, 10, 1})),
        )
    )


def _more_rules(chance: random.Random) -> list[Rule]:
    """What fewer districts ask: minutes, sums, phases, tiers, and how things
    count.
    """
    rules = []
    if chance.random() < 0.3:
        per = chance.choice((Per.WEEK, Per.TWO_WEEKS, Per.MONTH))
        amount = {Per.WEEK: 40, Per.TWO_WEEKS: 60, Per.MONTH: 120}[per]
        rules.append(
            Rule(
                What.MINUTES,
                amount,
                per,
                who=_who(chance),
                phase=_phase(chance),
            )
        )
    if chance.random() < 0.3:
        per = chance.choice((Per.SEMESTER, Per.YEAR))
        since = _day(chance) if chance.random() < 0.2 else None
        rules.append(
            chance.choice(
                (
                    Rule(
                        What.MINUTES, 900, per, who=_who(chance), since=since
                    ),
                    Rule(What.MEETINGS, 12, per, since=since),
                )
            )
        )
    if chance.random() < 0.3:
        rules.append(
            Rule(
                What.MEETINGS,
                1,
                Per.WEEK,
                who=_who(chance),
                phase=_phase(chance),
            )
        )
    for what, amount in (
        (What.BRIEF_ADD_UP, 30),
        (What.BRIEF_RECORDED, 0),
        (What.GROUP_APART, 0),
        (What.OBSERVATIONS_COUNT, 0),
        (What.LOGS_DUE, 5),
        (What.ARRANGES_OBSERVATIONS, 0),
    ):
        if chance.random() < 0.15:
            rules.append(
                Rule(
                    what,
                    amount,
                    who=_who(chance),
                    since=_day(chance) if chance.random() < 0.2 else None,
                )
            )
    if chance.random() < 0.4:
        rules.append(
            Rule(
                chance.choice((What.COVER_HOURS, What.COVER_DAYS)),
                3,
                chance.choice((Per.YEAR, Per.SEMESTER)),
            )
        )
    if chance.random() < 0.3:
        for _ in range(chance.choice((1, 2))):
            first = _day(chance)
            last = first + timedelta(days=chance.randrange(60))
            rules.append(
                Rule(
                    What.MENTEE_OBSERVES_OTHER,
                    1,
                    Per.WINDOW,
                    since=first,
                    until=last,
                )
            )
    elif chance.random() < 0.3:
        rules.append(
            Rule(
                What.MENTEE_OBSERVES_OTHER_HOURS,
                3,
                chance.choice((Per.YEAR, Per.SEMESTER)),
            )
        )
    return rules


def _rules(chance: random.Random) -> list[Rule]:
    rules = _more_rules(chance) if chance.random() < 0.6 else []
    if chance.random() < 0.9:
        per = chance.choice((Per.WEEK, Per.WEEK, Per.TWO_WEEKS, Per.MONTH))
        rules.append(Rule(What.MEETINGS, chance.choice((1, 1, 1, 2, 3)), per))
    if chance.random() < 0.2:
        rules.append(
            Rule(
                What.MEETINGS,
                2,
                chance.choice((Per.MONTH, Per.TWO_WEEKS)),
                since=_day(chance),
            )
        )
    if chance.random() < 0.2:
        rules.append(Rule(What.MEETINGS, 1, Per.WEEK, Force.SUGGESTED))
    rules += [
        Rule(
            what,
            chance.choice((1, 2, 4, 10)),
            Per.YEAR,
            chance.choice((Force.REQUIRED, Force.SUGGESTED)),
        )
        for what in (What.MENTOR_OBSERVES, What.MENTEE_OBSERVES)
        if chance.random() < 0.5
    ]
    return rules


def _follow_up(
    chance: random.Random, pairs: tuple[Pair, ...], today: date
) -> FollowUp:
    day = today - timedelta(days=chance.randrange(-2, 25))
    until = (
        day + timedelta(days=chance.randrange(40))
        if chance.random() < 0.4
        else None
    )
    return FollowUp(
        chance.choice(pairs).number, day, until, chance.random() < 0.2
    )


def _answers(
    chance: random.Random, pair: Pair, taken: int, today: date
) -> list[Submission]:
    habit = chance.choice((0, 0.1, 0.4, 0.8, 0.95, 1.2))
    stops = _day(chance) if chance.random() < 0.4 else LAST
    resumes = stops + timedelta(days=chance.randrange(7, 120))
    answers: list[Submission] = []
    week = FIRST - timedelta(days=7)
    while week < today + timedelta(days=7):
        quiet = stops <= week < resumes
        for _ in range(0 if quiet else int(habit + chance.random())):
            day = week + timedelta(days=chance.randrange(6))
            number = taken + len(answers)
            answers.append(answer(chance, pair, day, number))
            if chance.random() < 0.1:
                answers.append(
                    answers[-1]._replace(
                        id=f"r{number + 1}",
                        email=f"n{pair.number}@w.example",
                        minutes=5,
                    )
                )
        week += timedelta(days=7)
    return answers


def _unclear(chance: random.Random, a: Submission) -> Submission:
    """An answer of which now and then something means nothing known."""
    if chance.random() > 0.1:
        return a
    if chance.random() < 0.5:
        return a._replace(kind=Kind.UNKNOWN, unread=(("kind", "We met 1:1"),))
    return a._replace(minutes=None, unread=(("minutes", f"about {a.id}"),))


def answer(
    chance: random.Random, pair: Pair, day: date, number: int
) -> Submission:
    """One answer of a pair, sent some days after the day it is about."""
    kind = chance.choice(
        (
            Kind.ONE_ON_ONE,
            Kind.ONE_ON_ONE,
            Kind.ONE_ON_ONE,
            Kind.BRIEF,
            Kind.SMALL_GROUP,
            Kind.OBSERVATION,
            Kind.COULD_NOT_MEET,
        )
    )
    sent = datetime.combine(day, time(16), UTC) + timedelta(
        days=chance.randrange(9), seconds=number * 1000
    )
    return Submission(
        id=f"r{number}",
        created=sent,
        submitted=sent,
        email=chance.choice(
            (
                f"m{pair.number}@w.example",
                f"m{pair.number}@w.example",
                f"n{pair.number}@w.example",
                "x@y.example",
            )
        ),
        pair_text=f"{KEY}-{pair.number} A & B",
        day=day,
        kind=kind,
        minutes=chance.choice((10, 30, 60)),
        conversations=chance.choice((1, 2)) if kind is Kind.BRIEF else 1,
        others=str(chance.randrange(1, 9)) if kind is Kind.SMALL_GROUP else "",
        replaces=chance.random() < 0.08,
        direction=chance.choice(list(Direction))
        if kind is Kind.OBSERVATION
        else None,
        cover_hours=chance.choice((None, 0.5, 2.0))
        if kind is Kind.OBSERVATION
        else None,
        obstacles=("workload",) if kind is Kind.COULD_NOT_MEET else (),
    )
