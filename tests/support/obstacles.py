"""What can stand in the way of a program, made to stand there for real, and
what the doctor must then report of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import requests

from sync.admin.checks import CHECKS
from sync.admin.doctor import examine
from sync.admin.finding import Finding, Grade
from sync.google.sheets import Spreadsheet
from sync.program.settings import Settings
from sync.state.store import State, opened
from tests.support.program import ADMIN
from tests.support.scene import BOSS, ROBOT, SCOPE, SECOND, Scene

# What happens, the check that reports it, its grade, and some of its words.
Obstacle = tuple[Callable[[Scene], None], str, Grade, str]


def no_program(s: Scene) -> None:
    (s.folder / "program.toml").unlink()


def a_key_misspelt(s: Scene) -> None:
    s.declare(credential="key.json")


def no_toml(s: Scene) -> None:
    s.write("program.toml", "version = = 1\n")


def a_district_twice(s: Scene) -> None:
    text = (s.folder / "districts.csv").read_text(encoding="utf-8")
    s.write("districts.csv", text + text.splitlines()[1] + "\n")


def a_roster_with_a_mistake(s: Scene) -> None:
    s.write(
        "rosters/WES.csv",
        "Mentor,Mentee,Mentor e-mail\nAna,Sam,ana at school\n",
    )


def a_schedule_of_no_columns(s: Scene) -> None:
    s.write("schedules/WES.csv", "Lehrer,Stunde\nAna Diaz,1\n")


def a_schedule_without_bells(s: Scene) -> None:
    s.write("schedules/WES.csv", "Teacher,Expression\nAna Diaz,1\n")


def a_broken_lock_file(s: Scene) -> None:
    s.write("program.lock.toml", "form = \n")


def a_state_of_later(s: Scene) -> None:
    State(s.folder / "state.sqlite").close()
    with closing(sqlite3.connect(s.folder / "state.sqlite")) as db:
        db.execute("PRAGMA user_version = 99")


def a_state_that_is_none(s: Scene) -> None:
    s.write(
        "state.sqlite",
        "this is no database at all, but it is long enough to be looked at"
        * 20,
    )


def a_state_of_another_program(s: Scene) -> None:
    s.provisioned()
    s.program.run()
    lock = s.program.lock
    lock.form = "1" + "z" * 43
    lock.save(s.program.settings.lock_path)


def another_command_at_work(s: Scene) -> None:
    s.stack.enter_context(opened(s.program.settings.state))


def no_key_file(s: Scene) -> None:
    s.declare(credentials="key.json")


def a_key_file_of_words(s: Scene) -> None:
    s.write("key.json", "password123")
    s.declare(credentials="key.json")


def a_clients_file_for_a_key(s: Scene) -> None:
    s.write("key.json", json.dumps(s.internal("clients", name="x")))
    s.declare(credentials="key.json")


def another_kind_of_file(s: Scene) -> None:
    s.write("key.json", json.dumps({"type": "gdch_service_account"}))
    s.declare(credentials="key.json")


def half_a_key(s: Scene) -> None:
    s.key(
        private_key="-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n"
    )


def nobody_on_this_machine(s: Scene) -> None:
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_CONFIG"):
        s.patch.delenv(name, raising=False)
    s.patch.setenv("HOME", str(s.folder))
    s.patch.setenv("NO_GCE_CHECK", "true")
    s.declare(credentials="application-default")


def nobody_logged_in(s: Scene) -> None:
    s.patch.setenv("XDG_CONFIG_HOME", str(s.folder / "config"))
    s.declare(credentials="login", client="client.json")


def acting_for_somebody_without_a_key(s: Scene) -> None:
    s.person()
    s.declare(act_as=BOSS)


def a_key_that_others_can_read(s: Scene) -> None:
    s.key()
    s.shared_drive()
    (s.folder / "key.json").chmod(0o644)


def a_key_that_was_replaced(s: Scene) -> None:
    s.key()
    s.internal("service-accounts", email=ROBOT)


def an_account_that_is_gone(s: Scene) -> None:
    s.key()
    s.space.store.db.execute("DELETE FROM accounts")


def no_delegation(s: Scene) -> None:
    s.key()
    s.declare(act_as=BOSS)


def a_delegation_of_less(s: Scene) -> None:
    s.key()
    s.declare(act_as=BOSS)
    s.internal("delegations", email=ROBOT, scopes=[f"{SCOPE}spreadsheets"])


def a_clock_an_hour_off(s: Scene) -> None:
    from google.auth import _helpers

    def ahead() -> datetime:
        return datetime.now(UTC) + timedelta(hours=1)

    s.patch.setattr(_helpers, "utcnow", lambda: ahead().replace(tzinfo=None))
    s.patch.setattr(
        "sync.google.calls.Clock.now", lambda _: ahead().timestamp()
    )
    s.key()


def a_revoked_consent(s: Scene) -> None:
    token = s.person()["token"]
    requests.post(
        f"{s.space.url}/revoke", data={"token": token}, timeout=10
    ).raise_for_status()


def a_client_that_is_gone(s: Scene) -> None:
    s.person()
    s.space.store.db.execute("DELETE FROM clients")


def consent_to_less(s: Scene) -> None:
    token = s.person()["token"]
    s.space.store.db.execute(
        "UPDATE tokens SET scopes = ? WHERE token = ?",
        (f"{SCOPE}forms.body", token),
    )


def a_token_of_less(s: Scene) -> None:
    """Credentials that say nothing of their scopes, as gcloud's: they are
    found out by the first call.
    """
    from google.oauth2.credentials import Credentials

    token = s.person()["token"]
    s.space.store.db.execute(
        "UPDATE tokens SET scopes = ? WHERE token = ?",
        (f"{SCOPE}forms.body", token),
    )
    refresh = Credentials.refresh

    def silent(self: Any, request: Any) -> None:
        self._scopes = None
        refresh(self, request)  # type: ignore[no-untyped-call]

    s.patch.setattr(Credentials, "refresh", silent)


def no_token_creator(s: Scene) -> None:
    s.impersonating()
    s.declare(impersonate=SECOND)


def impersonating_nobody(s: Scene) -> None:
    s.impersonating()
    s.declare(impersonate="nobody@our-project.iam.gserviceaccount.com")


def a_pool_that_is_gone(s: Scene) -> None:
    s.workload("//iam/pools/another/providers/github", "good")


def a_token_of_elsewhere_that_is_not_believed(s: Scene) -> None:
    s.workload("//iam/pools/ours/providers/github", "bad")


def google_out_of_reach(s: Scene) -> None:
    s.patch.setattr("tests.support.obstacles.NOWHERE", "http://127.0.0.1:9")


def drive_off(s: Scene) -> None:
    s.decide(off=["drive"])


def forms_off(s: Scene) -> None:
    s.decide(off=["forms"])


def sheets_off(s: Scene) -> None:
    s.decide(off=["sheets"])


def a_project_that_is_not_ours(s: Scene) -> None:
    s.decide(quota_project=False)


def no_storage(s: Scene) -> None:
    s.key()


def a_folder_of_somebodys_drive(s: Scene) -> None:
    s.key()
    folder = s.ask(
        BOSS,
        "POST",
        "files",
        name="Mentoring",
        mimeType="application/vnd.google-apps.folder",
    )["id"]
    s.ask(
        BOSS,
        "POST",
        f"files/{folder}/permissions?sendNotificationEmail=false",
        type="user",
        role="writer",
        emailAddress=ROBOT,
    )
    s.declare(folder=folder)


def a_folder_that_is_not_shared(s: Scene) -> None:
    s.declare(
        folder=s.ask(
            BOSS,
            "POST",
            "files",
            name="M",
            mimeType="application/vnd.google-apps.folder",
        )["id"]
    )


def a_folder_to_look_at(s: Scene) -> None:
    s.key()
    s.shared_drive("reader")


def a_file_for_a_folder(s: Scene) -> None:
    s.declare(
        folder=s.ask(
            ADMIN,
            "POST",
            "files",
            name="M",
            mimeType="application/vnd.google-apps.spreadsheet",
        )["id"]
    )


def a_folder_in_the_trash(s: Scene) -> None:
    folder = s.ask(
        ADMIN,
        "POST",
        "files",
        name="M",
        mimeType="application/vnd.google-apps.folder",
    )["id"]
    s.ask(ADMIN, "PATCH", f"files/{folder}", trashed=True)
    s.declare(folder=folder)


def full_storage(s: Scene) -> None:
    s.decide(full=[ADMIN])


def no_publishing_outside(s: Scene) -> None:
    s.decide(share="domain")


def no_sharing_outside(s: Scene) -> None:
    s.decide(share="domain")
    s.declare("form", responders=["domain:making-time.example"])


def a_coordinator_unknown_to_google(s: Scene) -> None:
    s.decide(unknown=["coordinator@westbrook.example"])


def nothing_provisioned(_: Scene) -> None:
    """A new program."""


def a_form_that_is_gone(s: Scene) -> None:
    s.provisioned()
    s.ask(ADMIN, "DELETE", f"files/{s.program.lock.form}")


def a_form_in_the_trash(s: Scene) -> None:
    s.provisioned()
    s.ask(ADMIN, "PATCH", f"files/{s.program.lock.form}", trashed=True)


def an_unpublished_form(s: Scene) -> None:
    s.provisioned()
    state = {
        "publishSettings": {
            "publishState": {
                "isPublished": False,
                "isAcceptingResponses": False,
            }
        }
    }
    answer = requests.post(
        f"{s.space.url}/v1/forms/{s.program.lock.form}:setPublishSettings",
        json=state,
        headers={"Authorization": f"Bearer {ADMIN}"},
        timeout=10,
    )
    answer.raise_for_status()


def a_form_that_nobody_may_answer(s: Scene) -> None:
    s.provisioned()
    drive = s.program.google().drive
    for each in drive.permissions(s.program.lock.form):
        if each.get("view"):
            drive.unshare(s.program.lock.form, each["id"])


def a_form_that_somebody_changed(s: Scene) -> None:
    s.provisioned()
    forms = s.program.google().forms
    now = forms.get(s.program.lock.form)
    forms.update(
        s.program.lock.form,
        [{"deleteItem": {"location": {"index": 1}}}],
        now["revisionId"],
    )


def a_sheet_that_is_gone(s: Scene) -> None:
    s.provisioned()
    s.ask(ADMIN, "DELETE", f"files/{s.program.lock.sheets['WES'].id}")


def a_coordinator_taken_out(s: Scene) -> None:
    s.provisioned()
    sheet, drive = s.program.lock.sheets["WES"].id, s.program.google().drive
    for each in drive.permissions(sheet):
        if each["role"] == "writer":
            drive.unshare(sheet, each["id"])


def somebody_else_looks_in(s: Scene) -> None:
    s.provisioned()
    grant = {
        "type": "user",
        "role": "reader",
        "emailAddress": "principal@westbrook.example",
    }
    s.program.google().drive.share(s.program.lock.sheets["WES"].id, grant)


def the_tool_taken_out_of_its_protection(s: Scene) -> None:
    s.provisioned()
    google = s.program.google()
    sheet = s.program.lock.sheets["WES"].id
    (first, *_) = [
        p
        for t in google.sheets.metadata(Spreadsheet(sheet))["sheets"]
        for p in t.get("protectedRanges", [])
    ]
    google.sheets.update(
        Spreadsheet(sheet),
        [
            {
                "deleteProtectedRange": {
                    "protectedRangeId": first["protectedRangeId"]
                }
            }
        ],
    )


def a_tab_of_the_tools_deleted(s: Scene) -> None:
    s.provisioned()
    s.program.edit(
        {"deleteSheet": {"sheetId": s.program.layout.tab("status").id}},
        who=ADMIN,
    )


def a_form_file_that_is_none(s: Scene) -> None:
    s.write("form.toml", "title = 3\n")
    s.declare("form", file="form.toml")


def a_state_at_an_unknown_address(s: Scene) -> None:
    file = s.folder / "program.toml"
    file.write_text(
        'state = "postgresql+psycopg://u:hunter2@h/x"\n'
        + file.read_text(encoding="utf-8"),
        encoding="utf-8",
    )


def a_year_changed_in_place(s: Scene) -> None:
    s.provisioned()
    for name in ("program.toml", "districts.csv"):
        text = (s.folder / name).read_text(encoding="utf-8")
        for old, new in (
            ("2026-27", "2027-28"),
            ("2027-06", "2028-06"),
            ("2026-08", "2027-08"),
        ):
            text = text.replace(old, new)
        s.write(name, text)


def no_lock_file(s: Scene) -> None:
    s.provisioned()
    s.program.run()
    s.program.settings.lock_path.unlink()


def a_district_taken_out(s: Scene) -> None:
    text = (s.folder / "districts.csv").read_text(encoding="utf-8")
    s.write(
        "districts.csv",
        text + "NOR,Northfield,,2026-08-31,2027-06-18,monthly,\n",
    )
    s.provisioned()
    s.write("districts.csv", text)


def nobody_named(s: Scene) -> None:
    s.declare(credentials=[])


def a_lock_file_of_something_else(s: Scene) -> None:
    s.write("program.lock.toml", "sheets = 3\n")


def other_credentials(s: Scene) -> None:
    s.provisioned()
    s.declare(identity="other@making-time.example")


def sheets_of_an_edition_before(s: Scene) -> None:
    s.provisioned()
    lock = s.program.lock
    lock.edition -= 1
    lock.save(s.program.settings.lock_path)


def a_lock_file_of_later(s: Scene) -> None:
    s.write("program.lock.toml", 'version = 1\nform = "x"\nedition = 99\n')


def a_disk_that_is_nearly_full(s: Scene) -> None:
    disk = SimpleNamespace(free=2**19, total=2**30)
    s.patch.setattr("shutil.disk_usage", lambda _: disk)


def storage_that_is_nearly_full(s: Scene) -> None:
    s.provisioned()
    s.patch.setattr(
        "sync.google.drive.Drive.storage", lambda _: (9 * 2**30, 10 * 2**30)
    )


def a_sheet_of_many_cells(s: Scene) -> None:
    s.provisioned()
    size = {"rowCount": 90_000, "columnCount": 100}
    s.program.edit(
        {"addSheet": {"properties": {"title": "Ours", "gridProperties": size}}}
    )


def alerts_without_a_mail_server(s: Scene) -> None:
    s.declare("alert", to=["it@westbrook.example"])


def no_pairs(s: Scene) -> None:
    s.provisioned()
    tab = s.program.layout.tab("pairs")
    everything = {"sheetId": tab.id, "startRowIndex": 1, "startColumnIndex": 1}
    s.program.edit(
        {"updateCells": {"range": everything, "fields": "userEnteredValue"}},
        who=ADMIN,
    )
    s.program.run(accept=True)


def a_coordinator_who_mentors(s: Scene) -> None:
    text = (s.folder / "districts.csv").read_text(encoding="utf-8")
    s.write(
        "districts.csv",
        text.replace("coordinator@westbrook", "ana@westbrook"),
    )
    s.program.provision()
    s.program.run()


def a_feedback_form_that_collects_addresses(s: Scene) -> None:
    s.provisioned()
    form = s.program.lock.forms["feedback"].id
    forms = s.program.google().forms
    forms.update(
        form,
        [
            {
                "updateSettings": {
                    "settings": {"emailCollectionType": "VERIFIED"},
                    "updateMask": "emailCollectionType",
                }
            }
        ],
        forms.get(form)["revisionId"],
    )


def more_districts_than_it_looks_at(s: Scene) -> None:
    s.patch.setattr("sync.admin.check_program.LOOKED_AT", 0)
    s.provisioned()


# Who made it go wrong; which check says so; how bad it is; words of what is
# said and of what to do.
def coordinators_who_evaluate(scene: Scene) -> None:
    scene.provisioned()
    path = scene.program.folder / "program.toml"
    part = "[form]\ncoordinators_evaluate = true\n"
    path.write_text(path.read_text(encoding="utf-8") + part, encoding="utf-8")


# Of ``sync.admin.check_machine``.
MACHINE: list[Obstacle] = [
    (no_program, "configuration", Grade.WRONG, "Run `sync init`"),
    (
        a_key_misspelt,
        "configuration",
        Grade.WRONG,
        "credential: this key is not known",
    ),
    (no_toml, "configuration", Grade.WRONG, "Mend the line"),
    (
        a_district_twice,
        "configuration",
        Grade.WRONG,
        "the key WES is used twice",
    ),
    (
        a_roster_with_a_mistake,
        "rosters and calendars",
        Grade.WRONG,
        "line 2: 'ana at school'",
    ),
    (
        a_broken_lock_file,
        "lock file",
        Grade.WRONG,
        "Restore the file from a backup",
    ),
    (a_state_of_later, "state", Grade.WRONG, "newer"),
    (a_state_that_is_none, "state", Grade.WRONG, "Delete the file"),
    (
        a_state_of_another_program,
        "state",
        Grade.WRONG,
        "holds what is known of another form",
    ),
    (
        another_command_at_work,
        "lock",
        Grade.NOTE,
        "Another command is at work",
    ),
    (a_form_file_that_is_none, "form file", Grade.WRONG, "form.toml"),
    (
        a_state_at_an_unknown_address,
        "configuration",
        Grade.WRONG,
        "begins with postgresql://",
    ),
    (no_lock_file, "state", Grade.WRONG, "Put the file back"),
    (a_lock_file_of_later, "lock file", Grade.WRONG, "Update this one"),
    (a_disk_that_is_nearly_full, "disk", Grade.WRONG, "has 0.5 MB left"),
    (
        alerts_without_a_mail_server,
        "mail",
        Grade.NOTE,
        "Write smtp and sender",
    ),
    (nothing_provisioned, "command", Grade.NOTE, "Write making-time"),
    (nothing_provisioned, "schedule", Grade.NOTE, "`sync automate` makes one"),
    (nobody_named, "configuration", Grade.WRONG, "credentials"),
    (
        a_lock_file_of_something_else,
        "lock file",
        Grade.WRONG,
        "Restore the file from a backup",
    ),
]

# Of ``sync.admin.check_schedules``.
SCHEDULES: list[Obstacle] = [
    (
        a_schedule_of_no_columns,
        "teaching schedules",
        Grade.WRONG,
        "no column names the periods",
    ),
    (
        a_schedule_without_bells,
        "teaching schedules",
        Grade.NOTE,
        "bells/WES.csv is missing",
    ),
]

# Of ``sync.admin.check_google``.
GOOGLE: list[Obstacle] = [
    (no_key_file, "credentials", Grade.WRONG, "key.json cannot be read"),
    (a_key_file_of_words, "credentials", Grade.WRONG, "it is no JSON"),
    (
        a_clients_file_for_a_key,
        "credentials",
        Grade.WRONG,
        "is the file of an OAuth client, not of an identity",
    ),
    (
        another_kind_of_file,
        "credentials",
        Grade.WRONG,
        "is not a key file of Google's",
    ),
    (half_a_key, "credentials", Grade.WRONG, "Download it again"),
    (
        nobody_on_this_machine,
        "credentials",
        Grade.WRONG,
        "No Google credentials were found on this machine",
    ),
    (nobody_logged_in, "credentials", Grade.WRONG, "Run `sync login`"),
    (
        acting_for_somebody_without_a_key,
        "credentials",
        Grade.WRONG,
        "act_as needs a service account's key file",
    ),
    (a_key_that_others_can_read, "credentials", Grade.NOTE, "chmod 600"),
    (
        a_key_that_was_replaced,
        "credentials",
        Grade.WRONG,
        "Make a new key for the service account",
    ),
    (
        an_account_that_is_gone,
        "credentials",
        Grade.WRONG,
        "This service account does not exist any more",
    ),
    (no_delegation, "credentials", Grade.WRONG, "Domain-wide delegation"),
    (
        a_delegation_of_less,
        "credentials",
        Grade.WRONG,
        "the scopes that `sync doctor` names",
    ),
    (a_clock_an_hour_off, "clock", Grade.WRONG, "60 minutes ahead"),
    (
        a_revoked_consent,
        "credentials",
        Grade.WRONG,
        "The consent has run out or was revoked. Run `sync login` again",
    ),
    (
        a_client_that_is_gone,
        "credentials",
        Grade.WRONG,
        "The OAuth client does not exist any more",
    ),
    (consent_to_less, "credentials", Grade.WRONG, "leave every box ticked"),
    (
        a_token_of_less,
        "credentials",
        Grade.WRONG,
        "fewer rights (scopes) than the tool needs",
    ),
    (
        no_token_creator,
        "credentials",
        Grade.WRONG,
        "Service Account Token Creator",
    ),
    (
        impersonating_nobody,
        "credentials",
        Grade.WRONG,
        "no service account of the name that [google] impersonate",
    ),
    (
        a_pool_that_is_gone,
        "credentials",
        Grade.WRONG,
        "pool or its provider is disabled, deleted",
    ),
    (
        a_token_of_elsewhere_that_is_not_believed,
        "credentials",
        Grade.WRONG,
        "attribute conditions",
    ),
    (google_out_of_reach, "network", Grade.WRONG, "HTTPS_PROXY"),
    (
        drive_off,
        "Drive API",
        Grade.WRONG,
        "apis/api/drive.googleapis.com/overview",
    ),
    (forms_off, "Forms API", Grade.WRONG, "press Enable"),
    (
        sheets_off,
        "Sheets API",
        Grade.WRONG,
        "apis/api/sheets.googleapis.com/overview",
    ),
    (
        a_project_that_is_not_ours,
        "credentials",
        Grade.WRONG,
        "Service Usage Consumer",
    ),
]

# Of ``sync.admin.check_program``.
PROGRAM: list[Obstacle] = [
    (no_storage, "making", Grade.WRONG, "A service account owns no storage"),
    (
        a_folder_of_somebodys_drive,
        "making",
        Grade.WRONG,
        "nor in a folder of somebody's My Drive",
    ),
    (
        a_folder_that_is_not_shared,
        "folder",
        Grade.WRONG,
        "not shared with the tool's account",
    ),
    (a_folder_to_look_at, "making", Grade.WRONG, "as Content manager"),
    (a_file_for_a_folder, "folder", Grade.WRONG, "is no folder"),
    (a_folder_in_the_trash, "folder", Grade.WRONG, "Restore it in Drive"),
    (
        full_storage,
        "making",
        Grade.WRONG,
        "Empty its trash or buy more storage",
    ),
    (
        no_publishing_outside,
        "opening a form",
        Grade.WRONG,
        'responders = ["domain:your.domain"]',
    ),
    (
        no_sharing_outside,
        "opening a sheet",
        Grade.WRONG,
        "Your domain does not allow sharing outside of it",
    ),
    (
        a_coordinator_unknown_to_google,
        "opening a sheet",
        Grade.WRONG,
        "does not know this address",
    ),
    (nothing_provisioned, "program", Grade.NOTE, "Run `sync provision`"),
    (
        a_form_that_is_gone,
        "program",
        Grade.WRONG,
        "cannot be seen by program@making-time.example now",
    ),
    (a_form_in_the_trash, "program", Grade.WRONG, "is in the trash"),
    (
        an_unpublished_form,
        "program",
        Grade.WRONG,
        "published, and taking answers",
    ),
    (
        a_form_that_nobody_may_answer,
        "sharing",
        Grade.WRONG,
        "the form: anyone may not use it as declared",
    ),
    (a_form_that_somebody_changed, "program", Grade.NOTE, "the form: "),
    (a_sheet_that_is_gone, "program", Grade.WRONG, "cannot be seen by"),
    (
        a_coordinator_taken_out,
        "sharing",
        Grade.WRONG,
        "coordinator@westbrook.example may not use it as declared",
    ),
    (
        somebody_else_looks_in,
        "readers",
        Grade.NOTE,
        "is also open to principal@westbrook.example",
    ),
    (the_tool_taken_out_of_its_protection, "program", Grade.WRONG, "protect"),
    (
        a_tab_of_the_tools_deleted,
        "program",
        Grade.WRONG,
        "the tab Status, printed again",
    ),
    (a_year_changed_in_place, "program", Grade.WRONG, "are of 2026-27"),
    (
        a_district_taken_out,
        "readers",
        Grade.NOTE,
        "NOR stands in program.lock.toml and not in districts.csv",
    ),
    (
        sheets_of_an_edition_before,
        "program",
        Grade.WRONG,
        "made by an earlier version",
    ),
    (storage_that_is_nearly_full, "limits", Grade.NOTE, "is 90% full"),
    (a_sheet_of_many_cells, "readers", Grade.NOTE, "of the 10,000,000 cells"),
    (no_pairs, "pairs", Grade.NOTE, "No pair stands in WES's Pairs yet"),
    (
        a_coordinator_who_mentors,
        "contacts",
        Grade.NOTE,
        "Agree on a second contact",
    ),
    (
        a_coordinator_who_mentors,
        "form",
        Grade.NOTE,
        "Write coordinators_mentor = true under [form]",
    ),
    (
        coordinators_who_evaluate,
        "form",
        Grade.NOTE,
        "Name coordinators who evaluate nobody",
    ),
    (
        a_feedback_form_that_collects_addresses,
        "feedback form",
        Grade.WRONG,
        "Run `sync provision`, which switches it off",
    ),
    (
        more_districts_than_it_looks_at,
        "sheets",
        Grade.NOTE,
        "`sync plan` looks at all",
    ),
    (
        other_credentials,
        "folder",
        Grade.WRONG,
        "not shared with the tool's account",
    ),
]


def name_of(obstacle: Obstacle) -> str:
    """What an obstacle is called in the list of tests."""
    return f"{obstacle[0].__name__}-{obstacle[1]}"


NOWHERE = ""


def examined(scene: Scene) -> list[Finding]:
    @contextmanager
    def serve(_: Settings) -> Iterator[str]:
        yield NOWHERE or scene.space.url

    return list(
        examine(
            scene.folder / "program.toml",
            serve,
            Path("/opt/making-time/bin/sync"),
        )
    )


def assert_nothing_left(scene: Scene) -> None:
    """No probe stays outside of the trash, none of its permissions, and the
    program's own lock file is as it was.
    """
    rows = scene.space.store.db.execute(
        "SELECT id, trashed FROM files WHERE name LIKE '%probe%'"
    ).fetchall()
    assert all(trashed for _, trashed in rows), rows
    for file, _ in rows:
        assert (
            scene.space.store.db.execute(
                "SELECT * FROM permissions WHERE file = ?", (file,)
            ).fetchall()
            == []
        )


def assert_named(scene: Scene, obstacle: Obstacle) -> None:
    """The doctor names an obstacle in its words, and leaves nothing behind."""
    happens, check, grade, words = obstacle
    happens(scene)
    findings = examined(scene)
    reported = {
        f"{f.message} {f.remedy}"
        for f in findings
        if (f.check, f.grade) == (check, grade)
    }
    assert any(words in each for each in reported), [
        f for f in findings if f.grade is not Grade.OK
    ]
    assert "hunter2" not in str(findings)
    names = {check.name for check in CHECKS}
    assert {f.check for f in findings if f.grade is not Grade.OK} <= names
    assert_nothing_left(scene)
