"""How numbers and dates are typed and shown."""

from __future__ import annotations

from workspace.contract.account import Account
from workspace.contract.case import Pairs, case

_GUIDE = "https://developers.google.com/workspace/sheets/api/guides/formats"
_SEEN = "recorded answers, summed up in google-facts"


@case(f"{_GUIDE}#number_format_examples")
def patterns(a: Account) -> Pairs:
    """The guide's examples of number and date patterns."""
    sheet = a.sheet()
    cells = [
        ("####.#", 12345.125, "12345.1"),
        ("000.0#", 12.3, "012.3"),
        ("#0.#", 23, "23."),
        ("# ???/???", 5.125, "5   1/8  "),
        ("#,###", 12000, "12,000"),
        ('0.0,,"M"', 1230000000, "1230.0M"),
        ("0.00e+00", 1234500, "1.23e+06"),
        ("yyyy-mm-dd", 42465.67293, "2016-04-05"),
        ("h:mm:ss.00 a/p", 42465.672841759, "4:08:53.53 p"),
        ("mmmm d \\[dddd\\]", 42465.67, "April 5 [Tuesday]"),
        ("[hh]:[mm]:[ss].000", 0.134227488, "03:13:17.255"),
        ("[mmmm]:[ss].000", 0.134227488, "0193:17.255"),
    ]
    rows = [
        {
            "values": [
                {
                    "userEnteredValue": {"numberValue": value},
                    "userEnteredFormat": {
                        "numberFormat": {
                            "type": "DATE_TIME"
                            if set(pattern) & set("yhm[")
                            else "NUMBER",
                            "pattern": pattern,
                        }
                    },
                }
            ]
        }
        for pattern, value, _ in cells
    ]
    sheet.batch(
        {
            "updateCells": {
                "start": {"sheetId": 0},
                "rows": rows,
                "fields": "userEnteredValue,userEnteredFormat.numberFormat",
            }
        }
    )
    shown = sheet.shown(f"A1:A{len(cells)}")
    for (pattern, _, wanted), row in zip(cells, shown, strict=True):
        yield (pattern, row[0]), (pattern, wanted)


@case(_SEEN)
def what_typing_makes(a: Account) -> Pairs:
    """Typed text becomes a number, a date, a time, truth or money by its
    look.
    """
    sheet = a.sheet()
    for place, (text, value, shown) in enumerate(
        (
            ("4,107", 4107, "4,107"),
            ("23E4", 230000, "2.30E+05"),
            ("50%", 0.5, "50%"),
            ("$5", 5, "$5"),
            ("3/2/2026", 46083, "3/2/2026"),
            ("9:30", 0.3958333333333333, "9:30"),
            ("true", True, "TRUE"),
            ("'007", "007", "007"),
            ("-a", "-a", "-a"),
        ),
        1,
    ):
        sheet.put(f"A{place}", [[text]])
        seen = sheet.read(f"A{place}", valueRenderOption="UNFORMATTED_VALUE")
        yield (text, seen.at("values", 0, 0)), (text, value)
        yield (text, sheet.shown(f"A{place}")), (text, [[shown]])


@case(_SEEN)
def a_text_cell_takes_text(a: Account) -> Pairs:
    """A cell of the format TEXT keeps what is typed as it is."""
    sheet = a.sheet()
    text = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    sheet.batch(
        {
            "repeatCell": {
                "range": {"sheetId": 0, "endRowIndex": 1},
                "cell": text,
                "fields": "userEnteredFormat.numberFormat",
            }
        }
    )
    for typed in ("4,107", "23E456", "0.5", "3/2", "=1+1"):
        yield sheet.typed(typed), typed
