"""Who may do what with a file, and the note that something changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from workspace.admin import Admin
from workspace.drive import FORM, RANK
from workspace.errors import Refusal
from workspace.identity import Caller
from workspace.store import Store, dumps, stamp

Body = dict[str, Any]
Query = Mapping[str, Any]
Grant = Mapping[str, Any] | sqlite3.Row


def missing(file_id: str) -> Refusal:
    """A file that is not there, or that the caller may not see: Drive does not
    tell the two apart.
    """
    message = f"File not found: {file_id}."
    return Refusal(404, message, "notFound", location="fileId")


class Access:
    """Files' rows, the roles that people have on them, and the feed of
    changes.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.admin = Admin(store)

    def rows(self, where: str = "1", *values: Any) -> list[sqlite3.Row]:
        """Files by an SQL condition of the code's own."""
        cursor = self.store.db.execute(
            f"SELECT * FROM files WHERE {where}",  # noqa: S608  (no one's text)
            values,
        )
        cursor.row_factory = sqlite3.Row
        found: list[sqlite3.Row] = cursor.fetchall()
        return found

    def row(self, file_id: str) -> sqlite3.Row | None:
        """A file's row, or None."""
        return next(iter(self.rows("id = ?", file_id)), None)

    def above(self, row: sqlite3.Row | None) -> Iterator[sqlite3.Row]:
        """A file and the folders that it lies in, upwards, to the root or the
        shared drive.
        """
        while row is not None:
            yield row
            row = self.row(row["parent"]) if row["parent"] else None

    def trashed(self, row: sqlite3.Row) -> bool:
        """Whether a file or a folder above it is in the trash."""
        return any(each["trashed"] for each in self.above(row))

    # -- roles ----------------------------------------------------------------

    def role(self, who: Caller, file_id: str) -> str:
        """The strongest editor-side role that somebody has on a file, its
        folders' included; empty for none.
        """
        row = self.row(file_id)
        if row is None or (who.limited and row["client"] != who.client):
            return ""
        best = ""
        for at in self.above(row):
            if at["owner"] and at["owner"] == who.address:
                return "owner"
            for grant in self.grants(at["id"]):
                if self.fits(grant, who.address) and RANK[
                    grant["role"]
                ] > RANK.get(best, 0):
                    best = grant["role"]
        return best

    def listed(self, who: Caller, row: sqlite3.Row) -> bool:
        """Whether a file shows in somebody's lists: it is theirs, or shared
        with them, not just open to any link.
        """
        if who.limited and row["client"] != who.client:
            return False
        return any(
            (at["owner"] and at["owner"] == who.address)
            or any(
                g["type"] in ("user", "group") and self.fits(g, who.address)
                for g in self.grants(at["id"])
            )
            for at in self.above(row)
        )

    def grants(self, file_id: str, view: str = "") -> list[sqlite3.Row]:
        """What is granted on a file itself: on the file, or on its published
        view.
        """
        cursor = self.store.db.execute(
            "SELECT * FROM permissions WHERE file = ? AND view = ? ORDER BY rowid",
            (file_id, view),
        )
        cursor.row_factory = sqlite3.Row
        found: list[sqlite3.Row] = cursor.fetchall()
        return found

    def fits(self, grant: Grant, address: str) -> bool:
        """Whether a grant is for somebody (empty: nobody signed in)."""
        if grant["type"] == "anyone":
            return True
        if grant["type"] == "domain":
            return address.endswith("@" + grant["address"])
        if grant["type"] == "group" and address:
            member = "SELECT 1 FROM groups WHERE address = ? AND member = ?"
            if self.store.db.execute(
                member, (grant["address"], address)
            ).fetchone():
                return True
        return bool(address) and bool(grant["address"] == address)

    def may_respond(self, address: str, form_id: str) -> bool:
        """Whether somebody (empty: nobody signed in) is let in by a permission
        of the published view.
        """
        return any(
            self.fits(g, address) for g in self.grants(form_id, "published")
        ) or (
            bool(address)
            and RANK.get(self.role(Caller(address), form_id), 0)
            >= RANK["writer"]
        )

    def need(
        self,
        who: Caller,
        file_id: str,
        role: str = "reader",
        query: Query | None = None,
    ) -> sqlite3.Row:
        """The file, if somebody's role on it is enough; a file that may not be
        seen does not exist.

        With ``query``, a file of a shared drive is there only for a call that
        says ``supportsAllDrives``.
        """
        row = self.row(file_id)
        have = self.role(who, file_id) if row is not None else ""
        if row is None or not have:
            raise missing(file_id)
        if (
            query is not None
            and row["drive"]
            and not query.get("supportsAllDrives")
        ):
            raise missing(file_id)
        if RANK[have] < RANK[role]:
            raise Refusal(
                403,
                "The user does not have sufficient permissions for this file.",
                "insufficientFilePermissions",
            )
        return row

    # -- changes --------------------------------------------------------------

    def lag(self, name: str) -> float:
        """One of Google's delays, in seconds: ``drive`` (edits in the feed),
        ``names`` (search by name).
        """
        return float(self.store.meta(f"lag.{name}") or 0)

    def touch(self, file_id: str, who: str) -> None:
        """Note that somebody changed a file's content: after Google's lag it
        shows in Drive.
        """
        now = self.store.now()
        due = stamp(now + timedelta(seconds=self.lag("drive")))
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO pending VALUES (?, ?, ?, ?)",
                (file_id, who, stamp(now), due),
            )
            self.settle()

    def settle(self) -> None:
        """Let what is due show: versions, times, and lines in the feed, one
        for all edits of a file.
        """
        now = stamp(self.store.now())
        with self.store.writing() as db:
            due = db.execute(
                "SELECT file, who, max(time), group_concat(DISTINCT who) FROM pending WHERE due <= ? GROUP BY file"
                " ORDER BY max(rowid)",
                (now,),
            ).fetchall()
            for file_id, who, time, all_of_them in due:
                db.execute(
                    "UPDATE files SET modified = ?, modified_by = ?, version = version + 1 WHERE id = ?",
                    (time, who, file_id),
                )
                self._feed(file_id, now, all_of_them)
            if due:
                db.execute("DELETE FROM pending WHERE due <= ?", (now,))

    def changed(self, file_id: str, by: str, content: bool = False) -> None:
        """Note at once that somebody made, renamed, moved, shared or trashed a
        file.
        """
        now = stamp(self.store.now())
        with self.store.writing() as db:
            if content:
                db.execute(
                    "UPDATE files SET modified = ?, modified_by = ? WHERE id = ?",
                    (now, by, file_id),
                )
            db.execute(
                "UPDATE files SET version = version + 1 WHERE id = ?",
                (file_id,),
            )
            self._feed(file_id, now, by)

    def _feed(
        self, file_id: str, time: str, by: str, removed: str = ""
    ) -> None:
        """A line of the feed: which file, and who did it (several with
        commas).
        """
        self.store.db.execute(
            "INSERT INTO changes (file, time, removed, who) VALUES (?, ?, ?, ?)",
            (file_id, time, removed, by),
        )

    def removed(self, row: sqlite3.Row, by: str) -> None:
        """Note that a file is removed, or shut to some, for those who could
        see it until now.
        """
        seen = [{"type": "user", "address": row["owner"], "role": "owner"}]
        for at in self.above(row):
            seen += [dict(g) for g in self.grants(at["id"])]
            seen += [{"type": "user", "address": at["owner"], "role": "owner"}]
        removed = {
            "seen": seen,
            "client": row["client"],
            "drive": row["drive"],
        }
        self._feed(row["id"], stamp(self.store.now()), by, dumps(removed))

    def could_see(self, removed: Mapping[str, Any], who: Caller) -> bool:
        """Whether somebody could see a file that is gone."""
        if who.limited and removed["client"] != who.client:
            return False
        return any(
            g["type"] in ("user", "group") and self.fits(g, who.address)
            for g in removed["seen"]
        )


def is_form(row: sqlite3.Row) -> bool:
    """Whether a file is a form: the only kind with a published view."""
    return bool(row["mime"] == FORM)


def owner_of(row: sqlite3.Row) -> Body:
    """The grant that owning a file is."""
    return {
        "id": permission_id(row["owner"]),
        "type": "user",
        "role": "owner",
        "address": row["owner"],
        "view": "",
    }


def of_file(
    access: Access, row: sqlite3.Row, inherited: bool = False
) -> list[Body]:
    """Who may open a file: its owner, what is granted on it, and what comes
    down from its folders.

    In a shared drive each says, in ``permissionDetails``, where it comes from.
    """
    found: dict[str, Body] = {}
    if row["owner"]:
        found[permission_id(row["owner"])] = permission(owner_of(row))
    for at in access.above(row):
        if (
            at["id"] != row["id"]
            and at["owner"]
            and at["owner"] != row["owner"]
        ):
            found.setdefault(
                permission_id(at["owner"]),
                permission(owner_of(at) | {"role": "writer"}),
            )
        for grant in access.grants(at["id"]):
            shown = permission(grant)
            if row["drive"] and inherited:
                comes = at["id"] != row["id"]
                detail = {
                    "permissionType": "member"
                    if at["id"] == at["drive"]
                    else "file",
                    "role": grant["role"],
                    "inherited": comes,
                }
                shown["permissionDetails"] = [
                    detail | ({"inheritedFrom": at["id"]} if comes else {})
                ]
            old = found.get(shown["id"])
            if old is None or RANK[shown["role"]] > RANK[old["role"]]:
                found[shown["id"]] = shown
    return list(found.values())


def permission_id(address: str) -> str:
    """The id of the permissions of an address: the same on every file."""
    return str(
        int.from_bytes(hashlib.sha256(address.encode()).digest()[:8], "big")
    ).zfill(20)


def permission(row: Mapping[str, Any] | sqlite3.Row) -> Body:
    """A Permission resource."""
    shown: Body = {
        "kind": "drive#permission",
        "id": row["id"],
        "type": row["type"],
        "role": row["role"],
    }
    if row["view"]:
        shown["view"] = row["view"]
    if row["type"] in ("user", "group"):
        shown["emailAddress"] = row["address"]
        shown["displayName"] = row["address"].split("@")[0]
        shown["deleted"] = False
        shown["pendingOwner"] = False
    elif row["type"] == "domain":
        shown["domain"] = row["address"]
        shown["displayName"] = row["address"]
        shown["allowFileDiscovery"] = False
    else:
        shown["allowFileDiscovery"] = False
    return shown
