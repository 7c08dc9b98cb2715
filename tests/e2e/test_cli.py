"""The command as a person and a scheduler meet it: contracts of --json, exit
codes, quiet without a terminal.
"""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sync.demo import cleared, prepare
from sync.errors import Refused
from tests.support.command import SYNC
from tests.support.commands import sync
from tests.support.program import write_program

STATUSES = [
    "Reach out",
    "Check in",
    "In touch",
    "On track",
    "Not started",
    "Paused",
    "Ended",
]


KINDS = [
    "forms.read",
    "forms.write",
    "drive.read",
    "drive.write",
    "sheets.read",
    "sheets.write",
]


@pytest.mark.whole
def test_the_demos_json(demo_json: dict[str, Any]) -> None:
    keys = "config files form_url forms program_sheet run second_run sheets status version waiting_sheet"
    assert sorted(demo_json) == keys.split()
    places = {name: Path(path) for name, path in demo_json["files"].items()}
    assert sorted(places) == [
        "handouts",
        "letters",
        "links.csv",
        "records",
        "report",
    ]
    made = {
        path.name
        for place in places.values()
        for path in (place.iterdir() if place.is_dir() else [place])
    }
    assert made >= {
        "index.html",
        "WES-annual.html",
        "WES.html",
        "WES.eml",
        "links.csv",
    }
    assert list(demo_json["sheets"]) == ["WES", "NOR", "HAR"] or sorted(
        demo_json["sheets"]
    ) == [
        "HAR",
        "NOR",
        "WES",
    ]
    run, second = demo_json["run"], demo_json["second_run"]
    for each in (run, second):
        assert sorted(each) == [
            "as_of",
            "calls",
            "districts",
            "responses",
            "version",
        ]
        assert list(each["calls"]) == KINDS
        assert all(list(d["status"]) == STATUSES for d in each["districts"])
    assert (
        run["responses"]["new"]
        == run["responses"]["counted"] + run["responses"]["not_counted"]
        > 250
    )
    assert [d["changed"] for d in run["districts"]] == [True] * 3
    assert [d["changed"] for d in second["districts"]] == [False] * 3
    assert second["responses"] == {"new": 0, "counted": 0, "not_counted": 0}
    assert second["calls"]["sheets.write"] == 0


@pytest.mark.whole
def test_the_demo_has_everybody_in_it(demo_json: dict[str, Any]) -> None:
    """Each of the twelve stories can be found again in the first district's
    standing.
    """
    pairs = demo_json["status"]["districts"][0]["pairs"]
    assert len(pairs) == 12
    statuses = [p["status"] for p in pairs]
    assert [
        statuses.count(status)
        for status in ("Reach out", "In touch", "Paused")
    ] == [1, 1, 1]
    flags = [f["flag"] for p in pairs for f in p["flags"]]
    for wanted in (
        "whole group only",
        "observation due",
        "asks to be contacted",
        "in the way: no common time, no substitute",
        "no meetings yet",
    ):
        assert wanted in flags
    assert any("Met in" in p["why"] for p in pairs), (
        "one stopped and has met again"
    )
    assert any(p["rules"][0]["held"] > 20 for p in pairs), (
        "one talks briefly and often"
    )
    assert demo_json["status"]["districts"][0]["waiting"] == 1, (
        "an answer with a code that does not exist"
    )
    assert sorted(pairs[0]) == [
        "code",
        "cover",
        "flags",
        "last_met",
        "meetings",
        "mentee",
        "mentor",
        "minutes",
        "next",
        "observations",
        "rules",
        "status",
        "why",
    ]
    assert sorted(pairs[0]["rules"][0]) == [
        "expected",
        "held",
        "met",
        "periods",
        "rule",
    ]
    assert pairs[0]["observations"]["mentor_sees_mentee"] == {
        "done": 0,
        "asked": 6,
    }


def test_init_provision_run_status(tmp_path: Path) -> None:
    """The README's path: each verb of its own, in a program's folder."""
    write_program(tmp_path)
    first = sync("provision", cwd=tmp_path)
    assert (first.returncode, first.stdout.count("made ")) == (0, 7), (
        first.stderr
    )
    again = sync("provision", cwd=tmp_path)
    assert "Everything is as declared; nothing was written." in again.stdout
    run = json.loads(
        sync("run", "--json", "--as-of", "2026-11-23", cwd=tmp_path).stdout
    )
    assert run["districts"][0]["status"]["Reach out"] == 3
    told = sync("status", "--as-of", "2026-11-23", cwd=tmp_path, NO_COLOR="1")
    assert "3 to reach out to" in told.stdout
    assert "\x1b" not in told.stdout
    more = tmp_path / "WES.csv"
    more.write_text(
        "Mentor,Mentee\nZoë Brennan,João Costa\n", encoding="utf-8"
    )
    assert sync("roster", "add", more, cwd=tmp_path).stdout == "added WES-4\n"


def test_no_address_and_no_token_in_what_is_shown(tmp_path: Path) -> None:
    """Messages name pairs by their code, never by an address."""
    write_program(tmp_path)
    said = [
        sync(*verb.split(), cwd=tmp_path)
        for verb in ("provision", "run", "status")
    ]
    text = "".join(s.stdout + s.stderr for s in said).replace(
        "opened to coordinator@westbrook.example", ""
    )
    assert "@" not in text


def test_both_names_are_the_same_program() -> None:
    one, other = (
        subprocess.run(
            [SYNC.with_name(name), "--help"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for name in ("sync", "making-time")
    )
    assert one[:2] == ["Usage:", "sync"]
    assert other[:2] == ["Usage:", "making-time"]
    assert one[2:] == other[2:]


@pytest.mark.whole
def test_explain_and_report_speak_of_one_pair_and_of_all(
    demo_json: dict[str, Any],
) -> None:
    config = demo_json["config"]
    said = sync(
        "explain", "wes 1", "--config", config, "--as-of", "2026-11-23"
    )
    assert (
        said.returncode,
        said.stdout.splitlines()[0].startswith("WES-1 "),
    ) == (
        0,
        True,
    ), said.stderr
    assert "Asked (required): 1 meeting a week" in said.stdout
    assert "does not count" in said.stdout
    for code, words in (
        ("WES-99", "has no pair with this number"),
        ("twelve", "no pair's code"),
    ):
        wrong = sync("explain", code, "--config", config)
        assert (wrong.returncode, words in wrong.stderr) == (6, True), (
            wrong.stderr
        )
    pay = sync(
        "report",
        "--pay",
        "--district",
        "WES",
        "--config",
        config,
        "--as-of",
        "2026-11-23",
    )
    assert (pay.returncode, pay.stdout.splitlines()[0]) == (
        0,
        '"District","Mentor","E-mail","Pairs","Meetings","Minutes","Hours"',
    )
    assert len(pay.stdout.splitlines()) == 13
    assert sync("report", "--config", config).returncode == 2
    assert (
        sync("report", "--pay", "--hours", "--config", config).returncode == 2
    )


def test_a_demo_that_is_stopped_leaves_an_empty_folder(
    tmp_path: Path,
) -> None:
    """Only what it made itself is taken away."""
    folder = tmp_path / "d"

    def stopped(all_of_it: bool, again: bool = False) -> None:
        with cleared(folder) as all_is_there:
            if not again:
                prepare(folder, 1, date(2026, 11, 23), 1)
            if all_of_it:
                all_is_there()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped(all_of_it=False)
    assert list(folder.iterdir()) == []
    with pytest.raises(KeyboardInterrupt):
        stopped(all_of_it=True)
    with pytest.raises(KeyboardInterrupt):
        stopped(all_of_it=False, again=True)
    with pytest.raises(Refused, match="has a program already"):
        prepare(folder, 1, date(2026, 11, 23), 1)
