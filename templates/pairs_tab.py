"""The rows of *Pairs*, guarded: who is believed, who keeps the last answer, and what is
asked of the coordinator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sync.core.calendar import SchoolCalendar
from sync.core.model import Hint, Roster
from sync.core.people import ADDRESS, Pair, Person, RegularTime, Span
from sync.core.planning import weekday_of
from sync.core.words import day_words
from templates.absences import spans_in
from templates.cells import Cells
from templates.found import Found

LONGEST_NAME = 100
FIRST_DAYS, MOST_YEARS = 10, 5
SAME_PAIR = "it is the same pair"


@dataclass(frozen=True)
class Guard:
    """What guards *Pairs* against half-sorted tables and pairs typed over others.

    The pairs as last ``believed``, by number; what gives the numbers ``with_meetings``,
    asked only where a row changed past belief; the day; and the numbers whose new names
    are a correction (``same``).
    """

    believed: Mapping[int, Pair]
    with_meetings: Callable[[], Collection[int]]
    today: date
    same: frozenset[int] = frozenset()

    @cached_property
    def met(self) -> Collection[int]:
        """The numbers of pairs that have meetings."""
        return self.with_meetings()


def roster(
    found: Found,
    key: str,
    calendar: SchoolCalendar,
    schools: Mapping[str, str],
    guard: Guard,
) -> Roster:
    """The pairs as typed; those whose row changed past belief keep their last answer."""
    typed, hints, questions = _typed(found, key, calendar, schools, guard)
    pairs: dict[int, Pair] = {}
    overwritten: list[tuple[Pair, Pair]] = []
    for number, rows in typed.items():
        before, pair = guard.believed.get(number), rows[0][1]
        if len(rows) > 1:
            places = " and ".join(str(index) for index, _ in rows)
            questions.append(
                f"Number {number} stands in rows {places} of Pairs: keep the one that is right, and empty the white cells of the other."
            )
            pair = before or pair
        elif before is not None and _typed_over(before, pair, guard):
            overwritten.append((before, pair))
            pair = before
        pairs[number] = pair
    questions += _overwritten(overwritten)
    for number in sorted(set(guard.believed) - set(pairs)):
        if number in guard.met:
            before = pairs[number] = guard.believed[number]
            questions.append(
                f"{before.label}: the row is missing from Pairs. Put number {number} back with both names, or give it an end date."
            )
    questions += _twice(pairs)
    ordered = tuple(pairs[n] for n in sorted(pairs))
    return Roster(ordered, tuple(questions), tuple(h for h in hints if h.pair in pairs))


def _typed(
    found: Found,
    key: str,
    calendar: SchoolCalendar,
    schools: Mapping[str, str],
    guard: Guard,
) -> tuple[dict[int, list[tuple[int, Pair]]], list[Hint], list[str]]:
    """The pairs by number with the rows that they stand in, the hints, the questions."""
    # Whoever comes into a sheet in use, later than the first two weeks, begins on that
    # day unless Starts says another.
    passed = calendar.days_of().passed(calendar.first, guard.today)
    late = bool(guard.believed) and passed > FIRST_DAYS
    typed: dict[int, list[tuple[int, Pair]]] = {}
    hints: list[Hint] = []
    questions: list[str] = []
    for index, row in found.rows:
        c = Cells(found, index, row)
        number = c.number("number")
        if number is None or number < 1:
            if any(v not in ("", None, False) for k, v in row.items() if k != "number"):
                questions.append(
                    f"Pairs row {index} has names but no number: move them to a row with a printed number."
                )
            continue
        pair = _pair(c, key, number, calendar, schools)
        if pair is not None:
            if pair.starts is None:
                pair = _begun(c, pair, guard, late)
            typed.setdefault(number, []).append((index, pair))
        elif row.get("mentor") or row.get("mentee"):
            who = "mentee" if row.get("mentor") else "mentor"
            questions.append(
                f"Pairs row {index} (number {number}) has no {who} yet: the pair begins when both are named."
            )
        hints += [Hint(number, str(problem)) for problem in c.problems]
    return typed, hints, questions


def _begun(c: Cells, pair: Pair, guard: Guard, late: bool) -> Pair:
    """A pair without *Starts*: with the day that was believed, or, if new, with today's."""
    before, unread = guard.believed.get(pair.number), bool(c.text("starts"))
    if before is None:
        pair = replace(pair, seen=guard.today if late or unread else None)
    else:
        starts = before.starts if unread else None
        pair = replace(pair, starts=starts, seen=before.seen)
    if pair.seen and not unread:
        what = f"Starts is empty; {day_words(pair.seen)} is taken, when the row came into the sheet"
        c.problem("starts", what, "Fill in the day on which they began")
    return pair


def _typed_over(before: Pair, after: Pair, guard: Guard) -> bool:
    """Whether a pair that has meetings became another one, and nobody confirmed it."""
    if before.number in guard.same or not _past_belief(before, after):
        return False
    return before.number in guard.met


def _past_belief(before: Pair, after: Pair) -> bool:
    """Whether both people differ, or a person's name and address both changed."""
    people = ((before.mentor, after.mentor), (before.mentee, after.mentee))
    changed = [(old, new) for old, new in people if _other(old, new)]
    if len(changed) == len(people):
        return True
    return any(
        old.addresses and new.addresses and not set(old.addresses) & set(new.addresses)
        for old, new in changed
    )


def _other(before: Person, after: Person) -> bool:
    return before.name.casefold() != after.name.casefold()


def _overwritten(pairs: Sequence[tuple[Pair, Pair]]) -> Iterator[str]:
    if len(pairs) >= 3:
        numbers = ", ".join(str(before.number) for before, _ in pairs[:8])
        yield (
            f"The names in Pairs no longer stand beside their numbers ({numbers}{', ...' if len(pairs) > 8 else ''}): was half "
            "the table sorted? Undo it (Edit, Undo, or File, Version history). Until then these pairs keep their last answer."
        )
        return
    for before, after in pairs:
        yield (
            f"{before.number} was {before.mentor.name} with {before.mentee.name}, and now reads {after.mentor.name} with "
            f"{after.mentee.name}: a correction, or a new pair? A new pair gets a row of its own. For a correction, write "
            f"“{SAME_PAIR}” to {before.number} in Corrections."
        )


def _twice(pairs: Mapping[int, Pair]) -> Iterator[str]:
    seen: dict[tuple[str, str], int] = {}
    for number in sorted(pairs):
        pair = pairs[number]
        if pair.ends:
            continue
        both = (pair.mentor.name.casefold(), pair.mentee.name.casefold())
        if both in seen:
            yield f"{seen[both]} and {number} are the same two people ({pair.mentor.name} & {pair.mentee.name}): empty the white cells of one of the two rows."
        seen.setdefault(both, number)


def _pair(
    c: Cells,
    key: str,
    number: int,
    calendar: SchoolCalendar,
    schools: Mapping[str, str],
) -> Pair | None:
    """The pair of a row; None where the mentor or the mentee is not named."""
    mentor, mentee = c.text("mentor", LONGEST_NAME), c.text("mentee", LONGEST_NAME)
    if not mentor or not mentee:
        return None
    others = _other_addresses(c)
    starts, ends = _span(c)
    away, regular = _away(c, calendar), _regular(c)
    school, year = _school(c, schools), _year(c)
    return Pair(
        district=key,
        number=number,
        mentor=Person(mentor, _addresses(c, "mentor_email", others["m"])),
        mentee=Person(mentee, _addresses(c, "mentee_email", others["n"])),
        school=school,
        starts=starts,
        ends=ends,
        away=away,
        regular=regular,
        year=year,
        new_to=_new_to(c),
        share=c.share("share"),
        extra_cover=c.amount("extra_cover") or 0.0,
        trained=c.yes("trained"),
        stays=_stays(c),
        hours_before=c.amount("hours_before") or 0.0,
    )


def _span(c: Cells) -> tuple[date | None, date | None]:
    """*Starts* and *Ends*; an end before the start is left out."""
    starts, ends = c.day("starts"), c.day("ends")
    if starts and ends and ends < starts:
        what = f"the pair ends on {ends:%b} {ends.day}, before it starts"
        c.problem("ends", what, "Put the dates the right way round")
        ends = None
    return starts, ends


def _away(c: Cells, calendar: SchoolCalendar) -> tuple[Span, ...]:
    away, unread = spans_in(c.dated_text("away"), calendar)
    for part in unread:
        what = f"“{part[:40]}” cannot be read"
        c.problem("away", what, "Write it like Oct 19 - Dec 4; Mar 2 -")
    return away


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
    """What a mentee is new to, in the words of the dropdown; empty for nothing said."""
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


def _stays(c: Cells) -> bool | None:
    """What *Stays next year* says, by how it begins; None for nothing."""
    text = c.text("stays").casefold()
    return True if text.startswith("yes") else False if text.startswith("no") else None


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
        # As a people chip reads: Sheets hands out its name and keeps its address.
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
        None, (p.strip() for p in re.split(r"[;,\n]", c.text("other_addresses")))
    ):
        who, _, address = part.rpartition(":")
        address = address.strip().casefold()
        if who.strip().casefold() not in ("m", "n") or not ADDRESS.fullmatch(address):
            c.problem(
                "other_addresses",
                f"“{part[:60]}” cannot be read",
                "Write m: for the mentor's, n: for the mentee's",
            )
            continue
        found[who.strip().casefold()].append(address)
    return found
