"""Number formats: a value as people read it, under Google's patterns.

Patterns are those of
https://developers.google.com/workspace/sheets/api/guides/formats: sections by
sign or by condition, digits, groups, percent, exponents and fractions; the
parts of dates, times and durations.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any

from workspace.sheets.locales import Regional, regional

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (serial dates have no zone)
US = "en_US"
DATES = ("DATE", "TIME", "DATE_TIME")
_SIZE = {"h": 3600, "m": 60, "s": 1}
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)'
    r"|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<test>(?:<=|>=|<>|<|>|=)-?\d+(?:\.\d+)?)\]|\[(?P<color>\w+)\]"
    r"|(?P<half>am/pm|a/p|AM|PM)|(?P<exponent>E[+-]0+)|(?P<date>y+|m+|d+|h+|s+|\.0+)|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
Part = tuple[str, str]


def serial(moment: datetime | date) -> float:
    """Days since 1899-12-30, the fraction being the time."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment - EPOCH) / timedelta(days=1)


def general(number: float, decimal: str = ".") -> str:
    """A number with no format of its own: at most ten digits that matter."""
    if math.isinf(number) or math.isnan(number):
        return "#NUM!"
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    if 1e-9 <= abs(number) < 1e15:
        text = f"{Decimal(f'{number:.10g}'):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa, _, power = f"{number:.5e}".partition("e")
        text = f"{mantissa.rstrip('0').rstrip('.')}E{power[0]}{power[1:]}"
    return text.replace(".", decimal)


def formatted(
    value: Any, number_format: Mapping[str, Any] | None, locale: str = US
) -> str:
    """A cell's effective value as text, under its number format in a locale."""
    if value is None:
        return ""
    if isinstance(value, str) and not number_format:
        return value
    place = regional(locale)
    if isinstance(value, bool):
        return place.truth[0 if value else 1]
    if not number_format:
        return general(value, place.decimal)
    kind = number_format.get("type", "")
    pattern = number_format.get("pattern") or place.defaults.get(kind, "")
    if isinstance(value, str):
        return _text(value, pattern)
    if not pattern or pattern in ("@", "General"):
        return general(value, place.decimal)
    parts, value = _section(value, pattern)
    if kind in DATES or (kind in ("", "NUMBER") and _is_date(parts)):
        return _date(value, parts, place)
    return _number(value, parts, place)


def _text(value: str, pattern: str) -> str:
    """A text goes through the fourth section, or through one with ``@``."""
    sections = _sections(pattern)
    for parts in (sections[3:4] or sections) if pattern else ():
        if ("other", "@") in parts:
            return "".join(
                value if p == ("other", "@") else _literal(p) for p in parts
            )
    return "" if len(sections) > 3 and not sections[3] else value


@cache
def _sections(pattern: str) -> tuple[tuple[Part, ...], ...]:
    """A pattern's parts, by section."""
    sections: list[list[Part]] = [[]]
    for found in _PART.finditer(pattern):
        kind, text = next(
            (k, t) for k, t in found.groupdict().items() if t is not None
        )
        if (kind, text) == ("other", ";"):
            sections.append([])
        else:
            sections[-1].append((kind, text))
    return tuple(tuple(s) for s in sections)


def _section(value: float, pattern: str) -> tuple[tuple[Part, ...], float]:
    """The section that a number falls into, and the number as that section
    shows it.
    """
    sections = _sections(pattern)
    tests = [
        next((t for k, t in parts if k == "test"), "") for parts in sections
    ]
    if any(tests):
        for parts, test in zip(sections, tests, strict=True):
            if not test or _holds(value, test):
                return parts, value
        return (("other", "#"),), value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(value: float, test: str) -> bool:
    found = re.fullmatch(r"([<>=]+)(.*)", test)
    assert found
    limit = float(found.group(2))
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }.get(found.group(1), False)


def _literal(part: Part) -> str:
    kind, text = part
    if kind in ("space", "fill", "color", "test"):
        return " " if kind == "space" else ""
    return text


# -- dates, times and durations -----------------------------------------------


def _is_date(parts: Sequence[Part]) -> bool:
    return any(
        k == "elapsed" or (k == "date" and t[0] in "yYmMdDhHsS")
        for k, t in parts
    )


def _date(value: float, parts: Sequence[Part], place: Regional) -> str:
    digits = max(
        (len(t) - 1 for k, t in parts if k == "date" and t[0] == "."),
        default=0,
    )
    unit = 10**digits
    ticks = Decimal(repr(value)) * 86400 * unit
    total = int(ticks.to_integral_value(ROUND_HALF_UP))
    elapsed = any(k == "elapsed" for k, _ in parts)
    sign, total = ("-", -total) if elapsed and total < 0 else ("", total)
    seconds, fraction = divmod(total, unit)
    try:
        moment = EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return general(value, place.decimal)
    half = any(k == "half" for k, _ in parts)
    out = sign
    for at, (kind, text) in enumerate(parts):
        if kind == "half":
            out += _half(text, moment)
        elif kind == "elapsed":
            size = _SIZE[text[0].lower()]
            larger = [
                _SIZE[t[0].lower()]
                for k, t in parts[:at]
                if k == "elapsed" and _SIZE[t[0].lower()] > size
            ]
            out += str(
                seconds % min(larger, default=seconds + 1) // size
            ).zfill(len(text))
        elif kind == "date":
            out += _date_part(
                text, parts, at, moment, half, fraction, digits, place
            )
        else:
            out += _literal((kind, text))
    return out


def _half(text: str, moment: datetime) -> str:
    shown = "AM" if moment.hour < 12 else "PM"
    if text.lower() == "a/p":
        return shown[0] if text.isupper() else shown[0].lower()
    return shown


def _date_part(
    text: str,
    parts: Sequence[Part],
    at: int,
    moment: datetime,
    half: bool,
    fraction: int,
    digits: int,
    place: Regional,
) -> str:
    letter, length = text[0].lower(), len(text)
    if letter == ".":
        return place.decimal + str(fraction).zfill(digits)[: length - 1]
    if letter == "y":
        return (
            f"{moment.year % 100:02d}" if length <= 2 else f"{moment.year:04d}"
        )
    if letter == "d":
        names = {
            1: str(moment.day),
            2: f"{moment.day:02d}",
            3: place.days_short[moment.weekday()],
        }
        return names.get(length, place.days[moment.weekday()])
    if letter == "h":
        hour = (moment.hour % 12 or 12) if half else moment.hour
        return f"{hour:02d}" if length > 1 else str(hour)
    if letter == "s":
        return f"{moment.second:02d}" if length > 1 else str(moment.second)
    if text[0] == "m" and length <= 2 and _is_minute(parts, at):
        return f"{moment.minute:02d}" if length > 1 else str(moment.minute)
    month = place.months[moment.month - 1]
    names = {
        1: str(moment.month),
        2: f"{moment.month:02d}",
        3: place.months_short[moment.month - 1],
        5: month[0],
    }
    return names.get(length, month)


def _is_minute(parts: Sequence[Part], at: int) -> bool:
    """``m`` is a minute after an hour or before a second; otherwise a month."""

    def letter(part: Part) -> str:
        return (
            part[1][0].lower()
            if part[0] in ("date", "elapsed") and part[1][0] != "."
            else ""
        )

    before = next((letter(p) for p in reversed(parts[:at]) if letter(p)), "")
    after = next((letter(p) for p in parts[at + 1 :] if letter(p)), "")
    return before == "h" or after == "s"


# -- numbers ------------------------------------------------------------------


def _number(value: float, parts: Sequence[Part], place: Regional) -> str:
    with localcontext(prec=400):
        return _in_digits(value, parts, place)


def _in_digits(value: float, parts: Sequence[Part], place: Regional) -> str:
    expanded: list[Part] = []
    for kind, text in parts:
        # In a number these letters mean themselves, and a point with zeros is
        # what it looks like.
        if kind == "date" and text[0] == ".":
            expanded += [("other", "."), *[("digit", "0")] * (len(text) - 1)]
        else:
            expanded.append((kind, text))
    slots = [i for i, (k, _) in enumerate(expanded) if k == "digit"]
    negative = value < 0
    if not slots:
        shown = "".join(
            general(abs(value), place.decimal)
            if p == ("other", "@")
            else _literal(p)
            for p in expanded
        )
        return ("-" if negative and ("other", "@") in expanded else "") + shown
    if any(
        p == ("other", "/") and (i < slots[-1] or expanded[i + 1 :][:1])
        for i, p in enumerate(expanded)
        if i > slots[0]
    ):
        return _fraction(value, expanded, slots)
    number = Decimal(repr(abs(value))) * 100 ** sum(
        p == ("other", "%") for p in expanded
    )
    last = slots[-1]
    commas = 0
    while last + 1 + commas < len(expanded) and expanded[
        last + 1 + commas
    ] == (
        "other",
        ",",
    ):
        commas += 1
    number /= Decimal(1000) ** commas
    text = _digits(number, expanded, slots, last + 1 + commas, place)
    zero = not any(c in "123456789" for c in text)
    return ("-" if negative and not zero else "") + text


def _digits(
    number: Decimal,
    parts: Sequence[Part],
    slots: list[int],
    end: int,
    place: Regional,
) -> str:
    point = next(
        (
            i
            for i in range(slots[0] - 1 if slots[0] else 0, end)
            if parts[i] == ("other", ".")
        ),
        None,
    )
    whole = [i for i in slots if point is None or i < point]
    rest = [i for i in slots if point is not None and i > point]
    grouped = any(
        parts[i] == ("other", ",")
        for i in range(slots[0], (whole or slots)[-1])
    )
    exponent = next((t for k, t in parts if k == "exponent"), "")
    power = 0
    if exponent:
        power = number.adjusted() if number else 0
        power -= power % max(len(whole), 1) if len(whole) > 1 else 0
        number = number.scaleb(-power)
    rounded = number.quantize(Decimal(1).scaleb(-len(rest)), ROUND_HALF_UP)
    digits, _, decimals = f"{rounded:f}".partition(".")
    digits = digits.lstrip("0")
    out = _whole(digits, parts, whole, slots[0], grouped, place)
    kept = len(decimals)
    while (
        kept and decimals[kept - 1] == "0" and parts[rest[kept - 1]][1] != "0"
    ):
        kept -= 1
    shown = dict(out)
    for nth, at in enumerate(rest):
        shown[at] = (
            decimals[nth] if nth < kept else " " if parts[at][1] == "?" else ""
        )
    text = ""
    for i, part in enumerate(parts):
        if i in shown:
            text += shown[i]
        elif point is not None and i == point:
            text += (
                place.decimal
            )  # always: "#0.#" shows 23 as "23.", says Google's guide
        elif part == ("other", ",") and slots[0] <= i < end:
            continue
        elif part[0] == "exponent":
            sign = "-" if power < 0 else "+" if part[1][1] == "+" else ""
            text += (
                f"{part[1][0]}{sign}{str(abs(power)).zfill(len(part[1]) - 2)}"
            )
        else:
            text += _literal(part)
    return text


def _whole(
    digits: str,
    parts: Sequence[Part],
    whole: list[int],
    first: int,
    grouped: bool,
    place: Regional,
) -> list[tuple[int, str]]:
    """The digits before the point, put into their places from the right; what
    is left over goes into the first.
    """
    if not whole:
        return [(first - 1, digits)] if digits else []
    out: list[tuple[int, str]] = []
    for count, at in enumerate(reversed(whole)):
        digit = (
            digits[-1 - count]
            if count < len(digits)
            else {"0": "0", "?": " "}.get(parts[at][1], "")
        )
        if at == whole[0] and len(digits) > len(whole):
            text = digits[: len(digits) - count]
            if grouped:
                text = _grouped(text, count, place)
        else:
            text = digit + (
                place.group
                if grouped and count and count % 3 == 0 and digit.strip()
                else ""
            )
        out.append((at, text))
    return out


def _grouped(text: str, behind: int, place: Regional) -> str:
    """Digits with separators, ``behind`` more digits following them."""
    out = ""
    for i, digit in enumerate(text):
        left = len(text) - i - 1 + behind
        out += digit + (place.group if left and left % 3 == 0 else "")
    return out


def _fraction(value: float, parts: Sequence[Part], slots: list[int]) -> str:
    slash = next(
        i for i in range(slots[0], len(parts)) if parts[i] == ("other", "/")
    )
    fixed = "".join(
        t
        for k, t in parts[slash + 1 :]
        if k in ("other", "digit") and t.isdigit()
    )
    below = [i for i in slots if i > slash]
    width = max(len(below), 1)
    above = [i for i in slots if i < slash]
    gap = next(
        (i for i in range(slash - 1, slots[0], -1) if parts[i][0] != "digit"),
        None,
    )
    numerator = [i for i in above if gap is None or i > gap]
    exact = Fraction(Decimal(repr(abs(value))))
    whole = int(exact) if gap is not None else 0
    if fixed and fixed != "0" * len(fixed):
        bottom = int(fixed)
        top = round((exact - whole) * bottom)
    else:
        near = (exact - whole).limit_denominator(10**width - 1)
        top, bottom = near.numerator, near.denominator
    if top == bottom and gap is not None:
        whole, top = whole + 1, 0
    head = "".join(_literal(p) for p in parts[: slots[0]])
    sign = "-" if value < 0 else ""
    room = len(numerator)
    if top == 0 and gap is not None:
        return f"{sign}{head}{whole}" + " " * (room + width + 2)
    lead = (
        (
            f"{whole} "
            if whole
            or any(parts[i][1] == "0" for i in above if i < (gap or 0))
            else " "
        )
        if gap is not None
        else ""
    )
    return (
        f"{sign}{head}{lead}{str(top).rjust(room)}/{str(bottom).ljust(width)}"
    )
