"""The sheets that a run reads, and what it believes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial

from sync.run.district_sheets import Look, Observed, look, observe, to_read
from sync.run.under_way import CurrentRun

# More sheets than these are read and written by several threads.
MANY = 10


class SheetsRead:
    """What was seen of the districts' sheets in one run, by key."""

    def __init__(self, this: CurrentRun) -> None:
        self.this = this
        self._observed: dict[str, Observed] = {}

    def of(self, key: str) -> Observed:
        """What is believed of a sheet; of one that was not read, what the
        state has.
        """
        return self._observed.get(key) or Observed()

    def read_needed(self) -> None:
        """Read the sheets that must be read."""
        this = self.this
        self.read(to_read(this.program, this.going, this.looks_at_all))

    def read(self, keys: Sequence[str]) -> None:
        """Read some sheets, and keep what is believed of them."""
        this = self.this

        def jobs() -> Iterator[tuple[str, Callable[[], Look]]]:
            for key in keys:
                marks = this.state.to_do.reading_marks(key)
                yield key, partial(look, this.program, key, marks)

        with closing(
            this.program.google.each(jobs(), len(keys) > MANY)
        ) as looks:
            for number, (key, found, spent) in enumerate(looks, 1):
                this.say(f"read {this.name(key)}", number, len(keys))
                this.work.of(key, spent).read = True
                self.observe(key, found)

    def observe(self, key: str, found: Look | Exception) -> None:
        """Keep what is believed of a sheet that was just seen."""
        this = self.this
        if isinstance(found, Exception):
            this.fail(key, found)
            # So the next run reads it, and it takes no place of those long
            # unseen.
            this.state.sheets.mark_uncertain(key)
            return
        # A command that only looks stores nothing, unless the state is empty:
        # then answers could not be matched to pairs.
        keep = this.options.write or not this.state.sheets.knows(key)
        accept = this.options.accept
        try:
            observed = observe(
                this.program, key, found, this.day, accept, keep
            )
        except Exception as error:
            this.fail(key, error)
            return
        self._observed[key] = observed
        if observed.guarded:
            this.result.guarded.add(key)
