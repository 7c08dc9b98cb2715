"""The demo played through: made, logged, judged, judged again, handed out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sync import demo
from sync.admin.provision import provision
from sync.demo import Demo, coordinator
from sync.program.lockfile import Lock
from sync.program.opened import Opened
from sync.run.as_json import run_json, status_json
from sync.run.one_run import run
from sync.run.options import Say
from sync.run.result import RunResult


@dataclass(frozen=True)
class Played:
    """What came of it: what was made, how many answers were sent, and both
    runs.

    ``calls`` are those of each run, by kind; ``places`` is where its files
    lie.
    """

    settings_path: Path
    lock: Lock
    sent: int
    runs: tuple[RunResult, RunResult]
    calls: tuple[dict[str, int], dict[str, int]]
    places: dict[str, Path]

    def as_json(self) -> dict[str, Any]:
        """``sync demo --json``."""
        lock, (first, second) = self.lock, self.runs
        return {
            "version": 1,
            "config": str(self.settings_path),
            "form_url": lock.responder_uri,
            "forms": {name: form.uri for name, form in lock.forms.items()},
            "program_sheet": lock.program.url if lock.program else "",
            "waiting_sheet": lock.waiting.url if lock.waiting else "",
            "sheets": {key: sheet.url for key, sheet in lock.sheets.items()},
            "files": {name: str(path) for name, path in self.places.items()},
            "run": run_json(first, self.calls[0]),
            "second_run": run_json(second, self.calls[1]),
            "status": status_json(first),
        }


def play(
    story: Demo,
    base: str,
    day: date,
    opening: Callable[[Path], AbstractContextManager[Opened]],
    say: Say,
) -> Played:
    """Play a demo in the local workspace at an address.

    ``opening`` opens the demo's program, once for each command of the story.
    """
    path = story.settings.path
    demo.move_clock(base, demo.morning_before(story))
    with opening(path) as opened:
        lock = provision(opened, say).lock
    sent = demo.send_answers(story, base, say)
    demo.move_clock(base, demo.afternoon(day))
    with opening(path) as opened:
        for each in story.stories:
            coordinator.type_in(opened.program(), each, base, day)
    with opening(path) as opened:
        first = run(opened, day, say=say)
        first_calls = dict(opened.google.pace.calls)
    with opening(path) as opened:
        second = run(opened, day, say=say)
        second_calls = dict(opened.google.pace.calls)
        places = demo.hand_out(opened.program(), first.standings)
    now = datetime.now(ZoneInfo(demo.ZONE))
    if now.date() == day:
        demo.move_clock(base, now)
    calls = (first_calls, second_calls)
    return Played(path, lock, sent, (first, second), calls, places)
