"""A small program in a workspace of its own, and what tests do to it."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from forms.links import pair_link
from sync import demo
from sync.admin.plan import ProvisionPlan
from sync.admin.provision import provision
from sync.demo.browser import Browser
from sync.google.calls import Clock, Pace
from sync.google.clients import Google
from sync.google.connect import connect_local
from sync.google.sheets import Spreadsheet
from sync.program import declared, lockfile
from sync.program.lockfile import Lock
from sync.program.opened import Opened
from sync.program.settings import Settings, load
from sync.run.one_run import run
from sync.run.options import RunOptions
from sync.run.result import RunResult
from sync.state.quota_ledger import Ledger
from sync.state.store import State, opened
from templates.layout import Layout
from workspace.server import serving
from workspace.space import Workspace

TODAY = date(2026, 11, 23)
EVENING = datetime(2026, 11, 23, 22, tzinfo=UTC)
T = TypeVar("T")
ADMIN = "program@making-time.example"
COORDINATOR = "coordinator@westbrook.example"
PROGRAM = """\
version = 1
[program]
name = "Test program"
year = "2026-27"
[google]
endpoint = "local"
[defaults]
pairs = 8
"""
DISTRICTS = """\
key,name,coordinators,first_day,last_day,preset,schools
WES,Westbrook,coordinator@westbrook.example,2026-08-31,2027-06-18,weekly,Hill School;River School
"""
ROSTER = """\
Mentor,Mentee,Mentor e-mail,Mentee e-mail,School,Regular day
Ana Diaz,Sam Lee,ana@westbrook.example,sam@westbrook.example,Hill School,Tuesday
Grace Okafor,Luis Silva,grace@westbrook.example,luis@westbrook.example,River School,
Mei Novak,Omar Patel,mei@westbrook.example,omar@westbrook.example,Hill School,
"""


class Skipping(Clock):
    """A clock that passes over waiting."""

    def __init__(self, skipped: float = 0.0) -> None:
        super().__init__()
        self.skipped = skipped

    def now(self) -> float:
        return super().now() + self.skipped

    def sleep(self, seconds: float) -> None:
        self.skipped += seconds


def fresh_ledger() -> Ledger:
    """A ledger of its own that nobody keeps."""
    ledger = Ledger(State(Path(":memory:")).db)
    weakref.finalize(ledger, ledger.database.close)
    return ledger


@dataclass
class Program:
    """A program in a served workspace, with what tests do to it; by its own
    clock it is so many seconds ``later``.
    """

    folder: Path
    space: Workspace
    opened: list[Google] = field(default_factory=list)
    identities: tuple[str, ...] = (ADMIN,)
    later: float = 0.0

    def close(self) -> None:
        """Close the clients. Raises AssertionError where the product sent a
        name that Google does not know, or where the workspace broke down.
        """
        for google in self.opened:
            google.close()
        assert [
            c for c in self.space.wire.calls if "ignored" in c or "error" in c
        ] == []

    @property
    def settings(self) -> Settings:
        return load(self.folder / "program.toml")

    @property
    def lock(self) -> Lock:
        return lockfile.load(self.settings.lock_path)

    @property
    def layout(self) -> Layout:
        return declared.layout_of(
            self.settings.districts[0],
            self.lock.sheets["WES"].pairs,
            self.lock.retired.get("WES", ()),
        )

    @property
    def state_file(self) -> Path:
        return self.folder / "state.sqlite"

    def google(self, *who: str, ledger: Ledger | None = None) -> Google:
        """The product's own clients, as somebody (the tool); waiting for a
        quota or after a failure takes no time.
        """
        pace = partial(
            Pace,
            ledger or fresh_ledger(),
            clock=Skipping(self.later),
        )
        self.opened.append(
            connect_local(self.space.url, who or self.identities, pace)
        )
        return self.opened[-1]

    def provision(self) -> tuple[ProvisionPlan, dict[str, int]]:
        with self.state() as (state, google):
            done = provision(Opened(self.settings, google, state))
        return done, dict(google.pace.calls)

    @contextmanager
    def state(self) -> Iterator[tuple[State, Google]]:
        """The state as a command opens it, and the clients that spend by its
        ledger.
        """
        with (
            opened(self.settings.state) as state,
            closing(state.ledger()) as ledger,
        ):
            yield state, self.google(ledger=ledger)

    def run(
        self, day: date = TODAY, **more: Any
    ) -> tuple[RunResult, dict[str, int]]:
        with self.state() as (state, google):
            result = run(
                Opened(self.settings, google, state), day, RunOptions(**more)
            )
        return result, dict(google.pace.calls)

    def does(self, verb: Callable[..., T], *args: Any) -> T:
        """A verb of the product, as a command calls it."""
        with self.state() as (state, google):
            return verb(Opened(self.settings, google, state), *args)

    def log(
        self,
        sender: str,
        label: str,
        sent: datetime | None = None,
        **says: object,
    ) -> str:
        """Send an answer through the form's page; the values are what the
        options mean.
        """
        self.space.store.set_now(
            sent or datetime(2026, 11, 20, 20, tzinfo=UTC)
        )
        form = declared.form_of(self.settings)
        link = pair_link(self.lock.responder_uri, form, label)
        with closing(Browser(self.lock.responder_uri)) as browser:
            browser.sign_in(sender)
            return browser.fill(link, demo.fields_of(form, says))

    def edit(
        self,
        *requests_: dict[str, Any],
        who: str = COORDINATOR,
        district: str = "WES",
    ) -> None:
        """Change a district's sheet as somebody would in Sheets."""
        self.google(who).sheets.update(
            Spreadsheet(self.lock.sheets[district].id), requests_
        )

    def type(
        self,
        tab: str,
        row: int,
        column: str,
        value: Any,
        who: str = COORDINATOR,
        district: str = "WES",
    ) -> None:
        """Type into one cell, found by its header; rows count from 1."""
        layout = self.layout.tab(tab)
        start = {
            "sheetId": layout.id,
            "rowIndex": row - 1,
            "columnIndex": layout.place(column),
        }
        kind = (
            "boolValue"
            if isinstance(value, bool)
            else "numberValue"
            if isinstance(value, (int, float))
            else "stringValue"
        )
        cell = {"userEnteredValue": {kind: value}} if value != "" else {}
        self.edit(
            {
                "updateCells": {
                    "start": start,
                    "rows": [{"values": [cell]}],
                    "fields": "userEnteredValue",
                }
            },
            who=who,
            district=district,
        )

    def add_north(self) -> None:
        """Declare a second district, without anybody in it."""
        file = self.folder / "districts.csv"
        file.write_text(
            file.read_text(encoding="utf-8")
            + "NOR,North,,2026-08-31,2027-06-18,weekly,\n",
            encoding="utf-8",
        )

    def use_locale(self, locale: str) -> None:
        """Write the locale into the program's file."""
        file = self.folder / "program.toml"
        year = 'year = "2026-27"'
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace(year, f'{year}\nlocale = "{locale}"'),
            encoding="utf-8",
        )

    def values(
        self, tab: str, formulas: bool = False, district: str = "WES"
    ) -> list[list[Any]]:
        found = self.google().sheets.read(
            Spreadsheet(self.lock.sheets[district].id),
            {tab: self.layout.tab(tab).id},
            formulas,
        )
        return found[tab]

    def row(self, tab: str, code: str, column: str) -> dict[str, Any]:
        """The row of a tool's tab in which a column begins with a text, by
        header.
        """
        layout = self.layout.tab(tab)
        grid = self.values(tab)
        header = grid[layout.header_row - 1]
        for line in grid[layout.header_row :]:
            row = dict(zip(header, [*line, *[""] * len(header)], strict=False))
            if str(row[layout.column(column).header]).startswith(code):
                return row
        raise AssertionError(f"no row of {tab} begins with {code}")


def write_program(folder: Path) -> None:
    """Write a small program's files: one district, three pairs."""
    (folder / "rosters").mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_text(PROGRAM, encoding="utf-8")
    (folder / "districts.csv").write_text(DISTRICTS, encoding="utf-8")
    (folder / "rosters" / "WES.csv").write_text(ROSTER, encoding="utf-8")


@contextmanager
def served(folder: Path) -> Iterator[Program]:
    """The program in a folder, with its workspace served for the length of the
    block.
    """
    with (
        serving(folder / "workspace.sqlite", control=True) as space,
        closing(Program(folder, space)) as program,
    ):
        yield program
        space.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def copied(made: Path, folder: Path) -> Iterator[Program]:
    """A copy of a program that was made once, served in a folder of its own;
    its clock stands at EVENING.
    """
    shutil.copytree(made, folder)
    with serving(folder / "workspace.sqlite", control=True) as space:
        space.store.set_now(EVENING)  # whatever day the test runs on
        rebase(folder, space)
        with closing(Program(folder, space)) as program:
            yield program


def rebase(folder: Path, space: Workspace) -> None:
    """A copied program's addresses are those of the workspace that serves it
    now.
    """
    path = folder / "program.lock.toml"
    old = lockfile.load(path).responder_uri.partition("/forms/")[0]
    path.write_text(
        path.read_text(encoding="utf-8").replace(old, space.url),
        encoding="utf-8",
    )


_PREPARED: dict[Callable[[Program], None], Path] = {}


def prepared(prepare: Callable[[Program], None], *identities: str) -> Any:
    """A fixture: the program after something was done in it, which is done
    once and copied for each test.
    """

    @pytest.fixture
    def fixture(
        provisioned: Path,
        tmp_path: Path,
        tmp_path_factory: pytest.TempPathFactory,
    ) -> Iterator[Program]:
        if prepare not in _PREPARED:
            folder = tmp_path_factory.mktemp(prepare.__name__) / "program"
            with copied(provisioned, folder) as program:
                prepare(program)
                program.space.store.db.execute(
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                )
            _PREPARED[prepare] = folder
        with copied(_PREPARED[prepare], tmp_path / "program") as program:
            program.identities = identities or program.identities
            yield program

    return fixture


def unattended(program: Program, **more: Any) -> tuple[Any, dict[str, int]]:
    """A run that nobody watches: its result, and its calls by kind."""
    result, calls = program.run(attended=False, **more)
    return result, {kind: number for kind, number in calls.items() if number}
