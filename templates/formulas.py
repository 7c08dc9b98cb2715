"""The formulas that the tool prints: declared texts with columns for names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from templates.layout import Column, Layout, Tab
from templates.wire import Body, area, data_area, letter, repeat_formula

_PLACEHOLDER = re.compile(r"\{(\$)?(?:(\w+)\.)?(\w+)\}")
# Titles that Google takes without quotes: letters alone, so no cell's name.
_BARE = re.compile(r"[A-Za-z]{3,}")
_SEPARATOR = re.compile(r'("(?:[^"]|"")*")|[;,]')
_REFERENCE = re.compile(
    r"(?:'(?:[^']|'')*'!|[A-Za-z_]\w*!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(])"
)


def formula(
    layout: Layout, tab: Tab, column: Column, texts: Mapping[str, str]
) -> str:
    """A column's formula as it stands in the first data row.

    ``texts`` are those that the declaration names with ``{$name}``.
    """
    return "=" + _filled(
        layout, tab, column.formula, texts, tab.header_row + 1
    )


def print_formula(
    layout: Layout, tab: Tab, column: Column, texts: Mapping[str, str]
) -> Body:
    """Print a formula column down its tab."""
    where = data_area(layout, tab, tab.place(column.key))
    return repeat_formula(where, formula(layout, tab, column, texts))


def _filled(
    layout: Layout, tab: Tab, text: str, texts: Mapping[str, str], row: int
) -> str:
    def one(found: re.Match[str]) -> str:
        fixed, other, name = found.groups()
        if fixed:
            return _filled(layout, tab, texts[name], texts, row)
        if other:
            return column_range(layout, layout.tab(other), name)
        return f"${letter(tab.place(name))}{row}"

    return _PLACEHOLDER.sub(one, text)


def column_range(
    layout: Layout, tab: Tab, key: str, below: bool = False
) -> str:
    """A whole column of another tab, from its header down: so rows that are
    inserted at the top stay inside. ``below`` leaves the header out.
    """
    at = letter(tab.place(key))
    title = tab.title
    if not _BARE.fullmatch(title):
        title = "'" + title.replace("'", "''") + "'"
    first = tab.header_row + below
    return f"{title}!${at}${first}:${at}${layout.size(tab)[0]}"


def schedule_heads(
    tab: Tab, layout: Layout, left: int, right: int
) -> Iterator[tuple[int, str, Body]]:
    """The formulas above some of a schedule's pair columns, from ``left`` to
    ``right``.

    Gives the row (from 0), the first column's formula, and the request for
    all.
    """
    number = f"{letter(left)}${tab.header_row - 2}"
    for row, key in (
        (tab.header_row - 2, "label"),
        (tab.header_row - 1, "usual"),
    ):
        text = tab.pair_column[key].replace("{number}", number)
        printed = "=" + _filled(layout, tab, text, {}, row + 1)
        where = area(tab, (row, row + 1), (left, right))
        yield row, printed, repeat_formula(where, printed)


@lru_cache(maxsize=20_000)
def skeleton(text: str) -> str:
    """A formula without its references and separators.

    These change as cells move, as tabs are renamed, and with the locale.
    """
    bare = _REFERENCE.sub("@", text)
    return _SEPARATOR.sub(lambda found: found.group(1) or ",", bare)
