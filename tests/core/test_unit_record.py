"""What a state is given of one district or member."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sync.core.district import Place
from sync.core.people import Person
from sync.reports import state_report
from tests.support.state_files import made, report_of


def test_a_beginner_of_no_member_is_in_the_report() -> None:
    """Also one without a mentor; and nobody new to the district alone."""
    district, answers, today = made(1)
    pair = replace(
        district.pairs[0], school="Ash", trained=True, new_to="", ends=None
    )
    alone = tuple(
        replace(
            pair,
            number=number,
            mentor=Person(""),
            mentee=Person(f"Lone {number}"),
            school=school,
            new_to=new_to,
        )
        for number, school, new_to in (
            (90, "Typo School", ""),
            (91, "Ash", "the district"),
        )
    )
    region = replace(
        district,
        roster=replace(district.roster, pairs=(pair,), alone=alone),
        place=Place("", "North", (("Ash", "1"), ("Birch", "2"))),
    )
    ash, birch, rest = report_of([(region, answers, today)], names=True).units
    assert (ash.beginners, birch.beginners, rest.beginners) == (1, 0, 1)
    assert rest.every_beginner == "no"
    assert [p["name"] for p in rest.items[0].people] == ["Lone 90"]


def test_names_are_in_it_only_where_they_were_asked_for() -> None:
    districts = [
        m
        for m in map(made, range(5))
        if any(p.new_to != "the district" for p in m[0].pairs)
    ]
    name = next(
        p.mentee.name
        for p in districts[0][0].pairs
        if p.new_to != "the district"
    )
    without, with_names = (
        "\n".join(state_report.lines_of(report_of(districts, names)))
        for names in (False, True)
    )
    assert name not in without
    assert name in with_names


def test_days_until_a_mentor_are_school_days() -> None:
    district, answers, today = made(2)
    pair = replace(
        district.pairs[0],
        starts=district.calendar.first + timedelta(days=7),
        new_to="",
        ends=None,
    )
    roster = replace(district.roster, pairs=(pair,), alone=())
    one = replace(district, roster=roster)
    [unit] = report_of([(one, answers, today)]).units
    days = one.calendar.days_of(pair.school)
    assert unit.days == days.count(
        one.calendar.first, one.calendar.first + timedelta(days=6)
    )


def test_a_beginner_who_left_without_a_mentor_is_in_no_report() -> None:
    """One who leaves on a day to come is."""
    district, answers, today = made(1)
    pair = replace(district.pairs[0], new_to="", ends=None)
    for ends, beginners in (
        (today - timedelta(days=1), 1),
        (today, 2),
        (today + timedelta(days=30), 2),
    ):
        lone = replace(
            pair,
            number=90,
            mentor=Person(""),
            mentee=Person("Lone"),
            ends=ends,
        )
        roster = replace(district.roster, pairs=(pair,), alone=(lone,))
        [unit] = report_of(
            [(replace(district, roster=roster), answers, today)]
        ).units
        assert unit.beginners == beginners, ends
