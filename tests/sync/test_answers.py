"""Answers are kept as they were, and nothing new is lost."""

from __future__ import annotations

from datetime import date, timedelta

from sync.core.model import Kind, Submission
from sync.core.people import Pair, Person
from sync.state.store import State
from tests.support.kept_examples import ANSWER, PAIR, SENT, keep


def test_answers_and_pairs_come_back_as_they_were(state: State) -> None:
    plain = Submission(
        "r2", SENT, SENT, "", "", date(2026, 11, 20), Kind.BRIEF, None
    )
    keep(state, (ANSWER, "WES"), (plain, None))
    assert (state.answers.of("WES"), state.answers.of(None)) == (
        [ANSWER],
        [plain],
    )
    assert state.answers.sent_when(["r1", "r2", "r3"]) == {
        "r1": ANSWER.submitted,
        "r2": SENT,
    }
    bare = Pair("WES", 2, Person("Grace", ()), Person("Luis", ()))
    with state.writing():
        state.rosters.keep("WES", [PAIR, bare])
    assert state.rosters.pairs("WES") == {1: PAIR, 2: bare}
    assert state.rosters.addresses() == {
        "ana@x.example": {"WES"},
        "ana@home.example": {"WES"},
    }


def test_an_answer_sent_again_is_new_again_and_stirs_both_districts(
    state: State,
) -> None:
    keep(state, (ANSWER, "WES"))
    with state.writing():
        state.answers.mark_reported(["r1"])
    keep(state, (ANSWER, "WES"))
    assert state.answers.unreported({"WES"}, others=True) == [], (
        "the same once more is no news"
    )
    keep(state, (ANSWER._replace(submitted=SENT + timedelta(days=1)), "NOR"))
    assert state.answers.unreported({"NOR"}, others=False) == ["r1"]
    assert state.judgements.due({"WES": "", "NOR": ""}) == {"WES", "NOR"}
    assert (
        state.to_do.judging_marks("WES"),
        state.to_do.judging_marks("NOR"),
    ) == (
        4,
        1,
    )


def test_an_answer_that_came_while_the_form_was_read_is_not_taken_for_deleted(
    state: State,
) -> None:
    late = ANSWER._replace(
        id="r2", submitted=ANSWER.submitted + timedelta(seconds=1)
    )
    keep(state, (ANSWER, "WES"), (late, "WES"))
    assert state.answers.missing([], until=ANSWER.submitted) == (1, {"r1"})
    with state.writing():
        state.answers.forget(["r1"])
    assert [a.id for a in state.answers.of("WES")] == ["r2"]
