"""``cohorts.csv``: how many beginners began in each year, by district, and how
many were back after one and two years; counts alone, which outlive the sheets
of those years.
"""

from __future__ import annotations

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


def read(folder: Path) -> KeptCohorts:
    """What is kept beside program.toml; raises ConfigurationError with file,
    line and remedy.
    """
    path = folder / "cohorts.csv"
    found: KeptCohorts = {}
    if not path.exists():
        return found
    for line, row in csv_files.read(path, COLUMNS, COLUMNS[:3]):
        numbers = []
        for name in COLUMNS[2:]:
            text = row.get(name, "")
            if not text.isdecimal() and (text or name == "beginners"):
                where = f"{path}, line {line}"
                problem = Problem(
                    where, f"{name} is {text!r}", "Write how many they are"
                )
                raise ConfigurationError.of([problem])
            numbers.append(int(text) if text else None)
        beginners, *after = numbers
        kept = KeptCohort(beginners or 0, (after[0], after[1]))
        found.setdefault(row["district"].upper(), {})[row["began"]] = kept
    return found


def write(folder: Path, kept: KeptCohorts) -> None:
    """Keep the counts beside a program."""
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
