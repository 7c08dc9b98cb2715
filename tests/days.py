"""The fast tests on other days: once for each moment below, with the clock of
every process moved there.

``python tests/days.py`` runs them all; ``python tests/days.py --two`` those
two that the commit chooses. It takes Debian's faketime, which moves the time
of day and leaves the monotonic clock alone, so that waiting takes as long as
ever (faketime/sitecustomize.py says what that takes).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

SITE = Path(__file__).with_name("faketime")

# A name, what faketime takes as a moment (it runs on from there), and the zone
# that the machine is in.
DAYS = (
    ("in a hundred days", "+100 days", "UTC"),
    ("a Sunday", "next sunday 15:00", "UTC"),
    ("the last two minutes of a year", "2026-12-31 23:58:00", "UTC"),
    ("a leap day", "2028-02-29 10:00:00", "UTC"),
    (
        "the summer, and the end of Python 3.11 nears",
        "2027-07-28 09:00:00",
        "UTC",
    ),
    ("July 1, 2027", "2027-07-01 12:00:00", "UTC"),
    ("tomorrow already", "+0 days", "Pacific/Auckland"),
)
FAST = "not browser and not postgres and not long"


def chosen(two: bool) -> list[tuple[str, str, str]]:
    """All moments, or the two that the commit chooses: one after the other all
    of them get their turn.
    """
    if not two:
        return list(DAYS)
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    turn, first = divmod(int(commit[:8], 16), len(DAYS))
    return [
        DAYS[first],
        DAYS[(first + 1 + turn % (len(DAYS) - 1)) % len(DAYS)],
    ]


def main() -> int:
    """Run the tests at each moment; gives 1 if they failed at any."""
    faketime = shutil.which("faketime")
    if faketime is None:
        sys.stderr.write(
            "faketime is not installed (Debian: apt-get install faketime).\n"
        )
        return 1
    failed = []
    for name, moment, zone in chosen("--two" in sys.argv):
        begun = time.monotonic()
        command = [
            faketime,
            moment,
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "--dist",
            "worksteal",
            "-m",
            FAST,
        ]
        environment = {
            **os.environ,
            "TZ": zone,
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "PYTHONPATH": str(SITE),
        }
        print(f"== {name} ({moment}, {zone})", flush=True)
        if subprocess.run(command, env=environment, check=False).returncode:
            failed.append(name)
        print(f"== {time.monotonic() - begun:.0f} s", flush=True)
    if failed:
        print(f"Failed: {'; '.join(failed)}.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
