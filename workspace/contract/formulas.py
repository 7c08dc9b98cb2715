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
    """Where the comma is decimal, semicolons part arguments, and truth has
    that language's words.
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
