"""Drive's files: made, found, renamed, moved, copied, trashed, deleted,
exported.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from workspace.drive import FOLDER, FORM, RANK, file_fields
from workspace.drive.access import Access, missing, of_file, permission_id
from workspace.drive.queries import Words, ordered, parse
from workspace.errors import Refusal, not_here
from workspace.identity import Caller
from workspace.store import dumps, stamp

Body = dict[str, Any]
Query = Mapping[str, Any]
_SETTABLE = (
    "name",
    "mimeType",
    "parents",
    "appProperties",
    "properties",
    "description",
    "starred",
    "writersCanShare",
)
_NO_STORAGE = (
    "Service Accounts do not have storage quota. Leverage shared drives "
    "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
    "(http://support.google.com/a/answer/7281227) instead."
)


class Content(Protocol):
    """What another service keeps behind a file."""

    def new(self, file_id: str, name: str) -> None:
        """Fill a new file."""

    def copy(self, source: str, target: str, name: str) -> None:
        """Fill a new file like another."""

    def renamed(self, file_id: str, name: str) -> None:
        """Take a new name."""

    def gone(self, file_id: str) -> None:
        """Forget a file."""

    def export(self, file_id: str, mime: str) -> bytes | None:
        """A file as another type, or None for a type that there is not."""


def root_id(address: str) -> str:
    """The id of somebody's My Drive."""
    digest = hashlib.sha256(address.encode()).digest()
    return "0A" + base64.urlsafe_b64encode(digest).decode()[:11] + "Uk9PVA"


class Files:
    """files.* of Drive. ``contents`` are the services whose files these are,
    by MIME type.
    """

    def __init__(self, access: Access, url: Callable[[], str]) -> None:
        self.access = access
        self.store = access.store
        self.url = url
        self.contents: dict[str, Content] = {}

    # -- making ---------------------------------------------------------------

    def create(self, who: Caller, body: Body, query: Query) -> Body:
        """files.create without media: a folder, a form or a spreadsheet."""
        file_fields.check_fields(query)
        mime = body.get("mimeType", "")
        if mime not in (FOLDER, *self.contents):
            raise not_here(
                f"files of the type {mime or 'application/octet-stream'}"
            )
        for name in set(body) - set(_SETTABLE):
            raise not_here(f"files.create with {name}")
        name = body.get("name") or (
            "Untitled form" if mime == FORM else "Untitled"
        )
        file_id = self.make(who, name, mime, body, query)
        with self.store.writing():
            if mime in self.contents:
                self.contents[mime].new(file_id, name)
        return self.file(who, file_id)

    def make(
        self, who: Caller, name: str, mime: str, body: Body, query: Query
    ) -> str:
        """Put a file's row where its body says. Raises Refusal for a place
        where the caller may own or add nothing.
        """
        _check_properties(body)
        _check_many(
            body.get("appProperties") or {}, body.get("properties") or {}
        )
        if len(body.get("parents") or []) > 1:
            raise Refusal(
                400,
                "A file cannot have more than one parent.",
                "invalidMultipleParents",
            )
        parents = [
            p
            for p in body.get("parents") or []
            if p not in ("root", root_id(who.address))
        ]
        drive = ""
        for parent in parents:
            folder = self.access.need(who, parent, "writer", query)
            if folder["mime"] != FOLDER:
                raise Refusal(
                    403,
                    "The specified parent is not a folder.",
                    "parentNotAFolder",
                )
            drive = folder["drive"]
        if who.service and not drive:
            raise Refusal(403, _NO_STORAGE, "storageQuotaExceeded")
        if not drive:
            self.access.admin.check_room(who)
        file_id, now = (
            self.store.new_id(33 if mime == FOLDER else 44),
            stamp(self.store.now()),
        )
        more = {
            k: body[k]
            for k in ("properties", "description", "writersCanShare")
            if k in body
        } | file_fields.stars({}, body, who)
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?)",
                (
                    file_id,
                    mime,
                    name,
                    parents[0] if parents else None,
                    "" if drive else who.address,
                    now,
                    now,
                    who.address,
                    dumps({who.client: body.get("appProperties") or {}}),
                    drive,
                    who.client,
                    now,
                    dumps(more),
                ),
            )
            self.access.changed(file_id, who.address)
        return file_id

    def copy(self, who: Caller, fileId: str, body: Body, query: Query) -> Body:
        """files.copy: beside the original unless the body names another
        folder; a copied form starts unpublished.
        """
        row = self.access.need(who, fileId, query=query)
        if row["mime"] == FOLDER:
            raise Refusal(
                403,
                "This file cannot be copied by the user.",
                "cannotCopyFile",
            )
        for name in set(body) - set(_SETTABLE):
            raise not_here(f"files.copy with {name}")
        if body.get("mimeType", row["mime"]) != row["mime"]:
            raise not_here(f"files.copy as {body['mimeType']}")
        name = body.get("name") or f"Copy of {row['name']}"
        where = dict(body)
        if (
            "parents" not in where
            and row["parent"]
            and RANK.get(self.access.role(who, row["parent"]), 0)
            >= RANK["writer"]
        ):
            where["parents"] = [row["parent"]]
        with self.store.writing():
            file_id = self.make(who, name, row["mime"], where, query)
            self.contents[row["mime"]].copy(fileId, file_id, name)
        return self.file(who, file_id)

    def generate_ids(self, who: Caller, query: Query) -> Body:
        """files.generateIds; Google's own types take none of them."""
        del who
        count = query.get("count", 10)
        return {
            "kind": "drive#generatedIds",
            "space": "drive",
            "ids": [self.store.new_id(33) for _ in range(count)],
        }

    # -- reading --------------------------------------------------------------

    def get(self, who: Caller, fileId: str, query: Query) -> Body:
        """files.get, metadata alone."""
        file_fields.check_fields(query)
        if query.get("alt") == "media":
            message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
            raise Refusal(403, message, "fileNotDownloadable")
        self.access.settle()
        if fileId in ("root", root_id(who.address)):
            return {
                "kind": "drive#file",
                "id": root_id(who.address),
                "name": "My Drive",
                "mimeType": FOLDER,
                "trashed": False,
                "ownedByMe": True,
                "owners": [_user(who.address, who)],
                "capabilities": {
                    "canAddChildren": not who.service,
                    "canEdit": True,
                    "canTrash": False,
                },
            }
        self.access.need(who, fileId, query=query)
        return self.file(who, fileId)

    def find(self, who: Caller, query: Query) -> Body:
        """files.list."""
        file_fields.check_fields(query, "files")
        self.access.settle()
        everywhere, drive_id = (
            query.get("includeItemsFromAllDrives", False),
            query.get("driveId", ""),
        )
        corpora = query.get("corpora", "user")
        if corpora not in ("user", "drive", "allDrives", "domain"):
            raise Refusal(400, "Invalid Value", "invalid")
        if corpora == "domain":
            raise not_here("files.list with corpora=domain")
        if (everywhere or drive_id or corpora == "drive") and not query.get(
            "supportsAllDrives"
        ):
            raise Refusal(
                403,
                "The supportsAllDrives parameter must be true to use shared drives.",
                "invalid",
            )
        if (corpora == "drive") != bool(drive_id):
            raise Refusal(
                400,
                "The driveId parameter must be specified if and only if corpora is set to drive.",
                "invalid",
            )
        if drive_id:
            self.access.need(who, drive_id, query=query)
        test = parse(query.get("q", ""), self._words(who))
        found = [
            r
            for r in ordered(
                self.access.rows("id <> drive ORDER BY rowid DESC"),
                query.get("orderBy", ""),
            )
            if (
                r["drive"] == drive_id
                if drive_id
                else everywhere or not r["drive"]
            )
            and self.access.listed(who, r)
            and test(self._seen(r, who))
        ]
        start, size = _page(query), query.get("pageSize", 100)
        if not 1 <= size <= 1000:
            raise Refusal(
                400,
                f"Invalid value '{size}'. Values must be within the range: [1, 1000]",
                "invalidParameter",
            )
        answer: Body = {
            "kind": "drive#fileList",
            "incompleteSearch": False,
            "files": [
                self.file(who, r["id"]) for r in found[start : start + size]
            ],
        }
        if start + size < len(found):
            answer["nextPageToken"] = base64.urlsafe_b64encode(
                f"{start + size}".encode()
            ).decode()
        return answer

    def _seen(self, row: sqlite3.Row, who: Caller) -> Any:
        """A row with the properties that this client sees."""
        more = json.loads(row["more"])
        seen = {k: row[k] for k in row.keys()}  # noqa: SIM118  (sqlite3.Row is not a mapping)
        return seen | {
            "appProperties": dumps(
                json.loads(row["app_properties"]).get(who.client, {})
            ),
            "properties": dumps(more.get("properties", {})),
        }

    def _words(self, who: Caller) -> Words:
        fresh = stamp(
            self.store.now() - timedelta(seconds=self.access.lag("names"))
        )

        def in_parents(row: sqlite3.Row, parent: str) -> bool:
            if parent in ("root", root_id(who.address)):
                return not row["parent"] and row["owner"] == who.address
            return bool(row["parent"] == parent)

        def need_parent(parent: str) -> None:
            if parent not in (
                "root",
                root_id(who.address),
            ) and not self.access.rows("id = ?", parent):
                raise missing("")

        return Words(
            lambda address, file_id: self.access.role(
                Caller(address), file_id
            ),
            in_parents,
            self.access.trashed,
            lambda row: (
                bool(row["owner"])
                and row["owner"] != who.address
                and any(
                    self.access.fits(g, who.address)
                    for g in self.access.grants(row["id"])
                )
            ),
            lambda row: file_fields.starred(json.loads(row["more"]), who),
            lambda row: self.access.lag("names") > 0 and row["named"] > fresh,
            need_parent,
            who.address,
        )

    def export(self, who: Caller, fileId: str, query: Query) -> bytes:
        """files.export: a spreadsheet's first tab as CSV or TSV, or all of it
        as an Excel workbook.
        """
        row = self.access.need(who, fileId, query={"supportsAllDrives": True})
        if row["mime"] not in self.contents:
            raise Refusal(
                403,
                "Export only supports Docs Editors files.",
                "fileNotExportable",
            )
        done = self.contents[row["mime"]].export(fileId, query["mimeType"])
        if (
            done is None
            and query["mimeType"] in file_fields.EXPORTS[row["mime"]]
        ):
            raise not_here(f"files.export as {query['mimeType']}")
        if done is None:
            raise Refusal(
                400,
                "The requested conversion is not supported.",
                "badRequest",
                location="convertTo",
            )
        if len(done) > 10 * 2**20:
            raise Refusal(
                403,
                "This file is too large to be exported.",
                "exportSizeLimitExceeded",
            )
        return done

    # -- changing -------------------------------------------------------------

    def update(
        self, who: Caller, fileId: str, body: Body, query: Query
    ) -> Body:
        """files.update: rename, move, trash, properties."""
        file_fields.check_fields(query)
        moves = query.get("addParents") or query.get("removeParents")
        starring = set(body) == {"starred"} and not moves
        least = "reader" if starring else "writer"
        row = self.access.need(who, fileId, least, query)
        _no_drive(row)
        if "parents" in body:
            raise Refusal(
                403,
                "The parents field is not directly writable in update requests. Use the addParents and removeParents parameters instead.",
                "fieldNotWritable",
            )
        for name in set(body) - {
            "name",
            "trashed",
            "appProperties",
            "properties",
            "description",
            "starred",
        }:
            raise not_here(f"files.update with {name}")
        if "trashed" in body and bool(body["trashed"]) != bool(row["trashed"]):
            least = "fileOrganizer" if row["drive"] else "owner"
            self.access.need(who, fileId, least)
        parent, drive = self._moved(who, row, query)
        if not drive and row["drive"] and who.service:
            raise Refusal(403, _NO_STORAGE, "storageQuotaExceeded")
        _check_properties(body)
        mine: dict[str, Any] = json.loads(row["app_properties"])
        mine[who.client] = _merged(
            mine.get(who.client, {}), body.get("appProperties")
        )
        more: dict[str, Any] = json.loads(row["more"])
        more |= file_fields.stars(more, body, who)
        more |= {k: body[k] for k in ("description",) if k in body}
        more["properties"] = _merged(
            more.get("properties", {}), body.get("properties")
        )
        _check_many(mine[who.client], more["properties"])
        name = body.get("name", row["name"])
        now = stamp(self.store.now())
        with self.store.writing() as db:
            if (parent, drive) != (row["parent"], row["drive"]):
                self.access.removed(row, who.address)
            db.execute(
                "UPDATE files SET name = ?, trashed = ?, parent = ?, drive = ?, owner = ?, app_properties = ?, more = ?,"
                " named = ? WHERE id = ?",
                (
                    name,
                    int(body.get("trashed", row["trashed"])),
                    parent,
                    drive,
                    "" if drive else row["owner"] or who.address,
                    dumps(mine),
                    dumps(more),
                    now if name != row["name"] else row["named"],
                    fileId,
                ),
            )
            self.access.changed(fileId, who.address, content=True)
            if name != row["name"] and row["mime"] in self.contents:
                self.contents[row["mime"]].renamed(fileId, name)
        return self.file(who, fileId)

    def _moved(
        self, who: Caller, row: sqlite3.Row, query: Query
    ) -> tuple[str | None, str]:
        """Where a file lies after an update: its folder and its shared drive."""
        parent, drive = row["parent"], row["drive"]
        root = root_id(row["owner"] or who.address)
        removed = query.get("removeParents", "").split(",")
        added = [p for p in query.get("addParents", "").split(",") if p]
        if added or any(removed):
            self._may_move(who, row, bool(added), removed)
        if not added:
            return (
                (None, "")
                if parent in removed and not drive
                else (parent, drive)
            )
        if drive:
            self.access.need(who, row["id"], "fileOrganizer")
        if len(added) > 1:
            raise _too_many_parents()
        if added[0] in ("root", root):
            if drive:
                self.access.need(who, row["id"], "organizer")
                _no_folder(row)
            return None, ""
        folder = self.access.need(who, added[0], "writer", query)
        if folder["mime"] != FOLDER:
            raise Refusal(
                403,
                "The specified parent is not a folder.",
                "parentNotAFolder",
            )
        if any(at["id"] == row["id"] for at in self.access.above(folder)):
            raise Refusal(
                403,
                "A folder cannot be put into itself.",
                "teamDriveHierarchyTooDeep",
            )
        if folder["drive"] != drive:
            _no_folder(row)
            if drive:
                self.access.need(who, row["id"], "organizer")
        if parent and parent not in removed and parent != added[0]:
            raise _too_many_parents()
        return folder["id"], folder["drive"]

    def _may_move(
        self, who: Caller, row: sqlite3.Row, adds: bool, removed: list[str]
    ) -> None:
        """Refuse a move out of My Drive by another than the owner, who alone
        sees all that a file lies in, and one that leaves the root in place.
        """
        if row["drive"]:
            return
        if row["owner"] != who.address:
            raise _too_many_parents()
        root = {"root", root_id(who.address)}
        if not row["parent"] and adds and not root & set(removed):
            raise _too_many_parents()
        for each in removed:
            if each and each not in root and self.access.row(each) is None:
                raise missing(each)

    def delete(self, who: Caller, fileId: str, query: Query) -> None:
        """files.delete: for good, a folder with all that is in it. In a shared
        drive it needs an organizer.
        """
        row = self.access.need(who, fileId, query=query)
        _no_drive(row)
        self.access.need(who, fileId, "organizer" if row["drive"] else "owner")
        with self.store.writing():
            self._remove(row, who)

    def _remove(self, row: sqlite3.Row, who: Caller) -> None:
        for child in self.access.rows("parent = ?", row["id"]):
            self._remove(child, who)
        self.access.removed(row, who.address)
        if row["mime"] in self.contents:
            self.contents[row["mime"]].gone(row["id"])
        for table, column in (
            ("files", "id"),
            ("permissions", "file"),
            ("pending", "file"),
            ("comments", "file"),
        ):
            self.store.db.execute(
                f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608  (our names)
                (row["id"],),
            )

    def empty_trash(self, who: Caller, query: Query) -> None:
        """files.emptyTrash: what somebody owns and has trashed goes for good."""
        if query.get("driveId"):
            raise not_here("files.emptyTrash of a shared drive")
        with self.store.writing():
            for row in self.access.rows(
                "trashed = 1 AND owner = ?", who.address
            ):
                if self.access.row(row["id"]) is not None:
                    self._remove(row, who)

    # -- the resource ---------------------------------------------------------

    def file(self, who: Caller, file_id: str) -> Body:
        """A File resource as this caller sees it."""
        row = self.access.row(file_id)
        if row is None:
            raise missing(file_id)
        role = self.access.role(who, file_id)
        more = json.loads(row["more"])
        grants = [
            g
            for at in self.access.above(row)
            for g in self.access.grants(at["id"])
        ]
        at = {FORM: "/forms/d/%s/edit", FOLDER: "/drive/folders/%s"}.get(
            row["mime"], "/spreadsheets/d/%s/edit"
        )
        file: Body = {
            "kind": "drive#file",
            "id": row["id"],
            "name": row["name"],
            "mimeType": row["mime"],
            "starred": file_fields.starred(more, who),
            "trashed": self.access.trashed(row),
            "explicitlyTrashed": bool(row["trashed"]),
            "spaces": ["drive"],
            "version": str(row["version"]),
            "createdTime": row["created"],
            "modifiedTime": row["modified"],
            "lastModifyingUser": _user(row["modified_by"], who),
            "modifiedByMe": row["modified_by"] == who.address,
            "viewedByMe": row["modified_by"] == who.address,
            "shared": bool(grants),
            "webViewLink": self.url() + at % row["id"],
            "capabilities": _capabilities(row, role, who),
        }
        if row["drive"]:
            file["driveId"] = row["drive"]
            file["teamDriveId"] = row["drive"]
        else:
            file["owners"] = [_user(row["owner"], who)]
            file["ownedByMe"] = row["owner"] == who.address
            file["writersCanShare"] = bool(more.get("writersCanShare", True))
            if RANK.get(role, 0) >= RANK["writer"]:
                file["permissions"] = of_file(self.access, row)
                file["permissionIds"] = [p["id"] for p in file["permissions"]]
        parent = row["parent"] or (
            root_id(row["owner"]) if row["owner"] == who.address else ""
        )
        if parent and (
            parent != row["parent"] or self.access.role(who, parent)
        ):
            file["parents"] = [parent]
        if properties := json.loads(row["app_properties"]).get(who.client):
            file["appProperties"] = properties
        for name in ("properties", "description"):
            if more.get(name):
                file[name] = more[name]
        return file


def _too_many_parents() -> Refusal:
    message = "Increasing the number of parents is not allowed"
    return Refusal(403, message, "cannotAddParent")


def _no_folder(row: sqlite3.Row) -> None:
    if row["mime"] == FOLDER:
        message = "Folders cannot be moved into or out of shared drives."
        raise Refusal(403, message, "teamDrivesFolderMoveInNotSupported")


def _no_drive(row: sqlite3.Row) -> None:
    if row["id"] == row["drive"]:
        raise Refusal(
            403,
            "A shared drive is changed by drives.update and drives.delete.",
            "insufficientFilePermissions",
        )


def _capabilities(row: sqlite3.Row, role: str, who: Caller) -> dict[str, bool]:
    rank, folder = RANK.get(role, 0), row["mime"] == FOLDER
    writes = rank >= RANK["writer"]
    moves = (
        rank >= RANK["fileOrganizer"]
        if row["drive"]
        else rank >= RANK["owner"]
    )
    return {
        "canEdit": writes,
        "canRename": writes,
        "canShare": writes,
        "canComment": rank >= RANK["commenter"],
        "canCopy": not folder,
        "canAddChildren": folder
        and writes
        and (bool(row["drive"]) or not who.service),
        "canListChildren": folder,
        "canTrash": moves,
        "canUntrash": moves,
        "canDelete": rank >= RANK["organizer"],
        "canDownload": not folder,
        "canReadRevisions": writes,
    }


_MOST_PROPERTIES = 30


def _check_many(*kinds: Mapping[str, Any]) -> None:
    """A file has at most thirty public properties, and thirty of each app."""
    if any(len(kind) > _MOST_PROPERTIES for kind in kinds):
        message = (
            f"A file can have at most {_MOST_PROPERTIES} properties of a kind."
        )
        raise Refusal(403, message, "numPropertiesExceeded")


def _check_properties(body: Body) -> None:
    """A property holds 124 bytes, its name included."""
    for kind in ("appProperties", "properties"):
        if any(
            len(f"{name}{value or ''}".encode()) > 124
            for name, value in (body.get(kind) or {}).items()
        ):
            raise Refusal(
                403, "The property is too long.", "propertyValueTooLong"
            )


def _merged(
    old: Mapping[str, Any], new: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Properties after an update: null takes one away."""
    return {k: v for k, v in {**old, **(new or {})}.items() if v is not None}


def _page(query: Query) -> int:
    if not query.get("pageToken"):
        return 0
    try:
        text = base64.urlsafe_b64decode(query["pageToken"])
    except ValueError:
        text = b""
    if not re.fullmatch(b"[0-9]{1,9}", text):
        raise Refusal(400, "Invalid Value", "invalid", location="pageToken")
    return int(text)


def _user(address: str, who: Caller) -> Body:
    return {
        "kind": "drive#user",
        "displayName": address.split("@")[0],
        "emailAddress": address,
        "permissionId": permission_id(address),
        "me": address == who.address,
    }
