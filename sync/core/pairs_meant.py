"""The pairs that an answer means: by its text, by its sender, and those beside."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sync.core.district import District
from sync.core.model import Kind, Submission
from sync.core.named import guess_words
from sync.core.people import Pair
from sync.core.words import day_words


class PairFound(NamedTuple):
    """The pair that a text and an address name; else why none, and the likely
    pairs. ``by_text`` says that the text names it.
    """

    pair: Pair | None
    problem: str = ""
    likely: frozenset[int] = frozenset()
    by_text: bool = False


def pair_of_all(district: District, s: Submission) -> PairFound:
    """The pair that an answer is assigned to.

    An answer about everyone whom its sender mentors is assigned to the first
    of these pairs, unless it names one.
    """
    found = pair_for(district, s.pair_text, s.email, s.day)
    if found.pair is not None or not s.everyone:
        return found
    there = (
        p
        for p in mentored(district, s.email)
        if (p.starts or s.day) <= s.day <= (p.ends or s.day)
    )
    first = next(there, None)
    return found if first is None else PairFound(first)


def pair_for(
    district: District, text: str, email: str, day: date
) -> PairFound:
    """The pair that an answer's text names, else the one pair its address
    fits.
    """
    named = district.roll.named(text, of_one_pair=True)
    number = next(iter(named.numbers), None)
    fits = district.by_address.get(email, ())
    likely = frozenset(p.number for p in fits)
    pair = None if number is None else district.by_number.get(number)
    if pair is not None and (named.by_code or not fits or number in likely):
        return PairFound(pair, by_text=True)
    if number is not None and (named.by_code or not fits):
        reason = f"no pair has the number {number}; in Corrections, move this code to the right pair"
        return PairFound(None, reason, likely | frozenset({number}))
    not_over = [p for p in fits if not p.ended_before(day)]
    active = [
        p for p in not_over if p.starts is None or p.starts <= day
    ] or not_over
    if len(active) == 1:
        return PairFound(active[0])
    what = (
        "names no pair"
        if not text.strip()
        else "has no pair code that can be read"
    )
    who = "the sender's address is on no pair"
    if active:
        who = "its address fits more than one pair"
    elif fits:
        last = max(fits, key=lambda p: p.ends or date.min)
        who = f"its sender's pair {last.code} ended on {day_words(last.ends)}"
    maybe = guess_words(district.by_number, named.guesses)
    reason = f"the answer {what}{maybe} and {who}; move it to its pair in Corrections"
    return PairFound(None, reason, likely.union(named.guesses))


def mentored(district: District, email: str) -> list[Pair]:
    """The pairs whose mentor has an address."""
    return [
        p
        for p in district.by_address.get(email, ())
        if email in p.mentor.addresses
    ]


def others_in(
    district: District, s: Submission, pair: int | None
) -> list[int]:
    """The further pairs of this district that an answer names and can credit.

    These are the other pairs in *Your pair*, those in *Who else* for a small
    group, and all of the sender's pairs if ``everyone`` is set. ``pair`` is
    the one that the answer is assigned to.
    """
    named = district.roll.named(s.pair_text, of_one_pair=True)
    if len(named.numbers) < 2 and not s.others and not s.everyone:
        return []
    numbers = named.beside(pair or 0)
    if s.kind in (Kind.SMALL_GROUP, Kind.UNKNOWN) and s.others:
        numbers += district.roll.named(s.others).numbers
    if s.everyone:
        numbers += tuple(p.number for p in mentored(district, s.email))
    if not numbers:
        return []
    able = (p for p in district.pairs if p.number in numbers)
    return [
        p.number
        for p in able
        if p.number != pair
        and (not p.starts or s.day >= p.starts)
        and not p.ended_before(s.day)
    ]
