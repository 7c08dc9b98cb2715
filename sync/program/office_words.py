"""What offices and student systems call a column, and how they write a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# By tab and by its header.
SYNONYMS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "pairs": {
        "Number": ("No.", "Pair number", "Pair"),
        "Mentor": ("Mentor name", "Mentor teacher", "Mentor full name"),
        "Mentee": (
            "Mentee name",
            "Beginning teacher",
            "Beginner",
            "New teacher",
            "New teacher name",
            "Inductee",
            "Protégé",
        ),
        "Mentor e-mail": ("Mentor email address", "Mentor address"),
        "Mentee e-mail": (
            "Mentee email address",
            "Mentee address",
            "Beginning teacher email",
            "New teacher email",
        ),
        "School": ("Building", "Site", "Campus", "Location", "School name"),
        "Starts": ("Start date", "Start", "Hire date"),
        "Ends": ("End date", "End"),
        "Regular day": ("Day", "Meeting day"),
        "Regular time": ("Time", "Meeting time"),
        "Year in the program": ("Year", "Program year"),
        "Pair continues": ("Stays next year",),
        "Extra coverage hours": ("Extra cover hours",),
    },
    "calendar": {
        "What": ("Kind",),
        "From": ("First day", "Start date", "Start", "Date", "Begins"),
        "To": ("Last day", "End date", "End", "Until"),
        "Name": ("Event", "Title", "Description", "Subject"),
        "Schools": ("School", "Building"),
        "Took place": ("Held",),
    },
}
_TITLE = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof)\b\.?\s+)+", re.IGNORECASE
)
_GENERATION = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_DEGREE = re.compile(
    r"(?:ph\.?\s?d|ed\.?\s?d|m\.?\s?d|m\.?\s?ed|m\.?\s?a|esq|cags|nbct)\.?",
    re.IGNORECASE,
)


def plain_name(text: str) -> str:
    """A name that a greeting can use: ``Lee, Sam`` is Sam Lee, and titles are
    left out.
    """
    last, comma, first = (part.strip() for part in text.partition(","))
    if comma and _GENERATION.fullmatch(first):
        text = f"{last} {first}"
    elif comma:
        text = last if _DEGREE.fullmatch(first) else f"{first} {last}"
    bare = _TITLE.sub("", text.strip())
    return " ".join((bare or text).split())
