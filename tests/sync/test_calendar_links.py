"""A regular meeting as a link into one's own calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

from tests.support.clicked_links import link_of
from tests.support.program import Program


def test_a_pair_is_sent_its_links_and_its_regular_meeting(
    program: Program,
) -> None:
    """The event begins on the next regular day, and repeats until the last day
    of school.
    """
    program.space.store.set_now(datetime(2026, 11, 20, 20, tzinfo=UTC))
    program.type("pairs", 2, "regular_time", 3.25 / 24)
    mail = link_of(program, "pairs", "send", 2)
    assert unquote(urlsplit(mail).path) == (
        "ana@westbrook.example,sam@westbrook.example"
    )
    body = parse_qs(urlsplit(mail).query)["body"][0]
    assert body.startswith("Hello Ana & Sam,\n\n")
    event = link_of(program, "pairs", "into_calendar", 2)
    for link in (
        link_of(program, "pairs", k, 2) for k in ("link", "plan_link")
    ):
        assert link in body
    assert event in body
    asked = parse_qs(urlsplit(event).query)
    assert asked["dates"] == ["20261124T151500/20261124T160000"]
    assert asked["ctz"] == ["America/New_York"]
    assert asked["recur"] == ["RRULE:FREQ=WEEKLY;UNTIL=20270618T235959Z"]
    assert link_of(program, "pairs", "link", 2) in asked["details"][0]
    program.type("pairs", 2, "regular_time", "")
    whole = parse_qs(
        urlsplit(link_of(program, "pairs", "into_calendar", 2)).query
    )
    assert whole["dates"] == ["20261124/20261125"]
    assert link_of(program, "pairs", "into_calendar", 3) == ""
    assert link_of(program, "pairs", "send", 9) == ""


def test_an_event_may_end_on_the_next_day(program: Program) -> None:
    program.space.store.set_now(datetime(2026, 11, 20, 20, tzinfo=UTC))
    program.type("pairs", 2, "regular_time", 23.5 / 24)
    event = link_of(program, "pairs", "into_calendar", 2)
    assert parse_qs(urlsplit(event).query)["dates"] == [
        "20261124T233000/20261125T001500"
    ]
