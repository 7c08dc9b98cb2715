"""The pairs that an answer means: by its text, by its sender, and those beside."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sync.core.district import District
from sync.core.model import Kind, Submission
from sync.core.named import guess_words
from sync.core.people import Pair


class PairFound(NamedTuple):
    """The pair that a text and an address name; else why none, and the likely
    pairs. ``by_text`` says that the text names it.
    """

    pair: Pair | None
    problem: str = ""
    likely: frozenset[int] = frozenset()
    by_text: bool = False


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
    not_over = [p for p in fits if p.ends is None or p.ends >= day]
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
    who = "its address is on nobody's row"
    if active:
        who = "its address fits more than one pair"
    maybe = guess_words(district.by_number, named.guesses)
    reason = f"the answer {what}{maybe} and {who}; move it to its pair in Corrections"
    return PairFound(None, reason, likely.union(named.guesses))


def others_in(
    district: District, s: Submission, pair: int | None
) -> list[int]:
    """The pairs of this district that an answer names, beside the one that it
    is put to, and that it can credit: all of *Your pair*, and of a small group
    those of *Who else*.
    """
    named = district.roll.named(s.pair_text, of_one_pair=True)
    numbers = named.beside(pair or 0)
    if s.kind in (Kind.SMALL_GROUP, Kind.UNKNOWN) and s.others:
        numbers += district.roll.named(s.others).numbers
    if not numbers:
        return []
    able = (p for p in district.pairs if p.number in numbers)
    return [
        p.number
        for p in able
        if p.number != pair
        and (not p.starts or s.day >= p.starts)
        and (not p.ends or s.day <= p.ends)
    ]
