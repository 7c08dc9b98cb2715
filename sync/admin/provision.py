"""Form, folder, sheets and sharing: made if they are not there, else mended or
left.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.admin.district_books import (
    DistrictBooks,
    Rows,
    check_numbers,
    files_of,
)
from sync.admin.drive_files import DriveFiles
from sync.admin.form_files import FormFiles
from sync.admin.plan import ProvisionPlan
from sync.admin.program_books import ProgramBooks
from sync.core.words import some_of
from sync.errors import ConfigurationError, Refused
from sync.program import declared, lockfile, preconditions, printed_calendar
from sync.program.opened import Opened
from sync.program.preconditions import CommandContext
from sync.run.options import Say, quiet
from sync.state.store import State
from templates import first_rows


def plan(
    opened: Opened, say: Say = quiet, most: int | None = None
) -> ProvisionPlan:
    """What ``provision`` would do, and what it would refuse; nothing is
    written.

    ``most``: for so many districts alone.
    """
    return _all(
        opened, say, DriveFiles(opened, write=False, notify=False), most
    )


def provision(
    opened: Opened, say: Say = quiet, expect: str = "", notify: bool = False
) -> ProvisionPlan:
    """Make and mend everything of a program; safe to repeat, and to stop at
    any point.

    Every roster and calendar file is checked before anything is made. With
    ``expect``, the fingerprint of a plan, nothing is done unless that is still
    what would be done. With ``notify`` Google mails those to whom something is
    newly opened. Raises Refused where a guard refuses: a file
    that is lost or another one, another year, a plan that has changed.
    """
    now = plan(opened, say) if expect else ProvisionPlan()
    if now.refused:
        raise Refused("Nothing was done. " + " ".join(now.refused))
    if expect and now.fingerprint != expect:
        raise Refused(
            f"Nothing was done: the plan is not {expect} any more, but {now.fingerprint}. Run `sync plan`,"
            " look at it, and give the fingerprint that it prints."
        )
    return _all(opened, say, DriveFiles(opened, write=True, notify=notify))


def _all(
    opened: Opened, say: Say, files: DriveFiles, most: int | None = None
) -> ProvisionPlan:
    """Everything of the program; of sheets the first so many."""
    settings, state, lock = opened.settings, opened.state, files.lock
    rows = _checked(files)
    _check_year(files, state)
    files.orphans = sorted(
        set(lock.sheets) - {d.key for d in settings.districts}
    )
    for key in files.orphans:
        files.plan.notice(
            f"{key} stands in program.lock.toml and not in districts.csv: its sheet is not written any more, and its answers go"
            " to nobody. If you changed the key, change it back: keys never"
            " change."
        )
    lock.identities = opened.google.addresses()
    districts = settings.districts[:most]
    steps = len(districts) + 3
    say("the folder", 0, steps)
    files.folder()
    say("the forms", 1, steps)
    labels = _pair_labels(files, state, rows)
    form = declared.form_of(settings, labels, lock.form_edition)
    FormFiles(files).all(form)
    say("the program's sheets", 2, steps)
    ProgramBooks(files, state).all()
    books = DistrictBooks(files, state, form)
    for place, district in enumerate(districts, 3):
        say(district.name, place, steps)
        books.one(district, rows[district.key])
    if files.members:
        files.plan.notice(
            f"members of the shared drive open everything in it, also those who are not named in your files: {some_of(files.members)}. If they"
            " should not, remove them in Drive (the drive's name, Manage members)."
        )
    if most is None:
        lock.edition = lockfile.EDITION
        files.save()
    return files.plan


def _checked(files: DriveFiles) -> dict[str, Rows]:
    """The rows of every district's files. Raises ConfigurationError, which
    names all.
    """
    rows: dict[str, Rows] = {}
    wrong: list[str] = []
    for district in files.settings.districts:
        try:
            rows[district.key] = files_of(files.settings, district)
            check_numbers(files, district, rows[district.key])
            printed_calendar.printed_calendar(files.settings, district)
        except ConfigurationError as error:
            wrong.append(str(error))
    if wrong:
        raise ConfigurationError("\n".join(dict.fromkeys(wrong)))
    return rows


def _check_year(files: DriveFiles, state: State) -> None:
    """Note the year and edition in the lock. Raises Refused for a year that is
    over or another one, and for a state of another program.
    """
    lock, year = files.lock, files.settings.file.program.year
    begun = CommandContext(files.settings, lock, state)
    preconditions.check(begun, preconditions.OF_THIS_PROGRAM)
    if files.write:
        preconditions.check(begun, preconditions.TO_WRITE)
    if lock.closed:
        raise Refused(
            f"The year {lock.year} is over and its sheets are closed, to be read. To open it again all the same, write"
            " closed = false in program.lock.toml."
        )
    lock.year = year
    if not lock.sheets:  # everything is printed by this edition
        lock.edition = lockfile.EDITION


def _pair_labels(
    files: DriveFiles, state: State, rows: Mapping[str, Rows]
) -> list[str]:
    """The labels of a form that lists its pairs.

    Those last believed, else those of the roster file.
    """
    if files.settings.file.form.pick != "list":
        return []
    key = files.settings.districts[0].key
    named = [
        (pair.number, pair.mentor.name, pair.mentee.name)
        for pair in state.rosters.pairs(key).values()
    ]
    if not named:
        typed = first_rows.numbered(rows[key].get("pairs", ()))
        named = [
            (r["number"], str(r["mentor"]), str(r["mentee"])) for r in typed
        ]
    labels = [
        f"{key}-{number} {mentor.split()[0]} & {mentee.split()[0]}"
        for number, mentor, mentee in named
    ]
    return labels or [f"{key}-1"]
