"""What a run saw and did, and what it logs of that."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sync.core.judge import DistrictStanding
from sync.core.model import Submission
from sync.core.words import first_of
from sync.errors import SyncError
from sync.google.calls import Pace
from sync.google.clients import JobCost

log = logging.getLogger(__name__)


@dataclass
class RunResult:
    """What a run saw and did.

    ``standings`` are of the districts that were judged (if they were asked
    for), ``summaries`` what was last reported of every one, judged now or
    before; ``guarded`` are those whose *Pairs* was not believed;
    ``kept_answers`` is a sentence on answers that vanished from a form in
    great number and are kept; ``differences`` are what would be written where
    nothing is; ``failed`` are districts that could not be read or written,
    with their errors, ``resting`` those whose year is far, ``notices`` what
    else was left; ``new_responses`` is how many new answers each further form
    had.
    """

    day: date
    new: list[str] = field(default_factory=list)
    counted: int = 0
    standings: list[DistrictStanding] = field(default_factory=list)
    summaries: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    unplaced: list[Submission] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    failed: dict[str, SyncError] = field(default_factory=dict)
    guarded: set[str] = field(default_factory=set)
    differences: dict[str, list[str]] = field(default_factory=dict)
    kept_answers: str = ""
    resting: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    new_responses: Counter[str] = field(default_factory=Counter)

    @property
    def well(self) -> bool:
        """Whether everything was read, believed and written."""
        return not self.troubles

    @property
    def troubles(self) -> str:
        """What was not read, believed or written, in words; empty for none."""
        parts = [f"{key}: {error.what}" for key, error in self.failed.items()]
        parts += [
            f"{key}: Pairs lost many pairs at once, and is not believed"
            for key in sorted(self.guarded)
        ]
        parts += filter(None, [self.kept_answers, *self.notices])
        return "\n".join(first_of(parts))


@dataclass
class Work:
    """What was done for one district.

    Calls by kind, and the seconds they took; whether it was read and judged,
    and how many requests were written.
    """

    calls: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    read: bool = False
    judged: bool = False
    changes: int = 0


class WorkLog:
    """What was done for each district, for the log; no names of people, no
    addresses.
    """

    def __init__(self) -> None:
        self.districts: dict[str, Work] = {}

    def of(self, key: str, spent: JobCost | None = None) -> Work:
        """What was done for a district, with what more was spent."""
        work = self.districts.setdefault(key, Work())
        if spent:
            work.calls += spent.calls
            work.seconds += spent.seconds
        return work

    def report(
        self, result: RunResult, districts: int, pace: Pace, took: float
    ) -> None:
        """Log a record for each district, and one for the run (``took`` in
        seconds).
        """
        for key, work in self.districts.items():
            summary = result.summaries.get(key, {})
            _log(
                "district",
                district=key,
                read=work.read,
                judged=work.judged,
                written=key in result.changed,
                changes=work.changes,
                status=summary.get("status", {}),
                questions=len(summary.get("questions", ())),
                guarded=key in result.guarded,
                failed=key in result.failed,
                calls=dict(work.calls),
                seconds=round(work.seconds, 3),
            )
        _log(
            "run",
            as_of=result.day.isoformat(),
            districts=districts,
            judged=sum(work.judged for work in self.districts.values()),
            written=len(result.changed),
            failed=sorted(result.failed),
            notices=len(result.notices),
            answers=len(result.new),
            calls={
                kind: number for kind, number in pace.calls.items() if number
            },
            waited=round(pace.waited, 1),
            seconds=round(took, 3),
        )


def _log(event: str, **data: object) -> None:
    log.info(event, extra={"data": data})
