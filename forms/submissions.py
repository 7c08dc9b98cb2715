"""One Forms API response becomes a Submission, or a Problem that says what could not be
read.
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


# A number that a stranger typed is never more than this, which is more than anything
# means.
MOST = 1_000_000


def read(
    response: dict[str, Any], form: Definition, zone: ZoneInfo
) -> Submission | Problem:
    """Read a response by question id. ``zone`` decides which day "today" was when no
    day was given.
    """
    given = {q.key: said(response, q.question_id) for q in form.questions}
    created = moment(response["createTime"])
    kind = form.question("kind").meaning(first(given["kind"]))
    if kind is None:
        return Problem(
            f"answer {response['responseId']}",
            f"it says {first(given['kind'])!r} happened, which the form does not offer",
            "If you changed an option's wording, keep the old one in `was` in meeting_log.toml",
        )
    kind = Kind(kind)
    observed = kind is Kind.OBSERVATION
    minutes = "observation_minutes" if observed else "minutes"
    direction = form.question("direction").meaning(first(given["direction"]))
    return Submission(
        id=response["responseId"],
        created=created,
        submitted=sent(response),
        email=response.get("respondentEmail", "").strip().lower(),
        pair_text=clean(first(given["pair"])),
        day=_day(first(given["day"])) or created.astimezone(zone).date(),
        kind=kind,
        minutes=_number(form, minutes, given),
        conversations=max(1, _number(form, "conversations", given) or 1),
        time_used=str(
            form.question("time_used").meaning(first(given["time_used"])) or ""
        ),
        topics=tuple(clean(t) for t in given["topics"]),
        others=clean(first(given["others"])),
        next_meeting=_day(first(given["next_meeting"])),
        replaces=bool(given["replaces"]),
        wants_word=bool(given["word"] or given["word_too"]),
        direction=Direction(direction) if observed and direction else None,
        conferences=tuple(
            str(form.question("conferences").meaning(c) or "")
            for c in given["conferences"]
        ),
        cover_hours=form.question("cover_hours").meaning(first(given["cover_hours"])),
        obstacles=tuple(
            clean(str(form.question("obstacles").meaning(o) or o))
            for o in given["obstacles"]
        ),
    )


def sent(response: dict[str, Any]) -> datetime:
    """When a response was sent, or last sent again."""
    return moment(response.get("lastSubmittedTime", response["createTime"]))


def moment(text: str) -> datetime:
    """A time of Google's, with no to nine fractional digits."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", text)
    if not found:
        return datetime.fromisoformat(text)
    micro = int((found.group(2) or "0").ljust(9, "0")[:6])
    return datetime.fromisoformat(found.group(1)).replace(
        microsecond=micro,
        tzinfo=timezone.utc,  # noqa: UP017
    )


def clean(text: str) -> str:
    """A stranger's text on one line, without control characters, and not longer than
    anybody would read.
    """
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
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


def _number(form: Definition, key: str, given: dict[str, list[str]]) -> int | None:
    text = first(given[key])
    meaning = form.question(key).meaning(text)
    if isinstance(meaning, int):
        return meaning
    found = re.search(r"\d+", text)
    return min(int(found.group(0)[:9]), MOST) if found else None
