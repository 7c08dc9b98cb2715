"""What a file has in Drive: fields, stars, and what it is exported as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workspace import fields as masks
from workspace.drive import FORM, SHEET
from workspace.errors import not_here
from workspace.identity import Caller

Body = dict[str, Any]
# What Google exports and this workspace does not, by its guide to exports.
EXPORTS: Mapping[str, tuple[str, ...]] = {
    SHEET: (
        "application/pdf",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/x-vnd.oasis.opendocument.spreadsheet",
        "application/zip",
    ),
    FORM: ("application/zip",),
}
# Fields that Google has for files of other kinds alone: here they are absent.
_OF_OTHERS = frozenset(
    (
        "clientEncryptionDetails",
        "contentHints",
        "contentRestrictions",
        "fileExtension",
        "fullFileExtension",
        "headRevisionId",
        "imageMediaMetadata",
        "labelInfo",
        "md5Checksum",
        "originalFilename",
        "sha1Checksum",
        "sha256Checksum",
        "shortcutDetails",
        "videoMediaMetadata",
        "webContentLink",
    )
)
# What a file has here.
_HERE = frozenset(
    (
        "appProperties",
        "capabilities",
        "createdTime",
        "description",
        "driveId",
        "explicitlyTrashed",
        "id",
        "kind",
        "lastModifyingUser",
        "mimeType",
        "modifiedByMe",
        "modifiedTime",
        "name",
        "ownedByMe",
        "owners",
        "parents",
        "permissionIds",
        "permissions",
        "properties",
        "shared",
        "spaces",
        "starred",
        "teamDriveId",
        "trashed",
        "version",
        "viewedByMe",
        "webViewLink",
        "writersCanShare",
    )
)


def check_fields(query: Mapping[str, Any], *within: str) -> None:
    """Refuse by its name a field of a file that Google has and this workspace
    has not.
    """
    if not query.get("fields"):
        return
    mask = masks.within(masks.parse(query["fields"]), *within) or {}
    for name in mask:
        if name != "*" and name not in _HERE | _OF_OTHERS:
            raise not_here(f"a file's field {name}")


def starred(more: Mapping[str, Any], who: Caller) -> bool:
    """Whether somebody starred a file: each person for themselves."""
    return who.address in _stargazers(more)


def stars(more: Mapping[str, Any], body: Body, who: Caller) -> Body:
    """Who starred a file, after a call of somebody's."""
    if "starred" not in body:
        return {}
    others = set(_stargazers(more)) - {who.address}
    mine = {who.address} if body["starred"] else set()
    return {"starred": sorted(others | mine)}


def _stargazers(more: Mapping[str, Any]) -> list[str]:
    """The addresses of those who starred a file. A file of an older workspace
    stores one flag, which counts for nobody.
    """
    found = more.get("starred")
    return found if isinstance(found, list) else []
