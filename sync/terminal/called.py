"""Commands in messages, written so that they run when pasted: by the name, or
the whole path, by which the program was called, and with its ``--config``.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

NAMES = ("sync", "making-time")
# The commands, and which of them have no --config.
COMMANDS = (
    "init",
    "login",
    "doctor",
    "plan",
    "access",
    "provision",
    "roster add",
    "calendar add",
    "run",
    "status",
    "explain",
    "report",
    "links",
    "handout",
    "letter",
    "export",
    "purge",
    "rollover",
    "close",
    "automate",
    "demo",
    "workspace serve",
)
_WITHOUT_CONFIG = ("init", "demo", "workspace serve")
_COMMAND = re.compile(
    rf"(?<![\w./-])(?:{'|'.join(NAMES)}) ({'|'.join(COMMANDS)})(?![\w-])(?! --config)"
)


def name() -> str:
    """The name of the program as it was called."""
    called = Path(sys.argv[0]).name.removesuffix(".exe")
    return called if called in NAMES else NAMES[0]


def as_called(text: str) -> str:
    """A text with the commands in it as whoever reads it can type them."""
    config = _config(tuple(sys.argv[1:]))

    def one(found: re.Match[str]) -> str:
        verb = found[1]
        more = "" if verb in _WITHOUT_CONFIG else config
        return f"{_program(sys.argv[0])} {verb}{more}"

    return _COMMAND.sub(one, text)


def _program(argument: str) -> str:
    """The name, where a shell finds this program by it; else its path."""
    path = Path(argument)
    called = path.name.removesuffix(".exe")
    if called not in NAMES:
        return NAMES[0]
    if len(path.parts) == 1:
        return called
    found = shutil.which(called)
    if found and Path(found).resolve() == path.resolve():
        return called
    return shlex.quote(str(path.absolute()))


def _config(arguments: tuple[str, ...]) -> str:
    """The option that names the program's file, where one was given."""
    for place, each in enumerate(arguments):
        if each == "--config" and place + 1 < len(arguments):
            return f" --config {shlex.quote(arguments[place + 1])}"
        if each.startswith("--config="):
            return f" --config {shlex.quote(each.partition('=')[2])}"
    return ""
