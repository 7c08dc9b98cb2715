"""Everything that ends a command, each with its exit code and with what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sync.core.problems import Problem


class SyncError(Exception):
    """A known error; its message says what happened, where, and what to do next."""

    exit_code = 1

    @property
    def brief(self) -> str:
        """What happened, without what to do, and without a full stop."""
        return str(self).partition(". ")[0].rstrip(". ")

    def left(self, what: str) -> str:
        """That something could not be done, and stopped nothing else."""
        return f"{what}: {self.brief}. The next run tries again; if it stays so, `sync provision` says what to do."


class TryLater(SyncError):
    """Google is busy or out of reach; the same command, later, goes on where this one
    stopped.
    """

    exit_code = 5


class ConfigurationError(SyncError):
    """Credentials or configuration that cannot be used."""

    exit_code = 6

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> ConfigurationError:
        """One error that names every problem, a line each."""
        return cls("\n".join(dict.fromkeys(str(p) for p in problems)))


class Busy(SyncError):
    """Another run holds the lock."""

    exit_code = 7


class Refused(SyncError):
    """A guard refused to go on, because something could be lost or doubled."""

    exit_code = 8


class Meant(Protocol):
    """What a refusal means, and what to do, in words; see sync.google.refusals."""

    @property
    def words(self) -> str:
        """Two sentences."""


class GoogleError(SyncError):
    """Google refused a call: while doing what, with which code and words, and what that
    means here.
    """

    def __init__(
        self,
        doing: str,
        code: int,
        said: str,
        meaning: Meant | None = None,
        reason: str = "",
    ) -> None:
        self.words = meaning.words if meaning else "Run `sync doctor`, which says more."
        super().__init__(
            f"Google refused while {doing} ({code}): {said.rstrip('.')}. {self.words}"
        )
        self.doing = doing
        self.code = code
        self.said = said
        self.reason = reason
        if code in (401, 403):
            self.exit_code = 6

    @property
    def brief(self) -> str:
        """Google's own words."""
        return self.said.rstrip(". ")
