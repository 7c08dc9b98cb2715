"""Feedback by district where enough answered, by region where not."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from sync.core.feedback import Opinion, Role, tally
from sync.core.feedback_places import ELSEWHERE, by_place
from sync.core.rollup import FEWEST

NAMES = {key: f"District {key}" for key in "ABCDEF"}
REGIONS = {"A": "East", "B": "East", "C": "East", "D": "West", "E": "West"}


def said(
    district: str, number: int, role: Role = Role.MENTOR
) -> list[Opinion]:
    return [
        Opinion(role, district, well=frozenset({"time"}), sent=f"{n:02}")
        for n in range(number)
    ]


def test_a_district_of_five_stands_alone_and_others_by_region() -> None:
    opinions = said("A", 5) + said("B", 3) + said("C", 2)
    found = {
        p.name: p.tally.all.answers for p in by_place(opinions, NAMES, REGIONS)
    }
    assert found == {"District A": 5, "East, other districts": 5}


def test_small_pools_and_districts_of_no_region_are_together() -> None:
    opinions = said("B", 2) + said("D", 2) + said("F", 1)
    found = {
        p.name: p.tally.all.answers for p in by_place(opinions, NAMES, REGIONS)
    }
    assert found == {ELSEWHERE: 5}
    assert by_place(opinions[1:], NAMES, REGIONS) == []


def test_five_of_different_roles_are_not_enough() -> None:
    opinions = said("A", 3) + said("A", 4, Role.MENTEE)
    assert by_place(opinions, NAMES, REGIONS) == []


@pytest.mark.parametrize("seed", range(60))
def test_nothing_of_fewer_than_five_can_be_subtracted(seed: int) -> None:
    chance = random.Random(seed)
    opinions = [
        Opinion(
            chance.choice(list(Role)),
            chance.choice("ABCDEF"),
            sent=f"{n:03}",
        )
        for n in range(chance.randrange(80))
    ]
    places = by_place(opinions, NAMES, REGIONS)
    shown: Counter[Role] = Counter()
    for place in places:
        for role, voices in place.tally.by_role.items():
            assert voices.answers % FEWEST == 0
            shown[role] += voices.answers
    for role, voices in tally(opinions).by_role.items():
        assert (voices.answers - shown[role]) % FEWEST == 0
        assert shown[role] <= voices.answers
    chance.shuffle(opinions)
    assert by_place(opinions, NAMES, REGIONS) == places
