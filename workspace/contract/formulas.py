"""What formulas give, and how it is shown."""

from __future__ import annotations

from workspace.contract.account import Account
from workspace.contract.case import Pairs, case

_LIST = "https://support.google.com/docs/table/25273"
_SEEN = "tried in Sheets by several, summed up in google-facts"


def _error(a: Account, formula: str) -> tuple[str, str]:
    sheet = a.sheet([["=" + formula]])
    error = sheet.cell("A1")["effectiveValue"].get("errorValue", {})
    return error.get("type", ""), error.get("message", "")


@case(_SEEN)
def a_reference_to_a_blank_cell_is_blank(a: Account) -> Pairs:
    """A formula that gives a blank cell shows nothing: by reference, IF,
    INDEX or a lookup. In sums it counts as 0.
    """
    sheet = a.sheet([["k", "", "", "=B1"], ["m", "5"]])
    for formula in (
        "=B1",
        "=$B$1",
        "=Sheet1!B1",
        "=(B1)",
        "=D1",
        "=IF(TRUE,B1,1)",
        "=IF(TRUE,,1)",
        '=XLOOKUP("k",A1:A2,B1:B2)',
        '=VLOOKUP("k",A1:B2,2,FALSE)',
        "=INDEX(B1:B2,1)",
        "=IFERROR(B1,7)",
        "=IFERROR(1/0)",
        "=IFERROR(1/0,B1)",
    ):
        yield sheet.typed(formula, "F1"), ""
    yield sheet.typed("=B1+1", "F1"), "1"
    yield sheet.typed("=IFERROR(B2)", "F1"), "5"
    yield sheet.typed("=IF(FALSE,1)", "F1"), "FALSE"
    yield sheet.typed('=XLOOKUP("m",A1:A2,B1:B2)', "F1"), "5"
    yield sheet.typed("=ISBLANK(B1)", "F1"), "TRUE"
    yield sheet.typed('=B1=""', "F1"), "TRUE"
    yield sheet.typed("=B1=0", "F1"), "TRUE"


@case(f"{_LIST}: TEXTJOIN")
def textjoin_passes_over_empty_cells(a: Account) -> Pairs:
    """TEXTJOIN leaves empty cells out when its second argument says so."""
    sheet = a.sheet([["a", "", "c"]])
    yield sheet.typed('=TEXTJOIN("-",TRUE,A1:C1)', "E1"), "a-c"
    yield sheet.typed('=TEXTJOIN("-",FALSE,A1:C1)', "E1"), "a--c"


@case("https://support.google.com/docs/answer/6208276")
def arrays_spill(a: Account) -> Pairs:
    """An array fills the cells below and beside it; where one of them is
    taken it is #REF!, with the place.
    """
    sheet = a.sheet([["b", "=SORT(A1:A3)"], ["c"], ["a"]])
    yield sheet.shown("B1:B3"), [["a"], ["b"], ["c"]]
    sheet.put("D1", [["=SEQUENCE(2,2)"]])
    yield sheet.shown("D1:E2"), [["1", "2"], ["3", "4"]]
    yield sheet.typed("=E2+1", "G1"), "5"
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    area = {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2}
    repeat = {"range": area, "cell": bold, "fields": "userEnteredFormat"}
    sheet.batch({"repeatCell": repeat})
    yield sheet.shown("B1:B3"), [["a"], ["b"], ["c"]]
    sheet.put("B3", [["taken"]])
    error = sheet.cell("B1")["effectiveValue"]["errorValue"]
    yield (
        error,
        {
            "type": "REF",
            "message": "Array result was not expanded because it would overwrite data in B3.",
        },
    )
    yield sheet.shown("B2"), None
    sheet.put("B3", [[""]])
    yield sheet.shown("B1:B3"), [["a"], ["b"], ["c"]]


@case(f"{_LIST}: ARRAYFORMULA")
def arrayformula_works_cell_by_cell(a: Account) -> Pairs:
    """ARRAYFORMULA spreads what is worked out for each cell; without it a
    formula takes the cell of its own row, or none.
    """
    sheet = a.sheet([["1"], ["2"], ["3"]])
    sheet.put("B1", [["=ARRAYFORMULA(A1:A3*2)"]])
    yield sheet.shown("B1:B3"), [["2"], ["4"], ["6"]]
    yield sheet.typed("=A1:A3", "C2"), "2"
    yield sheet.typed("=A1:A3", "C9"), "#VALUE!"
    sheet.put("E1", [["={1,2;3,4}"]])
    yield sheet.shown("E1:F2"), [["1", "2"], ["3", "4"]]


@case(_SEEN)
def dates_are_shown_as_dates(a: Account) -> Pairs:
    """What is worked out from a date is shown as a date, what counts days as
    a number.
    """
    sheet = a.sheet([["1/30/2026", "2/2/2026"]])
    for formula, shown in (
        ("=DATE(2026,1,1)+1", "1/2/2026"),
        ("=A1+1", "1/31/2026"),
        ("=1+A1", "1/31/2026"),
        ("=A1-1", "1/29/2026"),
        ("=B1-A1", "3"),
        ("=EDATE(A1,1)", "2/28/2026"),
        ("=EOMONTH(A1,0)", "1/31/2026"),
        ("=WORKDAY(A1,1)", "2/2/2026"),
        ("=TIME(9,30,0)", "9:30:00 AM"),
        ('=DATEVALUE("2026-01-30")', "46052"),
        ("=IF(TRUE,A1,)", "1/30/2026"),
        ("=IFERROR(A1,1)", "1/30/2026"),
        ("=YEAR(A1)", "2026"),
        ("=NETWORKDAYS(A1,B1)", "2"),
    ):
        yield (formula, sheet.typed(formula, "D1")), (formula, shown)
    today = sheet.typed("=TODAY()+1", "D1")
    yield today.count("/"), 2


@case(
    "https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#ErrorValue"
)
def errors_say_what_is_wrong(a: Account) -> Pairs:
    """An error has its type and a sentence."""
    yield (
        _error(a, "1/0"),
        (
            "DIVIDE_BY_ZERO",
            "Function DIVIDE parameter 2 cannot be zero.",
        ),
    )
    yield (
        _error(a, "A1"),
        (
            "REF",
            "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
        ),
    )
    yield _error(a, "NOSUCH(1)"), ("NAME", "Unknown function: 'NOSUCH'.")
    yield _error(a, "nosuch"), ("NAME", "Unknown range name: 'NOSUCH'.")
    yield _error(a, "1+"), ("ERROR", "Formula parse error.")
    yield (
        _error(a, '"a"+1'),
        (
            "VALUE",
            "Function ADD parameter 1 expects number values. But 'a' is a text and cannot be coerced to a number.",
        ),
    )
    yield (
        _error(a, 'VLOOKUP("x",B1:C2,2,FALSE)'),
        (
            "N_A",
            "Did not find value 'x' in VLOOKUP evaluation.",
        ),
    )
    yield _error(a, "#REF!"), ("REF", "Reference does not exist.")


@case(_SEEN)
def an_error_that_was_typed_is_one(a: Account) -> Pairs:
    """``#N/A`` typed into a cell is the error; sent RAW it is text."""
    sheet = a.sheet([["=NA()"]])
    yield sheet.cell("A1")["effectiveValue"]["errorValue"]["type"], "N_A"
    sheet.put("A1", [["#N/A"]], "RAW")
    yield sheet.cell("A1")["effectiveValue"], {"stringValue": "#N/A"}


@case("https://github.com/googleapis/google-api-nodejs-client/issues/1994")
def formulas_are_read_by_the_locale(a: Account) -> Pairs:
    """Where the comma is the decimal sign, semicolons separate arguments. TRUE
    and FALSE have that language's words.
    """
    sheet = a.sheet()
    change = {"properties": {"locale": "de_DE"}, "fields": "locale"}
    sheet.batch({"updateSpreadsheetProperties": change})
    yield sheet.typed("=SUM(1,5;1)"), "2,5"
    yield sheet.typed("=1=1"), "WAHR"
    yield sheet.typed("WAHR"), "WAHR"
    yield (
        sheet.read("A1", valueRenderOption="UNFORMATTED_VALUE").at("values"),
        [[True]],
    )
    sheet.put("A1", [["=IF(1=1;1;2)"]])
    yield (
        sheet.read("A1", valueRenderOption="FORMULA").at("values"),
        [["=IF(1=1;1;2)"]],
    )
    yield sheet.shown("A1"), [["1"]]


@case("https://support.google.com/docs/answer/3093313")
def links(a: Account) -> Pairs:
    """HYPERLINK shows its label, and has its address beside it."""
    sheet = a.sheet([['=HYPERLINK("https://example.org","Here")']])
    cell = sheet.cell("A1")
    yield cell["formattedValue"], "Here"
    yield cell["hyperlink"], "https://example.org"


@case(_SEEN)
def blanks_of_arrays_are_blank(a: Account) -> Pairs:
    """What an array gives of blank cells is blank."""
    rows = [["1", "x", ""], ["2", "", "y"], ["", "z", "5"]]
    whole = [["1", "x"], ["2", "", "y"], ["", "z", "5"]]
    for formula, wanted in (
        ('=FILTER(A1:C3,A1:A3<>"zz")', whole),
        ("=UNIQUE(A1:C3)", whole),
        ("={A1:C2;A3:C3}", whole),
        ("=ARRAYFORMULA(A1:C3)", whole),
        ("=TRANSPOSE(A1:B2)", [["1", "2"], ["x"]]),
        ('=ARRAYFORMULA(IF(A1:A3="",,1))', [["1"], ["1"]]),
        ("=SORT(A1:B2,1,FALSE)", [["2"], ["1", "x"]]),
    ):
        sheet = a.sheet(rows)
        sheet.put("F1", [[formula]])
        yield (formula, sheet.shown("F1:H3")), (formula, wanted)


@case(_SEEN)
def calls_that_give_a_part_give_its_blank(a: Account) -> Pairs:
    """IFS, SWITCH, CHOOSE, IFNA, LET and a named range give a blank of a
    blank.
    """
    sheet = a.sheet([["a", ""]])
    blank = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
    blank |= {"startColumnIndex": 1, "endColumnIndex": 2}
    named = {"name": "nothing", "range": blank}
    sheet.batch({"addNamedRange": {"namedRange": named}})
    for formula in (
        "=IFS(TRUE,B1)",
        '=SWITCH("x","x",B1)',
        '=SWITCH("x","y",1,B1)',
        "=CHOOSE(1,B1)",
        "=IFNA(B1,1)",
        "=IFNA(NA())",
        "=LET(x,1,B1)",
        "=nothing",
        "=Sheet1!nothing",
    ):
        yield (formula, sheet.typed(formula, "D1")), (formula, "")


@case(_SEEN)
def dates_of_arrays_and_lookups_are_dates(a: Account) -> Pairs:
    """What is looked up, filtered or sorted from dates is shown as dates."""
    rows = [["a", "1/30/2026"], ["b", "2/2/2026"]]
    for formula, wanted in (
        ('=FILTER(A1:B2,A1:A2="b")', [["b", "2/2/2026"]]),
        ("=SORT(B1:B2,1,FALSE)", [["2/2/2026"], ["1/30/2026"]]),
        ("=UNIQUE(A1:B1)", [["a", "1/30/2026"]]),
        ("=ARRAYFORMULA(B1:B2+1)", [["1/31/2026"], ["2/3/2026"]]),
        ('=XLOOKUP("b",A1:A2,B1:B2)', [["2/2/2026"]]),
        ('=VLOOKUP("b",A1:B2,2,FALSE)', [["2/2/2026"]]),
        ("=INDEX(B1:B2,2)", [["2/2/2026"]]),
        ("=MAX(B1:B2)", [["2/2/2026"]]),
        ("=CHOOSE(2,1,B1)", [["1/30/2026"]]),
        ("=IFS(TRUE,B1)", [["1/30/2026"]]),
    ):
        sheet = a.sheet(rows)
        sheet.put("D1", [[formula]])
        yield (formula, sheet.shown("D1:F2")), (formula, wanted)


@case(_SEEN)
def a_chain_of_dates_stays_dates(a: Account) -> Pairs:
    """Each cell a day after the one above it: all are dates, however many."""
    rows = [["1/1/2026"], *([f"=A{n}+1"] for n in range(1, 60))]
    sheet = a.sheet(rows)
    yield sheet.shown("A60"), [["3/1/2026"]]
    up = a.sheet([*([f"=A{n}+1"] for n in range(2, 61)), ["1/1/2026"]])
    yield up.shown("A1"), [["3/1/2026"]]


@case("https://support.google.com/docs/answer/6208276")
def parts_of_an_array_must_fit(a: Account) -> Pairs:
    """Parts of unequal size are one error, and nothing spreads."""
    rows = [["1", "x"], ["2", "y"], ["3", "z"]]
    for formula in ("={A1:A3,B1:B2}", "={A1:A3;A1:B1}"):
        sheet = a.sheet(rows)
        sheet.put("D1", [[formula]])
        shown = sheet.shown("D1:E4")
        yield (formula, len(shown), shown[0][0][:1]), (formula, 1, "#")
    sheet = a.sheet(rows)
    sheet.put("D1", [["=FILTER(A1:B3,A1:A2>0)"]])
    yield sheet.shown("D1:E3"), [["#N/A"]]


@case(_SEEN)
def what_is_no_formula_is_an_error(a: Account) -> Pairs:
    """Anything more or less than a formula is #ERROR!."""
    sheet = a.sheet([["1", "2"]])
    for text in (
        "=1+1 junk",
        "=A1 B1",
        "=1)2",
        "=SUM(1,2))",
        "={1,2}{3}",
        '=1+1"',
        "=1+",
    ):
        yield (text, sheet.typed(text, "D1")), (text, "#ERROR!")


@case(_SEEN)
def texts_that_look_like_errors_are_texts(a: Account) -> Pairs:
    """A formula that gives the text ``#N/A`` gives a text; an array's error
    is an error.
    """
    sheet = a.sheet([['="#N/A"', 2], ["", 0]])
    yield sheet.cell("A1")["effectiveValue"], {"stringValue": "#N/A"}
    sheet.put("D1", [["#REF!"]], "RAW")
    sheet.put("E1", [["=D1"]])
    yield sheet.cell("E1")["effectiveValue"], {"stringValue": "#REF!"}
    sheet.put("F1", [["=ARRAYFORMULA(1/B1:B2)"]])
    error = sheet.cell("F2")["effectiveValue"]["errorValue"]
    yield error["type"], "DIVIDE_BY_ZERO"


@case(_SEEN)
def titles_are_found_in_any_case(a: Account) -> Pairs:
    """A formula finds a tab by its title in any case."""
    sheet = a.sheet([["7"]])
    yield sheet.typed("=sheet1!a1", "C1"), "7"
    yield sheet.typed("=SUM('SHEET1'!A1:A2)", "C1"), "7"
    yield sheet.typed("=SUM(Sheet1!#REF!)", "C1"), "#REF!"


@case("https://support.google.com/docs/table/25273")
def parts_that_may_be_left_out(a: Account) -> Pairs:
    """Functions work without the arguments that their pages call optional."""
    sheet = a.sheet([["3", "a"], ["1", "b"], ["2", "c"]])
    for formula, shown in (
        ("=ROUND(2.567)", "3"),
        ("=ROUNDUP(2.1)", "3"),
        ("=CEILING(2.1)", "3"),
        ("=FLOOR(2.9)", "2"),
        ("=CHAR(9731)", "\u2603"),
        ("=LAMBDA(x,x+1)(2)", "3"),
    ):
        yield (formula, sheet.typed(formula, "D1")), (formula, shown)
    sheet.put("E1", [["=SORT(B1:B3,A1:A3,TRUE)"]])
    yield sheet.shown("E1:E3"), [["b"], ["c"], ["a"]]


@case("https://www.benlcollins.com/spreadsheets/sheets-location")
def arrays_where_the_comma_is_decimal(a: Account) -> Pairs:
    """Where the comma is the decimal sign, a backslash separates the columns
    of an array, and a semicolon its rows.
    """
    sheet = a.sheet()
    change = {"properties": {"locale": "de_DE"}, "fields": "locale"}
    sheet.batch({"updateSpreadsheetProperties": change})
    text = "={1\\2,5;SUM(3;1)\\4}"
    sheet.put("A1", [[text]])
    yield sheet.shown("A1:B2"), [["1", "2,5"], ["4", "4"]]
    yield sheet.read("A1", valueRenderOption="FORMULA").at("values"), [[text]]


@case(_SEEN)
def arrays_are_cells_for_others(a: Account) -> Pairs:
    """Cells that an array fills are pasted as values, and append finds them;
    an array that reaches beyond the grid is #REF!.
    """
    sheet = a.sheet([["c", "", "=SORT(A1:A3)"], ["b"], ["a"]])
    yield sheet.append("C1", [["new"]]).at("tableRange"), "Sheet1!C1:C3"
    yield sheet.shown("C1:C4"), [["a"], ["b"], ["c"], ["new"]]
    place = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3}
    source = {**place, "startColumnIndex": 2, "endColumnIndex": 3}
    goal = {**place, "startColumnIndex": 4, "endColumnIndex": 5}
    paste = {"source": source, "destination": goal}
    sheet.batch({"copyPaste": {**paste, "pasteType": "PASTE_VALUES"}})
    yield sheet.shown("E1:E3"), [["a"], ["b"], ["c"]]
    yield sheet.typed("=SEQUENCE(5)", "H998")[:5], "#REF!"


@case("https://support.google.com/docs/answer/3093150")
def sorting(a: Account) -> Pairs:
    """SORT puts blanks last, up and down, and sorts by several keys."""
    rows = [["b", "1"], ["", "9"], ["a", "2"], ["b", "0"]]
    for formula, wanted in (
        ("=SORT(A1:A4)", [["a"], ["b"], ["b"]]),
        ("=SORT(A1:A4,1,FALSE)", [["b"], ["b"], ["a"]]),
        (
            "=SORT(A1:B4,1,TRUE,2,TRUE)",
            [["a", "2"], ["b", "0"], ["b", "1"], ["", "9"]],
        ),
        ("=SORT(A1:A4,B1:B4,FALSE)", [[], ["a"], ["b"], ["b"]]),
    ):
        sheet = a.sheet(rows)
        sheet.put("D1", [[formula]])
        yield (formula, sheet.shown("D1:E4")), (formula, wanted)


@case("https://support.google.com/docs/table/25273")
def functions_of_ranges_and_blanks(a: Account) -> Pairs:
    """CONCATENATE takes ranges; the date of a blank is December 30, 1899."""
    sheet = a.sheet([["x", "y"], ["z"]])
    for formula, shown in (
        ('=CONCATENATE(A1:B1,"-",A2)', "xy-z"),
        ("=YEAR(C1)", "1899"),
        ("=MONTH(C1)", "12"),
        ("=DAY(C1)", "30"),
        ("=WEEKDAY(C1)", "7"),
    ):
        yield (formula, sheet.typed(formula, "D1")), (formula, shown)


@case("https://github.com/googleapis/google-api-nodejs-client/issues/1994")
def a_point_is_no_decimal_sign_everywhere(a: Account) -> Pairs:
    """Where the comma is decimal, a formula with a point is #ERROR!, and is
    read back as it was typed.
    """
    sheet = a.sheet()
    change = {"properties": {"locale": "de_DE"}, "fields": "locale"}
    sheet.batch({"updateSpreadsheetProperties": change})
    yield sheet.typed("=SUM(1.5;2)"), "#ERROR!"
    yield (
        sheet.read("A1", valueRenderOption="FORMULA").at("values"),
        [["=SUM(1.5;2)"]],
    )
