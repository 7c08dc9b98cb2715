"""What several files of tests begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sync.program.program_file import LetterPart
from sync.reports import handout
from sync.reports.state_report import StateFile
from sync.state.store import State, opened
from tests.support import postgres
from tests.support.handouts import doors
from tests.support.postbox import Postbox, postbox
from tests.support.program import (
    EVENING,
    Program,
    copied,
    served,
    write_program,
)
from tests.support.scene import ROBOT, Scene
from tests.support.state_files import Made, made, report_of
from tests.support.watched_sheets import set_up


@pytest.fixture
def scene(
    unprovisioned: Program, provisioned: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    """A program that is not provisioned yet; waiting takes no time."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setattr("sync.google.calls.Clock.sleep", lambda *_: None)
    with ExitStack() as stack:
        yield Scene(unprovisioned, monkeypatch, stack, provisioned)


@pytest.fixture
def written(program: Program, tmp_path: Path) -> tuple[Program, Path]:
    """The handouts of a district with one strange name, one pair that has
    ended, and a planned meeting.
    """
    program.type("pairs", 3, "mentee", '<b>Lu&"is</b>')
    program.type("pairs", 4, "ends", 46300)
    schedule = program.layout.tab("schedule")
    where = {
        "sheetId": schedule.id,
        "rowIndex": 12,
        "columnIndex": len(schedule.columns),
    }
    cell = {"userEnteredValue": {"stringValue": "Tue 2:45"}}
    program.edit(
        {
            "updateCells": {
                "start": where,
                "rows": [{"values": [cell]}],
                "fields": "userEnteredValue",
            }
        }
    )
    result, _ = program.run(write=False)
    said = program.settings.file.program
    path, *_ = handout.write(
        tmp_path / "out", result.standings, doors(program), said
    )
    return program, path


@pytest.fixture(scope="session")
def four_hundred() -> tuple[list[Made], StateFile]:
    """Four hundred districts, and the state's file of them."""
    districts = [made(number) for number in range(400)]
    return districts, report_of(districts)


@pytest.fixture(scope="session", params=["my drive", "shared drive"])
def watched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A program run by a service account, in its admin's drive or in a shared
    one, caught up with everything.
    """
    folder = tmp_path_factory.mktemp("made") / "program"
    write_program(folder)
    with served(folder) as program:
        program.space.store.set_now(EVENING)
        set_up(program, request.param == "shared drive")
    return folder


@pytest.fixture
def robot(watched: Path, tmp_path: Path) -> Iterator[Program]:
    """The same, with the service account at work."""
    with copied(watched, tmp_path / "program") as program:
        program.identities = (ROBOT,)
        yield program


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
    """A state, empty, in a file and in PostgreSQL."""
    with opened(where) as found:
        yield found


@pytest.fixture
def box() -> Iterator[tuple[Postbox, LetterPart]]:
    """A mail server, and how the program is to find it."""
    with postbox() as opened:
        yield opened
