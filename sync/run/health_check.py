"""Calls a health-check service when a run ends, so that it can alert somebody
when none does.
"""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sync.errors import Busy

log = logging.getLogger(__name__)


@dataclass
class RunEnd:
    """How a run ended. ``well`` is False until the run sets it, and None where
    another run is under way; ``why`` names what went wrong.
    """

    well: bool | None = False
    why: str = ""


@contextmanager
def reported(url: str) -> Iterator[RunEnd]:
    """Fetch an address when the block has ended well, and the same with
    ``/fail`` when not; none, if it is empty, or where another run is under
    way, which fetches it itself.

    This is what healthchecks.io and those like it understand. That it cannot
    be reached is only logged.
    """
    outcome = RunEnd()
    try:
        yield outcome
    except Busy:
        outcome.well = None
        raise
    finally:
        if url and outcome.well is not None:
            address = url if outcome.well else f"{url.rstrip('/')}/fail"
            try:
                urllib.request.urlopen(address, timeout=10).close()  # noqa: S310  (settings allow http and https alone)
            except Exception as error:  # whatever another's service says is no reason for a run to end otherwise
                log.warning(
                    "The health check could not be reached: %s",
                    type(error).__name__,
                )
