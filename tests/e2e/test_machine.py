"""Anything, in any order: people write, sort and rename, mentors log, edit and
delete, the clock runs, calls fail.

Whatever happened, once all is well again and Drive has told of every edit, one
run brings the sheets to what a fresh judgement of everything says; no run ever
changes a cell of a people's tab; and nothing is doubled. The number of steps
is small here, larger with ``LONG``, and as large as one likes with ``SOAK``
(``make soak``).

The same where Drive tells of edits late or never, in a shared drive and
outside: the runs of six hours see them all.

The same with four districts whose runs are four processes, a shard each, with
what they know in PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from forms.definition import Definition
from sync import demo
from sync.core.feedback import tally
from sync.core.rollup import figures_of, rollup
from sync.errors import SyncError
from sync.google.sheets import Spreadsheet
from sync.program import declared
from sync.program.opened import Program as Provisioned
from sync.run.one_run import run
from sync.run.options import RunOptions
from sync.run.other_forms import strays
from sync.run.result import RunResult
from sync.state.store import State
from templates import program as books
from templates import program_rows
from templates.layout import Layout
from templates.wire import serial
from tests.support import postgres
from tests.support.forks import Ask, forking
from tests.support.program import (
    ADMIN,
    COORDINATOR,
    Program,
    rebase,
    write_program,
)
from tests.support.raw_calls import shared_drive
from workspace.server import serving
from workspace.weather import KINDS, Fault

STEPS = 25
KEYS = ("WES", "NOR", "EAS", "SOU")
ROBOT = "robot@making-time.iam.gserviceaccount.com"
# A story that fails is told as it is: making it shorter costs a run of the
# product for every try.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = (
    int(os.environ["SOAK"]) // STEPS
    if os.environ.get("SOAK")
    else 20
    if os.environ.get("LONG")
    else 2
)
NAMES = (
    "Ana Diaz & Sam Lee",
    "Grace Okafor & Luis Silva",
    "Mei Novak & Omar Patel",
    "Noor Haddad & Eli Costa",
)
PEOPLES = (
    "pairs",
    "schedule",
    "observations",
    "calendar",
    "follow_up",
    "rules",
    "corrections",
)
FIRST = date(2026, 11, 2)
LAG = 240.0


class Killed(BaseException):
    """The process is gone."""


@dataclass(frozen=True)
class World:
    """Where machines are made: of which program, in which folder; runs in
    other processes, new places in PostgreSQL.
    """

    source: Path
    folder: Path
    forked: Callable[..., list[int]]
    place: Callable[[], str] = str


class Machine(RuleBasedStateMachine):
    """One district, and everybody who has to do with it."""

    world: ClassVar[World]
    keys: ClassVar[tuple[str, ...]] = ("WES",)
    # Seconds by which Drive's feed lags edits, and what is waited at the end
    # until every edit must have been seen.
    lag: ClassVar[float] = LAG
    wait: ClassVar[timedelta] = timedelta(seconds=LAG, minutes=10)
    number = 0

    def __init__(self) -> None:
        super().__init__()
        Machine.number += 1
        home = self.world.folder / str(Machine.number)
        shutil.copytree(self.world.source, home)
        self.begin_at(home)
        self.stack = ExitStack()
        self.space = self.stack.enter_context(
            serving(home / "workspace.sqlite", control=True)
        )
        rebase(home, self.space)
        self.program = self.stack.enter_context(
            closing(Program(home, self.space))
        )
        self.form = declared.form_of(self.program.settings)
        self.now = datetime.combine(FIRST, time(20), UTC)
        self.space.store.set_meta("lag.drive", str(self.lag))
        self.answers: list[str] = []
        self.by_the_day = False
        self.count = 0
        self.files = self.made()
        self.people = self.read()

    def begin_at(self, home: Path) -> None:
        """Before anything is opened."""

    def teardown(self) -> None:
        try:
            self.all_is_well()
        finally:
            self.stack.close()
            shutil.rmtree(self.program.folder, ignore_errors=True)

    # -- looking --------------------------------------------------------------

    def read(self) -> dict[tuple[str, str], Any]:
        """What people have written: the cells of their tabs but for the
        formulas, which follow what they look at.
        """
        tabs = {key: self.program.layout.tab(key).id for key in PEOPLES}
        sheets = self.program.google(ADMIN).sheets
        return {
            (district, key): [
                ["" if str(v).startswith("=") else v for v in row]
                for row in grid
            ]
            for district in self.keys
            for key, grid in sheets.read(
                Spreadsheet(self.program.lock.sheets[district].id),
                tabs,
                formulas=True,
            ).items()
        }

    def made(self) -> list[Any]:
        """Every file and permission, which no run ever makes."""
        db = self.space.store.db
        return [
            db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
            for table in ("files", "permissions")
        ]

    @invariant()
    def no_run_writes_where_people_write(self) -> None:
        assert self.read() == self.people
        assert self.made() == self.files

    def acted(self) -> None:
        self.people = self.read()

    # -- mentors --------------------------------------------------------------

    @initialize(robot=st.booleans())
    def begin(self, robot: bool) -> None:
        """The tool's identity is its own, or a person's who also edits."""
        self.program.identities = (ROBOT,) if robot else (ADMIN,)
        self.tick(0)

    @rule(
        district=st.integers(0, 3),
        pair=st.integers(1, 4),
        back=st.integers(0, 20),
        minutes=st.sampled_from([15, 30, 60]),
        kind=st.sampled_from(
            ["one-on-one", "brief conversation", "small group"]
        ),
        sender=st.sampled_from(
            ["ana@westbrook.example", "grace@westbrook.example", "x@y.example"]
        ),
        coded=st.booleans(),
    )
    def logs(
        self,
        district: int,
        pair: int,
        back: int,
        minutes: int,
        kind: str,
        sender: str,
        coded: bool,
    ) -> None:
        self.count += 1
        day = (self.now - timedelta(days=back)).date().isoformat()
        text = (
            f"{self.key(district)}-{pair} {NAMES[pair - 1]}" if coded else ""
        )
        said = demo.fields_of(
            self.form,
            {"pair": text, "day": day, "kind": kind, "minutes": minutes},
        )
        self.answers.append(self.send(f"r{self.count}", said, sender))

    @rule(
        district=st.integers(0, 3),
        pair=st.integers(1, 5),
        day=st.sampled_from([0, 3, None]),
        dates=st.sampled_from(["", "Nov 12, 12/1 2:45", "some day"]),
        coded=st.booleans(),
        free=st.booleans(),
    )
    def plans(
        self,
        district: int,
        pair: int,
        day: int | None,
        dates: str,
        coded: bool,
        free: bool,
    ) -> None:
        """In the planning form; some name a pair that there is not, or a
        district.
        """
        self.count += 1
        says: dict[str, object] = {
            "pair": f"{self.key(district)}-{pair}" if coded else "elsewhere",
            "dates": dates,
        }
        says |= {} if day is None else {"regular_day": day}
        says |= {"both_free": {1: ["After"]}} if free else {}
        form, lock = (
            declared.planning_of(self.program.settings),
            self.program.lock,
        )
        name = f"p{self.count % 4}"  # a few are sent again
        self.send(
            name,
            demo.fields_of(form, says),
            "ana@westbrook.example",
            form,
            lock.forms["planning"].id,
        )
        self.by_the_day = True

    def send(
        self,
        name: str,
        said: dict[str, list[str]],
        sender: str,
        form: Definition | None = None,
        to: str = "",
    ) -> str:
        asked = [
            row
            for q in (form or self.form).questions
            for row in (q.rows or (q,))
        ]
        answers = {
            q.question_id: {
                "textAnswers": {
                    "answers": [{"value": v} for v in said[f"entry.{q.entry}"]]
                }
            }
            for q in asked
            if said.get(f"entry.{q.entry}", [""]) != [""]
        }
        self.now += timedelta(seconds=1)  # nothing is sent twice in a moment
        self.space.store.set_now(self.now)
        body = {
            "responseId": name,
            "createTime": self.now.isoformat(),
            "answers": answers,
            "respondentEmail": sender,
        }
        self.space.forms.responses.add(to or self.program.lock.form, body)
        return name

    @precondition(lambda self: self.answers)
    @rule(
        district=st.integers(0, 3),
        place=st.integers(0, 50),
        minutes=st.sampled_from([20, 90]),
    )
    def edits_an_answer(self, district: int, place: int, minutes: int) -> None:
        name = self.answers[place % len(self.answers)]
        said = {
            "pair": f"{self.key(district)}-2",
            "kind": "one-on-one",
            "minutes": minutes,
            "day": self.now.date().isoformat(),
        }
        self.send(
            name, demo.fields_of(self.form, said), "grace@westbrook.example"
        )

    @precondition(lambda self: self.answers)
    @rule(place=st.integers(0, 50))
    def deletes_an_answer(self, place: int) -> None:
        self.space.forms.responses.delete(
            self.program.lock.form, self.answers.pop(place % len(self.answers))
        )
        self.by_the_day = True

    # -- coordinators ---------------------------------------------------------

    def key(self, district: int) -> str:
        return self.keys[district % len(self.keys)]

    @rule(
        district=st.integers(0, 3),
        cell=st.sampled_from(
            [
                ("pairs", 2, "ends", int(serial(date(2026, 11, 20)))),
                ("pairs", 2, "ends", ""),
                ("pairs", 3, "away", "Nov 9 -"),
                ("pairs", 3, "away", ""),
                ("pairs", 5, "mentor", "Noor Haddad"),
                ("pairs", 5, "mentee", "Eli Costa"),
                ("pairs", 4, "mentee", ""),
                ("pairs", 4, "mentee", "Omar Patel"),
                ("pairs", 4, "year", 2),
                ("pairs", 1, "school", "Building"),
                ("rules", 2, "amount", 2),
                ("rules", 2, "force", "suggested"),
                ("rules", 2, "amount", "many"),
                ("rules", 8, "what", "hours of coverage"),
                ("calendar", 30, "event", "no school"),
                ("calendar", 30, "first", int(serial(date(2026, 11, 10)))),
                ("follow_up", 2, "pair", 3),
                ("follow_up", 2, "day", int(serial(date(2026, 11, 5)))),
                ("observations", 2, "pair", 1),
                ("corrections", 2, "answer", "ABCDEF"),
                ("schedule", 14, "week", ""),
            ]
        ),
    )
    def types(self, district: int, cell: tuple[str, int, str, Any]) -> None:
        tab, row, column, value = cell
        who = ADMIN if row == 1 else COORDINATOR
        self.program.type(
            tab, row, column, value, who=who, district=self.key(district)
        )
        self.acted()

    @rule(district=st.integers(0, 3), descending=st.booleans())
    def sorts_pairs(self, district: int, descending: bool) -> None:
        """Nobody but the owner of the file can."""
        area = {
            "sheetId": 103,
            "startRowIndex": 1,
            "endRowIndex": 9,
            "startColumnIndex": 0,
            "endColumnIndex": 21,
        }
        spec = {
            "dimensionIndex": 1,
            "sortOrder": "DESCENDING" if descending else "ASCENDING",
        }
        self.program.edit(
            {"sortRange": {"range": area, "sortSpecs": [spec]}},
            who=ADMIN,
            district=self.key(district),
        )
        self.acted()

    @rule(district=st.integers(0, 3), at=st.integers(3, 12))
    def inserts_a_row(self, district: int, at: int) -> None:
        lines = {
            "sheetId": 106,
            "dimension": "ROWS",
            "startIndex": at,
            "endIndex": at + 1,
        }
        self.program.edit(
            {"insertDimension": {"range": lines, "inheritFromBefore": True}},
            district=self.key(district),
        )
        self.acted()

    @rule(district=st.integers(0, 3), at=st.integers(9, 12))
    def deletes_a_row(self, district: int, at: int) -> None:
        lines = {
            "sheetId": 107,
            "dimension": "ROWS",
            "startIndex": at,
            "endIndex": at + 1,
        }
        self.program.edit(
            {"deleteDimension": {"range": lines}}, district=self.key(district)
        )
        self.acted()

    @rule(
        district=st.integers(0, 3),
        tab=st.sampled_from(
            ["calendar", "follow_up", "schedule", "observations"]
        ),
        what=st.sampled_from(["sort", "move", "clear"]),
        at=st.integers(1, 6),
    )
    def rearranges_rows(
        self, district: int, tab: str, what: str, at: int
    ) -> None:
        layout = self.program.layout.tab(tab)
        top = layout.header_row + at
        area = {
            "sheetId": layout.id,
            "startRowIndex": top,
            "endRowIndex": top + 4,
        }
        lines = {
            "sheetId": layout.id,
            "dimension": "ROWS",
            "startIndex": top,
            "endIndex": top + 1,
        }
        spec = {"dimensionIndex": 0, "sortOrder": "DESCENDING"}
        cleared = {
            "range": area | {"endRowIndex": top + 1},
            "cell": {},
            "fields": "userEnteredValue",
        }
        does: dict[str, dict[str, Any]] = {
            "sort": {"sortRange": {"range": area, "sortSpecs": [spec]}},
            "move": {
                "moveDimension": {"source": lines, "destinationIndex": top + 3}
            },
            "clear": {"repeatCell": cleared},
        }
        self.program.edit(does[what], district=self.key(district))
        self.acted()

    @rule(
        district=st.integers(0, 3),
        tab=st.sampled_from(["status", "pairs", "log", "calendar"]),
        word=st.sampled_from(["Ours", "Second"]),
    )
    def renames_a_tab(self, district: int, tab: str, word: str) -> None:
        layout = self.program.layout.tab(tab)
        properties = {"sheetId": layout.id, "title": f"{word} {tab}"}
        self.program.edit(
            {
                "updateSheetProperties": {
                    "properties": properties,
                    "fields": "title",
                }
            },
            who=ADMIN if layout.of_tool else COORDINATOR,
            district=self.key(district),
        )
        self.acted()

    # -- time, runs, and what goes wrong --------------------------------------

    @rule(hours=st.sampled_from([1, 5, 24, 72]))
    def tick(self, hours: int) -> None:
        if self.now < datetime(2027, 5, 28, tzinfo=UTC):
            self.now += timedelta(hours=hours)
        self.space.store.set_now(self.now)

    @rule(attended=st.booleans())
    def runs(self, attended: bool) -> None:
        self.run(attended)

    def run(self, attended: bool) -> None:
        self.program.run(self.now.date(), attended=attended)

    def ask(self, **more: Any) -> Ask:
        """A run in a process of its own."""
        return Ask(
            str(self.program.folder),
            self.space.url,
            self.now.date().isoformat(),
            self.program.identities,
            **more,
        )

    @rule(
        kind=st.sampled_from(KINDS),
        method=st.sampled_from(["*", "sheets.*", "drive.*", "forms.*"]),
        after=st.integers(0, 5),
        times=st.sampled_from([1, 2, 9]),
        applied=st.booleans(),
        attended=st.booleans(),
    )
    def runs_in_bad_weather(
        self,
        kind: str,
        method: str,
        after: int,
        times: int,
        applied: bool,
        attended: bool,
    ) -> None:
        if kind != "timeout":  # a timeout waits for real
            self.space.weather.faults = [
                Fault.read(
                    {
                        "kind": kind,
                        "method": method,
                        "after": after,
                        "times": times,
                        "applied": applied,
                    }
                )
            ]
        with suppress(SyncError):
            self.run(attended)
        self.space.weather.faults = []

    @rule(calls=st.integers(1, 9), after=st.booleans())
    def is_killed_at_a_call(self, calls: int, after: bool) -> None:
        """SIGKILL, just before or after a call."""
        self.world.forked(self.ask(calls=calls, after=after))

    @rule(milliseconds=st.integers(1, 250))
    def is_killed_at_any_instruction(self, milliseconds: int) -> None:
        self.world.forked(self.ask(moment=milliseconds / 1000))

    @rule(
        calls=st.integers(1, 9),
        after=st.booleans(),
        attended=st.booleans(),
        value=st.sampled_from(["Ana Diaz", "Hana Diaz", "Ada Diaz"]),
        rename=st.booleans(),
    )
    def somebody_writes_while_it_runs(
        self, calls: int, after: bool, attended: bool, value: str, rename: bool
    ) -> None:
        """Between two calls of a run."""
        from sync.google.calls import Pace

        call, left = Pace.call, [calls]

        def write() -> None:
            left[0] = -1
            if rename:
                self.renames_a_tab(0, "pairs", value)
            else:
                self.types(0, ("pairs", 2, "mentor", value))

        def stop(pace: Any, *args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0 and not after:
                write()
            answer = call(pace, *args, **kwargs)
            if left[0] == 0:
                write()
            return answer

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Pace, "call", stop)
            self.program.run(self.now.date(), attended=attended)

    @rule(calls=st.integers(1, 7), before=st.booleans())
    def is_interrupted_at_a_call(self, calls: int, before: bool) -> None:
        """Ctrl-C, or an error of our own: the process goes on and closes what
        it had open.
        """
        from sync.google.calls import Pace

        call, left = Pace.call, [calls]

        def stop(pace: Any, *args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0 and before:
                raise Killed
            answer = call(pace, *args, **kwargs)
            if left[0] == 0:
                raise Killed
            return answer

        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            patch.setattr(Pace, "call", stop)
            self.program.run(self.now.date(), attended=False)

    @rule()
    def the_state_is_lost(self) -> None:
        for path in self.program.folder.glob("state.sqlite*"):
            path.unlink()

    # -- and then -------------------------------------------------------------

    def all_is_well(self) -> None:
        """One run is enough: on the same day (but for what the first run of a
        day finds: deleted answers, plans), and on the next.
        """
        self.space.weather.faults = []
        days = (
            [timedelta(days=1)]
            if self.by_the_day
            else [timedelta(0), timedelta(days=1)]
        )
        for later in days:
            self.now += (
                later + self.wait
            )  # the workspace's clock has run on meanwhile
            self.tick(0)
            self.run(attended=False)
            self.no_run_writes_where_people_write()
            self.nothing_is_left_to_do(self.now.date())

    def nothing_is_left_to_do(self, day: date) -> None:
        calls = self.program.run(day, attended=True)[1]
        assert calls["sheets.write"] == 0, "one run was enough"
        for key in self.keys:
            codes = [
                row[0]
                for row in self.program.values("log", district=key)[1:]
                if row
            ]
            assert len(codes) == len(set(codes)), "no answer stands twice"
        google, file = (
            self.program.google(ADMIN),
            self.program.folder / "another.sqlite",
        )
        file.unlink(missing_ok=True)
        with closing(State(file)) as other:
            fresh = Provisioned(self.program.settings, google, other)
            told = run(fresh, day, RunOptions(write=False, differ=True))
            self.the_program_sees_the_same(fresh, told)
        assert told.differences == {key: [] for key in self.keys}, (
            "a fresh judgement of everything says the same"
        )

    def the_program_sees_the_same(
        self, fresh: Provisioned, told: RunResult
    ) -> None:
        """The program's own sheets hold what a fresh judgement of everything
        gives.
        """
        figures = {
            s.district.key: figures_of(s, fresh.settings.zone)
            for s in told.standings
        }
        names = {d.key: d.name for d in fresh.settings.districts}
        layout, said = (
            books.program_layout(len(names)),
            fresh.settings.file.program,
        )
        done = program_rows.RunRow(self.now, 0, (), 0)
        counted = rollup(dict(sorted(figures.items())), names, told.day)
        wanted = books.overview(
            layout, counted, tally([]), done, (), f"{said.name} {said.year}"
        )
        held = self.held("program", layout)
        assert (held.head, {**held.tabs, "runs": ()}) == (
            wanted.head,
            {
                **{key: tuple(rows) for key, rows in wanted.tabs.items()},
                "runs": (),
            },
        )
        unknown, zone = fresh.state.answers.of(None), fresh.settings.zone
        waits = books.waiting(
            books.waiting_layout(), unknown, strays(fresh), (), zone
        )
        assert self.held("waiting", books.waiting_layout()).tabs[
            "waiting"
        ] == tuple(waits.tabs["waiting"])

    def held(self, which: str, layout: Layout) -> books.Book:
        lock = getattr(self.program.lock, which)
        grids = self.program.google(ADMIN).sheets.read(
            Spreadsheet(lock.id), {t.key: t.id for t in layout.tabs}
        )
        return books.learned(layout, grids)


class LateFeed(Machine):
    """Drive's feed never tells of an edit; by the tool's own clock as much
    time passes as by everybody's.
    """

    lag = 10 * 365 * 86400.0
    wait = timedelta(hours=6, minutes=30)

    @rule(hours=st.sampled_from([1, 5, 24, 72]))
    def tick(self, hours: int) -> None:
        super().tick(hours)
        self.program.later = (
            self.now - datetime.combine(FIRST, time(20), UTC)
        ).total_seconds()

    def all_is_well(self) -> None:
        """An edit on a day on which a run has settled everything: nothing but
        the six hours leads to it.
        """
        super().all_is_well()
        self.now = datetime.combine(
            self.now.date() + timedelta(days=1), time(8), UTC
        )
        self.tick(0)
        self.run(attended=False)
        self.types(
            0,
            (
                "pairs",
                2,
                "ends",
                int(serial(self.now.date() - timedelta(days=20))),
            ),
        )
        self.types(0, ("follow_up", 2, "pair", "?"))
        self.now += self.wait
        self.tick(0)
        self.run(attended=False)
        self.nothing_is_left_to_do(self.now.date())


class Shards(Machine):
    """Four districts, each judged by a process of its own; what they know is
    in PostgreSQL.
    """

    keys = KEYS

    def begin_at(self, home: Path) -> None:
        self.address = self.world.place()
        file = home / "program.toml"
        file.write_text(
            f'state = "{self.address}"\n' + file.read_text(encoding="utf-8"),
            encoding="utf-8",
        )

    def run(self, attended: bool) -> None:
        """All four at once, and then the first again: it writes the program's
        sheet, with what the others have counted.
        """
        del attended
        # Busy, or (a 403 of Forms or Sheets, which has no reason in it)
        # refused: a sheet that cannot be opened any more.
        refused = (
            {1, 6}
            if any(fault.kind == "403" for fault in self.space.weather.faults)
            else set()
        )
        allowed = {0, 5} | refused if self.space.weather.faults else {0}
        for places in (range(4), range(1)):
            assert (
                set(
                    self.world.forked(
                        *(self.ask(place=place, number=4) for place in places)
                    )
                )
                <= allowed
            )

    @rule(places=st.sets(st.integers(0, 3), min_size=1, max_size=3))
    def some_shards_run(self, places: set[int]) -> None:
        self.world.forked(
            *(self.ask(place=place, number=4) for place in sorted(places))
        )

    @rule(
        killed=st.integers(0, 3), calls=st.integers(1, 6), after=st.booleans()
    )
    def one_of_four_is_killed_at_a_call(
        self, killed: int, calls: int, after: bool
    ) -> None:
        asks = [
            self.ask(
                place=place,
                number=4,
                calls=calls if place == killed else 0,
                after=after,
            )
            for place in range(4)
        ]
        codes = self.world.forked(*asks)
        assert [
            code for place, code in enumerate(codes) if place != killed
        ] == [
            0,
            0,
            0,
        ]

    @rule(killed=st.integers(0, 3), milliseconds=st.integers(1, 400))
    def one_of_four_is_killed_at_any_instruction(
        self, killed: int, milliseconds: int
    ) -> None:
        asks = [
            self.ask(
                place=place,
                number=4,
                moment=milliseconds / 1000 if place == killed else 0.0,
            )
            for place in range(4)
        ]
        codes = self.world.forked(*asks)
        assert [
            code for place, code in enumerate(codes) if place != killed
        ] == [
            0,
            0,
            0,
        ]

    @rule()
    def the_state_is_lost(self) -> None:
        postgres.emptied(self.address)


QUIET = [
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
]


def with_robot(folder: Path, in_shared_drive: bool = False) -> Path:
    """A program's folder, provisioned with an identity that nobody but the
    tool uses beside the admin's.
    """
    with (
        serving(folder / "workspace.sqlite", control=True) as space,
        closing(Program(folder, space)) as program,
    ):
        program.identities = (ADMIN, ROBOT)
        if in_shared_drive:
            shared_drive(program, *program.identities)
        program.provision()
        space.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in folder.glob("state.*"):
        path.unlink()
    return folder


@pytest.mark.whole
def test_anything_in_any_order(
    provisioned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.core.rollup.FEWEST", 1)  # as in forks.py
    source = tmp_path / "source"
    shutil.copytree(provisioned, source)
    with forking() as forked:
        Machine.world = World(with_robot(source), tmp_path, forked)
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=QUIET,
                phases=PHASES,
            ),
        )


@pytest.mark.long
@pytest.mark.parametrize(
    "shared", [False, True], ids=["my drive", "shared drive"]
)
def test_edits_that_the_feed_never_tells_are_judged_by_the_runs_of_six_hours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    monkeypatch.setattr("sync.core.rollup.FEWEST", 1)  # as in forks.py
    source = tmp_path / "source"
    write_program(source)
    with forking() as forked:
        LateFeed.world = World(with_robot(source, shared), tmp_path, forked)
        run_state_machine_as_test(
            LateFeed,
            settings=settings(
                max_examples=max(2, EXAMPLES // 4),
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=QUIET,
                phases=PHASES,
            ),
        )


@pytest.mark.postgres
def test_the_same_with_four_processes_that_share_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.core.rollup.FEWEST", 1)  # as in forks.py
    source = tmp_path / "source"
    write_program(source)
    lines = (source / "districts.csv").read_text(encoding="utf-8").splitlines()
    rows = [
        lines[1].replace("WES,Westbrook", f"{key},District {key}")
        for key in KEYS
    ]
    (source / "districts.csv").write_text(
        "\n".join([lines[0], *rows, ""]), encoding="utf-8"
    )
    for key in KEYS[1:]:
        roster = (source / "rosters" / "WES.csv").read_text(encoding="utf-8")
        (source / "rosters" / f"{key}.csv").write_text(
            roster.replace("westbrook.", f"{key.lower()}."), encoding="utf-8"
        )
    with forking() as forked, postgres.serving() as place:
        Shards.world = World(with_robot(source), tmp_path, forked, place)
        run_state_machine_as_test(
            Shards,
            settings=settings(
                max_examples=max(1, EXAMPLES // 3),
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=QUIET,
                phases=PHASES,
            ),
        )
