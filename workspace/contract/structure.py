"""spreadsheets.create, get and batchUpdate: tabs, ranges and what lies on
them.
"""

from __future__ import annotations

from typing import Any

from workspace.contract.account import Account, Sheet
from workspace.contract.case import Pairs, case

_REQUESTS = "https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request"
_RESOURCE = "https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets"
_SEEN = "recorded answers, summed up in google-facts"
_ALL = {
    "startRowIndex": 0,
    "endRowIndex": 1000,
    "startColumnIndex": 0,
    "endColumnIndex": 26,
}


def _grid(top: int, bottom: int, left: int = 0, right: int = 1) -> Any:
    return {
        "sheetId": 0,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _lines(first: int, after: int, dimension: str = "ROWS") -> Any:
    return {
        "sheetId": 0,
        "dimension": dimension,
        "startIndex": first,
        "endIndex": after,
    }


def _changed(sheet: Sheet, properties: Any, fields: str) -> Any:
    change = {"properties": {"sheetId": 0, **properties}, "fields": fields}
    return sheet.batch({"updateSheetProperties": change})


# -- batches ------------------------------------------------------------------


@case(_SEEN)
def a_batch_is_applied_whole_or_not_at_all(a: Account) -> Pairs:
    """The first request that is refused refuses all, by its place and kind."""
    sheet = a.sheet()
    answer = sheet.batch(
        {"addSheet": {"properties": {"title": "Two"}}},
        {"addSheet": {"properties": {"title": "two"}}},
    )
    yield (
        answer.refusal,
        '400 Invalid requests[1].addSheet: A sheet with the name "two" already exists. Please enter another name.',
    )
    yield len(sheet.call("GET").at("sheets")), 1


@case(_SEEN)
def a_request_has_one_kind(a: Account) -> Pairs:
    """A request of no kind, or of two, is refused."""
    sheet = a.sheet()
    yield sheet.batch({}).refusal, "400 Invalid requests[0]: No request set."
    yield (
        sheet.batch({"addSheet": {}, "deleteSheet": {}}).refusal,
        "400 Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'",
    )
    yield sheet.batch().refusal, "400 Must specify at least one request."


@case(_SEEN)
def a_word_that_is_none_of_an_enums(a: Account) -> Pairs:
    """An unknown word of an enum is refused with the enum's type."""
    body = {
        "range": _lines(0, 1, "ROW"),
        "properties": {"pixelSize": 30},
        "fields": "pixelSize",
    }
    sheet = a.sheet()
    yield (
        sheet.batch({"updateDimensionProperties": body}).refusal,
        "400 Invalid value at 'requests[0].update_dimension_properties.range.dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"ROW\"",
    )
    yield (
        sheet.call(
            "PUT",
            "/values/A1",
            {"majorDimension": "ROWZ"},
            valueInputOption="RAW",
        ).refusal,
        "400 Invalid value at 'data.major_dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"ROWZ\"",
    )


@case("https://github.com/protocolbuffers/protobuf: json_stream_parser.cc")
def json_that_is_none(a: Account) -> Pairs:
    """Text that is no JSON is refused with the place where it breaks."""
    sheet = a.sheet()
    words = "400 Invalid JSON payload received. "
    for text, why in (
        ('{"requests" 1}', "Expected : between key:value pair."),
        ('{"requests": [1 2]}', "Expected , or ] after array value."),
        ("{requests}", "Expected : between key:value pair."),
        ("", ""),
    ):
        if why:
            answer = sheet.call("POST", ":batchUpdate", text)
            yield answer.refusal.partition("\n")[0], words + why


# -- tabs ---------------------------------------------------------------------


@case(f"{_REQUESTS}#AddSheetRequest")
def tabs_are_added_renamed_moved_and_deleted(a: Account) -> Pairs:
    """Tabs have ids of their own, also 0, and an order; formulas follow a
    tab's new title.
    """
    sheet = a.sheet([["1"]])
    made = {"sheetId": 7, "title": "Two", "index": 0}
    yield (
        sheet.batch({"addSheet": {"properties": made}}).at(
            "replies", 0, "addSheet", "properties", "index"
        ),
        0,
    )
    sheet.put("Two!A1", [["=Sheet1!A1"]])
    _changed(sheet, {"title": "First one"}, "title")
    yield (
        sheet.read("Two!A1", valueRenderOption="FORMULA").at("values"),
        [["='First one'!A1"]],
    )
    _changed(sheet, {"index": 0}, "index")
    shown = sheet.call("GET").at("sheets")
    yield [t["properties"]["title"] for t in shown], ["First one", "Two"]
    sheet.batch({"deleteSheet": {"sheetId": 0}})
    yield sheet.shown("Two!A1"), [["#REF!"]]
    yield (
        sheet.batch({"deleteSheet": {"sheetId": 7}}).refusal,
        "400 Invalid requests[0].deleteSheet: You can't remove all the visible sheets in a document.",
    )


@case(f"{_REQUESTS}#DuplicateSheetRequest")
def an_id_of_zero_is_an_id(a: Account) -> Pairs:
    """0 as an id or a place is a value, not none."""
    sheet = a.sheet()
    sheet.batch({"addSheet": {"properties": {"sheetId": 5, "title": "B"}}})
    taken = {"sourceSheetId": 5, "newSheetId": 0, "insertSheetIndex": 0}
    yield sheet.batch({"duplicateSheet": taken}).code, 400
    sheet.batch({"deleteSheet": {"sheetId": 0}})
    sheet.batch({"duplicateSheet": taken})
    yield sheet.tab()["properties"]["sheetId"], 0
    named = {"protectedRangeId": 0, "range": _grid(0, 1)}
    sheet.batch({"addProtectedRange": {"protectedRange": named}})
    yield (
        sheet.batch({"deleteProtectedRange": {"protectedRangeId": 0}}).code,
        200,
    )


@case(_SEEN)
def a_tabs_colour_can_be_taken_away(a: Account) -> Pairs:
    """A colour is kept in 8 bits and printed in both forms; set to nothing,
    it is printed in none.
    """
    sheet = a.sheet()
    half = {"tabColorStyle": {"rgbColor": {"red": 0.5}}}
    _changed(sheet, half, "tabColorStyle")
    yield sheet.tab()["properties"]["tabColor"], {"red": 0.49803922}
    yield (
        sheet.tab()["properties"]["tabColorStyle"],
        {"rgbColor": {"red": 0.49803922}},
    )
    _changed(sheet, {}, "tabColorStyle")
    yield "tabColorStyle" in sheet.tab()["properties"], False
    yield "tabColor" in sheet.tab()["properties"], False


@case(_SEEN)
def colours_are_kept_in_8_bits(a: Account) -> Pairs:
    """A background of a half is 127 of 255, as float32."""
    sheet = a.sheet([["a"]])
    cell = {"userEnteredFormat": {"backgroundColor": {"green": 0.5}}}
    sheet.batch(
        {
            "repeatCell": {
                "range": _grid(0, 1),
                "cell": cell,
                "fields": "userEnteredFormat.backgroundColor",
            }
        }
    )
    form = sheet.cell("A1")["userEnteredFormat"]
    yield form["backgroundColor"], {"green": 0.49803922}


# -- rows and columns ---------------------------------------------------------


@case(f"{_REQUESTS}#InsertDimensionRequest")
def formulas_follow_rows_and_columns(a: Account) -> Pairs:
    """References move with what they name; what is deleted is #REF!."""
    sheet = a.sheet([["1"], ["2"], ["=A1+A2"]])
    sheet.batch({"insertDimension": {"range": _lines(1, 2)}})
    formula = {"valueRenderOption": "FORMULA"}
    yield sheet.read("A4", **formula).at("values"), [["=A1+A3"]]
    sheet.batch({"deleteDimension": {"range": _lines(0, 1)}})
    yield sheet.read("A3", **formula).at("values"), [["=#REF!+A2"]]
    sheet.batch(
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 5}}
    )
    yield sheet.tab()["properties"]["gridProperties"]["rowCount"], 1005


@case(f"{_REQUESTS}#UpdateDimensionPropertiesRequest")
def rows_and_columns_have_sizes(a: Account) -> Pairs:
    """Sizes are in pixels; a line can be hidden."""
    sheet = a.sheet()
    change = {
        "range": _lines(0, 1, "COLUMNS"),
        "properties": {"pixelSize": 321, "hiddenByUser": True},
        "fields": "pixelSize,hiddenByUser",
    }
    sheet.batch({"updateDimensionProperties": change})
    column = sheet.call("GET", includeGridData=True, ranges="A1").at(
        "sheets", 0, "data", 0, "columnMetadata", 0
    )
    yield column["pixelSize"], 321
    yield column["hiddenByUser"], True


@case(_SEEN)
def autoresize_has_no_bound(a: Account) -> Pairs:
    """A long line of text makes a column wider than 2000 pixels."""
    sheet = a.sheet([["word " * 400]])
    columns = {"dimensions": _lines(0, 1, "COLUMNS")}
    sheet.batch({"autoResizeDimensions": columns})
    size = sheet.call("GET", includeGridData=True, ranges="A1").at(
        "sheets", 0, "data", 0, "columnMetadata", 0, "pixelSize"
    )
    yield size > 2000, True


@case(_SEEN)
def the_first_group_brings_its_control(a: Account) -> Pairs:
    """rowGroupControlAfter appears with the first group, and stays."""
    sheet = a.sheet()
    yield (
        "rowGroupControlAfter" in sheet.tab()["properties"]["gridProperties"],
        False,
    )
    sheet.batch({"addDimensionGroup": {"range": _lines(1, 4)}})
    grid = sheet.tab()["properties"]["gridProperties"]
    yield grid.get("rowGroupControlAfter"), True
    lines = {"dimension": "ROWS", "startIndex": 1, "endIndex": 4}
    yield sheet.tab()["rowGroups"], [{"range": lines, "depth": 1}]
    sheet.batch({"deleteDimensionGroup": {"range": _lines(1, 4)}})
    grid = sheet.tab()["properties"]["gridProperties"]
    yield grid.get("rowGroupControlAfter"), True


# -- ranges -------------------------------------------------------------------


@case(f"{_RESOURCE}#ProtectedRange")
def protection_names_who_may_edit(a: Account) -> Pairs:
    """A reply has requestingUserCanEdit and its editors, ``{}`` where none
    is named; a later get lists the owner.
    """
    sheet = a.sheet()
    made = {"protectedRange": {"range": _grid(0, 1)}}
    reply = sheet.batch({"addProtectedRange": made}).at(
        "replies", 0, "addProtectedRange", "protectedRange"
    )
    yield reply["requestingUserCanEdit"], True
    yield reply["editors"], {}
    me = a.call("GET", "/drive/v3/about", fields="user")
    shown = sheet.tab()["protectedRanges"][0]
    yield shown["editors"]["users"] == [me.at("user", "emailAddress")], True
    changed = {
        "protectedRange": {
            "protectedRangeId": reply["protectedRangeId"],
            "description": "Ours",
        },
        "fields": "description",
    }
    sheet.batch({"updateProtectedRange": changed})
    yield sheet.tab()["protectedRanges"][0]["description"], "Ours"


@case(f"{_RESOURCE}#ProtectedRange")
def protection_holds(a: Account) -> Pairs:
    """An editor of the file who is not an editor of the range cannot change
    its cells or insert into it, and cannot add a range that leaves them out.
    """
    sheet = a.sheet([["kept"]])
    other = {"role": "writer", "type": "user", "emailAddress": a.other.address}
    a.call(
        "POST",
        f"/drive/v3/files/{sheet.id}/permissions",
        other,
        sendNotificationEmail=False,
    )
    made = {"range": _grid(0, 3), "editors": {"users": [a.address]}}
    sheet.batch({"addProtectedRange": {"protectedRange": made}})
    theirs = sheet.by(a.other)
    protected = "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit."
    yield theirs.put("A1", [["changed"]]).refusal, f"400 {protected}"
    yield theirs.put("B1", [["free"]]).code, 200
    yield (
        theirs.batch({"insertDimension": {"range": _lines(1, 2)}}).refusal,
        f"400 Invalid requests[0].insertDimension: {protected}",
    )
    yield theirs.tab()["protectedRanges"][0].get("requestingUserCanEdit"), None
    shut = {"range": _grid(5, 6), "editors": {"users": [a.address]}}
    yield (
        theirs.batch({"addProtectedRange": {"protectedRange": shut}}).refusal,
        "400 Invalid requests[0].addProtectedRange: You can't remove yourself as an editor.",
    )
    sheet.batch(
        {
            "deleteProtectedRange": {
                "protectedRangeId": sheet.tab()["protectedRanges"][0][
                    "protectedRangeId"
                ]
            }
        }
    )
    yield theirs.put("A1", [["changed"]]).code, 200


@case(f"{_RESOURCE}#BasicFilter")
def filters_are_printed_with_their_bounds(a: Account) -> Pairs:
    """A filter that is given by its tab alone is printed with all four
    bounds of the grid.
    """
    sheet = a.sheet([["a"], ["b"]])
    sheet.batch({"setBasicFilter": {"filter": {"range": {"sheetId": 0}}}})
    shown = sheet.tab()["basicFilter"]["range"]
    yield {k: v for k, v in shown.items() if k != "sheetId"}, _ALL
    made = {"filter": {"title": "Mine", "range": {"sheetId": 0}}}
    reply = sheet.batch({"addFilterView": made}).at(
        "replies", 0, "addFilterView", "filter"
    )
    yield {k: v for k, v in reply["range"].items() if k != "sheetId"}, _ALL
    changed = {
        "filter": {"filterViewId": reply["filterViewId"], "title": "Yours"},
        "fields": "title",
    }
    sheet.batch({"updateFilterView": changed})
    yield sheet.tab()["filterViews"][0]["title"], "Yours"


@case(f"{_RESOURCE}/create")
def what_a_spreadsheet_is_made_with(a: Account) -> Pairs:
    """spreadsheets.create takes tabs with their cells, and a basic filter."""
    tab = {
        "properties": {"title": "One"},
        "data": [
            {
                "rowData": [
                    {"values": [{"userEnteredValue": {"stringValue": "a"}}]}
                ]
            }
        ],
        "basicFilter": {"range": {"startRowIndex": 0, "endRowIndex": 5}},
    }
    body = {"properties": {"title": "Made"}, "sheets": [tab]}
    made = a.call("POST", "/v4/spreadsheets", body)
    sheet = Sheet(a, str(made.at("spreadsheetId")))
    a.elsewhere.append(sheet.id)
    yield sheet.shown("One!A1"), [["a"]]
    yield (
        sheet.tab().get("basicFilter", {}).get("range", {}).get("endRowIndex"),
        5,
    )


@case(f"{_REQUESTS}#UpdateNamedRangeRequest")
def formulas_follow_names(a: Account) -> Pairs:
    """A formula that names a range shows the range's new name; a deleted
    name is #REF!.
    """
    sheet = a.sheet([["1"], ["2"]])
    named = {"name": "both", "range": _grid(0, 2)}
    made = sheet.batch({"addNamedRange": {"namedRange": named}}).at(
        "replies", 0, "addNamedRange", "namedRange", "namedRangeId"
    )
    sheet.put("B1", [["=SUM(both)"]])
    yield sheet.shown("B1"), [["3"]]
    renamed = {"namedRangeId": made, "name": "all_of_it"}
    sheet.batch(
        {"updateNamedRange": {"namedRange": renamed, "fields": "name"}}
    )
    yield (
        sheet.read("B1", valueRenderOption="FORMULA").at("values"),
        [["=SUM(all_of_it)"]],
    )
    yield sheet.shown("B1"), [["3"]]
    for wrong in ("A1", "true", "two words", ""):
        named = {"name": wrong, "range": _grid(0, 1)}
        taken = sheet.batch({"addNamedRange": {"namedRange": named}})
        yield (wrong, taken.code), (wrong, 400)
    sheet.batch({"deleteNamedRange": {"namedRangeId": made}})
    yield sheet.shown("B1"), [["#REF!"]]


@case(f"{_REQUESTS}#SetDataValidationRequest")
def a_list_to_choose_from(a: Account) -> Pairs:
    """A validation is kept with the cell, and is no bar to the API."""
    sheet = a.sheet()
    rule = {
        "condition": {
            "type": "ONE_OF_LIST",
            "values": [{"userEnteredValue": "yes"}],
        },
        "strict": True,
        "showCustomUi": True,
    }
    sheet.batch({"setDataValidation": {"range": _grid(0, 1), "rule": rule}})
    yield sheet.put("A1", [["no"]]).code, 200
    yield sheet.cell("A1")["dataValidation"], rule


@case(f"{_REQUESTS}#UpdateCellsRequest")
def cells_are_updated_by_a_mask(a: Account) -> Pairs:
    """updateCells changes what its mask names, and takes away what is not
    given.
    """
    sheet = a.sheet([["a", "b"]])
    note = {
        "start": {"sheetId": 0},
        "rows": [{"values": [{"note": "n"}]}],
        "fields": "note",
    }
    sheet.batch({"updateCells": note})
    yield sheet.cell("A1")["note"], "n"
    yield sheet.shown("A1:B1"), [["a", "b"]]
    gone = {"range": _grid(0, 1), "fields": "userEnteredValue"}
    sheet.batch({"updateCells": gone})
    yield sheet.shown("A1:B1"), [["", "b"]]
    yield sheet.cell("A1")["note"], "n"


@case(f"{_REQUESTS}#AddConditionalFormatRuleRequest")
def looks_of_a_tab(a: Account) -> Pairs:
    """Bands, conditional formats and charts are made and changed by place or
    id.
    """
    sheet = a.sheet([["x", "1"], ["y", "2"]])
    white = {"red": 1.0, "green": 1.0, "blue": 1.0}
    band = {
        "range": _grid(0, 5, 0, 2),
        "rowProperties": {
            "firstBandColor": white,
            "secondBandColor": {"red": 1.0},
        },
    }
    sheet.batch({"addBanding": {"bandedRange": band}})
    yield sheet.tab()["bandedRanges"][0]["range"]["endRowIndex"], 5
    rule = {
        "ranges": [_grid(0, 5)],
        "booleanRule": {
            "condition": {"type": "NOT_BLANK"},
            "format": {"textFormat": {"bold": True}},
        },
    }
    sheet.batch({"addConditionalFormatRule": {"rule": rule, "index": 0}})
    shown = sheet.cell("A1")["effectiveFormat"]["textFormat"]
    yield shown["bold"], True
    change = {"rule": rule, "index": 3}
    yield sheet.batch({"updateConditionalFormatRule": change}).code, 400
    change["index"] = 0
    yield (
        sheet.batch({"updateConditionalFormatRule": change}).at(
            "replies", 0, "updateConditionalFormatRule", "newIndex"
        ),
        None,
    )
    spec = {
        "title": "Ours",
        "basicChart": {
            "chartType": "COLUMN",
            "domains": [
                {"domain": {"sourceRange": {"sources": [_grid(0, 2)]}}}
            ],
            "series": [
                {"series": {"sourceRange": {"sources": [_grid(0, 2, 1, 2)]}}}
            ],
        },
    }
    place = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 4}}}
    chart = {"chart": {"spec": spec, "position": place}}
    made = sheet.batch({"addChart": chart}).at(
        "replies", 0, "addChart", "chart", "chartId"
    )
    again = {"chartId": made, "spec": {**spec, "title": "Yours"}}
    sheet.batch({"updateChartSpec": again})
    yield sheet.tab()["charts"][0]["spec"]["title"], "Yours"


@case(f"{_REQUESTS}#UpdateSpreadsheetPropertiesRequest")
def the_spreadsheets_own_properties(a: Account) -> Pairs:
    """Title, locale and time zone can be set; a locale that is none is
    refused.
    """
    sheet = a.sheet()
    change = {"title": "New", "timeZone": "America/New_York"}
    sheet.batch(
        {
            "updateSpreadsheetProperties": {
                "properties": change,
                "fields": "title,timeZone",
            }
        }
    )
    shown = sheet.call("GET").at("properties")
    yield shown["title"], "New"
    yield shown["timeZone"], "America/New_York"
    wrong = {"properties": {"locale": "xx_YY"}, "fields": "locale"}
    yield (
        sheet.batch({"updateSpreadsheetProperties": wrong}).refusal,
        "400 Invalid requests[0].updateSpreadsheetProperties: Unsupported locale: xx_YY",
    )


@case(f"{_RESOURCE}#ProtectedRange")
def a_sheet_that_is_kept_as_a_whole(a: Account) -> Pairs:
    """On a sheet that is protected as a whole, another editor can change no
    row, column, format, filter or title.
    """
    sheet = a.sheet([["kept"]])
    other = {"role": "writer", "type": "user", "emailAddress": a.other.address}
    path = f"/drive/v3/files/{sheet.id}/permissions"
    a.call("POST", path, other, sendNotificationEmail=False)
    made = {"range": {"sheetId": 0}, "editors": {"users": [a.address]}}
    sheet.batch({"addProtectedRange": {"protectedRange": made}})
    theirs = sheet.by(a.other)
    white = {"red": 1, "green": 1, "blue": 1}
    bands = {"firstBandColor": white, "secondBandColor": white}
    rule: Any = {
        "ranges": [_grid(0, 2)],
        "booleanRule": {
            "condition": {"type": "NOT_BLANK"},
            "format": {"textFormat": {"bold": True}},
        },
    }
    title = {"sheetId": 0, "title": "New"}
    lines = {"sheetId": 0, "dimension": "ROWS", "length": 1}
    requests: tuple[Any, ...] = (
        {"insertDimension": {"range": _lines(0, 1)}},
        {"appendDimension": lines},
        {"updateSheetProperties": {"properties": title, "fields": "title"}},
        {
            "addBanding": {
                "bandedRange": {"range": _grid(0, 2), "rowProperties": bands}
            }
        },
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"setBasicFilter": {"filter": {"range": {"sheetId": 0}}}},
        {"addDimensionGroup": {"range": _lines(1, 2)}},
    )
    for request in requests:
        kind = next(iter(request))
        yield (kind, theirs.batch(request).code), (kind, 400)
        yield (kind, sheet.batch(request).code), (kind, 200)
    yield theirs.batch({"addSheet": {}}).code, 200
    found = {"find": "kept", "replacement": "", "sheetId": 0}
    yield theirs.batch({"findReplace": found}).code, 400
    yield sheet.batch({"findReplace": found}).code, 200


@case("reports of refused calls, summed up in google-facts")
def frozen_lines_and_merged_cells(a: Account) -> Pairs:
    """A merged cell is frozen whole or not at all."""
    merge = {"mergeCells": {"range": _grid(0, 3), "mergeType": "MERGE_ALL"}}
    frozen = {"gridProperties": {"frozenRowCount": 1}}
    one = a.sheet()
    yield one.batch(merge).code, 200
    yield _changed(one, frozen, "gridProperties.frozenRowCount").code, 400
    two = a.sheet()
    yield _changed(two, frozen, "gridProperties.frozenRowCount").code, 200
    yield two.batch(merge).code, 400


@case(_SEEN)
def unions_have_one_of_their_fields(a: Account) -> Pairs:
    """A message with two of a union's fields is refused."""
    sheet = a.sheet()
    both = {"rgbColor": {"red": 1.0}, "themeColor": "ACCENT1"}
    cell: Any = {"userEnteredFormat": {"backgroundColorStyle": both}}
    repeat = {"range": _grid(0, 1), "cell": cell, "fields": "*"}
    yield sheet.batch({"repeatCell": repeat}).code, 400
    cell = {"userEnteredValue": {"numberValue": 1, "stringValue": "1"}}
    repeat = {"range": _grid(0, 1), "cell": cell, "fields": "*"}
    yield sheet.batch({"repeatCell": repeat}).code, 400


@case("https://github.com/googleapis/google-api-nodejs-client/issues/1994")
def formulas_of_conditions_are_read_by_the_locale(a: Account) -> Pairs:
    """A condition's formula must be one, in the spreadsheet's locale."""
    sheet = a.sheet([["1"], ["2"]])

    def ruled(formula: str) -> int:
        condition = {
            "type": "CUSTOM_FORMULA",
            "values": [{"userEnteredValue": formula}],
        }
        bold = {"textFormat": {"bold": True}}
        rule = {
            "ranges": [_grid(0, 2)],
            "booleanRule": {"condition": condition, "format": bold},
        }
        answer = sheet.batch({"addConditionalFormatRule": {"rule": rule}})
        return answer.code

    yield ruled("=A1>"), 400
    yield ruled("=AND(A1>1,A1<3)"), 200
    change = {"properties": {"locale": "de_DE"}, "fields": "locale"}
    sheet.batch({"updateSpreadsheetProperties": change})
    yield ruled("=AND(A1>1,A1<3)"), 400
    yield ruled("=AND(A1>1;A1<3)"), 200
    form = sheet.cell("A2")["effectiveFormat"]["textFormat"]
    yield form["bold"], True
    rule = sheet.tab()["conditionalFormats"][0]["booleanRule"]["condition"]
    yield rule["values"][0]["userEnteredValue"], "=AND(A1>1;A1<3)"


@case(f"{_RESOURCE}#DimensionGroup")
def a_group_that_is_collapsed_hides_its_lines(a: Account) -> Pairs:
    """Collapsing a group hides what is in it."""
    sheet = a.sheet()
    sheet.batch({"addDimensionGroup": {"range": _lines(1, 3)}})
    group = {"range": _lines(1, 3), "depth": 1, "collapsed": True}
    change = {"dimensionGroup": group, "fields": "collapsed"}
    sheet.batch({"updateDimensionGroup": change})
    rows = sheet.call("GET", includeGridData=True, ranges="A1:A4").at(
        "sheets", 0, "data", 0, "rowMetadata"
    )
    yield (
        [bool(row.get("hiddenByUser")) for row in rows],
        [
            False,
            True,
            True,
            False,
        ],
    )
