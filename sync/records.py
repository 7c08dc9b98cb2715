"""All that is kept of one mentee: handed out whole, or taken away for good."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sync import further
from sync.core.arranging import speaks_of
from sync.core.explain import explain
from sync.core.intake import codes_in, others_in, short_codes
from sync.core.model import Proposal, RegularTime, Submission
from sync.core.planning import DAYS, regular_words
from sync.core.standing import DistrictStanding
from sync.errors import ConfigurationError, Refused
from sync.google.client import Google
from sync.google.sheets import Tabs
from sync.lockfile import Gone
from sync.program import Program
from sync.run import Say, pair_of, run
from sync.settings import Settings
from sync.state import State
from templates import reading
from templates.cells import Cells, Found, find, plain
from templates.layout import Tab
from templates.workbook import cell

# The tabs whose rows speak of a pair by its number.
_BY_NUMBER = ("observations", "follow_up")
Rows = dict[str, list[tuple[int, dict[str, Any]]]]


@dataclass
class Records:
    """One mentee's: in which rows of which tabs (from 1), in which cells of *Schedule*, in which answers to which form.

    ``numbers`` are those of all their pairs in the district, whoever the mentor was. ``named`` are answers of other pairs
    that name one of them as having been there, each with what it says of further pairs.
    """

    district: str
    mentee: str
    numbers: list[int]
    rows: Rows = field(default_factory=dict)
    planned: list[tuple[str, date, str]] = field(default_factory=list)
    answers: list[tuple[str, Submission]] = field(default_factory=list)
    plans: list[Proposal] = field(default_factory=list)
    named: list[tuple[str, Submission, str]] = field(default_factory=list)
    standing: list[list[str]] = field(default_factory=list)


class _Sheet:
    """A district's people's tabs, as they stand now."""

    def __init__(self, program: Program, key: str) -> None:
        self.program, self.key, self.layout = program, key, program.layout(key)
        self.tabs = {t.key: t.id for t in self.layout.people}
        self.seen = program.google.sheets.look(program.spreadsheet(key), self.tabs)

    def found(self, key: str) -> Found:
        found = find(self.layout.tab(key), self.seen.grids[key])
        if found.broken:
            raise ConfigurationError.of(found.problems)
        return found

    def of_numbers(self, numbers: Collection[int], codes: Collection[str]) -> tuple[Rows, list[tuple[str, date, str]]]:
        """The rows and cells that speak of some pairs, and the corrections of some answers."""
        rows: Rows = {"pairs": [(place, row) for place, row, n in self.numbered("pairs", "number") if n in numbers]}
        for tab in _BY_NUMBER:
            rows[tab] = [(place, row) for place, row, n in self.numbered(tab, "pair") if n in numbers]
        rows["corrections"] = [
            (place, row)
            for place, row in self.found("corrections").rows
            if str(row.get("answer") or "").strip().upper() in codes
        ]
        cells = reading.schedule_cells(self.layout.tab("schedule"), self.seen.grids["schedule"])
        return rows, [(place.rpartition(" ")[2], week, text) for place, n, week, text in cells if n in numbers]

    def numbered(self, key: str, column: str) -> Iterator[tuple[int, dict[str, Any], int | None]]:
        """A tab's rows with the pair's number, read as leniently as a run reads it."""
        found = self.found(key)
        for place, row in found.rows:
            yield place, row, Cells(found, place, row).number(column)


def collect(settings: Settings, google: Google, state: State, code: str, today: date) -> tuple[Records, Program]:
    """Everything of the mentee of a pair. Raises ConfigurationError where nobody stands beside the number."""
    program = Program(settings, google, state)
    key, number = pair_of(settings, code)
    result = run(settings, google, state, today, key, read_all=True, write=False)
    if error := result.failed.get(key):
        raise error
    (standing,) = result.standings
    sheet = _Sheet(program, key)
    pairs = list(sheet.numbered("pairs", "number"))
    own = next((row for _, row, n in pairs if n == number and row.get("mentee")), None)
    if own is None:
        raise ConfigurationError(
            f"{key}-{number}: nobody stands beside this number in {standing.district.name}'s Pairs."
        )
    numbers = sorted({n for _, row, n in pairs if n is not None and row.get("mentee") and _same(own, row)})
    return _records(program, sheet, standing, str(own["mentee"]), numbers), program


def _records(program: Program, sheet: _Sheet, standing: DistrictStanding, mentee: str, numbers: list[int]) -> Records:
    key = standing.district.key
    codes, named = dict[str, str](), dict[str, str]()
    for outcome in standing.outcomes:
        said = outcome.submission
        texts = [n for _, n in codes_in(said.pair_text, [key])]
        if outcome.pair in numbers or (outcome.pair is None and texts and set(texts) <= set(numbers)):
            codes[said.id] = outcome.code
        elif set(texts) & set(numbers) or set(others_in(standing.district, said)) & set(numbers):
            codes[said.id] = outcome.code
            rest = [n for n in others_in(standing.district, said) if n not in numbers]
            named[said.id] = ", ".join(f"{key}-{n}" for n in rest)
    answers = program.state.answers(key)
    plans = [p for p in further.proposals(program, key) if speaks_of(standing.district, p, numbers)]
    rows, planned = sheet.of_numbers(numbers, [codes[i] for i in codes if i not in named])
    return Records(
        key, mentee, numbers, rows, planned,
        [(codes[a.id], a) for a in answers if a.id in codes and a.id not in named],
        plans,
        [(codes[a.id], a, named[a.id]) for a in answers if a.id in named],
        [list(explain(standing, p)) for p in standing.pairs if p.pair.number in numbers],
    )  # fmt: skip


def _same(own: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether two rows have the same mentee: by address where both have one, else by name."""
    one, other = (str(r.get("mentee_email") or "").strip().casefold() for r in (own, row))
    if one and other:
        return one == other
    return str(own["mentee"]).strip().casefold() == str(row.get("mentee") or "").strip().casefold()


# -- export ---------------------------------------------------------------------------------------------------


def export(settings: Settings, google: Google, state: State, code: str, today: date) -> dict[str, Any]:
    """Everything of the mentee of a pair, as one JSON object."""
    records, program = collect(settings, google, state, code, today)
    layout = program.layout(records.district)

    def told(tab: str, row: dict[str, Any]) -> dict[str, Any]:
        return {
            c.header: plain(c.type, row[c.key])
            for c in layout.tab(tab).value_columns
            if row.get(c.key) not in (None, "")
        }

    return {
        "version": 1,
        "as_of": today.isoformat(),
        "district": records.district,
        "mentee": records.mentee,
        **{
            name: [told(tab, row) for _, row in records.rows[tab]]
            for name, tab in (("pairs", "pairs"), ("observations", "observations"), ("follow_ups", "follow_up"),
                              ("corrections", "corrections"))
        },
        "planned": [{"week_of": week.isoformat(), "text": text} for _, week, text in records.planned],
        "answers": [{"code": short, **_said(answer)} for short, answer in records.answers],
        "plans": [_said(plan) for plan in records.plans],
        "named_in": [{"code": short, "day": a.day.isoformat(), "others": a.others} for short, a, _ in records.named],
        "standing": records.standing,
    }  # fmt: skip


def _said(answer: Submission | Proposal) -> dict[str, Any]:
    """An answer as it was sent; the id is Google's own, the sender's address is theirs."""
    told = {}
    for name, value in answer._asdict().items():
        if value in (None, "", (), False):
            continue
        if isinstance(value, Enum):
            told[name] = value.value
        elif isinstance(value, RegularTime):
            told[name] = regular_words(value)
        elif name in ("mentor_free", "mentee_free"):
            told[name] = [f"{DAYS[day]} {when}" for day, when in value]
        elif isinstance(value, tuple):
            told[name] = list(value)
        else:
            told[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return told


# -- purge ----------------------------------------------------------------------------------------------------


@dataclass
class Purged:
    """What was taken away, or with nothing done would be; ``answers`` are to be deleted in the form by hand.

    ``named_in`` are lines of files that still name the mentee; ``listed``: the form lists its pairs.
    """

    records: Records
    done: bool
    answers: list[str]
    named_in: list[str] = field(default_factory=list)
    listed: bool = False


def purge(
    settings: Settings, google: Google, state: State, code: str, today: date, sure: bool, say: Say = lambda *_: None
) -> Purged:
    """Take a mentee's rows, cells and answers away, and their numbers with them: they are never given again.

    Nothing is done unless ``sure``. What is to go is noted first, so that it can be ended by the next time if it was
    killed; Google's API deletes no answer, so those are only passed over from now on. Raises ConfigurationError; Refused
    where somebody worked in the sheet at the same moment, with everything put back.
    """
    program = Program(settings, google, state)
    key, number = pair_of(settings, code)
    gone = next((g for g in program.lock.gone if g.district == key and number in g.numbers), None)
    if gone is None:
        records, program = collect(settings, google, state, code, today)
        files = list(_files_that_name(settings, records))
        if not sure:
            return Purged(records, False, _sent(settings, _ids(records)), files)
        gone = Gone(
            key, tuple(records.numbers), False,
            _ids(records),
            {a.id: rest for _, a, rest in records.named},
        )  # fmt: skip
        program.lock.gone.append(gone)
        program.lock.save(settings.lock_path)
        codes = [short for short, _ in records.answers]
    elif gone.done:
        listed = "\n".join(f"  {sent}" for sent in _sent(settings, gone.answers))
        hint = f" Delete by hand in the form, if it was not done yet, the answers sent on\n{listed}" if listed else ""
        raise ConfigurationError(f"{key}-{number} was purged before; nothing is left of it here.{hint}")
    else:  # it was killed; what is known of the answers says their codes, until they are forgotten
        short = short_codes(a.id for a in state.answers(key))
        records, files, codes = Records(key, "", list(gone.numbers)), [], [short[i] for i in gone.answers if i in short]
    _empty(program, key, gone, codes)
    with state.writing():
        state.forget([*gone.answers, *gone.others])  # the second come back without what was taken away
        state.forget_said(further.PLANNING, gone.answers)
        state.set_meta("listed", "")
        state.keep_pairs(key, [p for n, p in state.pairs(key).items() if n not in gone.numbers])
    run(settings, google, state, today, key, read_all=True, say=say)
    gone.done = True
    program.lock.save(settings.lock_path)
    return Purged(records, True, _sent(settings, gone.answers), files, settings.file.form.pick == "list")


def _ids(records: Records) -> dict[str, str]:
    """The answers to be passed over, to both forms, each with when it was sent."""
    sent = {a.id: a.created for _, a in records.answers} | {p.id: p.submitted for p in records.plans}
    return {each: moment.astimezone(UTC).isoformat(timespec="seconds") for each, moment in sent.items()}


def _sent(settings: Settings, answers: Mapping[str, str]) -> list[str]:
    """When answers were sent, as the form's own page says it."""
    moments = sorted(datetime.fromisoformat(sent).astimezone(settings.zone) for sent in answers.values())
    return [f"{moment:%a, %b %d %Y at %H:%M}" for moment in moments]


def _files_that_name(settings: Settings, records: Records) -> Iterator[str]:
    """The lines of the district's roster file that still name the mentee."""
    path = settings.folder / "rosters" / f"{records.district}.csv"
    if not records.mentee or not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if records.mentee.casefold() in line.casefold():
            yield f"{path}, line {number}"


def _empty(program: Program, key: str, gone: Gone, codes: Sequence[str]) -> None:
    """Empty the rows and cells of some pairs, by their places as they stand right now; put back what was hit instead.

    Sheets knows no write that holds only if nothing moved meanwhile: so the write's own answer is compared with what was
    read just before. Raises Refused where rows had moved.
    """
    sheet = _Sheet(program, key)
    rows, planned = sheet.of_numbers(gone.numbers, codes)
    requests = list(_clearing(sheet, rows, planned))
    if not requests:
        return
    with program.state.writing():
        program.state.touch([key])
    after = program.google.sheets.update(program.spreadsheet(key), requests, sheet.tabs, sheet.seen.titles)
    if after is None:
        after = _Sheet(program, key).seen
    if undo := list(_hit(sheet, rows, after)):
        program.google.sheets.update(program.spreadsheet(key), undo)
        raise Refused(
            f"Somebody moved rows in {program.district(key).name}'s sheet at the same moment. What was emptied by mistake is put"
            " back; look at the tabs once, and run the same command again."
        )


def _clearing(sheet: _Sheet, rows: Rows, planned: Sequence[tuple[str, date, str]]) -> Iterator[dict[str, Any]]:
    """The requests that empty the rows and cells; formulas stay where they are."""
    for key, places in rows.items():
        tab, found = sheet.layout.tab(key), sheet.found(key)
        for row, _ in places:
            for each in tab.value_columns:
                if each.key in found.places:
                    yield _write(tab, row - 1, found.places[each.key], None)
    for place, _, _ in planned:
        letters = place.rstrip("0123456789")
        column = functools.reduce(lambda number, each: number * 26 + ord(each) - 64, letters, 0)
        yield _write(sheet.layout.tab("schedule"), int(place.removeprefix(letters)) - 1, column - 1, None)


def _write(tab: Tab, row: int, column: int, value: Any) -> dict[str, Any]:
    start = {"sheetId": tab.id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [cell(value)]}], "fields": "userEnteredValue,note"}}


def _hit(sheet: _Sheet, rows: Rows, after: Tabs) -> Iterator[dict[str, Any]]:
    """Where rows had moved: the requests that put what was emptied instead back where it was."""
    for key, places in rows.items():
        tab, found, now = sheet.layout.tab(key), sheet.found(key), find(sheet.layout.tab(key), after.grids[key])
        meant = {place for place, _ in places}

        def values(row: Mapping[str, Any], tab: Tab = tab) -> tuple[Any, ...]:
            return tuple(row.get(c.key) or "" for c in tab.value_columns)

        left = [values(row) for _, row in now.rows]
        lost = []
        for place, row in found.rows:
            if place not in meant and any(values(row)) and values(row) not in left:
                lost.append(values(row))
        unmoved = [values(row) for _, row in places if values(row) in left]
        if not (lost and unmoved):
            continue
        for place, kept in zip(sorted(meant), lost, strict=False):
            for column, value in zip(tab.value_columns, kept, strict=True):
                if column.key in now.places and value != "":
                    yield _write(tab, place - 1, now.places[column.key], value)
