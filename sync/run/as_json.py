"""What a run and a standing look like as JSON; tests and other tools rely on
these shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Direction, Kind
from sync.run.result import RunResult


def run_json(result: RunResult, calls: Mapping[str, int]) -> dict[str, Any]:
    """``sync run --json``; ``notices`` only where something was left."""
    notices = {"notices": list(result.notices)} if result.notices else {}
    return {
        "version": 1,
        "as_of": result.day.isoformat(),
        "responses": {
            "new": len(result.new),
            "counted": result.counted,
            "not_counted": len(result.new) - result.counted,
        },
        "districts": [
            {
                "key": key,
                "name": summary["name"],
                "changed": key in result.changed,
                "status": summary["status"],
            }
            for key, summary in result.summaries.items()
        ],
        "calls": dict(calls),
        **notices,
    }


def status_json(result: RunResult) -> dict[str, Any]:
    """``sync status --json``."""
    return {
        "version": 1,
        "as_of": result.day.isoformat(),
        "districts": [_district(s) for s in result.standings],
    }


def _district(standing: DistrictStanding) -> dict[str, Any]:
    return {
        "key": standing.district.key,
        "name": standing.district.name,
        "pairs": [_pair(p) for p in standing.pairs],
        "questions": list(standing.questions),
        "waiting": standing.waiting,
    }


def _pair(p: PairStanding) -> dict[str, Any]:
    observed = {
        o.direction: {"done": round(o.done, 1), "asked": o.asked}
        for o in p.observations
    }
    return {
        "code": p.pair.code,
        "mentor": p.pair.mentor.name,
        "mentee": p.pair.mentee.name,
        "status": p.status.value,
        "why": p.why,
        "next": p.next,
        "flags": [
            {"flag": f.name, "why": f.why, "next": f.next} for f in p.flags
        ],
        "last_met": p.last_met.isoformat() if p.last_met else None,
        "rules": [
            {
                "rule": r.rule.words,
                "held": r.held,
                "expected": r.expected,
                "met": r.met,
                "periods": len(r.judged),
            }
            for r in p.rules
        ],
        "meetings": sum(m.kind is not Kind.OBSERVATION for m in p.meetings),
        "minutes": p.minutes,
        "cover": {
            "given": p.cover.given,
            "used": p.cover.used,
            "left": p.cover.left,
        },
        "observations": {d.value: observed[d] for d in Direction},
    }
