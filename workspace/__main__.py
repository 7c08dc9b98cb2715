"""``python -m workspace``: serve a workspace by itself, for any project."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from threading import Event

from workspace.server import AlreadyServed, serving


def main(arguments: list[str] | None = None) -> int:
    """Serve a file until Ctrl-C; returns the exit code."""
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
                f"A workspace is open at {workspace.url}. Stop it with Ctrl-C.\n"
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
