"""A value under a pattern, as a cell shows it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.typed_values import lines
from workspace.sheets.formats import formatted, serial

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
