"""Starting the workspace: for good, for a test, or for the length of one
command.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import uvicorn

from workspace.app import application
from workspace.space import Workspace

# Seconds that an idle connection stays open: as long as Google's do, so that a
# client that waits for its quota keeps it.
KEEP_ALIVE = 240


@contextmanager
def serving(
    path: Path | str,
    port: int = 0,
    control: bool = False,
    seed: str = "",
    quotas: bool = False,
    latency: float = 0.0,
) -> Iterator[Workspace]:
    """Serve a file on the loopback address for the length of the block, in a
    thread of this process.

    ``port`` 0 takes the file's last port; where a port is in use, a free one
    is taken. ``control`` opens ``/_internal``. ``seed`` makes the ids of new
    files repeatable. ``quotas`` enforces Google's from the start; ``latency``
    is added to every call, in seconds. Raises AlreadyServed.
    """
    with _held(Path(path)):
        workspace = Workspace(path, control)
        workspace.weather.latency = latency
        if quotas:
            workspace.weather.enforce()
        if seed:
            workspace.store.set_seed(seed)
        # The protocol is named because asyncio switches Nagle's delay off only
        # then.
        listener = socket.socket(
            socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(listener, port or _last_port(workspace))
        workspace.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        workspace.store.set_meta("url", workspace.url)
        config = uvicorn.Config(
            application(workspace),
            log_level="error",
            access_log=False,
            lifespan="off",
            timeout_keep_alive=KEEP_ALIVE,
        )
        server = _Server(config)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, daemon=True
        )
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        try:
            yield workspace
        finally:
            server.stop()
            thread.join(timeout=10)
            listener.close()
            workspace.desk.close()
            workspace.store.close()


class _Server(uvicorn.Server):
    """uvicorn, stopped by an event instead of a look at a flag ten times a
    second, and without a pause where nothing is under way: a command ends at
    once.
    """

    async def startup(
        self, sockets: list[socket.socket] | None = None
    ) -> None:
        """Open, with a Date for the first answer."""
        await self.on_tick(0)
        await super().startup(sockets)

    async def main_loop(self) -> None:
        """Serve until stopped; each second the Date that answers bear moves
        on.
        """
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        while not self._stopped.is_set():
            await self.on_tick(0)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), 1)

    async def shutdown(
        self, sockets: list[socket.socket] | None = None
    ) -> None:
        """Close what is idle; uvicorn's own pause is for calls under way."""
        if self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        end = self._loop.time() + 0.1
        while self.server_state.connections and self._loop.time() < end:
            await asyncio.sleep(0)

    def stop(self) -> None:
        """Stop from another thread, idle connections included."""
        self.should_exit = self.force_exit = True
        self._loop.call_soon_threadsafe(self._stopped.set)


def _last_port(workspace: Workspace) -> int:
    """The port of last time, so that links in sheets go on working."""
    url = workspace.store.meta("url") or ""
    return int(url.rpartition(":")[2]) if url else 0


def _bind(listener: socket.socket, port: int) -> None:
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.bind(("127.0.0.1", 0))


class AlreadyServed(Exception):
    """Another process serves the file."""


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold a file alone, by a lock of SQLite's that dies with the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(
        sqlite3.connect(
            f"{path}.lock",
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
    ) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as busy:
            raise AlreadyServed(str(path)) from busy
        yield


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """The address of a workspace that serves a file: one that runs already, or
    one for the length of the block.
    """
    for _ in range(100):
        try:
            with serving(path) as workspace:
                yield workspace.url
                return
        except AlreadyServed:
            if url := _running(path):
                yield url
                return
            time.sleep(0.05)
    raise AlreadyServed(
        f"{path} is held by a program that does not answer; end it and try again"
    )


def _running(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        row = db.execute(
            "SELECT value FROM meta WHERE name = 'url'"
        ).fetchone()
    try:
        about_page = f"{row[0]}/_internal/about"
        with urllib.request.urlopen(about_page, timeout=2) as answer:  # noqa: S310  (loopback)
            about = json.loads(answer.read())
    except (OSError, ValueError, TypeError):
        return ""
    return row[0] if about.get("data") == str(path) else ""
