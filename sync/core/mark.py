"""The mark that every spreadsheet of a program carries inside, so that none is
taken for another.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple


class Mark(NamedTuple):
    """A named range of a spreadsheet: its id and its name. Both empty: none
    is asked for.
    """

    id: str = ""
    name: str = ""


NO_MARK = Mark()


def mark_of(folder: str, year: str, key: str) -> Mark:
    """The mark of one spreadsheet of a program, which is known by the id of
    its folder, of a school year.

    ``key`` is the district's, or the name of a sheet of the program's own.
    """
    drawn = hashlib.sha256(f"{folder} {year} {key}".encode()).hexdigest()
    words = re.sub(r"\W", "_", f"making_time_{key}_{year}", flags=re.ASCII)
    return Mark(drawn[:16], f"{words}_{drawn[16:24]}")
