"""This year's sheets are closed when the year is over."""

from __future__ import annotations

import pytest

from sync.errors import Refused
from tests.support.next_year import AUGUST, JUNE, roll, says_who_stays
from tests.support.program import ADMIN, COORDINATOR, Program

pytestmark = pytest.mark.whole


def test_this_years_sheets_are_closed_when_the_year_is_over(
    program: Program,
) -> None:
    says_who_stays(program)
    program.run()
    roll(program, JUNE)
    done = roll(program, AUGUST)
    assert (done.made, done.opens) == (False, None)
    forms = [
        f"{what} takes no more answers"
        for what in ("the form", "the feedback form", "the planning form")
    ]
    assert done.closed == [
        *forms,
        f"WES: {COORDINATOR} can read, and no longer write",
    ]
    grants = {
        p["emailAddress"]: p["role"]
        for p in program.google().drive.permissions(
            program.lock.sheets["WES"].id
        )
    }
    assert grants == {COORDINATOR: "reader", ADMIN: "owner"}
    state = program.google().forms.get(program.lock.form)["publishSettings"][
        "publishState"
    ]
    assert state == {"isPublished": True} or not state.get(
        "isAcceptingResponses"
    )
    assert roll(program, AUGUST).closed == [], "once is enough"
    with pytest.raises(Refused, match="its sheets are closed"):
        program.provision()
