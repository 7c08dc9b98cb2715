"""Answers, roster and corrections become meetings. Every answer that becomes
none has a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter

from sync.core.calendar import Entry
from sync.core.codes import Codes
from sync.core.district import District
from sync.core.model import Kind, Meeting, Submission
from sync.core.pairs_meant import others_in
from sync.core.people import Pair
from sync.core.placing import BEFORE_SCHOOL, Outcome, Placing

SAME_PRESS = timedelta(minutes=10)
# The times that a school sets aside, as the form's choices mean them.
SET_ASIDE = frozenset(
    {"early release", "faculty meeting", "PD day", "orientation or training"}
)


@dataclass(frozen=True)
class Intake:
    """Everything counted for a district: meetings by pair number, in order of
    day, and every answer's outcome.

    ``shared`` holds the further pairs that an answer credits, by its id.
    """

    meetings: Mapping[int, tuple[Meeting, ...]] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    shared: Mapping[str, frozenset[int]] = field(default_factory=dict)


def take_in(
    district: District, submissions: Iterable[Submission], today: date
) -> Intake:
    """Assign a district's answers to its pairs as of a day.

    Every answer gets exactly one outcome; the order they come in makes no
    difference. Meetings dated after ``today`` are not counted yet.
    """
    ordered = sorted(submissions, key=attrgetter("submitted", "id"))
    codes = Codes(frozenset(s.id for s in ordered))
    placing = Placing(district, codes, today)
    outcomes = _pressed_twice(_replaced([placing.place(s) for s in ordered]))
    shared: dict[str, frozenset[int]] = {}
    given = _credits(district, outcomes, shared)
    meetings, echoes = _meetings(district, given, today)
    if echoes:
        outcomes = [
            o._replace(counted=False, reason=echoes[o.submission.id])
            if o.submission.id in echoes
            else o
            for o in outcomes
        ]
    return Intake(meetings, tuple(outcomes), shared)


def _replaced(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """An answer that replaces a day's log sets aside what the pair sent before
    it for that day: an observation the observations, another the others.
    """

    def what(o: Outcome) -> tuple[int | None, date, bool]:
        s = o.submission
        return o.pair, s.day, s.kind is Kind.OBSERVATION

    latest = {
        what(o): (place, o.code)
        for place, o in enumerate(outcomes)
        if o.counted and o.submission.replaces
    }
    if not latest:
        return list(outcomes)
    kept = []
    for place, o in enumerate(outcomes):
        newer = latest.get(what(o))
        if o.counted and newer and place < newer[0] and not o.forced:
            kept.append(
                o._replace(counted=False, reason=f"replaced by {newer[1]}")
            )
        else:
            kept.append(o)
    return kept


def _pressed_twice(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The same answers from the same sender within ten minutes are one answer."""
    lately: dict[str, list[Outcome]] = {}
    kept = list(outcomes)
    for place, o in enumerate(outcomes):
        if not o.counted:
            continue
        s = o.submission
        near = lately.get(s.email)
        if (
            near is None
            or s.submitted - near[-1].submission.submitted > SAME_PRESS
        ):
            lately[s.email] = [o]
            continue
        near = [
            n
            for n in near
            if s.submitted - n.submission.submitted <= SAME_PRESS
        ]
        first = next(
            (n for n in near if n.submission.answers == s.answers), None
        )
        if first and not o.forced:
            reason = f"the same as {first.code}, sent a moment before"
            kept[place] = o._replace(counted=False, reason=reason)
        else:
            near = [n for n in near if n is not first] + [o]
        lately[s.email] = near
    return kept


_in_order = attrgetter("day", "kind", "minutes", "submission")
# Who saw a meeting: a pair's number and which of its two people.
Witness = tuple[int, str | None]
# An answer, and who sent it.
Credit = tuple[Witness, Outcome]


def _credits(
    district: District,
    outcomes: Sequence[Outcome],
    shared: dict[str, frozenset[int]],
) -> dict[int, list[Credit]]:
    """The answers credited to each pair, with who sent them; a small group
    credits every pair it names, which are noted in ``shared``.
    """
    given: dict[int, list[Credit]] = defaultdict(list)
    for o in outcomes:
        s, pair = o.submission, o.pair
        if pair is None or not o.counted or s.kind is Kind.COULD_NOT_MEET:
            continue
        credit = ((pair, o.role), o)
        given[pair].append(credit)
        if s.kind is not Kind.OBSERVATION:
            others = others_in(district, s, pair)
            for number in others:
                given[number].append(credit)
            if others:
                shared[s.id] = frozenset(others)
    return given


def _meetings(
    district: District,
    given: Mapping[int, Sequence[Credit]],
    today: date,
) -> tuple[dict[int, tuple[Meeting, ...]], dict[str, str]]:
    """Every pair's meetings, in order of day.

    Also the answers that added no meeting of their own, by id, with the
    reason.
    """
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    echoes: dict[str, str] = {}
    for number, alike in given.items():
        if len({witness for witness, _ in alike}) == 1:
            meetings[number] = [_meeting(o.submission) for _, o in alike]
        else:
            meetings[number] = _merged(number, alike, echoes)
    for number, meeting in _whole_group(district, today):
        meetings[number].append(meeting)
    return {
        n: tuple(sorted(each, key=_in_order)) for n, each in meetings.items()
    }, echoes


def _whole_group(
    district: District, today: date
) -> Iterator[tuple[int, Meeting]]:
    """The whole-group days that were held, for each pair that was there, by
    number.
    """
    year_begins = district.calendar.first - BEFORE_SCHOOL
    for entry in district.calendar.entries:
        if not entry.held or not year_begins <= entry.first <= today:
            continue
        meeting = Meeting(
            entry.first,
            Kind.WHOLE_GROUP,
            max(entry.minutes or 0, entry.one_on_one),
            one_on_one=entry.one_on_one,
            set_aside=True,
        )
        for pair in gathered(district, entry):
            yield pair.number, meeting


def gathered(district: District, entry: Entry) -> list[Pair]:
    """The pairs that are credited with a day on which all came together, once
    it is ticked as Took place.
    """
    return [
        pair
        for pair in district.pairs
        if entry.was_there(pair.number)
        and entry.is_for(pair.school)
        and _there(pair, entry.first)
    ]


def _merged(
    number: int, given: Sequence[Credit], echoes: dict[str, str]
) -> list[Meeting]:
    """What several witnesses say of one pair.

    On a day there are as many meetings as the one who saw most says, and the
    longer minutes stand. The answers that add no meeting are noted in
    ``echoes``.
    """
    groups: dict[tuple[object, ...], dict[Witness, list[Outcome]]] = {}
    for witness, o in given:
        s = o.submission
        key = (s.day, s.kind, s.direction, o.code if o.apart else "")
        groups.setdefault(key, {}).setdefault(witness, []).append(o)
    meetings = []
    for seen in groups.values():
        for meeting, alike in _of_one_day(seen):
            meetings.append(meeting)
            first = _earliest(alike)
            for o in alike:
                if o is not first and o.pair == number:
                    reason = f"counted once, with {first.code}; the longer minutes stand"
                    echoes[o.submission.id] = reason
    return meetings


def _of_one_day(
    seen: Mapping[Witness, Sequence[Outcome]],
) -> Iterator[tuple[Meeting, list[Outcome]]]:
    """The meetings of one kind on one day, each with the answers that saw it."""
    rows = [sorted(alike, key=_weight) for alike in seen.values()]
    talks = max(
        sum(o.submission.conversations for o in alike) for alike in rows
    )
    for place in range(max(map(len, rows))):
        alike = [row[place] for row in rows if place < len(row)]
        meeting = _meeting_of(alike)
        if meeting.kind is Kind.BRIEF:
            # As many conversations in all as whoever saw most of them says.
            meeting = meeting._replace(number=min(meeting.number, talks))
            talks -= meeting.number
        yield meeting, alike


def _earliest(alike: Sequence[Outcome]) -> Outcome:
    return min(alike, key=lambda o: (o.submission.submitted, o.submission.id))


def _meeting(s: Submission) -> Meeting:
    """What one answer says of a meeting."""
    return Meeting(
        s.day,
        s.kind,
        s.minutes or 0,
        s.conversations if s.kind is Kind.BRIEF else 1,
        s.direction,
        s.id,
        0,
        s.time_used in SET_ASIDE,
        s.cover_hours or 0.0,
        tuple(sorted(s.conferences)) if s.conferences else (),
    )


def _meeting_of(alike: Sequence[Outcome]) -> Meeting:
    """What several answers say of one meeting: the longer minutes, the most
    cover.
    """
    seen = [_meeting(o.submission) for o in alike]
    first = _meeting(_earliest(alike).submission)
    return first._replace(
        answers=tuple(sorted(m.submission for m in seen)),
        minutes=max(m.minutes for m in seen),
        number=max(m.number for m in seen),
        set_aside=any(m.set_aside for m in seen),
        cover=max(m.cover for m in seen),
        conferences=tuple(sorted({c for m in seen for c in m.conferences})),
    )


def _weight(o: Outcome) -> tuple[int, int, str]:
    return (
        -(o.submission.minutes or 0),
        -o.submission.conversations,
        o.submission.id,
    )


def _there(pair: Pair, day: date) -> bool:
    started = pair.begins is None or pair.begins <= day
    return (
        started
        and not pair.ended_before(day)
        and not any(day in span for span in pair.away)
    )
