"""What in people's data cannot be used, where it stands, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in people's data that cannot be used, where it stands, and how
    to mend it.
    """

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}"


# A cell or a row as problems name it: "Follow-up A7", "Pairs, row 3".
_CELL = re.compile(r"(?P<column>.+ [A-Z]{1,3}|.+, row )(?P<row>\d+)")


def like_ones_together(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems in the order of the first of their kind.

    Of cells of one column that need the same, there is one for all of them.
    """
    kinds: dict[tuple[str, str], dict[int, list[Problem]]] = {}
    for problem in problems:
        cell = _CELL.fullmatch(problem.where)
        column, row = (
            (cell["column"], int(cell["row"])) if cell else (problem.where, 0)
        )
        by_row = kinds.setdefault((column, problem.remedy), {})
        by_row.setdefault(row, []).append(problem)
    for (column, _), by_row in kinds.items():
        if len(by_row) > 1:
            yield _together(column, by_row)
        else:
            yield from dict.fromkeys(next(iter(by_row.values())))


def _together(column: str, by_row: Mapping[int, Sequence[Problem]]) -> Problem:
    """One problem for several rows of a column."""
    rows = sorted(by_row)
    in_order = [problem for row in rows for problem in by_row[row]]
    plural = "s " if column.endswith(", row ") else ""
    tab, _, letters = (column.removesuffix(" ") + plural).rpartition(" ")
    whats = list(dict.fromkeys(problem.what for problem in in_order))
    more = ", and the like" if len(whats) > 1 else ""
    where = f"{tab} {_runs(letters, rows)} ({len(rows)} rows)"
    return Problem(where, f"{whats[0]}{more}", in_order[0].remedy)


def _runs(letters: str, rows: Sequence[int]) -> str:
    """The cells of a column in some rows, as ``A3, A7-A20``; at most four
    stretches of them.
    """
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and stretches[-1][-1] == row - 1:
            stretches[-1][1:] = [row]
        else:
            stretches.append([row])
    texts = ["-".join(f"{letters}{row}" for row in each) for each in stretches]
    return ", ".join(texts[:4]) + (" ..." if len(texts) > 4 else "")
