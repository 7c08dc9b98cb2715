"""The program's own sheets: its figures, and the answers that no district is known of; written by a run when they differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sync import further
from sync.core.feedback import tally
from sync.core.rollup import rollup, unpacked
from sync.errors import GoogleError, SyncError, TryLater
from sync.lockfile import Sheet
from sync.observing import ROTATION
from sync.program import Program
from sync.sheet import WAYS
from sync.state import State
from templates import program as books
from templates.layout import Layout
from templates.program import Book, Done
from templates.writing import batches

STAMPED = "program stamped"
SHOWN = "figures shown"


def forget(state: State) -> None:
    """What the program's sheets hold is not known any more: the next run reads them."""
    for name in ("program", "waiting"):
        state.set_meta(f"holds {name}", "")
    state.set_meta(STAMPED, "")


def due(program: Program, day: date, news: bool) -> bool:
    """Whether the program's sheets are to be looked at: something is new, also by another shard, or nobody did today."""
    state = program.state
    return news or state.meta(STAMPED) != day.isoformat() or state.meta(SHOWN) != state.counted()


def write(program: Program, day: date, done: Done) -> None:
    """Write the program's sheets where they differ from what they hold; they are read back once a week, whatever is known.

    Raises SyncError for one that cannot be written; the next run tries again.
    """
    lock, state = program.lock, program.state
    counted = state.counted()  # before the figures are read: what changes meanwhile is shown by the next run
    look = state.meta(STAMPED) != day.isoformat() and day.toordinal() % ROTATION == 0
    if lock.program:
        layout = books.program_layout(len(program.settings.districts))
        _write(
            program,
            "program",
            lock.program,
            layout,
            look,
            lambda before: _overview(program, layout, day, done, before),
        )
    if lock.waiting:
        waits, strays = state.answers(None), further.strays(program)
        after = books.waiting(books.waiting_layout(), waits, strays, program.settings.zone)
        _write(program, "waiting", lock.waiting, books.waiting_layout(), look, lambda _: after)
    with state.writing():
        state.set_meta(STAMPED, day.isoformat())
        state.set_meta(SHOWN, counted)


def _overview(program: Program, layout: Layout, day: date, done: Done, before: Book) -> Book:
    names = {d.key: d.name for d in program.settings.districts}
    figures = {key: unpacked(raw) for key, raw in sorted(program.state.figures().items()) if key in names}
    said = program.settings.file.program
    runs = before.tabs.get("runs", ())
    heard = tally(further.opinions(program))
    return books.overview(layout, rollup(figures, names, day), heard, WAYS, done, runs, f"{said.name} {said.year}")


def _write(
    program: Program, name: str, sheet: Sheet, layout: Layout, look: bool, wanted: Callable[[Book], Book]
) -> None:
    """Write one sheet by its difference to what it is known to hold. From before a write until after it, that is not known."""
    state, kept = program.state, program.state.meta(f"holds {name}")
    if kept and not look:
        before = Book.from_json(kept)
    else:
        before = books.learned(layout, program.google.sheets.read(sheet.id, {t.key: t.id for t in layout.tabs}))
    after = wanted(before)
    requests = books.changes(layout, before, after)
    if requests:
        with state.writing():
            state.set_meta(f"holds {name}", "")
        _send(program, sheet, requests)
    if requests or not kept:
        with state.writing():
            state.set_meta(f"holds {name}", after.as_json())


def _send(program: Program, sheet: Sheet, requests: list[dict[str, Any]]) -> None:
    for batch in batches(requests):
        try:
            program.google.sheets.update(sheet.id, batch)
        except GoogleError as error:
            cells = [r for r in batch if "updateChartSpec" not in r]
            if error.code != 400 or len(cells) == len(batch):
                raise
            program.google.sheets.update(sheet.id, cells)  # somebody took a chart away: the rows are written without it


def named(error: Exception) -> SyncError:
    """What went wrong with the program's sheets, as a run tells it."""
    again = "the next run tries again" if isinstance(error, TryLater) else "`sync provision` says what to do"
    return SyncError(f"The program's own sheet could not be written ({str(error).rstrip('.')}); {again}.")
