"""Names of cells and ranges: ``A1``, ``'My tab'!B2:C9``, grid ranges, and
references inside formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from workspace.errors import invalid
from workspace.sheets.syntax import readable

_CELL = re.compile(r"(?:(\$?)([A-Za-z]{1,3}))?(?:(\$?)([1-9]\d*))?")
_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[1-9]\d*"
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?<![\w.$:])(?P<sheet>(?:'(?:[^']|'')*'|[^\W\d][\w.]*)!)?"
    rf"(?:(?P<first>{_COLUMN}{_ROW})(?::(?P<last>{_COLUMN}{_ROW}|{_COLUMN}|{_ROW}))?"
    rf"|(?P<from>{_COLUMN}):(?P<to>{_COLUMN})|(?P<top>{_ROW}):(?P<bottom>{_ROW}))(?![\w.(!])",
)
# Where a side of a reference stands that is open: past any grid.
OPEN = 10**9
_R1C1 = re.compile(
    r"R([1-9]\d*)C([1-9]\d*)(?::R([1-9]\d*)C([1-9]\d*))?", re.IGNORECASE
)
# Titles that would read as a reference.
_REFERENCE = re.compile(r"[A-Z]{1,3}\d+|R\d*C\d*|TRUE|FALSE", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:([A-Za-z]{1,3}))?([1-9]\d*)?(?::([A-Za-z]{1,3})?([1-9]\d*)?)?"
)


@dataclass(frozen=True, slots=True)
class Area:
    """Rows and columns of one tab, zero-based and half-open; None where a side
    is open.
    """

    sheet: int
    top: int = 0
    bottom: int | None = None
    left: int = 0
    right: int | None = None

    def within(self, rows: int, columns: int) -> Area:
        """The same area closed by a grid's size."""
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Area(self.sheet, self.top, bottom, self.left, right)

    def cells(self) -> Iterator[tuple[int, int]]:
        """Every cell of a closed area."""
        assert self.bottom is not None
        assert self.right is not None
        for row in range(self.top, self.bottom):
            for column in range(self.left, self.right):
                yield row, column

    @property
    def height(self) -> int:
        """Rows of a closed area."""
        assert self.bottom is not None
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns of a closed area."""
        assert self.right is not None
        return self.right - self.left

    def grid_range(self) -> dict[str, int]:
        """A closed area as a GridRange."""
        assert self.bottom is not None
        assert self.right is not None
        return {
            "sheetId": self.sheet,
            "startRowIndex": self.top,
            "endRowIndex": self.bottom,
            "startColumnIndex": self.left,
            "endColumnIndex": self.right,
        }

    def overlaps(self, other: Area) -> bool:
        """Whether two closed areas share a cell."""
        return (
            self.sheet == other.sheet
            and self.top < other.top + other.height
            and other.top < self.top + self.height
            and self.left < other.left + other.width
            and other.left < self.left + self.width
        )

    def covers(self, inner: Area) -> bool:
        """Whether another closed area lies within this one."""
        return (
            inner.sheet == self.sheet
            and (inner.top, inner.left) in self
            and ((inner.bottom or 1) - 1, (inner.right or 1) - 1) in self
        )

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        below = self.bottom is None or row < self.bottom
        return (
            self.top <= row
            and below
            and self.left <= column
            and (self.right is None or column < self.right)
        )


def column_name(index: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name


def column_index(name: str) -> int:
    """0 for ``A``, 26 for ``AA``."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def quoted(title: str) -> str:
    """A tab's title as it stands before ``!``."""
    plain = re.fullmatch(r"[^\W\d]\w*", title) and not _REFERENCE.fullmatch(
        title
    )
    return title if plain else "'" + title.replace("'", "''") + "'"


def unquoted(name: str) -> str:
    """The title that a quoted or bare name before ``!`` means."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def area_of(
    text: str,
    sheet_of: Callable[[str | None], int | None],
    named: Callable[[str], Area | None] = lambda _: None,
) -> Area:
    """Read a range: A1 or R1C1, with or without a tab; a tab's title alone; a
    named range.
    """
    title, _, span = text.rpartition("!")
    if not title:
        whole = sheet_of(unquoted(text))
        if whole is not None and not re.fullmatch(
            r"\$?[A-Za-z]{1,3}\$?\d+", text
        ):
            return Area(whole)
        if (area := named(text)) is not None:
            return area
    sheet = sheet_of(unquoted(title) if title else None)
    wrong = invalid(f"Unable to parse range: {text}")
    if (
        sheet is None
        or not span
        or text.startswith("!")
        or (
            title.startswith("'")
            and not re.fullmatch(r"'(?:[^']|'')*'", title)
        )
    ):
        raise wrong
    if found := _R1C1.fullmatch(span):
        top, left, bottom, right = (
            int(n) if n else None for n in found.groups()
        )
        bottom, right = (top, left) if ":" not in span else (bottom, right)
        return _between(sheet, top, bottom, left, right)
    found = _SPAN.fullmatch(span.replace("$", ""))
    if not found:
        area = named(span) if title else None
        if area is None or area.sheet != sheet:
            raise wrong
        return area
    first_column, first_row, last_column, last_row = found.groups()
    if ":" not in span:
        if not first_column or not first_row:
            area = named(span) if title else None
            if area is None or area.sheet != sheet:
                raise wrong
            return area
        last_column, last_row = first_column, first_row
    elif not (first_column or first_row) or not (last_column or last_row):
        raise wrong
    return _between(
        sheet,
        int(first_row) if first_row else None,
        int(last_row) if last_row else None,
        column_index(first_column) + 1 if first_column else None,
        column_index(last_column) + 1 if last_column else None,
    )


def _between(
    sheet: int,
    top: int | None,
    bottom: int | None,
    left: int | None,
    right: int | None,
) -> Area:
    """An area between two corners in either order, counted from 1; a missing
    side is open.
    """
    if top and bottom and bottom < top:
        top, bottom = bottom, top
    if left and right and right < left:
        left, right = right, left
    if not top and bottom:
        top, bottom = bottom, None
    if not left and right:
        left, right = right, None
    return Area(sheet, (top or 1) - 1, bottom, (left or 1) - 1, right)


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner of a formula's reference: zero-based, and which sides are
    fixed by ``$``.

    An open side, as in ``A2:A``, is fixed, and stands at 0 or at ``OPEN``.
    """

    row: int
    column: int
    row_fixed: bool
    column_fixed: bool

    def text(self, rows: bool = True, columns: bool = True) -> str:
        """The corner as it is written, without the sides that are open."""
        column = (
            f"{'$' * self.column_fixed}{column_name(self.column)}"
            if columns
            else ""
        )
        return column + (
            f"{'$' * self.row_fixed}{self.row + 1}" if rows else ""
        )


@lru_cache(maxsize=4096)
def _corner(text: str, open_at: int) -> Corner:
    found = _CELL.fullmatch(text)
    assert found
    column_fixed, column, row_fixed, row = found.groups()
    return Corner(
        int(row) - 1 if row else open_at,
        column_index(column) if column else open_at,
        bool(row_fixed) or not row,
        bool(column_fixed) or not column,
    )


def _written(first: Corner, last: Corner, as_was: str) -> str:
    """A span as it is written: open where it was open and still is."""
    found = _CELL.fullmatch(as_was)
    assert found
    rows, columns = last.row < OPEN // 2, last.column < OPEN // 2
    start = first.text(
        rows or bool(found.group(4)), columns or bool(found.group(2))
    )
    return f"{start}:{last.text(rows, columns)}"


Span = tuple[Corner, Corner]


def rewrite(
    formula: str,
    change: Callable[[str | None, Span], tuple[str | None, Span] | None],
) -> str:
    """Change every reference of a formula; ``change`` gets the tab's title
    (None: the formula's own) and the corners, and gives new ones, or None for
    ``#REF!``. Strings are left alone; ``A:A`` and ``A2:A`` stay open. What is
    no formula stays as it is.
    """
    if not readable(formula):
        return formula

    def one(found: re.Match[str]) -> str:
        start = (
            found.group("first") or found.group("from") or found.group("top")
        )
        end = found.group("last") or found.group("to") or found.group("bottom")
        if not start:
            return found.group(0)
        title = (
            unquoted(found.group("sheet")[:-1])
            if found.group("sheet")
            else None
        )
        first = _corner(start, 0)
        last = _corner(end, OPEN) if end else first
        changed = change(title, (first, last))
        if changed is None:
            return "#REF!"
        if changed == (title, (first, last)):
            return found.group(0)
        title, (first, last) = changed
        name = "" if title is None else quoted(title) + "!"
        return name + (_written(first, last, start) if end else first.text())

    return _TOKEN.sub(one, formula)


@lru_cache(maxsize=50_000)
def moved(formula: str, down: int, right: int) -> str:
    """A formula as it reads after being copied elsewhere: relative sides move,
    fixed ones stay.
    """
    if not down and not right:
        return formula

    def shift(corner: Corner) -> Corner | None:
        row = corner.row if corner.row_fixed else corner.row + down
        column = (
            corner.column if corner.column_fixed else corner.column + right
        )
        return (
            Corner(row, column, corner.row_fixed, corner.column_fixed)
            if row >= 0 and column >= 0
            else None
        )

    def change(
        title: str | None, span: Span
    ) -> tuple[str | None, Span] | None:
        first, last = shift(span[0]), shift(span[1])
        return (
            None if first is None or last is None else (title, (first, last))
        )

    return rewrite(formula, change)
