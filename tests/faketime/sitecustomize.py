"""Sleep under faketime: 0.9.10 (Debian 12), which leaves the monotonic clock
alone here, makes ``time.sleep`` fail (EINVAL).

Read by every process whose PYTHONPATH names this folder (tests/days.py), and
by nobody else.
"""

import threading
import time


def sleep(seconds: float) -> None:
    """Wait with a lock, which faketime lets be."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    threading.Event().wait(seconds)


time.sleep = sleep  # type: ignore[assignment]
