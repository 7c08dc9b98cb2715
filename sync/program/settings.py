"""``program.toml`` and ``districts.csv`` become Settings; every mistake is
reported with its place and the fix.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import (
    ValidationError,
)

from sync.core.field_words import FieldWords
from sync.core.problems import Problem
from sync.errors import ConfigurationError, Refused
from sync.program.districts_file import DistrictSettings, read_districts
from sync.program.file_problems import problem_of
from sync.program.program_file import ProgramFile
from sync.state.database import POSTGRES


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
    def words(self) -> FieldWords:
        """The program's own words."""
        return FieldWords(self.file.words.mentee)

    @property
    def mark(self) -> str:
        """What the program's folder and forms are marked with in Drive, before
        a colon; districts' sheets are marked by year and key.
        """
        name = f"{self.file.program.name} {self.file.program.year}"
        return hashlib.sha256(name.encode()).hexdigest()[:16]

    @property
    def lock_path(self) -> Path:
        """The file that holds the id of everything provisioned."""
        return self.folder / "program.lock.toml"

    @property
    def state(self) -> str | Path:
        """Where the cache of what the last run saw lies: a file, or a
        PostgreSQL address.
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

    def check_hold(self) -> None:
        """Raises Refused while records are on hold (``hold``)."""
        retention = self.file.retention
        if retention.hold:
            why = f": {retention.reason}" if retention.reason else ""
            raise Refused(
                f"Records are on hold (hold = true under [retention] in"
                f" program.toml){why}. Nothing was removed.",
                "When the request or the dispute is over, write hold = false, and run the same command again.",
            )

    def district(self, key: str) -> DistrictSettings:
        """The district with a key, in any case. Raises ConfigurationError if
        there is none.
        """
        for district in self.districts:
            if district.key.casefold() == key.casefold():
                return district
        known = ", ".join(d.key for d in self.districts)
        raise ConfigurationError(
            f"{key}: there is no such district in districts.csv. Use one of {known}."
        )

    def district_of_file(self, path: Path, key: str = "") -> DistrictSettings:
        """The district with ``key``, or the one that the file is named after.

        Raises ConfigurationError if there is none.
        """
        if not key and path.stem.casefold() not in {
            d.key.casefold() for d in self.districts
        }:
            raise ConfigurationError(
                f"{path} is named after no district. Add --district"
                f" {self.districts[0].key}, or name the file by its key."
            )
        return self.district(key or path.stem)


def load(path: Path) -> Settings:
    """Read a program's folder; raises ConfigurationError with every mistake
    found.
    """
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
        problems += [problem_of(path, each) for each in error.errors()]
    table = path.parent / "districts.csv"
    preset = file.defaults.preset if file else "weekly"
    districts: list[DistrictSettings] = []
    try:
        day_first = file is not None and file.program.day_first
        districts = read_districts(table, preset, day_first, problems)
    except ConfigurationError as error:
        if not problems:
            raise
        problems.append(Problem(str(table), str(error), ""))
    if file:
        problems += _of_another_year(table, file.program.year, districts)
    if problems or file is None:
        raise ConfigurationError.of(problems)
    words = FieldWords(file.words.mentee)
    named = tuple(replace(each, words=words) for each in districts)
    return Settings(path.resolve(), file, named)


def _of_another_year(
    table: Path, year: str, districts: Sequence[DistrictSettings]
) -> Iterator[Problem]:
    """The districts that begin in another year than the program."""
    for district in districts:
        in_one = district.first_day.year == district.last_day.year
        if str(district.first_day.year) != year[:4] or (
            "-" not in year and not in_one
        ):
            yield Problem(
                str(table),
                f"{district.key} goes from {district.first_day} to {district.last_day}, and the program's year is {year}",
                "Correct the days there, or program.year in program.toml",
            )
