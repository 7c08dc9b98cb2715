"""Drive's permissions: on a file, on a form's published view, and those that
come down from above.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from workspace.drive import RANK
from workspace.drive.access import (
    Access,
    is_form,
    of_file,
    owner_of,
    permission,
    permission_id,
)
from workspace.errors import Refusal, invalid, not_here
from workspace.identity import Caller

Body = dict[str, Any]
Query = Mapping[str, Any]
_SETTABLE = {
    "kind",
    "type",
    "role",
    "emailAddress",
    "domain",
    "view",
    "allowFileDiscovery",
}
_DOMAIN = r"[^@\s<>,;.]+(\.[^@\s<>,;.]+)+"
_ADDRESS = re.compile(rf"[^@\s<>,;]+@{_DOMAIN}")
_PLACE = {"user": _ADDRESS, "group": _ADDRESS, "domain": re.compile(_DOMAIN)}
_GRANTED = ("reader", "commenter", "writer", "fileOrganizer", "organizer")


class Permissions:
    """permissions.* of Drive."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.store = access.store

    def list(self, who: Caller, fileId: str, query: Query) -> Body:
        """permissions.list; those of the published view only when asked for."""
        row = self.access.need(who, fileId, "writer", query)
        grants = of_file(self.access, row, inherited=True)
        if query.get("includePermissionsForView") == "published":
            grants += [
                permission(g) for g in self.access.grants(fileId, "published")
            ]
        token = str(query.get("pageToken") or "0")
        if not re.fullmatch("[0-9]{1,9}", token):
            raise Refusal(400, "Invalid Value", "invalid")
        start = int(token)
        size = query.get("pageSize") or (
            100 if row["drive"] else max(len(grants), 1)
        )
        answer: Body = {
            "kind": "drive#permissionList",
            "permissions": grants[start : start + size],
        }
        if start + size < len(grants):
            answer["nextPageToken"] = str(start + size)
        return answer

    def get(
        self, who: Caller, fileId: str, permissionId: str, query: Query
    ) -> Body:
        """permissions.get."""
        row = self.access.need(who, fileId, "writer", query)
        grants = of_file(self.access, row, inherited=True) + [
            permission(g) for g in self.access.grants(fileId, "published")
        ]
        for grant in grants:
            if grant["id"] == permissionId:
                return grant
        raise _missing(permissionId)

    def create(
        self, who: Caller, fileId: str, body: Body, query: Query
    ) -> Body:
        """permissions.create for people, groups, domains and anyone, on a file
        or on its published view.
        """
        row = self._shareable(who, fileId, query)
        for name in set(body) - _SETTABLE:
            raise not_here(f"permissions.create with {name}")
        if body.get("allowFileDiscovery"):
            raise not_here("permissions.create with allowFileDiscovery")
        kind, role, view = (
            body.get("type"),
            body.get("role"),
            body.get("view", ""),
        )
        if kind not in ("user", "group", "domain", "anyone"):
            raise Refusal(
                400, "The permission type field is required.", "required"
            )
        if role not in (*_GRANTED, "owner", "publishedReader"):
            raise Refusal(
                400, "The permission role field is required.", "required"
            )
        if view and (view != "published" or not is_form(row)):
            raise Refusal(
                400,
                f"The view {view} cannot be used with this file.",
                "invalid",
            )
        if view and role not in ("reader", "publishedReader"):
            raise Refusal(
                400,
                "Only readers can be added to the published view.",
                "invalidSharingRequest",
            )
        _check_role(row, str(kind), str(role), view)
        address = (
            body.get("emailAddress")
            if kind in ("user", "group")
            else body.get("domain", "")
        )
        if kind != "anyone" and not address:
            name = "domain" if kind == "domain" else "emailAddress"
            raise Refusal(
                400, f"The permission {name} field is required.", "required"
            )
        if address and not _PLACE[kind].fullmatch(address):
            message = "The specified emailAddress is invalid or not applicable for the given permission type."
            raise Refusal(400, message, "invalidSharingRequest")
        if kind in ("domain", "anyone") and "sendNotificationEmail" in query:
            raise invalid(
                "sendNotificationEmail is not allowed for this type of permission."
            )
        address = (address or "").lower()
        self.access.admin.check_sharing(
            row["owner"] or who.address, str(kind), address, view
        )
        if role == "owner":
            return self._give(who, row, address, query)
        if kind == "user" and address == row["owner"] and not view:
            return permission(owner_of(row))
        made = {
            "id": "anyoneWithLink"
            if kind == "anyone"
            else permission_id(address),
            "type": kind,
            "role": "reader" if view else role,
            "address": address,
            "view": view,
        }
        for old in self.access.grants(fileId, view):
            if (
                old["id"] == made["id"]
                and RANK[old["role"]] >= RANK[str(made["role"])]
            ):
                return permission(old)
        with self.store.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO permissions VALUES (?, ?, ?, ?, ?, ?)",
                (fileId, *made.values()),
            )
            self.access.changed(fileId, who.address)
        return permission(made)

    def update(
        self,
        who: Caller,
        fileId: str,
        permissionId: str,
        body: Body,
        query: Query,
    ) -> Body:
        """permissions.update: another role; the role of owner hands a file
        over.
        """
        row = self._shareable(who, fileId, query)
        if set(body) - {"role"}:
            raise Refusal(
                403,
                "The resource body includes fields which are not directly writable.",
                "fieldNotWritable",
            )
        role = body.get("role")
        if role not in (*_GRANTED, "owner"):
            raise Refusal(
                400, "The permission role field is required.", "required"
            )
        for old in self.access.grants(fileId):
            if old["id"] == permissionId:
                _check_role(row, old["type"], str(role), "")
                if role == "owner":
                    return self._give(who, row, old["address"], query)
                with self.store.writing() as db:
                    db.execute(
                        "UPDATE permissions SET role = ? WHERE file = ? AND id = ? AND view = ''",
                        (role, fileId, permissionId),
                    )
                    self.access.changed(fileId, who.address)
                return permission(dict(old) | {"role": role})
        raise _missing(permissionId)

    def _shareable(
        self, who: Caller, file_id: str, query: Query
    ) -> sqlite3.Row:
        """The file, if somebody may share it: its writers may unless its owner
        has said that they cannot.
        """
        row = self.access.need(who, file_id, "writer", query)
        if row["drive"] == row["id"]:
            return self.access.need(who, file_id, "organizer", query)
        kept = (
            not json.loads(row["more"]).get("writersCanShare", True)
            and not row["drive"]
        )
        return self.access.need(who, file_id, "owner", query) if kept else row

    def _give(
        self, who: Caller, row: sqlite3.Row, address: str, query: Query
    ) -> Body:
        """Hand a file over: the old owner stays as a writer."""
        if not query.get("transferOwnership"):
            message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
            raise Refusal(403, message, "forbidden")
        self.access.need(who, row["id"], "owner")
        if query.get("sendNotificationEmail") is False:
            raise Refusal(
                400,
                "The sendNotificationEmail parameter must not be disabled for ownership transfers.",
                "invalidSharingRequest",
                location="sendNotificationEmail",
            )
        if address.partition("@")[2] != row["owner"].partition("@")[2]:
            raise Refusal(
                403,
                "Consent is required to transfer ownership of a file to another user.",
                "consentRequiredForOwnershipTransfer",
            )
        with self.store.writing() as db:
            db.execute(
                "UPDATE files SET owner = ? WHERE id = ?", (address, row["id"])
            )
            db.execute(
                "DELETE FROM permissions WHERE file = ? AND address = ? AND view = ''",
                (row["id"], address),
            )
            db.execute(
                "INSERT OR REPLACE INTO permissions VALUES (?, ?, 'user', 'writer', ?, '')",
                (row["id"], permission_id(row["owner"]), row["owner"]),
            )
            self.access.changed(row["id"], who.address)
        new = self.access.row(row["id"])
        assert new is not None
        return permission(owner_of(new))

    def delete(
        self, who: Caller, fileId: str, permissionId: str, query: Query
    ) -> None:
        """permissions.delete: what is granted here; what comes from above is
        taken away above.
        """
        row = self.access.need(who, fileId, query=query)
        if (
            RANK[self.access.role(who, fileId)] < RANK["writer"]
            and permission_id(who.address) != permissionId
        ):
            self._shareable(who, fileId, query)
        with self.store.writing() as db:
            self.access.removed(row, who.address)
            gone = db.execute(
                "DELETE FROM permissions WHERE file = ? AND id = ?",
                (fileId, permissionId),
            )
            if not gone.rowcount:
                above = of_file(self.access, row, inherited=True)
                if any(p["id"] == permissionId for p in above):
                    message = "The authenticated user cannot delete this permission: it is inherited, or the owner's."
                    raise Refusal(403, message, "cannotDeletePermission")
                raise _missing(permissionId)
            self.access.changed(fileId, who.address)


def _missing(permission_id: str) -> Refusal:
    return Refusal(404, f"Permission not found: {permission_id}.", "notFound")


def _check_role(row: sqlite3.Row, kind: str, role: str, view: str) -> None:
    if role in ("organizer", "fileOrganizer") and not row["drive"]:
        raise Refusal(
            403,
            f"The role {role} can only be used in shared drives.",
            "invalidSharingRequest",
        )
    if role == "organizer" and row["id"] != row["drive"]:
        raise Refusal(
            403,
            "Only a shared drive itself has organizers.",
            "invalidSharingRequest",
        )
    if role == "owner" and (row["drive"] or kind != "user" or view):
        raise Refusal(
            403,
            "Only a person can own a file, and files in a shared drive have no owner.",
            "invalidSharingRequest",
        )
