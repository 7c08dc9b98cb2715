"""What a run shows of a district that changed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sync.run.district_change import summary_of
from templates import layout as layouts
from templates.writing import wanted
from tests.support.wishes import (
    MENTEE,
    MENTOR,
    everything_shown,
    judged,
    wish,
)


@pytest.mark.parametrize("text", ["Ana & Samm", "WES-77", "", "Sam 1"])
@pytest.mark.parametrize("sender", ["private@home.example", MENTEE])
def test_a_wish_in_an_answer_that_waits_is_for_the_admin_alone(
    text: str, sender: str
) -> None:
    """Log's row does not show it; a run reports it, without an address."""
    said = wish(sender)._replace(pair_text=text)
    standing = judged(said, coordinators=(MENTOR,))
    quiet = judged(said._replace(wants_contact=False), coordinators=(MENTOR,))
    layout, zone = layouts.load(3, 40), ZoneInfo("America/New_York")
    assert (
        wanted(layout, standing, zone).log == wanted(layout, quiet, zone).log
    )
    assert everything_shown(standing) == everything_shown(quiet)
    (withheld,) = summary_of(standing)["withheld"]
    assert "@" not in str(withheld)
    assert summary_of(quiet)["withheld"] == []
