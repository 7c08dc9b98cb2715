"""One row of *Pairs*: its two people, and what is known of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from sync.core.calendar import SchoolCalendar
from sync.core.people import ADDRESS, Pair, Person, RegularTime, Span
from sync.core.planning import weekday_of
from sync.core.words import day_words
from templates.absences import absences_in
from templates.cells import Cells

LONGEST_NAME = 100
MOST_YEARS = 5


def pair_of(
    c: Cells,
    key: str,
    number: int,
    calendar: SchoolCalendar,
    schools: Mapping[str, str],
) -> Pair | None:
    """The pair of a row; None where the mentee is not named. Of a beginner who
    has no mentor yet, the mentor has no name.
    """
    mentor, mentee = (
        c.text("mentor", LONGEST_NAME),
        c.text("mentee", LONGEST_NAME),
    )
    if not mentee:
        return None
    starts, ends = _span(c)
    (away, unclear), regular = _away(c, calendar), _regular(c)
    school, year = _school(c, schools), _year(c)
    of_mentor, of_mentee = _both_addresses(c)
    return Pair(
        district=key,
        number=number,
        mentor=Person(mentor, of_mentor),
        mentee=Person(mentee, of_mentee),
        school=school,
        starts=starts,
        ends=ends,
        away=away,
        away_unclear=unclear,
        regular=regular,
        year=year,
        new_to=_new_to(c),
        share=c.share("share"),
        extra_cover=c.amount("extra_cover") or 0.0,
        trained=c.yes("trained"),
        stays=_said(c, "stays"),
        returned=_said(c, "returned"),
        hours_before=c.amount("hours_before") or 0.0,
    )


def _span(c: Cells) -> tuple[date | None, date | None]:
    """*Starts* and *Ends*; an end before the start is left out."""
    starts, ends = c.day("starts"), c.day("ends")
    if starts and ends and ends < starts:
        what = f"the pair ends on {day_words(ends)}, before it starts"
        c.problem("ends", what, "Put the dates the right way round")
        ends = None
    return starts, ends


def _away(c: Cells, calendar: SchoolCalendar) -> tuple[tuple[Span, ...], bool]:
    """The days of *Away*, and whether some of it cannot be read."""
    text = c.dated_text("away")
    if not text:
        return (), False
    found = absences_in(text, calendar)
    for part in found.unread:
        what = f"“{part[:40]}” cannot be read"
        c.problem("away", what, "Write it like Oct 19 - Dec 4; Mar 2 -")
    if found.from_the_start:
        what = "an absence without its first day is taken from the first day of school on"
        c.problem("away", what, "Write both days: Oct 19 - Dec 4")
    if found.with_reason:
        what = "the cell gives a reason, which nobody needs"
        c.problem("away", what, "Delete it, and keep the days alone")
    return found.spans, bool(found.unread)


def _regular(c: Cells) -> RegularTime | None:
    text = c.text("regular_day")
    weekday, at = weekday_of(text), c.at("regular_time")
    if weekday is not None:
        return RegularTime(weekday, at)
    if text:
        what = f"“{text[:40]}” is no weekday"
        c.problem("regular_day", what, "Choose Monday to Friday")
    return None


def _school(c: Cells, schools: Mapping[str, str]) -> str:
    school = c.text("school")
    if school and schools and school.casefold() not in schools:
        what = f"there is no school “{school[:40]}”, so only days off for everybody count for them"
        known = ", ".join(sorted(schools.values()))
        c.problem("school", what, f"The schools are {known}")
    return school


def _year(c: Cells) -> int | None:
    year = c.number("year")
    if year is not None and not 1 <= year <= MOST_YEARS:
        what = f"{year} is no year in the program, so year 1 is taken"
        c.problem("year", what, "Enter 1, 2 or 3")
        return None
    return year


def _new_to(c: Cells) -> str:
    """What a mentee is new to, in the words of the dropdown; empty for nothing
    said.
    """
    text = c.text("new_to").casefold()
    for meant, word in (("the district", "district"), ("teaching", "teach")):
        if word in text:
            return meant
    if text:
        c.problem(
            "new_to",
            f"“{text[:40]}” cannot be read, so new to teaching is taken",
            "Choose teaching or the district",
        )
    return ""


def _said(c: Cells, key: str) -> bool | None:
    """What a cell of yes or no says, by how it begins; None for nothing."""
    text = c.text(key).casefold()
    return (
        True
        if text.startswith("yes")
        else False
        if text.startswith("no")
        else None
    )


def _both_addresses(c: Cells) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The mentor's addresses and the mentee's; one of both is the mentor's."""
    others = _other_addresses(c)
    mentor = _addresses(c, "mentor_email", others["m"])
    mentee = _addresses(c, "mentee_email", others["n"])
    shared = set(mentor).intersection(mentee)
    if shared:
        what = "the mentee has an address of the mentor's, and answers from it are taken for the mentor's"
        c.problem("mentee_email", what, "Enter the mentee's own address")
    return mentor, tuple(a for a in mentee if a not in shared)


def _addresses(c: Cells, key: str, others: Sequence[str]) -> tuple[str, ...]:
    """The address of a column, and further ones, none twice."""
    address = _address(c, key)
    return tuple(dict.fromkeys([*([address] if address else []), *others]))


def _address(c: Cells, key: str) -> str:
    """The address of a column, in lower case; empty where none can be read."""
    text = c.text(key).casefold()
    if not text or ADDRESS.fullmatch(text):
        return text
    if "@" not in text and not any(letter.isdigit() for letter in text):
        # As a people chip reads: Sheets hands out its name and keeps its
        # address.
        c.problem(
            key,
            f"“{c.text(key)[:60]}” is a name and not an address",
            "If it is a people chip, type the address itself over it, such as ana@school.example",
        )
    else:
        what = f"“{text[:60]}” is not an e-mail address"
        c.problem(key, what, "Enter one address, such as ana@school.example")
    return ""


def _other_addresses(c: Cells) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"m": [], "n": []}
    for part in filter(
        None,
        (p.strip() for p in re.split(r"[;,\n]", c.text("other_addresses"))),
    ):
        who, _, address = part.rpartition(":")
        address = address.strip().casefold()
        if who.strip().casefold() not in ("m", "n") or not ADDRESS.fullmatch(
            address
        ):
            c.problem(
                "other_addresses",
                f"“{part[:60]}” cannot be read",
                "Write m: for the mentor's, n: for the mentee's",
            )
            continue
        found[who.strip().casefold()].append(address)
    return found
