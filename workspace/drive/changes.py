"""Drive's feed of changes: what happened since a token, each file once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workspace.drive.access import Access
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
        last = self.access.store.db.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0]
        return {"kind": "drive#startPageToken", "startPageToken": str(last + 1)}

    def list(self, who: Caller, query: Query) -> Body:
        """changes.list: each file once, with its latest change; edits only after Google's lag."""
        if not query["pageToken"].isdigit():
            raise Refusal(400, "Invalid Value", "invalid")
        size = query.get("pageSize", 100)
        if not 1 <= size <= 1000:
            raise Refusal(
                400, f"Invalid value '{size}'. Values must be within the range: [1, 1000]", "invalidParameter"
            )
        if query.get("includeItemsFromAllDrives") and not query.get("supportsAllDrives"):
            raise Refusal(403, "The supportsAllDrives parameter must be true to use shared drives.", "invalid")
        token = self.start(who, query)["startPageToken"]
        rows = self.access.store.db.execute(
            "SELECT max(seq), file, max(time), max(removed) FROM changes WHERE seq >= ? GROUP BY file ORDER BY max(seq)",
            (int(query["pageToken"]),),
        ).fetchall()
        seen = []
        for seq, file_id, time, removed in rows:
            if change := self._change(who, query, file_id, time, removed):
                seen.append((seq, change))
        answer: Body = {"kind": "drive#changeList", "changes": [change for _, change in seen[:size]]}
        if len(seen) > size:
            answer["nextPageToken"] = str(seen[size][0])
        else:
            answer["newStartPageToken"] = token
        return answer

    def _change(self, who: Caller, query: Query, file_id: str, time: str, removed: str) -> Body | None:
        row = self.access.row(file_id)
        change = {"kind": "drive#change", "changeType": "file", "type": "file", "time": time, "fileId": file_id}
        if row is None:
            seen = bool(removed) and self.access.could_see(removed, who)
            return change | {"removed": True} if seen and query.get("includeRemoved", True) else None
        wanted = query.get("driveId", "")
        if wanted and row["drive"] != wanted:
            return None
        if row["drive"] and (not query.get("includeItemsFromAllDrives") or query.get("restrictToMyDrive")):
            return None
        if not self.access.role(who, file_id) or row["id"] == row["drive"]:
            return None
        return change | {"removed": False, "file": self.files.file(who, file_id)}
