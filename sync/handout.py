"""A page for each pair to take away from the first meeting: what is asked, the blank schedule, and their link as a QR code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from forms.definition import Definition
from forms.links import pair_link, qr_code
from sync.core.calendar import Per, monday_of
from sync.core.case import asked_words
from sync.core.model import RegularTime, Status
from sync.core.rules import Force, rules_for
from sync.core.standing import DistrictStanding, PairStanding
from sync.sheet import BOOKS
from templates.writing import week_words

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Week:
    """A row of the blank schedule; ``closed`` where no day of it has school."""

    first: str
    aside: str
    planned: str
    closed: bool


def write(folder: Path, standings: Sequence[DistrictStanding], form: Definition, uri: str, year: str) -> Iterator[Path]:
    """Write a page of handouts for each district into a folder; gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for standing in standings:
        path = folder / f"{standing.district.key}.html"
        path.write_text(page(standing, form, uri, year), encoding="utf-8")
        yield path


def page(standing: DistrictStanding, form: Definition, uri: str, year: str) -> str:
    """A district's handouts as one self-contained HTML page: a printed page for each pair that has not ended."""
    from jinja2 import Environment

    text = (files("sync") / "pages" / "handout.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
    pairs = sorted((p for p in standing.pairs if p.status is not Status.ENDED), key=lambda p: p.pair.number)
    return template.render(
        district=standing.district, year=year, books=BOOKS, pairs=[_pair(standing, p, form, uri) for p in pairs]
    )


def _pair(standing: DistrictStanding, p: PairStanding, form: Definition, uri: str) -> dict[str, object]:
    from markupsafe import Markup

    asked = [asked_words(r, p.pair) for r in p.rules if r.rule.force is Force.REQUIRED and r.asks(standing.day)]
    rules = rules_for(standing.district.rules, p.pair)
    asked += [r.words for r in rules if r.what.direction and r.force is Force.REQUIRED and r.holds_on(standing.day)]
    return {
        "code": p.pair.code,
        "label": p.pair.label,
        "school": p.pair.school,
        "asked": [f"{words[:1].upper()}{words[1:]}." for words in asked],
        "regular": _regular(p.pair.regular) if p.pair.regular else "",
        "qr": Markup(qr_code(pair_link(uri, form, p.pair.label))),  # noqa: S704  (segno's own SVG)
        "weeks": list(_weeks(standing, p)),
    }


def _regular(regular: RegularTime) -> str:
    at = f", {regular.at:%I:%M %p}".replace(", 0", ", ") if regular.at else ""
    return f"{_DAYS[regular.weekday]}{at}"


def _weeks(standing: DistrictStanding, p: PairStanding) -> Iterator[Week]:
    calendar, school = standing.district.calendar, p.pair.school
    days = calendar.days_of(school)
    planned: dict[date, list[str]] = defaultdict(list)
    for each in standing.district.schedule:
        if each.pair == p.pair.number:
            at = f" {each.at:%I:%M}".replace(" 0", " ") if each.at else ""
            planned[monday_of(each.day)].append(f"{each.day:%a %b} {each.day.day}{at}")
    for week in calendar.periods(Per.WEEK):
        yield Week(
            f"{week.first:%b} {week.first.day}",
            week_words(calendar, week, school),
            ", ".join(planned[week.first]),
            not days.count(week.first, week.last),
        )
