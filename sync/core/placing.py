"""Assign each answer to its pair, before it is compared with other answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sync.core.codes import Codes
from sync.core.dates import meant_day
from sync.core.district import District
from sync.core.model import Correction, Kind, Repair, Submission
from sync.core.named import guess_words
from sync.core.pairs_meant import PairFound, others_in, pair_of_all
from sync.core.people import Pair
from sync.core.unread import (
    MINUTES,
    WISHES,
    lacks_minutes,
    left_out_words,
    undecided,
    unread_words,
    without_unread,
)
from sync.core.words import day_words

MOST_MINUTES = 600
BEFORE_SCHOOL = timedelta(days=31)
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
NO_PAIRS: frozenset[int] = frozenset()
IGNORED = "set aside in Corrections"
_ADMIN = "Or ask your admin to add these words to the form's file, if `sync run` shows a line for it"
_STRANGER = "sent from an address that is not on this pair's row"


class Outcome(NamedTuple):
    """What became of one answer in one district.

    ``pair`` is the pair that it is assigned to. ``role`` is the sender's:
    ``mentor``, ``mentee``, or None for an unknown address. ``reason`` states
    why the answer was not counted. For a counted one it is a remark, or empty.

    ``likely`` holds the pairs that the answer may belong to, and ``perhaps``
    the days of its meeting. Both are filled while it waits, and while its
    minutes are left out. ``forced``: *Corrections* counts it. ``apart``: by
    *Corrections* it is a meeting of its own, whatever others logged.
    """

    submission: Submission
    codes: Codes
    counted: bool
    pair: int | None = None
    reason: str = ""
    waits: bool = False
    likely: frozenset[int] = NO_PAIRS
    forced: bool = False
    role: str | None = None
    perhaps: tuple[date, ...] = ()
    apart: bool = False

    @property
    def code(self) -> str:
        """The short code that people copy from *Log* into *Corrections*."""
        return self.codes.all[self.submission.id]


class _Sent(NamedTuple):
    """Who sent an answer to a pair, and between which days its answers count."""

    pair: Pair
    role: str | None
    stranger: bool
    note: str
    further: str
    first: date
    last: date


class Placing:
    """Puts the answers of one district to its pairs, as of a day."""

    def __init__(self, district: District, codes: Codes, today: date) -> None:
        self.district = district
        self.codes = codes
        self.today = today
        self._repairs: dict[str, list[Correction]] = defaultdict(list)
        for correction in district.corrections:
            self._repairs[correction.answer].append(correction)
        # Mentors send the same pair and address again and again.
        self._known: dict[tuple[str, str], _Sent] = {}

    def place(self, s: Submission) -> Outcome:
        """The pair that an answer is for, and whether it can count."""
        outcome = self._placed(s)
        if not s.unread:
            return outcome
        shown = outcome.submission
        if outcome.pair in self.district.read_by_mentors:
            # What a mentee wishes is no reading for the mentor.
            shown = without_unread(shown, WISHES)
        left = left_out_words(shown)
        if not left or unread_words(shown) in outcome.reason:
            return outcome
        known = filter(None, (left, outcome.reason))
        return outcome._replace(reason="; ".join(known))

    def _placed(self, s: Submission) -> Outcome:
        repairs = self._repairs[self.codes.all[s.id]] if self._repairs else ()
        if repairs:
            return self._corrected(s, repairs)
        sent = self._known.get((s.pair_text, s.email))
        if sent is None:
            found = pair_of_all(self.district, s)
            if found.pair is None:
                return self._unplaced(s, found)
            sent = self._sent(found.pair, s)
            if found.by_text:
                self._known[s.pair_text, s.email] = sent  # whatever the day
        return self._counted(s, sent, "", False)

    def _corrected(
        self, s: Submission, repairs: Sequence[Correction]
    ) -> Outcome:
        """Place an answer as *Corrections* says."""
        kinds = {each.repair for each in repairs}
        forced = not kinds.isdisjoint((Repair.COUNT, Repair.MOVE))
        pair: Pair | None = None
        for each in repairs:
            if each.repair is Repair.MOVE:
                pair = self.district.by_number.get(each.pair or 0)
                if pair is None:
                    to = each.pair or "no pair"
                    reason = f"Corrections moves it to {to}, which is not a pair number; mend the row there"
                    return Outcome(
                        s, self.codes, False, None, reason, waits=True
                    )
            s = _with(s, each)
        if Repair.IGNORE in kinds:
            number = None if pair is None else pair.number
            return Outcome(s, self.codes, False, number, IGNORED)
        if pair is None:
            found = pair_of_all(self.district, s)
            pair = found.pair
            if pair is None:
                return self._unplaced(s, found)
        note = "corrected by your coordinator"
        sent = self._sent(pair, s)
        outcome = self._counted(s, sent, note, forced)
        if Repair.COUNT in kinds:
            # An answer that would count anyway becomes a meeting of its own.
            alike = self._counted(s, sent, note, False).counted
            outcome = outcome._replace(apart=alike)
        return outcome

    def _unplaced(self, s: Submission, found: PairFound) -> Outcome:
        """The outcome for an answer of no pair."""
        return Outcome(
            s,
            self.codes,
            False,
            None,
            found.problem,
            True,
            found.likely,
            perhaps=(s.day,),
        )

    def _sent(self, pair: Pair, s: Submission) -> _Sent:
        role = pair.role_of(s.email)
        stranger = role is None and bool(s.email)
        note = ""
        named = self.district.roll.named(s.pair_text, of_one_pair=True)
        if s.pair_text.strip() and pair.number not in named.numbers[:1]:
            note = "no code could be read; the sender's address decided"
        further = " and ".join(map(self._label, named.beside(pair.number)))
        year_begins = self.district.calendar.first - BEFORE_SCHOOL
        first = max(year_begins, pair.starts or year_begins)
        last = min(self.today, pair.ends or self.today)
        return _Sent(pair, role, stranger, note, further, first, last)

    def _counted(
        self, s: Submission, sent: _Sent, note: str, forced: bool
    ) -> Outcome:
        """The outcome for an answer of a known pair; ``note`` is of
        *Corrections*.
        """
        number, codes = sent.pair.number, self.codes
        if sent.stranger and not forced:
            if self.district.strict:
                reason = f"{_STRANGER}; add it to Other addresses in Pairs, or count the answer in Corrections"
                return self._of_pair(s, sent, reason)
            note = note or _STRANGER
        if not sent.first <= s.day <= sent.last and not (
            forced and s.day <= self.today
        ):
            return self._misdated(s, sent)
        perhaps: tuple[date, ...] = ()
        if s.unread:
            if unclear := _unclear(s, codes.all[s.id], forced):
                return self._of_pair(s, sent, unclear)
            if s.kind is not Kind.COULD_NOT_MEET and lacks_minutes(s):
                perhaps = (s.day,)
        if s.minutes is not None and not 0 <= s.minutes <= MOST_MINUTES:
            note = f"{s.minutes:,} minutes cannot be right and were left out; set them in Corrections"
            s, perhaps = s._replace(minutes=None), (s.day,)
        if s.kind is Kind.COULD_NOT_MEET:
            note = note or "they could not meet"
        elif not note:
            note = sent.note or (_of_more(s, sent) if sent.further else "")
        if s.kind is Kind.SMALL_GROUP and s.others and not note:
            note = self._nobody(s)
        if s.kind is Kind.OBSERVATION and s.direction is None and not note:
            note = "who observed whom is not known; its minutes count alone"
        likely = self._credited(s, number) if perhaps else NO_PAIRS
        return Outcome(
            s,
            codes,
            True,
            number,
            note,
            False,
            likely,
            forced,
            sent.role,
            perhaps,
        )

    def _of_pair(self, s: Submission, sent: _Sent, reason: str) -> Outcome:
        """The outcome for an answer of a known pair that waits."""
        number, day = sent.pair.number, s.day
        dated = "day" not in undecided(s)
        return Outcome(
            s,
            self.codes,
            False,
            number,
            reason,
            True,
            self._credited(s, number),
            role=sent.role,
            perhaps=(day,) if dated else (day, day - A_WEEK),
        )

    def _credited(self, s: Submission, number: int) -> frozenset[int]:
        """The pairs that an answer is credited to, or would be."""
        return frozenset({number, *others_in(self.district, s, number)})

    def _nobody(self, s: Submission) -> str:
        """A remark on a small group that names more than known pairs."""
        pairs, named = (
            self.district.by_number,
            self.district.roll.named(s.others),
        )
        notes = []
        nobody = sorted(set(named.numbers).difference(pairs))
        if nobody:
            numbers = ", ".join(map(str, nobody))
            notes.append(
                f"names {numbers}, which is not a pair number; ask for the right code"
            )
        if named.unclear:
            maybe = guess_words(pairs, named.guesses)
            notes.append(
                f"who else was there cannot be read in full{maybe}; ask for codes, such as {next(iter(pairs.values())).code}"
            )
        return "; ".join(notes)

    def _label(self, number: int) -> str:
        pair = self.district.by_number.get(number)
        return pair.code if pair else f"{number}, which is not a pair number"

    def _misdated(self, s: Submission, sent: _Sent) -> Outcome:
        """The outcome for an answer of a day that cannot be: it waits for the
        right day, or for the right pair.

        What was sent after the day judged for does not wait: it has not come
        yet. A zone may be a day ahead of the other.
        """
        number, posted = sent.pair.number, s.submitted.date()
        if posted > self.today + A_DAY or self.today < s.day <= posted:
            reason = self._date_problem(sent.pair, s.day)
            return Outcome(
                s, self.codes, False, number, reason, role=sent.role
            )
        meant = meant_day(s.day, sent.first, min(sent.last, posted))
        problem = self._date_problem(sent.pair, s.day)
        if meant is not None:
            code = self.codes.all[s.id]
            problem = f"dated {s.day}, sent {posted}: {meant.year}? In Corrections: {code}, {Repair.DATE}, {meant}"
        theirs = self.district.by_address.get(s.email, ())
        return Outcome(
            s,
            self.codes,
            False,
            number,
            problem,
            True,
            frozenset({number, *(p.number for p in theirs)}),
            role=sent.role,
            perhaps=(meant,) if meant else (posted, posted - A_WEEK),
        )

    def _date_problem(self, pair: Pair, day: date) -> str:
        """Why an answer dated so does not count for a pair."""
        when = day_words(day)
        if day > self.today:
            return f"dated {when}, which is still to come; it counts from that day on, or set its date in Corrections"
        if day < self.district.calendar.first - BEFORE_SCHOOL:
            return f"dated {when} {day.year}, before this school year; set its date in Corrections"
        if pair.starts and day < pair.starts:
            return f"dated before the pair began on {day_words(pair.starts)}; if they had begun, change Starts in Pairs"
        return f"dated after the pair ended on {day_words(pair.ends)}; if they go on, change Ends in Pairs"


def _unclear(s: Submission, code: str, forced: bool) -> str:
    """Why an answer waits that does not say what must be known of it; empty
    if it does.
    """
    keys, what = undecided(s), unread_words(s)
    # Nothing that was chosen has words that a form's file could know.
    words = any(text for key, text in s.unread if key in keys)
    or_admin = f" {_ADMIN}" if words else ""
    if "kind" in keys:
        return f"{what}. In Corrections: {code}, {Repair.KIND}, and what it was.{or_admin}".rstrip(
            "."
        )
    if "day" in keys and not forced:
        return f"{what}. In Corrections: {code}, {Repair.DATE}, and the day"
    if "direction" in keys and not forced:
        return f"{what}. Ask for the answer again.{or_admin}".rstrip(".")
    return ""


def _of_more(s: Submission, sent: _Sent) -> str:
    """What to know of an answer that names further pairs."""
    if s.kind is Kind.OBSERVATION:
        return f"counted for {sent.pair.code} alone; log an observation for {sent.further} by itself"
    return f"also for {sent.further}"


def _with(s: Submission, repair: Correction) -> Submission:
    if repair.repair is Repair.DATE and repair.day is not None:
        return without_unread(s, {"day"})._replace(day=repair.day)
    if repair.repair is Repair.MINUTES and repair.minutes is not None:
        return without_unread(s, MINUTES)._replace(minutes=repair.minutes)
    if repair.repair is Repair.KIND and repair.kind is not None:
        return without_unread(s, {"kind"})._replace(kind=repair.kind)
    return s
