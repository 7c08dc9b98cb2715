"""People's tabs become typed rows; what cannot be used becomes a Problem that names cell, value and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from sync.core.calendar import Entry, Event, Per, SchoolCalendar
from sync.core.district import District
from sync.core.model import (
    Correction,
    Direction,
    FollowUp,
    Hint,
    Kind,
    Pair,
    Person,
    Plan,
    PlannedMeeting,
    Problem,
    RegularTime,
    Repair,
    Roster,
    Span,
)
from sync.core.planning import read_cell, time_of, weekday_of
from sync.core.rules import Force, Rule, What
from templates.layout import Layout, Tab
from templates.workbook import day_of, letter

Grid = Sequence[Sequence[Any]]
LONGEST_NAME = 100
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


@dataclass
class Found:
    """The rows of one tab: values by column key, and the row number each stands in."""

    tab: Tab
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False

    def where(self, row: int, key: str) -> str:
        """A cell as people name it."""
        return f"{self.tab.title} {letter(self.places[key])}{row}"


def find(tab: Tab, grid: Grid) -> Found:
    """Match the columns of a tab by their headers and take its non-empty rows.

    Columns may stand in any order. One unknown header where one known is missing is taken for a rename.
    """
    found = Found(tab)
    header = [str(h).strip() for h in (grid[tab.header_row - 1] if len(grid) >= tab.header_row else [])]
    folded = {h.casefold(): i for i, h in reversed(list(enumerate(header))) if h}
    found.places = {c.key: folded[c.header.casefold()] for c in tab.columns if c.header.casefold() in folded}
    missing = [c for c in tab.columns if c.key not in found.places]
    used = set(found.places.values())
    unknown = [i for i, h in enumerate(header) if h and i not in used and not tab.grid]
    if len(missing) == 1 and len(unknown) == 1:
        found.places[missing[0].key] = unknown[0]
        missing = []
    for column in missing:
        if not column.formula:
            found.broken = True
            found.problems.append(
                Problem(
                    f"{tab.title}, row {tab.header_row}",
                    f"the column “{column.header}” is missing",
                    f"Write “{column.header}” above its column again, or ask your admin to run `sync provision`",
                )
            )
    values = [c.key for c in tab.columns if not c.formula and c.key in found.places]
    for index, line in enumerate(grid[tab.header_row :], tab.header_row + 1):
        row = {key: line[found.places[key]] for key in values if found.places[key] < len(line)}
        row = {k: v.strip() if isinstance(v, str) else v for k, v in row.items()}
        if any(v not in ("", None, False) for k, v in row.items() if not tab.column(k).printed):
            found.rows.append((index, row))
        elif row.get("number") not in ("", None):
            found.rows.append((index, {"number": row["number"]}))
    return found


# -- single cells ---------------------------------------------------------------------------------------------


class _Cells:
    """One row being read: typed values out, problems noted."""

    def __init__(self, found: Found, index: int, row: Mapping[str, Any]) -> None:
        self.found = found
        self.index = index
        self.row = row
        self.problems: list[Problem] = []

    def problem(self, key: str, what: str, remedy: str) -> None:
        """Note a problem with one cell."""
        self.problems.append(Problem(self.found.where(self.index, key), what, remedy))

    def text(self, key: str, longest: int = 500) -> str:
        """A text on one line."""
        raw = self.row.get(key, "")
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        text = " ".join("".join(c if c.isprintable() else " " for c in str(raw or "")).split())
        if len(text) > longest:
            self.problem(key, f"{len(text):,} characters are too many", f"Keep it under {longest}")
            text = text[:longest]
        return text

    def number(self, key: str) -> int | None:
        """A whole number."""
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        try:
            return int(float(str(raw).strip().lstrip("#")))
        except ValueError:
            self.problem(key, f"“{self.text(key)[:40]}” is not a number", "Enter a number")
            return None

    def day(self, key: str) -> date | None:
        """A date, as a date cell or as text that reads like one."""
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 20000 < raw < 80000:
            return day_of(raw)
        day = _date_in(str(raw))
        if day is None:
            self.problem(key, f"“{self.text(key)[:40]}” is not a date", "Enter a date, such as 10/14/2026")
        return day

    def at(self, key: str) -> time | None:
        """A time of day."""
        raw = self.row.get(key, "")
        if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 0 <= raw < 1:
            minutes = round(raw * 1440)
            return time(minutes // 60 % 24, minutes % 60)
        return time_of(str(raw)) if raw else None

    def yes(self, key: str) -> bool:
        """A ticked box, or a word that says so."""
        raw = self.row.get(key, "")
        return raw is True or str(raw).strip().casefold() in ("true", "yes", "y", "x", "1")

    def numbers(self, key: str) -> tuple[int, ...]:
        """Pair numbers in a text such as ``4, WES-7``."""
        return tuple(int(n) for n in re.findall(r"\d+", self.text(key)))

    def choice(self, key: str, allowed: Mapping[str, Any]) -> Any:
        """One of a list, in any case; None for an empty cell or an unknown word."""
        text = self.text(key).casefold()
        if not text:
            return None
        if text not in allowed:
            self.problem(key, f"“{self.text(key)[:40]}” is not one of the choices", f"Choose {', '.join(allowed)}")
            return None
        return allowed[text]


def _date_in(text: str) -> date | None:
    text = text.strip()
    for pattern, order in ((r"(\d{4})-(\d{1,2})-(\d{1,2})", "ymd"), (r"(\d{1,2})/(\d{1,2})/(\d{4})", "mdy")):
        if found := re.fullmatch(pattern, text):
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            try:
                return date(parts["y"], parts["m"], parts["d"])
            except ValueError:
                return None
    return None


def spans_in(text: str, year: SchoolCalendar) -> tuple[tuple[Span, ...], list[str]]:
    """Read absences such as ``Oct 19 - Dec 4; Mar 2 -``; also what could not be read.

    A day without a year is the one nearest to the middle of the school year.
    """
    spans, unread = [], []
    for part in filter(None, (p.strip() for p in re.split(r"[;\n]", text))):
        ends = [
            p.strip()
            for p in re.split(r"\s+(?:-|–|to|until)\s*|\s*–\s*|(?<=\d)\s*-\s*(?=[A-Za-z])|\s+-$", part, maxsplit=1)
        ]
        first = _loose_day(ends[0].rstrip(" -–"), year)
        last = _loose_day(ends[1], year) if len(ends) > 1 and ends[1] else None
        one_day = len(ends) == 1 and not part.endswith(("-", "–"))
        if first is None or (len(ends) > 1 and ends[1] and last is None) or (last and last < first):
            unread.append(part)
        else:
            spans.append(Span(first, first if one_day else last))
    return tuple(sorted(spans, key=lambda s: s.first)), unread


def _loose_day(text: str, year: SchoolCalendar) -> date | None:
    if exact := _date_in(text):
        return exact
    month = day = 0
    if found := re.fullmatch(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+\d{4})?", text.strip()):
        name = found.group(1)[:3].lower()
        month, day = (_MONTHS.index(name) + 1 if name in _MONTHS else 0), int(found.group(2))
    elif found := re.fullmatch(r"(\d{1,2})/(\d{1,2})", text.strip()):
        month, day = int(found.group(1)), int(found.group(2))
    middle = year.first + (year.last - year.first) / 2
    candidates = []
    for which in (year.first.year, year.first.year + 1):
        try:
            candidates.append(date(which, month, day))
        except ValueError:
            continue
    return min(candidates, key=lambda d: abs(d - middle), default=None)


# -- tabs -----------------------------------------------------------------------------------------------------


def read(
    layout: Layout,
    grids: Mapping[str, Grid],
    district: District,
    believed: Mapping[int, Pair],
    with_meetings: frozenset[int],
) -> District:
    """A district as its people's tabs describe it.

    ``believed`` holds the pairs as last believed, ``with_meetings`` the numbers that have meetings: they guard
    against half-sorted tables and pairs typed over others. A tab that lost a column keeps its place in
    ``district`` (the last good answer) and is named among the problems.
    """
    problems: list[Problem] = []
    found = {tab.key: find(tab, grids.get(tab.key, ())) for tab in layout.people}
    for each in found.values():
        problems += each.problems
    calendar, roster = district.calendar, district.roster
    if not found["calendar"].broken:
        calendar = replace(district.calendar, entries=tuple(_calendar(found["calendar"], problems)))
    corrections = tuple(_corrections(found["corrections"], problems))
    if found["pairs"].broken:
        roster = Roster(tuple(believed.values()), kept=frozenset(believed))
    else:
        same = frozenset(_same_pairs(found["corrections"]))
        roster = _roster(found["pairs"], district.key, calendar, believed, with_meetings, same)
    schedule, hints = _schedule(layout.tab("schedule"), grids.get("schedule", ()))
    return replace(
        district,
        calendar=calendar,
        roster=roster,
        rules=tuple(_rules(found["rules"], problems)) if not found["rules"].broken else district.rules,
        plans=tuple(_plans(found["observations"], problems)),
        follow_ups=tuple(_follow_ups(found["follow_up"], problems)),
        corrections=corrections,
        schedule=schedule,
        hints=hints,
        problems=tuple(problems),
    )


def _cells(found: Found, problems: list[Problem]) -> Iterator[_Cells]:
    for index, row in found.rows:
        cells = _Cells(found, index, row)
        yield cells
        problems += cells.problems


def _calendar(found: Found, problems: list[Problem]) -> Iterator[Entry]:
    events = {e.value.casefold(): e for e in Event}
    for c in _cells(found, problems):
        event, first = c.choice("event", events), c.day("first")
        last = c.day("last") or first
        if event is None or first is None or last is None:
            if not c.problems:
                missing = "event" if event is None else "first"
                c.problem(missing, "a row without a kind or a date", "Fill in What and From, or clear the row")
            continue
        if last < first:
            c.problem(
                "last",
                f"{last:%b} {last.day} is before {first:%b} {first.day}",
                "Put the dates the right way round",
            )
            continue
        schools = frozenset(s.strip().casefold() for s in c.text("schools").split(",") if s.strip())
        yield Entry(
            event,
            first,
            last,
            c.text("note"),
            schools,
            c.number("minutes"),
            c.yes("held"),
            frozenset(c.numbers("absent")),
        )


def _rules(found: Found, problems: list[Problem]) -> Iterator[Rule]:
    whats, pers = {w.value: w for w in What}, {p.value: p for p in Per}
    forces = {f.value: f for f in Force}
    for c in _cells(found, problems):
        what, amount, per = c.choice("what", whats), c.number("amount"), c.choice("per", pers)
        force = c.choice("force", forces) or Force.REQUIRED
        if what is None or per is None or amount is None or amount < 1:
            if not c.problems:
                c.problem("what", "a rule that is not complete", "Fill in What, Amount and Per, or clear the row")
            continue
        if (what is What.MEETINGS) is (per is Per.YEAR):
            c.problem(
                "per",
                f"{what} per {per} is not counted yet",
                "Meetings: per week, two weeks or month; observations: per year",
            )
            continue
        yield Rule(what, amount, per, force, c.day("since"), c.day("until"))


def _plans(found: Found, problems: list[Problem]) -> Iterator[Plan]:
    directions = {d.words: d for d in Direction}
    for c in _cells(found, problems):
        pair, direction, day = c.number("pair"), c.choice("direction", directions), c.day("day")
        if pair is not None and direction is not None and day is not None:
            yield Plan(pair, direction, day)


def _follow_ups(found: Found, problems: list[Problem]) -> Iterator[FollowUp]:
    for c in _cells(found, problems):
        pair, day = c.number("pair"), c.day("day")
        if pair is not None and day is not None:
            yield FollowUp(pair, day, c.day("until"), c.yes("done"))
        elif not c.problems:
            c.problem(
                "day" if day is None else "pair",
                "a follow-up without a date or a pair number",
                "Fill in both",
            )


SAME_PAIR = "it is the same pair"


def _same_pairs(found: Found) -> Iterator[int]:
    """The numbers that a coordinator has confirmed: the new names are a correction, not a new pair."""
    for index, row in found.rows:
        c = _Cells(found, index, row)
        if c.text("repair").casefold() == SAME_PAIR:
            yield from c.numbers("to")


def _corrections(found: Found, problems: list[Problem]) -> Iterator[Correction]:
    repairs: dict[str, Repair | None] = {r.value: r for r in Repair} | {SAME_PAIR: None}
    kinds = {k.value: k for k in Kind}
    for c in _cells(found, problems):
        if c.text("repair").casefold() == SAME_PAIR:
            continue
        answer, repair = c.text("answer").upper(), c.choice("repair", repairs)
        if not answer or repair is None:
            if not c.problems:
                c.problem(
                    "answer",
                    "a correction without a code or without what to do",
                    "Fill in both; the code stands in Log",
                )
            continue
        correction = Correction(answer, repair)
        if repair is Repair.MOVE:
            numbers = c.numbers("to")
            correction = replace(correction, pair=numbers[-1] if numbers else None)
        elif repair is Repair.DATE:
            correction = replace(correction, day=c.day("to"))
        elif repair is Repair.MINUTES:
            correction = replace(correction, minutes=c.number("to"))
        elif repair is Repair.KIND:
            correction = replace(correction, kind=c.choice("to", kinds))
        yield correction


def _schedule(tab: Tab, grid: Grid) -> tuple[tuple[PlannedMeeting, ...], tuple[Hint, ...]]:
    """The cells of the blank schedule that name a day, and those that nobody could read."""
    numbers = {
        column: int(number)
        for column, number in enumerate(grid[0] if grid else ())
        if isinstance(number, (int, float)) and not isinstance(number, bool) and column >= 1
    }
    found = find(tab, grid)
    week_at = found.places.get("week", 0)
    planned, hints = [], []
    for row, line in enumerate(grid[tab.header_row :], tab.header_row + 1):
        week = line[week_at] if len(line) > week_at else ""
        if not isinstance(week, (int, float)) or not 20000 < week < 80000:
            continue
        for column, number in numbers.items():
            raw = line[column] if column < len(line) else ""
            if isinstance(raw, (int, float)) and not isinstance(raw, bool):
                raw = f"{day_of(raw):%m/%d/%Y}" if 20000 < raw < 80000 else str(raw)
            read_as = read_cell(str(raw), day_of(week), number)
            if isinstance(read_as, PlannedMeeting):
                planned.append(read_as)
            elif read_as:
                place = f"{tab.title} {letter(column)}{row}"
                hints.append(
                    Hint(
                        number,
                        f"{place}: “{read_as[:40]}” names no day. Write it like Tue 2:45 or 10/14 2:45.",
                    )
                )
    return tuple(planned), tuple(hints)


# -- the roster, guarded --------------------------------------------------------------------------------------


def _roster(
    found: Found,
    key: str,
    calendar: SchoolCalendar,
    believed: Mapping[int, Pair],
    with_meetings: frozenset[int],
    same: frozenset[int],
) -> Roster:
    """The pairs as typed, but for those whose row changed past belief: they keep their last answer."""
    typed: dict[int, list[tuple[int, Pair]]] = {}
    hints: list[Hint] = []
    questions: list[str] = []
    for index, row in found.rows:
        c = _Cells(found, index, row)
        number = c.number("number")
        if number is None or number < 1:
            if any(v not in ("", None, False) for k, v in row.items() if k != "number"):
                questions.append(
                    f"Pairs row {index} has names but no number: move them to a row with a printed number."
                )
            continue
        pair = _pair(c, key, number, calendar)
        hints += [Hint(number, str(p)) for p in c.problems]
        if pair is not None:
            typed.setdefault(number, []).append((index, pair))
        elif row.get("mentor") or row.get("mentee"):
            who = "mentee" if row.get("mentor") else "mentor"
            questions.append(
                f"Pairs row {index} (number {number}) has no {who} yet: the pair begins when both are named."
            )
    pairs: dict[int, Pair] = {}
    kept: set[int] = set()
    overwritten: list[tuple[Pair, Pair]] = []
    for number, rows in typed.items():
        before = believed.get(number)
        if len(rows) > 1:
            places = " and ".join(str(index) for index, _ in rows)
            questions.append(
                f"Number {number} stands in rows {places} of Pairs: keep the one that is right, and clear the other."
            )
            pairs[number] = before or rows[0][1]
            kept.add(number)
            continue
        pair = rows[0][1]
        if before is not None and number in with_meetings and number not in same and _past_belief(before, pair):
            overwritten.append((before, pair))
            pairs[number] = before
            kept.add(number)
        else:
            pairs[number] = pair
    questions += _overwritten(overwritten)
    for number in sorted(set(believed) - set(pairs)):
        if number in with_meetings:
            before = believed[number]
            pairs[number] = before
            kept.add(number)
            questions.append(
                f"{before.label}: the row is missing from Pairs. Put number {number} back with both names, or give it an end date."
            )
    questions += _twice(pairs)
    ordered = tuple(pairs[n] for n in sorted(pairs))
    return Roster(ordered, tuple(questions), frozenset(kept), tuple(h for h in hints if h.pair in pairs))


def _past_belief(before: Pair, after: Pair) -> bool:
    """Whether both people differ, or a person's name and address both changed."""
    mentor, mentee = _other(before.mentor, after.mentor), _other(before.mentee, after.mentee)
    if mentor and mentee:
        return True
    return any(
        changed and old.addresses and new.addresses and not set(old.addresses) & set(new.addresses)
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
            yield f"{seen[both]} and {number} are the same two people ({pair.mentor.name} & {pair.mentee.name}): clear one of the rows."
        seen.setdefault(both, number)


def _pair(c: _Cells, key: str, number: int, calendar: SchoolCalendar) -> Pair | None:
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
    away, unread = spans_in(c.text("away"), calendar)
    for part in unread:
        c.problem("away", f"“{part[:40]}” cannot be read", "Write it like Oct 19 - Dec 4; Mar 2 -")
    weekday = weekday_of(c.text("regular_day"))
    return Pair(
        district=key,
        number=number,
        mentor=Person(mentor, tuple(dict.fromkeys([*_address(c, "mentor_email"), *others["m"]]))),
        mentee=Person(mentee, tuple(dict.fromkeys([*_address(c, "mentee_email"), *others["n"]]))),
        school=c.text("school"),
        starts=starts,
        ends=ends,
        away=away,
        regular=None if weekday is None else RegularTime(weekday, c.at("regular_time")),
    )


def _address(c: _Cells, key: str) -> list[str]:
    text = c.text(key).casefold()
    if not text:
        return []
    if not _EMAIL.fullmatch(text):
        c.problem(key, f"“{text[:60]}” is not an e-mail address", "Enter one address, such as ana@school.example")
        return []
    return [text]


def _other_addresses(c: _Cells) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"m": [], "n": []}
    for part in filter(None, (p.strip() for p in re.split(r"[;,\n]", c.text("other_addresses")))):
        who, _, address = part.rpartition(":")
        address = address.strip().casefold()
        if who.strip().casefold() not in ("m", "n") or not _EMAIL.fullmatch(address):
            c.problem(
                "other_addresses",
                f"“{part[:60]}” cannot be read",
                "Write m: for the mentor's, n: for the mentee's",
            )
            continue
        found[who.strip().casefold()].append(address)
    return found
