"""Form, folder, sheets and sharing: made if they are not there, mended if they need it, else left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms import definition
from forms.definition import Definition
from sync import lockfile, sheet, tables
from sync.core.calendar import Event, Per
from sync.errors import ConfigurationError, GoogleError, Refused, TryLater
from sync.google.client import Google
from sync.google.drive import FOLDER, FORM, SHEET
from sync.lockfile import Lock, Sheet
from sync.settings import DistrictSettings, Settings
from sync.state import State
from templates import mending, reading, workbook
from templates.cells import find
from templates.layout import Layout
from templates.workbook import Value

Rows = dict[str, Sequence[Mapping[str, Value]]]
SPARE_PAIRS = 10


@dataclass
class Provisioned:
    """What a provision did, a line each; ``noticed`` is what it saw and left alone."""

    made: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


def provision(
    settings: Settings, google: Google, state: State, say: Callable[[str], None] = lambda _: None
) -> Provisioned:
    """Bring everything of a program into being; safe to repeat, and to end at any point.

    Every roster and calendar file is checked before anything is made. Raises Refused if a file that was
    provisioned before cannot be seen any more.
    """
    files, wrong = dict[str, Rows](), []
    for district in settings.districts:
        try:
            files[district.key] = _files(settings, district)
        except ConfigurationError as error:
            wrong.append(str(error))
    if wrong:
        raise ConfigurationError("\n".join(wrong))
    for district in settings.districts:
        sheet.printed_calendar(settings, district)
    lock = lockfile.load(settings.lock_path)
    state.belongs(lock.form)
    done = Provisioned(lock=lock)
    lock.identities = (google.drive.whoami(), *(who.name.lower() for who in google.pace.identities[1:]))
    name = f"{settings.file.program.name} {settings.file.program.year}"
    mark = hashlib.sha256(name.encode()).hexdigest()[:16]
    say("folder")
    folder = lock.folder or settings.file.google.folder
    lock.folder = _made(google, folder, f"{mark}:folder", name, FOLDER, "", done)["id"]
    lock.save(settings.lock_path)
    others = [{"type": "user", "role": "writer", "emailAddress": who} for who in lock.identities[1:]]
    if others:
        _share(google, lock.folder, others, done, "the folder")
    say("form")
    form = sheet.form_of(settings, _pair_labels(settings, state, files))
    made = _made(google, lock.form, f"{mark}:form", form.title, FORM, lock.folder, done)
    lock.form = made["id"]
    lock.responder_uri = _form(settings, google, lock.form, form, done)
    lock.save(settings.lock_path)
    for district in settings.districts:
        say(district.name)
        _district(settings, google, state, lock, form, district, files[district.key], done)
        lock.save(settings.lock_path)
    return done


def _files(settings: Settings, district: DistrictSettings) -> Rows:
    """The rows of a district's roster and calendar files, where there are any."""
    layout = sheet.layout_of(district, settings.file.defaults.pairs)
    found: Rows = {}
    for folder, tab in (("rosters", "pairs"), ("calendars", "calendar")):
        path = settings.folder / folder / f"{district.key}.csv"
        if path.exists():
            found[tab] = tables.load(
                path, layout.tab(tab), {"schools": district.schools, "events": [e.value for e in Event]}
            )
    return found


def _pair_labels(settings: Settings, state: State, files: Mapping[str, Rows]) -> list[str]:
    """The labels of a form that lists its pairs: those last believed, else those of the roster file."""
    if settings.file.form.pick != "list":
        return []
    district = settings.districts[0]
    believed = state.pairs(district.key)
    if believed:
        named = [(p.number, p.mentor.name, p.mentee.name) for p in believed.values()]
    else:
        named = [
            (r["number"], str(r["mentor"]), str(r["mentee"]))
            for r in workbook.numbered(0, files[district.key].get("pairs", ()))
        ]
    return [f"{district.key}-{n} {a.split()[0]} & {b.split()[0]}" for n, a, b in named] or [f"{district.key}-1"]


def _made(
    google: Google, known: str, mark: str, name: str, mime: str, parent: str, done: Provisioned
) -> dict[str, Any]:
    """A file by its known id, else by its mark, else a new one."""
    if known:
        try:
            file = google.drive.get(known)
        except GoogleError as error:
            raise Refused(
                f"“{name}” was provisioned before (id {known}) and cannot be seen by {done.lock.identity} now: {error.said} "
                "Share it with that account again, or restore it; to begin anew, move program.lock.toml away."
            ) from error
        if file.get("trashed"):
            raise Refused(
                f"“{name}” (id {known}) is in the trash. Restore it in Drive, and run `sync provision` again."
            )
        return file
    if found := google.drive.find(mark, parent):
        return found
    done.made.append(name)
    try:
        return google.drive.create(name, mime, mark, parent)
    except TryLater:
        # It may have been made all the same. By its folder it is found at once; where it is not, the next time looks.
        if found := google.drive.find(mark, parent):
            return found
        raise


# -- the form -------------------------------------------------------------------------------------------------


def _form(settings: Settings, google: Google, form_id: str, form: Definition, done: Provisioned) -> str:
    """Bring the form to what is declared, publish it, and let in whom it is for; gives its address."""
    now = google.forms.get(form_id)
    if requests := definition.changes(now, form):
        google.forms.update(form_id, requests, now["revisionId"])
        if form.title not in done.made:
            done.mended.append(f"the form: {len(requests)} changes")
    state = now.get("publishSettings", {}).get("publishState", {})
    if not (state.get("isPublished") and state.get("isAcceptingResponses")):
        google.forms.publish(form_id)
    wanted = [_responder(r) for r in settings.file.form.responders]
    _share(google, form_id, wanted, done, "the form")
    return str(now["responderUri"])


def _responder(text: str) -> dict[str, Any]:
    kind, _, who = text.partition(":")
    body = {"type": kind, "role": "reader", "view": "published"}
    return body | ({"domain": who} if kind == "domain" else {"emailAddress": who} if who else {})


def _share(google: Google, file_id: str, wanted: Iterable[dict[str, Any]], done: Provisioned, what: str) -> None:
    wanted = list(wanted)
    have = {_grant(p) for p in google.drive.permissions(file_id)}
    known = {_grant(body)[1] for body in wanted} | {"", *done.lock.identities}
    for kind, who, role, view in sorted(have):
        if kind in ("user", "group") and who not in known and role != "owner" and not view:
            done.noticed.append(
                f"{what} is also open to {who}, who is not named in your files. Remove them in Google if they should not see it."
            )
    for body in wanted:
        if _grant(body) not in have and not _above(body, have):
            google.drive.share(file_id, body)
            done.shared.append(f"{what}: opened to {body.get('emailAddress') or body.get('domain') or body['type']}")


def _grant(p: Mapping[str, Any]) -> tuple[str, str, str, str]:
    role = "reader" if p["role"] == "publishedReader" else p["role"]
    return p["type"], (p.get("emailAddress") or p.get("domain") or "").lower(), role, p.get("view", "")


def _above(body: Mapping[str, Any], have: set[tuple[str, str, str, str]]) -> bool:
    kind, who, _, view = _grant(body)
    return not view and any((kind, who, role, "") in have for role in ("owner", "organizer", "fileOrganizer", "writer"))


# -- a district's sheet ---------------------------------------------------------------------------------------


def _district(
    settings: Settings, google: Google, state: State, lock: Lock, form: Definition, district: DistrictSettings,
    files: Rows, done: Provisioned,
) -> None:  # fmt: skip
    title = sheet.title_of(settings, district)
    known = lock.sheets.get(district.key, Sheet(""))
    file = _made(google, known.id, f"{settings.file.program.year}:{district.key}", title, SHEET, lock.folder, done)
    now = google.sheets.metadata(file["id"])
    known.id, known.url = file["id"], now["spreadsheetUrl"]
    ids = {s["properties"]["sheetId"] for s in now["sheets"]}
    if not ids & {t.id for t in sheet.layout_of(district, 1).tabs}:
        numbers = [row["number"] for row in workbook.numbered(0, files.get("pairs", ()))]
        known.pairs = max(settings.file.defaults.pairs, max(numbers, default=0) + SPARE_PAIRS)
        lock.sheets[district.key] = known
        lock.save(settings.lock_path)
        layout = sheet.layout_of(district, known.pairs)
        prints = sheet.prints_of(settings, district, lock, form, files)
        _changed(state, district.key)
        google.sheets.update(file["id"], workbook.make(layout, prints))
    else:
        known.pairs = known.pairs or _printed(google, settings, district, known)
        layout = sheet.layout_of(district, known.pairs)
        _mend(settings, google, state, lock, form, district, file["id"], layout, now, done)
    lock.sheets[district.key] = known
    coordinators = [{"type": "user", "role": "writer", "emailAddress": c} for c in district.coordinators]
    _share(google, file["id"], coordinators, done, title)


def _printed(google: Google, settings: Settings, district: DistrictSettings, known: Sheet) -> int:
    """How many pair numbers a sheet was printed with, as its Pairs tab says."""
    tab = sheet.layout_of(district, 1).tab("pairs")
    found = find(tab, google.sheets.read(known.id, {"pairs": tab.id})["pairs"])
    numbers = [int(row["number"]) for _, row in found.rows if isinstance(row.get("number"), (int, float))]
    return max(numbers, default=settings.file.defaults.pairs)


def _mend(
    settings: Settings, google: Google, state: State, lock: Lock, form: Definition, district: DistrictSettings,
    spreadsheet: str, layout: Layout, now: Mapping[str, Any], done: Provisioned,
) -> None:  # fmt: skip
    """Print lost tabs, headers, formulas and protection again; a lost people's tab gets its rows as last read."""
    there = {s["properties"]["sheetId"] for s in now["sheets"]}
    tabs = {t.key: t.id for t in layout.tabs if t.id in there}
    grids = google.sheets.read(spreadsheet, tabs, formulas=True)
    remembered = state.grids(district.key)
    lost = [t for t in layout.people if t.id not in there and t.key in remembered]
    last: Rows = {t.key: [row for _, row in find(t, remembered[t.key]).rows] for t in lost if not t.grid}
    weeks = {w.first for w in sheet.calendar_of(district).periods(Per.WEEK)}
    for tab in (t for t in lost if t.grid):
        cells = reading.schedule_cells(tab, remembered[tab.key])
        last[tab.key] = [
            {"number": n, "week": week, "text": text}
            for _, n, week, text in cells
            if week in weeks and n <= layout.pairs
        ]
    prints = sheet.prints_of(settings, district, lock, form, last)
    requests, what = mending.mend(layout, now, grids, prints)
    if requests:
        _changed(state, district.key)
        google.sheets.update(spreadsheet, requests)
        done.mended += [f"{district.name}: {w}" for w in what]


def _changed(state: State, key: str) -> None:
    """The next run reads all tabs of a sheet: it would pass over what it wrote itself."""
    with state.writing():
        state.touch([key])
    state.unsure(key)
