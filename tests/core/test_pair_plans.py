"""What pairs say in the planning form fills blanks and nothing else, in
whatever order it came in.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from sync.core.calendar import Entry, Event
from sync.core.judge import judge
from sync.core.model import PlannedMeeting, Roster
from sync.core.pair_plans import arrange, arranged_words, set_aside_ahead
from sync.core.people import Pair, Person, RegularTime
from tests.support.planning_pairs import (
    DISTRICT,
    PAIRS,
    SENT,
    THURSDAY,
    YEAR,
    said,
)

TODAY = date(2026, 10, 5)


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
