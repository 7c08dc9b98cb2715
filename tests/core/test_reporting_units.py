"""A region is counted by its members."""

from __future__ import annotations

from dataclasses import replace

from sync.core.district import Place
from tests.support.state_files import made, report_of


def test_a_region_is_counted_by_its_members() -> None:
    district, answers, today = next(
        made(n)
        for n in range(50)
        if len({p.school for p in made(n)[0].pairs}) > 1
    )
    schools = sorted({p.school for p in district.pairs if p.school})
    members = tuple((school, f"00{n}") for n, school in enumerate(schools))
    region = replace(district, place=Place("", "", members))
    whole = report_of([(district, answers, today)]).units[0]
    units = report_of([(region, answers, today)]).units
    assert [u.name for u in units[: len(schools)]] == schools
    assert sum(u.pairs for u in units) == whole.pairs
    assert all(u.of == district.name for u in units)
    nowhere = [p for p in district.pairs if p.school not in schools]
    assert (len(units) > len(schools)) is bool(nowhere)
