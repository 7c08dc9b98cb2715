"""Who is named in a text."""

from __future__ import annotations

import pytest

from sync.records.traces import Sought

pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Sam Lee", True),
        ("LEE, Sàm (grade 2)", True),
        ("Sam Lee's room", True),
        ("Sam Leeds", False),
        ("Sam", False),
        ("wes-1", True),
        ("WES-01: Ana & Sam", True),
        ("WES-12", False),
        ("mail SAM@westbrook.example today", True),
    ],
)
def test_who_is_named_in_a_text(text: str, there: bool) -> None:
    sought = Sought(
        "Sam Lee", frozenset({"sam@westbrook.example"}), ("WES-1",)
    )
    assert sought.is_in(text) is there
