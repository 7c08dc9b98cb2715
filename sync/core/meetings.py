"""Answers, roster and corrections become meetings; every answer that does not says why."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from sync.core.district import District
from sync.core.model import (
    Correction,
    Direction,
    Kind,
    Meeting,
    Pair,
    Repair,
    Submission,
)
from sync.core.words import day_words

MOST_MINUTES = 600
IGNORED = "set aside in Corrections"
SAME_PRESS = timedelta(minutes=10)
BEFORE_SCHOOL = timedelta(days=31)
# The times that a school sets aside, as the form's choices mean them.
SET_ASIDE = frozenset(
    {"early release", "faculty meeting", "PD day", "orientation or training"}
)
_NUMBER = re.compile(r"(?<![\w-])#?0*(\d{1,4})(?!\d)")


@dataclass(frozen=True)
class Codes:
    """The short codes of a district's answers, worked out when somebody wants to see
    one.
    """

    ids: frozenset[str]

    @cached_property
    def all(self) -> Mapping[str, str]:
        """The code of every answer by its id."""
        return short_codes(self.ids)


class Outcome(NamedTuple):
    """What became of one answer in one district.

    ``pair`` is the pair it was put to, ``role`` who of it sent it (``mentor``,
    ``mentee`` or unknown), ``likely`` the pairs it may belong to while it waits.
    ``reason`` says why it was not counted, or, where ``counted``, what should be known
    about it (empty for nothing). ``forced``: *Corrections* says that it counts.
    """

    submission: Submission
    codes: Codes
    counted: bool
    pair: int | None = None
    reason: str = ""
    waits: bool = False
    likely: frozenset[int] = frozenset()
    forced: bool = False
    role: str | None = None

    @property
    def code(self) -> str:
        """The short code that people copy from *Log* into *Corrections*."""
        return self.codes.all[self.submission.id]


@dataclass(frozen=True)
class Intake:
    """Everything counted for a district: meetings by pair number, in order of day, and
    every answer's outcome.
    """

    meetings: Mapping[int, tuple[Meeting, ...]] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()


def district_of(
    pair_text: str,
    email: str,
    keys: Collection[str],
    addresses: Mapping[str, Collection[str]],
) -> str | None:
    """Name the district an answer belongs to, or None if neither its code nor its
    address tells.

    ``addresses`` maps an address to the keys of the districts on whose rosters it
    stands.
    """
    for key, _ in codes_in(pair_text, keys):
        return key
    at = addresses.get(email, ())
    if len(at) == 1:
        return next(iter(at))
    return next(iter(keys)) if len(keys) == 1 else None


def codes_in(text: str, keys: Collection[str]) -> list[tuple[str, int]]:
    """The pair codes of these districts in a text, in order: ``wes 12``, ``WES12`` and
    ``WES-012`` are ``("WES", 12)``.
    """
    return [
        (found.group(1).upper(), int(found.group(2)))
        for found in _codes(frozenset(keys)).finditer(text)
    ]


@cache
def _codes(keys: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(k) for k in sorted(keys, key=lambda k: (-len(k), k)))
    return re.compile(
        rf"(?<![A-Za-z0-9])({names})[\s._-]*#?0*(\d{{1,4}})(?!\d)", re.IGNORECASE
    )


def short_codes(ids: Iterable[str]) -> dict[str, str]:
    """Give each response id a short code of six letters and digits that people can copy
    by hand.

    Codes depend on the ids alone; two that would be equal are both made longer.
    """
    codes = {each: _short(each, 6) for each in ids}
    if len(set(codes.values())) < len(codes):
        times = Counter(codes.values())
        codes = {
            each: code if times[code] == 1 else _short(each, 12)
            for each, code in codes.items()
        }
    return codes


_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_THREE = [a + b + c for c in _LETTERS for b in _LETTERS for a in _LETTERS]


def _short(response_id: str, length: int) -> str:
    digest = int.from_bytes(hashlib.sha256(response_id.encode()).digest()[:12], "big")
    code = ""
    for _ in range(length // 3):
        digest, three = divmod(digest, len(_THREE))
        code += _THREE[three]
    return code


def take_in(
    district: District, submissions: Iterable[Submission], today: date
) -> Intake:
    """Put a district's answers to its pairs as of a day; the order they come in makes
    no difference.

    Every answer gets exactly one outcome. Meetings dated after ``today`` are not
    counted yet.
    """
    ordered = sorted(submissions, key=lambda s: (s.submitted, s.id))
    codes = Codes(frozenset(s.id for s in ordered))
    repairs: dict[str, list[Correction]] = defaultdict(list)
    for correction in district.corrections:
        repairs[correction.answer].append(correction)
    judged = [
        _place(
            district,
            s,
            codes,
            repairs[codes.all[s.id]] if district.corrections else (),
            today,
        )
        for s in ordered
    ]
    judged = _replaced(judged)
    judged = _pressed_twice(judged)
    meetings, witnesses = _meetings(district, _credits(district, judged), today)
    outcomes = (
        tuple(judged)
        if not witnesses
        else tuple(
            o._replace(counted=False, reason=witnesses[o.submission.id])
            if o.submission.id in witnesses
            else o
            for o in judged
        )
    )
    return Intake(meetings, outcomes)


def _place(
    district: District,
    s: Submission,
    codes: Codes,
    repairs: Sequence[Correction],
    today: date,
) -> Outcome:
    """Decide which pair an answer is for and whether it can count, by itself and before
    any other answer.
    """
    force = ignore = False
    pair: Pair | None = None
    by_number = district.by_number
    for repair in repairs:
        ignore = ignore or repair.repair is Repair.IGNORE
        force = force or repair.repair is Repair.COUNT
        if repair.repair is Repair.MOVE:
            pair, force = by_number.get(repair.pair or 0), True
            if pair is None:
                reason = f"Corrections moves it to {repair.pair or 'no pair'}, which is nobody's number; mend the row there"
                return Outcome(s, codes, False, None, reason, waits=True)
        s = _corrected(s, repair)
    note = "corrected by your coordinator" if repairs else ""
    if ignore:
        return Outcome(s, codes, False, None if pair is None else pair.number, IGNORED)
    if pair is None:
        pair, problem, likely = pair_for(district, s.pair_text, s.email, s.day)
        if pair is None:
            return Outcome(s, codes, False, None, problem, waits=True, likely=likely)
    role = pair.role_of(s.email)
    if role is None and s.email and not force:
        if district.strict:
            reason = "sent from an address that is not on this pair's row; add the address, or count it in Corrections"
            return Outcome(
                s,
                codes,
                False,
                pair.number,
                reason,
                waits=True,
                likely=frozenset({pair.number}),
            )
        note = note or "sent from an address that is not on this pair's row"
    problem = _date_problem(district, pair, s, today)
    if problem and not (force and s.day <= today):
        return Outcome(s, codes, False, pair.number, problem, role=role)
    if s.minutes is not None and not 0 <= s.minutes <= MOST_MINUTES:
        note = f"{s.minutes:,} minutes cannot be right and were left out; set them in Corrections"
        s = s._replace(minutes=None)
    if s.kind is Kind.COULD_NOT_MEET:
        note = note or "they could not meet"
    elif (
        not note
        and s.pair_text.strip()
        and _named_in(district.key, s.pair_text)[0] != pair.number
    ):
        note = "no code could be read; the sender's address decided"
    if (
        s.kind is Kind.SMALL_GROUP
        and (nobody := _numbers_in(district, s.others) - set(by_number))
        and not note
    ):
        note = f"names {', '.join(map(str, sorted(nobody)))}, which is nobody's number"
    return Outcome(s, codes, True, pair.number, note, forced=force, role=role)


def _corrected(s: Submission, repair: Correction) -> Submission:
    if repair.repair is Repair.DATE and repair.day is not None:
        return s._replace(day=repair.day)
    if repair.repair is Repair.MINUTES and repair.minutes is not None:
        return s._replace(minutes=repair.minutes)
    if repair.repair is Repair.KIND and repair.kind is not None:
        return s._replace(kind=repair.kind)
    return s


def pair_for(
    district: District, text: str, email: str, day: date
) -> tuple[Pair | None, str, frozenset[int]]:
    """The pair that an answer's text names, else the one pair its address fits; else
    why not, and the likely pairs.
    """
    named, by_code = _named_in(district.key, text)
    fits = district.by_address.get(email, ())
    if (
        named is not None
        and named in district.by_number
        and (by_code or not fits or named in {p.number for p in fits})
    ):
        return district.by_number[named], "", frozenset()
    likely = frozenset(p.number for p in fits)
    if named is not None and (by_code or not fits):
        reason = f"no pair has the number {named}; in Corrections, move this code to the right pair"
        return None, reason, likely | frozenset({named})
    active = [
        p
        for p in fits
        if (p.ends is None or p.ends >= day) and (p.starts is None or p.starts <= day)
    ]
    active = active or [p for p in fits if p.ends is None or p.ends >= day]
    if len(active) == 1:
        return active[0], "", frozenset()
    what = "names no pair" if not text.strip() else "has no pair code that can be read"
    who = (
        "its address fits more than one pair"
        if active
        else "its address is on nobody's row"
    )
    return (
        None,
        f"the answer {what} and {who}; move it to its pair in Corrections",
        likely,
    )


@lru_cache(maxsize=100_000)
def _named_in(key: str, text: str) -> tuple[int | None, bool]:
    """The pair number that a text names, and whether by a district's code: a bare
    number may mean something else.
    """
    for _, number in codes_in(text, (key,)):
        return number, True
    bare = _NUMBER.search(text)
    return (int(bare.group(1)) if bare else None), False


def _date_problem(district: District, pair: Pair, s: Submission, today: date) -> str:
    year_begins = district.calendar.first - BEFORE_SCHOOL
    if s.day > today:
        return f"dated {day_words(s.day)}, which is still to come; it counts from that day on, or set its date in Corrections"
    if s.day < year_begins:
        return f"dated {day_words(s.day)} {s.day.year}, before this school year; set its date in Corrections"
    if pair.starts and s.day < pair.starts:
        return f"dated before the pair began on {day_words(pair.starts)}; if they had begun, change Starts in Pairs"
    if pair.ends and s.day > pair.ends:
        return f"dated after the pair ended on {day_words(pair.ends)}; if they go on, change Ends in Pairs"
    return ""


def _replaced(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """An answer that replaces a day's log sets aside what the pair sent before it for
    that day.

    Observations stay: the wish to replace is asked on the page for meetings.
    """
    latest: dict[tuple[int | None, date], tuple[int, str]] = {}
    for place, o in enumerate(outcomes):
        if o.counted and o.submission.replaces:
            latest[o.pair, o.submission.day] = (place, o.code)
    if not latest:
        return list(outcomes)
    kept = []
    for place, o in enumerate(outcomes):
        newer = latest.get((o.pair, o.submission.day))
        if (
            o.counted
            and newer
            and place < newer[0]
            and not o.forced
            and o.submission.kind is not Kind.OBSERVATION
        ):
            kept.append(o._replace(counted=False, reason=f"replaced by {newer[1]}"))
        else:
            kept.append(o)
    return kept


def _pressed_twice(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The same answers from the same sender within ten minutes are one answer."""
    lately: dict[str, list[Outcome]] = {}
    kept = []
    for o in outcomes:
        if not o.counted:
            kept.append(o)
            continue
        s = o.submission
        near = lately.get(s.email)
        if near is None or s.submitted - near[-1].submission.submitted > SAME_PRESS:
            lately[s.email] = [o]
            kept.append(o)
            continue
        near = lately[s.email] = [
            n for n in near if s.submitted - n.submission.submitted <= SAME_PRESS
        ]
        first = next((n for n in near if n.submission.answers == s.answers), None)
        if first and not o.forced:
            kept.append(
                o._replace(
                    counted=False,
                    reason=f"the same as {first.code}, sent a moment before",
                )
            )
            continue
        if first:
            near.remove(first)
        near.append(o)
        kept.append(o)
    return kept


# Who saw a meeting: a pair's number and which of its two people.
Witness = tuple[int, str | None]


def _credits(
    district: District, outcomes: Sequence[Outcome]
) -> dict[int, list[tuple[Witness, Outcome]]]:
    """The answers credited to each pair, with who sent them; a small group credits
    every pair it names.
    """
    given: dict[int, list[tuple[Witness, Outcome]]] = defaultdict(list)
    for o in outcomes:
        s, pair = o.submission, o.pair
        if pair is None or not o.counted or s.kind is Kind.COULD_NOT_MEET:
            continue
        credit = ((pair, o.role), o)
        given[pair].append(credit)
        if s.kind is Kind.SMALL_GROUP and s.others:
            for number in others_in(district, s):
                if number != pair:
                    given[number].append(credit)
    return given


def others_in(district: District, s: Submission) -> list[int]:
    """The further pairs of this district that a small group names, by code or by
    number, that it can credit.
    """
    numbers = _numbers_in(district, s.others)
    able = (p for p in district.pairs if p.number in numbers)
    return [
        p.number
        for p in able
        if (not p.starts or s.day >= p.starts) and (not p.ends or s.day <= p.ends)
    ]


def _numbers_in(district: District, text: str) -> set[int]:
    return {n for _, n in codes_in(text, [district.key])} | {
        int(n) for n in _NUMBER.findall(text)
    }


def _meetings(
    district: District,
    given: Mapping[int, Sequence[tuple[Witness, Outcome]]],
    today: date,
) -> tuple[dict[int, tuple[Meeting, ...]], dict[str, str]]:
    """Every pair's meetings in order of day; also the answers that added no meeting of
    their own, with the reason.
    """
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    echoes: dict[str, str] = {}
    for number, told in given.items():
        if len({witness for witness, _ in told}) == 1:
            meetings[number] = [_meeting((o,)) for _, o in told]
        else:
            meetings[number] = _merged(number, told, echoes)
    for entry in district.calendar.entries:
        if (
            entry.held
            and district.calendar.first - BEFORE_SCHOOL <= entry.first <= today
        ):
            for pair in district.pairs:
                if (
                    pair.number not in entry.absent
                    and entry.is_for(pair.school)
                    and _there(pair, entry.first)
                ):
                    minutes = max(entry.minutes or 0, entry.one_on_one)
                    meetings[pair.number].append(
                        Meeting(
                            entry.first,
                            Kind.WHOLE_GROUP,
                            minutes,
                            one_on_one=entry.one_on_one,
                            set_aside=True,
                        )
                    )
    return {n: tuple(sorted(each, key=_order)) for n, each in meetings.items()}, echoes


def _merged(
    number: int, given: Sequence[tuple[Witness, Outcome]], echoes: dict[str, str]
) -> list[Meeting]:
    """What several witnesses say of one pair: on a day as many meetings as the one who
    saw most, the longer minutes.
    """
    groups: dict[
        tuple[date, Kind, Direction | None, str], dict[Witness, list[Outcome]]
    ] = {}
    for witness, o in given:
        s = o.submission
        key = (s.day, s.kind, s.direction, o.code if o.forced else "")
        groups.setdefault(key, {}).setdefault(witness, []).append(o)
    meetings = []
    for seen in groups.values():
        rows = [sorted(told, key=_weight) for told in seen.values()]
        talks = max(sum(o.submission.conversations for o in told) for told in rows)
        for place in range(max(map(len, rows))):
            told = [row[place] for row in rows if place < len(row)]
            meeting = _meeting(told)
            if meeting.kind is Kind.BRIEF:
                # As many conversations in all as whoever saw most of them says.
                meeting = meeting._replace(number=min(meeting.number, talks))
                talks -= meeting.number
            meetings.append(meeting)
            first = _earliest(told)
            for o in told:
                if o is not first and o.pair == number:
                    echoes[o.submission.id] = (
                        f"counted once, with {first.code}; the longer minutes stand"
                    )
    return meetings


def _earliest(told: Sequence[Outcome]) -> Outcome:
    return min(told, key=lambda o: (o.submission.submitted, o.submission.id))


def _meeting(told: Sequence[Outcome]) -> Meeting:
    """What one or more answers say of one meeting: the longer minutes, the most cover."""
    if len(told) == 1:
        s = told[0].submission
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
    first = _earliest(told).submission
    return Meeting(
        first.day,
        first.kind,
        max(o.submission.minutes or 0 for o in told),
        max(o.submission.conversations for o in told)
        if first.kind is Kind.BRIEF
        else 1,
        first.direction,
        first.id,
        set_aside=any(o.submission.time_used in SET_ASIDE for o in told),
        cover=max(o.submission.cover_hours or 0.0 for o in told),
        conferences=tuple(sorted({c for o in told for c in o.submission.conferences})),
    )


def _weight(o: Outcome) -> tuple[int, int, str]:
    return (-(o.submission.minutes or 0), -o.submission.conversations, o.submission.id)


def _order(m: Meeting) -> tuple[date, str, int, str]:
    return (m.day, m.kind, m.minutes, m.submission)


def _there(pair: Pair, day: date) -> bool:
    started = pair.begins is None or pair.begins <= day
    return (
        started
        and (pair.ends is None or day <= pair.ends)
        and not any(day in span for span in pair.away)
    )
