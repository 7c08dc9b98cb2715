"""CSV files as offices save them, and as they can open them without harm."""

from __future__ import annotations

import csv
import io
import itertools
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path

from sync.core.problems import Problem
from sync.core.words import some_of
from sync.errors import ConfigurationError

Row = dict[str, str]


class Others(Enum):
    """What happens to unknown columns: NAMED logs them, EXPECTED ignores them,
    REFUSED raises ConfigurationError.
    """

    NAMED = auto()
    EXPECTED = auto()
    REFUSED = auto()


# So many first lines are searched for the headers: a title may come first.
_TITLES = 6
log = logging.getLogger(__name__)
# A cell that begins with one of these is taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read(
    path: Path,
    columns: Sequence[str],
    needed: Sequence[str],
    synonyms: Mapping[str, Sequence[str]] | None = None,
    others: Others = Others.NAMED,
) -> list[tuple[int, Row]]:
    """Read a file's rows with their line numbers, by header in any case and
    order, or by a synonym of one.

    A title above the headers is passed over; columns that are not known are
    left out, and named in one line of the log, unless ``others`` differs.
    Raises ConfigurationError for a file that is empty or no CSV, lacks a
    needed column, or has a line with too many cells.
    """
    text = text_of(path)
    if not text.strip():
        problem = Problem(
            str(path),
            "the file is empty",
            f"Its first line is {','.join(columns)}",
        )
        raise ConfigurationError.of([problem])
    known = _known(columns, synonyms or {})
    head = _head(text, known, needed)
    separator = _separator(_first_lines(text)[head])
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    lines = itertools.islice(_lines(path, reader), head, None)
    typed = next(lines, [])
    header = _header(typed, known)
    if others is not Others.EXPECTED:
        _name_strange(path, typed, header, columns, others)
    _check_header(path, header, columns, needed)
    rows = []
    for values in lines:
        if not any(value.strip() for value in values):
            continue
        if any(value.strip() for value in values[len(header) :]):
            raise _too_many(
                f"{path}, line {reader.line_num}", values, header, separator
            )
        row: Row = {}
        for name, value in zip(header, values, strict=False):
            if name and not row.get(name):
                row[name] = _bare(value.strip())
        rows.append((reader.line_num, row))
    return rows


def has(
    path: Path,
    column: str,
    columns: Sequence[str],
    synonyms: Mapping[str, Sequence[str]],
) -> bool:
    """Whether a file has a column, by its header or a synonym."""
    known = _known(columns, synonyms)
    text = text_of(path)
    head = _head(text, known, (column,))
    names = _cells(_first_lines(text)[head])
    return column in {known.get(_folded(name)) for name in names}


def _first_lines(text: str) -> list[str]:
    """The lines in which headers may stand."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_TITLES]


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=_separator(line)), [])
    except csv.Error:
        return []


def _known(
    columns: Sequence[str], synonyms: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The columns by their headers and by what else these may be called."""
    known = {
        _folded(name): column
        for column, names in synonyms.items()
        if column in columns
        for name in names
    }
    return known | {_folded(column): column for column in columns}


def _folded(name: str) -> str:
    """A header without case, spaces and signs."""
    return "".join(c for c in name.casefold() if c.isalnum())


def _head(text: str, known: Mapping[str, str], needed: Sequence[str]) -> int:
    """The line, from 0, in which the headers stand: the first of a few that
    has those that are needed, else the first.
    """
    for place, line in enumerate(_first_lines(text)):
        names = _cells(line)
        there = {known.get(_folded(name)) for name in names}
        if there.issuperset(needed):
            return place
    return 0


def _separator(line: str) -> str:
    return max(",;\t|", key=line.count)


def _header(typed: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """The columns that a line of headers names, empty for what is not known."""
    return [known.get(_folded(name), "") for name in typed]


def _name_strange(
    path: Path,
    typed: Sequence[str],
    header: Sequence[str],
    columns: Sequence[str],
    others: Others,
) -> None:
    """Name the columns that are not known, in one line of the log; or refuse
    them.
    """
    strange = [
        name.strip()
        for name, column in zip(typed, header, strict=True)
        if name.strip() and not column
    ]
    if strange and others is Others.REFUSED:
        raise ConfigurationError.of(
            [
                Problem(
                    str(path),
                    f"no column is called {some_of(strange)}",
                    f"Its columns are {', '.join(columns)}",
                )
            ]
        )
    if strange:
        log.warning(
            "%s: left out, since nothing here has such a header: %s",
            path,
            some_of(strange),
        )


def _check_header(
    path: Path,
    header: Sequence[str],
    columns: Sequence[str],
    needed: Sequence[str],
) -> None:
    missing = [column for column in needed if column not in header]
    what = [f"the column “{column}” is missing" for column in missing]
    if what:
        remedy = f"Known columns: {', '.join(columns)}"
        problems = [Problem(f"{path}, line 1", each, remedy) for each in what]
        raise ConfigurationError.of(problems)


def _too_many(
    where: str, values: Sequence[str], header: Sequence[str], separator: str
) -> ConfigurationError:
    many = (
        f"the line has {len(values)} cells, and the first line {len(header)}"
    )
    name = "comma" if separator == "," else repr(separator)
    quote = f"Put a cell that has a {name} in it in quotes; several addresses or schools go with ;"
    return ConfigurationError.of([Problem(where, many, quote)])


def _bare(text: str) -> str:
    """A cell without the apostrophe that ``written`` gave it."""
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def written(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV. Every text is quoted; one that would be taken for a formula
    gets an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    for row in rows:
        writer.writerow(
            [
                f"'{c}" if isinstance(c, str) and c[:1] in _FORMULA else c
                for c in row
            ]
        )
    return out.getvalue()


def _lines(path: Path, reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise ConfigurationError.of(
            [
                Problem(
                    str(path),
                    f"this is no CSV ({error})",
                    "Save it as CSV (UTF-8) and try again",
                )
            ]
        ) from error


def text_of(path: Path) -> str:
    """A file's text in UTF-8, UTF-16 or Windows-1252, with blanks for control
    characters. Raises ConfigurationError for a workbook or a binary file.
    """
    return _STEERING.sub(" ", _decoded(path))


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{path}: {error.strerror}. Check the path."
        ) from error
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ConfigurationError(
            f"{path}: this is an Excel workbook, whatever its name says. In Excel: File, Save As, CSV UTF-8; then try again."
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw:
        raise ConfigurationError(
            f"{path}: this is not a text file. Save it as CSV (UTF-8) and try again."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
