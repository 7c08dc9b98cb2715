"""Number formats and dates: a value as people read it, and what they type as a value."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (serial dates have no zone)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DEFAULT = {"DATE": "M/d/yyyy", "TIME": "h:mm:ss am/pm", "DATE_TIME": "M/d/yyyy H:mm:ss", "NUMBER": "#,##0.00", "PERCENT": "0.00%", "CURRENCY": "$#,##0.00"}  # fmt: skip
_DATE_TOKEN = re.compile(r'"[^"]*"|\\.|am/pm|a/p|y+|m+|d+|h+|s+|.', re.IGNORECASE | re.DOTALL)


def serial(moment: datetime | date) -> float:
    """Days since 1899-12-30, the fraction being the time."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment - EPOCH) / timedelta(days=1)


def general(number: float) -> str:
    """A number with no format of its own."""
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.10g}"


def formatted(value: Any, number_format: dict[str, Any] | None) -> str:
    """A cell's effective value as text, under its number format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    kind = (number_format or {}).get("type", "")
    pattern = (number_format or {}).get("pattern") or DEFAULT.get(kind, "")
    if not pattern or kind == "TEXT":
        return general(value)
    if kind in ("DATE", "TIME", "DATE_TIME"):
        return _date_text(value, pattern)
    return _number_text(value, pattern)


def _date_text(value: float, pattern: str) -> str:
    moment = EPOCH + timedelta(seconds=round(value * 86400))
    tokens = _DATE_TOKEN.findall(pattern)
    half = any(t.lower() in ("am/pm", "a/p") for t in tokens)
    hour = (moment.hour % 12 or 12) if half else moment.hour
    text, after_hour = "", False
    for place, token in enumerate(tokens):
        low = token.lower()
        if low[0] == "m" and low != "am/pm" and set(low) == {"m"}:
            ahead = next((t.lower() for t in tokens[place + 1 :] if t[0].isalpha()), "")
            if after_hour or ahead.startswith("s"):
                text += f"{moment.minute:02d}" if len(low) > 1 else str(moment.minute)
            else:
                names = {1: str(moment.month), 2: f"{moment.month:02d}", 3: _MONTHS[moment.month - 1][:3]}
                text += names.get(len(low), _MONTHS[moment.month - 1])
        elif low[0] == "y":
            text += f"{moment.year % 100:02d}" if len(low) <= 2 else str(moment.year)
        elif low[0] == "d" and set(low) == {"d"}:
            name = _DAYS[moment.weekday()]
            text += {1: str(moment.day), 2: f"{moment.day:02d}", 3: name[:3]}.get(len(low), name)
        elif low[0] == "h":
            text += f"{hour:02d}" if len(low) > 1 else str(hour)
        elif low[0] == "s" and set(low) == {"s"}:
            text += f"{moment.second:02d}" if len(low) > 1 else str(moment.second)
        elif low == "am/pm":
            text += "AM" if moment.hour < 12 else "PM"
        else:
            text += token[1:-1] if token.startswith('"') else token[1:] if token.startswith("\\") else token
        if token[0].isalpha():
            after_hour = low[0] == "h"
    return text


def _number_text(value: float, pattern: str) -> str:
    sections = pattern.split(";")
    if value < 0 and len(sections) > 1:
        return _number_text(-value, sections[1])
    pattern = sections[2] if value == 0 and len(sections) > 2 else sections[0]
    found = re.search(r"[#0?][#0?,]*(?:\.[0#?]+)?", pattern)
    if not found:
        return pattern.replace('"', "")
    core = found.group(0)
    number = value * 100 if "%" in pattern else value
    whole, _, fraction = core.partition(".")
    text = f"{abs(number):,.{len(fraction)}f}" if "," in whole else f"{abs(number):.{len(fraction)}f}"
    while fraction.endswith("#") and text.endswith("0"):
        text, fraction = text[:-1], fraction[:-1]
    text = text.rstrip(".")
    digits, _, rest = text.partition(".")
    digits = digits.rjust(whole.replace(",", "").count("0"), "0")
    if not whole.replace(",", "").count("0") and digits == "0" and rest:
        digits = ""
    text = digits + ("." + rest if rest else "")
    before, after = pattern[: found.start()], pattern[found.end() :]
    return ("-" if number < 0 else "") + (before + text + after).replace('"', "").replace("\\", "")


def typed(text: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What a person typed, as a userEnteredValue and the number format it brings, if any."""
    if text.startswith("'"):
        return {"stringValue": text[1:]}, None
    if text.startswith("=") and len(text) > 1:
        return {"formulaValue": text}, None
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return {"boolValue": bare.upper() == "TRUE"}, None
    if re.fullmatch(r"[-+]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][-+]?\d+)?", bare) and re.search(r"\d", bare):
        return {"numberValue": float(bare.replace(",", ""))}, None
    if found := re.fullmatch(r"([-+]?\d+(?:\.\d+)?)%", bare):
        pattern = "0.00%" if "." in bare else "0%"
        return {"numberValue": float(found.group(1)) / 100}, {"type": "PERCENT", "pattern": pattern}
    if found := re.fullmatch(r"(-)?\$(\d[\d,]*(?:\.\d+)?)", bare):
        pattern = "$#,##0.00" if "." in bare else "$#,##0"
        number = float(found.group(2).replace(",", "")) * (-1 if found.group(1) else 1)
        return {"numberValue": number}, {"type": "CURRENCY", "pattern": pattern}
    return _typed_date(bare) or ({"stringValue": text}, None)


def _typed_date(text: str) -> tuple[dict[str, Any], dict[str, Any] | None] | None:
    for shape, pattern in (
        ("%m/%d/%Y", "M/d/yyyy"), ("%Y-%m-%d", "yyyy-mm-dd"), ("%m/%d/%y", "M/d/yy"), ("%B %d, %Y", "mmmm d, yyyy"), ("%b %d, %Y", "mmm d, yyyy"),
    ):  # fmt: skip
        try:
            day = datetime.strptime(text, shape)  # noqa: DTZ007  (serial dates have no zone)
        except ValueError:
            continue
        return {"numberValue": serial(day)}, {"type": "DATE", "pattern": pattern}
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?", text, re.IGNORECASE):
        hour, minute, second = int(found.group(1)), int(found.group(2)), int(found.group(3) or 0)
        half = (found.group(4) or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour < 24 and minute < 60 and second < 60:
            pattern = "h:mm am/pm" if half else "h:mm"
            return {"numberValue": (hour * 3600 + minute * 60 + second) / 86400}, {
                "type": "TIME",
                "pattern": pattern,
            }
    return None
