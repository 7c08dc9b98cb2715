"""A program as every verb that talks to Google needs it: what is declared,
what is made, and what is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from forms.definition import Definition
from sync.google.accounts import Account, MakePace
from sync.google.clients import Google
from sync.google.connect import connect, connect_local
from sync.google.sheets import Spreadsheet
from sync.program import declared, lockfile, preconditions
from sync.program.districts_file import DistrictSettings
from sync.program.lockfile import Lock
from sync.program.preconditions import CommandContext
from sync.program.settings import Settings
from sync.state.store import State
from templates.layout import Layout


def account_of(settings: Settings) -> Account:
    """Who the tool is, as ``[google]`` says."""
    part = settings.file.google
    return Account(
        settings.folder,
        part.credentials,
        part.client,
        part.impersonate,
        part.act_as,
        part.folder,
    )


def clients(settings: Settings, make_pace: MakePace, base: str = "") -> Google:
    """Google's clients for a program; ``base`` is the address of a local
    workspace. Raises ConfigurationError.

    In a local workspace an address is enough to sign in, unless credentials
    are named.
    """
    part = settings.file.google
    if base and "credentials" not in part.model_fields_set:
        return connect_local(base, part.identity, make_pace)
    return connect(account_of(settings), make_pace, base)


@dataclass
class Opened:
    """What a command opened: what is declared, Google's services, and what is
    known.
    """

    settings: Settings
    google: Google
    state: State

    def program(self) -> Program:
        """The provisioned program. Raises NotMade before it is provisioned,
        and SyncError where another precondition does not hold.
        """
        return Program(self.settings, self.google, self.state)


@dataclass
class Program(Opened):
    """One program, provisioned. Raises SyncError where a precondition does not
    hold.
    """

    lock: Lock = field(init=False)

    def __post_init__(self) -> None:
        self.lock = lockfile.load(self.settings.lock_path)
        preconditions.check(self.begun)

    @property
    def begun(self) -> CommandContext:
        """What its preconditions look at."""
        return CommandContext(self.settings, self.lock, self.state)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all its districts, of whatever shard."""
        return frozenset(self._districts)

    def district(self, key: str) -> DistrictSettings:
        """A district as declared."""
        return self._districts[key]

    @cached_property
    def _districts(self) -> dict[str, DistrictSettings]:
        return {d.key: d for d in self.settings.districts}

    @cached_property
    def meeting_log(self) -> Definition:
        """The meeting log as declared."""
        return declared.form_of(self.settings, edition=self.lock.form_edition)

    @cached_property
    def planning(self) -> Definition:
        """The planning form as declared."""
        return declared.planning_of(
            self.settings, edition=self.lock.form_edition
        )

    @cached_property
    def feedback(self) -> Definition:
        """The feedback form as declared."""
        return declared.feedback_of(
            self.settings, edition=self.lock.form_edition
        )

    def spreadsheet(self, key: str) -> Spreadsheet:
        """A district's sheet, with the mark that it must carry."""
        return self.lock.spreadsheet(key)

    def layout(self, key: str) -> Layout:
        """A district's workbook as it was printed."""
        return declared.layout_of(
            self.district(key),
            self.lock.sheets[key].pairs,
            self.lock.retired.get(key, ()),
        )
