"""What pairs say in the planning form: it fills what *Pairs* and *Schedule*
leave blank, and proposes times to meet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sync.core.calendar import Entry, Event, SchoolCalendar, monday_of
from sync.core.codes import codes_in
from sync.core.dates import dates_in
from sync.core.district import District
from sync.core.model import Arranged, Hint, PlannedMeeting, Proposal
from sync.core.pairs_meant import pair_for
from sync.core.people import Pair
from sync.core.planning import DAYS, at_words, short_words
from sync.core.problems import Problem
from sync.core.words import day_words

AHEAD, OFFERS = timedelta(days=28), 3
OFFERED = (
    Event.EARLY_RELEASE,
    Event.FACULTY_MEETING,
    Event.PD_DAY,
    Event.ORIENTATION,
    Event.TRAINING,
)


def arrange(
    district: District, proposals: Iterable[Proposal], today: date
) -> District:
    """The district with what its pairs last said in the planning form,
    wherever *Pairs* and *Schedule* leave blanks.

    A regular day in *Pairs* and a filled cell of *Schedule* win, a dash
    included. What somebody else says of a pair holds only as long as the pair
    itself says nothing, and is marked; in a strict program it waits. The order
    of the proposals makes no difference.
    """
    placed = [(each, pair_of(district, each)) for each in proposals]
    latest = {
        each.email: each.submitted
        for each, pair in sorted(placed, key=lambda one: one[0].submitted)
        if pair and each.email
    }
    arranged: dict[int, Arranged] = {}
    hints: dict[int, list[Hint]] = {}
    problems: list[Problem] = []
    for each, pair in sorted(placed, key=_last_word):
        if pair is None:
            again = (
                each.email in latest and latest[each.email] > each.submitted
            )
            # Else it has been reported for long enough, or was sent again.
            if today - each.submitted.date() <= AHEAD and not again:
                problems.append(_names_no_pair(each))
            continue
        strange = _stranger(pair, each)
        hints.pop(pair.number, None)  # this plan replaces the one before
        hints[pair.number] = []
        if strange:
            hints[pair.number].append(
                _from_a_stranger(pair, each, district.strict)
            )
        if not (strange and district.strict):
            arranged[pair.number], more = _read(pair, each, district.calendar)
            hints[pair.number] += more
    if not arranged and not problems and not hints:
        return district
    return _with(district, arranged, hints, problems)


def _last_word(
    one: tuple[Proposal, Pair | None],
) -> tuple[bool, datetime, str]:
    """The order in which plans hold: the pair's own over others', the last one
    wins.
    """
    each, pair = one
    return (
        pair is not None and not _stranger(pair, each),
        each.submitted,
        each.id,
    )


def _names_no_pair(each: Proposal) -> Problem:
    by = f" by {each.email}" if each.email else ""
    sent = day_words(each.submitted.date())
    what = f"a plan sent on {sent}{by} names no pair of yours (“{each.pair_text[:40]}”)"
    remedy = "Ask for it again, with the pair's own link in Pairs"
    return Problem("The planning form", what, remedy)


def _hint(pair: Pair, text: str) -> Hint:
    return Hint(pair.number, f"Planning form: {text}")


def _from_a_stranger(pair: Pair, each: Proposal, strict: bool) -> Hint:
    waits = ", and needs your answer" if strict else ""
    what = f"their plan was sent by {each.email}, which is not on their row{waits}"
    return _hint(
        pair, f"{what}. If it is one of them, add it to Other addresses"
    )


def _read(
    pair: Pair, each: Proposal, calendar: SchoolCalendar
) -> tuple[Arranged, list[Hint]]:
    """What a pair planned, and what of it cannot be used."""
    sent = each.submitted.date()
    dates, unread = dates_in(each.dates, calendar)
    ahead = [
        PlannedMeeting(pair.number, day, at)
        for day, at in dates
        if day >= sent
    ]
    hints = []
    over = [day for day, _ in dates if day < sent]
    if over:
        hints.append(
            _hint(pair, f"{day_words(over[0])} was over when it was sent")
        )
    if unread:
        what = f"“{unread[0][:40]}” cannot be read as school days"
        remedy = "write it into Schedule if you know what is meant"
        hints.append(_hint(pair, f"{what}; {remedy}"))
    arranged = Arranged(
        sent,
        each.regular,
        tuple(ahead),
        free=tuple(f"{DAYS[day][:3]} {when}" for day, when in each.free or ()),
        asked=each.free is not None,
        suits=frozenset(each.suits),
        offers=frozenset(each.offers),
    )
    return arranged, hints


def _with(
    district: District,
    arranged: Mapping[int, Arranged],
    hints: Mapping[int, Iterable[Hint]],
    problems: Iterable[Problem],
) -> District:
    """The district with what its pairs planned, where people left blanks."""
    pairs = tuple(
        _with_regular(pair, arranged.get(pair.number))
        for pair in district.pairs
    )
    further = [
        meeting
        for one in arranged.values()
        for meeting in one.dates
        if (meeting.pair, monday_of(meeting.day)) not in district.filled
    ]
    more = [hint for each in hints.values() for hint in each]
    return replace(
        district,
        roster=replace(district.roster, pairs=pairs),
        schedule=(*district.schedule, *further),
        arranged=arranged,
        hints=(*district.hints, *more),
        problems=(*district.problems, *problems),
    )


def pair_of(district: District, proposal: Proposal) -> Pair | None:
    """The pair that a plan is for: by its code, else the one pair that its
    sender had on that day.
    """
    return pair_for(
        district, proposal.pair_text, proposal.email, proposal.submitted.date()
    ).pair


def is_about(
    district: District, proposal: Proposal, numbers: Collection[int]
) -> bool:
    """Whether a plan is of some pairs, or was sent by one of their people and
    names nobody known.
    """
    pair = pair_of(district, proposal)
    if pair is not None:
        return pair.number in numbers
    named = [n for _, n in codes_in(proposal.pair_text, [district.key])]
    fits = {p.number for p in district.by_address.get(proposal.email, ())}
    return bool(set(named) & set(numbers)) or (
        not named and bool(fits & set(numbers))
    )


def _stranger(pair: Pair, proposal: Proposal) -> bool:
    """Whether a plan was sent by somebody whose address is not on the pair's
    row.
    """
    return bool(proposal.email) and pair.role_of(proposal.email) is None


def _with_regular(pair: Pair, arranged: Arranged | None) -> Pair:
    return (
        replace(pair, regular=arranged.regular)
        if arranged and pair.regular is None
        else pair
    )


def arranged_words(arranged: Arranged) -> str:
    """What a pair said in the planning form, on a line: ``Tue 2:45 PM; Oct 14,
    Oct 28``.
    """
    regular = short_words(arranged.regular) if arranged.regular else ""
    return "; ".join(filter(None, [regular, dates_words(arranged)]))


def dates_words(arranged: Arranged) -> str:
    """The further dates of a plan: ``Oct 14, Oct 28 2:45 PM``."""
    return ", ".join(day_words(d.day) + at_words(d.at) for d in arranged.dates)


def set_aside_ahead(
    calendar: SchoolCalendar, school: str, suits: frozenset[str], today: date
) -> Iterator[str]:
    """The next times that the calendar sets aside for a school, in words.

    At most three within four weeks, of the kinds in ``suits`` (empty: any).
    """
    entries = (
        e
        for e in calendar.set_aside(today, today + AHEAD)
        if e.event in OFFERED and e.first >= today
    )
    for entry in [
        e
        for e in entries
        if e.is_for(school) and (not suits or e.event.value in suits)
    ][:OFFERS]:
        yield _offer(entry)


def _offer(entry: Entry) -> str:
    minutes = f", {entry.minutes} min" if entry.minutes else ""
    return (
        f"{entry.event} on {entry.first:%a}, {day_words(entry.first)}{minutes}"
    )
