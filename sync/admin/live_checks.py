"""What is assumed of Google, tried with a live account in a folder of its own,
which then goes into the trash.

Each check has the words of its row in docs/google-assumptions.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sync.admin.finding import Finding, Grade
from sync.admin.live_forms import (
    bare,
    fills,
    further_forms,
    keeps_ids,
    prefills,
    responder,
    says_how_it_collects,
    unpublished,
)
from sync.admin.live_sheets import (
    boxes,
    charts_are_made,
    editors_insert,
    feed_names_edits,
    feed_names_others,
    filters,
    formulas_count,
    formulas_move,
    marks_are_seen,
    reads_whole_tabs,
    returns_tabs,
    row_of_lines,
    shows,
    whole_numbers,
)
from sync.admin.live_trial import MARK, NAME, Trial, Untried
from sync.errors import GoogleError, SyncError
from sync.google.clients import Google
from sync.google.drive import FOLDER
from sync.program.settings import Settings

# Refusals of a domain's own settings: they say nothing of what is assumed.
_FORBIDDEN = {
    "publishOutNotPermitted",
    "shareOutNotPermitted",
    "domainPolicy",
    "invalidSharingRequest",
    "teamDriveDomainUsersOnlyRestriction",
    "teamDriveTeamMembersOnlyRestriction",
}


def live_checks(
    settings: Settings, google: Google, parent: str
) -> Iterator[Finding]:
    """Try everything that is assumed, in a folder that goes into the trash.

    A difference is reported, with what the tool does then.
    """
    trial = Trial(settings, google)
    try:
        made = google.drive.create(NAME, FOLDER, MARK, parent)
        trial.folder, trial.drive = made["id"], made.get("driveId", "")
        for words, check, otherwise in _CHECKS:
            yield _try(trial, words, check, otherwise)
    except SyncError as error:
        yield Finding("live checks", Grade.WRONG, str(error))
    finally:
        if isinstance(other := trial.steps.get("somebody"), Google):
            other.close()
        left = _clear_away(google, parent)
    if left:
        text = f"“{NAME}” may have been left behind: {left}"
        yield Finding("live checks", Grade.NOTE, text, "Delete it in Drive.")


def _try(
    trial: Trial, words: str, check: Callable[[Trial], bool], otherwise: str
) -> Finding:
    """One assumption, tried; ``otherwise`` is what the tool does where it is
    not so.
    """
    try:
        if check(trial):
            return Finding(words, Grade.OK, "Confirmed.")
        text = "Google does otherwise."
    except Untried as why:
        text = f"It cannot be tried here: {why}"
    except GoogleError as error:
        if error.reason in _FORBIDDEN:
            text = f"It cannot be tried here: {str(error)[:300]}"
            return Finding(words, Grade.NOTE, text, error.words)
        text = f"It is not so, or cannot be tried: {str(error)[:300]}"
    except Exception as error:  # whatever comes of an assumption that is wrong
        what = str(error)
        if not isinstance(error, SyncError):
            what = f"{type(error).__name__}: {error}"
        text = f"It is not so, or cannot be tried: {what[:300]}"
    return Finding(words, Grade.NOTE, text, otherwise)


def _clear_away(google: Google, parent: str) -> str:
    """Move what was made into the trash, also of an earlier trial; else why
    not.
    """
    try:
        for each in google.drive.marked(MARK, parent):
            google.drive.trash(each["id"])
    except SyncError as error:
        return str(error)
    return ""


# The words of docs/google-assumptions.md, how it is tried, and what the tool
# does where it is otherwise.
_CHECKS: tuple[tuple[str, Callable[[Trial], bool], str], ...] = (
    (
        "a sheet with another mark is refused",
        marks_are_seen,
        "Each reading costs one more call, or you check program.lock.toml.",
    ),
    (
        "a new form is unpublished",
        unpublished,
        "The publish state is read and set either way.",
    ),
    (
        "a new form holds nothing",
        bare,
        "What it holds is deleted before it is filled.",
    ),
    (
        "a form made in a folder can be filled",
        fills,
        "`sync provision` stops with Google's words.",
    ),
    (
        "a form says how it collects addresses",
        says_how_it_collects,
        "Look at it in each form: Settings, Responses.",
    ),
    (
        "ids may be chosen",
        keeps_ids,
        "Links of pairs open the form with nothing filled in; answers go by the sender's address.",
    ),
    (
        "grids, times and scales may be made",
        further_forms,
        "`sync provision` stops with Google's words.",
    ),
    (
        "charts may be added and changed",
        charts_are_made,
        "`sync provision` makes no program's sheet, and shows Google's words.",
    ),
    (
        "a hidden tab can be written and shown",
        shows,
        "From June on the district fails in each run, with Google's words.",
    ),
    (
        "a responder is a permission",
        responder,
        "Look who may answer, in the form: Publish, Responders.",
    ),
    (
        "a link fills in the pair",
        prefills,
        "Answers go to their pair by the sender's address.",
    ),
    (
        "answers can be asked for since a moment",
        filters,
        "A run stops with Google's words.",
    ),
    (
        "a tab is read by its number",
        reads_whole_tabs,
        "A run names the district with Google's words; its last answer stays.",
    ),
    (
        "formulas show label, status and link",
        formulas_count,
        "What is judged does not depend on them; people see gaps in Pairs.",
    ),
    (
        "whole numbers are shown without a point",
        whole_numbers,
        "Numbers look odd; what is judged does not depend on it.",
    ),
    (
        "the lines above Status keep their height",
        row_of_lines,
        "Drag the lower edge of row 3 of Status to where you like it.",
    ),
    (
        "a box that is not ticked reads alike",
        boxes,
        "An unticked box is a blank either way.",
    ),
    (
        "formulas move with their cells",
        formulas_move,
        "`sync provision` prints formulas again where they are gone.",
    ),
    (
        "a write tells how the tabs stand",
        returns_tabs,
        "The next run reads the sheet once more.",
    ),
    (
        "changes name who made them",
        feed_names_edits,
        "A sheet that the tool wrote costs one read more.",
    ),
    (
        "changes tell of edits by others",
        feed_names_others,
        "Edits are seen when nobody has seen the sheet for six hours (unseen_hours).",
    ),
    (
        "an editor may insert rows but in Pairs",
        editors_insert,
        "Add rows at the end of the tabs where inserting is refused.",
    ),
)
WORDS = tuple(words for words, _, _ in _CHECKS)
