"""Runs of the product in processes of their own that can be killed: a process
that has imported everything, and forks.

A line of JSON on standard input asks for runs, all at once; a line on standard
output says how each ended: its exit code, or minus the signal. Run as ``python
-m tests.support.forks``.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from sync.errors import SyncError
from sync.google.calls import Pace
from sync.google.connect import connect_local
from sync.program.opened import Opened
from sync.program.settings import load
from sync.run.one_run import run
from sync.run.options import RunOptions
from sync.state.shards import Shard
from sync.state.store import opened
from tests.support.program import Skipping

ROOT = Path(__file__).parent.parent.parent
FAILED = 9


@dataclass(frozen=True)
class Ask:
    """One run: of which program, against which workspace, on which day, as
    whom; and when it is killed, if it is.

    ``calls`` kills it just before (or with ``after`` just after) that call;
    ``moment`` so many seconds after its start.
    """

    folder: str
    url: str
    day: str
    identities: Sequence[str]
    place: int = 0
    number: int = 1
    calls: int = 0
    after: bool = False
    moment: float = 0.0


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _run(ask: Ask) -> None:
    call, left = Pace.call, [ask.calls]

    def stopping(pace: Pace, *args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and not ask.after:
            _die()
        answer = call(pace, *args, **kwargs)
        if left[0] == 0:
            _die()
        return answer

    setattr(Pace, "call", stopping)  # noqa: B010  (a method is put in another's place)
    settings, shard = (
        load(Path(ask.folder) / "program.toml"),
        Shard(ask.place, ask.number),
    )
    with ExitStack() as stack:
        state = stack.enter_context(opened(settings.state, shard))
        pace = partial(
            Pace,
            stack.enter_context(closing(state.ledger())),
            clock=Skipping(),
        )
        google = stack.enter_context(
            closing(connect_local(ask.url, ask.identities, pace))
        )
        run(
            Opened(settings, google, state),
            date.fromisoformat(ask.day),
            RunOptions(attended=False, shard=shard),
        )


def main() -> None:
    """Fork a run for each ask of a line, wait for all, and say how they ended."""
    for heavy in (
        "google.oauth2.credentials",
        "googleapiclient.discovery",
        "gspread",
        "psycopg",
        "sync.google.sheets",
    ):
        import_module(heavy)  # once, for all that are forked
    setattr(import_module("sync.core.rollup"), "FEWEST", 1)  # noqa: B010  (else figures of so few pairs are withheld)
    for line in sys.stdin:
        children: list[tuple[dict[str, Any], int]] = []
        for given in json.loads(line):
            child = os.fork()
            if child == 0:
                random.seed()
                try:
                    _run(Ask(**given))
                except SyncError as error:
                    os._exit(error.exit_code)
                except BaseException:
                    traceback.print_exc()
                    os._exit(FAILED)
                os._exit(0)
            children.append((given, child))
        begun = time.monotonic()
        for moment, child in sorted(
            (given["moment"], child) for given, child in children
        ):
            if moment:
                time.sleep(max(0.0, begun + moment - time.monotonic()))
                os.kill(child, signal.SIGKILL)
        codes = [
            os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            for _, child in children
        ]
        sys.stdout.write(json.dumps(codes) + "\n")
        sys.stdout.flush()


@contextmanager
def forking() -> Iterator[Any]:
    """A function that runs asks at once, and gives how they ended."""
    command = [sys.executable, "-m", "tests.support.forks"]
    with Popen(
        command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT
    ) as process:

        def ended(*asks: Ask) -> list[int]:
            assert process.stdin
            assert process.stdout
            process.stdin.write(
                json.dumps([asdict(ask) for ask in asks]) + "\n"
            )
            process.stdin.flush()
            codes: list[int] = json.loads(process.stdout.readline())
            assert FAILED not in codes, (
                "a run ended with an error that should not be"
            )
            return codes

        try:
            yield ended
        finally:
            process.kill()


if __name__ == "__main__":
    main()
