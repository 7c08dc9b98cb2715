"""The files that run a program on a schedule are what their readers take, and
what they start runs.
"""

from __future__ import annotations

import json
import os
import plistlib
import re
import shlex
import shutil
import subprocess
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from sync.admin.automate import ScheduleKind
from tests.support.command import sync
from tests.support.program import write_program

pytestmark = pytest.mark.whole


ODD = "Our “best” 100% $HOME program's --> år"


ANALYZE = shutil.which("systemd-analyze") or ""


IMAGE = ("--image", "registry.example/making-time:1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A provisioned program in a folder with an awkward name."""
    folder = tmp_path_factory.mktemp("automate") / ODD
    write_program(folder)
    assert sync(folder, "provision").returncode == 0
    return folder


def written(folder: Path, kind: str, *more: str) -> Path:
    done = sync(folder, "automate", kind, "--dir", f"made-{kind}", *more)
    assert done.returncode == 0, done.stderr
    return folder / f"made-{kind}"


def runs(*command: str, cwd: Path | None = None) -> None:
    """A command runs the program, from anywhere."""
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=cwd or "/", check=False
    )
    assert done.returncode == 0, done.stderr


def test_crons_line_runs(folder: Path) -> None:
    (line,) = [
        line
        for line in (written(folder, "cron") / "making-time.cron")
        .read_text(encoding="utf-8")
        .splitlines()
        if not line.startswith("#")
    ]
    fields = line.split(None, 5)
    minutes = [int(minute) for minute in fields[0].split(",")]
    assert len(minutes) == 4
    assert {b - a for a, b in pairwise(minutes)} == {15}
    assert fields[1:5] == ["6-20", "*", "*", "1-5"]
    assert not re.search(r"(?<!\\)%", fields[5]), (
        "cron ends a command at a bare %"
    )
    runs("sh", "-c", fields[5].replace("\\%", "%"))
    assert '"event": "run"' in (folder / "sync.log").read_text(
        encoding="utf-8"
    )


@pytest.mark.skipif(
    not ANALYZE and not os.environ.get("CI"), reason="no systemd here"
)
def test_systemd_takes_its_units(folder: Path) -> None:
    made = written(folder, "systemd")
    units = [
        str(made / f"making-time.{kind}") for kind in ("service", "timer")
    ]
    done = subprocess.run(
        [ANALYZE, "verify", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    text = (made / "making-time.service").read_text(encoding="utf-8")
    start = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert start
    # As systemd unquotes it: % and $ are doubled, quotes and backslashes as in
    # C.
    runs(
        *(
            word.replace("%%", "%").replace("$$", "$")
            for word in shlex.split(start.group(1))
        )
    )
    timer = (made / "making-time.timer").read_text(encoding="utf-8")
    when = re.search(r"^OnCalendar=(.*)$", timer, re.MULTILINE)
    assert when
    said = subprocess.run(
        [ANALYZE, "calendar", when.group(1)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Normalized form" in said.stdout


def test_launchd_and_windows_start_the_program(folder: Path) -> None:
    with (written(folder, "launchd") / "org.making-time.plist").open(
        "rb"
    ) as file:
        runs(*plistlib.load(file)["ProgramArguments"])
    raw = (written(folder, "windows") / "making-time.xml").read_bytes()
    task = ET.fromstring(raw.decode("utf-16"))  # noqa: S314  (our own)
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    command, arguments = (
        task.findtext(f".//t:{name}", "", space)
        for name in ("Command", "Arguments")
    )
    runs(command, *shlex.split(arguments))
    assert task.findtext(".//t:StartWhenAvailable", "", space) == "true"


def test_github_takes_the_workflow(folder: Path) -> None:
    text = (written(folder, "github") / "making-time-github.yml").read_text(
        encoding="utf-8"
    )
    source = (
        files("check_jsonschema")
        / "builtin_schemas"
        / "vendor"
        / "github-workflows.json"
    )
    schema = json.loads(source.read_text(encoding="utf-8"))
    workflow = yaml.load(text, yaml.BaseLoader)  # noqa: S506  (text alone: "on" is a key here)
    workflow["jobs"]["run"]["timeout-minutes"] = int(
        workflow["jobs"]["run"]["timeout-minutes"]
    )
    workflow["concurrency"]["cancel-in-progress"] = (
        workflow["concurrency"]["cancel-in-progress"] == "true"
    )
    jsonschema.validate(workflow, schema)
    assert "secrets." not in text, "no key is kept there"
    steps = workflow["jobs"]["run"]["steps"]
    assert all(
        re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"])
        for step in steps
        if "uses" in step
    ), "by commit"
    (install,) = [
        step["run"] for step in steps if "pip install" in step.get("run", "")
    ]
    assert re.fullmatch(
        r"pip install \./making_time-[\d.]+-py3-none-any\.whl", install
    ), "nothing of an index by its name"
    (saved,) = [step for step in steps if "cache/save" in step.get("uses", "")]
    assert saved["if"] == "${{ !cancelled() }}", (
        "the state is kept however the run ended"
    )


@pytest.mark.parametrize(
    ("code", "ends"), [(0, 0), (5, 0), (7, 0), (4, 4), (3, 3)]
)
def test_github_takes_a_busy_google_for_no_failure(
    folder: Path, tmp_path: Path, code: int, ends: int
) -> None:
    text = (written(folder, "github") / "making-time-github.yml").read_text(
        encoding="utf-8"
    )
    (line,) = re.findall(r"run: (making-time run .*)", text)
    assert _ended(line, tmp_path, code) == ends


@pytest.mark.parametrize("kind", ["cloud-run", "kubernetes"])
@pytest.mark.parametrize(
    ("code", "failed"), [(0, False), (7, False), (4, True), (5, True)]
)
def test_in_a_container_another_command_at_work_is_no_failure(
    folder: Path, tmp_path: Path, kind: str, code: int, failed: bool
) -> None:
    (path,) = written(shares(folder, tmp_path), kind, *IMAGE).iterdir()
    text = " ".join(path.read_text(encoding="utf-8").split())
    (line,) = re.findall(
        r"(/opt/making-time/bin/making-time run .*? \|\| exit \$code)", text
    )
    assert _ended(
        line.replace("/opt/making-time/bin/", ""), tmp_path, code
    ) == (code if failed else 0)


def _ended(line: str, folder: Path, code: int) -> int:
    """How a shell's line ends where the program ends with a code."""
    command = folder / "making-time"
    command.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
    command.chmod(0o755)
    return subprocess.run(
        ["/bin/sh", "-c", line],
        env={"PATH": f"{folder}:/usr/bin:/bin"},
        check=False,
    ).returncode


def test_kubernetes_takes_the_manifest(folder: Path, tmp_path: Path) -> None:
    import kubernetes_validate  # type: ignore[import-untyped]

    shared = shares(folder, tmp_path)
    (job,) = yaml.safe_load_all(
        (
            written(shared, "kubernetes", *IMAGE, "--shards", "4")
            / "making-time-kubernetes.yaml"
        ).read_text(encoding="utf-8")
    )
    kubernetes_validate.validate(job, "1.31", strict=True)
    spec = job["spec"]["jobTemplate"]["spec"]
    assert (spec["completionMode"], spec["completions"]) == ("Indexed", 4)
    assert spec["template"]["spec"]["securityContext"]["runAsNonRoot"]


def test_cloud_run_takes_the_job(folder: Path, tmp_path: Path) -> None:
    """Every name in it is one of Cloud Run's own discovery document."""
    from googleapiclient.discovery_cache import get_static_doc

    schemas = json.loads(get_static_doc("run", "v1"))["schemas"]
    job = yaml.safe_load(
        (
            written(
                shares(folder, tmp_path), "cloud-run", *IMAGE, "--shards", "4"
            )
            / "making-time-cloud-run.yaml"
        ).read_text("utf-8")
    )

    def check(value: Any, schema: dict[str, Any], place: str) -> None:
        schema = schemas[schema["$ref"]] if "$ref" in schema else schema
        if isinstance(value, dict) and "properties" in schema:
            for name, inner in value.items():
                assert name in schema["properties"], f"{place}.{name}"
                check(inner, schema["properties"][name], f"{place}.{name}")
        elif isinstance(value, list):
            assert schema["type"] == "array", place
            for inner in value:
                check(inner, schema["items"], place)
        else:
            kinds: dict[str, Any] = {
                "integer": int,
                "boolean": bool,
                "string": (str, int),
                "object": dict,
            }
            assert isinstance(value, kinds[schema["type"]]), place

    check(job, {"$ref": "Job"}, "Job")
    assert job["spec"]["template"]["spec"]["taskCount"] == 4


def shares(folder: Path, tmp_path: Path) -> Path:
    """The same program with a state that machines can share."""
    write_program(tmp_path / "shared")
    text = (folder / "program.toml").read_text(encoding="utf-8")
    (tmp_path / "shared" / "program.toml").write_text(
        'state = "postgresql://db/ours"\n' + text, encoding="utf-8"
    )
    return tmp_path / "shared"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("daemon",), 2, "'daemon' is not known; use one of cron, systemd"),
        (("kubernetes", *IMAGE), 6, "postgresql://"),
        (("cron", "--shards", "2"), 6, "postgresql://"),
    ],
)
def test_what_cannot_be_made_is_shown(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = sync(folder, "automate", *arguments)
    assert (
        done.returncode,
        words in " ".join(done.stderr.replace("│", " ").split()),
    ) == (code, True), done.stderr


def test_there_is_a_file_in_deploy_for_each() -> None:
    made = {p.name for p in (Path(__file__).parents[2] / "deploy").iterdir()}
    assert made == {*(kind.value for kind in ScheduleKind), "Dockerfile"}


def test_strangers_text_stays_in_its_comment(tmp_path: Path) -> None:
    from sync.admin.automate import Job, texts

    name = "x\n* * * * * touch /tmp/pwned\n#\x07-->]]>"
    for kind in ScheduleKind:
        job = Job(
            Path("/opt/sync"),
            Path("/p/program.toml"),
            name,
            "America/New_York",
            "2026-08-31",
            "PostgreSQL",
            "i:1",
            2,
        )
        for text in texts(kind, job, tmp_path / "a--b").values():
            assert "\n* * * * * touch" not in text
            if kind is ScheduleKind.LAUNCHD:
                plistlib.loads(text.encode())
            if kind is ScheduleKind.WINDOWS:
                ET.fromstring(text)  # noqa: S314  (our own)
