"""A request for a word reaches whom it is for, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from sync.core.judge import judge
from sync.core.model import FollowUp, Roster, Status
from sync.core.rollup import figures_of
from sync.core.wishes import UNKNOWN
from templates import layout as layouts
from templates.status_rows import headline, lines_of, status_row
from templates.writing import wanted
from tests.support.wishes import (
    BASE,
    MENTEE,
    MENTOR,
    OTHER,
    PAIRS,
    TODAY,
    everything_shown,
    judged,
    wish,
)


@pytest.mark.parametrize(
    ("senders", "by", "mails"),
    [
        ((MENTEE,), ("mentee",), (None, MENTEE)),
        ((MENTOR,), ("mentor",), (MENTOR, None)),
        ((MENTEE, MENTOR), ("mentor", "mentee"), (MENTOR, MENTEE)),
        ((OTHER,), (UNKNOWN,), (None, None)),
        ((OTHER, MENTEE), ("mentee", UNKNOWN), (None, MENTEE)),
    ],
)
def test_the_links_write_to_whoever_asked_and_to_nobody_else(
    senders: tuple[str, ...],
    by: tuple[str, ...],
    mails: tuple[str | None, str | None],
) -> None:
    standing = judged(*map(wish, senders))
    (p,) = (p for p in standing.pairs if p.pair.number == 1)
    assert p.wishes.shown is not None
    assert p.wishes.shown.by == by
    row = status_row(standing, p)
    assert (row["mentor_email"], row["mentee_email"]) == mails
    assert (row["word"], row["needs"]) == (", ".join(by), "yes")
    assert "1 asks to be contacted" in headline(standing)


def test_who_asks_comes_above_those_to_check_in_with() -> None:
    meeting = [
        wish("m3@w.example", date(2026, m, d), 3)._replace(wants_contact=False)
        for m, d in ((9, 15), (9, 22), (9, 29), (10, 6))
    ]
    standing = judged(wish(MENTEE), *meeting)
    assert [(p.pair.number, p.status) for p in standing.pairs] == [
        (2, Status.REACH_OUT),
        (3, Status.REACH_OUT),
        (1, standing.pairs[2].status),
    ]
    assert standing.pairs[2].urgency < list(Status).index(Status.CHECK_IN)


def test_a_follow_up_after_the_wish_settles_it() -> None:
    after = FollowUp(1, date(2026, 11, 20))
    standing = judged(wish(MENTEE), follow_ups=(after,))
    assert not any(any(p.wishes) for p in standing.pairs)


@pytest.mark.parametrize("sender", [MENTEE, OTHER])
def test_a_wish_stands_in_no_sheet_that_the_mentor_reads(sender: str) -> None:
    """The mentor coordinates the district."""
    standing = judged(wish(sender), coordinators=(MENTOR,))
    (p,) = (p for p in standing.pairs if p.pair.number == 1)
    assert p.wishes.shown is None
    assert p.wishes.withheld is not None
    quiet = judged(
        wish(sender)._replace(wants_contact=False), coordinators=(MENTOR,)
    )
    assert everything_shown(standing) == everything_shown(quiet)
    layout = layouts.load(3, 40)
    zone = ZoneInfo("America/New_York")
    assert (
        wanted(layout, standing, zone).log == wanted(layout, quiet, zone).log
    )


def test_status_says_that_a_coordinator_is_a_mentor() -> None:
    above, _ = lines_of(judged(coordinators=(MENTOR, "c@w.example")))
    assert above is not None
    assert "Ana 1 coordinates, and mentors WES-1." in above
    assert "Agree on somebody else" in above
    none, _ = lines_of(judged(coordinators=("c@w.example",)))
    assert "coordinates" not in (none or "")


def test_the_mentors_own_wish_is_shown_as_ever() -> None:
    standing = judged(
        wish(MENTOR), wish(MENTEE), coordinators=(MENTOR, "c@w.example")
    )
    (p,) = (p for p in standing.pairs if p.pair.number == 1)
    shown, withheld = p.wishes
    assert shown is not None
    assert withheld is not None
    assert (shown.by, withheld.by) == (("mentor",), ("mentee",))


def test_a_beginner_of_two_mentors_is_quiet_before_both() -> None:
    """One mentor coordinates; the wish was sent for the other pair, or for
    none that can be told.
    """
    second = replace(PAIRS[1], mentee=PAIRS[0].mentee)
    district = replace(
        BASE,
        roster=Roster((PAIRS[0], second)),
        coordinators=frozenset({"m2@w.example"}),
    )
    layout, zone = layouts.load(3, 40), ZoneInfo("America/New_York")
    for text in ("WES-1", ""):
        said = wish(MENTEE)._replace(pair_text=text)
        quiet = said._replace(wants_contact=False)
        rows = [
            wanted(layout, judge(district, [each], TODAY), zone).log
            for each in (said, quiet)
        ]
        assert rows[0] == rows[1]


def test_what_a_mentee_wrote_beside_the_box_is_not_shown_either() -> None:
    said = wish(MENTEE)._replace(
        wants_contact=False, unread=(("also", "Please call me at home"),)
    )
    shown = judged(said, coordinators=(MENTOR,)).outcomes[0].reason
    assert "Please call" not in shown
    assert "Please call" in judged(said).outcomes[0].reason


def test_a_wish_counts_from_the_day_that_it_was_sent() -> None:
    """About a day of before the follow-up, and sent after it."""
    said = wish(MENTEE, date(2026, 11, 10))._replace(day=date(2026, 11, 3))
    touch = FollowUp(1, date(2026, 11, 5))
    (p,) = (
        p
        for p in judged(said, follow_ups=(touch,)).pairs
        if p.pair.number == 1
    )
    assert p.wishes.shown is not None


@pytest.mark.parametrize(
    ("ends", "named"),
    [(None, True), (date(2027, 1, 29), True), (date(2026, 11, 20), False)],
)
def test_a_day_in_ends_opens_no_wish_to_the_mentor_who_coordinates(
    ends: date | None, named: bool
) -> None:
    """The pair is named until it ends. Its mentee's wish of last month is not
    counted above the district, whenever it ends: one pair asked.
    """
    pairs = (replace(PAIRS[0], ends=ends), *PAIRS[1:])
    asked = wish(MENTEE, date(2026, 10, 20))
    district = replace(
        BASE, roster=Roster(pairs), coordinators=frozenset({MENTOR})
    )
    standing = judge(district, [asked], TODAY)
    above = lines_of(standing)[0] or ""
    assert ("Ana 1 coordinates, and mentors WES-1" in above) is named
    assert figures_of(standing, UTC).wishes == 0
    apart = judge(replace(district, coordinators=frozenset()), [asked], TODAY)
    assert figures_of(apart, UTC).wishes == 1


def test_a_beginner_of_two_mentors_is_counted_above_as_neither() -> None:
    """One of the two coordinates, the wish names the other's pair."""
    shared = replace(PAIRS[1], mentee=PAIRS[0].mentee)
    district = replace(
        BASE,
        roster=Roster((PAIRS[0], shared)),
        coordinators=frozenset({MENTOR}),
    )
    asked = wish(MENTEE, date(2026, 10, 20), pair=2)
    assert figures_of(judge(district, [asked], TODAY), UTC).wishes == 0
