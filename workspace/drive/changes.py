"""Drive's feed of changes: what happened since a token, each file once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from workspace.drive.access import Access
from workspace.drive.file_fields import check_fields
from workspace.drive.files import Files
from workspace.errors import Refusal
from workspace.identity import Caller

Body = dict[str, Any]
Query = Mapping[str, Any]


class Changes:
    """changes.* of Drive, without watches."""

    def __init__(self, access: Access, files: Files) -> None:
        self.access = access
        self.files = files

    def start(self, who: Caller, query: Query) -> Body:
        """changes.getStartPageToken."""
        if query.get("driveId"):
            self.access.need(who, query["driveId"], query=query)
        self.access.settle()
        last = self.access.store.db.execute(
            "SELECT coalesce(max(seq), 0) FROM changes"
        ).fetchone()[0]
        return {
            "kind": "drive#startPageToken",
            "startPageToken": str(last + 1),
        }

    def list(self, who: Caller, query: Query) -> Body:
        """changes.list: each file once, with its latest change; edits only
        after Google's lag.

        A member's own log tells of the items of a shared drive only what that
        member did; the drive's own log, asked for by its ``driveId``, tells
        everything.
        """
        check_fields(query, "changes", "file")
        if not re.fullmatch("[0-9]{1,18}", query["pageToken"]):
            raise Refusal(
                400, "Invalid Value", "invalid", location="pageToken"
            )
        size = query.get("pageSize", 100)
        if not 1 <= size <= 1000:
            raise Refusal(
                400,
                f"Invalid value '{size}'. Values must be within the range: [1, 1000]",
                "invalidParameter",
            )
        if query.get("includeItemsFromAllDrives") and not query.get(
            "supportsAllDrives"
        ):
            raise Refusal(
                403,
                "The supportsAllDrives parameter must be true to use shared drives.",
                "invalid",
            )
        token = self.start(who, query)["startPageToken"]
        rows = self.access.store.db.execute(
            "SELECT max(seq), file, max(time), json_group_array(json(removed)) FILTER (WHERE removed <> ''),"
            " group_concat(who) FROM changes WHERE seq >= ? GROUP BY file ORDER BY max(seq)",
            (int(query["pageToken"]),),
        ).fetchall()
        seen = []
        for seq, file_id, time, removed, doers in rows:
            own = who.address in doers.split(",")
            if change := self._change(
                who, query, file_id, time, json.loads(removed), own
            ):
                seen.append((seq, change))
        answer: Body = {
            "kind": "drive#changeList",
            "changes": [change for _, change in seen[:size]],
        }
        if len(seen) > size:
            answer["nextPageToken"] = str(seen[size][0])
        else:
            answer["newStartPageToken"] = token
        return answer

    def _change(
        self,
        who: Caller,
        query: Query,
        file_id: str,
        time: str,
        removed: Sequence[Body],
        own: bool,
    ) -> Body | None:
        """One file's change as somebody sees it: what it is now, or that it is
        no longer there for them.
        """
        row = self.access.row(file_id)
        change = {
            "kind": "drive#change",
            "changeType": "file",
            "type": "file",
            "time": time,
            "fileId": file_id,
        }
        if row is None or not self.access.listed(who, row):
            seen = any(
                self.access.could_see(each, who)
                and _in_reach(each["drive"], query, own)
                for each in removed
            )
            return (
                change | {"removed": True}
                if seen and query.get("includeRemoved", True)
                else None
            )
        if row["id"] == row["drive"] or not _in_reach(
            row["drive"], query, own
        ):
            return None
        return change | {
            "removed": False,
            "file": self.files.file(who, file_id),
        }


def _in_reach(drive: str, query: Query, own: bool) -> bool:
    """Whether a call asks about the files of this shared drive (empty: of My
    Drive); ``own``: the caller changed one.
    """
    if query.get("driveId"):
        return bool(drive == query["driveId"])
    asked = query.get("includeItemsFromAllDrives") and not query.get(
        "restrictToMyDrive"
    )
    return not drive or bool(asked and own)
