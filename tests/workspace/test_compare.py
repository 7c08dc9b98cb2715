"""Two workspaces are compared by the contract: alike they do not differ, and
each fault that is built into one of them is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from workspace import batches, discovery, errors, wire
from workspace.__main__ import main
from workspace.compare import (
    Comparison,
    between,
    compared,
    lines,
    local,
    patient,
    seen,
)
from workspace.contract import Account, cases
from workspace.drive import SHEET, file_fields, files, queries
from workspace.forms import api as forms
from workspace.forms import editing
from workspace.server import serving
from workspace.sheets import (
    adapted,
    arrays,
    cell_formats,
    evaluation,
    formats,
    looks,
    sentences,
    values,
)
from workspace.sheets.requests import batch, ranges

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def two(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Account, Account]]:
    """Accounts at two workspaces."""
    folder: Path = tmp_path_factory.mktemp("two")
    with ExitStack() as stack:
        accounts = [
            stack.enter_context(
                local(
                    stack.enter_context(
                        serving(folder / f"{name}.sqlite", control=True)
                    ).url
                )
            )
            for name in ("one", "two")
        ]
        yield accounts[0], accounts[1]


@pytest.fixture(scope="module")
def here(two: tuple[Account, Account]) -> dict[str, list[Any]]:
    """What every case sees where no fault is."""
    return {case.name: seen(case, two[0]) for case in cases()}


def test_workspaces_that_are_alike_do_not_differ(
    two: tuple[Account, Account],
) -> None:
    found = compared(cases(), *two)
    assert list(lines(found)) == [
        f"{len(cases())} cases ran; 0 of them differ."
    ]


def _forget() -> None:
    """What formulas were found to be, with a fault or without it."""
    adapted._for_engine.cache_clear()
    adapted.adapted.cache_clear()


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _same(value: Any, *_: Any, **__: Any) -> Any:
    return value


FAULTS: list[tuple[str, Any, str, Any]] = [
    ("values", values, "_too_far", lambda *_: errors.invalid("Too far.")),
    ("values", values, "_table", _nothing),
    ("values", values, "quoted", _same),
    ("values", values, "_totals", lambda done: {}),
    ("values", values, "in_proto", repr),
    ("values", discovery, "_CALLED", {}),
    ("values", discovery, "_EXACT", 0),
    ("structure", discovery, "_enum_name", lambda *_: "TYPE_ENUM"),
    ("structure", wire, "_broken_at", lambda _: "Wrong."),
    ("structure", looks, "_in_byte", _same),
    ("structure", looks, "mirrored", _same),
    ("structure", batches, "invalid", lambda _: errors.invalid("No.")),
    ("structure", batch.Batch, "may_change", _nothing),
    ("structure", ranges, "_keeps_sender", _nothing),
    ("structure", ranges, "_follow", _nothing),
    ("structure", ranges, "_check_name", _nothing),
    ("formulas", adapted._Writer, "carried", adapted._Writer.written),
    ("formulas", arrays.Arrays, "filled", lambda *_: set()),
    ("formulas", cell_formats.CellFormats, "_planned", lambda *_: {}),
    ("formulas", sentences, "sentence", lambda *_: "An error."),
    ("formulas", evaluation, "localized", _same),
    ("formats", formats, "_is_minute", lambda *_: False),
    ("formats", formats, "_fraction", lambda *_: "?"),
    ("drive", file_fields, "stars", lambda *_: {"starred": []}),
    (
        "drive",
        file_fields,
        "EXPORTS",
        {**file_fields.EXPORTS, SHEET: ("nosuch",)},
    ),
    ("drive", files, "_merged", lambda old, new: dict(old)),
    ("drive", queries, "_contains", lambda text, start, prefix: start in text),
    ("drive", queries, "_wrong", lambda: errors.Refusal(400, "Wrong.")),
    ("forms", editing, "apply", lambda *_: []),
    ("forms", forms, "invalid", lambda _: errors.Refusal(409, "No.")),
]


@pytest.mark.parametrize(
    ("part", "module", "name", "fault"),
    FAULTS,
    ids=[f"{part}-{name}" for part, _, name, _ in FAULTS],
)
def test_a_fault_that_is_built_in_is_found(
    two: tuple[Account, Account],
    here: dict[str, list[Any]],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    module: Any,
    name: str,
    fault: Any,
) -> None:
    wanted = [case for case in cases() if case.name.startswith(part)]
    _forget()
    with monkeypatch.context() as patch:
        patch.setattr(module, name, fault)
        there = {case.name: seen(case, two[1]) for case in wanted}
    _forget()
    found = [
        each
        for case in wanted
        for each in between(case, here[case.name], there[case.name])
    ]
    assert found, "the fault shows"


def test_a_difference_is_printed_with_its_law_and_source() -> None:
    case = cases()[0]
    found = tuple(between(case, ["a", 1], ["a", 2]))
    printed = list(lines(Comparison(1, (case,), found)))
    assert printed == [
        f"{case.name}: {case.law}",
        f"    {case.source}",
        "    2. here:  1",
        "       there: 2",
        f"{case.name}: passed over, since it takes two people. Name the other one's credentials with --second.",
        "1 cases ran; 1 of them differ.",
    ]


def test_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path / "other.sqlite", control=True) as space:
        code = main(["compare", "--against", space.url, "--only", "append"])
        trashed = space.store.db.execute(
            "SELECT name, trashed FROM files WHERE name LIKE 'Comparison%'"
        ).fetchall()
    assert code == 0, capsys.readouterr().out
    assert capsys.readouterr().out == "3 cases ran; 0 of them differ.\n"
    assert trashed == [("Comparison (can be deleted)", 1)]


def test_a_service_that_is_asked_too_often_is_waited_for() -> None:
    answers = iter([(429, {}), (503, {}), (200, {"done": True})])
    waits: list[float] = []
    send = patient(lambda *_: next(answers), waits.append)
    assert send("GET", "/v4", {}, None) == (200, {"done": True})
    assert len(waits) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--against", "http://127.0.0.1:9"], "did not answer"),
        (["--against", "google", "--credentials", "none.json"], "credentials"),
    ],
)
def test_what_cannot_be_compared_is_named_and_ends_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *arguments]) == 2
    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("against", ["", "Gogle", "127.0.0.1:8080"])
def test_an_address_that_is_none_is_refused(against: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["compare", "--against", against])
    assert ended.value.code == 2


def test_what_could_not_be_trashed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path / "other.sqlite", control=True) as space:
        requests.post(
            f"{space.url}/_internal/faults",
            json={"kind": "500", "method": "drive.files.update", "times": 1},
            timeout=10,
        ).raise_for_status()
        code = main(["compare", "--against", space.url, "--only", "about"])
    shown = capsys.readouterr()
    assert "could not be trashed" in shown.err
    assert shown.out == "1 cases ran; 0 of them differ.\n"
    assert code == 0


def test_all_that_was_made_lies_in_the_trash(tmp_path: Path) -> None:
    with serving(tmp_path / "other.sqlite", control=True) as space:
        main(["compare", "--against", space.url + "/", "--only", "structure"])
        left = space.store.db.execute(
            "SELECT name FROM files WHERE parent IS NULL AND trashed = 0"
        ).fetchall()
    assert left == []


def test_a_comparison_that_is_stopped_shows_what_it_has(
    two: tuple[Account, Account],
) -> None:
    first, second, *_ = cases()

    def stopping(_: Account) -> Any:
        raise KeyboardInterrupt

    stopped = replace(second, run=stopping)
    found = compared([first, stopped], *two)
    assert list(lines(found)) == [
        "Stopped before the end.",
        "1 cases ran; 0 of them differ.",
    ]
