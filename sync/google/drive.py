"""Drive: files by their properties, folders, permissions, and the feed of
changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sync.errors import GoogleError
from sync.google.calls import Pace

FOLDER = "application/vnd.google-apps.folder"
FORM = "application/vnd.google-apps.form"
SHEET = "application/vnd.google-apps.spreadsheet"
MARK = "makingTime"
_FILE = "id,name,mimeType,trashed,parents,driveId,appProperties,webViewLink"


class DriveChange(NamedTuple):
    """A file that changed: who changed it last (empty: unknown), and whether
    it lies in the trash.
    """

    who: str = ""
    trashed: bool = False


def _of(drive: str) -> dict[str, str]:
    """The arguments that limit a call to a shared drive; none without one."""
    return {"driveId": drive} if drive else {}


def inherited(permission: Mapping[str, Any]) -> bool:
    """Whether a permission comes from the shared drive or a folder above
    alone: on the file nobody can change it.
    """
    details = permission.get("permissionDetails", ())
    return bool(details) and all(each.get("inherited") for each in details)


class Drive:
    """Drive v3 through google-api-python-client; shared drives are always
    included.
    """

    def __init__(self, service: Any, pace: Pace) -> None:
        self.service = service
        self.pace = pace

    def _read(self, doing: str, request: Any) -> Any:
        request.add_response_callback(self.pace.note_time)
        return self.pace.call(
            "drive.read", doing, lambda _: request.execute(), again=True
        )

    def _write(self, doing: str, request: Any, again: bool = False) -> Any:
        return self.pace.call(
            "drive.write", doing, lambda _: request.execute(), again
        )

    def _delete(self, doing: str, request: Any) -> None:
        try:
            self._write(doing, request, again=True)
        except GoogleError as error:
            if error.code != 404:
                raise

    def whoami(self) -> str:
        """The address of the identity that calls."""
        answer = self._read(
            "reading the address of the tool's account",
            self.service.about().get(fields="user(emailAddress)"),
        )
        return str(answer["user"]["emailAddress"]).lower()

    def storage(self) -> tuple[int, int]:
        """Bytes of storage that the identity uses, and may use; 0: no bound."""
        answer = self._read(
            "asking for the storage",
            self.service.about().get(fields="storageQuota"),
        )
        quota = answer.get("storageQuota", {})
        return int(quota.get("usage", 0)), int(quota.get("limit", 0))

    def get(self, file_id: str) -> dict[str, Any]:
        """A file's metadata."""
        request = self.service.files().get(
            fileId=file_id, fields=_FILE, supportsAllDrives=True
        )
        answer: dict[str, Any] = self._read(
            f"looking at the file {file_id}", request
        )
        return answer

    def look(self, file_id: str) -> dict[str, Any]:
        """A file's name and kind, and whose it is."""
        fields = "id,name,mimeType,trashed,driveId,ownedByMe"
        request = self.service.files().get(
            fileId=file_id, fields=fields, supportsAllDrives=True
        )
        answer: dict[str, Any] = self._read(
            f"looking at the file {file_id}", request
        )
        return answer

    def find(self, mark: str, parent: str = "") -> dict[str, Any] | None:
        """The file that the tool marked with ``mark`` when it made it, in a
        folder or anywhere.
        """
        return next(iter(self.marked(mark, parent)), None)

    def marked(self, mark: str, parent: str = "") -> list[dict[str, Any]]:
        """The files with a mark, at most ten, without those in the trash."""
        quoted = mark.replace("\\", "\\\\").replace("'", "\\'")
        q = f"appProperties has {{ key='{MARK}' and value='{quoted}' }} and trashed = false"
        if parent:
            q = f"'{parent}' in parents and {q}"
        request = self.service.files().list(
            q=q,
            fields=f"files({_FILE})",
            pageSize=10,
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
        )
        found: list[dict[str, Any]] = self._read(
            f"looking for {mark}", request
        ).get("files", [])
        return found

    def named(self, name: str, mime: str, parent: str) -> bool:
        """Whether a folder holds a file of this name and kind, whoever made
        it, as far as the caller sees.
        """
        quoted = name.replace("\\", "\\\\").replace("'", "\\'")
        q = f"'{parent}' in parents and name = '{quoted}' and mimeType = '{mime}' and trashed = false"
        request = self.service.files().list(
            q=q,
            fields="files(id)",
            pageSize=1,
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
        )
        return bool(self._read(f"looking for “{name}”", request).get("files"))

    def create(
        self, name: str, mime: str, mark: str, parent: str = ""
    ) -> dict[str, Any]:
        """Make a folder, form or spreadsheet, marked so that it is found again
        if the answer is lost.
        """
        body: dict[str, Any] = {
            "name": name,
            "mimeType": mime,
            "appProperties": {MARK: mark},
        }
        if parent:
            body["parents"] = [parent]
        request = self.service.files().create(
            body=body, fields=_FILE, supportsAllDrives=True
        )
        answer: dict[str, Any] = self._write(f"making “{name}”", request)
        return answer

    def rename(self, file_id: str, name: str) -> None:
        """Give a file another name."""
        request = self.service.files().update(
            fileId=file_id,
            body={"name": name},
            fields="id",
            supportsAllDrives=True,
        )
        self._write(f"renaming a file to “{name}”", request, again=True)

    def note(self, file_id: str, name: str, value: str | None) -> None:
        """Note something about a file, which the tool alone sees; None takes
        it away.
        """
        request = self.service.files().update(
            fileId=file_id,
            body={"appProperties": {name: value}},
            fields="id",
            supportsAllDrives=True,
        )
        self._write(
            f"noting {name} on the file {file_id}", request, again=True
        )

    def trashed(self, parent: str, mime: str, drive: str = "") -> set[str]:
        """The ids of a folder's files of one kind that are in the trash."""
        where = {"corpora": "drive", **_of(drive)} if drive else {}
        more: dict[str, Any] = {
            "q": f"'{parent}' in parents and mimeType = '{mime}' and trashed = true",
            "fields": "nextPageToken,files(id)",
            "pageSize": 1000,
            "supportsAllDrives": True,
            "includeItemsFromAllDrives": True,
            **where,
        }
        return {
            file["id"]
            for file in self._pages(
                "looking into the trash", self.service.files(), more, "files"
            )
        }

    def permissions(self, file_id: str) -> list[dict[str, Any]]:
        """Who may open a file, the responders of a form included;
        ``permissionDetails`` says which are inherited.
        """
        more: dict[str, Any] = {
            "fileId": file_id,
            "includePermissionsForView": "published",
            "supportsAllDrives": True,
            "pageSize": 100,
            "fields": "nextPageToken,permissions(id,type,role,view,emailAddress,domain,permissionDetails(inherited))",
        }
        return list(
            self._pages(
                f"reading who may open the file {file_id}",
                self.service.permissions(),
                more,
                "permissions",
            )
        )

    def _pages(
        self, doing: str, resource: Any, more: dict[str, Any], name: str
    ) -> Iterator[dict[str, Any]]:
        """What a list method gives, page by page."""
        while True:
            answer = self._read(doing, resource.list(**more))
            yield from answer.get(name, [])
            if "nextPageToken" not in answer:
                return
            more["pageToken"] = answer["nextPageToken"]

    def share(
        self, file_id: str, body: dict[str, Any], notify: bool = False
    ) -> str:
        """Add a permission, without a mail to anybody unless wanted; the same
        one twice changes nothing. Gives its id.
        """
        extra = (
            {"sendNotificationEmail": notify}
            if body["type"] in ("user", "group")
            else {}
        )
        request = self.service.permissions().create(
            fileId=file_id,
            body=body,
            fields="id",
            supportsAllDrives=True,
            **extra,
        )
        doing = f"sharing the file {file_id}"
        return str(self._write(doing, request, again=not notify)["id"])

    def unshare(self, file_id: str, permission_id: str) -> None:
        """Take a permission away; one that is gone already is no error."""
        request = self.service.permissions().delete(
            fileId=file_id, permissionId=permission_id, supportsAllDrives=True
        )
        self._delete(f"taking a permission from {file_id}", request)

    def demote(self, file_id: str, permission_id: str) -> None:
        """Let somebody who writes in a file only read it."""
        request = self.service.permissions().update(
            fileId=file_id,
            permissionId=permission_id,
            body={"role": "reader"},
            fields="id",
            supportsAllDrives=True,
        )
        self._write(f"closing the file {file_id}", request, again=True)

    def trash(self, file_id: str) -> None:
        """Put a file into the trash."""
        request = self.service.files().update(
            fileId=file_id,
            body={"trashed": True},
            fields="id",
            supportsAllDrives=True,
        )
        self._write(f"putting {file_id} into the trash", request, again=True)

    def start_token(self, drive: str = "") -> str:
        """Where the feed of changes stands now: the shared drive's, or without
        one the caller's own.
        """
        request = self.service.changes().getStartPageToken(
            supportsAllDrives=True, **_of(drive)
        )
        return str(
            self._read("asking where changes begin", request)["startPageToken"]
        )

    def changed(
        self, token: str, drive: str = ""
    ) -> tuple[dict[str, DriveChange], str]:
        """The ids of the files that changed since a token, each with what is
        known of it now, and the next token.

        A caller's own feed tells of a shared drive's files only what the
        caller did; the drive's tells everything. Source: *Changes and
        revisions overview* of the Drive API.
        """
        found: dict[str, DriveChange] = {}
        while True:
            request = self.service.changes().list(
                pageToken=token,
                pageSize=1000,
                fields="changes(fileId,file(trashed,lastModifyingUser(emailAddress))),nextPageToken,newStartPageToken",
                supportsAllDrives=True,
                includeItemsFromAllDrives=True,
                **_of(drive),
            )
            answer = self._read("asking what changed", request)
            for change in answer.get("changes", []):
                if "fileId" in change:
                    file = change.get("file", {})
                    who = str(
                        file.get("lastModifyingUser", {}).get(
                            "emailAddress", ""
                        )
                    ).lower()
                    found[change["fileId"]] = DriveChange(
                        who, bool(file.get("trashed"))
                    )
            if "newStartPageToken" in answer:
                return found, str(answer["newStartPageToken"])
            token = answer["nextPageToken"]
