"""Every known error has an exit code, says what happened and what to do."""

from __future__ import annotations

import pytest

from sync.core.problems import Problem
from sync.errors import (
    MOST_PROBLEMS,
    Busy,
    ConfigurationError,
    GoogleError,
    NotMade,
    Refused,
    SyncError,
    TryLater,
)
from sync.google.refusals import meaning_of


def test_exit_codes_are_those_of_the_docs() -> None:
    codes = {
        SyncError: 1,
        TryLater: 5,
        ConfigurationError: 6,
        NotMade: 6,
        Busy: 7,
        Refused: 8,
    }
    assert {kind: kind("what").exit_code for kind in codes} == codes


@pytest.mark.parametrize(
    ("code", "exit_code"), [(401, 6), (403, 6), (404, 1), (400, 1), (409, 1)]
)
def test_what_google_refuses_ends_by_its_code(
    code: int, exit_code: int
) -> None:
    error = GoogleError("reading a sheet", code, "No.")
    assert error.exit_code == exit_code
    assert f"while reading a sheet ({code}): No. Run `sync doctor`" in str(
        error
    )


def test_googles_words_get_ours_where_the_table_has_them() -> None:
    meaning = meaning_of(403, "", "The caller does not have permission")
    assert meaning is not None
    error = GoogleError("writing", 403, "The caller does not...", meaning)
    assert error.next_step == meaning.words
    assert "which says more" not in str(error)


def test_of_many_problems_one_error_names_the_first_and_each_once() -> None:
    some = [Problem("a.csv", f"line {n} is odd", "Mend it") for n in range(40)]
    lines = str(ConfigurationError.of([*some, *some])).splitlines()
    assert len(lines) == MOST_PROBLEMS + 1
    assert "15 more like these" in lines[-1]


def test_a_warning_says_what_was_not_done_and_that_it_is_tried_again() -> None:
    warning = Refused("The disk is full.", "Make room.").left("Log is old")
    assert warning == (
        "Log is old: The disk is full. The next run tries again. If that"
        " fails too, run `sync provision`: it says what to do."
    )
    refused = GoogleError("writing", 500, "Backend error.")
    assert refused.left("Log is old").startswith("Log is old: Backend error.")
