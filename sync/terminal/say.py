"""Lines for people on standard output and standard error, and JSON for
programs.
"""

from __future__ import annotations

import sys
from typing import Any


def out(text: str, end: str = "\n") -> None:
    """Print a result."""
    print(text, end=end)


def err(text: str) -> None:
    """Print what is left to do or went wrong; where machines read, as a log
    record.
    """
    if machine_reads():
        import logging

        logging.getLogger("sync").warning(text)
    else:
        print(text, file=sys.stderr)


def made(path: object) -> None:
    """Print that a file was made."""
    out(f"made {path}")


def as_json(value: Any) -> None:
    """Print one JSON object."""
    import json

    out(json.dumps(value, indent=2, ensure_ascii=False))


def machine_reads() -> bool:
    """Whether standard error is a log for machines."""
    if "logging" not in sys.modules:
        return False
    return bool(sys.modules["logging"].getLogger("sync").handlers)
