"""Arrays that formulas give: which cells they fill beside and below their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from workspace.sheets.book import Cell, Tab
from workspace.sheets.model import Model, State

Place = tuple[int, int]


class Arrays:
    """The arrays of one state of a book."""

    def __init__(self, model: Model, state: State) -> None:
        self._model = model
        self._state = state
        self._found: dict[int, tuple[dict[Place, Place], set[Place]]] = {}

    def filled(self, tab: Tab) -> Mapping[Place, Place]:
        """The cells that arrays fill beside and below those of their formulas,
        each with the cell of its formula.
        """
        return self._arrays(tab)[0]

    def cut(self, tab: Tab) -> Set[Place]:
        """The cells of formulas whose arrays reach beyond the grid: they are
        ``#REF!``, and nothing of them is shown.
        """
        return self._arrays(tab)[1]

    def _arrays(self, tab: Tab) -> tuple[dict[Place, Place], set[Place]]:
        if tab.id not in self._found:
            places = self._model.spreading(tab)
            sizes = self._sizes(
                tab, [each for each in places if self._goes_on(tab, *each)]
            )
            filled: dict[Place, Place] = {}
            cut: set[Place] = set()
            for (row, column), (height, width) in sizes.items():
                if row + height > tab.size[0] or column + width > tab.size[1]:
                    cut.add((row, column))
                    continue
                for r in range(row, row + height):
                    for c in range(column, column + width):
                        filled[r, c] = (row, column)
                del filled[row, column]
            self._found[tab.id] = filled, cut
        return self._found[tab.id]

    def rows(self, tab: Tab) -> Mapping[int, Mapping[int, Cell]]:
        """A tab's cells by row and column, those that arrays fill included."""
        filled = self.filled(tab)
        if not filled:
            return tab.rows
        rows: dict[int, dict[int, Cell]] = {
            r: dict(row) for r, row in tab.rows.items()
        }
        for r, c in filled:
            rows.setdefault(r, {}).setdefault(c, {})
        return rows

    def in_the_way(self, tab: Tab, row: int, column: int) -> Place:
        """The first cell that keeps a formula's array from spreading."""
        sizes = self._sizes(tab, [(row, column)])
        height, width = sizes.get((row, column), (1, 1))
        taken = (
            (r, c)
            for r in range(row, row + height)
            for c in range(column, column + width)
            if (r, c) != (row, column)
            and tab.cell(r, c).get("userEnteredValue")
        )
        return next(taken, (row + 1, column))

    def _goes_on(self, tab: Tab, row: int, column: int) -> bool:
        """Whether a formula's result goes on beside or below its cell."""
        return any(
            not tab.cell(*at).get("userEnteredValue")
            and self._model.value(self._state, tab.id, *at) is not None
            for at in ((row + 1, column), (row, column + 1))
        )

    def _sizes(
        self, tab: Tab, places: Sequence[Place]
    ) -> dict[Place, tuple[int, int]]:
        """How many rows and columns the results of some formulas have."""
        if not places:
            return {}
        asked: list[str] = []
        for place in places:
            body = tab.cell(*place)["userEnteredValue"]["formulaValue"][1:]
            asked += [f"=ROWS({body})", f"=COLUMNS({body})"]
        found = self._model.ask(self._state, tab, asked)
        pairs = zip(found[::2], found[1::2], strict=True)
        return {
            place: (int(rows), int(columns))
            for place, (rows, columns) in zip(places, pairs, strict=True)
            if isinstance(rows, float) and isinstance(columns, float)
        }
