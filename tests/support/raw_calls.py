"""Calls to a workspace without the product's clients, and what only they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import requests

from tests.support.program import ADMIN, Program
from workspace.space import Workspace


def api(
    space: Workspace, verb: str, path: str, who: str = ADMIN, **more: Any
) -> requests.Response:
    """One bare call to a workspace."""
    headers = {"Authorization": f"Bearer {who}"} if who else {}
    return requests.request(
        verb, space.url + path, headers=headers, timeout=30, **more
    )


def public(space: Workspace, form: str) -> str:
    """Where a form's public page is; its id is another one than the form's."""
    address: str = space.forms.shelf.load(form)["responderUri"]
    return address.removesuffix("/viewform")


def shared_drive(
    program: Program, *members: str, readers: Sequence[str] = ()
) -> str:
    """Make a shared drive with members and readers, and name it as the folder
    in program.toml. Returns its id.
    """
    boss = "boss@school.example"
    made = api(
        program.space,
        "POST",
        "/drive/v3/drives?requestId=1",
        who=boss,
        json={"name": "Ours"},
    )
    drive: str = made.json()["id"]
    url = f"/drive/v3/files/{drive}/permissions?supportsAllDrives=true&sendNotificationEmail=false"
    for who in (*members, *readers):
        member = {
            "type": "user",
            "role": "fileOrganizer" if who in members else "reader",
            "emailAddress": who,
        }
        api(
            program.space, "POST", url, who=boss, json=member
        ).raise_for_status()
    file = program.folder / "program.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("[google]", f'[google]\nfolder = "{drive}"'),
        encoding="utf-8",
    )
    return drive
