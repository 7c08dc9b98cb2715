"""*Observations*, *Follow-up* and *Corrections* as a coordinator fills them
in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from sync.core.calendar import SchoolCalendar
from sync.core.model import Correction, Direction, FollowUp, Kind, Plan, Repair
from sync.core.named import Roll
from sync.core.problems import Problem
from templates.cells import Cells, cells_of
from templates.found import Found
from templates.read_calendar import minutes
from templates.read_pairs import SAME_PAIR

_DIRECTIONS = {direction.words: direction for direction in Direction}
_KINDS = {kind.value: kind for kind in Kind.to_choose()}
_FILLED = {"yes": True, "no substitute was found": False}
_REPAIRS: Mapping[str, Repair | None] = {r.value: r for r in Repair} | {
    SAME_PAIR: None
}


def plans(
    found: Found, year: SchoolCalendar, roll: Roll, problems: list[Problem]
) -> Iterator[Plan]:
    """The planned observations; ``roll`` knows the pairs by number and name."""
    for c in cells_of(found, problems, year):
        pairs = c.pairs("pair", roll)
        direction = c.choice("direction", _DIRECTIONS)
        day = c.day("day")
        if len(pairs) > 1:
            c.problem(
                "pair",
                f"this cell names {len(pairs)} pairs",
                "Plan each one's observation in a row of its own",
            )
        elif pairs and direction is not None and day is not None:
            yield Plan(
                pair=pairs[0],
                direction=direction,
                day=day,
                at=c.at("time"),
                hours=c.amount("hours") or 0.0,
                for_class=c.text("class"),
                asked=c.yes("asked"),
                arranged=c.text("arranged"),
                approved=c.yes("approved"),
                filled=c.choice("filled", _FILLED),
            )
        elif not c.problems:
            given = {"pair": pairs, "direction": direction, "day": day}
            missing = next(key for key, value in given.items() if not value)
            header = c.found.tab.column(missing).header
            what = f"a planned observation without {header}"
            c.problem(missing, what, f"Fill in {header}, or clear the row")


def follow_ups(
    found: Found,
    year: SchoolCalendar,
    roll: Roll,
    today: date,
    problems: list[Problem],
) -> Iterator[FollowUp]:
    """A coordinator's contacts with pairs; one for each pair that a row names.

    A row without a readable date counts as today's.
    """
    for c in cells_of(found, problems, year):
        pairs, day = c.pairs("pair", roll), c.day("day")
        until, done = c.day("until"), c.yes("done")
        for pair in pairs:
            yield FollowUp(pair, day or today, until, done, c.text("obstacle"))
        if c.problems:
            continue
        if not pairs:
            c.problem("pair", "a follow-up without a pair", "Fill it in")
        elif day is None:
            what = "a follow-up without a date, which is taken as today's"
            c.problem("day", what, "Fill it in")


def same_pairs(found: Found) -> Iterator[int]:
    """The numbers of pairs whose new names are a correction, and not a new
    pair.
    """
    for index, row in found.rows:
        c = Cells(found, index, row)
        if c.text("repair").casefold() == SAME_PAIR:
            yield from c.numbers("to")


def corrections(
    found: Found, year: SchoolCalendar, roll: Roll, problems: list[Problem]
) -> Iterator[Correction]:
    """The changes to answers; ``roll`` knows the pairs by number and name."""
    for c in cells_of(found, problems, year):
        if c.text("repair").casefold() == SAME_PAIR:
            continue
        answer, repair = c.text("answer").upper(), c.choice("repair", _REPAIRS)
        if answer and repair is not None:
            correction = _to_what(c, Correction(answer, repair), roll)
            if not c.problems:
                yield correction
        elif not c.problems:
            what = "a correction without a code or without what to do"
            c.problem("answer", what, "Fill in both; the code stands in Log")


def _to_what(c: Cells, correction: Correction, roll: Roll) -> Correction:
    """A correction with the pair, day, minutes or kind that it sets."""
    repair, to = correction.repair, c.text("to")
    if repair in (Repair.IGNORE, Repair.COUNT):
        return correction
    if not to:
        c.problem("to", f"“{repair}” needs a value in To", "Fill in To")
    elif repair is Repair.MOVE:
        pairs = c.pairs("to", roll)
        if len(pairs) == 1:
            return replace(correction, pair=pairs[0])
        if not c.problems:
            what = f"“{to[:40]}” names {len(pairs)} pairs"
            c.problem("to", what, f"Write one number, such as {roll.key}-12")
    elif repair is Repair.DATE:
        return replace(correction, day=c.day("to"))
    elif repair is Repair.MINUTES:
        return replace(correction, minutes=minutes(c, "to"))
    elif repair is Repair.KIND:
        return replace(correction, kind=c.choice("to", _KINDS))
    return correction
