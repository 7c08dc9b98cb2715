"""All that is kept of one mentee: handed out whole, or taken away for good."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from sync.core.explain import explain
from sync.core.intake import codes_in
from sync.core.model import Submission
from sync.core.standing import DistrictStanding
from sync.errors import ConfigurationError
from sync.google.client import Google
from sync.program import Program
from sync.run import Say, pair_of, run
from sync.settings import Settings
from sync.state import State
from templates.cells import Found, find
from templates.layout import Tab
from templates.reading import schedule_cells
from templates.workbook import cell, day_of

# The tabs whose rows speak of a pair by its number.
_BY_NUMBER = ("observations", "follow_up")


@dataclass
class Records:
    """One mentee's: in which rows of which tabs (from 1), in which cells of *Schedule*, and in which answers.

    ``numbers`` are those of all their pairs in the district, whoever the mentor was.
    """

    district: str
    mentee: str
    numbers: list[int]
    rows: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    planned: list[tuple[str, date, str]] = field(default_factory=list)
    answers: list[tuple[str, Submission]] = field(default_factory=list)
    standing: list[list[str]] = field(default_factory=list)


class _Search:
    """A district's people's tabs, as they stand now."""

    def __init__(self, program: Program, key: str) -> None:
        self.program, self.key, self.layout = program, key, program.layout(key)
        self.grids = program.google.sheets.read(program.spreadsheet(key), {t.key: t.id for t in self.layout.people})

    def tab(self, key: str) -> Tab:
        return self.layout.tab(key)

    def found(self, key: str) -> Found:
        found = find(self.tab(key), self.grids[key])
        if found.broken:
            raise ConfigurationError.of(found.problems)
        return found


def collect(settings: Settings, google: Google, state: State, code: str, today: date) -> tuple[Records, _Search]:
    """Everything of the mentee of a pair. Raises ConfigurationError where nobody stands beside the number."""
    program = Program(settings, google, state)
    key, number = pair_of(settings, code)
    result = run(settings, google, state, today, key, read_all=True, write=False)
    if error := result.failed.get(key):
        raise error
    (standing,) = result.standings
    search = _Search(program, key)
    pairs = [(place, row) for place, row in search.found("pairs").rows if _number(row) is not None]
    own = next((row for _, row in pairs if _number(row) == number and row.get("mentee")), None)
    known = program.lock.purged_numbers.get(key, ())
    if own is None and number not in known:
        raise ConfigurationError(
            f"{key}-{number}: nobody stands beside this number in {standing.district.name}'s Pairs."
        )
    mine = [(place, row) for place, row in pairs if own and _same(own, row)]
    # Where the row is gone by a purge that was killed, whatever was purged before is ended.
    numbers = sorted({n for _, row in mine if (n := _number(row)) is not None} | {number} if own else known)
    records = Records(key, str(own["mentee"]) if own else "", numbers, {"pairs": mine})
    for tab in _BY_NUMBER:
        records.rows[tab] = [(place, row) for place, row in search.found(tab).rows if _number(row, "pair") in numbers]
    records.planned = [
        (place.rpartition(" ")[2], week, text)
        for place, n, week, text in schedule_cells(search.tab("schedule"), search.grids["schedule"])
        if n in numbers
    ]
    codes = _codes_of(standing, key, numbers)
    records.answers = [(codes[a.id], a) for a in state.answers(key) if a.id in codes]
    records.rows["corrections"] = [
        (place, row)
        for place, row in search.found("corrections").rows
        if str(row.get("answer") or "").strip().upper() in codes.values()
    ]
    records.standing = [list(explain(standing, p)) for p in standing.pairs if p.pair.number in numbers]
    return records, search


def _codes_of(standing: DistrictStanding, key: str, numbers: Collection[int]) -> dict[str, str]:
    """The answers that were put to some pairs, or name them: their ids, each with its short code."""
    return {
        o.submission.id: o.code
        for o in standing.outcomes
        if o.pair in numbers or any(n in numbers for _, n in codes_in(o.submission.pair_text, [key]))
    }


def _number(row: dict[str, Any], column: str = "number") -> int | None:
    value = row.get(column)
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _same(own: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether two rows have the same mentee: by address where both have one, else by name."""
    one, other = (str(r.get("mentee_email") or "").strip().casefold() for r in (own, row))
    if one and other:
        return one == other
    return str(own["mentee"]).strip().casefold() == str(row.get("mentee") or "").strip().casefold()


# -- export ---------------------------------------------------------------------------------------------------


def export(settings: Settings, google: Google, state: State, code: str, today: date) -> dict[str, Any]:
    """Everything of the mentee of a pair, as one JSON object."""
    records, search = collect(settings, google, state, code, today)

    def plain(tab: str, row: dict[str, Any]) -> dict[str, Any]:
        return {
            c.header: _plain(c.type, row[c.key])
            for c in search.tab(tab).value_columns
            if row.get(c.key) not in (None, "")
        }

    return {
        "version": 1,
        "as_of": today.isoformat(),
        "district": records.district,
        "mentee": records.mentee,
        **{
            name: [plain(tab, row) for _, row in records.rows[tab]]
            for name, tab in (("pairs", "pairs"), ("observations", "observations"), ("follow_ups", "follow_up"),
                              ("corrections", "corrections"))
        },
        "planned": [{"week_of": week.isoformat(), "text": text} for _, week, text in records.planned],
        "answers": [{"code": short, **_said(answer)} for short, answer in records.answers],
        "standing": records.standing,
    }  # fmt: skip


def _plain(kind: str, value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if kind in ("date", "dated"):
            return day_of(value).isoformat()
        if kind == "time":
            minutes = round(value * 24 * 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return value


def _said(answer: Submission) -> dict[str, Any]:
    """An answer as it was sent; the id is Google's own, the sender's address is theirs."""
    told = {}
    for name, value in answer._asdict().items():
        if value in (None, "", (), False):
            continue
        if isinstance(value, Enum):
            told[name] = value.value
        elif isinstance(value, tuple):
            told[name] = list(value)
        else:
            told[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return told


# -- purge ----------------------------------------------------------------------------------------------------


@dataclass
class Purged:
    """What was taken away, or with nothing done would be; ``answers`` are to be deleted in the form by hand."""

    records: Records
    done: bool
    answers: list[str]


def purge(
    settings: Settings, google: Google, state: State, code: str, today: date, sure: bool,
    say: Say = lambda *_: None,
) -> Purged:  # fmt: skip
    """Take a mentee's rows, cells and answers away, and their numbers with them: they are never given again.

    Nothing is done unless ``sure``. What was purged is noted first, so that it can be ended by the next time if it was
    killed; Google's API deletes no answer, so those are only passed over from now on. Raises ConfigurationError.
    """
    records, search = collect(settings, google, state, code, today)
    zone = settings.zone
    answers = [f"{a.created.astimezone(zone):%a, %b %d %Y at %H:%M}" for _, a in records.answers]
    if not sure:
        return Purged(records, False, answers)
    program = search.program
    lock, key, ids = program.lock, records.district, [a.id for _, a in records.answers]
    lock.purged = tuple(dict.fromkeys([*lock.purged, *ids]))
    lock.purged_numbers[key] = tuple(sorted({*lock.purged_numbers.get(key, ()), *records.numbers}))
    lock.save(settings.lock_path)
    if requests := list(_clearing(records, search)):
        with state.writing():
            state.touch([key])
        google.sheets.update(program.spreadsheet(key), requests)
    with state.writing():
        state.forget(ids)
        state.keep_pairs(key, [p for n, p in state.pairs(key).items() if n not in records.numbers])
    run(settings, google, state, today, key, read_all=True, say=say)
    return Purged(records, True, answers)


def _clearing(records: Records, search: _Search) -> Iterator[dict[str, Any]]:
    """The requests that empty the rows and cells; formulas stay where they are."""

    def empty(tab: Tab, row: int, column: int) -> dict[str, Any]:
        start = {"sheetId": tab.id, "rowIndex": row, "columnIndex": column}
        return {"updateCells": {"start": start, "rows": [{"values": [cell(None)]}], "fields": "userEnteredValue,note"}}

    for key, rows in records.rows.items():
        tab, found = search.tab(key), search.found(key)
        for row, _ in rows:
            for each in tab.value_columns:
                if each.key in found.places:
                    yield empty(tab, row - 1, found.places[each.key])
    for place, _, _ in records.planned:
        letters = place.rstrip("0123456789")
        column = functools.reduce(lambda number, each: number * 26 + ord(each) - 64, letters, 0)
        yield empty(search.tab("schedule"), int(place.removeprefix(letters)) - 1, column - 1)
