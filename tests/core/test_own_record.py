"""One person's year: every meeting once."""

from __future__ import annotations

import pytest

from sync.core.judge import judge
from sync.core.own_record import of_mentees, of_mentors
from sync.core.whole_people import by_person, together
from tests.support.random_programs import program as random_program


@pytest.mark.parametrize("seed", range(150))
def test_each_meeting_stands_once_as_the_other_reports_count_it(
    seed: int,
) -> None:
    district, answers, today = random_program(seed)
    standing = judge(district, answers, today)
    mentees = by_person(standing.pairs, lambda p: p.pair.mentee)
    mentors = by_person(standing.pairs, lambda p: p.pair.mentor)
    for records, people in (
        (of_mentees(standing), mentees),
        (of_mentors(standing), mentors),
    ):
        for record, (person, pairs) in zip(records, people, strict=True):
            assert record.person == person
            assert sorted(e.minutes for e in record.entries) == sorted(
                together(pairs)
            )
            assert 0 <= record.set_aside <= record.minutes
            days = [e.day for e in record.entries]
            assert days == sorted(days)
