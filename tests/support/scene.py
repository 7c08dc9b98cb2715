"""A program in a workspace, the identities that it may have, and what
administrators and owners do to it.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.program import ADMIN, Program, rebase
from workspace.space import Workspace

ROBOT = "robot@our-project.iam.gserviceaccount.com"
SECOND = "second@our-project.iam.gserviceaccount.com"
BOSS = "boss@school.example"
SCOPE = "https://www.googleapis.com/auth/"
POOL = "//iam/pools/ours/providers/github"


@dataclass
class Scene:
    """A program in a workspace, and what happens to it."""

    program: Program
    patch: pytest.MonkeyPatch
    stack: ExitStack
    made: Path

    def provisioned(self) -> None:
        """Provision the program: from a copy of one that was, where nothing of
        it is declared otherwise.
        """
        texts = [
            (folder / "program.toml").read_text(encoding="utf-8")
            for folder in (self.folder, self.made)
        ]
        if (
            texts[0] != texts[1]
            or self.program.identities != (ADMIN,)
            or self.program.settings.lock_path.exists()
        ):
            self.program.provision()
            return
        with closing(
            sqlite3.connect(self.made / "workspace.sqlite")
        ) as source:
            source.backup(self.space.store.db)
        self.space.desk.forget()
        for name in ("program.lock.toml", "state.sqlite"):
            shutil.copy(self.made / name, self.folder / name)
        rebase(self.folder, self.space)
        self.space.store.set_meta("url", self.space.url)
        self.program.provision()  # links lead to where this workspace is served

    @property
    def folder(self) -> Path:
        return self.program.folder

    @property
    def space(self) -> Workspace:
        return self.program.space

    def internal(self, what: str, **body: Any) -> Any:
        answer = requests.post(
            f"{self.space.url}/_internal/{what}", json=body, timeout=30
        )
        answer.raise_for_status()
        return answer.json()

    def ask(self, who: str, verb: str, path: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {who}"}
        answer = requests.request(
            verb,
            f"{self.space.url}/drive/v3/{path}",
            json=body,
            headers=headers,
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def declare(self, part: str = "google", **said: str | list[str]) -> None:
        """Write keys into a part of program.toml; one that is there already is
        replaced.
        """
        file = self.folder / "program.toml"
        text = file.read_text(encoding="utf-8")
        for name, value in said.items():
            line = f"{name} = {json.dumps(value)}\n"
            head = f"[{part}]\n"
            text = re.sub(rf"(?m)^{name} = .*\n", "", text)
            text = (
                text.replace(head, head + line)
                if head in text
                else f"{text}{head}{line}"
            )
        file.write_text(text, encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / name).chmod(0o600)

    def key(self, **changed: Any) -> dict[str, Any]:
        """A service account of one's own, by its key."""
        key: dict[str, Any] = self.internal("service-accounts", email=ROBOT)
        self.write("key.json", json.dumps(key | changed))
        self.declare(credentials="key.json")
        return key

    def shared_drive(
        self, role: str = "fileOrganizer", member: str = ROBOT
    ) -> str:
        """A shared drive with a service account as its member."""
        drive: str = self.ask(BOSS, "POST", "drives?requestId=1", name="Ours")[
            "id"
        ]
        self.declare(folder=drive)
        self.member(member, role)
        return drive

    def member(self, who: str, role: str = "fileOrganizer") -> None:
        """Somebody more in the shared drive."""
        drive = self.program.settings.file.google.folder
        path = f"files/{drive}/permissions?supportsAllDrives=true&sendNotificationEmail=false"
        self.ask(BOSS, "POST", path, type="user", role=role, emailAddress=who)

    def person(self, **changed: Any) -> dict[str, Any]:
        """A person's consent, as ``sync login`` keeps it."""
        client = self.internal("clients", name="Making Time")["installed"]
        self.write("client.json", json.dumps({"installed": client}))
        token = self.space.identities._give(
            "refresh", BOSS, client["client_id"], f"{SCOPE}drive.file", None
        )
        self.write(
            "token.json",
            json.dumps(
                {
                    "type": "authorized_user",
                    "refresh_token": token,
                    **client,
                    **changed,
                }
            ),
        )
        self.declare(credentials="token.json")
        return {"token": token, **client}

    def decide(self, **what: Any) -> None:
        self.internal("admin", **what)

    def impersonating(self, *members: str) -> None:
        """A second service account, and who may act as it; the first has a
        key. IAM is the workspace's.
        """
        from google.auth import iam, impersonated_credentials

        here = f"{self.space.url}/iam/v1/projects/-/serviceAccounts/{{}}"
        self.patch.setattr(iam, "_IAM_ENDPOINT", f"{here}:generateAccessToken")
        self.patch.setattr(iam, "_IAM_SIGNJWT_ENDPOINT", f"{here}:signJwt")
        self.patch.setattr(
            impersonated_credentials,
            "_GOOGLE_OAUTH2_TOKEN_ENDPOINT",
            f"{self.space.url}/token",
        )
        self.key()
        self.internal("service-accounts", email=SECOND)
        self.internal("token-creators", email=SECOND, members=list(members))

    def workload(self, audience: str, token: str) -> None:
        """A machine of elsewhere, which has a token of its own and no key."""
        self.write("subject.txt", token)
        self.internal(
            "pools", audience=POOL, tokens={"good": "principal://ours/github"}
        )
        self.write(
            "key.json",
            json.dumps(
                {
                    "type": "external_account",
                    "audience": audience,
                    "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
                    "token_url": f"{self.space.url}/sts/v1/token",
                    "credential_source": {
                        "file": str(self.folder / "subject.txt")
                    },
                    "service_account_impersonation_url": f"{self.space.url}/iam/v1/projects/-/serviceAccounts/{ROBOT}:generateAccessToken",
                }
            ),
        )
        self.declare(credentials="key.json")
