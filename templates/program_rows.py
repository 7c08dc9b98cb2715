"""The rows of the program's own sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.core.feedback import FeedbackCounts, Tally
from sync.core.model import Status
from sync.core.months import month_words
from sync.core.rollup import FEWEST, Figures, Frequency
from sync.core.words import hours_of, many
from templates.wire import Value

_COLUMNS = {
    Frequency.MORE: "more",
    Frequency.WEEKLY: "weekly",
    Frequency.TWO_WEEKS: "two_weeks",
    Frequency.MONTHLY: "monthly",
    Frequency.LESS: "less",
}


@dataclass(frozen=True)
class RunRow:
    """One run, as *Runs* shows it; no count of answers, which beside what
    changed would show whose they are.
    """

    when: datetime
    written: int
    failed: Sequence[str]
    calls: int

    @property
    def changed(self) -> bool:
        """Whether it changed anything, or could not."""
        return bool(self.written or self.failed)


def few(number: int | None) -> Value:
    """A count that is already in steps of five; 0 becomes “fewer than 5”."""
    return f"fewer than {FEWEST}" if number == 0 else number


def figures_row(name: str, f: Figures) -> dict[str, Value]:
    """A district's figures, or those of all of them together."""
    return {
        "name": name,
        "pairs": f.pairs,
        **{s.value.lower().replace(" ", "_"): f.status[s] for s in Status},
        "met": round(f.met / f.periods, 4) if f.periods else None,
        "meetings": f.meetings,
        "hours": hours_of(f.minutes),
        "observations": sum(f.observations.values()),
        "cover_used": round(f.cover_used, 2),
        "cover_given": round(f.cover_given, 2),
        "wishes": few(f.wishes),
        "waiting": f.waiting,
        "questions": f.questions,
        "last_log": f.last_log,
    }


def month_rows(f: Figures) -> list[dict[str, Value]]:
    """Figures month by month, the newest first."""
    return [
        {
            "name": month_words(month),
            "meetings": m.meetings,
            "hours": hours_of(m.minutes),
            "observations": m.observations,
            "met": None if m.share is None else round(m.share, 4),
        }
        for month, m in reversed(f.months.items())
    ]


def frequency_row(name: str, f: Figures) -> dict[str, Value]:
    """How many pairs of a district meet how often."""
    return {
        "name": name,
        **{_COLUMNS[each]: f.frequency[each] for each in Frequency},
    }


def shares(counts: Mapping[str, int]) -> list[dict[str, Value]]:
    """Counts by name, most frequent first, each with its part of the whole."""
    whole = sum(counts.values())
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return [
        {"name": n, "number": counts[n], "share": round(counts[n] / whole, 4)}
        for n in names
    ]


def feedback_rows(tally: Tally) -> list[dict[str, Value]]:
    """How many answered, how satisfied they are, and the themes, most frequent
    first.
    """
    if not tally.by_role:
        text = "No answers yet: the form is linked in every Start here."
        if tally.few:
            text = "In no role are there five answers yet."
        return [{"text": text}]
    by_role = {role.value: voices for role, voices in tally.by_role.items()}
    voices: dict[str, FeedbackCounts] = {"all": tally.all} | by_role
    few: dict[str, Value] = {
        role.value: f"fewer than {FEWEST}" for role in tally.few
    }
    rows: list[dict[str, Value]] = [
        {
            "text": "Answers",
            **few,
            **{who: v.answers for who, v in voices.items()},
        },
        {
            "text": "How satisfied",
            **{who: _mean(v) for who, v in voices.items()},
        },
    ]
    for title, kind in (("Going well", "well"), ("To improve", "improve")):
        counts = {who: getattr(v, kind) for who, v in voices.items()}
        every = counts["all"]
        rows += [{}, {"text": title.upper()}]
        for theme in sorted(every, key=lambda theme: (-every[theme], theme)):
            by_who = {who: count[theme] for who, count in counts.items()}
            rows.append({"text": theme, **by_who})
    return rows


def _mean(voices: FeedbackCounts) -> str | None:
    if not voices.satisfaction:
        return None
    return f"{voices.satisfaction.mean:.1f} of 5"


def run_row(done: RunRow) -> dict[str, Value]:
    """One run's row of *Runs*."""
    what = "Nothing was new; the program runs."
    if done.changed:
        what = f"{many(done.written, 'district')} written."
    if done.failed:
        what += (
            f" Not done: {', '.join(done.failed)}; the next run tries again."
        )
    return {
        "when": done.when.replace(tzinfo=None, microsecond=0),
        "what": what,
        "written": done.written,
        "failed": len(done.failed),
        "calls": done.calls,
    }
