"""One Forms API response becomes a Submission, or a Problem that says what
could not be read.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from forms.definition import Definition
from sync.core.model import Direction, Kind, Submission
from sync.core.problems import Problem

LONGEST = 500


# A number that a stranger typed is never more than this, which is more than
# anything means.
MOST = 1_000_000


def read(
    response: dict[str, Any], form: Definition, zone: ZoneInfo
) -> Submission | Problem:
    """Read a response by question id. ``zone`` decides which day "today" was
    when no day was given.
    """
    given = _Given(response, form)
    created = moment(response["createTime"])
    meant = given.meaning("kind")
    if meant is None:
        return Problem(
            f"answer {response['responseId']}",
            f"it says {given.text('kind')!r} happened, which the form does not offer",
            "If you changed an option's wording, keep the old one in `was` in meeting_log.toml",
        )
    kind = Kind(meant)
    observed = kind is Kind.OBSERVATION
    direction = given.meaning("direction") if observed else None
    return Submission(
        id=response["responseId"],
        created=created,
        submitted=sent(response),
        email=response.get("respondentEmail", "").strip().lower(),
        pair_text=clean(given.text("pair")),
        day=_day(given.text("day")) or created.astimezone(zone).date(),
        kind=kind,
        minutes=given.number("observation_minutes" if observed else "minutes"),
        conversations=max(1, given.number("conversations") or 1),
        time_used=str(given.meaning("time_used") or ""),
        topics=tuple(clean(text) for text in given.texts("topics")),
        others=clean(given.text("others")),
        next_meeting=_day(given.text("next_meeting")),
        replaces=bool(given.texts("replaces")),
        wants_word=bool(given.texts("word") or given.texts("word_too")),
        direction=Direction(direction) if direction else None,
        conferences=tuple(
            str(each or "") for each in given.meanings("conferences")
        ),
        cover_hours=given.meaning("cover_hours"),
        obstacles=tuple(
            clean(str(meaning or text))
            for text, meaning in zip(
                given.texts("obstacles"),
                given.meanings("obstacles"),
                strict=True,
            )
        ),
    )


class _Given:
    """What a response says, by the keys of the form's questions."""

    def __init__(self, response: dict[str, Any], form: Definition) -> None:
        self.response = response
        self.form = form

    def texts(self, key: str) -> list[str]:
        """What was chosen or typed, in order."""
        return said(self.response, self.form.question(key).question_id)

    def text(self, key: str) -> str:
        """The first of what was chosen or typed; empty for nothing."""
        return first(self.texts(key))

    def meanings(self, key: str) -> list[Any]:
        """What each chosen option means; None for a text that was never
        offered.
        """
        question = self.form.question(key)
        return [question.meaning(text) for text in self.texts(key)]

    def meaning(self, key: str) -> Any:
        """What the chosen option means."""
        return self.form.question(key).meaning(self.text(key))

    def number(self, key: str) -> int | None:
        """The number that an option means, or that a text has in it."""
        meaning = self.meaning(key)
        if isinstance(meaning, int):
            return meaning
        found = re.search(r"\d+", self.text(key))
        return min(int(found.group(0)[:9]), MOST) if found else None


def sent(response: dict[str, Any]) -> datetime:
    """When a response was sent, or last sent again."""
    return moment(response.get("lastSubmittedTime", response["createTime"]))


def moment(text: str) -> datetime:
    """A time of Google's, with no to nine fractional digits."""
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
    """A stranger's text on one line, without control characters, and not
    longer than anybody would read.
    """
    text = " ".join(
        "".join(c if c.isprintable() else " " for c in text).split()
    )
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def said(response: dict[str, Any], question_id: str) -> list[str]:
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
