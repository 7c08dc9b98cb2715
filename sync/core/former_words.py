"""Words of dropdowns as earlier versions printed them: cells and files that
hold one are read as the present one.
"""

from __future__ import annotations

_FORMER = {
    "term": "semester",
    "reached out": "in touch",
    "hours of cover": "hours of coverage",
    "half days of cover": "half days of coverage",
    "days of cover": "days of coverage",
    "class periods of cover": "class periods of coverage",
}


def present(text: str) -> str:
    """A dropdown's word as it is now, in lower case."""
    folded = text.casefold()
    return _FORMER.get(folded, folded)
