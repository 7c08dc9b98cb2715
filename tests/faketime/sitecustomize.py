"""What faketime 0.9.10 (Debian 12) takes, so that the tests run under it.

Read by every process whose PYTHONPATH names this folder (tests/days.py), and
by nobody else.
"""

import os
import subprocess
import threading
import time
from typing import Any


def sleep(seconds: float) -> None:
    """Wait with a lock, which faketime lets be: where it leaves the monotonic
    clock alone, it makes ``time.sleep`` fail (EINVAL).
    """
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    threading.Event().wait(seconds)


def _keep(*_: Any) -> None:
    """Leave the C library's environment as it was: faketime looks something up
    in it at each look at the clock, and glibc frees it when it grows, so that
    ``setenv`` beside another thread's ``time()`` ends the process (SIGSEGV).
    """


class _Popen(subprocess.Popen[Any]):
    """A process that is given ``os.environ``, since C's knows no change."""

    def __init__(self, *args: Any, **options: Any) -> None:
        if options.get("env") is None:
            options["env"] = dict(os.environ)
        super().__init__(*args, **options)


time.sleep = sleep  # type: ignore[assignment]
os.putenv = os.unsetenv = _keep
subprocess.Popen = _Popen  # type: ignore[misc]
