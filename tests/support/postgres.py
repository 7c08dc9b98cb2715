"""A PostgreSQL server for tests, from the system's own binaries (Debian's
package ``postgresql``), on a socket.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

OWNER = "postgres"


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres")) or [
        Path(shutil.which("postgres") or "")
    ]
    assert found[-1].exists(), (
        "PostgreSQL is not installed: apt-get install postgresql"
    )
    return found[-1].parent


@contextmanager
def serving() -> Iterator[Callable[[], str]]:
    """A server in a folder of its own; gives a function that makes a new,
    empty place in it, by its address.
    """
    binaries, folder = (
        _binaries(),
        Path(tempfile.mkdtemp(prefix="making-time-postgres-")),
    )
    owner: dict[str, Any] = {}
    if os.geteuid() == 0:  # which PostgreSQL refuses to run as
        owner = {"user": OWNER, "group": OWNER}
        shutil.chown(folder, OWNER, OWNER)
    data = folder / "data"
    make = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        OWNER,
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    subprocess.run(make, check=True, capture_output=True, cwd=folder, **owner)
    quick = [
        "-c",
        "listen_addresses=",
        "-c",
        "fsync=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_connections=200",
    ]
    server = subprocess.Popen(
        [binaries / "postgres", "-D", data, "-k", folder, *quick],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        **owner,
    )
    address = f"postgresql:///postgres?host={folder}&user={OWNER}"
    try:
        for _ in range(300):
            try:
                psycopg.connect(address).close()
                break
            except psycopg.OperationalError:
                time.sleep(0.05)
        numbers = count(1)

        def place() -> str:
            name = f"p{next(numbers)}"
            with closing(psycopg.connect(address, autocommit=True)) as db:
                db.execute(f"CREATE SCHEMA {name}".encode())
            return f"{address}&options=-csearch_path%3D{name}"

        yield place
    finally:
        server.send_signal(
            signal.SIGINT
        )  # which ends it without waiting for those connected
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def emptied(address: str) -> None:
    """Take away all that a place holds."""
    with closing(psycopg.connect(address, autocommit=True)) as db:
        name = str(db.execute("SELECT current_schema()").fetchall()[0][0])
        db.execute(
            f"DROP SCHEMA {name} CASCADE; CREATE SCHEMA {name}".encode()
        )
