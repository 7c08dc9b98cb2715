"""All that is kept of one mentee, taken away for good."""

from __future__ import annotations

import functools
from collections.abc import (
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from forms import submissions
from sync.core.codes import short_codes
from sync.errors import ConfigurationError, Refused
from sync.google.sheet_contents import Tabs
from sync.program.lockfile import PurgedMentee
from sync.program.opened import Opened, Program
from sync.program.pair_codes import pair_of
from sync.program.settings import Settings
from sync.records import traces
from sync.records.collect import PeoplesTabs, Records, Rows, collect
from sync.run import other_forms
from sync.run.one_run import run
from sync.run.options import RunOptions, Say
from templates.found import find
from templates.layout import Tab
from templates.wire import cell


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

    Nothing is done unless ``sure``. What is to be removed is noted first, so
    that the next call can finish if this one is killed. Google's API deletes
    no answers: they are passed over from now on. Raises ConfigurationError for
    a code of nobody; Refused while records are on hold, and where somebody
    moved rows at the same moment, with everything put back.
    """
    program = opened.program()
    settings, state = program.settings, program.state
    key, number = pair_of(settings, code)
    settings.check_hold()
    known = (
        g
        for g in program.lock.gone
        if g.district == key and number in g.numbers
    )
    mentee = next(known, None)
    if mentee is not None and mentee.done:
        raise _purged_before(program, f"{key}-{number}", mentee)
    sought = None
    if mentee is None:
        records, program = collect(opened, code, today)
        sought = traces.sought(records)
        if not sure:
            named_in = [
                str(t) for t in traces.of(program, key, sought, records)
            ]
            sent = [a.created for _, a in records.answers]
            sent += [p.submitted for p in records.plans]
            return Purged(
                records, False, _moments_shown(settings, sent), named_in
            )
        mentee = _note_down(program, records)
        codes = [short for short, _ in records.answers]
    else:
        # It was killed. What is known of the answers gives their codes, until
        # they are forgotten.
        records = Records(key, "", list(mentee.numbers))
        short = short_codes(answer.id for answer in state.answers.of(key))
        codes = [short[each] for each in mentee.answers if each in short]
    _empty(program, key, mentee, codes)
    _forget(program, key, mentee)
    run(program, today, RunOptions(only=key, read_all=True), say)
    mentee.done = True
    program.lock.save(settings.lock_path)
    state.scrub()
    return Purged(
        records,
        True,
        _moments_shown(settings, _sent(program, mentee.answers)),
        [str(t) for t in traces.of(program, key, sought)] if sought else [],
        settings.file.form.pick == "list",
    )


def _purged_before(
    program: Program, pair: str, mentee: PurgedMentee
) -> ConfigurationError:
    left = _moments_shown(program.settings, _sent(program, mentee.answers))
    hint = ""
    if left:
        listed = "\n".join(f"  {sent}" for sent in left)
        hint = f" The form still has the answers sent on\n{listed}\nDelete them there (Responses, Individual)."
    return ConfigurationError(
        f"{pair} was purged before; nothing is left of it here.{hint}"
    )


def _note_down(program: Program, records: Records) -> PurgedMentee:
    """Note in the lock file what is to go, before anything does."""
    named = {answer.id: rest for _, answer, rest in records.named}
    numbers = tuple(records.numbers)
    mentee = PurgedMentee(
        records.district, numbers, False, _ids(records), named
    )
    program.lock.gone.append(mentee)
    program.lock.save(program.settings.lock_path)
    return mentee


def _forget(program: Program, key: str, mentee: PurgedMentee) -> None:
    """Forget answers, plans and pairs; the next run reads the form whole.

    Answers of other pairs come back without what was taken out of them.
    """
    state = program.state
    left = [
        p
        for n, p in state.rosters.pairs(key).items()
        if n not in mentee.numbers
    ]
    with state.writing():
        state.answers.forget([*mentee.answers, *mentee.others])
        state.responses.forget(other_forms.PLANNING, mentee.answers)
        state.notes.keep_listed_on(None)
        state.rosters.keep(key, left)


def _ids(records: Records) -> list[str]:
    """The answers to be passed over, to both forms."""
    return [a.id for _, a in records.answers] + [p.id for p in records.plans]


def _sent(program: Program, ids: Collection[str]) -> list[datetime]:
    """When those of some answers were sent that are still in the forms."""
    wanted = set(ids)
    forms = [program.lock.form]
    if planning := program.lock.forms.get(other_forms.PLANNING):
        forms.append(planning.id)
    return [
        submissions.moment(response["createTime"])
        for form in forms
        for page in program.google.forms.responses(form, None)
        for response in page
        if response["responseId"] in wanted
    ]


def _moments_shown(
    settings: Settings, moments: Iterable[datetime]
) -> list[str]:
    """Moments as the form's own page shows them."""
    local = sorted(each.astimezone(settings.zone) for each in moments)
    return [f"{each:%a, %b %d %Y at %H:%M}" for each in local]


def _empty(
    program: Program, key: str, mentee: PurgedMentee, codes: Sequence[str]
) -> None:
    """Empty the rows and cells of some pairs, by their places as they stand
    right now; put back what was hit instead.

    Sheets knows no write that holds only if nothing moved meanwhile: so the
    write's own answer is compared with what was read just before. Raises
    Refused where rows had moved.
    """
    sheet = PeoplesTabs(program, key)
    rows, planned = sheet.of_numbers(mentee.numbers, codes)
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
    """The requests that restore rows that were emptied by mistake, because
    rows had moved.
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
