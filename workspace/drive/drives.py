"""Shared drives: they own their files, and their members come down to
everything in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workspace import fields as masks
from workspace.drive import FOLDER, RANK
from workspace.drive.access import Access, permission_id
from workspace.errors import Refusal, not_here
from workspace.identity import Caller
from workspace.store import stamp

Body = dict[str, Any]
Query = Mapping[str, Any]


class Drives:
    """drives.* of Drive: a shared drive is the folder that all its files lie
    under.
    """

    def __init__(self, access: Access) -> None:
        self.access = access
        self.store = access.store

    def create(self, who: Caller, body: Body, query: Query) -> Body:
        """drives.create: a requestId that was used is refused with 409, and
        consumer accounts with 403.
        """
        if set(body) - {"name"}:
            raise not_here(
                f"drives.create with {', '.join(sorted(set(body) - {'name'}))}"
            )
        if not body.get("name"):
            raise Refusal(400, "The name field is required.", "required")
        if who.address.endswith("@gmail.com"):
            raise Refusal(
                403,
                "The user cannot create new shared drives.",
                "userCannotCreateTeamDrives",
            )
        old = self.store.db.execute(
            "SELECT id FROM drives WHERE request = ?", (query["requestId"],)
        ).fetchone()
        if old:
            raise Refusal(
                409,
                "A shared drive with this request id was made already.",
                "duplicate",
            )
        drive_id, now = (
            "0A" + self.store.new_id(16)[1:] + "PVA",
            stamp(self.store.now()),
        )
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO drives VALUES (?, ?, ?, ?)",
                (drive_id, body["name"], now, query["requestId"]),
            )
            db.execute(
                "INSERT INTO files VALUES (?, ?, ?, NULL, '', ?, ?, ?, 1, 0, '{}', ?, ?, ?, '{}')",
                (
                    drive_id,
                    FOLDER,
                    body["name"],
                    now,
                    now,
                    who.address,
                    drive_id,
                    who.client,
                    now,
                ),
            )
            db.execute(
                "INSERT INTO permissions VALUES (?, ?, 'user', 'organizer', ?, '')",
                (drive_id, permission_id(who.address), who.address),
            )
        return self._drive(who, drive_id)

    def _drive(self, who: Caller, drive_id: str) -> Body:
        row = self.store.db.execute(
            "SELECT name, created FROM drives WHERE id = ?", (drive_id,)
        ).fetchone()
        role = self.access.role(who, drive_id) if row else ""
        if not role:
            raise Refusal(
                404, f"Shared drive not found: {drive_id}", "notFound"
            )
        rank = RANK[role]
        capabilities = {
            "canAddChildren": rank >= RANK["writer"],
            "canEdit": rank >= RANK["writer"],
            "canListChildren": True,
            "canManageMembers": rank >= RANK["organizer"],
            "canShare": rank >= RANK["organizer"],
            "canTrashChildren": rank >= RANK["fileOrganizer"],
            "canDeleteDrive": rank >= RANK["organizer"],
        }
        return {
            "kind": "drive#drive",
            "id": drive_id,
            "name": row[0],
            "createdTime": row[1],
            "hidden": False,
            "capabilities": capabilities,
        }

    def get(self, who: Caller, driveId: str, query: Query) -> Body:
        """drives.get."""
        del query
        return self._drive(who, driveId)

    def list(self, who: Caller, query: Query) -> Body:
        """drives.list: those that somebody is a member of."""
        if query.get("q") or query.get("useDomainAdminAccess"):
            raise not_here("drives.list with q or useDomainAdminAccess")
        ids = [
            r[0]
            for r in self.store.db.execute(
                "SELECT id FROM drives ORDER BY name, id"
            )
        ]
        return {
            "kind": "drive#driveList",
            "drives": [
                self._drive(who, i) for i in ids if self.access.role(who, i)
            ],
        }

    def update(
        self, who: Caller, driveId: str, body: Body, query: Query
    ) -> Body:
        """drives.update: another name."""
        del query
        self._drive(who, driveId)
        if set(body) - {"name"}:
            raise not_here(
                f"drives.update with {', '.join(sorted(set(body) - {'name'}))}"
            )
        self.access.need(who, driveId, "organizer")
        with self.store.writing() as db:
            db.execute(
                "UPDATE drives SET name = ? WHERE id = ?",
                (body["name"], driveId),
            )
            db.execute(
                "UPDATE files SET name = ? WHERE id = ?",
                (body["name"], driveId),
            )
        return self._drive(who, driveId)

    def delete(self, who: Caller, driveId: str, query: Query) -> None:
        """drives.delete: only an empty one."""
        del query
        self._drive(who, driveId)
        self.access.need(who, driveId, "organizer")
        if self.access.rows("drive = ? AND id <> ?", driveId, driveId):
            raise Refusal(
                403,
                "The shared drive is not empty.",
                "cannotDeleteNonEmptyTeamDrive",
            )
        with self.store.writing() as db:
            db.execute("DELETE FROM drives WHERE id = ?", (driveId,))
            db.execute("DELETE FROM files WHERE id = ?", (driveId,))
            db.execute("DELETE FROM permissions WHERE file = ?", (driveId,))


def about(who: Caller, query: Query) -> Body:
    """about.get: who calls, and that a service account has no storage."""
    if not query.get("fields"):
        raise Refusal(
            400,
            "The 'fields' parameter is required for this method.",
            "required",
        )
    me = {
        "kind": "drive#user",
        "emailAddress": who.address,
        "displayName": who.address.split("@")[0],
        "me": True,
        "permissionId": permission_id(who.address),
    }
    quota = {
        "limit": "0" if who.service else str(15 * 2**30),
        "usage": "0",
        "usageInDrive": "0",
        "usageInDriveTrash": "0",
    }
    workspace_account = not who.service and not who.address.endswith(
        "@gmail.com"
    )
    answer: Body = {
        "kind": "drive#about",
        "user": me,
        "storageQuota": quota,
        "canCreateDrives": workspace_account,
    }
    for name in masks.parse(query["fields"]):
        if name != "*" and name not in answer:
            raise not_here(f"about.get with {name}")
    return answer
