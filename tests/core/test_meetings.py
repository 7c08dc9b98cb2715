"""Every answer is put to a pair, or says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sync.core.calendar import Entry, Event, SchoolCalendar
from sync.core.codes import codes_in, district_of, short_codes
from sync.core.dates import meant_day
from sync.core.district import District
from sync.core.meetings import Intake, take_in
from sync.core.model import (
    Correction,
    Direction,
    Kind,
    Repair,
    Roster,
    Submission,
)
from sync.core.people import Pair, Person

TODAY = date(2026, 11, 23)
DAY = date(2026, 11, 12)
CALENDAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))


def pair(number: int, **more: object) -> Pair:
    people = (
        Person(f"Ana {number}", (f"ana{number}@w.example",)),
        Person(f"Sam {number}", (f"sam{number}@w.example",)),
    )
    return replace(Pair("WES", number, *people), **more)  # type: ignore[arg-type]


def district(*pairs: Pair, **more: object) -> District:
    return replace(
        District(
            "WES",
            "Westbrook",
            CALENDAR,
            roster=Roster(pairs or (pair(1), pair(2))),
        ),
        **more,  # type: ignore[arg-type]
    )


def answer(name: str = "a", minute: int = 0, **more: object) -> Submission:
    sent = datetime(2026, 11, 12, 20, minute, tzinfo=UTC)
    base = Submission(
        name,
        sent,
        sent,
        "ana1@w.example",
        "WES-1 Ana & Sam",
        DAY,
        Kind.ONE_ON_ONE,
        minutes=30,
    )
    return base._replace(**more)  # type: ignore[arg-type]


def reason(intake: Intake, name: str = "a") -> str:
    return next(o.reason for o in intake.outcomes if o.submission.id == name)


@pytest.mark.parametrize(
    "text",
    [
        "WES-1 Ana & Sam",
        "wes 1",
        "WES1",
        "my code is WES-001",
        "1",
        "#1",
        "WES_1",
    ],
)
def test_a_code_is_read_however_it_is_written(text: str) -> None:
    intake = take_in(district(), [answer(pair_text=text)], TODAY)
    assert intake.outcomes[0].pair == 1
    assert intake.outcomes[0].counted


def test_without_a_code_the_address_decides_if_it_fits_one_active_pair() -> (
    None
):
    assert (
        take_in(district(), [answer(pair_text="")], TODAY).outcomes[0].pair
        == 1
    )


def test_an_address_of_two_pairs_decides_nothing() -> None:
    two = pair(2, mentor=pair(1).mentor)
    outcome = take_in(
        district(pair(1), two), [answer(pair_text="")], TODAY
    ).outcomes[0]
    assert (outcome.counted, outcome.waits, outcome.likely) == (
        False,
        True,
        frozenset({1, 2}),
    )
    assert "more than one pair" in outcome.reason


def test_an_ended_pair_leaves_the_address_to_the_other() -> None:
    ended = pair(2, mentor=pair(1).mentor, ends=date(2026, 10, 1))
    assert (
        take_in(district(pair(1), ended), [answer(pair_text="")], TODAY)
        .outcomes[0]
        .pair
        == 1
    )


def test_a_number_that_nobody_has_waits_and_names_the_remedy() -> None:
    outcome = take_in(
        district(), [answer(pair_text="WES-77")], TODAY
    ).outcomes[0]
    assert outcome.waits
    assert outcome.likely == {1, 77}
    assert "77" in outcome.reason
    assert "Corrections" in outcome.reason


def test_a_stranger_with_a_valid_code_counts_and_is_marked() -> None:
    outcome = take_in(
        district(), [answer(email="x@home.example")], TODAY
    ).outcomes[0]
    assert outcome.counted
    assert "not on this pair's row" in outcome.reason


def test_a_strict_district_makes_a_stranger_wait() -> None:
    outcome = take_in(
        district(strict=True), [answer(email="x@home.example")], TODAY
    ).outcomes[0]
    assert (outcome.counted, outcome.waits, outcome.likely) == (
        False,
        True,
        frozenset({1}),
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"day": date(2026, 12, 4)}, "still to come"),
        ({"day": date(2025, 7, 12)}, "before this school year"),
    ],
)
def test_a_day_that_cannot_be_is_not_counted(
    more: dict[str, object], words: str
) -> None:
    assert words in reason(take_in(district(), [answer(**more)], TODAY))  # type: ignore[arg-type]


def test_before_the_start_and_after_the_end() -> None:
    late = district(pair(1, starts=date(2026, 11, 16)))
    assert "before the pair began on Nov 16" in reason(
        take_in(late, [answer()], TODAY)
    )
    gone = district(pair(1, ends=date(2026, 11, 2)))
    assert "after the pair ended on Nov 2" in reason(
        take_in(gone, [answer()], TODAY)
    )


@pytest.mark.parametrize(
    ("day", "more"),
    [
        (date(2025, 11, 10), {}),  # a year ago, by January's habit
        (date(2025, 7, 10), {}),  # of no day of this school year
        (date(2026, 12, 4), {}),  # still to come
        (date(2026, 11, 10), {"starts": date(2026, 11, 16)}),
        (date(2026, 11, 10), {"ends": date(2026, 11, 2)}),
    ],
)
def test_an_answer_of_a_day_that_cannot_be_waits_for_a_person(
    day: date, more: dict[str, object]
) -> None:
    mine = pair(1, **more)
    theirs = replace(pair(3), mentor=mine.mentor)
    (outcome,) = take_in(
        district(mine, pair(2), theirs), [answer(day=day)], TODAY
    ).outcomes
    assert (outcome.counted, outcome.waits) == (False, True)
    assert outcome.likely == {1, 3}  # by the code, and by the sender


def test_the_right_year_stands_ready_to_copy() -> None:
    """What Log offers, put into Corrections, makes the answer count."""
    one = answer(day=date(2025, 11, 10))
    words = reason(take_in(district(), [one], TODAY))
    code = short_codes([one.id])[one.id]
    assert words == (
        f"dated 2025-11-10, sent 2026-11-12: 2026? In Corrections: {code}, set date, 2026-11-10"
    )
    mended = Correction(code, Repair.DATE, day=date(2026, 11, 10))
    (outcome,) = take_in(
        district(corrections=(mended,)), [one], TODAY
    ).outcomes
    assert outcome.counted


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (date(2026, 1, 5), date(2027, 1, 5)),
        (date(2028, 1, 5), date(2027, 1, 5)),
        (date(2026, 1, 12), None),  # the 12th of January is still to come
        (date(2024, 2, 29), None),
        (date(2026, 7, 20), None),
    ],
)
def test_the_same_day_of_another_year_is_meant_where_it_can_be(
    day: date, meant: date | None
) -> None:
    assert meant_day(day, date(2026, 7, 31), date(2027, 1, 8)) == meant


def test_as_of_an_earlier_day_what_came_later_does_not_wait() -> None:
    later = answer(day=DAY)
    (outcome,) = take_in(district(), [later], DAY - timedelta(days=1)).outcomes
    assert (outcome.counted, outcome.waits) == (False, False)


def test_impossible_minutes_are_left_out_and_the_meeting_counts() -> None:
    intake = take_in(district(), [answer(minutes=9999)], TODAY)
    assert intake.outcomes[0].counted
    assert intake.meetings[1][0].minutes == 0
    assert "9,999 minutes cannot be right" in intake.outcomes[0].reason


def test_both_logging_one_meeting_make_one_and_the_longer_minutes_stand() -> (
    None
):
    intake = take_in(
        district(),
        [answer(), answer("b", 5, email="sam1@w.example", minutes=50)],
        TODAY,
    )
    assert [m.minutes for m in intake.meetings[1]] == [50]
    assert [o.counted for o in intake.outcomes] == [True, False]
    assert "counted once, with" in reason(intake, "b")


def test_two_talks_a_day_are_two_talks() -> None:
    intake = take_in(district(), [answer(), answer("b", 30)], TODAY)
    assert len(intake.meetings[1]) == 2


def test_the_button_pressed_twice_is_one_answer() -> None:
    intake = take_in(
        district(), [answer(), answer("b", 9), answer("c", 11)], TODAY
    )
    assert [o.counted for o in intake.outcomes] == [True, False, True]


def test_a_replacement_sets_aside_the_days_meetings_but_no_observation() -> (
    None
):
    seen = answer(
        "o", 1, kind=Kind.OBSERVATION, direction=Direction.MENTOR_SEES_MENTEE
    )
    intake = take_in(
        district(),
        [answer(), seen, answer("b", 30, minutes=45, replaces=True)],
        TODAY,
    )
    assert sorted((m.kind, m.minutes) for m in intake.meetings[1]) == [
        ("observation", 30),
        ("one-on-one", 45),
    ]
    assert reason(intake).startswith("replaced by")


def test_a_small_group_credits_every_pair_it_names_once() -> None:
    mine = answer(kind=Kind.SMALL_GROUP, others="2 and WES-3")
    theirs = answer(
        "b",
        20,
        kind=Kind.SMALL_GROUP,
        others="WES-1",
        pair_text="WES-2",
        email="ana2@w.example",
        minutes=60,
    )
    intake = take_in(
        district(pair(1), pair(2), pair(3)), [mine, theirs], TODAY
    )
    assert {
        n: [m.minutes for m in each] for n, each in intake.meetings.items()
    } == {
        1: [60],
        2: [60],
        3: [30],
    }


def test_a_whole_group_day_credits_all_who_were_there() -> None:
    day = Entry(
        Event.WHOLE_GROUP,
        DAY,
        DAY,
        minutes=60,
        held=True,
        absent=frozenset({2}),
    )
    there = district(
        pair(1),
        pair(2),
        pair(3, starts=date(2026, 11, 16)),
        calendar=replace(CALENDAR, entries=(day,)),
    )
    assert list(take_in(there, [], TODAY).meetings) == [1]


@pytest.mark.parametrize(
    ("repair", "pair_number", "kind", "minutes", "day"),
    [
        (Correction("", Repair.MOVE, pair=2), 2, Kind.ONE_ON_ONE, 30, DAY),
        (
            Correction("", Repair.MINUTES, minutes=45),
            1,
            Kind.ONE_ON_ONE,
            45,
            DAY,
        ),
        (Correction("", Repair.KIND, kind=Kind.BRIEF), 1, Kind.BRIEF, 30, DAY),
        (
            Correction("", Repair.DATE, day=DAY - timedelta(days=1)),
            1,
            Kind.ONE_ON_ONE,
            30,
            DAY - timedelta(days=1),
        ),
    ],
)
def test_a_correction_changes_what_is_counted(
    repair: Correction, pair_number: int, kind: Kind, minutes: int, day: date
) -> None:
    code = short_codes(["a"])["a"]
    intake = take_in(
        district(corrections=(replace(repair, answer=code),)),
        [answer()],
        TODAY,
    )
    assert [
        (m.kind, m.minutes, m.day) for m in intake.meetings[pair_number]
    ] == [(kind, minutes, day)]
    assert "corrected" in intake.outcomes[0].reason


def test_a_correction_to_nobody_waits_and_says_so() -> None:
    move = Correction(short_codes(["a"])["a"], Repair.MOVE, pair=99)
    outcome = take_in(
        district(corrections=(move,)), [answer()], TODAY
    ).outcomes[0]
    assert (outcome.counted, outcome.waits) == (False, True)
    assert "99, which is not a pair number" in outcome.reason


def test_count_undoes_every_other_reason() -> None:
    """The coordinator's word stands over a replacement, a second press, an
    echo and a start.
    """
    codes = short_codes(["a", "b"])
    counted = Correction(codes["b"], Repair.COUNT)
    for second in (
        answer("b", 5),
        answer("b", 5, email="sam1@w.example"),
        answer("b", -0, replaces=False),
    ):
        assert (
            len(
                take_in(
                    district(corrections=(counted,)), [answer(), second], TODAY
                ).meetings[1]
            )
            == 2
        )
    late = district(pair(1, starts=date(2026, 11, 16)), corrections=(counted,))
    assert len(take_in(late, [answer("b")], TODAY).meetings[1]) == 1


@pytest.mark.parametrize(
    "text", ["WES12", "wes012", "WES1-2", "WES12 and more"]
)
def test_keys_that_end_in_digits_are_distinguished_from_numbers(
    text: str,
) -> None:
    assert codes_in(text, ["WES", "NOR"])[0][0] == "WES"
    assert codes_in("WES1-2", ["WES", "WES1"]) == [("WES1", 2)]


def test_ignore_and_count() -> None:
    code = short_codes(["a"])["a"]
    ignored = take_in(
        district(corrections=(Correction(code, Repair.IGNORE),)),
        [answer()],
        TODAY,
    )
    assert (ignored.meetings, ignored.outcomes[0].counted) == ({}, False)
    counted = district(
        strict=True, corrections=(Correction(code, Repair.COUNT),)
    )
    assert (
        take_in(counted, [answer(email="x@home.example")], TODAY)
        .outcomes[0]
        .counted
    )


def test_an_answer_finds_its_district_by_code_then_by_address() -> None:
    keys = ["WES", "NOR"]
    assert district_of("nor-3", "ana1@w.example", keys, {}) == "NOR"
    assert (
        district_of("", "ana1@w.example", keys, {"ana1@w.example": {"WES"}})
        == "WES"
    )
    assert (
        district_of(
            "", "ana1@w.example", keys, {"ana1@w.example": {"WES", "NOR"}}
        )
        is None
    )
    assert district_of("XYZ-3", "ana1@w.example", keys, {}) is None
    assert district_of("3", "ana1@w.example", ["WES"], {}) == "WES"


def test_codes_depend_on_ids_alone_and_differ() -> None:
    ids = [f"r{n}" for n in range(20_000)]
    codes = short_codes(ids)
    assert len(set(codes.values())) == len(ids)
    assert codes["r7"] in (short_codes(["r7"])["r7"], codes["r7"][:12])
    assert codes_in("WES-3, nor 14", ["WES", "NOR"]) == [
        ("WES", 3),
        ("NOR", 14),
    ]


def test_a_text_from_a_stranger_names_no_pair_by_its_dates_and_grades() -> (
    None
):
    """A number in a sentence is no pair; a full name is."""
    met = answer(email="new@home.example", pair_text="Met Nov 2 with Sam")
    (outcome,) = take_in(district(), [met], TODAY).outcomes
    assert (outcome.pair, outcome.waits) == (None, True)
    assert outcome.likely == {1, 2}
    assert "(WES-1 Ana 1 & Sam 1 or WES-2 Ana 2 & Sam 2?)" in outcome.reason
    pairs = pair(1), replace(pair(2), mentee=Person("Sam Lee"))
    named = answer(email="new@home.example", pair_text="Sam Lee, grade 1")
    (outcome,) = take_in(district(*pairs), [named], TODAY).outcomes
    assert (outcome.pair, outcome.counted) == (2, True)


def test_every_pair_that_the_answer_names_is_credited() -> None:
    both = answer(pair_text="WES-1 and WES-2")
    intake = take_in(district(), [both], TODAY)
    assert sorted(intake.meetings) == [1, 2]
    assert reason(intake) == "also for WES-2"
    seen = both._replace(
        kind=Kind.OBSERVATION, direction=Direction.MENTOR_SEES_MENTEE
    )
    intake = take_in(district(), [seen], TODAY)
    assert sorted(intake.meetings) == [1]
    assert "for WES-1 alone; log an observation for WES-2" in reason(intake)


def test_who_else_that_nobody_understands_is_asked_about() -> None:
    pairs = pair(1), replace(pair(2), mentee=Person("Kim Park"))
    group = answer(kind=Kind.SMALL_GROUP, others="Kim Park, grade 1")
    intake = take_in(district(*pairs), [group], TODAY)
    assert sorted(intake.meetings) == [1, 2]
    assert "cannot be read in full; ask for codes, such as WES-1" in reason(
        intake
    )


def test_an_observation_replaces_observations_and_a_meeting_meetings() -> None:
    """Each from its own page of the form."""
    seen = {
        "kind": Kind.OBSERVATION,
        "direction": Direction.MENTOR_SEES_MENTEE,
    }
    found = take_in(
        district(),
        [
            answer("a"),
            answer("b", 1, **seen),
            answer("c", 2, minutes=45, replaces=True, **seen),
            answer("d", 3, minutes=60, replaces=True),
            answer("e", 4, kind=Kind.BRIEF),
        ],
        TODAY,
    )
    counted = {o.submission.id: o.counted for o in found.outcomes}
    assert counted == {"a": False, "b": False, "c": True, "d": True, "e": True}


@pytest.mark.parametrize(
    ("text", "sender", "credited"),
    [
        ("", "ana1@w.example", {1, 2}),
        ("WES-2", "ana1@w.example", {1, 2}),
        ("", "sam1@w.example", {1}),  # the mentee mentors nobody
        ("WES-3", "x@y.example", {3}),
    ],
)
def test_one_answer_is_of_everyone_that_its_sender_mentors(
    text: str, sender: str, credited: set[int]
) -> None:
    ana = pair(1).mentor
    found = take_in(
        district(pair(1), pair(2, mentor=ana), pair(3)),
        [answer(pair_text=text, email=sender, everyone=True)],
        TODAY,
    )
    assert set(found.meetings) == credited
    assert all(len(each) == 1 for each in found.meetings.values())


def test_without_saying_so_an_answer_of_several_waits() -> None:
    ana = pair(1).mentor
    found = take_in(
        district(pair(1), pair(2, mentor=ana)),
        [answer(pair_text="", email="ana1@w.example")],
        TODAY,
    )
    assert "its address fits more than one pair" in reason(found)


def test_a_pair_that_ended_is_not_everyone_any_more() -> None:
    ana = pair(1).mentor
    ended = pair(1, ends=date(2026, 10, 30))
    found = take_in(
        district(ended, pair(2, mentor=ana), pair(3, mentor=ana)),
        [answer(pair_text="", email="ana1@w.example", everyone=True)],
        TODAY,
    )
    assert set(found.meetings) == {2, 3}


def test_a_correction_merges_the_same_meeting_as_ever() -> None:
    """An answer that was moved to its pair, or counted although its sender is
    unknown, is the meeting that the other one logged.
    """
    codes = short_codes(["a", "b"])
    moved = Correction(codes["b"], Repair.MOVE, pair=1)
    found = take_in(
        district(corrections=(moved,)),
        [answer(), answer("b", 5, email="sam1@w.example", pair_text="2")],
        TODAY,
    )
    assert len(found.meetings[1]) == 1
    counted = Correction(codes["b"], Repair.COUNT)
    found = take_in(
        district(strict=True, corrections=(counted,)),
        [answer(), answer("b", 5, email="sam@home.example")],
        TODAY,
    )
    assert len(found.meetings[1]) == 1


def test_an_address_of_a_pair_that_ended_is_reported_as_ended() -> None:
    ended = pair(1, ends=date(2026, 10, 30))
    found = take_in(district(ended, pair(2)), [answer(pair_text="")], TODAY)
    assert "its sender's pair WES-1 ended on Oct 30" in reason(found)
    assert "nobody's row" not in reason(found)
