"""An answer is put to a pair and a day, or waits with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.codes import short_codes
from sync.core.meetings import take_in
from sync.core.model import (
    Correction,
    Kind,
    Repair,
)
from sync.core.people import Person
from tests.support.answers import (
    THURSDAY,
    TODAY,
    answer,
    district,
    pair,
    reason,
)


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


def test_as_of_an_earlier_day_what_came_later_does_not_wait() -> None:
    later = answer(day=THURSDAY)
    (outcome,) = take_in(
        district(), [later], THURSDAY - timedelta(days=1)
    ).outcomes
    assert (outcome.counted, outcome.waits) == (False, False)


def test_impossible_minutes_are_left_out_and_the_meeting_counts() -> None:
    intake = take_in(district(), [answer(minutes=9999)], TODAY)
    assert intake.outcomes[0].counted
    assert intake.meetings[1][0].minutes == 0
    assert "9,999 minutes cannot be right" in intake.outcomes[0].reason


@pytest.mark.parametrize(
    ("repair", "pair_number", "kind", "minutes", "day"),
    [
        (
            Correction("", Repair.MOVE, pair=2),
            2,
            Kind.ONE_ON_ONE,
            30,
            THURSDAY,
        ),
        (
            Correction("", Repair.MINUTES, minutes=45),
            1,
            Kind.ONE_ON_ONE,
            45,
            THURSDAY,
        ),
        (
            Correction("", Repair.KIND, kind=Kind.BRIEF),
            1,
            Kind.BRIEF,
            30,
            THURSDAY,
        ),
        (
            Correction("", Repair.DATE, day=THURSDAY - timedelta(days=1)),
            1,
            Kind.ONE_ON_ONE,
            30,
            THURSDAY - timedelta(days=1),
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


def test_who_else_that_nobody_understands_is_asked_about() -> None:
    pairs = pair(1), replace(pair(2), mentee=Person("Kim Park"))
    group = answer(kind=Kind.SMALL_GROUP, others="Kim Park, grade 1")
    intake = take_in(district(*pairs), [group], TODAY)
    assert sorted(intake.meetings) == [1, 2]
    assert "cannot be read in full; ask for codes, such as WES-1" in reason(
        intake
    )


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
