"""The program's sheet: each figure as a plain recount gives it, nobody named,
nothing of few, and least change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sync import demo
from sync.admin.plan import Deed
from sync.core.feedback import tally
from sync.core.model import Status
from sync.core.rollup import rollup
from sync.demo.browser import Browser
from sync.google.sheets import Spreadsheet
from sync.program import declared
from sync.program.opened import Program as Provisioned
from sync.run.as_json import run_json
from sync.run.other_forms import opinions
from templates import program as books
from templates.program_rows import RunRow
from templates.wire import day_of
from tests.support import plain_calculator as plain
from tests.support.program import TODAY, Program
from tests.support.program_tabs import values
from tests.support.raw_calls import api
from tests.support.recount import PAIRS, Counted, filled, in_fives, raw, tenths
from workspace.weather import Fault

pytestmark = pytest.mark.whole


def tell(program: Program, minute: int = 0, **says: object) -> None:
    """Answer the feedback form, without being signed in, so many minutes after
    eight in the evening.
    """
    program.space.store.set_now(datetime(2026, 11, 20, 20, minute, tzinfo=UTC))
    form = declared.feedback_of(program.settings)
    with closing(
        Browser(uri := program.lock.forms["feedback"].uri)
    ) as browser:
        browser.fill(uri, demo.fields_of(form, says))


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Program, dict[str, Any]]]:
    """A program after its first run, and what its own sheet holds."""
    with filled(tmp_path_factory.mktemp("overview")) as program:
        for place, role in enumerate(
            ["mentor"] * 6 + ["mentee"] * 5 + ["administrator"] * 2
        ):
            tell(
                program,
                minute=place,
                role=role,
                district="Westbrook",
                satisfaction=3 + place % 3,
                well=["Matching mentors and mentees"]
                + ([] if place % 2 else ["Training of mentors"]),
                improve=["Time for mentors and mentees to meet"],
                worked="=A shared lunch" if place == 3 else "",
            )
        program.run(attended=False)
        yield program, values(program)


def test_every_figure_agrees_with_a_recount_of_the_raw_answers(
    told: tuple[Program, dict[str, Any]],
) -> None:
    program, tabs = told
    count = Counted(program)
    total, district = tabs["districts"]
    alone = {"District": "", "Asked to be contacted last month": ""}
    assert total | alone == district | alone, (
        "one district of two is large enough"
    )
    (standing,) = program.run(write=False, only="WES")[0].standings
    judged = plain.judged(standing.district, count.submissions(), TODAY)
    assert {s.value: district[s.value] for s in Status} == {
        s.value: sum(p["status"] == s.value for p in judged.values())
        for s in Status
    }
    rules = [
        rule
        for p in judged.values()
        for name, rule in p["rules"].items()
        if "meeting" in name
    ]
    met, periods = (sum(r[key] for r in rules) for key in ("met", "periods"))
    assert district["Meetings"] == len(count.met) - len(count.observed)
    assert district["Met"] == pytest.approx(met / periods, abs=1e-4)
    assert (district["Pairs"], district["Observations"]) == (
        PAIRS,
        len(count.observed),
    )
    assert district["Hours"] == tenths(count.minutes)
    assert (
        district["Asked to be contacted last month"],
        district["Need an answer"],
        district["Questions"],
    ) == ("", 0, 0)
    assert total["Asked to be contacted last month"] == "fewer than 5"
    assert day_of(district["Last log"]) == date(2026, 11, 20)
    words = {"own time": "before or after school"}
    assert {
        words.get(r["Time used"], r["Time used"]): r["Meetings"]
        for r in tabs["when"]
    } == count.when
    assert sum(r["Share"] for r in tabs["when"]) == pytest.approx(1, abs=1e-3)
    assert [
        (r["What was in the way"], r["Pairs"]) for r in tabs["in_the_way"]
    ] == [("Nothing was named by 5 pairs or more last month.", "")]
    # How often each pair meets, by a plain count: ten or eleven school weeks
    # lie behind.
    talks = [
        sum(a not in count.observed for a in count.of(n))
        for n in range(1, PAIRS + 1)
    ]
    weekly, seldom = sum(n > 7 for n in talks), sum(n < 4 for n in talks)
    frequency = tabs["frequency"][1]
    assert frequency["Weekly"] >= weekly
    assert frequency["Monthly"] + frequency["Less"] <= seldom + sum(
        3 < n < 5 for n in talks
    )
    assert (
        sum(v for k, v in frequency.items() if k != "Pairs that meet") == PAIRS
    )


def test_what_people_say_agrees_with_a_recount(
    told: tuple[Program, dict[str, Any]],
) -> None:
    program, tabs = told
    answers = raw(program, program.lock.forms["feedback"].id)
    roles = {"Mentors": "A mentor", "Mentees": "A mentee"}
    of = {
        who: in_fives([a for a in answers if a["You are"] == [said]])
        for who, said in roles.items()
    }
    of["All"] = of["Mentors"] + of["Mentees"]
    rows = {r["What people say"]: r for r in tabs["feedback"]}
    for who, group in of.items():
        assert rows["Answers"][who] == len(group)
        mean = sum(
            int(a["How satisfied are you with mentoring this year?"][0])
            for a in group
        ) / len(group)
        assert rows["How satisfied"][who] == f"{mean:.1f} of 5"
        named = [set(a.get("What is going well?", ())) for a in group]
        assert rows["Training of mentors"][who] == sum(
            "Training of mentors" in each for each in named
        )
        assert rows["Matching mentors and mentees"][who] == sum(
            "Matching mentors and mentees" in e for e in named
        )
        assert rows["Time for mentors and mentees to meet"][who] == len(group)
    assert rows["Answers"]["Administrators"] == "fewer than 5"
    assert [
        r
        for r in tabs["feedback"]
        if r["Administrators"] not in ("", "fewer than 5")
    ] == []
    assert "=A shared lunch" not in str(tabs), (
        "what people write is for the admin to pass on"
    )
    assert values(program, "waiting")["wrote"] == [
        {"What helped to make time": "=A shared lunch"}
    ], "as text"
    assert len(tabs["ways"]) == 7


def test_nobody_is_named_and_nothing_is_shown_of_few(
    told: tuple[Program, dict[str, Any]],
) -> None:
    _, tabs = told
    text = json.dumps(tabs)
    assert not re.search(
        r"Mentor\d|Mentee\d|\w@\w|Only One|Last A|WES-|NOR", text
    )
    assert [r["District"] for r in tabs["districts"]] == [
        "All districts",
        "Westbrook",
    ]
    assert tabs["head"][2]["text"].endswith(
        "with fewer than 5 pairs: Northfield."
    )
    assert tabs["head"][0]["text"].startswith(
        "Test program 2026-27: 1 district, 6 pairs: "
    )
    assert day_of(tabs["head"][1]["day"]) == TODAY


def test_answers_of_no_district_are_where_only_the_admin_looks(
    told: tuple[Program, dict[str, Any]],
) -> None:
    program, _ = told
    (row,) = values(program, "waiting")["waiting"]
    assert (row["What"], row["Your pair, as typed"], row["Sent by"]) == (
        "one-on-one",
        "SOU-9",
        "nobody@home.example",
    )
    drive = program.google().drive
    for each in (program.lock.program, program.lock.waiting):
        assert each
        assert [p["role"] for p in drive.permissions(each.id)] == ["owner"]
    drive.share(
        program.lock.waiting.id,  # type: ignore[union-attr]
        {"type": "user", "role": "reader", "emailAddress": "x@home.example"},
    )
    (notice,) = [
        n
        for n in program.provision()[0].of(Deed.NOTICE)
        if "for the admin alone" in n
    ]
    assert "is also open to x@home.example" in notice
    path = program.folder / "districts.csv"
    path.write_text(
        path.read_text() + "SOU,Southfield,,2026-08-31,2027-06-18,weekly,\n",
        encoding="utf-8",
    )
    program.provision()
    program.run(attended=False)
    assert [r["What"] for r in values(program, "waiting")["waiting"]] == [
        "Nothing to answer."
    ], "it went where it belongs"


def runs(program: Program) -> list[str]:
    return [row["What happened"] for row in values(program)["runs"]]


def test_a_run_that_changes_something_is_reported_and_a_day_has_one_sign_of_life(
    program: Program,
) -> None:
    program.run(attended=False)
    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    for _ in range(3):
        program.run(attended=False)
    assert runs(program) == [
        "1 district written.",
        "1 district written.",
    ]
    layout = books.program_layout(1)
    quiet = RunRow(datetime(2026, 11, 24, 6, tzinfo=UTC), 0, (), 2)
    before = books.overview(
        layout, rollup({}, {}, TODAY), tally([]), quiet, (), "x"
    ).tabs["runs"]
    for day in range(25, 29):
        for hour in (6, 7):
            done = RunRow(datetime(2026, 11, day, hour, tzinfo=UTC), 0, (), 2)
            before = books.overview(
                layout, rollup({}, {}, TODAY), tally([]), done, before, "x"
            ).tabs["runs"]
    assert len(before) == 5, "one a day"
    for hour in range(60):
        done = RunRow(
            datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=hour),
            1,
            ("WES",) if hour == 59 else (),
            4,
        )
        before = books.overview(
            layout, rollup({}, {}, TODAY), tally([]), done, before, "x"
        ).tabs["runs"]
    assert len(before) == books.MOST_CHANGED + 5
    assert (
        before[0][1]
        == "1 district written. Not done: WES; the next run tries again."
    )


@pytest.mark.parametrize("applied", [True, False])
def test_a_write_whose_answer_was_lost_is_looked_up_by_the_next_run(
    program: Program, applied: bool
) -> None:
    program.run(attended=False)
    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    fault = Fault(
        "503", "sheets.spreadsheets.batchUpdate", applied=applied, after=1
    )
    program.space.weather.faults = [fault]
    result, _ = program.run(attended=False)
    assert (result.changed, result.failed) == ({"WES"}, {})
    assert len(result.notices) == 1
    assert (
        "The program's own sheet (Districts) could not be written: Google is busy or out of reach"
        in result.notices[0]
    )
    assert "run the same command again" not in result.notices[0], (
        "one thing to do, not two"
    )
    program.space.weather.faults = []
    again, _ = program.run(attended=False)
    assert (again.changed, again.notices) == (set(), [])
    expected = ["1 district written."] if applied else []
    assert runs(program) == [*expected, "1 district written."]
    assert (
        "1 district of fewer than 5 pairs"
        in values(program)["head"][0]["text"]
    )


def test_a_failure_of_one_sheet_leaves_the_other_written_and_is_reported(
    program: Program,
) -> None:
    program.run(attended=False)
    program.add_north()
    program.provision()
    program.log("nobody@home.example", "SOU-9", kind="one-on-one", minutes=30)
    assert program.lock.program
    program.google().sheets.update(
        Spreadsheet(program.lock.program.id),
        [{"deleteSheet": {"sheetId": 207}}],
    )
    for _ in range(2):  # and again by the next run, since it was not done
        result, _ = program.run(attended=False)
        assert (len(result.notices), result.failed) == (1, {})
    assert [
        row["Sent by"] for row in values(program, "waiting")["waiting"]
    ] == ["nobody@home.example"]
    assert run_json(result, {})["notices"] == result.notices
    program.provision()
    assert program.run(attended=False)[0].notices == []
    assert "notices" not in run_json(program.run(attended=False)[0], {})


def test_a_stray_answer_whose_write_failed_is_shown_by_the_next_run(
    program: Program,
) -> None:
    program.add_north()
    program.provision()
    program.run(attended=False)
    program.run(attended=False)
    program.log("nobody@home.example", "SOU-9", kind="one-on-one", minutes=30)
    program.space.weather.faults = [
        Fault("503", "sheets.spreadsheets.batchUpdate", times=20)
    ]
    assert len(program.run(attended=False)[0].notices) == 1
    program.space.weather.faults = []
    program.run(attended=False)
    assert [
        row["Sent by"] for row in values(program, "waiting")["waiting"]
    ] == ["nobody@home.example"]


def test_a_district_that_fails_run_after_run_is_reported_once(
    program: Program,
) -> None:
    program.add_north()
    told = []
    for _ in range(4):
        result, calls = program.run(attended=False)
        assert list(result.failed) == ["NOR"]
        told.append(calls["sheets.write"])
    assert told[2:] == [0, 0]
    again = "1 district written. Not done: NOR; the next run tries again."
    assert runs(program) == [again]
    program.log("nobody@home.example", "SOU-9", kind="one-on-one", minutes=30)
    program.space.weather.faults = [
        Fault("503", "sheets.spreadsheets.batchUpdate", times=20)
    ]
    path = program.folder / "districts.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("NOR,North", "EAS,East"),
        encoding="utf-8",
    )
    assert len(program.run(attended=False)[0].notices) >= 1
    program.space.weather.faults = []
    program.run(attended=False)
    assert "Not done: EAS" in runs(program)[0], (
        "what could not be told is told by the next run"
    )


def wipe_feedback(program: Program) -> None:
    """Somebody empties a cell of the program's sheet that the tool wrote."""
    assert program.lock.program
    program.google().sheets.update(
        Spreadsheet(program.lock.program.id),
        [
            {
                "repeatCell": {
                    "range": {
                        "sheetId": 205,
                        "startRowIndex": 1,
                        "endRowIndex": 2,
                        "startColumnIndex": 0,
                        "endColumnIndex": 1,
                    },
                    "cell": {},
                    "fields": "userEnteredValue",
                }
            }
        ],
    )


def test_all_is_read_back_if_asked(program: Program) -> None:
    program.run(attended=False)
    wipe_feedback(program)
    program.run(attended=False, read_all=True)
    assert len(values(program)["feedback"]) == 1


def test_it_is_read_back_once_a_week_on_whatever_days_it_runs(
    program: Program,
) -> None:
    monday = TODAY
    program.run(monday, attended=False)
    wipe_feedback(program)
    there = []
    for days in (1, 2, 3, 4, 7):
        program.run(monday + timedelta(days=days), attended=False)
        there.append(len(values(program)["feedback"]))
    assert there == [0, 0, 0, 0, 1]


def test_a_renamed_district_keeps_what_was_said_of_it(
    program: Program,
) -> None:
    for _ in range(5):
        tell(program, role="mentor", district="Westbrook", satisfaction=4)
    program.run(attended=False)
    path = program.folder / "districts.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Westbrook", "West Brook"),
        encoding="utf-8",
    )
    program.run(TODAY + timedelta(days=1), attended=False)
    with program.state() as (state, google):
        assert {
            o.district
            for o in opinions(Provisioned(program.settings, google, state))
        } == {"WES"}


def test_a_lost_state_writes_nothing_twice(program: Program) -> None:
    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    program.run(attended=False)
    before = values(program)
    for path in program.folder.glob("state.sqlite*"):
        path.unlink()
    _, calls = program.run(attended=False)
    assert calls["sheets.write"] == 0
    assert values(program) == before


def test_the_charts_follow_the_rows_and_one_that_is_gone_stops_nothing(
    told: tuple[Program, dict[str, Any]],
) -> None:
    program, _ = told
    assert program.lock.program
    sheet_id, google = program.lock.program.id, program.google()

    def charts() -> dict[int, Any]:
        client = google.sheets._client(0)
        answer = client.fetch_sheet_metadata(
            sheet_id, {"fields": "sheets(charts(chartId,spec))"}
        )
        return {
            c["chartId"]: c["spec"]
            for s in answer["sheets"]
            for c in s.get("charts", [])
        }

    found = charts()
    assert [spec["title"] for spec in found.values()] == [
        "How often mentors and mentees meet",
        "By district",
    ]
    (domain,) = found[2022]["basicChart"]["domains"]
    (area,) = domain["domain"]["sourceRange"]["sources"]
    assert area["endRowIndex"] - area["startRowIndex"] == 3, (
        "the header, all districts, and the one that is told"
    )
    google.sheets.update(
        Spreadsheet(sheet_id), [{"deleteEmbeddedObject": {"objectId": 2022}}]
    )
    lines = "".join(
        f"New{n} M,New{n} N,new{n}@north.example\n" for n in range(5)
    )
    path = program.folder / "more.csv"
    path.write_text(f"Mentor,Mentee,Mentor e-mail\n{lines}", encoding="utf-8")
    from sync.admin.add_pairs import add

    program.does(add, path, TODAY, "NOR")
    result, _ = program.run(attended=False)
    assert result.notices == []
    assert [r["District"] for r in values(program)["districts"]] == [
        "All districts",
        "Northfield",
        "Westbrook",
    ]
    assert list(charts()) == [2021]


def test_a_tab_that_was_deleted_is_reported_printed_again_and_filled(
    program: Program,
) -> None:
    program.run(attended=False)
    assert program.lock.program
    before = values(program)
    program.google().sheets.update(
        Spreadsheet(program.lock.program.id),
        [{"deleteSheet": {"sheetId": 206}}],
    )
    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    for day in range(7):  # one of them reads it back
        result, _ = program.run(TODAY + timedelta(days=day), attended=False)
        assert result.failed == {}
    assert program.provision()[0].of(Deed.MEND) == [
        "Test program: all districts 2026-27: the tab Ways districts made time, printed again"
    ]
    assert (
        program.run(TODAY + timedelta(days=7), attended=False)[0].notices == []
    )
    assert values(program)["ways"] == before["ways"]


def test_a_form_that_cannot_be_read_is_reported_and_stops_nothing(
    program: Program,
) -> None:
    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    api(
        program.space,
        "DELETE",
        f"/drive/v3/files/{program.lock.forms['planning'].id}",
    ).raise_for_status()
    result, _ = program.run(attended=False)
    assert result.changed == {"WES"}
    assert len(result.notices) == 1
    notice = result.notices[0]
    assert notice.startswith("The planning form could not be read: ")
    assert notice.endswith(
        ". The next run tries again. If that fails too, run `sync provision`: it says what to do."
    )
    assert "Google refused" not in notice, (
        "its words alone, with one thing to do"
    )


def test_the_months_add_up_to_the_districts_figures(
    told: tuple[Program, dict[str, Any]],
) -> None:
    _, tabs = told
    total, months = tabs["districts"][0], tabs["months"]
    assert [m["Month"] for m in months] == [
        "November 2026",
        "October 2026",
        "September 2026",
    ]
    for name in ("Meetings", "Observations"):
        assert sum(m[name] for m in months) == total[name]
    assert sum(m["Hours"] for m in months) == pytest.approx(
        total["Hours"], abs=0.2
    )
