"""What flags say, word for word: a coordinator reads their sentences."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from sync.core.flag_kinds import FlagKind
from sync.core.judge import judge
from sync.core.model import Kind
from tests.support.one_pair import met, monday, stand, weeks
from tests.support.random_programs import program

DAY = r"[A-Z][a-z]{2} \d{1,2}"
# The evidence of each kind that random programs raise.
SENTENCES = {
    FlagKind.NO_MEETINGS: rf"\d+ school days since they (began|came back) on {DAY}\.",
    FlagKind.LONG_GAP: rf"\d+ school days since ({DAY}|they came back on {DAY})\.",
    FlagKind.NOT_OFTEN: r"Asked: .+\.",
    FlagKind.MINUTES_SHORT: r"Asked: .+\.",
    FlagKind.WHOLE_GROUP_ONLY: rf"With everyone on {DAY}, and no one-on-one or small group in 20 school days\.",
    FlagKind.OBSERVATION_DUE: r"(mentor|mentee) observes .+: [\d.]+ of [\d.]+( hours)? done, [\d.]+ more due by now\.",
    FlagKind.COVER_USED_UP: r"[\d.]+ of [\d.]+ hours? used\.",
    FlagKind.COVER_UNUSED: r"[\d.]+ hours? of coverage left\.",
    FlagKind.IN_THE_WAY: rf"They could not meet on {DAY}\.",
    FlagKind.NOT_LOGGED: rf"(They planned|(mentor|mentee) observes .+, planned for) {DAY}\.",
    FlagKind.NOTHING_PLANNED: r"No regular time, and their schedule is empty\.",
    FlagKind.NO_RULE: r"Rules asks for meetings or minutes, but no row is for this pair\.",
}


def test_each_flag_says_what_it_rests_on_in_its_own_words() -> None:
    seen = set()
    for seed in range(150):
        district, answers, day = program(seed)
        for pair in judge(district, answers, day).pairs:
            for flag in pair.flags:
                assert re.fullmatch(SENTENCES[flag.kind], flag.why), flag
                seen.add(flag.kind)
    assert seen == set(SENTENCES)


def test_a_wish_for_a_word_names_its_day() -> None:
    wish = met(monday(9), Kind.COULD_NOT_MEET, wants_contact=True)
    (flag,) = [
        f
        for f in stand([*weeks(*range(3, 10)), wish], monday(10)).flags
        if f.kind is FlagKind.ASKS_FOR_CONTACT
    ]
    assert (flag.why, flag.next) == (
        "The mentor asked on Oct 26.",
        "Give the mentor a call; the form does not ask why.",
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [((0, 0), "in the way: zoo, apple"), ((1, 0), "in the way: apple, zoo")],
)
def test_what_was_in_the_way_stands_in_order_of_day_and_as_written(
    days: tuple[int, int], words: str
) -> None:
    answers = [
        met(
            monday(9) + timedelta(days=day),
            Kind.COULD_NOT_MEET,
            obstacles=(what,),
            id=what,
        )
        for day, what in zip(days, ("Zoo", "apple"), strict=True)
    ]
    flags = stand([*weeks(*range(3, 10)), *answers], monday(10)).flags
    assert words in [f.name for f in flags]
