"""What is assumed of Google, tried with a live account in a folder of its own, which
then goes into the trash.

Each check has the words of its row in docs/google-assumptions.md.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import Any

from forms import form_changes, form_items
from forms.links import pair_link
from sync.admin.finding import Finding, Grade
from sync.admin.permissions import responders_of
from sync.errors import GoogleError, SyncError
from sync.google.calls import Pace
from sync.google.clients import Google
from sync.google.drive import FOLDER, FORM, SHEET
from sync.google.sheets import Tabs
from sync.program import declared
from sync.program.lockfile import Lock
from sync.program.settings import Settings
from templates import charts, looks, read_back, workbook
from templates import program as books
from templates.first_rows import write_rows
from templates.found import find
from templates.wire import letter

NAME = "Making Time: live checks, may be deleted"
MARK = "live-checks"
# Seconds that Drive's feed of changes is given, and between two looks at it.
LAG, LOOK = 300, 15
_PAIRS = 4
# Refusals of a domain's own settings: they say nothing of what is assumed.
_FORBIDDEN = {
    "publishOutNotPermitted",
    "shareOutNotPermitted",
    "domainPolicy",
    "invalidSharingRequest",
    "teamDriveDomainUsersOnlyRestriction",
    "teamDriveTeamMembersOnlyRestriction",
}


class _Untried(Exception):
    """Why something cannot be tried here."""


def live_checks(settings: Settings, google: Google, parent: str) -> Iterator[Finding]:
    """Try everything that is assumed; a difference is told, and what the tool does
    then.
    """
    trial = _Trial(settings, google)
    try:
        made = google.drive.create(NAME, FOLDER, MARK, parent)
        trial.folder, trial.drive = made["id"], made.get("driveId", "")
        for words, check, otherwise in _CHECKS:
            try:
                held = check(trial)
            except _Untried as why:
                yield Finding(
                    words, Grade.NOTE, f"It cannot be tried here: {why}", otherwise
                )
            except GoogleError as error:
                forbidden = error.reason in _FORBIDDEN
                found = (
                    "It cannot be tried here"
                    if forbidden
                    else "It is not so, or cannot be tried"
                )
                yield Finding(
                    words,
                    Grade.NOTE,
                    f"{found}: {str(error)[:300]}",
                    error.words if forbidden else otherwise,
                )
            except Exception as error:  # whatever comes of an assumption that is wrong
                said = (
                    str(error)
                    if isinstance(error, SyncError)
                    else f"{type(error).__name__}: {error}"
                )
                yield Finding(
                    words,
                    Grade.NOTE,
                    f"It is not so, or cannot be tried: {said[:300]}",
                    otherwise,
                )
            else:
                yield (
                    Finding(words, Grade.OK, "So it is.")
                    if held
                    else Finding(words, Grade.NOTE, "It is not so.", otherwise)
                )
    except SyncError as error:
        yield Finding("live checks", Grade.WRONG, str(error))
    finally:  # also a folder whose making was not heard of, or that an earlier trial left
        if isinstance(other := trial.steps.get("somebody"), Google):
            other.close()
        try:
            for each in google.drive.marked(MARK, parent):
                google.drive.trash(each["id"])
            left = ""
        except SyncError as error:
            left = str(error)
    if left:
        yield Finding(
            "live checks",
            Grade.NOTE,
            f"“{NAME}” may have been left behind: {left}",
            "Delete it in Drive.",
        )


def _once(step: Callable[[_Trial], Any]) -> property:
    """A step of the trial that is taken once: a refusal of it is given again to all
    that build on it, without another call.
    """

    @wraps(step)
    def taken(trial: _Trial) -> Any:
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


class _Trial:
    """A form and a district's sheet, made as provisioning makes them, each when it is
    first needed.
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

    @_once
    def form(self) -> dict[str, Any]:
        """A form as Drive makes it."""
        made = self.google.drive.create(NAME, FORM, f"{MARK}:form", self.folder)
        return self.google.forms.get(made["id"])

    @_once
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

    @_once
    def opened(self) -> dict[str, Any]:
        """The form, open to whom the program's own is open."""
        for body in responders_of(self.settings):
            self.google.drive.share(self.filled["formId"], body)
        filled: dict[str, Any] = self.filled
        return filled

    @_once
    def sheet(self) -> str:
        """The id of a district's sheet with one pair."""
        self.since = self.google.drive.start_token(self.drive)
        made = self.google.drive.create(NAME, SHEET, f"{MARK}:sheet", self.folder)
        lock = Lock(
            form=self.filled["formId"], responder_uri=self.filled["responderUri"]
        )
        lock.identities = self.google.addresses()[:1]
        rows = {"pairs": [{"mentor": "Mentor One", "mentee": "Mentee Two"}]}
        prints = declared.prints_of(
            self.settings, self.district, lock, self.declared, rows
        )
        self.google.sheets.update(made["id"], workbook.make(self.layout, prints))
        return str(made["id"])

    @_once
    def somebody(self) -> Google:
        """Another identity, which may write in the sheet as a coordinator may."""
        if len(self.google.credentials) < 2:
            raise _Untried(
                "it takes a second identity under [google] credentials. Without one: edit a sheet by hand after a run."
            )
        other = self.google.addresses()[1]
        self.google.drive.share(
            self.sheet, {"type": "user", "role": "writer", "emailAddress": other}
        )
        pace = self.google.pace
        return Google(
            self.google.credentials[1:2],
            self.google.base,
            Pace(pace.ledger, pace.identities[1:2], pace.clock),
        )

    @property
    def label(self) -> str:
        return f"{self.district.key}-1 Mentor One & Mentee Two"

    def pair(self) -> dict[str, Any]:
        """The pair's row, by column."""
        tab = self.layout.tab("pairs")
        grid = self.google.sheets.read(self.sheet, {"pairs": tab.id})["pairs"]
        found = find(tab, grid)
        line = next(
            (grid[place - 1] for place, row in found.rows if row.get("mentor")), []
        )
        return {
            key: line[place] for key, place in found.places.items() if place < len(line)
        }


def _bare(t: _Trial) -> bool:
    return not t.form.get("items")


def _says_how_it_collects(t: _Trial) -> bool:
    return (
        bool(form_changes.collects(t.form))
        and form_changes.collects(t.filled) == "DO_NOT_COLLECT"
    )


def _fills(t: _Trial) -> bool:
    return len(t.filled.get("items", ())) == len(form_items.items(t.declared))


def _keeps_ids(t: _Trial) -> bool:
    asked = {
        q["questionItem"]["question"]["questionId"]
        for q in t.filled["items"]
        if "questionItem" in q
    }
    return {q.question_id for q in t.declared.questions} == asked


def _unpublished(t: _Trial) -> bool:
    return (
        not t.form.get("publishSettings", {}).get("publishState", {}).get("isPublished")
    )


def _responder(t: _Trial) -> bool:
    grants = t.google.drive.permissions(t.opened["formId"])
    return any(
        g.get("view") == "published" and g["role"] in ("reader", "publishedReader")
        for g in grants
    )


def _prefills(t: _Trial) -> bool:
    if "anyone" not in t.settings.file.form.responders:
        raise _Untried(
            "the form opens only to who is signed in. Open a link of Pairs in a browser instead."
        )
    link = pair_link(
        t.opened["responderUri"], t.declared, f"{t.district.key}-1 prefilled here"
    )
    with urllib.request.urlopen(link, timeout=60) as page:  # noqa: S310  (Google's own address of the form)
        return "prefilled here" in page.read().decode("utf-8", "replace")


def _further_forms(t: _Trial) -> bool:
    """The planning form has grids, whose rows keep their ids, and a time; the feedback
    form a scale.
    """
    for wanted in (declared.planning_of(t.settings), declared.feedback_of(t.settings)):
        form = t.google.forms.get(
            t.google.drive.create(NAME, FORM, f"{MARK}:form", t.folder)["id"]
        )
        t.google.forms.update(
            form["formId"],
            form_changes.changes(form, wanted, new=True),
            form["revisionId"],
        )
        if form_changes.changes(t.google.forms.get(form["formId"]), wanted):
            return False
    return True


def _charts(t: _Trial) -> bool:
    """The program's sheet with its charts, and one whose ranges become longer."""
    layout = books.program_layout(1)
    made = t.google.drive.create(NAME, SHEET, f"{MARK}:program", t.folder)["id"]
    prints = declared.program_prints(
        t.settings, Lock(identities=(t.google.drive.whoami(),)), NAME
    )
    t.google.sheets.update(made, workbook.make(layout, prints))
    longer = charts.charts(layout.tab("frequency"), 3)
    t.google.sheets.update(
        made,
        [
            {"updateChartSpec": {"chartId": chart["chartId"], "spec": chart["spec"]}}
            for chart in longer
        ],
    )
    return True


def _shows(t: _Trial) -> bool:
    """The hidden tab of the annual report, written and then shown."""
    tab = t.layout.tab("annual")
    shown = {"properties": {"sheetId": tab.id, "hidden": False}, "fields": "hidden"}
    t.google.sheets.update(
        t.sheet,
        [
            *write_rows(tab, tab.header_row, [{"mark": "b"}]),
            {"updateSheetProperties": shown},
        ],
    )
    here = {
        s["properties"]["sheetId"]: s["properties"]
        for s in t.google.sheets.metadata(t.sheet)["sheets"]
    }
    return not here[tab.id].get("hidden")


def _filters(t: _Trial) -> bool:
    from datetime import UTC, datetime

    return list(
        t.google.forms.responses(t.filled["formId"], datetime(2026, 1, 1, tzinfo=UTC))
    ) == [[]]


def _reads_whole_tabs(t: _Trial) -> bool:
    tabs = {tab.key: tab.id for tab in t.layout.tabs}
    seen = t.google.sheets.look(t.sheet, tabs)
    return all(
        seen.grids[tab.key] and seen.titles[tab.key] == tab.title
        for tab in t.layout.tabs
    )


def _formulas(t: _Trial) -> bool:
    row = t.pair()
    return (
        row.get("label") == t.label
        and row.get("status") == "after next run"
        and bool(row.get("link"))
    )


def _formulas_move(t: _Trial) -> bool:
    tab = t.layout.tab("pairs")
    above = {"sheetId": tab.id, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    renamed = {"sheetId": t.layout.tab("status").id, "title": "Standing"}
    t.google.sheets.update(
        t.sheet,
        [
            {"insertDimension": {"range": above, "inheritFromBefore": False}},
            {"updateSheetProperties": {"properties": renamed, "fields": "title"}},
        ],
    )
    try:
        return (
            t.pair().get("label") == t.label
            and t.pair().get("status") == "after next run"
        )
    finally:
        back = renamed | {"title": t.layout.tab("status").title}
        t.google.sheets.update(
            t.sheet,
            [{"updateSheetProperties": {"properties": back, "fields": "title"}}],
        )


def _returns(t: _Trial) -> bool:
    """A write of the tool's own, which asks to see the tabs as they stand after it."""
    log = t.layout.tab("log")
    tabs = {tab.key: tab.id for tab in t.layout.tabs}
    columns = {
        k: letter(t.layout.tab(k).place(c.key))
        for k, c in read_back.names(t.layout).items()
    }
    titles = {
        tab.key: tab.title
        for tab in t.layout.tabs
        if tab.key in columns or not tab.of_tool
    }
    row = {read_back.names(t.layout)["log"].key: "TRIAL1"}
    seen = t.google.sheets.update(
        t.sheet, list(write_rows(log, log.header_row, [row])), tabs, titles, columns
    )
    return (
        isinstance(seen, Tabs)
        and "TRIAL1" in str(seen.grids["log"])
        and "Mentor One" in str(seen.grids["pairs"])
    )


def _tells(t: _Trial) -> bool:
    """Drive's feed names the sheet, and who changed it last."""
    return _comes_up(t, t.google.drive.whoami())


def _comes_up(t: _Trial, who: str) -> bool:
    """Whether the sheet comes up in the feed as last changed by somebody."""
    for _ in range(LAG // LOOK):
        changed, _ = t.google.drive.changed(t.since, t.drive)
        if t.sheet in changed and changed[t.sheet].who == who:
            return True
        t.google.pace.clock.sleep(LOOK)
    return False


def _tells_of_others(t: _Trial) -> bool:
    """An edit by somebody else, as a coordinator's would be."""
    tab = t.layout.tab("follow_up")
    row = {"agreed": "typed by somebody else"}
    t.somebody.sheets.update(t.sheet, list(write_rows(tab, tab.header_row, [row])))
    return _comes_up(t, t.somebody.drive.whoami())


def _editors_insert(t: _Trial) -> bool:
    """Somebody who may write, and is no editor of what is protected, inserts a row in
    Follow-up, and cannot in Pairs.
    """

    def inserts(key: str) -> bool:
        tab = t.layout.tab(key)
        at = tab.header_row + 3
        rows = {
            "sheetId": tab.id,
            "dimension": "ROWS",
            "startIndex": at,
            "endIndex": at + 1,
        }
        try:
            t.somebody.sheets.update(
                t.sheet,
                [{"insertDimension": {"range": rows, "inheritFromBefore": True}}],
            )
        except GoogleError:
            return False
        return True

    return inserts("follow_up") and not inserts("pairs")


def _whole_numbers(t: _Trial) -> bool:
    """A pair's number, as it is shown."""
    tab = t.layout.tab("pairs")
    shown = t.google.sheets.look(t.sheet, {"pairs": tab.id}, "FORMATTED_VALUE").grids[
        "pairs"
    ]
    place = tab.place("number")
    return "1" in [row[place] for row in shown if place < len(row)]


def _row_of_lines(t: _Trial) -> bool:
    """The row above Status's table in which five lines stand: as high as it was made,
    and not hidden.
    """
    row = t.google.sheets.row_height(t.sheet, t.layout.tab("status").title, 3)
    return row.get("pixelSize") == looks.LINES_HIGH and not row.get("hiddenByUser")


def _boxes(t: _Trial) -> bool:
    """A box that is not ticked, as reading a tab gives it and as a write's own answer
    does.
    """
    tab = t.layout.tab("pairs")
    place = tab.place("trained")
    write = write_rows(
        tab,
        tab.header_row,
        [
            {
                "number": 1,
                "mentor": "Mentor One",
                "mentee": "Mentee Two",
                "trained": False,
            }
        ],
    )
    seen = t.google.sheets.update(
        t.sheet, list(write), {"pairs": tab.id}, {"pairs": tab.title}
    )
    grids = [
        t.google.sheets.read(t.sheet, {"pairs": tab.id})["pairs"],
        seen.grids["pairs"] if seen else [],
    ]
    rows = [
        row for grid in grids for row in grid[tab.header_row :] if "Mentor One" in row
    ]
    return (
        len(rows) == len(grids)
        and len({row[place] if place < len(row) else "" for row in rows}) == 1
    )


# The words of docs/google-assumptions.md, how it is tried, and what the tool does where
# it is otherwise.
_CHECKS: tuple[tuple[str, Callable[[_Trial], bool], str], ...] = (
    (
        "a new form is unpublished",
        _unpublished,
        "The publish state is read and set either way.",
    ),
    (
        "a new form holds nothing",
        _bare,
        "What it holds is deleted before it is filled.",
    ),
    (
        "a form made in a folder can be filled",
        _fills,
        "`sync provision` stops with Google's words.",
    ),
    (
        "a form says how it collects addresses",
        _says_how_it_collects,
        "Look at it in each form: Settings, Responses.",
    ),
    (
        "ids may be chosen",
        _keeps_ids,
        "Links of pairs open the form with nothing filled in; answers go by the sender's address.",
    ),
    (
        "grids, times and scales may be made",
        _further_forms,
        "`sync provision` stops with Google's words.",
    ),
    (
        "charts may be added and changed",
        _charts,
        "The program's sheet is not made, with Google's words.",
    ),
    (
        "a hidden tab can be written and shown",
        _shows,
        "From June on a run names the district with Google's words.",
    ),
    (
        "a responder is a permission",
        _responder,
        "Look who may answer, in the form: Publish, Responders.",
    ),
    (
        "a link fills in the pair",
        _prefills,
        "Answers go to their pair by the sender's address.",
    ),
    (
        "answers can be asked for since a moment",
        _filters,
        "A run stops with Google's words.",
    ),
    (
        "a tab is read by its number",
        _reads_whole_tabs,
        "A run names the district with Google's words; its last answer stays.",
    ),
    (
        "formulas show label, status and link",
        _formulas,
        "What is judged does not depend on them; people see gaps in Pairs.",
    ),
    (
        "whole numbers are shown without a point",
        _whole_numbers,
        "Numbers look odd; what is judged does not depend on it.",
    ),
    (
        "the lines above Status keep their height",
        _row_of_lines,
        "Drag the lower edge of row 3 of Status to where you like it.",
    ),
    (
        "a box that is not ticked reads alike",
        _boxes,
        "An unticked box is a blank either way.",
    ),
    (
        "formulas move with their cells",
        _formulas_move,
        "`sync provision` prints formulas again where they are gone.",
    ),
    (
        "a write tells how the tabs stand",
        _returns,
        "The next run reads the sheet once more.",
    ),
    (
        "changes name who made them",
        _tells,
        "A sheet that the tool wrote costs one read more.",
    ),
    (
        "changes tell of edits by others",
        _tells_of_others,
        "Edits are seen when nobody has seen the sheet for six hours (unseen_hours).",
    ),
    (
        "an editor may insert rows but in Pairs",
        _editors_insert,
        "Add rows at the end of the tabs where inserting is refused.",
    ),
)
WORDS = tuple(words for words, _, _ in _CHECKS)
