"""Answers, roster and corrections become meetings; every answer that does not says why."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from sync.core.district import District
from sync.core.model import Correction, Kind, Meeting, Pair, Repair, Submission

MOST_MINUTES = 600
SAME_PRESS = timedelta(minutes=10)
BEFORE_SCHOOL = timedelta(days=31)
_NUMBER = re.compile(r"(?<![\w-])#?0*(\d{1,4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer in one district.

    ``pair`` is the pair it was put to, ``likely`` the pairs it may belong to while it waits. ``reason`` says
    why it was not counted, or, where ``counted``, what should be known about it (empty for nothing). ``forced``: *Corrections* says that it counts.
    """

    submission: Submission
    code: str
    counted: bool
    pair: int | None = None
    reason: str = ""
    waits: bool = False
    likely: frozenset[int] = frozenset()
    forced: bool = False


@dataclass(frozen=True)
class Intake:
    """Everything counted for a district: meetings by pair number, in order of day, and every answer's outcome."""

    meetings: Mapping[int, tuple[Meeting, ...]] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()


def district_of(
    pair_text: str, email: str, keys: Collection[str], addresses: Mapping[str, Collection[str]]
) -> str | None:
    """Name the district an answer belongs to, or None if neither its code nor its address tells.

    ``addresses`` maps an address to the keys of the districts on whose rosters it stands.
    """
    for key, _ in codes_in(pair_text, keys):
        return key
    at = addresses.get(email, ())
    if len(at) == 1:
        return next(iter(at))
    return next(iter(keys)) if len(keys) == 1 else None


def codes_in(text: str, keys: Collection[str]) -> list[tuple[str, int]]:
    """The pair codes of these districts in a text, in order: ``wes 12``, ``WES12`` and ``WES-012`` are ``("WES", 12)``."""
    return [(found.group(1).upper(), int(found.group(2))) for found in _codes(frozenset(keys)).finditer(text)]


@cache
def _codes(keys: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(k) for k in sorted(keys, key=lambda k: (-len(k), k)))
    return re.compile(rf"(?<![A-Za-z0-9])({names})[\s._-]*#?0*(\d{{1,4}})(?!\d)", re.IGNORECASE)


def short_codes(ids: Iterable[str]) -> dict[str, str]:
    """Give each response id a short code of six letters and digits that people can copy by hand.

    Codes depend on the ids alone; two that would be equal are both made longer.
    """
    by_code: dict[str, list[str]] = defaultdict(list)
    for each in set(ids):
        by_code[_short(each, 6)].append(each)
    return {each: code if len(same) == 1 else _short(each, 12) for code, same in by_code.items() for each in same}


def _short(response_id: str, length: int) -> str:
    digest = int.from_bytes(hashlib.sha256(response_id.encode()).digest()[:12], "big")
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    code = ""
    for _ in range(length):
        digest, index = divmod(digest, len(letters))
        code += letters[index]
    return code


def take_in(district: District, submissions: Iterable[Submission], today: date) -> Intake:
    """Put a district's answers to its pairs as of a day; the order they come in makes no difference.

    Every answer gets exactly one outcome. Meetings dated after ``today`` are not counted yet.
    """
    ordered = sorted(submissions, key=lambda s: (s.submitted, s.id))
    codes = short_codes(s.id for s in ordered)
    repairs: dict[str, list[Correction]] = defaultdict(list)
    for correction in district.corrections:
        repairs[correction.answer].append(correction)
    judged = [_place(district, s, codes[s.id], repairs[codes[s.id]], today) for s in ordered]
    judged = _replaced(judged)
    judged = _pressed_twice(judged)
    meetings, witnesses = _meetings(district, _credits(district, judged), today)
    outcomes = tuple(
        replace(o, counted=False, reason=witnesses[o.submission.id]) if o.submission.id in witnesses else o
        for o in judged
    )
    return Intake(meetings, outcomes)


def _place(district: District, s: Submission, code: str, repairs: Sequence[Correction], today: date) -> Outcome:
    """Decide which pair an answer is for and whether it can count, by itself and before any other answer."""
    force = ignore = False
    pair: Pair | None = None
    by_number = {p.number: p for p in district.pairs}
    for repair in repairs:
        ignore = ignore or repair.repair is Repair.IGNORE
        force = force or repair.repair is Repair.COUNT
        if repair.repair is Repair.MOVE:
            pair, force = by_number.get(repair.pair or 0), True
            if pair is None:
                reason = (
                    f"Corrections moves it to {repair.pair or 'no pair'}, which is nobody's number; mend the row there"
                )
                return Outcome(s, code, False, None, reason, waits=True)
        s = _corrected(s, repair)
    note = "corrected by your coordinator" if repairs else ""
    if ignore:
        return Outcome(s, code, False, None if pair is None else pair.number, "set aside in Corrections")
    if pair is None:
        pair, problem, likely = _pair_for(district, s)
        if pair is None:
            return Outcome(s, code, False, None, problem, waits=True, likely=likely)
    known = pair.role_of(s.email) is not None or not s.email
    if not known and not force:
        if district.strict:
            reason = "sent from an address that is not on this pair's row; add the address, or count it in Corrections"
            return Outcome(s, code, False, pair.number, reason, waits=True, likely=frozenset({pair.number}))
        note = note or "sent from an address that is not on this pair's row"
    problem = _date_problem(district, pair, s, today)
    if problem and not (force and s.day <= today):
        return Outcome(s, code, False, pair.number, problem)
    if s.minutes is not None and not 0 <= s.minutes <= MOST_MINUTES:
        note = f"{s.minutes:,} minutes cannot be right and were left out; set them in Corrections"
        s = replace(s, minutes=None)
    if s.kind is Kind.COULD_NOT_MEET:
        note = note or "they could not meet"
    elif (
        not codes_in(s.pair_text, [district.key])
        and not _NUMBER.search(s.pair_text)
        and s.pair_text.strip()
        and not note
    ):
        note = "no code could be read; the sender's address decided"
    if s.kind is Kind.SMALL_GROUP and (nobody := _numbers_in(district, s.others) - set(by_number)) and not note:
        note = f"names {', '.join(map(str, sorted(nobody)))}, which is nobody's number"
    return Outcome(s, code, True, pair.number, note, forced=force)


def _corrected(s: Submission, repair: Correction) -> Submission:
    if repair.repair is Repair.DATE and repair.day is not None:
        return replace(s, day=repair.day)
    if repair.repair is Repair.MINUTES and repair.minutes is not None:
        return replace(s, minutes=repair.minutes)
    if repair.repair is Repair.KIND and repair.kind is not None:
        return replace(s, kind=repair.kind)
    return s


def _pair_for(district: District, s: Submission) -> tuple[Pair | None, str, frozenset[int]]:
    """The pair an answer names, else the one pair its address fits; else why not, and the likely pairs."""
    by_number = {p.number: p for p in district.pairs}
    fits = [p for p in district.pairs if p.role_of(s.email)]
    likely = frozenset(p.number for p in fits)
    named = [number for _, number in codes_in(s.pair_text, [district.key])]
    if not named:
        named = [int(n) for n in _NUMBER.findall(s.pair_text)][:1]
    if named:
        if named[0] in by_number:
            return by_number[named[0]], "", frozenset()
        reason = f"no pair has the number {named[0]}; in Corrections, move this code to the right pair"
        return None, reason, likely | frozenset({named[0]})
    active = [p for p in fits if p.ends is None or p.ends >= s.day]
    if len(active) == 1:
        return active[0], "", frozenset()
    what = "names no pair" if not s.pair_text.strip() else "has no pair code that can be read"
    who = "its address fits more than one pair" if active else "its address is on nobody's row"
    return None, f"the answer {what} and {who}; move it to its pair in Corrections", likely


def _date_problem(district: District, pair: Pair, s: Submission, today: date) -> str:
    year_begins = district.calendar.first - BEFORE_SCHOOL
    if s.day > today:
        return (
            f"dated {_day(s.day)}, which is still to come; it counts from that day on, or set its date in Corrections"
        )
    if s.day < year_begins:
        return f"dated {_day(s.day)} {s.day.year}, before this school year; set its date in Corrections"
    if pair.starts and s.day < pair.starts:
        return f"dated before the pair began on {_day(pair.starts)}; if they had begun, change Starts in Pairs"
    if pair.ends and s.day > pair.ends:
        return f"dated after the pair ended on {_day(pair.ends)}; if they go on, change Ends in Pairs"
    return ""


def _replaced(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """An answer that replaces a day's log sets aside what the pair sent before it for that day.

    Observations stay: the wish to replace is asked on the page for meetings.
    """
    latest: dict[tuple[int | None, date], tuple[int, str]] = {}
    for place, o in enumerate(outcomes):
        if o.counted and o.submission.replaces:
            latest[o.pair, o.submission.day] = (place, o.code)
    kept = []
    for place, o in enumerate(outcomes):
        newer = latest.get((o.pair, o.submission.day))
        if o.counted and newer and place < newer[0] and not o.forced and o.submission.kind is not Kind.OBSERVATION:
            kept.append(replace(o, counted=False, reason=f"replaced by {newer[1]}"))
        else:
            kept.append(o)
    return kept


def _pressed_twice(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The same answers from the same sender within ten minutes are one answer."""
    last: dict[tuple[object, ...], Outcome] = {}
    kept = []
    for o in outcomes:
        first = last.get(o.submission.answers)
        if o.counted and not o.forced and first and o.submission.submitted - first.submission.submitted <= SAME_PRESS:
            kept.append(replace(o, counted=False, reason=f"the same as {first.code}, sent a moment before"))
            continue
        if o.counted:
            last[o.submission.answers] = o
        kept.append(o)
    return kept


_Credit = tuple[int, str, Outcome]


def _credits(district: District, outcomes: Sequence[Outcome]) -> list[_Credit]:
    """Who is credited by which witness: (pair, witness, answer); a small group credits every pair it names."""
    by_number = {p.number: p for p in district.pairs}
    given: list[_Credit] = []
    for o in outcomes:
        s = o.submission
        if not o.counted or o.pair is None or s.kind is Kind.COULD_NOT_MEET:
            continue
        witness = f"{o.pair} {by_number[o.pair].role_of(s.email) or '?'}"
        given.append((o.pair, witness, o))
        if s.kind is Kind.SMALL_GROUP:
            given.extend((n, witness, o) for n in others_in(district, s) if n != o.pair)
    return given


def others_in(district: District, s: Submission) -> list[int]:
    """The further pairs of this district that a small group names, by code or by number, that it can credit."""
    numbers = _numbers_in(district, s.others)
    able = (p for p in district.pairs if p.number in numbers)
    return [p.number for p in able if (not p.starts or s.day >= p.starts) and (not p.ends or s.day <= p.ends)]


def _numbers_in(district: District, text: str) -> set[int]:
    return {n for _, n in codes_in(text, [district.key])} | {int(n) for n in _NUMBER.findall(text)}


def _meetings(
    district: District, given: Sequence[_Credit], today: date
) -> tuple[dict[int, tuple[Meeting, ...]], dict[str, str]]:
    """Merge what several witnesses say of one day: as many meetings as the one who saw most, the longer minutes.

    Also returns the answers that added no meeting of their own, with the reason.
    """
    groups: dict[tuple[int, date, Kind, str], dict[str, list[Outcome]]] = defaultdict(lambda: defaultdict(list))
    for number, witness, o in given:
        s = o.submission
        alone = o.code if o.forced else ""
        groups[number, s.day, s.kind, f"{s.direction or ''} {alone}"][witness].append(o)
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    echoes: dict[str, str] = {}
    for (number, day, kind, _), seen in groups.items():
        rows = [sorted(told, key=_weight) for _, told in sorted(seen.items())]
        for place in range(max(map(len, rows))):
            told = [row[place] for row in rows if place < len(row)]
            first = min(told, key=lambda o: (o.submission.submitted, o.submission.id))
            meetings[number].append(
                Meeting(
                    day,
                    kind,
                    max(o.submission.minutes or 0 for o in told),
                    max(o.submission.conversations for o in told) if kind is Kind.BRIEF else 1,
                    first.submission.direction,
                    first.submission.id,
                )
            )
            for o in told:
                if o is not first and o.pair == number:
                    echoes[o.submission.id] = f"counted once, with {first.code}; the longer minutes stand"
    for entry in district.calendar.entries:
        if entry.held and entry.first <= today:
            for pair in district.pairs:
                if pair.number not in entry.absent and entry.is_for(pair.school) and _there(pair, entry.first):
                    meetings[pair.number].append(Meeting(entry.first, Kind.WHOLE_GROUP, entry.minutes or 0))
    return {n: tuple(sorted(each, key=_order)) for n, each in meetings.items()}, echoes


def _weight(o: Outcome) -> tuple[int, int, str]:
    return (-(o.submission.minutes or 0), -o.submission.conversations, o.submission.id)


def _order(m: Meeting) -> tuple[date, str, int, str]:
    return (m.day, m.kind, m.minutes, m.submission)


def _there(pair: Pair, day: date) -> bool:
    started = pair.starts is None or pair.starts <= day
    return started and (pair.ends is None or day <= pair.ends) and not any(day in span for span in pair.away)


def _day(day: date) -> str:
    return f"{day:%b} {day.day}"
