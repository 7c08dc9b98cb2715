"""All that is kept of one mentee, handed out as one JSON object."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Any

from sync.core.model import Proposal, Submission
from sync.core.people import Person, RegularTime
from sync.core.planning import DAYS, regular_words
from sync.program.opened import Opened, Program
from sync.records import traces
from sync.records.collect import Records, collect
from templates.cells import plain

# Stands for the name or the address of somebody else.
BLACK = "█████"


def export(opened: Opened, code: str, today: date) -> dict[str, Any]:
    """Everything of the mentee of a pair, as one JSON object.

    People of other pairs are blacked out in it: by name and address.
    """
    records, program = collect(opened, code, today)
    key, who = records.district, traces.sought(records)
    places = [t.where for t in traces.of(program, key, who, records)]
    others = [
        person
        for number, pair in program.state.rosters.pairs(key).items()
        if number not in records.numbers
        for person in (pair.mentor, pair.mentee)
    ]
    whole = _everything(records, program, today) | {"also_named": places}
    blacked: dict[str, Any] = _blacked(whole, others)
    return blacked


def _blacked(value: Any, others: Sequence[Person]) -> Any:
    """A value without the names and addresses of some people."""
    if isinstance(value, dict):
        return {k: _blacked(each, others) for k, each in value.items()}
    if isinstance(value, list):
        return [_blacked(each, others) for each in value]
    if isinstance(value, str):
        for person in others:
            for text in (person.name, *person.addresses):
                if text.strip():
                    value = re.sub(
                        rf"(?<!\w){re.escape(text)}(?!\w)",
                        BLACK,
                        value,
                        flags=re.IGNORECASE,
                    )
    return value


def _everything(
    records: Records, program: Program, today: date
) -> dict[str, Any]:
    layout = program.layout(records.district)

    def shown(tab: str, row: dict[str, Any]) -> dict[str, Any]:
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
            name: [shown(tab, row) for _, row in records.rows[tab]]
            for name, tab in (
                ("pairs", "pairs"),
                ("observations", "observations"),
                ("follow_ups", "follow_up"),
                ("corrections", "corrections"),
            )
        },
        "planned": [
            {"week_of": week.isoformat(), "text": text}
            for _, week, text in records.planned
        ],
        "answers": [
            {"code": short, **_said(answer)}
            for short, answer in records.answers
        ],
        "plans": [_said(plan) for plan in records.plans],
        "named_in": [
            {"code": short, "day": a.day.isoformat(), "others": a.others}
            for short, a, _ in records.named
        ],
        "standing": records.standing,
    }


def _said(answer: Submission | Proposal) -> dict[str, Any]:
    """An answer or a plan as a JSON object, without empty fields."""
    shown = {}
    for name, value in answer._asdict().items():
        if value in (None, "", (), False):
            continue
        if isinstance(value, Enum):
            shown[name] = value.value
        elif isinstance(value, RegularTime):
            shown[name] = regular_words(value)
        elif name == "free":
            shown[name] = [f"{DAYS[day]} {when}" for day, when in value]
        elif isinstance(value, tuple):
            shown[name] = list(value)
        else:
            shown[name] = (
                value.isoformat() if hasattr(value, "isoformat") else value
            )
    return shown
