"""What a person typed into a cell: text, number, date, time, money, truth or
formula, by the sheet's locale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from workspace.sheets.formats import serial
from workspace.sheets.locales import Regional, regional

Entered = tuple[dict[str, Any], dict[str, Any] | None]
_MONEY = "$€£¥₹₩₽"
_CLOCK = re.compile(
    r"(\d{1,4}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?(?:\s*([ap])\.?m?\.?)?|(\d{1,2})\s*([ap])\.?m\.?",
    re.IGNORECASE,
)
# What begins with a sign and goes on like a formula is one; "- a word" or
# "-----" stays text.
_SIGNED = re.compile(
    r"[-+]+\s*(?:\(|\$?[A-Z]{1,3}\$?[1-9]\d*(?!\w)|[A-Z][A-Z.]*\(|\d+(?:\.\d+)?\s*[-+*/^]\s*\(?[\dA-Z])|@[A-Z][A-Z.]*\(",
    re.IGNORECASE,
)
# What is exchanged between formulas of comma locales and American ones: the
# texts and titles that stay, decimal signs, separators and brackets.
_MARKS = re.compile(
    r'("(?:[^"]|"")*+"?|\'(?:[^\']|\'\')*+\'?!?)|(?<=\d)([.,·])(?=\d)|[,;\\(){}]'
)


def typed(
    text: str, locale: str = "en_US", today: date | None = None
) -> Entered:
    """A typed text as a userEnteredValue and the number format it brings, if
    any.

    ``today`` is the sheet's day: a date without a year is of its year.
    """
    place = regional(locale)
    if text.startswith("'"):
        return {"stringValue": text[1:]}, None
    if text.startswith("=") and len(text) > 1:
        return {"formulaValue": canonical(text, place)}, None
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE", *place.truth):
        return {"boolValue": bare.upper() in ("TRUE", place.truth[0])}, None
    found = _number(bare, place) or _moment(
        bare, place, today or date(2000, 1, 1)
    )
    if found is None and _SIGNED.match(bare):
        return {
            "formulaValue": canonical("=" + bare.removeprefix("@"), place)
        }, None
    return found or ({"stringValue": text}, None)


def canonical(formula: str, place: Regional) -> str:
    """A formula with American separators: where the comma is decimal,
    arguments are parted by semicolons, and columns of an array by backslashes.

    There a comma between arguments is a mistake. It becomes a semicolon, which
    is one in an American formula: the cell shows #ERROR!, as in Google.
    """
    if place.decimal != ",":
        return formula
    # A point between digits is no decimal sign there: a mark that is in no
    # formula keeps it, and makes the formula #ERROR!.
    return _exchanged(
        formula, {",": ".", ".": "·"}, {";": ",", ",": ";"}, {"\\": ","}
    )


def localized(formula: str, place: Regional) -> str:
    """A formula as it reads in a locale: the way back from ``canonical``."""
    if place.decimal != ",":
        return formula
    return _exchanged(
        formula, {".": ",", "·": "."}, {",": ";", ";": ","}, {",": "\\"}
    )


def _exchanged(
    formula: str,
    between: Mapping[str, str],
    arguments: Mapping[str, str],
    columns: Mapping[str, str],
) -> str:
    """A formula with other signs ``between`` digits and other separators:
    those of ``arguments``, and directly within an array those of ``columns``.
    """
    open_: list[str] = []

    def one(found: re.Match[str]) -> str:
        if found.group(1):
            return found.group(1)
        mark = found.group(0)
        if found.group(2) in between:
            return between[mark]
        if mark in "({":
            open_.append(mark)
        elif mark in ")}":
            del open_[-1:]
        elif open_[-1:] == ["{"]:
            return columns.get(mark, mark)
        else:
            return arguments.get(mark, mark)
        return mark

    return _MARKS.sub(one, formula)


def _number(text: str, place: Regional) -> Entered | None:
    """Numbers, percentages and money; an amount in brackets is negative."""
    brackets = re.fullmatch(r"\((.+)\)", text)
    body = brackets.group(1) if brackets else text
    sign = -1 if brackets else 1
    if found := re.match(r"[-+]", body):
        if brackets:
            return None
        sign, body = -1 if found.group() == "-" else 1, body[1:].lstrip()
    body, money = _money(body, place)
    if (
        money
        and (found := re.match(r"[-+]", body))
        and sign == 1
        and not brackets
    ):
        sign, body = -1 if found.group() == "-" else 1, body[1:]
    percent = body.endswith("%")
    body = body.removesuffix("%").rstrip()
    if not body or (money and percent):
        return None
    value, decimals, grouped, power = _plain(body, place)
    if value is None:
        return None
    value *= sign
    if percent:
        return {"numberValue": value / 100}, {
            "type": "PERCENT",
            "pattern": "0.00%" if decimals else "0%",
        }
    if money:
        amount = "#,##0.00" if decimals else "#,##0"
        symbol = f'"{money}"' if money == place.currency else f"[${money}]"
        pattern = (
            f"{amount} {symbol}"
            if place.currency_after and money == place.currency
            else f"{symbol}{amount}"
        )
        return {"numberValue": value}, {"type": "CURRENCY", "pattern": pattern}
    if grouped:
        return {"numberValue": value}, {
            "type": "NUMBER",
            "pattern": "#,##0.00" if decimals else "#,##0",
        }
    if power:
        return {"numberValue": value}, {
            "type": "SCIENTIFIC",
            "pattern": "0.00E+00",
        }
    return {"numberValue": value}, None


def _money(text: str, place: Regional) -> tuple[str, str]:
    for symbol in (place.currency, *_MONEY):
        if text.startswith(symbol):
            return text[len(symbol) :].lstrip(), symbol
        if text.endswith(symbol) and (place.currency_after or symbol != "$"):
            return text[: -len(symbol)].rstrip(), symbol
    return text, ""


def _plain(
    text: str, place: Regional
) -> tuple[float | None, bool, bool, bool]:
    """Digits with this locale's separators: the value, whether it has
    decimals, groups and an exponent.
    """
    text = text.replace("\u202f", " ").replace("\xa0", " ")
    group = re.escape(place.group.replace("\u202f", " ").replace("\xa0", " "))
    shape = rf"(\d{{1,3}}(?:{group}\d{{3}})+|\d+)?(?:{re.escape(place.decimal)}(\d*))?([eE][-+]?\d{{1,3}})?"
    found = re.fullmatch(shape, text)
    if not found or not (found.group(1) or found.group(2)):
        return None, False, False, False
    whole = re.sub(r"\D", "", found.group(1) or "0")
    value = float(f"{whole}.{found.group(2) or 0}{found.group(3) or ''}")
    grouped = bool(found.group(1)) and not found.group(1).isdigit()
    if value in (float("inf"), float("-inf")):
        return None, False, False, False
    return value, bool(found.group(2)), grouped, bool(found.group(3))


# -- dates and times ----------------------------------------------------------


def _moment(text: str, place: Regional, today: date) -> Entered | None:
    clock = _time(text)
    if clock is not None:
        return {"numberValue": clock[0]}, {"type": "TIME", "pattern": clock[1]}
    day = _day(text, place, today)
    if day is not None:
        return {"numberValue": serial(day[0])}, {
            "type": "DATE",
            "pattern": day[1],
        }
    for gap in re.finditer(r"\s+", text):
        day, clock = (
            _day(text[: gap.start()].rstrip(","), place, today),
            _time(text[gap.end() :]),
        )
        if day is not None and clock is not None and clock[0] < 1:
            pattern = f"{day[1]} {clock[1]}"
            return {"numberValue": serial(day[0]) + clock[0]}, {
                "type": "DATE_TIME",
                "pattern": pattern,
            }
    return None


def _time(text: str) -> tuple[float, str] | None:
    """A time of day or a duration, as a fraction of a day, with its pattern."""
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    if found.group(6):
        hour, half, minute, second, part = (
            int(found.group(6)),
            found.group(7),
            0,
            0,
            "",
        )
        shape = "h am/pm"
    else:
        hour, minute, second = (
            int(found.group(1)),
            int(found.group(2)),
            int(found.group(3) or 0),
        )
        part, half = found.group(4) or "", found.group(5)
        shape = (
            "h:mm"
            + (":ss" if found.group(3) else "")
            + ("." + "0" * (len(part) - 1) if part else "")
        )
        shape = (
            "h"
            if len(found.group(1)) > 1 and found.group(1).startswith("0")
            else ""
        ) + shape
        shape += " am/pm" if half else ""
    if minute > 59 or second > 59:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif hour > 23:
        shape = shape.replace("h", "[h]", 1)
    return (
        hour * 3600 + minute * 60 + second + float(part or 0)
    ) / 86400, shape


def _day(text: str, place: Regional, today: date) -> tuple[date, str] | None:
    """A date, with the pattern of the way it was written."""
    if found := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", text):
        mark = found.group(2)
        width = "mm" if len(found.group(3)) == 2 else "m"
        pattern = f"yyyy{mark}{width}{mark}{'dd' if len(found.group(4)) == 2 else 'd'}"
        return _valid(
            int(found.group(1)),
            int(found.group(3)),
            int(found.group(4)),
            pattern,
        )
    if found := re.fullmatch(
        r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?", text
    ):
        mark = found.group(2)
        if mark == "." and (place.decimal == "." or "." not in place.date):
            return None
        month_first = place.order.index("m") < place.order.index("d")
        month, day = (
            (found.group(1), found.group(3))
            if month_first
            else (found.group(3), found.group(1))
        )
        names = {True: ("m", "d"), False: ("d", "m")}[month_first]
        shape = mark.join(
            n * len(t)
            for n, t in zip(
                names, (found.group(1), found.group(3)), strict=True
            )
        )
        year = found.group(4)
        shape += mark + "y" * len(year) if year else ""
        if (
            mark == "/"
            and year
            and len(year) == 4
            and place.date == "M/d/yyyy"
        ):
            shape = "M/d/yyyy"
        return _valid(_year(year, today), int(month), int(day), shape)
    return _named_day(text, place, today)


def _named_day(
    text: str, place: Regional, today: date
) -> tuple[date, str] | None:
    word = r"(?P<month>[^\W\d_]{3,}\.?)"
    shapes = (
        (
            rf"(?:[^\W\d_]+,?\s+)?{word}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?P<comma>,)?\s+(?P<year>\d{{4}})",
            "{m} d{c} yyyy",
        ),
        (rf"{word}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", "{m} d"),
        (
            rf"(?P<day>\d{{1,2}})\.?(?P<mark>[\s-]){word}(?:[\s-](?P<year>\d{{4}}|\d{{2}}))?",
            "d{s}{m}",
        ),
        (rf"{word}\s+(?P<year>\d{{4}})", "{m} yyyy"),
    )
    for shape, pattern in shapes:
        found = re.fullmatch(shape, text, re.IGNORECASE)
        if not found:
            continue
        groups = found.groupdict()
        month, name = _month(groups["month"], place)
        if not month:
            continue
        mark = groups.get("mark") or ""
        done = pattern.format(
            m=name, c="," if groups.get("comma") else "", s=mark
        )
        if mark and groups.get("year"):
            done += mark + "y" * len(groups["year"] or "")
        return _valid(
            _year(groups.get("year"), today),
            month,
            int(groups.get("day") or 1),
            done,
        )
    return None


def _month(word: str, place: Regional) -> tuple[int, str]:
    bare = word.rstrip(".").casefold()
    for names, pattern in (
        (place.months, "mmmm"),
        (place.months_short, "mmm"),
    ):
        for number, name in enumerate(names, 1):
            if name.rstrip(".").casefold() == bare:
                return number, pattern
    if bare == "sept":
        return 9, "mmm"
    english = regional("en_US")
    return _month(word, english) if place is not english else (0, "")


def _year(text: str | None, today: date) -> int:
    if not text:
        return today.year
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < 30 else 1900)


def _valid(
    year: int, month: int, day: int, pattern: str
) -> tuple[date, str] | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return (made, pattern) if year >= 1900 else None
