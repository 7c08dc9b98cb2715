"""The parts of an answer that cannot be read. They are left out, and *Log*
names them.
"""

from __future__ import annotations

from collections.abc import Collection

from sync.core.model import Submission

# An answer that is unclear about one of these can be put to no meeting.
DECIDING = frozenset({"kind", "direction", "day"})
MINUTES = frozenset({"minutes"})
# A box that is not known may be a wish to be contacted.
WISHES = frozenset({"also"})
# The questions of the meeting log, as *Log* names them.
_WORDS = {
    "kind": "what happened",
    "direction": "who observed whom",
    "minutes": "the minutes",
    "conversations": "how many conversations",
    "cover_hours": "the hours of coverage",
    "time_used": "what time was used",
    "topics": "what they worked on",
    "conferences": "whether they talked it over",
    "obstacles": "what was in the way",
    "also": "a box that was ticked",
    "day": "the day",
    "next_meeting": "the next meeting",
}
LONGEST = 40


def undecided(s: Submission) -> tuple[str, ...]:
    """The keys of the deciding questions whose answers cannot be read."""
    return tuple(key for key, _ in s.unread if key in DECIDING)


def lacks_minutes(s: Submission) -> bool:
    """Whether the minutes of an answer were given, and could not be read."""
    return s.minutes is None and "minutes" in dict(s.unread)


def unread_words(s: Submission) -> str:
    """What of an answer means nothing known; empty for nothing."""
    if not s.unread:
        return ""
    parts = [
        f"{_WORDS.get(key, key)} ({f'“{short(text)}”' if text else 'nothing was chosen'})"
        for key, text in s.unread
    ]
    return f"{' and '.join(parts)} cannot be read"


def left_out_words(s: Submission) -> str:
    """What to know of an answer that counts, and says something unknown."""
    words = unread_words(s)
    if words and lacks_minutes(s):
        return f"{words} (left out); set the minutes in Corrections"
    return f"{words} (left out)" if words else ""


def short(text: str) -> str:
    """As much of a text as a line has room for."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def without_unread(s: Submission, keys: Collection[str]) -> Submission:
    """An answer of which some questions are no longer unclear."""
    if not s.unread:
        return s
    return s._replace(unread=tuple(u for u in s.unread if u[0] not in keys))
