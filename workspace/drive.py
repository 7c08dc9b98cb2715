"""Drive v3: files, folders, who may see them, and what changed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from workspace.errors import Refusal, invalid, not_here
from workspace.store import Store, dumps, stamp

FOLDER = "application/vnd.google-apps.folder"
FORM = "application/vnd.google-apps.form"
SHEET = "application/vnd.google-apps.spreadsheet"
RANK = {
    "reader": 1,
    "publishedReader": 1,
    "commenter": 2,
    "writer": 3,
    "fileOrganizer": 4,
    "organizer": 5,
    "owner": 6,
}

Query = Mapping[str, Any]


class Drive:
    """The files of a store. ``made`` and ``url`` let the other services fill a new file and name its page."""

    def __init__(self, store: Store, url: Callable[[], str]) -> None:
        self.store = store
        self.url = url
        self.made: dict[str, Callable[[str, str], None]] = {}

    # -- access -------------------------------------------------------------------------------------------

    def row(self, file_id: str) -> sqlite3.Row | None:
        """A file's row, or None."""
        cursor = self.store.db.execute("SELECT * FROM files WHERE id = ?", (file_id,))
        cursor.row_factory = sqlite3.Row
        found: sqlite3.Row | None = cursor.fetchone()
        return found

    def role(self, who: str, file_id: str) -> str:
        """The strongest editor-side role that somebody has on a file, its folders' included; empty for none."""
        best, at = "", self.row(file_id)
        while at is not None:
            if at["owner"] == who:
                return "owner"
            for row in self._grants(at["id"], view=""):
                if _fits(row, who) and RANK[row["role"]] > RANK.get(best, 0):
                    best = row["role"]
            at = self.row(at["parent"]) if at["parent"] else None
        return best

    def may_respond(self, who: str, form_id: str) -> bool:
        """Whether somebody (empty: nobody signed in) is let in by a permission of the published view."""
        return any(_fits(row, who) for row in self._grants(form_id, view="published")) or (
            bool(who) and RANK.get(self.role(who, form_id), 0) >= RANK["writer"]
        )

    def _grants(self, file_id: str, view: str | None) -> list[sqlite3.Row]:
        cursor = self.store.db.execute("SELECT * FROM permissions WHERE file = ? ORDER BY rowid", (file_id,))
        cursor.row_factory = sqlite3.Row
        return [row for row in cursor.fetchall() if view is None or row["view"] == view]

    def need(self, who: str, file_id: str, role: str = "reader") -> sqlite3.Row:
        """The file, if somebody's role on it is enough; a file that may not be seen does not exist."""
        row = self.row(file_id)
        have = self.role(who, file_id) if row is not None else ""
        if row is None or not have:
            raise Refusal(404, f"File not found: {file_id}.", "notFound")
        if RANK[have] < RANK[role]:
            raise Refusal(
                403,
                "The user does not have sufficient permissions for this file.",
                "insufficientFilePermissions",
            )
        return row

    def touch(self, file_id: str, who: str) -> None:
        """Note that somebody changed a file: its version, its time, and a line in the feed of changes."""
        now = stamp(self.store.now())
        with self.store.writing() as db:
            db.execute(
                "UPDATE files SET modified = ?, modified_by = ?, version = version + 1 WHERE id = ?",
                (now, who, file_id),
            )
            self._changed(file_id)

    def _changed(self, file_id: str) -> None:
        self.store.db.execute("INSERT INTO changes (file, time) VALUES (?, ?)", (file_id, stamp(self.store.now())))

    # -- files --------------------------------------------------------------------------------------------

    def create(self, who: str, body: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """files.create without media: a folder, a form or a spreadsheet."""
        mime = body.get("mimeType", "")
        if mime not in (FOLDER, *self.made):
            raise not_here(f"files of the type {mime or 'application/octet-stream'}")
        for name in set(body) - {"name", "mimeType", "parents", "appProperties", "description"}:
            raise not_here(f"files.create with {name}")
        _check_properties(body.get("appProperties") or {})
        parents = body.get("parents") or []
        if len(parents) > 1:
            raise Refusal(400, "A file cannot have more than one parent.", "invalidMultipleParents")
        for parent in parents:
            self.need(who, parent, "writer")
        file_id, now = self.store.new_id(), stamp(self.store.now())
        name = body.get("name") or ("Untitled form" if mime == FORM else "Untitled")
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, ?)",
                (
                    file_id,
                    mime,
                    name,
                    parents[0] if parents else None,
                    who,
                    now,
                    now,
                    who,
                    dumps(body.get("appProperties") or {}),
                ),
            )
            self._changed(file_id)
            if mime in self.made:
                self.made[mime](file_id, name)
        return self.file(who, file_id)

    def get(self, who: str, fileId: str, **_: Any) -> dict[str, Any]:
        """files.get, metadata alone."""
        self.need(who, fileId)
        return self.file(who, fileId)

    def update(self, who: str, fileId: str, body: Mapping[str, Any], query: Query) -> dict[str, Any]:
        """files.update: rename, move, trash, appProperties."""
        row = self.need(who, fileId, "writer")
        for name in set(body) - {"name", "trashed", "appProperties"}:
            raise not_here(f"files.update with {name}")
        parent = row["parent"]
        if "removeParents" in query and parent in query["removeParents"].split(","):
            parent = None
        if "addParents" in query:
            self.need(who, query["addParents"], "writer")
            if parent:
                raise Refusal(400, "Increasing the number of parents is not allowed", "cannotAddParent")
            parent = query["addParents"]
        properties = json.loads(row["app_properties"])
        _check_properties(body.get("appProperties") or {})
        for name, value in (body.get("appProperties") or {}).items():
            if value is None:
                properties.pop(name, None)
            else:
                properties[name] = value
        with self.store.writing() as db:
            db.execute(
                "UPDATE files SET name = ?, trashed = ?, parent = ?, app_properties = ? WHERE id = ?",
                (
                    body.get("name", row["name"]),
                    int(body.get("trashed", row["trashed"])),
                    parent,
                    dumps(properties),
                    fileId,
                ),
            )
            self.touch(fileId, who)
        return self.file(who, fileId)

    def find(self, who: str, query: Query) -> dict[str, Any]:
        """files.list with the everyday part of ``q``."""
        tests = [_clause(c) for c in _clauses(query.get("q", ""))]
        cursor = self.store.db.execute("SELECT * FROM files ORDER BY modified DESC, rowid DESC")
        cursor.row_factory = sqlite3.Row
        if query.get("orderBy", "") not in ("", "modifiedTime desc"):
            raise not_here(f"files.list with orderBy={query['orderBy']}")
        found = [r for r in cursor.fetchall() if all(t(r) for t in tests) and self.role(who, r["id"])]
        start, size = int(query.get("pageToken") or 0), int(query.get("pageSize") or 100)
        answer = {
            "kind": "drive#fileList",
            "incompleteSearch": False,
            "files": [self.file(who, r["id"]) for r in found[start : start + size]],
        }
        if start + size < len(found):
            answer["nextPageToken"] = str(start + size)
        return answer

    def file(self, who: str, file_id: str) -> dict[str, Any]:
        """A File resource as this caller sees it."""
        row = self.row(file_id)
        assert row is not None
        at = "/forms/d/%s/edit" if row["mime"] == FORM else "/spreadsheets/d/%s/edit"
        file = {
            "kind": "drive#file",
            "id": row["id"],
            "name": row["name"],
            "mimeType": row["mime"],
            "trashed": bool(row["trashed"]),
            "explicitlyTrashed": bool(row["trashed"]),
            "version": str(row["version"]),
            "createdTime": row["created"],
            "modifiedTime": row["modified"],
            "owners": [_user(row["owner"], who)],
            "ownedByMe": row["owner"] == who,
            "lastModifyingUser": _user(row["modified_by"], who),
            "modifiedByMe": row["modified_by"] == who,
            "webViewLink": self.url() + (f"/#{row['id']}" if row["mime"] == FOLDER else at % row["id"]),
            "permissions": [_permission(p) for p in self._all_grants(row)],
        }
        if row["parent"]:
            file["parents"] = [row["parent"]]
        if properties := json.loads(row["app_properties"]):
            file["appProperties"] = properties
        return file

    # -- permissions --------------------------------------------------------------------------------------

    def _all_grants(self, row: sqlite3.Row) -> list[Mapping[str, Any]]:
        owner = {
            "id": _permission_id(row["owner"]),
            "type": "user",
            "role": "owner",
            "address": row["owner"],
            "view": "",
        }
        return [owner, *(dict(r) for r in self._grants(row["id"], view=""))]

    def permissions_list(self, who: str, fileId: str, query: Query) -> dict[str, Any]:
        """permissions.list; those of the published view only when asked for."""
        row = self.need(who, fileId)
        grants = self._all_grants(row)
        if query.get("includePermissionsForView") == "published":
            grants += [dict(r) for r in self._grants(fileId, view="published")]
        return {"kind": "drive#permissionList", "permissions": [_permission(g) for g in grants]}

    def permissions_create(self, who: str, fileId: str, body: Mapping[str, Any], query: Query) -> dict[str, Any]:
        """permissions.create for people, groups, domains and anyone, on a file or on its published view."""
        row = self.need(who, fileId, "writer")
        kind, role, view = body.get("type"), body.get("role"), body.get("view", "")
        if kind not in ("user", "group", "domain", "anyone"):
            raise Refusal(400, "The permission type field is required.", "required")
        if role not in RANK or role == "owner":
            raise Refusal(400, "The permission role field is required.", "required")
        if view and (view != "published" or row["mime"] != FORM):
            raise Refusal(400, f"The view {view} cannot be used with this file.", "invalid")
        if view and role not in ("reader", "publishedReader"):
            raise Refusal(400, "Only readers can be added to the published view.", "invalidSharingRequest")
        address = body.get("emailAddress") if kind in ("user", "group") else body.get("domain", "")
        if kind != "anyone" and not address:
            raise Refusal(
                400,
                f"The permission {'domain' if kind == 'domain' else 'emailAddress'} field is required.",
                "required",
            )
        if kind in ("domain", "anyone") and "sendNotificationEmail" in query:
            raise invalid("sendNotificationEmail is not allowed for this type of permission.")
        address = (address or "").lower()
        permission_id = "anyoneWithLink" if kind == "anyone" else _permission_id(address)
        with self.store.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO permissions VALUES (?, ?, ?, ?, ?, ?)",
                (fileId, permission_id, kind, "reader" if view else role, address, view),
            )
            self._changed(fileId)
        return _permission(
            {
                "id": permission_id,
                "type": kind,
                "role": "reader" if view else role,
                "address": address,
                "view": view,
            }
        )

    def permissions_delete(self, who: str, fileId: str, permissionId: str) -> None:
        """permissions.delete."""
        self.need(who, fileId, "writer")
        with self.store.writing() as db:
            gone = db.execute("DELETE FROM permissions WHERE file = ? AND id = ?", (fileId, permissionId))
            if not gone.rowcount:
                raise Refusal(404, f"Permission not found: {permissionId}.", "notFound")
            self._changed(fileId)

    # -- changes ------------------------------------------------------------------------------------------

    def start_token(self, who: str) -> dict[str, Any]:
        """changes.getStartPageToken."""
        del who
        last = self.store.db.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0]
        return {"kind": "drive#startPageToken", "startPageToken": str(last + 1)}

    def changes(self, who: str, query: Query) -> dict[str, Any]:
        """changes.list: each file once, with its latest change."""
        if not query["pageToken"].isdigit():
            raise Refusal(400, "Invalid Value", "invalid")
        size = int(query.get("pageSize") or 100)
        cursor = self.store.db.execute(
            "SELECT max(seq), file, max(time) FROM changes WHERE seq >= ? GROUP BY file ORDER BY max(seq)",
            (int(query["pageToken"]),),
        )
        seen = [(seq, file_id, time) for seq, file_id, time in cursor.fetchall() if self.role(who, file_id)]
        answer: dict[str, Any] = {
            "kind": "drive#changeList",
            "changes": [
                {
                    "kind": "drive#change",
                    "changeType": "file",
                    "type": "file",
                    "time": time,
                    "removed": False,
                    "fileId": file_id,
                    "file": self.file(who, file_id),
                }
                for _, file_id, time in seen[:size]
            ],
        }
        if len(seen) > size:
            answer["nextPageToken"] = str(seen[size][0])
        else:
            answer["newStartPageToken"] = self.start_token(who)["startPageToken"]
        return answer


def _check_properties(properties: Mapping[str, str | None]) -> None:
    """A private property holds 124 bytes, its name included."""
    if any(len(f"{name}{value or ''}".encode()) > 124 for name, value in properties.items()):
        raise Refusal(400, "The property is too long.", "invalid")


def _fits(row: sqlite3.Row, who: str) -> bool:
    if row["type"] == "anyone":
        return True
    if row["type"] == "domain":
        return who.endswith("@" + row["address"])
    return bool(who) and row["address"] == who


def _user(address: str, who: str) -> dict[str, Any]:
    return {
        "kind": "drive#user",
        "displayName": address.split("@")[0],
        "emailAddress": address,
        "me": address == who,
    }


def _permission_id(address: str) -> str:
    return str(int.from_bytes(address.encode(), "big") % 10**20).zfill(20)


def _permission(row: Mapping[str, Any]) -> dict[str, Any]:
    permission = {"kind": "drive#permission", "id": row["id"], "type": row["type"], "role": row["role"]}
    if row["view"]:
        permission["view"] = row["view"]
    if row["type"] in ("user", "group"):
        permission["emailAddress"] = row["address"]
        permission["displayName"] = row["address"].split("@")[0]
    elif row["type"] == "domain":
        permission["domain"] = row["address"]
        permission["displayName"] = row["address"]
    return permission


_STRING = r"'((?:[^'\\]|\\.)*)'"


def _clauses(q: str) -> list[str]:
    parts = re.split(r"\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)(?![^{]*\})", q.strip())
    return [p for p in parts if p]


def _clause(text: str) -> Callable[[sqlite3.Row], bool]:
    def said(found: re.Match[str], group: int = 1) -> str:
        return re.sub(r"\\(.)", r"\1", found.group(group))

    if found := re.fullmatch(rf"(name|mimeType)\s*(=|!=)\s*{_STRING}", text):
        column, wanted, equal = (
            {"name": "name", "mimeType": "mime"}[found.group(1)],
            said(found, 3),
            found.group(2) == "=",
        )
        return lambda row: (row[column] == wanted) is equal
    if found := re.fullmatch(rf"name\s+contains\s*{_STRING}", text):
        start = said(found).lower()
        return lambda row: any(word.startswith(start) for word in [row["name"].lower(), *row["name"].lower().split()])
    if found := re.fullmatch(rf"{_STRING}\s+in\s+parents", text):
        parent = said(found)
        return lambda row: row["parent"] == parent
    if found := re.fullmatch(r"trashed\s*=\s*(true|false)", text):
        trashed = found.group(1) == "true"
        return lambda row: bool(row["trashed"]) is trashed
    if found := re.fullmatch(rf"appProperties\s+has\s*\{{\s*key={_STRING}\s+and\s+value={_STRING}\s*\}}", text):
        key, value = said(found), said(found, 2)
        return lambda row: json.loads(row["app_properties"]).get(key) == value
    if re.match(r"\w+\s*(=|!=|<|>|contains|in|has)", text):
        raise not_here(f"files.list with q: {text}")
    raise Refusal(400, "Invalid Value", "invalid")
