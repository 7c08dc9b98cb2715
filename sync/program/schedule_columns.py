"""Exports of teaching schedules in one file: which column says what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from sync.errors import ConfigurationError
from sync.program import csv_files

_KEYS = (
    "teacher",
    "email",
    "periods",
    "letters",
    "school",
    "since",
    "until",
    "course",
)


class ScheduleLine(NamedTuple):
    """A line of an export: who has what in which periods, as texts."""

    where: str
    teacher: str
    email: str
    periods: str
    letters: str = ""
    school: str = ""
    since: str = ""
    until: str = ""
    course: str = ""


def declared_exports(own: Path) -> list[dict[str, Any]]:
    """The exports whose columns are declared, a program's own ones first.

    Raises ConfigurationError for a file of its own that cannot be read.
    """
    text = (files("sync.program") / "scheduling.toml").read_text("utf-8")
    usual = tomllib.loads(text)["export"]
    if not own.is_file():
        return list(usual)
    try:
        mine = tomllib.loads(own.read_text(encoding="utf-8")).get("export")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"{own} cannot be read ({error}). Declare columns as docs/time.md shows."
        ) from error
    if not isinstance(mine, list) or not mine:
        raise ConfigurationError(
            f"{own} declares no export. Begin each with [[export]], as docs/time.md shows."
        )
    for export in mine:
        _check_export(own, export)
    return [*mine, *usual]


def _check_export(own: Path, export: object) -> None:
    """Raises ConfigurationError for what is no export."""
    if not isinstance(export, dict) or not export.get("periods"):
        raise ConfigurationError(
            f"{own}: an export declares no periods. It may declare name, {', '.join(_KEYS)}."
        )
    for key, names in export.items():
        if key == "name":
            continue
        if key not in _KEYS:
            raise ConfigurationError(
                f"{own}: an export declares {key!r}. It may declare name, {', '.join(_KEYS)}."
            )
        if not isinstance(names, list) or not all(
            isinstance(each, str) for each in names
        ):
            raise ConfigurationError(
                f'{own}: {key} is {names!r}. Write headers as a list: {key} = ["Header"].'
            )


def lines_of_file(path: Path, own: Path) -> Iterator[ScheduleLine]:
    """The lines of an export in one file. Raises ConfigurationError where no
    declared export has its columns.
    """
    exports = declared_exports(own)
    for export in exports:
        synonyms = {key: tuple(export.get(key, ())) for key in _KEYS}
        declared = [key for key in _KEYS if synonyms[key]]
        if not csv_files.has(path, "periods", declared, synonyms):
            continue
        who = [
            key
            for key in ("email", "teacher")
            if csv_files.has(path, key, declared, synonyms)
        ]
        if who:
            for line, row in csv_files.read(
                path,
                declared,
                (who[0], "periods"),
                synonyms,
                others=csv_files.Others.EXPECTED,
            ):
                yield ScheduleLine(
                    f"{path}, line {line}",
                    row.get("teacher", ""),
                    row.get("email", "").lower(),
                    row["periods"],
                    *(row.get(key, "") for key in _KEYS[3:]),
                )
            return
    known = "; ".join(
        f"{e.get('name', 'yours')}: {' or '.join(e['periods'][:2])}, and {' or '.join(e.get('teacher', e.get('email', ()))[:2])}"
        for e in exports
    )
    raise ConfigurationError(
        f"{path}: no column names the periods and the teachers. Known are {known}. Name yours in {own}."
    )
