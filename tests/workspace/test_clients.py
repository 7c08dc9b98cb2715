"""What the documentation of gspread, googleapiclient, gspread-dataframe and
pygsheets shows, run as it stands.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import gspread
import pytest
from googleapiclient.errors import HttpError

from tests.support.clients import gspread_client, pygsheets_client, service
from tests.support.program import ADMIN
from workspace.space import Workspace


@pytest.fixture
def gc(space: Workspace) -> Iterator[gspread.Client]:
    client = gspread_client(space, ADMIN)
    yield client
    client.http_client.session.close()


@pytest.fixture(autouse=True)
def _no_broken_answers(space: Workspace) -> Iterator[None]:
    """Whatever a client does, the workspace never breaks."""
    yield
    assert [c for c in space.wire.calls if "error" in c] == []


# -- gspread ------------------------------------------------------------------


def test_gspread_makes_opens_shares_and_deletes(
    gc: gspread.Client, space: Workspace
) -> None:
    sh = gc.create("A new spreadsheet")
    assert (sh.title, sh.locale, sh.timezone) == (
        "A new spreadsheet",
        "en_US",
        "Etc/GMT",
    )
    sh.share("otto@example.com", perm_type="user", role="writer")
    assert [p["emailAddress"] for p in sh.list_permissions()] == [
        ADMIN,
        "otto@example.com",
    ]
    assert gc.open("A new spreadsheet").id == gc.open_by_key(sh.id).id == sh.id
    assert [f["name"] for f in gc.list_spreadsheet_files()] == [
        "A new spreadsheet"
    ]
    other = gspread_client(space, "otto@example.com")
    assert other.open_by_key(sh.id).sheet1.title == "Sheet1"
    sh.remove_permissions("otto@example.com")
    with pytest.raises(PermissionError):
        other.open_by_key(sh.id)
    other.http_client.session.close()
    copied = gc.copy(sh.id, title="The copy", copy_permissions=False)
    assert (copied.title, copied.id != sh.id) == ("The copy", True)
    sh.update_title("Renamed")
    sh.update_locale("de_DE")
    sh.update_timezone("Europe/Berlin")
    assert {f["name"] for f in gc.list_spreadsheet_files()} == {
        "Renamed",
        "The copy",
    }
    gc.del_spreadsheet(sh.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        gc.open_by_key(sh.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        gc.open("Renamed")


def test_gspread_reads_and_writes_cells(gc: gspread.Client) -> None:
    ws = gc.create("B").sheet1
    ws.update([[1, 2], [3, 4]], "A1:B2")
    ws.update_acell("B1", "Bingo!")
    ws.update_cell(1, 3, "=SUM(A1:A2)")
    assert ws.acell("C1").value == "4"
    assert (
        ws.cell(
            1, 3, value_render_option=gspread.utils.ValueRenderOption.formula
        ).value
        == "=SUM(A1:A2)"
    )
    assert ws.row_values(1) == ["1", "Bingo!", "4"]
    assert ws.col_values(1) == ["1", "3"]
    assert ws.get_all_values() == [["1", "Bingo!", "4"], ["3", "4", ""]]
    assert ws.get("A1:B2") == [["1", "Bingo!"], ["3", "4"]]
    assert ws.batch_get(["A1:A2", "B1:B2"]) == [
        [["1"], ["3"]],
        [["Bingo!"], ["4"]],
    ]
    ws.batch_update(
        [
            {"range": "A1:B1", "values": [["42", "43"]]},
            {"range": "A2:B2", "values": [["44", "45"]]},
        ]
    )
    cells = ws.range("A1:B2")
    for cell in cells:
        cell.value = f"c{cell.row}{cell.col}"
    ws.update_cells(cells)
    assert [c.address for c in ws.findall("c21")] == ["A2"]
    assert len(ws.findall(re.compile(r"c\d1"))) == 2
    ws.batch_clear(["A1:A2"])
    assert (
        ws.get_all_values()[:2] == [["", "c12", "4"], ["", "c22", ""]]
        or ws.acell("C1").value == "0"
    )
    ws.clear()
    assert ws.get_all_values() == [[]]


def test_gspread_records_rows_and_appending(gc: gspread.Client) -> None:
    ws = gc.create("C").sheet1
    ws.append_row(["name", "hours"])
    answer: Any = ws.append_rows(
        [["Ana", 2], ["Sam", 3.5]],
        value_input_option=gspread.utils.ValueInputOption.user_entered,
    )
    assert answer["updates"]["updatedRange"] == "Sheet1!A2:B3"
    assert answer["tableRange"] == "Sheet1!A1:B1"
    assert ws.get_all_records() == [
        {"name": "Ana", "hours": 2},
        {"name": "Sam", "hours": 3.5},
    ]
    ws.insert_row(["Mei", 1], 2)
    ws.insert_rows([["x", 0], ["y", 0]], 5)
    ws.insert_cols([["new", "a"]], 2)
    assert ws.row_values(1) == ["name", "new", "hours"]
    ws.delete_rows(5, 6)
    ws.delete_columns(2)
    assert [r["name"] for r in ws.get_all_records()] == ["Mei", "Ana", "Sam"]
    ws.sort((1, "asc"), range="A2:B4")
    assert ws.col_values(1) == ["name", "Ana", "Mei", "Sam"]
    ws.add_rows(5)
    ws.add_cols(2)
    assert (ws.row_count, ws.col_count) == (1008, 28) or ws.row_count > 1000
    ws.resize(rows=10, cols=3)
    assert (ws.row_count, ws.col_count) == (10, 3)


def test_gspread_append_finds_the_table_as_google_recorded_it(
    gc: gspread.Client,
) -> None:
    """As in gspread's recorded answers: a row with an empty cell is a table of
    one, and nothing is a table of none.
    """
    ws = gc.create("D").sheet1
    first: Any = ws.append_row(["one", "", "three"])
    second: Any = ws.append_row(["one", "", "three"], table_range="A1")
    assert "tableRange" not in first
    assert (
        first["updates"]["updatedRange"],
        first["updates"]["updatedCells"],
    ) == (
        "Sheet1!A1:C1",
        3,
    )
    assert (second["tableRange"], second["updates"]["updatedRange"]) == (
        "Sheet1!A1",
        "Sheet1!A2:C2",
    )
    assert (
        gc.http_client.values_get(ws.spreadsheet_id, "A2:2")["range"]
        == "Sheet1!A2:Z2"
    )


def test_gspread_formats_merges_protects_and_filters(
    gc: gspread.Client,
) -> None:
    sh = gc.create("E")
    ws = sh.sheet1
    ws.update([["b", 2], ["a", 1], ["c", 3]], "A1")
    ws.format(
        "A1:B1",
        {
            "textFormat": {"bold": True},
            "backgroundColor": {"red": 1.0},
            "horizontalAlignment": "CENTER",
        },
    )
    ws.batch_format(
        [
            {
                "range": "A2",
                "format": {
                    "numberFormat": {"type": "PERCENT", "pattern": "0%"}
                },
            }
        ]
    )
    ws.merge_cells("D1:E2")
    ws.merge_cells("D4:E5", merge_type=gspread.utils.MergeType.merge_rows)
    ws.unmerge_cells("D1:E2")
    ws.freeze(rows=1, cols=1)
    ws.columns_auto_resize(0, 2)
    ws.rows_auto_resize(0, 2)
    ws.hide_columns(3, 4)
    ws.unhide_columns(3, 4)
    ws.hide_rows(8, 9)
    ws.add_dimension_group_rows(1, 3)
    assert [g["depth"] for g in ws.list_dimension_group_rows()] == [1]
    ws.delete_dimension_group_rows(1, 3)
    ws.set_basic_filter("A1:B3")
    ws.clear_basic_filter()
    ws.add_protected_range(
        "A1", editor_users_emails=[ADMIN], description="kept"
    )
    (protected,) = sh.list_protected_ranges(ws.id)
    assert (protected["range"], protected["editors"]["users"]) == (
        {
            "startRowIndex": 0,
            "endRowIndex": 1,
            "startColumnIndex": 0,
            "endColumnIndex": 1,
        },
        [ADMIN],
    )
    ws.delete_protected_range(protected["protectedRangeId"])
    ws.add_validation(
        "C1:C3",
        gspread.utils.ValidationConditionType.one_of_list,
        ["x", "y"],
        showCustomUi=True,
        strict=True,
    )
    sh.sheet1.define_named_range("A1:B3", "letters")
    assert sh.list_named_ranges()[0]["range"] == {
        "startRowIndex": 0,
        "endRowIndex": 3,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    assert sh.values_get("letters")["values"] == [
        ["b", "2"],
        ["a", "1"],
        ["c", "3"],
    ]
    sh.sheet1.delete_named_range(sh.list_named_ranges()[0]["namedRangeId"])
    ws.update_note("A1", "a note")
    assert ws.get_note("A1") == "a note"
    ws.clear_note("A1")
    assert ws.get_note("A1") == ""
    ws.copy_range("A1:B3", "G1:H3")
    ws.cut_range("G1:H3", "I1:J3")
    assert ws.get("I1:J1") == [["b", "2"]]
    ws.update_tab_color("#ff0000")
    assert ws.get_tab_color() == "#FF0000"
    ws.clear_tab_color()


def test_gspread_tabs(gc: gspread.Client, space: Workspace) -> None:
    sh = gc.create("F")
    two = sh.add_worksheet("Two", rows=100, cols=20)
    three = sh.duplicate_sheet(two.id, new_sheet_name="Three")
    assert [w.title for w in sh.worksheets()] == ["Three", "Sheet1", "Two"]
    sh.reorder_worksheets([sh.sheet1, two, three])
    two.update_title("Zwei")
    two.update_index(0)
    assert sh.get_worksheet(0).title == "Zwei"
    two.hide()
    assert "Zwei" not in [w.title for w in sh.worksheets(exclude_hidden=True)]
    two.show()
    other = gc.create("G")
    copied = two.copy_to(other.id)
    assert copied["title"] == "Copy of Zwei"
    sh.del_worksheet(three)
    with pytest.raises(gspread.WorksheetNotFound):
        sh.worksheet("Three")
    assert len(other.worksheets()) == 2
    assert gc.export(sh.id, gspread.utils.ExportFormat.CSV) == b""
    assert sh.get_lastUpdateTime() is not None
    assert space.wire.calls


# -- googleapiclient ----------------------------------------------------------


@pytest.fixture
def google(space: Workspace) -> Iterator[Callable[[str, str], Any]]:
    """Services of googleapiclient by name and version."""
    with ExitStack() as opened:
        yield lambda name, version: opened.enter_context(
            closing(service(space, name, version, ADMIN))
        )


def test_googleapiclient_as_googles_guides_use_it(
    google: Callable[[str, str], Any],
) -> None:
    sheets, drive = google("sheets", "v4"), google("drive", "v3")
    book = (
        sheets.spreadsheets()
        .create(
            body={"properties": {"title": "Guide"}}, fields="spreadsheetId"
        )
        .execute()
    )
    name = book["spreadsheetId"]
    values = sheets.spreadsheets().values()
    values.update(
        spreadsheetId=name,
        range="A1:C2",
        valueInputOption="USER_ENTERED",
        body={"values": [["A", "B"], ["C", "D"]]},
    ).execute()
    written = values.batchUpdate(
        spreadsheetId=name,
        body={
            "valueInputOption": "USER_ENTERED",
            "data": [
                {
                    "range": "E1:E2",
                    "majorDimension": "COLUMNS",
                    "values": [["=1+1", "Mar 1 2016"]],
                }
            ],
        },
    ).execute()
    assert written["totalUpdatedCells"] == 2
    rows = values.batchGet(
        spreadsheetId=name, ranges=["A1:B2", "E1:E2"]
    ).execute()["valueRanges"]
    assert [r["values"] for r in rows] == [
        [["A", "B"], ["C", "D"]],
        [["2"], ["Mar 1 2016"]],
    ]
    replied = (
        sheets.spreadsheets()
        .batchUpdate(
            spreadsheetId=name,
            body={
                "requests": [
                    {
                        "updateSpreadsheetProperties": {
                            "properties": {"title": "New Title"},
                            "fields": "title",
                        }
                    },
                    {
                        "findReplace": {
                            "find": "A",
                            "replacement": "X",
                            "allSheets": True,
                            "matchCase": True,
                        }
                    },
                ]
            },
        )
        .execute()
    )
    assert replied["replies"][1]["findReplace"]["occurrencesChanged"] == 1
    assert drive.files().get(fileId=name, fields="name").execute() == {
        "name": "New Title"
    }
    with pytest.raises(HttpError) as refused:
        values.get(spreadsheetId=name, range="Nowhere!A1").execute()
    assert "Unable to parse range: Nowhere!A1" in str(refused.value)


def test_googleapiclient_batches_lists_and_exports(
    google: Callable[[str, str], Any],
) -> None:
    import openpyxl

    drive, sheets = google("drive", "v3"), google("sheets", "v4")
    answers: dict[str, Any] = {}
    batch = drive.new_batch_http_request(
        callback=lambda name, answer, error: answers.update(
            {name: error or answer}
        )
    )
    for i in range(3):
        body = {
            "name": f"File {i}",
            "mimeType": "application/vnd.google-apps.spreadsheet",
        }
        batch.add(
            drive.files().create(body=body, fields="id,name"),
            request_id=f"r{i}",
        )
    batch.add(drive.files().get(fileId="nowhere"), request_id="bad")
    batch.execute()
    assert [answers[f"r{i}"]["name"] for i in range(3)] == [
        "File 0",
        "File 1",
        "File 2",
    ]
    assert isinstance(answers["bad"], HttpError)
    request, names = (
        drive.files().list(
            pageSize=2,
            orderBy="name desc",
            fields="nextPageToken, files(name)",
        ),
        [],
    )
    while request is not None:
        page = request.execute()
        names += [f["name"] for f in page["files"]]
        request = drive.files().list_next(request, page)
    assert names == ["File 2", "File 1", "File 0"]
    file = answers["r0"]["id"]
    rows: dict[str, Any] = {
        "values": [["a", 1.5], ["=B1*2", "line\nbreak, and comma"]]
    }
    sheets.spreadsheets().values().update(
        spreadsheetId=file,
        range="A1",
        valueInputOption="USER_ENTERED",
        body=rows,
    ).execute()
    assert (
        drive.files().export(fileId=file, mimeType="text/csv").execute()
        == b'a,1.5\r\n3,"line\nbreak, and comma"'
    )
    xlsx = (
        drive.files()
        .export(
            fileId=file,
            mimeType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
        .execute()
    )
    opened = openpyxl.load_workbook(io.BytesIO(xlsx), data_only=True)
    assert [c.value for c in opened["Sheet1"][2]] == [
        3,
        "line\nbreak, and comma",
    ]


def test_googleapiclient_forms(google: Callable[[str, str], Any]) -> None:
    forms, drive = google("forms", "v1"), google("drive", "v3")
    form = (
        forms.forms()
        .create(body={"info": {"title": "Quickstart form"}}, unpublished=True)
        .execute()
    )
    assert (form["info"], "items" in form) == (
        {"title": "Quickstart form", "documentTitle": "Untitled form"},
        False,
    )
    question = {
        "createItem": {
            "item": {
                "title": "In what year did the United States land a mission on the moon?",
                "questionItem": {
                    "question": {
                        "required": True,
                        "choiceQuestion": {
                            "type": "RADIO",
                            "options": [
                                {"value": v} for v in ("1965", "1969")
                            ],
                            "shuffle": True,
                        },
                    }
                },
            },
            "location": {"index": 0},
        }
    }
    reply = (
        forms.forms()
        .batchUpdate(formId=form["formId"], body={"requests": [question]})
        .execute()
    )
    assert len(reply["replies"][0]["createItem"]["questionId"]) == 1
    state = {
        "publishSettings": {
            "publishState": {"isPublished": True, "isAcceptingResponses": True}
        }
    }
    forms.forms().setPublishSettings(
        formId=form["formId"], body=state
    ).execute()
    permission = {"type": "anyone", "view": "published", "role": "reader"}
    drive.permissions().create(
        fileId=form["formId"], body=permission
    ).execute()
    assert (
        forms.forms().responses().list(formId=form["formId"]).execute() == {}
    )
    watch = {
        "watch": {
            "target": {"topic": {"topicName": "projects/p/topics/t"}},
            "eventType": "RESPONSES",
        }
    }
    made = (
        forms.forms()
        .watches()
        .create(formId=form["formId"], body=watch)
        .execute()
    )
    assert forms.forms().watches().list(formId=form["formId"]).execute() == {
        "watches": [made]
    }
    with pytest.raises(HttpError, match="already exists"):
        forms.forms().watches().create(
            formId=form["formId"], body=watch
        ).execute()
    forms.forms().watches().delete(
        formId=form["formId"], watchId=made["id"]
    ).execute()
    assert forms.forms().watches().list(formId=form["formId"]).execute() == {}


# -- gspread-dataframe and pygsheets ------------------------------------------


def test_gspread_dataframe_round_trip(gc: gspread.Client) -> None:
    import pandas as pd
    from gspread_dataframe import get_as_dataframe, set_with_dataframe

    ws = gc.create("Frame").sheet1
    df = pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, None]})
    set_with_dataframe(ws, df, resize=True)
    assert (ws.row_count, ws.col_count) == (3, 3)
    read = get_as_dataframe(ws)
    assert read["a"].tolist() == [1, 2]
    assert read["b"].tolist() == ["x", "y"]
    assert read["c"].isna().tolist() == [False, True]
    set_with_dataframe(ws, pd.DataFrame({"d": ["=1+1"]}), include_index=False)
    assert get_as_dataframe(ws, evaluate_formulas=True)["d"].tolist()[0] == 2


def test_pygsheets_as_its_readme_uses_it(space: Workspace) -> None:
    import numpy as np

    client, http = pygsheets_client(space, ADMIN)
    sh = client.create("my new sheet")
    wks = client.open("my new sheet").sheet1
    wks.update_value("A1", "Hey yank this numpy array")
    wks.update_values("A2", np.arange(6).reshape(2, 3).tolist())
    sh.share("friend@gmail.com", role="commenter")
    assert wks.get_value("B2") == "1"
    assert wks.get_values("A2", "C3") == [["0", "1", "2"], ["3", "4", "5"]]
    assert wks.get_all_values(
        include_tailing_empty=False, include_tailing_empty_rows=False
    )[2] == ["3", "4", "5"]
    cell = wks.cell("B1")
    cell.value = "Heights"
    cell.text_format["bold"] = True
    cell.set_number_format(client_format(), "0.00")
    cell.note = "yo mom!"
    assert wks.cell("B1").note == "yo mom!"
    wks.append_table(values=[["x", "y", "z"]])
    wks.insert_rows(1, number=1, values=[["in", "serted", ""]])
    wks.delete_rows(2)
    wks.sort_range("A2", "C4", basecolumnindex=0, sortorder="DESCENDING")
    named = wks.create_named_range("prices", "A1", "A3", returnas="json")
    assert wks.get_named_range("prices").name_id == named["namedRangeId"]
    wks.delete_named_range("prices")
    wks.add_chart(("A1", "A4"), [("B1", "B4")], "Shop")
    assert [c.title for c in wks.get_charts()] == ["Shop"]
    wks.get_charts()[0].delete()
    second = sh.add_worksheet("new sheet", rows=50, cols=60)
    assert [w.title for w in sh.worksheets()] == ["Sheet1", "new sheet"]
    second.title = "NewTitle"
    second.frozen_rows = 1
    meta = second.create_developer_metadata("testkey", "testvalue")
    assert second.get_developer_metadata("testkey")[0].value == meta.value
    meta.delete()
    sh.del_worksheet(second)
    sh.delete()
    assert client.spreadsheet_titles() == []
    http.close()


def client_format() -> Any:
    from pygsheets import FormatType

    return FormatType.NUMBER
