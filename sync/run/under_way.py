"""One run under way: what it is for, and what it has done so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sync.errors import ConfigurationError, SyncError
from sync.program.districts_file import DistrictSettings
from sync.program.opened import Program
from sync.run.day_guard import resting
from sync.run.options import RunOptions, Say
from sync.run.result import RunResult, WorkLog
from sync.state.store import State

READ_ALL_UP_TO = 20


@dataclass
class CurrentRun:
    """One run: its program, day and options, and what it has done so far.

    ``mistakes`` are errors of our own: they are raised when the other
    districts are done.
    """

    program: Program
    day: date
    options: RunOptions
    say: Say
    result: RunResult = field(init=False)
    work: WorkLog = field(default_factory=WorkLog)
    mistakes: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.result = RunResult(self.day)
        for district in self.wanted:
            if district.key not in self.program.lock.sheets:
                text = (
                    f"{district.name} has no sheet yet. Run `sync provision`."
                )
                self.result.failed[district.key] = ConfigurationError(text)
        if self.options.write and not self.options.accept:
            here = {key: self.program.district(key) for key in self.here}
            self.result.resting = resting(here, self.day)

    @property
    def state(self) -> State:
        """The program's state."""
        return self.program.state

    @cached_property
    def wanted(self) -> Sequence[DistrictSettings]:
        """The districts that the run is for."""
        settings, options = self.program.settings, self.options
        if options.only:
            return [settings.district(options.only)]
        return [d for d in settings.districts if options.shard.has(d.key)]

    @cached_property
    def here(self) -> list[str]:
        """Those of them that have a sheet, by key."""
        return [
            d.key for d in self.wanted if d.key in self.program.lock.sheets
        ]

    @property
    def going(self) -> list[str]:
        """Those of them that did not fail so far, and whose year is near."""
        left_out = self.result.failed.keys() | self.result.resting.keys()
        return [key for key in self.here if key not in left_out]

    @property
    def of_program(self) -> bool:
        """Whether what belongs to no district is this run's: one machine's
        does it.
        """
        return not self.options.only and not self.options.shard.place

    @cached_property
    def looks_at_all(self) -> bool:
        """Whether every sheet is read, whatever Drive names."""
        few = len(self.wanted) <= READ_ALL_UP_TO
        chosen = self.options.read_all or bool(self.options.only)
        return chosen or (self.options.attended and few)

    @property
    def accepts(self) -> bool:
        """Whether many answers that are gone at once are forgotten."""
        return self.options.accept and self.options.write

    def name(self, key: str) -> str:
        """A district's name."""
        return self.program.district(key).name

    def fail(self, key: str, error: Exception) -> None:
        """Note that a district failed; the others go on."""
        if not isinstance(error, SyncError):
            self.mistakes.append(error)
            error = SyncError(
                f"{self.name(key)} failed by a bug in Making Time. Please report"
                " it with the log that is named below."
            )
        self.result.failed[key] = error
