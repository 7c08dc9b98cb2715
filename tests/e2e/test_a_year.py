"""A district's year, from orientation to the last day of school, as its
coordinator and its mentors live it.

One test, with a function for each month: each rests on the ones before.
Mentors' answers are added behind the form's page (the page has tests of its
own); everything that a coordinator does is typed into the sheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from forms.definition import Definition
from sync import demo
from sync.core.explain import explain
from sync.core.judge import DistrictStanding, PairStanding
from sync.program import declared
from sync.reports.tables import text_of
from templates.wire import serial
from tests.support.program import ADMIN, Program

PEOPLE = {
    1: ("ana", "Ana Diaz & Sam Lee"),
    2: ("grace", "Grace Okafor & Luis Silva"),
    3: ("mei", "Mei Novak & Omar Patel"),
    4: ("noor", "Noor Haddad & Eli Costa"),
    5: ("ruth", "Ruth Bell & Isaac Quinn"),
    6: ("ana", "Ana Diaz & Luis Silva"),
}


def days(first: date, last: date, *weekdays: int) -> list[date]:
    """Every such weekday (Monday is 0) between two days."""
    span = (last - first).days + 1
    return [
        d
        for d in (first + timedelta(days=n) for n in range(span))
        if d.weekday() in weekdays
    ]


class District:
    """Westbrook: its coordinator types into the sheet, its mentors log, the
    tool runs at the end of a day.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.form: Definition = declared.form_of(program.settings)
        self.number = 0

    def logs(self, by: int, days: Iterable[date], **says: Any) -> list[str]:
        """Answers of a pair's mentor, each sent in the evening of its day;
        their ids.
        """
        who, names = PEOPLE[by]
        ids = []
        for day in days:
            self.number += 1
            chosen = {
                "pair": f"WES-{by} {names}",
                "kind": "one-on-one",
                "minutes": 30,
                **says,
                "day": day.isoformat(),
            }
            if chosen["kind"] == "observation":
                del chosen["minutes"]
                chosen |= {
                    "direction": "mentor_sees_mentee",
                    "minutes": 45,
                }
            fields = demo.fields_of(self.form, chosen)
            answers = {}
            for question in self.form.questions:
                if values := fields.get(f"entry.{question.entry}"):
                    answers[question.question_id] = {
                        "textAnswers": {
                            "answers": [{"value": v} for v in values]
                        }
                    }
            sent = datetime.combine(day, time(22), UTC) + timedelta(
                seconds=self.number
            )
            body = {
                "responseId": f"r{self.number:04d}",
                "createTime": sent.isoformat(),
                "answers": answers,
                "respondentEmail": says.get(
                    "sender", f"{who}@westbrook.example"
                ),
            }
            self.program.space.forms.responses.add(
                self.program.lock.form, body
            )
            ids.append(str(body["responseId"]))
        return ids

    def types(self, tab: str, row: int, **cells: Any) -> None:
        """The coordinator types into one row of a people's tab."""
        for column, value in cells.items():
            self.program.type(
                tab,
                row,
                column,
                int(serial(value)) if isinstance(value, date) else value,
            )

    def next_row(self, tab: str) -> int:
        """The first empty row of a people's tab, counted from 1."""
        layout = self.program.layout.tab(tab)
        grid = self.program.values(tab)
        first = next(
            i
            for i, c in enumerate(layout.columns)
            if not c.printed and not c.formula and c.type != "yes"
        )
        filled = [
            n
            for n, row in enumerate(grid, 1)
            if len(row) > first and row[first] not in ("", None)
        ]
        return max(filled, default=layout.header_row) + 1

    def notes(self, tab: str, **cells: Any) -> int:
        """The coordinator fills in the next free row of a people's tab; gives
        the row.
        """
        row = self.next_row(tab)
        self.types(tab, row, **cells)
        return row

    def on(self, day: date) -> DistrictStanding:
        """What the evening's run found, after what it wrote was read back from
        the *Status* tab.
        """
        self.program.space.store.set_now(datetime.combine(day, time(23), UTC))
        result, _ = self.program.run(day)
        (standing,) = result.standings
        assert result.failed == {}
        shown = self.program.values("status")[
            self.program.layout.tab("status").header_row :
        ]
        assert [row[:2] for row in shown if row and row[0]] == [
            [p.status.value, p.pair.label] for p in standing.pairs
        ]
        again, calls = self.program.run(day)
        assert (again.changed, calls["sheets.write"]) == (set(), 0), (
            "a second run writes nothing"
        )
        return standing


def statuses(standing: DistrictStanding) -> dict[int, str]:
    return {
        p.pair.number: p.status.value
        for p in sorted(standing.pairs, key=lambda p: p.pair.number)
    }


def of(standing: DistrictStanding, number: int) -> PairStanding:
    return next(p for p in standing.pairs if p.pair.number == number)


def why(standing: DistrictStanding, number: int) -> str:
    return of(standing, number).why


def flags(standing: DistrictStanding, number: int) -> set[str]:
    return {f.name for f in of(standing, number).flags}


@pytest.fixture
def westbrook(program: Program) -> District:
    return District(program)


def september(w: District) -> None:
    """Orientation: pairs get their numbers, a rule for coverage, an observation
    for each, and one who works half time."""
    w.types(
        "pairs",
        5,
        mentor="Noor Haddad",
        mentee="Eli Costa",
        mentor_email="noor@westbrook.example",
        school="Hill School",
        year=2,
        share="50%",
    )
    w.types("rules", 3, amount=2)
    w.notes(
        "rules",
        what="hours of coverage",
        amount=4,
        per="year",
        force="required",
    )
    w.notes(
        "rules",
        what="meetings",
        amount=1,
        per="month",
        who="year 2",
        force="required",
    )
    w.types("rules", 2, who="year 1")
    w.notes(
        "calendar",
        event="orientation",
        first=date(2026, 9, 2),
        minutes=120,
        held=True,
        absent="3",
        one_on_one=20,
    )
    w.types("pairs", 4, regular_day="", regular_time="")
    w.logs(1, days(date(2026, 9, 8), date(2026, 11, 10), 1))
    w.logs(
        2,
        days(date(2026, 9, 9), date(2027, 2, 10), 2),
        kind="brief conversation",
        minutes=10,
        conversations=1,
    )
    w.logs(4, [date(2026, 9, 24), date(2026, 10, 22), date(2026, 11, 19)])
    now = w.on(date(2026, 9, 30))
    assert statuses(now) == {
        1: "On track",
        2: "On track",
        3: "Reach out",
        4: "On track",
    }
    assert (
        why(now, 3)
        == "No one-on-one or small group logged since they began on Aug 31."
    )
    assert "nothing planned" in flags(now, 3)
    assert of(now, 4).cover.given == 2, "half time: half of four hours"
    assert [len(p.rules) for p in now.pairs] == [1, 1, 1, 1], (
        "each pair has the rule of its year"
    )


def october(w: District) -> None:
    """A coordinator asked what is in the way; the pair stands there again by
    itself; then they meet, and an observation used coverage."""
    w.notes(
        "follow_up",
        day=date(2026, 9, 30),
        pair=3,
        obstacle="no common time",
        until=date(2026, 10, 14),
    )
    half_way = w.on(date(2026, 10, 9))
    assert statuses(half_way)[3] == "In touch"
    assert {
        what: dict(schools) for what, schools in half_way.obstacles.items()
    } == {"no common time": {"Hill School": 1}}
    after = w.on(date(2026, 10, 15))
    assert statuses(after)[3] == "Reach out"
    assert (
        "You were in touch on Sep 30, and nothing has been logged since."
        in why(after, 3)
    )
    w.types("pairs", 4, regular_day="Tuesday", regular_time="2:45 pm")
    w.logs(
        3,
        days(date(2026, 10, 20), date(2027, 2, 9), 1),
        time_used="early release",
    )
    w.logs(
        2,
        [date(2026, 10, 21)],
        kind="observation",
        cover_hours=1,
        conferences=["after"],
    )
    now = w.on(date(2026, 10, 30))
    assert statuses(now) == {
        1: "On track",
        2: "On track",
        3: "Check in",
        4: "On track",
    }
    assert why(now, 3) == "Met in 0 of the last 5 weeks.", (
        "they meet again, and the weeks before are not over yet"
    )
    assert now.set_aside[0] > 0
    assert "Time set aside by the school was used in" in str(
        w.program.values("status")
    )


def november(w: District) -> DistrictStanding:
    """A new pair, leave, an answer without a pair, and the same answer twice."""
    w.on(date(2026, 11, 6))
    w.types(
        "pairs",
        6,
        mentor="Ruth Bell",
        mentee="Isaac Quinn",
        mentor_email="ruth@westbrook.example",
        school="River School",
    )
    w.types("pairs", 2, away="Nov 16 - Jan 29")
    new = w.on(date(2026, 11, 9))
    assert statuses(new)[5] == "Not started"
    assert "the sheet needs a fix" in flags(new, 5)
    w.logs(5, days(date(2026, 11, 24), date(2026, 12, 15), 1))
    (lost,) = w.logs(5, [date(2026, 11, 17)], pair="")
    twice = w.logs(2, [date(2026, 11, 13)]) + w.logs(2, [date(2026, 11, 13)])
    now = w.on(date(2026, 11, 30))
    assert statuses(now) == {
        1: "Paused",
        2: "On track",
        3: "On track",  # they met the last three weeks
        4: "On track",
        5: "On track",
    }
    assert [
        o.reason[:11]
        for o in now.outcomes
        if o.submission.id in twice and not o.counted
    ] == ["the same as"]
    assert next(o.counted for o in now.outcomes if o.submission.id == lost)
    return now


def december(w: District, before: DistrictStanding) -> None:
    """Half a table is sorted, a header renamed, and nobody is lost."""
    names = {
        c: w.program.values("pairs")[r][w.program.layout.tab("pairs").place(c)]
        for c in ("mentor", "mentee")
        for r in (2,)
    }
    w.types(
        "pairs",
        3,
        mentor="Mei Novak",
        mentee="Omar Patel",
        mentor_email="mei@westbrook.example",
    )
    swapped = w.on(date(2026, 12, 4))
    assert statuses(swapped) == statuses(before) | {3: statuses(swapped)[3]}
    assert any(
        "2 was Grace Okafor with Luis Silva" in q for q in swapped.questions
    )
    w.types(
        "pairs",
        3,
        mentor=names["mentor"],
        mentee=names["mentee"],
        mentor_email="grace@westbrook.example",
    )
    w.program.type("pairs", 1, "school", "Building", who=ADMIN)
    now = w.on(date(2026, 12, 30))
    assert not now.questions
    assert statuses(now) == {
        1: "Paused",
        2: "On track",
        3: "On track",
        4: "On track",
        5: "On track",
    }


def january(w: District) -> None:
    """The rule changes for the new half-year; autumn is judged by the old one."""
    w.types("rules", 2, until=date(2027, 1, 3))
    w.notes(
        "rules",
        what="meetings",
        amount=1,
        per="two weeks",
        who="year 1",
        since=date(2027, 1, 4),
        force="required",
    )
    w.logs(5, days(date(2027, 1, 5), date(2027, 6, 8), 1)[::2])
    w.logs(
        4,
        [
            date(2027, 1, 14),
            date(2027, 2, 11),
            date(2027, 3, 11),
            date(2027, 4, 15),
            date(2027, 5, 13),
        ],
    )
    now = w.on(date(2027, 1, 29))
    assert statuses(now)[1] == "Paused"
    assert statuses(now) == {
        1: "Paused",
        2: "On track",
        3: "Check in",
        4: "Check in",
        5: "On track",
    }
    assert (
        why(now, 3)
        == "An observation (mentor observes mentee) is due: 0 of 2 done."
    )
    autumn = next(r for r in of(now, 3).rules if r.rule.until)
    assert autumn.judged[-1].period.last <= date(2027, 1, 4) + timedelta(
        days=6
    )


def february(w: District) -> DistrictStanding:
    """A storm is entered late, after vacation; an observation is planned with
    coverage."""
    w.logs(1, days(date(2027, 2, 9), date(2027, 6, 15), 1))
    w.notes(
        "calendar", event="no school", first=date(2027, 1, 26), note="Snow day"
    )
    w.notes(
        "observations",
        pair=3,
        direction="mentor observes mentee",
        day=date(2027, 3, 3),
        hours=2,
        **{"class": "Ms. Novak, period 3"},
    )
    now = w.on(date(2027, 2, 26))
    assert statuses(now) == {
        1: "On track",
        2: "On track",
        3: "On track",
        4: "Check in",
        5: "On track",
    }
    assert (
        why(now, 4)
        == "An observation (mentor observes mentee) is due: 0 of 2 done."
    )
    assert why(now, 1) == "Last met Feb 23."
    assert [(p.pair, p.day) for p in now.cover_to_arrange] == [
        (3, date(2027, 3, 3))
    ]
    assert (
        "coverage to arrange, next 10 school days: 1"
        in w.program.values("status")[0][0]
    )
    assert "WES-3 Mei Novak & Omar Patel" in text_of("cover", [now])
    assert "coverage unused while observations are due" in flags(now, 4)
    return now


def march(w: District) -> None:
    """The mentee of pair 2 gets another mentor, who has two mentees now."""
    w.logs(3, [date(2027, 3, 3)], kind="observation", cover_hours=2)
    w.logs(3, days(date(2027, 3, 2), date(2027, 6, 15), 1)[::2])
    w.types("pairs", 3, ends=date(2027, 3, 12))
    w.types(
        "pairs",
        7,
        mentor="Ana Diaz",
        mentee="Luis Silva",
        mentor_email="ana@westbrook.example",
        mentee_email="luis@westbrook.example",
        starts=date(2027, 3, 15),
    )
    w.logs(6, days(date(2027, 3, 17), date(2027, 6, 16), 2))
    now = w.on(date(2027, 3, 31))
    assert statuses(now) == {
        1: "Check in",
        2: "Ended",
        3: "On track",
        4: "Check in",
        5: "Check in",
        6: "On track",
    }
    for pair in (1, 5):
        assert why(now, pair) == (
            "An observation (mentor observes mentee) is due: 0 of 2 done."
        )
    pay = list(csv.reader(io.StringIO(text_of("pay", [now]))))
    ana = next(line for line in pay if line[1] == "Ana Diaz")
    assert ana[3] == "WES-1 WES-6", "a mentor is paid for both"
    hours = list(csv.reader(io.StringIO(text_of("hours", [now]))))
    assert (
        next(line for line in hours if line[1] == "Luis Silva")[3]
        == "WES-2 WES-6"
    ), "hours go with the mentee"


def april(w: District, before: DistrictStanding) -> DistrictStanding:
    """A row is deleted, and comes back."""
    row = w.program.values("pairs")[3]
    columns = [
        c
        for c in w.program.layout.tab("pairs").columns
        if not c.formula and not c.printed
    ]
    w.types("pairs", 4, mentor="", mentee="")
    gone = w.on(date(2027, 4, 14))
    assert any("the row is missing from Pairs" in q for q in gone.questions)
    assert statuses(gone)[3] == "Check in", "the pair keeps its last answer"
    kept = {
        c.key: row[w.program.layout.tab("pairs").place(c.key)]
        for c in columns
        if c.key in ("mentor", "mentee")
    }
    w.types("pairs", 4, **kept)
    now = w.on(date(2027, 4, 30))
    assert not now.questions
    assert statuses(now) == {
        1: "Check in",
        2: "Ended",
        3: "Check in",
        4: "Check in",
        5: "Check in",
        6: "On track",
    }
    assert {why(now, n) for n in (1, 4, 5)} == {why(before, 4)}, (
        "they meet; an observation is what they lack"
    )
    return now


def may(w: District, before: DistrictStanding) -> DistrictStanding:
    """An answer is deleted, one asks to be contacted, one is moved by a
    correction."""
    (wish,) = w.logs(5, [date(2027, 5, 19)], also=["contact"])
    (wrong,) = w.logs(4, [date(2027, 5, 20)])
    now = w.on(date(2027, 5, 28))
    assert statuses(now) == statuses(before)
    assert (
        why(now, 3)
        == "An observation (mentor observes mentee) is due: 1 of 2 done."
    )
    assert "asks to be contacted" in flags(now, 5)
    code = next(o.code for o in now.outcomes if o.submission.id == wrong)
    w.notes("corrections", answer=code, repair="move to pair", to="6")
    w.program.space.forms.responses.delete(w.program.lock.form, wish)
    w.notes("follow_up", day=date(2027, 5, 28), pair=5, done=True)
    corrected = w.on(date(2027, 5, 31))
    assert "asks to be contacted" not in flags(corrected, 5), (
        "what was deleted in the form is gone"
    )
    assert next(
        (o.pair, o.reason)
        for o in corrected.outcomes
        if o.submission.id == wrong
    ) == (
        6,
        "corrected by your coordinator",
    )
    return now


def june(w: District, before: DistrictStanding) -> DistrictStanding:
    """The last day; the summer asks nothing of anybody."""
    now = w.on(date(2027, 6, 18))
    assert statuses(now) == statuses(before)
    summer = w.on(date(2027, 7, 12))
    assert statuses(summer) == statuses(now)
    return summer


@pytest.mark.whole
def test_a_year_in_westbrook(westbrook: District) -> None:
    """Each month rests on those before."""
    w = westbrook
    september(w)
    october(w)
    autumn = november(w)
    december(w, autumn)
    january(w)
    winter = february(w)
    march(w)
    spring = april(w, winter)
    summer = june(w, may(w, spring))
    account = "\n".join(explain(summer, of(summer, 3)))
    assert (
        "Asked (required): 1 meeting a week, for year 1, until Jan 3: met in"
        in account
    )
    assert "Mentor observes mentee: 1 of 2, 1 more due by now." in account
    assert "Hours of coverage: 4 allotted, 2 used, 2 left." in account
