"""What the program's state asks for at the end of a year, answered for a
district.
"""

from __future__ import annotations

from collections.abc import Sequence

from sync.core.annual import Asking, Item, answered
from sync.core.feedback import Opinion, tally
from sync.core.judge import DistrictStanding
from sync.program.settings import Settings
from templates.annual_items import asked


def asking_of(settings: Settings) -> Asking:
    """What the program's state asks for."""
    part = settings.file.defaults
    return asked(part.subdivision if part.country == "US" else "")


def items(
    standing: DistrictStanding, asking: Asking, opinions: Sequence[Opinion]
) -> list[Item]:
    """A district's answers. ``opinions`` are those of all districts; the mean
    satisfaction is used, of roles with five answers or more.
    """
    part = tally(o for o in opinions if o.district == standing.district.key)
    return answered(standing, asking, part.all.satisfaction)
