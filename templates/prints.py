"""What a workbook is printed with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sync.core.mark import NO_MARK, Mark
from templates.wire import Value


@dataclass(frozen=True)
class Print:
    """Fixed texts for formulas, lists for dropdowns, and the first rows of
    tabs.

    ``editors`` are the identities that may edit what is protected.
    """

    texts: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    rows: Mapping[str, Sequence[Mapping[str, Value]]]
    weeks: Sequence[date]
    title: str
    locale: str
    time_zone: str
    editors: Sequence[str]
    schools: Sequence[str] = field(default=())
    day_first: bool = False
    mark: Mark = NO_MARK
