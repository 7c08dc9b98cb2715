"""What is missing in a district's schedules: people without a schedule, and
lessons without a known time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sync.core.people import Pair, Person
from sync.core.teachers import names_of_several
from sync.core.timetable import Timetable
from sync.core.words import many, some_of


def matched_words(table: Timetable, pairs: Iterable[Pair], day: date) -> str:
    """How many of those who are in pairs teach these days, as far as the
    schedules say.
    """
    people = _people(pairs)
    alike = names_of_several(people)
    found = [p for p in people if table.lessons_of(p, alike)]
    now = [
        p
        for p in found
        if any(x.holds_on(day) for x in table.lessons_of(p, alike))
    ]
    return f"{len(found)} of {many(len(people), 'person', 'people')} in Pairs found, {len(now)} with something to teach now"


def gaps(table: Timetable, pairs: Iterable[Pair], day: date) -> Iterator[str]:
    """What is missing, in words, each with what to do."""
    people = _people(pairs)
    alike = names_of_several(people)
    unknown = {p.name for p in people if not table.lessons_of(p, alike)}
    if unknown and people:
        yield f"No schedule names {some_of(unknown, 5)}. Their addresses in Pairs and in the export must be the same, or their names."
    lessons = {x for each in table.lessons.values() for x in each}
    current = [x for x in lessons if x.holds_on(day)]
    if lessons and not current:
        yield "No lesson in schedules/ is on a day now. Is it last year's export? Save this year's there."
    letters = {letter for x in current for letter in x.letters}
    cycle = {letter.casefold() for letter in table.letters.values()}
    strange = letters - cycle - {"mon", "tue", "wed", "thu", "fri"}
    if strange and not cycle:
        yield f"Lessons are on days {some_of(strange, 5)}, and cycles/ has no days. `sync calendar add` keeps them, from a calendar that names the days."
    elif strange:
        yield f"Lessons are on days {some_of(strange, 5)}, and cycles/ has {some_of(cycle, 8)}. Name the days alike in both files."
    schools = {bell.school for bell in table.bells}
    periods = {
        x.period
        for x in current
        if not any(
            bell.period == x.period and bell.school in ("", x.school)
            for bell in table.bells
        )
        and (x.school or "" in schools)
    }
    if periods:
        yield f"bells/ has no times for period {some_of(periods, 5)} in the school that the export names. Add a row for each."


def _people(pairs: Iterable[Pair]) -> list[Person]:
    """Everybody in some pairs, once."""
    people: dict[Person, None] = {}
    for pair in pairs:
        people |= dict.fromkeys((pair.mentor, pair.mentee))
    return list(people)
