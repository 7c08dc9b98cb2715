"""What pairs say in the planning form fills blanks and nothing else, in
whatever order it came in.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.calendar import Entry, Event, SchoolCalendar, monday_of
from sync.core.dates import dates_in
from sync.core.district import District
from sync.core.judge import judge
from sync.core.model import PlannedMeeting, Proposal, Roster
from sync.core.pair_plans import arrange, arranged_words, set_aside_ahead
from sync.core.people import Pair, Person, RegularTime
from sync.core.planning import DAYS
from tests.support.random_programs import program

YEAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))
SENT = datetime(2026, 9, 2, 15, tzinfo=UTC)
TODAY = date(2026, 10, 5)
PAIRS = (
    Pair(
        "WES",
        1,
        Person("Ana Diaz", ("ana@x.example",)),
        Person("Sam Lee"),
        regular=RegularTime(1, time(14, 45)),
    ),
    Pair(
        "WES",
        2,
        Person("Grace Okafor", ("grace@x.example",)),
        Person("Luis Silva"),
    ),
)
DISTRICT = District("WES", "Westbrook", YEAR, roster=Roster(PAIRS))
THURSDAY = RegularTime(3, time(12, 15))


def said(text: str, **more: object) -> Proposal:
    return Proposal("p1", SENT, "", text)._replace(**more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "days", "unread"),
    [
        (
            "Oct 14, 10/28 2:45, Nov 12, 2026",
            ["2026-10-14", "2026-10-28 14:45", "2026-11-12"],
            [],
        ),
        (
            "jan 7th and 2027-02-03; 6/2",
            ["2027-01-07", "2027-02-03", "2027-06-02"],
            [],
        ),
        ("Oct 14, Oct 14, sometimes", ["2026-10-14"], ["sometimes"]),
        (
            "Tuesdays, July 4, 13/45, 2025-10-01",
            [],
            ["Tuesdays", "July 4", "13/45", "2025-10-01"],
        ),
        ("", [], []),
        ("3:15 on 10/28/26", ["2026-10-28 15:15"], []),
        ("Saturday Jan 9", [], ["Saturday Jan 9"]),
        ("10/14 10/28 11/12", ["2026-10-14", "2026-10-28", "2026-11-12"], []),
        ("Oct 14 & Oct 28", ["2026-10-14", "2026-10-28"], []),
        ("Oct 14, 2:45 PM", ["2026-10-14 14:45"], []),
        ("Oct 14 2025", [], ["Oct 14 2025"]),
        (
            "Nov 3, 10, 17 and 24",
            ["2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24"],
            [],
        ),
        ("Tue Oct 13 at 2:45, or so", ["2026-10-13 14:45"], ["or so"]),
        ("Oct 14 in the library", ["2026-10-14"], ["Oct 14 in the library"]),
        ("Oct 14-16", ["2026-10-14"], ["Oct 14-16"]),
        ("Oct 14 28", ["2026-10-14"], ["Oct 14 28"]),
        ("10/14-10/16", ["2026-10-14", "2026-10-16"], ["10/14-10/16"]),
        (
            "10/14 10/28 2:45",
            ["2026-10-14", "2026-10-28"],
            ["10/14 10/28 2:45"],
        ),
        ("Oct 14 25:99", ["2026-10-14"], ["Oct 14 25:99"]),
        ("Oct 14, 3pm & 4pm", ["2026-10-14 15:00"], ["4pm"]),
        ("ſep 14, frı, ocT 14", ["2026-10-14"], ["ſep 14", "frı"]),
    ],
)
def test_dates_as_people_type_them(
    text: str, days: list[str], unread: list[str]
) -> None:
    found, left = dates_in(text, YEAR)
    assert [
        f"{day}" + (f" {at:%H:%M}" if at else "") for day, at in found
    ] == days
    assert left == unread


@given(
    st.text(
        st.sampled_from("Oct 14/28-:,&;ſıİKKaprm\n0123456789 and"), max_size=30
    )
)
def test_no_text_is_too_odd_and_every_digit_is_taken(text: str) -> None:
    """Whatever is typed, it is a date, or it is said that it could not be
    read.
    """
    found, unread = dates_in(text, YEAR)
    assert all(YEAR.first <= day <= YEAR.last for day, _ in found)
    assert found or unread or not re.search(r"[0-9]", text)


def test_a_plan_fills_what_is_blank_and_nothing_else() -> None:
    plans = [
        said("WES-1", regular=THURSDAY),
        said("WES-2 Grace & Luis", id="p2", regular=THURSDAY, dates="Oct 14"),
    ]
    found = arrange(DISTRICT, plans, TODAY)
    assert [p.regular for p in found.pairs] == [PAIRS[0].regular, THURSDAY], (
        "what stands in Pairs wins"
    )
    assert found.schedule == (PlannedMeeting(2, date(2026, 10, 14)),)
    dash = replace(DISTRICT, filled=frozenset({(2, date(2026, 10, 12))}))
    assert arrange(dash, plans, TODAY).schedule == (), (
        "a dash in that week's cell wins"
    )
    assert arranged_words(found.arranged[2]) == "Thu 12:15 PM; Oct 14"


def test_the_last_one_holds_whatever_the_order() -> None:
    plans = [
        said(
            "WES-2",
            id=f"p{n}",
            submitted=SENT + timedelta(hours=n),
            regular=RegularTime(n % 5),
            dates="Oct 14, x",
        )
        for n in range(6)
    ]
    wanted = arrange(DISTRICT, plans, TODAY)
    assert wanted.pairs[1].regular == RegularTime(0)
    assert [h.text for h in wanted.hints] == [
        "Planning form: “x” cannot be read as school days; write it into Schedule if you know what is meant"
    ], "said once"
    for seed in range(10):
        random.Random(seed).shuffle(plans)
        assert arrange(DISTRICT, plans, TODAY) == wanted
    later = said(
        "WES-2", id="p9", submitted=SENT + timedelta(days=9), regular=THURSDAY
    )
    assert arrange(DISTRICT, [*plans, later], TODAY).hints == ()


def test_whose_it_is_and_whose_it_is_not() -> None:
    mine = said("", email="grace@x.example", regular=THURSDAY)
    assert arrange(DISTRICT, [mine], TODAY).pairs[1].regular == THURSDAY, (
        "by the signed-in address"
    )
    unknown = said("WES-7", regular=THURSDAY)
    (problem,) = arrange(DISTRICT, [unknown], SENT.date()).problems
    assert "names no pair of yours (“WES-7”)" in str(problem)
    assert arrange(DISTRICT, [unknown], TODAY).problems == (), (
        "four weeks later that is known"
    )
    strict = replace(DISTRICT, strict=True)
    stranger = said("WES-2", email="x@home.example", regular=THURSDAY)
    found = arrange(strict, [stranger], TODAY)
    assert (found.pairs[1].regular, found.arranged) == (None, {})
    assert (
        "was sent by x@home.example, which is not on their row, and needs your answer"
        in found.hints[0].text
    )
    marked = arrange(DISTRICT, [stranger], TODAY)
    assert (
        marked.pairs[1].regular,
        "x@home.example" in marked.hints[0].text,
    ) == (
        THURSDAY,
        True,
    )
    own = said(
        "WES-2",
        id="p0",
        email="grace@x.example",
        submitted=SENT - timedelta(days=1),
        regular=RegularTime(0),
    )
    assert arrange(DISTRICT, [own, stranger], TODAY).pairs[
        1
    ].regular == RegularTime(0), "the pair's own word holds"


def test_a_plan_belongs_to_the_pair_that_its_sender_had_on_that_day() -> None:
    """Ana planned for Sam without a code; that pair ended, and Ana has another
    mentee.
    """
    first = replace(PAIRS[0], regular=None, ends=date(2026, 9, 30))
    second = Pair(
        "WES", 3, PAIRS[0].mentor, Person("Zoe Bell"), starts=date(2026, 10, 5)
    )
    mine = said("", email="ana@x.example", regular=THURSDAY)
    for pairs, day in (
        ((first,), date(2026, 10, 2)),
        ((first, second), date(2026, 10, 20)),
    ):
        found = arrange(replace(DISTRICT, roster=Roster(pairs)), [mine], day)
        assert {p.number: p.regular for p in found.pairs} == {
            p.number: THURSDAY if p.number == 1 else None for p in pairs
        }
        assert found.problems == ()


def test_what_was_sent_again_with_the_code_is_asked_about_no_more() -> None:
    two = replace(
        DISTRICT,
        roster=Roster(
            (PAIRS[1], replace(PAIRS[1], number=5, mentee=Person("Eli")))
        ),
    )
    unclear = said("", email="grace@x.example", regular=THURSDAY)
    assert len(arrange(two, [unclear], SENT.date()).problems) == 1
    again = unclear._replace(
        id="p2", pair_text="WES-5", submitted=SENT + timedelta(hours=1)
    )
    assert arrange(two, [unclear, again], SENT.date()).problems == ()


def test_a_plan_that_pairs_overrules_is_shown_for_four_weeks() -> None:
    plan = said("WES-1", regular=THURSDAY, submitted=SENT)
    for day, there in (
        (SENT.date() + timedelta(days=20), True),
        (SENT.date() + timedelta(days=40), False),
    ):
        (pair,) = [
            p
            for p in judge(arrange(DISTRICT, [plan], day), [], day).pairs
            if p.pair.number == 1
        ]
        whys = [f.why for f in pair.flags if f.name == "planned otherwise"]
        assert whys == (
            [
                "They planned Thu 12:15 PM, and Pairs says Tue 2:45 PM, which holds."
            ]
            if there
            else []
        )


def test_times_both_are_free_and_time_set_aside_are_offered_and_change_no_status() -> (
    None
):
    entries = (
        Entry(
            Event.EARLY_RELEASE,
            date(2026, 10, 14),
            date(2026, 10, 14),
            minutes=60,
        ),
        Entry(Event.FACULTY_MEETING, date(2026, 10, 20), date(2026, 10, 20)),
        Entry(Event.PD_DAY, date(2026, 12, 9), date(2026, 12, 9)),
        Entry(Event.WHOLE_GROUP, date(2026, 10, 21), date(2026, 10, 21)),
    )
    district = replace(DISTRICT, calendar=replace(YEAR, entries=entries))
    free = said(
        "WES-2",
        free=((1, "after school"),),
        suits=("early release", "PD day"),
    )
    before, after = (
        judge(arrange(district, plans, TODAY), [], TODAY)
        for plans in ([], [free])
    )
    assert [(p.pair.number, p.status) for p in before.pairs] == [
        (p.pair.number, p.status) for p in after.pairs
    ]
    (pair,) = [p for p in after.pairs if p.pair.number == 2]
    flag = next(
        f
        for f in pair.flags
        if f.name in ("nothing planned", "no regular time")
    )
    assert "Both are free Tue after school." in flag.why
    assert (
        "Time that is set aside: early release on Wed, Oct 14, 60 min."
        in flag.next
    )
    apart = said("WES-2", free=())
    (pair,) = [
        p
        for p in judge(arrange(district, [apart], TODAY), [], TODAY).pairs
        if p.pair.number == 2
    ]
    assert any(
        "names no time at which both are free" in f.why for f in pair.flags
    )
    assert list(
        set_aside_ahead(district.calendar, "", frozenset(), TODAY)
    ) == [
        "early release on Wed, Oct 14, 60 min",
        "faculty meeting on Tue, Oct 20",
    ]


@pytest.mark.parametrize("seed", range(60))
def test_free_times_alone_never_change_a_status(seed: int) -> None:
    district, answers, today = program(seed)
    chance = random.Random(seed)
    plans = [
        said(
            f"WES-{p.number}",
            id=f"p{p.number}",
            free=tuple((d, "at lunch") for d in range(chance.randrange(6))),
            suits=("PD day",),
        )
        for p in district.pairs
    ]
    before, after = (
        judge(district, answers, today),
        judge(arrange(district, plans, today), answers, today),
    )
    for one, other in zip(before.pairs, after.pairs, strict=True):
        assert (one.pair, one.status, one.why, one.next) == (
            other.pair,
            other.status,
            other.why,
            other.next,
        )
        assert {f.name for f in one.flags} - {
            f.name for f in other.flags
        } == set()


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


@pytest.mark.parametrize("seed", range(60))
def test_a_plan_is_as_good_as_the_same_words_of_the_coordinator(
    seed: int,
) -> None:
    """A regular day and dates from the form judge as if they had been typed
    into Pairs and Schedule.
    """
    district, answers, today = program(seed)
    chance = random.Random(seed)
    days = {
        p.number: [
            _weekday(date(2026, 9, 2) + timedelta(days=chance.randrange(250)))
            for _ in range(2)
        ]
        for p in district.pairs
    }
    plans = [
        said(
            f"WES-{p.number}",
            id=f"p{p.number}",
            regular=RegularTime(chance.randrange(5)),
            dates=", ".join(day.isoformat() for day in days[p.number]),
        )
        for p in district.pairs
    ]
    said_of = {p.pair_text: p.regular for p in plans}
    pairs = tuple(
        p if p.regular else replace(p, regular=said_of[f"WES-{p.number}"])
        for p in district.pairs
    )
    further = [
        PlannedMeeting(n, day)
        for n, two in days.items()
        for day in sorted(set(two))
    ]
    typed = replace(
        district, roster=Roster(pairs), schedule=(*district.schedule, *further)
    )
    by_form, by_hand = (
        judge(arrange(district, plans, today), answers, today),
        judge(typed, answers, today),
    )
    assert [(p.pair, p.status, p.why) for p in by_form.pairs] == [
        (p.pair, p.status, p.why) for p in by_hand.pairs
    ]
    assert [sorted(p.planned.days) for p in by_form.pairs] == [
        sorted(p.planned.days) for p in by_hand.pairs
    ]
    assert all(monday_of(day) for two in days.values() for day in two)
    assert len(DAYS) == 5
