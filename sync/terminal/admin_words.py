"""What was found, planned, made, rolled over, mailed and purged, as a terminal
shows it.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from sync.admin.rolled import by_district
from sync.core.words import first_of, many, some_of
from sync.terminal.say import err, out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sync.admin.finding import Finding
    from sync.admin.openers import Access
    from sync.admin.plan import ProvisionPlan
    from sync.admin.retention import Closing
    from sync.admin.rolled import Rolled
    from sync.program.lockfile import Lock
    from sync.records.purge import Purged
    from sync.reports.letter import Letters
    from sync.reports.statements import Statements


def show_finding(finding: Finding) -> None:
    """One finding of doctor."""
    from sync.admin.finding import Grade

    text = finding.message
    if finding.remedy:
        text = f"{text} → {finding.remedy}"
    mark = "WRONG" if finding.grade is Grade.WRONG else finding.grade.value
    out(f"{mark:6} {finding.check}: {text}")


def show_plan(plan: ProvisionPlan, done: bool) -> None:
    """What provision did (``done``) or would do, what it saw, what it refuses."""
    from sync.admin.plan import Deed

    words = {
        Deed.MAKE: ("would make   ", "made   "),
        Deed.MEND: ("would mend   ", "mended "),
        Deed.SHARE: ("would share  ", "shared "),
    }
    for deed, (would, did) in words.items():
        for step in plan.steps:
            if step.deed is deed:
                out(f"{did if done else would} {step.words(done)}")
    for what in plan.of(Deed.NOTICE):
        err(f"notice: {what}")
    for why in plan.refused:
        err(f"would refuse: {why}")
    if not plan.changes and not plan.refused:
        out(
            f"Everything is as declared; nothing {'was' if done else 'would be'} written."
        )


def show_addresses(lock: Lock) -> None:
    """Where the forms and the sheets are, and who opens those of no district."""
    out(f"form      {lock.responder_uri}")
    for name, form in lock.forms.items():
        out(f"{name:9} {form.uri}")
    for name, book in (("all", lock.program), ("admin", lock.waiting)):
        if book:
            out(f"{name:9} {book.url}")
    for key, sheet in sorted(lock.sheets.items()):
        out(f"{key:9} {sheet.url}")
    if lock.program:
        out(
            "The sheets all and admin open for the tool's own account, which `sync access` names. Share them with yourself in Google, from"
            " that account."
        )


def show_rollover(done: Rolled) -> None:
    """Who stays, what was closed, what to do next."""
    for pairs in done.carried.values():
        for pair in pairs:
            out(f"stays   {pair}")
    for what in done.closed:
        out(f"closed  {what}")
    for key, pairs in by_district(done.unanswered).items():
        nobody = key not in done.carried and not done.left.get(key)
        who = "nobody has answered" if nobody else "not everybody has answered"
        err(
            f"{key}: {who}, {many(len(pairs), 'pair')} left out: {some_of(pairs)}. Fill in Pair continues, and run this again before"
            " next year is provisioned."
        )
    for notice in done.notices:
        err(f"notice: {notice}")
    out(f"{done.folder} is {'made' if done.made else 'there already'}.")
    if done.made:
        config = f"--config {shlex.quote(str(done.folder / 'program.toml'))}"
        out("Look through its districts.csv (first and last day) and rosters,")
        out(
            f"run `sync provision {config}`, and let the schedule name it: `sync automate {config}`."
        )
    if done.opens:
        day = f"{done.opens:%B} {done.opens.day}"
        out(
            f"This year's sheets stay open until {day}; run the same command after that to close them."
        )


def show_letters(done: Letters, folder: Path | None = None) -> None:
    """To which districts a letter went, by mail or into a folder, and why to
    others none.
    """
    sent = f"written into {folder}; it counts as this week's"
    for keys, words in (
        (done.sent, sent if folder else "sent"),
        (done.nothing, "nothing is new"),
        (done.this_week, "had one this week"),
        (done.nobody, "no coordinator is named in districts.csv"),
    ):
        for key in keys:
            out(f"{key:7} {words}")
    for key, day in done.uncertain.items():
        err(
            f"{key}: the letter of {day} may or may not have been sent. It is not sent again. The next one goes a week after it."
        )
    for key, error in done.failed.items():
        err(f"{key}: {error}")


def _parts(key: str, parts: Sequence[str]) -> str:
    """``the mentor of WES-12``."""
    roles = {"m": "mentor", "e": "mentee"}
    words = [
        f"the {roles[part[0]]} of {key}-{part[1:]}"
        if part[1:].isdecimal()
        else part
        for part in parts
    ]
    return ", ".join(first_of(words))


def show_statements(done: Statements, folder: Path | None = None) -> None:
    """How many statements went, district by district, and which may have."""
    for key in dict.fromkeys((*done.sent, *done.had)):
        where = f"written into {folder}" if folder else "sent"
        had = done.had.get(key, 0)
        out(
            f"{key:7} {done.sent.get(key, 0)} statements of {done.month} {where}"
            + (f", {had} were sent before" if had else "")
        )
    for key, who in done.uncertain.items():
        err(
            f"{key}: the statement of {_parts(key, who)} may have gone out, and may not: it is not sent again this month."
        )
    for key, who in done.nobody.items():
        err(
            f"{key}: no statement for {_parts(key, who)}: the address does not exist, or two people have it. Correct it in Pairs."
        )
    for key in done.later:
        err(
            f"{key}: statements of a later month have gone; none of {done.month} go any more."
        )
    for key, error in done.failed.items():
        err(f"{key}: {error}")
    if not any(
        (
            done.sent,
            done.had,
            done.failed,
            done.uncertain,
            done.nobody,
            done.later,
        )
    ):
        out(
            f"No statements of {done.month}: there was no school, or nobody has an address in Pairs."
        )


def show_access(found: Sequence[Access]) -> None:
    """Everyone who may open each file; whoever is not named is marked."""
    file = ""
    for each in found:
        if each.file != file:
            file = each.file
            out(file)
        mark = "   " if each.asked else " ! "
        way = f", by {each.way}" if each.way else ""
        out(f"{mark}{each.role:9}{each.who}{way}")
    marked = [each for each in found if not each.asked]
    if marked:
        ways = "1 way is" if len(marked) == 1 else f"{len(marked)} ways are"
        err(
            f"{ways} marked with !: your files do not name them. Close them in Google (Share), or write them into districts.csv."
        )
    err(
        "Only Google shows who belongs to a group, a domain or a shared drive: groups.google.com, or Manage members of the drive."
    )


def access_csv(found: Sequence[Access]) -> str:
    """The same as a table."""
    from sync.program.csv_files import written

    head = ("File", "Who", "May", "By", "Named in your files")
    rows = (
        (a.file, a.who, a.role, a.way, "yes" if a.asked else "no")
        for a in found
    )
    return written([head, *rows])


def show_closing(found: Closing) -> None:
    """What is kept of a year, or what went."""
    did = "deleted " if found.done else ""
    for each in found.kept:
        out(f"{did}{each.what}: {each.where}")
    if found.done:
        out(
            "Drive's trash holds its files for 30 days more: empty it to end that. Mails, files saved elsewhere and backups hold what"
            " they held."
        )
        return
    out(
        f"All of this is of {found.year}, and may be deleted from {found.until} on. Remove this program's schedule first, then add --yes."
    )


def show_purged(purged: Purged) -> None:
    """What was removed or would be, and what only a person can delete."""
    _show_removed(purged)
    for line in purged.named_in:
        err(line)
    if not purged.done:
        out(
            "Nothing was removed. Add --yes to do it. Run `sync export` first, if somebody wants a copy, and `sync report --pay`, if"
            " the mentor is paid by it: minutes with this mentee leave it, too."
        )
        return
    if purged.answers:
        out(
            "The sheet passes over these answers from now on, but Google lets only a person delete them. Open the form and the"
        )
        out("planning form, Responses, Individual, and delete those sent on")
        for sent in sorted(purged.answers):
            out(f"  {sent}")
    out(
        "The sheet's version history (File, Version history) and files that were saved elsewhere still hold what they held."
    )


def _show_removed(purged: Purged) -> None:
    from sync.core.words import many

    records = purged.records
    did = "removed" if purged.done else "would be removed:"
    for _, row in records.rows.get("pairs", ()):
        out(f"{did} {row['mentee']}, and the pair with {row['mentor']}")
    words = {
        "observations": "planned observation",
        "follow_up": "follow-up",
        "corrections": "correction",
    }
    for tab, word in words.items():
        if rows := records.rows.get(tab):
            out(f"{did} {many(len(rows), word)}")
    if records.planned:
        out(f"{did} {many(len(records.planned), 'cell')} of Schedule")
    if purged.answers:
        out(
            f"{did} {many(len(purged.answers), 'answer')} to the forms, from every tab"
        )
    if records.named:
        answers = many(len(records.named), "answer")
        out(f"{did} their number from {answers} of other pairs")
