"""What is typed and how it is shown: a table of inputs and patterns with the
results that Google documents.

The patterns and their examples are those of Google's guide to date and number
formats; what is typed follows the guide to values ("following the same rules
that are applied when entering text into a cell"). docs/workspace.md says what
of it is documented and what is assumed.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workspace.sheets.entry import typed
from workspace.sheets.formats import formatted, serial

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


def lines(table: str) -> list[tuple[str, ...]]:
    """The lines of a table; ␣ stands for a blank at the end, ∅ for nothing."""
    return [
        tuple(line.replace("␣", " ").replace("∅", "").split(" | "))
        for line in table.strip("\n").splitlines()
    ]


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


MOMENT = serial(datetime(2016, 4, 5, 16, 8, 53, 528_000))  # noqa: DTZ001  (serial dates have no zone)
ELAPSED = (3 * 3600 + 13 * 60 + 41.255) / 86400

# pattern | shown, for Tuesday, April 5, 2016, 4:08:53.528 in the afternoon
DATES = r"""
h:mm:ss.00 a/p | 4:08:53.53 p
hh:mm A/P".M." | 04:08 P.M.
yyyy-mm-dd | 2016-04-05
mmmm d \[dddd\] | April 5 [Tuesday]
h PM, ddd mmm dd | 4 PM, Tue Apr 05
dddd, m/d/yy at h:mm | Tuesday, 4/5/16 at 16:08
m/d/yyyy | 4/5/2016
M/d/yyyy | 4/5/2016
mm/dd/yy | 04/05/16
d-mmm | 5-Apr
d mmmm yyyy | 5 April 2016
mmmmm | A
mmmmmm | April
ddd | Tue
dddddd | Tuesday
yy | 16
yyy | 2016
h | 16
hh | 16
h am/pm | 4 PM
hh:mm am/pm | 04:08 PM
h:mm A/P | 4:08 P
m | 4
h:m | 16:8
m:s | 8:54
mm:ss | 08:54
mm:ss.0 | 08:53.5
ss.000 | 53.528
h "hours" | 16 hours
MM | 04
h:MM | 16:04
yyyy-mm-dd hh:mm:ss | 2016-04-05 16:08:54
"""

DURATIONS = """
[hh]:[mm]:[ss].000 | 03:13:41.255
[mmmm]:[ss].000 | 0193:41.255
[h]:mm | 3:13
[h]:mm:ss | 3:13:41
[m] | 193
[s] | 11621
"""

# number | pattern | shown
NUMBERS = r"""
12345.125 | ####.# | 12345.1
12.34 | 000.0# | 012.34
12 | #.0# | 12.0
23 | #0.# | 23.
3 | 0.## | 3.
3.5 | 0.## | 3.5
0 | #.# | .
5.125 | # ???/??? | 5   1/8␣␣
12000 | #,### | 12,000
1230000 | 0.0,,"M" | 1.2M
1234567890 | 0.00e+00 | 1.23e+09
0 | 0 | 0
0 | # | ∅
0 | 0.00 | 0.00
1.005 | 0.00 | 1.01
2.5 | 0 | 3
-2.5 | 0 | -3
1234.5 | 0 | 1235
1234.5 | #,##0.00 | 1,234.50
1234567.891 | #,##0.0 | 1,234,567.9
-1234.5 | #,##0.00 | -1,234.50
0.5 | 0% | 50%
0.1234 | 0.00% | 12.34%
-0.05 | 0% | -5%
1.5 | 0.0## | 1.5
1.25 | 0.0## | 1.25
1.2345 | 0.0## | 1.235
0.25 | .00 | .25
0.25 | #.## | .25
7 | 00 | 07
7 | 000.0 | 007.0
3 | ??? |   3
3 | ?0 |  3
5551234567 | (000) 000-0000 | (555) 123-4567
123456789 | 000-00-0000 | 123-45-6789
1234.5 | $#,##0.00 | $1,234.50
-1234.5 | $#,##0.00 | -$1,234.50
1234.5 | "$"#,##0 | $1,235
-1234.5 | $#,##0.00;($#,##0.00) | ($1,234.50)
1234.5 | [$€]#,##0.00 | €1,234.50
1234.5 | [$€-407]#,##0.00 | €1,234.50
5 | 0;-0;"none" | 5
-5 | 0;-0;"none" | -5
0 | 0;-0;"none" | none
-5 | 0.0;(0.0) | (5.0)
5 | [Red]0 | 5
-5 | 0;[Red]-0 | -5
50 | [<100]"Low";[>=100]"High" | Low
150 | [<100]"Low";[>=100]"High" | High
5 | [>3]"many";0 | many
2 | [>3]"many";0 | 2
0.75 | ?/? | 3/4
0.5 | # ?/? |  1/2
12.25 | # ?/4 | 12 1/4
3 | # ?/? | 3␣␣␣␣
12345.678 | 0.0E+0 | 1.2E+4
0.00012 | 0.00E+00 | 1.20E-04
12345.678 | 0.0E-0 | 1.2E4
1500 | 0.0,"k" | 1.5k
5 | 0 "hours" | 5 hours
5 | \x0 | x5
3 | _(0_) |  3␣
-0.001 | 0.00 | 0.00
999999.5 | #,##0 | 1,000,000
0.999 | 0.00 | 1.00
5 | @ | 5
"""

# number | shown, with no format at all
PLAIN = """
0 | 0
-0.5 | -0.5
0.3333333333333333 | 0.3333333333
1234567.891 | 1234567.891
12345678.9012345 | 12345678.9
100000000000000 | 100000000000000
1e15 | 1E+15
123456789012345678 | 1.23457E+17
0.00001 | 0.00001
1e-10 | 1E-10
0.30000000000000004 | 0.3
-1e20 | -1E+20
"""


@pytest.mark.parametrize(("pattern", "shown"), lines(DATES))
def test_dates_by_their_pattern(pattern: str, shown: str) -> None:
    assert (
        formatted(MOMENT, {"type": "DATE_TIME", "pattern": pattern}) == shown
    )


@pytest.mark.parametrize(("pattern", "shown"), lines(DURATIONS))
def test_durations_by_their_pattern(pattern: str, shown: str) -> None:
    assert formatted(ELAPSED, {"type": "TIME", "pattern": pattern}) == shown


@pytest.mark.parametrize(("number", "pattern", "shown"), lines(NUMBERS))
def test_numbers_by_their_pattern(
    number: str, pattern: str, shown: str
) -> None:
    assert (
        formatted(float(number), {"type": "NUMBER", "pattern": pattern})
        == shown
    )


@pytest.mark.parametrize(("number", "shown"), lines(PLAIN))
def test_numbers_without_a_format(number: str, shown: str) -> None:
    assert formatted(float(number), None) == shown


@pytest.mark.parametrize(
    ("kind", "locale", "shown"),
    [
        ("NUMBER", "en_US", "42,465.67"),
        ("CURRENCY", "en_US", "$42,465.67"),
        ("PERCENT", "en_US", "4246567.28%"),
        ("DATE", "en_US", "4/5/2016"),
        ("TIME", "en_US", "4:08:54 PM"),
        ("DATE_TIME", "en_US", "4/5/2016 16:08:54"),
        ("SCIENTIFIC", "en_US", "4.25E+04"),
        ("TEXT", "en_US", "42465.67284"),
        ("DATE", "de_DE", "05.04.2016"),
        ("CURRENCY", "de_DE", "42.465,67 €"),
        ("DATE", "en_GB", "05/04/2016"),
        ("TIME", "de_DE", "16:08:54"),
    ],
)
def test_a_type_without_a_pattern_is_shown_as_its_locale_does(
    kind: str, locale: str, shown: str
) -> None:
    """As in Google's guide: CURRENCY without a pattern is $1,000.12 in en_US."""
    assert formatted(MOMENT, {"type": kind}, locale) == shown


@pytest.mark.parametrize(
    ("text", "pattern", "shown"),
    [
        ("abc", "0.00", "abc"),
        ("abc", "@", "abc"),
        ("abc", '0;0;0;"<"@">"', "<abc>"),
        ("abc", '@" x"', "abc x"),
        ("abc", "", "abc"),
    ],
)
def test_texts_by_their_pattern(text: str, pattern: str, shown: str) -> None:
    assert formatted(text, {"type": "NUMBER", "pattern": pattern}) == shown


def test_truths_and_nothing() -> None:
    assert [
        formatted(v, {"type": "NUMBER", "pattern": "0"})
        for v in (True, False, None)
    ] == ["TRUE", "FALSE", ""]


PIECES = (
    "0",
    "#",
    "?",
    ".",
    ",",
    "%",
    "E+00",
    "/",
    "$",
    '"x"',
    ";",
    "@",
    "_ ",
    "*-",
    "[Red]",
    "[<5]",
    "y",
    "mm",
    "d",
    "h",
    "s",
    "am/pm",
    "[h]",
    ".00",
    "\\\\",
    "-",
    "(",
    ")",
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    st.lists(st.sampled_from(PIECES), max_size=7).map("".join),
    st.sampled_from(("NUMBER", "DATE", "TIME", "TEXT", "CURRENCY", "")),
    st.sampled_from(("en_US", "de_DE", "fr_FR", "ja_JP")),
)
def test_every_value_under_every_pattern_is_shown_somehow(
    value: float | str, pattern: str, kind: str, locale: str
) -> None:
    assert isinstance(
        formatted(value, {"type": kind, "pattern": pattern}, locale), str
    )


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
