"""One thing that was looked at: how it is, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sync.errors import GoogleError, SyncError


class Grade(StrEnum):
    """How a check ended; a note is no reason for a run to fail."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, how it is, and what to do (empty where
    the message names it).
    """

    check: str
    grade: Grade
    message: str
    remedy: str = ""
    # Nothing is wrong but that nothing was made yet.
    to_begin: bool = False

    @property
    def as_json(self) -> dict[str, str]:
        """The finding as ``--json`` prints it."""
        return {
            "check": self.check,
            "grade": self.grade.value,
            "message": self.message,
            "remedy": self.remedy,
        }


def ok(check: str, message: str) -> Finding:
    """Something is as it should be."""
    return Finding(check, Grade.OK, message)


def note(check: str, message: str, remedy: str = "") -> Finding:
    """Something to know, which stops no run."""
    return Finding(check, Grade.NOTE, message, remedy)


def wrong(check: str, error: SyncError | str, remedy: str = "") -> Finding:
    """Something that stops a run, in Google's words or ours."""
    if isinstance(error, GoogleError):
        return Finding(
            check,
            Grade.WRONG,
            f"Google refused while {error.doing} ({error.code}): {error.message}",
            error.words,
        )
    return Finding(check, Grade.WRONG, str(error), remedy)
