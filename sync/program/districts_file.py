"""``districts.csv``: a line for each district, held to what it must be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sync.core.dates import typed_day, written_day
from sync.core.district import (
    NO_PLACE,
    NO_RATES,
    NO_SUBSTITUTES,
    Place,
    Rates,
    Substitutes,
)
from sync.core.field_words import PLAIN, FieldWords
from sync.core.people import ADDRESS
from sync.core.planning import DAYS, weekday_of
from sync.core.presets import PRESETS
from sync.core.problems import Problem
from sync.errors import ConfigurationError
from sync.program import csv_files

DISTRICT_COLUMNS = (
    "key",
    "name",
    "coordinators",
    "first_day",
    "last_day",
    "preset",
    "schools",
)
# Optional rates. Without them no cost is calculated.
RATE_COLUMNS = ("coverage_rate", "stipend")
# How it asks for substitutes.
SUBSTITUTE_COLUMNS = (
    "reason_code",
    "budget_code",
    "approver",
    "lead_days",
    "avoid_days",
)
# Where reports above the district count it.
PLACE_COLUMNS = ("state_code", "region", "member_codes")
COLUMNS = (
    *DISTRICT_COLUMNS,
    *RATE_COLUMNS,
    *SUBSTITUTE_COLUMNS,
    *PLACE_COLUMNS,
)
MOST_LEAD_DAYS = 10
_NEEDED = ("key", "name", "first_day", "last_day")
_SYNONYMS = {
    "name": ("district", "district name"),
    "coordinators": (
        "coordinator",
        "coordinator e-mail",
        "coordinator emails",
        "coordinator addresses",
    ),
    "first_day": ("first day of school", "start date", "first"),
    "last_day": ("last day of school", "end date", "last"),
    "schools": ("school", "buildings"),
}
KEY = re.compile(r"[A-Z][A-Z0-9]{1,7}")
# Days that a school year has.
_SHORTEST, _LONGEST = 30, 366
# Of a column, an example of a date.
_EXAMPLES = {
    "first_day": date(2026, 8, 31),
    "last_day": date(2027, 6, 18),
}


@dataclass(frozen=True)
class DistrictSettings:
    """A row of ``districts.csv``."""

    key: str
    name: str
    coordinators: tuple[str, ...]
    first_day: date
    last_day: date
    preset: str
    schools: tuple[str, ...]
    day_first: bool = False
    words: FieldWords = PLAIN
    rates: Rates = NO_RATES
    substitutes: Substitutes = NO_SUBSTITUTES
    place: Place = NO_PLACE


def read_districts(
    path: Path, preset: str, day_first: bool, problems: list[Problem]
) -> list[DistrictSettings]:
    """The districts of the file; what is wrong with a line is added to
    ``problems``.

    ``preset`` is of those that name none; ``day_first``: days may be written
    as 31/8/2026. Raises ConfigurationError for a file
    that cannot be read.
    """
    if not path.exists():
        raise ConfigurationError(
            f"{path}: there is no such file. Create it with this first line:"
            f" {','.join(DISTRICT_COLUMNS)}"
        )
    districts: dict[str, DistrictSettings] = {}
    before = len(problems)
    for line, row in csv_files.read(
        path,
        COLUMNS,
        _NEEDED,
        _SYNONYMS,
    ):
        where = f"{path}, line {line}"
        district = _district(where, row, preset, day_first, problems)
        problems += _twice(where, row, districts)
        if district is not None and district.key not in districts:
            districts[district.key] = district
    problems += _codes_twice(path, districts.values())
    if not districts and len(problems) == before:
        problems.append(
            Problem(
                str(path),
                "there is no district",
                "Add a line for each district",
            )
        )
    return list(districts.values())


def _district(
    where: str,
    row: csv_files.Row,
    preset: str,
    day_first: bool,
    problems: list[Problem],
) -> DistrictSettings | None:
    """The district of a line; None where something is wrong with it."""
    before = len(problems)
    key, chosen = row["key"].upper(), row.get("preset") or preset
    problems += _misnamed(where, row["key"], chosen)
    first, last = (
        _day(where, name, row, day_first, problems)
        for name in ("first_day", "last_day")
    )
    if first and last and not _SHORTEST <= (last - first).days <= _LONGEST:
        remedy = "Give the first and last day of one school year"
        problems.append(
            Problem(where, f"{first} to {last} is no school year", remedy)
        )
    coordinators = tuple(
        text.lower()
        for text in re.split(r"[;\s]+", row.get("coordinators", ""))
        if text
    )
    problems += _no_addresses(where, coordinators)
    hour, stipend = (
        _amount(where, name, row, problems) for name in RATE_COLUMNS
    )
    substitutes = _substitutes(where, row, problems)
    place = _place(where, row, problems)
    if len(problems) > before or first is None or last is None:
        return None
    name = " ".join(row["name"].split())
    return DistrictSettings(
        key,
        name,
        coordinators,
        first,
        last,
        chosen,
        _listed(row.get("schools", "")),
        day_first,
        rates=Rates(hour, stipend),
        substitutes=substitutes,
        place=place,
    )


def _listed(text: str) -> tuple[str, ...]:
    """The names of a list with semicolons."""
    names = (" ".join(name.split()) for name in text.split(";"))
    return tuple(name for name in names if name)


def further_cells(d: DistrictSettings) -> list[str]:
    """The cells of the optional columns: rates, substitutes, place."""
    asked, place = d.substitutes, d.place
    return [
        *(
            "" if each is None else f"{each:.2f}"
            for each in (d.rates.coverage_hour, d.rates.stipend)
        ),
        asked.reason_code,
        asked.budget_code,
        asked.approver,
        str(asked.lead_days or ""),
        "; ".join(DAYS[each] for each in sorted(asked.avoid)),
        place.code,
        place.region,
        ";".join(code for _, code in place.members),
    ]


def _misnamed(where: str, key: str, preset: str) -> Iterator[Problem]:
    """A key that cannot be one, and a preset that there is not."""
    if not KEY.fullmatch(key.upper()):
        remedy = "Use 2 to 8 letters and digits, a letter first, such as WES"
        yield Problem(where, f"the key {key!r} cannot be used", remedy)
    if preset not in PRESETS:
        remedy = f"Use one of {', '.join(PRESETS)}"
        yield Problem(where, f"there is no preset {preset!r}", remedy)


def _amount(
    where: str, name: str, row: csv_files.Row, problems: list[Problem]
) -> float | None:
    """An amount of money, without a currency; None where nothing is said."""
    text = row.get(name, "").replace(",", "").lstrip("$€£ ")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,7}(?:\.\d{1,2})?", text):
        remedy = "Write an amount, such as 42.50, or leave it empty"
        problems.append(Problem(where, f"{name} is {row[name]!r}", remedy))
        return None
    return float(text)


def _substitutes(
    where: str, row: csv_files.Row, problems: list[Problem]
) -> Substitutes:
    """How a district asks for substitutes; what is empty is left out."""
    lead, avoid = row.get("lead_days", ""), set()
    if lead and not (
        re.fullmatch(r"\d{1,3}", lead) and int(lead) <= MOST_LEAD_DAYS
    ):
        remedy = f"Write how many school days, 0 to {MOST_LEAD_DAYS}"
        problems.append(Problem(where, f"lead_days is {lead!r}", remedy))
        lead = ""
    approver = row.get("approver", "").lower()
    if approver and not ADDRESS.fullmatch(approver):
        what = f"approver {approver!r} is not an e-mail address"
        problems.append(Problem(where, what, "Write one address"))
    for text in re.split(r"[;,\s]+", row.get("avoid_days", "")):
        if not text:
            continue
        one = re.fullmatch(r"[A-Za-z]+\.?", text)
        weekday = weekday_of(text) if one else None
        if weekday is None:
            remedy = "Write weekdays, such as Monday; Friday"
            problems.append(Problem(where, f"avoid_days has {text!r}", remedy))
        else:
            avoid.add(weekday)
    reason, budget = (
        row.get(name, "")[:40] for name in SUBSTITUTE_COLUMNS[:2]
    )
    return Substitutes(
        reason, budget, approver, int(lead or 0), frozenset(avoid)
    )


def _place(where: str, row: csv_files.Row, problems: list[Problem]) -> Place:
    """Where a district is counted; as many codes as schools make it a region
    of members.
    """
    schools = _listed(row.get("schools", ""))
    codes = _listed(row.get("member_codes", ""))
    if codes and len(codes) != len(schools):
        remedy = "Give each school of the line its code, in the same order"
        what = f"{len(codes)} member_codes for {len(schools)} schools"
        problems.append(Problem(where, what, remedy))
        return NO_PLACE
    if len(set(codes)) < len(codes):
        remedy = "Give each member a code of its own"
        problems.append(Problem(where, "a member code is used twice", remedy))
    region = " ".join(row.get("region", "").split())
    code = " ".join(row.get("state_code", "").split())
    return Place(code, region, tuple(zip(schools, codes, strict=False)))


def _twice(
    where: str, row: csv_files.Row, districts: Mapping[str, DistrictSettings]
) -> Iterator[Problem]:
    """What a line says that another one said before it."""
    key, name = row["key"].upper(), " ".join(row["name"].split())
    if key in districts:
        remedy = "Give each district a key of its own"
        yield Problem(where, f"the key {key} is used twice", remedy)
    for other in districts.values():
        if other.key != key and other.name.casefold() == name.casefold():
            # Its sheet and its choice in the feedback form are known by it.
            remedy = "Give each district a name of its own"
            yield Problem(
                where, f"{other.key} has the name “{name}” already", remedy
            )


def _codes_twice(
    path: Path, districts: Iterable[DistrictSettings]
) -> Iterator[Problem]:
    """Codes at the state that two districts, or members, have."""
    seen: dict[str, str] = {}
    for district in districts:
        place = district.place
        members = [(code, name) for name, code in place.members]
        for code, name in [(place.code, district.name), *members]:
            if code and (other := seen.setdefault(code, name)) != name:
                what = f"{other} and {name} both have the code {code}"
                yield Problem(str(path), what, "Give each its own")


def _no_addresses(
    where: str, coordinators: tuple[str, ...]
) -> Iterator[Problem]:
    for who in coordinators:
        if not ADDRESS.fullmatch(who.removeprefix("group:")):
            yield Problem(
                where,
                f"coordinator {who!r} is not an e-mail address",
                "Separate addresses with ;, and begin a group's with group:",
            )


def _day(
    where: str,
    name: str,
    row: csv_files.Row,
    day_first: bool,
    problems: list[Problem],
) -> date | None:
    day = written_day(row[name], day_first)
    if day is None:
        example = _EXAMPLES[name]
        remedy = f"Write a day as {example} or {typed_day(example, day_first)}"
        problems.append(Problem(where, f"{name} is {row[name]!r}", remedy))
    return day
