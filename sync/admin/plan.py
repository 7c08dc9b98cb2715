"""A plan: what provisioning would do, as a value that can be shown, counted, compared
and refused.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sync.program.lockfile import Lock


class Deed(StrEnum):
    """What kind of thing is done; a notice is only seen, and left alone."""

    MAKE = "make"
    MEND = "mend"
    SHARE = "share"
    NOTICE = "notice"


@dataclass(frozen=True)
class Step:
    """One thing: what it is about, in words, and a digest of what is sent for it;
    ``needed``: without it a run would fail, or nobody could answer the form.
    """

    deed: Deed
    what: str
    digest: str = ""
    needed: bool = False


def digest(sent: Any) -> str:
    """A short name of something that would be sent; the same for the same."""
    return hashlib.sha256(
        json.dumps(sent, sort_keys=True, default=str).encode()
    ).hexdigest()[:16]


@dataclass
class Plan:
    """The steps in their order, and what a guard refuses, each with its reason;
    ``lock`` is what is provisioned.
    """

    steps: list[Step] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def add(
        self, deed: Deed, what: str, sent: Any = None, needed: bool = False
    ) -> None:
        """Another step."""
        self.steps.append(Step(deed, what, digest(sent), needed))

    def of(self, deed: Deed) -> list[str]:
        """What is done of one kind, in words."""
        return [step.what for step in self.steps if step.deed is deed]

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return any(step.deed is not Deed.NOTICE for step in self.steps)

    @property
    def fingerprint(self) -> str:
        """The same for the same steps, whatever their order; what is only noticed does
        not count.
        """
        return digest(
            sorted(
                (s.deed, s.what, s.digest)
                for s in self.steps
                if s.deed is not Deed.NOTICE
            )
        )[:12]

    def as_json(self) -> dict[str, Any]:
        """The plan as ``--json`` prints it."""
        return {
            "version": 1,
            "fingerprint": self.fingerprint,
            "counts": {deed.value: len(self.of(deed)) for deed in Deed},
            "steps": [
                {"deed": step.deed.value, "what": step.what} for step in self.steps
            ],
            "refused": self.refused,
        }
