"""Every way of being somebody: key files, delegation, a person's consent; each
provisions and runs, and says what is wrong.
"""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from sync.admin.plan import Deed
from sync.admin.provision import plan, provision
from sync.errors import Refused
from sync.google.calls import Pace
from sync.program.opened import Opened, clients
from sync.run.one_run import run
from sync.state.store import opened
from tests.support.command import SYNC, sync
from tests.support.program import TODAY, write_program
from tests.support.scene import BOSS, POOL, ROBOT, SCOPE, SECOND, Scene
from workspace.server import serving
from workspace.space import Workspace

pytestmark = pytest.mark.whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_program(tmp_path / "program")
    return tmp_path / "program"


@pytest.fixture
def space(folder: Path) -> Iterator[Workspace]:
    with serving(folder / "workspace.sqlite", control=True) as served:
        yield served


def internal(space: Workspace, what: str, **body: Any) -> Any:
    answer = requests.post(
        f"{space.url}/_internal/{what}", json=body, timeout=30
    )
    answer.raise_for_status()
    return answer.json()


def declare(home: Path, **google: str) -> None:
    file = home / "program.toml"
    lines = "".join(f'{name} = "{value}"\n' for name, value in google.items())
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            'endpoint = "local"\n', f'endpoint = "local"\n{lines}'
        ),
        encoding="utf-8",
    )


def works(folder: Path, space: Workspace, who: str) -> None:
    """The identity makes the whole program, and runs it."""
    made = sync(folder, "provision")
    assert made.returncode == 0, made.stderr
    space.wire.calls.clear()
    run = sync(folder, "run", "--as-of", "2026-11-23")
    assert run.returncode == 0, run.stderr
    assert {c.get("who") for c in space.wire.calls} == {who}
    assert all(c["code"] == 200 for c in space.wire.calls)


def test_a_service_account_works_in_a_shared_drive(
    folder: Path, space: Workspace
) -> None:
    (folder / "key.json").write_text(
        json.dumps(internal(space, "service-accounts", email=ROBOT)),
        encoding="utf-8",
    )
    who = {"Authorization": f"Bearer {BOSS}"}
    drive = requests.post(
        f"{space.url}/drive/v3/drives?requestId=1",
        json={"name": "Ours"},
        headers=who,
        timeout=10,
    ).json()["id"]
    member = {"type": "user", "role": "fileOrganizer", "emailAddress": ROBOT}
    url = f"{space.url}/drive/v3/files/{drive}/permissions?supportsAllDrives=true&sendNotificationEmail=false"
    requests.post(url, json=member, headers=who, timeout=10).raise_for_status()
    declare(folder, credentials="key.json")
    nowhere = sync(folder, "provision")
    assert (
        nowhere.returncode,
        "Service Accounts do not have storage quota" in nowhere.stderr,
    ) == (6, True), nowhere.stderr
    declare(folder, folder=drive)
    works(folder, space, ROBOT)


def test_a_service_account_acts_for_a_person_of_the_domain(
    folder: Path, space: Workspace
) -> None:
    (folder / "key.json").write_text(
        json.dumps(internal(space, "service-accounts", email=ROBOT)),
        encoding="utf-8",
    )
    declare(folder, credentials="key.json", act_as=BOSS)
    refused = sync(folder, "provision")
    assert (
        refused.returncode,
        "Domain-wide delegation" in refused.stderr,
    ) == (
        6,
        True,
    ), refused.stderr
    internal(
        space,
        "delegations",
        email=ROBOT,
        scopes=["https://www.googleapis.com/auth/drive.file"],
    )
    works(folder, space, BOSS)


def consenting(
    space: Workspace, login: subprocess.Popen[str], answer: str
) -> tuple[str, str, int]:
    """A person follows the address that ``sync login`` names, in a browser,
    and presses a button.
    """
    assert login.stdout
    said = ""
    while "/o/oauth2/auth?" not in said:
        line = login.stdout.readline()
        assert line, login.communicate()
        said += line
    address = next(
        line for line in said.splitlines() if line.startswith("http")
    )
    with requests.Session() as browser:
        browser.post(
            f"{space.url}/signin", data={"who": BOSS, "back": "/"}, timeout=10
        )
        assert (
            "wants to access your account"
            in browser.get(address, timeout=10).text
        )
        browser.post(
            f"{space.url}/o/oauth2/auth/decision",
            data={"query": urlsplit(address).query, answer: "1"},
            timeout=10,
        )
    rest, errors = login.communicate(timeout=30)
    return said + rest, errors, login.returncode


def logging_in(folder: Path) -> subprocess.Popen[str]:
    env = {
        **os.environ,
        "OAUTHLIB_INSECURE_TRANSPORT": "1",
        "XDG_CONFIG_HOME": str(folder.parent / "config"),
        "PYTHONUNBUFFERED": "1",
        "DISPLAY": "",
    }
    return subprocess.Popen(
        [SYNC, "login"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=env,
    )


def test_a_person_consents_and_the_tool_acts_as_them(
    folder: Path, space: Workspace
) -> None:
    (folder / "client.json").write_text(
        json.dumps(internal(space, "clients", name="Making Time")),
        encoding="utf-8",
    )
    declare(folder, credentials="login", client="client.json")
    early = sync(folder, "provision")
    assert (early.returncode, "Run `sync login`" in early.stderr) == (
        6,
        True,
    ), early.stderr
    said, errors, code = consenting(space, logging_in(folder), "allow")
    assert (code, errors) == (0, ""), errors
    assert "There is no browser on this machine" in said
    assert re.search(r"ssh -L (\d+):localhost:\1 THIS-MACHINE", said)
    assert f"Logged in as {BOSS}." in said
    assert "ends it after seven days" in said
    (token,) = (folder.parent / "config").rglob("login-*.json")
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    secret = json.loads(token.read_text(encoding="utf-8"))["refresh_token"]
    assert secret not in said
    works(folder, space, BOSS)
    assert secret not in "".join(
        p.read_text("utf-8", "replace") for p in folder.glob("state.*")
    )
    requests.post(
        f"{space.url}/revoke", data={"token": secret}, timeout=10
    ).raise_for_status()
    ended = sync(folder, "run")
    assert (
        ended.returncode,
        "The consent has run out or was revoked. Run `sync login` again"
        in ended.stderr,
    ) == (
        6,
        True,
    ), ended.stderr


def test_a_consent_that_is_not_given_keeps_nothing(
    folder: Path, space: Workspace
) -> None:
    (folder / "client.json").write_text(
        json.dumps(internal(space, "clients", name="Making Time")),
        encoding="utf-8",
    )
    declare(folder, credentials="login", client="client.json")
    _, errors, code = consenting(space, logging_in(folder), "cancel")
    assert (code, "Nobody consented in the browser" in errors) == (5, True), (
        errors
    )
    assert list((folder.parent / "config").rglob("login-*")) == []


@pytest.mark.parametrize(
    ("file", "google", "said"),
    [
        (
            "",
            {"credentials": "key.json"},
            "key.json cannot be read (No such file or directory)",
        ),
        (
            "no json",
            {"credentials": "key.json"},
            "key.json is not a key file: it is no JSON",
        ),
        (
            "{}",
            {"credentials": "key.json"},
            "is not a key file of Google's (its type is 'missing')",
        ),
        (
            '{"installed": {}}',
            {"credentials": "key.json"},
            "is the file of an OAuth client, not of an identity",
        ),
        (
            '{"type": "service_account"}',
            {"credentials": "key.json"},
            "something is missing from it or was changed",
        ),
        (
            '{"type": "authorized_user"}',
            {"credentials": "key.json"},
            "something is missing from it or was changed",
        ),
        (
            '{"type": "external_account"}',
            {"credentials": "key.json"},
            "something is missing from it or was changed",
        ),
        (
            '{"type": "authorized_user", "refresh_token": "a", "client_id": "b", "client_secret": "c"}',
            {"credentials": "key.json", "act_as": "a@b.example"},
            "act_as needs a service account's key file",
        ),
    ],
)
def test_what_is_wrong_with_a_key_file_is_named(
    folder: Path,
    space: Workspace,
    file: str,
    google: dict[str, str],
    said: str,
) -> None:
    del space
    if file:
        (folder / "key.json").write_text(file, encoding="utf-8")
    declare(folder, **google)
    done = sync(folder, "provision")
    assert (done.returncode, said in done.stderr) == (6, True), done.stderr


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (
            "the account is gone",
            "This service account does not exist any more",
        ),
        ("the key was replaced", "This key is not valid any more"),
        (
            "the machine's clock is wrong",
            "This machine's clock is wrong by minutes",
        ),
        ("the client is gone", "The OAuth client does not exist any more"),
        ("another scope", "are not allowed to these credentials"),
    ],
)
def test_why_there_is_no_token_is_shown_in_words(
    folder: Path,
    space: Workspace,
    what: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each refusal of the token endpoint, made for real."""
    from contextlib import closing

    from google.auth import _helpers

    from sync.errors import GoogleError
    from sync.google.accounts import Account
    from sync.google.calls import Pace
    from sync.google.connect import connect
    from sync.state.quota_ledger import Ledger
    from sync.state.store import State

    key = internal(space, "service-accounts", email=ROBOT)
    if what == "the account is gone":
        space.store.db.execute("DELETE FROM accounts")
    elif what == "the key was replaced":
        internal(space, "service-accounts", email=ROBOT)
    elif what == "the machine's clock is wrong":
        now = _helpers.utcnow()  # type: ignore[no-untyped-call]
        monkeypatch.setattr(
            _helpers, "utcnow", lambda: now - timedelta(hours=2)
        )
    elif what == "the client is gone":
        client = internal(space, "clients", name="Making Time")["installed"]
        key = {"type": "authorized_user", "refresh_token": "1//x", **client}
        space.store.db.execute("DELETE FROM clients")
    elif what == "another scope":
        monkeypatch.setattr(
            "sync.google.accounts._SCOPE",
            "https://www.googleapis.com/auth/no-such-",
        )
    (folder / "key.json").write_text(json.dumps(key), encoding="utf-8")
    with closing(State(Path(":memory:"))) as state:
        google = connect(
            Account(folder, ("key.json",)),
            lambda who: Pace(Ledger(state.db), who),
            space.url,
        )
        with (
            closing(google),
            pytest.raises(GoogleError, match=said) as refused,
        ):
            google.drive.whoami()
        assert refused.value.exit_code == 6


# -- every other way of being somebody ----------------------------------------


def machines(scene: Scene) -> str:
    """Application default credentials: what GOOGLE_APPLICATION_CREDENTIALS
    names.
    """
    scene.person()
    scene.declare(credentials="application-default")
    scene.patch.setattr(
        "google.oauth2.credentials._GOOGLE_OAUTH2_TOKEN_ENDPOINT",
        f"{scene.space.url}/token",
    )
    scene.patch.setenv(
        "GOOGLE_APPLICATION_CREDENTIALS", str(scene.folder / "token.json")
    )
    return BOSS


def a_key_of_a_person(scene: Scene) -> str:
    scene.person()
    return BOSS


def impersonation(scene: Scene) -> str:
    """Acting as a service account without its key."""
    scene.impersonating(ROBOT)
    scene.shared_drive(member=SECOND)
    scene.declare(impersonate=SECOND)
    return SECOND


def keyless_delegation(scene: Scene) -> str:
    """Acting as a service account without its key, for a person of the domain."""
    scene.impersonating(ROBOT)
    scene.internal("delegations", email=SECOND, scopes=[f"{SCOPE}drive.file"])
    scene.declare(impersonate=SECOND, act_as=BOSS)
    return BOSS


def workload_identity(scene: Scene) -> str:
    """A machine of elsewhere, believed by its own token, which acts as a
    service account.
    """
    scene.internal("service-accounts", email=ROBOT)
    scene.internal(
        "token-creators", email=ROBOT, members=["principal://ours/github"]
    )
    scene.workload(POOL, "good")
    scene.shared_drive()
    return ROBOT


def several(scene: Scene, member: bool = True) -> str:
    """Two keys: the first makes everything, both write."""
    scene.key()
    scene.shared_drive()
    scene.write(
        "second.json",
        json.dumps(scene.internal("service-accounts", email=SECOND)),
    )
    scene.declare(credentials=["key.json", "second.json"])
    if member:
        scene.member(SECOND)
    return ROBOT


@pytest.mark.parametrize(
    "kind",
    [
        machines,
        a_key_of_a_person,
        impersonation,
        keyless_delegation,
        workload_identity,
        several,
    ],
    ids=lambda kind: kind.__name__,
)
def test_each_kind_of_identity_provisions_and_runs(
    scene: Scene, kind: Callable[[Scene], str]
) -> None:
    who = kind(scene)
    settings = scene.program.settings
    scene.space.wire.calls.clear()
    with (
        opened(settings.state) as state,
        closing(state.ledger()) as ledger,
        closing(
            clients(settings, partial(Pace, ledger), scene.space.url)
        ) as google,
    ):
        opened_ = Opened(settings, google, state)
        made = provision(opened_).of(Deed.MAKE)
        assert made[-6::5] == [
            "Mentoring: log a meeting",
            "Westbrook: mentoring 2026-27",
        ]
        assert not plan(opened_).changes
        assert run(opened_, TODAY).changed == {"WES"}
        assert not run(opened_, TODAY).changed
    calls = scene.space.wire.calls
    assert {c["code"] for c in calls} == {200}
    work = [
        c for c in calls if c["method"] != "drive.about.get"
    ]  # each is asked who it is
    assert {c["who"] for c in work} == {who}, (
        "the second one begins where the first one's quota ends"
    )


def test_a_second_identity_must_be_let_into_a_shared_drive_by_its_managers(
    scene: Scene,
) -> None:
    several(scene, member=False)
    settings = scene.program.settings
    with (
        opened(settings.state) as state,
        closing(state.ledger()) as ledger,
        closing(
            clients(settings, partial(Pace, ledger), scene.space.url)
        ) as google,
        pytest.raises(
            Refused,
            match=f"{SECOND} cannot write in the shared drive “Ours”. Add them there as Content",
        ),
    ):
        provision(Opened(settings, google, state))
