"""Who came back, by cohort: counts alone, which outlive the sheets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.cohorts import KeptCohort, all_cohorts, cohorts_of, year_before
from sync.core.judge import judge
from sync.core.people import Person
from sync.program import cohorts_file
from sync.program.settings import load
from tests.support.next_year import JUNE, roll, says_who_stays
from tests.support.program import Program
from tests.support.random_programs import program as random_program
from tests.support.schedule_folder import put


def test_beginners_are_counted_by_the_year_in_which_they_began() -> None:
    district, answers, today = random_program(5)
    base = replace(
        district.pairs[0], starts=None, ends=None, year=None, new_to=""
    )
    told = (
        (1, None, True, ""),
        (2, 1, False, ""),
        (3, 1, None, ""),
        (4, 2, True, ""),
        (5, 3, True, ""),
        (6, 1, True, "the district"),
    )
    pairs = tuple(
        replace(
            base,
            number=number,
            mentor=Person(f"Mentor {number}"),
            mentee=Person(f"Mentee {number}"),
            year=year,
            returned=returned,
            new_to=new_to,
        )
        for number, year, returned, new_to in told
    )
    roster = replace(district.roster, pairs=pairs, alone=())
    standing = judge(replace(district, roster=roster), answers, today)
    kept = {
        "2025-26": KeptCohort(4),
        "2024-25": KeptCohort(6, (5, 4)),
    }
    first, second, *earlier = cohorts_of(standing, "2026-27", kept)
    assert [(c.began, c.years, c.returned, c.known) for c in earlier] == [
        ("2024-25", 2, 4, 6),
        ("2024-25", 1, 5, 6),
    ]
    assert (first.began, first.years) == ("2026-27", 1)
    assert (first.beginners, first.known, first.returned) == (3, 2, 1)
    assert (second.began, second.years) == ("2025-26", 2)
    assert (second.beginners, second.known, second.returned) == (4, 1, 1)
    assert second.whole
    assert not cohorts_of(standing, "2026-27")[1].whole
    doubled = all_cohorts([first, second, first])
    assert [(c.began, c.beginners) for c in doubled] == [
        ("2026-27", 6),
        ("2025-26", 4),
    ]


@pytest.mark.parametrize(
    ("year", "years", "before"),
    [
        ("2026-27", 1, "2025-26"),
        ("2000-01", 1, "1999-00"),
        ("2027", 2, "2025"),
    ],
)
def test_school_years_before(year: str, years: int, before: str) -> None:
    assert year_before(year, years) == before


def test_rollover_keeps_counts_and_what_districts_declare(
    program: Program,
) -> None:
    """Also the bells; schedules and days of the cycle are of one year."""
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    more = {
        "coverage_rate": "42.50",
        "stipend": "1200",
        "reason_code": "MENT",
        "budget_code": "21",
        "approver": "office@westbrook.example",
        "lead_days": "2",
        "avoid_days": "Monday;Friday",
        "region": "West",
        "member_codes": "0010;0011",
        "state_code": "0009",
    }
    path.write_text(
        f"{header},{','.join(more)}\n{line},{','.join(more.values())}\n",
        encoding="utf-8",
    )
    put(program.folder, "bells/WES.csv", "Period,From,To\n1,8:00,8:45\n")
    put(
        program.folder, "schedules/WES.csv", "Teacher,Expression\nAna Diaz,1\n"
    )
    put(
        program.folder,
        "cohorts.csv",
        "district,began,beginners,after_one_year\nWES,2025-26,7,6\n",
    )
    says_who_stays(program)
    program.run()
    done = roll(program, JUNE)
    assert cohorts_file.read(done.folder, {"WES"}) == {
        "WES": {
            "2025-26": KeptCohort(7, (6, None)),
            "2026-27": KeptCohort(3),
        }
    }
    before = load(program.folder / "program.toml").districts[0]
    after = load(done.folder / "program.toml").districts[0]
    for part in ("rates", "substitutes", "place", "schools"):
        assert getattr(after, part) == getattr(before, part)
    assert (done.folder / "bells" / "WES.csv").exists()
    assert not (done.folder / "schedules").exists()


def test_what_returned_says_is_kept_when_the_year_ends(
    program: Program,
) -> None:
    says_who_stays(program)
    program.type("pairs", 2, "year", 2)
    program.type("pairs", 2, "returned", "yes")
    program.run()
    done = roll(program, JUNE)
    assert cohorts_file.read(done.folder, {"WES"})["WES"] == {
        "2026-27": KeptCohort(2),
        "2025-26": KeptCohort(1, (None, 1)),
    }
