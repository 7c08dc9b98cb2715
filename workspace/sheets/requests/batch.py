"""A batch under way, and what it may change."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from workspace.errors import invalid
from workspace.sheets.a1 import Area, Span, rewrite
from workspace.sheets.book import Book, Tab
from workspace.sheets.evaluation import Evaluation

Body = dict[str, Any]
_PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if "
    "you need to edit."
)


@dataclass
class Batch:
    """The working copy, whether the sender is among some editors, who the
    sender and the file's owner are (empty in a shared drive), and how to
    evaluate.
    """

    book: Book
    is_editor: Callable[[Body], bool]
    people: tuple[str, ...]
    evaluate: Callable[[Book], Evaluation]

    def may_edit(self, protected: Body) -> bool:
        """Whether the sender may change a protected range.

        A range without ``editors`` keeps nobody out. ``add_protection`` fills
        them in: the owner and the sender.
        """
        return (
            bool(protected.get("warningOnly"))
            or "editors" not in protected
            or self.is_editor(protected["editors"])
        )

    def may_change(self, *areas: Area) -> None:
        """Raises Refusal where one protected range overlaps every area and
        the sender is not among its editors.
        """
        for tab in self.book.tabs:
            for protected in tab.part("protectedRanges"):
                if self.may_edit(protected):
                    continue
                guarded = self.guarded(protected)
                free = [
                    self.book.area(r)
                    for r in protected.get("unprotectedRanges", [])
                ]
                if all(
                    guarded.overlaps(area)
                    and not any(f.covers(area) for f in free)
                    for area in areas
                ):
                    raise invalid(_PROTECTED)

    def guarded(self, protected: Body) -> Area:
        """The cells of a protected range, its named range's where it has one."""
        named = protected.get("namedRangeId")
        if named is None:
            return self.area(protected.get("range"))
        for each in self.book.named:
            if each["namedRangeId"] == named:
                return self.book.area(each["range"])
        raise invalid(f"No named range with id: {named}")

    def may_unprotect(self, protected: Body) -> None:
        """Refuse a change of a protection that keeps the sender out."""
        if not self.may_edit(protected):
            raise invalid(_PROTECTED)

    def may_shape(self, tab: Tab) -> None:
        """Refuse a change of a tab that is kept for others as a whole: of its
        lines, its looks, its filter, its charts.
        """
        rows, columns = tab.size
        whole = Area(tab.id, 0, rows, 0, columns)
        for protected in tab.part("protectedRanges"):
            if not self.may_edit(protected) and self.guarded(protected).covers(
                whole
            ):
                raise invalid(_PROTECTED)

    def may_restructure(self, tab: Tab) -> None:
        """Raises Refusal where the sender may not edit all of a tab."""
        rows, columns = tab.size
        self.may_change(Area(tab.id, 0, rows, 0, columns))

    def area(self, given: Body | None) -> Area:
        """A request's GridRange inside the grid."""
        if given is None:
            raise invalid("Range is required.")
        return self.book.area(given)


def new_id(taken: Iterable[Any]) -> int:
    """An id that is not taken, as Google gives them."""
    taken = set(taken)
    while (made := random.randrange(1, 2**31 - 1)) in taken:  # noqa: S311  (an id, not a secret)
        pass
    return made


def refer(
    book: Book,
    title: str,
    change: Callable[[str | None, Span, Tab], tuple[str | None, Span] | None],
) -> None:
    """Change the references to cells of the tab with a title, in every formula
    of the book: in cells, rules and conditions.
    """
    title = title.casefold()
    named = title.replace("'", "''")
    for tab, r, c, formula in list(book.formulas()):
        if tab.title.casefold() != title and named not in formula.casefold():
            continue
        new = rewrite(
            formula,
            lambda title, span, tab=tab: change(title, span, tab),  # type: ignore[misc]
        )
        if new != formula:
            tab.put(
                r,
                c,
                tab.cell(r, c) | {"userEnteredValue": {"formulaValue": new}},
            )
    for tab in book.tabs:
        for rule in tab.part("conditionalFormats"):
            _refer_condition(
                rule.get("booleanRule", {}).get("condition", {}), change, tab
            )
        for row in list(tab.rows.items()):
            for c, cell in list(row[1].items()):
                condition = (cell.get("dataValidation") or {}).get(
                    "condition", {}
                )
                if any(
                    str(v.get("userEnteredValue", "")).startswith("=")
                    for v in condition.get("values", [])
                ):
                    rule = copy.deepcopy(cell["dataValidation"])
                    _refer_condition(rule["condition"], change, tab)
                    if rule != cell["dataValidation"]:
                        tab.put(row[0], c, cell | {"dataValidation": rule})


def _refer_condition(
    condition: Body,
    change: Callable[[str | None, Span, Tab], tuple[str | None, Span] | None],
    tab: Tab,
) -> None:
    for value in condition.get("values", []):
        text = str(value.get("userEnteredValue", ""))
        if text.startswith("="):
            value["userEnteredValue"] = rewrite(
                text, lambda title, span: change(title, span, tab)
            )


def parted(area: Area, grid: Body) -> bool:
    """Whether the frozen lines of a grid hold only a part of an area."""
    rows = int(grid.get("frozenRowCount", 0))
    columns = int(grid.get("frozenColumnCount", 0))
    return (area.top < rows < area.top + area.height) or (
        area.left < columns < area.left + area.width
    )


def required(body: Body, *names: str) -> None:
    """Refuse a request that lacks what it needs."""
    for name in names:
        if body.get(name) is None:
            raise invalid(f"{name} is required.")
