"""What somebody types becomes a value, as the locale has it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sheet_calls import (
    area,
    done,
    get,
    put,
)
from tests.support.typed_values import lines
from workspace.sheets.entry import typed
from workspace.sheets.formats import formatted, serial
from workspace.space import Workspace


def test_a_cell_that_is_plain_text_takes_what_is_typed_as_text(
    space: Workspace, book: str
) -> None:
    form = {
        "userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}
    }
    done(
        space,
        book,
        {
            "repeatCell": {
                "range": area(0, 1, 0, 1),
                "cell": form,
                "fields": "userEnteredFormat.numberFormat",
            }
        },
    )
    put(space, book, "A1", [["=1+1", "=1+1"]])
    assert get(space, book, "A1:B1") == [["=1+1", 2]]


TODAY = date(2026, 11, 25)


def day(year: int, month: int, at: int) -> float:
    return serial(date(year, month, at))


# typed | worth | shown, in American English
AMERICAN = """
0 | 0 | 0
1 | 1 | 1
42 | 42 | 42
007 | 7 | 7
-3 | -3 | -3
+4 | 4 | 4
 5 | 5 | 5
5  | 5 | 5
3.14 | 3.14 | 3.14
.5 | 0.5 | 0.5
5. | 5 | 5
-.25 | -0.25 | -0.25
1,234 | 1234 | 1,234
12,345,678 | 12345678 | 12,345,678
1,234.5 | 1234.5 | 1,234.50
-1,234 | -1234 | -1,234
(5) | -5 | -5
(1,234) | -1234 | -1,234
1e5 | 100000 | 1.00E+05
1E-3 | 0.001 | 1.00E-03
2.5e2 | 250 | 2.50E+02
12345678901234 | 12345678901234 | 12345678901234
0.1 | 0.1 | 0.1
12% | 0.12 | 12%
12.5% | 0.125 | 12.50%
-3% | -0.03 | -3%
0% | 0 | 0%
100% | 1 | 100%
$3 | 3 | $3
$100.15 | 100.15 | $100.15
$1,234.50 | 1234.5 | $1,234.50
-$3 | -3 | -$3
$-3 | -3 | -$3
($3) | -3 | -$3
$0.99 | 0.99 | $0.99
€5 | 5 | €5
£2.50 | 2.5 | £2.50
¥100 | 100 | ¥100
TRUE | true | TRUE
true | true | TRUE
False | false | FALSE
FALSE | false | FALSE
1/2 | d2026-1-2 | 1/2
1/2/26 | d2026-1-2 | 1/2/26
9/1/99 | d1999-9-1 | 9/1/99
10/14/2026 | d2026-10-14 | 10/14/2026
1/5/2027 | d2027-1-5 | 1/5/2027
12/31/1999 | d1999-12-31 | 12/31/1999
2/29/2028 | d2028-2-29 | 2/29/2028
2026-10-14 | d2026-10-14 | 2026-10-14
2026-1-5 | d2026-1-5 | 2026-1-5
2026/10/14 | d2026-10-14 | 2026/10/14
10-14-2026 | d2026-10-14 | 10-14-2026
1-2 | d2026-1-2 | 1-2
Mar 1 2016 | d2016-3-1 | Mar 1 2016
Mar 1, 2016 | d2016-3-1 | Mar 1, 2016
March 1, 2016 | d2016-3-1 | March 1, 2016
March 1st, 2016 | d2016-3-1 | March 1, 2016
1 March 2016 | d2016-3-1 | 1 March 2016
1-Mar-2016 | d2016-3-1 | 1-Mar-2016
1-Mar-16 | d2016-3-1 | 1-Mar-16
1-Mar | d2026-3-1 | 1-Mar
Mar 1 | d2026-3-1 | Mar 1
Sept 3 | d2026-9-3 | Sep 3
December 24 | d2026-12-24 | December 24
Mar 2016 | d2016-3-1 | Mar 2016
Tuesday, October 13, 2026 | d2026-10-13 | October 13, 2026
10:30 | t10:30 | 10:30
0:00 | t0:00 | 0:00
23:59 | t23:59 | 23:59
09:05 | t9:05 | 09:05
10:30:15 | t10:30:15 | 10:30:15
10:30 AM | t10:30 | 10:30 AM
10:30 PM | t22:30 | 10:30 PM
2:45pm | t14:45 | 2:45 PM
2:45 p.m. | t14:45 | 2:45 PM
12:00 am | t0:00 | 12:00 AM
12:15 PM | t12:15 | 12:15 PM
10 PM | t22:00 | 10 PM
7am | t7:00 | 7 AM
25:30 | t25:30 | 25:30
3/1/2016 10:30 | d2016-3-1 10:30 | 3/1/2016 10:30
3/1/2016 2:45 PM | d2016-3-1 14:45 | 3/1/2016 2:45 PM
2016-03-01 10:30:00 | d2016-3-1 10:30 | 2016-03-01 10:30:00
10/14 2:45 pm | d2026-10-14 14:45 | 10/14 2:45 PM
"""


# typed, and stays the text that it is
TEXTS = """
abc
Ana Diaz
Tue 2:45
Th 7:30am
May
October
13/13/2026
2/30/2026
2/29/2026
13:61
24:60
1,23
12,34,56
1.2.3
1 2
555-1234
0x10
1e400
- milk
@home
#N/A
N/A
Infinity
NaN
½
$
%
()
--3
$5%
1/2/3/4
2026-13-01
Marchuary 1
TRUE!
12 %%
http://example.com
ana@school.example
WES-12 Ana & Sam
""".strip().splitlines()


FORMULAS = {
    "=1+1": "=1+1",
    "=SUM(A1:A2)": "=SUM(A1:A2)",
    "+A1": "=+A1",
    "-A1": "=-A1",
    "+1+1": "=+1+1",
    "@SUM(1)": "=SUM(1)",
    "-(2)": "=-(2)",
    '="a"': '="a"',
}


QUOTED = {
    "'=1+1": "=1+1",
    "'007": "007",
    "'": "",
    "''a": "'a",
    "'10/14/2026": "10/14/2026",
}


# typed | worth | shown, in other places
ELSEWHERE = """
de_DE | 1,5 | 1.5 | 1,5
de_DE | 1.234 | 1234 | 1.234
de_DE | 1.234,5 | 1234.5 | 1.234,50
de_DE | 14.10.2026 | d2026-10-14 | 14.10.2026
de_DE | 3,5% | 0.035 | 3,50%
de_DE | 5 € | 5 | 5 €
de_DE | 1. März 2026 | d2026-3-1 | 1 März 2026
de_DE | 10:30 | t10:30 | 10:30
de_DE | 2026-10-14 | d2026-10-14 | 2026-10-14
fr_FR | 1,5 | 1.5 | 1,5
fr_FR | 14/10/2026 | d2026-10-14 | 14/10/2026
en_GB | 14/10/2026 | d2026-10-14 | 14/10/2026
en_GB | 1/2/2026 | d2026-2-1 | 1/2/2026
en_GB | £3 | 3 | £3
en_CA | 2026-10-14 | d2026-10-14 | 2026-10-14
ja_JP | 2026/10/14 | d2026-10-14 | 2026/10/14
es_MX | $5.50 | 5.5 | $5.50
pt_BR | 1,5 | 1.5 | 1,5
"""


def worth(text: str) -> float | bool:
    """What a line says: a number, a truth, ``d2026-1-5 10:30`` for a date,
    ``t10:30`` for a time.
    """
    if text in ("true", "false"):
        return text == "true"
    if text[0] == "t":
        hour, minute, second = ([int(p) for p in text[1:].split(":")] + [0])[
            :3
        ]
        return (hour * 3600 + minute * 60 + second) / 86400
    if text[0] == "d":
        first, _, clock = text[1:].partition(" ")
        whole = day(*(int(p) for p in first.split("-")))
        return whole + (float(worth("t" + clock)) if clock else 0)
    return float(text)


@pytest.mark.parametrize(("text", "value", "shown"), lines(AMERICAN))
def test_typed_in_american_english(text: str, value: str, shown: str) -> None:
    entered, number_format = typed(text, "en_US", TODAY)
    ((kind, found),) = entered.items()
    assert found == pytest.approx(worth(value))
    assert isinstance(found, bool) is (value in ("true", "false"))
    assert kind in ("numberValue", "boolValue")
    assert formatted(found, number_format, "en_US") == shown


@pytest.mark.parametrize(
    ("locale", "text", "value", "shown"), lines(ELSEWHERE)
)
def test_typed_elsewhere(
    locale: str, text: str, value: str, shown: str
) -> None:
    entered, number_format = typed(text, locale, TODAY)
    assert entered["numberValue"] == pytest.approx(worth(value))
    assert formatted(entered["numberValue"], number_format, locale) == shown


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_no_value_stays_text(text: str) -> None:
    assert typed(text, "en_US", TODAY) == ({"stringValue": text}, None)


def test_formulas_and_what_an_apostrophe_keeps_as_text() -> None:
    for text, formula in FORMULAS.items():
        assert typed(text) == ({"formulaValue": formula}, None)
    for text, kept in QUOTED.items():
        assert typed(text) == ({"stringValue": kept}, None)
    assert typed('=SUM(1;2,5;"a;b")', "de_DE")[0] == {
        "formulaValue": '=SUM(1,2.5,"a;b")'
    }


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.text(max_size=12)
    | st.lists(
        st.sampled_from("0123456789.,:/-+%$€()eE aApPmM'="), max_size=12
    ).map("".join),
    st.sampled_from(("en_US", "de_DE", "en_GB")),
)
def test_whatever_is_typed_is_something_and_a_number_is_shown_and_typed_again_alike(
    text: str, locale: str
) -> None:
    entered, number_format = typed(text, locale, TODAY)
    (value,) = entered.values()
    shown = formatted(value, number_format, locale)
    assert isinstance(shown, str)
    if (
        "numberValue" in entered
        and number_format is None
        and abs(value) < 1e9
        and value == round(value, 6)
    ):
        assert typed(shown, locale, TODAY)[0]["numberValue"] == pytest.approx(
            value
        )
