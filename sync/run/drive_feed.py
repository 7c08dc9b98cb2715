"""What Drive says of the districts' sheets: whose were touched, which lie in
the trash.
"""

from __future__ import annotations

from collections.abc import Iterable

from sync.errors import GoogleError
from sync.google.clients import SERVICE
from sync.google.drive import SHEET, DriveChange
from sync.program.opened import Program

# Drive does not take the token any more; the drive or the file is out of
# reach.
_STALE, _OUT_OF_REACH = (400, 404, 410), (403, 404)


def fetch_touched(program: Program) -> None:
    """Ask Drive whose sheets were touched by others than the tool.

    The token is stored in the same transaction. In a shared drive, the feed
    of the drive is read: the tool's own feed has only its own changes. Those
    are left out, since ``Sheets.update`` has seen their result. Only service
    accounts count as the tool: people may use its other identities.
    """
    state = program.state
    keys = {sheet.id: key for key, sheet in program.lock.sheets.items()}
    changed, reader, token = _changes(program, keys)
    here = {keys[i]: change for i, change in changed.items() if i in keys}
    robots = _robots(program)
    with state.writing():
        state.to_do.mark_for_reading(
            key for key, change in here.items() if change.who not in robots
        )
        if here:
            bins = {key for key, change in here.items() if change.trashed}
            state.notes.trashed = state.notes.trashed - here.keys() | bins
        state.notes.changes_token = (reader, token)


def _robots(program: Program) -> set[str]:
    """The tool's identities that nobody else uses."""
    names = [who.name for who in program.google.pace.identities]
    return {
        who
        for who in (*names, *program.lock.identities)
        if who.endswith(SERVICE)
    }


def _changes(
    program: Program, ids: Iterable[str]
) -> tuple[dict[str, DriveChange], str, str]:
    """The files that changed, whose feed was read, and the token to go on
    from.

    A token is of one identity's feed, or of one drive's as that identity sees
    it: with another, or one that Drive does not take any more, every sheet
    counts as touched. A drive that the tool cannot open any more has no token.
    """
    drive, lock = program.google.drive, program.lock
    first = program.google.pace.identities[0].name
    reader = " ".join(filter(None, [first, lock.identity, lock.drive]))
    whose, token = program.state.notes.changes_token
    changed, following = dict.fromkeys(ids, DriveChange()), ""
    if token and whose == reader:
        try:
            changed, following = drive.changed(token, lock.drive)
        except GoogleError as error:
            if error.code not in _STALE:
                raise
    try:
        following = following or drive.start_token(lock.drive)
    except GoogleError as error:
        if not lock.drive or error.code not in _OUT_OF_REACH:
            raise
    return changed, reader, following


def look_into_the_trash(program: Program) -> None:
    """Ask Drive which sheets lie in the trash, once in ``unseen_hours``.

    Its feed may be late or incomplete. A sheet that was in the trash is looked
    up by its id: it may have been moved, or its folder may be out of reach.
    """
    notes, now = program.state.notes, program.google.pace.clock.now()
    if 0 <= now - notes.trash_seen < patience(program):
        return
    found = _in_the_trash(program)
    with program.state.writing():
        notes.trashed = found
        notes.trash_seen = now


def _in_the_trash(program: Program) -> set[str]:
    """The districts whose sheets lie in the trash; of one out of reach, what
    was known.
    """
    drive, lock, known = (
        program.google.drive,
        program.lock,
        program.state.notes.trashed,
    )
    try:
        found = drive.trashed(lock.folder, SHEET, lock.drive)
    except GoogleError as error:
        if error.code not in _OUT_OF_REACH:
            raise
        return known
    here = {key for key, sheet in lock.sheets.items() if sheet.id in found}
    for key in known - here:
        try:
            if key in lock.sheets and drive.look(lock.sheets[key].id).get(
                "trashed"
            ):
                here.add(key)
        except GoogleError as error:
            if error.code not in _OUT_OF_REACH:
                raise
            here.add(key)
    return here


def patience(program: Program) -> float:
    """Seconds after which a sheet is looked at, whatever Drive's feed says."""
    return program.settings.file.google.unseen_hours * 3600
