"""Files that run a program on a schedule, from the templates in
``schedules/``: they work as they are.
"""

from __future__ import annotations

import json
import re
import shlex
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from sync.errors import ConfigurationError
from sync.program.settings import Settings
from sync.state.database import POSTGRES


class ScheduleKind(StrEnum):
    """What runs a program on a schedule."""

    CRON = "cron"
    SYSTEMD = "systemd"
    LAUNCHD = "launchd"
    WINDOWS = "windows"
    GITHUB = "github"
    CLOUD_RUN = "cloud-run"
    KUBERNETES = "kubernetes"


# Where a program must be for the paths in the files of a kind, as
# ``sys.platform`` has it; the others are of any machine.
MACHINES = {
    ScheduleKind.SYSTEMD: "linux",
    ScheduleKind.LAUNCHD: "darwin",
    ScheduleKind.WINDOWS: "win32",
}


class _At(Template):
    """``@name`` stands for a value, ``@@`` for itself."""

    delimiter = "@"


def _cron_word(text: str) -> str:
    return shlex.quote(text).replace("%", "\\%")


def _systemd_word(text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("%", "%%")
        .replace("$", "$$")
    )
    return (
        text
        if re.fullmatch(r"[\w./@:+-]+", text, re.ASCII)
        else f'"{escaped}"'
    )


def _systemd_path(text: str) -> str:
    """A path in a setting that is a list of paths: variables mean nothing
    there.
    """
    return _systemd_word(text).replace("$$", "$")


def _xml(text: str) -> str:
    """Text for an element, and for a comment, in which two hyphens may not
    stand.
    """
    return escape(text).replace("--", "-&#45;")


# For each kind its files, each from a template, and how a value is written in
# them.
_FILES: dict[ScheduleKind, tuple[dict[str, str], Callable[[str], str]]] = {
    ScheduleKind.CRON: ({"making-time.cron": "cron"}, _cron_word),
    ScheduleKind.SYSTEMD: (
        {"making-time.service": "service", "making-time.timer": "timer"},
        _systemd_word,
    ),
    ScheduleKind.LAUNCHD: ({"org.making-time.plist": "plist"}, escape),
    ScheduleKind.WINDOWS: ({"making-time.xml": "task"}, escape),
    ScheduleKind.GITHUB: ({"making-time-github.yml": "github"}, str),
    ScheduleKind.CLOUD_RUN: (
        {"making-time-cloud-run.yaml": "cloud-run"},
        json.dumps,
    ),
    ScheduleKind.KUBERNETES: (
        {"making-time-kubernetes.yaml": "kubernetes"},
        json.dumps,
    ),
}
_CONTAINERS = (ScheduleKind.CLOUD_RUN, ScheduleKind.KUBERNETES)


@dataclass(frozen=True)
class Job:
    """What is to be run: this program by its whole path, for a program's file;
    a container's image, and shares.
    """

    command: Path
    config: Path
    name: str
    zone: str
    start: str
    state: str
    image: str = ""
    shards: int = 1

    @classmethod
    def of(
        cls, settings: Settings, command: Path, image: str, shards: int
    ) -> Job:
        """The job of a program. Raises ConfigurationError for several shares
        without PostgreSQL, and for paths with control characters.
        """
        state = settings.file.state
        if shards > 1 and not state.startswith(POSTGRES):
            raise ConfigurationError(
                'Several shares need a state that they share: write state = "postgresql://..." in program.toml.'
            )
        start = min(d.first_day for d in settings.districts).isoformat()
        where = "PostgreSQL" if state.startswith(POSTGRES) else state
        for text in (str(command), str(settings.path), image):
            if any(not c.isprintable() for c in text):
                raise ConfigurationError(
                    f"{text!r} has characters that no schedule can take. Move the program to another folder."
                )
        return cls(
            command,
            settings.path,
            settings.file.program.name,
            settings.file.program.time_zone,
            start,
            where,
            image,
            shards,
        )


def texts(kind: ScheduleKind, job: Job, here: Path) -> dict[str, str]:
    """The files of a kind, by name; ``here`` is where they are put.

    Raises ConfigurationError for a container without PostgreSQL or image.
    """
    if kind in _CONTAINERS and job.state != "PostgreSQL":
        raise ConfigurationError(
            'A container keeps no file: write state = "postgresql://..." at the top of program.toml. docs/several-machines.md says more.'
        )
    if kind in _CONTAINERS and not job.image:
        raise ConfigurationError(
            "Name the container's image with --image, such as registry.example/making-time:1. deploy/Dockerfile makes one."
        )
    names, _ = _FILES[kind]
    values, source = (
        _values(kind, job, here),
        files("sync.admin") / "schedules",
    )
    return {
        name: _At((source / part).read_text(encoding="utf-8")).substitute(
            values
        )
        for name, part in names.items()
    }


def _values(kind: ScheduleKind, job: Job, here: Path) -> dict[str, str]:
    """What stands in a schedule's template, as its kind of file writes it."""
    _, word = _FILES[kind]
    name = " ".join(
        "".join(c if c.isprintable() else " " for c in job.name).split()
    )
    place, folder = shlex.quote(str(here)), job.config.parent
    if kind in (ScheduleKind.LAUNCHD, ScheduleKind.WINDOWS):
        name, place = _xml(name), _xml(place)
    # The minutes depend on the path, so that the programs of one machine do
    # not all start at the same minute.
    minute = zlib.crc32(str(job.config).encode()) % 15
    return {
        "command": word(str(job.command)),
        "config": word(str(job.config)),
        "folder": word(str(folder)),
        "writable": _systemd_path(str(folder)),
        "log": word(str(folder / "sync.log")),
        "image": word(job.image),
        "here": place,
        "name": name,
        "zone": job.zone,
        "start": job.start,
        "state": job.state,
        "shards": str(job.shards),
        "version": version("making-time"),
        "minutes": ",".join(str(minute + 15 * n) for n in range(4)),
    }


def write(kind: ScheduleKind, job: Job, folder: Path) -> list[Path]:
    """Write the files of a kind into a folder. Each says at its head how it is
    installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, text in texts(kind, job, folder.resolve()).items():
        path = folder / name
        path.write_text(
            text,
            encoding="utf-16" if kind is ScheduleKind.WINDOWS else "utf-8",
        )
        made.append(path)
    return made
