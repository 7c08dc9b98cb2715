"""Everything that ends a command, each with its exit code and with what to do
next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sync.core.problems import Problem
from sync.core.words import first_of

# The most problems that one error names.
MOST_PROBLEMS = 25


class SyncError(Exception):
    """A known error: what happened and where, and what to do next.

    ``next_step`` may be empty where ``what`` says it.
    """

    exit_code = 1

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(" ".join(filter(None, [what, next_step])))
        self.what = what
        self.next_step = next_step

    def left(self, undone: str) -> str:
        """A warning that something was not done, while the command went on."""
        why = self.what.rstrip(". ")
        return f"{undone}: {why}. The next run tries again. If that fails too, run `sync provision`: it says what to do."


class TryLater(SyncError):
    """Google is busy or out of reach; the same command, later, goes on where
    this one stopped.
    """

    exit_code = 5


class ConfigurationError(SyncError):
    """Credentials or configuration that cannot be used."""

    exit_code = 6

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> ConfigurationError:
        """One error with a line for each problem, for the first 25 of them."""
        lines = dict.fromkeys(str(p) for p in problems)
        return cls("\n".join(first_of(lines, MOST_PROBLEMS)))


class NotMade(ConfigurationError):
    """Nothing was provisioned yet, which is no fault."""


class Busy(SyncError):
    """Another run holds the lock."""

    exit_code = 7


class Refused(SyncError):
    """A guard refused to go on, because something could be lost or doubled."""

    exit_code = 8


class Meant(Protocol):
    """What a refusal means, and what to do, in words; see
    sync.google.refusals.
    """

    @property
    def words(self) -> str:
        """What the refusal means, and what to do next."""


class GoogleError(SyncError):
    """Google refused a call: what was tried, Google's code and words, and what
    they mean here.

    The exit code is 6 for the codes 401 and 403, else 1.
    """

    def __init__(
        self,
        doing: str,
        code: int,
        message: str,
        meaning: Meant | None = None,
        reason: str = "",
    ) -> None:
        self.words = (
            meaning.words if meaning else "Run `sync doctor`, which says more."
        )
        refused = (
            f"Google refused while {doing} ({code}): {message.rstrip('.')}."
        )
        super().__init__(refused, self.words)
        self.doing = doing
        self.code = code
        self.message = message
        self.reason = reason
        if code in (401, 403):
            self.exit_code = 6

    def left(self, undone: str) -> str:
        """The same, in Google's own words."""
        return SyncError(self.message).left(undone)
