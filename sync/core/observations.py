"""Classroom observations by direction: how many were done, how many are asked, when each is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sync.core.model import Direction, Kind, Meeting, Plan
from sync.core.rules import Force, Rule

FIRST_DUE = 20
SPREAD = 140
YEAR = 180


@dataclass(frozen=True, slots=True)
class ObservationCount:
    """One direction's figures: done, asked by required and suggested rules, and required ones now overdue."""

    direction: Direction
    done: int
    asked: int
    overdue: int


def due_after(k: int, n: int, school_days: int) -> float:
    """After how many of a pair's school days the k-th of n observations is due: 20 + 140 k/n of 180, scaled to the year."""
    return (FIRST_DUE + SPREAD * k / n) * school_days / YEAR


def observation_counts(
    meetings: Iterable[Meeting],
    plans: Sequence[Plan],
    rules: Sequence[Rule],
    days_passed: int,
    days_in_all: int,
    today: date,
) -> tuple[ObservationCount, ...]:
    """Count the observations of one pair, direction by direction.

    ``days_passed`` are the school days until today on which the pair was active, ``days_in_all`` those of the
    school year: who starts late has as many days for the first as anybody. An observation planned for today or a later day is not overdue.
    """
    seen = [m for m in meetings if m.kind is Kind.OBSERVATION]
    counts = []
    for direction in Direction:
        done = sum(m.direction is direction for m in seen)
        ahead = sum(p.direction is direction and p.day >= today for p in plans)
        asked = overdue = 0
        for rule in rules:
            if rule.what.direction is not direction or rule.force is Force.OFF or not rule.holds_on(today):
                continue
            asked = max(asked, rule.amount)
            if rule.force is Force.REQUIRED:
                due = sum(days_passed >= due_after(k, rule.amount, days_in_all) for k in range(1, rule.amount + 1))
                overdue = max(overdue, due - done - ahead)
        counts.append(ObservationCount(direction, done, asked, overdue))
    return tuple(counts)
