"""Titles of published school calendars, read as a teacher would."""

from __future__ import annotations

import pytest

from sync.admin.calendar_words import TitleMeaning, meaning_of
from sync.core.calendar import Event

CLOSED, EARLY, PD = Event.NO_SCHOOL, Event.EARLY_RELEASE, Event.PD_DAY
SCHOOLS = ("Hill School", "River School")


@pytest.mark.parametrize(
    ("title", "events"),
    [
        ("No School - Thanksgiving break", {CLOSED}),
        ("Winter Recess", {CLOSED}),
        ("Spring Break", {CLOSED}),
        ("February vacation week", {CLOSED}),
        ("Schools closed: Election Day", {CLOSED}),
        ("No school for students / PD day", {CLOSED, PD}),
        ("No Students - Teacher Institute Day", {CLOSED, PD}),
        ("Non-student day", {CLOSED}),
        ("Day after Thanksgiving - No School", {CLOSED}),
        ("No School Columbus Day", {CLOSED}),
        ("No school for Veterans Day", {CLOSED}),
        ("Early Release - Professional Development", {EARLY, PD}),
        ("Early Dismissal/Faculty Meeting", {EARLY, Event.FACULTY_MEETING}),
        ("1/2 day", {EARLY}),
        ("½ Day for all", {EARLY}),
        ("Half-day", {EARLY}),
        ("Minimum Day", {EARLY}),
        ("Early Out", {EARLY}),
        ("Late Start Wednesday", {EARLY}),
        ("Delayed opening", {EARLY}),
        ("2-hour delay", {EARLY}),
        ("Teacher Institute Day", {PD}),
        ("Teacher workday", {PD}),
        ("New Teacher Orientation", {Event.ORIENTATION}),
        ("Staff workshop", {Event.TRAINING}),
        ("PD training", {PD}),
    ],
)
def test_what_is_plain(title: str, events: set[Event]) -> None:
    found = meaning_of(title, True, SCHOOLS)
    assert found is not None
    assert (set(found.events), found.guess) == (events, False)


@pytest.mark.parametrize(
    ("title", "event"),
    [
        ("Veterans Day", CLOSED),
        ("Labor Day (observed)", CLOSED),
        ("Dr. Martin Luther King, Jr. Day", CLOSED),
        ("Columbus Day / Indigenous Peoples' Day", CLOSED),
        ("Federal Holiday", CLOSED),
        ("New Year's Day", CLOSED),
        ("Snow day", CLOSED),
        ("Orientation", Event.ORIENTATION),
    ],
)
def test_what_is_a_guess_says_so(title: str, event: Event) -> None:
    assert meaning_of(title, True, SCHOOLS) == TitleMeaning(
        (event,), guess=True
    )


@pytest.mark.parametrize(
    "title",
    [
        "Holiday concert",
        "Holiday toy drive",
        "Break the Stigma week",
        "Spring break camp registration",
        "Winter break reading challenge",
        "Breast Cancer Awareness Month",
        "Hispanic Heritage Month",
        "Thanksgiving food drive",
        "Veterans Day assembly",
        "Veterans Day (school in session)",
        "School resumes after winter break",
        "Last day before winter break",
        "Winter break begins",
        "No school lunch",
        "Snow make-up day",
        "Football training",
        "Soccer vs. River School",
        "Parent workshop",
        "Kindergarten orientation",
        "Freshman orientation",
        "Babysitter training",
        "Picture day",
        "No school grades K-5",
        "No school for kindergarten",
        "No school - elementary",
        "No School Committee meeting",
        "No school uniforms today",
        "CANCELLED: PD Day",
        "No early release",
        "",
        "-",
    ],
)
def test_what_closes_nothing_and_sets_no_time_aside(title: str) -> None:
    assert meaning_of(title, True, SCHOOLS) is None


@pytest.mark.parametrize(
    ("title", "schools"),
    [
        ("Hill School: no school", ("Hill School",)),
        ("No school (RIVER SCHOOL)", ("River School",)),
        ("Early release - Hill School and River School", SCHOOLS),
        ("No school", ()),
    ],
)
def test_some_schools_alone(title: str, schools: tuple[str, ...]) -> None:
    found = meaning_of(title, True, SCHOOLS)
    assert found is not None
    assert found.schools == schools


@pytest.mark.parametrize(
    ("title", "letter"),
    [("A Day", "A"), ("B-Day", "B"), ("Day 4", "4"), ("day c", "C")],
)
def test_the_days_of_a_cycle_are_no_noise(title: str, letter: str) -> None:
    assert meaning_of(title, True) == TitleMeaning(letter=letter)


@pytest.mark.parametrize("title", ["No school", "Winter Recess"])
def test_an_entry_of_hours_closes_no_school(title: str) -> None:
    assert meaning_of(title, False) is None


@pytest.mark.parametrize(
    "title",
    ["No School - Washington's Birthday", "Eastern Division meet - No School"],
)
def test_a_school_is_named_by_its_whole_name(title: str) -> None:
    found = meaning_of(title, True, ("Lincoln", "Washington", "East"))
    assert found is not None
    assert found.schools == ()
