"""CSV files as offices save them, and as they can open them without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from sync.core.model import Problem
from sync.errors import ConfigurationError

Row = dict[str, str]


def read(path: Path, columns: Sequence[str], needed: Sequence[str]) -> list[tuple[int, Row]]:
    """Read a file's rows with their line numbers, by header in any case and order.

    Raises ConfigurationError that names file, line and remedy if it is not text, lacks a needed column or has
    one that is not known.
    """
    text = _text(path)
    if not text.strip():
        raise ConfigurationError.of([Problem(str(path), "the file is empty", f"Its first line is {','.join(columns)}")])
    head = text.splitlines()[0]
    separator = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    header = [h.strip().lstrip("\ufeff") for h in next(reader)]
    known = {c.casefold(): c for c in columns}
    unknown = [h for h in header if h and h.casefold() not in known]
    missing = [c for c in needed if c.casefold() not in {h.casefold() for h in header}]
    if unknown or missing:
        what = [f"the column “{h}” is not known" for h in unknown] + [f"the column “{c}” is missing" for c in missing]
        remedy = f"Known columns: {', '.join(columns)}"
        raise ConfigurationError.of([Problem(f"{path}, line 1", w, remedy) for w in what])
    rows = []
    for values in reader:
        if any(v.strip() for v in values):
            row = {known[h.casefold()]: v.strip() for h, v in zip(header, values, strict=False) if h}
            rows.append((reader.line_num, row))
    return rows


def written(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV. Every text is quoted; one that would be taken for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    for row in rows:
        writer.writerow(
            [f"'{c}" if isinstance(c, str) and c[:1] in ("=", "+", "-", "@", "\t", "\r") else c for c in row]
        )
    return out.getvalue()


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}. Check the path.") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    if b"\x00" in raw:
        raise ConfigurationError(f"{path}: this is not a text file. Save it as CSV (UTF-8) and try again.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
