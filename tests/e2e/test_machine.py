"""Anything, in any order: people write, sort and rename, mentors log, edit and delete, the clock runs, calls fail.

Whatever happened, once all is well again and Drive has told of every edit, one run brings the sheet to what a fresh
judgement of everything says; no run ever changes a cell of a people's tab; and nothing is doubled. The number of steps
is small here, larger with ``LONG``, and as large as one likes with ``SOAK`` (``make soak``).
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, closing, suppress
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

from sync import demo, lockfile, sheet
from sync.errors import SyncError
from sync.run import run
from sync.state import State
from templates.workbook import serial
from tests.conftest import ADMIN, COORDINATOR, Program
from workspace.server import serving
from workspace.weather import KINDS, Fault

STEPS = 25
# A story that fails is told as it is: making it shorter costs a run of the product for every try.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = int(os.environ["SOAK"]) // STEPS if os.environ.get("SOAK") else 20 if os.environ.get("LONG") else 3
NAMES = ("Ana Diaz & Sam Lee", "Grace Okafor & Luis Silva", "Mei Novak & Omar Patel", "Noor Haddad & Eli Costa")
PEOPLES = ("pairs", "schedule", "observations", "calendar", "follow_up", "rules", "corrections")
FIRST = date(2026, 11, 2)
LAG = 240.0


class Killed(Exception):
    """The process is gone."""


class Machine(RuleBasedStateMachine):
    """One district, and everybody who has to do with it."""

    source: ClassVar[Path]
    folder: ClassVar[Path]
    number = 0

    def __init__(self) -> None:
        super().__init__()
        Machine.number += 1
        home = self.folder / str(Machine.number)
        shutil.copytree(self.source, home)
        self.stack = ExitStack()
        self.space = self.stack.enter_context(serving(home / "workspace.sqlite", control=True))
        lock = lockfile.load(home / "program.lock.toml")
        old = lock.responder_uri.partition("/forms/")[0]
        lock.responder_uri = lock.responder_uri.replace(old, self.space.url)
        lock.save(home / "program.lock.toml")
        self.program = self.stack.enter_context(closing(Program(home, self.space)))
        self.form = sheet.form_of(self.program.settings)
        self.now = datetime.combine(FIRST, time(20), UTC)
        self.space.store.set_meta("lag.drive", str(LAG))
        self.answers: list[str] = []
        self.count = 0
        self.files = self.made()
        self.people = self.read()

    def teardown(self) -> None:
        try:
            self.all_is_well()
        finally:
            self.stack.close()
            shutil.rmtree(self.program.folder, ignore_errors=True)

    # -- looking ----------------------------------------------------------------------------------------------------

    def read(self) -> dict[str, Any]:
        """What people have written: the cells of their tabs but for the formulas, which follow what they look at."""
        tabs = {key: self.program.layout.tab(key).id for key in PEOPLES}
        grids = self.program.google().sheets.read(self.program.lock.sheets["WES"].id, tabs, formulas=True)
        return {
            key: [["" if str(v).startswith("=") else v for v in row] for row in grid] for key, grid in grids.items()
        }

    def made(self) -> list[Any]:
        """Every file and permission, which no run ever makes."""
        db = self.space.store.db
        return [db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("files", "permissions")]  # noqa: S608

    @invariant()
    def no_run_writes_where_people_write(self) -> None:
        assert self.read() == self.people
        assert self.made() == self.files

    def acted(self) -> None:
        self.people = self.read()

    # -- mentors ----------------------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        self.tick(0)

    @rule(
        pair=st.integers(1, 4), back=st.integers(0, 20), minutes=st.sampled_from([15, 30, 60]),
        kind=st.sampled_from(["one-on-one", "brief conversation", "small group"]),
        sender=st.sampled_from(["ana@westbrook.example", "grace@westbrook.example", "x@y.example"]), coded=st.booleans(),
    )  # fmt: skip
    def logs(self, pair: int, back: int, minutes: int, kind: str, sender: str, coded: bool) -> None:
        self.count += 1
        day = (self.now - timedelta(days=back)).date().isoformat()
        text = f"WES-{pair} {NAMES[pair - 1]}" if coded else ""
        said = demo.said(self.form, {"pair": text, "day": day, "kind": kind, "minutes": minutes})
        self.answers.append(self.send(f"r{self.count}", said, sender))

    def send(self, name: str, said: dict[str, list[str]], sender: str) -> str:
        answers = {
            q.question_id: {"textAnswers": {"answers": [{"value": v} for v in said[f"entry.{q.entry}"]]}}
            for q in self.form.questions
            if said.get(f"entry.{q.entry}", [""]) != [""]
        }
        self.now += timedelta(seconds=1)  # nothing is sent twice in a moment
        self.space.store.set_now(self.now)
        body = {"responseId": name, "createTime": self.now.isoformat(), "answers": answers, "respondentEmail": sender}
        self.space.forms.responses.add(self.program.lock.form, body)
        return name

    @precondition(lambda self: self.answers)
    @rule(place=st.integers(0, 50), minutes=st.sampled_from([20, 90]))
    def edits_an_answer(self, place: int, minutes: int) -> None:
        name = self.answers[place % len(self.answers)]
        said = {"pair": "WES-2", "kind": "one-on-one", "minutes": minutes, "day": self.now.date().isoformat()}
        self.send(name, demo.said(self.form, said), "grace@westbrook.example")

    @precondition(lambda self: self.answers)
    @rule(place=st.integers(0, 50))
    def deletes_an_answer(self, place: int) -> None:
        self.space.forms.responses.delete(self.program.lock.form, self.answers.pop(place % len(self.answers)))

    # -- coordinators -----------------------------------------------------------------------------------------------

    @rule(
        cell=st.sampled_from([
            ("pairs", 2, "ends", int(serial(date(2026, 11, 20)))), ("pairs", 2, "ends", ""), ("pairs", 3, "away", "Nov 9 -"),
            ("pairs", 3, "away", ""), ("pairs", 5, "mentor", "Noor Haddad"), ("pairs", 5, "mentee", "Eli Costa"),
            ("pairs", 4, "mentee", ""), ("pairs", 4, "mentee", "Omar Patel"), ("pairs", 4, "year", 2), ("pairs", 1, "school", "Building"),
            ("rules", 2, "amount", 2), ("rules", 2, "force", "suggested"), ("rules", 2, "amount", "many"), ("rules", 8, "what", "hours of cover"),
            ("calendar", 30, "event", "no school"), ("calendar", 30, "first", int(serial(date(2026, 11, 10)))),
            ("follow_up", 2, "pair", 3), ("follow_up", 2, "day", int(serial(date(2026, 11, 5)))),
            ("observations", 2, "pair", 1), ("corrections", 2, "answer", "ABCDEF"), ("schedule", 14, "week", ""),
        ])
    )  # fmt: skip
    def types(self, cell: tuple[str, int, str, Any]) -> None:
        tab, row, column, value = cell
        who = ADMIN if row == 1 or column == "week" else COORDINATOR
        self.program.type(tab, row, column, value, who=who)
        self.acted()

    @rule(descending=st.booleans())
    def sorts_pairs(self, descending: bool) -> None:
        area = {"sheetId": 103, "startRowIndex": 1, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 21}
        spec = {"dimensionIndex": 1, "sortOrder": "DESCENDING" if descending else "ASCENDING"}
        self.program.edit({"sortRange": {"range": area, "sortSpecs": [spec]}}, who=ADMIN)
        self.acted()

    @rule(at=st.integers(3, 12))
    def inserts_a_row(self, at: int) -> None:
        lines = {"sheetId": 106, "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
        self.program.edit({"insertDimension": {"range": lines, "inheritFromBefore": True}}, who=ADMIN)
        self.acted()

    @rule(tab=st.sampled_from(["status", "pairs", "log", "calendar"]), word=st.sampled_from(["Ours", "Second"]))
    def renames_a_tab(self, tab: str, word: str) -> None:
        layout = self.program.layout.tab(tab)
        properties = {"sheetId": layout.id, "title": f"{word} {tab}"}
        self.program.edit({"updateSheetProperties": {"properties": properties, "fields": "title"}}, who=ADMIN)
        self.acted()

    # -- time, runs, and what goes wrong ----------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 5, 24, 72]))
    def tick(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), datetime(2027, 6, 1, tzinfo=UTC))
        self.space.store.set_now(self.now)

    @rule(attended=st.booleans())
    def runs(self, attended: bool) -> None:
        self.program.run(self.now.date(), attended=attended)

    @rule(
        kind=st.sampled_from(KINDS), method=st.sampled_from(["*", "sheets.*", "drive.*", "forms.*"]), after=st.integers(0, 5),
        times=st.sampled_from([1, 2, 9]), applied=st.booleans(), attended=st.booleans(),
    )  # fmt: skip
    def runs_in_bad_weather(
        self, kind: str, method: str, after: int, times: int, applied: bool, attended: bool
    ) -> None:
        if kind != "timeout":  # a timeout waits for real
            self.space.weather.faults = [Fault.read({"kind": kind, "method": method, "after": after, "times": times, "applied": applied})]  # fmt: skip
        with suppress(SyncError):
            self.program.run(self.now.date(), attended=attended)
        self.space.weather.faults = []

    @rule(calls=st.integers(1, 7), before=st.booleans())
    def is_killed_in_a_run(self, calls: int, before: bool) -> None:
        """SIGKILL as the rest of the world sees it: the process ends just before or after a call."""
        from sync.google.pace import Pace

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

    # -- and then ---------------------------------------------------------------------------------------------------

    def all_is_well(self) -> None:
        self.space.weather.faults = []
        self.now += timedelta(days=1, seconds=LAG)
        self.space.store.set_now(self.now)
        day = self.now.date()
        result, _ = self.program.run(day, attended=False)
        assert result.failed == {}
        self.no_run_writes_where_people_write()
        again, calls = self.program.run(day, attended=True)
        assert (again.changed, calls["sheets.write"]) == (set(), 0), "one run was enough"
        codes = [row[0] for row in self.program.values("log")[1:] if row]
        assert len(codes) == len(set(codes)), "no answer stands twice"
        google = self.program.google()
        with closing(State(self.program.folder / "another.sqlite")) as other:
            told = run(self.program.settings, google, other, day, write=False, differ=True)
        assert told.differences == {"WES": []}, "a fresh judgement of everything says the same"


def test_anything_in_any_order(provisioned: Path, tmp_path: Path) -> None:
    Machine.source, Machine.folder = provisioned, tmp_path
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=quiet, phases=PHASES
        ),
    )
