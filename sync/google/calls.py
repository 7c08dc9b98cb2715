"""Every call to Google passes here: within its quota, counted by kind,
repeated only where that is safe, named when it fails.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar

from sync.errors import TryLater
from sync.google.failures import Failure, Garbled, failure_of

# Calls a minute that Google allows one project, and one identity of it. Drive
# counts units (325,000 a minute, of which its dearest call takes 100); Forms
# counts lists of answers apart. Sources: the limits pages of the three
# services.
QUOTAS = {
    "forms.read": (975, 390),
    "forms.responses": (450, 180),
    "forms.write": (375, 150),
    "drive.read": (10_000, 3_250),
    "drive.write": (10_000, 3_250),
    "sheets.read": (300, 60),
    "sheets.write": (300, 60),
}
# The kinds that calls are counted by. Lists of answers have a quota of their
# own, and are counted as reads.
KINDS = (
    "forms.read",
    "forms.write",
    "drive.read",
    "drive.write",
    "sheets.read",
    "sheets.write",
)
_COUNTED = {"forms.responses": "forms.read"}
# In seconds: how long one call is repeated before it fails (then other calls
# are tried once each, until one succeeds), the longest single wait, and the
# shortest wait that is logged.
PATIENCE = 300.0
LONGEST = 64.0
SHORTEST_LOGGED = 4.0
log = logging.getLogger(__name__)
T = TypeVar("T")


class CallLedger(Protocol):
    """Counts the calls of the last minute; see sync.state.quota_ledger."""

    def take(self, buckets: Sequence[tuple[str, int]], now: float) -> float:
        """Take a call from each bucket; gives 0, or the seconds to wait."""

    def done(
        self, buckets: Sequence[tuple[str, int]], taken: float, now: float
    ) -> None:
        """A call taken at a moment has ended."""


@dataclass(frozen=True)
class Identity:
    """Who calls, and for which project, as far as quotas know."""

    name: str
    project: str = ""


class Clock:
    """The time, and waiting for it to pass; a waiting command can be stopped."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait, unless it was stopped."""
        self.stopped.wait(seconds)


class Pace:
    """Lets calls go at the rate that Google allows, counts them (attempts),
    and repeats what may be repeated.

    A call that was refused for its rate was not applied and is always
    repeated. One that failed on the way may have been applied: it is repeated
    only if ``again`` says that doing it twice does no harm. Used by many
    threads.
    """

    def __init__(
        self,
        ledger: CallLedger,
        identities: Sequence[Identity] = (Identity("me"),),
        clock: Clock | None = None,
    ) -> None:
        self.ledger = ledger
        self.identities = identities
        self.clock = clock or Clock()
        self.calls: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
        self.waited = 0.0
        self.given_up = False
        # Seconds by which this machine's clock is ahead of Google's, as its
        # last answer said.
        self.ahead = 0.0
        self._lock = threading.Lock()
        self._own = threading.local()

    def note_time(self, answer: Mapping[str, str]) -> None:
        """Note how far this machine's clock is from the date of an answer of
        Google's (its headers).
        """
        with suppress(KeyError, ValueError, TypeError):
            sent = parsedate_to_datetime(answer["date"])
            self.ahead = time.time() - sent.timestamp()

    def call(
        self,
        kind: str,
        doing: str,
        do: Callable[[int], T],
        again: bool,
        among: int = 1,
    ) -> T:
        """Make one call as one of the first ``among`` identities; ``do`` is
        given its place.

        Raises GoogleError for a refusal. Raises TryLater when Google is busy
        for longer than PATIENCE, when a limit for the day is reached, and at
        once when an answer is lost and the call may not be repeated.
        """
        tries, patience = 0, PATIENCE
        while True:
            place, taken = self._turn(kind, among)
            self._count(_COUNTED.get(kind, kind))
            try:
                done = self._once(kind, do, place, taken)
            except Exception as error:
                failure = failure_of(error)
                if failure is None:
                    raise
                if not failure.slowed and not failure.lost:
                    raise failure.refusal(doing) from error
                wait = failure.wait or min(2**tries, LONGEST) + random.random()  # noqa: S311  (jitter)
                tries += 1
                patience -= wait
                repeated = failure.slowed or again
                if repeated and patience < 0:
                    self.given_up = True
                if (
                    not repeated
                    or self.given_up
                    or self.clock.stopped.is_set()
                ):
                    raise _out_of_reach(doing, failure.message) from error
                self._wait_for_google(doing, failure, wait)
            else:
                self.given_up = False
                return done

    def _once(
        self, kind: str, do: Callable[[int], T], place: int, taken: float
    ) -> T:
        """Make the call once; it counts against the quota until it has ended."""
        try:
            return _whole(do(place))
        finally:
            buckets = self._buckets(kind, place)
            self.ledger.done(buckets, taken, self.clock.now())

    def _wait_for_google(
        self, doing: str, failure: Failure, wait: float
    ) -> None:
        if wait >= SHORTEST_LOGGED:
            log.warning(
                "Google is busy or out of reach while %s (%s): waiting %.0f s",
                doing,
                failure.code or failure.message,
                wait,
            )
        self._wait(wait)

    @contextmanager
    def counting(self) -> Iterator[Counter[str]]:
        """The calls that this thread makes meanwhile, by kind."""
        mine: Counter[str] = Counter()
        before, self._own.calls = getattr(self._own, "calls", None), mine
        try:
            yield mine
        finally:
            self._own.calls = before

    def _count(self, kind: str) -> None:
        with self._lock:
            self.calls[kind] += 1
        mine = getattr(self._own, "calls", None)
        if mine is not None:
            mine[kind] += 1

    def _buckets(self, kind: str, place: int) -> list[tuple[str, int]]:
        """What a call of an identity is counted in: its own quota of the kind,
        and its project's.
        """
        who, (project, own) = self.identities[place], QUOTAS[kind]
        return [
            (f"{who.name} {kind}", own),
            (f"project {who.project} {kind}", project),
        ]

    def _turn(self, kind: str, among: int) -> tuple[int, float]:
        """Wait until one of the identities may make a call of a kind; says
        which, and when it was taken.
        """
        while True:
            waits = []
            for place in range(among):
                now = self.clock.now()
                wait = self.ledger.take(self._buckets(kind, place), now)
                if not wait:
                    return place, now
                waits.append(wait)
            if self.clock.stopped.is_set():
                raise TryLater(
                    "Stopped while waiting for Google's quota.",
                    "Run the same command again to finish.",
                )
            self._wait(min(waits))

    def _wait(self, seconds: float) -> None:
        with self._lock:
            self.waited += seconds
        self.clock.sleep(seconds)


def _whole(answer: T) -> T:
    """The answer, if it is JSON.

    Raises Garbled for text: googleapiclient returns text where it is not JSON.
    """
    if isinstance(answer, str) and answer:
        raise Garbled(
            "the reply was not from Google (a proxy or sign-in page?)"
        )
    return answer


def _out_of_reach(doing: str, message: str) -> TryLater:
    return TryLater(
        f"Google is busy or out of reach while {doing}: {message.rstrip('.')}.",
        "Run the same command again in a few minutes: it does what is missing.",
    )
