"""The codes of pairs and of answers."""

from __future__ import annotations

import pytest

from sync.core.codes import codes_in, district_of, short_codes


@pytest.mark.parametrize(
    "text", ["WES12", "wes012", "WES1-2", "WES12 and more"]
)
def test_keys_that_end_in_digits_are_distinguished_from_numbers(
    text: str,
) -> None:
    assert codes_in(text, ["WES", "NOR"])[0][0] == "WES"
    assert codes_in("WES1-2", ["WES", "WES1"]) == [("WES1", 2)]


def test_an_answer_finds_its_district_by_code_then_by_address() -> None:
    keys = ["WES", "NOR"]
    assert district_of("nor-3", "ana1@w.example", keys, {}) == "NOR"
    assert (
        district_of("", "ana1@w.example", keys, {"ana1@w.example": {"WES"}})
        == "WES"
    )
    assert (
        district_of(
            "", "ana1@w.example", keys, {"ana1@w.example": {"WES", "NOR"}}
        )
        is None
    )
    assert district_of("XYZ-3", "ana1@w.example", keys, {}) is None
    assert district_of("3", "ana1@w.example", ["WES"], {}) == "WES"


def test_codes_depend_on_ids_alone_and_differ() -> None:
    ids = [f"r{n}" for n in range(20_000)]
    codes = short_codes(ids)
    assert len(set(codes.values())) == len(ids)
    assert codes["r7"] in (short_codes(["r7"])["r7"], codes["r7"][:12])
    assert codes_in("WES-3, nor 14", ["WES", "NOR"]) == [
        ("WES", 3),
        ("NOR", 14),
    ]
