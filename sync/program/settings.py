"""``program.toml`` and ``districts.csv`` become Settings; every mistake is reported
with its place and the fix.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
)
from pydantic_core import PydanticCustomError

from sync.core.people import ADDRESS
from sync.core.presets import PRESETS
from sync.core.problems import Problem
from sync.errors import ConfigurationError
from sync.program import csv_files
from sync.state.database import POSTGRES

DISTRICT_COLUMNS = (
    "key",
    "name",
    "coordinators",
    "first_day",
    "last_day",
    "preset",
    "schools",
)


# The locales of Google Sheets whose formulas part their arguments with commas, as this
# program writes them: where the comma is the decimal sign, Google takes semicolons
# alone.
LOCALES = (
    "en_US",
    "en_AU",
    "en_CA",
    "en_GB",
    "en_IE",
    "en_IN",
    "es_MX",
    "ja_JP",
    "ko_KR",
    "zh_CN",
    "zh_TW",
)


# One name, or a list of several.
Names = Annotated[
    tuple[str, ...],
    Field(min_length=1),
    BeforeValidator(lambda given: (given,) if isinstance(given, str) else given),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProgramPart(_Part):
    """``[program]``."""

    name: str = Field(min_length=1, max_length=100)
    year: str
    time_zone: str = "America/New_York"
    locale: str = "en_US"

    @field_validator("name", mode="before")
    @classmethod
    def _name(cls, text: object) -> object:
        """On one line, as Google shows the names of files."""
        return " ".join(text.split()) if isinstance(text, str) else text

    @field_validator("locale")
    @classmethod
    def _locale(cls, name: str) -> str:
        if name not in LOCALES:
            raise ValueError(
                "in this locale Google Sheets refuses formulas with commas, as this program writes them. Write en_US, or en_GB"
                f" for days as 31/12/2026. There are {', '.join(LOCALES)}"
            )
        return name

    @field_validator("year")
    @classmethod
    def _year(cls, text: str) -> str:
        if not re.fullmatch(r"\d{4}-\d{2}", text) or (int(text[:4]) + 1) % 100 != int(
            text[5:]
        ):
            raise ValueError("write the school year as 2026-27")
        return text

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("not a time zone; America/New_York is one")
        return name


class GooglePart(_Part):
    """``[google]``: where the program lives, who the tool is, and after how long a
    sheet is read whatever Drive says.
    """

    endpoint: Literal["google", "local"] = "google"
    credentials: Names = ("application-default",)
    client: str = ""
    impersonate: str = ""
    act_as: str = ""
    folder: str = ""
    unseen_hours: float = Field(6, ge=1, le=168)
    data: str = "workspace.sqlite"
    identity: Names = ("program@making-time.example",)

    @field_validator("folder")
    @classmethod
    def _folder(cls, text: str) -> str:
        """An id, or the address that the browser shows."""
        found = re.search(r"/folders/([\w-]+)", text)
        given = found.group(1) if found else text
        if not re.fullmatch(r"[\w-]*", given):
            raise ValueError(
                "write the folder's id: the end of its address in the browser"
            )
        return given

    @field_validator("act_as", "impersonate")
    @classmethod
    def _address(cls, address: str) -> str:
        if address and not ADDRESS.fullmatch(address):
            raise ValueError("write an e-mail address")
        return address


class FormPart(_Part):
    """``[form]``: who may answer, how addresses are collected, and files of the
    program's own for the three forms.
    """

    email: Literal["verified", "typed", "none"] = "verified"
    strict: bool = False
    pick: Literal["code", "list"] = "code"
    responders: Names = ("anyone",)
    file: str = ""
    planning: str = ""
    feedback: str = ""

    @field_validator("responders")
    @classmethod
    def _responders(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for each in given:
            if not re.fullmatch(r"anyone|(?:domain|user|group):\S+", each):
                raise ValueError(
                    f'{each!r} is not known; use "anyone", "domain:school.example", "group:..." or "user:..."'
                )
        return given


class DefaultsPart(_Part):
    """``[defaults]``: what districts start with."""

    preset: str = "weekly"
    pairs: int = Field(60, ge=1, le=500)
    country: str = Field("US", pattern=r"^[A-Z]{2}$")
    subdivision: str = Field("MA", pattern=r"^[A-Z0-9]{0,3}$")

    @field_validator("preset")
    @classmethod
    def _preset(cls, name: str) -> str:
        if name not in PRESETS:
            raise ValueError(
                f"there is no preset {name!r}; use one of {', '.join(PRESETS)}"
            )
        return name


class LetterPart(_Part):
    """``[letter]``: how the weekly letter goes out; the password is in the environment,
    SYNC_SMTP_PASSWORD.
    """

    smtp: str = Field("", pattern=r"^$|^[\w.\-:\[\]]+$")
    user: str = ""
    sender: str = ""

    @field_validator("sender")
    @classmethod
    def _sender(cls, address: str) -> str:
        if address and not ADDRESS.fullmatch(address):
            raise ValueError("write an e-mail address")
        return address


class ProgramFile(_Part):
    """The whole of ``program.toml``."""

    version: Literal[1] = 1
    state: str = "state.sqlite"
    health_check: str = ""
    program: ProgramPart
    google: GooglePart = GooglePart()
    form: FormPart = FormPart()
    defaults: DefaultsPart = DefaultsPart()
    letter: LetterPart = LetterPart()

    @field_validator("state")
    @classmethod
    def _state(cls, place: str) -> str:
        # Not shown: it may have a password in it.
        if "://" in place and not place.startswith(POSTGRES):
            raise PydanticCustomError(
                "state", "an address here begins with postgresql://"
            )
        if not place or any(not c.isprintable() for c in place):
            raise PydanticCustomError(
                "state", "write a file's name or a postgresql:// address, on one line"
            )
        return place

    @field_validator("health_check")
    @classmethod
    def _health_check(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://\S+", url):
            raise ValueError("write an address that begins with https://")
        return url


_PARTS: dict[str, type[_Part]] = {
    "program": ProgramPart,
    "google": GooglePart,
    "form": FormPart,
    "defaults": DefaultsPart,
    "letter": LetterPart,
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


@dataclass(frozen=True)
class Settings:
    """A program as its folder describes it."""

    path: Path
    file: ProgramFile
    districts: tuple[DistrictSettings, ...]

    @property
    def folder(self) -> Path:
        """The program's folder."""
        return self.path.parent

    @property
    def zone(self) -> ZoneInfo:
        """The program's time zone."""
        return ZoneInfo(self.file.program.time_zone)

    @property
    def lock_path(self) -> Path:
        """The file that holds the id of everything provisioned."""
        return self.folder / "program.lock.toml"

    @property
    def state(self) -> str | Path:
        """Where the cache of what the last run saw lies: a file, or a PostgreSQL
        address.
        """
        return (
            self.file.state
            if self.file.state.startswith(POSTGRES)
            else self.folder / self.file.state
        )

    @property
    def data_path(self) -> Path:
        """The local workspace's file."""
        return (self.folder / self.file.google.data).resolve()

    def district(self, key: str) -> DistrictSettings:
        """The district with a key, in any case."""
        for district in self.districts:
            if district.key.casefold() == key.casefold():
                return district
        known = ", ".join(d.key for d in self.districts)
        raise ConfigurationError(
            f"{key}: there is no such district in districts.csv. Use one of {known}."
        )

    def district_of_file(self, path: Path, key: str = "") -> DistrictSettings:
        """The district that a file is for: the one named, else the one that the file is
        called after.
        """
        if not key and path.stem.casefold() not in {
            d.key.casefold() for d in self.districts
        }:
            raise ConfigurationError(
                f"{path}: whose file is this? Add --district {self.districts[0].key}, or name the file so."
            )
        return self.district(key or path.stem)


def load(path: Path) -> Settings:
    """Read a program's folder; raises ConfigurationError with every mistake found."""
    if not path.exists():
        raise ConfigurationError(
            f"{path}: there is no such file. Run `sync init` to make one here, or name it with --config or SYNC_CONFIG."
        )
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path}: {error}. Mend the line and try again."
        ) from error
    problems: list[Problem] = []
    file = None
    try:
        file = ProgramFile.model_validate(raw)
    except ValidationError as error:
        problems += [_problem(path, e) for e in error.errors()]
    districts: list[DistrictSettings] = []
    try:
        districts = _districts(
            path.parent / "districts.csv",
            file.defaults.preset if file else "weekly",
            problems,
        )
    except ConfigurationError as error:
        if not problems:
            raise
        problems.append(Problem(str(path.parent / "districts.csv"), str(error), ""))
    if file:
        problems += [
            Problem(
                str(path.parent / "districts.csv"),
                f"{d.key} begins on {d.first_day}, and the program's year is {file.program.year}",
                "Correct first_day there, or program.year in program.toml",
            )
            for d in districts
            if str(d.first_day.year) != file.program.year[:4]
        ]
    if problems or file is None:
        raise ConfigurationError.of(problems)
    return Settings(path.resolve(), file, tuple(districts))


def _problem(path: Path, error: Any) -> Problem:
    place = ".".join(str(p) for p in error["loc"])
    line = _line_of(path, str(error["loc"][-1]) if error["loc"] else "")
    where = f"{path}{line}: {place}"
    if error["type"] == "extra_forbidden":
        if error["loc"][-1] in ProgramFile.model_fields:
            return Problem(
                where,
                "this key stands too far down",
                "Move it to the top of the file, before [program]",
            )
        part = str(error["loc"][0])
        model = _PARTS.get(part, ProgramFile) if len(error["loc"]) > 1 else ProgramFile
        key = str(error["loc"][-1])
        if elsewhere := [
            name
            for name, other in _PARTS.items()
            if name != part and key in other.model_fields
        ]:
            return Problem(
                where,
                "this key stands in another part",
                f"Move it below [{elsewhere[0]}]",
            )
        near = difflib.get_close_matches(key, model.model_fields, 1)
        remedy = (
            f"Did you mean {near[0]}?"
            if near
            else f"Remove it; there are {', '.join(model.model_fields)}"
        )
        return Problem(where, "this key is not known", remedy)
    if error["type"] == "string_pattern_mismatch":
        return Problem(
            where,
            f"{error['input']!r} is not a code",
            "Use capital letters, such as US and MA",
        )
    if error["type"] == "missing":
        return Problem(where, "this is missing", "Add it; `sync init` shows an example")
    said = error["msg"].removeprefix("Value error, ")
    value = (
        error["input"]
        if not isinstance(error["input"], dict) and error["type"] != "state"
        else ""
    )
    return Problem(where, f"{value!r}: {said}", "Correct the value")


def _line_of(path: Path, key: str) -> str:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.match(rf"\s*\[?\s*{re.escape(key)}\b", line):
            return f", line {number}"
    return ""


def _districts(
    path: Path, preset: str, problems: list[Problem]
) -> list[DistrictSettings]:
    if not path.exists():
        raise ConfigurationError(
            f"{path}: there is no such file. Its first line is {','.join(DISTRICT_COLUMNS)}"
        )
    found: dict[str, DistrictSettings] = {}
    for line, row in csv_files.read(
        path, DISTRICT_COLUMNS, ("key", "name", "first_day", "last_day")
    ):
        where = f"{path}, line {line}"
        key = row["key"].upper()
        bad = len(problems)
        if not re.fullmatch(r"[A-Z][A-Z0-9]{1,7}", key):
            problems.append(
                Problem(
                    where,
                    f"key {row['key']!r}",
                    "Use 2 to 8 letters and digits, a letter first, such as WES",
                )
            )
        if key in found:
            problems.append(
                Problem(
                    where,
                    f"the key {key} stands twice",
                    "Give each district a key of its own",
                )
            )
        first, last = (
            _day(where, "first_day", row, problems),
            _day(where, "last_day", row, problems),
        )
        if first and last and not 30 <= (last - first).days <= 366:
            problems.append(
                Problem(
                    where,
                    f"a year from {first} to {last}",
                    "Give the first and last day of one school year",
                )
            )
        coordinators = tuple(
            c.strip().lower()
            for c in re.split(r"[;\s]+", row.get("coordinators", ""))
            if c.strip()
        )
        problems += [
            Problem(
                where,
                f"coordinator {a!r} is not an e-mail address",
                "Separate addresses with ;, and begin a group's with group:",
            )
            for a in coordinators
            if not ADDRESS.fullmatch(a.removeprefix("group:"))
        ]
        chosen = row.get("preset") or preset
        if chosen not in PRESETS:
            problems.append(
                Problem(
                    where,
                    f"there is no preset {chosen!r}",
                    f"Use one of {', '.join(PRESETS)}",
                )
            )
        schools = tuple(
            " ".join(s.split()) for s in row.get("schools", "").split(";") if s.strip()
        )
        if len(problems) == bad and first and last:
            name = " ".join(row["name"].split())
            found[key] = DistrictSettings(
                key, name, coordinators, first, last, chosen, schools
            )
    if not found and not problems:
        problems.append(
            Problem(str(path), "there is no district", "Add a line for each district")
        )
    return list(found.values())


def _day(
    where: str, name: str, row: csv_files.Row, problems: list[Problem]
) -> date | None:
    try:
        return date.fromisoformat(row[name])
    except ValueError:
        example = "2026-08-31" if name == "first_day" else "2027-06-18"
        problems.append(
            Problem(where, f"{name} is {row[name]!r}", f"Write it as {example}")
        )
        return None
