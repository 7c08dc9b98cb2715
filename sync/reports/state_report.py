"""What a state's agency is given, in confidence and whole: a file that can be
merged with others, and beside it the same as text to copy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sync.core.annual import Asking, Item
from sync.core.feedback import Opinion, tally
from sync.core.judge import DistrictStanding
from sync.core.reporting_units import units_of
from sync.core.unit_record import NO, YES, UnitRecord, record_of
from sync.core.words import many, printable
from sync.errors import ConfigurationError, Refused
from sync.program import private_files
from sync.program.annual_questions import asking_of
from sync.program.opened import Program
from sync.run.other_forms import opinions

VERSION = 1
_UNKNOWN = "not known here"


@dataclass(frozen=True)
class MergedFile:
    """A file that others were merged from: its name, its checksum, how many
    units it had.
    """

    name: str
    sha256: str
    units: int


@dataclass(frozen=True)
class StateFile:
    """A file for an agency: the year, the state's list, its units; ``files``
    are those that it was merged from, each with its checksum (SHA-256).
    """

    year: str
    as_of: str
    state: str
    source: str
    units: tuple[UnitRecord, ...]
    files: tuple[MergedFile, ...] = ()


@dataclass(frozen=True)
class _Kept(StateFile):
    """A StateFile as a file holds it, with the version of its format."""

    version: int = 0


def of_program(
    program: Program, standings: Iterable[DistrictStanding], names: bool
) -> StateFile:
    """The records of a program; the lists of names only where wanted."""
    return collected(
        standings,
        asking_of(program.settings),
        opinions(program),
        program.settings.file.program.year,
        names,
    )


def collected(
    standings: Iterable[DistrictStanding],
    asking: Asking,
    answers: Sequence[Opinion],
    year: str,
    names: bool,
) -> StateFile:
    """The records of every unit; the lists of names only where wanted."""
    units, day = [], ""
    for standing in standings:
        key, day = standing.district.key, standing.day.isoformat()
        feedback = tally(o for o in answers if o.district == key)
        units += [
            record_of(unit, asking, feedback) for unit in units_of(standing)
        ]
    if not names:
        units = [_without_names(unit) for unit in units]
    return StateFile(year, day, asking.name, asking.source, tuple(units))


def _without_names(unit: UnitRecord) -> UnitRecord:
    items = (replace(item, people=(), head={}) for item in unit.items)
    return replace(unit, items=tuple(items))


# -- files --------------------------------------------------------------------


def write(path: Path, report: StateFile) -> Iterator[Path]:
    """Write the file, and beside it its text; gives both paths."""
    text = json.dumps(
        {"version": VERSION, **asdict(report)}, indent=1, ensure_ascii=False
    )
    beside = path.with_suffix(".txt")
    if beside == path:
        raise ConfigurationError(
            f"{path}: the text to copy gets this name. Give the file another ending, such as .json."
        )
    private_files.write(path, text + "\n")
    yield path
    private_files.write(beside, "\n".join(lines_of(report)) + "\n")
    yield beside


def read(path: Path) -> StateFile:
    """A file as ``write`` wrote it. Raises ConfigurationError for another."""
    from pydantic import ValidationError
    from pydantic.type_adapter import TypeAdapter

    try:
        kept = TypeAdapter(_Kept).validate_json(
            path.read_bytes(), strict=False
        )
    except (OSError, ValidationError) as error:
        what = "cannot be read"
        if isinstance(error, ValidationError):
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            what = f"is not as `sync report --state` wrote it ({place or 'its beginning'}: {first['msg']})"
        raise ConfigurationError(
            f"{path} {what}. Ask its sender for it again."
        ) from error
    if kept.version != VERSION:
        raise ConfigurationError(
            f"{path} was written by another version of this program. Ask for it again, or update this one."
        )
    return StateFile(
        kept.year,
        kept.as_of,
        kept.state,
        kept.source,
        kept.units,
        kept.files,
    )


def merged(paths: Sequence[Path]) -> StateFile:
    """Several files as one. Raises Refused where a district is in two of them,
    or they are of two years or states.
    """
    found = [(path, read(path)) for path in paths]
    first = found[0][1]
    codes: dict[str, tuple[UnitRecord, Path]] = {}
    names: dict[str, tuple[UnitRecord, Path]] = {}
    files = []
    for path, each in found:
        if (each.year, each.state) != (first.year, first.state):
            raise Refused(
                f"{path} is of {each.state}, {each.year}; {found[0][0]} of {first.state}, {first.year}. Nothing was written.",
                "Merge files of one state and one year.",
            )
        for unit in each.units:
            code, name = unit.code.casefold(), _name_of(unit)
            before = codes.get(code) if code else None
            other = names.get(name)
            if other and not (code and other[0].code):
                before = other  # one of the two has no code to tell them apart
            if before:
                raise Refused(
                    f"{unit.name} ({unit.code or 'no code'}) is in {before[1]} and in {path}. Nothing was written.",
                    "Leave one of the two files out.",
                )
            codes[code] = names[name] = (unit, path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        files.append(MergedFile(path.name, digest, len(each.units)))
    whole = tuple(unit for _, each in found for unit in each.units)
    day = max(each.as_of for _, each in found)
    return replace(first, as_of=day, units=whole, files=tuple(files))


def _name_of(unit: UnitRecord) -> str:
    """By what a unit without a code is known: its name, within its region."""
    return f"{unit.of} {unit.name}".casefold()


# -- as text ------------------------------------------------------------------


def lines_of(report: StateFile) -> Iterator[str]:
    """The whole as text to copy, each figure with where it comes from."""
    yield printable(
        f"Mentoring {report.year}, {report.state}, as of {report.as_of}. In confidence."
    )
    yield printable(f"By {report.source}.")
    yield ""
    units = report.units
    without = [u for u in units if u.every_beginner == NO]
    silent = [u for u in units if not u.reported]
    yield f"Every beginner has a trained mentor: {YES if not without else NO}."
    for unit in without:
        missing = unit.beginners - unit.with_trained_mentor
        yield f"  {_named(unit)}: {missing} of {many(unit.beginners, 'beginner')} now without"
    number = many(len(silent), "district") if silent else "no district"
    yield f"Without a reported meeting: {number}."
    yield from (f"  {_named(unit)}" for unit in silent)
    for unit in units:
        yield ""
        yield _named(unit)
        within = unit.days is not None and unit.every_beginner == YES
        days = (
            f", within {many(unit.days or 0, 'school day')}" if within else ""
        )
        yield f"  Every beginner has a trained mentor: {unit.every_beginner}{days}"
        for item in unit.items:
            yield from _item(item)
    for file in report.files:
        yield ""
        yield f"From {printable(file.name)}: {many(file.units, 'district')}, SHA-256 {printable(file.sha256)}"


def _named(unit: UnitRecord) -> str:
    code = f"{unit.code} " if unit.code else ""
    of = f" (member of {unit.of})" if unit.of else ""
    return printable(f"{code}{unit.name}{of}")


def _item(item: Item) -> Iterator[str]:
    answer = _UNKNOWN if item.number is None else item.number
    source = f"  [{item.source}]" if item.source else ""
    yield "  " + printable(f"{item.mark}. {item.words}: {answer}{source}")
    for person in item.people:
        shown = (str(person[key]) for key in item.head)
        yield "     " + printable(" · ".join(text for text in shown if text))
