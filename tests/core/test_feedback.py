"""What people say is counted by who they are, and nothing is shown of fewer
than five.
"""

from __future__ import annotations

import random

import pytest

from sync.core.feedback import Opinion, Role, satisfaction, tally
from sync.core.rollup import FEWEST

THEMES = ("time", "matching", "training")


def opinions(seed: int) -> list[Opinion]:
    chance = random.Random(seed)

    def some() -> frozenset[str]:
        return frozenset(chance.sample(THEMES, chance.randrange(3)))

    return [
        Opinion(
            chance.choice(list(Role)),
            chance.choice(("WES", "NOR", "")),
            chance.choice((None, 1, 3, 5)),
            some(),
            some(),
            chance.choice(("", "", f"text {chance.randrange(9)}")),
        )
        for _ in range(chance.randrange(40))
    ]


def _sent(o: Opinion) -> tuple[str, str]:
    return o.sent, repr(o)


def in_fives(said: list[Opinion], role: Role) -> list[Opinion]:
    """Those of a role that are counted: the first ones, by fives."""
    group = sorted((o for o in said if o.role is role), key=_sent)
    return group[: len(group) - len(group) % FEWEST]


def test_one_more_answer_changes_nothing_until_there_are_five_more() -> None:
    """So that nobody sees what it said."""
    said = [
        Opinion(Role.MENTOR, satisfaction=n % 5 + 1, sent=f"{n:02}")
        for n in range(5)
    ]
    five = tally(said)
    for n in range(5, 9):
        said.append(
            Opinion(
                Role.MENTOR,
                satisfaction=1,
                well=frozenset({"time"}),
                worked=f"text {n}",
                sent=f"{n:02}",
            )
        )
        assert tally(said) == five
    said.append(Opinion(Role.MENTOR, worked="text 9", sent="09"))
    ten = tally(said)
    assert (ten.all.answers, ten.all.well["time"]) == (10, 4)
    assert len(ten.worked) == 5


@pytest.mark.parametrize("seed", range(40))
def test_counts_add_up_and_nothing_is_shown_of_few(seed: int) -> None:
    said = opinions(seed)
    found = tally(said)
    counted = [o for role in Role for o in in_fives(said, role)]
    assert all(v.answers >= FEWEST for v in found.by_role.values())
    assert found.all.answers == sum(
        v.answers for v in found.by_role.values()
    ), "nothing can be subtracted"
    assert set(found.by_role) | set(found.few) == {o.role for o in said}
    for theme in THEMES:
        assert found.all.well[theme] == sum(
            v.well[theme] for v in found.by_role.values()
        )
        assert found.all.improve[theme] == sum(
            theme in o.improve for o in counted
        )
    for voices in (*found.by_role.values(), found.all):
        assert (
            voices.satisfaction is None
            or voices.satisfaction.answers >= FEWEST
        )
    shown = sorted(said, key=_sent)[: len(said) - len(said) % FEWEST]
    assert list(found.worked) == sorted({o.worked for o in shown} - {""})
    random.Random(seed).shuffle(said)
    assert tally(said) == found


def test_no_rating_of_a_few_can_be_worked_out() -> None:
    """Five mentors rate; of five mentees one does: the sum is the mentors'
    alone.
    """
    said = (
        [Opinion(Role.MENTOR, satisfaction=5)] * 5
        + [Opinion(Role.MENTEE)] * 4
        + [Opinion(Role.MENTEE, satisfaction=1)]
    )
    found = tally(said)
    assert found.by_role[Role.MENTEE].satisfaction is None
    assert found.all.satisfaction == found.by_role[Role.MENTOR].satisfaction
    assert (found.all.answers, tally(said[:9]).all.answers) == (10, 5)


def test_a_mean_from_five_on() -> None:
    said = [Opinion(Role.MENTOR, "WES", n) for n in (3, 4, 5, 5)]
    assert satisfaction(said) is None
    assert satisfaction([*said, Opinion(Role.MENTEE, "WES", None)]) is None, (
        "who said nothing is not among them"
    )
    found = satisfaction([*said, Opinion(Role.MENTEE, "WES", 1)])
    assert found is not None
    assert (found.answers, found.mean) == (5, 3.6)
