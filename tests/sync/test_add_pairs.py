"""Pairs of a file are added once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sync.admin.add_pairs import AddedPairs, add
from sync.errors import (
    Refused,
)
from tests.support.program import TODAY, Program


def _added(program: Program, *lines: str) -> AddedPairs:
    path = program.folder / "WES.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return program.does(add, path, TODAY)


@pytest.mark.parametrize(
    ("mentor", "mentee", "more", "known"),
    [
        ("Ana Diaz", "Sam Lee", "", True),
        ("ANA  DIAZ", "Lee, Sam", "", True),
        ("Ána Dïaz", "Sam Lee", "", True),
        (
            "Ana D.",
            "S. Lee",
            "ana@westbrook.example|sam@westbrook.example",
            True,
        ),
        ("Ana Diaz", "Sam Lee", "ana2@w.example|sam2@w.example", False),
        ("Ana Diaz", "Sam Leeson", "", False),
        ("", "Sam Lee", "", True),
    ],
)
def test_a_pair_is_known_again(
    program: Program, mentor: str, mentee: str, more: str, known: bool
) -> None:
    """By its addresses, or by its names in any form."""
    one, _, other = more.partition("|")
    done = _added(
        program,
        "Mentor,Mentee,Mentor e-mail,Mentee e-mail",
        f'"{mentor}","{mentee}",{one},{other}',
    )
    assert (len(done.known), len(done.codes)) == (known, not known)
    again = _added(
        program,
        "Mentor,Mentee,Mentor e-mail,Mentee e-mail",
        f'"{mentor}","{mentee}",{one},{other}',
    )
    assert again.codes == ()


def test_two_pairs_of_one_name_in_two_schools(program: Program) -> None:
    done = _added(
        program, "Mentor,Mentee,School", "Ana Diaz,Sam Lee,River School"
    )
    assert done.codes == ("WES-4",)


def test_a_number_of_the_file_is_taken_or_refused(program: Program) -> None:
    head = "Number,Mentor,Mentee"
    done = _added(program, head, "6,Ola Berg,Mei Chen", ",Tom Vale,Amy Frost")
    assert done.codes == ("WES-6", "WES-4")
    assert program.row("pairs", "WES-6", "label")["Mentor"] == "Ola Berg"
    for number in (6, 2, 900):
        with pytest.raises(
            Refused, match=f"Number {number} is taken in Pairs"
        ):
            _added(program, head, f"{number},New One,New Two")
    same = _added(program, head, "9,Ola Berg,Mei Chen")
    assert (same.codes, len(same.known)) == ((), 1)


def test_new_pairs_take_the_next_free_numbers_once(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "WES.csv"
    path.write_text(
        "Mentor;Mentee;Starts\nZoë Brennan;João Costa;9/14/2026\nAna Diaz;Sam Lee;\n",
        encoding="cp1252",
    )
    assert program.does(add, path, TODAY).codes == ("WES-4",)
    assert program.does(add, path, TODAY).codes == ()
    assert (
        program.row("pairs", "Zoë", "mentor")["Pair"]
        == "WES-4 Zoë Brennan & João Costa"
    )
    assert program.run()[0].standings[0].district.pairs[3].starts == date(
        2026, 9, 14
    )
