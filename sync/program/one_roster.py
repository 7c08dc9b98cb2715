"""A OneRoster export (CSV, 1.1 and 1.2): classes, and the teachers enrolled in
them. Rows of students are passed over, and nothing of them is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sync.errors import ConfigurationError
from sync.program import csv_files
from sync.program.schedule_columns import ScheduleLine

# Of each file: the columns that are needed, and those used where there are.
_FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "classes": (
        ("sourcedId", "periods"),
        ("title", "status", "schoolSourcedId", "termSourcedIds"),
    ),
    "enrollments": (
        ("classSourcedId", "userSourcedId", "role"),
        ("status", "beginDate", "endDate"),
    ),
    "users": (
        ("sourcedId",),
        ("status", "email", "givenName", "familyName"),
    ),
    "orgs": (("sourcedId", "name"), ()),
    "academicSessions": (("sourcedId",), ("startDate", "endDate")),
}
_OPTIONAL = ("orgs", "academicSessions")
_GONE = "tobedeleted"


def lines_of_folder(folder: Path) -> Iterator[ScheduleLine]:
    """The classes of each teacher. Raises ConfigurationError for a file or a
    column that is missing.
    """
    classes = {row["sourcedId"]: row for _, row in _rows(folder, "classes")}
    teaching = [
        (line, row)
        for line, row in _rows(folder, "enrollments")
        if row["role"].casefold() == "teacher"
    ]
    ids = {row["userSourcedId"] for _, row in teaching}
    users = {
        row["sourcedId"]: row
        for _, row in _rows(folder, "users")
        if row["sourcedId"] in ids
    }
    schools, terms = (
        {row["sourcedId"]: row for _, row in _rows(folder, name)}
        for name in _OPTIONAL
    )
    for line, row in teaching:
        course = classes.get(row["classSourcedId"], {})
        user = users.get(row["userSourcedId"])
        if user is None or not course.get("periods"):
            continue
        begins, ends = _days(course, terms)
        school = schools.get(course.get("schoolSourcedId", ""), {})
        yield ScheduleLine(
            f"{folder / 'enrollments.csv'}, line {line}",
            f"{user.get('givenName', '')} {user.get('familyName', '')}".strip(),
            user.get("email", "").lower(),
            course["periods"],
            school=school.get("name", ""),
            since=row.get("beginDate") or begins,
            until=row.get("endDate") or ends,
            course=course.get("title", ""),
        )


def _days(
    course: csv_files.Row, terms: Mapping[str, csv_files.Row]
) -> tuple[str, str]:
    """The first and the last day of a class, by its terms."""
    during = [
        terms[term]
        for term in course.get("termSourcedIds", "").split(",")
        if term in terms
    ]
    return (
        min((t.get("startDate", "") for t in during), default=""),
        max((t.get("endDate", "") for t in during), default=""),
    )


def _rows(folder: Path, name: str) -> Iterator[tuple[int, csv_files.Row]]:
    """The rows of a file that are in force, with their lines."""
    path = folder / f"{name}.csv"
    needed, more = _FILES[name]
    if not path.is_file():
        if name in _OPTIONAL:
            return
        raise ConfigurationError(
            f"{path}: there is no such file. A OneRoster export has {name}.csv with {', '.join(needed)}."
        )
    for line, row in csv_files.read(
        path, (*needed, *more), needed, others=csv_files.Others.EXPECTED
    ):
        if row.get("status", "").casefold() != _GONE:
            yield line, row
