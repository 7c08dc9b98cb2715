"""Every call to Google passes here: within its quota, counted by kind, repeated only
where that is safe, named when it fails.
"""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sync.errors import GoogleError, SyncError, TryLater
from sync.google.refusals import TOKEN, meaning_of

# Calls a minute that Google allows one project, and one identity of it. Drive counts
# units (325,000 a minute, of which its dearest call takes 100); Forms counts lists of
# answers apart. Sources: the limits pages of the three services.
QUOTAS = {
    "forms.read": (975, 390),
    "forms.responses": (450, 180),
    "forms.write": (375, 150),
    "drive.read": (10_000, 3_250),
    "drive.write": (10_000, 3_250),
    "sheets.read": (300, 60),
    "sheets.write": (300, 60),
}
# As what a call is counted; lists of answers have a quota of their own, and are reads
# like others.
KINDS = (
    "forms.read",
    "forms.write",
    "drive.read",
    "drive.write",
    "sheets.read",
    "sheets.write",
)
_COUNTED = {"forms.responses": "forms.read"}
# Seconds of waiting before Google is taken to be out of reach (then other calls are
# tried once each, until one succeeds), the longest single wait, and from where on
# somebody is told of it.
PATIENCE = 300.0
LONGEST = 64.0
TOLD = 4.0
_BUSY = {429, 500, 502, 503, 504}
_RATE = {"userRateLimitExceeded", "rateLimitExceeded"}
# Enough for today: trying again within minutes is of no use.
_ENOUGH = {"dailyLimitExceeded", "sharingRateLimitExceeded"}
log = logging.getLogger(__name__)
T = TypeVar("T")


class Garbled(OSError):
    """An answer that is not Google's: a page of something on the way, or cut off; the
    call may have been applied.
    """


class Ledger(Protocol):
    """Who counts the calls of the last minute; see sync.ledger."""

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
    """The time, and waiting for it to pass; whoever waits can be told to stop."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait, unless it was stopped."""
        self.stopped.wait(seconds)


class Pace:
    """Lets calls go at the rate that Google allows, counts them (attempts), and repeats
    what may be repeated.

    A call that was refused for its rate was not applied and is always repeated. One
    that failed on the way may have been applied: it is repeated only if ``again`` says
    that doing it twice does no harm. Used by many threads.
    """

    def __init__(
        self,
        ledger: Ledger,
        identities: Sequence[Identity] = (Identity("me"),),
        clock: Clock | None = None,
    ) -> None:
        self.ledger = ledger
        self.identities = identities
        self.clock = clock or Clock()
        self.calls: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
        self.waited = 0.0
        self.given_up = False
        self._lock = threading.Lock()
        self._own = threading.local()

    def call(
        self, kind: str, doing: str, do: Callable[[int], T], again: bool, among: int = 1
    ) -> T:
        """Make one call as one of the first ``among`` identities; ``do`` is told which,
        by its place.

        Raises GoogleError for a refusal, and TryLater when Google stays busy for longer
        than the patience there is.
        """
        tries, patience = 0, PATIENCE
        while True:
            place, taken = self._turn(kind, among)
            self._count(_COUNTED.get(kind, kind))
            try:
                done = self._once(kind, do, place, taken)
            except Exception as error:
                failure = _failure(error)
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
                if not repeated or self.given_up or self.clock.stopped.is_set():
                    raise _out_of_reach(doing, failure.said) from error
                self._wait_for_google(doing, failure, wait)
            else:
                self.given_up = False
                return done

    def _once(self, kind: str, do: Callable[[int], T], place: int, taken: float) -> T:
        """Make the call once; it counts against the quota until it has ended."""
        try:
            return _whole(do(place))
        finally:
            buckets = self._buckets(kind, place)
            self.ledger.done(buckets, taken, self.clock.now())

    def _wait_for_google(self, doing: str, failure: Failure, wait: float) -> None:
        if wait >= TOLD:
            log.warning(
                "Google is busy or out of reach while %s (%s): waiting %.0f s",
                doing,
                failure.code or failure.said,
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
        """What a call of an identity is counted in: its own quota of the kind, and its
        project's.
        """
        who, (project, own) = self.identities[place], QUOTAS[kind]
        return [(f"{who.name} {kind}", own), (f"project {who.project} {kind}", project)]

    def _turn(self, kind: str, among: int) -> tuple[int, float]:
        """Wait until one of the identities may make a call of a kind; says which, and
        when it was taken.
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
    """An answer, if it is one: googleapiclient hands on what is no JSON as text."""
    if isinstance(answer, str) and answer:
        raise Garbled("what came was no answer of Google's")
    return answer


def _out_of_reach(doing: str, said: str) -> TryLater:
    return TryLater(
        f"Google did not answer while {doing}: {said}.",
        "Nothing is lost; run the same command again in a few minutes.",
    )


@dataclass(frozen=True)
class Failure:
    """A call that failed: its code (0: never answered), Google's reason and words.

    ``wait`` is what Retry-After says, in seconds; 0 for nothing.
    """

    code: int
    reason: str
    said: str
    wait: float = 0.0

    @property
    def slowed(self) -> bool:
        """Whether it was refused for its rate, and so not applied."""
        return self.code == 429 or (self.code == 403 and self.reason in _RATE)

    @property
    def lost(self) -> bool:
        """Whether it may have been applied all the same."""
        return self.code in _BUSY or self.code == 0

    def refusal(self, doing: str) -> SyncError:
        """What Google refused, with what it means."""
        meaning = meaning_of(self.code, self.reason, self.said)
        if self.code == 403 and self.reason in _ENOUGH:
            words = meaning.words if meaning else ""
            return TryLater(f"Google refused while {doing}: {self.said}", words)
        return GoogleError(doing, self.code, self.said, meaning, self.reason)


def _failure(error: Exception) -> Failure | None:
    """How a call failed; None for an error that is not Google's."""
    from google.auth.exceptions import GoogleAuthError, RefreshError
    from googleapiclient.errors import HttpError
    from gspread.exceptions import APIError

    if isinstance(error, HttpError):
        reason, wait = _reason(error.content), _retry_after(error.resp)
        return Failure(error.status_code, reason, error.reason or "", wait)
    if isinstance(error, APIError):
        answer, words = error.response, error.error.get("message", "")
        reason, wait = _reason(answer.content), _retry_after(answer.headers)
        return Failure(answer.status_code, reason, words, wait)
    if isinstance(error, RefreshError) and error.retryable:
        return Failure(0, "", "the token could not be renewed")
    if isinstance(error, Garbled):
        return Failure(0, "", str(error))
    if _is_of_the_network(error):
        return Failure(0, "", type(error).__name__)
    if isinstance(error, GoogleAuthError):
        return Failure(401, TOKEN, _told(error))
    return None


def _is_of_the_network(error: Exception) -> bool:
    from http.client import HTTPException

    from google.auth.exceptions import TransportError
    from httplib2.error import HttpLib2Error
    from requests.exceptions import RequestException

    lost = (RequestException, HttpLib2Error, TransportError, HTTPException)
    return isinstance(error, (*lost, UnicodeDecodeError, OSError))


def _told(error: Exception) -> str:
    """What the token endpoint said, in one line: its error and description, without
    anything else that came with them.
    """
    text = str(error.args[-1] if error.args else error)
    found = error.args[-1] if error.args and isinstance(error.args[-1], dict) else None
    if found is None:
        try:
            found = json.loads(text)
        except ValueError:
            return " ".join(str(error.args[0] if error.args else error).split())[:300]
    inner = found.get("error", "") if isinstance(found, dict) else ""
    if isinstance(inner, dict):
        return f"{inner.get('status', '')}: {inner.get('message', '')}"[:500]
    return f"{inner}: {found.get('error_description', '')}".strip(": ")[:300]


def _reason(content: bytes) -> str:
    """Drive's reason of a refusal, or the one in the details of the other services."""
    try:
        error = json.loads(content)["error"]
        reasons = [
            each.get("reason", "")
            for part in ("errors", "details")
            for each in error.get(part, [])
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return str(next(filter(None, reasons), ""))


def _retry_after(headers: Any) -> float:
    try:
        return float(headers.get("retry-after", 0))
    except (TypeError, ValueError):
        return 0.0
