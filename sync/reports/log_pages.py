"""A record of one's own: a page for each mentee and each mentor of a district,
to be signed; never what was talked about, in the way or asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

from sync.core.annual import Asking
from sync.core.judge import DistrictStanding
from sync.core.own_record import OwnRecord, of_mentees, of_mentors, of_pair
from sync.core.words import day_words, hours_words
from sync.program import private_files
from sync.reports.page_templates import template_of

MENTEES, MENTORS = "mentees", "mentors"


def write(
    folder: Path,
    standings: Sequence[DistrictStanding],
    asking: Asking,
    signatures: Sequence[str],
    year: str,
    number: int | None = None,
) -> Iterator[Path]:
    """Write the records of each district's mentees and mentors into a folder,
    a page each; with a pair's ``number`` those of its two alone. Gives the
    paths.
    """
    private_files.folder(folder)
    for standing in standings:
        code = standing.district.key
        code += f"-{number}" if number is not None else ""
        for whose, records in (
            (MENTEES, of_mentees(standing)),
            (MENTORS, of_mentors(standing)),
        ):
            if number is not None:
                records = of_pair(records, number)
            text = page(standing, whose, records, asking, signatures, year)
            text = standing.district.words.page(text)
            path = folder / f"{code}-log-{whose}.html"
            private_files.write(path, text)
            yield path


def page(
    standing: DistrictStanding,
    whose: str,
    records: Sequence[OwnRecord],
    asking: Asking,
    signatures: Sequence[str],
    year: str,
) -> str:
    """Some records as one self-contained HTML page: a printed page each."""
    return template_of("log").render(
        district=standing.district.name,
        year=year,
        whose=whose,
        day=_day(standing.day),
        signatures=signatures,
        records=[_record(each, whose, asking.ledger) for each in records],
    )


def _record(record: OwnRecord, whose: str, ledger: float) -> dict[str, Any]:
    pairs = [p.pair for p in record.pairs]
    so_far = accumulate(e.minutes for e in record.entries)
    years = max(pair.year or 1 for pair in pairs)
    is_mentee = whose == MENTEES
    return {
        "name": record.person.name,
        "role": f"Mentee, year {years} in the program"
        if is_mentee
        else "Mentor",
        "school": pairs[-1].school,
        "codes": [pair.code for pair in pairs],
        "entries": [
            {
                "day": _day(e.day),
                "with_whom": ", ".join(e.with_whom),
                "what": e.what,
                "counts": e.counts,
                "set_aside": e.set_aside,
                "minutes": e.minutes,
                "so_far": hours_words(total),
            }
            for e, total in zip(record.entries, so_far, strict=True)
        ],
        "sums": list(
            _mentees_sums(record, years, ledger)
            if is_mentee
            else _mentors_sums(record)
        ),
    }


def _mentees_sums(
    record: OwnRecord, years: int, ledger: float
) -> Iterator[dict[str, Any]]:
    """Hours of this year; after the first one also those before, and what is
    left of what the state asks for.
    """
    yield _sum("This year", record.minutes)
    yield _sum("of these, in meetings that count", record.toward_rules)
    if ledger and years > 1:
        before = round(60 * max(p.pair.hours_before for p in record.pairs))
        yield _sum("After the first year, before this one", before)
        left = max(0, round(60 * ledger) - before - record.minutes)
        yield _sum(f"Left of {ledger:g} hours after the first year", left)


def _mentors_sums(record: OwnRecord) -> Iterator[dict[str, Any]]:
    """What counts toward pay, apart from what counts toward a rule; and school
    time apart from the rest.
    """
    yield _sum("All time with mentees", record.minutes)
    yield _sum("of these, in meetings that count", record.toward_rules)
    yield _sum("in time that the school set aside", record.set_aside)
    own = record.minutes - record.set_aside
    yield _sum("in their own time, or not given", own)


def _sum(words: str, minutes: int) -> dict[str, Any]:
    return {"words": words, "minutes": minutes, "hours": hours_words(minutes)}


def _day(day: date) -> str:
    return f"{day_words(day)}, {day.year}"
