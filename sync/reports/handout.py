"""A page for each pair to take away from the first meeting: what is asked, the
blank schedule, and their links as QR codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from forms.links import qr_code
from sync.core.calendar import Per, monday_of
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Status
from sync.core.phrases import asked_words
from sync.core.planning import regular_words
from sync.core.rules import Force, rules_for
from sync.core.words import day_words
from sync.program import private_files
from sync.program.program_file import ProgramPart
from sync.reports.link_list import LOG, PLAN, PairLinks
from sync.reports.meeting_calendar import event
from sync.reports.page_templates import template_of
from templates.monthly_topics import topics_of
from templates.reading_list import reading_list
from templates.writing import week_words


@dataclass(frozen=True)
class Week:
    """A row of the blank schedule; ``closed`` where no day of it has school."""

    first: str
    aside: str
    planned: str
    closed: bool


def write(
    folder: Path,
    standings: Sequence[DistrictStanding],
    doors: PairLinks,
    part: ProgramPart,
) -> Iterator[Path]:
    """Write a page of handouts for each district into a folder, and for each
    pair with a regular day its meeting as a calendar's event; gives the paths.
    """
    private_files.folder(folder)
    for standing in (
        s
        for s in standings
        if any(p.status is not Status.ENDED for p in s.pairs)
    ):
        path = folder / f"{standing.district.key}.html"
        text = page(standing, doors, part.year)
        private_files.write(path, standing.district.words.page(text))
        yield path
        for p in standing.pairs:
            if p.status is Status.ENDED:
                continue
            link = doors.of(p.pair)[LOG]
            if made := event(standing, p, link, ZoneInfo(part.time_zone)):
                path = folder / f"{p.pair.code}.ics"
                private_files.write(path, made)
                yield path


def page(standing: DistrictStanding, doors: PairLinks, year: str) -> str:
    """A district's handouts as one self-contained HTML page: a printed page
    for each pair that has not ended.
    """
    pairs = sorted(
        (p for p in standing.pairs if p.status is not Status.ENDED),
        key=lambda p: p.pair.number,
    )
    return template_of("handout").render(
        district=standing.district,
        year=year,
        books=[book.words for book in reading_list()],
        topics="; ".join(
            topics_of(standing.district.calendar.first, standing.day)
        ),
        pairs=[_pair(standing, p, doors) for p in pairs],
    )


def _pair(
    standing: DistrictStanding, p: PairStanding, doors: PairLinks
) -> dict[str, object]:
    from markupsafe import Markup

    links = doors.of(p.pair)
    codes = {name: Markup(qr_code(link)) for name, link in links.items()}  # noqa: S704  (segno's own SVG)

    asked = [
        asked_words(r, p.pair)
        for r in p.rules
        if r.rule.force is Force.REQUIRED and r.asks
    ]
    rules = rules_for(standing.district.rules, p.pair)
    asked += [
        r.words
        for r in rules
        if r.what.direction
        and r.force is Force.REQUIRED
        and r.holds_on(standing.day)
    ]
    return {
        "code": p.pair.code,
        "label": p.pair.label,
        "school": p.pair.school,
        "asked": [f"{words[:1].upper()}{words[1:]}." for words in asked],
        "regular": regular_words(p.pair.regular) if p.pair.regular else "",
        "codes": [
            {"qr": codes[name], "words": words}
            for name, words in (
                (LOG, "Log a meeting: half a minute"),
                (PLAN, "Plan your year: two minutes"),
            )
            if name in codes
        ],
        "weeks": list(_weeks(standing, p)),
    }


def _weeks(standing: DistrictStanding, p: PairStanding) -> Iterator[Week]:
    calendar, school = standing.district.calendar, p.pair.school
    days = calendar.days_of(school)
    planned: dict[date, list[str]] = defaultdict(list)
    for each in standing.district.schedule:
        if each.pair == p.pair.number:
            at = f" {each.at:%I:%M}".replace(" 0", " ") if each.at else ""
            planned[monday_of(each.day)].append(
                f"{each.day:%a %b} {each.day.day}{at}"
            )
    for week in calendar.periods(Per.WEEK):
        yield Week(
            day_words(week.first),
            week_words(calendar, week, school),
            ", ".join(planned[week.first]),
            not days.count(week.first, week.last),
        )
