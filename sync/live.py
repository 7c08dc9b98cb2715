"""What is assumed of Google, tried with a live account in a folder of its own, which then goes into the trash.

Each check has the words of its row in docs/google-assumptions.md.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from forms import definition
from forms.links import pair_link
from sync import sheet
from sync.errors import SyncError
from sync.finding import Finding, Grade
from sync.google.client import Google
from sync.google.drive import FOLDER, FORM, SHEET
from sync.google.sheets import Tabs
from sync.lockfile import Lock
from sync.settings import Settings
from templates import program as books
from templates import workbook, writing
from templates.cells import find
from templates.workbook import letter, write_rows

NAME = "Making Time: live checks, may be deleted"
MARK = "live-checks"
# Seconds that Drive's feed of changes is given, and between two looks at it.
LAG, LOOK = 300, 15
_PAIRS = 4


def live_checks(settings: Settings, google: Google, parent: str) -> Iterator[Finding]:
    """Try everything that is assumed; a difference is told, and what the tool does then."""
    trial = _Trial(settings, google)
    try:
        trial.folder = google.drive.create(NAME, FOLDER, MARK, parent)["id"]
        for words, check, otherwise in _CHECKS:
            try:
                held = check(trial)
            except Exception as error:  # whatever comes of an assumption that is wrong
                said = str(error) if isinstance(error, SyncError) else f"{type(error).__name__}: {error}"
                yield Finding(words, Grade.NOTE, f"It is not so, or cannot be tried: {said[:300]}", otherwise)
            else:
                yield (
                    Finding(words, Grade.OK, "So it is.")
                    if held
                    else Finding(words, Grade.NOTE, "It is not so.", otherwise)
                )
    except SyncError as error:
        yield Finding("live checks", Grade.WRONG, str(error))
    finally:  # also a folder whose making was not heard of, or that an earlier trial left
        try:
            for each in google.drive.marked(MARK, parent):
                google.drive.trash(each["id"])
            left = ""
        except SyncError as error:
            left = str(error)
    if left:
        yield Finding("live checks", Grade.NOTE, f"“{NAME}” may have been left behind: {left}", "Delete it in Drive.")


class _Trial:
    """A form and a district's sheet, made as provisioning makes them, each when it is first needed."""

    def __init__(self, settings: Settings, google: Google) -> None:
        self.google = google
        file = settings.file
        self.settings = replace(
            settings, file=file.model_copy(update={"form": file.form.model_copy(update={"email": "none"})})
        )
        self.district = settings.districts[0]
        self.declared = sheet.form_of(self.settings)
        self.layout = sheet.layout_of(self.district, _PAIRS)
        self.folder = ""
        self.since = ""

    @cached_property
    def form(self) -> dict[str, Any]:
        made = self.google.drive.create(NAME, FORM, f"{MARK}:form", self.folder)
        return self.google.forms.get(made["id"])

    @cached_property
    def filled(self) -> dict[str, Any]:
        """The form with its questions, published, and open to anyone with the link."""
        form = self.form
        self.google.forms.update(form["formId"], definition.changes(form, self.declared), form["revisionId"])
        self.google.forms.publish(form["formId"])
        self.google.drive.share(form["formId"], {"type": "anyone", "role": "reader", "view": "published"})
        return self.google.forms.get(form["formId"])

    @cached_property
    def sheet(self) -> str:
        """The id of a district's sheet with one pair."""
        self.since = self.google.drive.start_token()
        made = self.google.drive.create(NAME, SHEET, f"{MARK}:sheet", self.folder)
        lock = Lock(form=self.form["formId"], responder_uri=self.form["responderUri"])
        lock.identities = (self.google.drive.whoami(),)
        rows = {"pairs": [{"mentor": "Mentor One", "mentee": "Mentee Two"}]}
        prints = sheet.prints_of(self.settings, self.district, lock, self.declared, rows)
        self.google.sheets.update(made["id"], workbook.make(self.layout, prints))
        return str(made["id"])

    @property
    def label(self) -> str:
        return f"{self.district.key}-1 Mentor One & Mentee Two"

    def pair(self) -> dict[str, Any]:
        """The pair's row, by column."""
        tab = self.layout.tab("pairs")
        grid = self.google.sheets.read(self.sheet, {"pairs": tab.id})["pairs"]
        found = find(tab, grid)
        line = next((grid[place - 1] for place, row in found.rows if row.get("mentor")), [])
        return {key: line[place] for key, place in found.places.items() if place < len(line)}


def _fills(t: _Trial) -> bool:
    return len(t.filled.get("items", ())) == len(definition.items(t.declared))


def _keeps_ids(t: _Trial) -> bool:
    asked = {q["questionItem"]["question"]["questionId"] for q in t.filled["items"] if "questionItem" in q}
    return {q.question_id for q in t.declared.questions} == asked


def _unpublished(t: _Trial) -> bool:
    return not t.form.get("publishSettings", {}).get("publishState", {}).get("isPublished")


def _responder(t: _Trial) -> bool:
    grants = t.google.drive.permissions(t.filled["formId"])
    return any(g.get("view") == "published" and g["role"] in ("reader", "publishedReader") for g in grants)


def _prefills(t: _Trial) -> bool:
    link = pair_link(t.filled["responderUri"], t.declared, f"{t.district.key}-1 prefilled here")
    with urllib.request.urlopen(link, timeout=60) as page:  # noqa: S310  (Google's own address of the form)
        return "prefilled here" in page.read().decode("utf-8", "replace")


def _further_forms(t: _Trial) -> bool:
    """The planning form has grids, whose rows keep their ids, and a time; the feedback form a scale."""
    for declared in (sheet.planning_of(t.settings), sheet.feedback_of(t.settings)):
        form = t.google.forms.get(t.google.drive.create(NAME, FORM, f"{MARK}:form", t.folder)["id"])
        t.google.forms.update(form["formId"], definition.changes(form, declared), form["revisionId"])
        if definition.changes(t.google.forms.get(form["formId"]), declared):
            return False
    return True


def _charts(t: _Trial) -> bool:
    """The program's sheet with its charts, and one whose ranges become longer."""
    layout = books.program_layout(1)
    made = t.google.drive.create(NAME, SHEET, f"{MARK}:program", t.folder)["id"]
    prints = sheet.program_prints(t.settings, Lock(identities=(t.google.drive.whoami(),)), NAME)
    t.google.sheets.update(made, workbook.make(layout, prints))
    longer = workbook.charts(layout.tab("frequency"), 3)
    t.google.sheets.update(
        made, [{"updateChartSpec": {"chartId": chart["chartId"], "spec": chart["spec"]}} for chart in longer]
    )
    return True


def _shows(t: _Trial) -> bool:
    """The hidden tab of the annual report, written and then shown."""
    tab = t.layout.tab("annual")
    shown = {"properties": {"sheetId": tab.id, "hidden": False}, "fields": "hidden"}
    t.google.sheets.update(
        t.sheet, [*write_rows(tab, tab.header_row, [{"mark": "b"}]), {"updateSheetProperties": shown}]
    )
    here = {s["properties"]["sheetId"]: s["properties"] for s in t.google.sheets.metadata(t.sheet)["sheets"]}
    return not here[tab.id].get("hidden")


def _filters(t: _Trial) -> bool:
    from datetime import UTC, datetime

    return list(t.google.forms.responses(t.filled["formId"], datetime(2026, 1, 1, tzinfo=UTC))) == [[]]


def _reads_whole_tabs(t: _Trial) -> bool:
    tabs = {tab.key: tab.id for tab in t.layout.tabs}
    seen = t.google.sheets.look(t.sheet, tabs)
    return all(seen.grids[tab.key] and seen.titles[tab.key] == tab.title for tab in t.layout.tabs)


def _formulas(t: _Trial) -> bool:
    row = t.pair()
    return row.get("label") == t.label and row.get("status") == "after next run" and bool(row.get("link"))


def _formulas_move(t: _Trial) -> bool:
    tab = t.layout.tab("pairs")
    above = {"sheetId": tab.id, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    renamed = {"sheetId": t.layout.tab("status").id, "title": "Standing"}
    t.google.sheets.update(t.sheet, [
        {"insertDimension": {"range": above, "inheritFromBefore": False}},
        {"updateSheetProperties": {"properties": renamed, "fields": "title"}},
    ])  # fmt: skip
    try:
        return t.pair().get("label") == t.label and t.pair().get("status") == "after next run"
    finally:
        back = renamed | {"title": t.layout.tab("status").title}
        t.google.sheets.update(t.sheet, [{"updateSheetProperties": {"properties": back, "fields": "title"}}])


def _returns(t: _Trial) -> bool:
    """A write of the tool's own, which asks to see the tabs as they stand after it."""
    log = t.layout.tab("log")
    tabs = {tab.key: tab.id for tab in t.layout.tabs}
    columns = {k: letter(t.layout.tab(k).place(c.key)) for k, c in writing.names(t.layout).items()}
    titles = {tab.key: tab.title for tab in t.layout.tabs if tab.key in columns or not tab.of_tool}
    row = {writing.names(t.layout)["log"].key: "TRIAL1"}
    seen = t.google.sheets.update(t.sheet, list(write_rows(log, log.header_row, [row])), tabs, titles, columns)
    return isinstance(seen, Tabs) and "TRIAL1" in str(seen.grids["log"]) and "Mentor One" in str(seen.grids["pairs"])


def _tells(t: _Trial) -> bool:
    """Drive's feed names the sheet, and who changed it last."""
    sheet_id, me = t.sheet, t.google.drive.whoami()
    for _ in range(LAG // LOOK):
        told, _ = t.google.drive.changed(t.since)
        if sheet_id in told and told[sheet_id].who == me:
            return True
        t.google.pace.clock.sleep(LOOK)
    return False


# The words of docs/google-assumptions.md, how it is tried, and what the tool does where it is otherwise.
_CHECKS: tuple[tuple[str, Callable[[_Trial], bool], str], ...] = (
    ("a new form is unpublished", _unpublished, "The publish state is read and set either way."),
    ("a form made in a folder can be filled", _fills, "`sync provision` stops with Google's words."),
    ("ids may be chosen", _keeps_ids, "Links of pairs open the form with nothing filled in; answers go by the sender's address."),
    ("grids, times and scales may be made", _further_forms, "`sync provision` stops with Google's words."),
    ("charts may be added and changed", _charts, "The program's sheet is not made, with Google's words."),
    ("a hidden tab can be written and shown", _shows, "From June on a run names the district with Google's words."),
    ("a responder is a permission", _responder, "Look who may answer, in the form: Publish, Responders."),
    ("a link fills in the pair", _prefills, "Answers go to their pair by the sender's address."),
    ("answers can be asked for since a moment", _filters, "A run stops with Google's words."),
    ("a tab is read by its number", _reads_whole_tabs, "A run names the district with Google's words; its last answer stays."),
    ("formulas show label, status and link", _formulas, "What is judged does not depend on them; people see gaps in Pairs."),
    ("formulas move with their cells", _formulas_move, "`sync provision` prints formulas again where they are gone."),
    ("a write tells how the tabs stand", _returns, "The next run reads the sheet once more."),
    ("changes name who made them", _tells, "A sheet that the tool wrote costs one read more; edits are seen a week later at most."),
)  # fmt: skip
WORDS = tuple(words for words, _, _ in _CHECKS)
