"""``cohorts.csv``: how many beginners began in each year, by district, and how
many were back after one and two years; counts alone, which outlive the sheets
of those years.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from sync.core.cohorts import KeptCohort
from sync.core.problems import Problem
from sync.errors import ConfigurationError
from sync.program import csv_files, private_files

COLUMNS = (
    "district",
    "began",
    "beginners",
    "after_one_year",
    "after_two_years",
)
# By district's key and school year.
KeptCohorts = dict[str, dict[str, KeptCohort]]


def read(folder: Path, keys: Collection[str]) -> KeptCohorts:
    """What is kept beside program.toml of the districts with some keys; raises
    ConfigurationError with file, line and remedy.
    """
    path = folder / "cohorts.csv"
    found: KeptCohorts = {}
    if not path.exists():
        return found
    problems: list[Problem] = []
    for line, row in csv_files.read(
        path, COLUMNS, COLUMNS[:3], others=csv_files.Others.REFUSED
    ):
        where, key = f"{path}, line {line}", row["district"].upper()
        if key not in keys:
            remedy = f"Use one of {', '.join(sorted(keys)[:8])}"
            problems.append(Problem(where, f"no district is {key!r}", remedy))
        beginners, *after = (
            _number(where, name, row.get(name, ""), problems)
            for name in COLUMNS[2:]
        )
        kept = KeptCohort(beginners or 0, (after[0], after[1]))
        if any(each and each > kept.beginners for each in after):
            what = f"more returned than the {kept.beginners} who began"
            problems.append(Problem(where, what, "Correct one of the counts"))
        found.setdefault(key, {})[row["began"]] = kept
    if problems:
        raise ConfigurationError.of(problems)
    return found


def _number(
    where: str, name: str, text: str, problems: list[Problem]
) -> int | None:
    """A count; None where nothing is said."""
    if re.fullmatch(r"\d{1,6}", text):
        return int(text)
    if text or name == "beginners":
        what = f"{name} is {text[:40]!r}"
        problems.append(Problem(where, what, "Write how many they are"))
    return None


def write(folder: Path, kept: KeptCohorts) -> None:
    """Write cohorts.csv into a program's folder."""
    rows: list[list[object]] = [list(COLUMNS)]
    rows += [
        [
            key,
            year,
            cohort.beginners,
            *("" if n is None else n for n in cohort.after),
        ]
        for key, years in sorted(kept.items())
        for year, cohort in sorted(years.items())
    ]
    private_files.write(folder / "cohorts.csv", csv_files.written(rows))
