"""Responses to further forms are kept whole, by district."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sync.state.store import State

SENT = datetime(2026, 11, 20, 15, tzinfo=UTC)


def keep(state: State, *rows: tuple[str, int, str | None]) -> None:
    with state.writing():
        state.responses.keep(
            "planning",
            [
                ({"responseId": name}, SENT + timedelta(minutes=at), key)
                for name, at, key in rows
            ],
        )


def ids(responses: list[dict[str, str]]) -> list[str]:
    return [each["responseId"] for each in responses]


def test_they_come_back_in_the_order_in_which_they_were_sent(
    state: State,
) -> None:
    keep(state, ("b", 2, "WES"), ("a", 1, "WES"), ("c", 3, None))
    assert ids(state.responses.of("planning", "WES")) == ["a", "b"]
    assert [key for _, key in state.responses.all("planning")] == [
        "WES",
        "WES",
        None,
    ]
    assert state.responses.of("feedback", "WES") == []


def test_a_newer_version_takes_the_place_of_the_former(state: State) -> None:
    keep(state, ("a", 1, "WES"))
    keep(state, ("a", 5, "NOR"))
    assert state.responses.of("planning", "WES") == []
    assert ids(state.responses.of("planning", "NOR")) == ["a"]
    when = state.responses.sent_when("planning")
    assert when == {"a": SENT + timedelta(minutes=5)}


def test_those_of_no_district_here_are_elsewhere(state: State) -> None:
    keep(state, ("a", 1, "WES"), ("b", 2, "OLD"), ("c", 3, None))
    assert ids(state.responses.elsewhere("planning", {"WES"})) == ["b", "c"]


def test_what_is_forgotten_is_judged_anew(state: State) -> None:
    keep(state, ("a", 1, "WES"), ("b", 2, None))
    with state.writing():
        state.responses.forget("planning", ["a", "b"])
    assert state.responses.all("planning") == []
    assert state.to_do.to_judge() == {"WES"}
