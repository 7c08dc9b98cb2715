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
from tests.support.command import SYNC, command
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


def sync(
    *arguments: str | Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return command(*arguments, cwd=cwd, env=environment)


def demo(folder: Path, *more: str) -> dict[str, Any]:
    done = sync(
        "demo", "--dir", folder, "--as-of", "2026-11-23", "--json", *more
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "no bars and no prompts without a terminal"
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return demo(tmp_path_factory.mktemp("demo") / "d")


@pytest.mark.whole
def test_the_demos_json(told: dict[str, Any]) -> None:
    keys = "config files form_url forms program_sheet run second_run sheets status version waiting_sheet"
    assert sorted(told) == keys.split()
    places = {name: Path(path) for name, path in told["files"].items()}
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
    assert list(told["sheets"]) == ["WES", "NOR", "HAR"] or sorted(
        told["sheets"]
    ) == [
        "HAR",
        "NOR",
        "WES",
    ]
    run, second = told["run"], told["second_run"]
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
def test_the_demo_has_everybody_in_it(told: dict[str, Any]) -> None:
    """Each of the twelve stories can be found again in the first district's
    standing.
    """
    pairs = told["status"]["districts"][0]["pairs"]
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
    assert told["status"]["districts"][0]["waiting"] == 1, (
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


@pytest.mark.long
def test_the_same_seed_and_day_tell_the_same_story(
    told: dict[str, Any], tmp_path: Path
) -> None:
    again = demo(tmp_path / "again", "--districts", "1")
    assert again["status"]["districts"] == told["status"]["districts"][:1]
    other = demo(tmp_path / "other", "--seed", "2", "--districts", "1")
    assert (
        other["status"]["districts"][0]["pairs"]
        != told["status"]["districts"][0]["pairs"]
    )


@pytest.mark.long
@pytest.mark.parametrize("day", ["2027-01-02", "2028-02-29"])
def test_the_demo_works_on_any_day(tmp_path: Path, day: str) -> None:
    done = sync(
        "demo",
        "--dir",
        tmp_path / "d",
        "--as-of",
        day,
        "--districts",
        "1",
        "--json",
    )
    pairs = json.loads(done.stdout)["status"]["districts"][0]["pairs"]
    assert sorted({p["status"] for p in pairs}) == [
        "Check in",
        "In touch",
        "On track",
        "Paused",
        "Reach out",
    ]


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


def test_exit_codes(tmp_path: Path) -> None:
    nothing = sync("run", cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (6, "")
    assert "Run `sync init`" in nothing.stderr
    assert sync("run", "--as-of", "soon", cwd=tmp_path).returncode in (2, 6)
    assert sync("nonsense").returncode == 2
    sync("init", cwd=tmp_path)
    assert sync("init", cwd=tmp_path).returncode == 8
    config = tmp_path / "program.toml"
    local = '[google]\nendpoint = "local"'
    config.write_text(
        config.read_text(encoding="utf-8").replace("[google]", local),
        encoding="utf-8",
    )
    unprovisioned = sync("run", cwd=tmp_path)
    assert (
        unprovisioned.returncode,
        "Run `sync provision` first" in unprovisioned.stderr,
    ) == (6, True)


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


def test_the_log_for_machines(tmp_path: Path) -> None:
    """One JSON object a line: each district's and the run's; what people did
    is said without who.
    """
    write_program(tmp_path)
    sync("provision", cwd=tmp_path).check_returncode()
    done = sync(
        "run", "--log-format", "json", "--as-of", "2026-11-23", cwd=tmp_path
    )
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "0 new answers, 0 counted. As of Monday, November 23, 2026:",
    )
    district, run = (json.loads(line) for line in done.stderr.splitlines())
    assert {
        k: district[k]
        for k in (
            "event",
            "level",
            "district",
            "read",
            "judged",
            "written",
            "failed",
            "calls",
        )
    } == {
        "event": "district",
        "level": "info",
        "district": "WES",
        "read": True,
        "judged": True,
        "written": True,
        "failed": False,
        "calls": {"sheets.read": 1, "sheets.write": 1},
    }
    assert district["status"]["Reach out"] == 3
    assert (run["event"], run["districts"], run["written"]) == ("run", 1, 1)
    assert run["calls"] == {
        "forms.read": 3,
        "drive.read": 5,  # of each form its mark, once
        "sheets.read": 3,
        "sheets.write": 2,
    }
    (tmp_path / "districts.csv").write_text(
        (tmp_path / "districts.csv").read_text(encoding="utf-8")
        + "NEW,New,x@y.example,2026-08-31,2027-06-18,weekly,\n",
        encoding="utf-8",
    )
    some = sync(
        "run", "--log-format", "json", "--as-of", "2026-11-23", cwd=tmp_path
    )
    events = [json.loads(line) for line in some.stderr.splitlines()]
    assert some.returncode == 4
    assert [e["text"] for e in events if e["event"] == "message"] == [
        "NEW: New has no sheet yet. Run `sync provision`."
    ]
    assert "@" not in done.stderr + some.stderr


def test_shards_need_a_state_that_machines_can_share(tmp_path: Path) -> None:
    write_program(tmp_path)
    for arguments, environment, said in (
        (
            ["--shard", "0/4"],
            {},
            "Shards of one program share what they know in PostgreSQL",
        ),
        (
            [],
            {"CLOUD_RUN_TASK_INDEX": "1", "CLOUD_RUN_TASK_COUNT": "4"},
            "Shards of one program share",
        ),
        (
            ["--shard", "/4"],
            {"JOB_COMPLETION_INDEX": "3"},
            "Shards of one program share",
        ),
        (["--shard", "4/4"], {}, "write it as 0/4, 1/4, 2/4 and 3/4"),
        (["--shard", "/4"], {}, "write it as 0/4"),
    ):
        done = sync("run", *arguments, cwd=tmp_path, **environment)
        assert (done.returncode, said in done.stderr) == (6, True), done.stderr


def test_both_names_are_the_same_program() -> None:
    other = subprocess.run(
        [SYNC.with_name("making-time"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.split()[2:] == sync("--help").stdout.split()[2:]


@pytest.mark.whole
def test_explain_and_report_speak_of_one_pair_and_of_all(
    told: dict[str, Any],
) -> None:
    config = told["config"]
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
        ("WES-99", "nobody stands beside this number"),
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
