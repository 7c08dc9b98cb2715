"""This year's sheets and forms, closed: all can still be read."""

from __future__ import annotations

from sync.admin.rolled import Rolled
from sync.core.words import some_of
from sync.errors import GoogleError, Refused
from sync.google.drive import inherited
from sync.program.opened import Program
from sync.run.options import Say


def close(program: Program, done: Rolled, say: Say) -> None:
    """Close this year's forms, and let only the tool write in its sheets.

    Members of the shared drive keep their rights; a notice names them. What
    could not be closed is a notice, too.
    """
    forms = {"the form": program.lock.form}
    forms |= {
        f"the {name} form": form.id
        for name, form in program.lock.forms.items()
    }
    for what, form_id in forms.items():
        _close_form(program, what, form_id, done)
    members: set[str] = set()
    sheets = sorted(program.lock.sheets.items())
    for place, (key, sheet) in enumerate(sheets):
        say(key, place, len(sheets))
        members |= _close_sheet(program, key, sheet.id, done)
    if members:
        done.notices.append(
            f"members of the shared drive can still write this year's sheets: {some_of(members)}. If they should not, change"
            " what they may do in Drive (the drive's name, Manage members)."
        )
    program.lock.closed = True
    program.lock.save(program.settings.lock_path)


def _close_form(
    program: Program, what: str, form_id: str, done: Rolled
) -> None:
    forms = program.google.forms
    try:
        form = forms.get(form_id)
    except GoogleError as error:
        done.notices.append(f"{what} could not be closed: {error}")
        return
    state = form.get("publishSettings", {}).get("publishState", {})
    if state.get("isAcceptingResponses"):
        forms.publish(form_id, accepting=False)
        done.closed.append(f"{what} takes no more answers")


def _close_sheet(
    program: Program, key: str, file_id: str, done: Rolled
) -> set[str]:
    """Let all who were given write access only read a sheet; returns those
    who can write through the shared drive.
    """
    drive = program.google.drive
    try:
        program.google.sheets.metadata(program.spreadsheet(key))
        grants = drive.permissions(file_id)
    except (GoogleError, Refused) as error:
        done.notices.append(
            f"{key}'s sheet of this year could not be closed: {error}"
        )
        return set()
    members: set[str] = set()
    for grant in grants:
        address = grant.get("emailAddress", "").lower()
        who = address or grant["type"]
        if grant["role"] != "writer" or address in program.lock.identities:
            continue
        if inherited(grant):
            members.add(who)
            continue
        try:
            drive.demote(file_id, grant["id"])
        except GoogleError as error:
            done.notices.append(
                f"{key}: {who} can still write ({error.message}). Change it in"
                " Google: Share."
            )
        else:
            done.closed.append(f"{key}: {who} can read, and no longer write")
    return members
