"""A store opened by its place."""

from __future__ import annotations

from pathlib import Path

from sync.state.database import POSTGRES, Database
from sync.state.postgres_server import Postgres
from sync.state.sqlite_file import Sqlite


def connect(where: str | Path) -> Database:
    """Open a store by a file's path, or by a ``postgresql://`` address."""
    return (
        Postgres(str(where))
        if str(where).startswith(POSTGRES)
        else Sqlite(Path(where))
    )
