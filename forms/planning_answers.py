"""One response to the planning form becomes a Proposal."""

from __future__ import annotations

from datetime import time
from typing import Any

from forms.definition import Definition, Question
from forms.submissions import clean, first, sent, texts_of
from sync.core.model import Proposal
from sync.core.people import RegularTime

# An hour before this one, chosen without a look at am and pm, is meant in the
# afternoon.
EARLIEST = 7


def read(response: dict[str, Any], form: Definition) -> Proposal:
    """Read a response by question id; whatever cannot be read is left out."""

    def one(key: str) -> str:
        return first(texts_of(response, form.question(key).question_id))

    day = form.question("regular_day").meaning(one("regular_day"))
    suits = form.question("set_aside")
    return Proposal(
        id=response["responseId"],
        submitted=sent(response),
        email=response.get("respondentEmail", "").strip().lower(),
        pair_text=clean(one("pair")),
        regular=RegularTime(day, _time(one("regular_time")))
        if isinstance(day, int)
        else None,
        dates=clean(one("dates")),
        free=_both_free(response, form),
        suits=tuple(
            str(m)
            for text in texts_of(response, suits.question_id)
            if (m := suits.meaning(text)) is not None
        ),
        offers=_own_time(response, form),
    )


def _own_time(response: dict[str, Any], form: Definition) -> tuple[str, ...]:
    """Which of their own time may be proposed; forms made before do not ask."""
    if not form.asks("own_time"):
        return ()
    question = form.question("own_time")
    meanings = map(question.meaning, texts_of(response, question.question_id))
    return tuple(str(m) for m in meanings if m is not None)


def _both_free(
    response: dict[str, Any], form: Definition
) -> tuple[tuple[int, str], ...] | None:
    """When both are free; None where nobody says so. The first edition's form
    had a grid for each of the two.
    """
    if form.asks("both_free"):
        return _ticked(response, form.question("both_free")) or None
    mentor, mentee = (
        _ticked(response, form.question(key))
        for key in ("mentor_free", "mentee_free")
    )
    if not mentor or not mentee:
        return None
    return tuple(slot for slot in mentor if slot in mentee)


def _ticked(
    response: dict[str, Any], grid: Question
) -> tuple[tuple[int, str], ...]:
    """The ticked boxes of a grid: the weekday of the row, and what its column
    means.
    """
    return tuple(
        (int(row.key), str(meant))
        for row in grid.rows
        for text in texts_of(response, row.question_id)
        if (meant := row.meaning(text)) is not None
    )


def _time(text: str) -> time | None:
    try:
        at = time.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(hour=at.hour + 12) if 0 < at.hour < EARLIEST else at
