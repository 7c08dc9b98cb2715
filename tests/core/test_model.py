"""What an answer says, apart from when it was sent."""

from __future__ import annotations

from typing import Any

from tests.support.kept_examples import ANSWER


def test_what_a_person_chose_tells_two_answers_apart() -> None:
    """All but the id and the times of sending."""
    for name in ANSWER._fields:
        changed: dict[str, Any] = {name: "another"}
        other = ANSWER._replace(**changed)
        apart = other.answers != ANSWER.answers
        assert apart is (name not in ("id", "created", "submitted")), name
