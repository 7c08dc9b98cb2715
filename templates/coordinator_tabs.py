"""*Observations*, *Follow-up* and *Corrections* as a coordinator fills them
in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sync.core.calendar import SchoolCalendar
from sync.core.model import Correction, Direction, FollowUp, Kind, Plan, Repair
from sync.core.problems import Problem
from templates.calendar_tab import minutes
from templates.cells import Cells, cells_of
from templates.found import Found
from templates.pairs_tab import SAME_PAIR

_DIRECTIONS = {direction.words: direction for direction in Direction}
_KINDS = {kind.value: kind for kind in Kind.to_choose()}
_REPAIRS: Mapping[str, Repair | None] = {r.value: r for r in Repair} | {
    SAME_PAIR: None
}


def plans(
    found: Found, year: SchoolCalendar, problems: list[Problem]
) -> Iterator[Plan]:
    """The planned observations."""
    for c in cells_of(found, problems, year):
        pair = c.number("pair")
        direction = c.choice("direction", _DIRECTIONS)
        day = c.day("day")
        if pair is not None and direction is not None and day is not None:
            yield Plan(
                pair=pair,
                direction=direction,
                day=day,
                at=c.at("time"),
                hours=c.amount("hours") or 0.0,
                for_class=c.text("class"),
                asked=c.yes("asked"),
                arranged=c.text("arranged"),
            )
        elif not c.problems:
            given = {"pair": pair, "direction": direction, "day": day}
            missing = next(
                key for key, value in given.items() if value is None
            )
            header = c.found.tab.column(missing).header
            what = f"a planned observation without {header}"
            c.problem(missing, what, f"Fill in {header}, or clear the row")


def follow_ups(
    found: Found, year: SchoolCalendar, problems: list[Problem]
) -> Iterator[FollowUp]:
    """A coordinator's contacts with pairs."""
    for c in cells_of(found, problems, year):
        pair, day = c.number("pair"), c.day("day")
        if pair is not None and day is not None:
            yield FollowUp(
                pair, day, c.day("until"), c.yes("done"), c.text("obstacle")
            )
        elif not c.problems:
            missing = "day" if day is None else "pair"
            what = "a date" if day is None else "a pair number"
            c.problem(missing, f"a follow-up without {what}", "Fill it in")


def same_pairs(found: Found) -> Iterator[int]:
    """The numbers of pairs whose new names are a correction, and not a new
    pair.
    """
    for index, row in found.rows:
        c = Cells(found, index, row)
        if c.text("repair").casefold() == SAME_PAIR:
            yield from c.numbers("to")


def corrections(
    found: Found, key: str, year: SchoolCalendar, problems: list[Problem]
) -> Iterator[Correction]:
    """The changes to answers; ``key`` is the district's."""
    for c in cells_of(found, problems, year):
        if c.text("repair").casefold() == SAME_PAIR:
            continue
        answer, repair = c.text("answer").upper(), c.choice("repair", _REPAIRS)
        if answer and repair is not None:
            correction = _to_what(c, Correction(answer, repair), key)
            if not c.problems:
                yield correction
        elif not c.problems:
            what = "a correction without a code or without what to do"
            c.problem("answer", what, "Fill in both; the code stands in Log")


def _to_what(c: Cells, correction: Correction, key: str) -> Correction:
    """A correction with the pair, day, minutes or kind that it sets."""
    repair, to = correction.repair, c.text("to")
    if repair in (Repair.IGNORE, Repair.COUNT):
        return correction
    if not to:
        c.problem("to", f"“{repair}” needs to know to what", "Fill in To")
    elif repair is Repair.MOVE:
        pair = re.fullmatch(rf"(?:{key}[\s-]*)?#?(\d+)", to, re.IGNORECASE)
        if pair is not None:
            return replace(correction, pair=int(pair.group(1)))
        what = f"“{to[:40]}” is not a pair of this district"
        c.problem("to", what, f"Write its number, or {key}-12")
    elif repair is Repair.DATE:
        return replace(correction, day=c.day("to"))
    elif repair is Repair.MINUTES:
        return replace(correction, minutes=minutes(c, "to"))
    elif repair is Repair.KIND:
        return replace(correction, kind=c.choice("to", _KINDS))
    return correction
