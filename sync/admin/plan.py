"""A plan: what provisioning would do, as a value.

It can be shown, counted, compared and refused.
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
    """One thing that is done: to what, and which part of it.

    ``key`` is the district's, or the name of the form or sheet; ``part`` what
    is mended, or to whom it is opened; ``digest`` names what is sent. Where it
    is ``needed``, a run would fail without it, or nobody could answer the
    form.
    """

    deed: Deed
    key: str
    subject: str
    part: str = ""
    digest: str = ""
    needed: bool = False

    @property
    def what(self) -> str:
        """The step as it is shown once it is done."""
        return self.words(done=True)

    def words(self, done: bool) -> str:
        """The step in words: as it was done, or as it would be."""
        if self.deed is Deed.SHARE:
            return f"{self.subject}: {'opened' if done else 'open'} to {self.part}"
        return f"{self.subject}: {self.part}" if self.part else self.subject


def digest(sent: Any) -> str:
    """A short name of something that would be sent; the same for the same."""
    text = json.dumps(sent, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass
class ProvisionPlan:
    """The steps in their order, and what a guard refuses, each with its
    reason.

    ``lock`` is what is provisioned.
    """

    steps: list[Step] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def make(self, key: str, subject: str, sent: Any = None) -> None:
        """Something is made, once."""
        if not self.makes(key):
            self.steps.append(
                Step(Deed.MAKE, key, subject, digest=digest(sent))
            )

    def mend(
        self,
        key: str,
        subject: str,
        part: str,
        sent: Any = None,
        needed: bool = False,
    ) -> None:
        """A part of something is mended."""
        step = Step(Deed.MEND, key, subject, part, digest(sent), needed)
        self.steps.append(step)

    def share(self, key: str, subject: str, who: str, sent: Any) -> None:
        """Something is opened to somebody."""
        self.steps.append(Step(Deed.SHARE, key, subject, who, digest(sent)))

    def notice(self, text: str) -> None:
        """Something is seen, and left alone."""
        self.steps.append(Step(Deed.NOTICE, "", text, digest=digest(None)))

    def makes(self, key: str) -> bool:
        """Whether something is made anew."""
        return any(s.deed is Deed.MAKE and s.key == key for s in self.steps)

    def of(self, deed: Deed) -> list[str]:
        """What is done of one kind, in words."""
        return [step.what for step in self.steps if step.deed is deed]

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return any(step.deed is not Deed.NOTICE for step in self.steps)

    @property
    def fingerprint(self) -> str:
        """The same for the same steps, whatever their order; notices do not
        count.
        """
        steps = [
            (step.deed, step.what, step.digest)
            for step in self.steps
            if step.deed is not Deed.NOTICE
        ]
        return digest(sorted(steps))[:12]

    def as_json(self) -> dict[str, Any]:
        """The plan as ``--json`` prints it."""
        steps = [
            {"deed": step.deed.value, "what": step.what} for step in self.steps
        ]
        return {
            "version": 1,
            "fingerprint": self.fingerprint,
            "counts": {deed.value: len(self.of(deed)) for deed in Deed},
            "steps": steps,
            "refused": self.refused,
        }
