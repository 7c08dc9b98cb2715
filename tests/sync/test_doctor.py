"""Everything that can stand in the way is made to stand there, for real, and
the doctor must name it and say what to do.
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

import pytest
import requests

from sync.admin.checks import CHECKS
from sync.admin.doctor import examine
from sync.admin.finding import Finding, Grade
from sync.admin.live_checks import WORDS, live_checks
from sync.admin.provision import plan
from sync.errors import SyncError
from sync.google.refusals import TABLE, meaning_of
from sync.google.sheets import Spreadsheet
from sync.program.settings import Settings
from sync.state.store import State, opened
from tests.support.program import ADMIN, Program, write_program
from tests.support.scene import BOSS, ROBOT, SCOPE, SECOND, Scene
from tests.sync.test_identities import sync

pytestmark = pytest.mark.whole

# -- what happens -------------------------------------------------------------


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
    s.patch.setattr("tests.sync.test_doctor.NOWHERE", "http://127.0.0.1:9")


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


FAILURES: list[tuple[Callable[[Scene], None], str, Grade, str]] = [
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
        "the key WES stands twice",
    ),
    (
        a_roster_with_a_mistake,
        "rosters and calendars",
        Grade.WRONG,
        "line 2: 'ana at school'",
    ),
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
        "the form, to anyone",
    ),
    (a_form_that_somebody_changed, "program", Grade.NOTE, "the form: "),
    (a_sheet_that_is_gone, "program", Grade.WRONG, "cannot be seen by"),
    (
        a_coordinator_taken_out,
        "sharing",
        Grade.WRONG,
        "to coordinator@westbrook.example",
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
        "the tab Status was printed again",
    ),
    (a_form_file_that_is_none, "form file", Grade.WRONG, "form.toml"),
    (
        a_state_at_an_unknown_address,
        "configuration",
        Grade.WRONG,
        "begins with postgresql://",
    ),
    (a_year_changed_in_place, "program", Grade.WRONG, "are of 2026-27"),
    (no_lock_file, "state", Grade.WRONG, "Put the file back"),
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
    (a_lock_file_of_later, "lock file", Grade.WRONG, "Update this one"),
    (a_disk_that_is_nearly_full, "disk", Grade.WRONG, "has 0.5 MB left"),
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
    (
        other_credentials,
        "folder",
        Grade.WRONG,
        "not shared with the tool's account",
    ),
]
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


@pytest.mark.parametrize(
    ("happens", "check", "grade", "words"),
    FAILURES,
    ids=[f"{f[0].__name__}-{f[1]}" for f in FAILURES],
)
def test_what_stands_in_the_way_is_named(
    scene: Scene,
    happens: Callable[[Scene], None],
    check: str,
    grade: Grade,
    words: str,
) -> None:
    happens(scene)
    found = examined(scene)
    said = {
        f"{f.message} {f.remedy}"
        for f in found
        if (f.check, f.grade) == (check, grade)
    }
    assert any(words in each for each in said), [
        f for f in found if f.grade is not Grade.OK
    ]
    assert "hunter2" not in str(found)
    names = {check.name for check in CHECKS}
    assert {f.check for f in found if f.grade is not Grade.OK} <= names
    _leaves_nothing(scene)


def _leaves_nothing(scene: Scene) -> None:
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


def test_there_are_enough_of_them() -> None:
    assert len(FAILURES) >= 40


def test_every_row_of_what_may_break_is_reached() -> None:
    assert {f[1] for f in FAILURES} == {check.name for check in CHECKS}


def test_a_full_disk_stops_nothing_that_looks_or_takes_away(
    scene: Scene,
) -> None:
    scene.provisioned()
    scene.program.run()
    a_disk_that_is_nearly_full(scene)
    assert scene.program.run(write=False)[0].standings
    assert scene.program.does(lambda opened: plan(opened)).refused == []
    key = scene.program.settings.districts[0].key
    assert scene.program.does(
        lambda opened: opened.program().spreadsheet(key).id
    )


def test_a_disk_that_does_not_say_its_size_is_believed(scene: Scene) -> None:
    scene.provisioned()
    disk = SimpleNamespace(free=0, total=0)
    scene.patch.setattr("shutil.disk_usage", lambda _: disk)
    assert scene.program.run()[0].failed == {}


@pytest.mark.parametrize(
    "happens",
    [
        sheets_of_an_edition_before,
        a_year_changed_in_place,
        a_state_of_another_program,
        no_lock_file,
        nothing_provisioned,
        a_disk_that_is_nearly_full,
    ],
)
def test_what_a_run_refuses_doctor_says_in_the_same_words(
    scene: Scene, happens: Callable[[Scene], None]
) -> None:
    happens(scene)
    said = {f"{f.message} {f.remedy}".strip() for f in examined(scene)}
    with pytest.raises(SyncError) as refused:
        scene.program.run()
    assert str(refused.value) in said


def test_a_program_that_is_well_is_reported_as_well(scene: Scene) -> None:
    scene.provisioned()
    found = examined(scene)
    assert [f for f in found if f.grade is Grade.WRONG] == []
    assert {f.check for f in found if f.grade is Grade.NOTE} <= {
        "command",
        "schedule",
    }
    readers = [f.message for f in found if f.check == "readers"]
    assert readers == [
        f"WES's sheet can be opened by coordinator@westbrook.example, {ADMIN}."
    ]
    _leaves_nothing(scene)


def test_a_probe_of_a_doctor_who_was_killed_is_cleared_away(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.google.drive import Drive

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    trash = Drive.trash
    monkeypatch.setattr(Drive, "trash", killed)
    with pytest.raises(KeyboardInterrupt):
        examined(scene)
    monkeypatch.setattr(Drive, "trash", trash)
    examined(scene)
    examined(scene)
    _leaves_nothing(scene)


def test_a_schedule_and_a_run_of_long_ago(scene: Scene) -> None:
    home = scene.folder / "home"
    units = home / ".config" / "systemd" / "user"
    units.mkdir(parents=True)
    scene.patch.setattr(Path, "home", lambda: home)
    (units / "making-time.service").write_text(
        f"ExecStart=/opt/sync run --config {scene.folder / 'program.toml'}\n"
    )
    scene.program.provision()
    State(scene.folder / "state.sqlite").close()
    with scene.program.state() as (state, _), state.writing():
        state.notes.ran = "2026-10-01T11:00:00+00:00"
    found = {f.check: f for f in examined(scene)}
    assert found["schedule"].grade is Grade.OK
    assert (found["state"].grade, "days ago" in found["state"].message) == (
        Grade.NOTE,
        True,
    )


def test_the_command_says_it_in_words_and_in_json(tmp_path: Path) -> None:
    """Exit code 0 if nothing is in the way, also before it is made; one JSON
    object.
    """
    folder = tmp_path / "program"
    write_program(folder)
    told = sync(folder, "doctor")
    assert (told.returncode, told.stderr) == (0, ""), told.stderr
    assert (
        "note   program: Nothing is provisioned yet. → Run `sync provision` first."
        in told.stdout
    )
    assert sync(folder, "provision").returncode == 0
    well = sync(folder, "doctor", "--json")
    found = json.loads(well.stdout)
    assert (well.returncode, found["well"], found["version"]) == (
        0,
        True,
        1,
    ), [c for c in found["checks"] if c["grade"] == "wrong"]
    assert {tuple(sorted(each)) for each in found["checks"]} == {
        ("check", "grade", "message", "remedy")
    }


# -- the table ----------------------------------------------------------------

# What Google answers, by reason and words, for each row of the table: from its
# pages and from public reports.
ANSWERS = [
    (
        401,
        "no token",
        "PERMISSION_DENIED: IAM Service Account Credentials API has not been used in project 1 before",
        "API is off",
    ),
    (
        401,
        "no token",
        "PERMISSION_DENIED: Permission 'iam.serviceAccounts.getAccessToken' denied on resource",
        "Token Creator",
    ),
    (
        401,
        "no token",
        "NOT_FOUND: Not found; Gaia id not found for email x@y.iam.gserviceaccount.com",
        "Copy its address",
    ),
    (
        401,
        "no token",
        'invalid_target: The target service indicated by the "audience" parameters is invalid.',
        "download its",
    ),
    (
        401,
        "no token",
        "invalid_grant: The audience in ID Token [a] does not match the expected audience b.",
        "Compare issuer",
    ),
    (
        401,
        "no token",
        "unauthorized_client: Client is unauthorized to retrieve access tokens using this method",
        "delegation",
    ),
    (
        401,
        "no token",
        "invalid_grant: Invalid email or User ID",
        "Correct act_as",
    ),
    (
        401,
        "no token",
        "invalid_grant: Invalid grant: account not found",
        "Make another and its key",
    ),
    (
        401,
        "no token",
        "invalid_grant: Invalid JWT Signature.",
        "Make a new key",
    ),
    (
        401,
        "no token",
        "invalid_grant: Token must be a short-lived token and in a reasonable timeframe.",
        "clock is wrong",
    ),
    (
        401,
        "no token",
        "deleted_client: The OAuth client was deleted.",
        "Make another in the",
    ),
    (401, "no token", "admin_policy_enforced: ", "trust the OAuth client"),
    (
        401,
        "no token",
        "invalid_scope: Some requested scopes were not granted.",
        "every box ticked",
    ),
    (
        401,
        "no token",
        "invalid_grant: reauth related error (invalid_rapt)",
        "sign in again",
    ),
    (
        401,
        "no token",
        "invalid_grant: Token has been expired or revoked.",
        "seven days",
    ),
    (401, "no token", "something new", "renew them"),
    (401, "authError", "Invalid Credentials", "does not know the token"),
    (
        403,
        "accessNotConfigured",
        "Google Drive API has not been used in project 1 before or it is disabled.",
        "press Enable",
    ),
    (
        403,
        "USER_PROJECT_DENIED",
        "Caller does not have required permission to use project p.",
        "Service Usage Consumer",
    ),
    (
        403,
        "",
        "The drive.googleapis.com API requires a quota project, which is not set by default.",
        "set-quota-project",
    ),
    (
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        "fewer rights",
    ),
    (
        403,
        "storageQuotaExceeded",
        "Service Accounts do not have storage quota. Leverage shared drives",
        "Content manager",
    ),
    (
        403,
        "storageQuotaExceeded",
        "The user's Drive storage quota has been exceeded.",
        "Empty its trash",
    ),
    (
        403,
        "numChildrenInNonRootLimitExceeded",
        "The limit for this folder's number of children has been exceeded.",
        "another folder",
    ),
    (
        403,
        "parentNotAFolder",
        "The specified parent is not a folder.",
        "end of its address",
    ),
    (403, "publishOutNotPermitted", "", "responders ="),
    (
        403,
        "domainPolicy",
        "The domain administrators have disabled Drive apps.",
        "to trust it",
    ),
    (403, "shareOutNotPermitted", "", "Sharing settings"),
    (
        400,
        "invalidSharingRequest",
        "The items were successfully shared but emails could not be sent",
        "without --notify",
    ),
    (401, "no token", "invalid_grant: Account is disabled", "Enable it"),
    (
        400,
        "",
        "Invalid requests[0].updateCells: No grid with id: 102",
        "prints it again",
    ),
    (403, "teamDriveDomainUsersOnlyRestriction", "", "Shared drive settings"),
    (
        400,
        "invalidSharingRequest",
        "Since there is no Google account associated with this email address",
        "Correct it in districts.csv",
    ),
    (
        403,
        "sharingRateLimitExceeded",
        "Rate limit exceeded. User message: you have exceeded your sharing quota.",
        "tomorrow",
    ),
    (403, "dailyLimitExceeded", "Daily Limit Exceeded", "for today"),
    (
        403,
        "insufficientFilePermissions",
        "The user does not have sufficient permissions for this file.",
        "as Editor",
    ),
    (
        403,
        "appNotAuthorizedToFile",
        "The user has not granted the app access to the file.",
        "as folder under",
    ),
    (404, "notFound", "File not found: x.", "in the trash"),
    (
        400,
        "",
        "You are trying to edit a protected cell or object.",
        "Protect sheets and ranges",
    ),
    (
        400,
        "",
        "Revision ID does not match the latest revision.",
        "at the same moment",
    ),
    (
        400,
        "",
        "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        "as many cells",
    ),
    (403, "", "The caller does not have permission", "may not open or change"),
]


@pytest.mark.parametrize(
    ("code", "reason", "said", "words"),
    ANSWERS,
    ids=[f"{a[0]}-{a[2][:40]}" for a in ANSWERS],
)
def test_what_google_says_is_shown_in_a_persons_words(
    code: int, reason: str, said: str, words: str
) -> None:
    row = meaning_of(code, reason, said)
    assert row
    assert words in row.words


def test_every_row_of_the_table_is_reached() -> None:
    reached = [
        meaning_of(code, reason, said) for code, reason, said, _ in ANSWERS
    ]
    assert [row.sign for row in TABLE if row not in reached] == []
    for row in TABLE:
        assert row.means.endswith("."), row
        assert row.do.endswith((".", "PROJECT`.")), row


# -- what is assumed of Google ------------------------------------------------


OTHER = "second@making-time.example"


def tried(scene: Scene, *identities: str) -> list[Finding]:
    """The live checks, with two identities unless others are named."""
    return list(
        live_checks(
            scene.program.settings,
            scene.program.google(*(identities or (ADMIN, OTHER))),
            "",
        )
    )


def test_what_is_assumed_of_google_is_tried_and_leaves_nothing_behind(
    scene: Scene,
) -> None:
    """In the local workspace all of it is so; each has a row in the docs."""
    scene.provisioned()
    before = scene.space.store.db.execute(
        "SELECT count(*) FROM files"
    ).fetchone()[0]
    found = tried(scene)
    assert [(f.check, f.grade) for f in found] == [
        (words, Grade.OK) for words in WORDS
    ]
    ((folder, trashed),) = scene.space.store.db.execute(
        "SELECT id, trashed FROM files WHERE name LIKE '%live checks%' AND mime LIKE '%folder'"
    ).fetchall()
    assert trashed
    others = "SELECT count(*) FROM files WHERE parent IS NOT ? AND id != ?"
    assert (
        scene.space.store.db.execute(others, (folder, folder)).fetchone()[0]
        == before
    ), "all of it lies in there"
    page = (
        Path(__file__).parents[2] / "docs" / "google-assumptions.md"
    ).read_text(encoding="utf-8")
    assert [words for words in WORDS if f"*{words}*" not in page] == []


@pytest.mark.parametrize(
    ("otherwise", "words"),
    [
        ("published", {"a new form is unpublished"}),
        (
            "no feed",
            {"changes name who made them", "changes tell of edits by others"},
        ),
        (
            "no answer of the batch",
            {
                "a write tells how the tabs stand",
                "a box that is not ticked reads alike",
            },
        ),
        ("furnished", {"a new form holds nothing"}),
    ],
)
def test_what_is_otherwise_is_reported_with_what_the_tool_does_then(
    scene: Scene, otherwise: str, words: set[str]
) -> None:
    from sync.google.drive import Drive
    from sync.google.forms import Forms
    from sync.google.sheets import Sheets

    if otherwise == "published":
        get = Forms.get
        state = {"publishSettings": {"publishState": {"isPublished": True}}}
        scene.patch.setattr(
            Forms, "get", lambda self, form: get(self, form) | state
        )
    elif otherwise == "no feed":
        scene.patch.setattr(
            Drive, "changed", lambda _, token, *__: ({}, token)
        )
    elif otherwise == "furnished":
        scene.decide(new_forms="furnished")
    else:
        update = Sheets.update
        scene.patch.setattr(
            Sheets,
            "update",
            lambda self, sheet, requests, *_: update(self, sheet, requests),
        )
    told = [f for f in tried(scene) if f.grade is not Grade.OK]
    assert {f.check for f in told} == words
    assert all(f.grade is Grade.NOTE and f.remedy for f in told)


def test_what_a_domain_forbids_is_not_taken_for_an_assumption_that_is_wrong(
    scene: Scene,
) -> None:
    """And it is asked once: what builds on it says the same without another
    call.
    """
    scene.decide(share="domain")
    found = {f.check: f for f in tried(scene) if f.grade is not Grade.OK}
    assert set(found) == {
        "a responder is a permission",
        "a link fills in the pair",
    }
    for each in found.values():
        assert each.message.startswith(
            "It cannot be tried here: Google refused while sharing it (403)"
        )
        assert 'responders = ["domain:your.domain"]' in each.remedy
    refused = [
        c
        for c in scene.space.wire.calls
        if c["method"] == "drive.permissions.create" and c["code"] == 403
    ]
    assert len(refused) == 1


def test_the_form_is_opened_to_whom_the_programs_own_is_open(
    scene: Scene,
) -> None:
    scene.declare("form", responders="domain:making-time.example")
    scene.decide(share="domain")
    found = {
        f.check: f.message for f in tried(scene) if f.grade is not Grade.OK
    }
    assert list(found) == ["a link fills in the pair"]
    assert (
        "It cannot be tried here: the form opens only to who is signed in."
        in found["a link fills in the pair"]
    )


def test_without_a_second_identity_it_is_shown_how_to_try(
    scene: Scene,
) -> None:
    told = {
        f.check: f.message
        for f in tried(scene, ADMIN)
        if f.grade is not Grade.OK
    }
    assert set(told) == {
        "changes tell of edits by others",
        "an editor may insert rows but in Pairs",
    }
    assert all(
        "It cannot be tried here: it takes a second identity" in said
        for said in told.values()
    )


@pytest.mark.parametrize("stop", ["lost", "closed"])
def test_no_probe_is_left_by_a_lost_answer_or_by_somebody_who_stops(
    scene: Scene, stop: str
) -> None:
    if stop == "lost":
        scene.internal(
            "faults",
            kind="503",
            method="drive.files.create",
            applied=True,
            times=1,
        )
        examined(scene)
    else:

        @contextmanager
        def serve(_: Settings) -> Iterator[str]:
            yield scene.space.url

        looking = examine(
            scene.folder / "program.toml",
            serve,
            Path("/opt/making-time/bin/sync"),
        )
        while next(looking).check != "making a sheet":
            pass
        looking.close()  # type: ignore[attr-defined]
    probes = scene.space.store.db.execute(
        "SELECT trashed FROM files WHERE name LIKE '%probe%'"
    ).fetchall()
    assert probes
    assert all(trashed for (trashed,) in probes)
    _leaves_nothing(scene)


def test_districts_beyond_the_first_that_were_not_made_are_noticed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.admin.check_program.LOOKED_AT", 1)
    scene.program.provision()
    text = (scene.folder / "districts.csv").read_text(encoding="utf-8")
    scene.write(
        "districts.csv",
        text + "NOR,Northfield,,2026-08-31,2027-06-18,monthly,\n",
    )
    found = examined(scene)
    assert any(
        f.grade is Grade.WRONG
        and "Not made yet: the sheets of NOR." in f.message
        for f in found
    )
    scene.program.provision()
    assert not [
        f
        for f in examined(scene)
        if f.grade is Grade.WRONG or "not in districts.csv" in f.message
    ]


def test_whatever_comes_of_a_wrong_assumption_is_reported(
    scene: Scene,
) -> None:
    scene.patch.setattr(
        "sync.admin.live_forms.pair_link",
        lambda *_: "http://127.0.0.1:9/nothing",
    )
    scene.patch.setattr("sync.admin.live_trial.Trial.pair", lambda _: [][0])
    told = [f.check for f in tried(scene) if f.grade is Grade.NOTE]
    assert told == [
        "a link fills in the pair",
        "formulas show label, status and link",
        "formulas move with their cells",
    ]


def test_many_answers_are_warned_of_long_before_a_limit(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.admin import check_program
    from sync.admin.check_program import Things

    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    program.run()

    def limits() -> list[str]:
        found = program.does(lambda opened: list(Things(opened).all()))
        return [f.message for f in found if f.check == "limits"]

    assert limits() == []
    monkeypatch.setattr(check_program, "MANY_ANSWERS", 1)
    (said,) = limits()
    assert "1 answers; from 50,000 on" in said
