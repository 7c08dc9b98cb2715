"""What is sent to the further forms, for planning and for feedback: read when it may matter, and kept whole.

The meeting log is read by every run. These are read once a day, and planning also by a run that has something else to do or
that somebody looks on: so a run in which nothing is new costs no call more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from forms import feedback, planning, submissions
from sync.answers import OVERLAP, many_gone
from sync.core.feedback import Opinion
from sync.core.intake import district_of
from sync.core.model import Proposal
from sync.errors import GoogleError
from sync.program import Program

PLANNING, FEEDBACK = "planning", "feedback"


def fetch(program: Program, day: date, everything: bool, lively: bool) -> list[str]:
    """Read what is new in the further forms, if it is time to; gives what stands in the way, in words.

    All of a form is read on the first run of a day, or if asked, so that answers deleted there are gone here, too.
    """
    troubles = []
    for name, form in program.lock.forms.items():
        whole = everything or program.state.meta(f"listed {name}") != day.isoformat()
        if not (whole or (lively and name == PLANNING)):
            continue
        try:
            _fetch(program, name, form.id, day, whole)
        except GoogleError as error:
            if error.code not in (403, 404):
                raise
            troubles.append(f"The {name} form cannot be read ({error.said}). `sync provision` says what to do.")
    return troubles


def _fetch(program: Program, name: str, form: str, day: date, whole: bool) -> None:
    state = program.state
    known = state.said_when(name)
    since = None if whole or not known else max(known.values()) - OVERLAP
    found = [r for page in program.google.forms.responses(form, since) for r in page]
    purged = program.lock.purged
    new = [r for r in found if known.get(r["responseId"]) != submissions.sent(r) and r["responseId"] not in purged]
    again = state.said_by_nobody(name) if new else []
    with state.writing():
        _keep(program, name, [*again, *new])
        if whole:
            gone = known.keys() - {r["responseId"] for r in found}
            if not many_gone(len(known), len(gone)):
                state.forget_said(name, gone)
            state.set_meta(f"listed {name}", day.isoformat())


def _keep(program: Program, name: str, responses: Iterable[dict[str, Any]]) -> None:
    """Keep responses with their districts, which are judged anew by what pairs plan."""
    state, at = program.state, program.state.addresses()
    kept = []
    for response in responses:
        district = None
        if name == PLANNING:
            said = planning.read(response, program.planning)
            district = district_of(said.pair_text, said.email, program.keys, at)
        kept.append((response, submissions.sent(response), district))
    state.keep_said(name, kept)
    state.stir({district for _, _, district in kept if district is not None})


def proposals(program: Program, key: str) -> list[Proposal]:
    """What a district's pairs said in the planning form."""
    return [planning.read(response, program.planning) for response in program.state.said(PLANNING, key)]


def strays(program: Program) -> list[Proposal]:
    """What was said in the planning form by pairs of no known district."""
    return [planning.read(response, program.planning) for response in program.state.said_by_nobody(PLANNING)]


def opinions(program: Program) -> list[Opinion]:
    """What everybody said in the feedback form."""
    districts = {district.name: district.key for district in program.settings.districts}
    found = (feedback.read(response, program.feedback, districts) for response in program.state.said(FEEDBACK))
    return [opinion for opinion in found if opinion is not None]
