"""The three services for one program, whoever calls: a client for each
identity and thread, and calls in several threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sync.errors import TryLater
from sync.google.calls import Pace

if TYPE_CHECKING:
    from sync.google.drive import Drive
    from sync.google.forms import Forms
    from sync.google.sheets import Sheets

TIMEOUT = 200
# Calls in flight for each identity: with Google's second or two for a write,
# three use up a quota of one a second.
IN_FLIGHT = 3
SERVICE = ".gserviceaccount.com"
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class JobCost:
    """What one job cost: calls by kind, and seconds."""

    calls: Mapping[str, int]
    seconds: float


class Google:
    """The three services. ``base`` is another address to talk to, or empty for
    Google's own.

    The first identity makes and shares files and reads the form; all of them
    read and write sheets, each within its own quota. ``credentials`` are
    theirs, in the same order as ``pace.identities``.
    """

    def __init__(
        self, credentials: Sequence[Any], base: str, pace: Pace
    ) -> None:
        self.credentials = credentials
        self.base = base
        self.pace = pace
        self._open: list[Any] = []

    def close(self) -> None:
        """Close every connection."""
        for each in self._open:
            each.close()

    def ahead(self) -> float:
        """By how many seconds this machine's clock is ahead of Google's, as
        its servers tell theirs. Raises TryLater.
        """
        import httplib2

        http = httplib2.Http(timeout=30)
        try:
            answer, _ = http.request(
                f"{self.base or 'https://www.googleapis.com'}/", "HEAD"
            )
            moment = parsedate_to_datetime(answer["date"])
        except (
            OSError,
            httplib2.HttpLib2Error,
            KeyError,
            ValueError,
        ) as error:
            raise TryLater(
                f"Google cannot be reached from this machine ({type(error).__name__}).",
                "Check its network and proxy, and run the same command again.",
            ) from error
        finally:
            http.close()
        return self.pace.clock.now() - moment.timestamp()

    def addresses(self) -> tuple[str, ...]:
        """The address of each identity, as Drive returns it.

        A key file may not hold it.
        """
        from sync.google.drive import Drive

        others = (
            Drive(self.service("drive", "v3", place), self.pace)
            for place in range(1, len(self.credentials))
        )
        return (self.drive.whoami(), *(drive.whoami() for drive in others))

    @cached_property
    def drive(self) -> Drive:
        """Drive."""
        from sync.google.drive import Drive

        return Drive(self.service("drive", "v3"), self.pace)

    @cached_property
    def forms(self) -> Forms:
        """Forms."""
        from sync.google.forms import Forms

        return Forms(self.service("forms", "v1"), self.pace)

    @cached_property
    def sheets(self) -> Sheets:
        """Sheets."""
        from sync.google.sheets import Sheets

        sheets = Sheets(self.credentials, self.base, self.pace)
        self._open.append(sheets)
        return sheets

    def each(
        self, jobs: Iterable[tuple[K, Callable[[], T]]], many: bool
    ) -> Generator[tuple[K, T | Exception, JobCost], None, None]:
        """Run jobs one after another, or with ``many`` in several threads.

        There are enough threads to use the whole quota although calls are
        slow. Jobs are taken in the caller's thread, and each is yielded in
        order as its key, its result or exception, and its cost. Close the
        generator: that stops waiting threads.
        """
        if not many:
            for key, do in jobs:
                yield key, *self._done(do)
            return
        from collections import deque
        from concurrent.futures import Future, ThreadPoolExecutor

        workers = IN_FLIGHT * len(self.credentials)
        waiting: deque[tuple[K, Future[tuple[T | Exception, JobCost]]]] = (
            deque()
        )
        with ThreadPoolExecutor(workers, "sheets") as pool:
            try:
                for key, do in jobs:
                    waiting.append((key, pool.submit(self._done, do)))
                    if len(waiting) > 2 * workers:
                        first, future = waiting.popleft()
                        yield first, *future.result()
                while waiting:
                    first, future = waiting.popleft()
                    yield first, *future.result()
            except BaseException:
                self.pace.clock.stopped.set()
                pool.shutdown(cancel_futures=True)
                raise

    def _done(self, do: Callable[[], T]) -> tuple[T | Exception, JobCost]:
        begun = time.monotonic()
        with self.pace.counting() as calls:
            try:
                done: T | Exception = do()
            except Exception as error:
                done = error
        return done, JobCost(calls, time.monotonic() - begun)

    def service(self, name: str, version: str, place: int = 0) -> Any:
        """A googleapiclient service of one identity, from the discovery
        document that ships with the library; no call is made.
        """
        import json

        import httplib2
        from google_auth_httplib2 import AuthorizedHttp
        from googleapiclient.discovery import build_from_document
        from googleapiclient.discovery_cache import get_static_doc

        document = json.loads(get_static_doc(name, version))
        # The messages' fields are only printed into the methods' help, which
        # takes half of the time that it takes to build.
        document["schemas"] = {
            name: {"id": name, "type": "object"}
            for name in document["schemas"]
        }
        if self.base:
            document["rootUrl"] = self.base + "/"
            document["baseUrl"] = self.base + "/" + document["servicePath"]
            document.pop("mtlsRootUrl", None)
        http = httplib2.Http(timeout=TIMEOUT)
        self._open.append(http)
        return build_from_document(
            document, http=AuthorizedHttp(self.credentials[place], http=http)
        )
