"""The code of a pair that somebody types after a command."""

from __future__ import annotations

import pytest

from sync.errors import ConfigurationError
from sync.program.pair_codes import pair_of
from tests.support.program import Program


@pytest.mark.parametrize(
    "code", ["WES-12", "wes 12", "WES12", " wes-012 ", "WES-12 Ana & Sam"]
)
def test_a_code_is_read_however_it_is_typed(
    program: Program, code: str
) -> None:
    assert pair_of(program.settings, code) == ("WES", 12)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("NOR-3", "There is no district NOR. Use one of WES"),
        ("Ana & Sam", "is no pair's code. Write it as WES-12"),
        ("12", "is no pair's code"),
        ("", "is no pair's code"),
        ("Ana WES-12", "is no pair's code"),
    ],
)
def test_what_is_no_code_is_named(
    program: Program, code: str, words: str
) -> None:
    with pytest.raises(ConfigurationError, match=words):
        pair_of(program.settings, code)
