"""Who is to be let into what, as Drive's permissions, and what of it is
missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sync.program.districts_file import DistrictSettings
from sync.program.settings import Settings

Permission = Mapping[str, Any]
_ABOVE_A_READER = ("owner", "organizer", "fileOrganizer", "writer")


class Grant(NamedTuple):
    """What a permission gives: to what kind of grantee, to whom, which role
    and view.
    """

    kind: str
    who: str
    role: str
    view: str

    @classmethod
    def of(cls, p: Permission) -> Grant:
        """The grant of a permission, as it is asked for or as Drive lists it."""
        role = "reader" if p["role"] == "publishedReader" else p["role"]
        who = (p.get("emailAddress") or p.get("domain") or "").lower()
        return cls(p["type"], who, role, p.get("view", ""))


def responders_of(settings: Settings) -> list[dict[str, Any]]:
    """The permissions that let in whom the form is for."""
    wanted = []
    for text in settings.file.form.responders:
        kind, _, who = text.partition(":")
        body = {"type": kind, "role": "reader", "view": "published"}
        if who:
            body["domain" if kind == "domain" else "emailAddress"] = who
        wanted.append(body)
    return wanted


def coordinators_of(district: DistrictSettings) -> list[dict[str, Any]]:
    """The permissions that let a district's coordinators write in its sheet."""
    return [
        {
            "type": "group" if who.startswith("group:") else "user",
            "role": "writer",
            "emailAddress": who.removeprefix("group:"),
        }
        for who in district.coordinators
    ]


def missing(
    have: Iterable[Permission], wanted: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The wanted permissions that a file does not have, nor any above them."""
    there = {Grant.of(p) for p in have}
    return [
        body
        for body in wanted
        if Grant.of(body) not in there and not _has_more(Grant.of(body), there)
    ]


def _has_more(grant: Grant, have: set[Grant]) -> bool:
    """Whether somebody has a role above the wanted one."""
    above = (grant._replace(role=role, view="") for role in _ABOVE_A_READER)
    return not grant.view and any(each in have for each in above)


def grantee(body: Permission) -> str:
    """Whom a permission lets in, in words."""
    return str(body.get("emailAddress") or body.get("domain") or body["type"])
