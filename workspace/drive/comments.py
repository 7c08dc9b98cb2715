"""Comments on files, as far as gspread's copying of a spreadsheet needs them:
listed and made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from workspace.drive.access import Access
from workspace.errors import Refusal
from workspace.identity import Caller
from workspace.store import dumps, stamp

Body = dict[str, Any]
Query = Mapping[str, Any]


class Comments:
    """comments.list and comments.create of Drive."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.store = access.store

    def list(self, who: Caller, fileId: str, query: Query) -> Body:
        """comments.list, oldest first."""
        self._check(who, fileId, query)
        rows = self.store.db.execute(
            "SELECT body FROM comments WHERE file = ? ORDER BY rowid",
            (fileId,),
        ).fetchall()
        return {
            "kind": "drive#commentList",
            "comments": [_seen(json.loads(row[0]), who) for row in rows],
        }

    def create(
        self, who: Caller, fileId: str, body: Body, query: Query
    ) -> Body:
        """comments.create."""
        self._check(who, fileId, query, "commenter")
        if not body.get("content"):
            raise Refusal(400, "The content field is required.", "required")
        now = stamp(self.store.now())
        comment = {
            "kind": "drive#comment",
            "id": self.store.new_id(12),
            "content": body["content"],
            "createdTime": now,
            "modifiedTime": now,
            "deleted": False,
            "resolved": False,
            "replies": [],
            "author": {
                "kind": "drive#user",
                "displayName": who.address.split("@")[0],
                "emailAddress": who.address,
            },
        }
        comment |= {
            k: body[k] for k in ("anchor", "quotedFileContent") if k in body
        }
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO comments VALUES (?, ?)", (fileId, dumps(comment))
            )
        return _seen(comment, who)

    def _check(
        self, who: Caller, file_id: str, query: Query, role: str = "reader"
    ) -> None:
        if not query.get("fields"):
            raise Refusal(
                400,
                "The 'fields' parameter is required for this method.",
                "required",
            )
        self.access.need(who, file_id, role)


def _seen(comment: Body, who: Caller) -> Body:
    """A comment as somebody sees it: whether it is their own; no address of
    its author, as Google shows none.
    """
    author = dict(comment["author"])
    return comment | {
        "author": author
        | {"me": author.pop("emailAddress", "") == who.address}
    }
