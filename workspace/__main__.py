"""``python -m workspace``: serve a workspace by itself, for any project.

``python -m workspace compare``: run the contract here and elsewhere, and
print where the two differ.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path
from threading import Event

import requests

from workspace.contract import Unusable, cases
from workspace.server import AlreadyServed, serving


def main(arguments: list[str] | None = None) -> int:
    """Serve a file until Ctrl-C, or compare; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["compare"]:
        return compare(given[1:])
    return serve(given)


def compare(arguments: list[str]) -> int:
    """Compare this workspace with live Google or another workspace: 0 where
    they are alike, 1 where they differ, 2 where nothing could be compared.
    """
    from workspace import compare

    parser = argparse.ArgumentParser(
        "workspace compare",
        description="Run the contract on this workspace and elsewhere, and print where the two differ. What it makes"
        " elsewhere lies in one folder, which goes into the trash afterwards.",
    )
    parser.add_argument(
        "--against",
        required=True,
        metavar="WHERE",
        help="google, or the address of another workspace",
    )
    parser.add_argument(
        "--credentials",
        default="",
        metavar="FILE",
        help="a service account's key or a person's consent; without one the machine's own (application default)",
    )
    parser.add_argument(
        "--second",
        default="",
        metavar="FILE",
        help="another person's, for the cases that take two",
    )
    parser.add_argument(
        "--only",
        default="",
        metavar="TEXT",
        help="only the cases with this text in their names, such as values",
    )
    given = parser.parse_args(arguments)
    wanted = [case for case in cases() if given.only in case.name]
    if not wanted:
        parser.error(f"no case has “{given.only}” in its name")
    where = given.against.rstrip("/")
    if where.lower() == "google":
        elsewhere = compare.google(given.credentials, given.second)
    elif where.startswith(("http://", "https://")):
        elsewhere = compare.local(where)
    else:
        parser.error(
            "--against takes google, or an address such as http://127.0.0.1:8080"
        )
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    found = None
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            serving(Path(folder) / "workspace.sqlite", control=True) as here,
            compare.local(here.url) as ours,
            elsewhere as theirs,
        ):
            found = compare.compared(wanted, ours, theirs)
    except (Unusable, requests.RequestException) as error:
        why = (
            str(error)
            if isinstance(error, Unusable)
            else f"{given.against} did not answer: {type(error).__name__}. Look at the address, the network and the credentials."
        )
        sys.stderr.write(f"{why}\n")
    if found is None:
        return 2
    for line in compare.lines(found):
        sys.stdout.write(line + "\n")
    return 1 if found.differences or found.stopped else 0


def serve(arguments: list[str]) -> int:
    """Serve a file until Ctrl-C."""
    parser = argparse.ArgumentParser(
        "workspace", description="A small Google Workspace on this machine."
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("workspace.sqlite"),
        help="the file that holds everything",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=0,
        help="the port; without one the file's last, or a free one",
    )
    parser.add_argument(
        "--control",
        action="store_true",
        help="open /_internal: clock, faults, quotas, reset",
    )
    parser.add_argument(
        "--quotas",
        action="store_true",
        help="enforce Google's quotas from the start",
    )
    parser.add_argument(
        "--latency",
        type=float,
        default=0.0,
        metavar="S",
        help="answer every call this much later",
    )
    given = parser.parse_args(arguments)
    stopped = Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stopped.set())
    try:
        with serving(
            given.data,
            given.port,
            given.control,
            quotas=given.quotas,
            latency=given.latency,
        ) as workspace:
            sys.stdout.write(
                f"A workspace is open at {workspace.url} (stop it with Ctrl-C).\n"
            )
            sys.stdout.flush()
            stopped.wait()
    except AlreadyServed:
        sys.stderr.write(
            f"{given.data} is served by another process. Stop that one, or use its address.\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
