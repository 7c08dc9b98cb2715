"""What the engine has of a spreadsheet is kept in the file, for the next
process; what is read is the same without it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.raw_calls import api
from tests.support.sheet_calls import area, done, get, put, update
from workspace.server import serving
from workspace.sheets import calls, desk, kept_models
from workspace.sheets.formats import serial
from workspace.sheets.model import Model
from workspace.space import Workspace

FORMULAS = [[3, "=A1*2", "=TODAY()", "=SUM(A1:A)", '=IF(A9="","blank",A9)']]


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The models that begin with nothing and enter every formula."""
    begun: list[Any] = []
    usual = Model._begin

    def begin(self: Model, state: Any) -> None:
        begun.append(state)
        usual(self, state)

    monkeypatch.setattr(Model, "_begin", begin)
    return begun


@pytest.fixture
def process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Any]:
    """Opens one file again and again, each time as another process does."""

    @contextmanager
    def opened() -> Iterator[Workspace]:
        monkeypatch.setattr(desk, "_MODELS", {})
        with serving(tmp_path / "workspace.sqlite", control=True) as space:
            yield space

    return opened


def new_book(space: Workspace, rows: list[list[Any]]) -> str:
    made = api(space, "POST", "/v4/spreadsheets", json={})
    book = str(made.json()["spreadsheetId"])
    put(space, book, "A1:E1", rows)
    return book


def kept(space: Workspace) -> int:
    sql = "SELECT COUNT(*) FROM models"
    return int(space.store.db.execute(sql).fetchone()[0])


def test_the_next_process_enters_no_formula(
    process: Callable[[], Any], entered: list[Any]
) -> None:
    with process() as space:
        book = new_book(space, FORMULAS)
        seen = get(space, book, "A1:E1")
        assert len(entered) == 1
    for _ in range(2):
        with process() as space:
            assert get(space, book, "A1:E1") == seen
    assert len(entered) == 1


def test_a_kept_model_follows_the_day_and_what_is_written(
    process: Callable[[], Any], entered: list[Any]
) -> None:
    with process() as space:
        book = new_book(space, FORMULAS)
        today = get(space, book, "A1:E1")[0][2]
    with process() as space:
        space.store.set_now(space.store.now() + timedelta(days=2))
        put(space, book, "A9:A9", [[5]])
        assert get(space, book, "A1:E1") == [[3, 6, today + 2, 8, 5]]
    assert len(entered) == 1


def test_on_another_day_no_formula_is_entered(
    process: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day and the minute stand in cells of the engine alone."""
    asked = [
        "=TODAY()+1",
        '=TEXT(NOW(),"m/d/yyyy")',
        "=SUM(A9,TODAY())",
        "=IF(TODAY()>A9,WEEKDAY(TODAY()),0)",
        '=HYPERLINK("https://example.org/"&TODAY(),"x")',
    ]
    with process() as space:
        book = new_book(space, [asked])
        title = {"sheetId": 0, "title": "Anna's 1st"}
        spec = {"properties": title, "fields": "title"}
        done(space, book, {"updateSheetProperties": spec})
        done(space, book, {"addSheet": {"properties": {"title": "Second"}}})
        put(space, book, "Second!A1:A1", [["=TODAY()"]])
        day = get(space, book, "Second!A1")[0][0]
        get(space, book, "A1:E1")
    begun: list[Any] = []
    usual = Model._enter_formula

    def enter(self: Model, *given: Any) -> None:
        begun.append(given)
        usual(self, *given)

    monkeypatch.setattr(Model, "_enter_formula", enter)
    with process() as space:
        space.store.set_now(space.store.now() + timedelta(days=3))
        later = day + 3
        text = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=later)
        assert get(space, book, "'Anna''s 1st'!A1:D1") == [
            [
                later + 1,
                f"{text.month}/{text.day}/{text.year}",
                later,
                text.isoweekday() % 7 + 1,
            ]
        ]
        assert get(space, book, "Second!A1") == [[later]]
    assert not begun


def test_what_was_kept_is_of_one_version(
    process: Callable[[], Any], entered: list[Any]
) -> None:
    with process() as space:
        book = new_book(space, FORMULAS)
        get(space, book, "A1:E1")
    with process() as space:
        put(space, book, "A1:A1", [[4]])
    with process() as space:
        assert get(space, book, "A1:B1") == [[4, 8]]
        assert len(entered) == 2, "nobody asked what the last version gives"
    with process() as space:
        assert get(space, book, "A1:B1") == [[4, 8]]
        assert (len(entered), kept(space)) == (2, 1)
        api(space, "DELETE", f"/drive/v3/files/{book}").raise_for_status()
        assert kept(space) == 0


def test_arrays_are_entered_anew(
    process: Callable[[], Any], entered: list[Any]
) -> None:
    with process() as space:
        book = new_book(space, [["=SEQUENCE(2)", "=A1+1"]])
        seen = get(space, book, "A1:B2")
        assert seen == [[1, 2], [2]]
    with process() as space:
        assert kept(space) == 0
        assert get(space, book, "A1:B2") == seen
    assert len(entered) == 2


@pytest.mark.parametrize(
    "change",
    [
        ("stamp", "another version's"),
        ("engine", b"damaged"),
        ("engine", zlib.compress(b"damaged")),
    ],
)
def test_what_cannot_be_used_is_entered_anew(
    process: Callable[[], Any],
    entered: list[Any],
    change: tuple[str, Any],
) -> None:
    column, value = change
    with process() as space:
        book = new_book(space, FORMULAS)
        seen = get(space, book, "A1:E1")
    with process() as space:
        sql = f"UPDATE models SET {column} = ?"  # noqa: S608  (a name of ours)
        space.store.db.execute(sql, (value,))
        assert get(space, book, "A1:E1") == seen
    assert len(entered) == 2


def test_a_formula_of_the_minute_follows_it(
    process: Callable[[], Any],
) -> None:
    with process() as space:
        book = new_book(space, [["=NOW()"]])
        now = get(space, book, "A1")[0][0]
    for minutes in (5, 10):
        with process() as space:
            space.store.set_now(space.store.now() + timedelta(minutes=5))
            assert round((get(space, book, "A1")[0][0] - now) * 1440) in (
                minutes,
                minutes + 1,
            )
            space.store.set_now(space.store.now() + timedelta(minutes=60))
            assert get(space, book, "A1")[0][0] - now > minutes / 1440 + 1 / 30
            space.store.set_now(space.store.now() - timedelta(minutes=60))


def test_a_file_that_takes_no_more_ends_no_command(
    process: Callable[[], Any],
    entered: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with process() as space:
        book = new_book(space, FORMULAS)
        seen = get(space, book, "A1:E1")
        monkeypatch.setattr(kept_models, "keep", full)
    with process() as space:
        assert (kept(space), get(space, book, "A1:E1")) == (0, seen)
    assert len(entered) == 2


def test_a_write_that_drive_is_slow_to_tell_of_counts_at_once(
    process: Callable[[], Any],
) -> None:
    with process() as space:
        book = new_book(space, FORMULAS)
        get(space, book, "A1:E1")
        api(
            space, "POST", "/_internal/lag", json={"drive": 180}
        ).raise_for_status()
    with process() as space:
        put(space, book, "A1:A1", [[4]])
    with process() as space:
        assert get(space, book, "A1:B1") == [[4, 8]]


def test_numbers_in_formulas_lose_no_digit(process: Callable[[], Any]) -> None:
    """The engine keeps 15 digits of each, and the minute has more."""
    noon = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
    moments = (noon + timedelta(minutes=n) for n in range(1440))
    at = next(m for m in moments if float(f"{_minute(m):.15g}") < _minute(m))
    with process() as space:
        space.store.set_now(at)
        minute = new_book(space, [['=TEXT(NOW(),"h:mm:ss")']])
        long = new_book(space, [["=12345678901234567+A9"]])
        seen = [get(space, each, "A1") for each in (minute, long)]
    assert seen[0] == [[f"{at.hour}:{at.minute:02}:00"]]
    with process() as space:
        space.store.set_now(at)
        for each in (minute, long):
            put(space, each, "F1:F1", [[1]])
        assert [get(space, each, "A1") for each in (minute, long)] == seen


def _minute(moment: datetime) -> float:
    return serial(moment.replace(second=0, tzinfo=None))


def test_the_minute_is_that_of_the_spreadsheets_zone(
    process: Callable[[], Any],
) -> None:
    with process() as space:
        book = new_book(space, [["=NOW ()"]])
        hours = []
        for zone in ("America/New_York", "America/Chicago"):
            spec = {"properties": {"timeZone": zone}, "fields": "timeZone"}
            done(space, book, {"updateSpreadsheetProperties": spec})
            hours.append(get(space, book, "A1")[0][0] * 24)
        assert round(hours[0] - hours[1], 1) == 1.0


def test_chance_draws_again_each_minute(process: Callable[[], Any]) -> None:
    with process() as space:
        book = new_book(space, [["=RAND()", '="RAND()"']])
        drawn = {get(space, book, "A1:B1")[0][0]}
    for _ in range(2):
        with process() as space:
            later = space.store.now() + timedelta(minutes=2)
            space.store.set_now(later)
            number, text = get(space, book, "A1:B1")[0]
            drawn.add(number)
            assert text == "RAND()"
    assert len(drawn) == 3


def test_after_the_engine_broke_down_the_file_is_closed(
    process: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "BREAKING", frozenset())
    calls.wrong.cache_clear()
    with process() as space:
        book = new_book(space, [[2]])
        put(space, book, "A2:A3", [[1], ["=A1+1"]])
        get(space, book, "A1:A3")
        broken = {"userEnteredValue": {"formulaValue": "=XNPV(A2,A2)"}}
        start = {"sheetId": 0, "rowIndex": 4, "columnIndex": 3}
        cells = {
            "start": start,
            "rows": [{"values": [broken]}],
            "fields": "userEnteredValue",
        }
        order = {"dimensionIndex": 0, "sortOrder": "ASCENDING"}
        sort = {"range": area(0, 6, 0, 5), "sortSpecs": [order]}
        answer = update(
            space, book, {"updateCells": cells}, {"sortRange": sort}
        )
        assert answer.status_code == 501
    calls.wrong.cache_clear()
    with process() as space:
        assert get(space, book, "A1:A3") == [[2], [1], [3]]
