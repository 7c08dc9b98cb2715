"""One mentee's records: handed out whole, taken away whole, and nobody else's
with them.
"""

from __future__ import annotations

import pytest

from sync.errors import ConfigurationError
from tests.support.kept_records import everything, much_is_kept, taken
from tests.support.program import Program, prepared

pytestmark = pytest.mark.whole


full = prepared(much_is_kept)


def test_a_purge_first_says_what_it_would_do(full: Program) -> None:
    before = everything(full)
    purged = taken(full, "WES-1", sure=False)
    assert (purged.done, len(purged.answers)) == (False, 3)
    assert everything(full) == before
    assert full.lock.gone == []


def test_a_number_without_a_pair_is_shown(full: Program) -> None:
    with pytest.raises(
        ConfigurationError,
        match="WES-7: Westbrook's Pairs has no mentee with this number",
    ):
        taken(full, "WES-7")


def test_a_purge_names_the_lists_of_who_was_there(full: Program) -> None:
    """A sign-in sheet in *Calendar* is people's own, with others on it."""
    for column, value in (
        ("event", "whole group"),
        ("first", "2026-10-07"),
        ("present", "Lee, Sam\nOkafor, Grace"),
    ):
        full.type("calendar", 40, column, value)
    purged = taken(full, "WES-1", sure=False)
    assert [line for line in purged.named_in if "Calendar J40" in line] == [
        "Calendar J40 still names them: delete that there."
    ]
