"""A row of *Pairs*, read leniently."""

from __future__ import annotations

from tests.support.grids import (
    district,
    grid,
    guarded,
)


def test_a_roster_of_all_sorts() -> None:
    long_name = "A" * 10_000
    found = district(
        pairs=grid(
            "pairs",
            {
                "number": 1,
                "mentor": "Ana “Annie” O'Neil 🎓",
                "mentee": "José\nNuñez",
                "mentor_email": "ANA@School.Example",
            },
            {
                "number": 2,
                "mentor": long_name,
                "mentee": "Sam",
                "mentee_email": "not an address",
            },
            {"number": 3, "mentor": "Alone"},
            {
                "number": 4,
                "mentor": "Bea",
                "mentee": "Ivo",
                "starts": "2026-10-05",
                "ends": "2026-09-01",
                "away": "someday",
            },
            {"number": 5},
            {"mentor": "No", "mentee": "Number"},
            {
                "number": 6,
                "mentor": "Ana “Annie” O'Neil 🎓",
                "mentee": "José Nuñez",
                "other_addresses": "n: jose@home.example; x",
            },
        )
    )
    pairs = {p.number: p for p in found.pairs}
    assert sorted(pairs) == [1, 2, 4, 6]
    assert (pairs[1].mentee.name, pairs[1].mentor.addresses) == (
        "José Nuñez",
        ("ana@school.example",),
    )
    assert (len(pairs[2].mentor.name), pairs[2].mentee.addresses) == (100, ())
    assert (pairs[4].ends, pairs[4].away) == (None, ())
    assert pairs[6].mentee.addresses == ("jose@home.example",)
    hints = " ".join(h.text for h in found.roster.hints)
    for expected in (
        "B3: 10,000 characters are too many",
        "“not an address” is a name and not an address",
        "before it starts",
        "“someday” cannot be read",
        "“x” cannot be read",
    ):
        assert expected in hints
    questions = " ".join(found.roster.questions)
    for expected in (
        "row 4 (number 3) has no mentee",
        "row 7 has names but no number",
        "1 and 6 are the same two people",
    ):
        assert expected in questions


def test_a_people_chip_in_a_column_of_addresses_says_so() -> None:
    """Sheets hands out its name and keeps its address."""
    found = district(
        pairs=grid(
            "pairs",
            {
                "number": 1,
                "mentor": "Ana",
                "mentee": "Sam",
                "mentor_email": "Ana Diaz",
            },
        )
    )
    (hint,) = found.roster.hints
    assert (
        "“Ana Diaz” is a name and not an address. If it is a people chip, type the address itself"
        in hint.text
    )


def test_a_mentee_with_the_mentors_address_is_asked_for_another() -> None:
    row = {"mentor_email": "a@w.example", "mentee_email": "A@w.example"}
    pairs = grid(
        "pairs", {"number": 1, "mentor": "A B", "mentee": "C D"} | row
    )
    found = guarded(None, pairs=pairs)
    assert found.pairs[0].mentee.addresses == ()
    (hint,) = found.roster.hints
    assert "the mentee has an address of the mentor's" in hint.text
