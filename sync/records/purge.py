"""All that is kept of one mentee, taken away for good."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sync.core.codes import short_codes
from sync.core.words import words_of
from sync.errors import ConfigurationError, Refused
from sync.google.sheet_answers import Tabs
from sync.program import csv_files
from sync.program.lockfile import Gone
from sync.program.opened import Opened, Program
from sync.program.pair_codes import pair_of
from sync.program.settings import Settings
from sync.records.collect import PeoplesTabs, Records, Rows, collect
from sync.run import other_forms
from sync.run.one_run import run
from sync.run.options import RunOptions, Say
from templates.found import find
from templates.layout import Tab
from templates.wire import cell

# -- export -------------------------------------------------------------------


# -- purge --------------------------------------------------------------------


@dataclass
class Purged:
    """What was taken away, or with nothing done would be; ``answers`` are to
    be deleted in the form by hand.

    ``named_in`` says what still names the mentee; ``listed``: the
    form lists its pairs.
    """

    records: Records
    done: bool
    answers: list[str]
    named_in: list[str] = field(default_factory=list)
    listed: bool = False


def purge(
    opened: Opened,
    code: str,
    today: date,
    sure: bool,
    say: Say = lambda *_: None,
) -> Purged:
    """Take a mentee's rows, cells and answers away, and their numbers with
    them: they are never given again.

    Nothing is done unless ``sure``. What is to go is noted first, so that it
    can be ended by the next time if it was killed; Google's API deletes no
    answer, so those are only passed over from now on. Raises
    ConfigurationError; Refused where somebody worked in the sheet at the same
    moment, with everything put back.
    """
    program = opened.program()
    settings, state = program.settings, program.state
    key, number = pair_of(settings, code)
    known = (
        g
        for g in program.lock.gone
        if g.district == key and number in g.numbers
    )
    gone = next(known, None)
    if gone is not None and gone.done:
        raise _purged_before(settings, f"{key}-{number}", gone)
    files: list[str] = []
    if gone is None:
        records, program = collect(opened, code, today)
        files = [
            *(
                f"{cell} still names them among others: delete the name there."
                for cell in records.listed_in
            ),
            *_files_that_name(settings, records),
        ]
        if not sure:
            return Purged(
                records, False, _sent(settings, _ids(records)), files
            )
        gone = _note_down(program, records)
        codes = [short for short, _ in records.answers]
    else:
        # It was killed. What is known of the answers gives their codes, until
        # they are forgotten.
        records = Records(key, "", list(gone.numbers))
        short = short_codes(answer.id for answer in state.answers.of(key))
        codes = [short[each] for each in gone.answers if each in short]
    _empty(program, key, gone, codes)
    _forget(program, key, gone)
    run(program, today, RunOptions(only=key, read_all=True), say)
    gone.done = True
    program.lock.save(settings.lock_path)
    listed = settings.file.form.pick == "list"
    return Purged(records, True, _sent(settings, gone.answers), files, listed)


def _purged_before(
    settings: Settings, pair: str, gone: Gone
) -> ConfigurationError:
    listed = "\n".join(f"  {sent}" for sent in _sent(settings, gone.answers))
    hint = ""
    if listed:
        hint = f" Delete by hand in the form, if it was not done yet, the answers sent on\n{listed}"
    return ConfigurationError(
        f"{pair} was purged before; nothing is left of it here.{hint}"
    )


def _note_down(program: Program, records: Records) -> Gone:
    """Note in the lock file what is to go, before anything does."""
    named = {answer.id: rest for _, answer, rest in records.named}
    numbers = tuple(records.numbers)
    gone = Gone(records.district, numbers, False, _ids(records), named)
    program.lock.gone.append(gone)
    program.lock.save(program.settings.lock_path)
    return gone


def _forget(program: Program, key: str, gone: Gone) -> None:
    """Forget answers, plans and pairs; the next run reads the form whole.

    Answers of other pairs come back without what was taken out of them.
    """
    state = program.state
    left = [
        p for n, p in state.rosters.pairs(key).items() if n not in gone.numbers
    ]
    with state.writing():
        state.answers.forget([*gone.answers, *gone.others])
        state.responses.forget(other_forms.PLANNING, gone.answers)
        state.notes.keep_listed_on(None)
        state.rosters.keep(key, left)


def _ids(records: Records) -> dict[str, str]:
    """The answers to be passed over, to both forms, each with when it was
    sent.
    """
    sent = {a.id: a.created for _, a in records.answers} | {
        p.id: p.submitted for p in records.plans
    }
    return {
        each: moment.astimezone(UTC).isoformat(timespec="seconds")
        for each, moment in sent.items()
    }


def _sent(settings: Settings, answers: Mapping[str, str]) -> list[str]:
    """When answers were sent, as the form's own page says it."""
    moments = sorted(
        datetime.fromisoformat(sent).astimezone(settings.zone)
        for sent in answers.values()
    )
    return [f"{moment:%a, %b %d %Y at %H:%M}" for moment in moments]


def _files_that_name(settings: Settings, records: Records) -> Iterator[str]:
    """The lines of the district's roster file that still name the mentee."""
    path = settings.folder / "rosters" / f"{records.district}.csv"
    if not records.mentee or not path.exists():
        return
    words = words_of(records.mentee)
    for number, line in enumerate(csv_files.text_of(path).splitlines(), 1):
        if words and words <= words_of(line):
            yield f"{path}, line {number} still names them, and a sheet that is made anew is printed from it: delete that line."


def _empty(
    program: Program, key: str, gone: Gone, codes: Sequence[str]
) -> None:
    """Empty the rows and cells of some pairs, by their places as they stand
    right now; put back what was hit instead.

    Sheets knows no write that holds only if nothing moved meanwhile: so the
    write's own answer is compared with what was read just before. Raises
    Refused where rows had moved.
    """
    sheet = PeoplesTabs(program, key)
    rows, planned = sheet.of_numbers(gone.numbers, codes)
    requests = list(_clearing(sheet, rows, planned))
    if not requests:
        return
    with program.state.writing():
        program.state.to_do.mark_for_reading([key])
    after = program.google.sheets.update(
        program.spreadsheet(key), requests, sheet.tabs, sheet.seen.titles
    )
    if after is None:
        after = PeoplesTabs(program, key).seen
    if undo := list(_hit(sheet, rows, after)):
        program.google.sheets.update(program.spreadsheet(key), undo)
        raise Refused(
            f"Somebody moved rows in {program.district(key).name}'s sheet at the same moment. What was emptied by mistake is put"
            " back; look at the tabs once, and run the same command again."
        )


def _clearing(
    sheet: PeoplesTabs, rows: Rows, planned: Sequence[tuple[str, date, str]]
) -> Iterator[dict[str, Any]]:
    """The requests that empty the rows and cells; formulas stay where they
    are.
    """
    for key, places in rows.items():
        tab, found = sheet.layout.tab(key), sheet.found(key)
        for row, _ in places:
            for each in tab.value_columns:
                if each.key in found.places:
                    yield _write(tab, row - 1, found.places[each.key], None)
    for place, _, _ in planned:
        letters = place.rstrip("0123456789")
        column = functools.reduce(
            lambda number, each: number * 26 + ord(each) - 64, letters, 0
        )
        yield _write(
            sheet.layout.tab("schedule"),
            int(place.removeprefix(letters)) - 1,
            column - 1,
            None,
        )


def _write(tab: Tab, row: int, column: int, value: Any) -> dict[str, Any]:
    start = {"sheetId": tab.id, "rowIndex": row, "columnIndex": column}
    return {
        "updateCells": {
            "start": start,
            "rows": [{"values": [cell(value)]}],
            "fields": "userEnteredValue,note",
        }
    }


def _hit(
    sheet: PeoplesTabs, rows: Rows, after: Tabs
) -> Iterator[dict[str, Any]]:
    """Where rows had moved: the requests that put what was emptied instead
    back where it was.
    """
    for key, places in rows.items():
        tab, found, now = (
            sheet.layout.tab(key),
            sheet.found(key),
            find(sheet.layout.tab(key), after.grids[key]),
        )
        meant = {place for place, _ in places}

        def values(row: Mapping[str, Any], tab: Tab = tab) -> tuple[Any, ...]:
            return tuple(row.get(c.key) or "" for c in tab.value_columns)

        left = [values(row) for _, row in now.rows]
        lost = []
        for place, row in found.rows:
            if (
                place not in meant
                and any(values(row))
                and values(row) not in left
            ):
                lost.append(values(row))
        unmoved = [values(row) for _, row in places if values(row) in left]
        if not (lost and unmoved):
            continue
        for place, kept in zip(sorted(meant), lost, strict=False):
            for column, value in zip(tab.value_columns, kept, strict=True):
                if column.key in now.places and value != "":
                    yield _write(tab, place - 1, now.places[column.key], value)
