"""Everything that is kept of one mentee, from every tab and every form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sync.core.codes import codes_in
from sync.core.explain import explain
from sync.core.judge import DistrictStanding
from sync.core.model import Proposal, Submission
from sync.core.named import Roll
from sync.core.pair_plans import is_about
from sync.core.pairs_meant import others_in
from sync.core.people import Pair, Person
from sync.errors import ConfigurationError
from sync.program.opened import Opened, Program
from sync.program.pair_codes import pair_of
from sync.run import other_forms
from sync.run.one_run import run
from sync.run.options import RunOptions
from templates import read_schedule
from templates.cells import Cells
from templates.found import Found, find
from templates.layout import Layout
from templates.wire import letter

# The tabs whose rows speak of a pair by its number.
_BY_NUMBER = ("observations", "follow_up")
# People may have added columns of their own.
WIDER = 20
Rows = dict[str, list[tuple[int, dict[str, Any]]]]


@dataclass
class Records:
    """Where one mentee's records are: ``rows`` by tab (row numbers from 1),
    ``planned`` cells of *Schedule*, ``answers`` and ``plans``.

    ``numbers`` are those of all their pairs in the district, whoever the
    mentor was. ``named`` are answers of other pairs that name one of them as
    present, each with its code and the codes of the other pairs.
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

    def cells(self, layout: Layout) -> Iterator[str]:
        """The cells of people's tabs that are all theirs, by address."""
        for key, places in self.rows.items():
            tab = layout.tab(key)
            for row, _ in places:
                for place in range(len(tab.columns) + WIDER):
                    yield f"{tab.title} {letter(place)}{row}"
        for cell, _, _ in self.planned:
            yield f"{layout.tab('schedule').title} {cell}"


class PeoplesTabs:
    """A district's people's tabs, as they stand now."""

    def __init__(self, program: Program, key: str) -> None:
        self.program, self.key, self.layout = program, key, program.layout(key)
        self.tabs = {t.key: t.id for t in self.layout.people}
        self.seen = program.google.sheets.look(
            program.spreadsheet(key), self.tabs
        )

    def found(self, key: str) -> Found:
        """A tab's rows. Raises ConfigurationError where its headers are
        broken.
        """
        found = find(self.layout.tab(key), self.seen.grids[key])
        if found.broken:
            raise ConfigurationError.of(found.problems)
        return found

    def of_numbers(
        self, numbers: Collection[int], codes: Collection[str]
    ) -> tuple[Rows, list[tuple[str, date, str]]]:
        """The rows and cells that speak of some pairs, and the corrections of
        some answers.
        """
        rows: Rows = {
            "pairs": [
                (place, row)
                for place, row, n in self.numbered()
                if n in numbers
            ]
        }
        for tab in _BY_NUMBER:
            rows[tab] = self.of_pairs(tab, numbers)
        rows["corrections"] = [
            (place, row)
            for place, row in self.found("corrections").rows
            if str(row.get("answer") or "").strip().upper() in codes
        ]
        cells = read_schedule.schedule_cells(
            self.layout.tab("schedule"), self.seen.grids["schedule"]
        )
        return rows, [
            (place.rpartition(" ")[2], week, text)
            for place, n, week, text in cells
            if n in numbers
        ]

    def numbered(self) -> Iterator[tuple[int, dict[str, Any], int | None]]:
        """The rows of *Pairs* with their numbers."""
        found = self.found("pairs")
        for place, row in found.rows:
            yield place, row, Cells(found, place, row).number("number")

    def of_pairs(
        self, key: str, numbers: Collection[int]
    ) -> list[tuple[int, dict[str, Any]]]:
        """The rows of a tab that speak of some pairs and of no other, read as
        leniently as a run reads them.
        """
        return [
            (place, row)
            for place, row, named in self._named(key)
            if named and named <= set(numbers)
        ]

    def shared_rows(self, numbers: Collection[int]) -> list[str]:
        """The cells that name some pairs by number beside others."""
        return [
            self.found(key).where(place, "pair")
            for key in _BY_NUMBER
            for place, _, named in self._named(key)
            if named & set(numbers) and not named <= set(numbers)
        ]

    def _named(
        self, key: str
    ) -> Iterator[tuple[int, dict[str, Any], set[int]]]:
        found = self.found(key)
        for place, row in found.rows:
            cells = Cells(found, place, row)
            yield (
                place,
                row,
                set(self._roll.everyone(cells.raw("pair")).numbers),
            )

    @cached_property
    def _roll(self) -> Roll:
        """The pairs by number and name, as they stand now."""
        return Roll(
            self.key,
            (
                Pair(
                    self.key,
                    number,
                    Person(str(row.get("mentor") or "")),
                    Person(str(row.get("mentee") or "")),
                )
                for _, row, number in self.numbered()
                if number is not None
            ),
        )


def collect(opened: Opened, code: str, today: date) -> tuple[Records, Program]:
    """Everything of the mentee of a pair. Raises ConfigurationError where
    nobody stands beside the number.
    """
    program = opened.program()
    key, number = pair_of(program.settings, code)
    result = run(
        program, today, RunOptions(only=key, read_all=True, write=False)
    )
    if error := result.failed.get(key):
        raise error
    (standing,) = result.standings
    sheet = PeoplesTabs(program, key)
    pairs = list(sheet.numbered())
    own = next(
        (row for _, row, n in pairs if n == number and row.get("mentee")), None
    )
    if own is None:
        raise ConfigurationError(
            f"{key}-{number}: {standing.district.name}'s Pairs has no mentee"
            " with this number. Look up the code in Status or Pairs."
        )
    numbers = sorted(
        {
            n
            for _, row, n in pairs
            if n is not None and row.get("mentee") and _same(own, row)
        }
    )
    return _records(
        program, sheet, standing, str(own["mentee"]), numbers
    ), program


def _records(
    program: Program,
    sheet: PeoplesTabs,
    standing: DistrictStanding,
    mentee: str,
    numbers: list[int],
) -> Records:
    key, mine = standing.district.key, set(numbers)
    own: dict[str, str] = {}
    named: dict[str, tuple[str, str]] = {}
    for outcome in standing.outcomes:
        answer = outcome.submission
        texts = {number for _, number in codes_in(answer.pair_text, [key])}
        others = others_in(standing.district, answer, outcome.pair)
        alone = outcome.pair is None and bool(texts) and texts <= mine
        if outcome.pair in mine or alone:
            own[answer.id] = outcome.code
        elif texts & mine or mine.intersection(others):
            rest = ", ".join(f"{key}-{n}" for n in others if n not in mine)
            named[answer.id] = (outcome.code, rest)
    answers = program.state.answers.of(key)
    proposals = other_forms.proposals(program, key)
    rows, planned = sheet.of_numbers(numbers, list(own.values()))
    return Records(
        key,
        mentee,
        numbers,
        rows,
        planned,
        answers=[(own[a.id], a) for a in answers if a.id in own],
        plans=[
            p for p in proposals if is_about(standing.district, p, numbers)
        ],
        named=[
            (named[a.id][0], a, named[a.id][1])
            for a in answers
            if a.id in named
        ],
        standing=[
            list(explain(standing, p))
            for p in standing.pairs
            if p.pair.number in mine
        ],
    )


def _same(own: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether two rows have the same mentee: by address where both have one,
    else by name.
    """
    one, other = (
        str(r.get("mentee_email") or "").strip().casefold() for r in (own, row)
    )
    if one and other:
        return one == other
    return (
        str(own["mentee"]).strip().casefold()
        == str(row.get("mentee") or "").strip().casefold()
    )
