"""The rows of *Pairs*, guarded: who is believed, who keeps the last answer, and what is
asked of the coordinator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sync.core.calendar import SchoolCalendar
from sync.core.model import ADDRESS, Hint, Pair, Person, RegularTime, Roster, Span
from sync.core.planning import weekday_of
from sync.core.words import MONTHS, day_words
from templates.cells import Cells, Found

LONGEST_NAME = 100
_YEAR, _SUMMER = timedelta(days=365), timedelta(days=90)
FIRST_DAYS, MOST_YEARS = 10, 5
SAME_PAIR = "it is the same pair"


def roster(
    found: Found,
    key: str,
    calendar: SchoolCalendar,
    believed: Mapping[int, Pair],
    with_meetings: frozenset[int],
    same: frozenset[int],
    today: date,
    schools: Mapping[str, str],
) -> Roster:
    """The pairs as typed, but for those whose row changed past belief: they keep their
    last answer.
    """
    # Whoever comes into a sheet in use, later than the first two weeks, begins on that
    # day unless Starts says another.
    late = (
        bool(believed) and calendar.days_of().passed(calendar.first, today) > FIRST_DAYS
    )
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
        if pair is not None and pair.starts is None:
            unread = bool(c.text("starts"))
            pair = _begun(
                pair, believed.get(number), today if late or unread else None, unread
            )
            if pair.seen and not unread:
                what = f"Starts is empty; {day_words(pair.seen)} is taken, when the row came into the sheet"
                c.problem("starts", what, "Fill in the day on which they began")
        hints += [Hint(number, str(p)) for p in c.problems]
        if pair is not None:
            typed.setdefault(number, []).append((index, pair))
        elif row.get("mentor") or row.get("mentee"):
            who = "mentee" if row.get("mentor") else "mentor"
            questions.append(
                f"Pairs row {index} (number {number}) has no {who} yet: the pair begins when both are named."
            )
    pairs: dict[int, Pair] = {}
    overwritten: list[tuple[Pair, Pair]] = []
    for number, rows in typed.items():
        before = believed.get(number)
        if len(rows) > 1:
            places = " and ".join(str(index) for index, _ in rows)
            questions.append(
                f"Number {number} stands in rows {places} of Pairs: keep the one that is right, and empty the white cells of the other."
            )
            pairs[number] = before or rows[0][1]
            continue
        pair = rows[0][1]
        if (
            before is not None
            and number in with_meetings
            and number not in same
            and _past_belief(before, pair)
        ):
            overwritten.append((before, pair))
            pairs[number] = before
        else:
            pairs[number] = pair
    questions += _overwritten(overwritten)
    for number in sorted(set(believed) - set(pairs)):
        if number in with_meetings:
            before = believed[number]
            pairs[number] = before
            questions.append(
                f"{before.label}: the row is missing from Pairs. Put number {number} back with both names, or give it an end date."
            )
    questions += _twice(pairs)
    ordered = tuple(pairs[n] for n in sorted(pairs))
    return Roster(ordered, tuple(questions), tuple(h for h in hints if h.pair in pairs))


def _begun(pair: Pair, before: Pair | None, new: date | None, unread: bool) -> Pair:
    """A pair without *Starts*: with the day that was believed before, or, if it is new,
    with today's.
    """
    if before is None:
        return replace(pair, seen=new)
    return replace(pair, starts=before.starts if unread else None, seen=before.seen)


def _past_belief(before: Pair, after: Pair) -> bool:
    """Whether both people differ, or a person's name and address both changed."""
    mentor, mentee = (
        _other(before.mentor, after.mentor),
        _other(before.mentee, after.mentee),
    )
    if mentor and mentee:
        return True
    return any(
        changed
        and old.addresses
        and new.addresses
        and not set(old.addresses) & set(new.addresses)
        for changed, old, new in (
            (mentor, before.mentor, after.mentor),
            (mentee, before.mentee, after.mentee),
        )
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
    mentor, mentee = c.text("mentor", LONGEST_NAME), c.text("mentee", LONGEST_NAME)
    if not mentor or not mentee:
        return None
    others = _other_addresses(c)
    starts, ends = c.day("starts"), c.day("ends")
    if starts and ends and ends < starts:
        c.problem(
            "ends",
            f"the pair ends on {ends:%b} {ends.day}, before it starts",
            "Put the dates the right way round",
        )
        ends = None
    away, unread = spans_in(c.dated_text("away"), calendar)
    for part in unread:
        c.problem(
            "away",
            f"“{part[:40]}” cannot be read",
            "Write it like Oct 19 - Dec 4; Mar 2 -",
        )
    weekday, at = weekday_of(c.text("regular_day")), c.at("regular_time")
    if c.text("regular_day") and weekday is None:
        c.problem(
            "regular_day",
            f"“{c.text('regular_day')[:40]}” is no weekday",
            "Choose Monday to Friday",
        )
    if c.text("school") and schools and c.text("school").casefold() not in schools:
        what = f"there is no school “{c.text('school')[:40]}”, so only days off for everybody count for them"
        c.problem(
            "school", what, f"The schools are {', '.join(sorted(schools.values()))}"
        )
    year = c.number("year")
    if year is not None and not 1 <= year <= MOST_YEARS:
        c.problem(
            "year",
            f"{year} is no year in the program, so year 1 is taken",
            "Enter 1, 2 or 3",
        )
        year = None
    return Pair(
        district=key,
        number=number,
        mentor=Person(
            mentor, tuple(dict.fromkeys([*_address(c, "mentor_email"), *others["m"]]))
        ),
        mentee=Person(
            mentee, tuple(dict.fromkeys([*_address(c, "mentee_email"), *others["n"]]))
        ),
        school=c.text("school"),
        starts=starts,
        ends=ends,
        away=away,
        regular=None if weekday is None else RegularTime(weekday, at),
        year=year,
        new_to=_new_to(c),
        share=c.share("share"),
        extra_cover=c.amount("extra_cover") or 0.0,
        trained=c.yes("trained"),
        stays=_stays(c),
        hours_before=c.amount("hours_before") or 0.0,
    )


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


def _address(c: Cells, key: str) -> list[str]:
    text = c.text(key).casefold()
    if not text:
        return []
    if not ADDRESS.fullmatch(text):
        if "@" not in text and not any(letter.isdigit() for letter in text):
            # As a people chip reads: Sheets hands out its name and keeps its address.
            what = f"“{c.text(key)[:60]}” is a name and not an address"
            c.problem(
                key,
                what,
                "If it is a people chip, type the address itself over it, such as ana@school.example",
            )
            return []
        c.problem(
            key,
            f"“{text[:60]}” is not an e-mail address",
            "Enter one address, such as ana@school.example",
        )
        return []
    return [text]


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


def spans_in(text: str, year: SchoolCalendar) -> tuple[tuple[Span, ...], list[str]]:
    """Read absences such as ``Oct 19 - Dec 4; Mar 2 -``; also what could not be read.

    A day without a year is the one nearest to the middle of the school year.
    """
    spans, unread = [], []
    for part in filter(None, (p.strip() for p in re.split(r"[;\n]", text))):
        found = _SPAN.fullmatch(part)
        first = _loose_day(found.group("first"), year) if found else None
        if found is None or first is None:
            unread.append(part)
            continue
        last: date | None = first
        if found.group("dash"):
            said = found.group("last")
            last = (
                _loose_day(
                    f"{first:%b} {said}" if said and said.isdigit() else said, year
                )
                if said
                else None
            )
            if (
                last is not None
                and last < first
                and first - _YEAR >= year.first - _SUMMER
            ):
                first = first.replace(year=first.year - 1)
            if said and (last is None or last < first):
                unread.append(part)
                continue
        spans.append(Span(first, last))
    return tuple(sorted(spans, key=lambda s: s.first)), unread


_DAY = r"(?:[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}-\d{1,2}-\d{1,2})"
_SPAN = re.compile(
    rf"(?P<first>{_DAY})(?P<dash>\s*(?:-|–|to|until|through)\s*(?P<last>{_DAY}|\d{{1,2}})?)?",
    re.IGNORECASE,
)


def _loose_day(text: str, year: SchoolCalendar) -> date | None:
    """A day with or without its year, if it lies within a year of the school year."""
    middle = year.first + (year.last - year.first) / 2
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    name = text.strip()[:3].lower()
    if re.match(r"\d{4}-", text):
        order = numbers
    elif name in MONTHS:
        order = [
            numbers[1] if len(numbers) > 1 else 0,
            MONTHS.index(name) + 1,
            numbers[0],
        ]
    elif "/" in text:
        order = [numbers[2] if len(numbers) > 2 else 0, numbers[0], numbers[1]]
    else:
        return None
    written = order[0] + 2000 if 0 < order[0] < 100 else order[0]
    candidates = []
    for which in [written] if written else [year.first.year, year.first.year + 1]:
        try:
            candidates.append(date(which, order[1], order[2]))
        except ValueError:
            continue
    nearest = min(candidates, key=lambda d: abs(d - middle), default=None)
    return nearest if nearest is not None and abs(nearest - middle).days < 730 else None
