"""What each state asks for: every item has a figure, and each figure a
source.
"""

from __future__ import annotations

import tomllib

import pytest

from templates.annual_items import ANNUAL, asked, source_of

LISTS = tomllib.loads(ANNUAL.read_text(encoding="utf-8"))
STATES = [name for name in LISTS if name != "sources"]


@pytest.mark.parametrize("state", STATES)
def test_every_item_says_where_its_figure_comes_from(state: str) -> None:
    asking = asked(state)
    assert asking.name
    assert asking.source
    assert asking.items
    for item in (*asking.items, *asking.form):
        assert item.source == source_of(item.figure) != ""
    marks = [item.mark for item in asking.items]
    assert len(marks) == len(set(marks))


def test_a_state_without_a_list_gets_what_most_ask() -> None:
    assert asked("ZZ") == asked("other")
    assert asked("MA") != asked("other")
