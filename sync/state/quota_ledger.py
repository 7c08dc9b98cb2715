"""What was spent of Google's quotas in the last minute, shared by all that run
for a program.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

from sync.state.database import Database

# A minute of Google's, and a little for clocks that differ.
MINUTE: Final = 60.1


class Ledger:
    """The calls of the last minute, by bucket: in no minute are there more
    than Google allows.

    It counts the minute before each call rather than refilling a bucket, so
    that the count holds whether Google's minutes are fixed, sliding, or drops
    into a bucket. A call counts from its end: Google may have counted it at
    any moment until then. Used by many threads and processes at once.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.skew = database.skew()
        self._lock = threading.Lock()

    def take(self, buckets: Sequence[tuple[str, int]], now: float) -> float:
        """Take one call from each bucket (its name, and how many a minute it
        allows), or from none.

        Gives the seconds to wait until it can be taken; 0 when it was.
        """
        now += self.skew
        with self._lock, self.database.writing():
            # Of a clock that was put back, nothing is held against anybody for
            # longer than a minute.
            self.database.run(
                "DELETE FROM spent WHERE moment <= ? OR moment > ?",
                (now - MINUTE, now + MINUTE),
            )
            wait = 0.0
            for name, allowed in buckets:
                last = self.database.rows(
                    "SELECT moment FROM spent WHERE bucket = ? ORDER BY moment DESC LIMIT 1 OFFSET ?",
                    (name, allowed - 1),
                )
                if last:
                    wait = max(wait, last[0][0] + MINUTE - now)
            if wait <= 0:
                self.database.many(
                    "INSERT INTO spent VALUES (?, ?)",
                    [(name, now) for name, _ in buckets],
                )
            return max(wait, 0.0)

    def done(
        self, buckets: Sequence[tuple[str, int]], taken: float, now: float
    ) -> None:
        """A call that was taken from some buckets at a moment has ended."""
        with self._lock, self.database.writing():
            self.database.many(
                "UPDATE spent SET moment = ? WHERE bucket = ? AND moment = ?",
                [
                    (now + self.skew, name, taken + self.skew)
                    for name, _ in buckets
                ],
            )

    def spent(self, now: float) -> dict[str, int]:
        """How many calls of the last minute each bucket holds."""
        rows = self.database.rows(
            "SELECT bucket, COUNT(*) FROM spent WHERE moment > ? GROUP BY bucket",
            (now + self.skew - MINUTE,),
        )
        return {bucket: int(number) for bucket, number in rows}

    def close(self) -> None:
        """Close its connection."""
        self.database.close()
