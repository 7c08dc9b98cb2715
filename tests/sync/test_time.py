"""Bells, cycles and schedules in a program: what stands in the sheet, and when
it is judged anew.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from sync.admin.check_schedules import schedules, stray_files
from sync.errors import ConfigurationError
from sync.program.settings import load
from templates import changes
from templates.written import Written
from tests.support.program import EVENING, TODAY, Program
from tests.sync.test_coordinator_links import cells, link_of
from tests.sync.test_other_forms import plan
from tests.sync.test_schedule_files import put

pytestmark = pytest.mark.whole

BELLS = "Day,Period,From,To\n,1,8:00,8:45\n,2,9:00,9:45\n,3,10:00,10:45\n"
# Ana and Mei are free in the third period, whose mentees teach then.
SCHEDULE = """\
Teacher,Teacher Email,Expression,Course Name,School
"Diaz, Ana",ana@westbrook.example,1-2(A),Biology,Hill School
"Diaz, Ana",ana@westbrook.example,3(A),Mentoring,Hill School
"Lee, Sam",sam@westbrook.example,1-3(A),Art,Hill School
"Novak, Mei",mei@westbrook.example,1-3(A),Latin,Hill School
"Patel, Omar",omar@westbrook.example,1-2(A),Music,Hill School
"""
SUBSTITUTES = (
    "reason_code,budget_code,approver,lead_days,avoid_days",
    'MENT {12},"21 ""B""",office@westbrook.example,2,Monday;Fri',
)


def with_schedules(program: Program) -> Program:
    put(program.folder, "bells/WES.csv", BELLS)
    put(program.folder, "schedules/WES.csv", SCHEDULE)
    days = "".join(f"2026-11-{day},A\n" for day in (24, 25, 30))
    put(program.folder, "cycles/WES.csv", f"Date,Day\n{days}")
    return program


def observe(program: Program) -> None:
    """Six observations a year are asked, of which two are due."""
    for column, value in (
        ("what", "mentor observes mentee"),
        ("amount", 6),
        ("per", "year"),
        ("force", "required"),
    ):
        program.type("rules", 8, column, value)


def arranged(program: Program) -> list[list[object]]:
    return program.values("arrange")[1:]


def hidden(program: Program, tab: int) -> bool:
    """Whether a tab is not seen."""
    found = program.google().sheets.metadata(program.lock.spreadsheet("WES"))
    [here] = [
        each["properties"]
        for each in found["sheets"]
        if each["properties"]["sheetId"] == tab
    ]
    return bool(here.get("hidden"))


def with_substitutes(program: Program) -> None:
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    text = f"{header},{SUBSTITUTES[0]}\n{line},{SUBSTITUTES[1]}\n"
    path.write_text(text, encoding="utf-8")


def test_what_can_be_arranged_stands_in_a_tab_that_comes_with_it(
    program: Program,
) -> None:
    program.run()
    tab = program.layout.tab("arrange")
    assert hidden(program, tab.id)
    observe(with_schedules(program))
    program.run(read_all=True)
    rows = arranged(program)
    assert not hidden(program, tab.id)
    by_pair = {row[0]: row for row in reversed(rows)}
    ana = by_pair["WES-1 Ana Diaz & Sam Lee"]
    assert ana[1] == "mentor observes mentee"
    assert ana[2] == (date(2026, 11, 24) - date(1899, 12, 30)).days
    assert ana[3] == pytest.approx(10 / 24)
    assert "No coverage" in str(ana[7])
    mei = by_pair["WES-3 Mei Novak & Omar Patel"]
    assert mei[4:6] == [0.75, "Mei Novak"]
    named = str(by_pair["WES-2 Grace Okafor & Luis Silva"][7])
    assert named == "No teaching schedule names Grace Okafor and Luis Silva."


def test_a_second_run_writes_nothing_and_a_new_export_is_judged(
    program: Program,
) -> None:
    observe(with_schedules(program))
    program.run(read_all=True)
    result, _ = program.run(read_all=True)
    assert not result.changed
    put(
        program.folder,
        "schedules/WES.csv",
        SCHEDULE.replace("Mentoring", "Physics"),
    )
    result, _ = program.run()
    assert result.changed == {"WES"}
    assert "coverage for Ana Diaz's class" in str(arranged(program))


def test_a_district_whose_file_has_a_mistake_stays_as_it_was(
    program: Program,
) -> None:
    observe(with_schedules(program))
    program.run(read_all=True)
    before = arranged(program)
    put(program.folder, "bells/WES.csv", BELLS.replace("8:45", "soon"))
    with pytest.raises(ConfigurationError, match="line 2"):
        program.run()
    assert arranged(program) == before


def test_own_time_is_proposed_once_the_pair_ticks_it(
    program: Program,
) -> None:
    """Mei's planning period is not: she teaches all three. Sam's is."""
    schedule = SCHEDULE.replace("Mentoring", "Planning")
    observe(with_schedules(program))
    put(program.folder, "schedules/WES.csv", schedule)
    program.run(read_all=True)
    needs = [
        str(row[7])
        for row in arranged(program)
        if str(row[0]).startswith("WES-1 ")
    ]
    assert "coverage for Ana" in needs[0]
    plan(program, "ana@westbrook.example", "WES-1", own_time=["planning"])
    program.space.store.set_now(EVENING)
    program.run()
    needs = [
        str(row[7])
        for row in arranged(program)
        if str(row[0]).startswith("WES-1 ")
    ]
    assert "No coverage" in needs[0]


def test_the_teacher_gets_a_mail_with_codes_and_the_approver_in_copy(
    program: Program,
) -> None:
    with_substitutes(program)
    program.provision()
    for column, value in (
        ("pair", "WES-1"),
        ("direction", "mentee observes mentor"),
        ("day", 46352),
        ("time", 0.4375),
        ("hours", 1.5),
    ):
        program.type("observations", 2, column, value)
    address = urlsplit(link_of(program, "observations", "mail", 2))
    asked = parse_qs(address.query)
    assert unquote(address.path) == "sam@westbrook.example"
    assert asked["cc"] == ["office@westbrook.example"]
    body = asked["body"][0]
    assert body.startswith("Hello Sam,")
    assert "10:30 AM is to be covered, for 90 minutes." in body
    assert 'reason code MENT {12} and budget code 21 "B".' in body
    assert "Ana" not in body


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("lead_days", "soon", "lead_days is 'soon'"),
        ("lead_days", "11", "lead_days is '11'"),
        ("avoid_days", "Funday", "avoid_days has 'Funday'"),
        ("avoid_days", "Monday-Friday", "avoid_days has 'Monday-Friday'"),
        ("lead_days", "9" * 5000, "lead_days is"),
        ("approver", "the office", "is not an e-mail address"),
    ],
)
def test_what_cannot_be_is_named_with_its_line(
    program: Program, column: str, value: str, named: str
) -> None:
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{header},{column}\n{line},{value}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load(program.folder / "program.toml")
    assert named in str(refused.value)


def test_how_substitutes_are_asked_for_is_read(program: Program) -> None:
    with_substitutes(program)
    asked = program.settings.districts[0].substitutes
    assert (asked.reason_code, asked.budget_code) == ("MENT {12}", '21 "B"')
    assert asked.avoid == {0, 4}
    assert (asked.lead_days, asked.approver) == (
        2,
        "office@westbrook.example",
    )


def test_no_substitute_was_found_is_read_and_counts_as_an_obstacle(
    program: Program,
) -> None:
    for column, value in (
        ("pair", "WES-1"),
        ("direction", "mentor observes mentee"),
        ("day", (date(2026, 11, 18) - date(1899, 12, 30)).days),
        ("hours", 1),
        ("arranged", "office"),
        ("filled", "no substitute was found"),
    ):
        program.type("observations", 2, column, value)
    result, _ = program.run(TODAY)
    [standing] = result.standings
    assert standing.district.plans[0].filled is False
    assert standing.obstacles["no substitute"].total() == 1


def found_by_doctor(program: Program) -> list[str]:
    with program.state() as (state, _):
        found = [
            *stray_files(program.settings),
            *schedules(program.settings, state, TODAY),
        ]
    return [f"{f.grade}: {f.message}" for f in found]


def test_doctor_says_whom_the_schedules_name(program: Program) -> None:
    observe(with_schedules(program))
    program.run(read_all=True)
    fine, missing = found_by_doctor(program)
    assert fine == (
        "ok: WES: 4 of 6 people in Pairs found, 4 with something to teach now."
    )
    assert "No schedule names Grace Okafor, Luis Silva" in missing


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("cycles/WES.csv", "Date,Day\n2026-11-24,1\n", "the cycle has 1"),
        ("bells/WES.csv", "Period,From,To\n1,8:00,8:45\n", "period 2, 3"),
        (
            "schedules/WES.csv",
            'Teacher,Expression,End Date\n"Diaz, Ana",1,2026-06-18\n',
            "last year's export",
        ),
        ("bells/WSE.csv", BELLS, "bells/WSE.csv"),
        ("rosters/wes.csv", "Mentor,Mentee\n", "rosters/wes.csv"),
    ],
)
def test_doctor_names_what_leads_to_nothing(
    program: Program, file: str, text: str, named: str
) -> None:
    with_schedules(program)
    program.run()
    put(program.folder, file, text)
    assert any(named in line for line in found_by_doctor(program))


def test_lessons_on_days_of_no_cycle_are_named(program: Program) -> None:
    with_schedules(program)
    program.run()
    (program.folder / "cycles" / "WES.csv").unlink()
    assert any("cycles/ has no days" in x for x in found_by_doctor(program))


def test_rows_that_are_added_show_dates_as_dates(program: Program) -> None:
    """However many there are to arrange."""
    tab, layout = program.layout.tab("arrange"), program.layout
    row = tuple(46_350 if c.key == "day" else None for c in tab.value_columns)
    many = tuple(row for _ in range(150))
    requests = changes.changes(layout, Written(), Written(arrange=many))
    program.google().sheets.update(program.lock.spreadsheet("WES"), requests)
    shown = cells(program, f"To arrange!{chr(65 + tab.place('day'))}2:C151")
    dates = {row[0].get("formattedValue") for row in shown}
    assert dates == {"Tue, Nov 24, 2026"}
