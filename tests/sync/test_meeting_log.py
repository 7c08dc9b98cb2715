"""What a run reads of the meeting log."""

from __future__ import annotations

from datetime import timedelta

from tests.support.program import ADMIN, TODAY, Program, prepared, unattended
from tests.support.quiet_programs import (
    NOVEMBER,
    ROBOT,
    caught_up,
    codes,
    run_by_a_robot,
)

quiet = prepared(caught_up)


def test_an_answer_that_is_deleted_or_changed_judges_its_district(
    quiet: Program,
) -> None:
    quiet.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    unattended(quiet)
    unattended(quiet)
    ((answer,),) = quiet.google().forms.responses(quiet.lock.form, None)
    quiet.space.forms.responses.delete(quiet.lock.form, answer["responseId"])
    assert unattended(quiet)[0].standings == [], "found by the day's list"
    result, _ = unattended(quiet, day=TODAY + timedelta(days=1))
    assert [len(s.outcomes) for s in result.standings] == [0]


def test_an_address_that_is_added_finds_the_answers_that_waited(
    quiet: Program,
) -> None:
    quiet.log(
        "new@home.example", "", sent=NOVEMBER, kind="one-on-one", minutes=30
    )
    waiting, _ = unattended(quiet)
    assert [o.waits for s in waiting.standings for o in s.outcomes] == [True]
    quiet.type("pairs", 2, "other_addresses", "m: new@home.example")
    found, _ = unattended(quiet)
    assert [
        (o.pair, o.counted) for s in found.standings for o in s.outcomes
    ] == [(1, True)]


robot = prepared(run_by_a_robot, ROBOT)


def test_answers_that_vanish_all_at_once_are_kept_until_somebody_says_so(
    robot: Program,
) -> None:
    for n in range(12):
        sent = NOVEMBER + timedelta(hours=n)
        robot.log(
            "ana@westbrook.example",
            "WES-1",
            sent=sent,
            kind="one-on-one",
            day=f"2026-10-{n + 1:02d}",
            minutes=30,
        )
    unattended(robot)
    ((*answers,),) = robot.google(ADMIN).forms.responses(robot.lock.form, None)
    for answer in answers[:6]:
        robot.space.forms.responses.delete(
            robot.lock.form, answer["responseId"]
        )
    for _ in range(2):
        result, _ = unattended(robot, day=TODAY + timedelta(days=1))
        assert "6 of 12 answers are gone from the form" in result.kept_answers
        assert len(codes(robot)) == 12
    looked, _ = unattended(
        robot, day=TODAY + timedelta(days=1), accept=True, write=False
    )
    assert "6 of 12 answers are gone" in looked.kept_answers, (
        "a look accepts nothing"
    )
    accepted, _ = unattended(robot, day=TODAY + timedelta(days=1), accept=True)
    assert (accepted.kept_answers, len(codes(robot))) == ("", 6)


def test_a_look_from_nothing_puts_answers_to_their_pairs(
    robot: Program,
) -> None:
    """Without a state, in a program of several districts, an answer without a
    code is put by its sender.
    """
    robot.add_north()
    robot.identities = (ADMIN, ROBOT)
    robot.provision()
    robot.log(
        "ana@westbrook.example",
        "",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    robot.state_file.unlink()
    result, calls = robot.run(write=False)
    assert [
        (o.pair, o.counted) for s in result.standings for o in s.outcomes
    ] == [(1, True)]
    assert calls["sheets.write"] == 0
