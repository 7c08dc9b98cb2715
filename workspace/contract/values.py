"""spreadsheets.values: cells read, written, appended and cleared."""

from __future__ import annotations

from workspace.contract.account import Account
from workspace.contract.case import Pairs, case

_REST = "https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values"
_GUIDE = "https://developers.google.com/workspace/sheets/api/guides/values"
_SEEN = "recorded answers, summed up in google-facts"
# Google's guide to appending has these two tables.
_TABLES = [
    ["x", "y", "z"],
    ["x", "y", "z"],
    [],
    ["", "x", "y"],
    ["", "", "y", "z"],
    ["", "x", "y", "z"],
    ["", "", "z"],
]


@case(f"{_GUIDE}#append_values")
def append_finds_the_last_table_of_its_range(a: Account) -> Pairs:
    """Values go below the last table that the range touches."""
    for where, table in (
        ("Sheet1", "Sheet1!B4:D7"),
        ("B4", "Sheet1!B4:D7"),
        ("C5:D5", "Sheet1!B4:D7"),
        ("B2:D4", "Sheet1!B4:D7"),
        ("A3:G10", "Sheet1!B4:D7"),
        ("A1", "Sheet1!A1:C2"),
        ("A1:D10", "Sheet1!B4:D7"),
    ):
        yield a.sheet(_TABLES).append(where, [["n"]]).at("tableRange"), table


@case(f"{_REST}/append")
def append_with_tables_side_by_side(a: Account) -> Pairs:
    """Of two tables beside each other, the last one is the right one; a
    single cell means the table around it.
    """
    rows = [["a", "b", "", "d"], ["a", "b", "", "d"]]
    yield (
        a.sheet(rows).append("A1:D2", [["n"]]).at("tableRange"),
        "Sheet1!D1:D2",
    )
    yield a.sheet(rows).append("B2", [["n"]]).at("tableRange"), "Sheet1!A1:B2"


@case(f"{_REST}/append")
def append_without_a_table(a: Account) -> Pairs:
    """Where there is no table, values go to where the range begins, and no
    tableRange is printed.
    """
    answer = a.sheet().append("C5", [["n"]])
    yield answer.at("tableRange"), None
    yield answer.at("updates", "updatedRange"), "Sheet1!C5"


@case(_SEEN)
def counts_are_of_what_got_a_value(a: Account) -> Pairs:
    """Updated rows, columns and cells are those that got a value; null is
    none, an empty text is one.
    """
    answer = a.sheet().put("A1:C3", [["a", None, ""], [None, None, None]])
    yield answer.at("updatedRows"), 1
    yield answer.at("updatedColumns"), 2
    yield answer.at("updatedCells"), 2


@case(f"{_REST}/batchUpdate")
def totals_are_distinct(a: Account) -> Pairs:
    """Totals of a batch count each row and column once."""
    data = [
        {"range": "A1:B2", "values": [["a", None], ["", "b"]]},
        {"range": "A2:C2", "values": [["a", "b", "c"]]},
    ]
    answer = a.sheet().call(
        "POST",
        "/values:batchUpdate",
        {"valueInputOption": "RAW", "data": data},
    )
    yield answer.at("totalUpdatedRows"), 2
    yield answer.at("totalUpdatedColumns"), 3
    yield answer.at("totalUpdatedSheets"), 1


@case(_SEEN)
def a_batch_names_the_range_that_is_wrong(a: Account) -> Pairs:
    """A refusal of values.batchUpdate begins with the place in data."""
    data = [
        {"range": "Sheet1!A1", "values": [["a"]]},
        {"range": "Nowhere!A1", "values": [["a"]]},
    ]
    sheet = a.sheet()
    body = {"valueInputOption": "RAW", "data": data}
    yield (
        sheet.call("POST", "/values:batchUpdate", body).refusal,
        "400 Invalid data[1]: Unable to parse range: Nowhere!A1",
    )
    yield sheet.shown("A1"), None


@case(_SEEN)
def a_cell_holds_no_list(a: Account) -> Pairs:
    """A list or an object in a cell is refused with its place."""
    sheet = a.sheet()
    yield (
        sheet.put("A1", [["a", ["x"]]]).refusal,
        '400 Invalid values[0][1]: list_value {\n  values {\n    string_value: "x"\n  }\n}\n',
    )
    yield (
        sheet.put("A1", [[{"k": 1}]]).refusal,
        '400 Invalid values[0][0]: struct_value {\n  fields {\n    key: "k"\n    value {\n      number_value: 1\n    }\n  }\n}\n',
    )


@case(_SEEN)
def the_body_is_called_as_in_the_proto(a: Account) -> Pairs:
    """A name that the body does not have is refused under ``data``,
    ``spreadsheet`` or ``form``.
    """
    unknown = "400 Invalid JSON payload received. Unknown name \"nonsense\" at '{}': Cannot find field."
    sheet = a.sheet()
    yield (
        sheet.call(
            "PUT", "/values/A1", {"nonsense": 1}, valueInputOption="RAW"
        ).refusal,
        unknown.format("data"),
    )
    yield (
        a.call("POST", "/v4/spreadsheets", {"nonsense": 1}).refusal,
        (unknown.format("spreadsheet")),
    )
    yield (
        a.call("POST", "/v1/forms", {"nonsense": 1}).refusal,
        (unknown.format("form")),
    )


@case(_SEEN)
def beyond_the_grid(a: Account) -> Pairs:
    """Reading, clearing and showing what begins beyond the grid is refused,
    as is writing there.
    """
    sheet = a.sheet()
    limits = "exceeds grid limits. Max rows: 1000, max columns: 26"
    yield (
        sheet.read("A5000:B6000").refusal,
        (f"400 Range (Sheet1!A5000:B6000) {limits}"),
    )
    yield (
        sheet.call("POST", "/values/ZZ1:ZZ9:clear", {}).refusal,
        (f"400 Range (Sheet1!ZZ1:ZZ9) {limits}"),
    )
    yield (
        sheet.call("GET", ranges="Sheet1!AA1").refusal,
        (f"400 Range (Sheet1!AA1) {limits}"),
    )
    yield (
        sheet.put("Sheet1!AA1", [["a"]]).refusal,
        (f"400 Range (Sheet1!AA1) {limits}"),
    )


@case(f"{_GUIDE}#write_to_a_single_range")
def too_many_values_for_a_range(a: Account) -> Pairs:
    """A range that is too small for its values is refused by the first row
    or column that does not fit.
    """
    sheet = a.sheet()
    yield (
        sheet.put("A1:B1", [["a"], ["b"]]).refusal,
        "400 Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]",
    )
    yield (
        sheet.put("A1:B1", [["a", "b", "c"]]).refusal,
        "400 Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]",
    )


@case(
    "https://developers.google.com/workspace/sheets/api/reference/rest/v4/ValueInputOption"
)
def raw_text_is_text(a: Account) -> Pairs:
    """RAW stores what it gets: no formula, no date, and no error, even if it
    reads like one.
    """
    sheet = a.sheet()
    rows = [["=1+1", "#N/A", "2026-01-02", "007"]]
    sheet.put("A1", rows, "RAW")
    yield sheet.shown("A1:D1"), rows
    yield sheet.cell("B1")["effectiveValue"], {"stringValue": "#N/A"}


@case(_SEEN)
def whole_numbers_have_no_point(a: Account) -> Pairs:
    """A whole number is printed without ``.0``, typed or worked out."""
    sheet = a.sheet([["5", "=4/2", 3.0, "=1/2"]])
    for name, where in (("A1", "5"), ("B1", "2"), ("C1", "3"), ("D1", "0.5")):
        number = sheet.cell(name)["effectiveValue"]["numberValue"]
        yield str(number), where


@case(f"{_GUIDE}#read_a_single_range")
def rows_end_with_their_last_value(a: Account) -> Pairs:
    """Empty cells and rows at the end are left out, others are empty texts."""
    sheet = a.sheet([["a", "", "b", ""], [], ["c"], [""]])
    yield sheet.read("A1:F9").at("values"), [["a", "", "b"], [], ["c"]]
    yield sheet.read("A1:F9").at("range"), "Sheet1!A1:F9"
    yield (
        sheet.read("E1:F9").body,
        {
            "range": "Sheet1!E1:F9",
            "majorDimension": "ROWS",
        },
    )


@case(
    "https://developers.google.com/workspace/sheets/api/guides/concepts#cell"
)
def ranges_by_name(a: Account) -> Pairs:
    """A range is A1 notation, a tab's title, a named range, or a named range
    behind its tab's title.
    """
    sheet = a.sheet([["a", "b"], ["c", "d"]])
    grid = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2}
    named = {"name": "second", "range": grid}
    sheet.batch({"addNamedRange": {"namedRange": named}})
    yield sheet.shown("second"), [["c", "d"]]
    yield sheet.shown("'Sheet1'!second"), [["c", "d"]]
    yield sheet.shown("Sheet1!second"), [["c", "d"]]
    yield sheet.shown("'Sheet1'"), [["a", "b"], ["c", "d"]]
    yield sheet.shown("B:B"), [["b"], ["d"]]
    yield sheet.shown("A2:2"), [["c", "d"]]
    yield (
        sheet.read("Sheet1!nothing").refusal,
        "400 Unable to parse range: Sheet1!nothing",
    )


@case(_SEEN)
def titles_that_read_as_references_are_quoted(a: Account) -> Pairs:
    """A tab called like a cell, or with a space, is quoted in what is
    printed.
    """
    sheet = a.sheet()
    for title in ("A1", "R1C1", "Two words", "ABC12"):
        sheet.batch({"addSheet": {"properties": {"title": title}}})
        yield sheet.read(f"'{title}'!B2:C3").at("range"), (f"'{title}'!B2:C3")


@case(f"{_REST}/clear")
def clearing_leaves_formats(a: Account) -> Pairs:
    """values.clear takes values away, and nothing else; an empty text does
    the same for one cell.
    """
    sheet = a.sheet([["1/2/2026", "b"]])
    yield (
        sheet.call("POST", "/values/A1:clear", {}).at("clearedRange"),
        "Sheet1!A1",
    )
    yield sheet.typed("45000"), "3/15/2023"
    sheet.put("B1", [[""]])
    yield sheet.shown("B1"), None


@case(f"{_REST}/get")
def how_values_are_rendered(a: Account) -> Pairs:
    """As shown, as worked out, or as formulas; dates as numbers of days or
    as shown.
    """
    sheet = a.sheet([["1/2/2026", "=1/4", "50%", "TRUE"]])
    whole = "A1:D1"
    yield sheet.shown(whole), [["1/2/2026", "0.25", "50%", "TRUE"]]
    yield (
        sheet.read(whole, valueRenderOption="UNFORMATTED_VALUE").at("values"),
        [[46024, 0.25, 0.5, True]],
    )
    yield (
        sheet.read(
            whole,
            valueRenderOption="UNFORMATTED_VALUE",
            dateTimeRenderOption="FORMATTED_STRING",
        ).at("values"),
        [["1/2/2026", 0.25, 0.5, True]],
    )
    yield (
        sheet.read(whole, valueRenderOption="FORMULA").at("values"),
        [[46024, "=1/4", 0.5, True]],
    )


@case(f"{_REST}/batchGetByDataFilter")
def what_metadata_marks_is_found(a: Account) -> Pairs:
    """Rows and columns that developer metadata marks are read and written
    wherever they have moved.
    """
    sheet = a.sheet([["a"], ["b"], ["c"]])
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    made = {
        "metadataKey": "k",
        "metadataValue": "v",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    sheet.batch({"createDeveloperMetadata": {"developerMetadata": made}})
    above = {**place, "startIndex": 0, "endIndex": 1}
    sheet.batch({"insertDimension": {"range": above}})
    wanted = {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]
    }
    found = sheet.call("POST", "/values:batchGetByDataFilter", wanted)
    yield found.at("valueRanges", 0, "valueRange", "range"), "Sheet1!A3:Z3"
    yield found.at("valueRanges", 0, "valueRange", "values"), [["b"]]
    values = {
        "valueInputOption": "RAW",
        "data": [
            {"dataFilter": wanted["dataFilters"][0], "values": [["new"]]}
        ],
    }
    sheet.call("POST", "/values:batchUpdateByDataFilter", values)
    yield sheet.shown("A1:A4"), [[], ["a"], ["new"], ["c"]]


@case(_REST)
def who_may_read_and_write(a: Account) -> Pairs:
    """A sheet that is not shared is 403; one that does not exist is 404."""
    sheet = a.sheet()
    yield (
        sheet.by(a.other).read("A1").refusal,
        "403 The caller does not have permission",
    )
    yield (
        a.call("GET", "/v4/spreadsheets/nosuch/values/A1").refusal,
        "404 Requested entity was not found.",
    )
