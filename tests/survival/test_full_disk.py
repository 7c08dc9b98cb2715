"""A disk that is full in the middle: a small file system of its own, in a
mount namespace that ends with the command.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import Program
from tests.survival.test_kills import everything, people_wrote

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
# A command is begun although the disk has less room than it asks for.
BEGIN = "import sync.program.preconditions as p; p.TO_WRITE = (); import cli; cli.main()"


def on_a_disk(
    program: Program, size: int, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """A command whose folder ``disk`` has so many kB; 0: it is full."""
    (program.folder / "disk").mkdir(exist_ok=True)
    fill = "true" if size else "head -c 4096 /dev/zero > disk/full"
    mount = f'mount -t tmpfs -o size={size or 4}k tmpfs disk && {fill} && exec "$@"'
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", mount, "sh"]  # noqa: RUF005  (a line each)
        + [sys.executable, "-c", BEGIN]
        + [*arguments, "--config", "program.toml"],
        cwd=program.folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_run_on_a_full_disk_ends_in_words_and_the_next_one_goes_on(
    program: Program,
) -> None:
    """Whatever the size at which the state no longer fits."""
    file = program.folder / "program.toml"
    file.write_text(
        'state = "disk/state.sqlite"\n' + file.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    before, ends = people_wrote(program), set()
    for size in (4, 40, 120, 160, 200, 240, 280, 320, 400, 4000):
        run = on_a_disk(program, size, "run", "--as-of", "2026-11-23")
        ends.add(run.returncode)
        if run.returncode:
            assert run.returncode == 5, (size, run.stderr)
            assert "the disk is full" in run.stderr, (size, run.stderr)
            assert "Make room on it" in run.stderr
        assert people_wrote(program) == before
    assert ends == {0, 5}
    stands = everything(program)
    again = on_a_disk(program, 4000, "run", "--full", "--as-of", "2026-11-23")
    assert again.returncode == 0, again.stderr
    assert everything(program) == stands
    assert len(program.values("log")) == 2


@pytest.mark.parametrize(
    ("verb", "out"),
    [("report", "--out"), ("handout", "--out"), ("links", "--csv")],
)
def test_what_cannot_be_written_is_named(
    program: Program, verb: str, out: str
) -> None:
    program.run()
    place = "disk/links.csv" if verb == "links" else "disk"
    ended = on_a_disk(program, 0, verb, out, place)
    assert ended.returncode in (1, 5, 6), ended.stderr
    assert "disk" in ended.stderr
    assert "No space left" in ended.stderr
    assert "Traceback" not in ended.stderr
