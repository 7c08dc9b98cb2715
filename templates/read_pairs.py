"""The rows of *Pairs*, guarded: who is believed, who keeps the last answer,
and what is asked of the coordinator.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sync.core.calendar import SchoolCalendar
from sync.core.model import Hint, Roster
from sync.core.people import Pair, Person, same_two
from sync.core.words import day_words, name_key
from templates.cells import Cells
from templates.found import Found
from templates.pair_row import pair_of

FIRST_DAYS = 10
SAME_PAIR = "it is the same pair"


@dataclass(frozen=True)
class Guard:
    """What guards *Pairs* against half-sorted tables and pairs typed over
    others.

    The pairs as last ``believed``, by number; what gives the numbers
    ``with_meetings``, asked only where a row changed past belief; the day; and
    the numbers whose new names are a correction (``same``).
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
    """The pairs as typed; where a row seems to be overwritten, the pair that
    was last read stays.
    """
    typed, hints, questions = _typed(found, key, calendar, schools, guard)
    alone = _alone(typed)
    pairs: dict[int, Pair] = {}
    overwritten: list[tuple[Pair, Pair]] = []
    for number, rows in typed.items():
        before = guard.believed.get(number)
        pair = next(pair for _, pair in rows if pair.mentor.name)
        if len(rows) > 1:
            places = " and ".join(str(index) for index, _ in rows)
            questions.append(
                f"Number {number} is in rows {places} of Pairs: keep the one that is right, and empty the white cells of the other."
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
    questions += [*_twice(pairs), *_shared_addresses(pairs)]
    ordered = tuple(pairs[n] for n in sorted(pairs))
    return Roster(
        ordered,
        tuple(questions),
        tuple(h for h in hints if h.pair in pairs),
        tuple(p for p in alone if p.number not in pairs),
    )


def _alone(typed: dict[int, list[tuple[int, Pair]]]) -> list[Pair]:
    """Take out the beginners who have no mentor yet."""
    numbers = [
        number
        for number, rows in typed.items()
        if not any(pair.mentor.name for _, pair in rows)
    ]
    return [typed.pop(number)[0][1] for number in numbers]


def _typed(
    found: Found,
    key: str,
    calendar: SchoolCalendar,
    schools: Mapping[str, str],
    guard: Guard,
) -> tuple[dict[int, list[tuple[int, Pair]]], list[Hint], list[str]]:
    """The pairs by number with the rows that they stand in, the hints, the
    questions.
    """
    # Whoever comes into a sheet in use, later than the first two weeks, begins
    # on that day unless Starts says another.
    passed = calendar.days_of().passed(calendar.first, guard.today)
    late = bool(guard.believed) and passed > FIRST_DAYS
    typed: dict[int, list[tuple[int, Pair]]] = {}
    hints: list[Hint] = []
    questions: list[str] = []
    for index, row in found.rows:
        c = Cells(found, index, row, calendar)
        number = c.number("number")
        if number is None or number < 1:
            if any(
                v not in ("", None, False)
                for k, v in row.items()
                if k != "number"
            ):
                questions.append(
                    f"Pairs row {index} has names but no number: move them to a row with a printed number."
                )
            continue
        pair = pair_of(c, key, number, calendar, schools)
        if pair is not None:
            if pair.starts is None:
                pair = _begun(c, pair, guard, late)
            before = guard.believed.get(number)
            if before is not None and pair.ends is None and c.text("ends"):
                pair = replace(pair, ends=before.ends)
            typed.setdefault(number, []).append((index, pair))
        elif row.get("mentor"):
            questions.append(
                f"Pairs row {index} (number {number}) has no mentee yet: the pair begins when both are named."
            )
        hints += [Hint(number, str(problem)) for problem in c.problems]
    return typed, hints, questions


def _begun(c: Cells, pair: Pair, guard: Guard, late: bool) -> Pair:
    """A pair without a readable *Starts*: with the day last read. A new one
    gets today if the sheet is in use, or if its *Starts* is unreadable.
    """
    before, unread = guard.believed.get(pair.number), bool(c.text("starts"))
    if before is None:
        if late or unread:
            pair = replace(pair, seen=guard.today)
    else:
        starts = before.starts if unread else None
        if starts or before.seen:
            pair = replace(pair, starts=starts, seen=before.seen)
    if pair.seen and not unread:
        what = f"Starts is empty; {day_words(pair.seen)} is taken, when the row came into the sheet"
        c.problem("starts", what, "Fill in the day on which they began")
    return pair


def _typed_over(before: Pair, after: Pair, guard: Guard) -> bool:
    """Whether a pair that has meetings became another one, and nobody
    confirmed it.
    """
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
        old.addresses
        and new.addresses
        and not set(old.addresses) & set(new.addresses)
        for old, new in changed
    )


def _other(before: Person, after: Person) -> bool:
    return before.name.casefold() != after.name.casefold()


def _overwritten(pairs: Sequence[tuple[Pair, Pair]]) -> Iterator[str]:
    if len(pairs) >= 3:
        numbers = ", ".join(str(before.number) for before, _ in pairs[:8])
        yield (
            f"The names in Pairs no longer stand beside their numbers ({numbers}{', ...' if len(pairs) > 8 else ''}): was half "
            "the table sorted? Undo it (Edit, Undo, or File, Version history). Until then the earlier names are used."
        )
        return
    for before, after in pairs:
        yield (
            f"{before.number} was {before.mentor.name} with {before.mentee.name}, and now reads {after.mentor.name} with "
            f"{after.mentee.name}: a correction, or a new pair? A new pair gets a row of its own. "
            f"For a correction, choose “{SAME_PAIR}” in Corrections, and write"
            f" {before.number} in To."
        )


def _twice(pairs: Mapping[int, Pair]) -> Iterator[str]:
    """Two people who stand as a pair twice, by their names in any letters or
    by their addresses.
    """
    # The same two have an address of the mentee's in common, or the name.
    by_mentee: dict[object, list[Pair]] = {}
    for number in sorted(pairs):
        pair = pairs[number]
        if pair.ends:
            continue
        keys = (name_key(pair.mentee.name), *pair.mentee.addresses)
        known = (p for key in keys for p in by_mentee.get(key, ()))
        alike = [p for p in known if same_two(p, pair)]
        same = min(alike, key=lambda p: p.number, default=None)
        if same is not None:
            yield (
                f"{same.number} and {number} are the same two people ({pair.mentor.name} & {pair.mentee.name}): empty the white cells"
                " of one of the two rows, or give one an end date."
            )
        for key in keys:
            by_mentee.setdefault(key, []).append(pair)


def _shared_addresses(pairs: Mapping[int, Pair]) -> Iterator[str]:
    """Addresses that stand beside two people of different names."""
    beside: dict[str, dict[frozenset[str], tuple[str, str]]] = {}
    for number in sorted(pairs):
        pair = pairs[number]
        for person in (pair.mentor, pair.mentee):
            for address in person.addresses:
                names = beside.setdefault(address, {})
                names.setdefault(
                    name_key(person.name), (person.name, pair.code)
                )
    for names in beside.values():
        words = list(names)
        if len(words) > 1 and not words[0] & words[1]:
            (one, code), (other, further) = list(names.values())[:2]
            yield (
                f"{one} ({code}) and {other} ({further}) have the same address in Pairs. Correct one of them: answers from it may be"
                " taken for the other's."
            )
