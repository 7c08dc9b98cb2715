"""A share of a program's districts, for machines that divide a program between
them.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from sync.errors import ConfigurationError

# Where engines of indexed tasks say which task this is, and of how many.
_INDEXES = ("CLOUD_RUN_TASK_INDEX", "JOB_COMPLETION_INDEX")
_COUNT = "CLOUD_RUN_TASK_COUNT"


@dataclass(frozen=True)
class Shard:
    """One of ``number`` shares of the districts; ``place`` counts from 0.

    A district's key alone decides in which share it is.
    """

    place: int = 0
    number: int = 1

    def has(self, key: str) -> bool:
        """Whether a district is of this shard."""
        return zlib.crc32(key.encode()) % self.number == self.place

    def meets(self, other: Shard) -> bool:
        """Whether two shards may have a district in common. With different
        numbers of shares they always may.
        """
        return self.number != other.number or self.place == other.place

    @property
    def words(self) -> str:
        """The shard as messages show it."""
        return (
            f"shard {self.place}/{self.number}"
            if self.number > 1
            else "the whole"
        )


WHOLE = Shard()


def shard_in(text: str, environment: Mapping[str, str]) -> Shard:
    """The shard that ``--shard`` names (``1/4``; ``/4``: the engine says
    which), else the one of the engine's task.

    Cloud Run tells index and count, Kubernetes the index alone. Raises
    ConfigurationError.
    """
    place, slash, number = text.partition("/")
    if text and not slash:
        raise ConfigurationError(
            f"--shard {text}: write it as 0/4, 1/4, 2/4 and 3/4 for four machines."
        )
    place = place or next(
        (environment[name] for name in _INDEXES if environment.get(name)), ""
    )
    number = number or environment.get(_COUNT, "")
    if not text and not number:
        return WHOLE
    if not (
        place.isascii()
        and place.isdigit()
        and number.isascii()
        and number.isdigit()
        and int(place) < int(number)
    ):
        raise ConfigurationError(
            f"--shard {text or f'{place}/{number}'}: write it as 0/4, 1/4, 2/4 and 3/4 for four machines. With /4 the"
            f" number before it comes from {' or '.join(_INDEXES)}."
        )
    return Shard(int(place), int(number))
