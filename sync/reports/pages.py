"""The program at a glance, and each district pair by pair: pages, a table and
JSON, each a file that needs nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Direction, Status
from sync.core.months import month_words
from sync.core.ratio_words import ratio_words
from sync.core.rollup import (
    FEWEST,
    Figures,
    Frequency,
    Rollup,
    figures_of,
    rollup,
)
from sync.core.words import day_words, hours_of
from sync.program import csv_files, private_files
from sync.program.program_file import ProgramPart
from sync.reports.page_templates import template_of
from templates.program import summary
from templates.program_rows import few
from templates.status_rows import standing_words

_TONES = {
    Status.REACH_OUT: "reach",
    Status.CHECK_IN: "check",
    Status.ON_TRACK: "track",
    Status.IN_TOUCH: "reached",
}
_OF_PROGRAM = "In how many pairs it was named last month, in steps of five."
_OF_DISTRICT = "How often it was named in the last four weeks."
_FEW = (
    f"Districts with fewer than {FEWEST} pairs are not shown here, and are not"
    " in the totals."
)


def write(
    folder: Path,
    standings: Sequence[DistrictStanding],
    part: ProgramPart,
) -> Iterator[Path]:
    """Write the program's page, table and JSON, which hold counts alone, and a
    page of each district for its coordinators.
    """
    name, year, zone = part.name, part.year, ZoneInfo(part.time_zone)
    private_files.folder(folder)
    day = max(s.day for s in standings)
    found = rollup(
        {s.district.key: figures_of(s, zone) for s in standings},
        {s.district.key: s.district.name for s in standings},
        day,
    )
    texts = {
        "index.html": program_page(found, name, year),
        "figures.csv": csv_files.written(
            [_HEAD, *(_row(name, f) for name, f in _rows(found))]
        ),
        "figures.json": json.dumps(
            as_json(found), indent=2, ensure_ascii=False
        ),
    }
    texts |= {
        f"{s.district.key}.html": district_page(s, year, zone)
        for s in standings
    }
    words = standings[0].district.words
    for file, text in texts.items():
        path = folder / file
        text = words.page(text) if file.endswith(".html") else text
        encoding = "utf-8-sig" if file.endswith(".csv") else "utf-8"
        private_files.write(path, text, encoding)
        yield path


def _rows(found: Rollup) -> list[tuple[str, Figures]]:
    """All districts together, and each; nothing where none may be shown."""
    each = [(found.names[key], f) for key, f in found.districts.items()]
    return [("All districts", found.total), *each] if each else []


def program_page(found: Rollup, name: str, year: str) -> str:
    """The program's page: counts of the districts that have enough pairs."""
    notes = [
        f"As of {found.day:%B} {found.day.day}, {found.day.year}. Counts alone: names are in the districts' own sheets."
    ]
    if found.small:
        notes.append(
            f"{_FEW} That is {', '.join(found.names[k] for k in found.small)}."
        )
    notes.append(
        "Met: of the weeks (or months) judged so far, by each district's own rules and calendar."
    )
    notes.append(
        f"Asked to be contacted, in the way: pairs of all districts together, last month, in steps of {FEWEST}."
    )
    if not found.total.obstacles:
        notes.append(
            f"Last month no obstacle was named by {FEWEST} pairs or more."
        )
    districts = [
        {"name": each, "columns": _columns(f)} for each, f in _rows(found)
    ]
    return _render(
        title=f"{name} {year}",
        subtitle=summary(found),
        cards=_cards(found.total) if districts else [],
        charts=_charts(found.total, _OF_PROGRAM),
        districts=districts,
        months=_months(found.total),
        pairs=[],
        notes=notes,
    )


def _by_status(p: PairStanding) -> tuple[int, int]:
    """In order of what the page shows: in *Status* those who asked to be
    contacted stand higher, which is no business of a page.
    """
    return list(Status).index(p.status), p.pair.number


def district_page(standing: DistrictStanding, year: str, zone: tzinfo) -> str:
    """A district's page, pair by pair, for its coordinators."""
    named = {what: by.total() for what, by in standing.obstacles.items()}
    figures = replace(figures_of(standing, zone), obstacles=named)
    pairs = [
        {
            "status": p.status.value,
            "tone": _TONES.get(p.status, ""),
            "label": p.pair.label,
            "why": p.why,
            "next": p.next,
            "last": day_words(p.last_met) if p.last_met else "",
            "met": ratio_words(p.rules),
            "hours": f"{hours_of(p.minutes):.1f}",
        }
        for p in sorted(standing.pairs, key=_by_status)
    ]
    note = (
        f"As of {standing.day:%B} {standing.day.day}, {standing.day.year}. For the district's coordinators, and never for anyone"
        " who evaluates a mentor or a mentee."
    )
    return _render(
        title=f"{standing.district.name}, mentoring {year}",
        subtitle=standing_words(standing),
        cards=_cards(figures),
        charts=_charts(figures, _OF_DISTRICT),
        districts=[],
        months=_months(figures),
        pairs=pairs,
        notes=[note],
    )


def _render(**what: Any) -> str:
    return template_of("report").render(**what)


def _cards(f: Figures) -> list[dict[str, object]]:
    share = f"{f.met / f.periods:.0%}" if f.periods else "–"
    return [
        {"value": f.status[Status.ON_TRACK], "words": Status.ON_TRACK.words},
        {"value": f.status[Status.CHECK_IN], "words": Status.CHECK_IN.words},
        {"value": f.status[Status.REACH_OUT], "words": Status.REACH_OUT.words},
        {
            "value": share,
            "words": "of weeks or months: met as often as is asked",
        },
        {
            "value": f"{(f.minutes + 30) // 60:,}",
            "words": "hour together"
            if (f.minutes + 30) // 60 == 1
            else "hours together",
        },
        {
            "value": sum(f.observations.values()),
            "words": "classroom observations",
        },
    ]


def _months(f: Figures) -> list[dict[str, object]]:
    """Each month with its figures, the newest first."""
    return [
        {
            "name": month_words(month),
            "columns": {
                "Meetings": f"{m.meetings:,}",
                "Hours": f"{hours_of(m.minutes):,.1f}",
                "Observations": m.observations,
                "Met": "–" if m.share is None else f"{m.share:.0%}",
            },
        }
        for month, m in reversed(f.months.items())
    ]


def _columns(f: Figures) -> dict[str, object]:
    """What of a district is shown in the program's table; figures.csv has
    everything.
    """
    return {
        "Pairs": f.pairs,
        **{
            s.value: f.status[s]
            for s in (Status.ON_TRACK, Status.CHECK_IN, Status.REACH_OUT)
        },
        "Other": f.pairs
        - sum(
            f.status[s]
            for s in (Status.ON_TRACK, Status.CHECK_IN, Status.REACH_OUT)
        ),
        "Met": f"{f.met} of {f.periods}",
        "Hours": f"{hours_of(f.minutes):,.1f}",
        "Observations": sum(f.observations.values()),
        "Asked to be contacted": "" if f.wishes is None else few(f.wishes),
        "Last log": day_words(f.last_log) if f.last_log else "",
    }


def _charts(f: Figures, in_the_way: str) -> list[dict[str, object]]:
    return [
        _chart(
            "How often pairs really meet",
            f.frequency,
            "All meetings but observations, over the school weeks since each pair began.",
            order=[each for each in Frequency if f.frequency],
        ),
        _chart(
            "What time meetings used",
            f.when,
            "Meetings whose log names the time used.",
        ),
        _chart(
            "What was in the way",
            f.obstacles,
            in_the_way,
        ),
        _chart(
            "Who observed whom",
            {
                d.words: f.observations[d]
                for d in Direction
                if f.observations[d]
            },
        ),
    ]


def _chart(
    title: str,
    counts: Mapping[Any, int],
    about: str = "",
    order: Iterable[Any] = (),
) -> dict[str, object]:
    names = list(order) or sorted(
        counts, key=lambda name: (-counts[name], str(name))
    )
    most = max(counts.values(), default=0)
    rows = (
        [
            {
                "name": str(n),
                "number": counts[n],
                "width": round(100 * counts[n] / most, 1),
            }
            for n in names
        ]
        if most
        else []
    )
    return {"title": title, "about": about, "rows": rows}


_HEAD = (
    "District",
    "Pairs",
    *(s.value for s in Status),
    "Meetings held",
    "Expected",
    "Periods met",
    "Periods",
    "Meetings",
    "Hours",
    *(d.words.capitalize() for d in Direction),
    "Coverage used",
    "Coverage allotted",
    "Ask to be contacted",
    "Last log",
    "Need an answer",
    "Questions",
    *(f.value.capitalize() for f in Frequency),
)


def _row(name: str, f: Figures) -> list[object]:
    return [
        name,
        f.pairs,
        *(f.status[s] for s in Status),
        f.held,
        round(float(f.expected), 1),
        f.met,
        f.periods,
        f.meetings,
        hours_of(f.minutes),
        *(f.observations[d] for d in Direction),
        round(f.cover_used, 1),
        round(f.cover_given, 1),
        f.wishes,
        f.last_log.isoformat() if f.last_log else "",
        f.waiting,
        f.questions,
        *(f.frequency[each] for each in Frequency),
    ]


def as_json(found: Rollup) -> dict[str, Any]:
    """The program's figures as JSON; the same numbers as on its page."""

    def one(f: Figures) -> dict[str, Any]:
        counts: dict[str, Any] = {
            name: {str(k): n for k, n in getattr(f, name).items()}
            for name in ("frequency", "when", "obstacles")
        }
        counts["months"] = {k: m._asdict() for k, m in f.months.items()}
        return dict(zip(_HEAD[1:], _row("", f)[1:], strict=True)) | counts

    return {
        "version": 1,
        "as_of": found.day.isoformat(),
        "total": one(found.total),
        "districts": {
            key: {"name": found.names[key], **one(f)}
            for key, f in found.districts.items()
        },
        "too_few": list(found.small),
    }
