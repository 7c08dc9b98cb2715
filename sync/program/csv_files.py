"""CSV files as offices save them, and as they can open them without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.core.problems import Problem
from sync.errors import ConfigurationError

Row = dict[str, str]
# What a cell that begins with it is taken for a formula by.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read(
    path: Path, columns: Sequence[str], needed: Sequence[str]
) -> list[tuple[int, Row]]:
    """Read a file's rows with their line numbers, by header in any case and
    order.

    Raises ConfigurationError that names file, line and remedy if it is not
    text, lacks a needed column or has one that is not known.
    """
    text = _text(path)
    if not text.strip():
        problem = Problem(
            str(path),
            "the file is empty",
            f"Its first line is {','.join(columns)}",
        )
        raise ConfigurationError.of([problem])
    head = text.splitlines()[0]
    separator = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    lines = _lines(path, reader)
    header = [name.strip().lstrip("\ufeff") for name in next(lines, [])]
    _check_header(path, header, columns, needed)
    known = {column.casefold(): column for column in columns}
    rows = []
    for values in lines:
        if not any(value.strip() for value in values):
            continue
        if any(value.strip() for value in values[len(header) :]):
            raise _too_many(
                f"{path}, line {reader.line_num}", values, header, separator
            )
        row = {
            known[name.casefold()]: _bare(value.strip())
            for name, value in zip(header, values, strict=False)
            if name
        }
        rows.append((reader.line_num, row))
    return rows


def _check_header(
    path: Path,
    header: Sequence[str],
    columns: Sequence[str],
    needed: Sequence[str],
) -> None:
    known = {column.casefold() for column in columns}
    there = {name.casefold() for name in header}
    unknown = [
        name for name in header if name and name.casefold() not in known
    ]
    missing = [column for column in needed if column.casefold() not in there]
    what = [f"the column “{name}” is not known" for name in unknown]
    what += [f"the column “{column}” is missing" for column in missing]
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


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{path}: {error.strerror}. Check the path."
        ) from error
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
