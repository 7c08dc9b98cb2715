"""What a coordinator clicks: mails, a note of a follow-up, a pair's links and
calendar; and the colours of the blank schedule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from sync.core.calendar import monday_of
from sync.core.judge import judge
from sync.core.model import Status
from templates.mail_drafts import silent_addresses
from tests.support.clicked_links import cells, link_of
from tests.support.program import TODAY, Program
from tests.support.random_programs import program as random_program


def test_a_follow_up_is_noted_in_the_next_free_row(program: Program) -> None:
    """Also behind a row that somebody left empty."""
    program.run()
    assert link_of(program, "status", "note_it", 5) == "#gid=107&range=A2"
    program.type("follow_up", 2, "pair", "WES-1")
    program.type("follow_up", 5, "day", 46_349)
    for row in (5, 6, 7):
        link = link_of(program, "status", "note_it", row)
        assert link == "#gid=107&range=A6"


def test_all_who_are_silent_are_written_to_as_blind_copies(
    program: Program,
) -> None:
    program.run()
    link = link_of(program, "status", "next", 2)
    asked = parse_qs(urlsplit(link).query)
    reached = {
        str(row[0])
        for row in program.values("status")[4:]
        if row and row[0] == "Reach out"
    }
    assert reached
    assert urlsplit(link).path == "", "to nobody openly"
    assert sorted(asked["bcc"][0].split(",")) == sorted(
        f"{name}@westbrook.example"
        for name in ("ana", "sam", "grace", "luis", "mei", "omar")
    )
    for name in ("Ana", "Sam", "WES-"):
        assert name not in asked["body"][0]


@pytest.mark.parametrize("seed", range(40))
def test_only_pairs_to_reach_out_to_are_listed_and_nobody_who_asked(
    seed: int,
) -> None:
    district, answers, today = random_program(seed)
    standing = judge(district, answers, today)
    listed = [a for a in silent_addresses(standing).split(",") if a]
    assert len(",".join(listed)) <= 1500
    people = [
        (p, person)
        for p in standing.pairs
        for person in (p.pair.mentor, p.pair.mentee)
        if person.addresses
    ]
    allowed = {
        person.addresses[0]
        for p, person in people
        if p.status is Status.REACH_OUT
    } - {a for p, who in people if p.wishes.shown for a in who.addresses}
    assert len(listed) == len(set(listed))
    assert set(listed) <= allowed
    assert set(listed) == allowed or len(",".join(allowed)) > 1400


def test_the_blank_schedule_shows_this_week_and_which_were_met(
    program: Program,
) -> None:
    """By colour, worked out in the sheet: no cell of people's is written."""
    days = [date(2026, 9, 15), date(2026, 9, 29), date(2026, 11, 17)]
    for day in days:
        program.log(
            "ana@westbrook.example",
            "WES-1",
            kind="one-on-one",
            day=day.isoformat(),
            minutes=30,
        )
    program.log(
        "grace@westbrook.example",
        "WES-2",
        kind="could not meet",
        day="2026-10-06",
        obstacles=["workload"],
    )
    program.run()
    program.space.store.set_now(datetime(2026, 11, 25, 20, tzinfo=UTC))
    tab, colors = program.layout.tab("schedule"), program.layout.colors
    rows = cells(program, "Schedule!A4:F45")
    left = len(tab.columns)

    def color(cell: dict[str, Any]) -> str:
        rgb = cell.get("effectiveFormat", {}).get("backgroundColor", {})
        parts = (rgb.get(c, 0) for c in ("red", "green", "blue"))
        return "#" + "".join(f"{round(255 * each):02x}" for each in parts)

    first = date(2026, 8, 31)
    found: dict[int, set[date]] = {1: set(), 2: set(), 3: set()}
    now = set()
    for place, row in enumerate(rows):
        monday = first + timedelta(weeks=place)
        if row and color(row[0]) == colors["this_week"]:
            now.add(monday)
        for number in found:
            at = left + number - 1
            if len(row) > at and color(row[at]) == colors["met"]:
                found[number].add(monday)
    assert now == {monday_of(TODAY)}
    assert found == {1: {monday_of(day) for day in days}, 2: set(), 3: set()}


@pytest.mark.parametrize(
    ("day", "dates"),
    [
        ("tuesday", ["20261124/20261125"]),
        ("WED", ["20261125/20261126"]),
        ("Thursdays", ["20261126/20261127"]),
    ],
)
def test_a_day_is_read_as_people_write_it(
    program: Program, day: str, dates: list[str]
) -> None:
    program.space.store.set_now(datetime(2026, 11, 20, 20, tzinfo=UTC))
    program.type("pairs", 2, "regular_day", day)
    event = link_of(program, "pairs", "into_calendar", 2)
    assert parse_qs(urlsplit(event).query)["dates"] == dates


def test_a_day_that_is_none_leaves_the_mail_as_it_is(
    program: Program,
) -> None:
    program.type("pairs", 2, "regular_day", "Saturday")
    assert link_of(program, "pairs", "into_calendar", 2) == ""
    mail = link_of(program, "pairs", "send", 2)
    body = parse_qs(urlsplit(mail).query)["body"][0]
    assert link_of(program, "pairs", "link", 2) in body


def test_addresses_are_parts_of_a_link_and_never_more(
    program: Program,
) -> None:
    program.type("pairs", 2, "mentor_email", "o&k@westbrook.example")
    program.type("pairs", 3, "mentor_email", "a?bcc=b@westbrook.example")
    program.run()
    link = link_of(program, "status", "next", 2)
    listed = parse_qs(urlsplit(link).query)["bcc"][0].split(",")
    assert {
        "o&k@westbrook.example",
        "a?bcc=b@westbrook.example",
    } <= set(listed)
    assert link.count("bcc=") == 1
    for row in (5, 6):
        mail = link_of(program, "status", "mail_mentor", row)
        assert "bcc" not in parse_qs(urlsplit(mail).query)
        assert "body" in parse_qs(urlsplit(mail).query)
    mail = link_of(program, "pairs", "send", 2)
    assert unquote(urlsplit(mail).path).startswith("o&k@westbrook.example,")
