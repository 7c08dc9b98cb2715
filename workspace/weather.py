"""What makes Google hard to live with: quotas, slowness, and calls that fail,
before or after they were done.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from typing import Any

from workspace.errors import Refusal, invalid

# Calls a minute (for Drive: units) of one project and of one of its users, as
# Google's pages give them.
QUOTAS: dict[str, tuple[int, int]] = {
    "sheets.read": (300, 60),
    "sheets.write": (300, 60),
    "forms.read": (975, 390),
    "forms.expensive": (450, 180),
    "forms.write": (375, 150),
    "drive": (1_000_000, 325_000),
}
_NAMES = {
    "sheets.read": "Read requests",
    "sheets.write": "Write requests",
    "forms.read": "Read requests",
    "forms.expensive": "Expensive read requests",
    "forms.write": "Write requests",
}
_SHEETS_READS = (".get", ".batchGet", "ByDataFilter", ".search")
_UNITS = {
    "get": 5,
    "list": 100,
    "create": 50,
    "update": 50,
    "copy": 50,
    "delete": 50,
    "export": 200,
}

# How a call goes wrong. A number is answered with that code; the others are
# what happens to the connection or body.
KINDS = (
    "429",
    "403",
    "500",
    "502",
    "503",
    "timeout",
    "drop",
    "truncated",
    "html",
)


@dataclass
class Fault:
    """What happens to the next calls of a kind.

    ``method`` is a pattern such as ``sheets.*`` over method ids; the first
    ``after`` matching calls pass, the next ``times`` go wrong. With
    ``applied`` the call is done all the same and only its answer is lost.
    """

    kind: str
    method: str = "*"
    times: int = 1
    after: int = 0
    applied: bool = False
    retry_after: int | None = None
    reason: str = ""

    @classmethod
    def read(cls, given: dict[str, Any]) -> Fault:
        """Read a fault from JSON. Raises Refusal for a kind that there is not."""
        names = {
            "kind",
            "method",
            "times",
            "after",
            "applied",
            "retryAfter",
            "reason",
        }
        if set(given) - names or str(given.get("kind")) not in KINDS:
            raise invalid(
                f"A fault has a kind ({', '.join(KINDS)}) and may have "
                f"{', '.join(sorted(names - {'kind'}))}."
            )
        fault = cls(
            str(given["kind"]),
            str(given.get("method", "*")),
            int(given.get("times", 1)),
            int(given.get("after", 0)),
            bool(given.get("applied", False)),
            given.get("retryAfter"),
            str(given.get("reason", "")),
        )
        fault.applied = fault.applied or fault.kind in ("truncated", "html")
        return fault

    @property
    def refusal(self) -> Refusal:
        """The answer of a fault that answers."""
        if self.kind == "403":
            return Refusal(
                403,
                "User Rate Limit Exceeded",
                self.reason or "userRateLimitExceeded",
                retry_after=self.retry_after,
            )
        words = {
            "429": "Resource has been exhausted (e.g. check quota).",
            "500": "Internal error encountered.",
            "502": "Bad Gateway",
            "503": "The service is currently unavailable.",
        }
        reason = self.reason or {
            "429": "rateLimitExceeded",
            "500": "internalError",
        }.get(self.kind, "backendError")
        return Refusal(
            int(self.kind),
            words[self.kind],
            reason,
            retry_after=self.retry_after,
        )


class Weather:
    """The weather of a workspace: fine, until somebody asks for quotas,
    latency or faults.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Fine weather."""
        self.latency = 0.0
        self.faults: list[Fault] = []
        self.limits: dict[str, tuple[int, int]] = {}
        self._minute = ""
        self._used: Counter[tuple[str, str]] = Counter()

    def enforce(self, limits: dict[str, list[int]] | None = None) -> None:
        """Enforce Google's quotas, or some of one's own (a pair of numbers:
        the project's, a user's).
        """
        unknown = set(limits or {}) - set(QUOTAS)
        if unknown:
            raise invalid(
                f"There is no quota {', '.join(sorted(unknown))}; there are {', '.join(QUOTAS)}."
            )
        self.limits = QUOTAS | {
            name: (int(pair[0]), int(pair[1]))
            for name, pair in (limits or {}).items()
        }

    def spend(
        self, method: str, verb: str, who: str, project: str, now: datetime
    ) -> None:
        """Take a call from the quotas of its minute, of the user and of the
        project. Raises Refusal when none is left.
        """
        if not self.limits:
            return
        minute = now.strftime("%Y%m%d%H%M")
        if minute != self._minute:
            self._minute = minute
            self._used.clear()
        quota = kind_of(method, verb)
        cost = (
            _UNITS.get(method.rpartition(".")[2], 5) if quota == "drive" else 1
        )
        for place, holder, words in (
            (1, f"{project}/{who}", "per minute per user"),
            (0, project, "per minute"),
        ):
            self._used[quota, holder] += cost
            if self._used[quota, holder] > self.limits[quota][place]:
                raise _over(quota, words, project)

    def next_fault(self, method: str) -> Fault | None:
        """What goes wrong with this call, if anything; used up by it."""
        for fault in self.faults:
            if fnmatch(method, fault.method):
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None


def kind_of(method: str, verb: str) -> str:
    """The quota that a method counts against."""
    api = method.partition(".")[0]
    if api == "drive":
        return "drive"
    if method == "forms.forms.responses.list":
        return "forms.expensive"
    read = verb == "GET" or (
        api == "sheets"
        and method.endswith(_SHEETS_READS)
        and "Update" not in method
        and "Clear" not in method
    )
    return f"{api}.{'read' if read else 'write'}"


def _over(quota: str, words: str, project: str) -> Refusal:
    if quota == "drive":
        reason = (
            "userRateLimitExceeded" if "user" in words else "rateLimitExceeded"
        )
        return Refusal(
            403,
            "User Rate Limit Exceeded"
            if "user" in words
            else "Rate Limit Exceeded",
            reason,
        )
    api, name = quota.partition(".")[0], _NAMES[quota]
    message = (
        f"Quota exceeded for quota metric '{name}' and limit '{name} {words}' of service '{api}.googleapis.com' for "
        f"consumer 'project_number:{project}'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": f"{api}.googleapis.com",
            "consumer": f"projects/{project}",
        },
    }
    return Refusal(429, message, "rateLimitExceeded", [info])
