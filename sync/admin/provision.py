"""Form, folder, sheets and sharing: made if they are not there, mended if they need it,
else left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms import definition
from forms.definition import Definition
from sync.admin.plan import Deed, Plan
from sync.core.calendar import Event, Per
from sync.core.words import some_of
from sync.errors import ConfigurationError, GoogleError, Refused, TryLater
from sync.google.clients import Google
from sync.google.drive import FOLDER, FORM, SHEET, inherited
from sync.program import declared, lockfile, row_files
from sync.program.lockfile import Sheet
from sync.program.row_files import HIGHEST
from sync.program.settings import DistrictSettings, Settings
from sync.run import program_sheets
from sync.state.store import State
from templates import first_rows, mending, schedule_tab, workbook
from templates import program as books
from templates.found import find
from templates.layout import SPARE_ROWS, Layout
from templates.wire import Value

Rows = dict[str, Sequence[Mapping[str, Value]]]
File = dict[str, Any]
Say = Callable[[str], None]
SPARE_PAIRS = 10


def plan(
    settings: Settings,
    google: Google,
    state: State,
    say: Say = lambda _: None,
    most: int | None = None,
) -> Plan:
    """What ``provision`` would do, and what it would refuse; nothing is written.
    ``most``: for so many districts alone.
    """
    return _Provision(settings, google, state, say, write=False).all(most)


def provision(
    settings: Settings,
    google: Google,
    state: State,
    say: Say = lambda _: None,
    expect: str = "",
    notify: bool = False,
) -> Plan:
    """Bring everything of a program into being; safe to repeat, and to end at any
    point.

    Every roster and calendar file is checked before anything is made. With ``expect``,
    the fingerprint of a plan, nothing is done unless that is still what would be done.
    With ``notify`` Google mails those to whom something is newly opened. Raises Refused
    if a file that was provisioned before cannot be seen any more.
    """
    now = plan(settings, google, state, say) if expect else Plan()
    if now.refused:
        raise Refused("Nothing was done. " + " ".join(now.refused))
    if expect and now.fingerprint != expect:
        raise Refused(
            f"Nothing was done: what is to be done is not what was planned ({expect}), but {now.fingerprint}. Run `sync plan`,"
            " look at it, and give the fingerprint that it prints."
        )
    return _Provision(settings, google, state, say, write=True, notify=notify).all()


def files_of(settings: Settings, district: DistrictSettings) -> Rows:
    """The rows of a district's roster and calendar files, where there are any. Raises
    ConfigurationError.
    """
    layout = declared.layout_of(district, settings.file.defaults.pairs)
    found: Rows = {}
    for folder, tab in (("rosters", "pairs"), ("calendars", "calendar")):
        path = settings.folder / folder / f"{district.key}.csv"
        if path.exists():
            found[tab] = row_files.load(
                path,
                layout.tab(tab),
                {"schools": district.schools, "events": [e.value for e in Event]},
            )
    return found


def responders_of(settings: Settings) -> list[dict[str, Any]]:
    """The permissions that let in whom the form is for."""
    wanted = []
    for text in settings.file.form.responders:
        kind, _, who = text.partition(":")
        body = {"type": kind, "role": "reader", "view": "published"}
        wanted.append(
            body
            | (
                {"domain": who}
                if kind == "domain"
                else {"emailAddress": who}
                if who
                else {}
            )
        )
    return wanted


def coordinators_of(district: DistrictSettings) -> list[dict[str, Any]]:
    """The permissions that let a district's coordinators write in its sheet."""
    return [
        {
            "type": "group" if group else "user",
            "role": "writer",
            "emailAddress": who.removeprefix("group:"),
        }
        for who in district.coordinators
        for group in [who.startswith("group:")]
    ]


def missing(
    have: Iterable[Mapping[str, Any]], wanted: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The wanted permissions that a file does not have, nor any above them."""
    there = {_grant(p) for p in have}
    return [
        body for body in wanted if _grant(body) not in there and not _above(body, there)
    ]


def _grant(p: Mapping[str, Any]) -> tuple[str, str, str, str]:
    role = "reader" if p["role"] == "publishedReader" else p["role"]
    return (
        p["type"],
        (p.get("emailAddress") or p.get("domain") or "").lower(),
        role,
        p.get("view", ""),
    )


def _above(body: Mapping[str, Any], have: set[tuple[str, str, str, str]]) -> bool:
    kind, who, _, view = _grant(body)
    return not view and any(
        (kind, who, role, "") in have
        for role in ("owner", "organizer", "fileOrganizer", "writer")
    )


def marks_of(settings: Settings) -> str:
    """What the program's folder and form are marked with; its sheets are by year and
    key.
    """
    name = f"{settings.file.program.name} {settings.file.program.year}"
    return hashlib.sha256(name.encode()).hexdigest()[:16]


class _Provision:
    """One provisioning under way, or with ``write`` off the plan of one: then nothing
    is written, neither here nor there.
    """

    def __init__(
        self,
        settings: Settings,
        google: Google,
        state: State,
        say: Say,
        write: bool,
        notify: bool = False,
    ) -> None:
        self.settings, self.google, self.state, self.say = settings, google, state, say
        self.write, self.notify = write, notify
        self.done = Plan(lock=lockfile.load(settings.lock_path))
        self.lock = self.done.lock
        self.members: set[str] = set()

    def all(self, most: int | None = None) -> Plan:
        """Everything of the program; of sheets the first so many."""
        files, wrong = dict[str, Rows](), list[str]()
        for district in self.settings.districts:
            try:
                files[district.key] = files_of(self.settings, district)
                self._check_numbers(district, files[district.key])
                declared.printed_calendar(self.settings, district)
            except ConfigurationError as error:
                wrong.append(str(error))
        if wrong:
            raise ConfigurationError("\n".join(dict.fromkeys(wrong)))
        self.state.belongs(self.lock.form)
        self.lock.check_year(self.settings.file.program.year)
        if self.lock.closed:
            raise Refused(
                f"The year {self.lock.year} is over and its sheets are closed, to be read. To open it again all the same, write"
                " closed = false in program.lock.toml."
            )
        self.lock.year = self.settings.file.program.year
        if not self.lock.sheets:  # everything is printed by this edition
            self.lock.edition = lockfile.EDITION
        self.orphans = sorted(
            set(self.lock.sheets) - {d.key for d in self.settings.districts}
        )
        for key in self.orphans:
            self.done.add(
                Deed.NOTICE,
                f"{key} stands in program.lock.toml and not in districts.csv: its sheet is not written any more, and its answers go"
                " to nobody. If the key was changed, write it again: keys are for good.",
            )
        self.lock.identities = self.google.addresses()
        self.say("folder")
        self._folder()
        self.say("form")
        form = declared.form_of(self.settings, self._pair_labels(files))
        self._forms(form)
        self.say("the program's sheets")
        self._books()
        for district in self.settings.districts[:most]:
            self.say(district.name)
            self._district(form, district, files[district.key])
        if self.members:
            self.done.add(
                Deed.NOTICE,
                f"members of the shared drive open everything in it, also those who are not named in your files: {some_of(self.members)}. If they"
                " should not, remove them in Drive (the drive's name, Manage members).",
            )
        if most is None:
            self.lock.edition = lockfile.EDITION
            self._save()
        return self.done

    def _check_numbers(self, district: DistrictSettings, files: Rows) -> None:
        """Raises ConfigurationError for a roster that gives a number of an earlier year
        again.
        """
        retired = self.lock.retired.get(district.key, ())
        again = [
            str(row["number"])
            for row in files.get("pairs", ())
            if row.get("number") in retired
        ]
        if again and district.key not in self.lock.sheets:
            path = self.settings.folder / "rosters" / f"{district.key}.csv"
            raise ConfigurationError(
                f"{path}: Number {', '.join(again)} was given to another pair in an earlier year. Leave the cell empty: the next free"
                " number is taken."
            )

    def _save(self) -> None:
        if self.write:
            self.lock.save(self.settings.lock_path)

    # -- files -------------------------------------------------------------------------

    def _folder(self) -> None:
        program = self.settings.file.program
        given = self.settings.file.google.folder
        known = self.lock.folder or given
        if given and self.lock.folder and given != self.lock.folder:
            self.done.add(
                Deed.NOTICE,
                "folder in program.toml is not the one that the program lies in: it stays where it is.",
            )
        folder = self._made(
            known,
            f"{marks_of(self.settings)}:folder",
            f"{program.name} {program.year}",
            FOLDER,
            "",
        )
        self.lock.folder = folder["id"] if folder else known
        self.lock.drive = folder.get("driveId", "") if folder else self.lock.drive
        self._save()
        others = [
            {"type": "user", "role": "writer", "emailAddress": who}
            for who in self.lock.identities[1:]
        ]
        if others and folder and folder.get("driveId") == folder["id"]:
            self._members(folder, others)
        elif others:
            self._share(folder, others, "the folder")

    def _members(self, drive: File, wanted: Sequence[dict[str, Any]]) -> None:
        """A shared drive itself is opened by its managers alone: the tool need not be
        one, and asks them to do it.
        """
        roles = ("writer", "fileOrganizer", "organizer")
        there = {
            p.get("emailAddress", "").lower()
            for p in self.google.drive.permissions(drive["id"])
            if p["role"] in roles
        }
        if strange := [
            body["emailAddress"] for body in wanted if body["emailAddress"] not in there
        ]:
            self._refuse(
                f"{' and '.join(strange)} cannot write in the shared drive “{drive['name']}”. Add them there as Content manager"
                " (Drive, the drive's name, Manage members), and run the same command again."
            )

    def _made(
        self, known: str, mark: str, name: str, mime: str, parent: str, sent: Any = None
    ) -> File | None:
        """A file by its known id, else by its mark, else a new one. None: it would be
        made, or cannot be looked at.
        """
        drive = self.google.drive
        if known:
            try:
                file = drive.get(known)
            except GoogleError as error:
                if mime == FOLDER and not self.lock.folder:
                    return self._refuse(
                        f"The folder that [google] folder names cannot be used: {error}",
                        error,
                    )
                return self._refuse(
                    f"“{name}” was provisioned before (id {known}) and cannot be seen by {self.lock.identity} now: {error.said} "
                    "Share it with that account again, or restore it; to begin anew, move program.lock.toml away.",
                    error,
                )
            if file.get("trashed"):
                return self._refuse(
                    f"“{name}” (id {known}) is in the trash. Restore it in Drive, and run `sync provision` again."
                )
            return file
        if not self.write and mime != FOLDER and not parent:
            self.done.add(Deed.MAKE, name, sent)  # in a folder that is not made yet
            return None
        if found := drive.find(mark, parent):
            self.done.add(
                Deed.NOTICE,
                f"“{name}” was made before and is found again: program.lock.toml did not name it.",
            )
            return found
        if parent and drive.named(name, mime, parent):
            return self._refuse(
                f"“{name}” is in the program's folder already, and the tool, as {self.lock.identity}, did not make it under this"
                " key. If it is this program's, put program.lock.toml back beside program.toml, or use the credentials that made"
                " it; if not, rename it."
                + (
                    f" If {self.orphans[0]} is its key's old name, write that again in districts.csv."
                    if self.orphans
                    else ""
                )
            )
        self.done.add(Deed.MAKE, name, sent)
        if not self.write:
            return None
        try:
            return drive.create(name, mime, mark, parent)
        except TryLater:
            # It may have been made all the same. By its folder it is found at once;
            # where it is not, the next time looks.
            if found := drive.find(mark, parent):
                return found
            raise

    def _refuse(self, why: str, cause: Exception | None = None) -> File | None:
        """What a guard refuses ends provisioning; a plan goes on, and tells all of it."""
        if self.write:
            raise Refused(why) from cause
        self.done.refused.append(why)
        return None

    def _share(
        self, file: File | None, wanted: Sequence[dict[str, Any]], what: str
    ) -> None:
        have = self.google.drive.permissions(file["id"]) if file else []
        known = {_grant(body)[1] for body in wanted} | {"", *self.lock.identities}
        for permission in sorted(have, key=_grant):
            kind, who, role, view = _grant(permission)
            if inherited(permission) and who not in known:
                self.members.add(who)
            elif (
                kind in ("user", "group")
                and who not in known
                and role != "owner"
                and not view
            ):
                self.done.add(
                    Deed.NOTICE,
                    f"{what} is also open to {who}, who is not named in your files. Remove them in Google if they should not see it.",
                )
        for body in missing(have, wanted):
            if self.write and file:
                self.google.drive.share(file["id"], body, self.notify)
            who = body.get("emailAddress") or body.get("domain") or body["type"]
            self.done.add(Deed.SHARE, f"{what}: opened to {who}", body)

    # -- the form ----------------------------------------------------------------------

    def _forms(self, log: Definition) -> None:
        """The meeting log, and the further forms."""
        made = self._form(
            "form",
            "the form",
            log,
            lockfile.Form(self.lock.form, self.lock.responder_uri),
        )
        self.lock.form, self.lock.responder_uri = made.id, made.uri
        self._save()
        for name, definition_of in (
            ("planning", declared.planning_of),
            ("feedback", declared.feedback_of),
        ):
            known = replace(self.lock.forms.get(name, lockfile.Form()))
            made = self._form(
                name, f"the {name} form", definition_of(self.settings), known
            )
            if made.id:
                self.lock.forms[name] = made
            self._save()

    def _form(
        self, mark: str, what: str, form: Definition, known: lockfile.Form
    ) -> lockfile.Form:
        """Bring a form to what is declared, publish it, and let in whom it is for."""
        sent = [form.title, definition.items(form), form.email]
        file = self._made(
            known.id,
            f"{marks_of(self.settings)}:{mark}",
            form.title,
            FORM,
            self.lock.folder,
            sent,
        )
        if file:
            now = self.google.forms.get(file["id"])
            new = form.title in self.done.of(Deed.MAKE)
            # One that was made and never filled may hold what Google put into it.
            blank = not known.id and not definition.is_ours(now, form)
            if requests := definition.changes(now, form, blank):
                if self.write:
                    self.google.forms.update(file["id"], requests, now["revisionId"])
                if not new:
                    self.done.add(
                        Deed.MEND, f"{what}: {len(requests)} changes", requests
                    )
            state = now.get("publishSettings", {}).get("publishState", {})
            if not (state.get("isPublished") and state.get("isAcceptingResponses")):
                if self.write:
                    self.google.forms.publish(file["id"])
                if not new:
                    self.done.add(
                        Deed.MEND, f"{what}: published, and taking answers", needed=True
                    )
            if self.write and (not known.id or "responderUri" not in now):
                now = self.google.forms.get(file["id"])
                self._read_back(what, form, now)
            known = lockfile.Form(file["id"], str(now.get("responderUri", known.uri)))
        if file or not known.id:
            self._share(file, responders_of(self.settings), what)
        return known

    def _read_back(self, what: str, form: Definition, now: Mapping[str, Any]) -> None:
        """What a form that was just filled and published says of itself: its address,
        and how it collects addresses.
        """
        if "responderUri" not in now:
            raise TryLater(
                f"Google has not given {what} an address yet. Run `sync provision` again in a minute."
            )
        collects = definition.collects(dict(now))
        if collects != definition.EMAIL[form.email]:
            self.done.add(
                Deed.NOTICE,
                f"{what} {'collects addresses otherwise than declared' if collects else 'does not show how it collects addresses'}"
                f" (declared: {form.email}). Open it in Drive, Settings, Responses, and look at “Collect email addresses” there.",
            )

    def _pair_labels(self, files: Mapping[str, Rows]) -> list[str]:
        """The labels of a form that lists its pairs: those last believed, else those of
        the roster file.
        """
        if self.settings.file.form.pick != "list":
            return []
        district = self.settings.districts[0]
        believed = self.state.rosters.pairs(district.key)
        if believed:
            named = [
                (p.number, p.mentor.name, p.mentee.name) for p in believed.values()
            ]
        else:
            named = [
                (r["number"], str(r["mentor"]), str(r["mentee"]))
                for r in first_rows.numbered(files[district.key].get("pairs", ()))
            ]
        return [
            f"{district.key}-{n} {a.split()[0]} & {b.split()[0]}" for n, a, b in named
        ] or [f"{district.key}-1"]

    # -- the program's own sheets ------------------------------------------------------

    def _books(self) -> None:
        """The sheet of the program's figures, which the folder's owner shows to whom
        they like; and the one of the answers that no district is known of, which is
        opened to nobody.
        """
        said = self.settings.file.program
        districts = len(self.settings.districts)
        self.lock.program = self._book(
            self.lock.program,
            "program",
            f"{said.name}: all districts {said.year}",
            books.program_layout(districts),
        )
        self._save()
        title = f"{said.name}: for the admin alone {said.year}"
        self.lock.waiting = self._book(
            self.lock.waiting, "waiting", title, books.waiting_layout()
        )
        if self.lock.waiting:
            self._share({"id": self.lock.waiting.id}, [], title)
        self._save()

    def _book(
        self, known: Sheet | None, mark: str, title: str, layout: Layout
    ) -> Sheet | None:
        """A sheet of the program's own, printed where it is new; lost tabs are printed
        again.
        """
        if known and known.pairs:
            layout = replace(layout, pairs=known.pairs)
        mark = f"{marks_of(self.settings)}:{mark}"
        file = self._made(
            known.id if known else "",
            mark,
            title,
            SHEET,
            self.lock.folder,
            [title, layout],
        )
        if file is None:
            return known
        now = self.google.sheets.metadata(file["id"])
        prints = declared.program_prints(self.settings, self.lock, title)
        there = {s["properties"]["sheetId"] for s in now["sheets"]}
        if there & {t.id for t in layout.tabs} and not (known and known.pairs):
            layout = replace(layout, pairs=_as_many(layout, now))
        if not there & {t.id for t in layout.tabs}:
            requests, what = workbook.make(layout, prints), list[str]()
        else:
            grids = self._headers(file["id"], layout, there)
            requests, what = mending.mend(layout, now, grids, prints, self._before())
        if requests and self.write:
            with self.state.writing():
                program_sheets.forget(self.state)
            self.google.sheets.update(file["id"], requests)
        if not what and requests and title not in self.done.of(Deed.MAKE):
            self.done.add(Deed.MAKE, title, requests)
        for each in what:
            self.done.add(
                Deed.MEND,
                f"{title}: {each}",
                requests,
                "protection" in each or "tab" in each,
            )
        return Sheet(file["id"], now["spreadsheetUrl"], layout.pairs)

    def _headers(
        self, spreadsheet: str, layout: Layout, there: set[int]
    ) -> Mapping[str, Any]:
        tabs = {t.key: t.id for t in layout.tabs if t.id in there}
        return self.google.sheets.read(spreadsheet, tabs, formulas=True)

    # -- a district's sheet ------------------------------------------------------------

    def _district(
        self, form: Definition, district: DistrictSettings, files: Rows
    ) -> None:
        title = declared.title_of(self.settings, district)
        known = replace(self.lock.sheets.get(district.key, Sheet("")))
        mark = f"{self.settings.file.program.year}:{district.key}"
        file = self._made(
            known.id, mark, title, SHEET, self.lock.folder, self._sent(district, files)
        )
        if file:
            now = self.google.sheets.metadata(file["id"])
            known.id, known.url = file["id"], now["spreadsheetUrl"]
            ids = {s["properties"]["sheetId"] for s in now["sheets"]}
            if not ids & {t.id for t in declared.layout_of(district, 1).tabs}:
                self._print(form, district, files, known, title)
            else:
                if not known.pairs:
                    self._as_printed(district, known)
                self._mend(form, district, known, now)
            self.lock.sheets[district.key] = known
        if file or not known.id:
            self._share(file, coordinators_of(district), title)
        self._save()

    def _print(
        self,
        form: Definition,
        district: DistrictSettings,
        files: Rows,
        known: Sheet,
        title: str,
    ) -> None:
        """Print everything into a sheet that is still as Google makes it."""
        retired = self.lock.retired.get(district.key, ())
        numbers = [
            row["number"]
            for row in first_rows.numbered(files.get("pairs", ()), retired=retired)
        ]
        highest = max(numbers, default=0)
        printed = highest - sum(n <= highest and n not in numbers for n in retired)
        known.pairs = max(self.settings.file.defaults.pairs, printed + SPARE_PAIRS)
        self.lock.sheets[district.key] = known
        self._save()
        if title not in self.done.of(Deed.MAKE):
            self.done.add(Deed.MAKE, title, self._sent(district, files))
        if self.write:
            prints = declared.prints_of(self.settings, district, self.lock, form, files)
            self._changed(district.key)
            layout = declared.layout_of(district, known.pairs, retired)
            self.google.sheets.update(known.id, workbook.make(layout, prints))

    def _sent(self, district: DistrictSettings, files: Rows) -> list[Any]:
        """What a new sheet is printed from."""
        return [
            district,
            files,
            self.settings.file.defaults,
            self.lock.retired.get(district.key, ()),
        ]

    def _as_printed(self, district: DistrictSettings, known: Sheet) -> None:
        """How many pair numbers a sheet was printed with, and which not, as its Pairs
        tab says.
        """
        tab = declared.layout_of(district, 1).tab("pairs")
        found = find(tab, self.google.sheets.read(known.id, {"pairs": tab.id})["pairs"])
        numbers = {
            int(n)
            for _, row in found.rows
            if isinstance(n := row.get("number"), (int, float)) and 1 <= n <= HIGHEST
        }
        known.pairs = len(numbers) or self.settings.file.defaults.pairs
        if left_out := tuple(
            n for n in range(1, max(numbers, default=0)) if n not in numbers
        ):
            self.lock.retired[district.key] = left_out

    def _mend(
        self,
        form: Definition,
        district: DistrictSettings,
        known: Sheet,
        now: Mapping[str, Any],
    ) -> None:
        """Print lost tabs, headers, formulas and protection again; a lost people's tab
        gets its rows as last read.
        """
        layout = declared.layout_of(
            district, known.pairs, self.lock.retired.get(district.key, ())
        )
        there = {s["properties"]["sheetId"] for s in now["sheets"]}
        tabs = {t.key: t.id for t in layout.tabs if t.id in there}
        grids = self.google.sheets.read(known.id, tabs, formulas=True)
        rows = _last_rows(
            layout, district, self.state.sheets.grids(district.key), there
        )
        prints = declared.prints_of(self.settings, district, self.lock, form, rows)
        requests, what = mending.mend(layout, now, grids, prints, self._before())
        for each in mending.passed_over(layout, now, grids):
            self.done.add(Deed.NOTICE, f"{district.name}: {each}")
        if not requests:
            return
        if self.write:
            self._changed(district.key)
            self.google.sheets.update(known.id, requests)
        lost = [t.title for t in layout.tabs if t.of_tool and t.id not in there]
        for each in what:
            needed = "protection" in each or any(title in each for title in lost)
            self.done.add(Deed.MEND, f"{district.name}: {each}", requests, needed)

    def _before(self) -> bool:
        """Whether an earlier version of this program printed the sheets."""
        return self.lock.edition < lockfile.EDITION

    def _changed(self, key: str) -> None:
        """The next run reads all tabs of a sheet: it would pass over what it wrote
        itself.
        """
        with self.state.writing():
            self.state.to_do.mark_for_reading([key])
        self.state.sheets.mark_uncertain(key)


def _as_many(layout: Layout, now: Mapping[str, Any]) -> int:
    """For how many districts the program's sheet has room, as its first tab says."""
    first = layout.tabs[0]
    sizes = [
        s["properties"]["gridProperties"]["rowCount"]
        for s in now["sheets"]
        if s["properties"]["sheetId"] == first.id
    ]
    return max(1, min(sizes, default=0) - first.header_row - SPARE_ROWS)


def _last_rows(
    layout: Layout,
    district: DistrictSettings,
    remembered: Mapping[str, Any],
    there: set[int],
) -> Rows:
    """The rows of people's tabs that are gone, as they were last read."""
    lost = [t for t in layout.people if t.id not in there and t.key in remembered]
    last: Rows = {
        t.key: [row for _, row in find(t, remembered[t.key]).rows]
        for t in lost
        if not t.grid
    }
    weeks = {w.first for w in declared.calendar_of(district).periods(Per.WEEK)}
    for tab in (t for t in lost if t.grid):
        last[tab.key] = [
            {"number": n, "week": week, "text": text}
            for _, n, week, text in schedule_tab.schedule_cells(
                tab, remembered[tab.key]
            )
            if week in weeks and n in layout.numbers
        ]
    return last
