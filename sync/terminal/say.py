"""Lines for people on standard output and standard error, and JSON for
programs.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from sync.core.field_words import PLAIN
from sync.terminal.called import as_called

# Control characters, and those that change the direction of a text.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


class ProgramWords:
    """The words of the program that was opened last."""

    words = PLAIN


def safe(text: str) -> str:
    """A text from outside as a terminal may show it."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def shown(text: str) -> str:
    """A text in the program's words, with commands that can be pasted, and
    without control characters.
    """
    return safe(as_called(ProgramWords.words.say(text)))


def out(text: str, end: str = "\n") -> None:
    """Print a result."""
    print(shown(text), end=end)


def data(text: str) -> None:
    """Print data or a mail unchanged, but for control characters."""
    print(safe(text), end="")


def err(text: str) -> None:
    """Print what is left to do or went wrong; where machines read, as a log
    record.
    """
    if machine_reads():
        import logging

        logging.getLogger("sync").warning(text)
    else:
        print(shown(text), file=sys.stderr)


def made(path: object) -> None:
    """Print that a file was made."""
    out(f"made {path}")


def as_json(value: Any) -> None:
    """Print one JSON object."""
    import json

    data(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def machine_reads() -> bool:
    """Whether standard error is a log for machines."""
    if "logging" not in sys.modules:
        return False
    return bool(sys.modules["logging"].getLogger("sync").handlers)
