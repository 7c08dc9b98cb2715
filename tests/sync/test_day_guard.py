"""A run writes nothing on a day that is far from the school year, or by a clock
that is wrong, unless that is accepted.
"""

from __future__ import annotations

from datetime import date

import pytest

from sync.errors import Refused
from sync.google.calls import Pace
from tests.support.program import Program


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 7, 30), "written from 2026-07-31 on"),
        (date(2025, 11, 23), "nothing is written yet"),
        (date(2027, 9, 17), "Remove this program's schedule"),
        (date(2036, 11, 23), "nothing is written any more"),
    ],
)
def test_far_from_the_school_year_nothing_is_written(
    program: Program, day: date, words: str
) -> None:
    before = program.values("status")
    result, _ = program.run(day)
    assert words in result.resting["WES"]
    assert (result.changed, result.failed) == (set(), {})
    assert program.values("status") == before
    accepted, _ = program.run(day, accept=True)
    assert accepted.changed == {"WES"}


@pytest.mark.parametrize(
    "day", [date(2026, 7, 31), date(2026, 8, 30), date(2027, 9, 16)]
)
def test_near_it_the_sheet_is_kept(program: Program, day: date) -> None:
    result, _ = program.run(day)
    assert not result.resting
    assert result.changed == {"WES"}


def test_looking_is_never_refused(program: Program) -> None:
    result, _ = program.run(date(2025, 11, 23), write=False)
    assert len(result.standings) == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(7200, "2 hours ahead of"), (-90000, "25 hours behind")],
)
def test_a_wrong_clock_writes_nothing(
    program: Program,
    seconds: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note = Pace.note_time

    def noted(pace: Pace, answer: dict[str, str]) -> None:
        note(pace, answer)
        assert abs(pace.ahead) < 60, "by the answer's own date"
        pace.ahead += seconds

    monkeypatch.setattr(Pace, "note_time", noted)
    before = program.values("status")
    with pytest.raises(Refused, match=words):
        program.run()
    assert program.values("status") == before
    assert program.run(accept=True)[0].changed == {"WES"}


def test_an_answer_without_a_date_says_nothing() -> None:
    class Ledger:
        pass

    pace = Pace(Ledger())  # type: ignore[arg-type]
    for answer in ({}, {"date": "yesterday"}):
        pace.note_time(answer)
    assert pace.ahead == 0
