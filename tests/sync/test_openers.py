"""Everyone who may open any file of the program is listed, and marked where the
program's files do not name them.
"""

from __future__ import annotations

from functools import partial

import pytest

from sync.admin.openers import Access, everyone
from sync.errors import ConfigurationError
from tests.support.opened_files import listed, share
from tests.support.program import Program


def test_every_file_is_listed_with_whom_it_is_for(program: Program) -> None:
    found = listed(program)
    assert {a.file for a in found} == {
        "the folder",
        "the meeting log (form)",
        "the planning form",
        "the feedback form",
        "WES's sheet",
        "the program's sheet (counts)",
        "the admin's sheet",
    }
    assert all(a.asked for a in found)
    assert [a for a in found if a.who == "coordinator@westbrook.example"] == [
        Access(
            "WES's sheet",
            "coordinator@westbrook.example",
            "edits",
            "their own name",
            True,
        )
    ]
    answers = {a.file for a in found if a.role == "answers"}
    assert len(answers) == 3


@pytest.mark.parametrize(
    ("body", "who", "way"),
    [
        ({"type": "anyone"}, "anyone with the link", "a link"),
        (
            {"type": "user", "emailAddress": "boss@westbrook.example"},
            "boss@westbrook.example",
            "their own name",
        ),
        (
            {"type": "group", "emailAddress": "staff@westbrook.example"},
            "staff@westbrook.example",
            "a group",
        ),
        (
            {"type": "domain", "domain": "westbrook.example"},
            "westbrook.example",
            "a domain",
        ),
    ],
)
def test_whoever_is_not_named_is_marked(
    program: Program, body: dict[str, str], who: str, way: str
) -> None:
    for file in (program.lock.sheets["WES"].id, program.lock.folder):
        share(program, file, **body)
    marked = [a for a in listed(program) if not a.asked]
    ways = {a.file: (a.who, a.role, a.way) for a in marked}
    assert ways["WES's sheet"] in (
        (who, "reads", way),
        (who, "reads", "a folder or drive above"),
    )
    assert ways["the folder"] == (who, "reads", way)


def test_a_file_that_cannot_be_looked_at_says_why(program: Program) -> None:
    lock = program.lock
    lock.forms["feedback"].id = "1" * 44
    lock.save(program.settings.lock_path)
    (lost,) = [a for a in listed(program) if a.file == "the feedback form"]
    assert not lost.asked
    assert lost.who.startswith("cannot be looked at")


def test_before_anything_is_made_it_says_so(unprovisioned: Program) -> None:
    with pytest.raises(ConfigurationError, match="Nothing is provisioned"):
        unprovisioned.does(partial(lambda opened: list(everyone(opened))))
