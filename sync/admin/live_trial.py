"""A form and a district's sheet made for trial, as provisioning makes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from forms import form_changes
from sync.admin.permissions import responders_of
from sync.google.calls import Pace
from sync.google.clients import Google
from sync.google.drive import FORM, SHEET
from sync.google.sheets import Spreadsheet
from sync.program import declared
from sync.program.lockfile import Lock
from sync.program.settings import Settings
from templates import workbook
from templates.found import find

NAME = "Making Time: live checks, may be deleted"
MARK = "live-checks"
_PAIRS = 4


class Untried(Exception):
    """Raised where something cannot be tried here; the message gives why."""


def once(step: Callable[[Trial], Any]) -> property:
    """A step of the trial that is taken once: a refusal of it is given again
    to all that build on it, without another call.
    """

    @wraps(step)
    def taken(trial: Trial) -> Any:
        if step.__name__ not in trial.steps:
            try:
                trial.steps[step.__name__] = step(trial)
            except Exception as error:
                trial.steps[step.__name__] = error
        found = trial.steps[step.__name__]
        if isinstance(found, Exception):
            raise found
        return found

    return property(taken)


class Trial:
    """A form and a district's sheet, made as provisioning makes them, each
    when it is first needed.
    """

    def __init__(self, settings: Settings, google: Google) -> None:
        self.google = google
        file = settings.file
        self.settings = replace(
            settings,
            file=file.model_copy(
                update={"form": file.form.model_copy(update={"email": "none"})}
            ),
        )
        self.district = settings.districts[0]
        self.declared = declared.form_of(self.settings)
        self.layout = declared.layout_of(self.district, _PAIRS)
        self.folder = self.drive = self.since = ""
        self.steps: dict[str, Any] = {}

    @once
    def form(self) -> dict[str, Any]:
        """A form as Drive makes it."""
        made = self.google.drive.create(
            NAME, FORM, f"{MARK}:form", self.folder
        )
        return self.google.forms.get(made["id"])

    @once
    def filled(self) -> dict[str, Any]:
        """The form with its questions, published."""
        form = self.form
        self.google.forms.update(
            form["formId"],
            form_changes.changes(form, self.declared, new=True),
            form["revisionId"],
        )
        self.google.forms.publish(form["formId"])
        return self.google.forms.get(form["formId"])

    @once
    def opened(self) -> dict[str, Any]:
        """The form, open to whom the program's own is open."""
        for body in responders_of(self.settings):
            self.google.drive.share(self.filled["formId"], body)
        filled: dict[str, Any] = self.filled
        return filled

    @once
    def sheet(self) -> str:
        """The id of a district's sheet with one pair."""
        self.since = self.google.drive.start_token(self.drive)
        made = self.google.drive.create(
            NAME, SHEET, f"{MARK}:sheet", self.folder
        )
        lock = Lock(
            form=self.filled["formId"],
            responder_uri=self.filled["responderUri"],
        )
        lock.identities = self.google.addresses()[:1]
        rows = {"pairs": [{"mentor": "Mentor One", "mentee": "Mentee Two"}]}
        prints = declared.prints_of(
            self.settings, self.district, lock, self.declared, rows
        )
        self.google.sheets.update(
            Spreadsheet(made["id"]), workbook.make(self.layout, prints)
        )
        return str(made["id"])

    @once
    def somebody(self) -> Google:
        """Another identity, which may write in the sheet as a coordinator may."""
        if len(self.google.credentials) < 2:
            raise Untried(
                "it takes a second identity under [google] credentials. Without one: edit a sheet by hand after a run."
            )
        other = self.google.addresses()[1]
        self.google.drive.share(
            self.sheet,
            {"type": "user", "role": "writer", "emailAddress": other},
        )
        pace = self.google.pace
        return Google(
            self.google.credentials[1:2],
            self.google.base,
            Pace(pace.ledger, pace.identities[1:2], pace.clock),
        )

    @property
    def book(self) -> Spreadsheet:
        """The sheet, with its mark."""
        return Spreadsheet(self.sheet, Lock().mark(self.district.key))

    @property
    def label(self) -> str:
        """The pair, as its own link fills it in."""
        return f"{self.district.key}-1 Mentor One & Mentee Two"

    def pair(self) -> dict[str, Any]:
        """The pair's row, by column."""
        tab = self.layout.tab("pairs")
        grid = self.google.sheets.read(self.book, {"pairs": tab.id})["pairs"]
        found = find(tab, grid)
        line = next(
            (
                grid[place - 1]
                for place, row in found.rows
                if row.get("mentor")
            ),
            [],
        )
        return {
            key: line[place]
            for key, place in found.places.items()
            if place < len(line)
        }
