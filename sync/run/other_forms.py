"""What is sent to the further forms, for planning and for feedback: read when
it may matter, and kept whole.

The meeting log is read by every run. The others are read once a day, and
by runs that somebody watches; planning also by runs with other news. So a run
without news costs no further call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms import feedback_answers, planning_answers, submissions
from sync.core.codes import district_of
from sync.core.feedback import Opinion
from sync.core.model import Proposal
from sync.errors import SyncError
from sync.program.opened import Program
from sync.run import form_marks
from sync.run.meeting_log import OVERLAP, many_gone

PLANNING, FEEDBACK = "planning", "feedback"


@dataclass
class FetchedForms:
    """How many answers were new, by form; what stood in the way of reading
    one, and what is not believed, in words.
    """

    new: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    guarded: list[str] = field(default_factory=list)


def fetch(
    program: Program,
    day: date,
    everything: bool,
    looked_on: bool,
    lively: bool,
    accept: bool,
) -> FetchedForms:
    """Read what is new in the further forms, if it is time to; what stands in
    the way of it stops nothing else.

    All of a form is read on the first run of a day, or if asked, so that
    answers deleted there are deleted here, too: many at once only with
    ``accept``.
    """
    fetched = FetchedForms()
    for name, form in program.lock.forms.items():
        whole = everything or program.state.notes.listed_on(name) != day
        if not (whole or looked_on or (lively and name == PLANNING)):
            continue
        try:
            _fetch(program, name, form.id, day, whole, accept, fetched)
        except SyncError as error:
            fetched.troubles.append(
                error.left(f"The {name} form could not be read")
            )
    return fetched


def _fetch(
    program: Program,
    name: str,
    form: str,
    day: date,
    whole: bool,
    accept: bool,
    fetched: FetchedForms,
) -> None:
    state = program.state
    known = state.responses.sent_when(name)
    since = None if whole or not known else max(known.values()) - OVERLAP
    found = [
        r for page in program.google.forms.responses(form, since) for r in page
    ]
    form_marks.check(program, name, form)
    purged = program.lock.purged
    new = [
        r
        for r in found
        if known.get(r["responseId"]) != submissions.sent(r)
        and r["responseId"] not in purged
    ]
    gone = set(known) - {r["responseId"] for r in found} if whole else set()
    kept = many_gone(len(known), len(gone)) and not accept
    if kept:
        fetched.guarded.append(
            f"{len(gone)} of {len(known)} answers are gone from the {name} form since it was last read, so they are kept. If that"
            " is meant, run `sync run --accept`."
        )
    with state.writing():
        placed = _place(program) if name == PLANNING else 0
        _keep(program, name, new)
        if gone and not kept:
            state.responses.forget(name, gone)
        if whole and not kept:
            state.notes.keep_listed_on(day, name)
        if new or placed or (gone and not kept):
            state.notes.recount()
    fetched.new[name] = len(new)


def _place(program: Program) -> int:
    """Put plans of no known district where they belong by now; gives how many
    were.
    """
    lost = program.state.responses.elsewhere(PLANNING, program.keys)
    return _keep(program, PLANNING, lost) if lost else 0


def _keep(
    program: Program, name: str, responses: Iterable[dict[str, Any]]
) -> int:
    """Keep responses with their districts, which are judged anew by what pairs
    plan; gives how many have one.
    """
    state, at = program.state, program.state.rosters.addresses()
    names = Counter(district.name for district in program.settings.districts)
    keys = {
        district.name: district.key
        for district in program.settings.districts
        if names[district.name] == 1
    }
    kept = []
    for response in responses:
        if name == PLANNING:
            proposal = planning_answers.read(response, program.planning)
            district = district_of(
                proposal.pair_text, proposal.email, program.keys, at
            )
        else:
            # Nobody's address is kept, even where a person has switched its
            # collecting on.
            response = {
                k: v for k, v in response.items() if k != "respondentEmail"
            }
            # By the name of today: a district may be called otherwise later.
            district = feedback_answers.district_in(
                response, program.feedback, keys
            )
        kept.append((response, submissions.sent(response), district))
    if name == PLANNING:  # also the district that an answer leaves
        state.responses.mark_for_judging(
            name, [response["responseId"] for response, _, _ in kept]
        )
    state.responses.keep(name, kept)
    placed = [district for _, _, district in kept if district is not None]
    if name == PLANNING:
        state.to_do.mark_for_judging(set(placed))
    return len(placed)


def proposals(program: Program, key: str) -> list[Proposal]:
    """The answers of a district's pairs to the planning form."""
    return [
        planning_answers.read(response, program.planning)
        for response in program.state.responses.of(PLANNING, key)
    ]


def strays(program: Program) -> list[Proposal]:
    """The answers to the planning form whose district is not known."""
    lost = program.state.responses.elsewhere(PLANNING, program.keys)
    return [
        planning_answers.read(response, program.planning) for response in lost
    ]


def opinions(program: Program) -> list[Opinion]:
    """All answers to the feedback form that name a role."""
    proposal = program.state.responses.all(FEEDBACK)
    found = (
        feedback_answers.read(response, program.feedback, district or "")
        for response, district in proposal
    )
    return [opinion for opinion in found if opinion is not None]
