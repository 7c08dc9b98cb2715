"""The program's own sheets: its figures, and what only whoever runs it sees;
written by a run when they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sync.core.feedback import tally
from sync.core.rollup import rollup, unpacked
from sync.errors import GoogleError, SyncError
from sync.google.sheets import Spreadsheet
from sync.program.opened import Program
from sync.run import other_forms
from sync.run.travelling_ways import shared_texts
from sync.state.store import State
from templates import program as books
from templates.changes import batches
from templates.layout import Layout, Tab
from templates.program import Book
from templates.program_rows import RunRow
from templates.wire import Grid

# The program's own sheets are read back once in so many days.
ROTATION = 7
# The tab of people's that is looked at then, too.
_WAYS = "ways"


class _One(NamedTuple):
    """One of the two sheets, and what it ought to hold, given what it holds."""

    name: str
    spreadsheet: Spreadsheet
    layout: Layout
    wanted: Callable[[Book], Book]


def forget(state: State) -> None:
    """What the program's sheets hold is not known any more: the next run reads
    them.
    """
    for name in ("program", "waiting"):
        state.notes.keep_program_sheet(name, "")
    state.notes.program_sheets_day = None


def due(program: Program, day: date, news: bool) -> bool:
    """Whether the program's sheets are to be looked at: something is new, also
    by another shard, or nobody did today.
    """
    state = program.state
    return (
        news
        or state.notes.program_sheets_day != day
        or state.notes.shown != state.notes.counted
    )


def write(
    program: Program, day: date, done: RunRow, everything: bool
) -> list[str]:
    """Write the program's sheets where they differ from what they hold; gives
    what could not be written, in words.

    They are read back once a week, or with ``everything``, whatever is known
    of them. What failed is tried again by the next run.
    """
    state = program.state
    counted = state.notes.counted  # before the figures are read: what changes meanwhile is shown by the next run
    looked = state.notes.program_sheets_read
    look = everything or not looked or not 0 <= (day - looked).days < ROTATION
    troubles = []
    for one in _sheets(program, day, done):
        try:
            _write(program, one, look)
        except SyncError as error:
            troubles.append(
                error.left(
                    f"The program's own sheet ({one.layout.tabs[0].title}) could not be written"
                )
            )
    with state.writing():
        state.notes.program_sheets_day = None if troubles else day
        if not troubles:
            state.notes.shown = counted
            if look:
                state.notes.program_sheets_read = day
    return troubles


def _sheets(program: Program, day: date, done: RunRow) -> Iterator[_One]:
    lock, feedback_tally = program.lock, tally(other_forms.opinions(program))
    if lock.program:
        layout = books.program_layout(
            lock.program.pairs or len(program.settings.districts),
            program.settings.words,
        )
        names = {d.key: d.name for d in program.settings.districts}
        figures = {
            key: unpacked(raw)
            for key, raw in sorted(program.state.judgements.figures().items())
            if key in names
        }
        part = program.settings.file.program
        found, name = rollup(figures, names, day), f"{part.name} {part.year}"

        def overview(before: Book) -> Book:
            return books.overview(
                layout,
                found,
                feedback_tally,
                done,
                before.tabs.get("runs", ()),
                name,
            )

        yield _One("program", lock.spreadsheet("program"), layout, overview)
    if lock.waiting:
        layout, unknown, strays = (
            books.waiting_layout(program.settings.words),
            program.state.answers.of(None),
            other_forms.strays(program),
        )
        after = books.waiting(
            layout,
            unknown,
            strays,
            feedback_tally.worked,
            program.settings.zone,
            [
                wish
                for summary in program.state.judgements.last_summaries().values()
                for wish in summary.get("withheld", ())
            ],
        )
        waiting = lock.spreadsheet("waiting")
        yield _One("waiting", waiting, layout, lambda _: after)


def _write(program: Program, one: _One, look: bool) -> None:
    """Write one sheet by its difference to what it is known to hold. From
    before a write until after it, that is not known.
    """
    state = program.state
    kept = state.notes.program_sheet(one.name)
    if kept and not look:
        before = Book.from_json(kept)
    else:
        tabs = {
            t.key: t.id for t in one.layout.tabs if t.of_tool or t.key == _WAYS
        }
        grids = program.google.sheets.read(one.spreadsheet, tabs)
        before = books.learned(one.layout, grids)
        if _WAYS in grids:
            _keep_ways(program, one.layout.tab(_WAYS), grids[_WAYS])
    after = one.wanted(before)
    requests = books.changes(one.layout, before, after)
    if requests:
        with state.writing():
            state.notes.keep_program_sheet(one.name, "")
        for batch in batches(requests):
            _send(program, one.spreadsheet, batch)
    if requests or not kept:
        with state.writing():
            state.notes.keep_program_sheet(one.name, after.as_json())


def _keep_ways(program: Program, tab: Tab, grid: Grid) -> None:
    """Keep what travels: the next run writes it into each *Start here*."""
    texts = tuple(shared_texts(program, tab, grid))
    if texts != program.state.notes.shared_ways:
        with program.state.writing():
            program.state.notes.shared_ways = texts


def _send(
    program: Program, spreadsheet: Spreadsheet, batch: list[dict[str, Any]]
) -> None:
    try:
        program.google.sheets.update(spreadsheet, batch)
    except GoogleError as error:
        cells = [r for r in batch if "updateChartSpec" not in r]
        if error.code != 400 or len(cells) == len(batch):
            raise
        if (
            cells
        ):  # somebody took a chart away: the rows are written without it
            program.google.sheets.update(spreadsheet, cells)
