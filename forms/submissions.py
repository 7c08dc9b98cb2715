"""Turns one Forms API response into a Submission. Texts that are no declared
option are kept as they are, and nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from forms.definition import Definition
from sync.core.model import Direction, Kind, Submission

LONGEST = 500
# What the wish to be contacted means, now and in the first edition's forms.
_CONTACT = frozenset(("contact", "word"))
# Texts that are a number and nothing else, but for its unit.
_WHOLE = re.compile(r"(\d{1,6})\s*(?:min|mins|minutes?)?\.?", re.IGNORECASE)
_HOURS = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?)?\.?", re.IGNORECASE
)


def read(
    response: dict[str, Any], form: Definition, zone: ZoneInfo
) -> Submission:
    """Read a response by question id. ``zone`` decides which day "today" was
    when no day was given.

    Where the kind is unknown, the fields of every kind are read.
    """
    given = _Given(response, form)
    created = moment(response["createTime"])
    kind = _kind(given)
    observed = kind in (Kind.OBSERVATION, Kind.UNKNOWN)
    also = given.words("also", everywhere=True)
    return Submission(
        id=response["responseId"],
        created=created,
        submitted=sent(response),
        email=response.get("respondentEmail", "").strip().lower(),
        pair_text=clean(given.text("pair")),
        day=given.day("day") or created.astimezone(zone).date(),
        kind=kind,
        minutes=given.whole("minutes"),
        conversations=max(1, given.whole("conversations") or 1),
        time_used=given.word("time_used"),
        topics=tuple(map(clean, given.words("topics"))),
        others=clean(given.text("others")),
        next_meeting=given.day("next_meeting"),
        replaces="replaces" in also,
        wants_contact=not _CONTACT.isdisjoint(also),
        direction=_direction(given, kind) if observed else None,
        conferences=tuple(given.words("conferences")),
        cover_hours=given.hours("cover_hours"),
        obstacles=tuple(map(clean, given.words("obstacles", keep=True))),
        everyone="everyone" in also,
        unread=tuple(given.unread),
    )


def _kind(given: _Given) -> Kind:
    """What happened; unknown for words that were never offered."""
    meant = given.meaning("kind")
    if meant in Kind.to_choose():
        return Kind(meant)
    given.leave("kind", given.text("kind"))
    return Kind.UNKNOWN


def _direction(given: _Given, kind: Kind) -> Direction | None:
    """Who observed whom; None for words that were never offered."""
    meant = given.meaning("direction")
    if meant in tuple(Direction):
        return Direction(meant)
    text = given.text("direction")
    if text or kind is Kind.OBSERVATION:
        given.leave("direction", text)
    return None


class _Given:
    """What a response says, by the keys of the form's questions.

    ``unread`` gathers the texts that mean nothing known, with their keys.
    """

    def __init__(self, response: dict[str, Any], form: Definition) -> None:
        self.response = response
        self.form = form
        self.unread: list[tuple[str, str]] = []
        # An answer on a page that the respondent left again counts only where
        # the pages of the chosen kind have no answer with the same key.
        self.seen = {
            q.question_id
            for page in form.way(self.meaning("kind"))
            for q in page.questions
        }

    def texts(self, key: str) -> list[str]:
        """What was chosen or typed, in order, on the pages of the chosen kind;
        without an answer there, on any page. Empty for nothing.
        """
        here = [
            text
            for question in self.form.each(key)
            if question.question_id in self.seen
            for text in texts_of(self.response, question.question_id)
        ]
        return here or self.everywhere(key)

    def everywhere(self, key: str) -> list[str]:
        """The same on every page, also on one that was left again."""
        return [
            text
            for question in self.form.each(key)
            for text in texts_of(self.response, question.question_id)
        ]

    def text(self, key: str) -> str:
        """The first of what was chosen or typed; empty for nothing."""
        return first(self.texts(key))

    def meaning(self, key: str) -> Any:
        """What the chosen option means; None for words never offered."""
        return self.meant(key, first(self.everywhere(key)))

    def meant(self, key: str, text: str) -> Any:
        """What a text means to any question with a key; None for words never
        offered.
        """
        for question in self.form.each(key):
            if (meant := question.meaning(text)) is not None:
                return meant
        return None

    def leave(self, key: str, text: str) -> None:
        """Keep a text as one that means nothing known."""
        self.unread.append((key, clean(text)))

    def words(
        self, key: str, keep: bool = False, everywhere: bool = False
    ) -> list[str]:
        """What each chosen option means, in words.

        A text that was never offered is left out, or kept with ``keep``. With
        ``everywhere`` pages that were left again count, too: so no request
        to be contacted is lost.
        """
        words = []
        texts = self.everywhere(key) if everywhere else self.texts(key)
        for text in texts:
            meant = self.meant(key, text)
            if meant is None:
                self.leave(key, text)
            if meant is not None or keep:
                words.append(text if meant is None else str(meant))
        return words

    def word(self, key: str) -> str:
        """What the chosen option means, in words; empty for nothing known."""
        return first(self.words(key))

    def day(self, key: str) -> date | None:
        """The day that was chosen; None for none, or for what is no day."""
        text = self.text(key)
        day = _day(text)
        if text and day is None:
            self.leave(key, text)
        return day

    def whole(self, key: str) -> int | None:
        """A whole number that an option means, or that is all a text says."""
        amount = self._amount(key, _WHOLE)
        return None if amount is None else int(amount)

    def hours(self, key: str) -> float | None:
        """Hours, which may be parts of one, read alike."""
        return self._amount(key, _HOURS)

    def _amount(self, key: str, number: re.Pattern[str]) -> float | None:
        text = self.text(key)
        if not text:
            return None
        meant = self.meant(key, text)
        if isinstance(meant, (int, float)):
            return meant
        found = number.fullmatch(text.strip())
        if found is None:
            self.leave(key, text)
            return None
        return float(found.group(1).replace(",", "."))


def sent(response: dict[str, Any]) -> datetime:
    """When a response was sent, or last sent again."""
    return moment(response.get("lastSubmittedTime", response["createTime"]))


def moment(text: str) -> datetime:
    """A time as Google writes it, with at most nine fractional digits.

    Raises ValueError for another text.
    """
    found = re.fullmatch(
        r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", text
    )
    if not found:
        return datetime.fromisoformat(text)
    micro = int((found.group(2) or "0").ljust(9, "0")[:6])
    return datetime.fromisoformat(found.group(1)).replace(
        microsecond=micro,
        tzinfo=timezone.utc,  # noqa: UP017
    )


def clean(text: str) -> str:
    """A text on one line, without control characters, cut after LONGEST
    characters.
    """
    text = " ".join(
        "".join(c if c.isprintable() else " " for c in text).split()
    )
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def texts_of(response: dict[str, Any], question_id: str) -> list[str]:
    """What a response says to a question."""
    answer = response.get("answers", {}).get(question_id, {})
    return [
        a.get("value", "")
        for a in answer.get("textAnswers", {}).get("answers", [])
        if a.get("value")
    ]


def first(texts: list[str]) -> str:
    """The first of some texts, if there is one."""
    return texts[0] if texts else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
