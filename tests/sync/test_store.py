"""What the last run saw, in a file and in PostgreSQL: it comes back as it was
kept, and nothing new is lost between machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.core.model import Direction, Kind, Submission
from sync.core.people import Pair, Person, RegularTime, Span
from sync.errors import Busy, ConfigurationError, Refused
from sync.state.schema import VERSION
from sync.state.shards import WHOLE, Shard
from sync.state.store import State, opened
from templates.written import Written
from tests.support import postgres

SENT = datetime(2026, 11, 20, 15, 30, 0, 123456, UTC)
ANSWER = Submission(
    "r1",
    SENT,
    SENT + timedelta(minutes=2),
    "ana@x.example",
    "WES-1 Ana & Sam",
    date(2026, 11, 19),
    Kind.OBSERVATION,
    45,
    2,
    "own time",
    ("Planning", "Ünïcode; 'quoted'"),
    "WES-2",
    date(2026, 12, 1),
    True,
    True,
    Direction.MENTOR_SEES_MENTEE,
    ("before",),
    1.5,
    ("no substitute",),
    (("topics", "Chess"),),
    True,
)
PAIR = Pair(
    "WES",
    1,
    Person("Ana Diaz", ("ana@x.example", "ana@home.example")),
    Person("Sam Lee"),
    "Hill School",
    date(2026, 9, 1),
    None,
    (Span(date(2026, 10, 1), date(2026, 10, 5)), Span(date(2027, 3, 1), None)),
    RegularTime(1, time(14, 45)),
    date(2026, 9, 2),
    2,
    "district",
    0.5,
    3.5,
    True,
    False,
    12.5,
    returned=True,
)
# What a pair is judged with and a state does not keep; and a day that may be
# missing.
NOT_KEPT = {"away_unclear", "ends"}


def test_no_field_is_forgotten() -> None:
    """Each field of the two examples says something: what is not kept of it
    is seen.
    """
    given = ANSWER._field_defaults
    assert [
        f for f, usual in given.items() if getattr(ANSWER, f) == usual
    ] == []
    usual = {
        f.name
        for f in fields(PAIR)
        if f.default is not MISSING and getattr(PAIR, f.name) == f.default
    }
    assert usual == NOT_KEPT


def test_what_a_person_chose_tells_two_answers_apart() -> None:
    """All but the id and the times of sending."""
    for name in ANSWER._fields:
        changed: dict[str, Any] = {name: "another"}
        other = ANSWER._replace(**changed)
        apart = other.answers != ANSWER.answers
        assert apart is (name not in ("id", "created", "submitted")), name


@pytest.fixture(
    params=["file", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def where(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str | Path]:
    """Where a state lies."""
    with ExitStack() as stack:
        yield (
            tmp_path / "state.sqlite"
            if request.param == "file"
            else stack.enter_context(postgres.serving())()
        )


@pytest.fixture
def state(where: str | Path) -> Iterator[State]:
    with opened(where) as found:
        yield found


def keep(state: State, *answers: tuple[Submission, str | None]) -> None:
    with state.writing():
        state.answers.keep(answers)


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


def test_what_was_written_is_kept_by_its_differences(state: State) -> None:
    """Rows that come at the top, go from the middle, change: what is kept is
    what is read back.
    """
    with state.writing():
        state.sheets.keep(
            "WES", 1.0, {"pairs": [["a"]]}, {"pairs": "Pairs"}, 0, False
        )
    rows: list[tuple[Any, ...]] = [
        (f"C{n}", n, None, 1.5, True) for n in range(6)
    ]
    steps = [
        Written(
            ("one", 1, None, None, None), tuple(rows[:2]), tuple(rows[:3]), ()
        ),
        Written(
            ("two", 2, "?", None, None),
            tuple(rows[:2]),
            (("new", 0), *rows[:3]),
            ((1, "x"),),
        ),
        Written(
            ("two", 2, "?", None, None),
            (),
            (("new", 0), rows[0], rows[2]),
            ((1, "y"),),
        ),
        Written(),
    ]
    before: Written | None = None
    for after in steps:
        assert state.sheets.written("WES") == before
        state.sheets.keep_written("WES", after, before)
        before = after
        assert state.sheets.written("WES") == after
    state.sheets.mark_uncertain("WES")
    assert (
        state.sheets.written("WES"),
        state.sheets.seen()["WES"].certain,
    ) == (
        None,
        False,
    )
    state.sheets.keep_written("WES", steps[0])
    assert state.sheets.written("WES") == steps[0], (
        "and whole, over whatever was kept"
    )


def test_what_another_machine_notes_meanwhile_is_not_forgotten(
    state: State,
) -> None:
    """A district marked after it began to be judged is judged again; a sheet
    marked after it was read is read again.
    """
    with state.writing():
        state.to_do.mark_for_judging(["WES"])
        state.to_do.mark_for_reading(["WES"])
    judging, reading = (
        state.to_do.judging_marks("WES"),
        state.to_do.reading_marks("WES"),
    )
    with state.writing():  # as another machine would
        state.to_do.mark_for_judging(["WES"])
        state.to_do.mark_for_reading(["WES"])
        state.sheets.keep("WES", 1.0, {"pairs": [["a"]]}, {}, reading, False)
    state.judgements.finish("WES", "mark", {}, {}, judging)
    assert (state.to_do.to_read(), state.judgements.due({"WES": "mark"})) == (
        {"WES"},
        {"WES"},
    )
    with state.writing():
        state.sheets.keep(
            "WES",
            1.0,
            {"pairs": [["a"]]},
            {},
            state.to_do.reading_marks("WES"),
            False,
        )
    state.judgements.finish(
        "WES", "mark", {}, {}, state.to_do.judging_marks("WES")
    )
    assert (state.to_do.to_read(), state.judgements.due({"WES": "mark"})) == (
        set(),
        set(),
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


def test_a_state_is_of_one_program(state: State) -> None:
    state.belongs("form-1")
    state.belongs("form-1")
    with pytest.raises(Refused, match="holds what is known of another form"):
        state.belongs("form-2")


def test_a_state_of_an_earlier_version_is_rebuilt_but_for_what_google_does_not_know(
    where: str | Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What went out by mail is kept: nobody gets a letter twice."""
    with opened(where) as state:
        state.belongs("form-1")
        keep(state, (ANSWER, "WES"))
        with state.writing():
            state.rosters.keep("WES", [PAIR])
            state.notes.keep_letter("WES", {"on": "2026-11-02", "sent": True})
            state.notes.watermark = SENT
            state.db.set_version(VERSION - 1)
    with opened(where) as state:
        assert state.answers.of("WES") == []
        assert state.rosters.pairs("WES") == {}
        assert (state.notes.form, state.notes.watermark) == ("form-1", None)
        assert state.notes.letter("WES") == {"on": "2026-11-02", "sent": True}
    assert "was written by an earlier Making Time" in caplog.text


def test_a_state_of_a_later_version_is_refused(where: str | Path) -> None:
    with opened(where) as state, state.writing():
        state.db.set_version(VERSION + 1)
    with (
        pytest.raises(ConfigurationError, match="by a newer Making Time"),
        opened(where),
    ):
        pass


def test_a_transaction_that_fails_leaves_nothing(state: State) -> None:
    def fail() -> None:
        with state.writing():
            state.notes.routes = "b"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert state.notes.routes == ""


def test_what_is_spent_is_known_to_all(where: str | Path) -> None:
    with opened(where) as state:
        first, second = state.ledger(), state.ledger()
        assert [
            each.take([("a", 2)], 1000.0) for each in (first, second, first)
        ] == pytest.approx([0, 0, 60.1], abs=0.05)
        assert first.take([("b", 1)], 1000.0) == 0
        first.close()
        second.close()


def test_a_program_in_a_file_is_held_by_one(tmp_path: Path) -> None:
    with (
        opened(tmp_path / "state.sqlite"),
        pytest.raises(Busy, match="by process"),
        opened(tmp_path / "state.sqlite"),
    ):
        pass


@pytest.mark.postgres
def test_shards_are_held_apart() -> None:
    """The same shard, another division and the whole meet; different shards of
    one division do not.
    """
    with postgres.serving() as place, opened(address := place(), Shard(1, 4)):
        for other in (Shard(1, 4), Shard(1, 3), WHOLE):
            said = r"at work on shard 1/4 .* by process \d+ on .*, for less than a minute"
            with pytest.raises(Busy, match=said), opened(address, other):
                pass
        with opened(address, Shard(0, 4)), opened(address, Shard(3, 4)):
            pass
        with opened(place(), Shard(1, 4)):
            pass
