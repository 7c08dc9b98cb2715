"""What mentors sent: read once, kept, and put to its district."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from forms import submissions
from sync.core.codes import district_of
from sync.core.model import Submission
from sync.program.opened import Program
from sync.program.settings import Settings
from sync.run import form_marks, wordings

# How far back every run reads again, for answers that appear late.
OVERLAP = timedelta(minutes=10)
GUARDED_FROM = 10


@dataclass
class Fetched:
    """What a reading of the form gave: a sentence for each wording that is not
    known, and whether many answers were gone at once.
    """

    unreadable: list[str] = field(default_factory=list)
    guarded: str = ""


def fetch(
    program: Program, day: date, everything: bool = False, accept: bool = False
) -> Fetched:
    """Read the answers sent since the last run, with an overlap; all of them
    once a day, or if asked.

    The daily reading finds answers that came to light late, and those deleted
    in the form. Answers that could not be read in full are read again when the
    declared wordings change. The watermark is stored with the answers. If more
    than 30 % of ten or more answers are gone at once, they are kept unless
    ``accept`` is set.
    """
    state, fetched = program.state, Fetched()
    watermark = state.notes.watermark
    listing = everything or watermark is None or state.notes.listed_on() != day
    since = None if listing or watermark is None else watermark - OVERLAP
    newest, ids = watermark, set[str]()
    for page in program.google.forms.responses(program.lock.form, since):
        form_marks.check(program, "form", program.lock.form)
        newest = _keep(program, page, newest, everything)
        ids.update(response["responseId"] for response in page)
    words = wordings.fingerprint(program.meeting_log)
    if words != state.notes.form_words:
        newest = _keep(program, state.answers.unreadable(), newest, True)
        state.notes.form_words = words
    fetched.unreadable = wordings.unknown(program)
    with state.writing():
        if listing:
            known, gone = state.answers.missing(ids, watermark)
            if many_gone(known, len(gone)) and not accept:
                fetched.guarded = (
                    f"{len(gone)} of {known} answers are gone from the form since it was last read, so they are kept. If they"
                    " were deleted by mistake, that cannot be undone, and they stay in Log; if it is meant, run `sync run --accept`."
                )
            else:
                state.answers.forget(gone)
                state.notes.keep_listed_on(day)
        if newest:
            state.notes.watermark = newest
    return fetched


def many_gone(known: int, gone: int) -> bool:
    """Whether more answers are gone at once than anybody deletes on purpose."""
    return known >= GUARDED_FROM and gone * 10 > known * 3


def _keep(
    program: Program,
    responses: Iterable[dict[str, Any]],
    newest: datetime | None,
    again: bool,
) -> datetime | None:
    """Keep the responses that are new, or all of them; those that could not be
    read in full also as they came.

    Gives when the newest of all was sent.
    """
    state, remaining_codes = program.state, program.lock.remaining_codes
    form, zone = program.meeting_log, program.settings.zone
    last = _last_versions(responses, program.lock.purged)
    known = state.answers.sent_when(list(last))
    kept: list[tuple[Submission, str | None]] = []
    with state.writing():
        for response_id, response in last.items():
            sent = submissions.sent(response)
            if known.get(response_id) == sent and not again:
                newest = max(newest or sent, sent)
                continue
            answer = submissions.read(response, form, zone)
            if response_id in remaining_codes:
                answer = answer._replace(others=remaining_codes[response_id])
            newest = max(newest or sent, sent)
            kept.append(
                (answer, district_of(answer.pair_text, "", program.keys, {}))
            )
        unclear = {answer.id for answer, _ in kept if answer.unread}
        state.answers.keep_unreadable(last[each] for each in unclear)
        state.answers.forget_unreadable(
            answer.id for answer, _ in kept if answer.id not in unclear
        )
        state.answers.keep(kept)
    return newest


def _last_versions(
    responses: Iterable[dict[str, Any]], purged: Collection[str]
) -> dict[str, dict[str, Any]]:
    """The responses by id, each as it was last sent, but those that were
    purged.
    """
    last: dict[str, dict[str, Any]] = {}
    for response in responses:
        response_id = response["responseId"]
        if response_id in purged:
            continue
        before = last.get(response_id)
        if before is None or submissions.sent(before) <= submissions.sent(
            response
        ):
            last[response_id] = response
    return last


def place(program: Program) -> None:
    """Assign every answer to a district: by its code, or by the one roster
    that has its sender.

    Assigned answers are checked again only when the districts, or the
    addresses on their rosters, have changed.
    """
    state, routes = program.state, " ".join(sorted(program.keys))
    with state.writing():
        again = state.notes.routes != routes
        waiting = state.answers.senders(unplaced=not again)
        at = state.rosters.addresses() if waiting else {}
        for response_id, text, email, now in waiting:
            fits = district_of(text, email, program.keys, at)
            if fits != now:
                state.answers.place(response_id, fits)
        if again:
            state.notes.routes = routes


def sentence(answer: Submission, settings: Settings) -> str:
    """An answer that fits no district, without its sender."""
    sent = answer.submitted.astimezone(settings.zone)
    wishes = (
        f"names “{answer.pair_text[:40]}”"
        if answer.pair_text
        else "names no pair"
    )
    return f"an answer sent {sent:%b} {sent.day} at {sent:%H:%M} {wishes}, and its sender is on no roster"
