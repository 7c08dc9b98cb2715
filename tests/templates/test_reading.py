"""People's tabs, read leniently; what cannot be used is named with its cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sync.core.calendar import Event, SchoolCalendar
from sync.core.district import District
from sync.core.people import Span
from sync.core.presets import PRESETS
from templates import layout as layouts
from templates.absences import absences_in
from templates.found import find
from templates.pairs_tab import Guard
from templates.reading import read, words
from templates.wire import serial

LAYOUT = layouts.load(6, 10)
YEAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))
BASE = District("WES", "Westbrook", YEAR)


def grid(
    tab: str, *rows: dict[str, Any], headers: list[str] | None = None
) -> list[list[Any]]:
    layout = LAYOUT.tab(tab)
    top = [[""] * len(layout.columns)] * (layout.header_row - 1)
    header = headers or [c.header for c in layout.columns]
    return [
        *top,
        header,
        *([row.get(c.key, "") for c in layout.columns] for row in rows),
    ]


def district(**grids: list[list[Any]]) -> District:
    full = {t.key: grids.get(t.key, grid(t.key)) for t in LAYOUT.people}
    return read(LAYOUT, full, BASE, Guard({}, tuple, YEAR.first))


OCT, DEC = date(2026, 10, 19), date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "spans", "unread"),
    [
        (
            "Oct 19 - Dec 4; Mar 2 -",
            (
                (date(2026, 10, 19), date(2026, 12, 4)),
                (date(2027, 3, 2), None),
            ),
            0,
        ),
        ("10/19 - 12/4", ((date(2026, 10, 19), date(2026, 12, 4)),), 0),
        ("2026-10-19 -", ((date(2026, 10, 19), None),), 0),
        ("Jan 11", ((date(2027, 1, 11), date(2027, 1, 11)),), 0),
        (
            "October 19 until December 4",
            ((date(2026, 10, 19), date(2026, 12, 4)),),
            0,
        ),
        ("Dec 4 - Oct 19", (), 1),
        ("Oct 19 - 25", ((date(2026, 10, 19), date(2026, 10, 25)),), 0),
        ("10/19/26-12/4/26", ((date(2026, 10, 19), date(2026, 12, 4)),), 0),
        (
            "Oct 19, 2025 through Dec 4, 2025",
            ((date(2025, 10, 19), date(2025, 12, 4)),),
            0,
        ),
        ("Jul 15 - Sep 15", ((date(2026, 7, 15), date(2026, 9, 15)),), 0),
        ("10/1/2026 - 12/31/9999", (), 1),
        ("Oct 19 thru Dec 4", ((OCT, DEC),), 0),
        ("from Oct. 19th till December 4th", ((OCT, DEC),), 0),
        ("19 Oct → 4 Dec 2026", ((OCT, DEC),), 0),
        ("Mon, Oct 19 - Fri, Dec 4", ((OCT, DEC),), 0),
        ("leave Oct 19 - Dec 4", ((OCT, DEC),), 0),
        ("FMLA (10/19-12/4)", ((OCT, DEC),), 0),
        ("Oct 19, back Dec 5", ((OCT, DEC),), 0),
        ("out since Oct 19", ((OCT, None),), 0),
        ("Oct 19 on", ((OCT, None),), 0),
        ("Oct 19 - ?", ((OCT, None),), 0),
        ("on Oct 19", ((OCT, OCT),), 0),
        ("until Dec 4", ((YEAR.first, DEC),), 0),
        ("Oct 19, Dec 4", ((OCT, OCT), (DEC, DEC)), 0),
        (
            "Oct 19, 20 & 23",
            (
                (OCT, OCT),
                (date(2026, 10, 20), date(2026, 10, 20)),
                (date(2026, 10, 23), date(2026, 10, 23)),
            ),
            0,
        ),
        (
            "Oct 19 - 23, Dec 4 - 8",
            (
                (OCT, date(2026, 10, 23)),
                (DEC, date(2026, 12, 8)),
            ),
            0,
        ),
        ("week of Oct 21", ((OCT, date(2026, 10, 25)),), 0),
        ("6 weeks from Oct 19", (), 1),
        ("Oct 19 for 6 weeks", (), 1),
        ("Oct 19 - Dec 4; ask Ana", ((OCT, DEC),), 1),
        ("back in spring", (), 1),
        ("2:30 on Oct 19", (), 1),
        ("Oct 19 on field trip", ((OCT, OCT),), 0),
        ("Oct 19 - Thanksgiving", (), 1),
        ("Oct 19 - end of Nov", (), 1),
        ("before Oct 19", (), 1),
        ("not Oct 19", (), 1),
        ("leave begins Oct 19", (), 1),
        ("Oct 19 for two weeks", (), 1),
        ("Mondays Oct 19 - Dec 4", (), 1),
        ("week of Oct 19 and 26", (), 1),
        ("weeks of Oct 19 - Dec 4", (), 1),
        ("Oct 19 - 23, back Dec 4", (), 1),
        ("2/29/2028 - 6/1/2027", (), 1),
        ("ſep 5", (), 1),
        ("all of spring", (), 1),
        ("", (), 0),
    ],
)
def test_absences_as_people_write_them(
    text: str, spans: Any, unread: int
) -> None:
    read_as = absences_in(text, YEAR)
    found, problems = read_as.spans, read_as.unread
    assert found == tuple(Span(*s) for s in spans)
    assert len(problems) == unread


def test_columns_are_found_by_header_in_any_order() -> None:
    tab = LAYOUT.tab("follow_up")
    headers = [c.header for c in reversed(tab.columns)]
    rows = find(
        tab, [headers, ["", "", "", "", "", 7, serial(date(2026, 11, 2))]]
    ).rows
    assert rows == [
        (
            2,
            {
                "day": serial(date(2026, 11, 2)),
                "pair": 7,
                "obstacle": "",
                "agreed": "",
                "until": "",
                "done": "",
            },
        )
    ]


def test_an_unknown_header_where_one_is_missing_is_a_rename() -> None:
    tab = LAYOUT.tab("rules")
    headers = [
        c.header if c.key != "what" else "The rule" for c in tab.columns
    ]
    assert find(tab, [headers, ["meetings", 1, "week"]]).problems == []


def test_a_calendar_of_all_sorts() -> None:
    found = district(
        calendar=grid(
            "calendar",
            {
                "event": "No School",
                "first": serial(date(2026, 11, 26)),
                "note": "Thanksgiving",
            },
            {
                "event": "early release",
                "first": "10/14/2026",
                "minutes": 60,
                "schools": "Hill School, River School",
            },
            {
                "event": "whole group",
                "first": "2026-10-07",
                "held": True,
                "absent": "4, WES-7",
            },
            {"event": "holiday", "first": "2026-10-07"},
            {
                "event": "no school",
                "first": "2026-12-31",
                "last": "2026-12-24",
            },
            {"event": "no school"},
        )
    )
    entries = found.calendar.entries
    assert [e.event for e in entries] == [
        Event.NO_SCHOOL,
        Event.EARLY_RELEASE,
        Event.WHOLE_GROUP,
    ]
    assert (entries[1].schools, entries[2].absent) == (
        frozenset({"hill school", "river school"}),
        frozenset({4, 7}),
    )
    said = [str(p) for p in found.problems]
    assert any(
        "Calendar A5: “holiday” is not one of the choices" in s for s in said
    )
    assert any("Calendar C6: Dec 24 is before Dec 31" in s for s in said)
    assert any(
        "Calendar B7: a row without a kind or a date" in s for s in said
    )


def test_a_pasted_sign_in_sheet_credits_those_who_stand_on_it() -> None:
    """Names in any order, with somebody who is in no pair; while it is not
    clear who was not there, nobody is credited.
    """
    day = {"event": "whole group", "first": "2026-10-07", "held": True}
    found = district(
        pairs=grid(
            "pairs",
            {"number": 1, "mentor": "Ana Diaz", "mentee": "Sam Lee"},
            {"number": 2, "mentor": "Ola Berg", "mentee": "Mei Chen"},
            {"number": 3, "mentor": "Ola Berg", "mentee": "Tom Vale"},
        ),
        calendar=grid(
            "calendar",
            day | {"present": "Lee, Sam\nDiaz, Ana\nDr. Ruth Cole"},
            day | {"absent": "Ola Berg"},
            day | {"absent": "Sam"},
        ),
    )
    signed, away, unclear = found.calendar.entries
    assert (signed.held, signed.present) == (True, frozenset({1}))
    assert (away.held, away.absent) == (True, frozenset({2, 3}))
    assert unclear.held is False
    said = [str(p) for p in found.problems]
    assert any(
        "Calendar J2: “Dr. Ruth Cole” is in no pair and left out" in s
        for s in said
    )
    assert any(
        "Calendar H4: “Sam” (WES-1 Ana Diaz & Sam Lee?) is in no pair" in s
        for s in said
    )


def test_a_roster_of_all_sorts() -> None:
    long_name = "A" * 10_000
    found = district(
        pairs=grid(
            "pairs",
            {
                "number": 1,
                "mentor": "Ana “Annie” O'Neil 🎓",
                "mentee": "José\nNuñez",
                "mentor_email": "ANA@School.Example",
            },
            {
                "number": 2,
                "mentor": long_name,
                "mentee": "Sam",
                "mentee_email": "not an address",
            },
            {"number": 3, "mentor": "Alone"},
            {
                "number": 4,
                "mentor": "Bea",
                "mentee": "Ivo",
                "starts": "2026-10-05",
                "ends": "2026-09-01",
                "away": "someday",
            },
            {"number": 5},
            {"mentor": "No", "mentee": "Number"},
            {
                "number": 6,
                "mentor": "Ana “Annie” O'Neil 🎓",
                "mentee": "José Nuñez",
                "other_addresses": "n: jose@home.example; x",
            },
        )
    )
    pairs = {p.number: p for p in found.pairs}
    assert sorted(pairs) == [1, 2, 4, 6]
    assert (pairs[1].mentee.name, pairs[1].mentor.addresses) == (
        "José Nuñez",
        ("ana@school.example",),
    )
    assert (len(pairs[2].mentor.name), pairs[2].mentee.addresses) == (100, ())
    assert (pairs[4].ends, pairs[4].away) == (None, ())
    assert pairs[6].mentee.addresses == ("jose@home.example",)
    hints = " ".join(h.text for h in found.roster.hints)
    for expected in (
        "B3: 10,000 characters are too many",
        "“not an address” is a name and not an address",
        "before it starts",
        "“someday” cannot be read",
        "“x” cannot be read",
    ):
        assert expected in hints
    questions = " ".join(found.roster.questions)
    for expected in (
        "row 4 (number 3) has no mentee",
        "row 7 has names but no number",
        "1 and 6 are the same two people",
    ):
        assert expected in questions


def test_a_people_chip_in_a_column_of_addresses_says_so() -> None:
    """Sheets hands out its name and keeps its address."""
    found = district(
        pairs=grid(
            "pairs",
            {
                "number": 1,
                "mentor": "Ana",
                "mentee": "Sam",
                "mentor_email": "Ana Diaz",
            },
        )
    )
    (hint,) = found.roster.hints
    assert (
        "“Ana Diaz” is a name and not an address. If it is a people chip, type the address itself"
        in hint.text
    )


@pytest.mark.parametrize(
    ("typed", "share", "asked"),
    [
        (0.5, 0.5, ""),
        ("50%", 0.5, ""),
        (50, 0.5, ""),
        (1, 1.0, ""),
        (0.05, 0.05, ""),
        (0.005, 1.0, "0.5% of full time is read"),
        (0.04, 1.0, "4.0% of full time is read"),
        ("-1", 1.0, "cannot be read"),
    ],
)
def test_a_part_of_full_time_that_nobody_works_is_asked_about(
    typed: object, share: float, asked: str
) -> None:
    """0.5 that is typed where per cent are shown may become half a per cent."""
    found = district(
        pairs=grid(
            "pairs",
            {"number": 1, "mentor": "Ana", "mentee": "Sam", "share": typed},
        )
    )
    assert found.pairs[0].share == share
    assert asked in " ".join(h.text for h in found.roster.hints)


def test_a_box_that_is_not_ticked_is_a_blank() -> None:
    head = ["Number", "Mentor", "Mentor trained"]
    one_way: list[list[Any]] = [head, [1, "Ana", False], [2, "Bea", True]]
    other: list[list[Any]] = [head, [1, "Ana"], [2, "Bea", True]]
    assert words(LAYOUT, {"pairs": one_way}) == words(LAYOUT, {"pairs": other})


def test_rules_are_read_as_people_write_them() -> None:
    found = district(
        rules=grid(
            "rules",
            {
                "what": "meetings",
                "amount": 2,
                "per": "two weeks",
                "force": "suggested",
            },
            {
                "what": "minutes together",
                "amount": 180,
                "per": "month",
                "who": "Years 2 and 3, part time",
            },
            {
                "what": "meetings",
                "amount": 1,
                "per": "week",
                "weeks": "first 4 weeks",
                "who": "new to the district",
            },
            {
                "what": "meetings",
                "amount": 1,
                "per": "month",
                "weeks": "Oct - Dec, May",
            },
            {
                "what": "hours mentor observes mentee",
                "amount": 1.5,
                "per": "semester",
            },
            {"what": "brief conversations are recorded only"},
            {
                "what": "mentee observes mentor",
                "amount": 1,
                "per": "from - until",
                "since": 46266,
                "until": 46281,
            },
            {
                "what": "days of coverage",
                "amount": 0.5,
                "per": "year",
                "force": "off",
            },
        )
    )
    assert found.problems == ()
    assert [r.words for r in found.rules] == [
        "2 meetings every two weeks",
        "180 minutes a month, for year 2 and 3, part time",
        "1 meeting a week, in the first 4 weeks, for new to the district",
        "1 meeting a month, in Oct, Nov, Dec, May",
        "mentor observes mentee, 1.5 hours a semester",
        "brief conversations are recorded only",
        "mentee observes mentor once between Sep 1 and Sep 16",
        "0.5 days of coverage a year",
    ]


def test_weeks_are_counted_for_rules_by_the_week_alone() -> None:
    """What waits for the first weeks is asked all year; what is for the first
    weeks alone has no meaning by the month. Both are asked about.
    """
    row = {"what": "meetings", "amount": 1, "per": "month"}
    found = district(
        rules=grid(
            "rules",
            row | {"weeks": "after 4 weeks"},
            row | {"weeks": "first 4 weeks"},
            row | {"weeks": "Oct - May"},
        )
    )
    assert [r.words for r in found.rules] == [
        "1 meeting a month",
        "1 meeting a month, in Oct, Nov, Dec, Jan, Feb, Mar, Apr, May",
    ]
    assert [p.where for p in found.problems] == ["Rules E2", "Rules E3"]
    assert "is asked all year" in found.problems[0].what


def test_rules_that_say_too_little_are_named() -> None:
    found = district(
        rules=grid(
            "rules",
            {"what": "meetings", "amount": 30, "per": "from - until"},
            {"what": "meetings", "amount": "many", "per": "week"},
            {"what": "mentor observes mentee", "per": "year"},
            {"what": "meetings", "amount": 1.5, "per": "week"},
            {
                "what": "mentor observes mentee",
                "amount": 1,
                "per": "from - until",
                "since": 46281,
            },
            {
                "what": "day of the next month by which logs are in",
                "amount": 40,
            },
            {
                "what": "meetings",
                "amount": 1,
                "per": "week",
                "who": "the tall ones",
            },
            {
                "what": "meetings",
                "amount": 1,
                "per": "week",
                "weeks": "in spring",
            },
            {"what": "meetings", "amount": 1},
            {"amount": 1, "per": "week"},
        )
    )
    assert found.rules == ()
    where = [p.where.removeprefix("Rules ") for p in found.problems]
    assert where == [
        "C2",
        "B3",
        "B4",
        "B5",
        "G6",
        "B7",
        "D8",
        "E9",
        "C10",
        "A11",
    ]


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_is_read_back_from_the_sheet_as_it_was_meant(
    name: str,
) -> None:
    printed = [
        {
            "what": r.what.value,
            "amount": r.amount if r.what.needs_amount else "",
            "per": r.per.value if r.what.pers else "",
            "who": r.who.words,
            "weeks": r.phase.words,
            "force": r.force.value,
        }
        for r in PRESETS[name].rules
    ]
    found = district(rules=grid("rules", *printed))
    assert (found.rules, found.problems) == (PRESETS[name].rules, ())


def test_the_schedule_says_when_and_hints_at_what_it_cannot_read() -> None:
    monday = serial(date(2026, 10, 12))
    sheet: list[list[Any]] = [
        ["", "", 1, 2, 3],
        ["", "", "WES-1", "", ""],
        ["Week of", "Set aside that week", "Tue", "", ""],
        [monday, "", "Tue 2:45", "later", serial(date(2026, 10, 15))],
    ]
    found = district(schedule=sheet)
    assert [(p.pair, p.day) for p in found.schedule] == [
        (1, date(2026, 10, 13)),
        (3, date(2026, 10, 15)),
    ]
    assert [(h.pair, h.text) for h in found.hints] == [
        (
            2,
            "Schedule D4: “later” names no day. Write it like Tue 2:45 or Oct 14 2:45",
        )
    ]


TODAY = date(2026, 11, 2)


def _guarded(
    before: District | None, day: date = TODAY, **grids: list[list[Any]]
) -> District:
    full = {t.key: grids.get(t.key, grid(t.key)) for t in LAYOUT.people}
    pairs = before.by_number if before else {}
    return read(LAYOUT, full, BASE, Guard(pairs, tuple, day))


AUTUMN, SPRING = date(2026, 3, 2), date(2027, 10, 14)


@pytest.mark.parametrize(
    ("typed", "meant"), [(AUTUMN, "3/2/2027"), (SPRING, "10/14/2026")]
)
@pytest.mark.parametrize(
    ("tab", "column", "row"),
    [
        ("rules", "since", {"what": "meetings", "amount": 1, "per": "week"}),
        ("rules", "until", {"what": "meetings", "amount": 1, "per": "week"}),
        (
            "observations",
            "day",
            {"pair": 1, "direction": "mentor observes mentee"},
        ),
        ("follow_up", "day", {"pair": 1}),
        ("follow_up", "until", {"pair": 1, "day": "2026-10-14"}),
        ("corrections", "to", {"answer": "AB12CD", "repair": "set date"}),
        ("pairs", "starts", {"number": 1, "mentor": "A B", "mentee": "C D"}),
        ("pairs", "ends", {"number": 1, "mentor": "A B", "mentee": "C D"}),
    ],
)
def test_a_day_that_sheets_completed_with_the_wrong_year_is_asked_about(
    tab: str, column: str, row: dict[str, Any], typed: date, meant: str
) -> None:
    """Typed as 3/2 in autumn, or as 10/14 in spring."""
    rows = {tab: grid(tab, row | {column: serial(typed)})}
    found = _guarded(None, TODAY, **rows)
    said = [*map(str, found.problems), *(h.text for h in found.roster.hints)]
    (asked,) = [s for s in said if "lies outside the school year" in s]
    assert meant in asked
    assert "else clear the cell" in asked
    assert not found.plans + found.corrections


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        (date(2025, 9, 1), True),  # began in another year
        (date(2026, 8, 3), True),  # a month before school
        (date(2027, 7, 1), True),  # and after it
        (date(2026, 7, 4), True),  # no school day of any year
        (date(2026, 2, 28), False),
    ],
)
def test_a_day_that_can_be_meant_is_taken(day: date, kept: bool) -> None:
    row = {
        "number": 1,
        "mentor": "A B",
        "mentee": "C D",
        "starts": serial(day),
    }
    (pair,) = _guarded(None, pairs=grid("pairs", row)).pairs
    assert (pair.starts == day) is kept


def test_a_pair_keeps_its_days_while_others_are_asked_about() -> None:
    row = {"number": 1, "mentor": "A B", "mentee": "C D"}
    days = {"starts": "2026-09-14", "ends": "2027-03-01"}
    before = _guarded(None, pairs=grid("pairs", row | days))
    wrong = {"starts": serial(AUTUMN), "ends": serial(AUTUMN)}
    (pair,) = _guarded(before, pairs=grid("pairs", row | wrong)).pairs
    assert (pair.starts, pair.ends) == (date(2026, 9, 14), date(2027, 3, 1))


THREE = grid(
    "pairs",
    {"number": 1, "mentor": "Ana Diaz", "mentee": "Sam Lee"},
    {"number": 2, "mentor": "Ola Berg", "mentee": "Mei Chen"},
    {"number": 3, "mentor": "Ola Berg", "mentee": "Tom Vale"},
)


@pytest.mark.parametrize(
    ("typed", "numbers", "said"),
    [
        (2, (2,), ""),
        ("2", (2,), ""),
        ("#2", (2,), ""),
        ("WES-2", (2,), ""),
        ("wes 2", (2,), ""),
        ("WES-2 Ola Berg & Mei Chen", (2,), ""),
        ("Mei Chen", (2,), ""),
        ("Chen, Mei", (2,), ""),
        ("1, 3", (1, 3), ""),
        ("Ola Berg", (2, 3), ""),  # a word with the mentor of both
        (77, (77,), ""),
        ("WES-3 Ola Berg & Tom Vale", (3,), ""),  # no other of Ola Berg's
        ("Sam", (1,), ""),  # as Who shows it
        ("chen", (2,), ""),
        ("z", (), "“z” is no pair"),  # in Diaz alone: a mark, perhaps
        ("Ola", (), "“Ola” is no pair (WES-2, WES-3?)"),
        ("grade 2", (), "“grade 2” is no pair"),
        ("", (), "a follow-up without a pair"),
    ],
)
def test_a_follow_up_takes_a_pair_as_people_write_it(
    typed: object, numbers: tuple[int, ...], said: str
) -> None:
    row = {"day": "2026-10-14", "pair": typed, "agreed": "call on Friday"}
    found = _guarded(None, pairs=THREE, follow_up=grid("follow_up", row))
    assert tuple(f.pair for f in found.follow_ups) == numbers
    assert any(said in str(p) for p in found.problems) is bool(said)


def test_a_follow_up_without_a_date_is_as_of_today_and_asked_about() -> None:
    rows = grid(
        "follow_up",
        {"pair": 1},
        {"pair": 2, "day": "Tuesday"},
        {"pair": 3, "day": serial(AUTUMN)},
    )
    found = _guarded(None, pairs=THREE, follow_up=rows)
    assert [f.day for f in found.follow_ups] == [TODAY] * 3
    said = [str(p) for p in found.problems]
    assert len(said) == 3
    assert "taken as today's" in said[0]


def test_other_tabs_take_a_pair_in_the_same_words() -> None:
    plan = {"direction": "mentor observes mentee", "day": "2026-11-12"}
    found = _guarded(
        None,
        pairs=THREE,
        observations=grid(
            "observations",
            plan | {"pair": "Sam Lee"},
            plan | {"pair": "Ola Berg"},
        ),
        corrections=grid(
            "corrections",
            {"answer": "AB12CD", "repair": "move to pair", "to": "Mei Chen"},
            {"answer": "AB12CE", "repair": "move to pair", "to": "Ola Berg"},
        ),
    )
    assert [p.pair for p in found.plans] == [1]
    assert [c.pair for c in found.corrections] == [2]
    said = [str(p) for p in found.problems]
    assert any("2 pairs stand here" in s for s in said)
    assert any("names 2 pairs" in s for s in said)


@pytest.mark.parametrize(
    ("away", "asked"),
    [
        ("Oct 19 - Dec 4", ""),
        ("Mon Oct 19 until Fri Dec 4", ""),
        ("maternity leave Oct 19 - Dec 4", "a reason stands beside the days"),
        ("surgery: 10/19", "a reason stands beside the days"),
        ("until Dec 4", "taken from the first day of school on"),
        ("in spring", "cannot be read"),
    ],
)
def test_away_asks_for_days_alone(away: str, asked: str) -> None:
    row = {"number": 1, "mentor": "A B", "mentee": "C D", "away": away}
    found = _guarded(None, pairs=grid("pairs", row))
    hints = [h.text for h in found.roster.hints]
    assert [asked in hint for hint in hints] == [True] * bool(asked)
    assert found.pairs[0].away_unclear is (asked == "cannot be read")


def _questions(*rows: dict[str, Any]) -> tuple[str, ...]:
    base = {"mentor": "Ana Diaz", "mentee": "José Núñez"}
    numbered = [{"number": n} | base | row for n, row in enumerate(rows, 1)]
    return _guarded(None, pairs=grid("pairs", *numbered)).roster.questions


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        ({}, {}, True),
        ({}, {"mentor": "ANA  DIAZ", "mentee": "Jose Nunez"}, True),
        (
            {"mentor_email": "a@w.example", "mentee_email": "j@w.example"},
            {
                "mentor": "Ana Diaz-Lee",
                "mentor_email": "a@w.example",
                "mentee_email": "J@w.example",
            },
            True,
        ),
        ({"school": "Hill"}, {"school": "River"}, False),
        ({}, {"school": "River"}, True),
        (
            {"mentee_email": "j@w.example"},
            {"mentee_email": "j2@w.example"},
            False,
        ),
        ({"ends": "2026-10-30"}, {}, False),
        ({}, {"mentee": "Tom Vale"}, False),
    ],
)
def test_the_same_two_people_are_one_pair(
    first: dict[str, Any], second: dict[str, Any], asked: bool
) -> None:
    said = _questions(first, second)
    assert any("are the same two people" in s for s in said) is asked


def test_an_address_of_two_people_is_asked_about() -> None:
    (said,) = _questions(
        {"mentor_email": "a@w.example"},
        {
            "mentor": "Ola Berg",
            "mentee": "Tom Vale",
            "mentor_email": "a@w.example",
        },
    )
    assert said.startswith("Ana Diaz (WES-1) and Ola Berg (WES-2) have the")
    assert "a@w.example" not in said


def test_a_mentee_with_the_mentors_address_is_asked_for_another() -> None:
    row = {"mentor_email": "a@w.example", "mentee_email": "A@w.example"}
    pairs = grid(
        "pairs", {"number": 1, "mentor": "A B", "mentee": "C D"} | row
    )
    found = _guarded(None, pairs=pairs)
    assert found.pairs[0].mentee.addresses == ()
    (hint,) = found.roster.hints
    assert "the mentee has an address of the mentor's" in hint.text


def test_a_row_may_name_a_beginner_alone() -> None:
    found = _guarded(
        None,
        pairs=grid(
            "pairs",
            {"number": 1, "mentee": "Sam Lee", "starts": "2026-10-14"},
            {"number": 2, "mentor": "Ola Berg"},
        ),
    )
    (alone,) = found.roster.alone
    assert (alone.code, alone.starts) == ("WES-1", date(2026, 10, 14))
    assert found.pairs == ()
    (asked,) = found.roster.questions
    assert "(number 2) has no mentee yet" in asked


def test_days_away_in_a_year_that_begins_in_january() -> None:
    year = SchoolCalendar(date(2027, 1, 25), date(2027, 12, 10))
    (span,) = absences_in("Feb 2 - Nov 30", year).spans
    assert (span.first, span.last) == (date(2027, 2, 2), date(2027, 11, 30))
